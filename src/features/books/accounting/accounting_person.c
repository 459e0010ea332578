/* One person in the books: free words told and taken back. Entries, numbers and leaves stay as they are: they speak of
   codes only. */
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/template.h"
#include "template.sql.h"
#include "vouchers/words.h"

#include "base/json.h"

/* ---- telling ---- */

static result tell_words(struct cx *cx, void *arg, const struct voucher_words *w)
{
    struct json_out *j = arg;
    if (!w->is_own)
        return OK;
    json_begin_object(j);
    json_member_str(j, S("posting_on"), date_iso(cx->mem, w->posting_on));
    json_member_id(j, S("voucher_id"), w->voucher_id);
    json_member_str(j, S("words"), w->memo);
    json_end_object(j);
    return OK;
}

result accounting_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    (void)cx;
    json_key(j, S("explanations"));
    json_begin_array(j);
    TRY(voucher_words_each(db, who->org_id, who->party_id, tell_words, j));
    json_end_array(j);
    return OK;
}

/* ---- erasing ---- */

struct gathering {
    const struct person *who;
    struct buf gone, hidden; /* ids of vouchers, as int64 */
};

/* Words of the person's own vouchers, and words that name the person. While a voucher must be kept its words are left,
   unless a phone or personal number stands in them; but nobody finds the voucher by them. */
static result gather(struct cx *cx, void *arg, const struct voucher_words *w)
{
    struct gathering *g = arg;
    bool kept = g->who->kept_from.ymd && date_cmp(w->posting_on, g->who->kept_from) >= 0;
    bool mine = w->is_own || person_named_in(cx->mem, g->who, w->memo);
    str id = { (const char *)&w->voucher_id, sizeof w->voucher_id };
    if (kept ? person_by_digits(cx->mem, g->who, w->memo) : mine)
        buf_put(&g->gone, id);
    else if (mine)
        buf_put(&g->hidden, id);
    return OK;
}

static int64_t id_at(const struct buf *b, ptrdiff_t at)
{
    int64_t id;
    memcpy(&id, b->s + at, sizeof id);
    return id;
}

static result erase_memos(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct gathering g = { who, buf_new(cx->mem), buf_new(cx->mem) };
    ptrdiff_t step = (ptrdiff_t)sizeof(int64_t);
    bool erased;
    TRY(voucher_words_each(db, who->org_id, who->party_id, gather, &g));
    for (ptrdiff_t at = 0; at < g.gone.n; at += step) {
        TRY(voucher_memo_erase(cx, db, who->org_id, id_at(&g.gone, at), &erased));
        *n += erased;
    }
    for (ptrdiff_t at = 0; at < g.hidden.n; at += step)
        TRY(voucher_words_hide(db, who->org_id, id_at(&g.hidden, at)));
    return OK;
}

static result erase_drafts(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct draft *d;
    int n_draft;
    TRY(draft_list(cx, db, who->org_id, &d, &n_draft));
    for (int i = 0; i < n_draft; i++) {
        str command = person_blanked(cx->mem, who, d[i].command_json);
        bool note = person_named_in(cx->mem, who, d[i].note);
        if (!note && str_eq(command, d[i].command_json))
            continue;
        d[i].command_json = command;
        d[i].note = note ? S("") : d[i].note;
        TRY(draft_save(cx, db, &d[i]));
        ++*n;
    }
    return OK;
}

static result erase_templates(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct template_words *t;
    int n_template;
    TRY(template_words(db, (struct template_words_args){ .org_id = who->org_id }, &t, &n_template));
    for (int i = 0; i < n_template; i++) {
        bool name = person_named_in(cx->mem, who, t[i].name), memo = person_named_in(cx->mem, who, t[i].memo);
        str lines = person_blanked(cx->mem, who, t[i].lines_json);
        if (!name && !memo && str_eq(lines, t[i].lines_json))
            continue;
        TRY(template_put_words(db, (struct template_put_words_args){
                                       .org_id = who->org_id,
                                       .id = t[i].id,
                                       .name = name ? str_fmt(cx->mem, PERSON_GONE " %lld", (long long)t[i].id)
                                                    : t[i].name, /* stays unique */
                                       .memo = memo ? S("") : t[i].memo,
                                       .lines_json = lines }));
        ++*n;
    }
    return OK;
}

static result erase_months(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct period_state *p;
    int n_period;
    TRY(period_list(cx, db, who->org_id, &p, &n_period));
    for (int i = 0; i < n_period; i++) {
        if (!person_named_in(cx->mem, who, p[i].reason))
            continue;
        TRY(period_reason_erase(db, who->org_id, p[i].first_on));
        ++*n;
    }
    return OK;
}

result accounting_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    TRY(erase_memos(cx, db, who, n));
    TRY(erase_drafts(cx, db, who, n));
    TRY(erase_templates(cx, db, who, n));
    return erase_months(cx, db, who, n);
}

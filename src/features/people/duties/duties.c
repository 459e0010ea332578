/* duties: see README.md. Duties of a span of days with what was marked and what the program knows; marking. */
#include "features/people/duties/duties_parts.h"

#include "base/text.h"
#include "vouchers/audit.h"
#include "web/waits.h"

enum { NOTE_MAX = 1000 };

/* Everything that decides about the duties of one organisation, read once. */
struct desk {
    struct cx *cx;
    int64_t org_id;
    date today;
    int year_first;
    struct duty_org org;
    struct duty_rules *rule;
    struct duty_marks *mark;
    struct duty_closed *closed;
    struct duty_sent *sent;
    int n_rule, n_mark, n_closed, n_sent;
};

static result desk_open(struct cx *cx, struct db *db, int64_t org_id, struct desk *k)
{
    int64_t first;
    *k = (struct desk){ .cx = cx, .org_id = org_id, .today = date_of_instant(cx->now_at, ZONE_VN), .year_first = 1 };
    TRY(duty_org(db, (struct duty_org_args){ .org_id = org_id }, &k->org));
    if (str_to_i64(k->org.year_first, &first) && first >= 1 && first <= 12)
        k->year_first = (int)first;
    TRY(duty_rules(db, &k->rule, &k->n_rule));
    TRY(duty_marks(db, (struct duty_marks_args){ .org_id = org_id }, &k->mark, &k->n_mark));
    TRY(duty_closed(db, (struct duty_closed_args){ .org_id = org_id }, &k->closed, &k->n_closed));
    return duty_sent(db, (struct duty_sent_args){ .org_id = org_id }, &k->sent, &k->n_sent);
}

static bool word_of(str words, str w)
{
    for (struct str_cut c = str_cut(words, ' '); c.head.n; c = str_cut(c.tail, ' '))
        if (str_eq(c.head, w))
            return true;
    return false;
}

static bool is_ours(const struct desk *k, const struct duty_rules *r)
{
    return word_of(r->who, k->org.kind) && (!r->sector.n || str_eq(r->sector, k->org.sector));
}

/* Before an organisation was there, and what hangs on its books before they were begun, is nobody's duty. */
static bool has_begun(const struct desk *k, const struct duty_rules *r, const struct duty_span *s)
{
    if (date_cmp(s->due, r->valid_from_on) < 0 || date_cmp(s->due, r->valid_to_on) > 0)
        return false;
    if (k->org.registered_on.ymd && date_cmp(s->last, k->org.registered_on) < 0)
        return false;
    return !r->done_by.n || (k->org.first_month && date_yyyymm(s->last) >= k->org.first_month);
}

/* ---- what is done ---- */

static int64_t closed_at(const struct desk *k, const struct duty_span *s)
{
    for (int i = 0; i < k->n_closed; i++)
        if (k->closed[i].first_on.ymd == s->first.ymd)
            return k->closed[i].changed_at;
    return 0;
}

static int64_t sent_at(const struct desk *k, const struct duty_span *s)
{
    int month = date_yyyymm(s->first);
    int64_t over = date_instant(date_add_days(s->last, 1), ZONE_VN); /* before, the month was not whole */
    for (int i = 0; i < k->n_sent; i++)
        if (k->sent[i].first_month <= month && month <= k->sent[i].last_month && k->sent[i].made_at >= over)
            return k->sent[i].made_at;
    return 0;
}

static int64_t known_at(const struct desk *k, const struct duty_rules *r, const struct duty_span *s)
{
    if (str_eq(r->done_by, S("period.closed")))
        return closed_at(k, s);
    return str_eq(r->done_by, S("submission.sent")) ? sent_at(k, s) : 0;
}

static const struct duty_marks *mark_of(const struct desk *k, str code, str period)
{
    for (int i = 0; i < k->n_mark; i++)
        if (str_eq(k->mark[i].code, code) && str_eq(k->mark[i].period, period))
            return &k->mark[i];
    return NULL;
}

static void put_mark(const struct desk *k, const struct duty_marks *m, struct duty *d)
{
    d->state = str_eq(m->state, S("done")) ? DUTY_DONE : DUTY_NOT_OURS;
    d->done_on = m->done_on;
    d->note = m->note;
    d->voucher_id = m->voucher_id;
    d->mark_id = m->id;
    d->marked_by = m->marked_by_id;
    d->marked_at = m->marked_at;
    if (m->voucher_id)
        d->voucher_number =
            str_fmt(k->cx->mem, STR_FMT "%lld-%05lld", STR_ARG(m->book), (long long)m->year, (long long)m->number);
}

str duty_law(struct arena *mem, const struct duty *d)
{
    return str_join(mem, (const str[]){ d->law, d->article }, 2, d->law.n && d->article.n ? S(", ") : S(""));
}

static struct duty duty_of(const struct desk *k, const struct duty_rules *r, const struct duty_span *s)
{
    bool en = k->cx->lang == LANG_EN;
    struct duty d = { .code = r->code,
                      .period = s->key,
                      .due = s->due,
                      .name = en ? r->name_en : r->name_vi,
                      .what = en ? r->what_en : r->what_vi,
                      .when = en ? r->when_en : r->when_vi,
                      .law = r->law,
                      .article = r->article,
                      .source = r->source,
                      .certainty = r->certainty,
                      .is_automatic = r->done_by.n > 0,
                      .state = s->due.ymd ? duty_state_at(s->due, k->today) : DUTY_EVENT };
    const struct duty_marks *m = s->key.n ? mark_of(k, r->code, s->key) : NULL;
    int64_t known = s->key.n ? known_at(k, r, s) : 0;
    if (known) {
        d.state = DUTY_DONE;
        d.done_on = date_of_instant(known, ZONE_VN);
    } else if (m) {
        put_mark(k, m, &d);
    }
    return d;
}

/* ---- lists ---- */

static bool comes_before(const struct duty *a, const struct duty *b)
{
    int64_t x = a->due.ymd ? a->due.ymd : DATE_OPEN.ymd, y = b->due.ymd ? b->due.ymd : DATE_OPEN.ymd;
    return x < y || (x == y && a->due.ymd && str_cmp(a->code, b->code) < 0);
}

static void sort(struct duty *d, int n)
{
    for (int i = 1; i < n; i++) {
        struct duty x = d[i];
        int at = i;
        for (; at > 0 && comes_before(&x, &d[at - 1]); at--)
            d[at] = d[at - 1];
        d[at] = x;
    }
}

struct collecting {
    struct duty *d;
    int n, cap;
};

static void put(struct arena *mem, struct collecting *c, struct duty d)
{
    if (c->n == c->cap) {
        struct duty *more = new (mem, struct duty, c->cap = 2 * c->cap + 64);
        if (c->n)
            memcpy(more, c->d, sizeof *more * (size_t)c->n);
        c->d = more;
    }
    c->d[c->n++] = d;
}

static void put_rule(const struct desk *k, const struct duty_ask *ask, const struct duty_rules *r, struct collecting *c)
{
    struct duty_rule rule;
    struct duty_span *s;
    if (!is_ours(k, r) || !duty_rule_parse(r->period, r->due, &rule))
        return;
    if (rule.period == DUTY_FOLLOWS && ask->events)
        put(k->cx->mem, c, duty_of(k, r, &(struct duty_span){ 0 }));
    int n = duty_spans(k->cx->mem, &rule, k->year_first, ask->from, ask->to, &s);
    for (int i = 0; i < n; i++)
        if (has_begun(k, r, &s[i]))
            put(k->cx->mem, c, duty_of(k, r, &s[i]));
}

result duty_list(struct cx *cx, struct db *db, struct duty_ask ask, struct duty **out, int *n)
{
    struct desk k;
    struct collecting c = { 0 };
    TRY(desk_open(cx, db, ask.org_id, &k));
    for (int i = 0; i < k.n_rule; i++)
        put_rule(&k, &ask, &k.rule[i], &c);
    sort(c.d, c.n);
    *out = c.d;
    *n = c.n;
    return OK;
}

static result get(struct desk *k, str code, str period, const struct duty_rules **rule, struct duty *out)
{
    for (int i = 0; i < k->n_rule; i++) {
        const struct duty_rules *r = &k->rule[i];
        struct duty_rule rule_of;
        struct duty_span s;
        if (!str_eq(r->code, code) || !is_ours(k, r) || !duty_rule_parse(r->period, r->due, &rule_of) ||
            !duty_span_of(k->cx->mem, &rule_of, k->year_first, period, &s) || !has_begun(k, r, &s))
            continue;
        *rule = r;
        *out = duty_of(k, r, &s);
        return OK;
    }
    return fail(k->cx, .kind = ERR_NOT_FOUND, .code = S("duty.not_found"), .field = S("code"),
                .message = tr(k->cx, "There is no such duty here."));
}

result duty_get(struct cx *cx, struct db *db, int64_t org_id, str code, str period, struct duty *out)
{
    const struct duty_rules *r;
    struct desk k;
    TRY(desk_open(cx, db, org_id, &k));
    return get(&k, code, period, &r, out);
}

/* ---- marking ---- */

/* "PC2026-00012" → PC, 2026, 12 */
static bool voucher_parts(str s, struct duty_voucher_args *a)
{
    ptrdiff_t letters = 0;
    struct str_cut c = str_cut(s, '-');
    while (letters < c.head.n && (c.head.s[letters] < '0' || c.head.s[letters] > '9'))
        letters++;
    a->book = str_sub(c.head, 0, letters);
    return c.found && letters > 0 && c.head.n - letters == 4 &&
           str_to_i64(str_sub(c.head, letters, c.head.n), &a->year) && str_to_i64(c.tail, &a->number);
}

static result find_voucher(struct cx *cx, struct db *db, const struct duty_mark *in, int64_t *id)
{
    struct duty_voucher_args a = { .org_id = in->org_id };
    struct duty_voucher row;
    bool found = false;
    *id = 0;
    if (!in->voucher.n)
        return OK;
    if (voucher_parts(in->voucher, &a))
        TRY(duty_voucher(db, a, &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_INVALID, .code = S("duty.voucher"), .field = S("voucher"),
                    .message = TRF(cx, "There is no voucher {1}.", in->voucher));
    *id = row.id;
    return OK;
}

static result check_mark(struct cx *cx, const struct desk *k, const struct duty_rules *r, const struct duty_mark *in)
{
    int before = cx->n_errors;
    if (r->done_by.n && !in->not_ours)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("duty.automatic"),
                    .message = tr(cx, "The program knows by itself when this is done."));
    if (in->not_ours && !in->note.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("duty.reason"), .field = S("note"),
                   .message = tr(cx, "Say why this is no duty of yours."));
    if (!in->not_ours && !date_valid(in->done_on))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("duty.done_on"), .field = S("done_on"),
                   .message = tr(cx, "Say on which day it was done."));
    else if (!in->not_ours && date_cmp(in->done_on, k->today) > 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("duty.done_on"), .field = S("done_on"),
                   .message = tr(cx, "This day has not come yet."));
    if (in->note.n > NOTE_MAX)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("duty.note"), .field = S("note"),
                   .message = tr(cx, "This note is too long."));
    return (result){ cx->n_errors == before };
}

static result audit_duty(struct cx *cx, struct db *db, int64_t org_id, str action, str detail)
{
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id, .action = action, .subject = S("duty"), .detail = detail });
}

static str detail_of(struct cx *cx, str code, str period)
{
    return str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(code), STR_ARG(period));
}

result duty_mark(struct cx *cx, struct db *db, const struct duty_mark *in)
{
    const struct duty_rules *r;
    struct desk k;
    struct duty d;
    int64_t voucher_id;
    int before = cx->n_errors;
    TRY(desk_open(cx, db, in->org_id, &k));
    TRY(get(&k, in->code, in->period, &r, &d));
    (void)check_mark(cx, &k, r, in);
    (void)find_voucher(cx, db, in, &voucher_id);
    int64_t id = cx->n_errors > before ? -1 : db_next_id(db, in->org_id);
    if (id < 0)
        return FAILED;
    TRY(duty_mark_put(db, (struct duty_mark_put_args){ .org_id = in->org_id,
                                                       .code = in->code,
                                                       .period = in->period,
                                                       .state = in->not_ours ? S("not_ours") : S("done"),
                                                       .done_on = in->not_ours ? (date){ 0 } : in->done_on,
                                                       .note = text_nfc(cx->mem, in->note),
                                                       .voucher_id = voucher_id,
                                                       .marked_by_id = cx->actor.user_id,
                                                       .marked_at = cx->now_at,
                                                       .id = id }));
    return audit_duty(cx, db, in->org_id, in->not_ours ? S("duty.not_ours") : S("duty.done"),
                      detail_of(cx, in->code, in->period));
}

result duty_unmark(struct cx *cx, struct db *db, int64_t org_id, str code, str period)
{
    struct duty_filed filed;
    int64_t changed;
    bool found;
    TRY(duty_filed(db, (struct duty_filed_args){ .org_id = org_id, .code = code, .period = period }, &filed, &found));
    if (found)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("duty.filed"),
                    .message = tr(cx, "Files, notes or tags hang on this mark."),
                    .hint = tr(cx, "Mark it anew with what is right; what hangs on it stays."));
    TRY(duty_mark_drop(db, (struct duty_mark_drop_args){ .org_id = org_id, .code = code, .period = period }, &changed));
    if (!changed)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("duty.not_marked"),
                    .message = tr(cx, "This duty is not marked."));
    return audit_duty(cx, db, org_id, S("duty.open"), detail_of(cx, code, period));
}

result duty_at(struct cx *cx, struct db *db, int64_t org_id, int64_t mark_id, struct duty *out)
{
    struct duty_mark_at row;
    bool found = false;
    if (mark_id)
        TRY(duty_mark_at(db, (struct duty_mark_at_args){ .org_id = org_id, .id = mark_id }, &row, &found));
    if (found)
        return duty_get(cx, db, org_id, row.code, row.period, out);
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("duty.not_found"),
                .message = tr(cx, "There is no such duty here."));
}

/* ---- a person's data ---- */

static result notes_of(struct cx *cx, struct db *db, const struct person *who, struct duty_marks **out, int *n)
{
    struct duty_marks *row;
    int n_row;
    TRY(duty_marks(db, (struct duty_marks_args){ .org_id = who->org_id }, &row, &n_row));
    *n = 0;
    for (int i = 0; i < n_row; i++)
        if (person_named_in(cx->mem, who, row[i].note))
            row[(*n)++] = row[i];
    *out = row;
    return OK;
}

static result erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct duty_marks *row;
    int n_row;
    TRY(notes_of(cx, db, who, &row, &n_row));
    for (int i = 0; i < n_row; i++, ++*n)
        TRY(duty_note_put(
            db, (struct duty_note_put_args){
                    .note = S(PERSON_GONE), .org_id = who->org_id, .code = row[i].code, .period = row[i].period }));
    return OK;
}

/* ---- what waits ---- */

static result waits_work(struct web *w, struct db *db, int64_t *n, enum duty_state state)
{
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct duty *d;
    int n_duty;
    *n = 0;
    TRY(duty_list(w->cx, db,
                  (struct duty_ask){ .org_id = w->org_id,
                                     .from = date_add_days(today, -DUTY_REMIND_DAYS),
                                     .to = date_add_days(today, DUTY_SOON_DAYS) },
                  &d, &n_duty));
    for (int i = 0; i < n_duty; i++)
        *n += d[i].state == state;
    return OK;
}

static result waits_overdue(struct web *w, struct db *db, int64_t *n) { return waits_work(w, db, n, DUTY_OVERDUE); }
static result waits_soon(struct web *w, struct db *db, int64_t *n) { return waits_work(w, db, n, DUTY_SOON); }

/* ---- the room ---- */

static const struct waiting waits[] = {
    { T("{1} duties are overdue"), "/orgs/:org/duties?state=overdue", CAP_BOOKS_READ, 10, waits_overdue },
    { T("{1} duties are due within two weeks"), "/orgs/:org/duties?state=soon", CAP_BOOKS_READ, 20, waits_soon },
};
static const struct menu menu[] = {
    { "/orgs/:org/duties", T("Duties"), CAP_BOOKS_READ, 15, true },
};
static const struct invariant invariants[] = {
    { "duties.mark_known", &inv_duty_mark_known_stmt },
    { "duties.mark_whole", &inv_duty_mark_whole_stmt },
};
static const struct personal_field personal[] = {
    { "duty_mark", "note", T("Note on a duty"), T("To know how a duty was met"), T("Law on Cooperatives 17/2023/QH15"),
      T("Whoever may read the books"), T("As long as the organisation's records are kept"), false, PERSONAL_GOES,
      .words = true },
};
static const struct feature_event events[] = {
    { "duty.done", "duty.done", T("A duty was marked as done"), "/orgs/:org/duties" },
};

const struct feature duties_feature = { .name = "duties",
                                        .routes = duty_routes,
                                        .n_routes = N_DUTY_ROUTES,
                                        .commands = duty_commands,
                                        .n_commands = N_DUTY_COMMANDS,
                                        .menu = menu,
                                        .n_menu = COUNT(menu),
                                        .waits = waits,
                                        .n_waits = COUNT(waits),
                                        .invariants = invariants,
                                        .n_invariants = COUNT(invariants),
                                        .personal = personal,
                                        .n_personal = COUNT(personal),
                                        .erase_person = erase_person,
                                        .events = events,
                                        .n_events = COUNT(events),
                                        .load_reference = duties_load_reference };

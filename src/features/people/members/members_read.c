/* Reading parties: one, a list as filtered, the history, the passbook. Writes nothing and hides nothing: pages decide
   what a reader may see. Start with party_list_read. */
#include "features/people/members/members_parts.h"
#include "members.sql.h"

#include "base/text.h"

enum { ALL_ROWS = 1000000 };

static date day_of(const struct cx *cx, date on) { return on.ymd ? on : date_of_instant(cx->now_at, ZONE_VN); }

/* What is kept for vouchers alone is shown by vouchers alone. */
static struct party from_row(struct arena *mem, const struct party_one *r, date on)
{
    bool never = !r->joined_on.ymd, open = r->left_on.ymd == DATE_OPEN.ymd, kept = !r->restricted_on.ymd;
    return (struct party){ .id = r->id,
                           .code = r->code,
                           .kind = r->kind,
                           .full_name = kept ? r->full_name : str_fmt(mem, PERSON_GONE " " STR_FMT, STR_ARG(r->code)),
                           .phone = r->phone,
                           .address = kept ? r->address : S(""),
                           .hamlet = r->hamlet,
                           .gender = r->gender,
                           .tax_code = kept ? r->tax_code : S(""),
                           .token = r->token,
                           .last_digits = r->last_digits,
                           .birth_on = r->birth_on,
                           .is_person = r->is_person,
                           .is_erased = r->is_erased,
                           .restricted_on = r->restricted_on,
                           .is_member = !never && date_cmp(r->joined_on, on) <= 0 && date_cmp(r->left_on, on) >= 0,
                           .class = r->class,
                           .agreement_number = r->agreement_number,
                           .intake_mode = r->intake_mode,
                           .fee_bp = r->fee_bp,
                           .agreement_on = r->signed_on,
                           .joined_on = r->joined_on,
                           .left_on = open ? (date){ 0 } : r->left_on,
                           .left_reason = r->left_reason };
}

result party_read(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party *out)
{
    struct party_one row;
    date on = day_of(cx, (date){ 0 });
    bool found;
    TRY(party_one(db, (struct party_one_args){ .org_id = org_id, .party_id = party_id, .on_on = on }, &row, &found));
    if (!found)
        return party_missing(cx);
    *out = from_row(cx->mem, &row, on);
    return OK;
}

/* ---- lists ---- */

static str only_digits(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            buf_byte(&b, s.s[i]);
        else if (s.s[i] != ' ' && s.s[i] != '.' && s.s[i] != '-')
            return S("");
    return buf_str(&b);
}

static str upper(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&b, s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 'a' + 'A') : s.s[i]);
    return buf_str(&b);
}

static enum party_page_sort sort_of(str want)
{
    for (int i = 0; i < N_PARTY_PAGE_SORT; i++)
        if (str_eq(str_of(party_page_sort_name[i]), want))
            return (enum party_page_sort)i;
    return (enum party_page_sort)0;
}

result party_list_read(struct cx *cx, struct db *db, const struct party_filter *f, struct party_rows *out)
{
    struct party_one *row;
    date on = day_of(cx, f->on);
    str fold = text_fold(cx->mem, f->q), code = upper(cx->mem, str_trim(f->q)), phone = only_digits(cx->mem, f->q);
    TRY(party_page(db,
                   (struct party_page_args){ .org_id = f->org_id,
                                             .members = f->members,
                                             .on_on = on,
                                             .name_fold = fold,
                                             .part_code = code,
                                             .phone = phone,
                                             .kind = f->kind,
                                             .class = f->class,
                                             .hamlet = f->hamlet,
                                             .state_code = f->state,
                                             .limit = f->limit > 0 ? f->limit : ALL_ROWS,
                                             .offset = f->offset,
                                             .sort = sort_of(f->sort),
                                             .desc = f->desc },
                   &row, &out->n));
    out->row = new (cx->mem, struct party, out->n);
    for (int i = 0; i < out->n; i++)
        out->row[i] = from_row(cx->mem, &row[i], on);
    return OK;
}

result party_hamlets(struct cx *cx, struct db *db, int64_t org_id, str **out, int *n)
{
    struct party_hamlet_names *row;
    TRY(party_hamlet_names(db, (struct party_hamlet_names_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, str, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = row[i].hamlet;
    return OK;
}

result party_history(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party_event **out, int *n)
{
    struct party_changes *row;
    TRY(party_changes(db, (struct party_changes_args){ .org_id = org_id, .party_id = party_id }, &row, n));
    *out = new (cx->mem, struct party_event, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct party_event){ .at = row[i].at,
                                          .user_id = row[i].user_id,
                                          .user_name = row[i].user_name,
                                          .field = row[i].field,
                                          .before = row[i].before_text,
                                          .after = row[i].after_text,
                                          .reason = row[i].reason };
    return OK;
}

/* ---- passbook ---- */

static str goods_of(struct cx *cx, const struct passbook_goods *g, int n, int64_t voucher_id)
{
    struct buf b = buf_new(cx->mem);
    for (int i = 0; i < n; i++) {
        if (g[i].voucher_id != voucher_id)
            continue;
        if (b.n)
            buf_put(&b, S(", "));
        buf_put(&b, cx->lang == LANG_EN ? g[i].name_en : g[i].name_vi);
        buf_byte(&b, ' ');
        buf_put(&b, qty_text(cx->mem, g[i].qty, g[i].per, cx->lang == LANG_EN));
        buf_byte(&b, ' ');
        buf_put(&b, g[i].shown_unit);
    }
    return buf_str(&b);
}

static result too_large(struct cx *cx)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("passbook.overflow"),
                .message = tr(cx, "The amounts of this passbook do not add up in one figure."));
}

static bool add_line(struct passbook *p, struct passbook_line *l)
{
    money owes;
    return money_sub(l->owed, l->paid, &owes) && money_add(p->close, owes, &p->close) &&
           money_add(p->owed, l->owed, &p->owed) && money_add(p->paid, l->paid, &p->paid) &&
           money_add(p->used, l->used, &p->used);
}

static result fill(struct cx *cx, struct passbook *p, const struct passbook_rows *r, int n)
{
    for (int i = 0; i < n; i++) {
        struct passbook_line *l = &p->line[i];
        l->voucher_id = r[i].id, l->on = r[i].posting_on, l->kind = r[i].kind;
        l->number =
            str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r[i].book), (long long)r[i].year, (long long)r[i].number);
        l->used = r[i].used_vnd, l->owed = r[i].owed_vnd, l->paid = r[i].paid_vnd, l->is_void = r[i].is_void;
        if (!add_line(p, l))
            return too_large(cx);
        l->balance = p->close;
    }
    return OK;
}

result passbook_read(struct cx *cx, struct db *db, const struct passbook_query *q, struct passbook *out)
{
    struct passbook_opening open;
    struct passbook_rows *row;
    struct passbook_goods *goods;
    int n_goods;
    *out = (struct passbook){ 0 };
    TRY(passbook_opening(
        db, (struct passbook_opening_args){ .org_id = q->org_id, .party_id = q->party_id, .from_on = q->from }, &open));
    TRY(passbook_rows(
        db,
        (struct passbook_rows_args){ .org_id = q->org_id, .party_id = q->party_id, .from_on = q->from, .to_on = q->to },
        &row, &out->n));
    TRY(passbook_goods(db,
                       (struct passbook_goods_args){
                           .org_id = q->org_id, .party_id = q->party_id, .from_on = q->from, .to_on = q->to },
                       &goods, &n_goods));
    if (!money_sub(open.owed_vnd, open.paid_vnd, &out->open))
        return too_large(cx);
    out->close = out->open;
    out->line = new (cx->mem, struct passbook_line, out->n);
    TRY(fill(cx, out, row, out->n));
    for (int i = 0; i < out->n; i++)
        out->line[i].goods = goods_of(cx, goods, n_goods, out->line[i].voucher_id);
    return OK;
}

/* payments: see README.md. Use cases of cash. */
#include "features/books/payments/payments.h"
#include "features/books/payments/payments_pages.h"
#include "features/books/payments/payments_rules.h"
#include "payments.sql.h"

#include "base/text.h"
#include "web/steps.h"

static bool is_now(date last) { return date_cmp(last, DATE_OPEN) >= 0; }

result cash_balance(struct cx *cx, struct db *db, int64_t org_id, money *out)
{
    return cash_balance_on(cx, db, org_id, DATE_OPEN, out);
}

result cash_balance_on(struct cx *cx, struct db *db, int64_t org_id, date last, money *out)
{
    struct payment_cash row = { 0 };
    struct payment_cash_on then = { 0 };
    if (is_now(last))
        TRY(payment_cash(db, (struct payment_cash_args){ .org_id = org_id }, &row));
    else
        TRY(payment_cash_on(db, (struct payment_cash_on_args){ .org_id = org_id, .last_on = last }, &then));
    if (money_sub(is_now(last) ? row.dr_vnd : then.dr_vnd, is_now(last) ? row.cr_vnd : then.cr_vnd, out))
        return OK;
    return fail(cx, .kind = ERR_BUG, .code = S("money.overflow"), .message = tr(cx, "The cash balance overflows."));
}

result payables_of(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct payable **out, int *n)
{
    struct payment_payable *r;
    TRY(payment_payable(db, (struct payment_payable_args){ .org_id = org_id, .party_id = party_id }, &r, n));
    *out = new (cx->mem, struct payable, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct payable){ .voucher_id = r[i].voucher_id,
                                      .price_voucher_id = r[i].price_voucher_id,
                                      .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r[i].book),
                                                             (long long)r[i].year, (long long)r[i].number),
                                      .item_name = r[i].item_name,
                                      .on = r[i].delivered_on,
                                      .amount = r[i].amount_vnd,
                                      .paid = r[i].paid_vnd,
                                      .open = { r[i].amount_vnd.dong - r[i].paid_vnd.dong } };
    return OK;
}

result creditors(struct cx *cx, struct db *db, int64_t org_id, struct creditor **out, int *n)
{
    return creditors_on(cx, db, org_id, DATE_OPEN, out, n);
}

result creditors_on(struct cx *cx, struct db *db, int64_t org_id, date last, struct creditor **out, int *n)
{
    struct payment_creditor *r;
    if (is_now(last))
        TRY(payment_creditor(db, (struct payment_creditor_args){ .org_id = org_id }, &r, n));
    else
        TRY(payment_creditor_on(db, (struct payment_creditor_on_args){ .org_id = org_id, .last_on = last }, &r, n));
    *out = new (cx->mem, struct creditor, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct creditor){ r[i].party_id, r[i].code, r[i].full_name, r[i].owed_vnd };
    return OK;
}

static result read_facts(struct cx *cx, struct db *db, const struct payment_in *in, struct payment_facts *f)
{
    struct payable *p = NULL;
    struct member_state who;
    *f = (struct payment_facts){ 0 };
    TRY(cash_balance(cx, db, in->org_id, &f->cash));
    if (in->party_id > 0)
        TRY(member_state_on(cx, db, in->org_id, in->party_id, in->on, &who));
    if (in->n_part)
        TRY(payables_of(cx, db, in->org_id, in->party_id, &p, &f->n_payable));
    f->payable = p;
    return OK;
}

static result keep(struct db *db, const struct payment_in *in, money amount, int64_t voucher_id)
{
    TRY(payment_insert(db, (struct payment_insert_args){ .org_id = in->org_id,
                                                         .voucher_id = voucher_id,
                                                         .direction = in->out ? S("out") : S("in"),
                                                         .party_id = in->party_id,
                                                         .account = str_of(payment_purpose_find(in->purpose)->account),
                                                         .amount_vnd = amount,
                                                         .paid_on = in->on }));
    for (int i = 0; i < in->n_part; i++)
        TRY(payment_part_insert(db, (struct payment_part_insert_args){ .org_id = in->org_id,
                                                                       .voucher_id = voucher_id,
                                                                       .paid_voucher_id = in->part[i].voucher_id,
                                                                       .amount_vnd = in->part[i].amount }));
    return OK;
}

/* The voucher's shape decides the content of its request; facts read later do not. */
static struct payment_in cleaned(struct cx *cx, const struct payment_in *in)
{
    struct payment_in p = *in;
    p.memo = text_nfc(cx->mem, str_trim(in->memo));
    return p;
}

/* Every mistake at once; the day is one field of the form, whatever a voucher calls it. */
static result judge(struct cx *cx, struct db *db, const struct payment_in *p, const struct payment_facts *f,
                    money *amount)
{
    int before = cx->n_errors;
    bool ok = payment_rules(cx, p, f, amount).ok;
    struct voucher v = payment_voucher(cx, p, *amount, f);
    (void)(ok ? voucher_check(cx, db, &v) : voucher_check_head(cx, db, &v));
    cx_rename_field(cx, "posting_on", "on");
    return (result){ cx->n_errors == before };
}

result payment_check(struct cx *cx, struct db *db, const struct payment_in *in)
{
    struct payment_in p = cleaned(cx, in);
    struct payment_facts f;
    money amount;
    TRY(read_facts(cx, db, &p, &f));
    return judge(cx, db, &p, &f, &amount);
}

result payment_post(struct cx *cx, struct db *db, const struct payment_in *in, struct posted *out)
{
    struct payment_in p = cleaned(cx, in);
    struct payment_facts f = { 0 };
    money amount;
    bool seen;
    struct voucher ask = payment_voucher(cx, &p, (money){ 0 }, &f);
    TRY(voucher_seen(cx, db, &ask, out, &seen));
    if (seen)
        return OK;
    TRY(read_facts(cx, db, &p, &f));
    TRY(judge(cx, db, &p, &f, &amount));
    struct voucher v = payment_voucher(cx, &p, amount, &f);
    TRY(voucher_post(cx, db, &v, out));
    return keep(db, &p, amount, out->id);
}

static result similar(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id)
{
    struct payment_same row;
    bool found;
    TRY(payment_same(db, (struct payment_same_args){ .org_id = org_id, .voucher_id = voucher_id }, &row, &found));
    if (!found)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("payment.similar"), .field = S("amount"),
                .message = TRF(cx, "{1} of this day has the same person, purpose and amount.",
                               str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row.book), (long long)row.year,
                                       (long long)row.number)),
                .hint = tr(cx, "If it is another one, say that it is right all the same."));
}

result payment_post_warning(struct cx *cx, struct db *db, const struct payment_in *in, struct posted *out)
{
    TRY(payment_post(cx, db, in, out));
    return in->confirmed || out->repeated ? OK : similar(cx, db, in->org_id, out->id);
}

static struct payment_record record_of(struct cx *cx, const struct payment_one *r)
{
    return (struct payment_record){ .voucher_id = r->voucher_id,
                                    .party_id = r->party_id,
                                    .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book),
                                                           (long long)r->year, (long long)r->number),
                                    .party_code = r->party_code,
                                    .party_name = r->party_name,
                                    .party_address = r->party_address,
                                    .account = r->account,
                                    .memo = r->memo,
                                    .out = str_eq(r->direction, S("out")),
                                    .is_void = r->is_void,
                                    .amount = r->amount_vnd,
                                    .on = r->paid_on };
}

result payment_get(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct payment_record *out)
{
    struct payment_one row;
    bool found;
    TRY(payment_one(db, (struct payment_one_args){ .org_id = org_id, .voucher_id = voucher_id }, &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("payment.not_found"), .field = S("voucher_id"),
                    .message = tr(cx, "There is no such receipt or payment."));
    *out = record_of(cx, &row);
    memcpy(out->leaf.b, row.leaf_hash.s, sizeof out->leaf.b);
    return OK;
}

static const struct voucher_kind kinds[] = {
    { .code = "payment.in",
      .book = "PT",
      .name = T("Cash receipt"),
      .money = true,
      .post = payment_post_command,
      .word = payment_word },
    { .code = "payment.out",
      .book = "PC",
      .name = T("Cash payment"),
      .money = true,
      .post = payment_post_command,
      .word = payment_word },
};
static const struct invariant invariants[] = {
    { "payments.voucher", &inv_payment_voucher_stmt },
    { "payments.parts", &inv_payment_parts_stmt },
    { "payments.overpaid", &inv_overpaid_stmt },
};

static const struct menu menu[] = {
    { "/orgs/:org/payables", T("Pay members"), CAP_MEMBER_READ, 40, true },
    { "/orgs/:org/payments", T("Cash"), CAP_MEMBER_READ, 45, true },
};

static const struct first_step steps[] = {
    { T("Pay for it"), "/orgs/:org/payables", CAP_PAY, 60, false, &step_payment_stmt },
};

const struct feature payments_feature = { .name = "payments",
                                          .routes = payments_routes,
                                          .n_routes = N_PAYMENTS_ROUTES,
                                          .menu = menu,
                                          .n_menu = COUNT(menu),
                                          .steps = steps,
                                          .n_steps = COUNT(steps),
                                          .kinds = kinds,
                                          .n_kinds = COUNT(kinds),
                                          .invariants = invariants,
                                          .n_invariants = COUNT(invariants) };

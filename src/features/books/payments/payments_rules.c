/* Pure rules of cash. A purpose carries its contra account, so nobody types debit and credit. */
#include "features/books/payments/payments_rules.h"

#include "features/books/accounting/accounting.h"
#include "vouchers/canon.h"

const struct payment_purpose payment_purposes[] = {
    { "pay_produce", T("Pay a seller for produce"), true, true, "331" },
    { "pay_expense", T("Pay a business expense"), true, false, "642" },
    { "advance", T("Advance to a member or worker"), true, true, "141" },
    { "pay_other", T("Pay another debt"), true, true, "338" },
    { "sale_goods", T("Money for goods sold"), false, false, "5111" },
    { "collect_debt", T("A customer pays a debt"), false, true, "131" },
    { "capital", T("A member pays in capital"), false, true, "4111" },
    { "other_income", T("Other income"), false, false, "558" },
};
const int n_payment_purposes = COUNT(payment_purposes);

const struct payment_purpose *payment_purpose_find(str key)
{
    for (int i = 0; i < n_payment_purposes; i++)
        if (str_eq(key, str_of(payment_purposes[i].key)))
            return &payment_purposes[i];
    return NULL;
}

static const struct payable *payable_find(const struct payment_facts *f, int64_t voucher_id)
{
    for (int i = 0; i < f->n_payable; i++)
        if (f->payable[i].voucher_id == voucher_id)
            return &f->payable[i];
    return NULL;
}

static result check_parts(struct cx *cx, const struct payment_in *in, const struct payment_facts *f, money *sum)
{
    int before = cx->n_errors;
    *sum = (money){ 0 };
    for (int i = 0; i < in->n_part; i++) {
        const struct payable *p = payable_find(f, in->part[i].voucher_id);
        str field = str_fmt(cx->mem, "row-%d-amount", in->part[i].row_no);
        if (!p)
            (void)fail(cx, .kind = ERR_CONFLICT, .code = S("payment.not_owed"), .field = field,
                       .message = tr(cx, "This slip owes nothing any more or is not this person's."));
        else if (in->part[i].amount.dong <= 0 || in->part[i].amount.dong > p->open.dong)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.too_much"), .field = field,
                       .message = TRF(cx, "Between 1 and {1} can be paid on {2}.",
                                      money_text(cx->mem, p->open, cx->lang == LANG_EN), p->number_text));
        if (!money_add(*sum, in->part[i].amount, sum))
            return fail(cx, .kind = ERR_INVALID, .code = S("payment.amount"), .field = field,
                        .message = tr(cx, "The amount is too large to be true."));
        for (int k = 0; k < i; k++)
            if (in->part[k].voucher_id == in->part[i].voucher_id)
                (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.twice"), .field = field,
                           .message = tr(cx, "This slip is in the list twice."));
    }
    return (result){ cx->n_errors == before };
}

result payment_rules(struct cx *cx, const struct payment_in *in, const struct payment_facts *f, money *amount)
{
    const struct payment_purpose *p = payment_purpose_find(in->purpose);
    int before = cx->n_errors;
    *amount = in->amount;
    if (!p || p->out != in->out)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.purpose"), .field = S("purpose"),
                   .message = tr(cx, "Choose what the money is for."));
    else if (p->party && !in->party_id)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.party"), .field = S("party"),
                   .message = tr(cx, "Say who pays or is paid."));
    if (in->n_part && in->party_id != PAYMENT_PARTY_WRONG && check_parts(cx, in, f, amount).ok && in->amount.dong &&
        in->amount.dong != amount->dong)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.sum"), .field = S("amount"),
                   .message = tr(cx, "The amount is not the sum of the slips."));
    if (in->n_part == 0 && in->amount.dong <= 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("payment.amount"), .field = S("amount"),
                   .message = tr(cx, "Give an amount above nothing."));
    if (in->out && amount->dong > f->cash.dong)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("cash.not_enough"), .field = S("amount"),
                   .message = TRF(cx, "There is only {1} in cash.", money_text(cx->mem, f->cash, cx->lang == LANG_EN)));
    return (result){ cx->n_errors == before };
}

static str payment_command(struct cx *cx, const struct payment_in *in)
{
    struct canon c = canon_new(cx->mem);
    canon_i64(&c, in->out);
    canon_text(&c, in->purpose);
    canon_i64(&c, in->party_id);
    canon_i64(&c, in->amount.dong);
    canon_count(&c, in->n_part);
    for (int i = 0; i < in->n_part; i++) {
        canon_i64(&c, in->part[i].voucher_id);
        canon_i64(&c, in->part[i].amount.dong);
    }
    return canon_bytes(&c);
}

/* A payment stands on the slips it pays and on the vouchers that priced them. */
static void set_basis(struct cx *cx, struct voucher *v, const struct payment_in *in, const struct payment_facts *f)
{
    int64_t *d = new (cx->mem, int64_t, 2 * in->n_part);
    for (int i = 0; i < in->n_part; i++) {
        const struct payable *p = payable_find(f, in->part[i].voucher_id);
        d[v->n_depends++] = in->part[i].voucher_id;
        if (p && p->price_voucher_id)
            d[v->n_depends++] = p->price_voucher_id;
    }
    v->depends_id = d;
}

struct voucher payment_voucher(struct cx *cx, const struct payment_in *in, money amount, const struct payment_facts *f)
{
    const struct payment_purpose *p = payment_purpose_find(in->purpose);
    str contra = p ? str_of(p->account) : S("");
    struct line *l = new (cx->mem, struct line, 2);
    struct line cash = { .account = S("1111") };
    struct line other = { .account = contra, .party_id = in->party_id, .side = accounting_side(contra) };
    if (in->out)
        other.dr = amount, cash.cr = amount;
    else
        cash.dr = amount, other.cr = amount;
    l[0] = in->out ? other : cash;
    l[1] = in->out ? cash : other;
    struct voucher v = { .kind = in->out ? S("payment.out") : S("payment.in"),
                         .org_id = in->org_id,
                         .document_on = in->on,
                         .posting_on = in->on,
                         .request_id = in->request_id,
                         .prepared_by = cx_preparer(cx),
                         .memo = in->memo,
                         .command = payment_command(cx, in),
                         .line = l,
                         .n_line = 2 };
    set_basis(cx, &v, in, f);
    return v;
}

/* Paying several people what their slips are owed: a payment each, all or none. */
#include "features/books/payments/payments_many.h"
#include "payments.sql.h"

static result take_slips(struct cx *cx, struct db *db, int64_t org_id, struct pay_one *p)
{
    struct payable *slip;
    int n;
    TRY(payables_of(cx, db, org_id, p->party_id, &slip, &n));
    struct payment_part *part = new (cx->mem, struct payment_part, n);
    p->owed = (money){ 0 };
    for (int i = 0; i < n; i++) {
        part[i] = (struct payment_part){ .voucher_id = slip[i].voucher_id, .amount = slip[i].open, .row_no = i };
        p->owed.dong += slip[i].open.dong;
    }
    p->part = part;
    p->n_part = n;
    return OK;
}

result pay_many_read(struct cx *cx, struct db *db, int64_t org_id, struct pay_one *p, int n)
{
    for (int i = 0; i < n; i++) {
        struct party who;
        TRY(party_read(cx, db, org_id, p[i].party_id, &who));
        p[i].code = who.code;
        p[i].full_name = who.full_name;
        TRY(take_slips(cx, db, org_id, &p[i]));
    }
    return OK;
}

static struct payment_in payment_of(struct cx *cx, const struct pay_many *in, const struct pay_one *p)
{
    return (struct payment_in){ .org_id = in->org_id,
                                .out = true,
                                .purpose = S("pay_produce"),
                                .party_id = p->party_id,
                                .amount = p->amount,
                                .part = p->part,
                                .n_part = p->n_part,
                                .on = in->on,
                                .memo = in->memo,
                                .request_id = voucher_request_derive(cx, in->request_id, p->party_id),
                                .confirmed = in->confirmed };
}

static result pay_one(struct cx *cx, struct db *db, const struct pay_many *in, const struct pay_one *p)
{
    struct payment_in one = payment_of(cx, in, p);
    struct posted out;
    if (!in->draft)
        return payment_post_warning(cx, db, &one, &out);
    TRY(payment_check(cx, db, &one));
    struct draft d = { .org_id = in->org_id,
                       .kind = S("payment.out"),
                       .command_json = payment_command_json(cx, &one, in->org_code, p->code),
                       .note = in->memo };
    return draft_save(cx, db, &d);
}

/* What was looked at is what is paid. */
static result check_same(struct cx *cx, const struct pay_one *p)
{
    if (!p->n_part)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("payment.not_owed"),
                    .message = tr(cx, "No slip of this person is owed."));
    if (p->amount.dong == p->owed.dong)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("payment.changed"),
                .message = TRF(cx, "Now {1} đ are owed.", money_text(cx->mem, p->owed, cx->lang == LANG_EN)),
                .hint = tr(cx, "Look at the amounts again before paying."));
}

/* True: one of the errors behind the first `known` is the same for everybody. */
static bool blame_row(struct cx *cx, int known, int row)
{
    bool general = false;
    int i = 0;
    for (struct err *e = cx->errors; e; e = e->next, i++) {
        bool mine = !str_eq(e->field, S("on")) && !str_eq(e->field, S("memo"));
        if (i < known)
            continue;
        general |= !mine;
        e->field = mine ? str_fmt(cx->mem, "row-%d-amount", row) : e->field;
    }
    return general;
}

/* All were paid together: one that is there means that all are. */
static result paid_before(struct cx *cx, struct db *db, const struct pay_many *in, bool *yes)
{
    struct payment_by_request row;
    str key = voucher_request_derive(cx, in->request_id, in->one[0].party_id);
    TRY(payment_by_request(db, (struct payment_by_request_args){ .org_id = in->org_id, .request_key = key }, &row,
                           yes));
    if (!*yes || row.amount_vnd.dong == in->one[0].amount.dong)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("voucher.request_reused"), .field = S("request_id"),
                .message = tr(cx, "This request was already used for a different voucher."));
}

result pay_many(struct cx *cx, struct db *db, const struct pay_many *in)
{
    int before = cx->n_errors;
    bool done;
    if (!in->n)
        return fail(cx, .kind = ERR_INVALID, .code = S("payment.none"), .message = tr(cx, "Nobody is selected."));
    TRY(paid_before(cx, db, in, &done));
    for (int i = 0; i < in->n && !done; i++) {
        struct pay_one *p = &in->one[i];
        int known = cx->n_errors;
        bool ok = pay_many_read(cx, db, in->org_id, p, 1).ok && check_same(cx, p).ok && pay_one(cx, db, in, p).ok;
        if (!ok && (cx->n_errors == known || blame_row(cx, known, i)))
            return FAILED;
    }
    return (result){ cx->n_errors == before };
}

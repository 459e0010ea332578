/* Journal lines: balance, accounts, and the sums per account and per party.
   A void keeps the side and negates the amount, so turnovers stay true. */
#include "vouchers/effect.h"
#include "vouchers.sql.h"

#include <assert.h>

static bool off_balance(str account) { return account.n > 0 && account.s[0] == '0'; }

static result check_amount(struct cx *cx, const struct line *l, int i, bool is_void)
{
    int64_t dr = l->dr.dong, cr = l->cr.dong;
    if ((dr != 0) == (cr != 0))
        return fail(cx, .kind = ERR_INVALID, .code = S("line.one_side"),
                    .field = effect_field(cx, "lines", i, "dr_vnd"),
                    .message = tr(cx, "A line has either a debit or a credit, not both and not neither."));
    if (!is_void && (dr < 0 || cr < 0))
        return fail(cx, .kind = ERR_INVALID, .code = S("line.negative"),
                    .field = effect_field(cx, "lines", i, "dr_vnd"), .message = tr(cx, "An amount cannot be negative."),
                    .hint = tr(cx, "To correct a posted voucher, void it with a reason."));
    if (dr > AMOUNT_MAX || cr > AMOUNT_MAX || dr < -AMOUNT_MAX || cr < -AMOUNT_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("line.too_large"),
                    .field = effect_field(cx, "lines", i, "dr_vnd"),
                    .message = tr(cx, "The amount is too large to be true."));
    return OK;
}

static result check_account(struct cx *cx, struct db *db, const struct voucher *v, int i)
{
    struct voucher_account_state a;
    str account = v->line[i].account;
    TRY(voucher_account_state(
        db, (struct voucher_account_state_args){ .org_id = v->org_id, .account = account, .posting_on = v->posting_on },
        &a));
    if (!a.is_known)
        return fail(cx, .kind = ERR_INVALID, .code = S("line.account_unknown"),
                    .field = effect_field(cx, "lines", i, "account"),
                    .message =
                        TRF(cx, "Account {1} does not exist on {2}.", account, date_text(cx->mem, v->posting_on)),
                    .hint = tr(cx, "Choose an account of the chart in force on the posting date."));
    if (!a.is_leaf)
        return fail(cx, .kind = ERR_INVALID, .code = S("line.account_not_leaf"),
                    .field = effect_field(cx, "lines", i, "account"),
                    .message = TRF(cx, "Account {1} has detail accounts.", account),
                    .hint = tr(cx, "Post to one of its detail accounts."));
    return OK;
}

/* Lines of balance accounts sum to nothing, in all and within each contra group. */
static result check_balance(struct cx *cx, const struct voucher *v, int group)
{
    int64_t dr = 0, cr = 0;
    for (int i = 0; i < v->n_line; i++) {
        const struct line *l = &v->line[i];
        if (off_balance(l->account) || (group && l->contra_group != group))
            continue;
        if (__builtin_add_overflow(dr, l->dr.dong, &dr) || __builtin_add_overflow(cr, l->cr.dong, &cr))
            return fail(cx, .kind = ERR_INVALID, .code = S("line.too_large"), .field = S("lines"),
                        .message = tr(cx, "The amount is too large to be true."));
    }
    if (dr == cr)
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("voucher.unbalanced"), .field = S("lines"),
                .message = TRF(cx, "Debits are {1} and credits are {2}.",
                               money_text(cx->mem, (money){ dr }, cx->lang == LANG_EN),
                               money_text(cx->mem, (money){ cr }, cx->lang == LANG_EN)),
                .hint = tr(cx, "The two must be equal."));
}

static result check(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    int before = cx->n_errors;
    for (int i = 0; i < v->n_line; i++) {
        (void)check_amount(cx, &v->line[i], i, p->is_void);
        /* a void reverses what was right when it was posted: the chart may have changed since */
        if (!p->is_void)
            (void)check_account(cx, db, v, i);
        if (v->line[i].currency.n && v->line[i].amount_fc_minor == 0)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("line.currency_amount"),
                       .field = effect_field(cx, "lines", i, "amount_fc_minor"),
                       .message = tr(cx, "A line in foreign currency needs the amount in that currency."));
    }
    (void)check_balance(cx, v, 0);
    for (int i = 0; i < v->n_line; i++) {
        int g = v->line[i].contra_group;
        bool first = g != 0;
        for (int k = 0; k < i && first; k++)
            first = v->line[k].contra_group != g;
        if (first)
            (void)check_balance(cx, v, g);
    }
    return (result){ cx->n_errors == before };
}

static result insert_one(struct db *db, const struct voucher *v, const struct posting *p, int i)
{
    const struct line *l = &v->line[i];
    int month = date_yyyymm(v->posting_on);
    TRY(line_insert(db, (struct line_insert_args){ .org_id = v->org_id,
                                                   .voucher_id = p->voucher_id,
                                                   .line_no = i + 1,
                                                   .posting_on = v->posting_on,
                                                   .account = l->account,
                                                   .party_id = l->party_id,
                                                   .dr_vnd = l->dr,
                                                   .cr_vnd = l->cr,
                                                   .side = l->side,
                                                   .dim_id = l->dim_id,
                                                   .currency = l->currency,
                                                   .amount_fc_minor = l->amount_fc_minor,
                                                   .contra_group = l->contra_group }));
    TRY(line_sum_account(db, (struct line_sum_account_args){ .org_id = v->org_id,
                                                             .month = month,
                                                             .account = l->account,
                                                             .side = l->side,
                                                             .dr_vnd = l->dr,
                                                             .cr_vnd = l->cr }));
    if (!l->party_id)
        return OK;
    return line_sum_party(db, (struct line_sum_party_args){ .org_id = v->org_id,
                                                            .month = month,
                                                            .account = l->account,
                                                            .party_id = l->party_id,
                                                            .dr_vnd = l->dr,
                                                            .cr_vnd = l->cr });
}

static result insert(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    (void)cx;
    for (int i = 0; i < v->n_line; i++)
        TRY(insert_one(db, v, p, i));
    return OK;
}

static result load(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out)
{
    struct line_of_voucher *row;
    TRY(line_of_voucher(db, (struct line_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id }, &row,
                        &out->n_line));
    struct line *l = new (cx->mem, struct line, out->n_line);
    for (int i = 0; i < out->n_line; i++)
        l[i] = (struct line){ .account = row[i].account,
                              .party_id = row[i].party_id,
                              .dr = row[i].dr_vnd,
                              .cr = row[i].cr_vnd,
                              .side = (enum side)row[i].side,
                              .dim_id = row[i].dim_id,
                              .currency = row[i].currency,
                              .amount_fc_minor = row[i].amount_fc_minor,
                              .contra_group = (int)row[i].contra_group };
    out->line = l;
    return OK;
}

static void reverse(struct cx *cx, struct voucher *v)
{
    struct line *l = new (cx->mem, struct line, v->n_line);
    for (int i = 0; i < v->n_line; i++) {
        l[i] = v->line[i];
        l[i].dr = money_neg(l[i].dr);
        l[i].cr = money_neg(l[i].cr);
        l[i].amount_fc_minor = -l[i].amount_fc_minor;
    }
    v->line = l;
}

static void encode(struct canon *c, const struct voucher *v)
{
    canon_count(c, v->n_line);
    for (int i = 0; i < v->n_line; i++) {
        const struct line *l = &v->line[i];
        canon_text(c, l->account);
        canon_i64(c, l->party_id);
        canon_i64(c, l->dr.dong);
        canon_i64(c, l->cr.dong);
        canon_i64(c, l->side);
        canon_i64(c, l->dim_id);
        canon_text(c, l->currency);
        canon_i64(c, l->amount_fc_minor);
        canon_i64(c, l->contra_group);
    }
}

const struct effect_ops effect_line = { "line", check, insert, load, reverse, encode };

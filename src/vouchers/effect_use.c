/* A member's degree of use (Law 17/2023 Art 4.9): the value of what the member sold through, bought from or was served
   by the cooperative. Later it decides the refund of surplus. */
#include "vouchers/effect.h"
#include "vouchers.sql.h"

static result check(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    int before = cx->n_errors;
    (void)db, (void)p;
    for (int i = 0; i < v->n_use; i++)
        if (v->use[i].party_id <= 0 || v->use[i].service.n == 0)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("use.incomplete"),
                       .field = effect_field(cx, "uses", i, "party_id"),
                       .message = tr(cx, "Use of a service needs the member and the service."));
    return (result){ cx->n_errors == before };
}

static result insert(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    (void)cx;
    for (int i = 0; i < v->n_use; i++) {
        const struct use *u = &v->use[i];
        TRY(use_insert(db, (struct use_insert_args){ .org_id = v->org_id,
                                                     .voucher_id = p->voucher_id,
                                                     .use_no = i + 1,
                                                     .posting_on = v->posting_on,
                                                     .party_id = u->party_id,
                                                     .service = u->service,
                                                     .qty = u->qty,
                                                     .value_vnd = u->value }));
    }
    return OK;
}

static result load(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out)
{
    struct use_of_voucher *row;
    TRY(use_of_voucher(db, (struct use_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id }, &row,
                       &out->n_use));
    struct use *u = new (cx->mem, struct use, out->n_use);
    for (int i = 0; i < out->n_use; i++)
        u[i] = (struct use){ row[i].party_id, row[i].service, row[i].qty, row[i].value_vnd };
    out->use = u;
    return OK;
}

static void reverse(struct cx *cx, struct voucher *v)
{
    struct use *u = new (cx->mem, struct use, v->n_use);
    for (int i = 0; i < v->n_use; i++) {
        u[i] = v->use[i];
        u[i].qty = qty_neg(u[i].qty);
        u[i].value = money_neg(u[i].value);
    }
    v->use = u;
}

static void encode(struct canon *c, const struct voucher *v)
{
    canon_count(c, v->n_use);
    for (int i = 0; i < v->n_use; i++) {
        const struct use *u = &v->use[i];
        canon_i64(c, u->party_id);
        canon_text(c, u->service);
        canon_i64(c, u->qty.base);
        canon_i64(c, u->value.dong);
    }
}

const struct effect_ops effect_use = { "use", check, insert, load, reverse, encode };

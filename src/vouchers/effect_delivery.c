/* Deliveries against a contract or an order. */
#include "vouchers/effect.h"
#include "vouchers.sql.h"

static result check(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    int before = cx->n_errors;
    (void)db, (void)p;
    for (int i = 0; i < v->n_delivery; i++)
        if (v->delivery[i].contract_id <= 0 || v->delivery[i].item_id <= 0 || v->delivery[i].qty.base == 0)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("delivery.incomplete"),
                       .field = effect_field(cx, "deliveries", i, "qty"),
                       .message = tr(cx, "A delivery needs a contract, an item and a quantity."));
    return (result){ cx->n_errors == before };
}

static result insert(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    (void)cx;
    for (int i = 0; i < v->n_delivery; i++) {
        const struct delivery *d = &v->delivery[i];
        TRY(delivery_insert(db, (struct delivery_insert_args){ .org_id = v->org_id,
                                                               .voucher_id = p->voucher_id,
                                                               .delivery_no = i + 1,
                                                               .contract_id = d->contract_id,
                                                               .party_id = d->party_id,
                                                               .item_id = d->item_id,
                                                               .qty = d->qty,
                                                               .grade = d->grade }));
    }
    return OK;
}

static result load(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out)
{
    struct delivery_of_voucher *row;
    TRY(delivery_of_voucher(db, (struct delivery_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id },
                            &row, &out->n_delivery));
    struct delivery *d = new (cx->mem, struct delivery, out->n_delivery);
    for (int i = 0; i < out->n_delivery; i++)
        d[i] = (struct delivery){ row[i].contract_id, row[i].party_id, row[i].item_id, row[i].qty, row[i].grade };
    out->delivery = d;
    return OK;
}

static void reverse(struct cx *cx, struct voucher *v)
{
    struct delivery *d = new (cx->mem, struct delivery, v->n_delivery);
    for (int i = 0; i < v->n_delivery; i++) {
        d[i] = v->delivery[i];
        d[i].qty = qty_neg(d[i].qty);
    }
    v->delivery = d;
}

static void encode(struct canon *c, const struct voucher *v)
{
    canon_count(c, v->n_delivery);
    for (int i = 0; i < v->n_delivery; i++) {
        const struct delivery *d = &v->delivery[i];
        canon_i64(c, d->contract_id);
        canon_i64(c, d->party_id);
        canon_i64(c, d->item_id);
        canon_i64(c, d->qty.base);
        canon_text(c, d->grade);
    }
}

const struct effect_ops effect_delivery = { "delivery", check, insert, load, reverse, encode };

/* Stock moves: quantity is conserved inside the voucher, except where goods come from or go to the world, and the stock
   rows are kept in the same transaction. Value travels with own stock only: (value, quantity), never a unit price. */
#include "vouchers/effect.h"
#include "vouchers.sql.h"

enum { UNITS = UNIT_CM2 + 1 };

static result check_one(struct cx *cx, const struct move *m, int i)
{
    int before = cx->n_errors;
    if (m->item_id <= 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.item"), .field = effect_field(cx, "moves", i, "item_id"),
                   .message = tr(cx, "Say which item moves."));
    if (m->qty.base == 0 && m->value.dong == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.nothing"), .field = effect_field(cx, "moves", i, "qty"),
                   .message = tr(cx, "A move needs a quantity or a value."));
    if (m->qty.base > AMOUNT_MAX || m->qty.base < -AMOUNT_MAX || m->value.dong > AMOUNT_MAX ||
        m->value.dong < -AMOUNT_MAX)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.too_large"), .field = effect_field(cx, "moves", i, "qty"),
                   .message = tr(cx, "The quantity is too large to be true."));
    if (m->unit < UNIT_G || m->unit > UNIT_CM2)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.unit"), .field = effect_field(cx, "moves", i, "unit"),
                   .message = tr(cx, "Unknown unit."));
    if (m->owner < OWNER_OWN || m->owner > OWNER_FOR_PROCESSING || (m->owner == OWNER_OWN) != (m->owner_party_id == 0))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.owner"), .field = effect_field(cx, "moves", i, "owner"),
                   .message = tr(cx, "Goods held for someone need to say for whom; own stock has no other owner."));
    if (m->owner != OWNER_OWN && m->value.dong != 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("move.foreign_value"),
                   .field = effect_field(cx, "moves", i, "value_vnd"),
                   .message = tr(cx, "Goods held for others carry no value in our stock."));
    return (result){ cx->n_errors == before };
}

static result check(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    int64_t sum[UNITS] = { 0 };
    int before = cx->n_errors;
    (void)db, (void)p;
    for (int i = 0; i < v->n_move; i++) {
        const struct move *m = &v->move[i];
        if (check_one(cx, m, i).ok && !m->external && __builtin_add_overflow(sum[m->unit], m->qty.base, &sum[m->unit]))
            return fail(cx, .kind = ERR_INVALID, .code = S("move.too_large"), .field = S("moves"),
                        .message = tr(cx, "The quantity is too large to be true."));
    }
    for (int u = 0; u < UNITS; u++)
        if (sum[u])
            (void)fail(cx, .kind = ERR_INVALID, .code = S("voucher.quantity_lost"), .field = S("moves"),
                       .message = tr(cx, "What leaves one place must arrive in another: the quantities do not match."));
    return (result){ cx->n_errors == before };
}

static result insert_one(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p, int i)
{
    const struct move *m = &v->move[i];
    struct move_sum_stock left;
    TRY(move_insert(db, (struct move_insert_args){ .org_id = v->org_id,
                                                   .voucher_id = p->voucher_id,
                                                   .move_no = i + 1,
                                                   .posting_on = v->posting_on,
                                                   .item_id = m->item_id,
                                                   .lot_id = m->lot_id,
                                                   .place_id = m->place_id,
                                                   .owner = m->owner,
                                                   .owner_party_id = m->owner_party_id,
                                                   .unit = m->unit,
                                                   .qty = m->qty,
                                                   .value_vnd = m->value,
                                                   .external = m->external }));
    TRY(move_sum_stock(db,
                       (struct move_sum_stock_args){ .org_id = v->org_id,
                                                     .item_id = m->item_id,
                                                     .lot_id = m->lot_id,
                                                     .place_id = m->place_id,
                                                     .owner = m->owner,
                                                     .owner_party_id = m->owner_party_id,
                                                     .qty = m->qty,
                                                     .value_vnd = m->value },
                       &left));
    if (left.qty.base < 0 && m->qty.base < 0 && !p->negative_stock)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("stock.negative"), .field = effect_field(cx, "moves", i, "qty"),
                    .message = tr(cx, "There is not that much in stock."),
                    .hint = tr(cx, "Record what came in first, or correct the quantity."));
    return OK;
}

static result insert(struct cx *cx, struct db *db, const struct voucher *v, const struct posting *p)
{
    for (int i = 0; i < v->n_move; i++)
        TRY(insert_one(cx, db, v, p, i));
    return OK;
}

static result load(struct cx *cx, struct db *db, int64_t voucher_id, struct voucher *out)
{
    struct move_of_voucher *row;
    TRY(move_of_voucher(db, (struct move_of_voucher_args){ .org_id = out->org_id, .voucher_id = voucher_id }, &row,
                        &out->n_move));
    struct move *m = new (cx->mem, struct move, out->n_move);
    for (int i = 0; i < out->n_move; i++)
        m[i] = (struct move){ .item_id = row[i].item_id,
                              .lot_id = row[i].lot_id,
                              .place_id = row[i].place_id,
                              .owner = (enum owner)row[i].owner,
                              .owner_party_id = row[i].owner_party_id,
                              .unit = (enum unit)row[i].unit,
                              .qty = row[i].qty,
                              .value = row[i].value_vnd,
                              .external = row[i].external };
    out->move = m;
    return OK;
}

static void reverse(struct cx *cx, struct voucher *v)
{
    struct move *m = new (cx->mem, struct move, v->n_move);
    /* backwards: what arrived last leaves first, so no stock row dips below zero on the way */
    for (int i = 0; i < v->n_move; i++) {
        m[i] = v->move[v->n_move - 1 - i];
        m[i].qty = qty_neg(m[i].qty);
        m[i].value = money_neg(m[i].value);
    }
    v->move = m;
}

static void encode(struct canon *c, const struct voucher *v)
{
    canon_count(c, v->n_move);
    for (int i = 0; i < v->n_move; i++) {
        const struct move *m = &v->move[i];
        canon_i64(c, m->item_id);
        canon_i64(c, m->lot_id);
        canon_i64(c, m->place_id);
        canon_i64(c, m->owner);
        canon_i64(c, m->owner_party_id);
        canon_i64(c, m->unit);
        canon_i64(c, m->qty.base);
        canon_i64(c, m->value.dong);
        canon_i64(c, m->external);
    }
}

const struct effect_ops effect_move = { "move", check, insert, load, reverse, encode };

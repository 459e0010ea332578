/* lots: see README.md. Items, prices, lots and what is in stock. */
#include "features/produce/lots/lots_pages.h"
#include "lots.sql.h"

#include "base/text.h"
#include "os/os.h"
#include "web/steps.h"

/* Shown units and what they hold. Mass in g, volume in ml, count, length in mm, area in cm². */
static const struct {
    const char *key;
    enum unit unit;
    int64_t per;
} units[] = {
    { "kg", UNIT_G, 1000 },       { "g", UNIT_G, 1 },       { "tạ", UNIT_G, 100000 }, { "tấn", UNIT_G, 1000000 },
    { "l", UNIT_ML, 1000 },       { "ml", UNIT_ML, 1 },     { "cái", UNIT_PIECE, 1 }, { "con", UNIT_PIECE, 1 },
    { "bộ", UNIT_PIECE, 1 },      { "quả", UNIT_PIECE, 1 }, { "m", UNIT_MM, 1000 },   { "m²", UNIT_CM2, 10000 },
    { "sào", UNIT_CM2, 3600000 },
};

str item_uom(enum unit u)
{
    static const str uom[] = { [UNIT_G] = LIT("GRM"),
                               [UNIT_ML] = LIT("MLT"),
                               [UNIT_PIECE] = LIT("H87"),
                               [UNIT_MM] = LIT("MMT"),
                               [UNIT_CM2] = LIT("CMK") };
    return uom[u];
}

str item_name(const struct cx *cx, const struct item *it)
{
    return cx->lang == LANG_EN && it->name_en.n ? it->name_en : it->name_vi;
}

static int unit_of(str key)
{
    for (int i = 0; i < COUNT(units); i++)
        if (str_eq(key, str_of(units[i].key)))
            return i;
    return -1;
}

static bool code_ok(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= 'A' && s.s[i] <= 'Z') || (s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '-'))
            return false;
    return s.n >= 2 && s.n <= 20;
}

result item_check(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in)
{
    struct item_get_by_code same;
    bool taken;
    int before = cx->n_errors;
    if (!code_ok(in->code))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("item.code"), .field = S("code"),
                   .message = tr(cx, "A code has 2 to 20 capital letters, digits or hyphens."));
    if (in->name_vi.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("item.name"), .field = S("name_vi"),
                   .message = tr(cx, "Give the item a name."));
    if (unit_of(in->unit) < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("item.unit"), .field = S("unit"),
                   .message = tr(cx, "Choose a unit from the list."));
    if (!str_starts(in->account, S("15")))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("item.account"), .field = S("account"),
                   .message = tr(cx, "Stock stands on an account of group 15."));
    TRY(item_get_by_code(db, (struct item_get_by_code_args){ .org_id = org_id, .code = in->code }, &same, &taken));
    if (taken)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("item.taken"), .field = S("code"),
                   .message = tr(cx, "There is an item with this code already."));
    return (result){ cx->n_errors == before };
}

result item_add(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in, int64_t *id)
{
    TRY(item_check(cx, db, org_id, in));
    int u = unit_of(in->unit);
    *id = db_next_id(db, org_id);
    if (*id < 0)
        return FAILED;
    TRY(item_insert(db, (struct item_insert_args){ .org_id = org_id,
                                                   .id = *id,
                                                   .code = in->code,
                                                   .name_vi = in->name_vi,
                                                   .name_en = in->name_en,
                                                   .name_fold = text_fold(cx->mem, in->name_vi),
                                                   .name_sort = text_sort_key(cx->mem, in->name_vi),
                                                   .unit = units[u].unit,
                                                   .shown_unit = str_of(units[u].key),
                                                   .per = units[u].per,
                                                   .account = in->account }));
    return audit_write(cx, db, (struct audit){ org_id, S("item.add"), S("item"), *id, 0, in->code });
}

#define ITEM(row)                                                                                                      \
    (struct item)                                                                                                      \
    {                                                                                                                  \
        (row).id, (row).code, (row).name_vi, (row).name_en, (enum unit)(row).unit, (row).shown_unit, (row).per,        \
            (row).account, (row).is_active                                                                             \
    }

static result no_item(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("item.not_found"), .field = S("item"),
                .message = tr(cx, "There is no such item."));
}

result item_by_code(struct cx *cx, struct db *db, int64_t org_id, str code, struct item *out)
{
    struct item_get_by_code row;
    bool found;
    TRY(item_get_by_code(db, (struct item_get_by_code_args){ .org_id = org_id, .code = code }, &row, &found));
    if (!found)
        return no_item(cx);
    *out = ITEM(row);
    return OK;
}

result item_by_id(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct item *out)
{
    struct item_get row;
    bool found;
    TRY(item_get(db, (struct item_get_args){ .org_id = org_id, .id = id }, &row, &found));
    if (!found)
        return no_item(cx);
    *out = ITEM(row);
    return OK;
}

result item_list(struct cx *cx, struct db *db, int64_t org_id, struct item **out, int *n)
{
    struct item_all *row;
    TRY(item_all(db, (struct item_all_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct item, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = ITEM(row[i]);
    return OK;
}

result price_set(struct cx *cx, struct db *db, int64_t org_id, struct price_in in)
{
    struct item_price_next next = { .valid_from_on = { 0 } };
    bool later;
    int before = cx->n_errors;
    if (in.price.dong <= 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("price.value"), .field = S("price"),
                   .message = tr(cx, "Give a price above nothing."));
    if (!date_valid(in.from))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("price.from"), .field = S("from"),
                   .message = tr(cx, "A price needs the day from which it holds."));
    if (cx->n_errors > before)
        return FAILED;
    TRY(item_price_next(
        db,
        (struct item_price_next_args){ .org_id = org_id, .item_id = in.item_id, .grade = in.grade, .from_on = in.from },
        &next, &later));
    TRY(item_price_end(
        db, (struct item_price_end_args){
                .org_id = org_id, .item_id = in.item_id, .grade = in.grade, .end_on = date_add_days(in.from, -1) }));
    TRY(item_price_put(
        db, (struct item_price_put_args){ .org_id = org_id,
                                          .item_id = in.item_id,
                                          .grade = in.grade,
                                          .valid_from_on = in.from,
                                          .valid_to_on = later ? date_add_days(next.valid_from_on, -1) : DATE_OPEN,
                                          .price_vnd = in.price }));
    return audit_write(cx, db, (struct audit){ org_id, S("item.price"), S("item"), in.item_id, 0, in.grade });
}

result price_on(struct cx *cx, struct db *db, struct price_at at, money *price, bool *found)
{
    struct item_price_get row;
    (void)cx;
    TRY(item_price_get(
        db,
        (struct item_price_get_args){ .org_id = at.org_id, .item_id = at.item_id, .grade = at.grade, .on_on = at.on },
        &row, found));
    if (*found)
        *price = row.price_vnd;
    return OK;
}

result lot_add(struct cx *cx, struct db *db, struct lot_in in, struct lot *out)
{
    struct lot_count_day day;
    TRY(lot_count_day(
        db, (struct lot_count_day_args){ .org_id = in.org_id, .item_id = in.item->id, .made_on = in.made_on }, &day));
    out->id = db_next_id(db, in.org_id);
    if (out->id < 0)
        return FAILED;
    out->code = str_fmt(cx->mem, STR_FMT "-%06d-%02lld", STR_ARG(in.item->code), in.made_on.ymd % 1000000,
                        (long long)day.n_lot + 1);
    out->token = os_token(cx->mem);
    return lot_insert(db, (struct lot_insert_args){ .org_id = in.org_id,
                                                    .id = out->id,
                                                    .code = out->code,
                                                    .item_id = in.item->id,
                                                    .grade = in.grade,
                                                    .made_on = in.made_on,
                                                    .token = out->token });
}

static struct stock_row *stock_of(struct cx *cx, const struct stock_rows *r, int n)
{
    struct stock_row *out = new (cx->mem, struct stock_row, n);
    for (int i = 0; i < n; i++)
        out[i] = (struct stock_row){ .item_id = r[i].item_id,
                                     .lot_id = r[i].lot_id,
                                     .owner_party_id = r[i].owner_party_id,
                                     .item_code = r[i].item_code,
                                     .item_name = cx->lang == LANG_EN && r[i].name_en.n ? r[i].name_en : r[i].name_vi,
                                     .lot_code = r[i].lot_code,
                                     .grade = r[i].grade,
                                     .owner_name = r[i].owner_name,
                                     .shown_unit = r[i].shown_unit,
                                     .per = r[i].per,
                                     .made_on = r[i].made_on,
                                     .owner = (enum owner)r[i].owner,
                                     .qty = r[i].qty,
                                     .value = r[i].value_vnd };
    return out;
}

result stock_on_hand(struct cx *cx, struct db *db, int64_t org_id, int64_t item_id, struct stock_row **out, int *n)
{
    struct stock_rows *r;
    TRY(stock_rows(db, (struct stock_rows_args){ .org_id = org_id, .item_id = item_id }, &r, n));
    *out = stock_of(cx, r, *n);
    return OK;
}

result stock_as_of(struct cx *cx, struct db *db, int64_t org_id, date last, struct stock_row **out, int *n)
{
    struct stock_rows *r;
    TRY(stock_rows_on(db, (struct stock_rows_on_args){ .org_id = org_id, .last_on = last }, &r, n));
    *out = stock_of(cx, r, *n);
    return OK;
}

static result fill_card(struct cx *cx, struct card *out, const struct card_rows *r)
{
    qty q = out->open_qty;
    money v = out->open_value;
    out->row = new (cx->mem, struct card_row, out->n);
    for (int i = 0; i < out->n; i++) {
        if (!qty_add(q, r[i].qty, &q) || !money_add(v, r[i].value_vnd, &v))
            return fail(cx, .kind = ERR_BUG, .code = S("money.overflow"),
                        .message = tr(cx, "The stock card overflows."));
        out->row[i] = (struct card_row){ .voucher_id = r[i].voucher_id,
                                         .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r[i].book),
                                                                (long long)r[i].year, (long long)r[i].number),
                                         .kind = r[i].kind,
                                         .lot_code = r[i].lot_code,
                                         .memo = r[i].memo,
                                         .on = r[i].posting_on,
                                         .owner = (enum owner)r[i].owner,
                                         .qty = r[i].qty,
                                         .value = r[i].value_vnd,
                                         .balance_qty = q,
                                         .balance_value = v };
    }
    return OK;
}

result stock_card(struct cx *cx, struct db *db, struct card_query q, struct card *out)
{
    struct card_opening open;
    struct card_rows *r;
    TRY(item_by_id(cx, db, q.org_id, q.item_id, &out->item));
    TRY(card_opening(db, (struct card_opening_args){ .org_id = q.org_id, .item_id = q.item_id, .from_on = q.from },
                     &open));
    TRY(card_rows(db,
                  (struct card_rows_args){ .org_id = q.org_id, .item_id = q.item_id, .from_on = q.from, .to_on = q.to },
                  &r, &out->n));
    out->open_qty = open.qty;
    out->open_value = open.value_vnd;
    return fill_card(cx, out, r);
}

static const struct invariant invariants[] = {
    { "lots.move_item", &inv_move_item_stmt },
    { "lots.move_lot", &inv_move_lot_stmt },
    { "lots.stock_negative", &inv_stock_negative_stmt },
};

static const struct menu menu[] = {
    { "/orgs/:org/stock", T("Stock on hand"), CAP_STOCK_READ, 30, true },
    { "/orgs/:org/items", T("Items and prices"), CAP_STOCK_READ, 35, true },
};

static const struct first_step steps[] = {
    { T("Add the items that are bought and sold"), "/orgs/:org/items/new", CAP_POST, 20, false, &step_item_stmt },
    { T("Set their prices"), "/orgs/:org/items/price", CAP_POST, 30, false, &step_price_stmt },
};

const struct feature lots_feature = { .name = "lots",
                                      .routes = lots_routes,
                                      .n_routes = N_LOTS_ROUTES,
                                      .menu = menu,
                                      .n_menu = COUNT(menu),
                                      .steps = steps,
                                      .n_steps = COUNT(steps),
                                      .invariants = invariants,
                                      .n_invariants = COUNT(invariants),
                                      .load_demo = lots_load_demo };

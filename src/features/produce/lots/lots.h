/* Items, prices, lots and stock on hand. Quantities are base units (g, ml, piece, mm, cm²); per = base units in a shown
   unit. needs: nothing */
#ifndef FEATURES_LOTS_H
#define FEATURES_LOTS_H

#include "base/seen.h"
#include "web/pick.h"

extern const struct feature lots_feature;
extern const struct picker item_picker;

struct item {
    int64_t id;
    str code, name_vi, name_en;
    enum unit unit;
    str shown_unit; /* "kg" */
    int64_t per;    /* 1000 */
    str account;    /* 15x */
    bool is_active;
};
str item_name(const struct cx *cx, const struct item *it);
str item_uom(enum unit u); /* UN/ECE Recommendation 20: GRM, MLT, H87, MMT, CMK */

struct item_in {
    str code, name_vi, name_en, unit, account;
};
struct option_list;
extern const struct option_list item_units;
/* unit is a value of item_units. All mistakes at once. */
result item_add(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in, int64_t *id);
/* Many at once: what a file has said so far. Begin with seen_new, make room outside of memory that is given back. */
struct item_batch {
    struct seen code;
    int row_no;
};
/* All mistakes that item_add would tell, and what rows before it say too (ERR_CONFLICT "item.in_file"), writing
   nothing. */
result item_try(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in, struct item_batch *b);
/* Those of which moves, deliveries, lots or prices speak, ascending; and how many speak of one. */
result items_used(struct cx *cx, struct db *db, int64_t org_id, int64_t **item_id, int *n);
result item_uses(struct cx *cx, struct db *db, int64_t org_id, int64_t item_id, int64_t *n);
/* Takes back items that were a mistake; audit lines stay. ERR_CONFLICT "item.in_use". */
result items_remove(struct cx *cx, struct db *db, int64_t org_id, const int64_t *item_id, int n);
result item_by_code(struct cx *cx, struct db *db, int64_t org_id, str code, struct item *out);
result item_by_id(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct item *out);
result item_list(struct cx *cx, struct db *db, int64_t org_id, struct item **out, int *n); /* by name */

/* Intake price of a grade from a day on, per shown unit; the price before it ends the day before. */
struct price_in {
    int64_t item_id;
    str grade;
    date from;
    money price;
};
result price_set(struct cx *cx, struct db *db, int64_t org_id, struct price_in in);
struct price_at {
    int64_t org_id, item_id;
    str grade; /* a price for "" serves every grade that has none of its own */
    date on;
};
result price_on(struct cx *cx, struct db *db, struct price_at at, money *price, bool *found);

struct lot_in {
    int64_t org_id;
    const struct item *item;
    str grade;
    date made_on;
};
struct lot {
    int64_t id;
    str code;  /* CAIMO-260302-01 */
    str token; /* opaque: "urn:hoptac:lot:TOKEN" in events and QR */
};
/* A new lot with the next free code of its item and day. The caller holds the organisation's lock. */
result lot_add(struct cx *cx, struct db *db, struct lot_in in, struct lot *out);

struct stock_row {
    int64_t item_id, lot_id, owner_party_id;
    str item_code, item_name, lot_code, grade, owner_name, shown_unit;
    int64_t per;
    date made_on;
    enum owner owner;
    qty qty;
    money value;
};
/* What is there, by item and lot; rows at zero are left out. item_id 0 = all. */
result stock_on_hand(struct cx *cx, struct db *db, int64_t org_id, int64_t item_id, struct stock_row **out, int *n);
/* The same at the end of a day, added up from every move until then. */
result stock_as_of(struct cx *cx, struct db *db, int64_t org_id, date last, struct stock_row **out, int *n);

struct card_row {
    int64_t voucher_id;
    str number_text, kind, lot_code, memo;
    date on;
    enum owner owner;
    qty qty;
    money value;
    qty balance_qty; /* own stock after this row */
    money balance_value;
};
/* The stock card of an item's own stock between two days, with the opening balance. */
struct card {
    struct item item;
    qty open_qty;
    money open_value;
    struct card_row *row;
    int n;
};
struct card_query {
    int64_t org_id, item_id;
    date from, to;
};
result stock_card(struct cx *cx, struct db *db, struct card_query q, struct card *out);

#endif

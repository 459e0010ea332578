/* What the pages of the store say to other programs. */
#include "features/produce/lots/lots_pages.h"
#include "lots.sql.h"

static const char *const owners[] = { "own", "member", "processing" };
static const char *const units[] = { "g", "ml", "piece", "mm", "cm2" };

static const struct data_field stock_row_fields[] = {
    DATA(stock_row, item_id),
    DATA(stock_row, item_code),
    DATA(stock_row, item_name),
    DATA(stock_row, lot_id),
    DATA(stock_row, lot_code),
    DATA(stock_row, grade),
    DATA(stock_row, made_on),
    DATA_WORD("owner", stock_row, owner, owners),
    DATA(stock_row, owner_party_id),
    DATA_NAME("owner_name", stock_row, owner_name),
    DATA(stock_row, qty),
    DATA(stock_row, per),
    DATA(stock_row, shown_unit),
    DATA_AS("value_vnd", stock_row, value),
};
static const struct data stock_row_data = DATA_OF(stock_row, stock_row_fields);
static const struct data_field stock_page_fields[] = {
    DATA_LIST("rows", stock_page, row, n, &stock_row_data),
    DATA_AS("total_vnd", stock_page, total),
};
const struct data stock_data = DATA_OF(stock_page, stock_page_fields);

static const struct data_field item_data_fields[] = {
    DATA(item, id),
    DATA(item, code),
    DATA(item, name_vi),
    DATA(item, name_en),
    DATA_WORD("unit", item, unit, units),
    DATA(item, shown_unit),
    DATA(item, per),
    DATA(item, account),
    DATA(item, is_active),
};
const struct data item_data = DATA_OF(item, item_data_fields);
static const struct data_field items_page_fields[] = {
    DATA_LIST("rows", items_page, item, n, &item_data),
    DATA_STMT("prices", items_page, price, n_price, item_price_all_stmt),
};
const struct data items_data = DATA_OF(items_page, items_page_fields);

static const struct data_field card_row_fields[] = {
    DATA(card_row, voucher_id),  DATA_AS("number", card_row, number_text),
    DATA(card_row, kind),        DATA(card_row, lot_code),
    DATA(card_row, on),          DATA_WORD("owner", card_row, owner, owners),
    DATA(card_row, qty),         DATA_AS("value_vnd", card_row, value),
    DATA(card_row, balance_qty), DATA_AS("balance_vnd", card_row, balance_value),
};
static const struct data card_row_data = DATA_OF(card_row, card_row_fields);
static const struct data_field card_fields[] = {
    DATA_STRUCT("item", card, item, &item_data),
    DATA(card, open_qty),
    DATA_AS("open_vnd", card, open_value),
    DATA_LIST("rows", card, row, n, &card_row_data),
};
static const struct data card_inside = DATA_OF(card, card_fields);
static const struct data_field card_page_fields[] = {
    DATA(card_page, from),
    DATA(card_page, to),
    DATA_POINTER("card", card_page, card, &card_inside),
};
const struct data card_data = DATA_OF(card_page, card_page_fields);

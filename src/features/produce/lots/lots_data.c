/* What the pages of the store say to other programs. */
#include "features/produce/lots/lots_pages.h"
#include "lots.sql.h"

#include "web/list/list_data.h"

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
static const struct data_field total_fields[] = { DATA_AS("value_vnd", stock_total, value) };
static const struct data stock_total_data = DATA_OF(stock_total, total_fields);
static const struct data_field stock_fields[] = { LIST_ARRAY_MEMBERS(&stock_row_data),
                                                  DATA_POINTER("totals", list_model, more, &stock_total_data) };
const struct data stock_data = LIST_DATA("stock", stock_fields);

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
static const struct data_field items_fields[] = LIST_ARRAY_FIELDS(&item_data);
const struct data items_data = LIST_DATA("items", items_fields);
static const struct data_field prices_fields[] = {
    DATA_STMT("rows", list_model, row, n, item_price_all_stmt),
    DATA(list_model, total),
    DATA(list_model, is_more),
    DATA(list_model, per_page),
};
const struct data prices_data = LIST_DATA("prices", prices_fields);

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

/* What the room's pages and templates share. */
#ifndef FEATURES_LOTS_PAGES_H
#define FEATURES_LOTS_PAGES_H

#include "features/produce/lots/lots.h"
#include "web/data.h"
#include "web/widgets.h"

enum { N_LOTS_ROUTES = 6 };
extern const struct route lots_routes[N_LOTS_ROUTES];
result lots_load_demo(struct cx *cx, struct store *s);
/* Pushes every mistake of an item that is to be added. */
result item_check(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in);

struct item_form_in {
    str code, name_vi, name_en, unit, account;
};
struct price_set_in {
    str item, grade;
    date from;
    money price;
};
extern const struct form item_form, price_set_form;
extern const struct data stock_data, card_data, items_data, item_data;

struct stock_page {
    str org_code;
    const struct stock_row *row;
    int n;
    money total;
    const struct web *w;
};
struct card_page {
    str org_code;
    const struct card *card;
    date from, to;
};
struct item_price_all;
struct items_page {
    html_safe csrf;
    const struct request *rq;
    const struct item_form_in *item_in;
    const struct price_set_in *price_in;
    str org_code;
    bool can_write;
    const struct item *item;
    int n;
    const struct item_price_all *price;
    int n_price;
    const struct choice *choice;
    int n_choice;
};

str owner_label(const struct cx *cx, enum owner o);

#endif

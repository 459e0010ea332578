/* What the room's pages and templates share. */
#ifndef FEATURES_LOTS_PAGES_H
#define FEATURES_LOTS_PAGES_H

#include "features/produce/lots/lots.h"
#include "web/data.h"
#include "web/widgets.h"

enum { N_LOTS_ROUTES = 8 };
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
extern const struct data stock_data, card_data, items_data, item_data, prices_data;

struct stock_total {
    money value; /* of our own */
};
struct card_page {
    str org_code;
    const struct card *card;
    date from, to;
};
struct item_page {
    html_safe csrf;
    const struct request *rq;
    const struct item_form_in *in;
    str org_code;
};
struct price_page {
    html_safe csrf;
    const struct request *rq;
    const struct price_set_in *in;
    str org_code;
    const struct choice *choice;
    int n_choice;
};

/* ---- lots_lists.c ---- */
result stock_show(struct web *w);
result items_show(struct web *w);
result prices_show(struct web *w);

str owner_label(const struct cx *cx, enum owner o);

#endif

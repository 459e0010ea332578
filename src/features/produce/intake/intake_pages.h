/* What the room's pages and templates share. */
#ifndef FEATURES_INTAKE_PAGES_H
#define FEATURES_INTAKE_PAGES_H

#include "features/produce/intake/intake.h"
#include "web/data.h"
#include "web/widgets.h"

enum { N_INTAKE_ROUTES = 9 };
extern const struct route intake_routes[N_INTAKE_ROUTES];

/* The sheet as typed: weights stay text until the item says what a unit holds. */
struct sheet_row_in {
    str member, item, gross, tare, grade, note;
    money price;
    bool later;
};
struct sheet_in {
    date delivered_on;
    bool confirmed; /* a warning about a similar slip was read */
    str step; /* "preview" "post" */
    struct sheet_row_in *row;
    int n_row;
};
struct price_form_in {
    money price;
    date on;
    str note;
};
extern const struct form sheet_form, price_form;
extern const struct data deliveries_data, slip_data, sheet_data;

struct sheet_page {
    html_safe csrf;
    const struct request *rq;
    const struct sheet_in *in;
    str org_code;
    struct sheet_choice choice[2];
    const struct intake_slip *slip; /* NULL = nothing to preview */
    int n;
    money total;
    int n_later;
    bool two_people, done; /* done: posted, as a program is told */
};
struct slip_page {
    html_safe csrf;
    const struct request *rq;
    const struct price_form_in *in;
    str org_code, member_shown;
    const struct intake_record *r;
    bool can_price, can_pay;
};

/* A slip whose day is open to the reader; another one is not there. */
result intake_read(struct cx *cx, struct db *db, struct web *w, int64_t voucher_id, struct intake_record *out);

/* ---- intake_list.c ---- */
result deliveries_show(struct web *w);

str intake_mode_label(const struct cx *cx, str mode);

#endif

/* What the room's pages and templates share. */
#ifndef FEATURES_PAYMENTS_PAGES_H
#define FEATURES_PAYMENTS_PAGES_H

#include "features/books/payments/payments_many.h"
#include "web/data.h"
#include "web/widgets.h"

enum { N_PAYMENTS_ROUTES = 9 };
extern const struct route payments_routes[N_PAYMENTS_ROUTES];

struct part_in {
    str voucher;
    money amount;
};
struct pay_in {
    str purpose, party, memo, step, out;
    date on;
    money amount;
    bool confirmed; /* a warning about a similar one was read */
    struct part_in *row;
    int n_row;
};
extern const struct form pay_form, pay_many_form;
extern const struct data payables_data, payments_data, payment_data, pay_many_data;

struct payables_cash {
    money cash;
};
struct pay_row_in {
    int64_t party;
    money amount;
};
struct pay_many_in {
    str memo, step;
    date on;
    bool confirmed;
    struct pay_row_in *row;
    int n_row;
};
struct pay_many_page {
    html_safe csrf;
    const struct request *rq;
    const struct pay_many_in *in;
    str org_code;
    const struct pay_one *one;
    const str *trouble; /* of each */
    int n;
    money cash, total;
    bool two_people;
    struct action back;
};
struct pay_page {
    html_safe csrf;
    const struct request *rq;
    const struct pay_in *in;
    str org_code, party_name;
    const struct payable *payable;
    int n_payable;
    const struct choice *party, *purpose; /* party: suggested where no script runs */
    int n_party, n_purpose;
    money cash, amount;
    bool preview, two_people;
    str account;
};
struct payment_page {
    str org_code, party_shown, purpose;
    const struct payment_record *r;
};

/* ---- payments_list.c, payments_owed_list.c, payments_many_pages.c, payments_print.c ---- */
result payments_show(struct web *w);
result payables_show(struct web *w);
result pay_many_show(struct web *w);
result pay_many_post(struct web *w);
result pay_many_again(struct web *w);
result payment_pdf(struct web *w);
result payments_pdf(struct web *w); /* of the selected ones */

#endif

/* What the page that voids several vouchers and its template share. */
#ifndef FEATURES_ACCOUNTING_VOID_PAGES_H
#define FEATURES_ACCOUNTING_VOID_PAGES_H

#include "vouchers/voucher.h"
#include "web/data.h"
#include "web/widgets.h"

struct void_id {
    int64_t id;
};
struct void_many_in {
    str reason;
    date on;
    bool together;
    struct void_id *row;
    int n_row;
};
struct void_row {
    int64_t id;
    str number_text, kind, trouble; /* trouble: why it cannot be voided */
    date posting_on;
    money amount;
    struct dependent *dep; /* on this one, and not selected */
    int n_dep;
};
struct void_many_page {
    html_safe csrf;
    const struct request *rq;
    const struct void_many_in *in;
    str org_code;
    const struct void_row *row;
    int n, n_more; /* how many others stand on these */
    money total;
    struct action back;
};
extern const struct form void_many_form;
extern const struct data void_many_data;
result void_many_show(struct web *w);
result void_many_post(struct web *w);
result void_many_again(struct web *w);

#endif

/* What stands on an organisation's first page. */
#ifndef FEATURES_ACCOUNTING_OVERVIEW_H
#define FEATURES_ACCOUNTING_OVERVIEW_H

#include "web/steps.h"
#include "web/waits.h"

struct accounting_voucher_list;

struct cash_month {
    date from;
    money in, out;
};
struct overview_page {
    str org_code;
    bool sees_books, sees_stock, sees_owed; /* the reader's capabilities: what he may not see is 0 */
    money cash, stock, owed;
    int64_t unpriced, drafts;
    struct waits waits;
    const struct accounting_voucher_list *row;
    int n;
    const struct cash_month *month; /* the last twelve, oldest first */
    int n_month;
    struct steps first;
    bool can_weigh, can_pay, can_prepare, own;
};

#endif

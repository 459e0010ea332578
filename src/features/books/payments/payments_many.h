/* Several people paid at once: each gets a payment for all open slips, all of them or none. */
#ifndef FEATURES_PAYMENTS_MANY_H
#define FEATURES_PAYMENTS_MANY_H

#include "features/books/payments/payments.h"

struct pay_one {
    int64_t party_id;
    money amount; /* what was looked at */
    /* read */
    str code, full_name;
    money owed;
    const struct payment_part *part;
    int n_part;
};
struct pay_many {
    int64_t org_id;
    str org_code, memo, request_id;
    date on;
    struct pay_one *one;
    int n;
    bool confirmed, draft; /* draft: kept for a second person, each by itself */
};

/* Fills what is read of each. */
result pay_many_read(struct cx *cx, struct db *db, int64_t org_id, struct pay_one *p, int n);
/* Errors of one stand at "row-<its place>-amount". */
result pay_many(struct cx *cx, struct db *db, const struct pay_many *in);

#endif

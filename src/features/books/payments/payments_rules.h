/* From a payment and what was read to a voucher: pure. */
#ifndef FEATURES_PAYMENTS_RULES_H
#define FEATURES_PAYMENTS_RULES_H

#include "features/books/payments/payments.h"

const struct payment_purpose *payment_purpose_find(str key);
/* What was read before deciding. */
struct payment_facts {
    money cash;
    const struct payable *payable; /* of the party */
    int n_payable;
};
/* Pushes every mistake; *amount is the sum of the parts when there are parts. */
result payment_rules(struct cx *cx, const struct payment_in *in, const struct payment_facts *f, money *amount);
struct voucher payment_voucher(struct cx *cx, const struct payment_in *in, money amount, const struct payment_facts *f);

#endif

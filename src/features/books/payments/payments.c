/* payments: see README.md. */
#include "features/books/payments/payments.h"

const struct feature payments_feature = { .name = "payments" };

/* The room's papers beside slips (intake.h): goods received, the monthly purchase list. They answer the request. */
#ifndef FEATURES_INTAKE_PRINTS_H
#define FEATURES_INTAKE_PRINTS_H

#include "features/produce/intake/intake.h"

/* 01-VT of a bought delivery. */
result intake_print_receipt(struct web *w, const struct intake_record *r);
/* 06-VT: priced purchases that are not void, by seller. */
result intake_print_purchases(struct web *w, const struct intake_record *r, int n);

#endif

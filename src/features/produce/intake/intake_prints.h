/* The room's papers: slips, the monthly purchase list. Each answers the request. */
#ifndef FEATURES_INTAKE_PRINTS_H
#define FEATURES_INTAKE_PRINTS_H

#include "features/produce/intake/intake.h"

result intake_print_slips(struct web *w, const struct intake_record *r, int n);
/* 06-VT: priced purchases that are not void, by seller. */
result intake_print_purchases(struct web *w, const struct intake_record *r, int n);

#endif

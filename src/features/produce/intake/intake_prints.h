/* The room's papers beside slips (intake.h): the monthly purchase list. It answers the request. */
#ifndef FEATURES_INTAKE_PRINTS_H
#define FEATURES_INTAKE_PRINTS_H

#include "features/produce/intake/intake.h"

/* 06-VT: priced purchases that are not void, by seller. */
result intake_print_purchases(struct web *w, const struct intake_record *r, int n);

#endif

/* The statutory chart. */
#ifndef FEATURES_ACCOUNTING_CHART_H
#define FEATURES_ACCOUNTING_CHART_H

#include "web/feature.h"

/* Loads data/chart_of_accounts.csv once per version. */
result chart_load_reference(struct cx *cx, struct store *s);

#endif

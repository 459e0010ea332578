/* plan: see README.md. */
#include "features/city/plan/plan.h"

const struct feature plan_feature = { .name = "plan" };

/* intake: see README.md. */
#include "features/produce/intake/intake.h"

const struct feature intake_feature = { .name = "intake" };

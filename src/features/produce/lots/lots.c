/* lots: see README.md. */
#include "features/produce/lots/lots.h"

const struct feature lots_feature = { .name = "lots" };

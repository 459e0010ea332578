/* identity: see README.md. */
#include "features/people/identity/identity.h"

const struct feature identity_feature = { .name = "identity" };

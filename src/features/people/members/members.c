/* members: see README.md. */
#include "features/people/members/members.h"

const struct feature members_feature = { .name = "members" };

/* organisations: see README.md. */
#include "features/people/organisations/organisations.h"

const struct feature organisations_feature = { .name = "organisations" };

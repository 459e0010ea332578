/* What the room exports. */
#include "features/people/organisations/organisations_parts.h"

const struct feature organisations_feature = {
    .name = "organisations",
    .invariants = org_invariants,
    .n_invariants = N_ORG_INVARIANTS,
    .load_reference = organisations_load_reference,
    .load_demo = organisations_load_demo,
};

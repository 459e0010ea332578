/* What the room's files and tests share among themselves: loaders, the invented organisations, invariants. */
#ifndef FEATURES_ORGANISATIONS_PARTS_H
#define FEATURES_ORGANISATIONS_PARTS_H

#include "features/people/organisations/organisations.h"

extern const struct org_in demo_org[];
extern const int n_demo_org;

/* Makes what is missing, changes nothing that is there. */
result organisations_load_demo(struct cx *cx, struct store *s);
/* Places, published sources, figures and entities from data/. Once per content; ERR_ENV when a loaded version changed.
 */
result organisations_load_reference(struct cx *cx, struct store *s);

enum { N_ORG_INVARIANTS = 5 };
extern const struct invariant org_invariants[N_ORG_INVARIANTS];

#endif

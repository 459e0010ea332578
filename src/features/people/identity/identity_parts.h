/* What the room's files share among themselves. */
#ifndef FEATURES_IDENTITY_PARTS_H
#define FEATURES_IDENTITY_PARTS_H

#include "features/people/identity/identity.h"

result identity_load_demo(struct cx *cx, struct store *s);
extern const struct route identity_routes[];
extern const int n_identity_routes;
extern const struct command identity_commands[];
extern const int n_identity_commands;

#endif

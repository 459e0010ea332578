/* What the room's files share among themselves. */
#ifndef FEATURES_PRIVACY_PARTS_H
#define FEATURES_PRIVACY_PARTS_H

#include "features/trust/privacy/privacy.h"

enum { N_PRIVACY_ROUTES = 13, N_PRIVACY_COMMANDS = 4 };
extern const struct route privacy_routes[N_PRIVACY_ROUTES];
extern const struct command privacy_commands[N_PRIVACY_COMMANDS];

result privacy_load_reference(struct cx *cx, struct store *s);
result privacy_load_demo(struct cx *cx, struct store *s);

#endif

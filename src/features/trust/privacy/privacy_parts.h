/* What the room's files share among themselves. */
#ifndef FEATURES_PRIVACY_PARTS_H
#define FEATURES_PRIVACY_PARTS_H

#include "features/trust/privacy/privacy.h"

enum { N_PRIVACY_ROUTES = 2, N_PRIVACY_COMMANDS = 1 };
extern const struct route privacy_routes[N_PRIVACY_ROUTES];
extern const struct command privacy_commands[N_PRIVACY_COMMANDS];

#endif

/* A room that reaches into others. */
#include "app/main.h"
#include "features/produce/intake/intake_rules.h"
#include "features/produce/lots/lots.h"
#include "lots.sql.h"

static const struct route routes[] = {
    { METHOD_GET, "/a", CAP_LOGIN, WALL_NONE, NULL, list },
    { METHOD_GET, "/CAP_", 0, WALL_NONE, NULL, list },
};

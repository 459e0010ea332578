/* api: see README.md. What the room brings. */
#include "features/trust/api/api.h"
#include "web/data.h"
#include "web/openapi.h"

static result openapi_show(struct web *w) { return web_json(w, 200, openapi_of(w->cx, w->app)); }

static const struct route routes[] = {
    { METHOD_GET, "/api/v1/openapi.json", CAP_PUBLIC, WALL_NONE, NULL, openapi_show, T("Description of the API"), NULL,
      &data_file },
};

const struct feature api_feature = { .name = "api", .routes = routes, .n_routes = COUNT(routes) };

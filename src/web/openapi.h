/* The API in words of OpenAPI 3.1, from the tables that the router, the forms and the answers follow. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/app.h"

/* The whole document, in cx->lang. Deterministic: rooms and routes in their order. */
str openapi_of(struct cx *cx, const struct app *app);
/* "/orgs/:org/items" → "/api/v1/orgs/{org}/items"; what stands under /api/v1 already only gets its braces. */
str openapi_path(struct arena *mem, const struct route *r);

#endif

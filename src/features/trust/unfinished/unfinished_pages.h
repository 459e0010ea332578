/* What the room's pages and template share. */
#ifndef FEATURES_UNFINISHED_PAGES_H
#define FEATURES_UNFINISHED_PAGES_H

#include "features/trust/unfinished/unfinished.h"
#include "web/widgets.h"

enum { N_UNFINISHED_ROUTES = 4 };
extern const struct route unfinished_routes[N_UNFINISHED_ROUTES];

struct unfinished_shown {
    int64_t id, changed_at;
    str title, org; /* of the form; code of the organisation, may be empty */
};
struct unfinished_page {
    html_safe csrf;
    const struct unfinished_shown *row;
    int n;
};

#endif

/* What the room's pages and template share. */
#ifndef FEATURES_UNFINISHED_PAGES_H
#define FEATURES_UNFINISHED_PAGES_H

#include "features/trust/unfinished/unfinished.h"
#include "web/widgets.h"

enum { N_UNFINISHED_ROUTES = 4 };
extern const struct route unfinished_routes[N_UNFINISHED_ROUTES];

/* False when it was sealed elsewhere. */
bool unfinished_unseal(struct cx *cx, const uint8_t key[32], str sealed, struct kept *out);

/* ---- unfinished_person.c: what the room brings to struct feature ---- */
result unfinished_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
result unfinished_forget_person(struct cx *cx, struct db *db, const struct person *who, int *n);

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

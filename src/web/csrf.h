/* Is a request that changes something sent by our own page? Two answers that must both be yes: what the browser says
   about its origin, and a token in the form that hangs on the session (or, before log-in, on a cookie). Tokens look
   different on every page, so that compression tells nothing about them. */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include "web/feature.h"

/* False when the browser says that another site sent it. Silence passes: then the token decides alone. */
bool csrf_origin_good(const struct request *rq);
/* Does the token belong to this session or visitor? Looks at the field `csrf` and the header X-CSRF-Token. */
bool csrf_token_good(const struct web *w);
/* A token for the pages of this session or visitor; gives a visitor his cookie first. */
str csrf_token(struct web *w);

#endif

/* What somebody typed and did not send yet: which of it may be kept, and how it comes back. Where it is kept is the
   business of the room that gives `struct keeping` (web/app.h). */
#ifndef WEB_KEEP_H
#define WEB_KEEP_H

#include "web/feature.h"

struct kept {
    str path;       /* where the form is sent: "/orgs/DEMO-RAU/intake" */
    str request_id; /* of the form, so that sending it after all is the same act */
    const struct pair *pair;
    int n;
};

/* The route that a form sent to this path has; NULL when there is none, or it cannot be shown again. */
const struct route *web_form_route(struct web *w, str path);
/* Leaves in k->pair only what may be kept: fields that the form knows, no passwords, no files, none that is `secret`.
   False when no form is sent there, or nothing was typed. */
bool web_keepable(struct web *w, struct kept *k);
/* Answers with the form, everything typed in it, as if it had just come back. Capability and wall are checked as for
   sending it. */
result web_resume(struct web *w, const struct kept *k);

#endif

/* What the templates of second.html.in draw. */
#ifndef FEATURES_IDENTITY_SECOND_PAGES_H
#define FEATURES_IDENTITY_SECOND_PAGES_H

#include "features/people/identity/identity_forms.h"
#include "features/people/identity/second.h"

struct code_page {
    html_safe csrf;
    const struct request *rq;
    str next;
};
struct password_page {
    html_safe csrf;
    const struct request *rq;
    bool first; /* somebody else chose the one until now */
};
struct second_page {
    html_safe csrf;
    const struct request *rq;
    bool is_on, is_waiting, is_required, has_password, held;
    int64_t on_at, n_left;
    str key_text, uri; /* while waiting */
    const str *recovery; /* just made: shown this once */
    int n_recovery;
};

#endif

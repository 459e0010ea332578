/* Access to the books on pages: what its files share, and what the templates draw. */
#ifndef FEATURES_IDENTITY_GRANTS_PAGES_H
#define FEATURES_IDENTITY_GRANTS_PAGES_H

#include "features/people/identity/identity_forms.h"
#include "web/widgets.h"

result grants_show(struct web *w);   /* grants_lists.c */
result openings_show(struct web *w); /* grants_lists.c */
result grant_new_show(struct web *w);
result grant_show(struct web *w);
result grants_post(struct web *w);
result grants_withdraw_post(struct web *w);

extern const struct data grants_data, openings_data, grant_data;

/* "/orgs/X/grants" */
str grants_path(const struct web *w);
/* "01/01/2025 – 31/12/2025", "all" */
str grant_books_text(struct cx *cx, const struct grant *g);
enum tone grant_tone(str state);
str grant_state_label(struct cx *cx, str state);

struct grant_new_page {
    html_safe csrf;
    const struct request *rq;
    const struct grant_form_in *in;
    str path;
    const struct choice *grantee;
    int n_grantee;
};
struct grant_page {
    html_safe csrf;
    str path;
    struct grant grant;
    bool may_withdraw;
};
struct latest_openings {
    const struct grant_use *use;
    int n;
};

#endif

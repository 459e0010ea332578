/* Which language a page is in: asked for in the address (and remembered in a cookie), the cookie, the user's own, the
   browser's, Vietnamese. */
#ifndef WEB_LANG_H
#define WEB_LANG_H

#include "web/feature.h"

/* "vi", "en" and their regions ("en-GB"). */
bool lang_of_tag(str tag, enum lang *out);
/* Accept-Language: the one of ours with the highest weight. */
bool lang_accepted(str header, enum lang *out);
/* Sets cx->lang before the session is known, and again after it (the session brought the user's own). */
void lang_begin(struct web *w);
void lang_after_session(struct web *w);
/* This page in the other language. */
str lang_other_path(const struct web *w);

#endif

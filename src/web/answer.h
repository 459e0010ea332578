/* How a handler answers, and what of a name its reader may see. Comes with web/feature.h. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/html.h"

struct web;

str web_param(const struct web *w, str name);
int64_t web_param_id(const struct web *w, str name); /* 0 when not a number */

/* Wraps body in the page frame (title, menu, language switch, DEMO mark, flash) and sends it as HTML. */
result web_page(struct web *w, str title, const struct html *body);
result web_redirect(struct web *w, str path); /* 303; flash is kept for the next page */
void web_flash(struct web *w, str message);
result web_json(struct web *w, int status, str json);
result web_file(struct web *w, str file_name, str content_type, str bytes, bool inline_view);
/* The same of an open file, which is closed once sent; fd as from os_open_for_reading. */
result web_file_open(struct web *w, str file_name, str content_type, int fd, bool inline_view);
/* Shows the form again with errors at fields and everything typed kept; status by the first error's kind. */
result web_form_again(struct web *w, str title, const struct html *body);
/* A whole page for errors that no form can show; status by the first one. The router calls it. */
result web_trouble(struct web *w);
html_safe web_csrf_fields(struct web *w); /* hidden csrf + request_id */
bool web_wants_json(const struct web *w);
/* Does the reader look at another organisation's record, by grant or by scope? */
bool web_outside(const struct web *w);
/* "Nguyễn Văn Ân" → "N.V.Â."; the mark DEMO stays. */
str name_initials(struct arena *mem, str full_name);
/* A person's name as this reader may see it: whole inside the own organisation, initials outside. */
str web_name_shown(const struct web *w, str name);
bool web_demo_mode(const struct web *w); /* the whole installation is for trying out */
/* `path` when it leads to a page of this site (a ?next= from outside may not), else "/". */
str web_local_path(str path);

#endif

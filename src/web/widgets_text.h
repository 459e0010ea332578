/* The private half of the widgets: strings and numbers their templates ask for. Pure; texts are allocated in mem. */
#ifndef WEB_WIDGETS_TEXT_H
#define WEB_WIDGETS_TEXT_H

#include "web/widgets.h"

str icon_url(struct arena *mem, str name);
str tone_class(enum tone t);
str tone_icon(enum tone t);

str list_sort_value(struct arena *mem, const struct list_state *s); /* "name" or "-name" */
/* The other way round when the list is sorted by it already. */
str list_sort_url(struct arena *mem, const struct list *l, str sort);
str list_page_url(struct arena *mem, const struct list *l, int page);
int list_last_page(const struct list *l); /* >= 1 */
str list_count_text(struct cx *cx, const struct list *l); /* "1–25 of 312" */

int chart_share(int64_t part, int64_t whole); /* 0..1000 */
int64_t chart_most(const struct bar *b, int n);
/* In a box of 1000 × 100, 4 kept free above and below. */
str chart_points(struct arena *mem, const int64_t *value, int n);

str trouble_text(const struct cx *cx, enum err_kind kind);

#endif

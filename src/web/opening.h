/* Which days of the books a reader may see: of one's own all, of another's those that its grants name. */
#ifndef WEB_OPENING_H
#define WEB_OPENING_H

#include "web/feature.h"

/* One living grant. Given by the wall, the longest reaching first. */
struct opening {
    int64_t grant_id;
    date from, to; /* postings */
};

struct days {
    date from, to;
};
/* The first that opens any of these days; NULL = none. */
const struct opening *opening_of(const struct opening *o, int n, struct days d);
/* The days a page is about: ?from= and ?to= as asked for, else the standard ones in *d, cut to what is open; grant_id
   becomes the grant that opens them. ERR_NOT_FOUND "books.period" when nothing of what was asked for is open. */
result books_days(struct web *w, struct days *d);
/* May a posting of that day be seen? Then grant_id becomes the grant that opens it. */
bool books_open_on(struct web *w, date on);
/* The last day that is open, where something is shown as it stands: DATE_OPEN = now. */
date books_last(const struct web *w);
/* "Opened to you …" for above the page; empty in one's own books. */
str books_note(struct web *w);

#endif

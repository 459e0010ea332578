/* An answer of any size, written piece by piece: in one buffer while it fits, then in a scratch file without a name, so
   that memory stays flat. */
#ifndef WEB_SPOOL_H
#define WEB_SPOOL_H

#include "web/feature.h"

struct spool {
    char *at;
    ptrdiff_t n;
    int fd; /* 0: everything is still in the buffer */
};

/* The buffer comes from cx->mem now: what is put in later may be given back. */
struct spool spool_new(struct cx *cx);
result spool_put(struct cx *cx, struct spool *s, str bytes);
/* Answers with it as a file. */
result spool_send(struct web *w, struct spool *s, str file_name, str content_type);
/* For error paths. */
void spool_drop(struct spool *s);

#endif

/* Files inside the binary: assets and reference data. The table is made by tools/embed, sorted by path. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
    const char *path; /* "assets/app.css", "data/chart_of_accounts.csv" */
    const unsigned char *bytes; /* n bytes and a NUL */
    size_t n;
    const unsigned char *gz; /* gzip of them; NULL when it would not be smaller */
    size_t gz_n;
    char hash[17]; /* first 16 hex digits of SHA-256: for URLs that never change their content */
    const char *mime;
};
extern const struct embedded embedded_table[];
extern const int embedded_count;

const struct embedded *embedded_find(str path); /* NULL when absent */
static inline str embedded_str(const struct embedded *e) { return (str){ (const char *)e->bytes, (ptrdiff_t)e->n }; }

#endif

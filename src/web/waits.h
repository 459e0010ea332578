/* What waits for a reader on an organisation's overview: each room says what of its own does, how much and where. */
#ifndef WEB_WAITS_H
#define WEB_WAITS_H

#include "web/data.h"
#include "web/feature.h"

struct waiting {
    const char *label, *path; /* T("{1} drafts wait for approval"); path may hold :org */
    enum cap cap;             /* whoever lacks it is not told */
    int order;
    result (*count)(struct web *w, struct db *db, int64_t *n);
};

struct wait {
    str text, path;
    int64_t n;
};
struct waits {
    struct wait *wait;
    int n;
};
/* Those of the reader that are not 0, in order. */
result waits_read(struct web *w, struct db *db, struct waits *out);
/* Nothing when nothing waits. */
void waits_draw(struct html *h, const struct waits *s);
extern const struct data wait_data;

#endif

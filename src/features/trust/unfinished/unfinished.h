/* Entries that were typed and not sent: kept for their owner alone, sealed, at most thirty days. Not drafts of vouchers
   (vouchers/draft.h), which wait for a second person. needs: identity */
#ifndef FEATURES_UNFINISHED_H
#define FEATURES_UNFINISHED_H

#include "web/app.h"
#include "web/keep.h"

extern const struct feature unfinished_feature;

enum { UNFINISHED_MAX = 50, UNFINISHED_BYTES = 200 * 1000, UNFINISHED_DAYS = 30 };

/* Keeps what was typed for that user; the same request id replaces what was kept. *id 0: too much to be kept. */
result unfinished_keep(struct cx *cx, struct store *s, int64_t user_id, const struct kept *k, int64_t *id);
/* ERR_NOT_FOUND for another's. changed_at: when it was typed. */
result unfinished_open(struct cx *cx, struct store *s, int64_t id, struct kept *out, int64_t *changed_at);
struct unfinished_row {
    int64_t id, changed_at;
    str path, request_id;
};
/* Of the actor, newest first; path "" = all. */
result unfinished_list(struct cx *cx, struct db *db, str path, struct unfinished_row **out, int *n);
result unfinished_delete(struct cx *cx, struct store *s, int64_t id);
result unfinished_old(struct cx *cx, struct store *s); /* the job */

/* For app->keep. */
result unfinished_park(struct web *w, const struct kept *k, int64_t *id);
result unfinished_sent(struct web *w);

#endif

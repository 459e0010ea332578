/* Forgetting: what was declared to be kept for a time only goes when that time is over. Who logged in from where is
   all that this room keeps so. Nothing here may touch users, roles or grants. */
#include "features/people/identity/identity_parts.h"
#include "identity.sql.h"
#include "second.sql.h"

#define DAY ((int64_t)24 * 3600 * 1000000)
enum { ATTEMPTS_DAYS = 90 }; /* as the table of personal fields in identity.c says */

static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(session_forget(
        db, (struct session_forget_args){ .now_at = cx->now_at, .idle_since_at = cx->now_at - SESSION_IDLE }));
    TRY(half_forget(db, (struct half_forget_args){ .now_at = cx->now_at }));
    return login_forget(db, (struct login_forget_args){ .before_at = cx->now_at - ATTEMPTS_DAYS * DAY });
}

result identity_forget(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, forget_work, NULL); }

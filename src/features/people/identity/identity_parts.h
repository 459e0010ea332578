/* What the room's files share among themselves. */
#ifndef FEATURES_IDENTITY_PARTS_H
#define FEATURES_IDENTITY_PARTS_H

#include "features/people/identity/identity.h"

enum { N_IDENTITY_ROUTES = 18, N_IDENTITY_COMMANDS = 4 };
extern const struct route identity_routes[N_IDENTITY_ROUTES];
extern const struct command identity_commands[N_IDENTITY_COMMANDS];

result identity_load_demo(struct cx *cx, struct store *s);

/* A session that nobody has used this long has ended. */
#define SESSION_IDLE ((int64_t)12 * 3600 * 1000000)
/* The job "identity.forget": removes log-in attempts older than ninety days and sessions that have ended. */
result identity_forget(struct cx *cx, struct store *s);

/* Handlers of identity_admin_pages.c. */
result users_show(struct web *w);
result users_post(struct web *w);
result users_active_post(struct web *w);
result grants_show(struct web *w);
result grants_post(struct web *w);
result grants_withdraw_post(struct web *w);

/* The stored hash of a user's password; empty for a demo user. */
result user_hash(struct cx *cx, struct db *db, int64_t user_id, str *hash);

#endif

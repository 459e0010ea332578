/* What the room's files share among themselves. */
#ifndef FEATURES_IDENTITY_PARTS_H
#define FEATURES_IDENTITY_PARTS_H

#include "features/people/identity/identity.h"

enum { N_IDENTITY_ROUTES = 39, N_IDENTITY_COMMANDS = 6 };
extern const struct route identity_routes[N_IDENTITY_ROUTES];
extern const struct command identity_commands[N_IDENTITY_COMMANDS];

result identity_load_reference(struct cx *cx, struct store *s);
result identity_load_demo(struct cx *cx, struct store *s);

/* A session that nobody has used this long has ended. */
#define SESSION_IDLE ((int64_t)12 * 3600 * 1000000)
/* The job "identity.forget": removes log-in attempts older than ninety days and sessions that have ended. */
result identity_forget(struct cx *cx, struct store *s);

/* ---- identity_pages.c ---- */
/* Gives the browser its session and leads on. */
result login_go_in(struct web *w, str token);
/* Where the session leads: what was asked for, else where the person works. */
result login_first_path(struct web *w, str *out);

/* ---- handlers of second_pages.c ---- */
result code_show(struct web *w);
result code_post(struct web *w);
result password_show(struct web *w);
result password_post(struct web *w);
result second_show(struct web *w);
result second_start_post(struct web *w);
result second_on_post(struct web *w);
result second_codes_post(struct web *w);
result second_off_post(struct web *w);

/* Handlers of identity_admin_pages.c. */
result users_show(struct web *w); /* users_list.c */
result user_new_show(struct web *w);
result users_post(struct web *w);
/* "Choose…" and every organisation but one, by code. */
struct choice;
result org_choices(struct cx *cx, struct db *db, int64_t without, const struct choice **out, int *n);

/* ---- handlers of delegation_pages.c ---- */
result delegations_show(struct web *w);
result delegations_post(struct web *w);
result delegations_end_post(struct web *w);

/* ---- handlers of user_page.c ---- */
result user_show(struct web *w);
result user_active_post(struct web *w);
result user_role_post(struct web *w);
result user_role_end_post(struct web *w);
result user_password_post(struct web *w);
result user_sessions_post(struct web *w);
result user_second_post(struct web *w);

/* The stored hash of a user's password; empty for a demo user. */
result user_hash(struct cx *cx, struct db *db, int64_t user_id, str *hash);

#endif

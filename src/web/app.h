/* The application as the web sees it: which rooms, which store, and who decides about sessions and walls. app/ fills
   it once; afterwards it does not change, so workers share it without a lock. */
#ifndef WEB_APP_H
#define WEB_APP_H

#include "web/feature.h"

/* Given by the room that owns users. Both push an error only when they cannot decide (database) or must refuse. */
struct auth {
    /* The session of a token (never empty). Known and alive: fills cx->actor, cx->lang (the user's own language),
       session_id, user_name, behalf_name, home_code, home_name, hold. Unknown or expired: leaves session_id 0 and
       succeeds. */
    result (*session)(struct web *w, str token);
    /* Fills org_id, org_code, org_name, org_demo for the organisation of that code. Unknown, or behind another wall:
       ERR_NOT_FOUND. WALL_GRANT through a grant or decision: also grant_id, opening, and `opened`, which logs the
       opening once the handler is through. Runs after the capability was checked. */
    result (*wall)(struct web *w, enum wall wall, str org_code);
    /* The program that shows a token ("hpt_…"): fills cx->actor, cx->lang, session_id (not 0), token_id, user_name, or
       refuses. NULL: no tokens here. */
    result (*token)(struct web *w, str token);
};

/* Given by the room that keeps what was typed; both may be NULL. */
struct kept;
struct keeping {
    /* Somebody whose session has ended sent a form: keeps it for them. *id 0 = nobody known, or not to be kept. */
    result (*park)(struct web *w, const struct kept *k, int64_t *id);
    /* The form with w->request_id was carried out: what was kept of it goes. */
    result (*sent)(struct web *w);
};

struct router;
struct limit;
struct app {
    struct store *store;
    const struct feature *const *features;
    int n_features;
    struct auth auth;
    struct keeping keep;
    bool demo;          /* one-click log-in; answers to loopback names only */
    bool measure;       /* Server-Timing and X-Statements on every answer (demo and tests) */
    uint8_t secret[32]; /* of this installation: form tokens hang on it */
    struct router *router;
    struct limit *api_limit; /* requests of programs; made with the router */
};

/* Builds app->router from the rooms' tables in cx->mem, which must outlive app. Refuses (ERR_BUG, one error each): an
   unset wall, a wall that does not fit its path, two routes for one method and path, one path in two rooms, a method
   other than GET without form, a form without a name. */
result app_build_router(struct cx *cx, struct app *app);

/* For http_config.body_cap: what the route's form can need, and little for anything else. */
size_t web_body_cap(void *app, struct arena *mem, enum method method, str path);

/* Answers one request: the http_handler of the program, and what tests call. arg is a struct app. */
void web_dispatch(void *arg, struct cx *cx, const struct request *rq, struct response *rs);

/* For the room that owns sessions: gives the browser a token, or takes it away. */
void web_session_start(struct web *w, str token, int seconds);
void web_session_end(struct web *w);
str web_session_token(const struct web *w); /* from Authorization: Bearer … or the cookie; empty when none */

/* A cookie for this host alone: HttpOnly, SameSite=Lax, Secure under TLS. seconds 0: until the browser closes; < 0:
   gone. */
void web_set_cookie(struct web *w, str name, str value, int seconds);
/* The name that a cookie has here: browsers do not keep ports apart, so the port is part of it. */
str web_cookie_name(const struct web *w, const char *stem);

#endif

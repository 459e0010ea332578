/* The doors for other programs: tokens, and what is told to others when something happened. See README.md.
   Memory: results live in cx->mem. All functions push their errors on cx. needs: identity, organisations */
#ifndef FEATURES_API_H
#define FEATURES_API_H

#include "web/feature.h"

extern const struct feature api_feature;

/* ---- tokens ---- */
struct token_new {
    int64_t org_id, user_id;
    str name;        /* what it is for */
    uint64_t scopes; /* within what the user may do here: ERR_INVALID "token.scope" */
    date until;      /* its last day; at most a year ahead */
    str request_id;  /* the same again: ERR_CONFLICT "token.made", for the token itself is shown once */
};
struct token_made {
    int64_t id;
    str token; /* "hpt_…": kept nowhere */
};
/* All mistakes at once. The caller locks org_id. */
result token_add(struct cx *cx, struct db *db, const struct token_new *in, struct token_made *out);
struct token {
    int64_t id, user_id, made_at, revoked_at, used_at;
    str login, name, scopes; /* names of capabilities with a space between */
    date until;
    str state; /* "live" "ended" "revoked" */
};
/* Of one user; user_id 0 = all of the organisation. The oldest first. */
result token_list(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, struct token **out, int *n);
/* user_id 0 = whoever's. ERR_NOT_FOUND "token.not_found". */
struct token_key {
    int64_t user_id, id;
};
result token_get(struct cx *cx, struct db *db, int64_t org_id, struct token_key key, struct token *out);
result token_revoke(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, int64_t id);
/* "stock.read intake" → bits; pushes ERR_INVALID "token.scope" for an unknown name. */
result token_scopes_of(struct cx *cx, str names, uint64_t *out);
str token_scope_names(struct arena *mem, uint64_t scopes);

/* For the web: fills the actor of a live token; refuses any other with ERR_LOGIN "token.refused". Notes the use, at
   most once a minute; the first one of a day stands in the audit. */
result auth_token(struct web *w, str token);

#endif

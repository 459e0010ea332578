/* Users, roles, sessions, walls and grants. Who somebody is, what they may do, whose records they may open.
   needs: organisations */
#ifndef FEATURES_IDENTITY_H
#define FEATURES_IDENTITY_H

#include "web/opening.h"

extern const struct feature identity_feature;

/* ---- roles ---- */
struct role {
    const char *key, *label; /* T("…") */
    uint64_t caps;
    const char *kinds; /* of organisation where it exists, with spaces around each; "" = every kind */
};
extern const struct role roles[];
extern const int n_roles;
/* "accountant, cashier" → "Kế toán, Thủ quỹ". */
str role_words(struct cx *cx, str keys);
const struct role *role_find(str key);
bool role_fits(const struct role *role, str org_kind);
const char *cap_name(enum cap c);               /* "voucher.post" */
str cap_label(const struct cx *cx, enum cap c); /* "post vouchers" */
str caps_text(struct cx *cx, uint64_t caps);    /* labels with commas, without those that everybody has */
/* Stored as names, because bits move when a capability is added. Unknown names are ignored. */
str caps_names(struct arena *mem, uint64_t caps);
uint64_t caps_of_names(str names);

/* ---- users ---- */
struct user_in {
    int64_t org_id; /* home organisation */
    str login, full_name, role;
    str hash; /* from password_prepare, made before the transaction */
    enum lang lang;
    bool is_demo; /* no password: one click in demo mode */
    bool is_own;  /* the person chose the password; else the first log-in asks for one's own */
};
/* All mistakes at once. */
result user_add(struct cx *cx, struct db *db, const struct user_in *in, int64_t *id);
/* own: by the person; else the next log-in asks for one's own. Ends all sessions but this one (0 = all). */
struct user_password {
    int64_t user_id, session_id;
    str hash;
    bool own;
};
result user_password_set(struct cx *cx, struct db *db, const struct user_password *in);
result user_role_set(struct cx *cx, struct db *db, int64_t user_id, int64_t org_id, str role, bool on);
result user_active_set(struct cx *cx, struct db *db, int64_t user_id, bool active);
/* Somebody who was never more than a member asks to be erased: name, user name, password, second step, sessions and
   log-ins go; the row stays for what refers to it. gone false: the user had other roles and stands under what was
   recorded; nothing is done. Wants a transaction that sees everything. */
result user_forget(struct cx *cx, struct db *db, int64_t user_id, bool *gone);
result user_lang_set(struct cx *cx, struct db *db, int64_t user_id, enum lang lang);
struct user {
    int64_t id, org_id;
    str login, full_name, org_name, org_code, roles; /* keys, with commas */
    enum lang lang;
    bool is_active, is_demo;
    int64_t first_at, second_at; /* somebody else chose the password; a code is asked for; 0 = not */
};
result user_by_login(struct cx *cx, struct db *db, str login, struct user *out, bool *found);
/* ERR_NOT_FOUND "user.not_found". */
result user_by_id(struct cx *cx, struct db *db, int64_t id, struct user *out);
result user_list(struct cx *cx, struct db *db, str search, struct user **out, int *n);
/* The roles that somebody has today, by organisation. */
struct user_role_row {
    int64_t org_id;
    str org_code, org_name, role;
};
result user_roles(struct cx *cx, struct db *db, int64_t user_id, struct user_role_row **out, int *n);
result user_count(struct cx *cx, struct db *db, int64_t *n);

/* What a user may do in an organisation today; caps 0 = nothing: unknown, switched off, or without a role there. */
struct user_standing {
    uint64_t caps;
    str full_name;
    enum lang lang;
};
result user_standing(struct cx *cx, struct db *db, int64_t user_id, int64_t org_id, struct user_standing *out);

/* Checks (at least 10 characters, not a common one: NIST SP 800-63B §5.1.1.2) and hashes (argon2id, 3 passes, 64 MiB,
   at most two at once). Slow by design: never call it inside a transaction. */
result password_prepare(struct cx *cx, str password, str login, str *hash);
bool password_matches(str hash, str password);

/* ---- sessions ---- */
struct login {
    str login, password, peer;
    bool demo; /* one click: allowed for demo users of a demo installation on loopback; the caller checks that */
};
struct login_done {
    str token;
    bool half; /* a code is asked for: the token is for login_second alone, for five minutes */
};
/* ERR_LOGIN "login.refused" without saying whether name or password was wrong; ERR_BUSY "login.wait" after too many
 * tries. */
result login_start(struct cx *cx, struct store *s, const struct login *in, struct login_done *out);
struct login_code {
    str half_token, code, peer; /* code: of the telephone, or a recovery code */
};
/* ERR_INVALID "second.code"; ERR_LOGIN "login.half" when it took too long; "login.wait" as above. */
result login_second(struct cx *cx, struct store *s, const struct login_code *in, str *token);
/* Whose session it was, also when it has ended; 0 = unknown or revoked. It lets nobody in. */
result session_owner(struct cx *cx, struct store *s, str token, int64_t *user_id);
result session_end(struct cx *cx, struct store *s, str token);
/* Works in another organisation where the user has a role, or under a delegation (0 = by own right). */
struct session_choice {
    int64_t session_id, org_id, delegation_id;
};
result session_choose(struct cx *cx, struct store *s, const struct session_choice *in);
struct session_row {
    int64_t id, created_at, seen_at;
    str peer;
};
result session_list(struct cx *cx, struct db *db, int64_t user_id, struct session_row **out, int *n);
result session_revoke(struct cx *cx, struct db *db, int64_t user_id, int64_t session_id);
/* All of a user, by an administrator: the audit trail says who. */
result session_end_all(struct cx *cx, struct db *db, int64_t user_id);
struct login_row {
    int64_t at;
    str peer;
    bool ok;
};
result login_history(struct cx *cx, struct db *db, int64_t user_id, struct login_row **out, int *n);
struct choice_row {
    int64_t org_id;
    str code, name, roles;
    str kind; /* of the organisation */
    uint64_t caps;
    int64_t delegation_id; /* by delegation of behalf_name, until; 0 = by own right */
    str behalf_name;
    date until;
};
result session_choices(struct cx *cx, struct db *db, int64_t user_id, struct choice_row **out, int *n);

/* ---- grants ---- */
struct grant_in {
    int64_t org_id, grantee_org_id;
    str purpose, decision_number; /* a number makes it an inspection decision */
    date books_from, books_to;    /* which postings it opens; none = all */
    date from, until;
};
result grant_give(struct cx *cx, struct db *db, const struct grant_in *in, int64_t *id);
result grant_withdraw(struct cx *cx, struct db *db, int64_t org_id, int64_t grant_id);
struct grant {
    int64_t id, grantee_org_id, n_use, last_use_at;
    str grantee_name, purpose, decision_number, state; /* "live" "future" "expired" "withdrawn" */
    date books_from, books_to, from, until;
};
result grant_list(struct cx *cx, struct db *db, int64_t org_id, struct grant **out, int *n);
result grant_get(struct cx *cx, struct db *db, int64_t org_id, int64_t grant_id, struct grant *out);
struct grant_use {
    int64_t at, grant_id;
    str who, who_org, action, detail;
};
/* "A for B" */
str grant_who(struct cx *cx, str who, str behalf);
/* The latest ones, at most GRANT_LATEST. */
enum { GRANT_LATEST = 10 };
result grant_latest_uses(struct cx *cx, struct db *db, int64_t org_id, struct grant_use **out, int *n);
/* The live grants of an organisation to a grantee on a day, the longest reaching first. */
struct grant_ask {
    int64_t org_id, grantee_org_id;
    date on;
};
result grant_live(struct cx *cx, struct db *db, struct grant_ask q, struct opening **out, int *n);

/* ---- for the web ---- */
result auth_session(struct web *w, str token);
result auth_wall(struct web *w, enum wall wall, str org_code);
/* Secret of the installation by name, made at first use. */
result secret_get(struct cx *cx, struct store *s, str name, uint8_t out[32]);
/* The same inside a transaction; found false: nobody has needed it yet. */
result secret_peek(struct cx *cx, struct db *db, str name, uint8_t out[32], bool *found);

#endif

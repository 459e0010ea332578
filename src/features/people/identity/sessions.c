/* Logging in and staying so. Only the hash of a token is stored; a stolen database opens no session. */
#include "features/people/identity/delegation.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/identity/second.h"
#include "identity.sql.h"
#include "second.sql.h"

#include "base/hash.h"
#include "os/os.h"
#include "web/limit.h"

#include <pthread.h>

#define MINUTE ((int64_t)60 * 1000000)
#define DAY (24 * 60 * MINUTE)
#define LIFE (7 * DAY)
#define HALF_LIFE (5 * MINUTE)
#define FIRST_LIFE (14 * DAY) /* of a password that somebody else chose */
enum { FAILURES_MAX = 8, CODES_MAX = 5 };

/* Tries per address: memory only, so that an attacker cannot fill the database. Made before any thread serves. */
static struct limit by_peer;
static pthread_once_t by_peer_once = PTHREAD_ONCE_INIT;
static void by_peer_start(void) { limit_init(&by_peer, 20, 3 * 1000000); }

struct act {
    struct login in;
    struct user_get_by_login user;
    bool found, ok, half;
    struct second_seal seal;
    str half_token, code;
    int64_t failures, session_id, org_id, user_id, delegation_id;
    str token;
    struct sha256 hash;
};

static result read_user(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct login_failures f = { 0 };
    TRY(user_get_by_login(db, (struct user_get_by_login_args){ .login = a->in.login }, &a->user, &a->found));
    if (a->found)
        TRY(login_failures(
            db, (struct login_failures_args){ .user_id = a->user.id, .after_at = cx->now_at - 15 * MINUTE }, &f));
    a->failures = f.n_failure;
    return OK;
}

static result note_attempt(struct cx *cx, struct db *db, struct act *a)
{
    int64_t id = db_next_id(db, 0);
    if (id < 0)
        return FAILED;
    return login_insert(
        db, (struct login_insert_args){
                .id = id, .at = cx->now_at, .user_id = a->found ? a->user.id : 0, .peer = a->in.peer, .is_ok = a->ok });
}

/* The password was right; the code is asked for next. */
static result open_half(struct cx *cx, struct db *db, struct act *a)
{
    a->token = os_token(cx->mem);
    a->hash = sha256_of(a->token);
    return half_insert(db, (struct half_insert_args){ .token_hash = sha256_str(&a->hash),
                                                      .user_id = a->user.id,
                                                      .expires_at = cx->now_at + HALF_LIFE });
}

static result open_session(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct role_of_user *r;
    int n;
    if (a->half)
        return open_half(cx, db, a);
    TRY(note_attempt(cx, db, a));
    if (!a->ok)
        return OK;
    TRY(role_of_user(db,
                     (struct role_of_user_args){ .user_id = a->user.id, .on_on = date_of_instant(cx->now_at, ZONE_VN) },
                     &r, &n));
    a->token = os_token(cx->mem);
    a->hash = sha256_of(a->token);
    int64_t id = db_next_id(db, 0), org = a->user.org_id;
    for (int i = 0, has = 0; i < n && !has; i++)
        has = r[i].org_id == a->user.org_id, org = has ? a->user.org_id : r[0].org_id;
    if (id < 0)
        return FAILED;
    return session_insert(db, (struct session_insert_args){ .id = id,
                                                            .token_hash = sha256_str(&a->hash),
                                                            .user_id = a->user.id,
                                                            .chosen_org_id = org,
                                                            .created_at = cx->now_at,
                                                            .seen_at = cx->now_at,
                                                            .expires_at = cx->now_at + LIFE,
                                                            .peer = a->in.peer });
}

/* Of nobody's password: makes an unknown name take as long as a known one. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static result too_many(struct cx *cx, const char *field)
{
    return fail(cx, .kind = ERR_BUSY, .code = S("login.wait"), .field = str_of(field),
                .message = tr(cx, "Too many tries. Wait a quarter of an hour."));
}

static result take_try(struct cx *cx, str peer, const char *field)
{
    pthread_once(&by_peer_once, by_peer_start);
    if (limit_take(&by_peer, peer, os_monotonic(), NULL))
        return OK;
    return fail(cx, .kind = ERR_BUSY, .code = S("login.wait"), .field = str_of(field),
                .message = tr(cx, "Too many tries. Wait a little."));
}

/* Told only to who knows the password. */
static result check_first_password(struct cx *cx, const struct act *a)
{
    if (!a->ok || !a->user.first_password_at || a->user.first_password_at + FIRST_LIFE >= cx->now_at)
        return OK;
    return fail(cx, .kind = ERR_LOGIN, .code = S("login.first_expired"), .field = S("password"),
                .message = tr(cx, "This first password was not used in time."),
                .hint = tr(cx, "Ask the administrator for a new one."));
}

result login_start(struct cx *cx, struct store *s, const struct login *in, struct login_done *out)
{
    struct act a = { .in = *in };
    if (!in->demo)
        TRY(take_try(cx, in->peer, "login"));
    TRY(store_read(s, cx, DB_SCOPE_ALL, read_user, &a));
    if (a.failures >= FAILURES_MAX)
        return too_many(cx, "login");
    if (in->demo)
        a.ok = a.found && a.user.is_demo && a.user.is_active;
    else
        a.ok = password_matches(a.found && a.user.password_hash_text.n ? a.user.password_hash_text : str_of(nobody),
                                in->password) &&
               a.found && a.user.is_active;
    TRY(check_first_password(cx, &a));
    a.half = a.ok && a.user.second_on_at;
    if (a.ok)
        cx->actor.user_id = a.user.id;
    TRY(store_write(s, cx, NULL, 0, open_session, &a));
    if (!a.ok)
        return fail(cx, .kind = ERR_LOGIN, .code = S("login.refused"), .field = S("password"),
                    .message = tr(cx, "The user name or the password is wrong."));
    if (!a.half)
        limit_forgive(&by_peer, in->peer);
    *out = (struct login_done){ a.token, a.half };
    return OK;
}

/* ---- the second step ---- */

static result read_half(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct half_get row;
    struct login_failures f = { 0 };
    struct sha256 hash = sha256_of(a->half_token);
    TRY(half_get(db, (struct half_get_args){ .token_hash = sha256_str(&hash), .now_at = cx->now_at }, &row, &a->found));
    a->found = a->found && row.is_active && row.n_try < CODES_MAX;
    if (!a->found)
        return OK;
    a->user.id = row.user_id;
    a->user.org_id = row.org_id;
    TRY(login_failures(
        db, (struct login_failures_args){ .user_id = row.user_id, .after_at = cx->now_at - 15 * MINUTE }, &f));
    a->failures = f.n_failure;
    return OK;
}

static result second_work(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct sha256 hash = sha256_of(a->half_token);
    str half = sha256_str(&hash);
    TRY(second_take(cx, db, a->user.id, &a->seal, a->code, &a->ok));
    if (a->ok)
        TRY(half_delete(db, (struct half_delete_args){ .token_hash = half }));
    else
        TRY(half_count(db, (struct half_count_args){ .token_hash = half }));
    return open_session(cx, db, a);
}

result login_second(struct cx *cx, struct store *s, const struct login_code *in, str *token)
{
    struct act a = { .in = { .peer = in->peer }, .half_token = in->half_token, .code = in->code };
    TRY(take_try(cx, in->peer, "code"));
    TRY(store_read(s, cx, DB_SCOPE_ALL, read_half, &a));
    if (!a.found)
        return fail(cx, .kind = ERR_LOGIN, .code = S("login.half"),
                    .message = tr(cx, "The log-in took too long. Begin again."));
    if (a.failures >= FAILURES_MAX)
        return too_many(cx, "code");
    TRY(second_seal_get(cx, s, &a.seal));
    cx->actor.user_id = a.user.id;
    TRY(store_write(s, cx, NULL, 0, second_work, &a));
    if (!a.ok)
        return fail(cx, .kind = ERR_INVALID, .code = S("second.code"), .field = S("code"),
                    .message = tr(cx, "This code is not right, or it was used already."),
                    .hint = tr(cx, "Wait for the next code and see whether the telephone's clock is right."));
    limit_forgive(&by_peer, in->peer);
    *token = a.token;
    return OK;
}

static result end_work(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    (void)cx;
    return session_off_token(db, (struct session_off_token_args){ .token_hash = sha256_str(&a->hash) });
}

result session_end(struct cx *cx, struct store *s, str token)
{
    struct act a = { .hash = sha256_of(token) };
    return store_write(s, cx, NULL, 0, end_work, &a);
}

static result not_there(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("session.org"), .field = S("org"),
                .message = tr(cx, "You have no role in this organisation."));
}

/* The delegation that a session works under, if it opens anything at this moment. */
static result delegation_of(struct cx *cx, struct db *db, int64_t user_id, int64_t org_id, int64_t id,
                            struct delegation *out)
{
    struct delegation *d;
    int n;
    *out = (struct delegation){ 0 };
    TRY(id ? delegation_to(cx, db, user_id, &d, &n) : OK);
    for (int i = 0; id && i < n; i++)
        if (d[i].org_id == org_id && d[i].id == id)
            *out = d[i];
    return OK;
}

static result choose_delegation(struct cx *cx, struct db *db, const struct act *a)
{
    struct delegation d;
    TRY(delegation_of(cx, db, cx->actor.user_id, a->org_id, a->delegation_id, &d));
    if (!d.id)
        return not_there(cx);
    return session_put_org(db, (struct session_put_org_args){
                                   .chosen_org_id = a->org_id, .delegation_id = d.id, .id = a->session_id });
}

static result choose_work(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct role_of_user *r;
    int n;
    if (a->delegation_id)
        return choose_delegation(cx, db, a);
    TRY(role_of_user(
        db, (struct role_of_user_args){ .user_id = cx->actor.user_id, .on_on = date_of_instant(cx->now_at, ZONE_VN) },
        &r, &n));
    for (int i = 0; i < n; i++)
        if (r[i].org_id == a->org_id)
            return session_put_org(db,
                                   (struct session_put_org_args){ .chosen_org_id = a->org_id, .id = a->session_id });
    return not_there(cx);
}

result session_choose(struct cx *cx, struct store *s, const struct session_choice *in)
{
    struct act a = { .session_id = in->session_id, .org_id = in->org_id, .delegation_id = in->delegation_id };
    return store_write(s, cx, NULL, 0, choose_work, &a);
}

result session_list(struct cx *cx, struct db *db, int64_t user_id, struct session_row **out, int *n)
{
    struct session_rows *r;
    TRY(session_rows(db, (struct session_rows_args){ .user_id = user_id, .after_at = cx->now_at }, &r, n));
    *out = new (cx->mem, struct session_row, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct session_row){ r[i].id, r[i].created_at, r[i].seen_at, r[i].peer };
    return OK;
}

result session_revoke(struct cx *cx, struct db *db, int64_t user_id, int64_t session_id)
{
    int64_t changed;
    TRY(session_off(db, (struct session_off_args){ .id = session_id, .user_id = user_id }, &changed));
    if (changed)
        return OK;
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("session.not_found"), .field = S("id"),
                .message = tr(cx, "There is no such session."));
}

result session_end_all(struct cx *cx, struct db *db, int64_t user_id)
{
    TRY(session_off_others(db, (struct session_off_others_args){ .user_id = user_id }));
    return audit_write(cx, db, (struct audit){ 0, S("user.log_out"), S("user"), user_id, 0, S("") });
}

result login_history(struct cx *cx, struct db *db, int64_t user_id, struct login_row **out, int *n)
{
    struct login_rows *r;
    TRY(login_rows(db, (struct login_rows_args){ .user_id = user_id }, &r, n));
    *out = new (cx->mem, struct login_row, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct login_row){ r[i].at, r[i].peer, r[i].is_ok };
    return OK;
}

result session_choices(struct cx *cx, struct db *db, int64_t user_id, struct choice_row **out, int *n)
{
    struct role_of_user *r;
    int n_role;
    TRY(role_of_user(db,
                     (struct role_of_user_args){ .user_id = user_id, .on_on = date_of_instant(cx->now_at, ZONE_VN) },
                     &r, &n_role));
    struct delegation *d;
    int n_handed;
    TRY(delegation_to(cx, db, user_id, &d, &n_handed));
    *out = new (cx->mem, struct choice_row, n_role + n_handed);
    *n = 0;
    for (int i = 0; i < n_role; i++) {
        const struct role *role = role_find(r[i].role);
        str label = role_words(cx, r[i].role);
        struct choice_row *last = *n ? &(*out)[*n - 1] : NULL;
        if (last && last->org_id == r[i].org_id)
            last->roles = str_fmt(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(last->roles), STR_ARG(label));
        else
            (*out)[(*n)++] = (struct choice_row){
                .org_id = r[i].org_id, .code = r[i].code, .name = r[i].name, .roles = label, .kind = r[i].kind
            };
        (*out)[*n - 1].caps |= role ? role->caps : 0;
    }
    for (int i = 0; i < n_handed; i++)
        (*out)[(*n)++] = (struct choice_row){ .org_id = d[i].org_id,
                                              .code = d[i].org_code,
                                              .name = d[i].org_name,
                                              .roles = caps_text(cx, d[i].caps),
                                              .kind = d[i].org_kind,
                                              .caps = d[i].caps,
                                              .delegation_id = d[i].id,
                                              .behalf_name = d[i].from_name,
                                              .until = d[i].until };
    return OK;
}

/* ---- what the web asks ---- */

struct look {
    str token;
    int64_t session_id;
    str user_name, home_code, home_name;
    bool stale; /* not seen for a while: write that down */
    str hold, behalf_name;
};

/* Offices and the alliance have no workspace, and some have nothing to do in one. */
static bool has_workspace(const struct cx *cx, str kind)
{
    str word = str_fmt(cx->mem, " " STR_FMT " ", STR_ARG(kind));
    return str_find(S(" cooperative union group enterprise "), word) >= 0 &&
           (cx_can(cx, CAP_ORG_READ) || cx_can(cx, CAP_OWN));
}

static result look_up(struct cx *cx, struct db *db, void *arg)
{
    struct look *w = arg;
    struct sha256 h = sha256_of(w->token);
    struct session_by_token row;
    struct delegation handed;
    struct role_of_user *r;
    bool found;
    int n;
    TRY(session_by_token(db, (struct session_by_token_args){ .token_hash = sha256_str(&h) }, &row, &found));
    if (!found || row.is_revoked || !row.is_active)
        return OK;
    if (row.expires_at < cx->now_at || row.seen_at + SESSION_IDLE < cx->now_at)
        return OK;
    TRY(role_of_user(
        db, (struct role_of_user_args){ .user_id = row.user_id, .on_on = date_of_instant(cx->now_at, ZONE_VN) }, &r,
        &n));
    cx->actor = (struct actor){
        .user_id = row.user_id, .org_id = row.chosen_org_id, .scope_id = row.chosen_org_id, .caps = CAP_BIT(CAP_LOGIN)
    };
    TRY(delegation_of(cx, db, row.user_id, row.chosen_org_id, row.delegation_id, &handed));
    for (int i = 0; i < n && !row.delegation_id; i++) {
        const struct role *role = role_find(r[i].role);
        if (role && r[i].org_id == row.chosen_org_id)
            cx->actor.caps |= role->caps;
    }
    cx->actor.caps |= handed.caps;
    cx->actor.behalf_id = handed.from_user_id;
    cx->lang = str_eq(row.lang, S("en")) ? LANG_EN : LANG_VI;
    if (row.first_password_at)
        w->hold = S("/me/password");
    else if (!row.second_on_at && second_asked(row.second_rule, cx->actor.caps))
        w->hold = S("/me/second");
    w->session_id = row.id;
    w->user_name = row.full_name;
    w->behalf_name = handed.from_name;
    if (has_workspace(cx, row.kind))
        w->home_code = row.code, w->home_name = row.name;
    w->stale = row.seen_at + 5 * MINUTE < cx->now_at;
    return OK;
}

static result owner_work(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct session_by_token row;
    bool found;
    (void)cx;
    TRY(session_by_token(db, (struct session_by_token_args){ .token_hash = sha256_str(&a->hash) }, &row, &found));
    a->user_id = found && !row.is_revoked && row.is_active ? row.user_id : 0;
    return OK;
}

result session_owner(struct cx *cx, struct store *s, str token, int64_t *user_id)
{
    struct act a = { .hash = sha256_of(token) };
    *user_id = 0;
    TRY(token.n ? store_read(s, cx, DB_SCOPE_ALL, owner_work, &a) : OK);
    *user_id = a.user_id;
    return OK;
}

static result touch(struct cx *cx, struct db *db, void *arg)
{
    const struct web *w = arg;
    return session_touch(db, (struct session_touch_args){ .seen_at = cx->now_at, .id = w->session_id });
}

result auth_session(struct web *w, str token)
{
    struct look ask = { .token = token };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, look_up, &ask));
    w->session_id = ask.session_id;
    w->user_name = ask.user_name;
    w->home_code = ask.home_code;
    w->home_name = ask.home_name;
    w->hold = ask.hold;
    w->behalf_name = ask.behalf_name;
    if (!ask.stale)
        return OK;
    return store_write(w->store, w->cx, NULL, 0, touch, w);
}

/* Tokens: made, listed, withdrawn, and looked up at each request. What a token may is its scopes and what its user may
   today: whoever loses a role loses it for his programs too. */
#include "features/people/identity/identity.h"
#include "features/trust/api/api_parts.h"
#include "tokens.sql.h"

#include "base/hash.h"
#include "os/os.h"
#include "vouchers/audit.h"

#define MINUTE ((int64_t)60 * 1000000)
enum { DAYS_MAX = 366 };

str token_scope_names(struct arena *mem, uint64_t scopes)
{
    str name[CAP_COUNT];
    int n = 0;
    for (int c = CAP_LOGIN + 1; c < CAP_COUNT; c++)
        if (scopes & CAP_BIT(c))
            name[n++] = str_of(cap_names[c]);
    return str_join(mem, name, n, S(" "));
}

static uint64_t scope_of(str name)
{
    for (int c = CAP_LOGIN + 1; c < CAP_COUNT; c++)
        if (str_eq(str_of(cap_names[c]), name))
            return CAP_BIT(c);
    return 0;
}

result token_scopes_of(struct cx *cx, str names, uint64_t *out)
{
    int before = cx->n_errors;
    *out = 0;
    for (struct str_cut c = str_cut(str_trim(names), ' ');; c = str_cut(c.tail, ' ')) {
        uint64_t bit = scope_of(c.head);
        if (c.head.n && !bit)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("token.scope"), .field = S("scope"),
                       .message = TRF(cx, "“{1}” is no capability.", c.head));
        *out |= bit;
        if (!c.found)
            return (result){ cx->n_errors == before };
    }
}

/* ---- making ---- */

static result check_new(struct cx *cx, struct db *db, const struct token_new *in)
{
    struct user_standing who;
    struct api_token_by_request row;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    bool twice;
    int before = cx->n_errors;
    TRY(api_token_by_request(
        db, (struct api_token_by_request_args){ .org_id = in->org_id, .request_id = in->request_id }, &row, &twice));
    if (twice)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("token.made"),
                    .message = tr(cx, "This token was made already and is not shown again."),
                    .hint = tr(cx, "Withdraw it and make another one if you did not keep it."));
    TRY(user_standing(cx, db, in->user_id, in->org_id, &who));
    if (!in->name.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("token.name"), .field = S("name"),
                   .message = tr(cx, "Say what the token is for."));
    if (!in->scopes)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("token.scope"), .field = S("scope"),
                   .message = tr(cx, "Choose what the program may do."));
    if (in->scopes & ~who.caps)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("token.scope"), .field = S("scope"),
                   .message = TRF(cx, "The user may not do this here: {1}.",
                                  token_scope_names(cx->mem, in->scopes & ~who.caps)));
    if (in->until.ymd < today.ymd || in->until.ymd > date_add_days(today, DAYS_MAX).ymd)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("token.until"), .field = S("until"),
                   .message = tr(cx, "A token ends between today and a year from now."));
    return (result){ cx->n_errors == before };
}

static result audit_token(struct cx *cx, struct db *db, int64_t org_id, int64_t id, str action)
{
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id, .action = action, .subject = S("token"), .subject_id = id });
}

result token_add(struct cx *cx, struct db *db, const struct token_new *in, struct token_made *out)
{
    TRY(check_new(cx, db, in));
    *out = (struct token_made){ db_next_id(db, in->org_id),
                                str_fmt(cx->mem, TOKEN_START STR_FMT, STR_ARG(os_token(cx->mem))) };
    struct sha256 hash = sha256_of(out->token);
    if (out->id < 0)
        return FAILED;
    TRY(api_token_insert(db, (struct api_token_insert_args){ .org_id = in->org_id,
                                                             .id = out->id,
                                                             .user_id = in->user_id,
                                                             .name = in->name,
                                                             .token_hash = sha256_str(&hash),
                                                             .scopes = token_scope_names(cx->mem, in->scopes),
                                                             .request_id = in->request_id,
                                                             .made_at = cx->now_at,
                                                             .valid_to_on = in->until }));
    return audit_token(cx, db, in->org_id, out->id, S("token.add"));
}

/* ---- listing, withdrawing ---- */

static result read_tokens(struct cx *cx, struct db *db, struct api_token_all_args a, struct token **out, int *n)
{
    struct api_token_all *r;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    TRY(api_token_all(db, a, &r, n));
    *out = new (cx->mem, struct token, *n);
    for (int i = 0; i < *n; i++) {
        bool ended = r[i].valid_to_on.ymd < today.ymd;
        (*out)[i] = (struct token){ .id = r[i].id,
                                    .user_id = r[i].user_id,
                                    .made_at = r[i].made_at,
                                    .revoked_at = r[i].revoked_at,
                                    .used_at = r[i].used_at,
                                    .login = r[i].login,
                                    .name = r[i].name,
                                    .scopes = r[i].scopes,
                                    .until = r[i].valid_to_on,
                                    .state = r[i].revoked_at ? S("revoked")
                                             : ended         ? S("ended")
                                                             : S("live") };
    }
    return OK;
}

result token_list(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, struct token **out, int *n)
{
    return read_tokens(cx, db, (struct api_token_all_args){ .org_id = org_id, .user_id = user_id }, out, n);
}

static result no_token(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("token.not_found"), .field = S("id"),
                .message = tr(cx, "There is no such token."));
}

result token_get(struct cx *cx, struct db *db, int64_t org_id, struct token_key key, struct token *out)
{
    struct token *t;
    int n = 0;
    if (key.id)
        TRY(read_tokens(cx, db,
                        (struct api_token_all_args){ .org_id = org_id, .user_id = key.user_id, .id = key.id }, &t, &n));
    if (!n)
        return no_token(cx);
    *out = t[0];
    return OK;
}

result token_revoke(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, int64_t id)
{
    int64_t changed;
    TRY(api_token_revoke(
        db, (struct api_token_revoke_args){ .revoked_at = cx->now_at, .org_id = org_id, .id = id, .user_id = user_id },
        &changed));
    if (!changed)
        return no_token(cx);
    return audit_token(cx, db, org_id, id, S("token.revoke"));
}

/* ---- at each request ---- */

struct look {
    str token;
    struct api_token_by_hash row;
    struct user_standing who;
    bool live;
};

static result look_up(struct cx *cx, struct db *db, void *arg)
{
    struct look *l = arg;
    struct sha256 hash = sha256_of(l->token);
    bool found;
    TRY(api_token_by_hash(db, (struct api_token_by_hash_args){ .token_hash = sha256_str(&hash) }, &l->row, &found));
    if (!found || l->row.revoked_at || l->row.valid_to_on.ymd < date_of_instant(cx->now_at, ZONE_VN).ymd)
        return OK;
    TRY(user_standing(cx, db, l->row.user_id, l->row.org_id, &l->who));
    l->live = l->who.caps != 0;
    return OK;
}

static result note_use(struct cx *cx, struct db *db, void *arg)
{
    const struct look *l = arg;
    int64_t org_id = l->row.org_id, id = l->row.id;
    bool first = date_of_instant(cx->now_at, ZONE_VN).ymd != date_of_instant(l->row.used_at, ZONE_VN).ymd;
    TRY(api_token_touch(db, (struct api_token_touch_args){ .used_at = cx->now_at, .org_id = org_id, .id = id }));
    return first ? audit_token(cx, db, org_id, id, S("token.use")) : OK;
}

result auth_token(struct web *w, str token)
{
    struct cx *cx = w->cx;
    struct look l = { .token = token };
    uint64_t scopes;
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, look_up, &l));
    if (!l.live)
        return fail(cx, .kind = ERR_LOGIN, .code = S("token.refused"),
                    .message = tr(cx, "This token is unknown, has ended or was withdrawn."));
    TRY(token_scopes_of(cx, l.row.scopes, &scopes));
    cx->actor = (struct actor){ .user_id = l.row.user_id,
                                .org_id = l.row.org_id,
                                .scope_id = l.row.org_id,
                                .caps = (scopes & l.who.caps) | CAP_BIT(CAP_LOGIN) };
    cx->lang = l.who.lang;
    w->session_id = -l.row.id; /* somebody, but no session of his */
    w->token_id = l.row.id;
    w->user_name = l.who.full_name;
    if (l.row.used_at + MINUTE > cx->now_at)
        return OK;
    return store_write(w->store, cx, &l.row.org_id, 1, note_use, &l);
}

/* Users, their passwords and roles. Hashing is slow by design and therefore never happens inside a transaction. */
#include "features/people/identity/identity.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/identity/password_rules.h"
#include "features/people/identity/second.h"
#include "identity.sql.h"

#include "base/text.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>

/* Two hashes at once are 128 MiB: a flood of log-ins must not take the machine. Initialised once, before any thread. */
static sem_t hashing;
static pthread_once_t hashing_once = PTHREAD_ONCE_INIT;
static void hashing_start(void) { sem_init(&hashing, 0, 2); }

static void hashing_enter(void)
{
    pthread_once(&hashing_once, hashing_start);
    while (sem_wait(&hashing) != 0)
        ; /* interrupted: wait on */
}

enum { PASSES = 3, MEMORY = 64 << 20 };

static result password_hash(struct cx *cx, str password, str *hash)
{
    char out[crypto_pwhash_STRBYTES];
    hashing_enter();
    int rc = crypto_pwhash_str(out, password.s, (unsigned long long)password.n, PASSES, MEMORY);
    sem_post(&hashing);
    if (rc != 0)
        return fail(cx, .kind = ERR_BUSY, .code = S("password.memory"),
                    .message = tr(cx, "There is not enough memory to check a password now."));
    *hash = str_dup(cx->mem, str_of(out));
    return OK;
}

bool password_matches(str hash, str password)
{
    char z[crypto_pwhash_STRBYTES] = { 0 };
    if (hash.n >= (ptrdiff_t)sizeof z)
        return false;
    if (hash.n)
        memcpy(z, hash.s, (size_t)hash.n);
    hashing_enter();
    int rc = crypto_pwhash_str_verify(z, password.s, (unsigned long long)password.n);
    sem_post(&hashing);
    return rc == 0;
}

result password_prepare(struct cx *cx, str password, str login, str *hash)
{
    TRY(password_check(cx, password, login));
    return password_hash(cx, password, hash);
}

static bool login_ok(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '.' || s.s[i] == '-' ||
              s.s[i] == '_'))
            return false;
    return s.n >= 3 && s.n <= 40;
}

static result check_user(struct cx *cx, struct db *db, const struct user_in *in)
{
    struct user_get_by_login same;
    bool taken;
    int before = cx->n_errors;
    if (!login_ok(in->login))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("user.login"), .field = S("login"),
                   .message = tr(cx, "A user name has 3 to 40 small letters, digits, dots or hyphens."));
    if (in->full_name.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("user.name"), .field = S("full_name"),
                   .message = tr(cx, "Give the name of the person."));
    if (!role_find(in->role))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("user.role"), .field = S("role"),
                   .message = tr(cx, "Choose a role from the list."));
    if (!in->is_demo && !in->hash.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("password.length"), .field = S("password"),
                   .message = tr(cx, "A password has at least 10 characters."));
    TRY(user_get_by_login(db, (struct user_get_by_login_args){ .login = in->login }, &same, &taken));
    if (taken)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("user.taken"), .field = S("login"),
                   .message = tr(cx, "This user name is taken."));
    return (result){ cx->n_errors == before };
}

static date today(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

result user_add(struct cx *cx, struct db *db, const struct user_in *in, int64_t *id)
{
    TRY(check_user(cx, db, in));
    *id = db_next_id(db, 0);
    if (*id < 0)
        return FAILED;
    str name = text_nfc(cx->mem, in->full_name);
    TRY(user_insert(db, (struct user_insert_args){ .org_id = in->org_id,
                                                   .id = *id,
                                                   .login = in->login,
                                                   .full_name = name,
                                                   .name_fold = text_fold(cx->mem, name),
                                                   .name_sort = text_sort_key(cx->mem, name),
                                                   .password_hash_text = in->hash,
                                                   .lang = in->lang == LANG_EN ? S("en") : S("vi"),
                                                   .is_demo = in->is_demo,
                                                   .created_at = cx->now_at,
                                                   .first_password_at = in->is_demo || in->is_own ? 0 : cx->now_at }));
    TRY(user_role_set(cx, db, *id, in->org_id, in->role, true));
    return audit_write(cx, db, (struct audit){ in->org_id, S("user.add"), S("user"), *id, 0, in->role });
}

result user_password_set(struct cx *cx, struct db *db, const struct user_password *in)
{
    TRY(user_password_put(db, (struct user_password_put_args){ .password_hash_text = in->hash,
                                                               .first_password_at = in->own ? 0 : cx->now_at,
                                                               .id = in->user_id }));
    TRY(session_off_others(db, (struct session_off_others_args){ .user_id = in->user_id, .id = in->session_id }));
    return audit_write(cx, db,
                       (struct audit){ 0, in->own ? S("user.password") : S("user.first_password"), S("user"),
                                       in->user_id, 0, S("") });
}

/* A role means something only where its work is done: nobody in a cooperative keeps the city's plan. */
static result check_role(struct cx *cx, struct db *db, int64_t org_id, str key, bool on)
{
    const struct role *role = role_find(key);
    struct role_org_kind org = { 0 };
    bool found;
    if (!role)
        return fail(cx, .kind = ERR_INVALID, .code = S("user.role"), .field = S("role"),
                    .message = tr(cx, "Choose a role from the list."));
    TRY(role_org_kind(db, (struct role_org_kind_args){ .org_id = org_id }, &org, &found));
    if (on && !role_fits(role, org.kind))
        return fail(cx, .kind = ERR_INVALID, .code = S("user.role_kind"), .field = S("role"),
                    .message = tr(cx, "This role does not exist in an organisation of this kind."));
    return OK;
}

result user_role_set(struct cx *cx, struct db *db, int64_t user_id, int64_t org_id, str role, bool on)
{
    TRY(check_role(cx, db, org_id, role, on));
    if (on)
        TRY(role_put(db, (struct role_put_args){
                             .org_id = org_id, .user_id = user_id, .role = role, .valid_from_on = today(cx) }));
    else
        TRY(role_end(db,
                     (struct role_end_args){
                         .org_id = org_id, .user_id = user_id, .role = role, .end_on = date_add_days(today(cx), -1) }));
    return audit_write(cx, db,
                       (struct audit){ org_id, on ? S("user.role") : S("user.role_end"), S("user"), user_id, 0, role });
}

result user_active_set(struct cx *cx, struct db *db, int64_t user_id, bool active)
{
    TRY(user_active_put(db, (struct user_active_put_args){ .is_active = active, .id = user_id }));
    return audit_write(
        cx, db, (struct audit){ 0, active ? S("user.activate") : S("user.deactivate"), S("user"), user_id, 0, S("") });
}

result user_forget(struct cx *cx, struct db *db, int64_t user_id, bool *gone)
{
    struct user_other_roles more;
    str login = str_fmt(cx->mem, "da-xoa-%lld", (long long)user_id);
    TRY(user_other_roles(db, (struct user_other_roles_args){ .user_id = user_id }, &more));
    *gone = more.n_role == 0;
    if (!*gone)
        return OK;
    TRY(user_put_gone(db, (struct user_put_gone_args){ .full_name = S(PERSON_GONE), .login = login, .id = user_id }));
    TRY(second_forget(cx, db, user_id));
    TRY(session_drop(db, (struct session_drop_args){ .user_id = user_id }));
    TRY(login_drop(db, (struct login_drop_args){ .user_id = user_id }));
    TRY(second_drop(db, user_id));
    return audit_write(cx, db, (struct audit){ 0, S("user.forget"), S("user"), user_id, 0, S("") });
}

result user_lang_set(struct cx *cx, struct db *db, int64_t user_id, enum lang lang)
{
    (void)cx;
    return user_lang_put(db, (struct user_lang_put_args){ .lang = lang == LANG_EN ? S("en") : S("vi"), .id = user_id });
}

result user_by_login(struct cx *cx, struct db *db, str login, struct user *out, bool *found)
{
    struct user_get_by_login u;
    (void)cx;
    TRY(user_get_by_login(db, (struct user_get_by_login_args){ .login = login }, &u, found));
    if (*found)
        *out = (struct user){ .id = u.id,
                              .org_id = u.org_id,
                              .login = u.login,
                              .full_name = u.full_name,
                              .lang = str_eq(u.lang, S("en")) ? LANG_EN : LANG_VI,
                              .is_active = u.is_active,
                              .is_demo = u.is_demo };
    return OK;
}

result user_by_id(struct cx *cx, struct db *db, int64_t id, struct user *out)
{
    struct user_get u;
    bool found;
    TRY(user_get(db, (struct user_get_args){ .id = id }, &u, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("user.not_found"), .field = S("login"),
                    .message = tr(cx, "There is no such user."));
    *out = (struct user){ .id = u.id,
                          .org_id = u.org_id,
                          .login = u.login,
                          .full_name = u.full_name,
                          .lang = str_eq(u.lang, S("en")) ? LANG_EN : LANG_VI,
                          .is_active = u.is_active,
                          .is_demo = u.is_demo,
                          .first_at = u.first_password_at,
                          .second_at = u.second_on_at };
    return OK;
}

result user_roles(struct cx *cx, struct db *db, int64_t user_id, struct user_role_row **out, int *n)
{
    struct role_of_user *r;
    TRY(role_of_user(db, (struct role_of_user_args){ .user_id = user_id, .on_on = today(cx) }, &r, n));
    *out = new (cx->mem, struct user_role_row, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct user_role_row){ r[i].org_id, r[i].code, r[i].name, r[i].role };
    return OK;
}

static str roles_of(struct cx *cx, const struct role_all *r, int n, int64_t user_id)
{
    struct buf b = buf_new(cx->mem);
    for (int i = 0; i < n; i++)
        if (r[i].user_id == user_id) {
            buf_put(&b, b.n ? S(",") : S(""));
            buf_put(&b, r[i].role);
        }
    return buf_str(&b);
}

result user_list(struct cx *cx, struct db *db, str search, struct user **out, int *n)
{
    struct user_rows *u;
    struct role_all *r;
    int n_user, n_role;
    str fold = text_fold(cx->mem, search);
    TRY(user_rows(db, &u, &n_user));
    TRY(role_all(db, (struct role_all_args){ .on_on = today(cx) }, &r, &n_role));
    *out = new (cx->mem, struct user, n_user);
    *n = 0;
    for (int i = 0; i < n_user; i++)
        if (fold.n == 0 || str_find(text_fold(cx->mem, u[i].full_name), fold) >= 0 || str_find(u[i].login, fold) >= 0)
            (*out)[(*n)++] = (struct user){ .id = u[i].id,
                                            .org_id = u[i].org_id,
                                            .login = u[i].login,
                                            .full_name = u[i].full_name,
                                            .org_name = u[i].org_name,
                                            .org_code = u[i].org_code,
                                            .roles = roles_of(cx, r, n_role, u[i].id),
                                            .lang = str_eq(u[i].lang, S("en")) ? LANG_EN : LANG_VI,
                                            .is_active = u[i].is_active,
                                            .is_demo = u[i].is_demo };
    return OK;
}

result user_count(struct cx *cx, struct db *db, int64_t *n)
{
    struct user_total row;
    (void)cx;
    TRY(user_total(db, &row));
    *n = row.n_user;
    return OK;
}

result user_hash(struct cx *cx, struct db *db, int64_t user_id, str *hash)
{
    struct user_hash_get row;
    bool found;
    (void)cx;
    TRY(user_hash_get(db, (struct user_hash_get_args){ .id = user_id }, &row, &found));
    *hash = found ? row.password_hash_text : S("");
    return OK;
}

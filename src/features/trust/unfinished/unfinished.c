/* unfinished: see README.md. Use cases: keep, open, list, delete, forget. Nothing here may look at what is kept: it is
   sealed, opened for its owner alone and shown as the form it came from. */
#include "features/trust/unfinished/unfinished_pages.h"
#include "features/people/identity/identity.h"
#include "unfinished.sql.h"

#include "base/json.h"
#include "os/os.h"
#include "web/waits.h"

#include <sodium.h>

#define DAY ((int64_t)24 * 3600 * 1000000)
enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

struct keeping_work {
    const struct kept *k;
    int64_t user_id, id;
    str sealed;
    struct unfinished_get row;
};

/* ---- sealing ---- */

static str seal(struct cx *cx, const uint8_t key[32], str text)
{
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, (size_t)text.n + NONCE + MAC, 1);
    os_random(out, NONCE);
    crypto_secretbox_easy(out + NONCE, (const uint8_t *)text.s, (unsigned long long)text.n, out, key);
    return (str){ (const char *)out, text.n + NONCE + MAC };
}

static bool unseal(struct cx *cx, const uint8_t key[32], str sealed, str *text)
{
    ptrdiff_t n = sealed.n - NONCE - MAC;
    if (n < 0)
        return false;
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, (size_t)n + 1, 1);
    *text = (str){ (const char *)out, n };
    return !crypto_secretbox_open_easy(out, (const uint8_t *)sealed.s + NONCE, (unsigned long long)(sealed.n - NONCE),
                                       (const uint8_t *)sealed.s, key);
}

static str pairs_json(struct cx *cx, const struct kept *k)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_array(&j);
    for (int i = 0; i < k->n; i++) {
        json_put_str(&j, k->pair[i].name);
        json_put_str(&j, k->pair[i].value);
    }
    json_end_array(&j);
    return buf_str(&b);
}

static bool pairs_of(struct cx *cx, str text, struct kept *k)
{
    struct json *tree;
    if (!json_parse(cx->mem, text, &tree, NULL))
        return false;
    struct pair *p = new (cx->mem, struct pair, tree->n / 2 + 1);
    k->pair = p;
    k->n = 0;
    for (const struct json *v = tree->child; v && v->next; v = v->next->next)
        if (json_as_str(v, &p[k->n].name) && json_as_str(v->next, &p[k->n].value))
            k->n++;
    return true;
}

bool unfinished_unseal(struct cx *cx, const uint8_t key[32], str sealed, struct kept *out)
{
    str text;
    return unseal(cx, key, sealed, &text) && pairs_of(cx, text, out);
}

/* ---- use cases ---- */

/* Whoever keeps too many loses the oldest. */
static result make_room(struct db *db, int64_t user_id)
{
    struct unfinished_rows *row;
    int n;
    TRY(unfinished_rows(db, (struct unfinished_rows_args){ .user_id = user_id, .path = S("") }, &row, &n));
    for (int i = UNFINISHED_MAX - 1; i < n; i++)
        TRY(unfinished_drop(db, (struct unfinished_drop_args){ .id = row[i].id, .user_id = user_id }));
    return OK;
}

static result keep_work(struct cx *cx, struct db *db, void *arg)
{
    struct keeping_work *x = arg;
    struct unfinished_by_key row;
    bool found;
    TRY(unfinished_by_key(db, (struct unfinished_by_key_args){ .user_id = x->user_id, .request_key = x->k->request_id },
                          &row, &found));
    if (found) {
        x->id = row.id;
        return unfinished_set(db, (struct unfinished_set_args){ .path = x->k->path,
                                                                .sealed_bytes = x->sealed,
                                                                .now_at = cx->now_at,
                                                                .id = row.id,
                                                                .user_id = x->user_id });
    }
    TRY(make_room(db, x->user_id));
    x->id = db_next_id(db, 0);
    if (x->id < 0)
        return FAILED;
    return unfinished_insert(db, (struct unfinished_insert_args){ .id = x->id,
                                                                  .user_id = x->user_id,
                                                                  .request_key = x->k->request_id,
                                                                  .path = x->k->path,
                                                                  .sealed_bytes = x->sealed,
                                                                  .now_at = cx->now_at });
}

result unfinished_keep(struct cx *cx, struct store *s, int64_t user_id, const struct kept *k, int64_t *id)
{
    struct keeping_work x = { .k = k, .user_id = user_id };
    str text = pairs_json(cx, k);
    uint8_t key[32];
    *id = 0;
    if (text.n > UNFINISHED_BYTES || k->path.n > 300)
        return OK;
    TRY(secret_get(cx, s, S("unfinished"), key));
    x.sealed = seal(cx, key, text);
    TRY(store_write(s, cx, NULL, 0, keep_work, &x));
    *id = x.id;
    return OK;
}

static result not_here(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("unfinished.not_found"),
                .message = tr(cx, "There is no such unfinished entry of yours."),
                .hint = tr(cx, "It was sent or deleted, or it is older than thirty days."));
}

static result open_work(struct cx *cx, struct db *db, void *arg)
{
    struct keeping_work *x = arg;
    bool found;
    TRY(unfinished_get(db, (struct unfinished_get_args){ .id = x->id, .user_id = cx->actor.user_id }, &x->row, &found));
    return found ? OK : not_here(cx);
}

result unfinished_open(struct cx *cx, struct store *s, int64_t id, struct kept *out, int64_t *changed_at)
{
    struct keeping_work x = { .id = id };
    uint8_t key[32];
    TRY(store_read(s, cx, DB_SCOPE_ALL, open_work, &x));
    TRY(secret_get(cx, s, S("unfinished"), key));
    *out = (struct kept){ .path = x.row.path, .request_id = x.row.request_key };
    *changed_at = x.row.changed_at;
    return unfinished_unseal(cx, key, x.row.sealed_bytes, out) ? OK : not_here(cx);
}

result unfinished_list(struct cx *cx, struct db *db, str path, struct unfinished_row **out, int *n)
{
    struct unfinished_rows *row;
    TRY(unfinished_rows(db, (struct unfinished_rows_args){ .user_id = cx->actor.user_id, .path = path }, &row, n));
    *out = new (cx->mem, struct unfinished_row, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct unfinished_row){ row[i].id, row[i].changed_at, row[i].path, row[i].request_key };
    return OK;
}

static result delete_work(struct cx *cx, struct db *db, void *arg)
{
    const struct keeping_work *x = arg;
    return unfinished_drop(db, (struct unfinished_drop_args){ .id = x->id, .user_id = cx->actor.user_id });
}

result unfinished_delete(struct cx *cx, struct store *s, int64_t id)
{
    struct keeping_work x = { .id = id };
    return store_write(s, cx, NULL, 0, delete_work, &x);
}

static result old_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return unfinished_forget(db, (struct unfinished_forget_args){ .before_at = cx->now_at - UNFINISHED_DAYS * DAY });
}

result unfinished_old(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, old_work, NULL); }

/* ---- what the router asks ---- */

result unfinished_park(struct web *w, const struct kept *k, int64_t *id)
{
    int64_t user_id;
    *id = 0;
    TRY(session_owner(w->cx, w->store, web_session_token(w), &user_id));
    return user_id ? unfinished_keep(w->cx, w->store, user_id, k, id) : OK;
}

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct keeping_work *x = arg;
    struct unfinished_by_key row;
    bool found;
    TRY(unfinished_by_key(
        db, (struct unfinished_by_key_args){ .user_id = cx->actor.user_id, .request_key = x->k->request_id }, &row,
        &found));
    x->id = found ? row.id : 0;
    return OK;
}

result unfinished_sent(struct web *w)
{
    struct kept k = { .request_id = w->request_id };
    struct keeping_work x = { .k = &k };
    if (!w->cx->actor.user_id)
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, find_work, &x));
    return x.id ? unfinished_delete(w->cx, w->store, x.id) : OK;
}

static const struct personal_field personal[] = {
    { "unfinished", "sealed_bytes", T("What was typed and not sent yet"),
      T("That nothing typed is lost when the power fails or the session ends"),
      T("Contract of use; sealed, without personal numbers"), T("The person who typed it"), T("Thirty days"), true },
};
static const struct feature_job jobs[] = {
    { "unfinished.forget", 24 * 60, unfinished_old },
};
static const struct invariant invariants[] = {
    { "unfinished.key", &inv_unfinished_key_stmt },
};
static result waits_unfinished(struct web *w, struct db *db, int64_t *n)
{
    struct unfinished_row *row;
    int n_row;
    TRY(unfinished_list(w->cx, db, S(""), &row, &n_row));
    *n = n_row;
    return OK;
}

static const struct waiting waits[] = {
    { T("{1} unfinished entries of yours"), "/unfinished", CAP_LOGIN, 90, waits_unfinished },
};
static const struct menu menu[] = {
    { "/unfinished", T("Unfinished entries"), CAP_LOGIN, 94, false },
};
const struct feature unfinished_feature = { .name = "unfinished",
                                            .routes = unfinished_routes,
                                            .n_routes = N_UNFINISHED_ROUTES,
                                            .menu = menu,
                                            .n_menu = COUNT(menu),
                                            .waits = waits,
                                            .n_waits = COUNT(waits),
                                            .invariants = invariants,
                                            .n_invariants = COUNT(invariants),
                                            .jobs = jobs,
                                            .n_jobs = COUNT(jobs),
                                            .personal = personal,
                                            .n_personal = COUNT(personal),
                                            .tell_person = unfinished_tell_person,
                                            .forget_person = unfinished_forget_person };

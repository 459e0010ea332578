/* Whose records somebody may open: one's own, those in one's scope, those granted. Another wall's record does not
 * exist. */
#include "features/people/identity/identity.h"
#include "identity.sql.h"

#include "os/os.h"

struct passing {
    enum wall wall;
    str code;
    struct wall_org org;
    struct opening *opening;
    int n_opening;
    bool may;
};

static result decide(struct cx *cx, struct db *db, void *arg)
{
    struct passing *p = arg;
    bool found, own;
    TRY(wall_org(db, (struct wall_org_args){ .scope_id = cx->actor.scope_id, .code = p->code }, &p->org, &found));
    if (!found)
        return OK;
    own = cx->actor.user_id && p->org.org_id == cx->actor.org_id;
    p->may = own || (p->wall == WALL_SCOPE && p->org.is_in_scope);
    if (p->may || p->wall != WALL_GRANT || !cx->actor.user_id)
        return OK;
    TRY(grant_live(cx, db, (struct grant_ask){ p->org.org_id, cx->actor.org_id, date_of_instant(cx->now_at, ZONE_VN) },
                   &p->opening, &p->n_opening));
    p->may = p->n_opening > 0;
    return OK;
}

/* What was opened, without names: the path says which page and which voucher. */
static result log_use(struct cx *cx, struct db *db, void *arg)
{
    const struct web *w = arg;
    return audit_write(cx, db,
                       (struct audit){ w->org_id, S("grant.open"), S("page"), web_param_id(w, S("id")), w->grant_id,
                                       w->rq->path });
}

static result opened(struct web *w) { return store_write(w->store, w->cx, &w->org_id, 1, log_use, w); }

result auth_wall(struct web *w, enum wall wall, str org_code)
{
    struct passing p = { .wall = wall, .code = org_code };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, decide, &p));
    if (!p.may)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("wall.not_found"),
                    .message = tr(w->cx, "There is no such organisation here."));
    w->org_id = p.org.org_id;
    w->org_code = p.org.code;
    w->org_name = p.org.name;
    w->org_demo = p.org.is_demo;
    w->opening = p.opening;
    w->n_opening = p.n_opening;
    w->grant_id = p.n_opening ? p.opening[0].grant_id : 0;
    w->opened = opened;
    return OK;
}

struct secret_ask {
    str name;
    uint8_t *out;
};

static result read_secret(struct cx *cx, struct db *db, void *arg)
{
    struct secret_ask *a = arg;
    struct secret_one row;
    uint8_t fresh[32];
    bool found;
    TRY(secret_one(db, (struct secret_one_args){ .name = a->name }, &row, &found));
    if (!found) {
        os_random(fresh, sizeof fresh);
        TRY(secret_insert(
            db, (struct secret_insert_args){ .name = a->name, .secret_bytes = { (const char *)fresh, sizeof fresh } }));
        TRY(secret_one(db, (struct secret_one_args){ .name = a->name }, &row, &found));
    }
    if (row.secret_bytes.n != 32)
        return fail(cx, .kind = ERR_ENV, .code = S("secret.broken"),
                    .message = tr(cx, "A secret of this installation is broken."));
    memcpy(a->out, row.secret_bytes.s, 32);
    return OK;
}

result secret_peek(struct cx *cx, struct db *db, str name, uint8_t out[32], bool *found)
{
    struct secret_one row;
    (void)cx;
    TRY(secret_one(db, (struct secret_one_args){ .name = name }, &row, found));
    *found = *found && row.secret_bytes.n == 32;
    if (*found)
        memcpy(out, row.secret_bytes.s, 32);
    return OK;
}

result secret_get(struct cx *cx, struct store *s, str name, uint8_t out[32])
{
    struct secret_ask a = { name, out };
    return store_write(s, cx, NULL, 0, read_secret, &a);
}

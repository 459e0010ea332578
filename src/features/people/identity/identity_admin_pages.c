/* Pages about others: users of the installation, access to a cooperative's books. */
#include "features/people/identity/identity_forms.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"
#include "identity.html.h"

struct admin {
    struct org_row *org;
    int n_org;
    struct user_in in;
    str org_code;
    int64_t id;
};

static result orgs_of(struct cx *cx, struct db *db, struct admin *a)
{
    int64_t total;
    struct org_filter f = { .demo = ORG_BOTH, .limit = 5000 };
    return org_list(cx, db, &f, &a->org, &a->n_org, &total);
}

static const struct choice *choices(struct cx *cx, const struct admin *a, int64_t without)
{
    struct choice *c = new (cx->mem, struct choice, a->n_org + 1);
    int n = 0;
    c[n++] = (struct choice){ S(""), tr(cx, "Choose…") };
    for (int i = 0; i < a->n_org; i++)
        c[n++] = (struct choice){ a->org[i].org_id == without ? S("") : a->org[i].code, a->org[i].name };
    return c;
}

static result orgs_work(struct cx *cx, struct db *db, void *arg) { return orgs_of(cx, db, arg); }

result user_new_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct admin a = { 0 };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, orgs_work, &a));
    struct user_new_page m = { .csrf = web_csrf_fields(w),
                               .rq = post ? w->rq : NULL,
                               .in = post ? w->in : NULL,
                               .org = choices(w->cx, &a, 0),
                               .n_org = a.n_org + 1 };
    user_new_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Add a user"), &h) : web_page(w, tr(w->cx, "Add a user"), &h);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct admin *a = arg;
    struct organisation org;
    TRY(org_by_code(cx, db, a->org_code, &org));
    a->in.org_id = org.org_id;
    return user_add(cx, db, &a->in, &a->id);
}

result users_post(struct web *w)
{
    const struct user_form_in *in = w->in;
    struct admin a = { .org_code = in->org,
                       .in = {
                           .login = in->login, .full_name = in->full_name, .role = in->role, .lang = w->cx->lang } };
    TRY(password_prepare(w->cx, in->password, in->login, &a.in.hash));
    TRY(store_write(w->store, w->cx, NULL, 0, add_work, &a));
    web_flash(w, TRF(w->cx, "User {1} was added.", in->login));
    return web_redirect(w, S("/users"));
}

/* ---- grants ---- */

struct granting {
    struct web *w;
    struct grant *grant;
    struct grant_use *use;
    struct admin orgs;
    int n, n_use;
    struct grant_in in;
    str grantee;
    int64_t id;
};

static result grants_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    TRY(grant_list(cx, db, g->w->org_id, &g->grant, &g->n));
    TRY(grant_uses(cx, db, g->w->org_id, &g->use, &g->n_use));
    return orgs_of(cx, db, &g->orgs);
}

str grant_books_text(struct cx *cx, const struct grant *g)
{
    bool from = g->books_from.ymd != 0, to = g->books_to.ymd != DATE_OPEN.ymd;
    if (!from && !to)
        return tr(cx, "All");
    return str_fmt(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(from ? date_text(cx->mem, g->books_from) : S("…")),
                   STR_ARG(to ? date_text(cx->mem, g->books_to) : S("…")));
}

result grants_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct granting g = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, grants_work, &g));
    struct grants_page m = { .csrf = web_csrf_fields(w),
                             .rq = post ? w->rq : NULL,
                             .in = post ? w->in : NULL,
                             .org_code = w->org_code,
                             .can_give = cx_can(w->cx, CAP_GRANT),
                             .grant = g.grant,
                             .n = g.n,
                             .use = g.use,
                             .n_use = g.n_use,
                             .grantee = choices(w->cx, &g.orgs, w->org_id),
                             .n_grantee = g.orgs.n_org + 1 };
    if (web_wants_json(w))
        return web_data(w, &m);
    grants_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Access to our books"), &h)
                : web_page(w, tr(w->cx, "Access to our books"), &h);
}

/* Read before the writing: a transaction that locks one organisation sees only that one. */
static result grantee_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    struct organisation org;
    TRY(org_by_code(cx, db, g->grantee, &org));
    g->in.grantee_org_id = org.org_id;
    return OK;
}

static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return grant_give(cx, db, &g->in, &g->id);
}

static str grants_path(struct web *w) { return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/grants", STR_ARG(w->org_code)); }

result grants_post(struct web *w)
{
    const struct grant_form_in *in = w->in;
    struct granting g = { .w = w,
                          .grantee = in->grantee,
                          .in = { .org_id = w->org_id,
                                  .purpose = in->purpose,
                                  .decision_number = in->decision_number,
                                  .books_from = in->books_from,
                                  .books_to = in->books_to,
                                  .from = in->from,
                                  .until = in->until } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, grantee_work, &g));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, give_work, &g));
    web_flash(w, tr(w->cx, "Access was given."));
    return web_redirect(w, grants_path(w));
}

static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return grant_withdraw(cx, db, g->w->org_id, g->id);
}

result grants_withdraw_post(struct web *w)
{
    const struct id_in *in = w->in;
    struct granting g = { .w = w, .id = in->id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, withdraw_work, &g));
    web_flash(w, tr(w->cx, "Access was withdrawn."));
    return web_redirect(w, grants_path(w));
}

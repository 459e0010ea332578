/* Pages about others: adding a user. */
#include "features/people/identity/identity_forms.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"
#include "identity.html.h"

struct admin {
    const struct choice *org;
    int n_org;
    struct user_in in;
    str org_code;
    int64_t id;
};

result org_choices(struct cx *cx, struct db *db, int64_t without, const struct choice **out, int *n)
{
    int64_t total;
    int n_org;
    struct org_row *org;
    struct org_filter all = { .demo = ORG_BOTH, .limit = 5000 };
    TRY(org_list(cx, db, &all, &org, &n_org, &total));
    struct choice *c = new (cx->mem, struct choice, n_org + 1);
    c[0] = (struct choice){ S(""), tr(cx, "Choose…") };
    *n = 1;
    for (int i = 0; i < n_org; i++)
        if (org[i].org_id != without)
            c[(*n)++] = (struct choice){ org[i].code, org[i].name };
    *out = c;
    return OK;
}

static result orgs_work(struct cx *cx, struct db *db, void *arg)
{
    struct admin *a = arg;
    return org_choices(cx, db, 0, &a->org, &a->n_org);
}

result user_new_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct admin a = { 0 };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, orgs_work, &a));
    struct user_new_page m = { .csrf = web_csrf_fields(w),
                               .rq = post ? w->rq : NULL,
                               .in = post ? w->in : NULL,
                               .org = a.org,
                               .n_org = a.n_org };
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

/* The administrator's page of one user: roles, first password, where they are logged in, two-step log-in. */
#include "features/people/identity/identity_forms.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/identity/second.h"
#include "features/people/organisations/organisations.h"
#include "user.html.h"

struct one {
    int64_t id;
    struct user user;
    struct second second;
    struct user_role_row *role;
    struct session_row *session;
    struct login_row *login;
    const struct choice *org;
    int n_role, n_session, n_login, n_org;
    str org_code, role_key, hash;
    bool on;
};

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(user_by_id(cx, db, o->id, &o->user));
    TRY(user_roles(cx, db, o->id, &o->role, &o->n_role));
    TRY(session_list(cx, db, o->id, &o->session, &o->n_session));
    TRY(login_history(cx, db, o->id, &o->login, &o->n_login));
    return org_choices(cx, db, 0, &o->org, &o->n_org);
}

result user_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct one o = { .id = web_param_id(w, S("id")) };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &o));
    struct user_view m = { .csrf = web_csrf_fields(w),
                           .rq = post ? w->rq : NULL,
                           .role_in = post && w->route->form == &role_form ? w->in : NULL,
                           .user = o.user,
                           .is_self = o.id == w->cx->actor.user_id,
                           .second_on = o.user.second_at != 0,
                           .first_at = o.user.first_at,
                           .role = o.role,
                           .n_role = o.n_role,
                           .session = o.session,
                           .n_session = o.n_session,
                           .login = o.login,
                           .n_login = o.n_login,
                           .org = o.org,
                           .n_org = o.n_org };
    if (web_wants_json(w))
        return web_data(w, &m);
    user_draw(&h, &m);
    return post ? web_form_again(w, o.user.login, &h) : web_page(w, o.user.login, &h);
}

/* ---- acts ---- */

/* Buttons that change somebody's account name it twice: an address alone does nothing. */
static result check_id(struct web *w)
{
    const struct id_in *in = w->in;
    if (in->id == web_param_id(w, S("id")))
        return OK;
    return fail(w->cx, .kind = ERR_INVALID, .code = S("user.id"), .field = S("id"),
                .message = tr(w->cx, "This button belongs to another user."));
}

static result act(struct web *w, db_work_fn fn, struct one *o, str said)
{
    o->id = web_param_id(w, S("id"));
    TRY(store_write(w->store, w->cx, NULL, 0, fn, o));
    web_flash(w, said);
    return web_redirect(w, str_fmt(w->cx->mem, "/users/%lld", (long long)o->id));
}

static result active_work(struct cx *cx, struct db *db, void *arg)
{
    const struct one *o = arg;
    struct user u;
    TRY(user_by_id(cx, db, o->id, &u));
    return user_active_set(cx, db, o->id, o->on);
}

result user_active_post(struct web *w)
{
    const struct id_in *in = w->in;
    TRY(check_id(w));
    if (in->id == w->cx->actor.user_id)
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("user.self"),
                    .message = tr(w->cx, "Nobody switches off their own account."));
    return act(w, active_work, &(struct one){ .on = in->active }, tr(w->cx, "Saved."));
}

static result role_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    struct organisation org;
    TRY(user_by_id(cx, db, o->id, &o->user));
    TRY(org_by_code(cx, db, o->org_code, &org));
    return user_role_set(cx, db, o->id, org.org_id, o->role_key, o->on);
}

static result role_act(struct web *w, bool on)
{
    const struct role_form_in *in = w->in;
    return act(w, role_work, &(struct one){ .org_code = in->org, .role_key = in->role, .on = on },
               tr(w->cx, "Saved."));
}

result user_role_post(struct web *w) { return role_act(w, true); }
result user_role_end_post(struct web *w) { return role_act(w, false); }

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    return user_by_id(cx, db, o->id, &o->user);
}

static result password_work(struct cx *cx, struct db *db, void *arg)
{
    const struct one *o = arg;
    return user_password_set(cx, db, &(struct user_password){ .user_id = o->id, .hash = o->hash });
}

result user_password_post(struct web *w)
{
    const struct first_password_in *in = w->in;
    struct one o = { .id = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &o));
    if (o.user.is_demo)
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("user.demo"), .field = S("password"),
                    .message = tr(w->cx, "Invented people log in by one click and have no password."));
    TRY(password_prepare(w->cx, in->password, o.user.login, &o.hash));
    return act(w, password_work, &o, tr(w->cx, "The next log-in asks for a password of their own."));
}

static result sessions_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(user_by_id(cx, db, o->id, &o->user));
    return session_end_all(cx, db, o->id);
}

result user_sessions_post(struct web *w)
{
    TRY(check_id(w));
    return act(w, sessions_work, &(struct one){ 0 }, tr(w->cx, "Logged out everywhere."));
}

static result second_work(struct cx *cx, struct db *db, void *arg)
{
    const struct one *o = arg;
    return second_end(cx, db, o->id);
}

/* For somebody whose telephone and recovery codes are gone. */
result user_second_post(struct web *w)
{
    TRY(check_id(w));
    return act(w, second_work, &(struct one){ 0 }, tr(w->cx, "The two-step log-in of this user is off."));
}

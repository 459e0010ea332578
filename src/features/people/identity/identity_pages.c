/* Pages about oneself: log-in, first set-up, one's own account, choosing where to work. */
#include "features/people/identity/identity_forms.h"
#include "features/people/identity/delegation_pages.h"
#include "features/people/identity/grants_pages.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/identity/second.h"
#include "features/people/organisations/organisations.h"
#include "identity.html.h"

#include "web/app.h"

enum { COOKIE_SECONDS = 7 * 24 * 3600 };

struct seen {
    struct user *user;
    int64_t n_user;
    int n;
    bool demo; /* whom one click logs in is shown */
};

static result users_work(struct cx *cx, struct db *db, void *arg)
{
    struct seen *s = arg;
    TRY(user_count(cx, db, &s->n_user));
    return s->demo ? user_list(cx, db, S(""), &s->user, &s->n) : OK;
}

/* One-click log-in exists on the machine itself only, whatever address the server listens on. */
static bool one_click(const struct web *w)
{
    str p = w->rq->peer;
    return web_demo_mode(w) && (str_starts(p, S("127.")) || str_eq(p, S("::1")) || str_starts(p, S("::ffff:127.")));
}

static result login_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct seen s = { .demo = one_click(w) };
    struct login_page m = { .csrf = web_csrf_fields(w),
                            .rq = w->rq->method == METHOD_POST ? w->rq : NULL,
                            .next = w->rq->method == METHOD_POST ? request_form(w->rq, S("next"))
                                                                 : request_query(w->rq, S("next")),
                            .demo = one_click(w) };
    struct user *demo;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, users_work, &s));
    if (s.n_user == 0)
        return web_redirect(w, S("/setup"));
    demo = new (w->cx->mem, struct user, s.n);
    for (int i = 0; m.demo && i < s.n; i++)
        if (s.user[i].is_demo && s.user[i].is_active)
            demo[m.n++] = s.user[i];
    m.user = demo;
    login_draw(&h, &m);
    return m.rq ? web_form_again(w, tr(w->cx, "Log in"), &h) : web_page(w, tr(w->cx, "Log in"), &h);
}

/* Where the day's work begins: who keeps books with these, a member with the own passbook, an office with the plan. */
static str work_path(struct cx *cx, const struct choice_row *r)
{
    static const str keeps_books[] = { LIT("cooperative"), LIT("union"), LIT("group"), LIT("enterprise") };
    for (int i = 0; i < COUNT(keeps_books); i++)
        if (str_eq(r->kind, keeps_books[i]))
            return str_fmt(cx->mem, "/orgs/" STR_FMT "%s", STR_ARG(r->code),
                           r->caps & CAP_BIT(CAP_ORG_READ) ? "" : "/passbook");
    return S("/plan");
}

struct choosing {
    struct choice_row *row;
    int n;
};

static result choices_work(struct cx *cx, struct db *db, void *arg)
{
    struct choosing *c = arg;
    return session_choices(cx, db, cx->actor.user_id, &c->row, &c->n);
}

result login_first_path(struct web *w, str *out)
{
    struct choosing c = { 0 };
    *out = web_local_path(request_form(w->rq, S("next")));
    if (request_form(w->rq, S("next")).n)
        return OK;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, choices_work, &c));
    *out = c.n == 1 ? work_path(w->cx, c.row) : c.n ? S("/orgs") : S("/");
    return OK;
}

result login_go_in(struct web *w, str token)
{
    str path;
    TRY(login_first_path(w, &path));
    web_session_start(w, token, COOKIE_SECONDS);
    return web_redirect(w, path);
}

/* The password was right: the code comes next, for five minutes. */
static result ask_code(struct web *w, str half_token)
{
    str next = http_url_encode(w->cx->mem, request_form(w->rq, S("next")));
    web_set_cookie(w, web_cookie_name(w, "half"), half_token, 300);
    return web_redirect(w, next.n ? str_fmt(w->cx->mem, "/login/code?next=" STR_FMT, STR_ARG(next)) : S("/login/code"));
}

static result start(struct web *w, const struct login *in)
{
    struct login_done done;
    TRY(login_start(w->cx, w->store, in, &done));
    return done.half ? ask_code(w, done.token) : login_go_in(w, done.token);
}

static result login_post(struct web *w)
{
    const struct login_in *in = w->in;
    return start(w, &(struct login){ .login = in->login, .password = in->password, .peer = w->rq->peer });
}

static result demo_post(struct web *w)
{
    const struct demo_login_in *in = w->in;
    if (!one_click(w))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("login.no_demo"),
                    .message = tr(w->cx, "There is no log-in by one click here."));
    return start(w, &(struct login){ .login = in->login, .peer = w->rq->peer, .demo = true });
}

static result logout_post(struct web *w)
{
    TRY(session_end(w->cx, w->store, web_session_token(w)));
    web_session_end(w);
    return web_redirect(w, S("/"));
}

/* ---- first set-up ---- */

static result setup_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct seen s = { 0 };
    bool post = w->rq->method == METHOD_POST;
    struct setup_page m = { .csrf = web_csrf_fields(w), .rq = post ? w->rq : NULL, .in = w->in };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, users_work, &s));
    if (s.n_user)
        return web_redirect(w, S("/login"));
    setup_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "First set-up"), &h) : web_page(w, tr(w->cx, "First set-up"), &h);
}

struct setting_up {
    const struct setup_in *in;
    str hash;
};

static result setup_work(struct cx *cx, struct db *db, void *arg)
{
    struct setting_up *s = arg;
    struct organisation org;
    int64_t n, id;
    TRY(user_count(cx, db, &n));
    if (n)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("setup.done"),
                    .message = tr(cx, "This installation has its administrator already."));
    cx->actor.local = true; /* whoever sets up may make the first office */
    result r = org_add(cx, db, &(struct org_in){ .code = S("CITY"), .kind = S("city"), .name = s->in->org_name }, &org);
    cx->actor.local = false;
    TRY(r);
    TRY(user_add(cx, db,
                 &(struct user_in){ .org_id = org.org_id,
                                    .login = s->in->login,
                                    .full_name = s->in->full_name,
                                    .role = S("admin"),
                                    .hash = s->hash,
                                    .is_own = true,
                                    .lang = cx->lang },
                 &id));
    return user_role_set(cx, db, id, org.org_id, S("city_officer"), true);
}

static result setup_post(struct web *w)
{
    struct setting_up s = { .in = w->in };
    TRY(password_prepare(w->cx, s.in->password, s.in->login, &s.hash));
    TRY(store_write(w->store, w->cx, NULL, 0, setup_work, &s));
    return start(w, &(struct login){ .login = s.in->login, .password = s.in->password, .peer = w->rq->peer });
}

/* ---- oneself ---- */

struct myself {
    struct session_row *session;
    struct login_row *login;
    struct second second;
    int n_session, n_login;
    int64_t id;
    enum lang lang;
};

static result me_work(struct cx *cx, struct db *db, void *arg)
{
    struct myself *s = arg;
    TRY(second_state(cx, db, cx->actor.user_id, &s->second));
    TRY(session_list(cx, db, cx->actor.user_id, &s->session, &s->n_session));
    return login_history(cx, db, cx->actor.user_id, &s->login, &s->n_login);
}

static result me_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct myself s = { 0 };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, me_work, &s));
    struct me_page m = { .csrf = web_csrf_fields(w),
                         .rq = post ? w->rq : NULL,
                         .me = { w->cx->lang == LANG_EN ? S("en") : S("vi") },
                         .can_password = !web_demo_mode(w),
                         .second_on = s.second.is_on,
                         .session_id = w->session_id,
                         .session = s.session,
                         .n_session = s.n_session,
                         .login = s.login,
                         .n_login = s.n_login };
    if (web_wants_json(w))
        return web_data(w, &m);
    me_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "My account"), &h) : web_page(w, tr(w->cx, "My account"), &h);
}

static result lang_work(struct cx *cx, struct db *db, void *arg)
{
    const struct myself *s = arg;
    return user_lang_set(cx, db, cx->actor.user_id, s->lang);
}

static result me_post(struct web *w)
{
    const struct me_in *in = w->in;
    struct myself s = { .lang = str_eq(in->lang, S("en")) ? LANG_EN : LANG_VI };
    TRY(store_write(w->store, w->cx, NULL, 0, lang_work, &s));
    w->cx->lang = s.lang;
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, S("/me"));
}

static result revoke_work(struct cx *cx, struct db *db, void *arg)
{
    const struct myself *s = arg;
    return session_revoke(cx, db, cx->actor.user_id, s->id);
}

static result revoke_post(struct web *w)
{
    const struct id_in *in = w->in;
    struct myself s = { .id = in->id };
    TRY(store_write(w->store, w->cx, NULL, 0, revoke_work, &s));
    web_flash(w, tr(w->cx, "Logged out there."));
    return web_redirect(w, S("/me"));
}

/* ---- where to work ---- */

static result choose_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct choosing c = { 0 };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, choices_work, &c));
    struct choose_page m = { .csrf = web_csrf_fields(w), .org_id = w->cx->actor.org_id, .row = c.row, .n = c.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    choose_draw(&h, &m);
    return web_page(w, tr(w->cx, "Where do you work now?"), &h);
}

static result choose_post(struct web *w)
{
    const struct choose_in *in = w->in;
    struct choosing c = { 0 };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, choices_work, &c));
    for (int i = 0; i < c.n; i++)
        if (str_eq(c.row[i].code, in->org) && c.row[i].delegation_id == in->delegation) {
            TRY(session_choose(w->cx, w->store,
                               &(struct session_choice){ w->session_id, c.row[i].org_id, in->delegation }));
            return web_redirect(w, work_path(w->cx, &c.row[i]));
        }
    return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("session.org"),
                .message = tr(w->cx, "You have no role in this organisation."));
}

const struct route identity_routes[N_IDENTITY_ROUTES] = {
    { METHOD_GET, "/login", CAP_PUBLIC, WALL_NONE, NULL, login_show, T("Log in"), NULL },
    { METHOD_POST, "/login", CAP_PUBLIC, WALL_NONE, &login_form, login_post, T("Log in"), login_show },
    { METHOD_GET, "/login/code", CAP_PUBLIC, WALL_NONE, NULL, code_show, T("Log in"), NULL },
    { METHOD_POST, "/login/code", CAP_PUBLIC, WALL_NONE, &code_form, code_post, T("Log in"), code_show },
    { METHOD_POST, "/login/demo", CAP_PUBLIC, WALL_NONE, &demo_login_form, demo_post, T("Log in"), NULL },
    { METHOD_POST, "/logout", CAP_LOGIN, WALL_NONE, &form_empty, logout_post, T("Log out"), NULL },
    { METHOD_GET, "/setup", CAP_PUBLIC, WALL_NONE, NULL, setup_show, T("First set-up"), NULL },
    { METHOD_POST, "/setup", CAP_PUBLIC, WALL_NONE, &setup_form, setup_post, T("First set-up"), setup_show },
    { METHOD_GET, "/me", CAP_LOGIN, WALL_NONE, NULL, me_show, T("My account"), NULL, &me_data },
    { METHOD_POST, "/me", CAP_LOGIN, WALL_NONE, &me_form, me_post, T("My account"), me_show },
    { METHOD_GET, "/me/password", CAP_LOGIN, WALL_NONE, NULL, password_show, T("Change the password"), NULL },
    { METHOD_POST, "/me/password", CAP_LOGIN, WALL_NONE, &password_form, password_post, T("Change the password"),
      password_show },
    { METHOD_GET, "/me/second", CAP_LOGIN, WALL_NONE, NULL, second_show, T("Two-step log-in"), NULL, &second_data },
    { METHOD_POST, "/me/second", CAP_LOGIN, WALL_NONE, &second_start_form, second_start_post, T("Two-step log-in"),
      second_show },
    { METHOD_POST, "/me/second/on", CAP_LOGIN, WALL_NONE, &code_form, second_on_post, T("Two-step log-in"),
      second_show },
    { METHOD_POST, "/me/second/codes", CAP_LOGIN, WALL_NONE, &code_form, second_codes_post, T("New recovery codes"),
      second_show },
    { METHOD_POST, "/me/second/off", CAP_LOGIN, WALL_NONE, &code_form, second_off_post,
      T("Switch the two-step log-in off"), second_show },
    { METHOD_POST, "/me/sessions", CAP_LOGIN, WALL_NONE, &id_form, revoke_post, T("Log out there"), NULL },
    { METHOD_GET, "/orgs", CAP_LOGIN, WALL_NONE, NULL, choose_show, T("Where do you work now?"), NULL, &choose_data },
    { METHOD_POST, "/orgs/choose", CAP_LOGIN, WALL_NONE, &choose_form, choose_post, T("Where do you work now?"), NULL },
    { METHOD_GET, "/users", CAP_ADMIN, WALL_NONE, NULL, users_show, T("Users"), NULL, &users_data },
    { METHOD_GET, "/users/new", CAP_ADMIN, WALL_NONE, NULL, user_new_show, T("Add a user"), NULL },
    { METHOD_POST, "/users", CAP_ADMIN, WALL_NONE, &user_form, users_post, T("Add a user"), user_new_show },
    { METHOD_GET, "/users/:id", CAP_ADMIN, WALL_NONE, NULL, user_show, T("User"), NULL, &user_data_one },
    { METHOD_POST, "/users/:id/active", CAP_ADMIN, WALL_NONE, &id_form, user_active_post, T("User"), NULL },
    { METHOD_POST, "/users/:id/roles", CAP_ADMIN, WALL_NONE, &role_form, user_role_post, T("User"), user_show },
    { METHOD_POST, "/users/:id/roles/end", CAP_ADMIN, WALL_NONE, &role_form, user_role_end_post, T("User"), NULL },
    { METHOD_POST, "/users/:id/password", CAP_ADMIN, WALL_NONE, &first_password_form, user_password_post, T("User"),
      user_show },
    { METHOD_POST, "/users/:id/sessions", CAP_ADMIN, WALL_NONE, &id_form, user_sessions_post, T("User"), NULL },
    { METHOD_POST, "/users/:id/second", CAP_ADMIN, WALL_NONE, &id_form, user_second_post, T("User"), NULL },
    { METHOD_GET, "/orgs/:org/delegations", CAP_LOGIN, WALL_OWN, NULL, delegations_show, T("Delegations"), NULL,
      &delegations_data },
    { METHOD_POST, "/orgs/:org/delegations", CAP_LOGIN, WALL_OWN, &delegation_form, delegations_post,
      T("Delegations"), delegations_show },
    { METHOD_POST, "/orgs/:org/delegations/end", CAP_LOGIN, WALL_OWN, &id_form, delegations_end_post, T("Delegations"),
      NULL },
    { METHOD_GET, "/orgs/:org/grants", CAP_BOOKS_READ, WALL_OWN, NULL, grants_show, T("Access to our books"), NULL,
      &grants_data },
    { METHOD_GET, "/orgs/:org/grants/openings", CAP_BOOKS_READ, WALL_OWN, NULL, openings_show, T("Who opened what"),
      NULL, &openings_data },
    { METHOD_GET, "/orgs/:org/grants/new", CAP_GRANT, WALL_OWN, NULL, grant_new_show, T("Open the books to somebody"),
      NULL },
    { METHOD_GET, "/orgs/:org/grants/:id", CAP_BOOKS_READ, WALL_OWN, NULL, grant_show, T("Access to our books"), NULL,
      &grant_data },
    { METHOD_POST, "/orgs/:org/grants", CAP_GRANT, WALL_OWN, &grant_form, grants_post, T("Open the books to somebody"),
      grant_new_show },
    { METHOD_POST, "/orgs/:org/grants/withdraw", CAP_GRANT, WALL_OWN, &id_form, grants_withdraw_post,
      T("Access to our books"), NULL },
};

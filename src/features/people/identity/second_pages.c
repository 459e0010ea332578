/* The second step of logging in, and the pages on which people set it up: password, one-time codes, recovery codes.
   Keys and codes are shown to nobody but the person, and recovery codes once. */
#include "features/people/identity/second_pages.h"
#include "features/people/identity/identity_parts.h"
#include "second.html.h"

#include "web/app.h"

/* ---- logging in ---- */

result code_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct code_page m = { .csrf = web_csrf_fields(w),
                           .rq = post ? w->rq : NULL,
                           .next = post ? request_form(w->rq, S("next")) : request_query(w->rq, S("next")) };
    if (!request_cookie(w->rq, web_cookie_name(w, "half")).n)
        return web_redirect(w, S("/login"));
    code_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Log in"), &h) : web_page(w, tr(w->cx, "Log in"), &h);
}

result code_post(struct web *w)
{
    const struct code_in *in = w->in;
    str cookie = web_cookie_name(w, "half"), token;
    struct login_code ask = { request_cookie(w->rq, cookie), in->code, w->rq->peer };
    TRY(login_second(w->cx, w->store, &ask, &token));
    web_set_cookie(w, cookie, S(""), -1);
    return login_go_in(w, token);
}

/* ---- the password ---- */

struct own {
    struct web *w;
    struct user user;
    struct second second;
    struct second_seal seal;
    str hash, rule, key, code;
    str *recovery;
    bool good;
};

static result user_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(user_by_id(cx, db, cx->actor.user_id, &o->user));
    return user_hash(cx, db, cx->actor.user_id, &o->hash);
}

result password_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct password_page m = { .csrf = web_csrf_fields(w),
                               .rq = post ? w->rq : NULL,
                               .first = str_eq(w->hold, S("/me/password")) };
    password_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Change the password"), &h)
                : web_page(w, tr(w->cx, "Change the password"), &h);
}

static result password_work(struct cx *cx, struct db *db, void *arg)
{
    const struct own *o = arg;
    return user_password_set(cx, db,
                             &(struct user_password){ cx->actor.user_id, o->w->session_id, o->hash, .own = true });
}

static result wrong_password(struct cx *cx, const char *field)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("password.current"), .field = str_of(field),
                .message = tr(cx, "This is not your password until now."));
}

result password_post(struct web *w)
{
    const struct password_in *in = w->in;
    struct own o = { .w = w };
    str path = S("/me");
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, user_work, &o));
    if (!password_matches(o.hash, in->current))
        return wrong_password(w->cx, "current");
    if (str_eq(in->current, in->password))
        return fail(w->cx, .kind = ERR_INVALID, .code = S("password.same"), .field = S("password"),
                    .message = tr(w->cx, "Choose another one than until now."));
    TRY(password_prepare(w->cx, in->password, o.user.login, &o.hash));
    TRY(store_write(w->store, w->cx, NULL, 0, password_work, &o));
    if (w->hold.n)
        TRY(login_first_path(w, &path));
    web_flash(w, tr(w->cx, "Your password was changed. Other devices were logged out."));
    return web_redirect(w, path);
}

/* ---- one-time codes ---- */

static result state_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(user_work(cx, db, o));
    TRY(org_setting_get(cx, db, cx->actor.org_id, S("second_factor"), &o->rule));
    return second_state(cx, db, cx->actor.user_id, &o->second);
}

static result key_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    return second_key(cx, db, cx->actor.user_id, &o->seal, &o->key);
}

static result draw(struct web *w, const struct own *o, const str *recovery, bool again)
{
    struct html h = html_new(w->cx);
    str uri = o->key.n ? code_uri(w->cx->mem, o->user.login, o->key) : S("");
    struct second_page m = { .csrf = web_csrf_fields(w),
                             .rq = again ? w->rq : NULL,
                             .is_on = o->second.is_on,
                             .is_waiting = o->second.is_waiting,
                             .is_required = second_asked(o->rule, w->cx->actor.caps),
                             .has_password = o->hash.n > 0,
                             .held = str_eq(w->hold, S("/me/second")),
                             .on_at = o->second.on_at,
                             .n_left = o->second.n_left,
                             .key_text = o->key.n ? code_key_text(w->cx->mem, o->key) : S(""),
                             .uri = uri,
                             .recovery = recovery,
                             .n_recovery = recovery ? RECOVERY_CODES : 0 };
    if (web_wants_json(w) && w->rq->method == METHOD_GET)
        return web_data(w, &m);
    second_draw(&h, &m);
    return again ? web_form_again(w, tr(w->cx, "Two-step log-in"), &h) : web_page(w, tr(w->cx, "Two-step log-in"), &h);
}

static result read_own(struct web *w, struct own *o)
{
    *o = (struct own){ .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, state_work, o));
    if (w->rq->method != METHOD_POST && !o->second.is_waiting)
        return OK;
    TRY(second_seal_get(w->cx, w->store, &o->seal));
    return store_read(w->store, w->cx, DB_SCOPE_ALL, key_work, o);
}

result second_show(struct web *w)
{
    struct own o;
    TRY(read_own(w, &o));
    return draw(w, &o, NULL, w->rq->method == METHOD_POST);
}

static result begin_work(struct cx *cx, struct db *db, void *arg)
{
    const struct own *o = arg;
    return second_begin(cx, db, cx->actor.user_id, &o->seal);
}

/* Whoever finds a browser that somebody left open must not lock that person out. */
result second_start_post(struct web *w)
{
    const struct second_start_in *in = w->in;
    struct own o;
    TRY(read_own(w, &o));
    if (o.hash.n && !password_matches(o.hash, in->password))
        return wrong_password(w->cx, "password");
    TRY(store_write(w->store, w->cx, NULL, 0, begin_work, &o));
    return web_redirect(w, S("/me/second"));
}

static result confirm_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    return second_confirm(cx, db, cx->actor.user_id, &o->seal, o->code, o->recovery);
}

/* The answer is a page and no redirect: the codes are nowhere else. */
static result show_recovery(struct web *w, db_work_fn fn)
{
    struct own o;
    str *recovery = new (w->cx->mem, str, RECOVERY_CODES);
    TRY(read_own(w, &o));
    o.code = ((const struct code_in *)w->in)->code;
    o.recovery = recovery;
    TRY(store_write(w->store, w->cx, NULL, 0, fn, &o));
    TRY(read_own(w, &o));
    w->hold = S("");
    return draw(w, &o, recovery, false);
}

result second_on_post(struct web *w) { return show_recovery(w, confirm_work); }

static result prove(struct cx *cx, struct db *db, struct own *o)
{
    TRY(second_take(cx, db, cx->actor.user_id, &o->seal, o->code, &o->good));
    if (o->good)
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("second.code"), .field = S("code"),
                .message = tr(cx, "This code is not right, or it was used already."));
}

static result renew_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(prove(cx, db, o));
    return second_renew(cx, db, cx->actor.user_id, o->recovery);
}

result second_codes_post(struct web *w) { return show_recovery(w, renew_work); }

static result off_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(prove(cx, db, o));
    return second_end(cx, db, cx->actor.user_id);
}

result second_off_post(struct web *w)
{
    struct own o;
    TRY(read_own(w, &o));
    if (second_asked(o.rule, w->cx->actor.caps))
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("second.required"), .field = S("code"),
                    .message = tr(w->cx, "Your organisation asks for the two-step log-in in your role."));
    o.code = ((const struct code_in *)w->in)->code;
    TRY(store_write(w->store, w->cx, NULL, 0, off_work, &o));
    web_flash(w, tr(w->cx, "The two-step log-in is off."));
    return web_redirect(w, S("/me"));
}

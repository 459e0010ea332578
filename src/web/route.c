/* One request, from the outside in: route, session, capability, wall, forgery, form, handler. Whatever is missing on
   the way ends in an answer here, so a handler never has to check any of it. Start reading at web_dispatch. */
#include "base/json.h"
#include "base/uuid.h"
#include "os/os.h"
#include "web/api_guard.h"
#include "web/app.h"
#include "web/assets.h"
#include "web/csrf.h"
#include "web/data.h"
#include "web/form_parts.h"
#include "web/keep.h"
#include "web/lang.h"
#include "web/route_table.h"
#include "web/widgets.h"

#include <stdio.h>

/* ---- what cannot be done ---- */

static void log_fault(const struct web *w, const struct err *e)
{
    if (e->kind != ERR_BUG && e->kind != ERR_ENV)
        return;
    /* Neither message nor address: both may hold what a person typed. */
    fprintf(stderr, "hoptac: %lld " STR_FMT " at %s:%d in %s\n", (long long)w->cx->now_at, STR_ARG(e->code),
            e->file ? e->file : "?", e->line, w->route ? w->route->path : "-");
}

/* RFC 9457, with all errors at their fields. */
static str problem_json(struct cx *cx, int status)
{
    struct buf b = buf_new(cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_object(&o);
    json_member_str(&o, S("type"), str_fmt(cx->mem, "urn:hoptac:error:" STR_FMT, STR_ARG(cx->errors->code)));
    json_member_str(&o, S("title"), trouble_title(cx, cx_kind(cx)));
    json_member_i64(&o, S("status"), status);
    json_member_str(&o, S("detail"), cx->errors->message);
    json_key(&o, S("errors"));
    json_begin_array(&o);
    for (const struct err *e = cx->errors; e; e = e->next) {
        json_begin_object(&o);
        json_member_str(&o, S("code"), e->code);
        json_member_str(&o, S("field"), e->field);
        json_member_str(&o, S("message"), e->message);
        json_member_str(&o, S("hint"), e->hint);
        json_end_object(&o);
    }
    json_end_array(&o);
    json_end_object(&o);
    return buf_str(&b);
}

/* What HTTP has a number of its own for. */
static int status_of(const struct cx *cx)
{
    static const struct {
        str code;
        int status;
    } special[] = { { LIT("web.method"), 405 }, { LIT("web.media"), 415 }, { LIT("web.limit"), 429 } };
    for (int i = 0; i < COUNT(special); i++)
        if (str_eq(cx->errors->code, special[i].code))
            return special[i].status;
    return err_http_status(cx_kind(cx));
}

static bool is_kept(str name)
{
    static const str kept[] = { LIT("Set-Cookie"), LIT("Allow"), LIT("Retry-After") };
    for (int i = 0; i < COUNT(kept); i++)
        if (str_eq(name, kept[i]))
            return true;
    return false;
}

/* The answer begins anew; cookies set on the way stay, and what a 405 or a 429 must say. */
static void start_over(struct response *rs)
{
    int kept = 0;
    for (int i = 0; i < rs->n_header; i++)
        if (is_kept(rs->header[i].name))
            rs->header[kept++] = rs->header[i];
    rs->n_header = kept;
    rs->status = 200;
    rs->body = rs->content_type = rs->file_path = (str){ 0 };
    if (rs->file_fd > 0)
        os_close(rs->file_fd);
    rs->file_fd = 0;
}

/* Where to go on after the log-in. What was just sent is kept, if it can be. */
static str after_login(struct web *w)
{
    const struct request *rq = w->rq;
    struct kept k = { rq->path, request_form(rq, S("request_id")), rq->form, rq->n_form };
    int64_t id = 0;
    bool sent = rq->method == METHOD_POST && w->app->keep.park && csrf_origin_good(rq);
    if (sent && web_keepable(w, &k) && w->app->keep.park(w, &k, &id).ok && id)
        return str_fmt(w->cx->mem, "/unfinished/%lld", (long long)id);
    return rq->path;
}

static void send_to_login(struct web *w)
{
    str next = http_url_encode(w->cx->mem, after_login(w));
    w->rs->status = 303;
    response_header(w->rs, S("Location"), str_fmt(w->cx->mem, "/login?next=" STR_FMT, STR_ARG(next)));
}

static void plain_trouble(struct web *w, int status)
{
    struct buf b = buf_new(w->cx->mem);
    for (const struct err *e = w->cx->errors; e; e = e->next) {
        buf_put(&b, e->message);
        buf_byte(&b, '\n');
    }
    w->rs->status = status;
    w->rs->content_type = S("text/plain; charset=utf-8");
    w->rs->body = buf_str(&b);
}

static void trouble(struct web *w)
{
    struct cx *cx = w->cx;
    if (!cx->errors)
        (void)fail(cx, .kind = ERR_BUG, .code = S("web.unexplained"), .message = tr(cx, "Something went wrong here."));
    for (const struct err *e = cx->errors; e; e = e->next)
        log_fault(w, e);
    int status = status_of(cx);
    start_over(w->rs);
    if (web_wants_json(w)) {
        w->rs->status = status;
        w->rs->content_type = S("application/problem+json");
        w->rs->body = problem_json(cx, status);
        if (status == 401)
            response_header(w->rs, S("WWW-Authenticate"), S("Bearer realm=\"hoptac\""));
    } else if (cx_kind(cx) == ERR_LOGIN) {
        send_to_login(w);
    } else if (web_trouble(w).ok) {
        w->rs->status = status;
    } else {
        start_over(w->rs);
        plain_trouble(w, status);
    }
}

/* ---- the steps ---- */

/* Another name that points to this machine must not make a browser hand over what one-click log-in gives. */
static result check_host(struct web *w)
{
    static const str name[] = { LIT("localhost"), LIT("127.0.0.1"), LIT("[::1]") };
    str host = request_header(w->rq, S("Host"));
    if (!w->app->demo)
        return OK;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        str rest = str_sub(host, name[i].n, host.n);
        if (str_starts(host, name[i]) && (!rest.n || rest.s[0] == ':'))
            return OK;
    }
    return fail(w->cx, .kind = ERR_DENIED, .code = S("web.host"),
                .message = tr(w->cx, "The demonstration answers on this computer only."),
                .hint = tr(w->cx, "Open it as http://localhost with its port."));
}

static result find_route(struct web *w)
{
    struct route_match m = router_match(w->app->router, w->cx->mem, w->rq->method, w->rq->path);
    if (!m.path_known)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("web.not_found"),
                    .message = tr(w->cx, "There is nothing at this address."));
    if (!m.route) {
        response_header(w->rs, S("Allow"), m.allow);
        return fail(w->cx, .kind = ERR_USAGE, .code = S("web.method"),
                    .message = tr(w->cx, "This address cannot be used in this way."));
    }
    w->route = m.route;
    w->api = m.api;
    w->n_param = m.n_param;
    memcpy(w->param, m.param, sizeof w->param);
    return OK;
}

static result find_session(struct web *w)
{
    str token = web_session_token(w);
    bool program = str_starts(token, S("hpt_"));
    w->visitor = request_cookie(w->rq, web_cookie_name(w, "visitor"));
    if (program && w->app->auth.token)
        TRY(w->app->auth.token(w, token));
    else if (token.n && !program && w->app->auth.session)
        TRY(w->app->auth.session(w, token));
    lang_after_session(w);
    return OK;
}

/* A program works under /api/v1 only, and there with capabilities only: not on a person's password and sessions. */
static result check_program(struct web *w)
{
    if (!w->api)
        return w->token_id ? fail(w->cx, .kind = ERR_DENIED, .code = S("web.token_place"),
                                  .message = tr(w->cx, "A token works under /api/v1 only."))
                           : OK;
    return w->token_id ? api_take(w, str_fmt(w->cx->mem, "token %lld %lld", (long long)w->cx->actor.org_id,
                                             (long long)w->token_id))
                       : OK;
}

static result check_capability(struct web *w)
{
    enum cap cap = w->route->cap;
    if (cap == CAP_PUBLIC || (w->session_id && (cap == CAP_LOGIN || cx_can(w->cx, cap))))
        return OK;
    if (!w->session_id)
        return fail(w->cx, .kind = ERR_LOGIN, .code = S("web.login"), .message = tr(w->cx, "Please log in first."));
    return fail(w->cx, .kind = ERR_DENIED, .code = S("web.denied"),
                .message = tr(w->cx, "Your role does not allow this."),
                .hint = tr(w->cx, "Ask the administrator of your organisation if you need it."));
}

static result check_wall(struct web *w)
{
    if (w->route->wall == WALL_NONE)
        return OK;
    if (!w->app->auth.wall)
        return fail(w->cx, .kind = ERR_BUG, .code = S("web.wall"), .message = tr(w->cx, "Something went wrong here."));
    return w->app->auth.wall(w, w->route->wall, web_param(w, S("org")));
}

static bool is_json(const struct request *rq)
{
    return str_eq_nocase(str_trim(str_cut(request_header(rq, S("Content-Type")), ';').head), S("application/json"));
}

static bool takes_file(const struct form *f)
{
    for (int i = 0; f && i < f->n_fields; i++)
        if (f->fields[i].type == FIELD_FILE)
            return true;
    return false;
}

/* The API reads JSON; a form with a file is sent as browsers send it. */
static result check_media(struct web *w)
{
    str type = str_trim(str_cut(request_header(w->rq, S("Content-Type")), ';').head);
    bool changes = w->rq->method != METHOD_GET && w->rq->method != METHOD_HEAD;
    if (!w->api || !changes || is_json(w->rq) || (!type.n && !w->rq->body.n && !w->rq->n_form))
        return OK;
    if (takes_file(w->route->form) && str_eq_nocase(type, S("multipart/form-data")))
        return OK;
    return fail(w->cx, .kind = ERR_USAGE, .code = S("web.media"),
                .message = tr(w->cx, "Send JSON: Content-Type: application/json."));
}

static result denied_elsewhere(struct web *w)
{
    return fail(w->cx, .kind = ERR_DENIED, .code = S("web.other_site"),
                .message = tr(w->cx, "This was sent by another site and was not carried out."));
}

/* A token that is merely stale (logged in anew meanwhile) costs nobody what he typed: `stale` leads to the form
   again. Who shows a bearer token needs no other: no browser adds one by itself, as it does with cookies. */
static result check_forgery(struct web *w, bool *stale)
{
    bool bearer = str_starts(request_header(w->rq, S("Authorization")), S("Bearer "));
    if (w->rq->method == METHOD_GET || w->rq->method == METHOD_HEAD || bearer)
        return OK;
    if (!csrf_origin_good(w->rq))
        return denied_elsewhere(w);
    if (csrf_token_good(w))
        return OK;
    if (web_wants_json(w) || is_json(w->rq))
        return fail(w->cx, .kind = ERR_DENIED, .code = S("web.csrf"),
                    .message = tr(w->cx, "A cookie alone may not change anything."),
                    .hint = tr(w->cx, "Send a token: Authorization: Bearer …, or the page's token as X-CSRF-Token."));
    bool own = request_header(w->rq, S("Origin")).n || request_header(w->rq, S("Sec-Fetch-Site")).n;
    if (!own)
        return denied_elsewhere(w);
    *stale = true;
    return fail(w->cx, .kind = ERR_DENIED, .code = S("web.csrf"),
                .message = tr(w->cx, "This form was opened before you logged in; nothing was carried out."),
                .hint = tr(w->cx, "Check what you typed and send it again."));
}

/* ---- forms ---- */

static str json_request_id(struct web *w)
{
    struct json *tree;
    str id = { 0 };
    if (json_parse(w->cx->mem, w->rq->body, &tree, NULL))
        (void)json_as_str(json_get(tree, S("request_id")), &id);
    return id;
}

static result take_request_id(struct web *w)
{
    str id = { 0 }, key = { 0 };
    bool changes = w->rq->method != METHOD_GET && w->rq->method != METHOD_HEAD;
    if (changes && w->api)
        TRY(api_request_id(w, &key));
    if (changes)
        id = is_json(w->rq) ? json_request_id(w) : request_form(w->rq, S("request_id"));
    if (key.n && id.n && !str_eq(key, id))
        return fail(w->cx, .kind = ERR_USAGE, .code = S("web.idempotency_key"), .field = S("request_id"),
                    .message = tr(w->cx, "Idempotency-Key and request_id contradict each other."));
    w->request_id = key.n ? key : uuid_valid(id) ? id : os_uuid7(w->cx->mem);
    return OK;
}

static result decode(struct web *w)
{
    const struct form *f = w->route->form;
    bool query = w->route->method == METHOD_GET;
    if (!f)
        return OK;
    w->in = arena_alloc(w->cx->mem, 1, f->size ? f->size : 1);
    if (!query && (is_json(w->rq) || (w->api && !w->rq->n_form && !w->rq->n_upload)))
        return form_decode_json(w->cx, f, w->rq->body.n ? w->rq->body : S("{}"), w->in);
    return form_decode(w->cx, f, w->rq, query, w->in);
}

/* Can the person put it right where he typed it? */
static bool worth_showing_again(const struct web *w)
{
    enum err_kind k = cx_kind(w->cx);
    bool at_field = w->cx->errors && w->cx->errors->field.n > 0;
    if (!w->route->again || !w->route->form || web_wants_json(w))
        return false;
    return at_field || (k != ERR_NOT_FOUND && k != ERR_DENIED && k != ERR_LOGIN);
}

static result show_again(struct web *w)
{
    int status = err_http_status(cx_kind(w->cx));
    for (const struct err *e = w->cx->errors; e; e = e->next)
        log_fault(w, e);
    start_over(w->rs);
    /* An id that already stands for something else would never be accepted again. */
    if (str_eq(w->cx->errors->code, S("voucher.request_reused")))
        w->request_id = os_uuid7(w->cx->mem);
    TRY(w->route->again(w));
    if (w->rs->status == 200)
        w->rs->status = status;
    return OK;
}

/* Done, and another page follows: what was kept of the form is not needed any more. */
static result carried_out(struct web *w)
{
    bool form = w->route->again && w->rq->method == METHOD_POST && w->rs->status == 303;
    if (form && w->app->keep.sent && !is_json(w->rq) && !w->app->keep.sent(w).ok)
        cx_clear_errors(w->cx); /* it was done; that the copy stays for a while changes nothing */
    return OK;
}

static result run(struct web *w)
{
    bool stale = false;
    result r = check_forgery(w, &stale);
    if (!r.ok && !stale)
        return FAILED;
    TRY(check_media(w));
    TRY(take_request_id(w));
    r = decode(w);
    if (w->cx->n_errors == 0 && r.ok) {
        r = w->route->handler(w);
        if (r.ok && w->grant_id && w->opened)
            r = w->opened(w);
        if (r.ok)
            return carried_out(w);
    }
    if (w->cx->errors && ((stale && w->route->again) || worth_showing_again(w)))
        return show_again(w);
    return FAILED;
}

/* A password of one's own, a second factor: until that is done, a session goes there and nowhere else. */
static bool is_held(const struct web *w)
{
    return w->hold.n && w->route->cap != CAP_PUBLIC && !str_starts(str_of(w->route->path), w->hold) &&
           strcmp(w->route->path, "/logout") != 0;
}

static result turn_to_hold(struct web *w)
{
    if (w->rq->method == METHOD_GET && !web_wants_json(w))
        return web_redirect(w, w->hold);
    return fail(w->cx, .kind = ERR_DENIED, .code = S("web.hold"),
                .message = tr(w->cx, "Something has to be done on your account first."),
                .hint = TRF(w->cx, "Open {1}.", w->hold));
}

static result answer(struct web *w)
{
    TRY(check_host(w));
    if (str_starts(w->rq->path, S("/api/")))
        TRY(api_take(w, w->rq->peer));
    TRY(find_route(w));
    TRY(find_session(w));
    TRY(check_program(w));
    if (is_held(w))
        return turn_to_hold(w);
    TRY(check_capability(w));
    TRY(check_wall(w));
    return run(w);
}

/* ---- what was typed and not sent ---- */

const struct route *web_form_route(struct web *w, str path)
{
    struct route_match m = router_match(w->app->router, w->cx->mem, METHOD_POST, path);
    return m.route && m.route->form && m.route->again ? m.route : NULL;
}

bool web_keepable(struct web *w, struct kept *k)
{
    const struct route *r = web_form_route(w, k->path);
    struct pair *p = new (w->cx->mem, struct pair, k->n + 1);
    int n = 0, typed = 0;
    for (int i = 0; r && i < k->n; i++) {
        const struct field *f = form_field_of(r->form, k->pair[i].name);
        if (!f || f->secret || f->type == FIELD_PASSWORD || f->type == FIELD_FILE)
            continue;
        p[n++] = k->pair[i];
        typed += f->type != FIELD_CHOICE && f->type != FIELD_BOOL && form_trim(k->pair[i].value).n > 0;
    }
    k->pair = p;
    k->n = n;
    return typed > 0 && uuid_valid(k->request_id);
}

result web_resume(struct web *w, const struct kept *k)
{
    struct request *rq = new (w->cx->mem, struct request, 1);
    struct route_match m = router_match(w->app->router, w->cx->mem, METHOD_POST, k->path);
    if (!web_form_route(w, k->path))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("unfinished.form"),
                    .message = tr(w->cx, "This form does not exist any more."));
    *rq = *w->rq;
    rq->method = METHOD_POST;
    rq->path = k->path;
    rq->form = (struct pair *)k->pair;
    rq->n_form = k->n;
    rq->query = NULL;
    rq->n_query = rq->n_upload = 0;
    w->rq = rq;
    w->route = m.route;
    w->n_param = m.n_param;
    memcpy(w->param, m.param, sizeof w->param);
    w->request_id = k->request_id;
    TRY(check_capability(w));
    TRY(check_wall(w));
    if (!decode(w).ok)
        cx_clear_errors(w->cx); /* unfinished, so not wrong yet */
    return w->route->again(w);
}

static void measured(struct web *w, int64_t began)
{
    int64_t us = os_monotonic() - began;
    response_header(w->rs, S("Server-Timing"),
                    str_fmt(w->cx->mem, "app;dur=%lld.%03lld", (long long)(us / 1000), (long long)(us % 1000)));
    response_header(w->rs, S("X-Statements"), str_from_i64(w->cx->mem, db_statement_count));
}

void web_dispatch(void *arg, struct cx *cx, const struct request *rq, struct response *rs)
{
    struct app *app = arg;
    struct web w = { .app = app, .store = app->store, .cx = cx, .rq = rq, .rs = rs };
    int64_t began = os_monotonic();
    db_statement_count = 0;
    rs->status = rs->status ? rs->status : 200;
    if (assets_answer(cx, rq, rs))
        return;
    w.request_id = os_uuid7(cx->mem);
    lang_begin(&w);
    w.path_for_lang = lang_other_path(&w);
    if (!answer(&w).ok)
        trouble(&w);
    else if (w.api)
        api_validate(&w);
    if (app->measure)
        measured(&w, began);
}

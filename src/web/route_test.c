/* The way of a request through the guards, with a small invented room: what is refused at start, what is refused on
   the way, and what a handler can rely on. The last tests run over the routes of all real rooms. */
#include "tests/kit/kit.h"

#include "web/app.h"
#include "web/csrf.h"
#include "web/lang.h"

static struct kit kit;

/* ---- the invented room ---- */

struct in {
    str name;
    int64_t n;
};

static const struct field fields[] = {
    { .name = "name", .label = "Name", .type = FIELD_TEXT, .at = offsetof(struct in, name), .required = true },
    { .name = "n", .label = "Number", .type = FIELD_INT, .at = offsetof(struct in, n), .min = 1, .max = 9 },
};
static const struct form form = { .name = "thing", .fields = fields, .n_fields = 2, .size = sizeof(struct in) };

static int n_run;
static str last_request_id;

static result show(struct web *w)
{
    n_run++;
    struct html h = html_new(w->cx);
    html_raw(&h, S("<p>shown "));
    html_put(&h, w->org_name);
    html_put(&h, web_param(w, S("id")));
    html_raw(&h, S("</p><form>"));
    html_put(&h, web_csrf_fields(w));
    html_raw(&h, S("</form>"));
    return web_page(w, S("A thing"), &h);
}

static result save(struct web *w)
{
    const struct in *in = w->in;
    n_run++;
    last_request_id = w->request_id;
    if (in && in->n == 7)
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("thing.state"), .message = S("Seven is taken."));
    if (in && in->n == 8)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("thing.gone"), .message = S("Eight is gone."));
    if (in && in->n == 9)
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("voucher.request_reused"), .message = S("Used."));
    if (in && in->n == 6)
        return FAILED;
    return web_redirect(w, S("/things"));
}

static result again(struct web *w)
{
    struct html h = html_new(w->cx);
    form_errors(&h);
    form_all(&h, &form, w->in, w->rq);
    html_put(&h, web_csrf_fields(w));
    return web_form_again(w, S("A thing"), &h);
}

static result answer_json(struct web *w)
{
    const struct in *in = w->in;
    n_run++;
    if (in && in->n == 7)
        return fail(w->cx, .kind = ERR_CONFLICT, .code = S("thing.state"), .message = S("Seven \"is\" taken."),
                    .hint = S("Take eight."));
    return web_json(w, 200, S("{}"));
}

static const struct route routes[] = {
    { METHOD_GET, "/things", CAP_PUBLIC, WALL_NONE, &form, show, "Things", again },
    { METHOD_GET, "/things/new", CAP_LOGIN, WALL_NONE, NULL, show, "New", NULL },
    { METHOD_GET, "/things/:id", CAP_MEMBER_READ, WALL_NONE, NULL, show, "Thing", NULL },
    { METHOD_POST, "/things/:id", CAP_MEMBER_WRITE, WALL_NONE, &form, save, "Save", again },
    { METHOD_POST, "/things/:id/plain", CAP_MEMBER_WRITE, WALL_NONE, &form, save, "Save", NULL },
    { METHOD_POST, "/hello", CAP_PUBLIC, WALL_NONE, &form_empty, save, "Hello", NULL },
    { METHOD_GET, "/of/:org/things", CAP_MEMBER_READ, WALL_OWN, NULL, show, "Of", NULL },
    { METHOD_GET, "/api/v1/things", CAP_MEMBER_READ, WALL_NONE, NULL, answer_json, "API", NULL },
    { METHOD_POST, "/api/v1/things", CAP_MEMBER_WRITE, WALL_NONE, &form, answer_json, "API", NULL },
};
static const struct feature room = { .name = "things", .routes = routes, .n_routes = COUNT(routes) };

/* ---- who is logged in ---- */

static uint64_t caps_of_reader = CAP_BIT(CAP_MEMBER_READ), caps_of_writer = CAP_BIT(CAP_MEMBER_READ) |
                                                                            CAP_BIT(CAP_MEMBER_WRITE);

static result session(struct web *w, str token)
{
    bool writer = str_eq(token, S("writer")), english = str_eq(token, S("english"));
    if (str_eq(token, S("broken")))
        return fail(w->cx, .kind = ERR_ENV, .code = S("db.gone"), .message = S("The database is away."));
    if (!writer && !english && !str_eq(token, S("reader")) && !str_eq(token, S("nobody")))
        return OK;
    w->session_id = writer ? 1 : english ? 2 : 3;
    w->cx->actor.caps = writer ? caps_of_writer : str_eq(token, S("nobody")) ? 0 : caps_of_reader;
    w->cx->lang = english ? LANG_EN : w->cx->lang;
    w->user_name = token;
    return OK;
}

static result wall(struct web *w, enum wall which, str code)
{
    if (which != WALL_OWN || !str_eq(code, S("mine")))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("org.unknown"), .message = S("No such organisation."));
    w->org_id = 5;
    w->org_code = code;
    w->org_name = S("My cooperative");
    return OK;
}

static struct app app_of(const struct feature *const *list, int n)
{
    return (struct app){ .features = list, .n_features = n, .auth = { session, wall }, .secret = { 1, 2, 3 } };
}

static struct app app;

/* ---- asking ---- */

struct asking {
    enum method method;
    const char *path, *query, *body, *json;
    const char *token;   /* cookie session=… */
    const char *visitor; /* cookie visitor=… */
    struct pair header[4];
};

static struct pair put_header(const char *name, const char *value)
{
    return (struct pair){ str_of(name), str_of(value) };
}

static struct request request_of(const struct asking *a)
{
    struct request rq = { .method = a->method ? a->method : METHOD_GET, .path = str_of(a->path) };
    rq.header = new(&kit.mem, struct pair, 8);
    rq.header[rq.n_header++] = put_header("Host", "localhost:8080");
    for (int i = 0; i < 4 && a->header[i].name.n; i++)
        rq.header[rq.n_header++] = a->header[i];
    if (a->token || a->visitor) {
        str cookie = str_fmt(&kit.mem, "hoptac_session_8080=%s; hoptac_visitor_8080=%s", a->token ? a->token : "",
                             a->visitor ? a->visitor : "");
        rq.header[rq.n_header++] = (struct pair){ S("Cookie"), cookie };
    }
    if (a->json) {
        rq.header[rq.n_header++] = put_header("Content-Type", "application/json");
        rq.body = str_of(a->json);
    }
    assert_true(http_parse_form(&kit.mem, str_of(a->query), &rq.query, &rq.n_query));
    assert_true(http_parse_form(&kit.mem, str_of(a->body), &rq.form, &rq.n_form));
    return rq;
}

static struct response ask_app(struct app *to, struct asking a)
{
    struct request *rq = new(&kit.mem, struct request, 1);
    struct response rs = { .status = 200 };
    *rq = request_of(&a);
    kit.cx = cx_new(&kit.mem, LANG_VI, KIT_NOW);
    web_dispatch(to, &kit.cx, rq, &rs);
    return rs;
}

#define ask(...) ask_app(&app, (struct asking){ __VA_ARGS__ })

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return (str){ 0 };
}

static bool holds(str s, const char *what) { return str_find(s, str_of(what)) >= 0; }

static void assert_holds(str s, const char *what)
{
    if (!holds(s, what))
        fail_msg("no %s in\n" STR_FMT, what, STR_ARG(s));
}

/* The value of the hidden field in the page. */
static const char *hidden(const struct response *rs, const char *name)
{
    str start = str_fmt(&kit.mem, "name=\"%s\" value=\"", name);
    ptrdiff_t at = str_find(rs->body, start);
    assert_true(at >= 0);
    return str_z(&kit.mem, str_cut(str_sub(rs->body, at + start.n, rs->body.n), '"').head);
}

static const char *csrf_of(const char *token)
{
    struct response rs = ask(.path = "/things/5", .token = token);
    assert_int_equal(rs.status, 200);
    return hidden(&rs, "csrf");
}

static const char *body_with(const char *token, const char *rest)
{
    return str_z(&kit.mem, str_fmt(&kit.mem, "csrf=%s&%s", csrf_of(token), rest));
}

/* ---- at start ---- */

static void assert_not_built(struct route r, const char *fault)
{
    struct feature one = { .name = "bad", .routes = &r, .n_routes = 1 };
    const struct feature *const list[] = { &one };
    struct app a = app_of(list, 1);
    kit.cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    assert_false(app_build_router(&kit.cx, &a).ok);
    assert_int_equal(kit.cx.n_errors, 1);
    assert_true(cx_kind(&kit.cx) == ERR_BUG);
    assert_holds(kit.cx.errors->message, fault);
}

static void test_router__refuses_tables_that_cannot_be_right(void **state)
{
    (void)state;
    struct route good = { METHOD_POST, "/a/:org", CAP_LOGIN, WALL_OWN, &form, save, "A", NULL }, r;
#define BAD(change, fault) (r = good, r.change, assert_not_built(r, fault))
    BAD(wall = WALL_UNSET, "no wall");
    BAD(wall = WALL_NONE, "names :org");
    BAD(path = "/a", "no :org");
    BAD(form = NULL, "no form");
    BAD(handler = NULL, "no handler");
    BAD(cap = CAP_COUNT, "no capability");
    BAD(cap = CAP_PUBLIC, "public behind a wall");
    BAD(method = METHOD_OTHER, "no usable method");
    BAD(method = METHOD_HEAD, "no usable method");
    BAD(path = "a/:org", "no usable path");
    BAD(path = "/a/:org/", "no usable path");
    BAD(path = NULL, "no usable path");
    BAD(path = "/:org/:b/:c/:d/:e/:f/:g/:h/:i", "no usable path");
}

static void test_router__refuses_two_owners_and_two_routes(void **state)
{
    (void)state;
    struct route a[] = { { METHOD_GET, "/a/:id", CAP_LOGIN, WALL_NONE, NULL, show, "A", NULL },
                         { METHOD_GET, "/a/:other", CAP_LOGIN, WALL_NONE, NULL, show, "A", NULL } };
    struct feature twice = { .name = "twice", .routes = a, .n_routes = 2 };
    const struct feature *const list[] = { &twice };
    struct app one = app_of(list, 1);
    kit.cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    assert_false(app_build_router(&kit.cx, &one).ok);
    assert_holds(kit.cx.errors->message, "is there twice");
    a[1].method = METHOD_POST;
    a[1].form = &form_empty;
    struct feature first = { .name = "first", .routes = a, .n_routes = 1 };
    struct feature second = { .name = "second", .routes = a + 1, .n_routes = 1 };
    const struct feature *const two[] = { &first, &second };
    struct app shared = app_of(two, 2);
    kit.cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    assert_false(app_build_router(&kit.cx, &shared).ok);
    assert_holds(kit.cx.errors->message, "second: POST /a/:other belongs to another room too");
}

/* ---- finding ---- */

static void test_route__finds_the_most_literal_one(void **state)
{
    (void)state;
    struct response rs = ask(.path = "/things/new", .token = "reader");
    assert_holds(rs.body, "shown </p>");
    rs = ask(.path = "/things/newer", .token = "reader");
    assert_holds(rs.body, "shown newer");
    rs = ask(.method = METHOD_HEAD, .path = "/things/5", .token = "reader");
    assert_int_equal(rs.status, 200);
    assert_int_equal(ask(.path = "/things/", .token = "writer").status, 404);
    assert_int_equal(ask(.path = "/things/5/6", .token = "writer").status, 404);
    assert_int_equal(ask(.path = "/nothing").status, 404);
    assert_int_equal(ask(.path = "/of/mine").status, 404);
}

static void test_route__says_which_methods_there_are(void **state)
{
    (void)state;
    struct response rs = ask(.method = METHOD_DELETE, .path = "/things/5", .token = "writer");
    assert_int_equal(rs.status, 405);
    assert_str(header_of(&rs, "Allow"), "GET, POST, HEAD");
    rs = ask(.method = METHOD_PUT, .path = "/hello");
    assert_int_equal(rs.status, 405);
    assert_str(header_of(&rs, "Allow"), "POST");
}

/* ---- session, capability, wall ---- */

static void test_route__who_is_not_logged_in_is_asked_to(void **state)
{
    (void)state;
    n_run = 0;
    struct response rs = ask(.path = "/things/5");
    assert_int_equal(rs.status, 303);
    assert_str(header_of(&rs, "Location"), "/login?next=%2Fthings%2F5");
    assert_int_equal(ask(.path = "/things/5", .token = "expired").status, 303);
    rs = ask(.path = "/api/v1/things");
    assert_int_equal(rs.status, 401);
    assert_holds(rs.body, "\"status\":401,\"detail\":");
    assert_holds(rs.body, "\"errors\":[{\"code\":\"web.login\",\"field\":\"\",\"message\":");
    assert_str(header_of(&rs, "WWW-Authenticate"), "Bearer realm=\"hoptac\"");
    assert_int_equal(ask(.path = "/things/new").status, 303);
    assert_int_equal(ask(.path = "/of/mine/things").status, 303);
    assert_int_equal(n_run, 0);
    assert_int_equal(ask(.path = "/things").status, 200);
}

static void test_route__a_missing_capability_is_403(void **state)
{
    (void)state;
    n_run = 0;
    assert_int_equal(ask(.path = "/things/5", .token = "nobody").status, 403);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/things/5", .token = "reader").status, 403);
    assert_int_equal(ask(.path = "/api/v1/things", .token = "nobody").status, 403);
    /* also where the organisation is another's: nothing is told about it */
    assert_int_equal(ask(.path = "/of/theirs/things", .token = "nobody").status, 403);
    assert_int_equal(n_run, 0);
    assert_int_equal(ask(.path = "/things/new", .token = "nobody").status, 200);
}

static void test_route__what_is_behind_another_wall_is_not_there(void **state)
{
    (void)state;
    n_run = 0;
    assert_int_equal(ask(.path = "/of/theirs/things", .token = "reader").status, 404);
    assert_int_equal(n_run, 0);
    struct response rs = ask(.path = "/of/mine/things", .token = "reader");
    assert_int_equal(rs.status, 200);
    assert_holds(rs.body, "shown My cooperative");
}

static void test_route__a_broken_session_store_is_not_a_log_out(void **state)
{
    (void)state;
    assert_int_equal(ask(.path = "/things/5", .token = "broken").status, 500);
}

/* ---- forgery ---- */

static void test_csrf__a_post_needs_the_token_of_its_session(void **state)
{
    (void)state;
    const char *good = csrf_of("writer"), *other = csrf_of("reader");
    n_run = 0;
    assert_int_equal(ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = "name=a").status, 403);
    const char *wrong[] = { "csrf=&name=a", "csrf=x&name=a",
                            str_z(&kit.mem, str_fmt(&kit.mem, "csrf=%s&name=a", other)),
                            str_z(&kit.mem, str_fmt(&kit.mem, "csrf=%sAA&name=a", good)) };
    for (int i = 0; i < COUNT(wrong); i++) {
        struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = wrong[i]);
        assert_int_equal(rs.status, 403);
    }
    assert_int_equal(n_run, 0);
    const char *body = str_z(&kit.mem, str_fmt(&kit.mem, "csrf=%s&name=a", good));
    assert_int_equal(ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = body).status, 303);
    assert_int_equal(n_run, 1);
    assert_string_not_equal(good, csrf_of("writer")); /* compression must not tell anything about it */
}

static void test_csrf__another_site_is_refused_even_with_the_token(void **state)
{
    (void)state;
    static const struct {
        struct pair header;
        int status;
    } t[] = {
        { { LIT("Origin"), LIT("http://localhost:8080") }, 303 },
        { { LIT("Origin"), LIT("http://localhost:8081") }, 403 },
        { { LIT("Origin"), LIT("http://evil.example") }, 403 },   { { LIT("Origin"), LIT("null") }, 403 },
        { { LIT("Sec-Fetch-Site"), LIT("same-origin") }, 303 },   { { LIT("Sec-Fetch-Site"), LIT("none") }, 303 },
        { { LIT("Sec-Fetch-Site"), LIT("cross-site") }, 403 },    { { LIT("Sec-Fetch-Site"), LIT("same-site") }, 403 },
    };
    for (int i = 0; i < COUNT(t); i++) {
        const char *body = body_with("writer", "name=a");
        struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = body,
                                 .header = { t[i].header });
        assert_int_equal(rs.status, t[i].status);
    }
}

static void test_csrf__a_visitor_gets_a_cookie_for_his_token(void **state)
{
    (void)state;
    struct response rs = ask(.path = "/things");
    str cookie = header_of(&rs, "Set-Cookie");
    assert_true(str_starts(cookie, S("hoptac_visitor_8080=")));
    assert_holds(cookie, "; Path=/; HttpOnly; SameSite=Lax");
    const char *visitor = str_z(&kit.mem, str_cut(str_cut(cookie, '=').tail, ';').head);
    const char *body = str_z(&kit.mem, str_fmt(&kit.mem, "csrf=%s", hidden(&rs, "csrf")));
    assert_int_equal(ask(.method = METHOD_POST, .path = "/hello", .visitor = visitor, .body = body).status, 303);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/hello", .body = body).status, 403);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/hello", .visitor = "x", .body = body).status, 403);
    rs = ask(.path = "/things", .visitor = visitor);
    assert_int_equal(header_of(&rs, "Set-Cookie").n, 0);
}

static void test_csrf__a_stale_token_costs_nobody_his_work(void **state)
{
    (void)state;
    n_run = 0;
    struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer",
                             .body = "csrf=old&name=Long+work",
                             .header = { { S("Origin"), S("http://localhost:8080") } });
    assert_int_equal(rs.status, 403);
    assert_holds(rs.body, "value=\"Long work\"");
    assert_int_equal(n_run, 0);
}

static void test_csrf__tokens_of_devices_need_no_form(void **state)
{
    (void)state;
    struct pair bearer = put_header("Authorization", "Bearer writer");
    struct pair other = put_header("Sec-Fetch-Site", "cross-site");
    assert_int_equal(ask(.method = METHOD_POST, .path = "/api/v1/things", .json = "{\"name\":\"a\"}",
                         .header = { bearer }).status, 200);
    /* a cookie comes along by itself, so there both the origin and the page's own token count */
    assert_int_equal(ask(.method = METHOD_POST, .path = "/api/v1/things", .json = "{\"name\":\"a\"}", .token = "writer",
                         .header = { other }).status, 403);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/api/v1/things", .body = "name=a",
                         .token = "writer").status, 403);
    struct response rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .json = "{\"name\":\"a\"}",
                             .token = "writer");
    assert_int_equal(rs.status, 403);
    assert_holds(rs.body, "web.csrf");
    assert_int_equal(ask(.method = METHOD_POST, .path = "/api/v1/things", .json = "{\"name\":\"a\"}", .token = "writer",
                         .header = { put_header("X-CSRF-Token", csrf_of("writer")) }).status, 200);
}

/* ---- forms ---- */

static void test_form__mistakes_never_reach_the_handler(void **state)
{
    (void)state;
    n_run = 0;
    const char *body = body_with("writer", "name=&n=12x&request_id=0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    n_run = 0;
    struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = body);
    assert_int_equal(rs.status, 422);
    assert_holds(rs.body, "value=\"12x\"");
    assert_holds(rs.body, "href=\"#f-name\"");
    assert_holds(rs.body, "href=\"#f-n\"");
    assert_string_equal(hidden(&rs, "request_id"), "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    rs = ask(.method = METHOD_POST, .path = "/things/5/plain", .token = "writer", .body = body);
    assert_int_equal(rs.status, 422);
    assert_int_equal(n_run, 0);
}

static void test_form__what_the_handler_refuses_is_shown_again(void **state)
{
    (void)state;
    const char *id = "request_id=0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    str rest = str_fmt(&kit.mem, "name=Kept&n=7&%s", id);
    struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer",
                             .body = body_with("writer", str_z(&kit.mem, rest)));
    assert_int_equal(rs.status, 409);
    assert_holds(rs.body, "Seven is taken.");
    assert_holds(rs.body, "value=\"Kept\"");
    assert_str(last_request_id, "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer", .body = body_with("writer", "name=K&n=8"));
    assert_int_equal(rs.status, 404);
    assert_false(holds(rs.body, "value=\"K\""));
    rest = str_fmt(&kit.mem, "name=Kept&n=9&%s", id);
    rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer",
             .body = body_with("writer", str_z(&kit.mem, rest)));
    assert_int_equal(rs.status, 409);
    assert_string_not_equal(hidden(&rs, "request_id"), "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
}

static void test_form__a_failure_without_words_is_ours(void **state)
{
    (void)state;
    struct response rs = ask(.method = METHOD_POST, .path = "/things/5", .token = "writer",
                             .body = body_with("writer", "name=a&n=6"));
    assert_int_equal(rs.status, 500);
    assert_int_equal(header_of(&rs, "Location").n, 0);
}

static void test_form__a_query_is_checked_but_not_required(void **state)
{
    (void)state;
    n_run = 0;
    assert_int_equal(ask(.path = "/things", .query = "n=3").status, 200);
    assert_int_equal(n_run, 1);
    struct response rs = ask(.path = "/things", .query = "n=x");
    assert_int_equal(rs.status, 422);
    assert_holds(rs.body, "value=\"x\"");
    assert_int_equal(n_run, 1);
}

static void test_api__errors_are_json(void **state)
{
    (void)state;
    struct pair english = put_header("Authorization", "Bearer english"),
                writer = put_header("Authorization", "Bearer writer");
    struct response rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .header = { english },
                             .json = "{\"name\":\"a\",\"n\":7}");
    assert_int_equal(rs.status, 403); /* english may only read */
    rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .header = { writer }, .json = "{\"name\":\"a\",\"n\":7}");
    assert_int_equal(rs.status, 409);
    assert_str(rs.content_type, "application/problem+json");
    assert_holds(rs.body, "{\"type\":\"urn:hoptac:error:thing.state\",\"title\":");
    assert_holds(rs.body, "\"status\":409,\"detail\":\"Seven \\\"is\\\" taken.\",\"errors\":[{\"code\":\"thing.state\","
                          "\"field\":\"\",\"message\":\"Seven \\\"is\\\" taken.\",\"hint\":\"Take eight.\"}]}");
    rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .header = { writer }, .json = "{\"n\":70}");
    assert_int_equal(rs.status, 422);
    assert_holds(rs.body, "\"field\":\"name\"");
    assert_holds(rs.body, "\"field\":\"n\"");
    rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .header = { writer }, .json = "{");
    assert_int_equal(rs.status, 400);
    rs = ask(.method = METHOD_POST, .path = "/api/v1/things", .header = { writer }, .body = "name=a");
    assert_int_equal(rs.status, 415);
    assert_int_equal(ask(.path = "/api/v1/nothing").status, 404);
    assert_str(ask(.path = "/api/v1/nothing").content_type, "application/problem+json");
}

static void test_api__every_route_has_its_twin(void **state)
{
    (void)state;
    struct pair writer = put_header("Authorization", "Bearer writer");
    struct response rs = ask(.method = METHOD_POST, .path = "/api/v1/things/5", .header = { writer },
                             .json = "{\"name\":\"a\",\"request_id\":\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"}");
    assert_int_equal(rs.status, 200);
    assert_str(rs.body, "{\"done\":true,\"message\":\"\",\"location\":\"/api/v1/things\"}");
    assert_str(last_request_id, "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    /* a page for people is not there, and not counted among the methods */
    assert_int_equal(ask(.path = "/api/v1/things/new", .header = { writer }).status, 404);
    rs = ask(.path = "/api/v1/things/5", .header = { writer });
    assert_int_equal(rs.status, 405);
    assert_str(header_of(&rs, "Allow"), "POST");
    rs = ask(.method = METHOD_POST, .path = "/api/v1/hello", .header = { writer }, .json = "{}");
    assert_int_equal(rs.status, 404);
    assert_int_equal(ask(.path = "/api/v1things/5", .header = { writer }).status, 404);
    assert_int_equal(ask(.path = "/api/v1/", .header = { writer }).status, 404);
}

/* ---- language ---- */

static void test_lang__asked_for_then_cookie_then_user_then_browser(void **state)
{
    (void)state;
    struct pair en = put_header("Accept-Language", "en-GB,vi;q=0.5");
    struct pair cookie = put_header("Cookie", "hoptac_lang_8080=en");
    struct response rs = ask(.path = "/things");
    assert_holds(rs.body, "<html lang=\"vi\">");
    rs = ask(.path = "/things", .header = { en });
    assert_holds(rs.body, "<html lang=\"en\">");
    rs = ask(.path = "/things", .header = { cookie });
    assert_holds(rs.body, "<html lang=\"en\">");
    rs = ask(.path = "/things", .query = "lang=vi", .header = { cookie });
    assert_holds(rs.body, "<html lang=\"vi\">");
    assert_true(str_starts(header_of(&rs, "Set-Cookie"), S("hoptac_lang_8080=vi; Path=/")));
    assert_holds(rs.body, "/things?lang=en");
    rs = ask(.path = "/things", .token = "english");
    assert_holds(rs.body, "<html lang=\"en\">");
    rs = ask(.path = "/things", .token = "english", .query = "q=a%26b&lang=vi");
    assert_holds(rs.body, "<html lang=\"vi\">");
    assert_holds(rs.body, "/things?q=a%26b&amp;lang=en");
}

static void test_lang__accept_language_by_weight(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum lang want;
    } t[] = { { "vi,en;q=0.9", LANG_VI },     { "en-US,en;q=0.9,vi;q=0.95", LANG_EN }, { "fr,en;q=0.1", LANG_EN },
              { "en;q=0.3, vi;q=0.8", LANG_VI }, { "fr", LANG_COUNT },                 { "", LANG_COUNT },
              { "en;q=0", LANG_COUNT },       { "EN", LANG_EN } };
    for (int i = 0; i < COUNT(t); i++) {
        enum lang l = LANG_COUNT;
        assert_int_equal(lang_accepted(str_of(t[i].header), &l), t[i].want != LANG_COUNT);
        assert_int_equal(l, t[i].want);
    }
}

/* ---- odds ---- */

static void test_demo__answers_to_this_computer_only(void **state)
{
    (void)state;
    static const char *const good[] = { "localhost", "localhost:1", "127.0.0.1:8080", "[::1]:8080" };
    static const char *const bad[] = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "" };
    struct app demo = app;
    demo.demo = true;
    for (int i = 0; i < COUNT(good) + COUNT(bad); i++) {
        bool ok = i < COUNT(good);
        struct request rq = request_of(&(struct asking){ .path = "/things" });
        struct response rs = { 0 };
        rq.header[0].value = str_of(ok ? good[i] : bad[i - COUNT(good)]);
        kit.cx = cx_new(&kit.mem, LANG_VI, KIT_NOW);
        web_dispatch(&demo, &kit.cx, &rq, &rs);
        assert_int_equal(rs.status, ok ? 200 : 403);
    }
}

static void test_measure__says_how_long_and_how_many(void **state)
{
    (void)state;
    struct app measured = app;
    measured.measure = true;
    struct response rs = ask_app(&measured, (struct asking){ .path = "/things" });
    assert_true(str_starts(header_of(&rs, "Server-Timing"), S("app;dur=")));
    assert_str(header_of(&rs, "X-Statements"), "0");
}

static void test_path__only_our_own_pages_are_next(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "x", "//evil", "/\\evil", "http://evil", "/a b", "/a\nb" };
    assert_str(web_local_path(S("/orgs/HTX?a=b&c")), "/orgs/HTX?a=b&c");
    for (int i = 0; i < COUNT(bad); i++)
        assert_str(web_local_path(str_of(bad[i])), "/");
}

static void test_session__cookie_is_bound_to_this_host(void **state)
{
    (void)state;
    struct pair host = { S("Host"), S("hoptac.example") };
    struct request rq = { .header = &host, .n_header = 1, .tls = true };
    struct response rs = { 0 };
    struct web w = { .app = &app, .cx = &kit.cx, .rq = &rq, .rs = &rs };
    web_session_start(&w, S("tok"), 3600);
    assert_str(header_of(&rs, "Set-Cookie"), "__Host-hoptac_session_443=tok; Path=/; HttpOnly; SameSite=Lax; "
                                             "Max-Age=3600; Secure");
}

/* Memory may end at any allocation: the only way out is the jump, and nothing is left in a state that the next
   request minds. */
static void test_memory__may_end_anywhere(void **state)
{
    (void)state;
    const char *body = body_with("writer", "name=Kept&n=7");
    struct request rq = request_of(&(struct asking){ .method = METHOD_POST, .path = "/things/5", .token = "writer",
                                                     .body = body });
    size_t mark = arena_mark(&kit.mem);
    volatile int64_t k = 0;
    volatile bool done = false;
    while (!done) {
        struct response rs = { 0 };
        jmp_buf oom;
        arena_reset(&kit.mem, mark);
        kit.mem.oom = &oom;
        kit.mem.fail_at = ++k;
        if (setjmp(oom))
            continue;
        kit.cx = cx_new(&kit.mem, LANG_VI, KIT_NOW);
        web_dispatch(&app, &kit.cx, &rq, &rs);
        done = kit.mem.fail_at > 0;
        assert_int_equal(rs.status, 409);
    }
    kit.mem.oom = NULL;
    kit.mem.fail_at = 0;
    assert_true(k > 50);
}

/* ---- all real rooms ---- */

static uint64_t every_cap = ~0ull;

static result anybody(struct web *w, str token)
{
    w->session_id = 9;
    w->cx->actor.caps = str_eq(token, S("all")) ? every_cap : 0;
    return OK;
}

static result open_wall(struct web *w, enum wall which, str code)
{
    (void)which;
    w->org_id = 1;
    w->org_code = code;
    return OK;
}

/* "/orgs/:org/x" → "/orgs/1/x" */
static const char *example_of(const char *path)
{
    struct buf b = buf_new(&kit.mem);
    for (str rest = str_of(path + 1);;) {
        struct str_cut cut = str_cut(rest, '/');
        buf_byte(&b, '/');
        buf_put(&b, str_starts(cut.head, S(":")) ? S("1") : cut.head);
        if (!cut.found)
            return str_z(&kit.mem, buf_str(&b));
        rest = cut.tail;
    }
}

static void test_rooms__no_route_is_open_by_mistake(void **state)
{
    (void)state;
    struct app real = { .features = features, .n_features = n_features, .auth = { anybody, open_wall } };
    kit.cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    kit_ok(&kit, app_build_router(&kit.cx, &real));
    int n = 0;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++, n++) {
            const struct route *r = &features[f]->routes[i];
            bool api = str_starts(str_of(r->path), S("/api/"));
            struct asking a = { .method = r->method, .path = example_of(r->path) };
            if (r->cap == CAP_PUBLIC)
                continue;
            int status = ask_app(&real, a).status;
            if (status != (api ? 401 : 303))
                fail_msg("%s: %d for nobody", r->path, status);
            a.token = "none";
            status = r->cap == CAP_LOGIN ? 403 : ask_app(&real, a).status;
            if (status != 403)
                fail_msg("%s: %d without capability", r->path, status);
            a.token = "all";
            status = r->method == METHOD_GET ? 403 : ask_app(&real, a).status;
            if (status != 403)
                fail_msg("%s: %d without form token", r->path, status);
        }
    printf("%d routes\n", n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_router__refuses_tables_that_cannot_be_right),
        cmocka_unit_test(test_router__refuses_two_owners_and_two_routes),
        cmocka_unit_test(test_route__finds_the_most_literal_one),
        cmocka_unit_test(test_route__says_which_methods_there_are),
        cmocka_unit_test(test_route__who_is_not_logged_in_is_asked_to),
        cmocka_unit_test(test_route__a_missing_capability_is_403),
        cmocka_unit_test(test_route__what_is_behind_another_wall_is_not_there),
        cmocka_unit_test(test_route__a_broken_session_store_is_not_a_log_out),
        cmocka_unit_test(test_csrf__a_post_needs_the_token_of_its_session),
        cmocka_unit_test(test_csrf__another_site_is_refused_even_with_the_token),
        cmocka_unit_test(test_csrf__a_visitor_gets_a_cookie_for_his_token),
        cmocka_unit_test(test_csrf__a_stale_token_costs_nobody_his_work),
        cmocka_unit_test(test_csrf__tokens_of_devices_need_no_form),
        cmocka_unit_test(test_form__mistakes_never_reach_the_handler),
        cmocka_unit_test(test_form__what_the_handler_refuses_is_shown_again),
        cmocka_unit_test(test_form__a_failure_without_words_is_ours),
        cmocka_unit_test(test_form__a_query_is_checked_but_not_required),
        cmocka_unit_test(test_api__errors_are_json),
        cmocka_unit_test(test_api__every_route_has_its_twin),
        cmocka_unit_test(test_lang__asked_for_then_cookie_then_user_then_browser),
        cmocka_unit_test(test_lang__accept_language_by_weight),
        cmocka_unit_test(test_demo__answers_to_this_computer_only),
        cmocka_unit_test(test_measure__says_how_long_and_how_many),
        cmocka_unit_test(test_path__only_our_own_pages_are_next),
        cmocka_unit_test(test_session__cookie_is_bound_to_this_host),
        cmocka_unit_test(test_memory__may_end_anywhere),
        cmocka_unit_test(test_rooms__no_route_is_open_by_mistake),
    };
    const struct feature *const list[] = { &room };
    kit_begin(&kit);
    app = app_of(list, 1);
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

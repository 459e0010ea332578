/* Browsers without a network: web_dispatch is asked directly. */
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "features/people/identity/identity.h"
#include "os/os.h"

enum { HEADERS_MAX = 12 };

void kit_demo(struct kit *k, struct app *app)
{
    app_register_kinds();
    kit_store(k);
    kit_ok(k, app_load_reference(&k->cx, k->store));
    kit_ok(k, app_load_demo(&k->cx, k->store));
    *app = (struct app){ .store = k->store,
                         .features = features,
                         .n_features = n_features,
                         .auth = { auth_session, auth_wall },
                         .demo = true,
                         .measure = true };
    kit_ok(k, secret_get(&k->cx, k->store, S("forms"), app->secret));
    kit_ok(k, app_build_router(&k->cx, app));
    app->api_limit = NULL; /* a walk over everything asks faster than people and programs may */
}

struct visitor visit(struct kit *k, struct app *app) { return (struct visitor){ .k = k, .app = app }; }

struct pair visit_header(const char *name, const char *value) { return (struct pair){ str_of(name), str_of(value) }; }

/* ---- cookies and tokens ---- */

static void put(char to[static 64], str s)
{
    assert_true(s.n < 64);
    if (s.n)
        memcpy(to, s.s, (size_t)s.n);
    to[s.n] = 0;
}

static void keep_cookie(struct visitor *v, str cookie)
{
    struct str_cut c = str_cut(cookie, '=');
    str value = str_cut(c.tail, ';').head;
    if (str_eq(c.head, S("hoptac_session_80")))
        put(v->session, value);
    else if (str_eq(c.head, S("hoptac_visitor_80")))
        put(v->visitor, value);
}

static void keep(struct visitor *v, const struct response *rs)
{
    str mark = S("name=\"csrf\" value=\"");
    ptrdiff_t at = str_find(rs->body, mark);
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, S("Set-Cookie")))
            keep_cookie(v, rs->header[i].value);
    if (at >= 0)
        put(v->csrf, str_cut(str_sub(rs->body, at + mark.n, rs->body.n), '"').head);
}

struct response visit_send(struct visitor *v, struct request rq)
{
    struct arena *mem = &v->k->mem;
    struct pair *header = new (mem, struct pair, HEADERS_MAX);
    struct response rs = { 0 };
    struct cx cx = cx_new(mem, LANG_EN, v->k->cx.now_at);
    struct str_cut cut = str_cut(rq.path, '?');
    assert_true(rq.n_header + 2 <= HEADERS_MAX);
    if (rq.n_header)
        memcpy(header, rq.header, sizeof *header * (size_t)rq.n_header);
    header[rq.n_header++] = visit_header("Host", "localhost");
    str cookie = str_fmt(mem, "hoptac_session_80=%s; hoptac_visitor_80=%s; hoptac_lang_80=en", v->session, v->visitor);
    header[rq.n_header++] = (struct pair){ S("Cookie"), cookie };
    rq.header = header;
    rq.path = cut.head;
    rq.peer = S("127.0.0.1");
    if (cut.found)
        assert_true(http_parse_form(mem, cut.tail, &rq.query, &rq.n_query));
    web_dispatch(v->app, &cx, &rq, &rs);
    keep(v, &rs);
    return rs;
}

struct response visit_get(struct visitor *v, str path)
{
    struct pair accept = visit_header("Accept", "text/html");
    return visit_send(v, (struct request){ .method = METHOD_GET, .path = path, .header = &accept, .n_header = 1 });
}

struct response visit_get_json(struct visitor *v, str path)
{
    struct pair accept = visit_header("Accept", "application/json");
    return visit_send(v, (struct request){ .method = METHOD_GET, .path = path, .header = &accept, .n_header = 1 });
}

struct response visit_post(struct visitor *v, str path, str form)
{
    struct arena *mem = &v->k->mem;
    struct pair header[] = { visit_header("Accept", "text/html"), visit_header("Sec-Fetch-Site", "same-origin") };
    struct request rq = { .method = METHOD_POST, .path = path, .header = header, .n_header = 2 };
    struct buf b = buf_new(mem);
    buf_fmt(&b, "csrf=%s", v->csrf);
    if (str_find(form, S("request_id=")) < 0) {
        str id = os_uuid7(mem);
        buf_fmt(&b, "&request_id=" STR_FMT, STR_ARG(id));
    }
    if (form.n)
        buf_fmt(&b, "&" STR_FMT, STR_ARG(form));
    assert_true(http_parse_form(mem, buf_str(&b), &rq.form, &rq.n_form));
    return visit_send(v, rq);
}

void visit_login(struct visitor *v, const char *login)
{
    struct response rs = visit_get(v, S("/login"));
    visit_expect(&rs, 200);
    rs = visit_post(v, S("/login/demo"), str_fmt(&v->k->mem, "login=%s", login));
    visit_expect(&rs, 303);
    rs = visit_get(v, S("/me"));
    visit_expect(&rs, 200);
}

/* ---- what a page offers ---- */

/* The tag around a place in it. */
static str tag_at(str body, ptrdiff_t at)
{
    ptrdiff_t from = at;
    while (from > 0 && body.s[from] != '<')
        from--;
    return str_cut(str_sub(body, from, body.n), '>').head;
}

static void offer(struct kit *k, str address, enum method method, offer_fn fn, void *arg)
{
    str path = str_cut(str_cut(address, '?').head, '#').head;
    bool ours = str_starts(path, S("/")) && !str_starts(path, S("//")) && !str_starts(path, S("/assets/"));
    if (ours && http_url_decode(&k->mem, path, false, &path))
        fn(arg, path, method);
}

/* Whether what stands there is sent by POST: a form says it, a button with its own address follows its form. */
static bool is_posted(str body, ptrdiff_t at, str mark)
{
    str tag = tag_at(body, at), post = S("method=\"post\"");
    if (!str_eq(mark, S(" formaction=\"")))
        return str_eq(mark, S(" action=\"")) && str_find(tag, post) >= 0;
    str before = str_sub(body, 0, at), form = { 0 };
    for (ptrdiff_t from; (from = str_find(before, S("<form "))) >= 0; before = str_sub(before, from + 1, before.n))
        form = tag_at(before, from);
    return str_find(form, post) >= 0;
}

void visit_offers(struct kit *k, str body, offer_fn fn, void *arg)
{
    static const char *const attribute[] = { " href=\"", " action=\"", " formaction=\"" };
    for (int i = 0; i < COUNT(attribute); i++) {
        str mark = str_of(attribute[i]);
        ptrdiff_t done = 0, at;
        while ((at = str_find(str_sub(body, done, body.n), mark)) >= 0) {
            bool post = is_posted(body, done + at, mark);
            done += at + mark.n;
            str address = str_cut(str_sub(body, done, body.n), '"').head;
            offer(k, address, post ? METHOD_POST : METHOD_GET, fn, arg);
        }
    }
}

/* ---- expectations ---- */

bool holds(const struct response *rs, const char *text) { return str_find(rs->body, str_of(text)) >= 0; }

void visit_expect_at(const struct response *rs, int status, const char *file, int line)
{
    if (rs->status == status)
        return;
    print_error("answered %d, not %d\n" STR_FMT "\n", rs->status, status, STR_ARG(rs->body));
    _fail(file, line);
}

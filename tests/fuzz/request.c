/* A whole request against a small room: method letter, path, query, cookies, content type and body, each on its line,
   body last. Whatever comes, the answer is one of the known kinds, nothing typed becomes a tag, and a refused form
   never reaches the handler. */
#include "tests/fuzz/fuzz.h"

#include "web/app.h"
#include "web/http_parts.h"

struct in {
    str name;
    int64_t n;
};

static const struct field fields[] = {
    { .name = "name", .label = "Name", .type = FIELD_TEXT, .at = offsetof(struct in, name), .required = true },
    { .name = "n", .label = "Number", .type = FIELD_INT, .at = offsetof(struct in, n), .min = 1, .max = 9 },
};
static const struct form form = { .name = "thing", .fields = fields, .n_fields = 2, .size = sizeof(struct in) };

static result show(struct web *w)
{
    struct html h = html_new(w->cx);
    form_errors(&h);
    form_all(&h, &form, w->in, w->rq);
    html_put(&h, web_csrf_fields(w));
    return web_form_again(w, web_param(w, S("id")), &h);
}

static result save(struct web *w)
{
    const struct in *in = w->in;
    FUZZ_EXPECT(w->cx->n_errors == 0 && in->name.n && in->n >= 0 && in->n <= 9);
    return web_redirect(w, web_local_path(request_query(w->rq, S("next"))));
}

static const struct route routes[] = {
    { METHOD_GET, "/t", CAP_PUBLIC, WALL_NONE, &form, show, "T", show },
    { METHOD_GET, "/t/:id", CAP_LOGIN, WALL_NONE, NULL, show, "T", NULL },
    { METHOD_POST, "/t/:id", CAP_LOGIN, WALL_NONE, &form, save, "T", show },
    { METHOD_POST, "/api/v1/t", CAP_LOGIN, WALL_NONE, &form, save, "T", NULL },
};
static const struct feature room = { .name = "t", .routes = routes, .n_routes = COUNT(routes) };
static const struct feature *const rooms[] = { &room };

static result session(struct web *w, str token)
{
    w->session_id = token.n % 3;
    return OK;
}

static struct app *app_once(void)
{
    static struct arena mem;
    static struct app app = { .features = rooms, .n_features = 1, .auth = { .session = session } };
    if (app.router)
        return &app;
    if (!arena_init(&mem, 1 << 20))
        abort();
    struct cx cx = cx_new(&mem, LANG_EN, 0);
    FUZZ_EXPECT(app_build_router(&cx, &app).ok);
    return &app;
}

static str next_line(str *rest)
{
    struct str_cut cut = str_cut(*rest, '\n');
    *rest = cut.tail;
    return cut.head;
}

static bool read_request(struct arena *mem, str in, struct request *rq)
{
    str first = next_line(&in), path = str_sub(first, 1, first.n);
    rq->method = first.n ? (enum method)((unsigned char)first.s[0] % (METHOD_HEAD + 1)) : METHOD_GET;
    struct pair *h = new(mem, struct pair, 4);
    bool good = http_url_decode(mem, path, false, &rq->path) && http_path_good(rq->path) &&
                http_parse_form(mem, next_line(&in), &rq->query, &rq->n_query);
    h[0] = (struct pair){ S("Host"), S("localhost") };
    h[1] = (struct pair){ S("Cookie"), next_line(&in) };
    h[2] = (struct pair){ S("Content-Type"), next_line(&in) };
    h[3] = (struct pair){ S("Authorization"), str_starts(in, S("B")) ? S("Bearer x") : S("") };
    rq->header = h;
    rq->n_header = 4;
    rq->body = in;
    if (str_starts(h[2].value, S("multipart")))
        return good && http_parse_multipart(mem, h[2].value, in, rq);
    return good && (str_starts(h[2].value, S("application/json")) || http_parse_form(mem, in, &rq->form, &rq->n_form));
}

static bool known(int status)
{
    static const int all[] = { 200, 303, 304, 400, 401, 403, 404, 405, 409, 422 };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] == status)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    struct app *app = app_once();
    struct cx cx = cx_new(mem, LANG_EN, 0);
    struct request rq = { 0 };
    struct response rs = { 0 };
    if (!read_request(mem, fuzz_str(data, size), &rq))
        return 0;
    web_dispatch(app, &cx, &rq, &rs);
    FUZZ_EXPECT(known(rs.status));
    FUZZ_EXPECT(str_find(rs.body, S("<i>")) < 0);
    for (int i = 0; i < rs.n_header; i++)
        FUZZ_EXPECT(!str_eq(rs.header[i].name, S("Location")) || str_starts(rs.header[i].value, S("/")));
    return 0;
}

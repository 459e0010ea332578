/* What handlers ask of a request and set on an answer: parameters, cookies, session token, hidden fields. The answering
   functions (web_page and its kin) stand in page.c. */
#include "web/app.h"
#include "web/csrf.h"
#include "web/form.h"
#include "web/route_table.h"

const char *const cap_names[CAP_COUNT] = {
#define X(id, name) [CAP_##id] = name,
    CAPS(X)
#undef X
};

str web_param(const struct web *w, str name)
{
    for (int i = 0; i < w->n_param; i++)
        if (str_eq(w->param[i].name, name))
            return w->param[i].value;
    return (str){ 0 };
}

int64_t web_param_id(const struct web *w, str name)
{
    int64_t id;
    return str_to_i64(web_param(w, name), &id) && id > 0 ? id : 0;
}

bool web_wants_json(const struct web *w)
{
    str accept = request_header(w->rq, S("Accept"));
    return str_starts(w->rq->path, S("/api/")) ||
           (str_find(accept, S("application/json")) >= 0 && str_find(accept, S("text/html")) < 0);
}

bool web_demo_mode(const struct web *w) { return w->app->demo; }

str web_local_path(str path)
{
    for (ptrdiff_t i = 0; i < path.n; i++)
        if ((unsigned char)path.s[i] <= ' ' || path.s[i] == 127 || path.s[i] == '\\')
            return S("/");
    return str_starts(path, S("/")) && !str_starts(path, S("//")) ? path : S("/");
}

/* ---- how much may come ---- */

enum { BODY_PLAIN = 4 << 20, BODY_ROUND_FILES = 1 << 20 };

/* One file may be twice as large as it should: then it is refused at its field, in words. */
static size_t form_room(const struct form *f)
{
    size_t files = 0, largest = 0;
    for (int i = 0; f && i < f->n_fields; i++) {
        size_t most = f->fields[i].type == FIELD_FILE ? (size_t)f->fields[i].max : 0;
        files += most;
        largest = most > largest ? most : largest;
    }
    return files ? files + largest + BODY_ROUND_FILES : BODY_PLAIN;
}

size_t web_body_cap(void *app, struct arena *mem, enum method method, str path)
{
    const struct app *a = app;
    str plain;
    if (!http_url_decode(mem, path, false, &plain))
        return 0;
    struct route_match m = router_match(a->router, mem, method, plain);
    return m.route ? form_room(m.route->form) : BODY_ROUND_FILES;
}

/* ---- cookies ---- */

static str host_port(const struct request *rq)
{
    str host = request_header(rq, S("Host"));
    ptrdiff_t i = host.n;
    while (i && host.s[i - 1] >= '0' && host.s[i - 1] <= '9')
        i--;
    bool there = i > 0 && i < host.n && host.s[i - 1] == ':';
    return there ? str_sub(host, i, host.n) : rq->tls ? S("443") : S("80");
}

str web_cookie_name(const struct web *w, const char *stem)
{
    /* __Host- makes browsers refuse the name from anybody but this very host over TLS */
    return str_fmt(w->cx->mem, "%shoptac_%s_" STR_FMT, w->rq->tls ? "__Host-" : "", stem, STR_ARG(host_port(w->rq)));
}

void web_set_cookie(struct web *w, str name, str value, int seconds)
{
    struct buf b = buf_new(w->cx->mem);
    buf_fmt(&b, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax", STR_ARG(name), STR_ARG(value));
    if (seconds)
        buf_fmt(&b, "; Max-Age=%d", seconds > 0 ? seconds : 0);
    if (w->rq->tls)
        buf_put(&b, S("; Secure"));
    response_header(w->rs, S("Set-Cookie"), buf_str(&b));
}

void web_session_start(struct web *w, str token, int seconds)
{
    web_set_cookie(w, web_cookie_name(w, "session"), token, seconds);
}

void web_session_end(struct web *w) { web_set_cookie(w, web_cookie_name(w, "session"), (str){ 0 }, -1); }

str web_session_token(const struct web *w)
{
    str bearer = request_header(w->rq, S("Authorization"));
    if (str_starts(bearer, S("Bearer ")))
        return str_trim(str_sub(bearer, 7, bearer.n));
    return request_cookie(w->rq, web_cookie_name(w, "session"));
}

/* ---- forms ---- */

html_safe web_csrf_fields(struct web *w)
{
    struct html h = html_new(w->cx);
    if (w->api)
        return (html_safe){ .s = { 0 } };
    html_raw(&h, S("<input type=\"hidden\" name=\"csrf\" value=\""));
    html_put(&h, csrf_token(w));
    html_raw(&h, S("\"><input type=\"hidden\" name=\"request_id\" value=\""));
    html_put(&h, w->request_id);
    html_raw(&h, S("\">"));
    return (html_safe){ buf_str(&h.out) };
}

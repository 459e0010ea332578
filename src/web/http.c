/* The HTTP server: libmicrohttpd's event loop does nothing but parse. When a request is complete it is suspended, a
   worker answers it (http_pool.c) and resumes it; then the loop sends the answer. Here are the library's callbacks
   and the guards that it lacks: one Host, one length, names that are names, a cap on bodies. Start reading at
   on_request. */
#include "base/text.h"
#include "os/os.h"
#include "web/http_parts.h"
#include "web/http_server.h"

#include <arpa/inet.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STOP_SECONDS = 10, DESCRIPTORS_EXTRA = 256 };

static struct conn *conn_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_server *s = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*socket_context)
            watch_close(*socket_context);
        *socket_context = NULL;
        return;
    }
    int fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const struct sockaddr *sa = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    *socket_context = watch_open(&s->watch, fd, sa);
    if (!*socket_context)
        shutdown(fd, SHUT_RDWR);
}

/* Called when the request line is there: the moment from which the deadline counts. */
static void *on_line(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct conn *c = conn_of(mhd);
    (void)cls, (void)uri;
    if (c)
        watch_reading(c);
    return NULL;
}

/* Paths and queries are decoded once, by slot_decode; the library must leave them as they were sent. */
static size_t keep_escaped(void *cls, struct MHD_Connection *mhd, char *s)
{
    (void)cls, (void)mhd;
    return strlen(s);
}

static enum MHD_Result answer_with(struct MHD_Connection *mhd, int status, struct MHD_Response *r)
{
    struct conn *c = conn_of(mhd);
    if (!r)
        return MHD_NO;
    if (c)
        watch_writing(c);
    enum MHD_Result ok = MHD_queue_response(mhd, (unsigned)status, r);
    MHD_destroy_response(r);
    return ok;
}

static enum MHD_Result refuse(struct MHD_Connection *mhd, int status)
{
    return answer_with(mhd, status, reply_refusal(status));
}

/* ---- guards ---- */

struct seen {
    int host, length, encoding, n;
    bool bad, chunked, broken_coding;
    size_t body;
};

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                            size_t value_n)
{
    struct seen *seen = cls;
    str k = { name, (ptrdiff_t)name_n }, v = str_trim((str){ value, value ? (ptrdiff_t)value_n : 0 });
    int64_t n;
    (void)kind;
    seen->n++;
    seen->bad |= !http_is_token(k);
    for (ptrdiff_t i = 0; i < v.n; i++)
        seen->bad |= v.s[i] == '\r' || v.s[i] == '\n' || v.s[i] == 0;
    if (str_eq_nocase(k, S("host"))) {
        seen->host++;
        seen->bad |= v.n == 0;
    }
    if (str_eq_nocase(k, S("content-length"))) {
        seen->length++;
        seen->bad |= !str_to_i64(v, &n) || n < 0 || v.s[0] == '-';
        seen->body = seen->bad ? 0 : (size_t)n;
    }
    if (str_eq_nocase(k, S("transfer-encoding"))) {
        seen->encoding++;
        seen->chunked = str_eq_nocase(v, S("chunked"));
        seen->broken_coding |= !seen->chunked;
    }
    return MHD_YES;
}

/* 0, or the status of a refusal. */
static int guard(struct http_server *s, struct MHD_Connection *mhd, const char *version, struct seen *seen)
{
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, look, seen);
    bool old = strcmp(version, MHD_HTTP_VERSION_1_1) != 0;
    if (seen->bad || seen->host != 1 || seen->length > 1 || seen->encoding > 1)
        return 400;
    if (seen->encoding && (seen->length || old))
        return 400;
    if (seen->broken_coding)
        return 501;
    return seen->body > s->cfg.body_max ? 413 : 0;
}

/* ---- taking a request in ---- */

struct taking {
    struct slot *slot;
    struct pair *to;
    int n;
};

static enum MHD_Result take_pair(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                                 size_t value_n)
{
    struct taking *t = cls;
    struct arena *mem = &t->slot->mem;
    (void)kind;
    t->to[t->n].name = str_dup(mem, (str){ name, (ptrdiff_t)name_n });
    t->to[t->n++].value = str_dup(mem, (str){ value, value ? (ptrdiff_t)value_n : 0 });
    return MHD_YES;
}

static struct pair *take_pairs(struct slot *slot, enum MHD_ValueKind kind, int *n)
{
    int most = MHD_get_connection_values_n(slot->mhd, kind, NULL, NULL);
    struct taking t = { slot, new(&slot->mem, struct pair, most > 0 ? most : 1), 0 };
    MHD_get_connection_values_n(slot->mhd, kind, take_pair, &t);
    *n = t.n;
    return t.to;
}

static enum method method_of(const char *z)
{
    static const str name[] = { [METHOD_GET] = LIT("GET"),       [METHOD_POST] = LIT("POST"),
                                [METHOD_PUT] = LIT("PUT"),       [METHOD_PATCH] = LIT("PATCH"),
                                [METHOD_DELETE] = LIT("DELETE"), [METHOD_HEAD] = LIT("HEAD") };
    for (size_t i = METHOD_GET; i < sizeof name / sizeof *name; i++)
        if (str_eq(str_of(z), name[i]))
            return (enum method)i;
    return METHOD_OTHER;
}

static size_t body_cap(struct slot *slot, enum method method, const char *url)
{
    const struct http_server *s = slot->server;
    size_t cap = s->cfg.body_cap ? s->cfg.body_cap(s->app, &slot->mem, method, str_of(url)) : s->cfg.body_max;
    return cap < s->cfg.body_max ? cap : s->cfg.body_max;
}

static void take_head(struct slot *slot, const char *method, const char *url, const struct seen *seen, size_t cap)
{
    struct http_server *s = slot->server;
    struct request *rq = &slot->rq;
    rq->method = method_of(method);
    rq->peer = str_dup(&slot->mem, str_of(slot->conn->peer));
    rq->tls = s->cfg.tls_cert.n > 0;
    slot->raw_path = str_dup(&slot->mem, str_of(url));
    rq->header = take_pairs(slot, MHD_HEADER_KIND, &rq->n_header);
    slot->raw_query = take_pairs(slot, MHD_GET_ARGUMENT_KIND, &slot->n_raw_query);
    slot->body_room = seen->chunked ? cap : seen->body;
    slot->body = arena_bytes(&slot->mem, slot->body_room, 16);
}

static enum MHD_Result begin(struct http_server *s, struct MHD_Connection *mhd, const char *method, const char *url,
                             const struct seen *seen, void **state)
{
    bool upload = seen->chunked || seen->body > 0;
    struct conn *c = conn_of(mhd);
    struct slot *slot = c ? pool_take(&s->pool, upload) : NULL;
    if (!slot) {
        if (upload)
            watch_cut_slowest_reader(&s->watch);
        return refuse(mhd, 503);
    }
    size_t cap = upload ? body_cap(slot, method_of(method), url) : 0;
    if (seen->body > cap) {
        pool_give_back(slot);
        return refuse(mhd, 413);
    }
    slot->conn = c;
    slot->mhd = mhd;
    take_head(slot, method, url, seen, cap);
    *state = slot;
    return MHD_YES;
}

static enum MHD_Result receive(struct slot *slot, const char *data, size_t *n)
{
    size_t room = slot->body_room - slot->body_n, take = *n;
    *n = 0;
    watch_received(slot->conn, (int64_t)take);
    if (take > room) {
        /* Nothing can be answered in the middle of a body: a little more is read and thrown away, then it is over. */
        slot->too_large = true;
        slot->overrun += take;
        return slot->overrun > slot->body_room ? MHD_NO : MHD_YES;
    }
    if (!pool_may_store(&slot->server->pool, take))
        return MHD_NO;
    memcpy(slot->body + slot->body_n, data, take);
    slot->body_n += take;
    return MHD_YES;
}

static enum MHD_Result hand_over(struct slot *slot)
{
    slot->rq.body = (str){ slot->body, (ptrdiff_t)slot->body_n };
    pool_upload_ended(slot);
    watch_working(slot->conn);
    MHD_suspend_connection(slot->mhd);
    if (!pool_submit(slot)) {
        slot->status = 503;
        slot->reply = reply_refusal(503);
        slot->done = true;
        MHD_resume_connection(slot->mhd);
    }
    return MHD_YES;
}

static enum MHD_Result finish(struct slot *slot, void **state)
{
    struct MHD_Connection *mhd = slot->mhd;
    struct MHD_Response *r = slot->too_large ? reply_refusal(413) : slot->reply;
    int status = slot->too_large ? 413 : slot->status;
    *state = NULL;
    slot->reply = NULL;
    pool_give_back(slot);
    return answer_with(mhd, status, r);
}

/* What the library hands over, in its order. */
#define REQUEST_ARGUMENTS                                                                                          \
    void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version, const char *data, \
        size_t *n, void **state

/* The library calls this when the headers are complete, for every piece of the body, at the end of it, and after
   resume. */
static enum MHD_Result on_request(REQUEST_ARGUMENTS)
{
    struct slot *slot = *state;
    if (!slot) {
        struct seen seen = { 0 };
        int refused = guard(cls, mhd, version, &seen);
        return refused ? refuse(mhd, refused) : begin(cls, mhd, method, url, &seen, state);
    }
    if (*n)
        return receive(slot, data, n);
    return slot->done || slot->too_large ? finish(slot, state) : hand_over(slot);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **state, enum MHD_RequestTerminationCode why)
{
    struct conn *c = conn_of(mhd);
    (void)cls, (void)why;
    if (*state)
        pool_give_back(*state); /* the client went away before its request was complete */
    *state = NULL;
    if (c)
        watch_idle(c);
}

/* ---- decoding, on a worker --------------------------------------------------------------------------------------- */

static bool decode_query(struct slot *slot, struct arena *mem)
{
    struct request *rq = &slot->rq;
    rq->n_query = slot->n_raw_query;
    rq->query = new(mem, struct pair, rq->n_query > 0 ? rq->n_query : 1);
    for (int i = 0; i < rq->n_query; i++)
        if (!http_url_decode(mem, slot->raw_query[i].name, true, &rq->query[i].name) ||
            !http_url_decode(mem, slot->raw_query[i].value, true, &rq->query[i].value))
            return false;
    return true;
}

static bool decode_body(struct slot *slot, struct arena *mem)
{
    struct request *rq = &slot->rq;
    str type = request_header(rq, S("Content-Type")), kind = str_trim(str_cut(type, ';').head);
    if (!rq->body.n)
        return true;
    if (str_eq_nocase(kind, S("application/x-www-form-urlencoded")))
        return http_parse_form(mem, rq->body, &rq->form, &rq->n_form);
    if (str_eq_nocase(kind, S("multipart/form-data")))
        return http_parse_multipart(mem, type, rq->body, rq);
    return true;
}

/* A proxy on this machine speaks for somebody else: packaging/ shows how it must be set. Nobody else is believed. */
static void believe_local_proxy(struct request *rq)
{
    str real = request_header(rq, S("X-Real-IP")), scheme = request_header(rq, S("X-Forwarded-Proto"));
    if (!str_eq(rq->peer, S("127.0.0.1")) && !str_eq(rq->peer, S("::1")))
        return;
    if (real.n && real.n < 46)
        rq->peer = real;
    rq->tls = rq->tls || str_eq(scheme, S("https"));
}

int slot_decode(struct slot *slot, struct arena *mem)
{
    believe_local_proxy(&slot->rq);
    bool good = http_url_decode(mem, slot->raw_path, false, &slot->rq.path) && http_path_good(slot->rq.path) &&
                text_valid_utf8(slot->rq.path) && decode_query(slot, mem) && decode_body(slot, mem);
    return good ? 0 : 400;
}

/* ---- start and stop ---------------------------------------------------------------------------------------------- */

/* Every connection is a descriptor; the soft limit is often 1024. Fewer connections rather than none. */
static void fit_descriptors(struct http_config *cfg)
{
    struct rlimit lim;
    rlim_t wanted = (rlim_t)cfg->connections_max + DESCRIPTORS_EXTRA;
    if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur >= wanted)
        return;
    lim.rlim_cur = lim.rlim_max < wanted ? lim.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur < wanted)
        cfg->connections_max = (int)(lim.rlim_cur > 2 * DESCRIPTORS_EXTRA ? lim.rlim_cur : 2 * DESCRIPTORS_EXTRA) -
                               DESCRIPTORS_EXTRA;
}

static struct http_config with_defaults(struct http_config c)
{
    c.workers = c.workers > 0 ? c.workers : 4;
    c.body_max = c.body_max ? c.body_max : (size_t)20 << 20;
    c.deadline_seconds = c.deadline_seconds > 0 ? c.deadline_seconds : 30;
    c.connections_max = c.connections_max > 0 ? c.connections_max : 2000;
    c.address = c.address.n ? c.address : S("127.0.0.1");
    fit_descriptors(&c);
    return c;
}

union address {
    struct sockaddr sa;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool address_of(struct arena *mem, const struct http_config *cfg, union address *out)
{
    const char *z = str_z(mem, cfg->address);
    *out = (union address){ 0 };
    if (inet_pton(AF_INET, z, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons((uint16_t)cfg->port);
        return true;
    }
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons((uint16_t)cfg->port);
    return inet_pton(AF_INET6, z, &out->v6.sin6_addr) == 1;
}

static struct MHD_Daemon *listen_at(struct http_server *s, const union address *at)
{
    const struct http_config *cfg = &s->cfg;
    bool v6 = at->sa.sa_family == AF_INET6, tls = cfg->tls_cert.n > 0;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    void *cert = (void *)(uintptr_t)str_z(&s->mem, cfg->tls_cert);
    void *key = (void *)(uintptr_t)str_z(&s->mem, cfg->tls_key);
    struct MHD_OptionItem secure[] = { { MHD_OPTION_HTTPS_MEM_CERT, 0, cert },
                                       { MHD_OPTION_HTTPS_MEM_KEY, 0, key },
                                       { MHD_OPTION_END, 0, NULL } };
    flags |= (v6 ? (unsigned)MHD_USE_IPv6 : 0u) | (tls ? (unsigned)MHD_USE_TLS : 0u);
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, &at->sa,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_URI_LOG_CALLBACK, on_line, s,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, s,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->watch.n_all,
                            MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u, MHD_OPTION_ARRAY, tls ? secure : secure + 2,
                            MHD_OPTION_END);
}

static result refuse_start(struct cx *cx, struct http_server *s)
{
    str port = str_from_i64(cx->mem, s->cfg.port);
    (void)fail(cx, .kind = ERR_ENV, .code = S("http.listen"),
               .message = TRF(cx, "Cannot listen at {1}, port {2}.", str_dup(cx->mem, s->cfg.address), port),
               .hint = tr(cx, "Another program may be using this port: choose another one with --port or PORT=."));
    struct arena mem = s->mem;
    arena_release(&mem);
    return FAILED;
}

result http_start(struct cx *cx, struct http_config cfg, http_handler fn, void *app, struct http_server **out,
                  int *port)
{
    struct arena mem;
    union address at;
    if (!arena_init(&mem, ARENA_REQUEST))
        return fail(cx, .kind = ERR_ENV, .code = S("http.memory"), .message = tr(cx, "There is not enough memory."));
    struct http_server *s = new(&mem, struct http_server, 1);
    s->mem = mem;
    s->cfg = with_defaults(cfg);
    s->cfg.address = str_dup(&s->mem, s->cfg.address);
    s->fn = fn;
    s->app = app;
    if (!address_of(&s->mem, &s->cfg, &at) || !watch_start(&s->watch, &s->mem, &s->cfg))
        return refuse_start(cx, s);
    bool pool = pool_start(&s->pool, &s->mem, s);
    s->daemon = pool ? listen_at(s, &at) : NULL;
    if (!s->daemon) {
        pool_stop(&s->pool);
        pool_release(&s->pool);
        watch_stop(&s->watch);
        return refuse_start(cx, s);
    }
    *port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    *out = s;
    return OK;
}

void http_stop(struct http_server *s)
{
    int fd = MHD_quiesce_daemon(s->daemon);
    if (fd >= 0)
        close(fd);
    int64_t until = os_monotonic() + (int64_t)STOP_SECONDS * 1000000;
    while (watch_busy(&s->watch) && os_monotonic() < until)
        usleep(5000);
    pool_stop(&s->pool);
    MHD_stop_daemon(s->daemon);
    pool_release(&s->pool);
    watch_stop(&s->watch);
    struct arena mem = s->mem;
    arena_release(&mem);
}

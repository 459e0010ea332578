/* hoptac serve: store, router, server; then wait for a signal. What is in flight is answered before the end. */
#include "app/serve.h"
#include "app/jobs.h"
#include "app/prepare.h"
#include "features/people/identity/identity.h"
#include "features/trust/api/api.h"
#include "features/trust/unfinished/unfinished.h"

#include "cli/cli.h"
#include "os/os.h"
#include "web/app.h"

#include <signal.h>
#include <stdio.h>

enum { PORT_DEFAULT = 8765, WORKERS = 32, BODY_MAX = 40 << 20, DEADLINE = 30, CONNECTIONS = 2000, JOBS_EVERY = 30 };

struct serving {
    struct http_config http;
    bool demo, insecure, single;
    int port;
};

static int port_of(struct cli *c)
{
    str text = os_env(c->cx->mem, "PORT");
    int64_t port = PORT_DEFAULT;
    bool given = cli_option(c, "port", &text) || text.n;
    if (given && (!str_to_i64(text, &port) || port < 0 || port > 65535))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("serve.port"), .field = S("port"),
                   .message = TRF(c->cx, "{1} is not a port.", text));
    return (int)port;
}

static bool loopback(str address)
{
    return str_starts(address, S("127.")) || str_eq(address, S("::1")) || str_eq(address, S("localhost"));
}

/* A demo lets anybody in, and a log-in without TLS can be read on the way: neither leaves this machine unasked. */
static void check_reach(struct cli *c, const struct serving *s)
{
    if (loopback(s->http.address))
        return;
    if (s->demo)
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("serve.demo_reach"), .field = S("address"),
                   .message = tr(c->cx, "A demo listens on this machine only."));
    else if (!s->http.tls_cert.n && !s->insecure)
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("serve.plain_reach"), .field = S("address"),
                   .message = tr(c->cx, "Beyond this machine a certificate is needed."),
                   .hint = tr(c->cx, "Give --tls-cert and --tls-key, or --insecure behind a proxy that speaks TLS."));
}

static result read_options(struct cli *c, struct serving *s)
{
    str data = { 0 }, cert = { 0 }, key = { 0 };
    s->http = (struct http_config){ .address = S("127.0.0.1"),
                                    .workers = WORKERS,
                                    .body_max = BODY_MAX,
                                    .deadline_seconds = DEADLINE,
                                    .connections_max = CONNECTIONS };
    (void)cli_option(c, "address", &s->http.address);
    s->http.port = port_of(c);
    if (cli_option(c, "data", &data)) {
        if (cli_db_is_file(c) && !c->db_given)
            c->db_url = str_fmt(c->cx->mem, STR_FMT "/hoptac.db", STR_ARG(data));
        if (!c->files_given)
            c->files = str_fmt(c->cx->mem, STR_FMT "/files", STR_ARG(data));
    }
    s->demo = cli_flag(c, "demo");
    if (cli_flag(c, "empty"))
        s->demo = false;
    s->insecure = cli_flag(c, "insecure");
    s->single = cli_flag(c, "single");
    if (cli_option(c, "tls-cert", &cert))
        TRY(os_read_file(c->cx, cert, 1 << 20, &s->http.tls_cert));
    if (cli_option(c, "tls-key", &key))
        TRY(os_read_file(c->cx, key, 1 << 20, &s->http.tls_key));
    check_reach(c, s);
    return cli_done(c);
}

static result wire(struct cli *c, struct app *app, bool demo)
{
    *app = (struct app){ .store = c->store,
                         .features = c->features,
                         .n_features = c->n_features,
                         .auth = { auth_session, auth_wall, auth_token },
                         .keep = { unfinished_park, unfinished_sent },
                         .demo = demo,
                         .measure = demo };
    TRY(secret_get(c->cx, c->store, S("forms"), app->secret));
    return app_build_router(c->cx, app);
}

/* Jobs get their turns on this thread until the signal to end comes. */
static void wait_for_end(struct cli *c, const sigset_t *set)
{
    const struct feature_job *const *job;
    int n = jobs_of_features(c->cx, &job), n_run;
    while (sigtimedwait(set, NULL, &(struct timespec){ .tv_sec = JOBS_EVERY }) < 0) {
        c->cx->now_at = os_now();
        if (!jobs_run(c->cx, c->store, job, n, S(""), &n_run).ok) {
            for (const struct err *e = c->cx->errors; e; e = e->next)
                fprintf(stderr, "hoptac: " STR_FMT "\n", STR_ARG(e->message));
            cx_clear_errors(c->cx);
        }
    }
}

static result serve(struct cli *c, struct serving *s)
{
    struct app app;
    struct http_server *server = NULL;
    sigset_t set;
    bool fresh;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL); /* every thread inherits this: only sigtimedwait sees the end */
    signal(SIGPIPE, SIG_IGN);
    TRY(app_open(c, s->demo, &fresh));
    TRY(store_start_writer(c->cx, c->store));
    TRY(wire(c, &app, s->demo));
    s->http.body_cap = web_body_cap;
    TRY(http_start(c->cx, s->http, web_dispatch, &app, &server, &s->port));
    str url = str_fmt(c->cx->mem, "http%s://" STR_FMT ":%d/", s->http.tls_cert.n ? "s" : "", STR_ARG(s->http.address),
                      s->port);
    if (c->json)
        cli_object(c, CLI_STR("url", url), CLI_BOOL("demo", s->demo));
    else
        cli_printf(c, "Hoptac %s%s: " STR_FMT "\n", HOPTAC_VERSION, s->demo ? " DEMO" : "", STR_ARG(url));
    fflush(stdout);
    wait_for_end(c, &set);
    http_stop(server);
    return OK;
}

/* A port of the system's choice would be another one after a crash: such a server is not watched. */
int cmd_serve(struct cli *c)
{
    struct serving s = { 0 };
    bool copy = true;
    int code = 0;
    result r = read_options(c, &s);
    if (r.ok && !s.single && s.http.port != 0)
        r = os_supervise(c->cx, &copy, &code);
    if (r.ok && copy)
        r = serve(c, &s);
    return copy ? cli_finish(c, r) : code;
}

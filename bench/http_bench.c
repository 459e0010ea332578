/* Posting over HTTP: 32 clients with kept connections send journal vouchers as JSON to a whole server, session, wall
   and form included. The peer is SQLite alone running what the writing connection ran, in the same groups. */
#include "bench/capture.h"
#include "bench/load.h"
#include "bench/work.h"

#include <sqlite3.h>
#include <stdio.h>

#include "app/app_features.h"
#include "features/people/identity/identity.h"
#include "os/os.h"
#include "web/app.h"
#include "web/http.h"

enum { CLIENTS = 32, POSTS = 6000, WORKERS = 32 };

struct served {
    struct store *store;
    struct app app;
    struct http_server *server;
    int port;
    str token;
};

static void start(struct bench *b, str path, struct served *s)
{
    struct http_config http = { .address = S("127.0.0.1"), .workers = WORKERS, .connections_max = 200 };
    struct login in = { .login = S("ketoan.rau"), .peer = S("127.0.0.1"), .demo = true };
    struct login_done done;
    *s = (struct served){ 0 };
    b->cx.now_at = os_now();
    bench_must(b, store_open(&b->cx, path, &s->store));
    bench_must(b, store_start_writer(&b->cx, s->store));
    bench_must(b, login_start(&b->cx, s->store, &in, &done));
    s->token = done.token;
    s->app = (struct app){ .store = s->store,
                           .features = features,
                           .n_features = n_features,
                           .auth = { auth_session, auth_wall },
                           .demo = true };
    bench_must(b, secret_get(&b->cx, s->store, S("forms"), s->app.secret));
    bench_must(b, app_build_router(&b->cx, &s->app));
    bench_must(b, http_start(&b->cx, http, web_dispatch, &s->app, &s->server, &s->port));
}

static void stop(struct served *s)
{
    http_stop(s->server);
    store_close(s->store);
}

static size_t request(const void *arg, int client, int64_t k, char *to, size_t room)
{
    const struct served *s = arg;
    char body[1024];
    int n = snprintf(body, sizeof body,
                     "{\"on\":\"2026-03-%02d\",\"memo\":\"Bán rau cho bếp ăn trường học\",\"step\":\"post\","
                     "\"request_id\":\"0195d3a0-%04d-7000-8000-%012lld\",\"rows\":["
                     "{\"account\":\"1111\",\"dr\":%lld},{\"account\":\"5118\",\"cr\":%lld}]}",
                     1 + (int)(k % 28), client, (long long)k, 1000 + (long long)k, 1000 + (long long)k);
    return (size_t)snprintf(
        to, room,
        "POST /orgs/DEMO-RAU/journal/new HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer " STR_FMT
        "\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
        s->port, STR_ARG(s->token), n, body);
}

static int64_t ask(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK ||
        sqlite3_step(s) != SQLITE_ROW)
        bench_stop(sqlite3_errmsg(db));
    int64_t v = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return v;
}

static void check(struct bench *b, str path, int64_t before)
{
    const char *z = str_z(&b->mem, path);
    if (ask(z, "SELECT count(*) FROM voucher") != before + POSTS)
        bench_stop("acknowledged vouchers are missing");
    if (ask(z, "SELECT count(*) FROM (SELECT 1 FROM voucher GROUP BY org_id, book, year "
               "HAVING count(DISTINCT number) <> count(*) OR max(number) <> count(*))") != 0)
        bench_stop("a number is missing or given twice");
    work_check(b, path);
}

int main(void)
{
    struct bench b;
    static struct served s;
    double ours[BENCH_RUNS], raw[BENCH_RUNS], group = 0, median = 0, p99 = 0;
    bench_begin(&b);
    str fresh = bench_file(&b, "fresh.db");
    app_register_kinds();
    bench_must(&b, store_open(&b.cx, fresh, &s.store));
    bench_must(&b, store_migrate(&b.cx, s.store));
    bench_must(&b, app_load_reference(&b.cx, s.store));
    bench_must(&b, app_load_demo(&b.cx, s.store));
    store_close(s.store);
    int64_t before = ask(str_z(&b.mem, fresh), "SELECT count(*) FROM voucher");
    for (int i = 0; i < BENCH_RUNS; i++) {
        size_t mark = arena_mark(&b.mem);
        start(&b, bench_copy(&b, fresh, "ours.db"), &s);
        struct load l = {
            .port = s.port, .clients = CLIENTS, .status = 303, .n = POSTS, .request = request, .arg = &s
        };
        struct capture *c = capture_start(&b.mem);
        struct load_result r = load_run(&l);
        capture_stop(c);
        stop(&s);
        check(&b, bench_file(&b, "ours.db"), before);
        ours[i] = POSTS / r.seconds;
        raw[i] = POSTS / capture_replay(c, bench_copy(&b, fresh, "raw.db"));
        group = (double)POSTS / (double)capture_commits(c);
        median = r.median_ms, p99 = r.p99_ms;
        arena_reset(&b.mem, mark);
    }
    bench_ratio(&b, "POST over HTTP, 32 clients", ours, raw, 0.35);
    printf(
        "the last run: %.1f vouchers a commit; an answer after %.1f ms at the median, %.1f ms at the 99th percentile\n",
        group, median, p99);
    return bench_end(&b);
}

/* voucher_post on PostgreSQL, 32 clients over 16 cooperatives, against libpq alone: each client's statements with the
   same values, once one after the other and once in a pipeline (all of a transaction sent before the first answer is
   read, which no program that decides by what it reads can do). A private server with fsync on; its folder is where the
   test kit puts it. */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "bench/work.h"
#include "db/postgres_private.h"
#include "os/os.h"
#include "tests/kit/pg.h"

enum { CLIENTS = 32, ORGS = 16, POSTS = 4800, NAMES = 512, PARAMS = 64 };

struct call {
    const char *name; /* of the prepared statement; NULL: text is run as it is */
    const char *text;
    int n;
    const char **value;
    int *length, *format;
};

/* One client: what it sent, in order. A thread writes only its own. */
struct client {
    struct arena mem, work_mem;
    struct call *call;
    int n_call, cap_call;
    int index, failed;
    struct store *store;
    const char *url;
    bool pipelined;
    pthread_barrier_t *gate;
};

static struct client client[CLIENTS];
static _Thread_local struct client *recording;
/* Names are the same on all connections: the texts are kept once. */
static pthread_mutex_t names_lock = PTHREAD_MUTEX_INITIALIZER;
static struct name {
    char name[48];
    char *sql;
    int n;
    Oid type[PARAMS];
} names[NAMES];
static int n_names;

/* ---- what the linker puts in place of PQ… ---- */

PGresult *__real_PQprepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type);
PGresult *__wrap_PQprepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type);
int __real_PQsendPrepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type);
int __wrap_PQsendPrepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type);
#define EXECUTION                                                                                                      \
    PGconn *c, const char *name, int n, const char *const *value, const int *length, const int *format, int binary
PGresult *__real_PQexecPrepared(EXECUTION);
PGresult *__wrap_PQexecPrepared(EXECUTION);
int __real_PQsendQueryPrepared(EXECUTION);
int __wrap_PQsendQueryPrepared(EXECUTION);
PGresult *__real_PQexec(PGconn *c, const char *sql);
PGresult *__wrap_PQexec(PGconn *c, const char *sql);

static void learn(const char *name, const char *sql, int n, const Oid *type)
{
    pthread_mutex_lock(&names_lock);
    int i = 0;
    while (i < n_names && strcmp(names[i].name, name) != 0)
        i++;
    if (i == n_names && n_names++ < NAMES) {
        snprintf(names[i].name, sizeof names[i].name, "%s", name);
        names[i].sql = strdup(sql);
        names[i].n = n;
        for (int k = 0; k < n; k++)
            names[i].type[k] = type[k];
    }
    pthread_mutex_unlock(&names_lock);
}

static struct call *add_call(struct client *k)
{
    if (k->n_call == k->cap_call) {
        int cap = k->cap_call ? 2 * k->cap_call : 1024;
        struct call *more = new (&k->mem, struct call, cap);
        if (k->n_call)
            memcpy(more, k->call, sizeof *more * (size_t)k->n_call);
        k->call = more;
        k->cap_call = cap;
    }
    return &k->call[k->n_call++];
}

static void keep(const char *name, int n, const char *const *value, const int *length, const int *format)
{
    struct client *k = recording;
    struct call *c = add_call(k);
    *c = (struct call){ .name = str_z(&k->mem, str_of(name)),
                        .n = n,
                        .value = new (&k->mem, const char *, n + 1),
                        .length = new (&k->mem, int, n + 1),
                        .format = new (&k->mem, int, n + 1) };
    for (int i = 0; i < n; i++) {
        c->length[i] = length ? length[i] : (int)strlen(value[i]);
        c->format[i] = format ? format[i] : 0;
        char *p = arena_bytes(&k->mem, (size_t)c->length[i] + 1, 1);
        memcpy(p, value[i], (size_t)c->length[i]);
        p[c->length[i]] = 0;
        c->value[i] = p;
    }
}

PGresult *__wrap_PQprepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type)
{
    learn(name, sql, n, type);
    return __real_PQprepare(c, name, sql, n, type);
}

int __wrap_PQsendPrepare(PGconn *c, const char *name, const char *sql, int n, const Oid *type)
{
    learn(name, sql, n, type);
    return __real_PQsendPrepare(c, name, sql, n, type);
}

PGresult *__wrap_PQexecPrepared(EXECUTION)
{
    if (recording)
        keep(name, n, value, length, format);
    return __real_PQexecPrepared(c, name, n, value, length, format, binary);
}

int __wrap_PQsendQueryPrepared(EXECUTION)
{
    if (recording)
        keep(name, n, value, length, format);
    return __real_PQsendQueryPrepared(c, name, n, value, length, format, binary);
}

PGresult *__wrap_PQexec(PGconn *c, const char *sql)
{
    if (recording && strcmp(sql, "COMMIT") == 0)
        *add_call(recording) = (struct call){ .text = "COMMIT" };
    return __real_PQexec(c, sql);
}

/* ---- ours ---- */

static void *post_mine(void *arg)
{
    struct client *k = arg;
    recording = k;
    pthread_barrier_wait(k->gate);
    for (int i = k->index; i < POSTS; i += CLIENTS) {
        arena_reset(&k->work_mem, 0);
        struct cx cx = cx_new(&k->work_mem, LANG_EN, BENCH_NOW);
        struct work w = { .org_id = 1 + i % ORGS, .n = i };
        cx.actor.local = true;
        if (!store_write(k->store, &cx, &w.org_id, 1, work_post, &w).ok) {
            fprintf(stderr, "bench: " STR_FMT "\n", STR_ARG(cx.errors->message));
            k->failed++;
        }
    }
    pthread_barrier_wait(k->gate);
    return NULL;
}

/* ---- libpq alone ---- */

static PGconn *connect_raw(const char *url)
{
    PGconn *c = PQconnectdb(url);
    if (PQstatus(c) != CONNECTION_OK)
        bench_stop(PQerrorMessage(c));
    for (int i = 0; i < n_names; i++)
        PQclear(__real_PQprepare(c, names[i].name, names[i].sql, names[i].n, names[i].type));
    return c;
}

static void good(const struct client *k, PGconn *c, PGresult *r)
{
    ExecStatusType s = PQresultStatus(r);
    (void)k;
    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK && s != PGRES_PIPELINE_SYNC)
        bench_stop(PQerrorMessage(c));
    PQclear(r);
}

static void run_one(const struct client *k, PGconn *c, const struct call *x)
{
    good(k, c,
         x->text ? __real_PQexec(c, x->text)
                 : __real_PQexecPrepared(c, x->name, x->n, x->value, x->length, x->format, 1));
}

static void send_one(PGconn *c, const struct call *x)
{
    int ok = x->text ? PQsendQueryParams(c, x->text, 0, NULL, NULL, NULL, NULL, 1)
                     : __real_PQsendQueryPrepared(c, x->name, x->n, x->value, x->length, x->format, 1);
    if (!ok)
        bench_stop(PQerrorMessage(c));
}

/* One transaction: everything out, then everything in. */
static void drain(const struct client *k, PGconn *c)
{
    PQpipelineSync(c);
    for (;;) {
        PGresult *r = PQgetResult(c);
        bool end = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
        if (r)
            good(k, c, r);
        if (end)
            return;
    }
}

/* Tickets hold for the connection they were made for: those of the recording are made anew, before the clock runs. */
static void make_tickets(struct client *k, PGconn *c)
{
    struct pg p = { .link = c };
    pg_ask_role(&p, &k->mem);
    for (int i = 0; i < k->n_call; i++) {
        struct call *x = &k->call[i];
        for (int v = 0; v < x->n; v++) {
            str t = { x->value[v], x->length[v] };
            struct str_cut scope = str_cut(t, '|'), orgs = str_cut(scope.tail, '|');
            int64_t org_id = 0;
            if (!scope.found || !orgs.found || orgs.tail.n != 64)
                continue;
            bool one = str_to_i64(orgs.head, &org_id);
            t = pg_ticket(&p, &k->mem, scope.head, &org_id, one);
            x->value[v] = str_z(&k->mem, t);
            x->length[v] = (int)t.n;
        }
    }
}

static void *replay_mine(void *arg)
{
    struct client *k = arg;
    PGconn *c = connect_raw(k->url);
    make_tickets(k, c);
    if (k->pipelined)
        PQenterPipelineMode(c);
    pthread_barrier_wait(k->gate);
    for (int i = 0; i < k->n_call; i++) {
        if (!k->pipelined) {
            run_one(k, c, &k->call[i]);
            continue;
        }
        send_one(c, &k->call[i]);
        if (k->call[i].text)
            drain(k, c);
    }
    pthread_barrier_wait(k->gate);
    PQfinish(c);
    return NULL;
}

/* ---- all of them at once ---- */

static double together(void *(*one)(void *))
{
    pthread_t thread[CLIENTS];
    pthread_barrier_t gate;
    pthread_barrier_init(&gate, NULL, CLIENTS + 1);
    for (int i = 0; i < CLIENTS; i++) {
        client[i].gate = &gate;
        if (pthread_create(&thread[i], NULL, one, &client[i]) != 0)
            bench_stop("no thread");
    }
    pthread_barrier_wait(&gate);
    int64_t from = os_monotonic();
    pthread_barrier_wait(&gate);
    double seconds = (double)(os_monotonic() - from) / 1e6;
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&gate);
    return seconds;
}

static double ours(struct bench *b, const char *url)
{
    struct store *s;
    bench_must(b, store_open(&b->cx, str_of(url), &s));
    for (int i = 0; i < CLIENTS; i++) {
        arena_reset(&client[i].mem, 0);
        client[i] = (struct client){ .mem = client[i].mem, .work_mem = client[i].work_mem, .index = i, .store = s };
    }
    double seconds = together(post_mine);
    store_close(s);
    for (int i = 0; i < CLIENTS; i++)
        if (client[i].failed)
            bench_stop("a voucher was not posted");
    return seconds;
}

static double raw(const char *url, bool pipelined)
{
    for (int i = 0; i < CLIENTS; i++) {
        client[i].url = url;
        client[i].pipelined = pipelined;
    }
    return together(replay_mine);
}

int main(void)
{
    struct bench b;
    double a[BENCH_RUNS], one[BENCH_RUNS], all[BENCH_RUNS];
    int calls = 0;
    str template, name;
    bench_begin(&b);
    for (int i = 0; i < CLIENTS; i++)
        if (!arena_init(&client[i].mem, (size_t)1 << 28) || !arena_init(&client[i].work_mem, ARENA_REQUEST))
            bench_stop("no memory");
    work_store(&b, pg_new_database(&b.mem, S(""), &template), ORGS);
    for (int i = 0; i < BENCH_RUNS; i++) {
        str mine = pg_new_database(&b.mem, template, &name);
        a[i] = POSTS / ours(&b, str_z(&b.mem, mine));
        work_check(&b, mine);
        one[i] = POSTS / raw(str_z(&b.mem, pg_new_database(&b.mem, template, &name)), false);
        all[i] = POSTS / raw(str_z(&b.mem, pg_new_database(&b.mem, template, &name)), true);
    }
    for (int i = 0; i < CLIENTS; i++)
        calls += client[i].n_call;
    printf("%.1f statements a voucher\n", (double)calls / POSTS);
    bench_ratio(&b, "voucher_post on PostgreSQL", a, one, 0.35);
    bench_ratio(&b, "the same, libpq in a pipeline", a, all, 0);
    return bench_end(&b);
}

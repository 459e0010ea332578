/* Recording and replaying SQLite. Values are those that were bound, so that numbers and ids come out the same. */
#include "bench/capture.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench/bench.h"
#include "os/os.h"

enum { STATEMENTS_MAX = 256, PARAMS_MAX = 64, CALLS_FIRST = 4096 };

enum value_kind { VALUE_INT, VALUE_TEXT, VALUE_BLOB };
struct value {
    enum value_kind kind;
    int64_t i; /* or length */
    const char *p;
};

struct call {
    int statement, n_value, steps;
    const struct value *value;
};

struct capture {
    struct arena *mem;
    sqlite3 *writer;
    const char *sql[STATEMENTS_MAX];
    sqlite3_stmt *seen[STATEMENTS_MAX]; /* of the recorded connection */
    int n_sql;
    struct value pending[PARAMS_MAX];
    int n_pending;
    struct call *call;
    int64_t n_call, cap_call, commits;
    sqlite3_stmt *open; /* stepped and not yet reset */
};

/* One recording at a time; the writing connection is used by one thread at a time. */
static struct capture *recording;

/* ---- what the linker puts in place of sqlite3_… ---- */

int __real_sqlite3_bind_int64(sqlite3_stmt *s, int i, sqlite3_int64 v);
int __real_sqlite3_bind_text64(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n, void (*d)(void *),
                               unsigned char enc);
int __real_sqlite3_bind_blob64(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n, void (*d)(void *));
int __real_sqlite3_step(sqlite3_stmt *s);
int __real_sqlite3_reset(sqlite3_stmt *s);
int __wrap_sqlite3_bind_int64(sqlite3_stmt *s, int i, sqlite3_int64 v);
int __wrap_sqlite3_bind_text64(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n, void (*d)(void *),
                               unsigned char enc);
int __wrap_sqlite3_bind_blob64(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n, void (*d)(void *));
int __wrap_sqlite3_step(sqlite3_stmt *s);
int __wrap_sqlite3_reset(sqlite3_stmt *s);

static bool is_ours(sqlite3_stmt *s)
{
    return recording && recording->writer && sqlite3_db_handle(s) == recording->writer;
}

static void keep(int i, struct value v)
{
    struct capture *c = recording;
    if (i > PARAMS_MAX)
        bench_stop("too many parameters");
    c->pending[i - 1] = v;
    if (i > c->n_pending)
        c->n_pending = i;
}

static const char *copy(const void *p, sqlite3_uint64 n)
{
    char *q = arena_bytes(recording->mem, (size_t)n + 1, 1);
    memcpy(q, p, (size_t)n);
    q[n] = 0;
    return q;
}

int __wrap_sqlite3_bind_int64(sqlite3_stmt *s, int i, sqlite3_int64 v)
{
    if (is_ours(s))
        keep(i, (struct value){ VALUE_INT, v, NULL });
    return __real_sqlite3_bind_int64(s, i, v);
}

int __wrap_sqlite3_bind_text64(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n, void (*d)(void *),
                               unsigned char enc)
{
    if (is_ours(s))
        keep(i, (struct value){ VALUE_TEXT, (int64_t)n, copy(p, n) });
    return __real_sqlite3_bind_text64(s, i, p, n, d, enc);
}

int __wrap_sqlite3_bind_blob64(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n, void (*d)(void *))
{
    if (is_ours(s))
        keep(i, (struct value){ VALUE_BLOB, (int64_t)n, copy(p, n) });
    return __real_sqlite3_bind_blob64(s, i, p, n, d);
}

static int statement_of(struct capture *c, sqlite3_stmt *s)
{
    for (int i = 0; i < c->n_sql; i++)
        if (c->seen[i] == s)
            return i;
    if (c->n_sql == STATEMENTS_MAX)
        bench_stop("too many statements");
    c->seen[c->n_sql] = s;
    c->sql[c->n_sql] = copy(sqlite3_sql(s), strlen(sqlite3_sql(s)));
    return c->n_sql++;
}

static struct call *add_call(struct capture *c)
{
    if (c->n_call == c->cap_call) {
        int64_t cap = c->cap_call ? 2 * c->cap_call : CALLS_FIRST;
        struct call *more = new (c->mem, struct call, cap);
        if (c->n_call)
            memcpy(more, c->call, (size_t)c->n_call * sizeof *more);
        c->call = more;
        c->cap_call = cap;
    }
    return &c->call[c->n_call++];
}

static void first_step(struct capture *c, sqlite3_stmt *s)
{
    struct value *v = new (c->mem, struct value, c->n_pending);
    if (c->n_pending)
        memcpy(v, c->pending, sizeof *v * (size_t)c->n_pending);
    *add_call(c) = (struct call){ .statement = statement_of(c, s), .n_value = c->n_pending, .value = v };
    c->commits += strcmp(sqlite3_sql(s), "COMMIT") == 0;
    c->n_pending = 0;
    c->open = s;
}

int __wrap_sqlite3_step(sqlite3_stmt *s)
{
    if (recording && !recording->writer && strcmp(sqlite3_sql(s), "BEGIN IMMEDIATE") == 0)
        recording->writer = sqlite3_db_handle(s);
    if (is_ours(s)) {
        if (recording->open != s)
            first_step(recording, s);
        recording->call[recording->n_call - 1].steps++;
    }
    return __real_sqlite3_step(s);
}

int __wrap_sqlite3_reset(sqlite3_stmt *s)
{
    if (is_ours(s))
        recording->open = NULL;
    return __real_sqlite3_reset(s);
}

/* ---- the recording ---- */

struct capture *capture_start(struct arena *mem)
{
    struct capture *c = new (mem, struct capture, 1);
    c->mem = mem;
    recording = c;
    return c;
}

void capture_stop(struct capture *c)
{
    (void)c;
    recording = NULL;
}

static bool begins_with(const char *sql, const char *const *list)
{
    for (; *list; list++)
        if (strncmp(sql, *list, strlen(*list)) == 0)
            return true;
    return false;
}

void capture_only(struct capture *c, const char *const *begins)
{
    int64_t n = 0;
    for (int64_t i = 0; i < c->n_call; i++)
        if (begins_with(c->sql[c->call[i].statement], begins))
            c->call[n++] = c->call[i];
    c->n_call = n;
}

int64_t capture_statements(const struct capture *c) { return c->n_call; }
int64_t capture_commits(const struct capture *c) { return c->commits; }

/* ---- again, without the program ---- */

static sqlite3 *open_raw(str path)
{
    sqlite3 *db;
    char z[4096];
    snprintf(z, sizeof z, STR_FMT, STR_ARG(path));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(z, &db, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA "
                     "temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32768; PRAGMA "
                     "wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864",
                     NULL, NULL, NULL) != SQLITE_OK)
        bench_stop(sqlite3_errmsg(db));
    return db;
}

static void run_call(sqlite3 *db, sqlite3_stmt *s, const struct call *k)
{
    for (int i = 0; i < k->n_value; i++) {
        const struct value *v = &k->value[i];
        if (v->kind == VALUE_INT)
            __real_sqlite3_bind_int64(s, i + 1, v->i);
        else if (v->kind == VALUE_TEXT)
            __real_sqlite3_bind_text64(s, i + 1, v->p, (sqlite3_uint64)v->i, SQLITE_STATIC, SQLITE_UTF8);
        else
            __real_sqlite3_bind_blob64(s, i + 1, v->p, (sqlite3_uint64)v->i, SQLITE_STATIC);
    }
    for (int i = 0; i < k->steps; i++) {
        int rc = __real_sqlite3_step(s);
        if (rc != SQLITE_ROW && rc != SQLITE_DONE)
            bench_stop(sqlite3_errmsg(db));
    }
    __real_sqlite3_reset(s);
}

struct replay {
    sqlite3 *db;
    sqlite3_stmt *s[STATEMENTS_MAX];
};

static struct replay begin_replay(const struct capture *c, str path)
{
    struct replay r = { .db = open_raw(path) };
    for (int i = 0; i < c->n_sql; i++)
        if (sqlite3_prepare_v3(r.db, c->sql[i], -1, SQLITE_PREPARE_PERSISTENT, &r.s[i], NULL) != SQLITE_OK)
            bench_stop(sqlite3_errmsg(r.db));
    return r;
}

static void end_replay(const struct capture *c, struct replay *r)
{
    for (int i = 0; i < c->n_sql; i++)
        sqlite3_finalize(r->s[i]);
    sqlite3_close(r->db);
}

double capture_replay(const struct capture *c, str path)
{
    struct replay r = begin_replay(c, path);
    int64_t from = os_monotonic();
    for (int64_t i = 0; i < c->n_call; i++)
        run_call(r.db, r.s[c->call[i].statement], &c->call[i]);
    int64_t us = os_monotonic() - from;
    end_replay(c, &r);
    return (double)us / 1e6;
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

void capture_profile(const struct capture *c, str path)
{
    static double us[STATEMENTS_MAX];
    static int64_t n[STATEMENTS_MAX];
    struct replay r = begin_replay(c, path);
    memset(us, 0, sizeof us);
    memset(n, 0, sizeof n);
    for (int64_t i = 0; i < c->n_call; i++) {
        int at = c->call[i].statement;
        double from = now_us();
        run_call(r.db, r.s[at], &c->call[i]);
        us[at] += now_us() - from;
        n[at]++;
    }
    end_replay(c, &r);
    for (int i = 0; i < c->n_sql; i++)
        if (n[i])
            printf("%9.1f us  %8lld times %10.0f ms  %.60s\n", us[i] / (double)n[i], (long long)n[i], us[i] / 1e3,
                   c->sql[i]);
}

/* PostgreSQL behind backend.h: one connection, its transactions, its prepared statements, and what its errors mean.
   Values travel in binary both ways. Each transaction begins in one round trip and acts as a role that the row-level
   wall binds (postgres_wall.c). This file must not know SQLite, and rooms must not know this file. */
#include "db/postgres_private.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>

#include "base/hash.h"

enum { CONN_ARENA = 1 << 20, FETCH_ROWS = 256, NAME_BYTES = 48 };
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_OID = 26 };
enum { OID_NAME = 19, OID_UNKNOWN = 705, OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_NUMERIC = 1700 };

enum fixed { BEGIN_READ, BEGIN_WRITE, WALL, N_FIXED };
static const char *const fixed_sql[N_FIXED] = {
    [BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [BEGIN_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    [WALL] = "SELECT set_config('role', $1, true), set_config('hoptac.wall', $2, true)",
};
static const char *const fixed_name[N_FIXED] = { "begin_read", "begin_write", "wall" };

struct pg *pg_of(struct conn *c) { return (struct pg *)c; }

/* ---- what an error means ---- */

struct meaning {
    enum err_kind kind;
    enum trouble trouble;
    str code;
    const char *message; /* {1} the statement, {2} PostgreSQL's words where no data stand in them, else its SQLSTATE */
};

static bool starts(const char *state, const char *z) { return strncmp(state, z, strlen(z)) == 0; }

static struct meaning meaning_of_constraint(const char *state)
{
    if (starts(state, "23505"))
        return (struct meaning){ ERR_CONFLICT, TROUBLE_STATEMENT, S("db.duplicate"),
                                 T("This record exists already ({1}: {2}).") };
    if (starts(state, "23503"))
        return (struct meaning){
            ERR_CONFLICT, TROUBLE_STATEMENT, S("db.reference"),
            T("A record that this one refers to does not exist, or is still referred to ({1}: {2}).")
        };
    return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.constraint"),
                             T("The database refused a value ({1}: {2}).") };
}

/* 42501 is both: a missing grant, and a row on the other side of the wall. */
static struct meaning meaning_of_denial(const PGresult *res)
{
    const char *where = PQresultErrorField(res, PG_DIAG_SOURCE_FUNCTION);
    if (where && strcmp(where, "ExecWithCheckOptions") == 0)
        return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.wall"),
                                 T("A record of another organisation may not be written here ({1}: {2}).") };
    return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.append_only"),
                             T("A recorded fact cannot be changed or deleted ({1}: {2}).") };
}

static struct meaning meaning_of_state(const PGresult *res, const char *state)
{
    static const struct meaning busy = { ERR_BUSY, TROUBLE_RETRY, LIT("db.busy"),
                                         T("The database is busy. Try again in a moment.") };
    if (starts(state, "23"))
        return meaning_of_constraint(state);
    if (starts(state, "42501"))
        return meaning_of_denial(res);
    if (starts(state, "40") || starts(state, "55P03"))
        return busy;
    if (starts(state, "25006"))
        return (struct meaning){ ERR_ENV, TROUBLE_STATEMENT, S("db.read_only"),
                                 T("The database may not be written here ({1}: {2}).") };
    if (starts(state, "22003"))
        return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("money.overflow"),
                                 T("A sum is too large to be kept exactly ({1}).") };
    if (starts(state, "22021"))
        return (struct meaning){ ERR_INVALID, TROUBLE_STATEMENT, S("text.encoding"),
                                 T("A text holds characters that cannot be stored.") };
    if (starts(state, "53100"))
        return (struct meaning){ ERR_ENV, TROUBLE_LOST, S("db.full"),
                                 T("The disk is full. Nothing of this was saved.") };
    if (starts(state, "53200"))
        return (struct meaning){ ERR_BUSY, TROUBLE_LOST, S("db.memory"),
                                 T("Not enough memory. Nothing of this was saved.") };
    if (starts(state, "53") || starts(state, "57") || starts(state, "58") || starts(state, "08") || starts(state, "XX"))
        return (struct meaning){ ERR_ENV, TROUBLE_LOST, S("db.failed"), T("The database failed ({1}: {2}).") };
    return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.statement"),
                             T("The database refused a statement ({1}: {2}).") };
}

result pg_fail(struct cx *cx, struct pg *p, const PGresult *res, const char *what)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    const char *words = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    bool lost = PQstatus(p->link) != CONNECTION_OK;
    struct meaning m = meaning_of_state(res, state ? state : "08000");
    if (lost) {
        m = (struct meaning){ ERR_ENV, TROUBLE_LOST, S("db.failed"), T("The database failed ({1}: {2}).") };
        p->conn.broken = true;
        words = "the connection was lost";
    } else if (!words || starts(state, "22")) {
        words = state ? state : "no answer"; /* class 22 quotes the value */
    }
    if (state && starts(state, "0A000")) { /* a kept plan no longer fits: schemas changed under this connection */
        m.trouble = TROUBLE_RETRY;
        p->conn.broken = true;
    }
    p->conn.trouble = m.trouble;
    p->conn.broken = p->conn.broken || m.trouble == TROUBLE_LOST;
    return fail(cx, .kind = m.kind, .code = m.code, .message = TRF(cx, m.message, str_of(what), str_of(words)));
}

result pg_script(struct cx *cx, struct pg *p, const char *sql, const char *what)
{
    PGresult *res = PQexec(p->link, sql);
    ExecStatusType s = PQresultStatus(res);
    result r = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK ? OK : pg_fail(cx, p, res, what);
    PQclear(res);
    return r;
}

/* ---- opening ---- */

static void quiet(void *arg, const PGresult *res) { (void)arg, (void)res; }

static void forget_prepared(struct pg *p)
{
    memset(p->ready, 0, (size_t)db_stmt_count);
    memset(p->cursor_ready, 0, (size_t)db_stmt_count);
    p->fixed_ready = 0;
}

static void pg_close(struct conn *c)
{
    struct pg *p = pg_of(c);
    while (p->n_open)
        PQclear(p->open[--p->n_open]);
    PQfinish(p->link);
    struct arena mem = p->mem;
    arena_release(&mem);
}

/* The message may name a host or a user, never the password. */
static result cannot_open(struct cx *cx, const char *words)
{
    return fail(cx, .kind = ERR_ENV, .code = S("db.open"),
                .message = TRF(cx, "The database {1} cannot be opened: {2}.", S("PostgreSQL"),
                               str_dup(cx->mem, str_trim(str_of(words)))));
}

static result pg_connect(struct cx *cx, str url, enum conn_role role, struct conn **out)
{
    const char *key[] = { "connect_timeout", "dbname", "client_encoding", "fallback_application_name", NULL };
    const char *value[] = { "10", str_z(cx->mem, url), "UTF8", "hoptac", NULL };
    struct arena mem;
    (void)role;
    if (!arena_init(&mem, CONN_ARENA))
        return fail(cx, .kind = ERR_ENV, .code = S("db.memory"),
                    .message = tr(cx, "Not enough memory. Nothing of this was saved."));
    struct pg *p = new (&mem, struct pg, 1);
    p->ready = new (&mem, bool, db_stmt_count + 1);
    p->cursor_ready = new (&mem, bool, db_stmt_count + 1);
    p->conn.backend = &backend_postgres;
    p->mem = mem;
    p->link = PQconnectdbParams(key, value, 1);
    if (PQstatus(p->link) != CONNECTION_OK) {
        (void)cannot_open(cx, PQerrorMessage(p->link));
        pg_close(&p->conn);
        return FAILED;
    }
    PQsetNoticeReceiver(p->link, quiet, NULL);
    /* Statements are short: compiling one takes longer than a hundred runs of it. Where it cannot be set, they work. */
    PQclear(PQexec(p->link, "SET jit = off"));
    *out = &p->conn;
    return OK;
}

/* ---- transactions ---- */

static bool send_fixed(struct pg *p, enum fixed f, int n, const char *const *value)
{
    static const Oid text[] = { OID_TEXT, OID_TEXT };
    if (!(p->fixed_ready & 1u << f) && !PQsendPrepare(p->link, fixed_name[f], fixed_sql[f], n, text))
        return false;
    return PQsendQueryPrepared(p->link, fixed_name[f], n, value, NULL, NULL, 1);
}

/* Reads a pipeline to its sync. The first error, or NULL; *whole says that the sync came. */
static PGresult *drain(struct pg *p, bool *whole)
{
    PGresult *bad = NULL;
    int silence = 0;
    *whole = false;
    while (!*whole && silence < 2) {
        PGresult *res = PQgetResult(p->link);
        ExecStatusType s = PQresultStatus(res);
        silence = res ? 0 : silence + 1;
        *whole = res && s == PGRES_PIPELINE_SYNC;
        if (!bad && res && s == PGRES_FATAL_ERROR)
            bad = res;
        else
            PQclear(res);
    }
    return bad;
}

/* BEGIN and the wall in one round trip. */
static result begin_once(struct cx *cx, struct pg *p, enum fixed which, int64_t scope_id)
{
    str ticket = pg_ticket(p, cx->mem, str_fmt(cx->mem, "%lld", (long long)scope_id), NULL, 0);
    const char *const wall[] = { p->has_role ? PG_ROLE : "none", str_z(cx->mem, ticket) };
    bool whole = false;
    bool sent = PQenterPipelineMode(p->link) && send_fixed(p, which, 0, NULL) && send_fixed(p, WALL, 2, wall) &&
                PQpipelineSync(p->link);
    PGresult *bad = sent ? drain(p, &whole) : NULL;
    PQexitPipelineMode(p->link);
    if (sent && whole && !bad) {
        p->fixed_ready |= 1u << which | 1u << WALL;
        return OK;
    }
    p->fixed_ready = 0;
    p->conn.broken = true; /* what was prepared is not known any more */
    result r = pg_fail(cx, p, bad, fixed_sql[which]);
    PQclear(bad);
    return r;
}

/* A connection from the pool may have died while idle: nothing ran on it yet, so it is opened anew. */
static bool alive_again(struct pg *p)
{
    PQreset(p->link);
    forget_prepared(p);
    p->conn.broken = false;
    return PQstatus(p->link) == CONNECTION_OK;
}

static result begin(struct cx *cx, struct conn *c, enum fixed which, int64_t scope_id)
{
    struct pg *p = pg_of(c);
    struct cx before = *cx;
    c->trouble = TROUBLE_NONE;
    if (!p->has_role || !p->has_key) /* not there before the first migration */
        pg_ask_role(p, cx->mem);
    if (p->has_walls && !p->has_key)
        return fail(cx, .kind = ERR_ENV, .code = S("db.wall_key"),
                    .message = tr(cx, "The database asks for the key of its walls, which is not known here."),
                    .hint = tr(cx, "Set HOPTAC_WALL_KEY to what the owner reads with: "
                                   "SELECT encode(key_bytes, 'hex') FROM wall_key"));
    if (begin_once(cx, p, which, scope_id).ok)
        return OK;
    if (PQstatus(p->link) == CONNECTION_OK || !alive_again(p))
        return FAILED;
    *cx = before;
    if (cx->tail)
        *cx->tail = NULL;
    c->trouble = TROUBLE_NONE;
    pg_ask_role(p, cx->mem);
    return begin_once(cx, p, which, scope_id);
}

static result pg_begin_read(struct cx *cx, struct conn *c, int64_t scope_id)
{
    return begin(cx, c, BEGIN_READ, scope_id);
}

/* Reaches everything until the work locks its organisations: db_lock_org then narrows the wall to them. */
static result pg_begin_write(struct cx *cx, struct conn *c) { return begin(cx, c, BEGIN_WRITE, DB_SCOPE_ALL); }

static bool pg_in_transaction(struct conn *c)
{
    PGTransactionStatusType s = PQtransactionStatus(pg_of(c)->link);
    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR || s == PQTRANS_ACTIVE;
}

static void pg_rollback(struct conn *c)
{
    struct pg *p = pg_of(c);
    while (p->n_open)
        PQclear(p->open[--p->n_open]);
    if (pg_in_transaction(c))
        PQclear(PQexec(p->link, "ROLLBACK"));
    c->broken = c->broken || PQtransactionStatus(p->link) != PQTRANS_IDLE;
}

/* Once COMMIT is on its way, only a clear refusal says that it did not happen. */
static bool was_refused(const struct pg *p, const PGresult *res)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(p->link) != CONNECTION_OK || !res)
        return false;
    return PQresultStatus(res) == PGRES_COMMAND_OK || (state && !starts(state, "57P") && !starts(state, "08"));
}

static result pg_commit(struct cx *cx, struct conn *c)
{
    struct pg *p = pg_of(c);
    PGresult *res = PQexec(p->link, "COMMIT");
    if (PQresultStatus(res) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(res), "COMMIT") == 0) {
        PQclear(res);
        return OK;
    }
    result r = pg_fail(cx, p, res, "COMMIT");
    if (!was_refused(p, res))
        c->trouble = TROUBLE_UNKNOWN;
    PQclear(res);
    enum trouble t = c->trouble;
    pg_rollback(c);
    c->trouble = t;
    return r;
}

/* ---- values ---- */

struct values {
    const char *value[DB_MAX_FIELDS];
    int length[DB_MAX_FIELDS], format[DB_MAX_FIELDS];
    Oid type[DB_MAX_FIELDS];
    int64_t number[DB_MAX_FIELDS];
};

static result value_from(struct cx *cx, const struct db_stmt *st, const struct cell *c, struct values *v, int i)
{
    v->format[i] = 1;
    if (c->kind == CELL_INT) {
        v->number[i] = (int64_t)htobe64((uint64_t)c->i);
        v->value[i] = (const char *)&v->number[i];
        v->length[i] = sizeof v->number[i];
        return OK;
    }
    if (c->kind == CELL_TEXT && c->s.n && memchr(c->s.s, 0, (size_t)c->s.n))
        return fail(cx, .kind = ERR_INVALID, .code = S("text.nul"), .field = str_of(st->param[i].name),
                    .message = tr(cx, "A text holds characters that cannot be stored."));
    if (c->s.n > INT32_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("text.too_long"), .field = str_of(st->param[i].name),
                    .message = tr(cx, "A text holds characters that cannot be stored."));
    v->value[i] = c->s.n ? c->s.s : "";
    v->length[i] = (int)c->s.n;
    return OK;
}

static Oid oid_of(uint8_t type) { return type == DB_TEXT ? OID_TEXT : type == DB_BLOB ? OID_BYTEA : OID_INT8; }

static result values_from(struct cx *cx, const struct run *r, struct values *v)
{
    const struct db_stmt *st = r->stmt;
    assert(st->n_param <= DB_MAX_FIELDS && st->n_col <= DB_MAX_FIELDS);
    for (int i = 0; i < st->n_param; i++) {
        v->type[i] = oid_of(st->param[i].type);
        TRY(value_from(cx, st, &r->param[i], v, i));
    }
    return OK;
}

static uint64_t big_endian(const char *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

/* numeric on the wire: count, weight, sign, scale, then base-10000 digits. Only whole numbers in int64 are right. */
static struct cell whole_of_numeric(const char *p, int length)
{
    struct cell other = { .kind = CELL_OTHER };
    if (length < 8)
        return other;
    int n = (int)big_endian(p, 2), weight = (int16_t)big_endian(p + 2, 2), sign = (int)big_endian(p + 4, 2);
    if ((sign != 0 && sign != 0x4000) || n > weight + 1 || weight > 4 || length != 8 + 2 * n)
        return n == 0 && sign == 0 ? (struct cell){ .kind = CELL_INT } : other;
    int64_t v = 0; /* negative all the way: INT64_MIN has no opposite */
    for (int i = 0; i <= weight; i++) {
        int digit = i < n ? (int)big_endian(p + 8 + 2 * i, 2) : 0;
        if (__builtin_mul_overflow(v, 10000, &v) || __builtin_sub_overflow(v, digit, &v))
            return other;
    }
    if (sign == 0 && __builtin_sub_overflow(0, v, &v))
        return other;
    return (struct cell){ .kind = CELL_INT, .i = v };
}

static struct cell cell_of(const PGresult *res, int row, int col)
{
    const char *p = PQgetvalue(res, row, col);
    int n = PQgetlength(res, row, col);
    if (PQgetisnull(res, row, col))
        return (struct cell){ .kind = CELL_NULL };
    switch (PQftype(res, col)) {
    case OID_BOOL:
        return (struct cell){ .kind = CELL_INT, .i = p[0] != 0 };
    case OID_INT2:
        return (struct cell){ .kind = CELL_INT, .i = (int16_t)big_endian(p, 2) };
    case OID_INT4:
        return (struct cell){ .kind = CELL_INT, .i = (int32_t)big_endian(p, 4) };
    case OID_OID:
        return (struct cell){ .kind = CELL_INT, .i = (int64_t)big_endian(p, 4) };
    case OID_INT8:
        return (struct cell){ .kind = CELL_INT, .i = (int64_t)big_endian(p, 8) };
    case OID_NUMERIC:
        return whole_of_numeric(p, n);
    case OID_TEXT:
    case OID_NAME:
    case OID_UNKNOWN:
    case OID_BPCHAR:
    case OID_VARCHAR:
        return (struct cell){ .kind = CELL_TEXT, .s = { p, n } };
    case OID_BYTEA:
        return (struct cell){ .kind = CELL_BLOB, .s = { p, n } };
    default:
        return (struct cell){ .kind = CELL_OTHER };
    }
}

/* ---- statements ---- */

static result each_row(struct cx *cx, const struct run *r, const PGresult *res)
{
    struct cell cell[DB_MAX_FIELDS];
    int n = PQntuples(res);
    assert(n == 0 || PQnfields(res) == r->stmt->n_col || !r->row);
    for (int row = 0; r->row && row < n; row++) {
        for (int i = 0; i < r->stmt->n_col; i++)
            cell[i] = cell_of(res, row, i);
        TRY(r->row(cx, r->arg, cell));
    }
    return OK;
}

/* Takes the result over. */
static result rows_of(struct cx *cx, struct pg *p, struct run *r, PGresult *res, int *n_row)
{
    ExecStatusType s = PQresultStatus(res);
    if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK) {
        result bad = pg_fail(cx, p, res, r->stmt->name);
        PQclear(res);
        return bad;
    }
    if (p->n_open == PG_OPEN_MAX) {
        PQclear(res);
        return fail(cx, .kind = ERR_BUG, .code = S("db.nested"),
                    .message = TRF(cx, "The database refused a statement ({1}: {2}).", str_of(r->stmt->name),
                                   S("nested too deep")));
    }
    p->open[p->n_open++] = res;
    result ok = each_row(cx, r, res);
    *n_row = PQntuples(res);
    if (r->stmt->writes)
        (void)str_to_i64(str_of(PQcmdTuples(res)), &r->changed);
    PQclear(p->open[--p->n_open]);
    return ok;
}

static bool is_kept(const struct db_stmt *st) { return st->id >= 0 && st->id < db_stmt_count; }

static result prepare(struct cx *cx, struct pg *p, const struct db_stmt *st, const char *name, const char *sql,
                      const struct values *v)
{
    PGresult *res = PQprepare(p->link, name, sql, st->n_param, v->type);
    result r = PQresultStatus(res) == PGRES_COMMAND_OK ? OK : pg_fail(cx, p, res, st->name);
    PQclear(res);
    return r;
}

static result run_at_once(struct cx *cx, struct pg *p, struct run *r, const struct values *v)
{
    const struct db_stmt *st = r->stmt;
    char name[NAME_BYTES];
    int n_row;
    if (!is_kept(st) || st->anew)
        return rows_of(cx, p, r,
                       PQexecParams(p->link, st->postgres, st->n_param, v->type, v->value, v->length, v->format, 1),
                       &n_row);
    snprintf(name, sizeof name, "s%d", st->id);
    if (!p->ready[st->id])
        TRY(prepare(cx, p, st, name, st->postgres, v));
    p->ready[st->id] = true;
    return rows_of(cx, p, r, PQexecPrepared(p->link, name, st->n_param, v->value, v->length, v->format, 1), &n_row);
}

/* A cursor leaves the connection free for other statements between two portions. */
static result declare(struct cx *cx, struct pg *p, const struct run *r, const struct values *v)
{
    const struct db_stmt *st = r->stmt;
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "d%d", st->id);
    if (!p->cursor_ready[st->id]) {
        str sql = str_fmt(cx->mem, "DECLARE c%d NO SCROLL CURSOR FOR %s", st->id, st->postgres);
        TRY(prepare(cx, p, st, name, str_z(cx->mem, sql), v));
    }
    p->cursor_ready[st->id] = true;
    PGresult *res = PQexecPrepared(p->link, name, st->n_param, v->value, v->length, v->format, 1);
    result ok = PQresultStatus(res) == PGRES_COMMAND_OK ? OK : pg_fail(cx, p, res, st->name);
    PQclear(res);
    return ok;
}

static result run_streaming(struct cx *cx, struct pg *p, struct run *r, const struct values *v)
{
    char fetch[NAME_BYTES], close[NAME_BYTES];
    int n_row = FETCH_ROWS;
    result ok = OK;
    snprintf(fetch, sizeof fetch, "FETCH %d FROM c%d", FETCH_ROWS, r->stmt->id);
    snprintf(close, sizeof close, "CLOSE c%d", r->stmt->id);
    TRY(declare(cx, p, r, v));
    while (ok.ok && n_row == FETCH_ROWS)
        ok = rows_of(cx, p, r, PQexecParams(p->link, fetch, 0, NULL, NULL, NULL, NULL, 1), &n_row);
    if (p->conn.trouble == TROUBLE_NONE)
        PQclear(PQexec(p->link, close));
    return ok;
}

static result pg_run(struct cx *cx, struct conn *c, struct run *r)
{
    struct pg *p = pg_of(c);
    struct values v;
    assert(r->stmt->postgres);
    TRY(values_from(cx, r, &v));
    if (r->stream && is_kept(r->stmt) && !r->stmt->writes)
        return run_streaming(cx, p, r, &v);
    return run_at_once(cx, p, r, &v);
}

static str pg_narrow(struct conn *c, struct arena *mem, const int64_t *org_id, int n)
{
    return pg_ticket(pg_of(c), mem, S(""), org_id, n);
}

/* Migrations are the owner's. */
static result pg_exec(struct cx *cx, struct conn *c, const char *sql)
{
    struct pg *p = pg_of(c);
    TRY(pg_script(cx, p, "SET LOCAL ROLE NONE", "role"));
    return pg_script(cx, p, sql, "script");
}

/* ---- the rest ---- */

/* The set of finished transactions, as one number. A counter row would be a lock that every writer waits for; the log's
   position moves before a commit can be seen. */
static int64_t pg_data_version(struct conn *c)
{
    struct pg *p = pg_of(c);
    PGresult *res = PQexec(p->link, "SELECT pg_current_snapshot()");
    int64_t v = -1;
    if (PQresultStatus(res) == PGRES_TUPLES_OK) {
        struct sha256 h = sha256_of(str_of(PQgetvalue(res, 0, 0)));
        v = (int64_t)(big_endian((const char *)h.b, 8) >> 1);
    }
    PQclear(res);
    c->broken = c->broken || PQstatus(p->link) != CONNECTION_OK;
    return v;
}

const struct backend backend_postgres = {
    .kind = STORE_POSTGRES,
    .single_writer = false,
    .connect = pg_connect,
    .close = pg_close,
    .begin_read = pg_begin_read,
    .end_read = pg_rollback,
    .begin_write = pg_begin_write,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .in_transaction = pg_in_transaction,
    .run = pg_run,
    .ticket = pg_narrow,
    .exec = pg_exec,
    .after_migrate = pg_after_migrate,
    .data_version = pg_data_version,
    .check_settings = pg_check_settings,
};

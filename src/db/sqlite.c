/* SQLite behind backend.h: one connection, its settings, its prepared statements, and what its errors mean.
   WAL with synchronous=FULL: anything weaker loses an acknowledged voucher at a power cut.
   This file must not decide when to run again or who waits for whom: that is db.c. */
#include "db/backend.h"

#include "os/os.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>

enum {
    BUSY_MS = 10000,
    SCRUB_MS = 500,
    MMAP_BYTES = 268435456,
    CONN_ARENA = 4 << 20,
    READ_CACHE_KB = 4096,
    WRITE_CACHE_KB = 32768
};

enum fixed { BEGIN_READ, BEGIN_WRITE, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, DATA_VERSION, N_FIXED };
static const char *const fixed_sql[N_FIXED] = {
    [BEGIN_READ] = "BEGIN",
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [SAVEPOINT] = "SAVEPOINT work",
    [RELEASE] = "RELEASE work",
    [ROLLBACK_TO] = "ROLLBACK TO work",
    [DATA_VERSION] = "PRAGMA data_version",
};

struct lite {
    struct conn conn;
    struct arena mem; /* holds this struct and the cache */
    sqlite3 *db;
    enum conn_role role;
    sqlite3_stmt *fixed[N_FIXED];
    sqlite3_stmt **cache; /* by db_stmt.id */
};

static struct lite *lite_of(struct conn *c) { return (struct lite *)c; }

/* ---- what an error means ---- */

struct meaning {
    enum err_kind kind;
    enum trouble trouble;
    str code;
    const char *message; /* {1} the statement, {2} SQLite's words: no data stand in them */
};

static struct meaning meaning_of_constraint(int extended)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return (struct meaning){ ERR_CONFLICT, TROUBLE_STATEMENT, S("db.duplicate"),
                                 T("This record exists already ({1}: {2}).") };
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return (struct meaning){
            ERR_CONFLICT, TROUBLE_STATEMENT, S("db.reference"),
            T("A record that this one refers to does not exist, or is still referred to ({1}: {2}).")
        };
    case SQLITE_CONSTRAINT_TRIGGER:
        return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.append_only"),
                                 T("A recorded fact cannot be changed or deleted ({1}: {2}).") };
    default:
        return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.constraint"),
                                 T("The database refused a value ({1}: {2}).") };
    }
}

static struct meaning meaning_of(int extended, const char *words)
{
    switch (extended & 0xff) {
    case SQLITE_CONSTRAINT:
        return meaning_of_constraint(extended);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return (struct meaning){ ERR_BUSY, TROUBLE_RETRY, S("db.busy"),
                                 T("The database is busy. Try again in a moment.") };
    case SQLITE_FULL:
        return (struct meaning){ ERR_ENV, TROUBLE_LOST, S("db.full"),
                                 T("The disk is full. Nothing of this was saved.") };
    case SQLITE_NOMEM:
        return (struct meaning){ ERR_BUSY, TROUBLE_LOST, S("db.memory"),
                                 T("Not enough memory. Nothing of this was saved.") };
    case SQLITE_READONLY:
        return (struct meaning){ ERR_ENV, TROUBLE_STATEMENT, S("db.read_only"),
                                 T("The database may not be written here ({1}: {2}).") };
    case SQLITE_ERROR:
        if (strcmp(words, "integer overflow") == 0)
            return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("money.overflow"),
                                     T("A sum is too large to be kept exactly ({1}).") };
        return (struct meaning){ ERR_BUG, TROUBLE_STATEMENT, S("db.statement"),
                                 T("The database refused a statement ({1}: {2}).") };
    default:
        return (struct meaning){ ERR_ENV, TROUBLE_LOST, S("db.failed"), T("The database failed ({1}: {2}).") };
    }
}

static result lite_fail(struct cx *cx, struct lite *l, const char *what)
{
    const char *words = sqlite3_errmsg(l->db);
    struct meaning m = meaning_of(sqlite3_extended_errcode(l->db), words);
    l->conn.trouble = m.trouble;
    return fail(cx, .kind = m.kind, .code = m.code, .message = TRF(cx, m.message, str_of(what), str_of(words)));
}

/* ---- opening ---- */

struct place {
    const char *path, *vfs; /* vfs NULL: the system's */
};

static struct place place_of(struct arena *mem, str url)
{
    if (!str_starts(url, S("sqlite:")))
        return (struct place){ .path = str_z(mem, url) };
    struct str_cut cut = str_cut(str_sub(url, 7, url.n), '?');
    struct place p = { .path = str_z(mem, cut.head) };
    if (str_starts(cut.tail, S("vfs=")))
        p.vfs = str_z(mem, str_sub(cut.tail, 4, cut.tail.n));
    return p;
}

static int pragma_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;
    int v = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        v = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return v;
}

static bool is_wal(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;
    bool yes = false;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        yes = sqlite3_stricmp((const char *)sqlite3_column_text(st, 0), "wal") == 0;
    sqlite3_finalize(st);
    return yes;
}

static result lite_settings(struct cx *cx, struct lite *l)
{
    char sql[512];
    bool write = l->role == CONN_WRITE;
    sqlite3_busy_timeout(l->db, BUSY_MS);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (write && !is_wal(l->db, "PRAGMA journal_mode=WAL")) {
        if (sqlite3_errcode(l->db) == SQLITE_OK || sqlite3_errcode(l->db) == SQLITE_ROW)
            return fail(cx, .kind = ERR_ENV, .code = S("db.no_wal"),
                        .message = tr(cx, "This disk cannot hold a database in WAL mode (a network folder?)."));
        return lite_fail(cx, l, "journal_mode");
    }
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=%d; "
             "PRAGMA cache_size=-%d; PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864; PRAGMA "
             "query_only=%d",
             MMAP_BYTES, write ? WRITE_CACHE_KB : READ_CACHE_KB, !write);
    if (sqlite3_exec(l->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return lite_fail(cx, l, "settings");
    l->conn.trouble = TROUBLE_NONE;
    return OK;
}

static void lite_close(struct conn *c)
{
    struct lite *l = lite_of(c);
    for (sqlite3_stmt *st; l->db && (st = sqlite3_next_stmt(l->db, NULL));)
        sqlite3_finalize(st);
    sqlite3_close(l->db);
    struct arena mem = l->mem;
    arena_release(&mem);
}

/* Memory statistics cost a lock at every allocation; ignored when SQLite runs already. */
static void lite_configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

static result lite_connect(struct cx *cx, str url, enum conn_role role, struct conn **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct arena mem;
    struct place at = place_of(cx->mem, url);
    pthread_once(&once, lite_configure);
    if (!arena_init(&mem, CONN_ARENA))
        return fail(cx, .kind = ERR_ENV, .code = S("db.memory"),
                    .message = tr(cx, "Not enough memory. Nothing of this was saved."));
    struct lite *l = new (&mem, struct lite, 1);
    l->cache = new (&mem, sqlite3_stmt *, db_stmt_count + 1);
    l->conn.backend = &backend_sqlite;
    l->role = role;
    l->mem = mem;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(at.path, &l->db, flags, at.vfs) != SQLITE_OK) {
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.open"),
                   .message = TRF(cx, "The database {1} cannot be opened: {2}.", str_of(at.path),
                                  str_of(sqlite3_errmsg(l->db))));
        lite_close(&l->conn);
        return FAILED;
    }
    if (!lite_settings(cx, l).ok) {
        lite_close(&l->conn);
        return FAILED;
    }
    *out = &l->conn;
    return OK;
}

/* ---- transactions ---- */

static int step_fixed(struct lite *l, enum fixed f)
{
    int rc = SQLITE_OK;
    if (!l->fixed[f])
        rc = sqlite3_prepare_v3(l->db, fixed_sql[f], -1, SQLITE_PREPARE_PERSISTENT, &l->fixed[f], NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_step(l->fixed[f]);
    return sqlite3_reset(l->fixed[f]);
}

static result control(struct cx *cx, struct conn *c, enum fixed f)
{
    struct lite *l = lite_of(c);
    if (step_fixed(l, f) == SQLITE_OK)
        return OK;
    result r = lite_fail(cx, l, fixed_sql[f]);
    if (sqlite3_get_autocommit(l->db) && c->trouble != TROUBLE_RETRY)
        c->trouble = TROUBLE_LOST;
    return r;
}

/* A work may leave in the middle of its rows. */
static void reset_all(struct lite *l)
{
    for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(l->db, st));)
        if (sqlite3_stmt_busy(st))
            sqlite3_reset(st);
}

static result lite_begin_read(struct cx *cx, struct conn *c, int64_t scope_id)
{
    (void)scope_id; /* rows are fenced in the queries themselves */
    c->trouble = TROUBLE_NONE;
    return control(cx, c, BEGIN_READ);
}

static void lite_rollback(struct conn *c)
{
    struct lite *l = lite_of(c);
    reset_all(l);
    if (!sqlite3_get_autocommit(l->db))
        step_fixed(l, ROLLBACK);
    /* what cannot be rolled back must not be used again */
    c->broken = c->broken || !sqlite3_get_autocommit(l->db);
}

static result lite_begin_write(struct cx *cx, struct conn *c)
{
    c->trouble = TROUBLE_NONE;
    return control(cx, c, BEGIN_WRITE);
}

static result lite_commit(struct cx *cx, struct conn *c)
{
    if (control(cx, c, COMMIT).ok)
        return OK;
    enum trouble t = c->trouble;
    lite_rollback(c);
    c->trouble = t;
    return FAILED;
}

static bool lite_in_transaction(struct conn *c) { return !sqlite3_get_autocommit(lite_of(c)->db); }
static result lite_savepoint(struct cx *cx, struct conn *c) { return control(cx, c, SAVEPOINT); }
static result lite_release(struct cx *cx, struct conn *c) { return control(cx, c, RELEASE); }

static result lite_rollback_to(struct cx *cx, struct conn *c)
{
    reset_all(lite_of(c));
    TRY(control(cx, c, ROLLBACK_TO));
    return control(cx, c, RELEASE);
}

/* ---- statements ---- */

static result prepared(struct cx *cx, struct lite *l, const struct db_stmt *st, sqlite3_stmt **out)
{
    bool cached = st->id >= 0 && st->id < db_stmt_count;
    if (cached && l->cache[st->id]) {
        *out = l->cache[st->id];
        if (!sqlite3_stmt_busy(*out))
            return OK;
        return fail(cx, .kind = ERR_BUG, .code = S("db.nested"),
                    .message =
                        TRF(cx, "The database refused a statement ({1}: {2}).", str_of(st->name), S("runs already")));
    }
    assert(st->sqlite);
    unsigned flags = cached ? SQLITE_PREPARE_PERSISTENT : 0;
    if (sqlite3_prepare_v3(l->db, st->sqlite, -1, flags, out, NULL) != SQLITE_OK)
        return lite_fail(cx, l, st->name);
    assert(sqlite3_bind_parameter_count(*out) == st->n_param && sqlite3_column_count(*out) == st->n_col);
    if (cached)
        l->cache[st->id] = *out;
    return OK;
}

/* Views are bound as they stand: they outlive the run. */
static void bind(sqlite3_stmt *s, const struct run *r)
{
    for (int i = 0; i < r->stmt->n_param; i++) {
        const struct cell *c = &r->param[i];
        if (c->kind == CELL_INT)
            sqlite3_bind_int64(s, i + 1, c->i);
        else if (c->kind == CELL_TEXT)
            sqlite3_bind_text64(s, i + 1, c->s.n ? c->s.s : "", (sqlite3_uint64)c->s.n, SQLITE_STATIC, SQLITE_UTF8);
        else
            sqlite3_bind_blob64(s, i + 1, c->s.n ? c->s.s : "", (sqlite3_uint64)c->s.n, SQLITE_STATIC);
    }
}

static struct cell cell_of(sqlite3_stmt *s, int i)
{
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_INTEGER:
        return (struct cell){ .kind = CELL_INT, .i = sqlite3_column_int64(s, i) };
    case SQLITE_TEXT:
        return (struct cell){ .kind = CELL_TEXT,
                              .s = { (const char *)sqlite3_column_text(s, i), sqlite3_column_bytes(s, i) } };
    case SQLITE_BLOB:
        return (struct cell){ .kind = CELL_BLOB, .s = { sqlite3_column_blob(s, i), sqlite3_column_bytes(s, i) } };
    case SQLITE_NULL:
        return (struct cell){ .kind = CELL_NULL };
    default:
        return (struct cell){ .kind = CELL_OTHER };
    }
}

static result each_row(struct cx *cx, struct run *r, sqlite3_stmt *s, int *rc)
{
    struct cell cell[DB_MAX_FIELDS];
    while ((*rc = sqlite3_step(s)) == SQLITE_ROW) {
        if (!r->row)
            continue;
        for (int i = 0; i < r->stmt->n_col; i++)
            cell[i] = cell_of(s, i);
        TRY(r->row(cx, r->arg, cell));
    }
    return OK;
}

static result lite_run(struct cx *cx, struct conn *c, struct run *r)
{
    struct lite *l = lite_of(c);
    sqlite3_stmt *s = NULL;
    int rc = SQLITE_OK;
    assert(r->stmt->n_col <= DB_MAX_FIELDS);
    TRY(prepared(cx, l, r->stmt, &s));
    bind(s, r);
    result ok = each_row(cx, r, s, &rc);
    if (ok.ok && rc != SQLITE_DONE) {
        ok = lite_fail(cx, l, r->stmt->name);
        if (r->stmt->writes && sqlite3_get_autocommit(l->db))
            c->trouble = TROUBLE_LOST;
    } else if (ok.ok && r->stmt->writes) {
        r->changed = sqlite3_changes64(l->db);
    }
    sqlite3_reset(s);
    if (r->stmt->id < 0)
        sqlite3_finalize(s);
    return ok;
}

static result lite_exec(struct cx *cx, struct conn *c, const char *sql)
{
    struct lite *l = lite_of(c);
    return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : lite_fail(cx, l, "script");
}

/* ---- the rest ---- */

static int64_t lite_data_version(struct conn *c)
{
    struct lite *l = lite_of(c);
    int64_t v = -1;
    if (!l->fixed[DATA_VERSION] && sqlite3_prepare_v3(l->db, fixed_sql[DATA_VERSION], -1, SQLITE_PREPARE_PERSISTENT,
                                                      &l->fixed[DATA_VERSION], NULL))
        return -1;
    if (sqlite3_step(l->fixed[DATA_VERSION]) == SQLITE_ROW)
        v = sqlite3_column_int64(l->fixed[DATA_VERSION], 0);
    sqlite3_reset(l->fixed[DATA_VERSION]);
    return v;
}

static result lite_check_settings(struct cx *cx, struct conn *c)
{
    sqlite3 *db = lite_of(c)->db;
    if (!is_wal(db, "PRAGMA journal_mode"))
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("journal_mode"),
                   .message = tr(cx, "The database does not run in WAL mode: a power cut may damage it."));
    if (pragma_int(db, "PRAGMA synchronous") < 2)
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("synchronous"),
                   .message = tr(cx, "The database does not wait for the disk: a power cut may lose saved vouchers."));
    if (pragma_int(db, "PRAGMA foreign_keys") != 1)
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("foreign_keys"),
                   .message = tr(cx, "The database does not check references between records."));
    return cx_result(cx);
}

/* The new content goes through a file: the whole database may not fit into memory. The WAL holds old pages until it is
   emptied, which waits for readers. */
static result lite_scrub(struct cx *cx, struct conn *c)
{
    struct lite *l = lite_of(c);
    reset_all(l);
    c->trouble = TROUBLE_NONE;
    int rc = sqlite3_exec(l->db, "PRAGMA temp_store=FILE; VACUUM; PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        sqlite3_exec(l->db, "PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
        return lite_fail(cx, l, "VACUUM");
    }
    sqlite3_busy_timeout(l->db, SCRUB_MS); /* everybody who writes waits for us */
    int busy = pragma_int(l->db, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_busy_timeout(l->db, BUSY_MS);
    if (busy == 0)
        return OK;
    return fail(cx, .kind = ERR_BUSY, .code = S("db.scrub_busy"),
                .message = tr(cx, "Old pages are still being read; they are wiped later."));
}

static result lite_copy(struct cx *cx, struct lite *from, sqlite3 *to)
{
    /* the copy is one durable file, without WAL beside it */
    int rc = sqlite3_exec(to, "PRAGMA synchronous=EXTRA", NULL, NULL, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from->db, "main") : NULL;
    if (b) {
        sqlite3_backup_step(b, -1);
        rc = sqlite3_backup_finish(b);
    }
    if (b && rc == SQLITE_OK)
        rc = sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    if (b && rc == SQLITE_OK)
        return OK;
    return fail(cx, .kind = ERR_ENV, .code = S("db.snapshot"),
                .message = TRF(cx, "The copy of the database failed: {1}.", str_of(sqlite3_errmsg(to))));
}

static result lite_snapshot(struct cx *cx, struct conn *c, str path)
{
    struct lite *l = lite_of(c);
    sqlite3 *to = NULL;
    if (os_exists(path))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("db.snapshot_exists"),
                    .message = TRF(cx, "The file {1} exists already.", path));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(str_z(cx->mem, path), &to, flags, NULL);
    result ok = rc == SQLITE_OK
                    ? lite_copy(cx, l, to)
                    : fail(cx, .kind = ERR_ENV, .code = S("db.snapshot"),
                           .message = TRF(cx, "The copy of the database failed: {1}.", str_of(sqlite3_errmsg(to))));
    sqlite3_close(to);
    if (!ok.ok)
        os_remove(path);
    return ok;
}

const struct backend backend_sqlite = {
    .kind = STORE_SQLITE,
    .single_writer = true,
    .connect = lite_connect,
    .close = lite_close,
    .begin_read = lite_begin_read,
    .end_read = lite_rollback,
    .begin_write = lite_begin_write,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .in_transaction = lite_in_transaction,
    .savepoint = lite_savepoint,
    .release = lite_release,
    .rollback_to = lite_rollback_to,
    .run = lite_run,
    .exec = lite_exec,
    .data_version = lite_data_version,
    .check_settings = lite_check_settings,
    .snapshot = lite_snapshot,
    .scrub = lite_scrub,
};

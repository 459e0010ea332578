/* The private face between db.c and the two databases. Only files of src/db/ and the simulator include it.

   db.c owns stores, pools, the writer, re-runs, typed binding and decoding. A backend owns one connection at a time: it
   is never used by two threads at once. All functions with a cx push their error on it. */
#ifndef DB_BACKEND_H
#define DB_BACKEND_H

#include "db/db.h"

#include <semaphore.h>

enum { DB_MAX_FIELDS = 64 }; /* columns, parameters of one statement; sqlgen refuses more */

/* One value on its way to or from the database. */
enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB, CELL_OTHER /* REAL, numeric: never right */ };
struct cell {
    enum cell_kind kind;
    int64_t i;
    str s; /* CELL_TEXT, CELL_BLOB: a view, valid until the next row */
};

/* What became of the transaction at the last failure of this connection. */
enum trouble {
    TROUBLE_NONE,      /* nothing failed */
    TROUBLE_STATEMENT, /* one statement refused; rollback_to (or rollback) makes the connection usable again */
    TROUBLE_RETRY,     /* busy, deadlock, serialization: the same work may succeed when run again */
    TROUBLE_LOST,      /* the whole transaction is gone (disk full, I/O, memory, server closed the connection) */
    TROUBLE_UNKNOWN,   /* COMMIT was sent and no answer came: it may have happened. Never re-run blindly */
};

/* Both backends put this first into their own connection. */
struct conn {
    const struct backend *backend;
    enum trouble trouble; /* set by every failing call; cleared by begin_* */
    bool broken;          /* cannot be used again: db.c closes it instead of returning it to the pool */
};

enum conn_role { CONN_READ, CONN_WRITE }; /* SQLite: read connections are query_only */

/* n = st->n_col cells. May run other statements of the same connection (not the same one again), and may leave by
   longjmp when an arena is full: what must be released then hangs on the conn and is released by end_read, rollback or
   rollback_to. */
typedef result (*row_fn)(struct cx *cx, void *arg, const struct cell *cell);

struct run {
    const struct db_stmt *stmt; /* id < 0: not kept prepared (tests) */
    const struct cell *param;   /* n = stmt->n_param, kinds as stmt->param[i].type; never NULL */
    row_fn row;                 /* NULL: rows are dropped */
    void *arg;
    bool stream;     /* constant memory: a cursor on PostgreSQL */
    int64_t changed; /* out: rows changed */
};

struct backend {
    enum store_kind kind;
    bool single_writer; /* db.c then owns exactly one CONN_WRITE; else writers take connections from the pool */

    result (*connect)(struct cx *cx, str url, enum conn_role role, struct conn **out);
    void (*close)(struct conn *c);

    /* One snapshot, writes refused by the database. scope_id: row wall (PostgreSQL: SET LOCAL), DB_SCOPE_ALL = none. */
    result (*begin_read)(struct cx *cx, struct conn *c, int64_t scope_id);
    void (*end_read)(struct conn *c);

    result (*begin_write)(struct cx *cx, struct conn *c);
    result (*commit)(struct cx *cx, struct conn *c); /* failing: the backend has already rolled back */
    void (*rollback)(struct conn *c); /* also when nothing is open; releases everything of the transaction */
    bool (*in_transaction)(struct conn *c);

    /* One savepoint at a time; used only where single_writer. May be NULL elsewhere. */
    result (*savepoint)(struct cx *cx, struct conn *c);
    result (*release)(struct cx *cx, struct conn *c);
    result (*rollback_to)(struct cx *cx, struct conn *c); /* and releases it */

    result (*run)(struct cx *cx, struct conn *c, struct run *r);
    /* What narrows the wall to the organisations that a transaction locks. NULL: there is no wall. */
    str (*ticket)(struct conn *c, struct arena *mem, const int64_t *org_id, int n);
    /* A constant script (migrations), inside the caller's write transaction. */
    result (*exec)(struct cx *cx, struct conn *c, const char *sql);
    /* After migrations, inside the last transaction: grants and row-level security from db_tables. May be NULL. */
    result (*after_migrate)(struct cx *cx, struct conn *c);

    int64_t (*data_version)(struct conn *c); /* outside a transaction; -1 on failure */
    result (*check_settings)(struct cx *cx, struct conn *c);
    result (*snapshot)(struct cx *cx, struct conn *c, str path); /* NULL: not offered */
    result (*scrub)(struct cx *cx, struct conn *c); /* outside a transaction; NULL: nothing to do */
};

extern const struct backend backend_sqlite;   /* sqlite.c */
extern const struct backend backend_postgres; /* postgres.c */

/* ---- the writer, driven by hand: the simulator posts requests and steps, on one thread ---- */

/* What a work's control statements met; told to the caller on its own thread, as its arena may be full. */
enum answer {
    ANSWER_DONE,
    ANSWER_FAILED /* errors are on cx */,
    ANSWER_MEMORY,
    ANSWER_BUSY,
    ANSWER_LOST,
    ANSWER_UNKNOWN
};

struct write_request {
    struct cx *cx;
    const int64_t *org_id;
    int n_org;
    db_work_fn fn;
    void *arg;
    bool done; /* out: set once answered */
    enum answer answer;
    /* private */
    size_t mark;
    struct err *errors, **tail;
    int n_errors;
    int statements;
    char detail[160];
    sem_t *wake; /* NULL: nobody sleeps */
    struct write_request *next;
};
enum { WRITER_GROUP = 64 };
/* Queues without waiting; r lives until done. */
void writer_post(struct store *s, struct write_request *r);
/* Runs one group of at most WRITER_GROUP queued requests to its end; returns how many were answered (0: none). */
int writer_step(struct store *s);
/* Pushes what the answer says on r->cx, once r is done. */
result writer_result(const struct write_request *r);

/* A constant script inside a work: migrations and tests. */
result db_exec(struct db *db, const char *sql);

/* ---- faults for tests: the n-th call from now fails as TROUBLE_STATEMENT; a commit's answer gets lost
 * -------------------- */

struct db_fault {
    int64_t fail_statement;  /* 0 = never */
    bool lose_commit_answer; /* the next commit happens and reports TROUBLE_UNKNOWN */
};
extern _Thread_local struct db_fault db_fault;

#endif

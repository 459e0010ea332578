/* One door to two databases. Rooms never write SQL text in C: sqlgen turns each room's x.sql into typed functions that
   call the db_run_* below with a constant struct db_stmt.

   A store is an opened database; a db is one connection inside one transaction, valid only within a work function. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/cx.h"
#include "base/date.h"
#include "base/money.h"

/* ---- statements, made by sqlgen ---------------------------------------------------------------------------------- */

enum db_type { DB_INT, DB_MONEY, DB_QTY, DB_DATE, DB_TEXT, DB_BLOB, DB_BOOL };

struct db_field {
    const char *name;
    uint8_t type;    /* enum db_type */
    uint16_t offset; /* in the args or row struct */
};

struct db_stmt {
    int id; /* dense over the program; index of each connection's prepared-statement cache */
    const char *name, *sqlite, *postgres; /* postgres NULL: the same text is not for PostgreSQL */
    const struct db_field *param, *col;
    int n_param, n_col;
    size_t row_size;
    bool writes;
    bool anew;  /* of a list: what is asked decides how it is read, so PostgreSQL plans it each time */
    bool sorts; /* no index keeps its order: SQLite reads all rows and sorts them */
};
extern const int db_stmt_count;

/* A list query with :behind (docs/sql.md): stmt[((lead * n_sort + sort) * 2 + desc) * 2 + behind]. Its arguments hold
   .limit and, for the row to begin behind, .behind_x for each column x of the order. lead 0: the order's index finds
   the rows; lead i + 1: that of the conditions on lead[i]. total[lead] counts at most .limit rows and adds up. */
struct db_lead {
    const struct db_field *param;
    int n;
};
struct db_page {
    const struct db_stmt *stmt;
    const char *const *sort_name;
    int n_sort;
    const struct db_lead *lead;
    int n_lead;
    const struct db_stmt *total;
};
/* The first lead of which something was asked for: not 0, not empty, not an open day. */
int db_page_lead(const struct db_page *p, const void *args);

struct db;
/* All push errors on the cx of the work. NULL in a number column reads as 0, in text as an empty str: schemas have no
   NULLs, so they come only from outer joins and empty aggregates. A money or qty column that is not an integer is
   ERR_BUG. */
result db_run_exec(struct db *db, const struct db_stmt *st, const void *args, int64_t *changed);
/* found NULL: the row must exist, else ERR_NOT_FOUND. Text is copied into the cx's arena. */
result db_run_one(struct db *db, const struct db_stmt *st, const void *args, void *row, bool *found);
/* All rows as one array in the cx's arena. */
result db_run_many(struct db *db, const struct db_stmt *st, const void *args, void **rows, int *n);
/* Streams: row's text is valid only during the call. A failing callback stops and fails. Constant memory. */
typedef result (*db_row_fn)(struct cx *cx, void *arg, const void *row);
result db_run_each(struct db *db, const struct db_stmt *st, const void *args, db_row_fn fn, void *arg);

/* ---- stores and transactions ------------------------------------------------------------------------------------- */

struct store;
typedef result (*db_work_fn)(struct cx *cx, struct db *db, void *arg);

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

/* url: a file path, "sqlite:path" or "postgresql://…". Creates the SQLite file; does not migrate.
   Refuses a schema newer than this binary knows. */
result store_open(struct cx *cx, str url, struct store **out);
void store_close(struct store *s);
enum store_kind store_kind(const struct store *s);
/* The folder of the files that rows of this store speak of: set once after opening, before anything else runs; else
   <file>.files beside a database file, var/files. */
str store_files(const struct store *s);
void store_set_files(struct store *s, str folder);
/* Starts the writer thread (SQLite group commit). Without it store_write commits alone: the command line and tests. */
result store_start_writer(struct cx *cx, struct store *s);

/* One read transaction: fn sees one snapshot. scope_id sets the row-level wall on PostgreSQL; DB_SCOPE_ALL for jobs,
   the command line and tests. Must not write (refused by both databases). */
enum { DB_SCOPE_ALL = -1 };
result store_read(struct store *s, struct cx *cx, int64_t scope_id, db_work_fn fn, void *arg);
/* One write transaction: locks the organisations (ascending), runs fn, commits durably, returns after the commit.
   fn may run more than once (lost group, serialization): no outside side effect; errors and memory of a run that did
   not count are rolled back. fn failing rolls back only its own work. n_org = 0: no organisation is locked (reference
   data). */
result store_write(struct store *s, struct cx *cx, const int64_t *org_id, int n_org, db_work_fn fn, void *arg);
struct cx *db_cx(struct db *db);
/* Statements run since the counter was last set to 0 on this thread: pages have a bound, tests check it. */
extern _Thread_local int db_statement_count;

/* Changes whenever another connection or process committed (PRAGMA data_version; on PostgreSQL a counter row). */
int64_t store_data_version(struct store *s);
int64_t db_next_id(struct db *db, int64_t org_id); /* per-organisation counter; -1 after pushing an error */
/* Takes the next n ids from the counter in one statement; db_next_id hands them out to the end of this work. Those left
   over are never given. For who makes thousands of rows. */
result db_reserve_ids(struct db *db, int64_t org_id, int n);

/* ---- schema ------------------------------------------------------------------------------------------------------ */

struct migration {
    int number;       /* one series over all rooms, no gap */
    const char *name; /* "0003_member" */
    const char *sqlite, *postgres;
    uint8_t sha256[32]; /* of the .sql file; a released migration never changes */
};
extern const struct migration migrations[]; /* by sqlgen, ascending */
extern const int n_migrations;
result store_migrate(struct cx *cx, struct store *s);
/* Refuses a store that was never migrated or not far enough for this binary: ERR_ENV "schema.older". */
result store_check_schema(struct cx *cx, struct store *s);

/* A query that must return no row; its columns explain the finding. */
struct invariant {
    const char *name;           /* "voucher.lines_balance" */
    const struct db_stmt *stmt; /* no params; columns all TEXT or INT */
};
/* Runs one; appends up to 10 findings in words. */
result db_check_invariant(struct db *db, const struct invariant *inv, str *finding, int *n_finding);

/* Settings that a store must have (synchronous=FULL, WAL, foreign_keys…, fsync, full_page_writes, synchronous_commit).
   Pushes one error per finding. */
result store_check_settings(struct cx *cx, struct store *s);
/* Rewrites the store's files, so that nothing deleted can be read from them any more (SQLite: VACUUM, then an empty
   WAL). PostgreSQL uses freed space again by itself: nothing is done. ERR_BUSY "db.scrub_busy" while a reader holds an
   old state; what was committed is not touched by any failure. */
result store_scrub(struct cx *cx, struct store *s);
/* Durable copy of the whole database to a file that store_open accepts (SQLite: online backup; PostgreSQL: NDJSON
   export dir is written by features/trust/backup). */
result store_snapshot(struct cx *cx, struct store *s, str path);

#endif

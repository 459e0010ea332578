/* What tables there are: emitted by sqlgen from the schema files (into migrations.c). For export, restore, grants and
   row-level security; never for building SQL at run time. */
#ifndef DB_TABLES_H
#define DB_TABLES_H

#include "db/db.h"

struct db_column {
    const char *name;
    uint8_t type; /* enum db_type, by the naming rule; storage is text, blob or integer */
};

struct db_table {
    const char *name;
    const struct db_column *col;
    int n_col;
    const int *key; /* indexes into col, in key order */
    int n_key;
    bool has_org_id, append_only;
    /* every row (of one organisation: parameter org_id), all columns, in key order */
    const struct db_stmt *select_all, *select_org;
    /* one row, parameters = columns */
    const struct db_stmt *insert;
    /* rows of one party (a column party_id or …_party_id), all columns; parameters as below; NULL without one */
    const struct db_stmt *select_party;
};
/* How many rows of a party each of these tables has. */
extern const struct db_stmt db_party_count;
struct db_party_ask {
    int64_t org_id, party_id;
};
struct db_party_row_count {
    str name;
    int64_t n;
};
extern const struct db_table db_tables[]; /* in order of creation: parents first */
extern const int n_db_tables;

/* Every named query, for tests that let a database prepare them all. */
extern const struct db_stmt *const db_stmts[];
extern const int n_db_stmts;

#endif

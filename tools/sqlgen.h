/* What sqlgen.c reads and checks, sqlgen_text.c takes apart and sqlgen_emit.c writes. */
#ifndef TOOLS_SQLGEN_H
#define TOOLS_SQLGEN_H

#include <errno.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum type { INT, MONEY, QTY, DATE, TEXT, BLOB, BOOL }; /* as enum db_type in src/db/db.h */
enum kind { ONE, OPT, MANY, EACH, EXEC };
enum only { ONLY_BOTH, ONLY_SQLITE, ONLY_POSTGRES };
enum tok_kind { TOK_END, TOK_WORD, TOK_NUMBER, TOK_STRING, TOK_QUOTED, TOK_BLOB, TOK_PARAM, TOK_OP };

struct txt {
    char *s;
    size_t n;
};
struct tok {
    enum tok_kind kind;
    char *s;
    const char *at;
    bool space, line; /* white space, a line's end stood before it */
};
struct column {
    char *name, *storage;
    int type, key; /* key: 1… = place in the primary key, 0 = none */
};
struct table {
    char *name;
    struct column *col;
    int n_col, n_key;
    bool view, has_org, append_only;
};
struct migration {
    const char *file;
    char *name;
    int number;
    struct txt sqlite, postgres;
    char **append_only;
    int n_append_only;
    unsigned char sha256[32];
};
struct field {
    char *name;
    int type;
};
struct sort {
    char *name, *keys;
};
struct key { /* of an order: what it compares, the column of the row that holds it */
    char *expr, *name;
    bool down;
};
struct shape { /* of one text of a query */
    const struct sort *sort; /* NULL: there are none */
    bool desc, behind, total;
    bool hidden;   /* no index may lead to the order's columns */
    bool postgres; /* the text is for PostgreSQL */
    int lead;      /* 0: none; else which of the query */
};
struct lead { /* parameters whose conditions find the rows by an index of their own; NULL: SQLite chooses one */
    char **param, *index;
    int n;
};
struct text {
    char *sqlite, *postgres; /* postgres: still in the common dialect; NULL: none */
    int id;
    struct field *param; /* in the order in which this text binds them */
    int n_param;
    bool sorts; /* SQLite reads all rows and sorts them */
};
struct query {
    const char *file;
    int line, sql_line;
    char *name, *row;
    struct txt doc, sql;
    enum kind kind;
    enum only only;
    bool changed, no_wall, told_append, writes;
    bool paged; /* WHERE … :behind: each order also begins behind a row */
    struct sort *sort;
    struct field *told, *param, *col;
    struct table **touch;
    /* One, or two for each sort: up, down. Paged, for each lead, the first of them none, and each of these twice: from
       the first row, behind one. */
    struct text *text;
    char *total; /* what is added up, as keys of an order are written; NULL: rows are only counted */
    struct lead *lead;
    int n_sort, n_told, n_param, n_col, n_touch, n_text, n_lead;
    struct query *other;    /* the PostgreSQL twin */
    const struct query *of; /* this is the total of that one: a text for each lead */
};
struct program {
    sqlite3 *db;
    struct migration *migration;
    struct table **table;
    struct query **query;
    const char **file;
    int n_migration, n_table, n_query, n_file, n_stmt, n_mistakes;
};
extern struct program P;

void *need(void *p);
void *grow(void *base, int n, size_t size); /* room for one more item after n */
char *dup_n(const char *s, size_t n);
char *fmt(const char *f, ...) __attribute__((format(printf, 1, 2)));
void add(struct txt *t, const char *f, ...) __attribute__((format(printf, 2, 3)));
void mistake(const char *file, int line, const char *name, const char *f, ...) __attribute__((format(printf, 4, 5)));
const char *base_name(const char *path);
struct table *table_find(const char *name);

struct tok *tokens(const char *sql, int *n); /* comments dropped; a TOK_END behind the last */
bool is_word(const struct tok *t, const char *w);
bool is_op(const struct tok *t, const char *op);
bool is_param(const struct tok *t, const char *name); /* with its colon */

bool starts(const char *s, const char *p);
bool ends(const char *s, const char *e);
bool in_list(const char *word, const char *list); /* list: " a b c ", lower case; any case in word */
char *read_file(const char *path);
int lines_before(const char *text, const char *at);

void plain(struct txt *out, const struct tok *t, int n); /* the text without comments */
void schema_to_postgres(struct txt *out, const struct tok *t, int n);
void query_to_postgres(struct txt *out, const struct tok *t, int n, const struct query *q);

/* sqlgen_page.c */
struct key *sort_keys(const char *keys, int *n); /* expression [AS name] [DESC], … */
char *order_by(const struct query *q, const struct shape *sh);
char *behind(const struct query *q, const struct shape *sh); /* (a, b) > (:behind_a, :behind_b) */
void check_paged(struct query *q);

/* sqlgen_where.c */
/* What stands in one text of the query in place of its tokens. */
void shape_tokens(const struct query *q, const struct tok *t, int n, const struct shape *sh, char **put);
char *total_text(const struct query *q, const char *rows);
void check_leads(const struct query *q);
bool is_led_elsewhere(const struct query *q, const struct shape *sh);

/* sqlgen_types.c. -1: unknown */
extern const char *const type_name[];
int type_by_name(const char *name);
int type_in_storage(const char *name, const char *storage);
int type_of_param(struct query *q, const char *name);
int type_of_column(struct query *q, sqlite3_stmt *st, int i, const char *name);

/* sqlgen_emit.c */
void emit_all(const char *dir);

#endif

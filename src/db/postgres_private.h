/* What the two halves of the PostgreSQL backend share: postgres.c (connection, transactions, statements) and
   postgres_wall.c (roles, row-level security, settings). */
#ifndef DB_POSTGRES_PRIVATE_H
#define DB_POSTGRES_PRIVATE_H

#include <libpq-fe.h>

#include "db/backend.h"

enum { PG_OPEN_MAX = 32 };

struct pg {
    struct conn conn;
    struct arena mem; /* holds this struct and the two arrays */
    PGconn *link;
    bool *ready, *cursor_ready;  /* by db_stmt.id: prepared on this connection */
    unsigned fixed_ready;        /* bits: enum fixed */
    PGresult *open[PG_OPEN_MAX]; /* results that rows are being read from; a longjmp leaves them here */
    int n_open;
    bool has_role;  /* every transaction acts as PG_ROLE */
    bool has_walls; /* the database asks for tickets */
    bool has_key;
    uint8_t key[32]; /* that tickets are made with */
};

/* The role of every transaction: it may not change a fact and sees only what the wall lets through. */
#define PG_ROLE "hoptac_app"

struct pg *pg_of(struct conn *c);
/* Pushes what the result (NULL: the connection's last error) means, sets trouble and broken. */
result pg_fail(struct cx *cx, struct pg *p, const PGresult *res, const char *what);
/* A constant text without parameters, any number of statements. */
result pg_script(struct cx *cx, struct pg *p, const char *sql, const char *what);

void pg_ask_role(struct pg *p, struct arena *mem); /* sets has_role, has_walls, has_key */
/* What the wall of a transaction is set to: whose rows it may see (a scope, DB_SCOPE_ALL, or none: "") and which
   organisations' it may write, sealed for this connection. */
str pg_ticket(const struct pg *p, struct arena *mem, str scope, const int64_t *org_id, int n);
result pg_after_migrate(struct cx *cx, struct conn *c);
result pg_check_settings(struct cx *cx, struct conn *c);

#endif

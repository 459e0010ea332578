/* What the files of db/ share beyond backend.h. */
#ifndef DB_DB_PRIVATE_H
#define DB_DB_PRIVATE_H

#include "db/backend.h"

struct db {
    struct cx *cx;
    struct conn *conn;
    bool write;
    struct {
        int64_t org_id, next, end;
    } reserved;  /* ids taken from the counter at once, for this work alone */
    bool failed; /* a statement failed: nothing more runs, and the work counts as failed whatever it returns */
};

/* migrate.c: refuses a store whose schema is newer than this binary. */
result schema_not_newer(struct cx *cx, struct store *s);
/* migrate.c: ERR_NOT_FOUND "org.unknown"; organisation 0 needs no row. */
result db_lock_one(struct db *db, int64_t org_id, str ticket);

#endif

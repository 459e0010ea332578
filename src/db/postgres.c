/* PostgreSQL behind backend.h. This file must not know SQLite, and rooms must not know this file. */
#include "db/backend.h"

static result pg_connect(struct cx *cx, str url, enum conn_role role, struct conn **out)
{
    (void)url, (void)role, (void)out;
    return fail(cx, .kind = ERR_ENV, .code = S("db.postgres_unavailable"),
                .message = tr(cx, "This program was built without PostgreSQL."));
}

const struct backend backend_postgres = {
    .kind = STORE_POSTGRES,
    .connect = pg_connect,
};

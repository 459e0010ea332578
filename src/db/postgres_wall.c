/* Walls inside PostgreSQL: a role without rights of its own that every transaction acts as, grants that make facts
   append-only, and row-level security by organisation. A second fence: queries carry the first themselves.
   The SQL here is made from db_tables, that is from the schema files, never from anything that a person typed. */
#include "db/postgres_private.h"

#include "db/tables.h"

/* Ids only, and the fence itself reads them: a policy here would ask for itself without end. */
static const char *const open_table[] = { "org_lock", "scope_org" };

static bool is_walled(const struct db_table *t)
{
    for (size_t i = 0; i < sizeof open_table / sizeof *open_table; i++)
        if (strcmp(t->name, open_table[i]) == 0)
            return false;
    return t->has_org_id;
}

void pg_ask_role(struct pg *p)
{
    PGresult *res = PQexec(p->link, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '" PG_ROLE "' "
                                    "AND pg_has_role(current_user, oid, 'MEMBER') "
                                    "AND has_table_privilege(oid, to_regclass('schema_version')::oid, 'SELECT')");
    p->has_role = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1;
    PQclear(res);
}

/* ---- after migrating ---- */

/* Roles belong to the whole cluster: another database may have made it, or we may not be allowed to. */
static const char make_role[] =
    "DO $$ BEGIN\n"
    "  BEGIN CREATE ROLE " PG_ROLE " NOLOGIN;\n"
    "  EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END;\n"
    "  BEGIN EXECUTE format('GRANT " PG_ROLE " TO %I', current_user);\n"
    "  EXCEPTION WHEN undefined_object OR insufficient_privilege THEN NULL; END;\n"
    "END $$";

#define GRANT_FACT "GRANT SELECT, INSERT ON %s TO " PG_ROLE ";\n"
#define GRANT_ROW "GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO " PG_ROLE ";\n"

static str grants(struct arena *mem)
{
    struct buf b = buf_new(mem);
    /* views too, and what a later migration or a test makes before it comes here again */
    buf_put(&b, S("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " PG_ROLE ";\n"
                  "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " PG_ROLE
                  ";\n"));
    for (int i = 0; i < n_db_tables; i++) {
        const struct db_table *t = &db_tables[i];
        buf_fmt(&b, "REVOKE ALL ON %s FROM " PG_ROLE ";\n", t->name);
        if (t->append_only)
            buf_fmt(&b, GRANT_FACT, t->name);
        else
            buf_fmt(&b, GRANT_ROW, t->name);
    }
    return buf_str(&b);
}

/* The sub-selects make each setting be read once a statement, not once a row. */
static const char policy[] =
    "CREATE POLICY wall ON %s USING (org_id = 0\n"
    "  OR (SELECT current_setting('hoptac.scope', true)) = '-1'\n"
    "  OR org_id = ANY ((SELECT string_to_array(coalesce(current_setting('hoptac.orgs', true), ''), ',')::bigint[])\n"
    "                   ::bigint[])\n"
    "  OR org_id IN (SELECT s.org_id FROM scope_org s\n"
    "                 WHERE s.scope_id = (SELECT nullif(current_setting('hoptac.scope', true), '')::bigint)));\n";

static str walls(struct arena *mem)
{
    struct buf b = buf_new(mem);
    for (int i = 0; i < n_db_tables; i++) {
        const char *name = db_tables[i].name;
        if (!is_walled(&db_tables[i]))
            continue;
        buf_fmt(&b, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY; ALTER TABLE %s FORCE ROW LEVEL SECURITY;\n", name, name);
        buf_fmt(&b, "DROP POLICY IF EXISTS wall ON %s;\n", name);
        buf_fmt(&b, policy, name);
    }
    return buf_str(&b);
}

static bool role_exists(struct pg *p)
{
    PGresult *res = PQexec(p->link, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '" PG_ROLE "'");
    bool yes = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1;
    PQclear(res);
    return yes;
}

result pg_after_migrate(struct cx *cx, struct conn *c)
{
    struct pg *p = pg_of(c);
    TRY(pg_script(cx, p, make_role, "role"));
    if (role_exists(p))
        TRY(pg_script(cx, p, str_z(cx->mem, grants(cx->mem)), "grants"));
    return pg_script(cx, p, str_z(cx->mem, walls(cx->mem)), "walls");
}

/* ---- settings ---- */

struct demand {
    const char *setting, *wrong; /* the value that must not be; '!' in front: the only one that may be */
    const char *message;
};

static const struct demand demands[] = {
    { "fsync", "off", T("The database does not wait for the disk: a power cut may lose saved vouchers.") },
    { "full_page_writes", "off", T("The database does not protect its pages: a power cut may damage it.") },
    { "synchronous_commit", "off", T("The database does not wait for the disk: a power cut may lose saved vouchers.") },
    { "server_encoding", "!UTF8", T("The database does not store text as UTF-8.") },
};

static bool is_wrong(const struct demand *d, const char *value)
{
    return d->wrong[0] == '!' ? strcmp(value, d->wrong + 1) != 0 : strcmp(value, d->wrong) == 0;
}

static result check_demands(struct cx *cx, struct pg *p)
{
    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++) {
        const char *value = demands[i].setting;
        PGresult *res = PQexecParams(p->link, "SELECT current_setting($1)", 1, NULL, &value, NULL, NULL, 0);
        if (PQresultStatus(res) != PGRES_TUPLES_OK) {
            result r = pg_fail(cx, p, res, demands[i].setting);
            PQclear(res);
            return r;
        }
        if (is_wrong(&demands[i], PQgetvalue(res, 0, 0)))
            (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = str_of(demands[i].setting),
                       .message = tr(cx, demands[i].message));
        PQclear(res);
    }
    if (PQserverVersion(p->link) < 150000)
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("server_version"),
                   .message = tr(cx, "PostgreSQL 15 or newer is needed."));
    return OK;
}

/* Tables that the schema says are walled and the database does not. */
static result check_walls(struct cx *cx, struct pg *p)
{
    static const char sql[] = "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass($1) AND relforcerowsecurity";
    for (int i = 0; i < n_db_tables; i++) {
        const char *name = db_tables[i].name;
        if (!is_walled(&db_tables[i]))
            continue;
        PGresult *res = PQexecParams(p->link, sql, 1, NULL, &name, NULL, NULL, 0);
        bool walled = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1;
        PQclear(res);
        if (!walled)
            return fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("row_security"),
                        .message = TRF(cx, "The rows of {1} are not fenced by organisation.", str_of(name)));
    }
    return OK;
}

result pg_check_settings(struct cx *cx, struct conn *c)
{
    struct pg *p = pg_of(c);
    TRY(check_demands(cx, p));
    TRY(check_walls(cx, p));
    pg_ask_role(p);
    if (!p->has_role)
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("role"),
                   .message = tr(cx, "Recorded facts are not protected against change by the database itself."),
                   .hint = tr(cx, "Let an administrator run: CREATE ROLE hoptac_app NOLOGIN; then grant it to the "
                                  "program's user, and run: hoptac init"));
    return cx_result(cx);
}

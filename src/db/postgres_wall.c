/* Walls inside PostgreSQL: a role without rights of its own that every transaction acts as, grants that make facts
   append-only, and row-level security by organisation. A second fence: queries carry the first themselves.

   What a transaction may reach is a ticket in the setting hoptac.wall: "scope|organisations|seal". Anybody may set it;
   only the program can seal it, with a key that the role cannot read and for this connection alone. A scope sees its
   organisations' rows, a transaction that locked organisations writes those and no others, DB_SCOPE_ALL is for the
   program's own work. Rows of organisation 0 (reference data) are read by everybody and written by DB_SCOPE_ALL.
   The SQL here is made from db_tables, that is from the schema files, never from anything that a person typed. */
#include "db/postgres_private.h"

#include "base/hash.h"
#include "db/tables.h"
#include "os/os.h"

/* ---- tickets ---- */

static struct sha256 seal_of(const struct pg *p, struct arena *mem, str words)
{
    struct buf b = buf_new(mem);
    str key = { (const char *)p->key, sizeof p->key };
    buf_put(&b, key);
    buf_put(&b, words);
    struct sha256 inner = sha256_of(buf_str(&b));
    struct buf outer = buf_new(mem);
    buf_put(&outer, key);
    buf_put(&outer, sha256_str(&inner));
    return sha256_of(buf_str(&outer));
}

str pg_ticket(const struct pg *p, struct arena *mem, str scope, const int64_t *org_id, int n)
{
    struct buf b = buf_new(mem);
    if (!p->has_key)
        return S("");
    buf_fmt(&b, STR_FMT "|", STR_ARG(scope));
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "%s%lld", i ? "," : "", (long long)org_id[i]);
    str said = buf_str(&b);
    struct sha256 seal = seal_of(p, mem, str_fmt(mem, STR_FMT "|%d", STR_ARG(said), PQbackendPID(p->link)));
    str hex = str_to_hex(mem, seal.b, sizeof seal.b);
    return str_fmt(mem, STR_FMT "|" STR_FMT, STR_ARG(said), STR_ARG(hex));
}

static bool yes(struct pg *p, const char *sql)
{
    PGresult *res = PQexec(p->link, sql);
    bool is = PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1;
    PQclear(res);
    return is;
}

static bool take_key(struct pg *p, struct arena *mem, str hex)
{
    str key;
    bool good = str_from_hex(mem, hex, &key) && key.n == (ptrdiff_t)sizeof p->key;
    if (good)
        memcpy(p->key, key.s, sizeof p->key);
    return good;
}

/* The owner of the tables reads the key; a role that only serves is given it. */
static void ask_key(struct pg *p, struct arena *mem)
{
    p->has_walls = yes(p, "SELECT 1 FROM (SELECT to_regclass('wall_key') AS key) k WHERE k.key IS NOT NULL");
    if (!p->has_walls)
        return;
    PGresult *res = PQexec(p->link, "SELECT encode(key_bytes, 'hex') FROM wall_key");
    if (PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) == 1)
        p->has_key = take_key(p, mem, str_of(PQgetvalue(res, 0, 0)));
    else
        p->has_key = take_key(p, mem, os_env(mem, "HOPTAC_WALL_KEY"));
    PQclear(res);
}

void pg_ask_role(struct pg *p, struct arena *mem)
{
    p->has_role = yes(p, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '" PG_ROLE "' "
                         "AND pg_has_role(current_user, oid, 'MEMBER') "
                         "AND has_table_privilege(oid, to_regclass('schema_version')::oid, 'SELECT')");
    ask_key(p, mem);
}

/* ---- after migrating ---- */

/* Roles belong to the whole cluster: another database may have made it, or we may not be allowed to. */
static const char make_role[] =
    "DO $$ BEGIN\n"
    "  BEGIN CREATE ROLE " PG_ROLE " NOLOGIN;\n"
    "  EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END;\n"
    "  BEGIN EXECUTE format('GRANT " PG_ROLE " TO %I', current_user);\n"
    "  EXCEPTION WHEN undefined_object OR insufficient_privilege THEN NULL; END;\n"
    "  BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());\n"
    "        REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
    "  EXCEPTION WHEN insufficient_privilege THEN NULL; END;\n"
    "END $$";

/* The view reads the key with its owner's rights; security_barrier keeps a caller's own functions away from it. All
   other views see what their caller sees. */
static const char make_ticket[] =
    "CREATE TABLE IF NOT EXISTS wall_key (id int PRIMARY KEY CHECK (id = 1), key_bytes bytea NOT NULL);\n"
    "INSERT INTO wall_key SELECT 1, sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), "
    "gen_random_uuid()), 'UTF8')) ON CONFLICT DO NOTHING;\n"
    "CREATE OR REPLACE VIEW wall_now WITH (security_barrier) AS\n"
    "SELECT t.scope = '-1' AS is_all, nullif(t.scope, '')::bigint AS scope_id,\n"
    "       string_to_array(t.orgs, ',')::bigint[] AS orgs\n"
    "  FROM wall_key k,\n"
    "       (SELECT split_part(w.said, '|', 1) AS scope, split_part(w.said, '|', 2) AS orgs,\n"
    "               split_part(w.said, '|', 3) AS seal\n"
    "          FROM (SELECT coalesce(current_setting('hoptac.wall', true), '') AS said) w) t\n"
    " WHERE k.id = 1 AND t.seal = encode(sha256(k.key_bytes || sha256(k.key_bytes || convert_to(\n"
    "                concat(t.scope, '|', t.orgs, '|', pg_backend_pid()), 'UTF8'))), 'hex');\n"
    "REVOKE ALL ON wall_key, wall_now FROM PUBLIC;\n"
    "DO $$ DECLARE v record; BEGIN\n"
    "  FOR v IN SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = 'public' AND viewname <> 'wall_now' LOOP\n"
    "    EXECUTE format('ALTER VIEW %I SET (security_invoker = true)', v.viewname);\n"
    "  END LOOP;\n"
    "END $$";

#define GRANT_FACT "GRANT SELECT, INSERT ON %s TO " PG_ROLE ";\n"
#define GRANT_ROW "GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO " PG_ROLE ";\n"

static str grants(struct arena *mem)
{
    struct buf b = buf_new(mem);
    /* views too, and what a later migration or a test makes before it comes here again */
    buf_put(&b, S("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " PG_ROLE ";\n"
                  "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " PG_ROLE
                  ";\n"
                  "REVOKE ALL ON wall_key, wall_now FROM " PG_ROLE "; GRANT SELECT ON wall_now TO " PG_ROLE ";\n"));
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

/* The sub-selects make the ticket be looked at once a statement, not once a row. */
#define ALL "(SELECT w.is_all FROM wall_now w)"
#define LOCKED "org_id = ANY ((SELECT w.orgs FROM wall_now w)::bigint[])"
#define SCOPED "org_id IN (SELECT s.org_id FROM scope_org s WHERE s.scope_id = (SELECT w.scope_id FROM wall_now w))"

struct wall {
    const char *table; /* NULL: every other table with org_id; "": every other one */
    const char *read, *insert, *update, *update_to, *remove;
};
/* Ids only in the first two, and the fence itself reads them: asking the fence there would have no end. A transaction
   locks an organisation by its row, which it may not change, and says who sees that organisation. */
static const struct wall wall_kinds[] = {
    { "org_lock", "true", ALL, "true", ALL, ALL },
    { "scope_org", "true", ALL " OR " LOCKED, ALL, ALL, ALL " OR " LOCKED },
    { "schema_version", "true", ALL, ALL, ALL, ALL },
    { NULL, "org_id = 0 OR " ALL " OR " LOCKED " OR " SCOPED, ALL " OR " LOCKED, ALL " OR " LOCKED, ALL " OR " LOCKED,
      ALL " OR " LOCKED },
    { "", ALL, ALL, ALL, ALL, ALL },
};

static const struct wall *wall_of(const struct db_table *t)
{
    int i = 0;
    while (wall_kinds[i].table && strcmp(wall_kinds[i].table, t->name) != 0)
        i++;
    return &wall_kinds[i + (!wall_kinds[i].table && !t->has_org_id)];
}

static str walls(struct arena *mem)
{
    struct buf b = buf_new(mem);
    for (int i = 0; i < n_db_tables; i++) {
        const char *name = db_tables[i].name;
        const struct wall *w = wall_of(&db_tables[i]);
        buf_fmt(&b, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY; ALTER TABLE %s FORCE ROW LEVEL SECURITY;\n", name, name);
        static const char *const old[] = { "wall", "wall_read", "wall_insert", "wall_update", "wall_delete" };
        for (size_t k = 0; k < sizeof old / sizeof *old; k++)
            buf_fmt(&b, "DROP POLICY IF EXISTS %s ON %s;\n", old[k], name);
        buf_fmt(&b, "CREATE POLICY wall_read ON %s FOR SELECT USING (%s);\n", name, w->read);
        buf_fmt(&b, "CREATE POLICY wall_insert ON %s FOR INSERT WITH CHECK (%s);\n", name, w->insert);
        buf_fmt(&b, "CREATE POLICY wall_update ON %s FOR UPDATE USING (%s) WITH CHECK (%s);\n", name, w->update,
                w->update_to);
        buf_fmt(&b, "CREATE POLICY wall_delete ON %s FOR DELETE USING (%s);\n", name, w->remove);
    }
    return buf_str(&b);
}

static bool role_exists(struct pg *p)
{
    return yes(p, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '" PG_ROLE "'");
}

result pg_after_migrate(struct cx *cx, struct conn *c)
{
    struct pg *p = pg_of(c);
    TRY(pg_script(cx, p, make_role, "role"));
    TRY(pg_script(cx, p, make_ticket, "ticket"));
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

/* Tables that the schema knows and the database does not fence. */
static result check_walls(struct cx *cx, struct pg *p)
{
    static const char sql[] =
        "SELECT 1 FROM pg_catalog.pg_class c WHERE c.oid = to_regclass($1) AND c.relforcerowsecurity "
        "AND (SELECT count(*) FROM pg_catalog.pg_policy y WHERE y.polrelid = c.oid) = 4";
    for (int i = 0; i < n_db_tables; i++) {
        const char *name = db_tables[i].name;
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
    pg_ask_role(p, cx->mem);
    if (!p->has_role)
        (void)fail(cx, .kind = ERR_ENV, .code = S("db.setting"), .field = S("role"),
                   .message = tr(cx, "Recorded facts are not protected against change by the database itself."),
                   .hint = tr(cx, "Let an administrator run: CREATE ROLE hoptac_app NOLOGIN; then grant it to the "
                                  "program's user, and run: hoptac init"));
    return cx_result(cx);
}

/* The wall of PostgreSQL, attacked with raw SQL: logged in as a role that may only serve, with a good ticket for one
   organisation, one tries to reach the others, the reference rows, the secrets, the facts, and the wall itself.
   Nothing may come of it. The same statements run by a superuser succeed, so each of them would show a hole. */
#include "tests/kit/kit.h"

#include "db/postgres_private.h"
#include "tests/kit/pg.h"

enum { MINE = 1, OTHER = 2, SCOPE = 5 };

static struct kit kit;
static PGconn *super, *app; /* app: logs in as a role that owns nothing */
static struct pg sealing;   /* what the program knows: the key, and the connection app */

static PGresult *ask(PGconn *c, const char *sql) { return PQexec(c, sql); }

static void must(PGconn *c, const char *sql)
{
    PGresult *r = ask(c, sql);
    ExecStatusType s = PQresultStatus(r);
    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
        fail_msg("%s\n%s", sql, PQerrorMessage(c));
    PQclear(r);
}

/* Rows of every kind that an attack aims at: of org 0, of one's own and of another's. */
static const char rows[] =
    "INSERT INTO org_lock (org_id) VALUES (1), (2);"
    "INSERT INTO scope_org (scope_id, org_id) VALUES (5, 1);"
    "INSERT INTO org_setting (org_id, name, setting) VALUES (0, 'a', '0'), (1, 'a', '0'), (2, 'a', '0');"
    "INSERT INTO counter (org_id, name, last_value) VALUES (0, 'id', 7), (1, 'id', 7), (2, 'id', 7) "
    "ON CONFLICT DO NOTHING;"
    "INSERT INTO audit (org_id, id, at, user_id, action, subject, subject_id) VALUES "
    "(1, 901, 1, 1, 'a', 's', 1), (2, 901, 1, 1, 'a', 's', 1);"
    "INSERT INTO app_user (org_id, id, login, full_name, created_at) VALUES (1, 801, 'mine', 'Mine', 1), "
    "(2, 802, 'other', 'Other', 1);"
    "INSERT INTO secret (name, secret_bytes) VALUES ('s', '\\x00');"
    "INSERT INTO session (id, token_hash, user_id, chosen_org_id, created_at, seen_at, expires_at) "
    "VALUES (1, '\\x00', 802, 2, 1, 1, 1);";

static str database(void)
{
    return str_cut(str_sub(kit.url, (ptrdiff_t)strlen("postgresql://hoptac@/"), kit.url.n), '?').head;
}

/* The kit's URL with another role in it. */
static PGconn *connect_as(const char *role)
{
    str rest = str_sub(kit.url, (ptrdiff_t)strlen("postgresql://hoptac"), kit.url.n);
    PGconn *c = PQconnectdb(str_z(&kit.mem, str_fmt(&kit.mem, "postgresql://%s" STR_FMT, role, STR_ARG(rest))));
    if (PQstatus(c) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(c));
    return c;
}

static int begin(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        return 0;
    kit_begin(&kit);
    /* migrated here and not a copy as kit_store makes it: rights on a database are not copied */
    kit.url = kit_new_url(&kit);
    kit_ok(&kit, store_open(&kit.cx, kit.url, &kit.store));
    kit_ok(&kit, store_migrate(&kit.cx, kit.store));
    super = PQconnectdb(str_z(&kit.mem, pg_superuser_url(&kit.mem, database())));
    must(super, rows);
    must(super, "DO $$ BEGIN CREATE ROLE hoptac_serve LOGIN IN ROLE hoptac_app; "
                "EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    app = connect_as("hoptac_serve");
    sealing = (struct pg){ .link = app, .has_key = true };
    PGresult *key = ask(super, "SELECT encode(key_bytes, 'hex') FROM wall_key");
    str bytes;
    assert_true(str_from_hex(&kit.mem, str_of(PQgetvalue(key, 0, 0)), &bytes) && bytes.n == 32);
    memcpy(sealing.key, bytes.s, 32);
    PQclear(key);
    return 0;
}

static int end(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        return 0;
    PQfinish(app);
    PQfinish(super);
    store_close(kit.store);
    kit_end(&kit);
    return 0;
}

/* ---- tickets ---- */

static str scope_ticket(const char *scope) { return pg_ticket(&sealing, &kit.mem, str_of(scope), NULL, 0); }
static str locked_ticket(int64_t org_id) { return pg_ticket(&sealing, &kit.mem, S(""), &org_id, 1); }

static void show(PGconn *c, str ticket)
{
    const char *value = str_z(&kit.mem, ticket);
    PGresult *r = PQexecParams(c, "SELECT set_config('hoptac.wall', $1, true)", 1, NULL, &value, NULL, NULL, 0);
    assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
    PQclear(r);
}

/* What a statement reached: rows changed, or the number it answered; -1 = it was refused. Nothing of it stays. */
static int64_t reached(PGconn *c, str ticket, const char *sql)
{
    int64_t n = 0;
    must(c, "BEGIN");
    if (ticket.n)
        show(c, ticket);
    PGresult *r = ask(c, sql);
    ExecStatusType s = PQresultStatus(r);
    if (s == PGRES_TUPLES_OK && PQntuples(r) == 1 && PQnfields(r) == 1)
        (void)str_to_i64(str_of(PQgetvalue(r, 0, 0)), &n);
    else if (s == PGRES_TUPLES_OK)
        n = PQntuples(r);
    else if (s == PGRES_COMMAND_OK && *PQcmdTuples(r))
        (void)str_to_i64(str_of(PQcmdTuples(r)), &n);
    else
        n = s == PGRES_COMMAND_OK ? 1 : -1;
    PQclear(r);
    must(c, "ROLLBACK");
    return n;
}

static void refuse_all(const char *const *sql, int n, str ticket)
{
    for (int i = 0; i < n; i++) {
        int64_t got = reached(app, ticket, sql[i]), control = reached(super, S(""), sql[i]);
        if (got > 0)
            fail_msg("passed the wall (%lld): %s", (long long)got, sql[i]);
        if (control <= 0)
            fail_msg("proves nothing, a superuser cannot do it either (%lld): %s", (long long)control, sql[i]);
    }
}

/* ---- the good way, so that a wall which is shut altogether does not look safe ---- */

static void test_raw__a_good_ticket_reaches_its_own(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        skip();
    static const char count[] = "SELECT count(*) FROM org_setting WHERE name = 'a'";
    static const char change[] = "UPDATE org_setting SET setting = '1' WHERE name = 'a'";
    assert_int_equal(reached(app, scope_ticket("-1"), count), 3);
    assert_int_equal(reached(app, scope_ticket("-1"), change), 3);
    assert_int_equal(reached(app, scope_ticket("5"), count), 2);
    assert_int_equal(reached(app, scope_ticket("5"), change), 0); /* a scope looks; who writes locks */
    assert_int_equal(reached(app, locked_ticket(MINE), count), 2);
    assert_int_equal(reached(app, locked_ticket(MINE), change), 1);
    assert_int_equal(reached(app, locked_ticket(MINE), "SELECT org_id FROM org_lock WHERE org_id = 1 FOR UPDATE"), 1);
    assert_int_equal(reached(app, locked_ticket(MINE), "SELECT count(*) FROM audit WHERE id = 901"), 1);
}

/* ---- other organisations, reference rows, what belongs to the installation ---- */

static void test_raw__a_scope_reads_no_other_organisation(void **state)
{
    static const char *const sql[] = {
        "SELECT count(*) FROM org_setting WHERE org_id = 2",
        "SELECT count(*) FROM audit WHERE org_id = 2",
        "SELECT count(*) FROM app_user WHERE org_id = 2",
        "SELECT count(*) FROM v_user WHERE org_id = 2",
        "SELECT count(*) FROM counter WHERE org_id = 2",
        "SELECT count(*) FROM secret",
        "SELECT count(*) FROM session",
        "SELECT count(*) FROM wall_key",
        "SELECT count(*) FROM org_setting a LEFT JOIN org_setting b ON b.org_id = 2 WHERE b.org_id IS NOT NULL",
        "WITH x AS (SELECT * FROM org_setting) SELECT count(*) FROM x WHERE org_id = 2",
        "SELECT length(pg_read_file('/etc/passwd'))",
    };
    (void)state;
    if (!kit_on_postgres())
        skip();
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), scope_ticket("5"));
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), locked_ticket(MINE));
    assert_int_equal(reached(app, scope_ticket("5"), "COPY org_setting TO '/tmp/hoptac-wall-raw-test'"), -1);
}

static void test_raw__nobody_writes_another_organisation_or_reference_rows(void **state)
{
    static const char *const sql[] = {
        "INSERT INTO org_setting (org_id, name, setting) VALUES (2, 'b', '1')",
        "INSERT INTO org_setting (org_id, name, setting) VALUES (0, 'b', '1')",
        "INSERT INTO org_setting (org_id, name, setting) VALUES (0, 'a', '1') "
        "ON CONFLICT (org_id, name) DO UPDATE SET setting = '1'",
        "UPDATE org_setting SET setting = '1' WHERE org_id = 2",
        "UPDATE org_setting SET setting = '1' WHERE org_id = 0",
        "UPDATE org_setting SET org_id = 2, name = 'b' WHERE org_id = 1",
        "UPDATE org_setting SET org_id = 0, name = 'b' WHERE org_id = 1",
        "UPDATE org_setting SET org_id = 1, name = 'b' WHERE org_id = 2",
        "DELETE FROM org_setting WHERE org_id = 2",
        "DELETE FROM org_setting WHERE org_id = 0",
        "UPDATE counter SET last_value = 0 WHERE org_id = 0",
        "UPDATE app_user SET password_hash_text = '' WHERE org_id = 2",
        "INSERT INTO audit (org_id, id, at, user_id, action, subject, subject_id) VALUES (2, 902, 1, 1, 'a', 's', 1)",
        "INSERT INTO session (id, token_hash, user_id, chosen_org_id, created_at, seen_at, expires_at) "
        "VALUES (2, '\\x01', 802, 2, 1, 1, 9)",
        "UPDATE session SET expires_at = 9",
        "UPDATE secret SET secret_bytes = '\\x01'",
        "INSERT INTO scope_org (scope_id, org_id) VALUES (5, 2)",
        "UPDATE scope_org SET org_id = 2",
        "INSERT INTO org_lock (org_id) VALUES (3)",
        "UPDATE org_lock SET org_id = 3 WHERE org_id = 2",
        "DELETE FROM org_lock WHERE org_id = 2",
        "DELETE FROM schema_version",
    };
    (void)state;
    if (!kit_on_postgres())
        skip();
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), scope_ticket("5"));
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), locked_ticket(MINE));
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), S(""));
}

static void test_raw__nobody_changes_a_fact_not_even_of_the_own(void **state)
{
    static const char *const sql[] = {
        "UPDATE audit SET action = 'x' WHERE org_id = 1",
        "DELETE FROM audit WHERE org_id = 1",
        "TRUNCATE audit",
        "INSERT INTO audit (org_id, id, at, user_id, action, subject, subject_id) VALUES (1, 901, 1, 1, 'x', 's', 1) "
        "ON CONFLICT (org_id, id) DO UPDATE SET action = 'x'",
    };
    (void)state;
    if (!kit_on_postgres())
        skip();
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), locked_ticket(MINE));
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), scope_ticket("-1")); /* the program itself does not either */
}

/* ---- the wall itself ---- */

static void test_raw__nobody_takes_the_wall_down(void **state)
{
    static const char *const sql[] = {
        "ALTER TABLE org_setting DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE org_setting NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY wall_read ON org_setting",
        "CREATE POLICY more ON org_setting USING (true)",
        "DROP TABLE org_setting CASCADE",
        "CREATE OR REPLACE VIEW wall_now AS SELECT true AS is_all, 1::bigint AS scope_id, '{2}'::bigint[] AS orgs",
        "UPDATE wall_key SET key_bytes = '\\x00'",
        "CREATE TABLE org_setting_2 (x bigint)",
        "CREATE TEMP TABLE org_setting (org_id bigint)",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET LOCAL ROLE hoptac",
        "SET LOCAL ROLE postgres",
        "SET LOCAL SESSION AUTHORIZATION hoptac",
        "ALTER ROLE hoptac_app BYPASSRLS",
        "ALTER ROLE hoptac_app SUPERUSER",
        "CREATE ROLE hoptac_more LOGIN SUPERUSER",
        "SET LOCAL session_replication_role = replica",
    };
    (void)state;
    if (!kit_on_postgres())
        skip();
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), scope_ticket("5"));
    refuse_all(sql, (int)(sizeof sql / sizeof *sql), scope_ticket("-1"));
}

/* Granting what one does not have is a warning there, and without effect. */
static void test_raw__a_grant_to_oneself_is_without_effect(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        skip();
    must(app, "GRANT UPDATE, DELETE ON audit TO hoptac_app");
    assert_int_equal(reached(app, locked_ticket(MINE), "UPDATE audit SET action = 'x' WHERE org_id = 1"), -1);
    assert_int_equal(reached(app, locked_ticket(MINE), "SET LOCAL row_security = off"), 1);
    must(app, "SET row_security = off");
    assert_int_equal(reached(app, scope_ticket("5"), "SELECT count(*) FROM org_setting"), -1);
    must(app, "RESET row_security");
}

/* ---- tickets of one's own making ---- */

static str changed(str ticket, const char *head)
{
    ptrdiff_t at = ticket.n - 65; /* "|" and the seal */
    return str_fmt(&kit.mem, "%s" STR_FMT, head, STR_ARG(str_sub(ticket, at, ticket.n)));
}

static void test_raw__a_forged_ticket_is_none(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        skip();
    PGconn *second = connect_as("hoptac_serve");
    struct pg elsewhere = sealing, guess = sealing;
    elsewhere.link = second;
    memset(guess.key, 0, sizeof guess.key);
    str good = scope_ticket("5"), all = scope_ticket("-1");
    const str forged[] = {
        S("-1"),
        S("-1||"),
        S("||"),
        S("|2|"),
        S("-1||0000000000000000000000000000000000000000000000000000000000000000"),
        changed(good, "-1|"),
        changed(good, "5|2"),
        changed(good, "6|"),
        changed(all, "-1|2"),
        changed(all, "-1||"),
        str_sub(all, 0, all.n - 1),
        str_fmt(&kit.mem, STR_FMT "0", STR_ARG(all)),
        pg_ticket(&elsewhere, &kit.mem, S("-1"), NULL, 0), /* good, on another connection */
        pg_ticket(&guess, &kit.mem, S("-1"), NULL, 0),
        S("'; DROP TABLE org_setting; --"),
        S("9999999999999999999999|a,b|c|d"),
        S("Đồng|ý|"),
    };
    for (int i = 0; i < (int)(sizeof forged / sizeof *forged); i++) {
        int64_t n = reached(app, forged[i], "SELECT count(*) FROM org_setting WHERE org_id <> 0");
        if (n != 0)
            fail_msg("%lld rows by " STR_FMT, (long long)n, STR_ARG(forged[i]));
        assert_true(reached(app, forged[i], "UPDATE org_setting SET setting = '1'") <= 0);
    }
    assert_int_equal(reached(second, pg_ticket(&elsewhere, &kit.mem, S("-1"), NULL, 0),
                             "SELECT count(*) FROM org_setting WHERE org_id <> 0"),
                     2);
    PQfinish(second);
}

static int64_t seen(void)
{
    int64_t n = -1;
    PGresult *r = ask(app, "SELECT count(*) FROM org_setting WHERE org_id <> 0");
    if (PQresultStatus(r) == PGRES_TUPLES_OK)
        (void)str_to_i64(str_of(PQgetvalue(r, 0, 0)), &n);
    PQclear(r);
    return n;
}

static void test_raw__a_ticket_lives_as_long_as_its_transaction(void **state)
{
    static const char *const away[] = { "RESET hoptac.wall",
                                        "RESET ALL",
                                        "RESET ROLE",
                                        "SET ROLE NONE",
                                        "SET SESSION AUTHORIZATION DEFAULT",
                                        "SET hoptac.scope = '-1'",
                                        "SET hoptac.orgs = '2'",
                                        "SET LOCAL hoptac.wall = '-1||'",
                                        "DISCARD ALL" };
    (void)state;
    if (!kit_on_postgres())
        skip();
    assert_int_equal(seen(), 0);
    show(app, scope_ticket("-1")); /* SET LOCAL outside a transaction: gone at once */
    assert_int_equal(seen(), 0);
    must(app, "BEGIN");
    show(app, scope_ticket("-1"));
    assert_int_equal(seen(), 2);
    must(app, "COMMIT");
    assert_int_equal(seen(), 0);
    for (int i = 0; i < (int)(sizeof away / sizeof *away); i++) {
        PGresult *r = ask(app, away[i]);
        PQclear(r);
        if (seen() != 0)
            fail_msg("sees after %s", away[i]);
    }
    must(app, "BEGIN");
    show(app, scope_ticket("5"));
    assert_int_equal(seen(), 1);
    must(app, "RESET ROLE");
    assert_int_equal(seen(), 1);
    must(app, "RESET hoptac.wall");
    assert_int_equal(seen(), 0);
    must(app, "ROLLBACK");
}

/* ---- the program behind such a role ---- */

static result count_work(struct cx *cx, struct db *db, void *arg)
{
    static const struct db_field col[] = { { "n", DB_INT, 0 } };
    static const struct db_stmt all = { .id = -1,
                                        .name = "all",
                                        .postgres = "SELECT count(*) FROM org_setting WHERE name = 'a'",
                                        .col = col,
                                        .n_col = 1,
                                        .row_size = sizeof(int64_t) };
    (void)cx;
    return db_run_one(db, &all, NULL, arg, NULL);
}

static void test_program__serves_as_a_role_that_owns_nothing(void **state)
{
    (void)state;
    if (!kit_on_postgres())
        skip();
    struct store *s;
    int64_t n = 0;
    str rest = str_sub(kit.url, (ptrdiff_t)strlen("postgresql://hoptac"), kit.url.n);
    str url = str_fmt(&kit.mem, "postgresql://hoptac_serve" STR_FMT, STR_ARG(rest));
    unsetenv("HOPTAC_WALL_KEY");
    kit_refused(&kit, store_open(&kit.cx, url, &s), "db.wall_key");
    setenv("HOPTAC_WALL_KEY", str_z(&kit.mem, str_to_hex(&kit.mem, sealing.key, 32)), 1);
    kit_ok(&kit, store_open(&kit.cx, url, &s));
    kit_ok(&kit, store_migrate(&kit.cx, s)); /* nothing is due */
    kit_ok(&kit, store_read(s, &kit.cx, DB_SCOPE_ALL, count_work, &n));
    assert_int_equal(n, 3);
    kit_ok(&kit, store_read(s, &kit.cx, SCOPE, count_work, &n));
    assert_int_equal(n, 2);
    kit_ok(&kit, store_check_settings(&kit.cx, s));
    store_close(s);
    unsetenv("HOPTAC_WALL_KEY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raw__a_good_ticket_reaches_its_own),
        cmocka_unit_test(test_raw__a_scope_reads_no_other_organisation),
        cmocka_unit_test(test_raw__nobody_writes_another_organisation_or_reference_rows),
        cmocka_unit_test(test_raw__nobody_changes_a_fact_not_even_of_the_own),
        cmocka_unit_test(test_raw__nobody_takes_the_wall_down),
        cmocka_unit_test(test_raw__a_grant_to_oneself_is_without_effect),
        cmocka_unit_test(test_raw__a_forged_ticket_is_none),
        cmocka_unit_test(test_raw__a_ticket_lives_as_long_as_its_transaction),
        cmocka_unit_test(test_program__serves_as_a_role_that_owns_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

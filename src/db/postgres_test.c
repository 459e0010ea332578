/* What only PostgreSQL does: walls and grants inside the database, many writers, connections that die. */
#include "tests/kit/kit.h"

#include <libpq-fe.h>
#include <pthread.h>

#include "db/backend.h"
#include "db/tables.h"
#include "tests/kit/pg.h"

enum { MINE = 1, OTHER = 2, SCOPE = 5, NO_SCOPE = 99, TURNS = 40 };

struct number {
    int64_t n;
};
struct pair_of {
    int64_t org_id, n;
};
static const struct db_field n_col[] = { { "n", DB_INT, 0 } };
static const struct db_field org_param[] = { { "org_id", DB_INT, 0 } };
static const struct db_field text_param[] = { { "words", DB_TEXT, 0 } };

#define ASK(sql)                                                                                                       \
    {                                                                                                                  \
        .id = -1, .name = "ask", .postgres = sql, .col = n_col, .n_col = 1, .row_size = sizeof(struct number)          \
    }
#define ASK_ORG(sql)                                                                                                   \
    {                                                                                                                  \
        .id = -1, .name = "ask_org", .postgres = sql, .col = n_col, .n_col = 1, .row_size = sizeof(struct number),     \
        .param = org_param, .n_param = 1                                                                               \
    }
#define DO(sql)                                                                                                        \
    {                                                                                                                  \
        .id = -1, .name = "do", .postgres = sql, .writes = true                                                        \
    }
#define DO_ORG(sql)                                                                                                    \
    {                                                                                                                  \
        .id = -1, .name = "do_org", .postgres = sql, .writes = true, .param = org_param, .n_param = 1                  \
    }

static const struct db_stmt count_settings = ASK("SELECT count(*) FROM org_setting");
static const struct db_stmt count_of_org = ASK_ORG("SELECT count(*) FROM org_setting WHERE org_id = $1::bigint");
static const struct db_stmt add_setting =
    DO_ORG("INSERT INTO org_setting (org_id, name, setting) VALUES ($1::bigint, 'x' || "
           "(SELECT count(*) FROM org_setting), '0')");
static const struct db_stmt own_pid = ASK("SELECT pg_backend_pid()");

/* ---- a store with two organisations, one scope that sees the first, and three settings: of 0, MINE and OTHER ---- */

static result fill(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_exec(
        db, "INSERT INTO org_lock (org_id) VALUES (1), (2);"
            "INSERT INTO scope_org (scope_id, org_id) VALUES (5, 1);"
            "INSERT INTO org_setting (org_id, name, setting) VALUES (0, 'a', '0'), (1, 'a', '0'), (2, 'a', '0')");
}

static void begin(struct kit *k)
{
    if (!kit_on_postgres()) {
        skip();
    }
    kit_begin(k);
    kit_store(k);
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, fill, NULL));
}

static void as_superuser(struct kit *k, const char *sql)
{
    str name = str_cut(str_sub(k->url, (ptrdiff_t)strlen("postgresql://hoptac@/"), k->url.n), '?').head;
    PGconn *c = PQconnectdb(str_z(&k->mem, pg_superuser_url(&k->mem, name)));
    PGresult *r = PQexec(c, sql);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
    if (!ok)
        print_error("%s", PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    assert_true(ok);
}

struct ask {
    const struct db_stmt *stmt;
    int64_t org_id, n, changed;
    str words;
    int runs;
};

static result run_ask(struct cx *cx, struct db *db, void *arg)
{
    struct ask *a = arg;
    struct number row = { 0 };
    const void *args = a->words.n ? (const void *)&a->words : &a->org_id;
    (void)cx;
    a->runs++;
    if (a->stmt->writes)
        return db_run_exec(db, a->stmt, args, &a->changed);
    TRY(db_run_one(db, a->stmt, args, &row, NULL));
    a->n = row.n;
    return OK;
}

static int64_t asked(struct kit *k, int64_t scope_id, const struct db_stmt *stmt, int64_t org_id)
{
    struct ask a = { .stmt = stmt, .org_id = org_id };
    kit_ok(k, store_read(k->store, &k->cx, scope_id, run_ask, &a));
    return a.n;
}

static result written(struct kit *k, int64_t locked, struct ask *a)
{
    return store_write(k->store, &k->cx, &locked, 1, run_ask, a);
}

/* ---- the wall ---- */

static void test_wall__a_scope_sees_its_own_and_reference_rows(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    for (int i = 0; i < 2; i++) { /* the second round meets a connection that has seen everything */
        assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 3);
        assert_int_equal(asked(&k, SCOPE, &count_settings, 0), 2);
        assert_int_equal(asked(&k, NO_SCOPE, &count_settings, 0), 1);
        assert_int_equal(asked(&k, 0, &count_settings, 0), 1);
        assert_int_equal(asked(&k, SCOPE, &count_of_org, MINE), 1);
        assert_int_equal(asked(&k, SCOPE, &count_of_org, OTHER), 0);
    }
    kit_end(&k);
}

static void test_wall__a_write_reaches_only_what_it_locked(void **state)
{
    static const struct db_stmt change = DO_ORG("UPDATE org_setting SET setting = '1' WHERE org_id = $1::bigint");
    static const struct db_stmt remove = DO_ORG("DELETE FROM org_setting WHERE org_id = $1::bigint");
    static const struct db_stmt move =
        DO_ORG("UPDATE org_setting SET org_id = 2, name = 'b' WHERE org_id = $1::bigint");
    struct kit k;
    (void)state;
    begin(&k);
    struct ask a = { .stmt = &add_setting, .org_id = OTHER };
    kit_refused(&k, written(&k, MINE, &a), "db.wall");
    a = (struct ask){ .stmt = &move, .org_id = MINE };
    kit_refused(&k, written(&k, MINE, &a), "db.wall");
    a = (struct ask){ .stmt = &change, .org_id = OTHER };
    kit_ok(&k, written(&k, MINE, &a));
    assert_int_equal(a.changed, 0);
    a.stmt = &remove;
    kit_ok(&k, written(&k, MINE, &a));
    assert_int_equal(a.changed, 0);
    a = (struct ask){ .stmt = &change, .org_id = MINE };
    kit_ok(&k, written(&k, MINE, &a));
    assert_int_equal(a.changed, 1);
    a = (struct ask){ .stmt = &add_setting, .org_id = OTHER };
    kit_ok(&k, store_write(k.store, &k.cx, (int64_t[]){ OTHER, MINE }, 2, run_ask, &a));
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 4);
    kit_end(&k);
}

static void test_wall__every_table_of_organisations_has_one(void **state)
{
    static const struct db_stmt open = ASK("SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                                           "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
                                           "AND a.attname = 'org_id' AND NOT c.relforcerowsecurity");
    struct kit k;
    (void)state;
    begin(&k);
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &open, 0), 0);
    kit_end(&k);
}

static void test_facts__cannot_be_changed_by_any_statement(void **state)
{
    /* granting to oneself is no error there, only without effect */
    static const struct db_stmt grant = DO("GRANT UPDATE, DELETE, TRUNCATE ON voucher, line, log_leaf TO hoptac_app");
    static const struct db_stmt attack[] = {
        DO("UPDATE voucher SET amount_vnd = 0"),
        DO("DELETE FROM line"),
        DO("TRUNCATE log_leaf"),
        DO("ALTER TABLE voucher DISABLE ROW LEVEL SECURITY"),
        DO("DROP TABLE voucher"),
        DO("CREATE POLICY more ON voucher USING (true)"),
    };
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, run_ask, &(struct ask){ .stmt = &grant }));
    for (size_t i = 0; i < sizeof attack / sizeof *attack; i++) {
        struct ask a = { .stmt = &attack[i] };
        kit_refused(&k, store_write(k.store, &k.cx, NULL, 0, run_ask, &a), "db.append_only");
    }
    kit_end(&k);
}

/* ---- running again ---- */

struct again {
    struct kit *k;
    const char *sql; /* run in the first `bad` runs */
    int bad, runs;
    bool kill; /* instead: the server ends the connection */
};

static result fail_first(struct cx *cx, struct db *db, void *arg)
{
    struct again *w = arg;
    struct number pid;
    (void)cx;
    TRY(db_run_exec(db, &add_setting, &(int64_t){ MINE }, NULL));
    if (w->runs++ >= w->bad)
        return OK;
    if (!w->kill)
        return db_run_exec(db, &(struct db_stmt)DO(w->sql), NULL, NULL);
    TRY(db_run_one(db, &own_pid, NULL, &pid, NULL));
    as_superuser(w->k, str_z(&w->k->mem, str_fmt(&w->k->mem, "SELECT pg_terminate_backend(%d, 5000)", (int)pid.n)));
    return db_run_exec(db, &add_setting, &(int64_t){ MINE }, NULL);
}

static result raising(struct kit *k, const char *state, int bad, struct again *w)
{
    str sql = str_fmt(&k->mem, "DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '%s'; END $$", state);
    *w = (struct again){ .k = k, .sql = str_z(&k->mem, sql), .bad = bad };
    return store_write(k->store, &k->cx, (int64_t[]){ MINE }, 1, fail_first, w);
}

static void test_write__runs_again_after_a_conflict(void **state)
{
    struct kit k;
    struct again w;
    (void)state;
    begin(&k);
    kit_ok(&k, raising(&k, "40001", 1, &w));
    assert_int_equal(w.runs, 2);
    kit_ok(&k, raising(&k, "40P01", 2, &w));
    assert_int_equal(w.runs, 3);
    kit_refused(&k, raising(&k, "40001", 1000, &w), "db.busy");
    assert_true(w.runs > 1 && w.runs < 10);
    kit_refused(&k, raising(&k, "P0001", 1000, &w), "db.statement");
    assert_int_equal(w.runs, 1);
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 3 + 2);
    kit_end(&k);
}

static void test_write__survives_a_connection_that_dies(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct again w = { .k = &k, .bad = 1, .kill = true };
    kit_ok(&k, store_write(k.store, &k.cx, (int64_t[]){ MINE }, 1, fail_first, &w));
    assert_int_equal(w.runs, 2);
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 4);
    /* the whole server goes down: what was committed is there, idle connections are opened anew */
    pg_crash_and_restart();
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 4);
    pg_crash_and_restart();
    struct ask a = { .stmt = &add_setting, .org_id = MINE };
    kit_ok(&k, written(&k, MINE, &a));
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 5);
    kit_end(&k);
}

/* The server dies while it commits: nobody knows, so nothing is run again and nothing is promised. */
static void test_commit__lost_answer_is_not_run_again(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    as_superuser(&k,
                 "CREATE FUNCTION die() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS "
                 "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$;"
                 "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON org_setting DEFERRABLE INITIALLY DEFERRED "
                 "FOR EACH ROW EXECUTE FUNCTION die()");
    struct ask a = { .stmt = &add_setting, .org_id = MINE };
    kit_refused(&k, written(&k, MINE, &a), "db.unknown");
    assert_int_equal(a.runs, 1);
    as_superuser(&k, "DROP TRIGGER die ON org_setting");
    a.runs = 0;
    db_fault.lose_commit_answer = true; /* the same where it did happen */
    kit_refused(&k, written(&k, MINE, &a), "db.unknown");
    assert_int_equal(a.runs, 1);
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &count_settings, 0), 4);
    kit_end(&k);
}

/* ---- many writers ---- */

struct writer {
    struct kit *k;
    int64_t org[2];
    int failed;
    pthread_t thread;
};

/* Reads, thinks, writes: two at once would lose one. */
static result add_one(struct cx *cx, struct db *db, void *arg)
{
    static const struct db_stmt get = ASK("SELECT setting::bigint FROM org_setting WHERE org_id = 1 AND name = 'a'");
    static const struct db_stmt put =
        DO_ORG("UPDATE org_setting SET setting = $1::bigint WHERE org_id = 1 AND name = 'a'");
    struct number row;
    (void)cx, (void)arg;
    TRY(db_run_one(db, &get, NULL, &row, NULL));
    row.n++;
    return db_run_exec(db, &put, &row, NULL);
}

static void *write_much(void *arg)
{
    struct writer *w = arg;
    struct arena mem;
    if (!arena_init(&mem, ARENA_REQUEST))
        abort();
    for (int i = 0; i < TURNS; i++) {
        struct cx cx = cx_new(&mem, LANG_EN, KIT_NOW);
        w->failed += !store_write(w->k->store, &cx, w->org, 2, add_one, NULL).ok;
        arena_reset(&mem, 0);
    }
    arena_release(&mem);
    return NULL;
}

static void test_writers__take_turns_and_never_deadlock(void **state)
{
    static const struct db_stmt get = ASK("SELECT setting::bigint FROM org_setting WHERE org_id = 1 AND name = 'a'");
    struct kit k;
    (void)state;
    begin(&k);
    struct writer w[4] = { { .k = &k, .org = { MINE, OTHER } },
                           { .k = &k, .org = { OTHER, MINE } },
                           { .k = &k, .org = { MINE, MINE } },
                           { .k = &k, .org = { OTHER, MINE } } };
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&w[i].thread, NULL, write_much, &w[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(w[i].thread, NULL);
        assert_int_equal(w[i].failed, 0);
    }
    assert_int_equal(asked(&k, DB_SCOPE_ALL, &get, 0), 4 * TURNS);
    kit_end(&k);
}

/* ---- values ---- */

static void test_values__whole_numbers_of_every_type(void **state)
{
    static const struct {
        struct db_stmt stmt;
        int64_t want;
    } good[] = {
        { ASK("SELECT 7::int2"), 7 },
        { ASK("SELECT (-7)::int2"), -7 },
        { ASK("SELECT (-70000)::int4"), -70000 },
        { ASK("SELECT true"), 1 },
        { ASK("SELECT false"), 0 },
        { ASK("SELECT 0::numeric"), 0 },
        { ASK("SELECT 10000::numeric"), 10000 },
        { ASK("SELECT 100000000.00::numeric"), 100000000 },
        { ASK("SELECT -12345678901234::numeric"), -12345678901234 },
        { ASK("SELECT 9223372036854775807::numeric"), INT64_MAX },
        { ASK("SELECT -9223372036854775808::numeric"), INT64_MIN },
        { ASK("SELECT NULL::bigint"), 0 },
    };
    static const struct db_stmt bad[] = {
        ASK("SELECT 1.5::numeric"),   ASK("SELECT 0.5::numeric"), ASK("SELECT 9223372036854775808::numeric"),
        ASK("SELECT 'NaN'::numeric"), ASK("SELECT 1::float8"),    ASK("SELECT 'x'::text"),
        ASK("SELECT 1e40::numeric"),
    };
    struct kit k;
    (void)state;
    begin(&k);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(asked(&k, DB_SCOPE_ALL, &good[i].stmt, 0) == good[i].want);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ask a = { .stmt = &bad[i] };
        kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_ask, &a), "db.type");
    }
    kit_end(&k);
}

static void test_values__text_that_cannot_be_kept_is_refused(void **state)
{
    static const struct db_stmt length = { .id = -1,
                                           .name = "length",
                                           .postgres = "SELECT length($1::text)",
                                           .col = n_col,
                                           .n_col = 1,
                                           .row_size = sizeof(struct number),
                                           .param = text_param,
                                           .n_param = 1 };
    struct kit k;
    (void)state;
    begin(&k);
    struct ask a = { .stmt = &length, .words = S("Đồng\0x") };
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_ask, &a), "text.nul");
    a.words = S("\xff\xfe");
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_ask, &a), "text.encoding");
    a.words = S("Đồng");
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_ask, &a));
    assert_int_equal(a.n, 4);
    kit_end(&k);
}

/* ---- streams ---- */

struct stream {
    struct db *db;
    int rows, stop_at;
};

static result each_setting(struct cx *cx, void *arg, const void *row)
{
    struct stream *s = arg;
    struct number n;
    (void)row;
    if (++s->rows == s->stop_at)
        return fail(cx, .kind = ERR_INVALID, .code = S("test.stop"), .message = S("enough"));
    if (s->rows % 100 == 0)
        TRY(db_run_one(s->db, &count_settings, NULL, &n, NULL)); /* the connection is free between portions */
    return OK;
}

static result stream_settings(struct cx *cx, struct db *db, void *arg)
{
    struct stream *s = arg;
    const struct db_stmt *all = NULL;
    (void)cx;
    for (int i = 0; i < n_db_tables; i++)
        if (strcmp(db_tables[i].name, "org_setting") == 0)
            all = db_tables[i].select_all;
    s->db = db;
    TRY(db_run_each(db, all, NULL, each_setting, s));
    return db_run_each(db, all, NULL, each_setting, s); /* twice in one transaction */
}

static result many_settings(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_exec(db, "INSERT INTO org_setting SELECT 0, 's' || n, '0' FROM generate_series(1, 1000) n");
}

static void test_each__streams_and_leaves_the_connection_free(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, many_settings, NULL));
    struct stream s = { 0 };
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, stream_settings, &s));
    assert_int_equal(s.rows, 2 * 1003);
    s = (struct stream){ .stop_at = 500 };
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, stream_settings, &s), "test.stop");
    assert_int_equal(s.rows, 500);
    s = (struct stream){ 0 };
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, stream_settings, &s));
    kit_end(&k);
}

/* ---- settings and versions ---- */

static void test_settings__findings_name_the_setting(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_check_settings(&k.cx, k.store));
    as_superuser(&k,
                 str_z(&k.mem, str_fmt(&k.mem, "ALTER ROLE hoptac IN DATABASE " STR_FMT " SET synchronous_commit = off",
                                       STR_ARG(str_cut(str_sub(k.url, 21, k.url.n), '?').head))));
    assert_false(store_check_settings(&k.cx, kit_open_again(&k)).ok);
    assert_int_equal(k.cx.n_errors, 1);
    assert_str(k.cx.errors->field, "synchronous_commit");
    kit_expect_code(&k, "db.setting");
    as_superuser(&k, "ALTER TABLE line NO FORCE ROW LEVEL SECURITY");
    (void)!store_check_settings(&k.cx, k.store).ok;
    assert_str(k.cx.errors->field, "row_security");
    kit_expect_code(&k, "db.setting");
    kit_end(&k);
}

/* Not allowed to make roles: the store works, and says what is missing. */
static void test_settings__works_without_the_role(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    as_superuser(&k, "REVOKE hoptac_app FROM hoptac");
    store_close(k.opened[--k.n_opened]);
    k.store = kit_open_again(&k);
    struct ask a = { .stmt = &add_setting, .org_id = MINE };
    kit_ok(&k, written(&k, MINE, &a));
    a.org_id = OTHER; /* the wall binds the owner too */
    kit_refused(&k, written(&k, MINE, &a), "db.wall");
    assert_false(store_check_settings(&k.cx, k.store).ok);
    assert_str(k.cx.errors->field, "role");
    kit_expect_code(&k, "db.setting");
    as_superuser(&k, "GRANT hoptac_app TO hoptac");
    kit_end(&k);
}

static void test_version__moves_with_every_commit(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct store *other = kit_open_again(&k);
    int64_t v = store_data_version(k.store);
    assert_true(v >= 0 && store_data_version(k.store) == v);
    struct ask a = { .stmt = &add_setting, .org_id = MINE };
    kit_ok(&k, store_write(other, &k.cx, (int64_t[]){ MINE }, 1, run_ask, &a));
    assert_true(store_data_version(k.store) != v);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wall__a_scope_sees_its_own_and_reference_rows),
        cmocka_unit_test(test_wall__a_write_reaches_only_what_it_locked),
        cmocka_unit_test(test_wall__every_table_of_organisations_has_one),
        cmocka_unit_test(test_facts__cannot_be_changed_by_any_statement),
        cmocka_unit_test(test_write__runs_again_after_a_conflict),
        cmocka_unit_test(test_write__survives_a_connection_that_dies),
        cmocka_unit_test(test_commit__lost_answer_is_not_run_again),
        cmocka_unit_test(test_writers__take_turns_and_never_deadlock),
        cmocka_unit_test(test_values__whole_numbers_of_every_type),
        cmocka_unit_test(test_values__text_that_cannot_be_kept_is_refused),
        cmocka_unit_test(test_each__streams_and_leaves_the_connection_free),
        cmocka_unit_test(test_settings__findings_name_the_setting),
        cmocka_unit_test(test_settings__works_without_the_role),
        cmocka_unit_test(test_version__moves_with_every_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

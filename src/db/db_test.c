/* One store: values come back as they went in, a reader sees one moment, the schema is guarded.
   Each on a fresh kit_store. */
#include "tests/kit/db_sample.h"

#include "db/tables.h"
#include "os/os.h"

/* ---- values ---- */

struct trip {
    struct sample in, out;
};

static result round_trip(struct cx *cx, struct db *db, void *arg)
{
    struct trip *t = arg;
    (void)cx;
    TRY(db_run_exec(db, &put, &t->in, NULL));
    return db_run_one(db, &get, &t->in, &t->out, NULL);
}

static void test_values__come_back_as_they_went_in(void **state)
{
    struct kit k;
    static const int64_t edge[] = { 0, 1, -1, INT64_MAX, INT64_MIN };
    /* PostgreSQL cannot keep a NUL in a text and refuses it: postgres_test.c */
    str words = kit_on_postgres() ? S("Rau cải ngọt; '\"\\ đ") : S("Rau cải ngọt; '\"\\ đ\0x");
    (void)state;
    begin(&k);
    for (int i = 0; i < 5; i++) {
        struct trip t = { .in = { .id = i,
                                  .a_vnd = { edge[i] },
                                  .a_qty = { edge[4 - i] },
                                  .a_on = { 20260302 },
                                  .a_text = i ? words : S(""),
                                  .a_hash = i ? S("\x00\xff\x80") : S(""),
                                  .is_a = i % 2 } };
        kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, round_trip, &t));
        assert_true(t.out.a_vnd.dong == edge[i] && t.out.a_qty.base == edge[4 - i] && t.out.a_on.ymd == 20260302);
        assert_true(str_eq(t.out.a_text, t.in.a_text) && str_eq(t.out.a_hash, t.in.a_hash) &&
                    t.out.is_a == (i % 2 == 1));
    }
    kit_end(&k);
}

static result run_stmt(struct cx *cx, struct db *db, void *arg)
{
    struct sample row, in = { .id = 1 };
    const struct db_stmt *st = arg;
    (void)cx;
    return st->n_col ? db_run_one(db, st, &in, &row, NULL) : db_run_exec(db, st, NULL, NULL);
}

static void test_money__overflow_is_told_not_rounded(void **state)
{
    struct kit k;
    struct sample big = { .id = 1, .a_vnd = { INT64_MAX } }, more = { .id = 2, .a_vnd = { 1 } };
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_one, &big));
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_one, &more));
    expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_stmt, (void *)&total), "money.overflow", ERR_BUG);
    expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_stmt, (void *)&product),
           kit_on_postgres() ? "money.overflow" : "db.type", ERR_BUG);
    kit_end(&k);
}

static void test_one__no_row_is_not_found(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_stmt, (void *)&get), "db.not_found", ERR_NOT_FOUND);
    kit_end(&k);
}

static result add_up(struct cx *cx, void *arg, const void *row)
{
    (void)cx;
    *(int64_t *)arg += ((const struct sample *)row)->id;
    return OK;
}

static result read_many(struct cx *cx, struct db *db, void *arg)
{
    void *rows;
    int n;
    int64_t sum = 0;
    (void)cx;
    TRY(db_run_many(db, &all, NULL, &rows, &n));
    assert_int_equal(n, *(int *)arg);
    for (int i = 0; i < n; i++) {
        const struct sample *s = (struct sample *)rows + i;
        assert_true(s->id == i && str_starts(s->a_text, S("row ")));
    }
    TRY(db_run_each(db, &all, NULL, add_up, &sum));
    assert_true(sum == (int64_t)n * (n - 1) / 2);
    return OK;
}

static void test_many__all_rows_in_order(void **state)
{
    struct kit k;
    int n = 1000;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_many, &n));
    db_statement_count = 0;
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, read_many, &n));
    assert_int_equal(db_statement_count, 2);
    kit_end(&k);
}

/* ---- walls of the transaction ---- */

static void test_read__cannot_write(void **state)
{
    struct kit k;
    struct sample s = { .id = 1 };
    struct db_stmt lie = put;
    (void)state;
    begin(&k);
    expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, put_one, &s), "db.read_only", ERR_BUG);
    lie.writes = false; /* the database itself refuses too */
    lie.n_param = 0;
    lie.param = NULL;
    lie.sqlite = lie.postgres = "DELETE FROM sample";
    expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, run_stmt, &lie), "db.read_only", ERR_ENV);
    kit_end(&k);
}

static result nothing(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)db, (void)arg;
    return OK;
}

static void test_write__unknown_organisation_is_refused(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, (int64_t[]){ 9, 7 }, 2, nothing, NULL));
    kit_ok(&k, store_write(k.store, &k.cx, (int64_t[]){ 0 }, 1, nothing, NULL));
    expect(&k.cx, store_write(k.store, &k.cx, (int64_t[]){ 7, 8 }, 2, nothing, NULL), "org.unknown", ERR_NOT_FOUND);
    kit_end(&k);
}

static result take_ids(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    assert_int_equal(db_next_id(db, 7), 1);
    assert_int_equal(db_next_id(db, 7), 2);
    assert_int_equal(db_next_id(db, 9), 1);
    TRY(db_reserve_ids(db, 7, 3));
    assert_int_equal(db_next_id(db, 7), 3);
    assert_int_equal(db_next_id(db, 9), 2);
    TRY(db_reserve_ids(db, 7, 2)); /* 6 and 7, behind 4 and 5 */
    for (int i = 4; i <= 8; i++)
        assert_int_equal(db_next_id(db, 7), i);
    TRY(db_reserve_ids(db, 9, 2));
    assert_int_equal(db_next_id(db, 7), 9);
    assert_int_equal(db_next_id(db, 9), 3);
    return OK;
}

static void test_ids__count_per_organisation(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, take_ids, NULL));
    kit_end(&k);
}

static result fact(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_exec(
        db,
        "INSERT INTO audit (org_id, id, at, user_id, action, subject, subject_id) VALUES (7, 1, 1, 1, 'a', 'b', 1)");
}

static void test_facts__are_append_only(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, fact, NULL));
    expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, run_stmt, (void *)&amend), "db.append_only", ERR_BUG);
    kit_end(&k);
}

static result ignore_failure(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    TRY(db_run_exec(db, &put, arg, NULL));
    if (db_run_exec(db, &put, arg, NULL).ok) /* the same id again */
        return FAILED;
    return OK;
}

static void test_write__a_failed_statement_cannot_be_ignored(void **state)
{
    struct kit k;
    struct sample s = { .id = 1 };
    (void)state;
    begin(&k);
    expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, ignore_failure, &s), "db.duplicate", ERR_CONFLICT);
    assert_int_equal(rows_in(&k), 0);
    kit_end(&k);
}

/* ---- reading one moment ---- */

static result nested_write(struct cx *cx, struct db *db, void *arg)
{
    struct kit *k = arg;
    (void)db;
    return store_write(k->store, cx, NULL, 0, nothing, NULL);
}

static void test_write__inside_a_write_is_refused(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, nested_write, &k), "db.nested", ERR_BUG);
    kit_end(&k);
}

static result read_while_written(struct cx *cx, struct db *db, void *arg)
{
    struct kit *k = arg;
    struct sample row;
    TRY(db_run_one(db, &count, NULL, &row, NULL));
    assert_int_equal(row.id, 0);
    TRY(store_write(k->store, cx, NULL, 0, put_one, &(struct sample){ .id = 1 }));
    TRY(db_run_one(db, &count, NULL, &row, NULL));
    assert_int_equal(row.id, 0);
    return OK;
}

static void test_read__sees_one_moment(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    int64_t before = store_data_version(k.store);
    assert_true(before == store_data_version(k.store));
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, read_while_written, &k));
    assert_int_equal(rows_in(&k), 1);
    assert_true(before != store_data_version(k.store));
    kit_end(&k);
}

/* ---- schema, settings, copy ---- */

static result script(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    return db_exec(db, arg);
}

static void tamper(struct kit *k, const char *sql)
{
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, script, (void *)sql));
}

static void test_schema__changed_migration_is_refused(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_migrate(&k.cx, k.store));
    kit_ok(&k, store_check_schema(&k.cx, k.store));
    tamper(&k, "UPDATE schema_version SET file_hash = (SELECT o.file_hash FROM schema_version o WHERE o.number = 0) "
               "WHERE number = 1");
    expect(&k.cx, store_migrate(&k.cx, k.store), "schema.changed", ERR_ENV);
    kit_end(&k);
}

static void test_schema__newer_is_refused(void **state)
{
    struct kit k;
    struct store *again;
    (void)state;
    begin(&k);
    tamper(&k,
           "INSERT INTO schema_version SELECT 9999, '9999_future', file_hash, 1 FROM schema_version WHERE number = 0");
    expect(&k.cx, store_open(&k.cx, k.url, &again), "schema.newer", ERR_ENV);
    kit_end(&k);
}

static void test_schema__older_is_told(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    tamper(&k, "DELETE FROM schema_version WHERE number = (SELECT max(number) FROM schema_version)");
    expect(&k.cx, store_check_schema(&k.cx, k.store), "schema.older", ERR_ENV);
    kit_end(&k);
}

static void test_schema__empty_store_is_older(void **state)
{
    struct kit k;
    struct store *s;
    (void)state;
    kit_begin(&k);
    kit_ok(&k, store_open(&k.cx, kit_new_url(&k), &s));
    expect(&k.cx, store_check_schema(&k.cx, s), "schema.older", ERR_ENV);
    kit_ok(&k, store_migrate(&k.cx, s));
    kit_ok(&k, store_check_schema(&k.cx, s));
    store_close(s);
    kit_end(&k);
}

static void test_open__takes_a_vfs_by_name(void **state)
{
    struct kit k;
    struct store *s;
    (void)state;
    if (kit_on_postgres())
        skip();
    kit_begin(&k);
    str path = kit_new_url(&k);
    kit_ok(&k, store_open(&k.cx, str_fmt(&k.mem, "sqlite:" STR_FMT "?vfs=unix-excl", STR_ARG(path)), &s));
    kit_ok(&k, store_migrate(&k.cx, s));
    store_close(s);
    expect(&k.cx, store_open(&k.cx, str_fmt(&k.mem, "sqlite:" STR_FMT "?vfs=none-such", STR_ARG(path)), &s), "db.open",
           ERR_ENV);
    expect(&k.cx, store_open(&k.cx, S("/nowhere/at/all.db"), &s), "db.open", ERR_ENV);
    kit_end(&k);
}

static void test_settings__are_durable(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_check_settings(&k.cx, k.store));
    kit_end(&k);
}

static void test_snapshot__is_a_whole_store(void **state)
{
    struct kit k;
    int n = 100;
    (void)state;
    if (kit_on_postgres())
        skip();
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_many, &n));
    str copy = str_fmt(&k.mem, STR_FMT "/copy", STR_ARG(kit_folder(&k)));
    kit_ok(&k, store_snapshot(&k.cx, k.store, copy));
    expect(&k.cx, store_snapshot(&k.cx, k.store, copy), "db.snapshot_exists", ERR_CONFLICT);
    store_close(k.store);
    kit_ok(&k, store_open(&k.cx, copy, &k.opened[0]));
    k.store = k.opened[0];
    assert_int_equal(rows_in(&k), n);
    kit_ok(&k, store_check_settings(&k.cx, k.store));
    kit_end(&k);
}

/* ---- wiping ---- */

static result drop_sample(struct cx *cx, struct db *db, void *arg)
{
    static const struct db_stmt drop = { .id = -1,
                                         .name = "drop",
                                         .writes = true,
                                         .sqlite = "DELETE FROM sample WHERE id = 7",
                                         .postgres = "DELETE FROM sample WHERE id = 7" };
    (void)cx, (void)arg;
    return db_run_exec(db, &drop, NULL, NULL);
}

static bool in_files(struct kit *k, str needle)
{
    static const char *const end[] = { "", "-wal" };
    bool found = false;
    for (int i = 0; i < 2; i++) {
        str path = str_fmt(&k->mem, STR_FMT "%s", STR_ARG(k->url), end[i]), bytes = { 0 };
        if (os_exists(path))
            kit_ok(k, os_read_file(&k->cx, path, (size_t)1 << 24, &bytes));
        found = found || str_find(bytes, needle) >= 0;
    }
    return found;
}

static result scrub_while_reading(struct cx *cx, struct db *db, void *arg)
{
    struct kit *k = arg;
    int64_t n;
    TRY(count_rows(cx, db, &n)); /* now the reader holds the state of this moment */
    expect(cx, store_scrub(cx, k->store), "db.scrub_busy", ERR_BUSY);
    return OK;
}

static void test_scrub__leaves_nothing_deleted_in_the_files(void **state)
{
    struct kit k;
    struct sample secret = { .id = 7, .a_text = S("chữ bị xóa hẳn"), .a_hash = S("x") };
    (void)state;
    begin(&k);
    if (!kit_on_postgres()) {
        kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_one, &secret));
        kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, drop_sample, NULL));
        assert_true(in_files(&k, secret.a_text));
        kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, scrub_while_reading, &k));
    }
    kit_ok(&k, store_scrub(&k.cx, k.store)); /* nothing to do on PostgreSQL */
    assert_true(kit_on_postgres() || !in_files(&k, secret.a_text));
    assert_int_equal(rows_in(&k), 0);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_one, &secret));
    assert_int_equal(rows_in(&k), 1);
    kit_end(&k);
}

static result dump_counters(struct cx *cx, void *arg, const void *row)
{
    const struct db_table *t = arg;
    (void)cx;
    assert_int_equal(*(const int64_t *)row, 7); /* slots of 16 bytes in the order of the columns */
    assert_true(str_eq(*(const str *)((const char *)row + 16), S("id")));
    assert_string_equal(t->col[1].name, "name");
    return OK;
}

static result dump_table(struct cx *cx, struct db *db, void *arg)
{
    const struct db_table *t = arg;
    (void)cx;
    return db_run_each(db, t->select_org, &(int64_t){ 7 }, dump_counters, arg);
}

static void test_tables__can_be_exported_by_organisation(void **state)
{
    struct kit k;
    const struct db_table *counter = NULL;
    (void)state;
    begin(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, take_ids, NULL));
    for (int i = 0; i < n_db_tables; i++)
        if (!strcmp(db_tables[i].name, "counter"))
            counter = &db_tables[i];
    assert_true(counter && counter->has_org_id && !counter->append_only && counter->n_key == 2);
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, dump_table, (void *)counter));
    kit_end(&k);
}

static result prepare_all(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    for (int i = 0; i < n_db_stmts; i++) {
        const struct db_stmt *st = db_stmts[i];
        str text = str_fmt(cx->mem, "PREPARE one AS %s", st->postgres ? st->postgres : "SELECT 1");
        if (!db_exec(db, str_z(cx->mem, text)).ok || !db_exec(db, "DEALLOCATE one").ok) {
            print_error("%s\n", st->name);
            return FAILED;
        }
    }
    return OK;
}

/* SQLite has parsed them all at build. */
static void test_queries__are_understood_by_postgres(void **state)
{
    struct kit k;
    (void)state;
    if (!kit_on_postgres())
        skip();
    begin(&k);
    assert_true(n_db_stmts > 0);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, prepare_all, NULL));
    kit_end(&k);
}

static const struct invariant inv = { "sample.none", &count };

static result check(struct cx *cx, struct db *db, void *arg)
{
    str finding[10];
    int n = 0;
    (void)cx, (void)arg;
    TRY(db_check_invariant(db, &inv, finding, &n));
    assert_int_equal(n, 1);
    assert_str(finding[0], "sample.none: id=0");
    return OK;
}

static void test_invariant__tells_its_findings(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, check, NULL));
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values__come_back_as_they_went_in),
        cmocka_unit_test(test_money__overflow_is_told_not_rounded),
        cmocka_unit_test(test_one__no_row_is_not_found),
        cmocka_unit_test(test_many__all_rows_in_order),
        cmocka_unit_test(test_read__cannot_write),
        cmocka_unit_test(test_write__unknown_organisation_is_refused),
        cmocka_unit_test(test_ids__count_per_organisation),
        cmocka_unit_test(test_facts__are_append_only),
        cmocka_unit_test(test_write__a_failed_statement_cannot_be_ignored),
        cmocka_unit_test(test_write__inside_a_write_is_refused),
        cmocka_unit_test(test_read__sees_one_moment),
        cmocka_unit_test(test_schema__changed_migration_is_refused),
        cmocka_unit_test(test_schema__newer_is_refused),
        cmocka_unit_test(test_schema__older_is_told),
        cmocka_unit_test(test_schema__empty_store_is_older),
        cmocka_unit_test(test_open__takes_a_vfs_by_name),
        cmocka_unit_test(test_settings__are_durable),
        cmocka_unit_test(test_snapshot__is_a_whole_store),
        cmocka_unit_test(test_scrub__leaves_nothing_deleted_in_the_files),
        cmocka_unit_test(test_tables__can_be_exported_by_organisation),
        cmocka_unit_test(test_queries__are_understood_by_postgres),
        cmocka_unit_test(test_invariant__tells_its_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

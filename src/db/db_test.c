/* One store: values come back as they went in, works stand or fall alone, a reader sees one moment, the schema is
 * guarded. */
#include "tests/kit/kit.h"

#include <pthread.h>

#include "db/backend.h"
#include "db/tables.h"

/* ---- statements of this test; rooms get theirs from sqlgen ---- */

struct sample {
    int64_t id;
    money a_vnd;
    qty a_qty;
    date a_on;
    str a_text, a_hash;
    bool is_a;
};
#define F(n, t)                                                                                                        \
    {                                                                                                                  \
#n, t, offsetof(struct sample, n)                                                                              \
    }
static const struct db_field sample_field[] = { F(id, DB_INT),    F(a_vnd, DB_MONEY), F(a_qty, DB_QTY),
                                                F(a_on, DB_DATE), F(a_text, DB_TEXT), F(a_hash, DB_BLOB),
                                                F(is_a, DB_BOOL) };
static const struct db_stmt put = {
    .id = -1,
    .name = "sample_put",
    .sqlite = "INSERT INTO sample VALUES (:id, :a_vnd, :a_qty, :a_on, :a_text, :a_hash, :is_a)",
    .postgres =
        "INSERT INTO sample VALUES ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::text, $6::bytea, $7::bigint)",
    .param = sample_field,
    .n_param = 7,
    .writes = true,
};
static const struct db_stmt get = {
    .id = -1,
    .name = "sample_get",
    .sqlite = "SELECT id, a_vnd, a_qty, a_on, a_text, a_hash, is_a FROM sample WHERE id = :id",
    .postgres = "SELECT id, a_vnd, a_qty, a_on, a_text, a_hash, is_a FROM sample WHERE id = $1::bigint",
    .param = sample_field,
    .n_param = 1,
    .col = sample_field,
    .n_col = 7,
    .row_size = sizeof(struct sample),
};
static const struct db_stmt all = {
    .id = -1,
    .name = "sample_all",
    .sqlite = "SELECT id, a_vnd, a_qty, a_on, a_text, a_hash, is_a FROM sample ORDER BY id",
    .postgres = "SELECT id, a_vnd, a_qty, a_on, a_text, a_hash, is_a FROM sample ORDER BY id",
    .col = sample_field,
    .n_col = 7,
    .row_size = sizeof(struct sample),
};
static const struct db_stmt count = {
    .id = -1,
    .name = "sample_count",
    .sqlite = "SELECT count(*) AS id FROM sample",
    .postgres = "SELECT count(*) AS id FROM sample",
    .col = sample_field,
    .n_col = 1,
    .row_size = sizeof(struct sample),
};
static const struct db_stmt total = {
    .id = -1,
    .name = "sample_total",
    .sqlite = "SELECT 1 AS id, sum(a_vnd) AS a_vnd FROM sample",
    .postgres = "SELECT 1 AS id, CAST(sum(a_vnd) AS bigint) AS a_vnd FROM sample",
    .col = sample_field,
    .n_col = 2,
    .row_size = sizeof(struct sample),
};
static const struct db_stmt product = {
    .id = -1,
    .name = "sample_product",
    .sqlite = "SELECT id, a_vnd * a_vnd AS a_vnd FROM sample WHERE id = :id",
    .postgres = "SELECT id, a_vnd * a_vnd AS a_vnd FROM sample WHERE id = $1::bigint",
    .param = sample_field,
    .n_param = 1,
    .col = sample_field,
    .n_col = 2,
    .row_size = sizeof(struct sample),
};
static const struct db_stmt amend = {
    .id = -1,
    .name = "sample_fact_amend",
    .sqlite = "UPDATE audit SET action = 'x'",
    .postgres = "UPDATE audit SET action = 'x'",
    .writes = true,
};

/* ---- a store for each test ---- */

static result make_sample(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    TRY(db_exec(
        db, kit_on_postgres()
                ? "CREATE TABLE sample (id bigint NOT NULL PRIMARY KEY, a_vnd bigint NOT NULL, a_qty bigint NOT NULL,"
                  "a_on bigint NOT NULL, a_text text NOT NULL, a_hash bytea NOT NULL, is_a bigint NOT NULL)"
                : "CREATE TABLE sample (id INTEGER NOT NULL PRIMARY KEY, a_vnd INTEGER NOT NULL,"
                  "a_qty INTEGER NOT NULL, a_on INTEGER NOT NULL, a_text TEXT NOT NULL, a_hash BLOB NOT NULL,"
                  "is_a INTEGER NOT NULL) STRICT"));
    return db_exec(db, "INSERT INTO org_lock (org_id) VALUES (7), (9)");
}

static void begin(struct kit *k)
{
    kit_begin(k);
    kit_store(k);
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, make_sample, NULL));
}

static void expect(struct cx *cx, result r, const char *code, enum err_kind kind)
{
    assert_false(r.ok);
    assert_true(cx->errors != NULL);
    assert_str(cx->errors->code, code);
    assert_int_equal(cx->errors->kind, kind);
    cx_clear_errors(cx);
}

static result put_one(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    return db_run_exec(db, &put, arg, NULL);
}

static result count_rows(struct cx *cx, struct db *db, void *arg)
{
    struct sample row;
    (void)cx;
    TRY(db_run_one(db, &count, NULL, &row, NULL));
    *(int64_t *)arg = row.id;
    return OK;
}

static int64_t rows_in(struct kit *k)
{
    int64_t n = -1;
    kit_ok(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, count_rows, &n));
    return n;
}

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

static result put_many(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    for (int64_t i = 0; i < *(int *)arg; i++)
        TRY(db_run_exec(db, &put, &(struct sample){ .id = i, .a_text = str_fmt(cx->mem, "row %d", (int)i) }, NULL));
    return OK;
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

/* ---- memory ---- */

_Noreturn static void eat_all(struct cx *cx)
{
    for (;;)
        (void)new(cx->mem, char, 1 << 20);
}

static result eat(struct cx *cx, struct db *db, void *arg)
{
    TRY(db_run_exec(db, &put, arg, NULL));
    eat_all(cx);
}

static result eat_reading(struct cx *cx, void *arg, const void *row)
{
    (void)arg, (void)row;
    eat_all(cx);
}

static result eat_in_rows(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_run_each(db, &all, NULL, eat_reading, NULL);
}

static void test_memory__full_ends_only_its_work(void **state)
{
    struct kit k;
    struct sample s = { .id = 1 };
    (void)state;
    begin(&k);
    for (int threaded = 0; threaded < 2; threaded++) {
        expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, eat, &s), "memory.full", ERR_BUSY);
        assert_int_equal(rows_in(&k), threaded);
        kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, put_one, &(struct sample){ .id = 5 + threaded }));
        expect(&k.cx, store_read(k.store, &k.cx, DB_SCOPE_ALL, eat_in_rows, NULL), "memory.full", ERR_BUSY);
        expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, eat_in_rows, NULL), "memory.full", ERR_BUSY);
        kit_ok(&k, store_start_writer(&k.cx, k.store));
    }
    assert_int_equal(rows_in(&k), 2);
    kit_end(&k);
}

/* ---- group commit ---- */

enum { THREADS = 8, WORKS = 40 };

struct labour {
    struct kit *k;
    int who, good, bad;
};

static result odd_fails(struct cx *cx, struct db *db, void *arg)
{
    const struct sample *s = arg;
    TRY(db_run_exec(db, &put, s, NULL));
    if (s->id % 2)
        return fail(cx, .kind = ERR_INVALID, .code = S("test.odd"), .message = S("odd"));
    return OK;
}

static void *labour(void *arg)
{
    struct labour *l = arg;
    struct arena mem;
    if (!arena_init(&mem, 1 << 20))
        return NULL;
    for (int i = 0; i < WORKS; i++) {
        struct cx cx = cx_new(&mem, LANG_EN, 1);
        struct sample s = { .id = l->who * 1000 + i };
        bool ok = store_write(l->k->store, &cx, (int64_t[]){ 7 }, 1, odd_fails, &s).ok;
        l->good += ok;
        l->bad += !ok && cx.n_errors == 1 && str_eq(cx.errors->code, S("test.odd"));
        arena_reset(&mem, 0);
    }
    arena_release(&mem);
    return NULL;
}

static void test_group__a_failing_work_does_not_hurt_its_neighbours(void **state)
{
    struct kit k;
    pthread_t thread[THREADS];
    struct labour l[THREADS];
    (void)state;
    begin(&k);
    kit_ok(&k, store_start_writer(&k.cx, k.store));
    for (int i = 0; i < THREADS; i++) {
        l[i] = (struct labour){ .k = &k, .who = i };
        assert_int_equal(pthread_create(&thread[i], NULL, labour, &l[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(l[i].good, WORKS / 2);
        assert_int_equal(l[i].bad, WORKS / 2);
    }
    assert_int_equal(rows_in(&k), THREADS * WORKS / 2);
    kit_end(&k);
}

struct sly {
    struct sample s;
    int runs;
    bool destroy; /* ends the whole transaction under the group, once, as a full disk would */
};

static result sly_work(struct cx *cx, struct db *db, void *arg)
{
    struct sly *w = arg;
    w->runs++;
    (void)fail(cx, .kind = ERR_INVALID, .code = S("test.noise"), .message = S("of this run only"));
    TRY(db_run_exec(db, &put, &w->s, NULL));
    if (w->destroy && w->runs == 1)
        return db_exec(db, "ROLLBACK; SELECT sum(9223372036854775807) FROM (SELECT 1 UNION ALL SELECT 2)");
    cx_clear_errors(cx);
    return OK;
}

static void test_group__lost_transaction_runs_each_again(void **state)
{
    struct kit k;
    struct write_request r[3] = { 0 };
    struct sly w[3] = { { .s.id = 1 }, { .s.id = 2, .destroy = true }, { .s.id = 3 } };
    struct cx cx[3];
    (void)state;
    if (kit_on_postgres())
        skip();
    begin(&k);
    for (int i = 0; i < 3; i++) {
        struct arena *mem = new(&k.mem, struct arena, 1);
        assert_true(arena_init(mem, 1 << 20));
        cx[i] = cx_new(mem, LANG_EN, 1);
        r[i] = (struct write_request){ .cx = &cx[i], .fn = sly_work, .arg = &w[i] };
        writer_post(k.store, &r[i]);
    }
    assert_int_equal(writer_step(k.store), 3);
    assert_int_equal(writer_step(k.store), 0);
    for (int i = 0; i < 3; i++) {
        assert_true(r[i].done && writer_result(&r[i]).ok);
        assert_int_equal(cx[i].n_errors, 0);
        assert_int_equal(w[i].runs, i < 2 ? 2 : 1);
        arena_release(cx[i].mem);
    }
    assert_int_equal(rows_in(&k), 3);
    kit_end(&k);
}

static result fill_disk(struct cx *cx, struct db *db, void *arg)
{
    const struct sample *s = arg;
    struct sample big = *s;
    TRY(db_run_exec(db, &put, s, NULL));
    if (s->id != 2)
        return OK;
    big.id = 20;
    big.a_hash = (str){ new(cx->mem, char, 1 << 19), 1 << 19 };
    TRY(db_exec(db, "PRAGMA max_page_count = 100")); /* what is there stays, nothing is added */
    return db_run_exec(db, &put, &big, NULL);
}

static void test_group__full_disk_hurts_only_who_fills_it(void **state)
{
    struct kit k;
    struct write_request r[3] = { 0 };
    struct sample s[3] = { { .id = 1 }, { .id = 2 }, { .id = 3 } };
    struct cx cx[3];
    (void)state;
    if (kit_on_postgres())
        skip();
    begin(&k);
    for (int i = 0; i < 3; i++) {
        struct arena *mem = new(&k.mem, struct arena, 1);
        assert_true(arena_init(mem, 1 << 20));
        cx[i] = cx_new(mem, LANG_EN, 1);
        r[i] = (struct write_request){ .cx = &cx[i], .fn = fill_disk, .arg = &s[i] };
        writer_post(k.store, &r[i]);
    }
    assert_int_equal(writer_step(k.store), 3);
    assert_true(writer_result(&r[0]).ok);
    expect(&cx[1], writer_result(&r[1]), "db.full", ERR_ENV);
    assert_true(writer_result(&r[2]).ok);
    assert_int_equal(rows_in(&k), 2);
    for (int i = 0; i < 3; i++)
        arena_release(cx[i].mem);
    kit_end(&k);
}

static void test_fault__statement_k_fails_and_nothing_stays(void **state)
{
    struct kit k;
    int n = 5, at = 1;
    (void)state;
    begin(&k);
    for (;; at++) {
        db_fault.fail_statement = at;
        result r = store_write(k.store, &k.cx, (int64_t[]){ 7 }, 1, put_many, &n);
        db_fault.fail_statement = 0;
        if (r.ok)
            break;
        expect(&k.cx, r, "db.fault", ERR_ENV);
        assert_int_equal(rows_in(&k), 0);
    }
    assert_int_equal(at, 1 + 1 + n); /* the lock, the rows, and then none is left to fail */
    assert_int_equal(rows_in(&k), n);
    kit_end(&k);
}

static void test_fault__lost_commit_answer_is_not_run_again(void **state)
{
    struct kit k;
    struct sample s = { .id = 1 };
    (void)state;
    begin(&k);
    db_fault.lose_commit_answer = true;
    expect(&k.cx, store_write(k.store, &k.cx, NULL, 0, put_one, &s), "db.unknown", ERR_BUSY);
    assert_int_equal(rows_in(&k), 1);
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
        cmocka_unit_test(test_memory__full_ends_only_its_work),
        cmocka_unit_test(test_group__a_failing_work_does_not_hurt_its_neighbours),
        cmocka_unit_test(test_group__lost_transaction_runs_each_again),
        cmocka_unit_test(test_group__full_disk_hurts_only_who_fills_it),
        cmocka_unit_test(test_fault__statement_k_fails_and_nothing_stays),
        cmocka_unit_test(test_fault__lost_commit_answer_is_not_run_again),
        cmocka_unit_test(test_write__inside_a_write_is_refused),
        cmocka_unit_test(test_read__sees_one_moment),
        cmocka_unit_test(test_schema__changed_migration_is_refused),
        cmocka_unit_test(test_schema__newer_is_refused),
        cmocka_unit_test(test_schema__older_is_told),
        cmocka_unit_test(test_schema__empty_store_is_older),
        cmocka_unit_test(test_open__takes_a_vfs_by_name),
        cmocka_unit_test(test_settings__are_durable),
        cmocka_unit_test(test_snapshot__is_a_whole_store),
        cmocka_unit_test(test_tables__can_be_exported_by_organisation),
        cmocka_unit_test(test_queries__are_understood_by_postgres),
        cmocka_unit_test(test_invariant__tells_its_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

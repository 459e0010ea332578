/* A table of one column of every type, and the statements on it: shared by the tests of db/. Rooms get theirs from
   sqlgen. */
#ifndef TESTS_KIT_DB_SAMPLE_H
#define TESTS_KIT_DB_SAMPLE_H

#include "tests/kit/kit.h"

#include "db/backend.h"

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

static inline result make_sample(struct cx *cx, struct db *db, void *arg)
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

static inline void begin(struct kit *k)
{
    kit_begin(k);
    kit_store(k);
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, make_sample, NULL));
}

static inline void expect(struct cx *cx, result r, const char *code, enum err_kind kind)
{
    assert_false(r.ok);
    assert_true(cx->errors != NULL);
    assert_str(cx->errors->code, code);
    assert_int_equal(cx->errors->kind, kind);
    cx_clear_errors(cx);
}

static inline result put_one(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    return db_run_exec(db, &put, arg, NULL);
}

static inline result count_rows(struct cx *cx, struct db *db, void *arg)
{
    struct sample row;
    (void)cx;
    TRY(db_run_one(db, &count, NULL, &row, NULL));
    *(int64_t *)arg = row.id;
    return OK;
}

static inline int64_t rows_in(struct kit *k)
{
    int64_t n = -1;
    kit_ok(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, count_rows, &n));
    return n;
}

static inline result put_many(struct cx *cx, struct db *db, void *arg)
{
    (void)cx;
    for (int64_t i = 0; i < *(int *)arg; i++)
        TRY(db_run_exec(db, &put, &(struct sample){ .id = i, .a_text = str_fmt(cx->mem, "row %d", (int)i) }, NULL));
    return OK;
}

#endif

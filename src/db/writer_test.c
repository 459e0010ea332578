/* Works stand or fall alone: full arenas, group commit, a lost transaction, a full disk, a statement or an answer that
   fails. Each on a fresh kit_store. */
#include "tests/kit/db_sample.h"

#include <pthread.h>

/* ---- memory ---- */

_Noreturn static void eat_all(struct cx *cx)
{
    for (;;)
        (void)new (cx->mem, char, 1 << 20);
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
        struct arena *mem = new (&k.mem, struct arena, 1);
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
    big.a_hash = (str){ new (cx->mem, char, 1 << 19), 1 << 19 };
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
        struct arena *mem = new (&k.mem, struct arena, 1);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__full_ends_only_its_work),
        cmocka_unit_test(test_group__a_failing_work_does_not_hurt_its_neighbours),
        cmocka_unit_test(test_group__lost_transaction_runs_each_again),
        cmocka_unit_test(test_group__full_disk_hurts_only_who_fills_it),
        cmocka_unit_test(test_fault__statement_k_fails_and_nothing_stays),
        cmocka_unit_test(test_fault__lost_commit_answer_is_not_run_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

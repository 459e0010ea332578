/* What goes out comes back: every row of every table, into an empty store. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/trust/backup/backup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct copy {
    struct arena mem;
    struct buf out;
    int64_t n;
};

static result keep(struct cx *cx, void *arg, str bytes)
{
    struct copy *c = arg;
    (void)cx;
    buf_put(&c->out, bytes);
    return OK;
}

static result write_work(struct cx *cx, struct db *db, void *arg)
{
    return backup_write_rows(cx, db, 0, S(""), keep, arg);
}

static void test_backup__rows_come_back_the_same(void **state)
{
    struct kit k;
    struct copy first = { 0 }, second = { 0 };
    (void)state;
    kit_begin(&k);
    app_register_kinds();
    k.cx.now_at = 1795500000000000; /* the demo's weeks lie after its prices begin */
    assert_true(arena_init(&first.mem, (size_t)1 << 28) && arena_init(&second.mem, (size_t)1 << 28));
    first.out = buf_new(&first.mem), second.out = buf_new(&second.mem);
    struct store *from = kit_store(&k);
    kit_ok(&k, app_load_reference(&k.cx, from));
    kit_ok(&k, app_load_demo(&k.cx, from));
    kit_ok(&k, store_read(from, &k.cx, DB_SCOPE_ALL, write_work, &first));
    struct store *to = kit_store(&k);
    kit_ok(&k, backup_read_rows(&k.cx, to, buf_str(&first.out), &first.n));
    assert_true(first.n > 1000);
    kit_ok(&k, store_read(to, &k.cx, DB_SCOPE_ALL, write_work, &second));
    assert_int_equal(first.out.n, second.out.n);
    assert_memory_equal(first.out.s, second.out.s, (size_t)first.out.n);
    for (int f = 0; f < n_features; f++)
        kit_check_invariants(&k, features[f]->invariants, features[f]->n_invariants);
    kit_refused(&k, backup_read_rows(&k.cx, to, buf_str(&first.out), &first.n), "restore.not_empty");
    kit_end(&k);
    arena_release(&first.mem);
    arena_release(&second.mem);
}

static void test_backup__refuses_what_it_does_not_know(void **state)
{
    struct kit k;
    int64_t n;
    (void)state;
    kit_begin(&k);
    struct store *s = kit_store(&k);
    kit_refused(&k, backup_read_rows(&k.cx, s, S("{\"x\":1}\n"), &n), "restore.head");
    kit_refused(&k, backup_read_rows(&k.cx, s, S("{\"hoptac\":\"export\",\"schema\":999}\n"), &n), "restore.schema");
    kit_refused(&k, backup_read_rows(&k.cx, s, S("not json\n"), &n), "restore.json");
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backup__rows_come_back_the_same),
        cmocka_unit_test(test_backup__refuses_what_it_does_not_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What goes out comes back: every row of every table, into an empty store; in flat memory, whatever the number. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "features/trust/backup/backup.h"
#include "os/os.h"

#include <zip.h>

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

static result org_work(struct cx *cx, struct db *db, void *arg)
{
    struct copy *c = arg;
    return backup_write_rows(cx, db, c->n, S("DEMO-RAU"), keep, c);
}

/* One entry of an archive. */
static str unzipped(struct arena *mem, str zip, const char *name)
{
    zip_error_t e;
    zip_stat_t st;
    zip_error_init(&e);
    zip_t *z = zip_open_from_source(zip_source_buffer_create(zip.s, (zip_uint64_t)zip.n, 0, &e), ZIP_RDONLY, &e);
    assert_non_null(z);
    assert_int_equal(zip_stat(z, name, 0, &st), 0);
    char *to = arena_bytes(mem, st.size, 1);
    zip_file_t *f = zip_fopen(z, name, 0);
    assert_int_equal(zip_fread(f, to, st.size), (zip_int64_t)st.size);
    zip_fclose(f);
    zip_discard(z);
    return (str){ to, (ptrdiff_t)st.size };
}

/* The page "All our data" and the file of a backup, from a context that has room for a part of them. */
static void test_export__takes_little_memory(void **state)
{
    struct kit k;
    struct app app;
    struct copy want = { 0 };
    struct arena small, big;
    str got;
    bool all;
    int fd;
    (void)state;
    kit_begin(&k);
    k.cx.now_at = 1795500000000000;
    assert_true(arena_init(&want.mem, (size_t)1 << 28) && arena_init(&small, 600 << 10) &&
                arena_init(&big, (size_t)1 << 28));
    want.out = buf_new(&want.mem);
    kit_demo(&k, &app);
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, write_work, &want));
    assert_true(want.out.n > 1 << 20);
    struct cx cx = cx_new(&small, LANG_EN, k.cx.now_at);
    cx.actor.local = true;
    kit_ok(&k, backup_rows_file(&cx, k.store, 0, S(""), &fd));
    cx.mem = &big;
    kit_ok(&k, os_scratch_read(&cx, fd, (size_t)1 << 27, &got, &all));
    assert_true(all && got.n == want.out.n && memcmp(got.s, want.out.s, (size_t)got.n) == 0);
    str path = str_fmt(&k.mem, STR_FMT "/kept", STR_ARG(kit_folder(&k))), mapped;
    kit_ok(&k, os_scratch_keep(&cx, fd, path));
    os_close(fd);
    kit_ok(&k, os_map_file(&cx, path, &mapped));
    assert_true(str_eq(mapped, got));
    os_unmap(mapped);

    struct visitor v = visit(&k, &app);
    visit_login(&v, "giamdoc.rau");
    struct response rs = visit_get(&v, S("/orgs/DEMO-RAU/export"));
    visit_expect(&rs, 200);
    assert_true(rs.file_fd > 0);
    kit_ok(&k, os_scratch_read(&cx, rs.file_fd, (size_t)1 << 27, &got, &all));
    os_close(rs.file_fd);
    got = unzipped(&big, got, "hoptac.ndjson");
    str id = str_sub(got, str_find(got, S("\"org_id\":")) + 9, got.n);
    while (id.n && id.s[0] >= '0' && id.s[0] <= '9')
        want.n = want.n * 10 + id.s[0] - '0', id = str_sub(id, 1, id.n);
    want.out = buf_new(&want.mem);
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, org_work, &want));
    assert_true(str_eq(got, buf_str(&want.out)));
    kit_end(&k);
    arena_release(&want.mem), arena_release(&small), arena_release(&big);
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
        cmocka_unit_test(test_export__takes_little_memory),
        cmocka_unit_test(test_backup__refuses_what_it_does_not_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is put in piece by piece comes out whole, from memory while it fits and from a file beyond. */
#include "tests/kit/kit.h"

#include "os/os.h"
#include "web/app.h"
#include "web/spool.h"

enum { FITS = 256 << 10 };

static void send_and_read(struct kit *k, int64_t size, bool file)
{
    struct prop r = prop_new("spool");
    struct response rs = { 0 };
    struct web w = { .cx = &k->cx, .rs = &rs };
    struct buf want = buf_new(prop_arena());
    struct spool s = spool_new(&k->cx);
    str got = { 0 };
    bool all = true;
    while (want.n < size) {
        size_t mark = arena_mark(&k->mem);
        int64_t left = size - want.n, n = 1 + prop_below(&r, prop_below(&r, 10) ? 300 : 600000);
        n = n < left ? n : left;
        char *piece = arena_bytes(&k->mem, (size_t)n, 1);
        for (int64_t i = 0; i < n; i++)
            piece[i] = (char)prop_below(&r, 256);
        buf_put(&want, (str){ piece, n });
        kit_ok(k, spool_put(&k->cx, &s, (str){ piece, n }));
        arena_reset(&k->mem, mark);
    }
    kit_ok(k, spool_send(&w, &s, S("x.csv"), S("text/csv")));
    assert_int_equal(rs.file_fd > 0, file);
    if (file)
        kit_ok(k, os_scratch_read(&k->cx, rs.file_fd, (size_t)1 << 26, &got, &all));
    else
        got = rs.body;
    assert_true(all && got.n == want.n && (got.n == 0 || memcmp(got.s, want.s, (size_t)got.n) == 0));
    if (file)
        os_close(rs.file_fd);
    arena_reset(prop_arena(), 0);
}

static void test_spool__gives_back_what_was_put(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    send_and_read(&k, 0, false);
    send_and_read(&k, 100, false);
    send_and_read(&k, FITS, false);
    send_and_read(&k, FITS + 1, true);
    send_and_read(&k, 10 * FITS, true);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spool__gives_back_what_was_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

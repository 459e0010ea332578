/* A table of digests against a plain list. */
#include "tests/kit/prop.h"

#include "base/seen.h"

enum { TEXTS = 2000 };

static void test_seen__finds_what_was_put_and_nothing_else(void **state)
{
    struct arena *mem = prop_arena();
    struct prop r = prop_new(__func__);
    struct seen t = seen_new(mem, 3);
    static int last[TEXTS]; /* the number each text has; 0 = not put */
    (void)state;
    for (int i = 0; i < 3 * TEXTS; i++) {
        int k = prop_below(&r, TEXTS);
        seen_grow(&t, mem, 1);
        seen_put(&t, seen_text(0, str_fmt(mem, "text %d", k)), i + 1);
        last[k] = i + 1;
    }
    int n = 0;
    for (int k = 0; k < TEXTS; k++) {
        assert_int_equal(seen_find(&t, seen_text(0, str_fmt(mem, "text %d", k))), last[k]);
        n += last[k] != 0;
    }
    assert_int_equal(t.n, n);
    assert_int_equal(seen_find(&t, seen_text(0, S("other"))), 0);
    seen_grow(&t, mem, 1);
    seen_put(&t, 0, 7);
    assert_int_equal(seen_find(&t, 0), 7);
}

static void test_digests__tell_apart_what_stands_together(void **state)
{
    (void)state;
    assert_true(seen_text(seen_text(0, S("ab")), S("c")) != seen_text(seen_text(0, S("a")), S("bc")));
    assert_true(seen_text(0, S("")) != 0 && seen_i64(0, 1) != seen_i64(0, 2));
    assert_true(seen_i64(seen_i64(0, 1), 2) != seen_i64(seen_i64(0, 2), 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seen__finds_what_was_put_and_nothing_else),
        cmocka_unit_test(test_digests__tell_apart_what_stands_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

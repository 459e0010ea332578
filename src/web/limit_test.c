/* Token buckets: how many tries, how they come back, and what happens when there are more keys than buckets. */
#include "tests/kit/kit.h"

#include "web/limit.h"

enum { MINUTE = 60000000 };

static struct kit kit;
static struct limit l;

static void test_limit__gives_the_burst_and_then_one_a_minute(void **state)
{
    (void)state;
    int64_t now = 1000, wait;
    limit_init(&l, 5, MINUTE);
    for (int i = 0; i < 5; i++)
        assert_true(limit_take(&l, S("an"), now, NULL));
    assert_false(limit_take(&l, S("an"), now, &wait));
    assert_int_equal(wait, MINUTE);
    assert_false(limit_take(&l, S("an"), now + MINUTE - 1, &wait));
    assert_int_equal(wait, 1);
    assert_true(limit_take(&l, S("an"), now + MINUTE, &wait));
    assert_int_equal(wait, 0);
    assert_false(limit_take(&l, S("an"), now + MINUTE, NULL));
    assert_true(limit_take(&l, S("binh"), now, NULL));
    limit_forgive(&l, S("an"));
    for (int i = 0; i < 5; i++)
        assert_true(limit_take(&l, S("an"), now + MINUTE, NULL));
    limit_release(&l);
}

/* Over any stretch, nobody gets more than the burst and what came back meanwhile. */
static void test_limit__never_gives_more(void **state)
{
    (void)state;
    for_all (p, 20) {
        int64_t now = 0;
        int taken = 0;
        limit_init(&l, 3, MINUTE);
        for (int i = 0; i < 500; i++) {
            now += prop_below(&p, MINUTE / 2);
            taken += limit_take(&l, S("key"), now, NULL);
            assert_true(taken <= 3 + now / MINUTE);
        }
        assert_true(taken >= now / MINUTE);
        limit_release(&l);
    }
}

/* A flood of other keys may free an almost unused bucket, never an exhausted one whose set has fuller ones. */
static void test_limit__keeps_the_emptiest_buckets(void **state)
{
    (void)state;
    limit_init(&l, 10, MINUTE);
    for (int i = 0; i < 10; i++)
        assert_true(limit_take(&l, S("attacked"), 0, NULL));
    for (int i = 0; i < 100000; i++) {
        size_t mark = arena_mark(&kit.mem);
        assert_true(limit_take(&l, str_from_i64(&kit.mem, i), 0, NULL));
        arena_reset(&kit.mem, mark);
    }
    assert_false(limit_take(&l, S("attacked"), 0, NULL));
    limit_release(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limit__gives_the_burst_and_then_one_a_minute),
        cmocka_unit_test(test_limit__never_gives_more),
        cmocka_unit_test(test_limit__keeps_the_emptiest_buckets),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

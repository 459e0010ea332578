/* The arena: zeroed, aligned, bounded, left through one door when full, and failing on demand for tests. */
#include "tests/kit/prop.h"

static void test_arena_alloc__zeroes_and_aligns(void **state)
{
    struct arena a;
    (void)state;
    assert_true(arena_init(&a, 1 << 16));
    for (int i = 0; i < 50; i++) {
        size_t mark = arena_mark(&a);
        char *raw = arena_bytes(&a, 3, 1);
        memset(raw, 0xff, 3);
        int64_t *p = new(&a, int64_t, 5);
        assert_true(((uintptr_t)p & 15) == 0);
        for (int k = 0; k < 5; k++)
            assert_true(p[k] == 0);
        memset(p, 0xff, 5 * sizeof *p);
        if (i % 2)
            arena_reset(&a, mark); /* the same bytes again: they must be zeroed again */
    }
    arena_release(&a);
    assert_null(a.base);
    arena_release(&a); /* twice is harmless */
}

static void test_arena_extend__grows_only_the_newest(void **state)
{
    struct arena a;
    (void)state;
    assert_true(arena_init(&a, 4096));
    char *first = arena_bytes(&a, 10, 1), *second = arena_bytes(&a, 10, 1);
    assert_false(arena_extend(&a, first, 10, 20));
    assert_true(arena_extend(&a, second, 10, 20));
    assert_true(arena_bytes(&a, 1, 1) == second + 20);
    assert_false(arena_extend(&a, second, 20, 30));
    arena_reset(&a, 20);
    assert_false(arena_extend(&a, second, 10, 1 << 20)); /* past the end: refused, not left */
    arena_release(&a);
}

static void test_arena_reset__gives_memory_back(void **state)
{
    struct arena a;
    (void)state;
    assert_true(arena_init(&a, 8 << 20));
    memset(arena_bytes(&a, 4 << 20, 1), 1, 4 << 20);
    arena_reset(&a, 0);
    assert_true(a.used == 0 && a.touched <= 1 << 20);
    const char *p = arena_alloc(&a, 4 << 20, 1);
    for (int i = 0; i < 4 << 20; i += 4096)
        assert_true(p[i] == 0);
    arena_release(&a);
}

/* How many allocations of 1000 bytes succeed before the arena leaves. */
static int until_full(struct arena *a)
{
    jmp_buf oom;
    volatile int n = 0;
    a->oom = &oom;
    if (setjmp(oom) == 0)
        for (;;) {
            arena_alloc(a, 1000, 1);
            n++;
        }
    a->oom = NULL;
    return n;
}

static void test_arena__leaves_through_oom_when_full(void **state)
{
    struct arena a;
    (void)state;
    assert_true(arena_init(&a, 16000));
    assert_int_equal(until_full(&a), 15); /* 15 × 1008 + 1000 > 16000 */
    arena_reset(&a, 0);
    a.fail_at = 3;
    assert_int_equal(until_full(&a), 2);
    assert_true(a.fail_at == 0);
    arena_reset(&a, 0);
    assert_int_equal(until_full(&a), 15); /* usable again afterwards */
    arena_release(&a);
}

static void test_arena_alloc__refuses_products_that_overflow(void **state)
{
    struct arena a;
    jmp_buf oom;
    volatile bool left = false;
    (void)state;
    assert_true(arena_init(&a, 4096));
    a.oom = &oom;
    if (setjmp(oom) == 0)
        arena_alloc(&a, SIZE_MAX / 2, 4);
    else
        left = true;
    assert_true(left && a.used == 0);
    left = false;
    if (setjmp(oom) == 0)
        arena_bytes(&a, SIZE_MAX - 8, 16);
    else
        left = true;
    assert_true(left);
    arena_release(&a);
}

/* Whatever allocation fails, a growing text never writes outside. */
static void test_buf__survives_every_failing_allocation(void **state)
{
    struct arena a;
    (void)state;
    for (volatile int k = 1; k < 12; k++) {
        jmp_buf oom;
        assert_true(arena_init(&a, 1 << 20));
        a.oom = &oom;
        a.fail_at = k;
        if (setjmp(oom) == 0) {
            struct buf b = buf_new(&a), other = buf_new(&a);
            for (int i = 0; i < 3000; i++) {
                buf_fmt(&b, "%d ", i);
                buf_byte(&other, 'x');
            }
        }
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_alloc__zeroes_and_aligns),
        cmocka_unit_test(test_arena_extend__grows_only_the_newest),
        cmocka_unit_test(test_arena_reset__gives_memory_back),
        cmocka_unit_test(test_arena__leaves_through_oom_when_full),
        cmocka_unit_test(test_arena_alloc__refuses_products_that_overflow),
        cmocka_unit_test(test_buf__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Views, numbers, hexadecimal and the growing text. */
#include "tests/kit/prop.h"

static void test_str_cut__at_the_first(void **state)
{
    (void)state;
    struct str_cut c = str_cut(S("a=b=c"), '=');
    assert_true(c.found);
    assert_str(c.head, "a");
    assert_str(c.tail, "b=c");
    c = str_cut(S("abc"), '=');
    assert_false(c.found);
    assert_str(c.head, "abc");
    assert_int_equal(c.tail.n, 0);
    c = str_cut((str){ 0 }, '=');
    assert_true(!c.found && c.head.n == 0 && c.tail.n == 0);
    c = str_cut(S("="), '=');
    assert_true(c.found && c.head.n == 0 && c.tail.n == 0);
}

static void test_str_sub__is_clamped(void **state)
{
    (void)state;
    assert_str(str_sub(S("abcdef"), 2, 4), "cd");
    assert_str(str_sub(S("abcdef"), -5, 99), "abcdef");
    assert_int_equal(str_sub(S("abc"), 3, 2).n, 0);
    assert_int_equal(str_sub(S("abc"), 9, 12).n, 0);
    assert_int_equal(str_sub((str){ 0 }, 0, 4).n, 0);
}

static void test_str__compares_and_finds(void **state)
{
    (void)state;
    assert_true(str_eq((str){ 0 }, S("")) && !str_eq(S("a"), S("b")) && !str_eq(S("a"), S("ab")));
    assert_true(str_eq_nocase(S("AbC-1"), S("aBc-1")) && !str_eq_nocase(S("[a"), S("{a")) &&
                !str_eq_nocase(S("a"), S("aa")));
    assert_true(str_cmp(S("a"), S("b")) < 0 && str_cmp(S("ab"), S("a")) > 0 && str_cmp(S("\x80"), S("a")) > 0);
    assert_true(str_cmp(S(""), (str){ 0 }) == 0);
    assert_true(str_starts(S("abc"), S("ab")) && str_starts(S("abc"), S("")) && !str_starts(S("ab"), S("abc")));
    assert_true(str_ends(S("abc"), S("bc")) && str_ends(S("abc"), S("")) && !str_ends(S("bc"), S("abc")));
    assert_int_equal(str_find(S("hợp tác"), S("tác")), 6);
    assert_int_equal(str_find(S("aaab"), S("ab")), 2);
    assert_int_equal(str_find(S("abc"), S("abcd")), -1);
    assert_int_equal(str_find(S("abc"), S("")), 0);
    assert_str(str_trim(S(" \t\r\na b\v\f ")), "a b");
    assert_int_equal(str_trim(S("  \n ")).n, 0);
}

static void test_str_to_i64__is_exact(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t want;
    } row[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "007", true, 7 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "99999999999999999999", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { " 1", false, 0 },
        { "1 ", false, 0 },
        { "1a", false, 0 },
        { "--1", false, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        int64_t v = 42;
        if (str_to_i64(str_of(row[i].text), &v) != row[i].ok || v != (row[i].ok ? row[i].want : 42))
            fail_msg("%s", row[i].text);
    }
}

static void test_str_from_i64__reads_back(void **state)
{
    struct prop p = prop_new("str_from_i64");
    struct arena *mem = prop_arena();
    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t mark = arena_mark(mem);
        int64_t v = prop_i64(&p), back;
        char z[32];
        snprintf(z, sizeof z, "%" PRId64, v);
        assert_str(str_from_i64(mem, v), z);
        assert_true(str_to_i64(str_from_i64(mem, v), &back) && back == v);
        arena_reset(mem, mark);
    }
}

static void test_str_to_hex__reads_back(void **state)
{
    struct arena *mem = prop_arena();
    unsigned char all[256];
    str back;
    (void)state;
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    assert_true(str_from_hex(mem, str_to_hex(mem, all, sizeof all), &back));
    assert_true(back.n == 256 && memcmp(back.s, all, 256) == 0);
    assert_str(str_to_hex(mem, "\xde\xad", 2), "dead");
    assert_true(str_from_hex(mem, S("DEad"), &back) && str_eq(back, S("\xde\xad")));
    assert_false(str_from_hex(mem, S("abc"), &back) || str_from_hex(mem, S("0g"), &back) ||
                 str_from_hex(mem, S("0:"), &back));
    assert_true(str_from_hex(mem, S(""), &back) && back.n == 0);
}

static void test_buf__grows_as_two_interleave(void **state)
{
    struct arena *mem = prop_arena();
    struct buf a = buf_new(mem), b = buf_new(mem);
    (void)state;
    assert_int_equal(buf_str(&a).n, 0);
    for (int i = 0; i < 1000; i++) {
        buf_fmt(&a, "%03d", i);
        buf_put(&b, S("xyz"));
        if (i % 3 == 0)
            buf_byte(&b, '.');
    }
    assert_int_equal(a.n, 3000);
    assert_int_equal(b.n, 3000 + 334);
    for (int i = 0; i < 1000; i++) {
        char z[16];
        snprintf(z, sizeof z, "%03d", i);
        assert_true(memcmp(a.s + 3 * i, z, 3) == 0);
    }
    struct buf n = buf_new(mem);
    buf_i64(&n, INT64_MIN);
    assert_str(buf_str(&n), "-9223372036854775808");
}

static void test_str_join__puts_between(void **state)
{
    const str part[] = { S("a"), S(""), S("b") };
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(str_join(mem, part, 3, S(", ")), "a, , b");
    assert_int_equal(str_join(mem, part, 0, S(", ")).n, 0);
    assert_true(strcmp(str_z(mem, S("abc")), "abc") == 0 && strcmp(str_z(mem, (str){ 0 }), "") == 0);
    assert_true(str_eq(str_dup(mem, S("a\0b")), S("a\0b")) && str_dup(mem, (str){ 0 }).n == 0);
    assert_true(str_of(NULL).n == 0);
    assert_str(str_fmt(mem, STR_FMT "-%d", STR_ARG(S("x")), 5), "x-5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_str_cut__at_the_first),      cmocka_unit_test(test_str_sub__is_clamped),
        cmocka_unit_test(test_str__compares_and_finds),    cmocka_unit_test(test_str_to_i64__is_exact),
        cmocka_unit_test(test_str_from_i64__reads_back),   cmocka_unit_test(test_str_to_hex__reads_back),
        cmocka_unit_test(test_buf__grows_as_two_interleave), cmocka_unit_test(test_str_join__puts_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* One-time codes against the figures of RFC 4226 (appendix D) and RFC 6238 (appendix B), and what a telephone's clock
   may be off. */
#include "tests/kit/kit.h"

#include "features/people/identity/second_rules.h"

#define KEY S("12345678901234567890")
#define SECOND ((int64_t)1000000)

static void test_code__gives_the_figures_of_rfc_4226(void **state)
{
    static const uint32_t want[] = { 755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489 };
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(code_at(KEY, i, 6), want[i]);
}

static void test_code__gives_the_figures_of_rfc_6238(void **state)
{
    static const struct {
        int64_t at;
        uint32_t want;
    } row[] = { { 59, 94287082 },         { 1111111109, 7081804 },   { 1111111111, 14050471 },
                { 1234567890, 89005924 }, { 2000000000, 69279037 },  { 20000000000, 65353130 } };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(code_at(KEY, code_step(row[i].at * SECOND), 8), row[i].want);
}

static str six(struct arena *mem, int64_t step) { return str_fmt(mem, "%06u", (unsigned)code_at(KEY, step, 6)); }

static void test_find__takes_one_step_before_and_after(void **state)
{
    struct arena *mem = prop_arena();
    int64_t at = KIT_NOW, now = code_step(at);
    (void)state;
    for (int64_t d = -3; d <= 3; d++) {
        int64_t found = code_find(KEY, at, 0, six(mem, now + d));
        assert_true(found == (d >= -1 && d <= 1 ? now + d : 0));
    }
}

static void test_find__takes_no_code_twice_and_none_before_the_last(void **state)
{
    struct arena *mem = prop_arena();
    int64_t at = KIT_NOW, now = code_step(at);
    (void)state;
    assert_true(code_find(KEY, at, now, six(mem, now)) == 0);
    assert_true(code_find(KEY, at, now, six(mem, now - 1)) == 0);
    assert_true(code_find(KEY, at, now, six(mem, now + 1)) == now + 1);
    assert_true(code_find(KEY, at, now - 1, six(mem, now)) == now);
}

static void test_find__takes_six_digits_only(void **state)
{
    struct arena *mem = prop_arena();
    str good = six(mem, code_step(KIT_NOW));
    const str bad[] = { S(""), S("12345"), str_sub(good, 0, 5), str_fmt(mem, STR_FMT "0", STR_ARG(good)),
                        S("-12345"), S("+12345"), S("12 345"), S("abcdef"), S("12345x") };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(code_find(KEY, KIT_NOW, 0, bad[i]) == 0);
    for_all (r, 2000) { /* whatever is typed, nothing but the three codes of now opens */
        char text[16];
        int n = prop_below(&r, 9);
        for (int i = 0; i < n; i++)
            text[i] = (char)('0' + prop_below(&r, 11));
        str typed = { text, n };
        int64_t now = code_step(KIT_NOW), step = code_find(KEY, KIT_NOW, 0, typed);
        bool right = false;
        for (int64_t d = -1; d <= 1; d++)
            right |= str_eq(typed, six(mem, now + d));
        assert_true(right == (step != 0));
    }
}

/* RFC 4648 §10 has no figure of five bytes' multiples but this one. */
static void test_key__is_written_as_authenticators_read_it(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(code_key_text(mem, S("fooba")), "MZXW 6YTB");
    assert_str(code_uri(mem, S("thu.hai"), KEY),
               "otpauth://totp/Hoptac:thu.hai?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hoptac");
    assert_str(recovery_text(mem, S("\0\0\0\0\0\xff\xff\xff\xff\xff")), "AAAA-AAAA-7777-7777");
    assert_str(code_clean(mem, S(" abcd-efgh 7777\t7777 ")), "ABCDEFGH77777777");
    assert_str(code_clean(mem, S("123 456")), "123456");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code__gives_the_figures_of_rfc_4226),
        cmocka_unit_test(test_code__gives_the_figures_of_rfc_6238),
        cmocka_unit_test(test_find__takes_one_step_before_and_after),
        cmocka_unit_test(test_find__takes_no_code_twice_and_none_before_the_last),
        cmocka_unit_test(test_find__takes_six_digits_only),
        cmocka_unit_test(test_key__is_written_as_authenticators_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

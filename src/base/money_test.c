/* Money and quantities: examples an accountant would check, and the properties behind them. */
#include "tests/kit/prop.h"

#include "base/money.h"

__extension__ typedef __int128 i128;

static void test_mul_div_round__rounds_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        int64_t a, b, c, want;
    } row[] = { { 5, 1, 2, 3 },   { -5, 1, 2, -3 }, { 4, 1, 3, 1 }, { 5, 1, 3, 2 }, { 0, 9, 7, 0 },
                { 1, 1, 2, 1 },   { -1, 1, 2, -1 }, { 1, 1, 3, 0 }, { INT64_MIN, 1, 1, INT64_MIN },
                { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX } };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        int64_t got = 42;
        assert_true(mul_div_round(row[i].a, row[i].b, row[i].c, &got));
        assert_true(got == row[i].want);
    }
    int64_t kept = 42;
    assert_false(mul_div_round(INT64_MAX, 2, 1, &kept));
    assert_false(mul_div_round(INT64_MIN, -1, 1, &kept));
    assert_true(kept == 42);
}

static void test_mul_div_round__is_nearest(void **state)
{
    struct prop p = prop_new("mul_div_round");
    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t a = prop_i64(&p), b = prop_i64(&p), c = prop_i64(&p), q;
        if (c <= 0 || !mul_div_round(a, b, c, &q))
            continue;
        i128 twice = 2 * ((i128)a * b - (i128)q * c);
        assert_true(twice <= c && twice >= -(i128)c);
        /* exactly half: away from zero */
        if (twice == c || twice == -(i128)c)
            assert_true((q > 0) == (((i128)a * b) > 0) && (twice > 0) != (q > 0));
    }
}

static void test_money_add__refuses_overflow_and_keeps_out(void **state)
{
    (void)state;
    money m = { 7 };
    assert_false(money_add((money){ INT64_MAX }, (money){ 1 }, &m));
    assert_false(money_sub((money){ INT64_MIN }, (money){ 1 }, &m));
    assert_true(m.dong == 7);
    assert_true(money_add((money){ 3 }, (money){ 4 }, &m) && m.dong == 7);
    qty q = { 9 };
    assert_false(qty_add((qty){ INT64_MAX }, (qty){ 1 }, &q));
    assert_true(q.base == 9);
}

static void test_money_of_qty__prices_a_weight(void **state)
{
    (void)state;
    money m;
    assert_true(money_of_qty((qty){ 412500 }, (money){ 15000 }, 1000, &m));
    assert_true(m.dong == 6187500);
    assert_true(money_of_qty((qty){ 33 }, (money){ 15000 }, 1000, &m));
    assert_true(m.dong == 495);
}

static void test_money_split__examples(void **state)
{
    (void)state;
    money part[3];
    assert_true(money_split((money){ 100 }, (int64_t[]){ 1, 1, 1 }, part, 3));
    assert_true(part[0].dong == 34 && part[1].dong == 33 && part[2].dong == 33);
    assert_true(money_split((money){ -100 }, (int64_t[]){ 1, 1, 1 }, part, 3));
    assert_true(part[0].dong == -34 && part[1].dong == -33 && part[2].dong == -33);
    assert_true(money_split((money){ 10 }, (int64_t[]){ 0, 7, 5 }, part, 3));
    assert_true(part[0].dong == 0 && part[1].dong == 6 && part[2].dong == 4);
    assert_true(money_split((money){ INT64_MIN }, (int64_t[]){ 1, 0, 0 }, part, 3));
    assert_true(part[0].dong == INT64_MIN);
    part[0].dong = 5;
    assert_false(money_split((money){ 10 }, (int64_t[]){ 0, 0, 0 }, part, 3));
    assert_false(money_split((money){ 10 }, (int64_t[]){ 1, -1, 3 }, part, 3));
    assert_false(money_split((money){ 10 }, NULL, part, 0));
    assert_true(part[0].dong == 5);
}

/* The parts sum to the total, and none is a whole đồng away from its exact share. */
static void test_money_split__keeps_every_dong(void **state)
{
    enum { N = 40 };
    struct prop p = prop_new("money_split");
    (void)state;
    for (int round = 0; round < 5000; round++) {
        int n = 1 + prop_below(&p, N);
        int64_t weight[N];
        i128 sum_weight = 0, sum = 0;
        money part[N], total = { prop_i64(&p) };
        bool small = prop_below(&p, 2);
        for (int i = 0; i < n; i++) {
            weight[i] = small ? prop_below(&p, 4) : prop_i64(&p) & INT64_MAX;
            sum_weight += weight[i];
        }
        if (!money_split(total, weight, part, n)) {
            assert_true(sum_weight == 0);
            continue;
        }
        for (int i = 0; i < n; i++) {
            sum += part[i].dong;
            i128 off = (i128)part[i].dong * sum_weight - (i128)total.dong * weight[i];
            assert_true(off < sum_weight && off > -sum_weight);
        }
        assert_true(sum == total.dong);
    }
}

static void test_money_text__groups(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(money_text(mem, (money){ 1234567 }, false), "1.234.567");
    assert_str(money_text(mem, (money){ -50000 }, false), "-50.000");
    assert_str(money_text(mem, (money){ 999 }, false), "999");
    assert_str(money_text(mem, (money){ 0 }, false), "0");
    assert_str(money_text(mem, (money){ 1234567 }, true), "1,234,567");
    assert_str(money_text(mem, (money){ INT64_MIN }, true), "-9,223,372,036,854,775,808");
}

static void test_money_parse__reads_what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t want;
    } good[] = { { "1234567", 1234567 },      { "1.234.567", 1234567 },         { "1,234,567", 1234567 },
                 { "1 234 567", 1234567 },    { "1\u00a0234\u202f567", 1234567 }, { " 50.000 đ ", 50000 },
                 { "50.000₫", 50000 },        { "50000 VND", 50000 },           { "50000 VNĐ", 50000 },
                 { "50.000 đồng", 50000 },    { "-50.000", -50000 },            { "\u2212" "5", -5 },
                 { "0", 0 },                  { "-0", 0 },                      { "007", 7 },
                 { "12.345", 12345 },         { "9223372036854775807", INT64_MAX },
                 { "-9.223.372.036.854.775.808", INT64_MIN } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        money m = { -1 };
        if (!money_parse(str_of(good[i].text), &m) || m.dong != good[i].want)
            fail_msg("%s", good[i].text);
    }
    static const char *const bad[] = { "",
                                       " ",
                                       "đ",
                                       "-",
                                       "1.5",
                                       "1,50",
                                       "1.23.456",
                                       "1234.567",
                                       "1.234,567",
                                       "1,234.567",
                                       "0.500",
                                       ".500",
                                       "500.",
                                       "1..234",
                                       "1.234.56",
                                       "--5",
                                       "+5",
                                       "5-",
                                       "1e3",
                                       "0x10",
                                       "1.234 567",
                                       "12a",
                                       "½",
                                       "9223372036854775808",
                                       "99999999999999999999999999",
                                       "1 234 56",
                                       "5 đ đ",
                                       "1.234\n567" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        money m = { -1 };
        if (money_parse(str_of(bad[i]), &m) || m.dong != -1)
            fail_msg("accepted %s", bad[i]);
    }
}

static void test_money_parse__reads_back_what_is_shown(void **state)
{
    struct prop p = prop_new("money_parse");
    struct arena *mem = prop_arena();
    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t mark = arena_mark(mem);
        money m = { prop_i64(&p) }, back;
        assert_true(money_parse(money_text(mem, m, prop_below(&p, 2)), &back));
        assert_true(back.dong == m.dong);
        arena_reset(mem, mark);
    }
}

static void test_qty_text__shows_the_unit(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(qty_text(mem, (qty){ 412500 }, 1000, false), "412,5");
    assert_str(qty_text(mem, (qty){ 412500 }, 1000, true), "412.5");
    assert_str(qty_text(mem, (qty){ 412000 }, 1000, false), "412");
    assert_str(qty_text(mem, (qty){ -1 }, 1000, false), "-0,001");
    assert_str(qty_text(mem, (qty){ 12 }, 1, false), "12");
    assert_str(qty_text(mem, (qty){ 4 }, 12, false), "0,33");
    assert_str(qty_text(mem, (qty){ INT64_MIN }, 1, false), "-9223372036854775808");
    assert_str(qty_text(mem, (qty){ 1234000 }, 1000, false), "1234");
}

static void test_qty_parse__reads_what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t per, want;
    } good[] = { { "412,5", 1000, 412500 },
                 { "412.5", 1000, 412500 },
                 { "412", 1000, 412000 },
                 { "1.234,5", 1000, 1234500 },
                 { "1,234.5", 1000, 1234500 },
                 { "1.234", 1000, 1234 },
                 { "1.234.567", 1000, 1234567000 },
                 { "1 234,5", 1000, 1234500 },
                 { "-0,001", 1000, -1 },
                 { "12", 1, 12 },
                 { "0,5", 12, 6 },
                 { "0,33", 12, 4 },
                 { " 7 ", 1, 7 } };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        qty q = { -1 };
        if (!qty_parse(str_of(good[i].text), good[i].per, &q) || q.base != good[i].want)
            fail_msg("%s", good[i].text);
    }
    static const struct {
        const char *text;
        int64_t per;
    } bad[] = { { "", 1000 },          { "1,2345", 1000 },       { "1.234", 1 },
                { "1,", 1000 },        { ",5", 1000 },           { "1.2.3", 1000 },
                { "1.234,5,6", 1000 }, { "12.34,5", 1000 },      { "5 kg", 1000 },
                { "0,04", 12 },        { "1 234.567,8", 1000 },  { "9223372036854775807", 1000 },
                { "0.123.456", 1000 }, { "1,234,567.8.9", 1000 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        qty q = { -1 };
        if (qty_parse(str_of(bad[i].text), bad[i].per, &q) || q.base != -1)
            fail_msg("accepted %s", bad[i].text);
    }
}

static void test_qty_parse__reads_back_what_is_shown(void **state)
{
    static const int64_t per[] = {
        1, 10, 12, 100, 360, 1000, 10000, 3600000, 100000000, 1000000000000, 7, 999999999999
    };
    struct prop p = prop_new("qty_parse");
    struct arena *mem = prop_arena();
    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t mark = arena_mark(mem);
        int64_t unit = per[prop_below(&p, (int)(sizeof per / sizeof *per))];
        qty q = { prop_i64(&p) }, back;
        str text = qty_text(mem, q, unit, prop_below(&p, 2));
        if (!qty_parse(text, unit, &back) || back.base != q.base)
            fail_msg("%" PRId64 " per %" PRId64 " shown " STR_FMT, q.base, unit, STR_ARG(text));
        arena_reset(mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mul_div_round__rounds_half_away_from_zero),
        cmocka_unit_test(test_mul_div_round__is_nearest),
        cmocka_unit_test(test_money_add__refuses_overflow_and_keeps_out),
        cmocka_unit_test(test_money_of_qty__prices_a_weight),
        cmocka_unit_test(test_money_split__examples),
        cmocka_unit_test(test_money_split__keeps_every_dong),
        cmocka_unit_test(test_money_text__groups),
        cmocka_unit_test(test_money_parse__reads_what_people_type),
        cmocka_unit_test(test_money_parse__reads_back_what_is_shown),
        cmocka_unit_test(test_qty_text__shows_the_unit),
        cmocka_unit_test(test_qty_parse__reads_what_people_type),
        cmocka_unit_test(test_qty_parse__reads_back_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The calendar: every day of three centuries, the ends of the range, and what people type. */
#include "tests/kit/prop.h"

#include "base/date.h"

static date on(int ymd) { return (date){ ymd }; }

static void test_date__every_day_round_trips(void **state)
{
    struct arena *mem = prop_arena();
    int64_t days = date_days(on(19000101));
    int weekday = 0, y = 1900, m = 1, d = 1;
    (void)state;
    for (; y <= 2200; days++, weekday = (weekday + 1) % 7) {
        size_t mark = arena_mark(mem);
        date it = date_from_days(days), back = { 0 };
        assert_int_equal(it.ymd, y * 10000 + m * 100 + d);
        assert_true(date_days(it) == days && date_valid(it));
        assert_int_equal(date_weekday(it), weekday);
        assert_true(date_parse_iso(date_iso(mem, it), &back) && back.ymd == it.ymd);
        back.ymd = 0;
        assert_true(date_parse(date_text(mem, it), &back) && back.ymd == it.ymd);
        arena_reset(mem, mark);
        /* the civil calendar counted by hand */
        if (date_make(y, m, d + 1, &back))
            d++;
        else if (m < 12)
            m++, d = 1;
        else
            y++, m = 1, d = 1;
    }
}

static void test_date_make__knows_leap_years(void **state)
{
    date d;
    (void)state;
    assert_true(date_make(2024, 2, 29, &d) && date_make(2000, 2, 29, &d));
    assert_false(date_make(1900, 2, 29, &d) || date_make(2100, 2, 29, &d) || date_make(2026, 2, 29, &d));
    assert_false(date_make(2026, 0, 1, &d) || date_make(2026, 13, 1, &d) || date_make(2026, 4, 31, &d));
    assert_false(date_make(2026, 1, 0, &d) || date_make(1899, 12, 31, &d) || date_make(10000, 1, 1, &d));
    assert_false(date_valid(on(0)) || date_valid(on(20260230)) || date_valid(on(-20260101)));
    assert_true(date_valid(DATE_OPEN));
}

static void test_date_days__knows_its_anchors(void **state)
{
    (void)state;
    assert_true(date_days(on(19700101)) == 0);
    assert_true(date_days(on(20260302)) == 20514); /* a Monday */
    assert_int_equal(date_weekday(on(20260302)), 0);
    assert_int_equal(date_weekday(on(19750430)), 2); /* a Wednesday */
    assert_int_equal(date_from_days(date_days(DATE_OPEN)).ymd, 99991231);
    assert_int_equal(date_from_days(date_days(DATE_OPEN) + 1).ymd, 99991231);
    assert_int_equal(date_from_days(INT64_MAX).ymd, 99991231);
    assert_int_equal(date_from_days(INT64_MIN).ymd, 19000101);
}

static void test_date_add_months__clamps_to_the_last_day(void **state)
{
    (void)state;
    assert_int_equal(date_add_months(on(20260131), 1).ymd, 20260228);
    assert_int_equal(date_add_months(on(20240131), 1).ymd, 20240229);
    assert_int_equal(date_add_months(on(20260131), -2).ymd, 20251130);
    assert_int_equal(date_add_months(on(20261215), 1).ymd, 20270115);
    assert_int_equal(date_add_months(on(20260115), -12).ymd, 20250115);
    assert_int_equal(date_add_months(DATE_OPEN, 1).ymd, 99991231);
    assert_int_equal(date_add_months(on(20260101), INT32_MIN).ymd, 19000101);
    assert_int_equal(date_month_last(on(20240203)).ymd, 20240229);
    assert_int_equal(date_month_first(on(20240203)).ymd, 20240201);
    assert_int_equal(date_add_days(on(20261231), 1).ymd, 20270101);
    assert_int_equal(date_add_days(on(20260101), -1).ymd, 20251231);
}

static void test_date_parse__reads_what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want;
    } row[] = { { "2/3/2026", 20260302 },
                { "02-03-26", 20260302 },
                { "2.3.2026", 20260302 },
                { "02032026", 20260302 },
                { "2026-03-02", 20260302 },
                { " 02/03/2026 ", 20260302 },
                { "20121912", 19121220 },
                { "", 0 },
                { "2/3", 0 },
                { "31/4/2026", 0 },
                { "2/13/2026", 0 },
                { "2/3/026", 0 },
                { "2/3-2026", 0 },
                { "2//2026", 0 },
                { "2026/03/02", 0 },
                { "20260302", 0 },
                { "a/b/c", 0 },
                { "2/3/20266", 0 },
                { "002/3/2026", 0 },
                { "-2/3/2026", 0 },
                { "2/3/2026x", 0 },
                { "2 / 3 / 2026", 0 } };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        date d = { 0 };
        bool ok = date_parse(str_of(row[i].text), &d);
        if (ok != (row[i].want != 0) || d.ymd != row[i].want)
            fail_msg("%s → %d", row[i].text, d.ymd);
    }
    date d = { 0 };
    assert_false(date_parse_iso(S("2026-3-02"), &d) || date_parse_iso(S("2026-03-02T"), &d) ||
                 date_parse_iso(S("2/3/2026"), &d));
}

static void test_instant__is_local_in_its_zone(void **state)
{
    struct arena *mem = prop_arena();
    struct prop p = prop_new("instant");
    (void)state;
    int64_t at = date_instant(on(20260302), 0) + 3723000004; /* 01:02:03.000004 UTC */
    assert_str(instant_iso(mem, at), "2026-03-02T01:02:03.000004Z");
    assert_str(instant_text(mem, at, ZONE_VN), "02/03/2026 08:02");
    assert_int_equal(date_of_instant(date_instant(on(20260302), ZONE_VN), ZONE_VN).ymd, 20260302);
    assert_int_equal(date_of_instant(date_instant(on(20260302), ZONE_VN) - 1, ZONE_VN).ymd, 20260301);
    assert_str(instant_iso(mem, -1), "1969-12-31T23:59:59.999999Z");
    assert_str(date_iso(mem, on(0)), "");
    assert_str(date_text(mem, on(0)), "");
    for (int i = 0; i < 1000; i++) { /* no instant whatever makes it overflow */
        size_t mark = arena_mark(mem);
        int64_t any = prop_i64(&p);
        assert_true(date_valid(date_of_instant(any, ZONE_VN)));
        assert_int_equal(instant_iso(mem, any).n, 27);
        assert_int_equal(instant_text(mem, any, -ZONE_VN).n, 16);
        arena_reset(mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__every_day_round_trips),
        cmocka_unit_test(test_date_make__knows_leap_years),
        cmocka_unit_test(test_date_days__knows_its_anchors),
        cmocka_unit_test(test_date_add_months__clamps_to_the_last_day),
        cmocka_unit_test(test_date_parse__reads_what_people_type),
        cmocka_unit_test(test_instant__is_local_in_its_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

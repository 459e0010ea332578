/* Days by rule, periods by key, and the calendar file by its grammar. */
#include "tests/kit/kit.h"

#include "features/people/duties/duties_parts.h"

static struct kit kit;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

static struct duty_rule rule(const char *period, const char *due)
{
    struct duty_rule r;
    if (!duty_rule_parse(str_of(period), str_of(due), &r))
        fail_msg("%s %s is a rule", period, due);
    return r;
}

/* "key due, key due" of what is due in the year */
static str due_in(const char *period, const char *due, int year_first, int year)
{
    struct duty_rule r = rule(period, due);
    struct duty_span *s;
    struct buf b = buf_new(&kit.mem);
    int n = duty_spans(&kit.mem, &r, year_first, (date){ year * 10000 + 101 }, (date){ year * 10000 + 1231 }, &s);
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "%s" STR_FMT " " STR_FMT, i ? ", " : "", STR_ARG(s[i].key), STR_ARG(date_iso(&kit.mem, s[i].due)));
    return buf_str(&b);
}

static void test_spans__days_of_the_law(void **state)
{
    (void)state;
    /* 90 days after 31 December: 31 March, in a leap year 30 March */
    assert_str(due_in("year", "year_end+90d", 1, 2026), "2025 2026-03-31");
    assert_str(due_in("year", "year_end+90d", 1, 2028), "2027 2028-03-30");
    assert_str(due_in("year", "year_end+4m", 1, 2026), "2025 2026-04-30");
    assert_str(due_in("year", "year_end+4m", 7, 2026), "2025 2026-10-31"); /* a year from July to June */
    assert_str(due_in("year", "year_end+4m", 3, 2026), "2025 2026-06-30"); /* from 28 February, the ends of months */
    assert_str(due_in("year", "year_end+90d", 10, 2026), "2025 2026-12-29");
    assert_str(due_in("year", "12-15", 7, 2026), "2026 2026-12-15"); /* the calendar's year, whatever the books' is */
    assert_str(due_in("quarter", "quarter_end+0d", 7, 2026),
               "2026-Q1 2026-03-31, 2026-Q2 2026-06-30, 2026-Q3 2026-09-30, 2026-Q4 2026-12-31");
    assert_str(due_in("half", "half_end+0d", 1, 2026), "2026-H1 2026-06-30, 2026-H2 2026-12-31");
    assert_true(str_starts(due_in("month", "month_end+10d", 1, 2026), S("2025-12 2026-01-10, 2026-01 2026-02-10, ")));
    assert_str(due_in("event", "", 1, 2026), "");
}

static void test_rule__refuses_what_is_none(void **state)
{
    static const char *const wrong[][2] = { { "year", "" },
                                            { "year", "13-01" },
                                            { "year", "02-30" },
                                            { "year", "month_end+1d" },
                                            { "month", "12-15" },
                                            { "month", "month_end+1w" },
                                            { "month", "month_end" },
                                            { "event", "12-15" },
                                            { "week", "week_end+1d" },
                                            { "quarter", "quarter_end+-1d" },
                                            { "half", "half_end+d" } };
    struct duty_rule r;
    (void)state;
    for (int i = 0; i < COUNT(wrong); i++)
        if (duty_rule_parse(str_of(wrong[i][0]), str_of(wrong[i][1]), &r))
            fail_msg("%s %s is no rule", wrong[i][0], wrong[i][1]);
}

/* Each period is found again by its key, and a year's list holds each period that is due in it once. */
static void test_span_of__finds_each_by_its_key(void **state)
{
    static const char *const kinds[][2] = { { "month", "month_end+10d" }, { "quarter", "quarter_end+0d" },
                                            { "half", "half_end+0d" },    { "year", "year_end+90d" },
                                            { "year", "year_end+4m" },    { "year", "12-15" } };
    (void)state;
    for_all (p, 300) {
        const char *const *k = kinds[prop_below(&p, COUNT(kinds))];
        struct duty_rule r = rule(k[0], k[1]);
        int first = 1 + (int)prop_below(&p, 12), year = 2000 + (int)prop_below(&p, 60);
        struct duty_span *s, one;
        int n = duty_spans(&kit.mem, &r, first, (date){ year * 10000 + 101 }, (date){ year * 10000 + 1231 }, &s);
        assert_true(n >= 1);
        for (int i = 0; i < n; i++) {
            assert_true(duty_span_of(&kit.mem, &r, first, s[i].key, &one));
            assert_int_equal(one.due.ymd, s[i].due.ymd);
            assert_true(i == 0 || date_cmp(s[i - 1].due, s[i].due) < 0);
            assert_true(date_year(s[i].due) == year && date_cmp(s[i].first, s[i].last) < 0);
        }
    }
    struct duty_rule month = rule("month", "month_end+0d");
    struct duty_span one;
    static const char *const none[] = { "", "2026", "2026-13", "2026-00", "2026-Q1", "abcd-01", "99999-01" };
    for (int i = 0; i < COUNT(none); i++)
        assert_false(duty_span_of(&kit.mem, &month, 1, str_of(none[i]), &one));
}

static void test_state__by_day(void **state)
{
    date today = { 20260302 };
    (void)state;
    assert_int_equal(duty_state_at((date){ 20260301 }, today), DUTY_OVERDUE);
    assert_int_equal(duty_state_at(today, today), DUTY_SOON);
    assert_int_equal(duty_state_at((date){ 20260316 }, today), DUTY_SOON);
    assert_int_equal(duty_state_at((date){ 20260317 }, today), DUTY_LATER);
}

static void test_period__in_words(void **state)
{
    (void)state;
    assert_str(duty_period_text(&kit.cx, S("2026")), "2026");
    assert_str(duty_period_text(&kit.cx, S("2026-Q4")), "quarter IV/2026");
    assert_str(duty_period_text(&kit.cx, S("2026-H2")), "half-year II/2026");
    assert_str(duty_period_text(&kit.cx, S("2026-03")), "03/2026");
    assert_str(duty_period_text(&kit.cx, S("")), "");
}

static void test_calendar__follows_the_grammar(void **state)
{
    struct duty d[] = {
        { .code = S("AGM"),
          .period = S("2025"),
          .due = { 20260430 },
          .name = S("Đại hội; thành viên, thường niên"),
          .what = S("Thông qua báo cáo tài chính, phân phối thu nhập, mức trích quỹ và kế hoạch năm sau\nvà hơn nữa"),
          .certainty = S("text"),
          .state = DUTY_LATER },
        { .code = S("POST_INFO"), .name = S("x"), .state = DUTY_EVENT }
    };
    (void)state;
    str s = duty_calendar(&kit.cx, S("DEMO-RAU"), S("HTX DEMO"), d, 2);
    assert_true(str_starts(s, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")) && str_ends(s, S("END:VCALENDAR\r\n")));
    assert_true(str_find(s, S("UID:AGM-2025-DEMO-RAU@hoptac\r\n")) > 0);
    assert_true(str_find(s, S("DTSTAMP:20260302T010000Z\r\n")) > 0);
    assert_true(str_find(s, S("DTSTART;VALUE=DATE:20260430\r\nDTEND;VALUE=DATE:20260501\r\n")) > 0);
    assert_true(str_find(s, S("SUMMARY:Đại hội\\; thành viên\\, thường niên (2025)\r\n")) > 0);
    assert_true(str_find(s, S("TRIGGER:-P7D")) > 0);
    assert_true(str_find(s, S("POST_INFO")) < 0); /* no day, no entry */
    for (str rest = s; rest.n;) {
        ptrdiff_t n = str_find(rest, S("\r\n"));
        assert_true(n >= 0 && n <= 75);
        assert_true(n == 0 || ((unsigned char)rest.s[n - 1] < 0xc0 && memchr(rest.s, '\n', (size_t)n) == NULL));
        rest = str_sub(rest, n + 2, rest.n);
    }
    d[0].state = DUTY_DONE;
    s = duty_calendar(&kit.cx, S("DEMO-RAU"), S("HTX DEMO"), d, 2);
    assert_true(str_find(s, S("VALARM")) < 0 && str_find(s, S("✓")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans__days_of_the_law),
        cmocka_unit_test(test_rule__refuses_what_is_none),
        cmocka_unit_test(test_span_of__finds_each_by_its_key),
        cmocka_unit_test(test_state__by_day),
        cmocka_unit_test(test_period__in_words),
        cmocka_unit_test(test_calendar__follows_the_grammar),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

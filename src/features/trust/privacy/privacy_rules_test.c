/* Days of requests, and what an answer must hold. Pure. */
#include "tests/kit/kit.h"

#include "features/trust/privacy/privacy_rules.h"

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

static bool same(date a, int32_t ymd) { return a.ymd == ymd; }

static void test_term__counts_days_working_days_and_years(void **state)
{
    (void)state;
    struct privacy_term_rule day = { 20, S("day"), S("") }, work = { 2, S("working_day"), S("") },
                             year = { 10, S("year"), S("") }, none = { 0 };
    assert_true(same(privacy_term((date){ 20260301 }, &day), 20260321));
    assert_true(same(privacy_term((date){ 20260306 }, &work), 20260310)); /* Friday → Tuesday */
    assert_true(same(privacy_term((date){ 20260307 }, &work), 20260310)); /* Saturday */
    assert_true(same(privacy_term((date){ 20260228 }, &year), 20360228));
    assert_int_equal(privacy_term((date){ 20260301 }, &none).ymd, 0);
}

static void test_term__never_ends_on_a_free_day(void **state)
{
    (void)state;
    for_all (r, 500) {
        date from = date_from_days(20000 + (int64_t)prop_below(&r, 4000));
        int n = 1 + (int)prop_below(&r, 12), counted = 0;
        date by = privacy_working_days(from, n);
        assert_true(date_weekday(by) < 5);
        for (date d = date_add_days(from, 1); date_cmp(d, by) <= 0; d = date_add_days(d, 1))
            counted += date_weekday(d) < 5;
        assert_int_equal(counted, n);
    }
}

static void test_books__are_kept_from_the_end_of_the_year(void **state)
{
    (void)state;
    assert_true(same(privacy_kept_until((date){ 20260302 }, 1, 10), 20361231));
    assert_true(same(privacy_kept_until((date){ 20260302 }, 4, 10), 20360331));
    assert_true(same(privacy_kept_until((date){ 20260402 }, 4, 10), 20370331));
    assert_true(same(privacy_kept_from((date){ 20261231 }, 1, 10), 20160101));
    for_all (r, 500) { /* a voucher must be kept exactly while its last day is not over */
        date on = date_from_days(16000 + (int64_t)prop_below(&r, 4000)),
             today = date_from_days(19000 + (int64_t)prop_below(&r, 5000));
        int first = 1 + 3 * (int)prop_below(&r, 4);
        bool kept = date_cmp(privacy_kept_until(on, first, 10), today) >= 0;
        assert_int_equal(kept, date_cmp(on, privacy_kept_from(today, first, 10)) >= 0);
    }
}

static bool refuses(const struct privacy_request *r, const char *state, const char *answer, const char *code)
{
    bool found = false;
    privacy_close_check(&kit.cx, r, &(struct privacy_close){ 1, 1, str_of(state), str_of(answer) });
    for (const struct err *e = kit.cx.errors; e; e = e->next)
        found = found || str_eq(e->code, str_of(code));
    cx_clear_errors(&kit.cx);
    return found;
}

static void test_close__wants_an_answer_and_the_deed(void **state)
{
    struct privacy_request r = { .kind = S("object"), .state = S("open") };
    (void)state;
    assert_true(refuses(&r, "done", "", "privacy.answer"));
    assert_true(refuses(&r, "open", "x", "privacy.state"));
    assert_false(refuses(&r, "done", "x", "privacy.state"));
    r.kind = S("correct");
    assert_true(refuses(&r, "done", "x", "privacy.nothing_changed"));
    assert_false(refuses(&r, "refused", "x", "privacy.nothing_changed"));
    r.n_change = 1;
    assert_false(refuses(&r, "done", "x", "privacy.nothing_changed"));
    r.kind = S("export");
    assert_true(refuses(&r, "done", "x", "privacy.not_exported"));
    r.kind = S("erase");
    assert_true(refuses(&r, "done", "x", "privacy.not_erased"));
    r.state = S("done");
    assert_true(refuses(&r, "refused", "x", "privacy.closed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_term__counts_days_working_days_and_years),
        cmocka_unit_test(test_term__never_ends_on_a_free_day),
        cmocka_unit_test(test_books__are_kept_from_the_end_of_the_year),
        cmocka_unit_test(test_close__wants_an_answer_and_the_deed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

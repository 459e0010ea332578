/* Duties of real reference data and the demo: who has which, what the program knows, marking and its refusals, pages
   and files. On both databases. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "features/people/duties/duties_parts.h"
#include "features/trust/files/files.h"
#include "features/people/organisations/organisations.h"
#include "vouchers/ledger.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "base/json.h"

static struct kit kit;
static struct app app;
static struct organisation org, office;
static struct visitor clerk;

static result find_orgs(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(org_by_code(cx, db, S("DEMO-XA"), &office));
    return org_by_code(cx, db, S("DEMO-RAU"), &org);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_orgs, NULL));
    clerk = visit(&kit, &app);
    visit_login(&clerk, "ketoan.rau");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, duties_feature.invariants, duties_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

struct asking {
    struct duty_ask ask;
    struct duty *d;
    int n;
    struct duty_mark mark;
};

static result do_list(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return duty_list(cx, db, a->ask, &a->d, &a->n);
}

static struct asking year_of(int64_t org_id, int year)
{
    struct asking a = { .ask = { org_id, { year * 10000 + 101 }, { year * 10000 + 1231 }, true } };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, do_list, &a));
    return a;
}

static const struct duty *find(const struct asking *a, const char *code, const char *period)
{
    for (int i = 0; i < a->n; i++)
        if (str_eq(a->d[i].code, str_of(code)) && str_eq(a->d[i].period, str_of(period)))
            return &a->d[i];
    return NULL;
}

static result do_mark(struct cx *cx, struct db *db, void *arg)
{
    return duty_mark(cx, db, &((struct asking *)arg)->mark);
}

static result mark(struct duty_mark m)
{
    struct asking a = { .mark = m };
    a.mark.org_id = org.org_id;
    return store_write(kit.store, &kit.cx, &org.org_id, 1, do_mark, &a);
}

static result do_unmark(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *a = arg;
    return duty_unmark(cx, db, org.org_id, a->mark.code, a->mark.period);
}

static result unmark(const char *code, const char *period)
{
    struct asking a = { .mark = { .code = str_of(code), .period = str_of(period) } };
    return store_write(kit.store, &kit.cx, &org.org_id, 1, do_unmark, &a);
}

/* ---- the reference data ---- */

/* Every row can be computed, says where it is from and how sure it is, and has both languages. */
static void test_data__is_whole(void **state)
{
    const struct embedded *e = embedded_find(S("data/duties.csv"));
    struct csv_row head, row;
    int n = 0;
    (void)state;
    struct csv_reader r = csv_reader_new(&kit.mem, embedded_str(e), ',');
    assert_true(csv_next(&r, &head));
    while (csv_next(&r, &row)) {
        n++;
        for (int i = 0; i < head.n; i++) {
            static const char *const may_be_empty[] = { "sector", "due", "law", "article", "done_by", "valid_to" };
            bool may = false;
            for (int k = 0; k < COUNT(may_be_empty); k++)
                may = may || str_eq(head.cell[i], str_of(may_be_empty[k]));
            if (!may && !row.cell[i].n)
                fail_msg("row %lld: " STR_FMT " is empty", (long long)row.row, STR_ARG(head.cell[i]));
        }
    }
    assert_true(n >= 20);
}

static void test_list__is_of_the_kind(void **state)
{
    (void)state;
    struct asking a = year_of(org.org_id, 2026);
    const struct duty *d = find(&a, "STATEMENTS", "2025");
    assert_non_null(d);
    assert_int_equal(d->due.ymd, 20260331);
    assert_str(d->law, "Thông tư 71/2024/TT-BTC");
    assert_non_null(find(&a, "AGM", "2025"));
    assert_non_null(find(&a, "NATIONAL", "2026"));
    assert_non_null(find(&a, "POST_INFO", ""));
    assert_null(find(&a, "GROUP_REPORT", "2026"));
    assert_null(find(&a, "REGISTRAR", "2026"));
    for (int i = 1; i < a.n; i++)
        assert_true(!a.d[i].due.ymd || (a.d[i - 1].due.ymd && date_cmp(a.d[i - 1].due, a.d[i].due) <= 0));
    struct asking b = year_of(office.org_id, 2026);
    assert_non_null(find(&b, "REGISTRAR", "2026"));
    assert_null(find(&b, "AGM", "2025"));
}

/* ---- marking ---- */

static void test_mark__done_with_a_voucher_and_back(void **state)
{
    (void)state;
    struct duty_mark m = { .code = S("AGM"), .period = S("2025"), .done_on = { 20260228 }, .note = S("Nghị quyết 01") };
    kit_ok(&kit, mark(m));
    struct asking a = year_of(org.org_id, 2026);
    const struct duty *d = find(&a, "AGM", "2025");
    assert_int_equal(d->state, DUTY_DONE);
    assert_int_equal(d->done_on.ymd, 20260228);
    assert_str(d->note, "Nghị quyết 01");
    kit_ok(&kit, unmark("AGM", "2025"));
    a = year_of(org.org_id, 2026);
    assert_int_equal(find(&a, "AGM", "2025")->state, DUTY_LATER);
    kit_refused(&kit, unmark("AGM", "2025"), "duty.not_marked");
}

static void test_mark__tells_every_mistake(void **state)
{
    struct duty_mark m = {
        .code = S("AGM"), .period = S("2025"), .done_on = { 20260303 }, .voucher = S("PC2026-99999")
    };
    (void)state;
    assert_false(mark(m).ok);
    assert_int_equal(kit.cx.n_errors, 2);
    kit_expect_code(&kit, "duty.done_on");
    m.done_on = (date){ 0 }, m.voucher = S("PC");
    assert_false(mark(m).ok);
    kit_expect_code(&kit, "duty.voucher");
    m = (struct duty_mark){ .code = S("GM_SIMPLE"), .period = S("2026-Q1"), .not_ours = true };
    kit_refused(&kit, mark(m), "duty.reason");
    m.note = S("Mô hình quản trị đầy đủ");
    kit_ok(&kit, mark(m));
    struct asking a = year_of(org.org_id, 2026);
    assert_int_equal(find(&a, "GM_SIMPLE", "2026-Q1")->state, DUTY_NOT_OURS);
    assert_int_equal(find(&a, "GM_SIMPLE", "2026-Q2")->state, DUTY_LATER);
    m.code = S("GROUP_REPORT"), m.period = S("2026");
    kit_refused(&kit, mark(m), "duty.not_found");
    m.code = S("AGM"), m.period = S("2026-Q1");
    kit_refused(&kit, mark(m), "duty.not_found");
}

static result do_close(struct cx *cx, struct db *db, void *arg)
{
    return period_set(cx, db, org.org_id, *(int *)arg, S("closed"), S("DEMO"));
}

/* ---- what the program knows ---- */

static void test_automatic__a_closed_month_is_done(void **state)
{
    (void)state;
    struct asking a = year_of(org.org_id, 2026);
    const struct duty *open = NULL;
    for (int i = 0; i < a.n && !open; i++)
        if (str_eq(a.d[i].code, S("MONTH_BOOKS")) && a.d[i].state == DUTY_OVERDUE)
            open = &a.d[i];
    assert_non_null(open);
    kit_refused(&kit, mark((struct duty_mark){ .code = open->code, .period = open->period, .done_on = { 20260301 } }),
                "duty.automatic");
    int64_t y, m;
    assert_true(str_to_i64(str_sub(open->period, 0, 4), &y) && str_to_i64(str_sub(open->period, 5, 7), &m));
    int month = (int)(y * 100 + m);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, do_close, &month));
    struct asking b = year_of(org.org_id, 2026);
    const struct duty *d = find(&b, "MONTH_BOOKS", str_z(&kit.mem, open->period));
    assert_int_equal(d->state, DUTY_DONE);
    assert_int_equal(d->done_on.ymd, 20260302);
}

/* The demo's cooperative has sent the months of its year; before its books began there is nothing to send. */
static void test_automatic__figures_that_were_sent(void **state)
{
    int n_done = 0, n_open = 0;
    (void)state;
    struct asking a = year_of(org.org_id, 2026), before = year_of(org.org_id, 2019);
    for (int i = 0; i < a.n; i++)
        if (str_eq(a.d[i].code, S("MONTH_FIGURES")) && str_starts(a.d[i].period, S("2026")) &&
            a.d[i].due.ymd <= 20260415) {
            bool is_whole = a.d[i].due.ymd <= 20260315; /* the month of the test, sent before its end, is not */
            assert_true((a.d[i].state == DUTY_DONE) == is_whole);
            n_done += is_whole, n_open += !is_whole;
        }
    assert_true(n_done >= 1 && n_open == 1);
    for (int i = 0; i < before.n; i++)
        assert_false(before.d[i].is_automatic);
}

/* ---- pages ---- */

static void test_pages__a_year_and_a_month(void **state)
{
    (void)state;
    struct response rs = visit_get(&clerk, S("/orgs/DEMO-RAU/duties?year=2026&month=3"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Month 3/2026") && holds(&rs, "File the yearly financial statements"));
    assert_true(holds(&rs, "id=\"d20260331\"") && holds(&rs, "href=\"#d20260331\""));
    assert_true(holds(&rs, "month=2#calendar") && holds(&rs, "year=2026&amp;month=4#calendar"));
    rs = visit_get(&clerk, S("/orgs/DEMO-RAU/duties?year=2026&q=dai+hoi&state=open&lang=vi"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Đại hội thành viên thường niên") && !holds(&rs, "Nộp báo cáo tài chính năm</a>"));
    rs = visit_get(&clerk, S("/orgs/DEMO-RAU/duties?year=2026&q=khongco"));
    visit_expect(&rs, 200);
    rs = visit_get_json(&clerk, S("/api/v1/orgs/DEMO-RAU/duties?year=2026"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "\"code\":\"STATEMENTS\"") && holds(&rs, "\"due\":\"2026-03-31\""));
}

static void test_pages__files(void **state)
{
    static const char *const format[][2] = {
        { "csv", "text/csv; charset=utf-8" },
        { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "json", "application/json" },
        { "ics", "text/calendar; charset=utf-8" },
    };
    (void)state;
    for (int i = 0; i < COUNT(format); i++) {
        struct response rs =
            visit_get(&clerk, str_fmt(&kit.mem, "/orgs/DEMO-RAU/duties?year=2026&format=%s", format[i][0]));
        visit_expect(&rs, 200);
        assert_str(rs.content_type, format[i][1]);
        assert_true(i == 1 || holds(&rs, i == 0 ? "31/03/2026" : i == 2 ? "2026-03-31" : "20260331"));
    }
}

static void test_pages__mark_and_what_waits(void **state)
{
    const char *path = "/orgs/DEMO-RAU/duties/STOCKTAKE/2025";
    (void)state;
    struct response rs = visit_get(&clerk, S("/orgs/DEMO-RAU"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "/orgs/DEMO-RAU/duties?state=overdue"));
    rs = visit_get(&clerk, str_of(path));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Điều 11, Điều 13"));
    rs = visit_post(&clerk, str_of(path), S("done_on=31%2F12%2F2030&note=b%E1%BB%99+phi%E1%BA%BFu"));
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "This day has not come yet.") && holds(&rs, "bộ phiếu"));
    rs = visit_post(&clerk, str_of(path), S("done_on=31%2F12%2F2025&note=b%E1%BB%99+phi%E1%BA%BFu"));
    visit_expect(&rs, 303);
    rs = visit_get(&clerk, str_of(path));
    assert_true(holds(&rs, "31/12/2025"));
    rs = visit_post(&clerk, str_fmt(&kit.mem, "%s/open", path), S(""));
    visit_expect(&rs, 303);
    assert_int_equal(visit_get(&clerk, S("/orgs/DEMO-RAU/duties/STOCKTAKE/1900")).status, 404);
    assert_int_equal(visit_get(&clerk, S("/orgs/DEMO-RAU/duties/NOPE/2025")).status, 404);
}

static int64_t mark_id(const char *path)
{
    struct json *j;
    str text;
    int64_t id = 0;
    struct response rs = visit_get_json(&clerk, str_fmt(&kit.mem, "/api/v1%s", path));
    assert_true(json_parse(&kit.mem, rs.body, &j, NULL));
    assert_true(json_as_str(json_get(json_get(j, S("duty")), S("mark_id")), &text) && str_to_i64(text, &id));
    return id;
}

/* The receipt of the tax office: a paper on the mark, which then stays. */
static void test_pages__papers_hang_on_a_mark(void **state)
{
    const char *path = "/orgs/DEMO-RAU/duties/STOCKTAKE/2025";
    (void)state;
    struct response rs = visit_get(&clerk, str_of(path));
    assert_false(holds(&rs, "/records/duties/")); /* nothing to hang it on yet */
    rs = visit_post(&clerk, str_of(path), S("done_on=31%2F12%2F2025"));
    visit_expect(&rs, 303);
    int64_t id = mark_id(path);
    assert_true(id > 0);
    str files = str_fmt(&kit.mem, "/orgs/DEMO-RAU/records/duties/%lld", (long long)id);
    rs = visit_get(&clerk, str_of(path));
    assert_true(str_find(rs.body, files) > 0);
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/notes", STR_ARG(files)), S("words=count-sheets-in-folder-7"));
    visit_expect(&rs, 303);
    rs = visit_get(&clerk, str_fmt(&kit.mem, "/orgs/DEMO-RAU/duties/%lld", (long long)id));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "count-sheets-in-folder-7") && holds(&rs, "31/12/2025"));
    rs = visit_post(&clerk, str_fmt(&kit.mem, "%s/open", path), S(""));
    assert_int_equal(rs.status, 409);
    rs = visit_post(&clerk, str_of(path), S("done_on=30%2F12%2F2025"));
    visit_expect(&rs, 303);
    assert_int_equal(mark_id(path), id);
    assert_int_equal(visit_get(&clerk, S("/orgs/DEMO-RAU/duties/999999")).status, 404);
    kit_check_invariants(&kit, files_feature.invariants, files_feature.n_invariants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data__is_whole),
        cmocka_unit_test(test_list__is_of_the_kind),
        cmocka_unit_test(test_mark__done_with_a_voucher_and_back),
        cmocka_unit_test(test_mark__tells_every_mistake),
        cmocka_unit_test(test_automatic__a_closed_month_is_done),
        cmocka_unit_test(test_automatic__figures_that_were_sent),
        cmocka_unit_test(test_pages__a_year_and_a_month),
        cmocka_unit_test(test_pages__files),
        cmocka_unit_test(test_pages__mark_and_what_waits),
        cmocka_unit_test(test_pages__papers_hang_on_a_mark),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

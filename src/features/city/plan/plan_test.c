/* The plan's rules, its figures from submissions and the register, four eyes, and who sees what on its pages. */
#include "tests/kit/kit.h"

#include "features/city/plan/plan_parts.h"
#include "features/city/submissions/submissions_package.h"
#include "features/people/identity/identity.h"
#include "web/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { COOPS = 7 };

static struct kit kit;
static struct app app;
static const struct feature *const rooms[] = { &organisations_feature, &plan_feature };
static int64_t coop[COOPS], city;
static int64_t reader_org, reader_user; /* who asks; 0 = nobody */

struct work {
    struct org_in in;
    struct organisation org;
    struct plan_query q;
    struct plan plan;
    struct figure_in figure;
    struct grant_in grant;
    int64_t id;
};

static result add_org(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return org_add(cx, db, &w->in, &w->org);
}
static result read_plan(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return plan_read(cx, db, w->q, &w->plan);
}
static result record(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return plan_record(cx, db, &w->figure);
}
static result approve(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return plan_decide(cx, db, S("P26-02"), w->id, true);
}
static result give(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return grant_give(cx, db, &w->grant, &w->id);
}

static int64_t make_org(const char *code, const char *kind, const char *commune)
{
    struct work w = { .in = { .code = str_of(code),
                              .kind = str_of(kind),
                              .name = str_fmt(&kit.mem, "%s Thử kế hoạch %s", kind[1] == 'o' ? "Hợp tác xã" : "Phòng",
                                              code),
                              .commune_code = str_of(commune),
                              .registered_on = { kind[0] == 'c' && code[2] == '0' ? 20260110 : 20200110 } } };
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, add_org, &w));
    return w.org.org_id;
}

/* A package of January alone, signed by a key of the cooperative's number. */
static void send(int i, int64_t revenue)
{
    uint8_t seed[KEY_BYTES] = { (uint8_t)(i + 1) };
    struct submission_value v[SUBMISSION_CODE_COUNT];
    for (int c = 0; c < SUBMISSION_CODE_COUNT; c++)
        v[c] = (struct submission_value){ 202601, c == SUBMISSION_REVENUE ? revenue : 1, (enum submission_code)c };
    struct submission_package p = { .org = str_fmt(&kit.mem, "KH%d", i),
                                    .number = 1,
                                    .first_month = 202601,
                                    .last_month = 202601,
                                    .made_at = KIT_NOW,
                                    .value = v,
                                    .n = SUBMISSION_CODE_COUNT };
    struct submission_envelope e = { .package = submission_package_text(&kit.mem, &p) };
    struct submission_receipt r;
    e.key = submission_public(&kit.mem, seed);
    e.signature = submission_sign(&kit.mem, e.package, seed);
    kit_ok(&kit, submission_receive(&kit.cx, kit.store, submission_envelope_text(&kit.mem, &e), &r));
}

static result session(struct web *w, str token)
{
    (void)token;
    w->session_id = reader_user;
    if (reader_user)
        w->cx->actor =
            (struct actor){ .user_id = reader_user,
                            .org_id = reader_org,
                            .scope_id = reader_org,
                            .caps = CAP_BIT(CAP_PLAN_READ) | CAP_BIT(CAP_BOOKS_READ) | CAP_BIT(CAP_PLAN_WRITE) };
    return OK;
}

static int begin(void **state)
{
    static const char *const codes[COOPS] = { "KH0", "KH1", "KH2", "KH3", "KH4", "KH5", "KH6" };
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, organisations_feature.load_reference(&kit.cx, kit.store));
    kit_ok(&kit, plan_load_reference(&kit.cx, kit.store));
    city = make_org("THANH-PHO", "city", "");
    for (int i = 0; i < COOPS; i++)
        coop[i] = make_org(codes[i], "cooperative", i < 4 ? "00577" : "09871");
    app = (struct app){
        .store = kit.store, .features = rooms, .n_features = COUNT(rooms), .auth = { session, auth_wall }
    };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    reader_user = reader_org = 0;
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, plan_feature.invariants, plan_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static struct response get(const char *path)
{
    static struct pair header[] = { { LIT("Authorization"), LIT("Bearer x") }, { LIT("Host"), LIT("localhost") } };
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct response rs = { 0 };
    struct str_cut cut = str_cut(str_fmt(&kit.mem, "%s%slang=en", path, strchr(path, '?') ? "&" : "?"), '?');
    struct request rq = { .method = METHOD_GET, .path = cut.head, .header = header, .n_header = 2 };
    assert_true(http_parse_form(&kit.mem, cut.tail, &rq.query, &rq.n_query));
    db_statement_count = 0;
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static bool holds(const struct response *rs, const char *text) { return str_find(rs->body, str_of(text)) >= 0; }

#define expect(rs, text) expect_at((rs), (text), true, __LINE__)
#define expect_not(rs, text) expect_at((rs), (text), false, __LINE__)
static void expect_at(struct response rs, const char *text, bool wanted, int line)
{
    if (rs.status != 200 || holds(&rs, text) != wanted)
        fail_msg("line %d: status %d, %s \"%s\" in\n" STR_FMT, line, rs.status, wanted ? "no" : "unwanted", text,
                 STR_ARG(rs.body));
}

/* ---- rules ---- */

static void test_average__is_unknown_without_reports(void **state)
{
    int64_t v = 7;
    (void)state;
    assert_false(plan_average((money){ 0 }, 0, &v));
    assert_int_equal(v, 7);
    assert_true(plan_average((money){ 10 }, 4, &v));
    assert_int_equal(v, 3);
    assert_true(plan_average((money){ -10 }, 4, &v));
    assert_int_equal(v, -3);
}

static void test_too_few__below_five_or_over_seventy_per_cent(void **state)
{
    (void)state;
    assert_true(plan_too_few(4, (money){ 25 }, (money){ 100 }));
    assert_false(plan_too_few(5, (money){ 70 }, (money){ 100 }));
    assert_true(plan_too_few(5, (money){ 71 }, (money){ 100 }));
    assert_true(plan_too_few(9, (money){ 0 }, (money){ -100 }));
}

/* ---- figures ---- */

static struct plan_target target(const char *code)
{
    struct work w = { .q = { .code = str_of(code) } };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_plan, &w));
    assert_int_equal(w.plan.n, 1);
    return w.plan.target[0];
}

static void test_reference__loads_once(void **state)
{
    struct work w = { .q = { .year = 2026 } };
    (void)state;
    kit_ok(&kit, plan_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_plan, &w));
    assert_int_equal(w.plan.n, 14);
    assert_int_equal(w.plan.n_year, 2);
    assert_true(str_eq(w.plan.target[3].code, S("P26-04")));
    assert_int_equal(w.plan.target[3].low, 3200000000);
    w.q.year = 2031;
    kit_refused(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_plan, &w), "plan.not_found");
}

static void test_average__over_those_that_report(void **state)
{
    struct plan_target t = target("P26-04");
    (void)state;
    assert_int_equal(t.live.state, PLAN_UNKNOWN);
    assert_int_equal(t.live.n_all, COOPS);
    send(0, 1000000);
    send(1, 500001);
    t = target("P26-04");
    assert_int_equal(t.live.state, PLAN_KNOWN);
    assert_int_equal(t.live.value, 750001);
    assert_int_equal(t.live.n_reporting, 2);
    assert_int_equal(t.live.last_month, 202601);
    assert_int_equal(target("P26-07").live.value, 1);
    assert_int_equal(target("P26-08").live.state, PLAN_KNOWN);
    assert_int_equal(target("P26-05").live.state, PLAN_NONE);
    assert_int_equal(target("P26-01").live.state, PLAN_RECORDED);
}

static void test_record__needs_four_eyes(void **state)
{
    struct work w = { .figure = { S("P26-02"), 12, { 20260228 }, S("BC 5/2026") } };
    (void)state;
    kit.cx.actor.user_id = 5;
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, record, &w));
    assert_false(target("P26-02").recorded.known);
    reader_user = 6, reader_org = city;
    struct response rs = get("/plan/P26-02");
    expect(rs, "waits for somebody else");
    str after = str_sub(rs.body, str_find(rs.body, S("name=\"id\"")), rs.body.n);
    after = str_sub(after, str_find(after, S("value=\"")) + 7, after.n);
    assert_true(str_to_i64(str_cut(after, '"').head, &w.id));
    kit_refused(&kit, store_write(kit.store, &kit.cx, NULL, 0, approve, &w), "plan.own_figure");
    kit.cx.actor.user_id = 6;
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, approve, &w));
    kit_refused(&kit, store_write(kit.store, &kit.cx, NULL, 0, approve, &w), "plan.decided");
    struct plan_target t = target("P26-02");
    assert_true(t.recorded.known);
    assert_int_equal(t.recorded.value, 12);
    assert_int_equal(t.live.state, PLAN_RECORDED);
    w.figure = (struct figure_in){ S("P26-02"), -1, { 20270101 }, S("") };
    assert_false(store_write(kit.store, &kit.cx, NULL, 0, record, &w).ok);
    assert_int_equal(kit.cx.n_errors, 3);
    kit_expect_code(&kit, "plan.source");
}

/* ---- pages ---- */

static void test_pages__hide_few_from_the_public_and_from_other_cooperatives(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        send(i, 1234567);
    expect(get("/plan"), "3 of 7 reporting; not shown");
    expect_not(get("/plan"), "1,234,567");
    expect_not(get("/plan/P26-04"), "1,234,567");
    reader_user = 3, reader_org = coop[6];
    expect_not(get("/plan/P26-04"), "1,234,567");
    expect_not(get("/plan/P26-04?commune=00577"), "KH0");
    assert_int_equal(get("/plan/P26-04?org=KH0").status, 404);
    reader_org = coop[0];
    expect(get("/plan/P26-04?org=KH0"), "1,234,567");
    expect(get("/plan/P26-04?org=KH0"), "/orgs/KH0/accounts?from=2026-01-01");
    reader_user = reader_org = 0;
    send(3, 1000000);
    send(4, 1000000);
    expect(get("/plan"), "5 of 7 reporting; figures until");
}

static void test_pages__the_city_drills_and_opens_only_what_was_granted(void **state)
{
    struct work w = { .grant = { .org_id = coop[1],
                                 .grantee_org_id = city,
                                 .purpose = S("kế hoạch"),
                                 .from = { 20260101 },
                                 .until = { 20261231 } } };
    (void)state;
    for (int i = 0; i < 2; i++)
        send(i, 3000000 + i);
    reader_user = 8, reader_org = city;
    expect(get("/plan/P26-04"), "2 of 4 reporting");
    expect(get("/plan/P26-04"), "0 of 3 reporting");
    expect(get("/plan/P26-04?commune=00577"), "3,000,001");
    expect(get("/plan/P26-04?commune=00577"), "has not reported");
    expect(get("/plan/P26-04?org=KH1"), "not opened to you");
    expect_not(get("/plan/P26-04?org=KH1"), "/orgs/KH1/accounts");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &coop[1], 1, give, &w));
    expect(get("/plan/P26-04?org=KH1"), "/orgs/KH1/accounts?from=2026-01-01");
    expect(get("/plan/P26-07"), "KH0");
    assert_int_equal(get("/plan/NOPE").status, 404);
}

static void test_pages__statements_are_bounded(void **state)
{
    int n[2];
    (void)state;
    reader_user = 8, reader_org = city;
    for (int k = 0; k < 2; k++) {
        (void)get("/plan");
        n[k] = db_statement_count;
        (void)get("/plan/P26-04?commune=00577");
        n[k] += db_statement_count;
        for (int i = 0; k == 0 && i < COOPS; i++)
            send(i, 1000 + i);
    }
    assert_int_equal(n[0], n[1]);
    assert_true(n[0] < 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_average__is_unknown_without_reports),
        cmocka_unit_test(test_too_few__below_five_or_over_seventy_per_cent),
        cmocka_unit_test_setup_teardown(test_reference__loads_once, begin, end),
        cmocka_unit_test_setup_teardown(test_average__over_those_that_report, begin, end),
        cmocka_unit_test_setup_teardown(test_record__needs_four_eyes, begin, end),
        cmocka_unit_test_setup_teardown(test_pages__hide_few_from_the_public_and_from_other_cooperatives, begin, end),
        cmocka_unit_test_setup_teardown(test_pages__the_city_drills_and_opens_only_what_was_granted, begin, end),
        cmocka_unit_test_setup_teardown(test_pages__statements_are_bounded, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Acting for another: by whom, how long, how far, recorded with both names, and never as two people. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/identity/delegation.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"

#define DAY ((int64_t)24 * 3600 * 1000000)
#define ORG "/orgs/DEMO-RAU"

static struct kit kit;
static struct app app;

struct work {
    struct organisation org;
    struct user director, accountant, cashier;
    struct delegation_in in;
    struct delegation *row;
    struct user_role_row *role;
    int64_t id, caps;
    int n;
    bool found, on;
    str rule;
};
static struct work base;

static result base_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &w->org));
    TRY(user_by_login(cx, db, S("giamdoc.rau"), &w->director, &w->found));
    TRY(user_by_login(cx, db, S("ketoan.rau"), &w->accountant, &w->found));
    return user_by_login(cx, db, S("thuquy.rau"), &w->cashier, &w->found);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, base_work, &base));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, identity_feature.invariants, identity_feature.n_invariants);
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- the use case ---- */

static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return delegation_give(cx, db, &w->in, &w->id);
}
static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return delegation_withdraw(cx, db, w->org.org_id, w->id);
}
static result to_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return delegation_to(cx, db, w->in.to_user_id, &w->row, &w->n);
}
static result role_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return user_role_set(cx, db, w->director.id, w->org.org_id, S("director"), w->on);
}

static date day(int n) { return date_add_days(date_of_instant(KIT_NOW, ZONE_VN), n); }

/* In the name of a user, with his own capabilities. */
static result as(const struct user *u, const char *role, int64_t behalf_id, db_work_fn fn, struct work *w)
{
    struct actor before = kit.cx.actor;
    kit.cx.actor = (struct actor){
        .user_id = u->id, .org_id = base.org.org_id, .caps = role_find(str_of(role))->caps, .behalf_id = behalf_id
    };
    result r = store_write(kit.store, &kit.cx, NULL, 0, fn, w);
    kit.cx.actor = before;
    return r;
}

static struct work to_accountant(uint64_t caps, int from, int until)
{
    struct work w = base;
    w.in = (struct delegation_in){ .org_id = w.org.org_id,
                                   .to_user_id = w.accountant.id,
                                   .caps = caps,
                                   .reason = S("đi họp"),
                                   .from = day(from),
                                   .until = day(until) };
    return w;
}

static void test_give__wants_colleague_reason_days_and_own_capabilities(void **state)
{
    (void)state;
    struct work w = to_accountant(CAP_BIT(CAP_GRANT), 0, 7);
    w.in.to_user_id = base.director.id;
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.to");
    w = to_accountant(0, 0, 7);
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.caps");
    w = to_accountant(CAP_BIT(CAP_PAY), 0, 7); /* a director does not pay */
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.caps");
    w = to_accountant(CAP_BIT(CAP_GRANT) | CAP_BIT(CAP_ADMIN), 0, 7);
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.caps");
    w = to_accountant(CAP_BIT(CAP_GRANT), 7, 0);
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.dates");
    w = to_accountant(CAP_BIT(CAP_GRANT), -1, 7);
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.dates");
    w = to_accountant(CAP_BIT(CAP_GRANT), 0, 400);
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.too_long");
    w = to_accountant(CAP_BIT(CAP_GRANT), 0, 7);
    w.in.reason = S("");
    kit_refused(&kit, as(&base.director, "director", 0, give_work, &w), "delegation.reason");
    w = to_accountant(CAP_BIT(CAP_GRANT), 0, 7); /* who acts for another hands nothing on, not even his own */
    w.in.to_user_id = base.cashier.id;
    kit_refused(&kit, as(&base.accountant, "accountant", base.director.id, give_work, &w), "delegation.onward");
}

static int live_for_accountant(struct work *w)
{
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, to_work, w));
    return w->n;
}

static void test_give__opens_in_its_days_what_the_giver_still_may(void **state)
{
    (void)state;
    struct work w = to_accountant(CAP_BIT(CAP_GRANT) | CAP_BIT(CAP_PRIVACY), 1, 2);
    kit_ok(&kit, as(&base.director, "director", 0, give_work, &w));
    assert_int_equal(live_for_accountant(&w), 0); /* not yet */
    kit.cx.now_at = KIT_NOW + DAY;
    assert_int_equal(live_for_accountant(&w), 1);
    assert_true(w.row[0].caps == w.in.caps);
    w.on = false; /* the giver loses the role: nothing is left of it */
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, role_work, &w));
    assert_int_equal(live_for_accountant(&w), 0);
    w.on = true;
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, role_work, &w));
    assert_int_equal(live_for_accountant(&w), 1);
    kit.cx.now_at = KIT_NOW + 3 * DAY; /* over */
    assert_int_equal(live_for_accountant(&w), 0);
    kit.cx.now_at = KIT_NOW + DAY;
    kit_refused(&kit, as(&base.accountant, "accountant", 0, withdraw_work, &w), "delegation.not_found");
    kit_ok(&kit, as(&base.director, "director", 0, withdraw_work, &w));
    assert_int_equal(live_for_accountant(&w), 0);
    kit_refused(&kit, as(&base.director, "director", 0, withdraw_work, &w), "delegation.not_found");
    kit.cx.now_at = KIT_NOW;
}

/* ---- over pages ---- */

static void expect(struct visitor *v, const char *path, int status)
{
    struct response rs = visit_get(v, str_of(path));
    if (rs.status != status)
        fail_msg("%s answered %d, not %d", path, rs.status, status);
}

static int64_t newest(struct visitor *v)
{
    struct response rs = visit_get_json(v, S(ORG "/delegations"));
    struct json *tree;
    str id = { 0 };
    int64_t n = 0;
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    (void)json_as_str(json_get(json_get(tree, S("rows"))->child, S("id")), &id);
    assert_true(str_to_i64(id, &n));
    return n;
}

static struct response hand_over(struct visitor *v, const char *to, const char *caps)
{
    str from = date_iso(&kit.mem, day(0)), until = date_iso(&kit.mem, day(3));
    str form = str_fmt(&kit.mem, "to=%s&from=" STR_FMT "&until=" STR_FMT "&reason=nghiphep&%s", to, STR_ARG(from),
                       STR_ARG(until), caps);
    return visit_post(v, S(ORG "/delegations"), form);
}

static struct response choose(struct visitor *v, int64_t id)
{
    return visit_post(v, S("/orgs/choose"), str_fmt(&kit.mem, "org=DEMO-RAU&delegation=%lld", (long long)id));
}

static void work_so(struct visitor *v, int64_t id)
{
    struct response rs = choose(v, id);
    visit_expect(&rs, 303);
}

static void test_session__works_for_another_while_it_lasts(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app), accountant = visit(&kit, &app);
    visit_login(&director, "giamdoc.rau");
    visit_login(&accountant, "ketoan.rau");
    expect(&accountant, ORG "/settings", 403); /* the director's */
    struct response rs = hand_over(&director, "ketoan.rau", "cap_ORG_WRITE=1&cap_GRANT=1");
    visit_expect(&rs, 303);
    int64_t id = newest(&director);
    rs = visit_get(&accountant, S(ORG "/delegations"));
    assert_true(holds(&rs, "Work so now"));
    rs = visit_get_json(&director, S(ORG "/delegations"));
    assert_true(holds(&rs, "\"state\":\"live\""));
    expect(&accountant, ORG "/settings", 403); /* not before it is taken up */
    rs = visit_get(&accountant, S("/orgs"));
    assert_true(holds(&rs, "value=\"DEMO-RAU\"") && holds(&rs, "name=\"delegation\""));
    work_so(&accountant, id);
    expect(&accountant, ORG "/settings", 200);
    expect(&accountant, ORG "/vouchers", 403); /* reading the books was not handed over: no more than was */
    rs = visit_get(&accountant, S(ORG "/settings"));
    assert_true(holds(&rs, "(kế toán) for DEMO"));
    rs = hand_over(&accountant, "thuquy.rau", "cap_ORG_WRITE=1");
    visit_expect(&rs, 403);
    rs = visit_get(&accountant, S(ORG "/delegations"));
    assert_true(holds(&rs, "cannot be handed on"));
    rs = visit_post(&accountant, S("/orgs/choose"), S("org=DEMO-RAU")); /* back to the own right */
    visit_expect(&rs, 303);
    expect(&accountant, ORG "/settings", 403);
    expect(&accountant, ORG "/vouchers", 200);
    work_so(&accountant, id);
    rs = visit_post(&director, S(ORG "/delegations/end"), str_fmt(&kit.mem, "id=%lld", (long long)id));
    visit_expect(&rs, 303);
    expect(&accountant, ORG "/settings", 403); /* at once */
    expect(&accountant, ORG "/vouchers", 403); /* and not silently by another right */
    rs = choose(&accountant, id);
    visit_expect(&rs, 404);
}

static void test_session__may_be_handed_the_whole_role_but_never_ones_own_book(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app);
    struct work w = base;
    visit_login(&director, "giamdoc.rau");
    struct response rs = hand_over(&director, "thuquy.rau", "all=1");
    visit_expect(&rs, 303);
    w.in.to_user_id = base.cashier.id;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, to_work, &w));
    assert_int_equal(w.n, 1);
    assert_true(w.row[0].caps == (role_find(S("director"))->caps & ~CAPS_NEVER_HANDED));
    w.id = w.row[0].id;
    kit_ok(&kit, as(&base.director, "director", 0, withdraw_work, &w));
}

static void test_session__nobody_takes_up_anothers_delegation(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app), cashier = visit(&kit, &app);
    visit_login(&director, "giamdoc.rau");
    visit_login(&cashier, "thuquy.rau");
    struct response rs = hand_over(&director, "ketoan.rau", "cap_ORG_WRITE=1");
    visit_expect(&rs, 303);
    int64_t id = newest(&director);
    rs = choose(&cashier, id);
    visit_expect(&rs, 404);
    rs = visit_post(&cashier, S(ORG "/delegations/end"), str_fmt(&kit.mem, "id=%lld", (long long)id));
    visit_expect(&rs, 404);
    rs = visit_get(&cashier, S(ORG "/delegations"));
    assert_false(holds(&rs, "nghiphep")); /* neither gave nor got it */
    rs = hand_over(&cashier, "ketoan.rau", "cap_POST=1");
    visit_expect(&rs, 422);
    rs = hand_over(&cashier, "khong.co", "cap_PAY=1");
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "value=\"nghiphep\"")); /* nothing typed is lost */
}

/* ---- what is recorded ---- */

static result rule_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return org_setting_set(cx, db, base.org.org_id, S("four_eyes"), w->rule);
}

static void set_rule(const char *rule)
{
    struct work w = { .rule = str_of(rule) };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &base.org.org_id, 1, rule_work, &w));
}

static struct response journal(struct visitor *v, const char *step)
{
    str on = date_iso(&kit.mem, day(0));
    return visit_post(v, S(ORG "/journal/new"),
                      str_fmt(&kit.mem,
                              "on=" STR_FMT "&memo=thu&step=%s&confirmed=1&row-0-account=1111&row-0-dr=500000"
                              "&row-1-account=5118&row-1-cr=500000",
                              STR_ARG(on), step));
}

static str place(const struct response *rs)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, S("Location")))
            return rs->header[i].value;
    return S("");
}

static str newest_draft(struct visitor *v)
{
    struct response rs = visit_get_json(v, S(ORG "/drafts"));
    struct json *tree;
    str id = { 0 };
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_true(json_as_str(json_get(json_get(tree, S("rows"))->child, S("id")), &id));
    return str_dup(&kit.mem, id);
}

static struct response approve(struct visitor *v, str draft)
{
    return visit_post(v, str_fmt(&kit.mem, ORG "/drafts/" STR_FMT, STR_ARG(draft)), S("step=post&confirmed=1"));
}

static result verify_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return voucher_verify(cx, db, base.org.org_id, w->id);
}

static void test_voucher__says_who_acted_for_whom_and_the_log_proves_it(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app), accountant = visit(&kit, &app);
    visit_login(&director, "giamdoc.rau");
    visit_login(&accountant, "ketoan.rau");
    struct response rs = hand_over(&director, "ketoan.rau", "cap_PREPARE=1&cap_POST=1&cap_BOOKS_READ=1&cap_ORG_READ=1");
    visit_expect(&rs, 303);
    work_so(&accountant, newest(&director));
    rs = journal(&accountant, "post");
    visit_expect(&rs, 303);
    str path = place(&rs);
    rs = visit_get(&accountant, path);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "DEMO Lê Thị Mầm (kế toán) for DEMO Đỗ Văn Biếc (giám đốc)"));
    rs = visit_get_json(&director, path);
    str said = str_fmt(&kit.mem, "\"posted_for_id\":\"%lld\"", (long long)base.director.id);
    assert_true(holds(&rs, str_z(&kit.mem, said)));
    struct work w = { .found = str_to_i64(str_sub(path, (ptrdiff_t)strlen(ORG "/vouchers/"), path.n), &w.id) };
    assert_true(w.found);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, verify_work, &w));
}

/* The audit trail names both: an officer's deputy opens a cooperative's books by its grant. */
static void test_audit__says_who_acted_for_whom(void **state)
{
    (void)state;
    struct visitor officer = visit(&kit, &app), deputy = visit(&kit, &app), director = visit(&kit, &app);
    str from = date_iso(&kit.mem, day(0));
    visit_login(&officer, "canbo.tp");
    visit_login(&deputy, "dieuphoi.tp");
    visit_login(&director, "giamdoc.rau");
    expect(&deputy, ORG "/vouchers", 403);
    str form = str_fmt(&kit.mem, "to=dieuphoi.tp&from=" STR_FMT "&until=" STR_FMT "&reason=hop&cap_BOOKS_READ=1",
                       STR_ARG(from), STR_ARG(from));
    struct response rs = visit_post(&officer, S("/orgs/HANOI-DEMO/delegations"), form);
    visit_expect(&rs, 303);
    rs = visit_get(&deputy, S("/orgs"));
    str mark = S("name=\"delegation\" value=\"");
    ptrdiff_t at = str_find(rs.body, mark);
    assert_true(at >= 0);
    str id = str_cut(str_sub(rs.body, at + mark.n, rs.body.n), '"').head;
    rs = visit_post(&deputy, S("/orgs/choose"),
                    str_fmt(&kit.mem, "org=HANOI-DEMO&delegation=" STR_FMT, STR_ARG(id)));
    visit_expect(&rs, 303);
    expect(&deputy, ORG "/vouchers", 200);
    rs = visit_get(&director, S(ORG "/grants"));
    assert_true(holds(&rs, "DEMO Dương Thị Làng (văn phòng điều phối) for DEMO Nguyễn Thị Phố (cán bộ thành phố)"));
}

/* Two people are two persons none of whom acts for the other. */
static void test_four_eyes__are_not_passed_by_delegation(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app), accountant = visit(&kit, &app), second = visit(&kit, &app);
    set_rule("all");
    visit_login(&director, "giamdoc.rau");
    visit_login(&accountant, "ketoan.rau");
    struct response rs = hand_over(&director, "ketoan.rau", "cap_PREPARE=1&cap_POST=1&cap_BOOKS_READ=1&cap_ORG_READ=1");
    visit_expect(&rs, 303);
    int64_t id = newest(&director);
    /* the accountant prepares by own right and approves in the director's name */
    rs = journal(&accountant, "draft");
    visit_expect(&rs, 303);
    str draft = newest_draft(&accountant);
    work_so(&accountant, id);
    rs = approve(&accountant, draft);
    visit_expect(&rs, 409);
    assert_true(holds(&rs, "Somebody else must approve this voucher."));
    rs = approve(&director, draft); /* the director is somebody else: the accountant prepared it by own right */
    visit_expect(&rs, 303);
    /* prepared in the director's name: neither of the two approves it */
    rs = journal(&accountant, "draft");
    visit_expect(&rs, 303);
    draft = newest_draft(&accountant);
    rs = approve(&accountant, draft);
    visit_expect(&rs, 409);
    rs = approve(&director, draft);
    visit_expect(&rs, 409);
    rs = visit_post(&accountant, S("/orgs/choose"), S("org=DEMO-RAU"));
    visit_expect(&rs, 303);
    rs = approve(&accountant, draft);
    visit_expect(&rs, 409);
    visit_login(&second, "thukho.rau"); /* a third person who may post */
    rs = approve(&second, draft);
    visit_expect(&rs, 303);
    /* the director prepares, the accountant approves in the director's name */
    rs = journal(&director, "draft");
    visit_expect(&rs, 303);
    draft = newest_draft(&director);
    work_so(&accountant, id);
    rs = approve(&accountant, draft);
    visit_expect(&rs, 409);
    set_rule("off");
}

static void test_four_eyes__rule(void **state)
{
    static const struct {
        int64_t first, first_behalf, now, now_behalf;
        bool two;
    } row[] = { { 1, 0, 2, 0, true },  { 1, 0, 1, 0, false }, { 1, 0, 2, 1, false }, { 1, 0, 1, 2, false },
                { 1, 2, 2, 0, false }, { 1, 2, 3, 0, true },  { 1, 2, 3, 2, false }, { 1, 2, 3, 1, false },
                { 1, 2, 3, 4, true },  { 0, 0, 5, 0, true },  { 0, 0, 0, 0, false } };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct cx cx = { .actor = { .user_id = row[i].now, .behalf_id = row[i].now_behalf } };
        if (four_eyes(&cx, row[i].first, row[i].first_behalf) != row[i].two)
            fail_msg("row %d", (int)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_give__wants_colleague_reason_days_and_own_capabilities),
        cmocka_unit_test(test_give__opens_in_its_days_what_the_giver_still_may),
        cmocka_unit_test(test_session__works_for_another_while_it_lasts),
        cmocka_unit_test(test_session__nobody_takes_up_anothers_delegation),
        cmocka_unit_test(test_voucher__says_who_acted_for_whom_and_the_log_proves_it),
        cmocka_unit_test(test_audit__says_who_acted_for_whom),
        cmocka_unit_test(test_four_eyes__are_not_passed_by_delegation),
        cmocka_unit_test(test_four_eyes__rule),
        cmocka_unit_test(test_session__may_be_handed_the_whole_role_but_never_ones_own_book),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

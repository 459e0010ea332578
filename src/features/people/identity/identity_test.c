/* Who gets in, for how long, and what they may do there: tries are limited by person and by address, sessions end by
   time, by hand, by role and by account, and another's books open through a living grant alone, each opening told. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"
#include "identity.sql.h"

#define MINUTE ((int64_t)60 * 1000000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define PASSWORD "đường làng quanh co"

static struct kit kit;
static struct app app;
static str hash; /* of PASSWORD, made once: it is slow by design */

struct work {
    const char *login, *org, *role;
    int64_t user_id, org_id, session_id, grant_id;
    bool on, by_click;
    str token_hash;
    struct session_row *session;
    struct grant *grant;
    struct grant_use *use;
    int n_session, n_grant, n_use, n_latest;
    struct grant_in in;
    bool found;
};

static result add_user(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, str_of(w->org), &o));
    w->org_id = o.org_id;
    return user_add(cx, db,
                    &(struct user_in){ .org_id = o.org_id,
                                       .login = str_of(w->login),
                                       .full_name = S("DEMO Người Thử"),
                                       .role = str_of(w->role),
                                       .hash = w->by_click ? S("") : hash,
                                       .is_demo = w->by_click },
                    &w->user_id);
}
static result set_active(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return user_active_set(cx, db, w->user_id, w->on);
}
static result set_role(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return user_role_set(cx, db, w->user_id, w->org_id, str_of(w->role), w->on);
}
static result list_sessions(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return session_list(cx, db, w->user_id, &w->session, &w->n_session);
}
static result revoke(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return session_revoke(cx, db, w->user_id, w->session_id);
}
static result look_for_hash(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct session_by_token row;
    (void)cx;
    return session_by_token(db, (struct session_by_token_args){ .token_hash = w->token_hash }, &row, &w->found);
}

static result write(db_work_fn fn, struct work *w) { return store_write(kit.store, &kit.cx, NULL, 0, fn, w); }
static result read(db_work_fn fn, struct work *w) { return store_read(kit.store, &kit.cx, DB_SCOPE_ALL, fn, w); }

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, password_prepare(&kit.cx, S(PASSWORD), S("x"), &hash));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, identity_feature.invariants, identity_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static struct work user(const char *login, const char *role, bool by_click)
{
    struct work w = { .login = login, .org = "DEMO-RAU", .role = role, .by_click = by_click };
    kit.cx.now_at = KIT_NOW;
    kit_ok(&kit, write(add_user, &w));
    return w;
}
enum { WITH_PASSWORD = false, BY_CLICK = true };

/* ---- logging in ---- */

static result log_in(const char *login, const char *password, const char *peer, str *token)
{
    struct login_done done;
    TRY(login_start(&kit.cx, kit.store,
                    &(struct login){ .login = str_of(login), .password = str_of(password), .peer = str_of(peer) },
                    &done));
    *token = done.token;
    return OK;
}

static void test_login__names_and_passwords_fail_alike(void **state)
{
    (void)state;
    str token, words[3];
    struct work w = user("thu.mot", "supervisor", WITH_PASSWORD);
    const char *const in[3][2] = { { "thu.mot", "sai hoàn toàn" },
                                   { "khong.co", PASSWORD },
                                   { "ketoan.rau", PASSWORD } };
    kit_ok(&kit, log_in("thu.mot", PASSWORD, "192.0.2.1", &token));
    for (int i = 0; i < 3; i++) {
        assert_false(log_in(in[i][0], in[i][1], "192.0.2.1", &token).ok);
        words[i] = kit.cx.errors->message;
        assert_int_equal(kit.cx.errors->kind, ERR_LOGIN);
        kit_expect_code(&kit, "login.refused");
        assert_str(words[i], str_z(&kit.mem, words[0]));
    }
    w.on = false;
    kit_ok(&kit, write(set_active, &w));
    kit_refused(&kit, log_in("thu.mot", PASSWORD, "192.0.2.1", &token), "login.refused");
}

static void test_login__eight_failures_close_the_account_for_a_while(void **state)
{
    (void)state;
    str token;
    (void)user("thu.hai", "supervisor", WITH_PASSWORD);
    for (int i = 0; i < 8; i++) {
        kit.cx.now_at = KIT_NOW + i * MINUTE;
        kit_refused(&kit, log_in("thu.hai", "sai hoàn toàn", "192.0.2.2", &token), "login.refused");
    }
    kit_refused(&kit, log_in("thu.hai", PASSWORD, "192.0.2.3", &token), "login.wait"); /* from wherever */
    kit.cx.now_at = KIT_NOW + 15 * MINUTE - 1;
    kit_refused(&kit, log_in("thu.hai", PASSWORD, "192.0.2.3", &token), "login.wait");
    kit.cx.now_at = KIT_NOW + 15 * MINUTE; /* the first of the eight has had its time */
    kit_ok(&kit, log_in("thu.hai", PASSWORD, "192.0.2.3", &token));
}

/* Tries while an account is closed cost no password check, but they count for the address. */
static void test_login__an_address_may_try_twenty_times_at_once(void **state)
{
    (void)state;
    str token;
    int refused = 0;
    (void)user("thu.ba", "supervisor", WITH_PASSWORD);
    kit.cx.now_at = KIT_NOW + 8 * MINUTE; /* thu.hai is closed */
    for (int i = 0; i < 20; i++)
        kit_refused(&kit, log_in("thu.hai", PASSWORD, "192.0.2.4", &token), "login.wait");
    /* one comes back every three seconds, so a slow machine may have one or two more */
    for (int i = 0; i < 10 && !refused; i++) {
        bool ok = log_in("thu.hai", PASSWORD, "192.0.2.4", &token).ok;
        refused += !ok && str_eq(kit.cx.errors->message, S("Too many tries. Wait a little."));
        cx_clear_errors(&kit.cx);
    }
    assert_int_equal(refused, 1);
    kit_ok(&kit, log_in("thu.ba", PASSWORD, "192.0.2.5", &token));
}

/* ---- sessions ---- */

/* Sessions do not mind how they began, and a password takes its time. */
static str click_in(const char *login)
{
    struct login_done done;
    kit_ok(&kit, login_start(&kit.cx, kit.store,
                             &(struct login){ .login = str_of(login), .peer = S("127.0.0.1"), .demo = true }, &done));
    return done.token;
}

/* The session of a token at a time; 0 = it lets nobody in. */
static int64_t session_at(str token, int64_t at, struct actor *actor)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, at);
    struct response rs = { 0 };
    struct request rq = { 0 };
    struct web w = { .app = &app, .store = kit.store, .cx = &cx, .rq = &rq, .rs = &rs };
    assert_true(auth_session(&w, token).ok);
    if (actor)
        *actor = cx.actor;
    return w.session_id;
}

static void test_session__ends_after_twelve_idle_hours_and_after_a_week(void **state)
{
    (void)state;
    str idle, busy;
    (void)user("thu.bon", "supervisor", BY_CLICK);
    idle = click_in("thu.bon");
    busy = click_in("thu.bon");
    assert_int_equal(session_at(idle, KIT_NOW + 12 * HOUR + 1, NULL), 0);
    for (int64_t at = KIT_NOW; at <= KIT_NOW + 7 * DAY; at += 11 * HOUR)
        assert_true(session_at(busy, at, NULL) > 0);
    assert_true(session_at(busy, KIT_NOW + 7 * DAY, NULL) > 0);
    assert_int_equal(session_at(busy, KIT_NOW + 7 * DAY + 1, NULL), 0);
    assert_int_equal(session_at(S("AAAAAAAAAAAAAAAAAAAAAA"), KIT_NOW, NULL), 0);
}

static void test_session__ends_by_hand_and_only_ones_own(void **state)
{
    (void)state;
    str here, there;
    struct work mine = user("thu.nam", "supervisor", BY_CLICK), other = user("thu.sau", "supervisor", BY_CLICK);
    here = click_in("thu.nam");
    there = click_in("thu.nam");
    kit_ok(&kit, read(list_sessions, &mine));
    assert_int_equal(mine.n_session, 2);
    other.session_id = session_at(there, KIT_NOW, NULL);
    assert_false(write(revoke, &other).ok);
    cx_clear_errors(&kit.cx);
    assert_true(session_at(there, KIT_NOW, NULL) > 0);
    mine.session_id = other.session_id;
    kit_ok(&kit, write(revoke, &mine));
    assert_int_equal(session_at(there, KIT_NOW, NULL), 0);
    assert_true(session_at(here, KIT_NOW, NULL) > 0);
    kit_ok(&kit, session_end(&kit.cx, kit.store, here));
    assert_int_equal(session_at(here, KIT_NOW, NULL), 0);
}

static void test_session__is_stored_as_a_digest_only(void **state)
{
    (void)state;
    str token;
    struct work w = user("thu.bay", "supervisor", BY_CLICK);
    token = click_in("thu.bay");
    struct sha256 h = sha256_of(token);
    w.token_hash = sha256_str(&h);
    kit_ok(&kit, read(look_for_hash, &w));
    assert_true(w.found);
    w.token_hash = token;
    kit_ok(&kit, read(look_for_hash, &w));
    assert_false(w.found);
}

static void test_session__loses_what_the_role_and_the_account_lose(void **state)
{
    (void)state;
    str token;
    struct actor actor;
    struct work w = user("thu.tam", "accountant", BY_CLICK);
    token = click_in("thu.tam");
    assert_true(session_at(token, KIT_NOW, &actor) > 0);
    assert_true(actor.caps == (role_find(S("accountant"))->caps | CAP_BIT(CAP_LOGIN)));
    assert_int_equal(actor.org_id, w.org_id);
    assert_int_equal(actor.scope_id, w.org_id);
    assert_false(actor.local);
    w.on = false;
    kit_ok(&kit, write(set_role, &w));
    assert_true(session_at(token, KIT_NOW, &actor) > 0);
    assert_true(actor.caps == CAP_BIT(CAP_LOGIN));
    kit_ok(&kit, write(set_active, &w));
    assert_int_equal(session_at(token, KIT_NOW, NULL), 0);
}

static void test_roles__give_their_capabilities_and_no_more(void **state)
{
    (void)state;
    for (int i = 0; i < n_roles; i++) {
        if (!role_fits(&roles[i], S("cooperative")))
            continue;
        struct actor actor;
        const char *login = str_z(&kit.mem, str_fmt(&kit.mem, "vai.%d", i));
        (void)user(login, roles[i].key, BY_CLICK);
        assert_true(session_at(click_in(login), KIT_NOW, &actor) > 0);
        assert_true(actor.caps == (roles[i].caps | CAP_BIT(CAP_LOGIN)));
        assert_true(cx_can(&(struct cx){ .actor = actor }, CAP_PUBLIC));
    }
}

/* ---- grants ---- */

static result grants_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, str_of(w->org), &o));
    w->org_id = o.org_id;
    TRY(grant_list(cx, db, o.org_id, &w->grant, &w->n_grant));
    TRY(org_by_code(cx, db, S("HANOI-DEMO"), &o));
    w->in.grantee_org_id = o.org_id;
    w->n_use = 0;
    for (int i = 0; i < w->n_grant; i++)
        w->n_use += (int)w->grant[i].n_use;
    return grant_latest_uses(cx, db, w->org_id, &w->use, &w->n_latest);
}
static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return grant_give(cx, db, &w->in, &w->grant_id);
}
static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return grant_withdraw(cx, db, w->org_id, w->grant_id);
}

static struct work grants_of(const char *org)
{
    struct work w = { .org = org };
    kit_ok(&kit, read(grants_work, &w));
    return w;
}

static void expect(struct visitor *v, const char *path, int status)
{
    struct response rs = visit_get(v, str_of(path));
    visit_expect(&rs, status);
}

static void test_grant__opens_while_it_lives_and_tells_each_opening(void **state)
{
    (void)state;
    struct visitor city = visit(&kit, &app);
    kit.cx.now_at = KIT_NOW;
    visit_login(&city, "canbo.tp");
    int before = grants_of("DEMO-RAU").n_use;
    expect(&city, "/orgs/DEMO-RAU/accounts", 200);
    expect(&city, "/orgs/DEMO-RAU/vouchers", 200);
    expect(&city, "/orgs/DEMO-RAU/periods", 404);
    struct work w = grants_of("DEMO-RAU");
    assert_int_equal(w.n_use, before + 2);
    assert_str(w.use[0].detail, "/orgs/DEMO-RAU/vouchers");
    assert_str(w.use[0].action, "grant.open");
    assert_true(w.use[0].who.n > 0 && w.use[0].who_org.n > 0);
    struct visitor director = visit(&kit, &app);
    visit_login(&director, "giamdoc.rau");
    struct response rs = visit_get(&director, S("/orgs/DEMO-RAU/grants"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "/orgs/DEMO-RAU/vouchers"));
    /* whoever works there leaves no such trace */
    expect(&director, "/orgs/DEMO-RAU/vouchers", 200);
    assert_int_equal(grants_of("DEMO-RAU").n_use, before + 2);
}

static int rows_of(struct visitor *v, const char *query)
{
    struct json *tree;
    struct response rs = visit_get_json(v, str_fmt(&kit.mem, "/orgs/DEMO-RAU/grants%s", query));
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    return json_get(tree, S("rows"))->n;
}

static void test_openings__are_found_by_who_page_organisation_and_days(void **state)
{
    (void)state;
    struct visitor city = visit(&kit, &app), director = visit(&kit, &app);
    kit.cx.now_at = KIT_NOW;
    visit_login(&city, "canbo.tp");
    visit_login(&director, "giamdoc.rau");
    expect(&city, "/orgs/DEMO-RAU/accounts", 200);
    int all = rows_of(&director, "/openings"), n = (int)grants_of("DEMO-RAU").grant[0].n_use;
    assert_true(n > 0 && all == n);
    assert_int_equal(rows_of(&director, "/openings?q=nguyen%20thi%20pho"), all); /* DEMO Nguyễn Thị Phố */
    assert_true(rows_of(&director, "/openings?q=RAU/accounts") >= 1);
    assert_int_equal(rows_of(&director, "/openings?q=xyzzy"), 0);
    assert_int_equal(rows_of(&director, "/openings?grantee=1"), 0);
    str grantee = str_fmt(&kit.mem, "/openings?grantee=%lld",
                          (long long)grants_of("DEMO-RAU").grant[0].grantee_org_id);
    assert_int_equal(rows_of(&director, str_z(&kit.mem, grantee)), all);
    assert_int_equal(rows_of(&director, "/openings?to=1/1/2020"), 0);
    assert_int_equal(rows_of(&director, "/openings?from=1/1/2020"), all);
    struct response rs = visit_get(&director, S("/orgs/DEMO-RAU/grants/openings?format=csv&q=xyzzy"));
    visit_expect(&rs, 200);
    assert_false(holds(&rs, "/orgs/DEMO-RAU"));
    /* nobody else's */
    expect(&city, "/orgs/DEMO-RAU/grants/openings", 404);
    struct visitor keeper = visit(&kit, &app);
    visit_login(&keeper, "thukho.rau");
    expect(&keeper, "/orgs/DEMO-RAU/grants/openings", 403);
}

static void test_grant__has_a_page_and_is_withdrawn_there(void **state)
{
    (void)state;
    struct visitor director = visit(&kit, &app), accountant = visit(&kit, &app);
    kit.cx.now_at = KIT_NOW;
    visit_login(&director, "giamdoc.rau");
    visit_login(&accountant, "ketoan.rau");
    int open = rows_of(&director, "?state=live"), gone = rows_of(&director, "?state=withdrawn");
    struct response rs = visit_post(&director, S("/orgs/DEMO-RAU/grants"),
                                    S("grantee=DEMO-XA&purpose=Ki%E1%BB%83m%20tra%20qu%C3%BD&from=1/3/2026&until="
                                      "1/4/2026"));
    visit_expect(&rs, 303);
    assert_int_equal(rows_of(&director, "?state=live"), open + 1);
    assert_int_equal(rows_of(&director, "?q=kiem%20tra%20quy"), 1);
    struct work w = grants_of("DEMO-RAU");
    int64_t id = w.grant[w.n_grant - 1].id;
    str page = str_fmt(&kit.mem, "/orgs/DEMO-RAU/grants/%lld", (long long)id);
    rs = visit_get(&accountant, page);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Kiểm tra quý"));
    assert_false(holds(&rs, "/grants/withdraw")); /* reads, but gives no access */
    rs = visit_get(&director, page);
    assert_true(holds(&rs, "/grants/withdraw"));
    rs = visit_post(&director, S("/orgs/DEMO-RAU/grants/withdraw"), str_fmt(&kit.mem, "id=%lld", (long long)id));
    visit_expect(&rs, 303);
    rs = visit_get(&director, page);
    assert_false(holds(&rs, "/grants/withdraw"));
    assert_int_equal(rows_of(&director, "?state=withdrawn"), gone + 1);
    expect(&director, "/orgs/DEMO-RAU/grants/999999999", 404);
    rs = visit_post(&director, S("/orgs/DEMO-RAU/grants"),
                    S("grantee=DEMO-XA&purpose=abc&from=1/4/2026&until=1/3/2026"));
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "value=\"abc\""));
}

static void give(struct work *w, date from, date until)
{
    w->in.org_id = w->org_id;
    w->in.purpose = S("thử");
    w->in.from = from;
    w->in.until = until;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &w->org_id, 1, give_work, w));
}

static void test_grant__is_nothing_before_after_and_when_withdrawn(void **state)
{
    (void)state;
    struct visitor city = visit(&kit, &app);
    const char *path = "/orgs/DEMO-CA/accounts";
    date today = date_of_instant(KIT_NOW, ZONE_VN);
    kit.cx.now_at = KIT_NOW;
    visit_login(&city, "canbo.tp");
    expect(&city, "/orgs/DEMO-LUA/accounts", 404); /* expired */
    expect(&city, path, 404);                      /* never given */
    struct work w = grants_of("DEMO-CA");
    give(&w, date_add_days(today, 1), date_add_days(today, 1));
    expect(&city, path, 404); /* not yet */
    kit.cx.now_at = KIT_NOW + DAY;
    visit_login(&city, "canbo.tp");
    expect(&city, path, 200);
    kit.cx.now_at = KIT_NOW + 2 * DAY;
    visit_login(&city, "canbo.tp");
    expect(&city, path, 404); /* over */
    kit.cx.now_at = KIT_NOW;
    visit_login(&city, "canbo.tp");
    give(&w, today, today);
    expect(&city, path, 200);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org_id, 1, withdraw_work, &w));
    expect(&city, path, 404);
    kit_refused(&kit, store_write(kit.store, &kit.cx, &w.org_id, 1, withdraw_work, &w), "grant.not_found");
    assert_int_equal(grants_of("DEMO-CA").n_use, 2); /* a refused opening opens nothing and is none */
    /* a grant is for its grantee alone */
    struct visitor lua = visit(&kit, &app);
    visit_login(&lua, "giamdoc.lua");
    expect(&lua, "/orgs/DEMO-RAU/accounts", 404);
}

static void test_grant__is_refused_without_purpose_days_and_grantee(void **state)
{
    (void)state;
    date today = date_of_instant(KIT_NOW, ZONE_VN);
    struct work w = grants_of("DEMO-RAU");
    kit.cx.now_at = KIT_NOW;
    w.in = (struct grant_in){ .org_id = w.org_id, .grantee_org_id = w.org_id, .from = today, .until = { 20260229 } };
    assert_false(store_write(kit.store, &kit.cx, &w.org_id, 1, give_work, &w).ok);
    assert_int_equal(kit.cx.n_errors, 3);
    kit_expect_code(&kit, "grant.purpose");
    w.in.until = date_add_months(today, 37);
    kit_refused(&kit, store_write(kit.store, &kit.cx, &w.org_id, 1, give_work, &w), "grant.too_long");
    w.in.until = date_add_days(today, -1);
    kit_refused(&kit, store_write(kit.store, &kit.cx, &w.org_id, 1, give_work, &w), "grant.dates");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_login__names_and_passwords_fail_alike),
        cmocka_unit_test(test_login__eight_failures_close_the_account_for_a_while),
        cmocka_unit_test(test_login__an_address_may_try_twenty_times_at_once),
        cmocka_unit_test(test_session__ends_after_twelve_idle_hours_and_after_a_week),
        cmocka_unit_test(test_session__ends_by_hand_and_only_ones_own),
        cmocka_unit_test(test_session__is_stored_as_a_digest_only),
        cmocka_unit_test(test_session__loses_what_the_role_and_the_account_lose),
        cmocka_unit_test(test_roles__give_their_capabilities_and_no_more),
        cmocka_unit_test(test_grant__opens_while_it_lives_and_tells_each_opening),
        cmocka_unit_test(test_openings__are_found_by_who_page_organisation_and_days),
        cmocka_unit_test(test_grant__has_a_page_and_is_withdrawn_there),
        cmocka_unit_test(test_grant__is_nothing_before_after_and_when_withdrawn),
        cmocka_unit_test(test_grant__is_refused_without_purpose_days_and_grantee),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

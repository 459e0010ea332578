/* The room's pages as a browser meets them: own people see everything, outsiders initials; forms come back with their
   mistakes; numbers open only on request; lists filter and export. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/people/members/members_pages.h"
#include "os/os.h"
#include "web/app.h"

static struct kit kit;
static struct app app;
static int64_t home; /* DEMO-RAU */
static struct party member;

struct wall_work {
    str code;
    struct organisation o;
};

static result open_wall(struct cx *cx, struct db *db, void *arg)
{
    struct wall_work *k = arg;
    return org_by_code(cx, db, k->code, &k->o);
}

static result session(struct web *w, str token)
{
    uint64_t caps = CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_MEMBER_WRITE);
    w->session_id = 1;
    if (str_eq(token, S("privacy")))
        caps |= CAP_BIT(CAP_MEMBER_ID);
    w->cx->actor = (struct actor){ .user_id = 7, .org_id = str_eq(token, S("city")) ? 999 : home, .caps = caps };
    return OK;
}

/* The city comes through a grant to DEMO-RAU; nobody else passes another's wall. */
static result wall_of(struct web *w, enum wall wall, str code)
{
    struct wall_work k = { .code = code };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, open_wall, &k));
    bool own = w->cx->actor.org_id == k.o.org_id, granted = wall == WALL_GRANT && w->cx->actor.org_id == 999;
    if (!own && !granted)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("wall.not_found"), .message = S("no"));
    w->org_id = k.o.org_id;
    w->org_code = k.o.code;
    w->org_name = k.o.name;
    w->org_demo = k.o.is_demo;
    w->grant_id = own ? 0 : 5;
    return OK;
}

static result find_member(struct cx *cx, struct db *db, void *arg)
{
    int64_t id;
    (void)arg;
    TRY(party_by_code(cx, db, home, S("TV006"), &id));
    return party_read(cx, db, home, id, &member);
}

static int begin(void **state)
{
    struct wall_work k = { .code = S("DEMO-RAU") };
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, members_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, open_wall, &k));
    home = k.o.org_id;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_member, NULL));
    static const struct feature *const rooms[] = { &members_feature };
    app = (struct app){ .store = kit.store, .features = rooms, .n_features = 1, .auth = { session, wall_of } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, members_feature.invariants, members_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

static struct response ask(struct request rq, const char *who)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Authorization"), str_fmt(&kit.mem, "Bearer %s", who) },
                             { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") } };
    struct response rs = { 0 };
    struct str_cut cut = str_cut(rq.path, '?');
    rq.path = cut.head;
    if (cut.found)
        assert_true(http_parse_form(&kit.mem, cut.tail, &rq.query, &rq.n_query));
    rq.header = header, rq.n_header = 3;
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static struct response get(const char *path, const char *who)
{
    str p = str_fmt(&kit.mem, "%s%slang=en", path, strchr(path, '?') ? "&" : "?");
    return ask((struct request){ .method = METHOD_GET, .path = p }, who);
}

static struct response post(str path, str form, const char *who)
{
    struct request rq = { .method = METHOD_POST, .path = path };
    assert_true(http_parse_form(&kit.mem, form, &rq.form, &rq.n_form));
    return ask(rq, who);
}

static str of_member(const char *end)
{
    return str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld%s", (long long)member.id, end);
}
static bool holds(const struct response *rs, const char *text) { return str_find(rs->body, str_of(text)) >= 0; }
static void expect(const struct response *rs, int status)
{
    if (rs->status != status)
        fail_msg("answered %d\n" STR_FMT, rs->status, STR_ARG(rs->body));
}

/* ---- tests ---- */

static void test_list__searches_without_accents_and_filters(void **state)
{
    (void)state;
    struct response rs = get("/orgs/DEMO-RAU/members?q=gung", "own");
    expect(&rs, 200);
    assert_true(holds(&rs, "DEMO Đỗ Văn Gừng"));
    assert_false(holds(&rs, "TV001"));
    rs = get("/orgs/DEMO-RAU/members?class=affiliate_capital", "own");
    assert_true(holds(&rs, "TV008"));
    assert_false(holds(&rs, "TV001"));
    rs = get("/orgs/DEMO-RAU/members?state=left", "own");
    assert_false(holds(&rs, "TV001"));
    rs = get("/orgs/DEMO-RAU/parties?kind=supplier", "own");
    assert_true(holds(&rs, "NCC01"));
    assert_false(holds(&rs, "KH01"));
    rs = get("/orgs/DEMO-RAU/members?q=gung&format=csv", "own");
    expect(&rs, 200);
    assert_true(holds(&rs, "DEMO Đỗ Văn Gừng"));
    assert_false(holds(&rs, "TV001"));
    rs = get("/orgs/DEMO-RAU/members?format=xlsx", "own");
    expect(&rs, 200);
    assert_true(str_starts(rs.body, S("PK")));
}

static void test_outsiders__see_initials_and_nothing_personal(void **state)
{
    (void)state;
    static const char *const path[] = { "/orgs/DEMO-RAU/members", "/orgs/DEMO-RAU/members?format=csv",
                                        "/api/v1/orgs/DEMO-RAU/members" };
    for (int i = 0; i < COUNT(path); i++) {
        struct response rs = get(path[i], "city");
        expect(&rs, 200);
        assert_true(holds(&rs, "DEMO Đ.V.G."));
        assert_false(holds(&rs, "Gừng"));
        assert_false(holds(&rs, "Xóm DEMO"));
    }
    struct response rs = get(str_z(&kit.mem, of_member("")), "city");
    expect(&rs, 200);
    assert_false(holds(&rs, "Gừng"));
    assert_false(holds(&rs, "/edit"));
    rs = get(str_z(&kit.mem, of_member("/edit")), "city");
    expect(&rs, 404);
    rs = get("/orgs/DEMO-RAU/members?q=gung", "city"); /* a search would tell who the initials are */
    assert_true(holds(&rs, "TV001"));
    rs = get("/orgs/DEMO-LUA/members", "own");
    expect(&rs, 404);
}

static void test_form__adds_warns_and_shows_all_mistakes(void **state)
{
    (void)state;
    str good =
        S("full_name=Th%E1%BB%AD+M%E1%BB%9Bi&birth_on=1980-02-03&personal_number=001180123456&joined_on=2026-01-05"
          "&class=official&agreement_number=9&agreement_on=2026-01-05&intake_mode=bought");
    struct response rs = post(S("/orgs/DEMO-RAU/members"), good, "own");
    expect(&rs, 303);
    rs = post(S("/orgs/DEMO-RAU/members"), good, "own");
    expect(&rs, 409);
    assert_true(holds(&rs, "who is here already"));
    assert_true(holds(&rs, "value=\"Thử Mới\""));
    rs = post(S("/orgs/DEMO-RAU/members"), str_fmt(&kit.mem, STR_FMT "&duplicate_ok=1", STR_ARG(good)), "own");
    expect(&rs, 303);
    rs = post(S("/orgs/DEMO-RAU/members"),
              S("full_name=A&phone=1&personal_number=2&joined_on=2026-01-05&class=official"), "own");
    expect(&rs, 422);
    assert_true(holds(&rs, "8 to 15 digits"));
    assert_true(holds(&rs, "has 12 digits"));
    rs = post(S("/orgs/DEMO-RAU/members"), good, "city");
    expect(&rs, 404);
}

static void test_number__opens_by_explicit_request_only(void **state)
{
    (void)state;
    struct response rs =
        post(of_member("/edit"), S("full_name=DEMO+%C4%90%E1%BB%97+V%C4%83n+G%E1%BB%ABng&personal_number=001082123456"),
             "own");
    expect(&rs, 303);
    rs = get(str_z(&kit.mem, of_member("")), "privacy");
    assert_true(holds(&rs, "••••••3456"));
    assert_false(holds(&rs, "001082123456"));
    assert_true(holds(&rs, "History"));
    rs = post(of_member("/number"), S("x=1"), "own");
    expect(&rs, 403);
    rs = post(of_member("/number"), S("x=1"), "privacy");
    expect(&rs, 200);
    assert_true(holds(&rs, "001082123456"));
}

static void test_pages__answer_whole(void **state)
{
    static const char *const end[] = { "", "/edit", "/class", "/agreement", "/leave", "/join" };
    (void)state;
    for (int i = 0; i < COUNT(end); i++) {
        struct response rs = get(str_z(&kit.mem, of_member(end[i])), "own");
        expect(&rs, 200);
    }
    struct response rs = get(str_z(&kit.mem, of_member("/passbook")), "own");
    expect(&rs, 200);
    assert_true(str_starts(rs.body, S("%PDF")));
    rs = get("/orgs/DEMO-RAU/parties/new", "own");
    expect(&rs, 200);
    rs = post(of_member("/class"), S("class=affiliate_use&from=2018-01-01"), "own");
    expect(&rs, 409);
    rs = post(of_member("/class"), S("class=affiliate_use&from=2026-03-01"), "own");
    expect(&rs, 303);
    rs = get("/orgs/DEMO-RAU/members/999999", "own");
    expect(&rs, 404);
}

static void test_list__statements_do_not_grow_with_rows(void **state)
{
    (void)state;
    db_statement_count = 0;
    struct response rs = get("/orgs/DEMO-RAU/members?per=200", "own");
    expect(&rs, 200);
    assert_true(db_statement_count <= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list__searches_without_accents_and_filters),
        cmocka_unit_test(test_outsiders__see_initials_and_nothing_personal),
        cmocka_unit_test(test_form__adds_warns_and_shows_all_mistakes),
        cmocka_unit_test(test_pages__answer_whole),
        cmocka_unit_test(test_number__opens_by_explicit_request_only),
        cmocka_unit_test(test_list__statements_do_not_grow_with_rows),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

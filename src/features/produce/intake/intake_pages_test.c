/* The sheet as a browser sends it: codes and names, what is asked back, sums under the columns, and the lists that
   pickers ask for. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/intake/intake_pages.h"
#include "web/app.h"

static struct kit kit;
static struct app app;
static struct organisation home;

static result open_home(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &home);
}

static result session(struct web *w, str token)
{
    w->session_id = 1;
    w->cx->actor = (struct actor){
        .user_id = 7, .org_id = home.org_id, .scope_id = home.org_id, .caps = CAP_BIT(CAP_MEMBER_READ)
    };
    if (str_eq(token, S("collector")))
        w->cx->actor.caps |= CAP_BIT(CAP_INTAKE) | CAP_BIT(CAP_STOCK_READ);
    return OK;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    (void)wall;
    if (!str_eq(code, home.code))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("wall.not_found"), .message = S("no"));
    w->org_id = home.org_id;
    w->org_code = home.code;
    return OK;
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &intake_feature };
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, members_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, lots_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, open_home, NULL));
    app = (struct app){ .store = kit.store, .features = rooms, .n_features = 1, .auth = { session, wall_of } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, intake_feature.invariants, intake_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static str ask(struct request rq, const char *who, int status)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct response rs = { 0 };
    struct pair header[] = { { S("Authorization"), str_fmt(&kit.mem, "Bearer %s", who) },
                             { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") } };
    rq.header = header, rq.n_header = 3;
    web_dispatch(&app, &cx, &rq, &rs);
    if (rs.status != status)
        print_error("%d: " STR_FMT "\n", rs.status, STR_ARG(rs.body));
    assert_int_equal(rs.status, status);
    return rs.body;
}

static str pick(const char *list, const char *q, const char *who, int status)
{
    struct pair query[] = { { S("q"), str_of(q) } };
    return ask((struct request){ .method = METHOD_GET,
                                 .path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/intake/pick/%s", list),
                                 .query = query,
                                 .n_query = 1 },
               who, status);
}

static str send(const char *form, int status)
{
    struct request rq = { .method = METHOD_POST, .path = S("/orgs/DEMO-RAU/intake") };
    assert_true(http_parse_form(&kit.mem, str_of(form), &rq.form, &rq.n_form));
    return ask(rq, "collector", status);
}

static bool holds(str page, const char *what) { return str_find(page, str_of(what)) >= 0; }
static int times(str page, const char *what)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(page, str_of(what))) >= 0; n++)
        page = str_sub(page, at + 1, page.n);
    return n;
}

static void test_pick__finds_by_name_without_accents_and_by_code(void **state)
{
    (void)state;
    str s = pick("members", "van ngot", "collector", 200);
    assert_true(holds(s, "{\"value\":\"TV002\",\"label\":\"DEMO Trần Văn Ngót\"}"));
    assert_int_equal(times(s, "\"value\""), 1);
    assert_true(holds(pick("members", "tv00", "collector", 200), "\"choices\":[{\"value\":\"TV00"));
    assert_int_equal(times(pick("members", "", "collector", 200), "\"value\""), 17); /* 16 members, a supplier */
    assert_true(holds(pick("members", "ĐẶNG", "collector", 200), "TV009"));
    assert_false(holds(pick("members", "gio tre", "collector", 200), "KH01")); /* customers deliver nothing */
    assert_true(holds(pick("items", "cai mo", "collector", 200), "\"value\":\"CAIMO\""));
    assert_int_equal(times(pick("items", "%_'", "collector", 200), "\"value\""), 0);
}

static void test_pick__wants_the_capability_and_the_wall(void **state)
{
    struct request rq = { .method = METHOD_GET, .path = S("/orgs/DEMO-LUA/intake/pick/members") };
    (void)state;
    (void)pick("members", "van", "nobody", 403);
    (void)ask(rq, "collector", 404);
}

static void test_sheet__takes_codes_and_names_alike(void **state)
{
    (void)state;
    str s = send("delivered_on=16/11/2026&step=preview&row-0-member=tv001&row-0-item=caimo&row-0-gross=10"
                 "&row-1-member=TV002+%C2%B7+whoever&row-1-item=CAIMO&row-1-gross=10"
                 "&row-2-member=demo+le+thi+den&row-2-item=cai+mo&row-2-gross=1.000,5",
                 200);
    assert_true(holds(s, "DEMO Nguyễn Thị Mướp ·"));
    assert_true(holds(s, "DEMO Trần Văn Ngót ·"));
    assert_true(holds(s, "DEMO Lê Thị Dền ·"));
    assert_true(holds(s, "value=\"demo le thi den\"")); /* what was typed stays */
    /* Three ways to write the item; two of them read alike. */
    assert_true(holds(s, "<td class=\"num\" data-label=\"Gross\" data-total=\"gross\" data-kind=\"qty\" "
                         "data-by=\"item\"><span>caimo 20</span><span>cai mo 1000.5</span></td>"));
}

static void test_sheet__asks_back_where_several_fit_and_keeps_the_good_rows(void **state)
{
    (void)state;
    str s = send("delivered_on=16/11/2026&step=post&row-0-member=TV001&row-0-item=CAIMO&row-0-gross=10"
                 "&row-3-member=van&row-3-item=CAIMO&row-3-gross=10&row-4-member=TV777&row-4-item=CAIMO&row-4-gross=1",
                 422);
    assert_true(holds(s, "href=\"#f-row-3-member\">Row 4: Several fit “van”: TV0"));
    assert_true(holds(
        s, "name=\"row-0-gross\" id=\"f-row-0-gross\" aria-required=\"true\" inputmode=\"decimal\" value=\"10\""));
    s = send("delivered_on=16/11/2026&step=post&row-0-member=TV001&row-0-item=CAIMO&row-0-gross=10"
             "&row-4-member=TV777&row-4-item=CAIMO&row-4-gross=1",
             422);
    assert_true(holds(s, "href=\"#f-row-4-member\""));
}

/* A slip that was posted before is asked about, and goes through when it is confirmed. */
static void test_sheet__warns_of_the_same_slip(void **state)
{
    static const char form[] = "delivered_on=16/11/2026&step=post&row-0-member=TV006&row-0-item=CAIMO&row-0-gross=71,5";
    (void)state;
    (void)send(form, 303);
    str s = send(form, 409);
    assert_true(holds(s, "has the same member, item and weight."));
    assert_true(holds(s, "name=\"confirmed\""));
    (void)send(str_z(&kit.mem, str_fmt(&kit.mem, "%s&confirmed=1", form)), 303);
    s = send("delivered_on=16/11/2026&step=preview&row-0-member=TV007&row-0-item=CAIMO&row-0-gross=5"
             "&row-1-member=TV007&row-1-item=CAIMO&row-1-gross=6&row-1-tare=1",
             409);
    assert_true(holds(s, "Row 1 has the same member, item and weight."));
    s = send("delivered_on=16/11/2026&step=preview&row-0-member=TV007&row-0-item=CAIMO&row-0-gross=5", 200);
    assert_false(holds(s, "name=\"confirmed\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pick__finds_by_name_without_accents_and_by_code),
        cmocka_unit_test(test_pick__wants_the_capability_and_the_wall),
        cmocka_unit_test(test_sheet__takes_codes_and_names_alike),
        cmocka_unit_test(test_sheet__asks_back_where_several_fit_and_keeps_the_good_rows),
        cmocka_unit_test(test_sheet__warns_of_the_same_slip),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

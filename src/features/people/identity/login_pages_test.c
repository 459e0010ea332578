/* Logging in as a browser does it: what a wrong password says, and where the right one leads. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "web/app.h"

#define PASSWORD "đường làng quanh co"

static struct kit kit;
static struct app app;

struct who {
    const char *login, *org, *role;
    str hash;
};

static result add_person(struct cx *cx, struct db *db, void *arg)
{
    const struct who *p = arg;
    struct organisation o;
    int64_t id;
    TRY(org_by_code(cx, db, str_of(p->org), &o));
    return user_add(cx, db,
                    &(struct user_in){ .org_id = o.org_id,
                                       .login = str_of(p->login),
                                       .full_name = S("DEMO Người Thử"),
                                       .role = str_of(p->role),
                                       .hash = p->hash },
                    &id);
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &identity_feature };
    struct who people[] = { { "thu.ketoan", "DEMO-RAU", "accountant", { 0 } },
                            { "thu.canbo", "HANOI-DEMO", "city_officer", { 0 } } };
    str hash;
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, password_prepare(&kit.cx, S(PASSWORD), S("thu.ketoan"), &hash));
    for (int i = 0; i < COUNT(people); i++) {
        people[i].hash = hash;
        kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, add_person, &people[i]));
    }
    app = (struct app){
        .store = kit.store, .features = rooms, .n_features = 1, .secret = { 3 }, .auth = { auth_session, auth_wall }
    };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

static struct response ask(struct request rq, const char *cookie)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Host"), S("localhost") },
                             { S("Cookie"), str_of(cookie) },
                             { S("Accept-Language"), S("en") } };
    struct response rs = { 0 };
    rq.header = header, rq.n_header = 3;
    rq.peer = S("127.0.0.1");
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static str header_of(const struct response *rs, const char *name, const char *begin)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)) && str_starts(rs->header[i].value, str_of(begin)))
            return rs->header[i].value;
    return (str){ 0 };
}

static str hidden(const struct response *rs, const char *name)
{
    str mark = str_fmt(&kit.mem, "name=\"%s\" value=\"", name);
    ptrdiff_t at = str_find(rs->body, mark);
    assert_true(at >= 0);
    return str_cut(str_sub(rs->body, at + mark.n, rs->body.n), '"').head;
}

/* Opens the page, fills the form in, sends it. */
static struct response log_in(const char *login, const char *password, const char *next)
{
    struct pair query[] = { { S("next"), str_of(next) } };
    struct response page = ask(
        (struct request){ .method = METHOD_GET, .path = S("/login"), .query = query, .n_query = *next ? 1 : 0 }, "");
    assert_int_equal(page.status, 200);
    str cookie = str_cut(header_of(&page, "Set-Cookie", "hoptac_visitor"), ';').head;
    struct pair form[] = { { S("csrf"), hidden(&page, "csrf") },
                           { S("request_id"), hidden(&page, "request_id") },
                           { S("login"), str_of(login) },
                           { S("password"), str_of(password) },
                           { S("next"), *next ? hidden(&page, "next") : S("") } };
    return ask((struct request){ .method = METHOD_POST, .path = S("/login"), .form = form, .n_form = COUNT(form) },
               str_z(&kit.mem, cookie));
}

static void expect_place(const struct response *rs, const char *place)
{
    if (rs->status != 303)
        fail_msg("answered %d\n" STR_FMT, rs->status, STR_ARG(rs->body));
    assert_str(header_of(rs, "Location", ""), place);
}

static void test_login__a_wrong_password_is_said_and_the_name_stays(void **state)
{
    (void)state;
    struct response rs = log_in("thu.ketoan", "không phải câu ấy", "/orgs/DEMO-RAU/stock");
    assert_int_equal(rs.status, 401);
    assert_true(str_find(rs.body, S("The user name or the password is wrong.")) > 0);
    assert_true(str_find(rs.body, S("value=\"thu.ketoan\"")) > 0);
    assert_str(hidden(&rs, "next"), "/orgs/DEMO-RAU/stock");
    assert_true(str_find(rs.body, S("phải câu ấy")) < 0);
}

static void test_login__leads_to_ones_books_or_to_the_plan(void **state)
{
    (void)state;
    struct response rs = log_in("thu.ketoan", PASSWORD, "");
    expect_place(&rs, "/orgs/DEMO-RAU");
    rs = log_in("thu.canbo", PASSWORD, "");
    expect_place(&rs, "/plan");
}

static void test_login__goes_on_where_one_wanted_to_go_within_this_site(void **state)
{
    (void)state;
    struct response rs = log_in("thu.ketoan", PASSWORD, "/orgs/DEMO-RAU/stock");
    expect_place(&rs, "/orgs/DEMO-RAU/stock");
    rs = log_in("thu.ketoan", PASSWORD, "//elsewhere.example/");
    expect_place(&rs, "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_login__a_wrong_password_is_said_and_the_name_stays),
        cmocka_unit_test(test_login__leads_to_ones_books_or_to_the_plan),
        cmocka_unit_test(test_login__goes_on_where_one_wanted_to_go_within_this_site),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

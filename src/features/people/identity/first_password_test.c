/* A password that somebody else chose opens one page: the one that asks for one's own. What the administrator does with
   other people's accounts. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"

#define DAY ((int64_t)24 * 3600 * 1000000)
#define FIRST "đường làng quanh co"
#define OWN "bờ tre gốc rạ mùa đông"

static struct kit kit;
static struct app app;
static struct visitor admin;

struct work {
    str login;
    struct user user;
    struct user_standing standing;
    bool found;
};

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct organisation org;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &org));
    TRY(user_by_login(cx, db, w->login, &w->user, &w->found));
    return user_standing(cx, db, w->user.id, org.org_id, &w->standing);
}

static struct work find(const char *login)
{
    struct work w = { .login = str_of(login) };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &w));
    return w;
}

static str encoded(const char *s) { return http_url_encode(&kit.mem, str_of(s)); }

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    admin = visit(&kit, &app);
    visit_login(&admin, "quantri");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

static str place(const struct response *rs)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, S("Location")))
            return rs->header[i].value;
    return S("");
}

static void add(const char *login)
{
    struct response rs = visit_post(&admin, S("/users"),
                                    str_fmt(&kit.mem,
                                            "login=%s&full_name=DEMO+Thu&password=" STR_FMT
                                            "&org=DEMO-RAU&role=accountant",
                                            login, STR_ARG(encoded(FIRST))));
    visit_expect(&rs, 303);
}

static struct response log_in(struct visitor *v, const char *login, const char *password)
{
    *v = visit(&kit, &app);
    struct response rs = visit_get(v, S("/login"));
    visit_expect(&rs, 200);
    return visit_post(v, S("/login"),
                      str_fmt(&kit.mem, "login=%s&password=" STR_FMT, login, STR_ARG(encoded(password))));
}

static void log_in_well(struct visitor *v, const char *login, const char *password)
{
    struct response rs = log_in(v, login, password);
    visit_expect(&rs, 303);
    rs = visit_get(v, S("/me/password")); /* a page with a token */
    visit_expect(&rs, 200);
}

static struct response change(struct visitor *v, const char *current, const char *password)
{
    return visit_post(v, S("/me/password"),
                      str_fmt(&kit.mem, "current=" STR_FMT "&password=" STR_FMT, STR_ARG(encoded(current)),
                              STR_ARG(encoded(password))));
}

static void turned(struct visitor *v, const char *path)
{
    struct response rs = visit_get(v, str_of(path));
    visit_expect(&rs, 303);
    assert_str(place(&rs), "/me/password");
}

static void test_first_password__opens_nothing_but_its_own_change(void **state)
{
    (void)state;
    struct visitor v, other;
    kit.cx.now_at = KIT_NOW;
    add("thu.moi");
    assert_true(find("thu.moi").standing.caps == 0); /* no programs either */
    log_in_well(&v, "thu.moi", FIRST);
    log_in_well(&other, "thu.moi", FIRST);
    turned(&v, "/orgs/DEMO-RAU");
    turned(&v, "/me");
    turned(&v, "/me/second");
    turned(&v, "/unfinished");
    struct response rs = visit_get_json(&v, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 403);
    rs = visit_post(&v, S("/me"), S("lang=en"));
    visit_expect(&rs, 403);
    rs = change(&v, "sai hoàn toàn", OWN);
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "Somebody else chose your password"));
    rs = change(&v, FIRST, FIRST);
    visit_expect(&rs, 422);
    rs = change(&v, FIRST, "thu.moithu.moi"); /* one's own user name */
    visit_expect(&rs, 422);
    rs = change(&v, FIRST, OWN);
    visit_expect(&rs, 303);
    assert_str(place(&rs), "/orgs/DEMO-RAU");
    rs = visit_get(&v, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 200);
    assert_true(find("thu.moi").standing.caps != 0);
    rs = visit_get(&other, S("/me")); /* whoever was in with the old one is out */
    assert_true(str_starts(place(&rs), S("/login")));
    rs = log_in(&v, "thu.moi", FIRST);
    visit_expect(&rs, 401);
}

static void test_first_password__is_good_for_fourteen_days(void **state)
{
    (void)state;
    struct visitor v;
    kit.cx.now_at = KIT_NOW;
    add("thu.cham");
    kit.cx.now_at = KIT_NOW + 14 * DAY + 1;
    struct response rs = log_in(&v, "thu.cham", FIRST);
    visit_expect(&rs, 401);
    assert_true(holds(&rs, "was not used in time"));
    rs = log_in(&v, "thu.cham", "sai hoàn toàn"); /* who does not know it learns nothing */
    visit_expect(&rs, 401);
    assert_false(holds(&rs, "was not used in time"));
    visit_login(&admin, "quantri");
    struct work w = find("thu.cham");
    str path = str_fmt(&kit.mem, "/users/%lld/password", (long long)w.user.id);
    rs = visit_post(&admin, path, S("password=ngan"));
    visit_expect(&rs, 422);
    rs = visit_post(&admin, path, str_fmt(&kit.mem, "password=" STR_FMT, STR_ARG(encoded(FIRST))));
    visit_expect(&rs, 303);
    log_in_well(&v, "thu.cham", FIRST);
    turned(&v, "/orgs/DEMO-RAU");
    kit.cx.now_at = KIT_NOW;
    visit_login(&admin, "quantri");
}

static void test_user_page__gives_and_takes_roles_and_ends_sessions(void **state)
{
    (void)state;
    struct visitor v;
    kit.cx.now_at = KIT_NOW;
    add("thu.vai");
    log_in_well(&v, "thu.vai", FIRST);
    struct response rs = change(&v, FIRST, OWN);
    visit_expect(&rs, 303);
    struct work w = find("thu.vai");
    str page = str_fmt(&kit.mem, "/users/%lld", (long long)w.user.id);
    rs = visit_get(&admin, page);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Accountant") && holds(&rs, "127.0.0.1"));
    rs = visit_post(&admin, str_fmt(&kit.mem, STR_FMT "/roles", STR_ARG(page)), S("org=DEMO-RAU&role=city_officer"));
    visit_expect(&rs, 422); /* no such role in a cooperative */
    rs = visit_post(&admin, str_fmt(&kit.mem, STR_FMT "/roles", STR_ARG(page)), S("org=DEMO-LUA&role=cashier"));
    visit_expect(&rs, 303);
    rs = visit_post(&admin, str_fmt(&kit.mem, STR_FMT "/roles/end", STR_ARG(page)), S("org=DEMO-RAU&role=accountant"));
    visit_expect(&rs, 303);
    assert_true(find("thu.vai").standing.caps == 0);
    rs = visit_get(&v, S("/me"));
    visit_expect(&rs, 200);
    str sessions = str_fmt(&kit.mem, STR_FMT "/sessions", STR_ARG(page));
    rs = visit_post(&admin, sessions, S("id=1"));
    visit_expect(&rs, 422);
    rs = visit_post(&admin, sessions, str_fmt(&kit.mem, "id=%lld", (long long)w.user.id));
    visit_expect(&rs, 303);
    rs = visit_get(&v, S("/me"));
    assert_true(str_starts(place(&rs), S("/login")));
    rs = visit_post(&admin, str_fmt(&kit.mem, STR_FMT "/active", STR_ARG(page)),
                    str_fmt(&kit.mem, "id=%lld", (long long)w.user.id));
    visit_expect(&rs, 303);
    rs = log_in(&v, "thu.vai", OWN);
    visit_expect(&rs, 401);
    rs = visit_get(&admin, S("/users/987654321"));
    visit_expect(&rs, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_password__opens_nothing_but_its_own_change),
        cmocka_unit_test(test_first_password__is_good_for_fourteen_days),
        cmocka_unit_test(test_user_page__gives_and_takes_roles_and_ends_sessions),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

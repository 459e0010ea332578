/* Programs at the door: what a token opens and what not, how it ends, and what the API adds for programs. With the real
   walls and users of the demo, on both databases. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "base/json.h"
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/lots/lots.h"
#include "features/trust/api/api.h"
#include "web/api_guard.h"
#include "web/app.h"

static struct kit kit;
static struct app app;
static struct user clerk, boss; /* ketoan.rau, giamdoc.rau */
static int64_t now = KIT_NOW;

static result find_users(struct cx *cx, struct db *db, void *arg)
{
    bool found;
    (void)arg;
    TRY(user_by_login(cx, db, S("ketoan.rau"), &clerk, &found));
    return user_by_login(cx, db, S("giamdoc.rau"), &boss, &found);
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &organisations_feature, &identity_feature, &members_feature,
                                                   &lots_feature, &api_feature };
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    for (int i = 0; i < 4; i++)
        kit_ok(&kit, rooms[i]->load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_users, NULL));
    assert_true(clerk.id && boss.id);
    app = (struct app){ .store = kit.store,
                        .features = rooms,
                        .n_features = COUNT(rooms),
                        .auth = { auth_session, auth_wall, auth_token } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, api_feature.invariants, api_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

struct asking {
    enum method method;
    const char *path, *json, *peer;
    str token;
    struct pair header;
};

static struct response ask_as(struct asking a)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, now);
    struct str_cut cut = str_cut(str_of(a.path), '?');
    struct request rq = { .method = a.method ? a.method : METHOD_GET,
                          .path = cut.head,
                          .peer = str_of(a.peer ? a.peer : "192.0.2.1"),
                          .body = str_of(a.json ? a.json : "") };
    struct pair header[] = { { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") },
                             { S("Authorization"), str_fmt(&kit.mem, "Bearer " STR_FMT, STR_ARG(a.token)) },
                             { S("Content-Type"), S("application/json") },
                             a.header };
    struct response rs = { 0 };
    rq.header = header, rq.n_header = COUNT(header);
    assert_true(http_parse_form(&kit.mem, cut.tail, &rq.query, &rq.n_query));
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}
#define ask(...) ask_as((struct asking){ __VA_ARGS__ })

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return (str){ 0 };
}

static bool says(const struct response *rs, const char *what) { return str_find(rs->body, str_of(what)) >= 0; }

struct making {
    struct token_new in;
    struct token_made made;
};

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct making *m = arg;
    return token_add(cx, db, &m->in, &m->made);
}

static struct making of_user(const struct user *u, const char *scopes, const char *request)
{
    struct making m = { .in = { .org_id = u->org_id,
                                .user_id = u->id,
                                .name = S("scales"),
                                .until = { 20260401 },
                                .request_id = str_of(request) } };
    kit_ok(&kit, token_scopes_of(&kit.cx, str_of(scopes), &m.in.scopes));
    return m;
}

static struct token_made made(const struct user *u, const char *scopes, const char *request)
{
    struct making m = of_user(u, scopes, request);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &m.in.org_id, 1, add_work, &m));
    return m.made;
}

static result revoke_work(struct cx *cx, struct db *db, void *arg)
{
    return token_revoke(cx, db, clerk.org_id, 0, *(int64_t *)arg);
}

static result switch_off(struct cx *cx, struct db *db, void *arg)
{
    return user_active_set(cx, db, clerk.id, *(bool *)arg);
}

struct listing {
    struct token *row;
    int n;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct listing *l = arg;
    return token_list(cx, db, clerk.org_id, clerk.id, &l->row, &l->n);
}

/* ---- tests ---- */

static void test_token__opens_what_its_scopes_say(void **state)
{
    (void)state;
    str t = made(&clerk, "stock.read", "r1").token;
    assert_true(str_starts(t, S("hpt_")));
    struct response rs = ask(.path = "/api/v1/orgs/DEMO-RAU/items", .token = t);
    assert_int_equal(rs.status, 200);
    assert_true(says(&rs, "{\"demo\":true,\"rows\":[{\"id\":\""));
    assert_int_equal(ask(.path = "/api/v1/orgs/DEMO-RAU/members", .token = t).status, 403);
    assert_int_equal(ask(.path = "/api/v1/orgs/DEMO-LUA/items", .token = t).status, 404);
    rs = ask(.method = METHOD_POST, .path = "/api/v1/orgs/DEMO-RAU/items", .token = t, .json = "{}");
    assert_int_equal(rs.status, 403);
    assert_true(says(&rs, "web.denied"));
}

static void test_token__is_not_a_session(void **state)
{
    (void)state;
    str t = made(&clerk, "stock.read", "r2").token;
    struct response rs = ask(.path = "/orgs/DEMO-RAU/items", .token = t);
    assert_int_equal(rs.status, 403);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/me/password", .token = t, .json = "{}").status, 403);
    assert_int_equal(ask(.method = METHOD_POST, .path = "/api/v1/me/password", .token = t, .json = "{}").status, 404);
    assert_int_equal(
        ask(.method = METHOD_POST, .path = "/api/v1/orgs/DEMO-RAU/tokens", .token = t, .json = "{}").status, 405);
    assert_int_equal(ask(.path = "/api/v1/orgs/DEMO-RAU/tokens", .token = t).status, 200);
}

static void test_token__ends(void **state)
{
    (void)state;
    struct token_made m = made(&clerk, "stock.read member.read", "r3");
    const char *path = "/api/v1/orgs/DEMO-RAU/items";
    bool off = false, on = true;
    assert_int_equal(ask(.path = path, .token = m.token).status, 200);
    now = KIT_NOW + (int64_t)31 * 86400 * 1000000; /* 2 April */
    struct response rs = ask(.path = path, .token = m.token);
    now = KIT_NOW;
    assert_int_equal(rs.status, 401);
    assert_true(says(&rs, "token.refused"));
    assert_str(header_of(&rs, "WWW-Authenticate"), "Bearer realm=\"hoptac\"");
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, switch_off, &off));
    assert_int_equal(ask(.path = path, .token = m.token).status, 401);
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, switch_off, &on));
    assert_int_equal(ask(.path = path, .token = m.token).status, 200);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &clerk.org_id, 1, revoke_work, &m.id));
    assert_int_equal(ask(.path = path, .token = m.token).status, 401);
    assert_int_equal(ask(.path = path, .token = S("hpt_aaaaaaaaaaaaaaaaaaaaaa")).status, 401);
    /* also where nobody needs to be known: a wrong token is a mistake to be told */
    assert_int_equal(ask(.path = "/api/v1/places", .token = m.token).status, 401);
    kit_refused(&kit, store_write(kit.store, &kit.cx, &clerk.org_id, 1, revoke_work, &m.id), "token.not_found");
}

static void test_token__gives_no_more_than_its_user_has(void **state)
{
    (void)state;
    struct making m = of_user(&clerk, "stock.read admin", "r4");
    kit_refused(&kit, store_write(kit.store, &kit.cx, &m.in.org_id, 1, add_work, &m), "token.scope");
    m = of_user(&clerk, "stock.read", "r4");
    m.in.until.ymd = 20280101;
    kit_refused(&kit, store_write(kit.store, &kit.cx, &m.in.org_id, 1, add_work, &m), "token.until");
    m = of_user(&clerk, "stock.read", "r5");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &m.in.org_id, 1, add_work, &m));
    kit_refused(&kit, store_write(kit.store, &kit.cx, &m.in.org_id, 1, add_work, &m), "token.made");
    kit_refused(&kit, token_scopes_of(&kit.cx, S("stock.read everything"), &m.in.scopes), "token.scope");
}

static void test_token__its_use_is_noted(void **state)
{
    (void)state;
    struct listing l = { 0 };
    struct token_made m = made(&clerk, "stock.read", "r6");
    assert_int_equal(ask(.path = "/api/v1/orgs/DEMO-RAU/items", .token = m.token).status, 200);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, list_work, &l));
    int i = 0;
    while (i < l.n && l.row[i].id != m.id)
        i++;
    assert_true(i < l.n);
    assert_true(l.row[i].used_at == KIT_NOW);
    assert_str(l.row[i].state, "live");
    assert_str(l.row[i].scopes, "stock.read");
}

static int n_listed(str token, const char *query)
{
    struct json *tree;
    struct response rs =
        ask(.path = str_z(&kit.mem, str_fmt(&kit.mem, "/api/v1/orgs/DEMO-RAU/tokens%s", query)), .token = token);
    assert_int_equal(rs.status, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    return json_get(tree, S("rows"))->n;
}

static void test_tokens__are_found_by_name_and_state_and_are_ones_own(void **state)
{
    (void)state;
    struct token_made m = made(&clerk, "stock.read", "l1"), of_boss = made(&boss, "stock.read", "l2");
    int all = n_listed(m.token, ""), live = n_listed(m.token, "?state=live");
    assert_true(live >= 1 && live <= all);
    assert_int_equal(n_listed(m.token, "?q=sc%C3%A1les"), all);
    assert_int_equal(n_listed(m.token, "?q=xyzzy"), 0);
    const char *one = str_z(&kit.mem, str_fmt(&kit.mem, "/api/v1/orgs/DEMO-RAU/tokens/%lld", (long long)m.id));
    struct response rs = ask(.path = one, .token = m.token);
    assert_int_equal(rs.status, 200);
    assert_true(says(&rs, "\"name\":\"scales\"") && says(&rs, "\"state\":\"live\""));
    one = str_z(&kit.mem, str_fmt(&kit.mem, "/api/v1/orgs/DEMO-RAU/tokens/%lld", (long long)of_boss.id));
    assert_int_equal(ask(.path = one, .token = m.token).status, 404); /* another's */
    kit_ok(&kit, store_write(kit.store, &kit.cx, &clerk.org_id, 1, revoke_work, &m.id));
    assert_int_equal(n_listed(made(&clerk, "stock.read", "l3").token, "?state=live"), live);
}

static void test_api__writes_with_the_same_form(void **state)
{
    (void)state;
    str t = made(&boss, "stock.read voucher.post", "r7").token;
    const char *path = "/api/v1/orgs/DEMO-RAU/items";
    struct response rs =
        ask(.method = METHOD_POST, .path = path, .token = t, .json = "{\"code\":\"x\",\"nome\":\"y\"}");
    assert_int_equal(rs.status, 400);
    assert_true(says(&rs, "json.unknown"));
    rs = ask(.method = METHOD_POST, .path = path, .token = t, .json = "{\"code\":\"BI\"}");
    assert_int_equal(rs.status, 422);
    assert_true(says(&rs, "\"field\":\"name_vi\"") && says(&rs, "\"field\":\"unit\""));
    rs = ask(.method = METHOD_POST, .path = path, .token = t,
             .json = "{\"code\":\"BI\",\"name_vi\":\"Bí xanh\",\"unit\":\"kg\",\"account\":\"156\"}");
    assert_int_equal(rs.status, 200);
    assert_true(says(&rs, "\"done\":true") && says(&rs, "\"location\":\"/api/v1/orgs/DEMO-RAU/items\""));
    rs = ask(.path = path, .token = t);
    assert_true(says(&rs, "Bí xanh"));
}

static void test_api__what_one_has_is_not_sent_again(void **state)
{
    (void)state;
    struct response rs = ask(.path = "/api/v1/places", .peer = "192.0.2.2");
    assert_int_equal(rs.status, 200);
    str tag = header_of(&rs, "ETag");
    assert_true(str_starts(tag, S("W/\"")));
    rs = ask(.path = "/api/v1/places", .header = { S("If-None-Match"), tag });
    assert_int_equal(rs.status, 304);
    assert_int_equal(rs.body.n, 0);
    rs = ask(.path = "/api/v1/places", .header = { S("If-None-Match"), S("W/\"0123\"") });
    assert_int_equal(rs.status, 200);
}

static void test_api__keys_make_one_request_id(void **state)
{
    (void)state;
    struct web w = { .cx = &kit.cx };
    struct pair header[] = { { S("Idempotency-Key"), S("order 17") } };
    struct request rq = { .path = S("/api/v1/x"), .header = header, .n_header = 1 };
    str one, two;
    w.rq = &rq;
    kit_ok(&kit, api_request_id(&w, &one));
    kit_ok(&kit, api_request_id(&w, &two));
    assert_true(one.n == 36 && str_eq(one, two));
    header[0].value = S("order 18");
    kit_ok(&kit, api_request_id(&w, &two));
    assert_false(str_eq(one, two));
    header[0].value = S("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    kit_ok(&kit, api_request_id(&w, &one));
    assert_str(one, "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
}

static void test_api__has_limits(void **state)
{
    (void)state;
    struct response rs = { 0 };
    for (int i = 0; i <= API_BURST + 200 && rs.status != 429; i++)
        rs = ask(.path = "/api/v1/nothing/here", .peer = "192.0.2.9");
    assert_int_equal(rs.status, 429);
    assert_true(says(&rs, "web.limit"));
    int64_t seconds;
    assert_true(str_to_i64(header_of(&rs, "Retry-After"), &seconds) && seconds >= 1);
    assert_int_equal(ask(.path = "/api/v1/nothing/here", .peer = "192.0.2.10").status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token__opens_what_its_scopes_say),
        cmocka_unit_test(test_token__is_not_a_session),
        cmocka_unit_test(test_token__ends),
        cmocka_unit_test(test_token__gives_no_more_than_its_user_has),
        cmocka_unit_test(test_token__its_use_is_noted),
        cmocka_unit_test(test_tokens__are_found_by_name_and_state_and_are_ones_own),
        cmocka_unit_test(test_api__writes_with_the_same_form),
        cmocka_unit_test(test_api__what_one_has_is_not_sent_again),
        cmocka_unit_test(test_api__keys_make_one_request_id),
        cmocka_unit_test(test_api__has_limits),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

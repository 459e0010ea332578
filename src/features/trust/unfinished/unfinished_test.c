/* What was typed and not sent: kept sealed for its owner alone, without what is secret; comes back as the form; goes
   when the form is sent, and after thirty days; survives the end of a session. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/unfinished/unfinished.h"
#include "os/os.h"
#include "unfinished.sql.h"

static struct kit kit;
static struct app app;
static str accountant, director; /* tokens */

static str enter(const char *who, int64_t now)
{
    struct login_done done;
    kit.cx.now_at = now;
    kit_ok(&kit, login_start(&kit.cx, kit.store,
                             &(struct login){ .login = str_of(who), .peer = S("::1"), .demo = true }, &done));
    return done.token;
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &members_feature, &unfinished_feature };
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, identity_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, members_feature.load_demo(&kit.cx, kit.store));
    app = (struct app){ .store = kit.store,
                        .features = rooms,
                        .n_features = 2,
                        .auth = { auth_session, auth_wall },
                        .keep = { unfinished_park, unfinished_sent } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    accountant = enter("ketoan.rau", KIT_NOW);
    director = enter("giamdoc.rau", KIT_NOW);
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, unfinished_feature.invariants, unfinished_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

struct asked {
    enum method method;
    const char *path;
    str form, token;
    int64_t later; /* µs after KIT_NOW */
    int status;    /* 0 = 200 */
};

static struct response ask(struct asked a)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW + a.later);
    struct response rs = { 0 };
    struct str_cut cut = str_cut(str_of(a.path), '?');
    struct request rq = { .method = a.method, .path = cut.head, .peer = S("::1") };
    struct pair header[] = { { S("Authorization"), str_fmt(&kit.mem, "Bearer " STR_FMT, STR_ARG(a.token)) },
                             { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") } };
    rq.header = header, rq.n_header = 3;
    assert_true(http_parse_form(&kit.mem, a.form, &rq.form, &rq.n_form));
    assert_true(
        http_parse_form(&kit.mem, str_fmt(&kit.mem, STR_FMT "&lang=en", STR_ARG(cut.tail)), &rq.query, &rq.n_query));
    web_dispatch(&app, &cx, &rq, &rs);
    int want = a.status ? a.status : 200;
    if (rs.status != want)
        print_error("%s: %d " STR_FMT "\n", a.path, rs.status, STR_ARG(rs.body));
    assert_int_equal(rs.status, want);
    return rs;
}
#define ask(...) ask((struct asked){ __VA_ARGS__ })

static bool holds(str page, str what) { return str_find(page, what) >= 0; }

static str header_of(const struct response *rs, str name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, name))
            return rs->header[i].value;
    return S("");
}

#define NEW_MEMBER "/orgs/DEMO-RAU/members"
#define DAY ((int64_t)24 * 3600 * 1000000)

/* A form as the script sends it. */
static str typed(str request_id, const char *more)
{
    return str_fmt(&kit.mem, "form_path=%%2Forgs%%2FDEMO-RAU%%2Fmembers&request_id=" STR_FMT "&%s", STR_ARG(request_id),
                   more);
}

static result count_work(struct cx *cx, struct db *db, void *arg)
{
    struct unfinished_row *row;
    return unfinished_list(cx, db, S(""), &row, arg);
}

static int64_t newest(str token, int64_t later)
{
    str s = ask(METHOD_GET, "/unfinished?path=" NEW_MEMBER, S(""), token, later).body;
    ptrdiff_t at = str_find(s, S("\"id\":\""));
    int64_t id = 0;
    if (at >= 0)
        assert_true(str_to_i64(str_cut(str_sub(s, at + 6, s.n), '"').head, &id));
    return id;
}

static result raw_work(struct cx *cx, struct db *db, void *arg)
{
    struct unfinished_get *row = arg;
    bool found;
    (void)cx;
    TRY(unfinished_get(db, (struct unfinished_get_args){ .id = row->id, .user_id = kit.cx.actor.user_id }, row,
                       &found));
    assert_true(found);
    return OK;
}

static void test_keep__comes_back_as_the_form_without_secrets(void **state)
{
    str id = os_uuid7(&kit.mem);
    (void)state;
    (void)ask(METHOD_POST, "/unfinished",
              typed(id, "full_name=DEMO+Ho%C3%A0ng+D%E1%BB%9F+Dang&personal_number=001099000123"
                        "&phone=0900000009&nonsense=1"),
              accountant);
    int64_t kept = newest(accountant, 0);
    assert_true(kept > 0);
    str page =
        ask(METHOD_GET, str_z(&kit.mem, str_fmt(&kit.mem, "/unfinished/%lld", (long long)kept)), S(""), accountant)
            .body;
    assert_true(holds(page, S("value=\"DEMO Hoàng Dở Dang\"")));
    assert_true(holds(page, S("value=\"0900000009\"")));
    assert_true(holds(page, id));
    assert_true(holds(page, S("Nothing has been sent yet")));
    assert_false(holds(page, S("001099000123")));
    assert_false(holds(page, S("error-summary")));
    assert_true(holds(ask(METHOD_GET, "/unfinished", S(""), accountant).body, S("Add a member")));
}

static void test_keep__is_sealed_and_nobody_elses(void **state)
{
    struct unfinished_get row = { .id = newest(accountant, 0) };
    char path[64];
    (void)state;
    snprintf(path, sizeof path, "/unfinished/%lld", (long long)row.id);
    assert_int_equal(newest(director, 0), 0);
    (void)ask(METHOD_GET, path, S(""), director, .status = 404);
    (void)ask(METHOD_POST, path, S(""), director, .status = 303); /* deletes nothing of another's */
    assert_int_equal(newest(accountant, 0), row.id);
    int64_t owner;
    kit_ok(&kit, session_owner(&kit.cx, kit.store, accountant, &owner));
    kit.cx.actor.user_id = owner;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, raw_work, &row));
    assert_false(holds(row.sealed_bytes, S("Dang")));
    assert_false(holds(row.sealed_bytes, S("full_name")));
}

static void test_keep__goes_when_the_form_is_sent(void **state)
{
    str id = os_uuid7(&kit.mem);
    int64_t before = newest(accountant, 0), kept;
    (void)state;
    (void)ask(METHOD_POST, "/unfinished", typed(id, "full_name=DEMO+Ng%C6%B0%E1%BB%9Di+Xong"), accountant);
    kept = newest(accountant, 0);
    assert_true(kept != before);
    (void)ask(METHOD_POST, NEW_MEMBER, typed(id, "full_name="), accountant,
              .status = 422); /* a mistake loses nothing */
    assert_int_equal(newest(accountant, 0), kept);
    (void)ask(METHOD_POST, NEW_MEMBER,
              typed(id, "full_name=DEMO+Ng%C6%B0%E1%BB%9Di+Xong&joined_on=1/1/2026&class=official"), accountant,
              .status = 303);
    assert_int_equal(newest(accountant, 0), before);
}

static void test_keep__refuses_what_is_no_form(void **state)
{
    (void)state;
    (void)ask(METHOD_POST, "/unfinished", S("form_path=%2Flogin&full_name=x"), accountant, .status = 404);
    (void)ask(METHOD_POST, "/unfinished", S("form_path=%2Forgs%2FDEMO-RAU%2Fmembers&full_name=x"), S("nobody"),
              .status = 303);
}

static void test_session__its_end_keeps_what_was_sent(void **state)
{
    str id = os_uuid7(&kit.mem);
    (void)state;
    struct response rs =
        ask(METHOD_POST, NEW_MEMBER, typed(id, "full_name=DEMO+Qu%C3%A1+Gi%E1%BB%9D"), accountant, 3 * DAY, 303);
    str where = header_of(&rs, S("Location"));
    assert_true(str_starts(where, S("/login?next=%2Funfinished%2F")));
    str again = enter("ketoan.rau", KIT_NOW + 3 * DAY);
    int64_t kept = newest(again, 3 * DAY);
    assert_true(str_ends(where, str_from_i64(&kit.mem, kept)));
    str page =
        ask(METHOD_GET, str_z(&kit.mem, str_fmt(&kit.mem, "/unfinished/%lld", (long long)kept)), S(""), again, 3 * DAY)
            .body;
    assert_true(holds(page, S("value=\"DEMO Quá Giờ\"")));
    /* an unknown token keeps nothing */
    rs = ask(METHOD_POST, NEW_MEMBER, typed(id, "full_name=x"), S("unknown"), 3 * DAY, 303);
    assert_true(str_ends(header_of(&rs, S("Location")), S("members")));
}

static void test_job__forgets_after_thirty_days(void **state)
{
    int n = -1;
    (void)state;
    kit.cx.now_at = KIT_NOW + 31 * DAY;
    kit_ok(&kit, unfinished_old(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, count_work, &n));
    assert_int_equal(n, 1); /* typed three days later */
    kit.cx.now_at = KIT_NOW + 40 * DAY;
    kit_ok(&kit, unfinished_old(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, count_work, &n));
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep__comes_back_as_the_form_without_secrets),
        cmocka_unit_test(test_keep__is_sealed_and_nobody_elses),
        cmocka_unit_test(test_keep__goes_when_the_form_is_sent),
        cmocka_unit_test(test_keep__refuses_what_is_no_form),
        cmocka_unit_test(test_session__its_end_keeps_what_was_sent),
        cmocka_unit_test(test_job__forgets_after_thirty_days),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

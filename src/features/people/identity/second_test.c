/* Logging in in two steps, as browsers do it: set up by a code, asked for after the password, a code and a recovery
   code once each, slowed down on failures, taken off by an administrator, required by an organisation's rule. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "features/people/identity/second.h"
#include "features/people/organisations/organisations.h"
#include "second.sql.h"

#define SECOND ((int64_t)1000000)
#define MINUTE (60 * SECOND)
#define PASSWORD "đường làng quanh co"

static struct kit kit;
static struct app app;

struct work {
    const char *login, *role;
    struct user user;
    struct organisation org;
    struct second_seal seal;
    struct second second;
    struct second_get row;
    str key, hash, rule;
    bool found, gone;
    int64_t user_id;
};

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &w->org));
    return user_add(cx, db,
                    &(struct user_in){ .org_id = w->org.org_id,
                                       .login = str_of(w->login),
                                       .full_name = S("DEMO Người Thử"),
                                       .role = str_of(w->role),
                                       .hash = w->hash,
                                       .is_own = true },
                    &w->user_id);
}

static result state_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(user_by_login(cx, db, str_of(w->login), &w->user, &w->found));
    TRY(second_get(db, (struct second_get_args){ .user_id = w->user.id }, &w->row, &w->found));
    TRY(second_key(cx, db, w->user.id, &w->seal, &w->key));
    return second_state(cx, db, w->user.id, &w->second);
}

static struct work state_of(const char *login)
{
    struct work w = { .login = login };
    kit_ok(&kit, second_seal_get(&kit.cx, kit.store, &w.seal));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, state_work, &w));
    return w;
}

static int begin(void **state)
{
    static const char *const people[] = { "thu.hai", "thu.ba", "thu.tu", "thu.nam", "thu.sau", "thu.bay" };
    struct work w = { 0 };
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, password_prepare(&kit.cx, S(PASSWORD), S("x"), &w.hash));
    for (int i = 0; i < (int)(sizeof people / sizeof *people); i++) {
        w.login = people[i];
        w.role = str_eq(str_of(people[i]), S("thu.bay")) ? "member" : "accountant";
        kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, add_work, &w));
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* ---- as a browser does it ---- */

static str place(const struct response *rs)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, S("Location")))
            return rs->header[i].value;
    return S("");
}

static char half[64];

static void keep_half(const struct response *rs)
{
    str mark = S("hoptac_half_80=");
    for (int i = 0; i < rs->n_header; i++) {
        str v = rs->header[i].value;
        if (!str_eq_nocase(rs->header[i].name, S("Set-Cookie")) || !str_starts(v, mark))
            continue;
        str value = str_cut(str_sub(v, mark.n, v.n), ';').head;
        assert_true(value.n < 64);
        memcpy(half, value.s, (size_t)value.n);
        half[value.n] = 0;
    }
}

static str encoded(const char *s) { return http_url_encode(&kit.mem, str_of(s)); }

/* Name and password: where it leads. */
static str log_in(struct visitor *v, const char *login)
{
    *v = visit(&kit, &app);
    struct response rs = visit_get(v, S("/login"));
    visit_expect(&rs, 200);
    rs = visit_post(v, S("/login"),
                    str_fmt(&kit.mem, "login=%s&password=" STR_FMT, login, STR_ARG(encoded(PASSWORD))));
    visit_expect(&rs, 303);
    keep_half(&rs);
    return place(&rs);
}

/* The kit keeps two cookies only: the one of the second step goes along as the visitor's header. */
static struct response send_code(struct visitor *v, str code)
{
    struct pair form[] = { { S("csrf"), str_of(v->csrf) }, { S("code"), code } };
    struct pair header[] = { visit_header("Accept", "text/html"), visit_header("Sec-Fetch-Site", "same-origin"),
                             { S("Cookie"), str_fmt(&kit.mem, "hoptac_half_80=%s; hoptac_visitor_80=%s", half,
                                                    v->visitor) } };
    struct response rs = visit_send(v, (struct request){ .method = METHOD_POST,
                                                         .path = S("/login/code"),
                                                         .header = header,
                                                         .n_header = 3,
                                                         .form = form,
                                                         .n_form = 2 });
    return rs;
}

static str code_of(str key, int64_t at)
{
    return str_fmt(&kit.mem, "%06u", (unsigned)code_at(key, code_step(at), CODE_DIGITS));
}

static str recovery_in(const struct response *rs, int i)
{
    ptrdiff_t at = 0;
    for (int k = 0; k <= i; k++) {
        ptrdiff_t next = str_find(str_sub(rs->body, at, rs->body.n), S("<code>"));
        assert_true(next >= 0);
        at += next + 6;
    }
    return str_dup(&kit.mem, str_cut(str_sub(rs->body, at, rs->body.n), '<').head);
}

/* Sets it up from the start; the key and the page with the recovery codes. */
static struct response set_up(struct visitor *v, const char *login, str *key)
{
    struct response rs = visit_get(v, S("/me/second"));
    visit_expect(&rs, 200);
    rs = visit_post(v, S("/me/second"), S("password=sai"));
    visit_expect(&rs, 422);
    rs = visit_post(v, S("/me/second"), str_fmt(&kit.mem, "password=" STR_FMT, STR_ARG(encoded(PASSWORD))));
    visit_expect(&rs, 303);
    *key = state_of(login).key;
    rs = visit_get(v, S("/me/second"));
    assert_true(holds(&rs, str_z(&kit.mem, code_key_text(&kit.mem, *key))) && holds(&rs, "<svg class=\"qr\""));
    rs = visit_post(v, S("/me/second/on"), S("code=000000"));
    visit_expect(&rs, 422);
    assert_false(state_of(login).second.is_on);
    rs = visit_post(v, S("/me/second/on"),
                    str_fmt(&kit.mem, "code=" STR_FMT, STR_ARG(code_of(*key, kit.cx.now_at))));
    visit_expect(&rs, 200);
    return rs;
}

/* ---- */

static void test_second__is_asked_for_once_it_is_set_up(void **state)
{
    (void)state;
    struct visitor v;
    str key;
    kit.cx.now_at = KIT_NOW;
    assert_str(log_in(&v, "thu.hai"), "/orgs/DEMO-RAU");
    struct response rs = set_up(&v, "thu.hai", &key);
    assert_int_equal(state_of("thu.hai").second.n_left, RECOVERY_CODES);
    str recovery = recovery_in(&rs, 0), other = recovery_in(&rs, 9);
    assert_false(str_eq(recovery, other));
    rs = visit_get(&v, S("/me/second"));
    assert_false(holds(&rs, str_z(&kit.mem, recovery))); /* shown once */
    assert_false(holds(&rs, str_z(&kit.mem, code_key_text(&kit.mem, key))));
    /* the password alone opens nothing any more */
    assert_str(log_in(&v, "thu.hai"), "/login/code");
    assert_int_equal(v.session[0], 0);
    rs = visit_get(&v, S("/orgs/DEMO-RAU"));
    assert_true(str_starts(place(&rs), S("/login")));
    /* the code that switched it on was used */
    rs = send_code(&v, code_of(key, KIT_NOW));
    visit_expect(&rs, 422);
    kit.cx.now_at = KIT_NOW + 30 * SECOND;
    rs = send_code(&v, code_of(key, kit.cx.now_at));
    visit_expect(&rs, 303);
    assert_str(place(&rs), "/orgs/DEMO-RAU");
    rs = visit_get(&v, S("/orgs/DEMO-RAU"));
    visit_expect(&rs, 200);
    /* the same code again, in another log-in */
    (void)log_in(&v, "thu.hai");
    rs = send_code(&v, code_of(key, kit.cx.now_at));
    visit_expect(&rs, 422);
    /* a recovery code once, however it is written */
    rs = send_code(&v, str_fmt(&kit.mem, " " STR_FMT " ", STR_ARG(recovery)));
    visit_expect(&rs, 303);
    assert_int_equal(state_of("thu.hai").second.n_left, RECOVERY_CODES - 1);
    (void)log_in(&v, "thu.hai");
    rs = send_code(&v, recovery);
    visit_expect(&rs, 422);
}

static void test_second__keeps_neither_key_nor_codes_in_the_open(void **state)
{
    (void)state;
    struct visitor v;
    str key;
    kit.cx.now_at = KIT_NOW + 10 * MINUTE;
    (void)log_in(&v, "thu.ba");
    struct response rs = set_up(&v, "thu.ba", &key);
    (void)rs;
    struct work w = state_of("thu.ba");
    assert_true(str_find(w.row.sealed_bytes, key) < 0);
    assert_int_equal(w.key.n, 0); /* never told again */
    assert_int_equal(key.n, CODE_KEY);
}

static void test_second__is_slowed_down_and_gives_up(void **state)
{
    (void)state;
    struct visitor v;
    str key;
    struct response rs = { 0 };
    kit.cx.now_at = KIT_NOW + 20 * MINUTE;
    (void)log_in(&v, "thu.tu");
    rs = set_up(&v, "thu.tu", &key);
    kit.cx.now_at += MINUTE;
    (void)log_in(&v, "thu.tu");
    for (int i = 0; i < 5; i++) {
        rs = send_code(&v, S("000000"));
        visit_expect(&rs, 422);
    }
    rs = send_code(&v, code_of(key, kit.cx.now_at)); /* this log-in is used up */
    assert_true(str_starts(place(&rs), S("/login")));
    (void)log_in(&v, "thu.tu");
    for (int i = 0; i < 3; i++)
        rs = send_code(&v, S("000000"));
    rs = send_code(&v, code_of(key, kit.cx.now_at)); /* eight failures close the account for a while */
    visit_expect(&rs, 503);
    kit.cx.now_at += 16 * MINUTE;
    (void)log_in(&v, "thu.tu");
    kit.cx.now_at += 5 * MINUTE + 1;
    rs = send_code(&v, code_of(key, kit.cx.now_at)); /* too slow */
    assert_true(str_starts(place(&rs), S("/login")));
    (void)log_in(&v, "thu.tu");
    rs = send_code(&v, code_of(key, kit.cx.now_at));
    visit_expect(&rs, 303);
}

static void test_second__is_taken_off_by_code_or_by_the_administrator(void **state)
{
    (void)state;
    struct visitor v, admin = visit(&kit, &app);
    str key;
    kit.cx.now_at = KIT_NOW + 60 * MINUTE;
    (void)log_in(&v, "thu.nam");
    struct response rs = set_up(&v, "thu.nam", &key);
    rs = visit_post(&v, S("/me/second/off"), S("code=111111"));
    visit_expect(&rs, 422);
    kit.cx.now_at += MINUTE;
    rs = visit_post(&v, S("/me/second/codes"),
                    str_fmt(&kit.mem, "code=" STR_FMT, STR_ARG(code_of(key, kit.cx.now_at))));
    visit_expect(&rs, 200);
    str fresh = recovery_in(&rs, 3);
    rs = visit_post(&v, S("/me/second/off"), str_fmt(&kit.mem, "code=" STR_FMT, STR_ARG(fresh)));
    visit_expect(&rs, 303);
    assert_str(log_in(&v, "thu.nam"), "/orgs/DEMO-RAU");
    kit.cx.now_at += MINUTE;
    rs = set_up(&v, "thu.nam", &key);
    visit_login(&admin, "quantri");
    struct work w = state_of("thu.nam");
    str path = str_fmt(&kit.mem, "/users/%lld/second", (long long)w.user.id);
    rs = visit_post(&admin, path, str_fmt(&kit.mem, "id=%lld", (long long)w.user.id));
    visit_expect(&rs, 303);
    assert_false(state_of("thu.nam").second.is_on);
    assert_str(log_in(&v, "thu.nam"), "/orgs/DEMO-RAU");
    rs = visit_post(&admin, path, str_fmt(&kit.mem, "id=%lld", (long long)w.user.id));
    visit_expect(&rs, 404);
}

static result rule_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &w->org));
    return org_setting_set(cx, db, w->org.org_id, S("second_factor"), w->rule);
}

static void set_rule(const char *rule)
{
    struct work w = { .rule = str_of(rule) };
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, rule_work, &w));
}

static void test_second__may_be_required_of_whoever_moves_money(void **state)
{
    (void)state;
    struct visitor v, watcher = visit(&kit, &app);
    str key;
    kit.cx.now_at = KIT_NOW + 120 * MINUTE;
    set_rule("money");
    (void)log_in(&v, "thu.sau");
    struct response rs = visit_get(&v, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 303);
    assert_str(place(&rs), "/me/second");
    rs = visit_get_json(&v, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 403);
    assert_true(holds(&rs, "web.hold"));
    rs = visit_post(&v, S("/unfinished/1/delete"), S(""));
    assert_true(rs.status >= 400);
    visit_login(&watcher, "kiemsoat.rau"); /* reads the books only */
    rs = visit_get(&watcher, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 200);
    rs = set_up(&v, "thu.sau", &key);
    rs = visit_get(&v, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 200);
    kit.cx.now_at += MINUTE;
    rs = visit_post(&v, S("/me/second/off"),
                    str_fmt(&kit.mem, "code=" STR_FMT, STR_ARG(code_of(key, kit.cx.now_at))));
    visit_expect(&rs, 409);
    set_rule("all");
    rs = visit_get(&watcher, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 303);
    set_rule("off");
    rs = visit_get(&watcher, S("/orgs/DEMO-RAU/vouchers"));
    visit_expect(&rs, 200);
}

static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return user_forget(cx, db, w->user.id, &w->gone);
}

static void test_second__goes_with_a_user_who_is_forgotten(void **state)
{
    (void)state;
    struct visitor v;
    str key;
    set_rule("off");
    kit.cx.now_at = KIT_NOW + 120 * MINUTE;
    (void)log_in(&v, "thu.bay");
    struct response rs = set_up(&v, "thu.bay", &key);
    assert_str(log_in(&v, "thu.bay"), "/login/code");
    struct work w = state_of("thu.bay");
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, forget_work, &w));
    assert_true(w.gone);
    kit.cx.now_at += MINUTE;
    rs = send_code(&v, code_of(key, kit.cx.now_at)); /* the log-in that waited */
    assert_true(str_starts(place(&rs), S("/login")));
    str name = str_fmt(&kit.mem, "da-xoa-%lld", (long long)w.user.id);
    struct work after = state_of(str_z(&kit.mem, name));
    assert_int_equal(after.user.id, w.user.id);
    assert_false(after.found || after.second.is_on || after.second.n_left);
    assert_int_equal(after.user.second_at, 0);
    /* who had other roles stands under what was recorded, and keeps them */
    w = state_of("thu.hai");
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, forget_work, &w));
    assert_false(w.gone);
    assert_true(state_of("thu.hai").second.is_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_second__is_asked_for_once_it_is_set_up),
        cmocka_unit_test(test_second__keeps_neither_key_nor_codes_in_the_open),
        cmocka_unit_test(test_second__is_slowed_down_and_gives_up),
        cmocka_unit_test(test_second__is_taken_off_by_code_or_by_the_administrator),
        cmocka_unit_test(test_second__may_be_required_of_whoever_moves_money),
        cmocka_unit_test(test_second__goes_with_a_user_who_is_forgotten),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

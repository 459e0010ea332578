/* Webhooks as a director uses them: mistakes at their fields, the secret once, a test, messages, an end. */
#include "tests/kit/kit.h"
#include "tests/kit/receiver.h"
#include "tests/kit/visit.h"

#include "features/trust/hooks/hooks_parts.h"

static struct kit kit;
static struct app app;
static struct receiver there;
static struct visitor boss;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    receiver_start(&there);
    boss = visit(&kit, &app);
    visit_login(&boss, "giamdoc.rau");
    return 0;
}

static int end(void **state)
{
    (void)state;
    receiver_stop(&there);
    kit_check_invariants(&kit, hooks_feature.invariants, hooks_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static result allow(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return hook_network_allow(cx, db, S("127.0.0.1"), true);
}

#define AT "/orgs/DEMO-RAU/webhooks"

static str page(const char *path)
{
    struct response rs = visit_get(&boss, str_of(path));
    visit_expect(&rs, 200);
    return rs.body;
}

/* "/orgs/DEMO-RAU/webhooks/17" of the newest subscription */
static str last_path(void)
{
    str body = page(AT), found = S("");
    for (ptrdiff_t at; (at = str_find(body, S("href=\"" AT "/"))) >= 0; body = str_sub(body, at + 6, body.n)) {
        str path = str_cut(str_sub(body, at + 6, body.n), '"').head;
        if (path.s[path.n - 1] >= '0' && path.s[path.n - 1] <= '9')
            found = path;
    }
    return found;
}

static struct response send(const char *path, str form) { return visit_post(&boss, str_of(path), form); }

static void test_subscribing__keeps_what_was_typed(void **state)
{
    (void)state;
    (void)page(AT);
    struct response rs = send(AT, S("url=http%3A%2F%2Fexample.org%2Fx&row-0-event=voucher.posted&row-0-on=1"
                                    "&row-1-event=voucher.voided"));
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "Messages leave this machine by https only."));
    assert_true(holds(&rs, "http://example.org/x") && holds(&rs, "checked\n>"));
    rs = send(AT, S("url=https%3A%2F%2Fexample.org%2Fx&row-0-event=voucher.posted"));
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "Choose what the other system is told of."));
    assert_false(holds(&rs, "checked\n>"));
    rs = send(AT, S("url="));
    assert_int_equal(rs.status, 422);
}

static void test_secret__is_shown_once(void **state)
{
    str form = str_fmt(&kit.mem,
                       "url=http%%3A%%2F%%2F127.0.0.1%%3A%d%%2F&row-0-event=voucher.posted&row-0-on=1"
                       "&request_id=0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
                       there.port);
    (void)state;
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, allow, NULL));
    (void)page(AT);
    struct response rs = send(AT, form);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "whsec_"));
    assert_int_equal(send(AT, form).status, 409);
    str path = last_path();
    assert_true(path.n > 0);
    assert_true(str_find(page(str_z(&kit.mem, path)), S("whsec_")) < 0);
    rs = visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/secret", STR_ARG(path)), S(""));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "whsec_"));
}

static void test_messages__are_sent_listed_and_sent_again(void **state)
{
    static const int plan[] = { 200, 500 };
    (void)state;
    str path = last_path();
    receiver_plan(&there, plan, 2);
    struct response rs = visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/test", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    assert_int_equal(receiver_count(&there), 1);
    str list = page(AT "/deliveries");
    assert_true(str_find(list, S("A test")) > 0 && str_find(list, S("answer 200")) > 0);
    (void)visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/test", STR_ARG(path)), S(""));
    assert_int_equal(receiver_count(&there), 2);
    list = page(AT "/deliveries?state=waiting");
    assert_true(str_find(list, S("answer 500")) > 0 && str_find(list, S("answer 200")) < 0);
    (void)page(AT "/deliveries?sort=by_event");
    (void)page(AT "/deliveries?sort=-by_event");
    rs = visit_get(&boss, S(AT "/deliveries?format=csv"));
    visit_expect(&rs, 200);
    rs = visit_get_json(&boss, S("/api/v1" AT "/deliveries"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "\"event\":\"hook.test\"") && holds(&rs, "\"answer_status\":500"));
    (void)page(AT "/again?id=1");
    rs = send(AT "/again", S("row-0-id=1"));
    visit_expect(&rs, 303);
    (void)page(AT "/again");
    rs = send(AT "/again", S(""));
    visit_expect(&rs, 303);
}

static void test_subscription__ends(void **state)
{
    (void)state;
    str path = last_path();
    struct response rs = visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/switch", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    assert_true(str_find(page(str_z(&kit.mem, path)), S("Turn on")) > 0);
    rs = visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/test", STR_ARG(path)), S(""));
    assert_int_equal(rs.status, 409);
    (void)page(AT);
    rs = visit_post(&boss, str_fmt(&kit.mem, STR_FMT "/remove", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    assert_int_equal(visit_get(&boss, path).status, 404);
    assert_int_equal(last_path().n, 0);
}

/* Whoever keeps the books does not decide what leaves them. */
static void test_accountant__may_not(void **state)
{
    struct visitor clerk = visit(&kit, &app);
    (void)state;
    visit_login(&clerk, "ketoan.rau");
    assert_int_equal(visit_get(&clerk, S(AT)).status, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subscribing__keeps_what_was_typed),
        cmocka_unit_test(test_secret__is_shown_once),
        cmocka_unit_test(test_messages__are_sent_listed_and_sent_again),
        cmocka_unit_test(test_subscription__ends),
        cmocka_unit_test(test_accountant__may_not),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

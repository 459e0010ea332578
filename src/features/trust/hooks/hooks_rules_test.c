/* Waiting, signing, the words of a message, and where messages may go: frozen, because other systems rely on them. */
#include "tests/kit/kit.h"

#include "base/json.h"
#include "features/trust/hooks/hooks_parts.h"
#include "web/openapi.h"

static struct kit kit;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

static void test_wait__doubles_up_to_six_hours(void **state)
{
    static const int minutes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360 };
    (void)state;
    for (int i = 0; i < COUNT(minutes); i++)
        assert_int_equal(hook_wait(i + 1, 0), minutes[i] * 60 * HOOK_SECOND);
    assert_int_equal(hook_wait(1000000, 0), 360 * 60 * HOOK_SECOND);
    for_all (p, 500) {
        int64_t n = 1 + prop_below(&p, 20), wait = hook_wait(n, (uint32_t)prop_u64(&p)), least = hook_wait(n, 0);
        assert_true(wait >= least && wait < least + least / 4);
    }
}

/* printf 't.body' | openssl dgst -sha256 -hmac secret */
static void test_signature__vectors(void **state)
{
    static const str secret[] = { LIT("whsec_one"), LIT("whsec_two") };
    (void)state;
    assert_str(hook_signature(&kit.mem, 1772413200, S("{\"id\":\"7-12\"}"), secret, 1),
               "t=1772413200,v1=25bb23b9a47ff1cbf21a378b84888814ef92405c9a2c9baeeffcdcb1610742fa");
    assert_str(hook_signature(&kit.mem, 1772413200, S("{\"id\":\"7-12\"}"), secret, 2),
               "t=1772413200,v1=25bb23b9a47ff1cbf21a378b84888814ef92405c9a2c9baeeffcdcb1610742fa,"
               "v1=47baf6f96c9471aaa6ea5d3832e9a93f8921e24bc61aca234ea79b5e7162eeb3");
    assert_str(hook_signature(&kit.mem, 0, S(""), secret, 1),
               "t=0,v1=7b8d947fde6f721c1b1d705d7e399fcbd5623133d088fda0f9da1b770b913fad");
}

static void test_secret__is_one_for_each(void **state)
{
    struct hook_key key = { { 1, 2, 3 } }, other = { { 1, 2, 4 } };
    (void)state;
    str s = hook_secret(&kit.mem, &key, (const int64_t[]){ 7, 12 }, 1);
    assert_true(str_starts(s, S("whsec_")) && s.n == 6 + 43);
    assert_true(str_eq(s, hook_secret(&kit.mem, &key, (const int64_t[]){ 7, 12 }, 1)));
    assert_false(str_eq(s, hook_secret(&kit.mem, &key, (const int64_t[]){ 7, 12 }, 2)));
    assert_false(str_eq(s, hook_secret(&kit.mem, &key, (const int64_t[]){ 71, 2 }, 1)));
    assert_false(str_eq(s, hook_secret(&kit.mem, &key, (const int64_t[]){ 12, 7 }, 1)));
    assert_false(str_eq(s, hook_secret(&kit.mem, &other, (const int64_t[]){ 7, 12 }, 1)));
}

static void test_body__holds_numbers_and_a_link(void **state)
{
    struct hook_message m = { .org_id = 7,
                              .id = 12,
                              .subject_id = 34,
                              .happened_at = KIT_NOW,
                              .org_code = S("DEMO-RAU"),
                              .event = S("voucher.posted"),
                              .subject = S("voucher"),
                              .detail = S("intake.delivery"),
                              .is_demo = true };
    (void)state;
    assert_str(
        hook_body(&kit.mem, &m),
        "{\"id\":\"7-12\",\"event\":\"voucher.posted\",\"happened_at\":\"2026-03-02T01:00:00.000000Z\",\"demo\":true,"
        "\"org\":\"DEMO-RAU\",\"subject\":\"voucher\",\"subject_id\":\"34\",\"detail\":\"intake.delivery\","
        "\"link\":\"/api/v1/orgs/DEMO-RAU/vouchers/34\"}");
    m.event = S(HOOK_TEST), m.subject = S("hook"), m.detail = S("");
    assert_true(str_find(hook_body(&kit.mem, &m), S("\"link\":\"\"")) > 0);
}

static const char *verdict(const char *url, const char *network)
{
    struct network net;
    int n = network && network_parse(str_of(network), &net);
    result r = hook_check_url(&kit.cx, str_of(url), &net, n);
    const char *code = r.ok ? "" : str_z(&kit.mem, kit.cx.errors->code);
    cx_clear_errors(&kit.cx);
    return code;
}

static void test_url__leads_out_by_https(void **state)
{
    static const char *const good[] = {
        "https://example.org",          "https://example.org:8443/a?b=c", "https://1.1.1.1/x",
        "https://[2606:4700::1]/",      "HTTPS://Example.ORG/",           "http://localhost:8080/x",
        "https://xn--hptc-qra.example/"
    };
    static const char *const wrong[] = { "",
                                         "example.org",
                                         "ftp://example.org/",
                                         "file:///etc/passwd",
                                         "gopher://example.org/",
                                         "https://",
                                         "https://user:pass@example.org/",
                                         "https://user@example.org/",
                                         "https://example.org/#part",
                                         "https://example.org:99999/",
                                         "https://exa mple.org/",
                                         "javascript:alert(1)" };
    static const char *const inside[] = { "https://127.0.0.1/",        "http://127.0.0.1:80/", "https://10.0.0.1/",
                                          "https://169.254.169.254/",  "https://[::1]/",       "https://[fd00::1]/",
                                          "https://2130706433/",       "https://0x7f000001/",  "https://127.1/",
                                          "https://[::ffff:10.0.0.1]/" };
    (void)state;
    for (int i = 0; i < COUNT(good); i++)
        if (*verdict(good[i], NULL))
            fail_msg("%s: %s", good[i], verdict(good[i], NULL));
    for (int i = 0; i < COUNT(wrong); i++)
        if (strcmp(verdict(wrong[i], NULL), "hook.url") != 0)
            fail_msg("%s: %s", wrong[i], verdict(wrong[i], NULL));
    for (int i = 0; i < COUNT(inside); i++)
        if (strcmp(verdict(inside[i], NULL), "hook.inside") != 0)
            fail_msg("%s: %s", inside[i], verdict(inside[i], NULL));
    assert_string_equal(verdict("http://example.org/", NULL), "hook.plain");
    assert_string_equal(verdict("http://10.0.0.1/", "10.0.0.0/8"), "hook.plain");
    assert_string_equal(verdict("https://10.0.0.1/", "10.0.0.0/8"), "");
    assert_string_equal(verdict("https://11.0.0.1/", "10.0.0.0/8"), "");
    assert_string_equal(verdict("http://127.0.0.1:9/", "127.0.0.1"), "");
}

static void test_events__have_names_of_their_own(void **state)
{
    int n = 0;
    (void)state;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++, n++) {
            const struct feature_event *e = &features[f]->events[i];
            if (hook_event_find(str_of(e->name)) != e)
                fail_msg("%s is there twice", e->name);
            assert_false(str_eq(hook_event_label(&kit.cx, str_of(e->name)), str_of(e->name)));
        }
    assert_true(n >= 10);
}

static bool described(const struct json *spec, str name)
{
    const struct json *schema = json_get(json_get(json_get(spec, S("components")), S("schemas")), S("webhook_message"));
    return json_get(json_get(schema, S("properties")), name) != NULL;
}

static void test_description__has_every_event_and_member(void **state)
{
    struct app app = { .features = features, .n_features = n_features };
    struct json *spec, *body;
    (void)state;
    assert_true(json_parse(&kit.mem, openapi_of(&kit.cx, &app), &spec, NULL));
    assert_true(json_parse(&kit.mem, hook_body(&kit.mem, &(struct hook_message){ .event = S("x") }), &body, NULL));
    for (const struct json *m = body->child; m; m = m->next)
        if (!described(spec, m->key))
            fail_msg(STR_FMT " is not described", STR_ARG(m->key));
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++)
            assert_non_null(
                json_get(json_get(json_get(spec, S("webhooks")), str_of(features[f]->events[i].name)), S("post")));
}

/* What a message leads to is there to be asked for. */
static void test_events__lead_to_routes(void **state)
{
    (void)state;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++) {
            bool found = features[f]->events[i].path == NULL;
            for (int k = 0; k < n_features && !found; k++)
                for (int r = 0; r < features[k]->n_routes && !found; r++)
                    found = features[k]->routes[r].method == METHOD_GET && features[k]->routes[r].data &&
                            strcmp(features[k]->routes[r].path, features[f]->events[i].path) == 0;
            if (!found)
                fail_msg("%s leads nowhere", features[f]->events[i].name);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wait__doubles_up_to_six_hours),
        cmocka_unit_test(test_signature__vectors),
        cmocka_unit_test(test_secret__is_one_for_each),
        cmocka_unit_test(test_body__holds_numbers_and_a_link),
        cmocka_unit_test(test_url__leads_out_by_https),
        cmocka_unit_test(test_events__have_names_of_their_own),
        cmocka_unit_test(test_description__has_every_event_and_member),
        cmocka_unit_test(test_events__lead_to_routes),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

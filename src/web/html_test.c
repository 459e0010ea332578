/* Escaping: examples, and properties over random bytes. */
#include "tests/kit/prop.h"

#include "web/html.h"

static struct arena mem;
static struct cx cx;

/* Short, and thick with the bytes that matter. */
static str random_text(struct prop *p)
{
    static const char hot[] = "<>&\"'\\/:#?%= \t\n;()\0javascript:data:http";
    int n = prop_below(p, 40);
    char *z = arena_bytes(&mem, (size_t)n + 1, 1);
    for (int i = 0; i < n; i++)
        z[i] = prop_below(p, 3) ? hot[prop_below(p, sizeof hot - 1)] : (char)prop_u64(p);
    return (str){ z, n };
}

static void assert_text(const struct html *h, const char *want) { assert_str(buf_str(&h->out), want); }

static bool has_raw(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (memchr("<>\"'\0", s.s[i], 5))
            return true;
        str rest = str_sub(s, i, s.n);
        bool entity = str_starts(rest, S("&lt;")) || str_starts(rest, S("&gt;")) || str_starts(rest, S("&amp;")) ||
                      str_starts(rest, S("&quot;")) || str_starts(rest, S("&#39;"));
        if (s.s[i] == '&' && !entity)
            return true;
    }
    return false;
}

static void test_html__escapes_the_five(void **state)
{
    (void)state;
    struct html h = html_new(&cx);
    html_put(&h, S("a<b>&\"c'd"));
    assert_text(&h, "a&lt;b&gt;&amp;&quot;c&#39;d");
}

static void test_html__types_print_as_text(void **state)
{
    (void)state;
    struct html h = html_new(&cx);
    html_put(&h, (money){ 1234567 });
    html_raw(&h, S("|"));
    html_put(&h, (date){ 20260302 });
    html_raw(&h, S("|"));
    html_put(&h, (int64_t)-5);
    html_raw(&h, S("|"));
    html_put_qty_unit(&h, (qty){ 412500 }, 1000);
    assert_text(&h, "1.234.567|02/03/2026|-5|412,5");
}

static void test_html__never_leaves_a_raw_mark(void **state)
{
    struct prop p = prop_new("html");
    (void)state;
    for (int i = 0; i < 20000; i++) {
        size_t mark = arena_mark(&mem);
        struct html h = html_new(&cx);
        str s = random_text(&p);
        html_put_str(&h, s);
        if (has_raw(buf_str(&h.out)))
            fail_msg("run %d", i);
        arena_reset(&mem, mark);
    }
}

/* What a browser does before it looks for a scheme: drop tabs and line ends, trim spaces and controls. */
static bool browser_runs_script(str url)
{
    char z[64];
    int n = 0;
    for (ptrdiff_t i = 0; i < url.n && n < 63; i++) {
        char c = url.s[i];
        if (c == '\t' || c == '\n' || c == '\r' || (n == 0 && (unsigned char)c <= ' '))
            continue;
        z[n++] = c;
    }
    str s = { z, n };
    return str_eq_nocase(str_sub(s, 0, 11), S("javascript:")) || str_eq_nocase(str_sub(s, 0, 5), S("data:")) ||
           str_eq_nocase(str_sub(s, 0, 9), S("vbscript:"));
}

static void test_html_url__keeps_ordinary_addresses(void **state)
{
    (void)state;
    static const char *const good[] = { "http://a.vn/x", "HTTPS://a.vn", "mailto:a@b.vn", "tel:+84123", "/orgs/A",
                                        "members?q=1",   "#top",         "?page=2",       "a/b:c",      "" };
    for (int i = 0; i < (int)(sizeof good / sizeof *good); i++) {
        struct html h = html_new(&cx);
        html_put_url(&h, str_of(good[i]));
        assert_text(&h, good[i]);
    }
}

static void test_html_url__refuses_script_in_any_disguise(void **state)
{
    (void)state;
    static const char *const bad[] = { "javascript:alert(1)", "JaVaScRiPt:x",  " javascript:x", "java\tscript:x",
                                       "data:text/html,x",    "vbscript:x",    "//evil.example", "\\\\evil.example",
                                       "\x01javascript:x",    "unknown:thing", "/a b" };
    for (int i = 0; i < (int)(sizeof bad / sizeof *bad); i++) {
        struct html h = html_new(&cx);
        html_put_url(&h, str_of(bad[i]));
        assert_text(&h, "#");
    }
}

static void test_html_url__random_bytes_never_run(void **state)
{
    (void)state;
    static const char *const start[] = { "javascript:", " data:", "java\nscript:", "\tvbscript:", "" };
    struct prop p = prop_new("html_url");
    for (int i = 0; i < 20000; i++) {
        size_t mark = arena_mark(&mem);
        struct html h = html_new(&cx);
        struct buf b = buf_new(&mem);
        buf_put(&b, str_of(start[prop_below(&p, 5)]));
        buf_put(&b, random_text(&p));
        html_put_url(&h, buf_str(&b));
        str out = buf_str(&h.out);
        if (has_raw(out) || browser_runs_script(out))
            fail_msg("run %d", i);
        arena_reset(&mem, mark);
    }
}

static void test_html_url__part_is_one_segment(void **state)
{
    (void)state;
    struct html h = html_new(&cx);
    html_put_url_part(&h, S("a/b?c=Đ&\"../"));
    html_raw(&h, S("/"));
    html_put_url_part(&h, (int64_t)7);
    html_raw(&h, S("/"));
    html_put_url_part(&h, (date){ 20260302 });
    assert_text(&h, "a%2Fb%3Fc%3D%C4%90%26%22..%2F/7/2026-03-02");
}

static int set_up(void **state)
{
    (void)state;
    bool ok = arena_init(&mem, (size_t)16 << 20);
    cx = cx_new(&mem, LANG_VI, 0);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__escapes_the_five),
        cmocka_unit_test(test_html__types_print_as_text),
        cmocka_unit_test(test_html__never_leaves_a_raw_mark),
        cmocka_unit_test(test_html_url__keeps_ordinary_addresses),
        cmocka_unit_test(test_html_url__refuses_script_in_any_disguise),
        cmocka_unit_test(test_html_url__random_bytes_never_run),
        cmocka_unit_test(test_html_url__part_is_one_segment),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

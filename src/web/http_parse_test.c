/* The parsers of the HTTP door: examples from the standards and from browsers, and properties over random input. */
#include "tests/kit/kit.h"

#include "web/http_parts.h"

static struct kit kit;

static str random_bytes(struct prop *p, int most, const char *hot)
{
    int n = prop_below(p, most + 1), k = (int)strlen(hot);
    char *z = arena_bytes(&kit.mem, (size_t)n + 1, 1);
    for (int i = 0; i < n; i++)
        z[i] = prop_below(p, 3) ? hot[prop_below(p, k)] : (char)prop_u64(p);
    return (str){ z, n };
}

/* ---- percent-encoding ---- */

static void test_url__decodes_and_refuses(void **state)
{
    (void)state;
    str s;
    assert_true(http_url_decode(&kit.mem, S("a%20b+c%C4%91"), false, &s));
    assert_str(s, "a b+c\xC4\x91");
    assert_true(http_url_decode(&kit.mem, S("a+b"), true, &s));
    assert_str(s, "a b");
    assert_true(http_url_decode(&kit.mem, S(""), true, &s));
    assert_int_equal(s.n, 0);
    static const char *const bad[] = { "%", "%4", "a%", "%g0", "%0g", "100%" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(http_url_decode(&kit.mem, str_of(bad[i]), false, &s));
    assert_str(http_url_encode(&kit.mem, S("a b/c?&=\xC4\x91~-._")), "a%20b%2Fc%3F%26%3D%C4%91~-._");
}

static void test_url__encoding_survives_a_round_trip(void **state)
{
    (void)state;
    for_all (p, 3000) {
        str s = random_bytes(&p, 30, "%+ &=/?#09afAF"), back;
        size_t mark = arena_mark(&kit.mem);
        str e = http_url_encode(&kit.mem, s);
        for (ptrdiff_t i = 0; i < e.n; i++)
            assert_true(e.s[i] > ' ' && e.s[i] < 127 && !strchr("&=+/?#\"<>", e.s[i]));
        assert_true(http_url_decode(&kit.mem, e, true, &back));
        assert_true(str_eq(back, s));
        arena_reset(&kit.mem, mark);
    }
}

/* ---- forms ---- */

static void test_form__parses_pairs(void **state)
{
    (void)state;
    struct pair *p;
    int n;
    assert_true(http_parse_form(&kit.mem, S("a=1&&b=x+y%26z&c&=v&d=e=f"), &p, &n));
    assert_int_equal(n, 5);
    assert_str(p[0].name, "a");
    assert_str(p[1].value, "x y&z");
    assert_str(p[2].name, "c");
    assert_str(p[2].value, "");
    assert_str(p[3].name, "");
    assert_str(p[4].value, "e=f");
    assert_true(http_parse_form(&kit.mem, S(""), &p, &n));
    assert_int_equal(n, 0);
    assert_false(http_parse_form(&kit.mem, S("a=%"), &p, &n));
}

static void test_form__has_a_cap(void **state)
{
    (void)state;
    struct pair *p;
    struct buf b = buf_new(&kit.mem);
    int n;
    for (int i = 0; i < HTTP_FIELDS_MAX; i++)
        buf_put(&b, S("a&"));
    assert_true(http_parse_form(&kit.mem, buf_str(&b), &p, &n));
    assert_int_equal(n, HTTP_FIELDS_MAX);
    buf_put(&b, S("a"));
    assert_false(http_parse_form(&kit.mem, buf_str(&b), &p, &n));
}

/* ---- multipart ---- */

static bool parse(str type, str body, struct request *r)
{
    *r = (struct request){ 0 };
    return http_parse_multipart(&kit.mem, type, body, r);
}

#define TYPE S("multipart/form-data; boundary=\"a b\"")

static void test_multipart__parses_what_browsers_send(void **state)
{
    (void)state;
    struct request r;
    assert_true(parse(TYPE,
                      S("--a b\r\nContent-Disposition: form-data; name=\"t\\\"x\"\r\n\r\nline 1\r\nline 2\r\n\r\n"
                        "--a b  \r\nContent-Disposition: form-data; name=\"f\"; "
                        "filename=\"C:\\dir\\\xC4\x91\x6f.csv\"\r\n"
                        "Content-Type: text/csv\r\n\r\na,b\r\n--a\r\n"
                        "--a b\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n"
                        "--a b\r\ncontent-disposition:form-data;name=e\r\n\r\n\r\n--a b--\r\n"),
                      &r));
    assert_int_equal(r.n_form, 2);
    assert_str(r.form[0].name, "t\"x");
    assert_str(r.form[0].value, "line 1\r\nline 2\r\n");
    assert_str(r.form[1].name, "e");
    assert_str(r.form[1].value, "");
    assert_int_equal(r.n_upload, 1);
    assert_str(r.upload[0].file_name, "\xC4\x91o.csv");
    assert_str(r.upload[0].content_type, "text/csv");
    assert_str(r.upload[0].data, "a,b\r\n--a");
}

static void test_multipart__refuses_what_is_broken(void **state)
{
    (void)state;
    struct request r;
#define HEAD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
    static const char *const bad[] = {
        "",
        "--x\r\n",
        "--a b",
        "--a b\r\n",
        "--a b\r\n" HEAD "no end",
        "--a b\r\n" HEAD "x\r\n--a b",
        "--a b\r\n" HEAD "x\r\n--a bc--\r\n",
        "\r\n--a b\r\n" HEAD "x\r\n--a b--",
        "--a b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a b--",
        "--a b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--a b--",
        "--a b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--a b--",
        "--a b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--a b--",
        "--a b\r\nContent-Disposition: form-data; name=\"a\" garbage\r\n\r\nx\r\n--a b--",
        "--a b\r\nContent-Type: text/plain\r\n\r\nx\r\n--a b--",
        "--a b\r\nBad Header: x\r\n" HEAD "x\r\n--a b--",
        "--a b\r\n\r\nx\r\n--a b--",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(TYPE, str_of(bad[i]), &r))
            fail_msg("taken: %s", bad[i]);
    str good = S("--a b\r\n" HEAD "x\r\n--a b--");
    assert_true(parse(TYPE, good, &r));
    assert_false(parse(S("multipart/form-data"), good, &r));
    assert_false(parse(S("multipart/mixed; boundary=\"a b\""), good, &r));
    assert_false(parse(S("multipart/form-data; boundary=\"a b \""), good, &r));
    assert_false(parse(S("multipart/form-data; boundary=\"\""), good, &r));
    assert_false(parse(S("multipart/form-data; boundary=\"a b\"; boundary=c"), good, &r));
}

static void test_multipart__has_a_cap_on_files(void **state)
{
    (void)state;
    struct request r;
    struct buf b = buf_new(&kit.mem);
    for (int i = 0; i < HTTP_UPLOADS_MAX + 1; i++)
        buf_put(&b, S("--B\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n1\r\n"));
    buf_put(&b, S("--B--"));
    assert_false(parse(S("multipart/form-data; boundary=B"), buf_str(&b), &r));
}

static void test_multipart__file_names_are_only_names(void **state)
{
    (void)state;
    static const struct {
        const char *sent, *want;
    } t[] = {
        { "a.csv", "a.csv" },           { "../../etc/passwd", "passwd" }, { "C:\\x\\b.xlsx", "b.xlsx" },
        { "..", "_." },                 { ".htaccess", "_htaccess" },     { "", "file" },
        { "a/", "file" },               { "a\nb", "a_b" },                { "a<b>|c?.txt", "a_b__c_.txt" },
        { "a\xE2\x80\xAE" "gpj.exe", "a_gpj.exe" },
        { "e\xCC\x81.txt", "\xC3\xA9.txt" }, { "\xFF\xFE", "\xEF\xBF\xBD\xEF\xBF\xBD" },
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_str(http_safe_file_name(&kit.mem, str_of(t[i].sent)), t[i].want);
    for_all (p, 2000) {
        size_t mark = arena_mark(&kit.mem);
        str s = http_safe_file_name(&kit.mem, random_bytes(&p, 400, "./\\:\n\0ab\xC4\x91"));
        assert_true(s.n > 0 && s.n <= HTTP_FILE_NAME_MAX && s.s[0] != '.');
        for (ptrdiff_t i = 0; i < s.n; i++)
            assert_true((unsigned char)s.s[i] >= ' ' && s.s[i] != '/' && s.s[i] != '\\');
        arena_reset(&kit.mem, mark);
    }
}

/* ---- headers ---- */

static void test_cookie__finds_the_first_of_its_name(void **state)
{
    (void)state;
    str v;
    str h = S("a=1; bb=2;c = \"x y\" ; a=3; d=e=f; flag; =z");
    assert_true(http_cookie(h, S("a"), &v));
    assert_str(v, "1");
    assert_true(http_cookie(h, S("c"), &v));
    assert_str(v, "x y");
    assert_true(http_cookie(h, S("d"), &v));
    assert_str(v, "e=f");
    assert_false(http_cookie(h, S("b"), &v));
    assert_false(http_cookie(h, S("flag"), &v));
    assert_false(http_cookie(S(""), S("a"), &v));
}

static void test_accept__reads_weights(void **state)
{
    (void)state;
    assert_true(http_list_accepts(S("br, gzip"), S("gzip")));
    assert_true(http_list_accepts(S("GZIP;q=0.001"), S("gzip")));
    assert_false(http_list_accepts(S("gzip;q=0"), S("gzip")));
    assert_false(http_list_accepts(S("gzip; Q=0.000"), S("gzip")));
    assert_false(http_list_accepts(S("gzipped"), S("gzip")));
    assert_false(http_list_accepts(S(""), S("gzip")));
}

static void test_path__is_absolute_and_plain(void **state)
{
    (void)state;
    static const char *const good[] = { "/", "/a", "/a/", "/a//b", "/..a", "/a..", "/.a", "/đ" };
    static const char *const bad[] = { "", "a", "*", "/..", "/a/../b", "/.", "/a/.", "/a\\b", "/a\nb", "/\x7f" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(http_path_good(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(http_path_good(str_of(bad[i])));
    assert_false(http_path_good(S("/a\0b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_url__decodes_and_refuses),
        cmocka_unit_test(test_url__encoding_survives_a_round_trip),
        cmocka_unit_test(test_form__parses_pairs),
        cmocka_unit_test(test_form__has_a_cap),
        cmocka_unit_test(test_multipart__parses_what_browsers_send),
        cmocka_unit_test(test_multipart__refuses_what_is_broken),
        cmocka_unit_test(test_multipart__has_a_cap_on_files),
        cmocka_unit_test(test_multipart__file_names_are_only_names),
        cmocka_unit_test(test_cookie__finds_the_first_of_its_name),
        cmocka_unit_test(test_accept__reads_weights),
        cmocka_unit_test(test_path__is_absolute_and_plain),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

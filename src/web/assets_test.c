/* Embedded files over HTTP: what may be kept for ever, what must be asked for again, and what is not given out at
   all. */
#include "tests/kit/kit.h"

#include "web/assets.h"

static struct kit kit;

static const struct embedded *find(str path)
{
    static const unsigned char gz[] = "GZ";
    static const struct embedded css = { "assets/app.css", (const unsigned char *)"body{}", 6, gz, 2,
                                         "0123456789abcdef", "text/css; charset=utf-8" };
    static const struct embedded png = { "assets/x.png", (const unsigned char *)"PNG", 3, NULL, 0, "fedcba9876543210",
                                         "image/png" };
    static const struct embedded data = { "data/secret.csv", (const unsigned char *)"a,b", 3, NULL, 0,
                                          "aaaaaaaaaaaaaaaa", "text/csv" };
    static const struct embedded icon = { "assets/favicon.svg", (const unsigned char *)"<svg/>", 6, NULL, 0,
                                          "bbbbbbbbbbbbbbbb", "image/svg+xml" };
    const struct embedded *const all[] = { &css, &png, &data, &icon };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(path, str_of(all[i]->path)))
            return all[i];
    return NULL;
}

static struct response ask(const char *path, const char *v, struct pair header, enum method method)
{
    struct pair query = { S("v"), str_of(v) };
    struct request rq = { .method = method, .path = str_of(path), .query = &query, .n_query = v ? 1 : 0,
                          .header = &header, .n_header = header.name.n ? 1 : 0 };
    struct response rs = { .status = 200 };
    assert_true(assets_answer_from(&kit.cx, find, &rq, &rs));
    return rs;
}

static const struct pair none;

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return (str){ 0 };
}

static void test_assets__hashed_addresses_last_for_ever(void **state)
{
    (void)state;
    struct response rs = ask("/assets/app.css", "0123456789abcdef", none, METHOD_GET);
    assert_int_equal(rs.status, 200);
    assert_str(rs.body, "body{}");
    assert_str(rs.content_type, "text/css; charset=utf-8");
    assert_str(header_of(&rs, "Cache-Control"), "public, max-age=31536000, immutable");
    rs = ask("/assets/0123456789abcdef/app.css", NULL, none, METHOD_HEAD);
    assert_int_equal(rs.status, 200);
    assert_str(header_of(&rs, "Cache-Control"), "public, max-age=31536000, immutable");
}

static void test_assets__old_hashes_and_none_are_asked_for_again(void **state)
{
    (void)state;
    struct response rs = ask("/assets/app.css", "ffffffffffffffff", none, METHOD_GET);
    assert_str(header_of(&rs, "Cache-Control"), "public, no-cache");
    rs = ask("/assets/app.css", NULL, none, METHOD_GET);
    assert_str(header_of(&rs, "Cache-Control"), "public, no-cache");
    str etag = header_of(&rs, "ETag");
    rs = ask("/assets/app.css", NULL, (struct pair){ S("If-None-Match"), etag }, METHOD_GET);
    assert_int_equal(rs.status, 304);
    assert_int_equal(rs.body.n, 0);
}

static void test_assets__compressed_for_those_who_take_it(void **state)
{
    (void)state;
    struct response rs = ask("/assets/app.css", NULL, (struct pair){ S("Accept-Encoding"), S("gzip") }, METHOD_GET);
    assert_str(rs.body, "GZ");
    assert_str(header_of(&rs, "Content-Encoding"), "gzip");
    assert_str(header_of(&rs, "Vary"), "Accept-Encoding");
    rs = ask("/assets/x.png", NULL, (struct pair){ S("Accept-Encoding"), S("gzip") }, METHOD_GET);
    assert_str(rs.body, "PNG");
    assert_int_equal(header_of(&rs, "Content-Encoding").n, 0);
}

static void test_assets__nothing_else_is_given_out(void **state)
{
    (void)state;
    assert_int_equal(ask("/assets/../data/secret.csv", NULL, none, METHOD_GET).status, 404);
    assert_int_equal(ask("/assets/", NULL, none, METHOD_GET).status, 404);
    assert_int_equal(ask("/assets/0123456789abcdef/nothing", NULL, none, METHOD_GET).status, 404);
    assert_int_equal(ask("/assets/app.css", NULL, none, METHOD_POST).status, 405);
    assert_str(ask("/favicon.ico", NULL, none, METHOD_GET).content_type, "image/svg+xml");
    struct request rq = { .method = METHOD_GET, .path = S("/data/secret.csv") };
    struct response rs = { 0 };
    assert_false(assets_answer_from(&kit.cx, find, &rq, &rs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_assets__hashed_addresses_last_for_ever),
        cmocka_unit_test(test_assets__old_hashes_and_none_are_asked_for_again),
        cmocka_unit_test(test_assets__compressed_for_those_who_take_it),
        cmocka_unit_test(test_assets__nothing_else_is_given_out),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

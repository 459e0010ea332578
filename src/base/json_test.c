/* JSON: what must be read exactly, what must be refused with a place, and that writing and reading are inverse. */
#include "tests/kit/prop.h"

#include "base/json.h"
#include "base/text.h"

static void test_json_reader__reads_a_command(void **state)
{
    static const str fields[] = { LIT("kind"), LIT("org"), LIT("lines"), LIT("done"), LIT("note") };
    static const str line_fields[] = { LIT("account"), LIT("dr_vnd") };
    struct json_reader r = json_reader_new(
        prop_arena(),
        S(" {\"kind\":\"journal\", \"org\":\"DEMO-R\\u00c2U\",\"lines\":[{\"account\":\"1111\",\"dr_vnd\":500000},"
          "{\"dr_vnd\":-9223372036854775808,\"account\":\"a\\n\\\"\\ud83d\\ude00\"}],\"done\":true,\"note\":null} "));
    str kind = { 0 }, org = { 0 }, account[2] = { 0 };
    int64_t dr[2] = { 0 };
    int n = 0;
    bool done = false;
    uint64_t seen = 0;
    (void)state;
    assert_true(json_enter_object(&r));
    for (int f; (f = json_next_field(&r, fields, 5, &seen)) >= 0;) {
        uint64_t line_seen = 0;
        switch (f) {
        case 0:
            assert_true(json_str(&r, &kind));
            break;
        case 1:
            assert_true(json_str(&r, &org));
            break;
        case 2:
            for (json_enter_array(&r); json_next_item(&r); n++, line_seen = 0) {
                json_enter_object(&r);
                for (int g; (g = json_next_field(&r, line_fields, 2, &line_seen)) >= 0;)
                    assert_true(g ? json_i64(&r, &dr[n]) : json_str(&r, &account[n]));
            }
            break;
        case 3:
            assert_true(json_bool(&r, &done));
            break;
        case 4:
            assert_int_equal(json_peek(&r), JSON_NULL);
            assert_true(json_skip(&r));
            break;
        }
    }
    assert_true(json_end(&r) && n == 2 && done && seen == 31);
    assert_str(kind, "journal");
    assert_str(org, "DEMO-RÂU");
    assert_str(account[1], "a\n\"😀");
    assert_true(dr[0] == 500000 && dr[1] == INT64_MIN);
}

static void test_json_next_field__refuses_unknown_and_twice(void **state)
{
    static const str fields[] = { LIT("a"), LIT("b") };
    static const char *const text[] = { "{\"a\":1,\"a\":2}", "{\"b\":1,\"c\":2}", "{\"\\u0061\":1,\"a\":1}" };
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct json_reader r = json_reader_new(prop_arena(), str_of(text[i]));
        uint64_t seen = 0;
        json_enter_object(&r);
        while (json_next_field(&r, fields, 2, &seen) >= 0)
            json_skip(&r);
        assert_false(json_end(&r));
        assert_non_null(r.err.message);
        assert_str(r.err.key, i == 1 ? "c" : "a");
    }
}

static bool parses(const char *z, struct json **v, struct json_error *err)
{
    return json_parse(prop_arena(), str_of(z), v, err);
}

static void test_json_parse__refuses_with_the_place(void **state)
{
    static const struct {
        const char *text;
        int line, column;
    } row[] = { { "", 1, 1 },
                { "{\n  \"a\": 01\n}", 2, 8 },
                { "[1,]", 1, 4 },
                { "[1 2]", 1, 4 },
                { "{\"ă\":tru}", 1, 6 },
                { "\"\\ud800x\"", 1, 8 },
                { "[\"\x01\"]", 1, 3 },
                { "1 1", 1, 3 },
                { "\"abc", 1, 1 },
                { "[1.]", 1, 2 },
                { "\"\\x\"", 1, 3 },
                { "[\"\xff\"]", 1, 3 },
                { "{\"a\" 1}", 1, 6 },
                { "{1:1}", 1, 2 },
                { "nul", 1, 1 },
                { "-", 1, 1 },
                { "[1}", 1, 3 },
                { "\xef\xbb\xbf{}", 1, 1 },
                { "\"\\ude00\"", 1, 8 },
                { "[\"\xed\xa0\x80\"]", 1, 3 } };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct json_error err;
        struct json *v = NULL;
        if (parses(row[i].text, &v, &err) || v || err.line != row[i].line || err.column != row[i].column)
            fail_msg("%s: line %d column %d %s", row[i].text, err.line, err.column, err.message);
    }
}

static void test_json_parse__bounds_depth(void **state)
{
    struct buf b = buf_new(prop_arena());
    struct json *v;
    struct json_error err;
    (void)state;
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_byte(&b, ']');
    assert_true(json_parse(prop_arena(), buf_str(&b), &v, &err));
    struct buf deeper = buf_new(prop_arena());
    buf_byte(&deeper, '[');
    buf_put(&deeper, buf_str(&b));
    buf_byte(&deeper, ']');
    assert_false(json_parse(prop_arena(), buf_str(&deeper), &v, &err));
    struct json_reader r = json_reader_new(prop_arena(), S("[[1]]"));
    r.depth_max = 1;
    assert_false(json_skip(&r));
}

static void test_json_i64__is_exact(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t want;
    } row[] = { { "9223372036854775807", true, INT64_MAX },
                { "-9223372036854775808", true, INT64_MIN },
                { "-0", true, 0 },
                { "9223372036854775808", false, 0 },
                { "1.0", false, 0 },
                { "1e3", false, 0 },
                { "\"1\"", false, 0 },
                { "null", false, 0 },
                { "99999999999999999999", false, 0 } };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct json_reader r = json_reader_new(prop_arena(), str_of(row[i].text));
        int64_t v = 0;
        assert_true(json_i64(&r, &v) == row[i].ok && v == row[i].want);
        assert_true(json_end(&r) == row[i].ok);
    }
    struct json *v;
    str raw;
    assert_true(parses("[0.10, 1E+02]", &v, NULL));
    assert_str(v->child->text, "0.10");
    struct json_reader r = json_reader_new(prop_arena(), S("-1.50e-3"));
    assert_true(json_number(&r, &raw) && json_end(&r));
    assert_str(raw, "-1.50e-3");
}

static void test_json_get__finds_members(void **state)
{
    struct json *v;
    int64_t n;
    str s;
    bool b;
    (void)state;
    assert_true(parses("{\"a\":{\"b\":[1,2,3]},\"s\":\"x\",\"t\":false,\"s\":\"y\"}", &v, NULL));
    assert_int_equal(v->n, 4);
    const struct json *list = json_get(json_get(v, S("a")), S("b"));
    assert_true(list && list->n == 3 && json_as_i64(list->child->next->next, &n) && n == 3);
    assert_true(json_as_str(json_get(v, S("s")), &s) && str_eq(s, S("x")));
    assert_true(json_as_bool(json_get(v, S("t")), &b) && !b);
    assert_null(json_get(v, S("zz")));
    assert_null(json_get(json_get(v, S("zz")), S("a")));
    assert_false(json_as_i64(json_get(v, S("s")), &n) || json_as_str(list, &s) || json_as_bool(NULL, &b));
    const struct json *twice = json_find_duplicate(prop_arena(), v);
    assert_true(twice && str_eq(twice->key, S("s")) && str_eq(twice->text, S("y")));
    static const str known[] = { LIT("a"), LIT("s") };
    assert_str(json_find_unknown(v, known, 2)->key, "t");
}

static void test_json_find_duplicate__searches_everywhere(void **state)
{
    struct json *v;
    (void)state;
    assert_true(parses("[{\"a\":1,\"b\":{\"a\":2}},{\"a\":3}]", &v, NULL));
    assert_null(json_find_duplicate(prop_arena(), v));
    assert_true(parses("[{\"a\":1,\"b\":{\"x\":2,\"y\":[],\"\\u0078\":4}}]", &v, NULL));
    assert_str(json_find_duplicate(prop_arena(), v)->text, "4");
    struct buf b = buf_new(prop_arena());
    buf_byte(&b, '{');
    for (int i = 0; i < 20000; i++)
        buf_fmt(&b, "\"k%d\":%d,", i * 7919 % 20011, i);
    buf_put(&b, S("\"k1\":-1}"));
    assert_true(json_parse(prop_arena(), buf_str(&b), &v, NULL));
    assert_str(json_find_duplicate(prop_arena(), v)->text, "-1");
}

static void test_json_out__places_commas_and_escapes(void **state)
{
    struct buf b = buf_new(prop_arena());
    struct json_out o = json_out_new(&b);
    (void)state;
    json_begin_object(&o);
    json_member_str(&o, S("name"), S("Hợp <b>\"tác\"</b>\\\n\x01\u2028"));
    json_member_i64(&o, S("dong"), INT64_MIN);
    json_member_id(&o, S("id"), 12);
    json_key(&o, S("rows"));
    json_begin_array(&o);
    json_put_bool(&o, true);
    json_put_null(&o);
    json_begin_object(&o);
    json_end_object(&o);
    json_begin_array(&o);
    json_end_array(&o);
    json_put_str(&o, S("\xff"));
    json_end_array(&o);
    json_member_bool(&o, S("end"), false);
    json_end_object(&o);
    assert_str(buf_str(&b),
               "{\"name\":\"Hợp \\u003cb>\\\"tác\\\"\\u003c/b>\\\\\\n\\u0001\\u2028\",\"dong\":-9223372036854775808,"
               "\"id\":\"12\",\"rows\":[true,null,{},[],\"\uFFFD\"],\"end\":false}");
}

/* A random value written at once as text; reading it and writing it again gives the same text. */
static void random_value(struct prop *p, struct json_out *o, int depth)
{
    static const str strange[] = { LIT(""),         LIT("a"), LIT("Nguyễn"), LIT("\"\\/\b"),
                                   LIT("<script>"), LIT("😀"), LIT("\0x") };
    int kind = prop_below(p, depth > 4 ? 4 : 6), n = prop_below(p, 4);
    switch (kind) {
    case 0:
        json_put_null(o);
        return;
    case 1:
        json_put_bool(o, prop_below(p, 2));
        return;
    case 2:
        json_put_i64(o, prop_i64(p));
        return;
    case 3:
        json_put_str(o, strange[prop_below(p, 7)]);
        return;
    case 4:
        json_begin_array(o);
        while (n--)
            random_value(p, o, depth + 1);
        json_end_array(o);
        return;
    default:
        json_begin_object(o);
        while (n--) {
            json_key(o, strange[prop_below(p, 7)]);
            random_value(p, o, depth + 1);
        }
        json_end_object(o);
    }
}

static void test_json__writing_and_reading_are_inverse(void **state)
{
    struct prop p = prop_new("json");
    struct arena *mem = prop_arena();
    (void)state;
    for (int i = 0; i < 3000; i++) {
        size_t mark = arena_mark(mem);
        struct buf first = buf_new(mem), second = buf_new(mem);
        struct json_out o = json_out_new(&first), again = json_out_new(&second);
        struct json *v;
        random_value(&p, &o, 0);
        assert_true(json_parse(mem, buf_str(&first), &v, NULL));
        json_put_tree(&again, v);
        assert_true(str_eq(buf_str(&first), buf_str(&second)));
        struct json_reader r = json_reader_new(mem, buf_str(&first));
        assert_true(json_skip(&r) && json_end(&r));
        /* any shorter text is refused, unless it is a number cut short */
        str cut = str_sub(buf_str(&first), 0, first.n - 1);
        if (v->kind != JSON_NUMBER)
            assert_false(json_parse(mem, cut, &v, NULL));
        arena_reset(mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_reader__reads_a_command),
        cmocka_unit_test(test_json_next_field__refuses_unknown_and_twice),
        cmocka_unit_test(test_json_parse__refuses_with_the_place),
        cmocka_unit_test(test_json_parse__bounds_depth),
        cmocka_unit_test(test_json_i64__is_exact),
        cmocka_unit_test(test_json_get__finds_members),
        cmocka_unit_test(test_json_find_duplicate__searches_everywhere),
        cmocka_unit_test(test_json_out__places_commas_and_escapes),
        cmocka_unit_test(test_json__writing_and_reading_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

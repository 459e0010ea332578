/* Errors are collected in order, the first decides the answer, and sentences are found in both languages. */
#include "tests/kit/prop.h"

#include "base/cx.h"
#include "base/json.h"

static void test_cx_fail__collects_in_order(void **state)
{
    struct cx cx = cx_new(prop_arena(), LANG_EN, 5);
    (void)state;
    assert_true(cx_result(&cx).ok);
    assert_int_equal(cx_kind(&cx), ERR_BUG);
    assert_false(fail(&cx, .kind = ERR_INVALID, .code = S("a.b"), .field = S("qty"), .message = S("Too much")).ok);
    assert_false(fail(&cx, .kind = ERR_CONFLICT, .code = S("c.d")).ok);
    assert_int_equal(cx.n_errors, 2);
    assert_false(cx_result(&cx).ok);
    assert_int_equal(cx_kind(&cx), ERR_INVALID);
    assert_str(cx.errors->field, "qty");
    assert_str(cx.errors->next->code, "c.d");
    assert_null(cx.errors->next->next);
    assert_non_null(strstr(cx.errors->file, "cx_test.c"));
    cx_clear_errors(&cx);
    assert_true(cx_result(&cx).ok && cx.n_errors == 0);
    assert_false(fail(&cx, .kind = ERR_BUSY, .code = S("e.f")).ok);
    assert_int_equal(cx_kind(&cx), ERR_BUSY);
}

static void test_err__has_status_and_exit_code(void **state)
{
    (void)state;
    for (int k = ERR_INVALID; k <= ERR_BUG; k++) {
        assert_in_range(err_http_status((enum err_kind)k), 400, 503);
        assert_in_range(err_exit_code((enum err_kind)k), 1, 4);
    }
    assert_int_equal(err_http_status(ERR_NOT_FOUND), 404);
    assert_int_equal(err_exit_code(ERR_USAGE), 2);
}

static void test_tr__finds_every_entry(void **state)
{
    (void)state;
    assert_true(tr_count > 0);
    for (int i = 0; i < tr_count; i++) {
        assert_true(i == 0 || strcmp(tr_table[i - 1].id, tr_table[i].id) < 0);
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_str(tr_lang((enum lang)lang, tr_table[i].id), tr_table[i].text[lang]);
    }
    struct cx cx = cx_new(prop_arena(), LANG_VI, 0);
    struct json *v;
    struct json_error err;
    assert_false(json_parse(cx.mem, S("[1"), &v, &err));
    assert_str(tr(&cx, err.message), "Nội dung JSON bị cụt, thiếu phần cuối");
    const char *unknown = "no such sentence";
    assert_str(tr_lang(LANG_VI, unknown), unknown);
}

static void test_tr_fill__puts_arguments_in(void **state)
{
    const str arg[] = { S("An"), S("{1}") };
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(tr_fill(mem, S("{2} for {1}, {1}"), arg, 2), "{1} for An, An");
    assert_str(tr_fill(mem, S("{3} {0} {x} {1"), arg, 2), "{3} {0} {x} {1");
    assert_str(tr_fill(mem, S("{1}"), arg, 1), "An");
}

static void test_first_of_each_field__leaves_one_and_the_whole(void **state)
{
    struct cx cx = cx_new(prop_arena(), LANG_EN, 0);
    static const char *const field[] = { "a", "", "b", "a", "", "b", "c" };
    (void)state;
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        (void)fail(&cx, .code = S("x"), .field = str_of(field[i]));
    cx_first_of_each_field(&cx);
    assert_int_equal(cx.n_errors, 5);
    (void)fail(&cx, .code = S("y"), .field = S("d"));
    struct buf b = buf_new(cx.mem);
    for (const struct err *e = cx.errors; e; e = e->next)
        buf_put(&b, e->field.n ? e->field : S("-"));
    assert_str(buf_str(&b), "a-b-cd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_of_each_field__leaves_one_and_the_whole),
        cmocka_unit_test(test_cx_fail__collects_in_order),
        cmocka_unit_test(test_err__has_status_and_exit_code),
        cmocka_unit_test(test_tr__finds_every_entry),
        cmocka_unit_test(test_tr_fill__puts_arguments_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

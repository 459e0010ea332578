/* One file a case: y_ must be accepted, n_ refused with an error and a place, i_ either; never a crash. The tree and
   the pull reader must agree, and what was accepted must survive writing. */
#include "tests/conformance/suite.h"

#include "base/json.h"
#include "base/text.h"

static void check_error(str name, str in, const struct json_error *err)
{
    if (!err->message || err->line < 1 || err->column < 1 || err->at < 0 || err->at > in.n)
        fail_msg(STR_FMT ": refused without a reason and a place", STR_ARG(name));
}

static void check_written(struct arena *mem, str name, const struct json *v)
{
    struct buf b = buf_new(mem), again = buf_new(mem);
    struct json_out o = json_out_new(&b), o2 = json_out_new(&again);
    struct json *back;
    json_put_tree(&o, v);
    if (!json_parse(mem, buf_str(&b), &back, NULL))
        fail_msg(STR_FMT ": what is written is not JSON", STR_ARG(name));
    json_put_tree(&o2, back);
    if (!str_eq(buf_str(&b), buf_str(&again)) || !text_valid_utf8(buf_str(&b)))
        fail_msg(STR_FMT ": changes when written twice", STR_ARG(name));
}

/* Returns 1 when the name says what must happen. */
static int check_case(struct arena *mem, str name, str in)
{
    struct json *v;
    struct json_error err;
    bool accepted = json_parse(mem, in, &v, &err);
    struct json_reader r = json_reader_new(mem, in);
    bool pulled = json_skip(&r) && json_end(&r);
    if (accepted != pulled)
        fail_msg(STR_FMT ": tree and reader disagree", STR_ARG(name));
    if (accepted)
        check_written(mem, name, v);
    else
        check_error(name, in, &err);
    bool yes = str_starts(name, S("y_")), no = str_starts(name, S("n_"));
    if (yes && !accepted)
        fail_msg(STR_FMT ": must be accepted, but line %d: %s", STR_ARG(name), err.line, err.message);
    if (no && accepted)
        fail_msg(STR_FMT ": must be refused", STR_ARG(name));
    return yes || no;
}

static void test_json__passes_every_case(void **state)
{
    struct kit k;
    str *name;
    int n, decided = 0;
    (void)state;
    kit_begin(&k);
    kit_ok(&k, os_list_dir(&k.cx, suite_path(&k.cx, S("json")), &name, &n));
    for (int i = 0; i < n; i++) {
        size_t mark = arena_mark(&k.mem);
        const str path[] = { S("json"), name[i] };
        if (str_ends(name[i], S(".json")))
            decided += check_case(&k.mem, name[i], suite_file(&k, str_join(&k.mem, path, 2, S("/"))));
        arena_reset(&k.mem, mark);
    }
    printf("%d files, %d of them decided\n", n, decided);
    assert_true(decided > 0);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_json__passes_every_case) };
    return suite_given("conformance/json") ? cmocka_run_group_tests(tests, NULL, NULL) : SUITE_SKIPPED;
}

/* The register of personal fields as its readers meet it: nothing left out, searched, as files, on paper. */
#include "tests/kit/visit.h"

#include "base/json.h"
#include "web/feature.h"

static struct kit kit;
static struct app app;
static struct visitor officer, cashier;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    officer = visit(&kit, &app), cashier = visit(&kit, &app);
    visit_login(&officer, "dulieu.rau");
    visit_login(&cashier, "thuquy.rau");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

static int declared(void)
{
    int n = 0;
    for (int f = 0; f < n_features; f++)
        n += features[f]->n_personal;
    return n;
}

static int lines_of(str s)
{
    int n = 0;
    for (struct str_cut c = { .tail = s }; c.tail.n; n++)
        c = str_cut(c.tail, '\n');
    return n;
}

static void test_register__leaves_nothing_out(void **state)
{
    struct json *tree;
    (void)state;
    struct response rs = visit_get(&officer, S("/privacy/fields?format=csv"));
    visit_expect(&rs, 200);
    assert_int_equal(lines_of(rs.body), declared() + 1);
    rs = visit_get_json(&officer, S("/api/v1/privacy/fields?per=200"));
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_int_equal(json_get(tree, S("rows"))->n, declared());
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal; i++)
            assert_true(holds(&rs, features[f]->personal[i].column));
}

static void test_register__is_searched_and_filtered(void **state)
{
    (void)state;
    struct response rs = visit_get(&officer, S("/privacy/fields?q=PERSONAL%20NUMBER&room=members"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Last digits of the personal number"));
    assert_false(holds(&rs, ">Hamlet"));
    rs = visit_get(&officer, S("/privacy/fields?end=stays"));
    assert_true(holds(&rs, "Degree of use, under the person"));
    assert_false(holds(&rs, ">Phone"));
    rs = visit_get(&officer, S("/privacy/fields?q=xyzzy"));
    visit_expect(&rs, 200);
    rs = visit_get(&officer, S("/privacy/fields?page=3&per=25"));
    visit_expect(&rs, 200);
}

static void test_register__goes_out_as_files_and_paper(void **state)
{
    (void)state;
    struct response rs = visit_get(&officer, S("/privacy/fields?format=xlsx"));
    assert_true(str_starts(rs.body, S("PK")));
    rs = visit_get(&officer, S("/privacy/fields/print"));
    visit_expect(&rs, 200);
    assert_true(str_starts(rs.body, S("%PDF")));
}

static void test_register__is_not_for_everybody(void **state)
{
    (void)state;
    struct response rs = visit_get(&cashier, S("/privacy/fields"));
    visit_expect(&rs, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_register__leaves_nothing_out),
        cmocka_unit_test(test_register__is_searched_and_filtered),
        cmocka_unit_test(test_register__goes_out_as_files_and_paper),
        cmocka_unit_test(test_register__is_not_for_everybody),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* Templates: what is kept comes back, names are one, and a monthly one is due on its day of the month after. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/books/accounting/template.h"
#include "features/people/organisations/organisations.h"

static struct kit kit;
static int64_t ORG; /* DEMO-RAU */

struct act {
    struct journal_template t, *list;
    date on;
    int n;
    int64_t n_due;
};

static result w_save(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return template_save(cx, db, &a->t, a->on);
}
static result w_used(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return template_used(cx, db, ORG, a->t.id, a->on);
}
static result w_load(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    TRY(template_list(cx, db, ORG, &a->list, &a->n));
    TRY(template_due(cx, db, ORG, a->on, &a->n_due));
    return template_load(cx, db, ORG, a->t.id, &a->t);
}

static result write_it(db_work_fn fn, struct act *a)
{
    int64_t org = ORG;
    return store_write(kit.store, &kit.cx, &org, 1, fn, a);
}

static void due(struct act *a, int32_t after, int32_t expected)
{
    a->on = (date){ after };
    kit_ok(&kit, write_it(w_used, a));
    a->t = (struct journal_template){ .id = a->t.id };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_load, a));
    assert_int_equal(a->t.due_on.ymd, expected);
}

static const struct template_line rent[] = {
    { LIT("6427"), LIT(""), { 3000000 }, { 0 } },
    { LIT("331"), LIT("NCC01"), { 0 }, { 3000000 } },
};

static void test_template__comes_back_and_is_due_each_month(void **state)
{
    struct act a = {
        .t = { .org_id = ORG, .name = S("Thuê kho"), .memo = S("m"), .line = rent, .n_line = 2, .monthly = true },
        .on = { 20260131 }
    };
    (void)state;
    kit_ok(&kit, write_it(w_save, &a));
    due(&a, 20260131, 20260228); /* its own month is done */
    assert_int_equal(a.t.n_line, 2);
    assert_true(str_eq(a.t.line[1].party, S("NCC01")) && a.t.line[1].cr.dong == 3000000);
    due(&a, 20260215, 20260331);
    due(&a, 20260301, 20260430);
    due(&a, 20260301, 20260430); /* a second one for March changes nothing */
    due(&a, 20261231, 20270131); /* months left out are not asked for again */
    assert_int_equal(a.n, 1);
    assert_int_equal(a.n_due, 0);
    a.on = (date){ 20270131 };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_load, &a));
    assert_int_equal(a.n_due, 1);
}

static void test_template__wants_a_name_of_its_own_and_a_line(void **state)
{
    struct act a = { .t = { .org_id = ORG, .name = S("Thuê kho"), .n_line = 0 }, .on = { 20260131 } };
    (void)state;
    assert_false(write_it(w_save, &a).ok);
    assert_int_equal(kit.cx.n_errors, 2);
    cx_clear_errors(&kit.cx);
    a.t.name = S("");
    assert_false(write_it(w_save, &a).ok);
    cx_clear_errors(&kit.cx);
    a.t = (struct journal_template){ .org_id = ORG, .name = S("Một lần"), .line = rent, .n_line = 2 };
    kit_ok(&kit, write_it(w_save, &a));
    due(&a, 20260301, DATE_OPEN.ymd);
}

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct organisation o;
    (void)arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &o));
    ORG = o.org_id;
    return OK;
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_org, NULL));
    return 0;
}
static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_template__comes_back_and_is_due_each_month),
        cmocka_unit_test(test_template__wants_a_name_of_its_own_and_a_line),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

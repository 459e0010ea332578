/* Requests as the data protection officer meets them: recorded with a due day, extended, corrected, answered. */
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/privacy/privacy_requests.h"

#define BASE "/orgs/DEMO-RAU/privacy"
static struct kit kit;
static struct app app;
static struct visitor officer, director, cashier;
static struct organisation home;

static result home_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &home);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    officer = visit(&kit, &app), director = visit(&kit, &app), cashier = visit(&kit, &app);
    visit_login(&officer, "dulieu.rau");
    visit_login(&director, "giamdoc.rau");
    visit_login(&cashier, "thuquy.rau");
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, home_work, NULL));
    return 0;
}

static int end(void **state)
{
    (void)state;
    for (int f = 0; f < n_features; f++)
        kit_check_invariants(&kit, features[f]->invariants, features[f]->n_invariants);
    kit_end(&kit);
    return 0;
}

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return S("");
}

/* The page of the request that the form made. */
static str made(struct visitor *v, const char *form)
{
    struct response rs = visit_post(v, S(BASE), str_of(form));
    visit_expect(&rs, 303);
    return header_of(&rs, "Location");
}

static struct response post(struct visitor *v, str page, const char *act, const char *form)
{
    return visit_post(v, str_fmt(&kit.mem, STR_FMT "/%s", STR_ARG(page), act), str_of(form));
}

static void test_list__shows_those_that_wait_first(void **state)
{
    (void)state;
    struct response rs = visit_get(&officer, S(BASE));
    visit_expect(&rs, 200);
    ptrdiff_t open = str_find(rs.body, S("TV005")), done = str_find(rs.body, S("TV007"));
    assert_true(open > 0 && done > open);
    rs = visit_get(&officer, S(BASE "?state=done"));
    assert_false(holds(&rs, "TV005"));
    rs = visit_get(&officer, S(BASE "?kind=export"));
    assert_false(holds(&rs, "TV007"));
    rs = visit_get(&officer, S(BASE "?q=tv007&format=csv"));
    assert_true(holds(&rs, "TV007"));
    assert_false(holds(&rs, "TV005"));
    rs = visit_get(&cashier, S(BASE));
    visit_expect(&rs, 403);
    rs = visit_get(&officer, S("/orgs/DEMO-RAU"));
    assert_true(holds(&rs, "1 requests about personal data wait"));
    rs = visit_get(&cashier, S("/orgs/DEMO-RAU"));
    assert_false(holds(&rs, "requests about personal data"));
}

static void test_request__is_recorded_with_its_time(void **state)
{
    (void)state;
    str page = made(&officer, "party=TV002&kind=erase&asked_on=2/3/2026");
    struct response rs = visit_get(&officer, page);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "22/03/2026"));            /* twenty days */
    assert_true(holds(&rs, "by 04/03/2026"));         /* two working days */
    assert_true(holds(&rs, "Decree 356/2025/ND-CP")); /* and why */
    rs = post(&officer, page, "tell", "told_on=2/3/2026");
    visit_expect(&rs, 303);
    rs = visit_get(&officer, page);
    assert_false(holds(&rs, "by 04/03/2026"));
    rs = post(&officer, page, "close", "state=done&answer=x");
    visit_expect(&rs, 409);
    rs = post(&officer, page, "close", "state=refused&answer=");
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "What the person was told"));
    rs = post(&officer, page, "close", "state=refused&answer=C%C3%B2n+l%C3%A0+th%C3%A0nh+vi%C3%AAn");
    visit_expect(&rs, 303);
    rs = visit_get(&officer, page);
    assert_true(holds(&rs, "Còn là thành viên"));
    assert_false(holds(&rs, "Record the answer"));
}

static void test_request__times_follow_the_law_of_the_day(void **state)
{
    (void)state;
    str page = made(&officer, "party=TV002&kind=export&asked_on=1/12/2025");
    struct response rs = visit_get(&officer, page);
    assert_true(holds(&rs, "04/12/2025")); /* Decree 13/2023: 72 hours */
    assert_true(holds(&rs, "overdue"));
    rs = post(&officer, page, "extend", "reason=x");
    visit_expect(&rs, 409);
    page = made(&officer, "party=TV002&kind=export&asked_on=1/6/2020");
    rs = visit_get(&officer, page);
    assert_true(holds(&rs, "sets no time"));
}

static void test_request__is_extended_once_with_a_reason(void **state)
{
    (void)state;
    str page = made(&officer, "party=TV003&kind=object&words=kh%C3%B4ng&asked_on=2/3/2026");
    struct response rs = post(&officer, page, "extend", "reason=");
    visit_expect(&rs, 422);
    rs = post(&officer, page, "extend", "reason=ch%E1%BB%9D+b%C3%AAn+kh%C3%A1c");
    visit_expect(&rs, 303);
    rs = visit_get(&officer, page);
    assert_true(holds(&rs, "01/04/2026"));
    assert_true(holds(&rs, "chờ bên khác"));
    rs = post(&officer, page, "extend", "reason=again");
    visit_expect(&rs, 409);
}

static void test_correction__is_met_by_changing_the_record(void **state)
{
    (void)state;
    str page = made(&director, "party=TV004&kind=correct&words=sai+th%C3%B4n&asked_on=2/3/2026");
    struct response rs = visit_get(&director, page);
    assert_true(holds(&rs, "Change the record"));
    rs = post(&director, page, "close", "state=done&answer=x");
    visit_expect(&rs, 409);
    rs = visit_get_json(&director, str_fmt(&kit.mem, "/api/v1" STR_FMT, STR_ARG(page)));
    struct json *tree;
    str id;
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_true(json_as_str(json_get(json_get(tree, S("request")), S("party_id")), &id));
    rs = visit_post(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/" STR_FMT "/edit", STR_ARG(id)),
                    S("full_name=DEMO+Ph%E1%BA%A1m+Th%E1%BB%8B+M%E1%BB%9Bi&hamlet=X%C3%B3m+7&duplicate_ok=1"));
    visit_expect(&rs, 303);
    rs = visit_get(&director, page);
    assert_true(holds(&rs, "Corrected: "));
    assert_true(holds(&rs, "Hamlet"));
    assert_false(holds(&rs, "Xóm 7")); /* the answer names fields, not values */
    rs = post(&director, page, "close", "state=done&answer=%C4%90%C3%A3+s%E1%BB%ADa");
    visit_expect(&rs, 303);
}

static void test_new__shows_every_mistake(void **state)
{
    (void)state;
    struct response rs = visit_post(&officer, S(BASE), S("party=TV999&kind=correct&asked_on=1/1/2030"));
    visit_expect(&rs, 422);
    rs = visit_post(&officer, S(BASE), S("party=TV002&kind=correct&asked_on=1/1/2030"));
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "lies in the future"));
    assert_true(holds(&rs, "Write down what is to be corrected"));
    rs = visit_post(&officer, S(BASE), S("party=NCC01&kind=export&asked_on=1/3/2026"));
    visit_expect(&rs, 409);
    rs = visit_get(&officer, S(BASE "/pick/parties?q=tv00"));
    assert_true(holds(&rs, "TV001"));
}

struct sending {
    struct privacy_request_in in;
    int64_t id;
};

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct sending *s = arg;
    TRY(party_by_code(cx, db, home.org_id, S("TV006"), &s->in.party_id));
    return privacy_request_add(cx, db, &s->in, &s->id);
}

static void test_request__sent_twice_is_one(void **state)
{
    struct sending a = { .in = { .org_id = home.org_id,
                                 .kind = S("export"),
                                 .asked_on = { 20260302 },
                                 .request_id = S("0196d000-0000-7000-8000-000000000001") } };
    (void)state;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &home.org_id, 1, add_work, &a));
    int64_t first = a.id;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &home.org_id, 1, add_work, &a));
    assert_int_equal(a.id, first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list__shows_those_that_wait_first),
        cmocka_unit_test(test_request__is_recorded_with_its_time),
        cmocka_unit_test(test_request__times_follow_the_law_of_the_day),
        cmocka_unit_test(test_request__is_extended_once_with_a_reason),
        cmocka_unit_test(test_correction__is_met_by_changing_the_record),
        cmocka_unit_test(test_new__shows_every_mistake),
        cmocka_unit_test(test_request__sent_twice_is_one),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* Everything that is held about one person, told: no table is left out, free words of others are found, the number is
   whole only for whoever may see it, and then it is written down. */
#include "tests/kit/run.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/privacy/privacy_export.h"
#include "features/trust/privacy/privacy_requests.h"
#include "os/os.h"

#define BASE "/orgs/DEMO-RAU/privacy"
#define NUMBER "001180123456"
static struct kit kit;
static struct app app;
static struct visitor officer, director, supervisor;
static struct organisation home;
static struct party person;

struct work {
    str code;
    struct party party;
    struct privacy_held *held;
    int n;
};

static result find(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    int64_t id;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &home));
    TRY(party_by_code(cx, db, home.org_id, k->code, &id));
    return party_read(cx, db, home.org_id, id, &k->party);
}

static struct party find_party(const char *code)
{
    struct work k = { .code = str_of(code) };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find, &k));
    return k.party;
}

static struct visitor enter(const char *login)
{
    struct visitor v = visit(&kit, &app);
    visit_login(&v, login);
    return v;
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    officer = enter("dulieu.rau"), director = enter("giamdoc.rau"), supervisor = enter("kiemsoat.rau");
    person = find_party("TV005");
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

/* The data of TV005 as that visitor gets them. */
static const struct json *told(struct visitor *v)
{
    struct response rs = visit_post(v, S(BASE), S("party=TV005&kind=export&asked_on=2/3/2026"));
    struct json *tree;
    visit_expect(&rs, 303);
    rs = visit_post(v, str_fmt(&kit.mem, STR_FMT "/export", STR_ARG(header_of(&rs, "Location"))), S("format=json"));
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    return tree;
}

static const struct json *at(const struct json *v, const char *a, const char *b)
{
    const struct json *x = json_get(v, str_of(a));
    return b ? json_get(x, str_of(b)) : x;
}

static str text_at(const struct json *v, const char *key)
{
    str s = { 0 };
    assert_true(json_as_str(json_get(v, str_of(key)), &s));
    return s;
}

static result count(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return privacy_held(cx, db, &(struct db_party_ask){ home.org_id, person.id }, &k->held, &k->n);
}

static void test_export__tells_every_row_of_every_table(void **state)
{
    const struct json *t = told(&officer);
    struct work k = { 0 };
    (void)state;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, count, &k));
    assert_true(k.n >= 7);
    for (int i = 0; i < k.n; i++) {
        const struct json *rows = json_get(at(t, "records", NULL), k.held[i].table);
        if (!rows || rows->n != k.held[i].n)
            fail_msg(STR_FMT " is told otherwise", STR_ARG(k.held[i].table));
    }
    const struct json *room = at(t, "rooms", "members");
    assert_true(str_eq(text_at(at(room, "record", NULL), "name"), person.full_name));
    assert_true(at(room, "passbook", NULL)->n > 3);
    assert_true(at(t, "fields", NULL)->n > 20);
}

static str form(const char *fields) { return str_fmt(&kit.mem, "%s", fields); }

/* Somebody else's record gets a note that names the person. */
static void test_export__finds_free_words_that_name_the_person(void **state)
{
    int64_t other = find_party("TV009").id;
    (void)state;
    struct response rs = visit_post(
        &director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/edit", (long long)other),
        form("full_name=DEMO+L%C3%AA+V%C4%83n+Kh%C3%A1c&hamlet=X%C3%B3m+9&duplicate_ok=1&reason=em+c%E1%BB%A7a+b%C3%A0+"
             "Ho%C3%A0ng+Th%E1%BB%8B+S%E1%BA%A3"));
    visit_expect(&rs, 303);
    const struct json *m = at(told(&officer), "mentions", NULL);
    assert_true(m->n > 0);
    assert_true(str_find(text_at(m->child, "words"), S("em của bà Hoàng Thị Sả")) >= 0);
    assert_true(str_eq(text_at(m->child, "table"), S("party_change")));
}

static void give_number(void)
{
    struct response rs =
        visit_post(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/edit", (long long)person.id),
                   str_fmt(&kit.mem,
                           "full_name=DEMO+Ho%%C3%%A0ng+Th%%E1%%BB%%8B+S%%E1%%BA%%A3&hamlet=X"
                           "&personal_number=%s&duplicate_ok=1",
                           NUMBER));
    visit_expect(&rs, 303);
}

static void test_number__is_told_whole_only_to_whom_may_and_written_down(void **state)
{
    (void)state;
    give_number();
    const struct json *t = told(&director);
    assert_true(str_eq(text_at(at(at(t, "rooms", "members"), "record", NULL), "personal_number"), S("••••••3456")));
    assert_int_equal(at(t, "number_views", NULL)->n, 0);
    t = told(&officer);
    assert_true(str_eq(text_at(at(at(t, "rooms", "members"), "record", NULL), "personal_number"), S(NUMBER)));
    struct response rs =
        visit_post(&officer, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/number", (long long)person.id), S(""));
    visit_expect(&rs, 200);
    t = told(&director);
    assert_int_equal(at(t, "number_views", NULL)->n, 2);
    assert_true(str_find(text_at(at(t, "number_views", NULL)->child, "who"), S("Kín")) >= 0);
    rs = visit_get(&supervisor, S(BASE "/views"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "TV005"));
    assert_true(holds(&rs, "DEMO Cao Thị Kín"));
    rs = visit_get(&supervisor, S(BASE "/views?to=1/1/2026"));
    assert_false(holds(&rs, "DEMO Cao Thị Kín"));
    rs = visit_get(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)person.id));
    assert_true(holds(&rs, "DEMO Cao Thị Kín"));
}

static void test_export__closes_the_request_that_it_met(void **state)
{
    (void)state;
    struct response rs = visit_post(&officer, S(BASE), S("party=TV005&kind=export&asked_on=2/3/2026"));
    str page = header_of(&rs, "Location");
    rs = visit_post(&officer, str_fmt(&kit.mem, STR_FMT "/close", STR_ARG(page)), S("state=done&answer=x"));
    visit_expect(&rs, 409);
    rs = visit_post(&officer, str_fmt(&kit.mem, STR_FMT "/export", STR_ARG(page)), S("format=pdf"));
    visit_expect(&rs, 200);
    assert_true(str_starts(rs.body, S("%PDF")));
    assert_true(str_eq(header_of(&rs, "Cache-Control"), S("no-store")));
    rs = visit_post(&officer, str_fmt(&kit.mem, STR_FMT "/close", STR_ARG(page)), S("state=done&answer=x"));
    visit_expect(&rs, 303);
}

static void test_cli__exports_and_lists(void **state)
{
    const char *db = str_z(&kit.mem, kit.url);
    struct json *tree;
    (void)state;
    kit_close(&kit);
    struct ran r = run_line(&kit, S(""), "privacy", "export", "--db", db, "--org", "DEMO-RAU", "TV005");
    assert_int_equal(r.code, 0);
    assert_true(json_parse(&kit.mem, r.out, &tree, NULL));
    assert_true(str_eq(text_at(tree, "code"), S("TV005")));
    r = run_line(&kit, S(""), "privacy", "export", "--db", db, "--org", "DEMO-RAU", "TV999");
    assert_int_equal(r.code, 3);
    r = run_line(&kit, S(""), "privacy", "requests", "--db", db, "--org", "DEMO-RAU", "--state", "done", "--json");
    assert_int_equal(r.code, 0);
    assert_true(json_parse(&kit.mem, r.out, &tree, NULL));
    assert_true(tree->n >= 2);
    r = run_line(&kit, S(""), "privacy", "fields", "--json");
    assert_int_equal(r.code, 0);
    r = run_line(&kit, S(""), "privacy", "fields", "--db", db, "--org", "DEMO-RAU");
    assert_int_equal(r.code, 0);
    r = run_line(&kit, S(""), "privacy", "fields", "--db", db, "--org", "NOBODY");
    assert_int_equal(r.code, 3);
    (void)kit_open_again(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export__tells_every_row_of_every_table),
        cmocka_unit_test(test_export__finds_free_words_that_name_the_person),
        cmocka_unit_test(test_number__is_told_whole_only_to_whom_may_and_written_down),
        cmocka_unit_test(test_export__closes_the_request_that_it_met),
        cmocka_unit_test(test_cli__exports_and_lists),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

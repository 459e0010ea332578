/* A grant opens the postings of its days and no others: on every page behind such a wall, as JSON, in files and on
   paper. What lies outside is not there: not listed, not summed up, 404 by its own address. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "base/json.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"
#include "web/route_table.h"

static struct kit kit;
static struct app app;
static struct visitor owner, commune;
static date first, last; /* of the days that are opened; the demo has postings before, inside and after */

struct giving {
    struct organisation org, grantee;
    struct grant_in in;
    int64_t id;
    struct grant_use *use;
    int n_use;
};
static struct giving giving;

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct giving *g = arg;
    TRY(org_by_code(cx, db, S("DEMO-XA"), &g->grantee));
    return org_by_code(cx, db, S("DEMO-RAU"), &g->org);
}

static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct giving *g = arg;
    return grant_give(cx, db, &g->in, &g->id);
}

static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    const struct giving *g = arg;
    return grant_withdraw(cx, db, g->org.org_id, g->id);
}

static result uses_work(struct cx *cx, struct db *db, void *arg)
{
    struct giving *g = arg;
    return grant_latest_uses(cx, db, g->org.org_id, &g->use, &g->n_use);
}

static void open_books(date from, date to)
{
    giving.in = (struct grant_in){ .org_id = giving.org.org_id,
                                   .grantee_org_id = giving.grantee.org_id,
                                   .purpose = S("thử"),
                                   .books_from = from,
                                   .books_to = to,
                                   .from = date_of_instant(KIT_NOW, ZONE_VN),
                                   .until = date_of_instant(KIT_NOW, ZONE_VN) };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &giving.org.org_id, 1, give_work, &giving));
}

static void close_books(void)
{
    kit_ok(&kit, store_write(kit.store, &kit.cx, &giving.org.org_id, 1, withdraw_work, &giving));
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &giving));
    owner = visit(&kit, &app), commune = visit(&kit, &app);
    visit_login(&owner, "ketoan.rau");
    visit_login(&commune, "canbo.xa");
    last = date_add_days(date_of_instant(KIT_NOW, ZONE_VN), -7);
    first = date_add_days(last, -10);
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, identity_feature.invariants, identity_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- reading answers ---- */

#define AT(...) str_fmt(&kit.mem, "/orgs/DEMO-RAU" __VA_ARGS__)

static const struct json *data_of(struct visitor *v, str path)
{
    struct response rs = visit_get_json(v, path);
    struct json *tree;
    if (rs.status != 200)
        fail_msg(STR_FMT " answered %d " STR_FMT, STR_ARG(path), rs.status, STR_ARG(rs.body));
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    return tree;
}

static str text_of(const struct json *row, const char *key)
{
    str s = { 0 };
    (void)json_as_str(json_get(row, str_of(key)), &s);
    return s;
}

static int64_t money_of(const struct json *row, const char *key)
{
    int64_t v = 0;
    assert_true(json_as_i64(json_get(row, str_of(key)), &v));
    return v;
}

static bool inside(str iso)
{
    date d;
    assert_true(date_parse_iso(iso, &d));
    return date_cmp(d, first) >= 0 && date_cmp(d, last) <= 0;
}

/* ---- lists and single records ---- */

struct record {
    const char *list, *id, *day; /* keys of its rows */
    const char *paper;           /* NULL: none */
};
static const struct record record[] = {
    { "vouchers", "id", "posting_on", NULL },
    { "intake", "voucher_id", "delivered_on", "slip.pdf" },
    { "payments", "voucher_id", "paid_on", "voucher.pdf" },
};

static void expect(str path, int status)
{
    struct response rs = visit_get(&commune, path);
    if (rs.status != status)
        fail_msg(STR_FMT " answered %d, not %d", STR_ARG(path), rs.status, status);
}

/* Every row of the owner's list opens by its address exactly when its day is open. */
static int check_each(const struct record *k, int *n_outside)
{
    int n = 0;
    const struct json *all = json_get(data_of(&owner, AT("/%s?per=200", k->list)), S("rows"));
    for (const struct json *r = all->child; r; r = r->next) {
        size_t mark = arena_mark(&kit.mem);
        bool in = inside(text_of(r, k->day));
        str path = AT("/%s/" STR_FMT, k->list, STR_ARG(text_of(r, k->id)));
        expect(path, in ? 200 : 404);
        if (k->paper)
            expect(str_fmt(&kit.mem, STR_FMT "/%s", STR_ARG(path), k->paper), in ? 200 : 404);
        n += in, *n_outside += !in;
        arena_reset(&kit.mem, mark);
    }
    return n;
}

static void test_opening__lists_and_opens_the_vouchers_of_its_days_alone(void **state)
{
    (void)state;
    open_books(first, last);
    for (int i = 0; i < COUNT(record); i++) {
        const struct record *k = &record[i];
        int n_outside = 0, n = check_each(k, &n_outside), n_listed = 0;
        assert_true(n > 0 && n_outside > 0);
        const struct json *list = data_of(&commune, AT("/%s?per=200", k->list));
        for (const struct json *r = json_get(list, S("rows"))->child; r; r = r->next, n_listed++)
            assert_true(inside(text_of(r, k->day)));
        assert_int_equal(n_listed, n);
        assert_int_equal(money_of(list, "total"), n);
    }
    close_books();
}

/* A voucher outside and one that never was answer alike. */
static void test_opening__tells_not_even_that_something_is_there(void **state)
{
    (void)state;
    open_books(first, last);
    for (int i = 0; i < COUNT(record); i++) {
        const struct json *rows = json_get(data_of(&owner, AT("/%s?per=200", record[i].list)), S("rows"));
        const struct json *r = rows->child;
        while (inside(text_of(r, record[i].day)))
            r = r->next;
        struct response hidden =
            visit_get_json(&commune, AT("/%s/" STR_FMT, record[i].list, STR_ARG(text_of(r, record[i].id))));
        struct response never = visit_get_json(&commune, AT("/%s/987654321", record[i].list));
        assert_int_equal(hidden.status, 404);
        assert_true(str_eq(hidden.body, never.body));
    }
    close_books();
}

/* A day as the files write it, at the beginning of each line but the first. */
static int check_file(str path)
{
    struct response rs = visit_get(&commune, path);
    int n = 0;
    visit_expect(&rs, 200);
    for (struct str_cut c = str_cut(rs.body, '\n'); c.found; c = str_cut(c.tail, '\n')) {
        date d;
        if (!date_parse(str_cut(c.head, ',').head, &d))
            continue;
        assert_true(date_cmp(d, first) >= 0 && date_cmp(d, last) <= 0);
        n++;
    }
    return n;
}

static void test_opening__holds_in_files(void **state)
{
    (void)state;
    open_books(first, last);
    assert_true(check_file(AT("/vouchers?format=csv")) > 0);
    assert_true(check_file(AT("/intake?format=csv")) > 0);
    assert_true(check_file(AT("/payments?format=csv")) > 0);
    assert_true(check_file(AT("/journal?format=csv")) > 0);
    expect(AT("/intake?format=slips"), 200);
    const struct json *rows = json_get(data_of(&owner, AT("/intake?per=200")), S("rows"));
    const struct json *r = rows->child;
    while (inside(text_of(r, "delivered_on")))
        r = r->next;
    expect(AT("/intake?format=slips&id=" STR_FMT, STR_ARG(text_of(r, "voucher_id"))), 404);
    close_books();
}

/* ---- figures ---- */

/* What the owner sees between these days is what the other sees without asking for any. */
static void test_opening__adds_up_its_days_and_what_came_before(void **state)
{
    (void)state;
    open_books(first, last);
    str from = date_iso(&kit.mem, first), to = date_iso(&kit.mem, last);
    static const char *const same[] = { "/accounts", "/accounts/1111", "/accounts/331", "/journal" };
    for (int i = 0; i < COUNT(same); i++) {
        struct response a =
            visit_get_json(&owner, AT("%s?per=200&from=" STR_FMT "&to=" STR_FMT, same[i], STR_ARG(from), STR_ARG(to)));
        struct response b = visit_get_json(&commune, AT("%s?per=200", same[i]));
        visit_expect(&a, 200);
        visit_expect(&b, 200);
        if (i == 0)
            assert_true(str_eq(a.body, b.body));
        assert_true(holds(&b, str_z(&kit.mem, to)));
    }
    /* what stands "now" is shown as of the last day that is open */
    const struct json *ledger =
        data_of(&owner, AT("/accounts/1111?from=" STR_FMT "&to=" STR_FMT, STR_ARG(from), STR_ARG(to)));
    const struct json *overview = data_of(&commune, AT(""));
    int64_t cash = money_of(json_get(ledger, S("balance")), "closing_vnd");
    assert_int_equal(money_of(overview, "cash_vnd"), cash);
    assert_int_equal(money_of(json_get(data_of(&commune, AT("/payables")), S("cash")), "cash_vnd"), cash);
    assert_int_equal(money_of(json_get(data_of(&commune, AT("/payables")), S("totals")), "owed_vnd"),
                     money_of(overview, "owed_vnd"));
    assert_int_equal(money_of(json_get(data_of(&commune, AT("/stock")), S("totals")), "value_vnd"),
                     money_of(overview, "stock_vnd"));
    assert_true(money_of(overview, "cash_vnd") != money_of(data_of(&owner, AT("")), "cash_vnd"));
    close_books();
    open_books((date){ 0 }, (date){ 0 });
    assert_int_equal(money_of(data_of(&commune, AT("")), "cash_vnd"), money_of(data_of(&owner, AT("")), "cash_vnd"));
    assert_int_equal(money_of(json_get(data_of(&commune, AT("/stock")), S("totals")), "value_vnd"),
                     money_of(json_get(data_of(&owner, AT("/stock")), S("totals")), "value_vnd"));
    close_books();
}

/* ---- days and grants ---- */

static void test_opening__of_other_days_is_refused_and_of_several_grants_the_fitting_one_is_used(void **state)
{
    (void)state;
    open_books(first, first);
    int64_t early = giving.id;
    open_books(last, last);
    str a = date_iso(&kit.mem, first), b = date_iso(&kit.mem, last),
        between = date_iso(&kit.mem, date_add_days(first, 3));
    struct response rs =
        visit_get_json(&commune, AT("/vouchers?from=" STR_FMT "&to=" STR_FMT, STR_ARG(between), STR_ARG(between)));
    visit_expect(&rs, 404);
    assert_true(holds(&rs, "books.period"));
    expect(AT("/vouchers?from=" STR_FMT "&to=" STR_FMT, STR_ARG(a), STR_ARG(a)), 200);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, uses_work, &giving));
    assert_true(giving.use[0].grant_id == early);
    expect(AT("/vouchers?from=" STR_FMT, STR_ARG(b)), 200);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, uses_work, &giving));
    assert_true(giving.use[0].grant_id == giving.id);
    close_books();
    giving.id = early;
    close_books();
}

static void test_opening__refuses_days_the_wrong_way_round(void **state)
{
    (void)state;
    giving.in.books_from = last, giving.in.books_to = first;
    kit_refused(&kit, store_write(kit.store, &kit.cx, &giving.org.org_id, 1, give_work, &giving), "grant.books");
}

/* ---- every route behind such a wall ---- */

/* "PNK2026-00001" somewhere in it. */
static bool names_a_voucher(str body)
{
    for (ptrdiff_t at, done = 0; (at = str_find(str_sub(body, done, body.n), S("2026-0"))) >= 0; done += at + 6)
        if (at + done > 0 && body.s[at + done - 1] >= 'A' && body.s[at + done - 1] <= 'Z')
            return true;
    return false;
}

static str id_of(const char *list, const char *key)
{
    return text_of(json_get(data_of(&owner, AT("/%s", list)), S("rows"))->child, key);
}

/* The address of a route in the owner's books. */
static str path_of(const struct route *r)
{
    static const struct {
        const char *begins, *list, *key;
    } ids[] = { { "/orgs/:org/vouchers/", "vouchers", "id" },         { "/orgs/:org/intake/", "intake", "voucher_id" },
                { "/orgs/:org/payments/", "payments", "voucher_id" }, { "/orgs/:org/stock/", "stock", "item_id" },
                { "/orgs/:org/members/", "members", "id" },           { "/orgs/:org/parties/", "members", "id" },
                { "/orgs/:org/records/", "vouchers", "id" } };
    struct buf b = buf_new(&kit.mem);
    str rest = str_of(r->path);
    for (struct str_cut c = str_cut(str_sub(rest, 1, rest.n), '/');; c = str_cut(c.tail, '/')) {
        str value = c.head;
        if (str_eq(c.head, S(":org")))
            value = S("DEMO-RAU");
        else if (str_eq(c.head, S(":code")))
            value = S("1111");
        else if (str_eq(c.head, S(":place")))
            value = S("vouchers");
        else if (str_starts(c.head, S(":"))) {
            int i = 0;
            while (i < COUNT(ids) && !str_starts(str_of(r->path), str_of(ids[i].begins)))
                i++;
            if (i == COUNT(ids))
                fail_msg("say in this test where %s finds an id", r->path);
            value = id_of(ids[i].list, ids[i].key);
        }
        buf_byte(&b, '/');
        buf_put(&b, value);
        if (!c.found)
            return buf_str(&b);
    }
}

static void test_opening__of_days_before_the_first_voucher_shows_none_anywhere(void **state)
{
    (void)state;
    int n = 0, n_named = 0;
    open_books((date){ 20200101 }, (date){ 20201231 });
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++) {
            const struct route *r = &features[f]->routes[i];
            if (r->method != METHOD_GET || r->wall != WALL_GRANT)
                continue;
            size_t mark = arena_mark(&kit.mem);
            str path = path_of(r);
            struct response mine = visit_get(&owner, path), theirs = visit_get(&commune, path),
                            data = visit_get_json(&commune, path);
            if (theirs.status != 200 && theirs.status != 404)
                fail_msg(STR_FMT " answered %d", STR_ARG(path), theirs.status);
            if (names_a_voucher(theirs.body) || names_a_voucher(data.body))
                fail_msg(STR_FMT " names a voucher of days that are not open", STR_ARG(path));
            n_named += names_a_voucher(mine.body);
            n++;
            arena_reset(&kit.mem, mark);
        }
    assert_true(n >= 20 && n_named >= 8); /* the owner sees them on these pages */
    assert_int_equal(money_of(data_of(&commune, AT("")), "cash_vnd"), 0);
    assert_int_equal(money_of(data_of(&commune, AT("")), "owed_vnd"), 0);
    assert_int_equal(money_of(json_get(data_of(&commune, AT("/stock")), S("totals")), "value_vnd"), 0);
    close_books();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening__lists_and_opens_the_vouchers_of_its_days_alone),
        cmocka_unit_test(test_opening__tells_not_even_that_something_is_there),
        cmocka_unit_test(test_opening__holds_in_files),
        cmocka_unit_test(test_opening__adds_up_its_days_and_what_came_before),
        cmocka_unit_test(test_opening__of_other_days_is_refused_and_of_several_grants_the_fitting_one_is_used),
        cmocka_unit_test(test_opening__refuses_days_the_wrong_way_round),
        cmocka_unit_test(test_opening__of_days_before_the_first_voucher_shows_none_anywhere),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* The store over pages: stock, cards and books say the same, of yesterday too; items and prices with their mistakes. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "base/json.h"
#include "features/books/accounting/accounting.h"

static struct kit kit;
static struct app app;
static struct visitor accountant, neighbour;

#define ORG "/orgs/DEMO-RAU"
#define YEAR "from=2026-01-01&to=2026-12-31"

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit.cx.now_at = 1795500000000000; /* 24 November 2026 */
    kit_demo(&kit, &app);
    accountant = visit(&kit, &app);
    neighbour = visit(&kit, &app);
    visit_login(&accountant, "ketoan.rau");
    visit_login(&neighbour, "ketoan.lua");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
    return 0;
}

static const struct json *data(str path)
{
    struct response rs = visit_get_json(&accountant, path);
    struct json *j;
    struct json_error e = { 0 };
    visit_expect(&rs, 200);
    if (!json_parse(&kit.mem, rs.body, &j, &e))
        fail_msg("not JSON: %s at %d:%d", e.message, e.line, e.column);
    return j;
}

static int64_t number(const struct json *o, const char *key)
{
    int64_t v = 0;
    if (!json_as_i64(json_get(o, str_of(key)), &v))
        fail_msg("%s is not a whole number", key);
    return v;
}

static str text(const struct json *o, const char *key)
{
    str v = { 0 };
    if (!json_as_str(json_get(o, str_of(key)), &v))
        fail_msg("%s is not text", key);
    return v;
}

static void shows(const struct response *rs, const char *what)
{
    if (!holds(rs, what))
        fail_msg("no %s in\n" STR_FMT, what, STR_ARG(rs->body));
}

struct pair_of {
    int64_t qty, value;
};

/* Own stock of an item as the stock page says. */
static struct pair_of on_page(str item_id)
{
    struct pair_of p = { 0 };
    for (const struct json *r = json_get(data(S(ORG "/stock?per=200")), S("rows"))->child; r; r = r->next)
        if (str_eq(text(r, "item_id"), item_id) && str_eq(text(r, "owner"), S("own")))
            p.qty += number(r, "qty"), p.value += number(r, "value_vnd");
    return p;
}

/* The card opens, moves and ends where the stock page stands; cut anywhere it goes on where it stopped. */
static void test_card__ends_where_the_stock_page_stands(void **state)
{
    int moved = 0;
    (void)state;
    for (const struct json *i = json_get(data(S(ORG "/items?per=200")), S("rows"))->child; i; i = i->next) {
        str id = text(i, "id");
        struct pair_of stock = on_page(id);
        const struct json *card =
            json_get(data(str_fmt(&kit.mem, ORG "/stock/" STR_FMT "?" YEAR, STR_ARG(id))), S("card"));
        int64_t left = number(card, "open_qty"), value = number(card, "open_vnd");
        for (const struct json *r = json_get(card, S("rows"))->child; r; r = r->next, moved++) {
            left += number(r, "qty"), value += number(r, "value_vnd");
            assert_int_equal(number(r, "balance_qty"), left);
            assert_int_equal(number(r, "balance_vnd"), value);
            if (moved % 5 == 0) {
                str on = text(r, "on");
                const struct json *later =
                    json_get(data(str_fmt(&kit.mem, ORG "/stock/" STR_FMT "?from=" STR_FMT "&to=2026-12-31",
                                          STR_ARG(id), STR_ARG(on))),
                             S("card"));
                const struct json *first = json_get(later, S("rows"))->child;
                assert_str(text(first, "on"), str_z(&kit.mem, on));
                assert_int_equal(number(later, "open_qty") + number(first, "qty"), number(first, "balance_qty"));
            }
        }
        assert_int_equal(left, stock.qty);
        assert_int_equal(value, stock.value);
    }
    assert_true(moved > 30);
}

static int64_t books(const char *account)
{
    const struct json *l = data(str_fmt(&kit.mem, ORG "/accounts/%s?" YEAR, account));
    return number(json_get(l, S("balance")), "closing_vnd");
}

static void test_stock__is_worth_what_the_books_say(void **state)
{
    (void)state;
    const struct json *s = data(S(ORG "/stock?per=200"));
    int64_t sum = 0;
    int n = 0, lines = 0;
    for (const struct json *r = json_get(s, S("rows"))->child; r; r = r->next, n++) {
        assert_true(number(r, "qty") != 0 || number(r, "value_vnd") != 0);
        sum += number(r, "value_vnd");
    }
    assert_true(n > 5);
    assert_int_equal(sum, number(json_get(s, S("totals")), "value_vnd"));
    assert_int_equal(sum, books("156"));
    struct response csv = visit_get(&accountant, S(ORG "/stock?format=csv"));
    for (str rest = csv.body; rest.n; rest = str_cut(rest, '\n').tail)
        lines++;
    assert_int_equal(lines, n + 1);
    struct response page = visit_get(&accountant, S(ORG "/stock"));
    shows(&page, str_z(&kit.mem, money_text(&kit.mem, (money){ sum }, true)));
}

static void test_card__is_paper_and_stays_inside_the_wall(void **state)
{
    (void)state;
    str id = text(json_get(data(S(ORG "/items?per=200")), S("rows"))->child, "id");
    struct response rs =
        visit_get(&accountant, str_fmt(&kit.mem, ORG "/stock/" STR_FMT "?format=pdf&" YEAR, STR_ARG(id)));
    visit_expect(&rs, 200);
    assert_true(str_starts(rs.body, S("%PDF-")));
    rs = visit_get(&neighbour, str_fmt(&kit.mem, ORG "/stock/" STR_FMT, STR_ARG(id)));
    visit_expect(&rs, 404);
    rs = visit_get(&neighbour, str_fmt(&kit.mem, "/orgs/DEMO-LUA/stock/" STR_FMT, STR_ARG(id)));
    visit_expect(&rs, 404);
    rs = visit_get(&accountant, S(ORG "/stock/999999"));
    visit_expect(&rs, 404);
}

static void post(const char *path, const char *form, int status, const char *const *what, int n)
{
    struct response rs = visit_post(&accountant, str_of(path), str_of(form));
    visit_expect(&rs, status);
    for (int i = 0; i < n; i++)
        shows(&rs, what[i]);
}
#define POST(path, form, status, ...)                                                                                  \
    post(path, form, status, (const char *const[]){ __VA_ARGS__ },                                                     \
         (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

static void test_item__is_added_once_and_shows_every_mistake(void **state)
{
    (void)state;
    POST(ORG "/items", "code=c%C3%B3+d%E1%BA%A5u&name_vi=&unit=frob&account=111", 422, "id=\"e-name_vi\"",
         "id=\"e-unit\"", "id=\"e-account\"", "value=\"có dấu\"");
    POST(ORG "/items", "code=c%C3%B3+d%E1%BA%A5u&name_vi=x&unit=kg&account=156", 422, "id=\"e-code\"");
    POST(ORG "/items", "code=MUOP&name_vi=M%C6%B0%E1%BB%9Bp+h%C6%B0%C6%A1ng&name_en=Luffa&unit=kg&account=156", 303,
         "");
    POST(ORG "/items", "code=MUOP&name_vi=M%C6%B0%E1%BB%9Bp&unit=kg&account=156", 409, "id=\"e-code\"");
    struct response rs = visit_get(&accountant, S(ORG "/items"));
    shows(&rs, "MUOP");
    shows(&rs, "Luffa");
}

/* A price holds from its day on and ends the one before. */
static void test_price__holds_from_its_day_on(void **state)
{
    struct posted p;
    int64_t org_id;
    (void)state;
    POST(ORG "/items/price", "item=KHONG&grade=&from=01/11/2026&price=9.000", 422, "id=\"e-item\"");
    POST(ORG "/items/price", "item=SUHAO&grade=&from=x&price=0", 422, "id=\"e-from\"", "id=\"e-price\"");
    POST(ORG "/items/price", "item=SUHAO&grade=&from=22/11/2026&price=7.100", 303, "");
    struct response rs = visit_get(&accountant, S(ORG "/items/prices?per=200&q=suhao"));
    shows(&rs, "7,100");
    shows(&rs, "21/11/2026");
    rs = visit_get(&accountant, S(ORG "/items/prices?per=200&when=now"));
    assert_true(str_find(rs.body, S("21/11/2026")) < 0);
    static const struct {
        const char *on;
        int64_t amount;
    } day[] = { { "2026-11-21", 6500 * 3 }, { "2026-11-22", 7100 * 3 } };
    for (int i = 0; i < COUNT(day); i++) {
        kit_ok(&kit,
               accounting_post_json(
                   &kit.cx, kit.store,
                   str_fmt(&kit.mem,
                           "{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"%s\",\"member\":\"TV001\","
                           "\"item\":\"SUHAO\",\"gross\":3000}",
                           day[i].on),
                   &p, &org_id));
        const struct json *v = json_get(data(str_fmt(&kit.mem, ORG "/vouchers/%lld", (long long)p.id)), S("voucher"));
        assert_int_equal(number(v, "amount_vnd"), day[i].amount);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_card__ends_where_the_stock_page_stands),
        cmocka_unit_test(test_stock__is_worth_what_the_books_say),
        cmocka_unit_test(test_card__is_paper_and_stays_inside_the_wall),
        cmocka_unit_test(test_item__is_added_once_and_shows_every_mistake),
        cmocka_unit_test(test_price__holds_from_its_day_on),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

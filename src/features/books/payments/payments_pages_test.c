/* Cash over pages: who is owed, paying slips from the list with mistakes at their cells, receipts, the warning about a
   second one, the draft where two people are needed, paper. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "base/json.h"
#include "os/os.h"
#include "features/books/accounting/accounting.h"
#include "features/books/payments/payments.h"

static struct kit kit;
static struct app app;
static struct visitor accountant, director;

#define ORG "/orgs/DEMO-RAU"

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit.cx.now_at = 1795500000000000; /* 24 November 2026 */
    kit_demo(&kit, &app);
    accountant = visit(&kit, &app);
    director = visit(&kit, &app);
    visit_login(&accountant, "ketoan.rau");
    visit_login(&director, "giamdoc.rau");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, payments_feature.invariants, payments_feature.n_invariants);
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
    return 0;
}

static const struct json *data(const char *path)
{
    struct response rs = visit_get_json(&accountant, str_of(path));
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

static struct response send(const char *form, int status)
{
    struct response rs = visit_post(&accountant, S(ORG "/payments"), str_of(form));
    visit_expect(&rs, status);
    return rs;
}

static void shows(const struct response *rs, const char *what)
{
    if (!holds(rs, what))
        fail_msg("no %s in\n" STR_FMT, what, STR_ARG(rs->body));
}

static int64_t deliver(const char *member, int grams)
{
    struct posted p;
    int64_t org_id;
    kit_ok(&kit,
           accounting_post_json(
               &kit.cx, kit.store,
               str_fmt(&kit.mem,
                       "{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"2026-11-23\",\"member\":\"%s\","
                       "\"item\":\"SUHAO\",\"gross\":%d,\"tare\":0,\"price_vnd\":9000}",
                       member, grams),
               &p, &org_id));
    return p.id;
}

static int64_t owed(const char *code)
{
    for (const struct json *c = json_get(data(ORG "/payables?per=200"), S("rows"))->child; c; c = c->next)
        if (str_eq(text(c, "code"), str_of(code)))
            return number(c, "owed_vnd");
    return 0;
}

static void test_payables__add_up_and_shrink_by_what_is_paid(void **state)
{
    (void)state;
    int64_t before = owed("TV001"), sum = 0, slip = deliver("TV001", 10000);
    const struct json *all = data(ORG "/payables?per=200");
    for (const struct json *c = json_get(all, S("rows"))->child; c; c = c->next)
        sum += number(c, "owed_vnd");
    assert_int_equal(sum, number(json_get(all, S("totals")), "owed_vnd"));
    assert_int_equal(owed("TV001"), before + 90000);
    struct response rs = visit_get(&accountant, S(ORG "/payments/new?out=1&party=1"));
    visit_expect(&rs, 404); /* nobody has this number */
    const char *pay = str_z(&kit.mem, str_fmt(&kit.mem,
                                              "out=1&purpose=pay_produce&party=TV001&on=23/11/2026&step=post"
                                              "&row-0-voucher=%lld&row-0-amount=40.000",
                                              (long long)slip));
    rs = send(pay, 303);
    assert_int_equal(owed("TV001"), before + 50000);
    rs = send(pay, 409); /* another request, the same payment */
    shows(&rs, "name=\"confirmed\"");
    assert_int_equal(owed("TV001"), before + 50000);
    rs = send(str_z(&kit.mem, str_fmt(&kit.mem, "%s&confirmed=1", pay)), 303);
    assert_int_equal(owed("TV001"), before + 10000);
}

/* Empty rows are skipped, and a mistake stands at the cell it was made in. */
static void test_slips__mistakes_stand_at_their_cells(void **state)
{
    (void)state;
    long long a = deliver("TV004", 1000), b = deliver("TV004", 2000), c = deliver("TV004", 3000);
    str form =
        str_fmt(&kit.mem,
                "out=1&purpose=pay_produce&party=TV004&on=24/11/2046&step=post&memo=gi%%E1%%BB%%AF&row-0-voucher=%lld"
                "&row-0-amount=&row-1-voucher=%lld&row-1-amount=18.001&row-2-voucher=%lld&row-2-amount=27.000",
                a, b, c);
    struct response rs = send(str_z(&kit.mem, form), 422);
    shows(&rs, "id=\"e-row-1-amount\">Between 1 and 18,000 can be paid");
    shows(&rs, "id=\"e-on\"");
    shows(&rs, "value=\"18.001\"");
    shows(&rs, "value=\"giữ\"");
    assert_false(holds(&rs, "id=\"e-row-0-amount\"") || holds(&rs, "id=\"e-row-2-amount\""));
    /* whom the list put there, or a name: the slips are still there to be mended */
    static const char *const who[] = { "TV004+%C2%B7+DEMO+Ph%E1%BA%A1m+V%C4%83n+B%E1%BA%A7u", "pham+van+bau", "TV004" };
    for (int i = 0; i < COUNT(who); i++) {
        form = str_fmt(&kit.mem,
                       "out=1&purpose=pay_produce&party=%s&on=24/11/2026&step=post&row-0-voucher=%lld"
                       "&row-0-amount=99.000",
                       who[i], a);
        rs = send(str_z(&kit.mem, form), 422);
        shows(&rs, "id=\"e-row-0-amount\">Between 1 and 9,000 can be paid");
        shows(&rs, "value=\"99.000\"");
        form = str_fmt(&kit.mem,
                       "out=1&purpose=pay_produce&party=%s&on=39/11/2026&step=post&row-0-voucher=%lld"
                       "&row-0-amount=99.000",
                       who[i], a);
        rs = send(str_z(&kit.mem, form), 422); /* not even a day */
        shows(&rs, "value=\"99.000\"");
    }
    rs = send("out=1&purpose=frob&party=nguoi+la&on=23/11/2026&amount=0&step=post", 422);
    shows(&rs, "id=\"e-purpose\"");
    shows(&rs, "id=\"e-party\"");
    shows(&rs, "id=\"e-amount\"");
    shows(&rs, "value=\"nguoi la\"");
    assert_false(holds(&rs, "Say who pays or is paid"));
    rs = send("out=1&purpose=pay_expense&on=23/11/2026&amount=999.999.999.999&step=post", 409);
    shows(&rs, "id=\"e-amount\"");
    rs = send("out=0&purpose=sale_goods&on=23/11/2026&amount=12%2C5&step=post", 422);
    shows(&rs, "id=\"e-amount\"");
}

static void test_preview__says_what_posting_does_and_posts_nothing(void **state)
{
    (void)state;
    int64_t cash = number(json_get(data(ORG "/payables?per=200"), S("cash")), "cash_vnd");
    struct response rs = send("out=0&purpose=sale_goods&on=23/11/2026&amount=250.000&memo=cho&step=preview", 200);
    shows(&rs, "250,000 đ come into the cash box");
    shows(&rs, "Debit 1111, credit 5111");
    assert_int_equal(number(json_get(data(ORG "/payables?per=200"), S("cash")), "cash_vnd"), cash);
    rs = send("out=0&purpose=sale_goods&on=23/11/2026&amount=250.000&memo=cho&step=post", 303);
    assert_int_equal(number(json_get(data(ORG "/payables?per=200"), S("cash")), "cash_vnd"), cash + 250000);
    /* nobody in particular: other words are another sale, the same words are not */
    rs = send("out=0&purpose=sale_goods&on=23/11/2026&amount=250.000&memo=khac&step=post", 303);
    rs = send("out=0&purpose=sale_goods&on=23/11/2026&amount=250.000&memo=cho&step=post", 409);
    shows(&rs, "id=\"e-amount\"");
    shows(&rs, "has the same person, purpose and amount");
}

static void test_list__finds_filters_and_adds_up(void **state)
{
    (void)state;
    const struct json *out = data(ORG "/payments?direction=out&per=200"),
                      *in = data(ORG "/payments?direction=in&per=200");
    int n = 0;
    for (const struct json *p = json_get(out, S("rows"))->child; p; p = p->next, n++)
        assert_str(text(p, "direction"), "out");
    assert_true(n > 5 && json_get(in, S("rows"))->n > 3);
    const struct json *first = json_get(out, S("rows"))->child;
    const char *path = str_z(&kit.mem, str_fmt(&kit.mem, ORG "/payments/" STR_FMT, STR_ARG(text(first, "voucher_id"))));
    const struct json *one = json_get(data(path), S("payment"));
    assert_int_equal(number(one, "amount_vnd"), number(first, "amount_vnd"));
    struct response pdf = visit_get(&accountant, str_fmt(&kit.mem, "%s/voucher.pdf", path));
    visit_expect(&pdf, 200);
    assert_true(str_starts(pdf.body, S("%PDF-")));
    struct response rs = visit_get(&accountant, S(ORG "/payments/999999"));
    visit_expect(&rs, 404);
    rs = visit_get(&accountant, S(ORG "/payments?q=dden"));
    shows(&rs, "No");
}

/* Chosen from the list ("code · name") and sent for approval: who approves posts it. */
static void test_draft__of_a_payment_goes_to_another(void **state)
{
    (void)state;
    struct response rs = visit_post(&director, S(ORG "/settings"), S("four_eyes=money&negative_stock=refuse"));
    visit_expect(&rs, 303);
    rs =
        send("out=1&purpose=advance&party=TV002+%C2%B7+DEMO+Tr%E1%BA%A7n+V%C4%83n+Ng%C3%B3t&on=23/11/2026&amount=30.000"
             "&step=preview",
             200);
    shows(&rs, "Send for approval");
    rs =
        send("out=1&purpose=advance&party=TV002+%C2%B7+DEMO+Tr%E1%BA%A7n+V%C4%83n+Ng%C3%B3t&on=23/11/2026&amount=30.000"
             "&step=draft",
             303);
    rs = send("out=1&purpose=advance&party=TV999&on=23/11/2026&amount=30.000&step=draft", 422);
    shows(&rs, "id=\"e-party\"");
    const struct json *d = json_get(data(ORG "/drafts"), S("rows"));
    assert_int_equal(d->n, 1);
    str path = str_fmt(&kit.mem, ORG "/drafts/" STR_FMT, STR_ARG(text(d->child, "id")));
    rs = visit_get(&director, path);
    shows(&rs, "Advance to a member or worker");
    shows(&rs, "Trần Văn Ngót (TV002)");
    rs = visit_post(&director, path, S("step=post"));
    visit_expect(&rs, 303);
    rs = visit_get(&director, S(ORG "/payments?q=ngot&direction=out"));
    shows(&rs, "30,000");
    rs = visit_post(&director, S(ORG "/settings"), S("four_eyes=off&negative_stock=refuse"));
    visit_expect(&rs, 303);
}

/* ---- several at once ---- */

static struct response pay_all(const char *form, int status)
{
    struct response rs = visit_post(&accountant, S(ORG "/payables/pay"), str_of(form));
    visit_expect(&rs, status);
    return rs;
}

static int64_t id_of(const char *code)
{
    for (const struct json *c = json_get(data(ORG "/payables?per=200"), S("rows"))->child; c; c = c->next)
        if (str_eq(text(c, "code"), str_of(code))) {
            int64_t id;
            assert_true(str_to_i64(text(c, "party_id"), &id));
            return id;
        }
    fail_msg("%s is owed nothing", code);
    return 0;
}

static int64_t slips_owed(int64_t party)
{
    const struct json *rows =
        json_get(data(str_z(&kit.mem, str_fmt(&kit.mem, ORG "/payables/pay?id=%lld", (long long)party))), S("rows"));
    return number(rows->child, "owed_vnd");
}

static void test_several__are_paid_together_or_not_at_all(void **state)
{
    (void)state;
    deliver("TV002", 4000);
    deliver("TV003", 5000);
    int64_t a = id_of("TV002"), b = id_of("TV003"), owed_a = slips_owed(a), owed_b = slips_owed(b);
    int64_t cash = number(json_get(data(ORG "/payables"), S("cash")), "cash_vnd");
    assert_true(owed_a >= 36000 && owed_b >= 45000);
    struct response rs =
        visit_get(&accountant, str_fmt(&kit.mem, ORG "/payables/pay?id=%lld&id=%lld", (long long)a, (long long)b));
    visit_expect(&rs, 200);
    shows(&rs, "name=\"row-1-party\"");
    str rows = str_fmt(&kit.mem, "row-0-party=%lld&row-0-amount=%lld&row-1-party=%lld&row-1-amount=%lld", (long long)a,
                       (long long)owed_a, (long long)b, (long long)owed_b);
    str form = str_fmt(&kit.mem, "on=23/11/2026&step=post&" STR_FMT, STR_ARG(rows));
    rs = pay_all(str_z(&kit.mem, str_fmt(&kit.mem, "step=post&" STR_FMT, STR_ARG(rows))), 422);
    shows(&rs, "id=\"e-on\"");
    deliver("TV003", 1000); /* somebody weighs in meanwhile */
    rs = pay_all(str_z(&kit.mem, form), 409);
    shows(&rs, str_z(&kit.mem, str_fmt(&kit.mem, "Now " STR_FMT " đ are owed",
                                       STR_ARG(money_text(&kit.mem, (money){ owed_b + 9000 }, true)))));
    assert_int_equal(slips_owed(a), owed_a);
    form =
        str_fmt(&kit.mem,
                "on=23/11/2026&step=post&request_id=" STR_FMT
                "&row-0-party=%lld&row-0-amount=%lld&row-1-party=%lld&row-1-amount=%lld",
                STR_ARG(os_uuid7(&kit.mem)), (long long)a, (long long)owed_a, (long long)b, (long long)owed_b + 9000);
    pay_all(str_z(&kit.mem, form), 303);
    pay_all(str_z(&kit.mem, form), 303); /* a second click */
    assert_int_equal(number(json_get(data(ORG "/payables"), S("cash")), "cash_vnd"), cash - owed_a - owed_b - 9000);
    rs = visit_get(&accountant, str_fmt(&kit.mem, ORG "/payables/pay?id=%lld", (long long)a));
    shows(&rs, "No slip of this person is owed");
    rs = pay_all(
        str_z(&kit.mem, str_fmt(&kit.mem, "on=23/11/2026&step=post&row-0-party=%lld&row-0-amount=1", (long long)a)),
        409);
    rs = pay_all("on=23/11/2026&step=post", 422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_several__are_paid_together_or_not_at_all),
        cmocka_unit_test(test_payables__add_up_and_shrink_by_what_is_paid),
        cmocka_unit_test(test_slips__mistakes_stand_at_their_cells),
        cmocka_unit_test(test_preview__says_what_posting_does_and_posts_nothing),
        cmocka_unit_test(test_list__finds_filters_and_adds_up),
        cmocka_unit_test(test_draft__of_a_payment_goes_to_another),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* The main job without pages: six members' produce, two paid, one slip voided; every book agrees. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/books/accounting/accounting.h"
#include "features/books/payments/payments.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/intake/intake.h"
#include "os/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { MEMBERS = 6 };
static int64_t ORG; /* of the test that runs */

struct story {
    int64_t party[MEMBERS];
    int64_t item_id;
    struct intake_sheet sheet;
    struct intake_slip *slip;
    struct payment_in pay;
    struct intake_price price;
    struct voucher_void ask;
    struct posted posted;
    struct payable *payable;
    struct creditor *creditor;
    struct intake_record record;
    struct card card;
    money cash;
    int n;
};

static result add_member(struct cx *cx, struct db *db, int i, int64_t *id)
{
    static const char *const modes[MEMBERS] = { "bought", "bought", "on_behalf", "bought", "processing", "" };
    struct member_in in = { .party = { .full_name = str_fmt(cx->mem, "Người Thử %d", i + 1), .is_person = true },
                            .joined_on = { 20250101 } };
    if (modes[i][0])
        in.agreement =
            (struct agreement_in){ .number = S("HD"), .signed_on = { 20250101 }, .intake_mode = str_of(modes[i]) };
    return member_add(cx, db, ORG, &in, id);
}

static result w_setup(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    struct item_in item = { S("CAIMO"), S("Cải mơ"), S("Mustard greens"), S("kg"), S("156") };
    struct organisation org;
    TRY(org_add(cx, db,
                &(struct org_in){
                    .code = S("THU-NGHIEM"),
                    .kind = S("cooperative"),
                    .name = S("Hợp tác xã Thử nghiệm"),
                    .commune_code = S("00577"),
                },
                &org));
    ORG = org.org_id;
    TRY(item_add(cx, db, ORG, &item, &s->item_id));
    TRY(price_set(cx, db, ORG, (struct price_in){ s->item_id, S(""), { 20260101 }, { 12000 } }));
    for (int i = 0; i < MEMBERS; i++)
        TRY(add_member(cx, db, i, &s->party[i]));
    return OK;
}

static result w_plan(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return intake_plan(cx, db, &s->sheet, &s->slip);
}
static result w_intake(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return intake_post(cx, db, &s->sheet, &s->slip);
}
static result w_price(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return intake_price_later(cx, db, &s->price, &s->posted);
}
static result w_pay(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return payment_post(cx, db, &s->pay, &s->posted);
}
static result w_void(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return voucher_void(cx, db, s->ask, &s->posted);
}
static result w_payables(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return payables_of(cx, db, ORG, s->pay.party_id, &s->payable, &s->n);
}
static result w_look(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    TRY(stock_card(cx, db, (struct card_query){ ORG, s->item_id, { 20260101 }, { 20261231 } }, &s->card));
    TRY(cash_balance(cx, db, ORG, &s->cash));
    TRY(creditors(cx, db, ORG, &s->creditor, &s->n));
    return intake_get(cx, db, ORG, s->slip[0].posted.id, &s->record);
}

static result write(struct kit *k, db_work_fn fn, struct story *s)
{
    int64_t org = ORG;
    return store_write(k->store, &k->cx, &org, 1, fn, s);
}
static result read(struct kit *k, db_work_fn fn, struct story *s)
{
    return store_read(k->store, &k->cx, DB_SCOPE_ALL, fn, s);
}

static void begin(struct kit *k, struct story *s)
{
    kit_begin(k);
    app_register_kinds();
    kit_store(k);
    kit_ok(k, app_load_reference(&k->cx, k->store));
    *s = (struct story){ 0 };
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, w_setup, s));
}

static void end(struct kit *k)
{
    kit_check_invariants(k, voucher_invariants, n_voucher_invariants);
    for (int f = 0; f < n_features; f++)
        kit_check_invariants(k, features[f]->invariants, features[f]->n_invariants);
    kit_end(k);
}

/* Six deliveries: 100 kg and more each, the second to be priced later. */
static void fill_sheet(struct kit *k, struct story *s)
{
    struct intake_row *r = new (&k->mem, struct intake_row, MEMBERS);
    for (int i = 0; i < MEMBERS; i++)
        r[i] = (struct intake_row){ .row_no = i,
                                    .party_id = s->party[i],
                                    .item = S("CAIMO"),
                                    .gross = { 100000 + 12500 * i },
                                    .tare = { 500 },
                                    .price_later = i == 1 };
    s->sheet = (struct intake_sheet){ ORG, { 20260302 }, os_uuid7(&k->mem), r, MEMBERS };
}

static result w_cash_in(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    struct payment_in in = { .org_id = ORG,
                             .purpose = S("sale_goods"),
                             .amount = { 10000000 },
                             .on = { 20260302 },
                             .request_id = os_uuid7(cx->mem) };
    return payment_post(cx, db, &in, &s->posted);
}

static void test_intake__six_members_two_paid_one_void(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    fill_sheet(&k, &s);
    kit_ok(&k, read(&k, w_plan, &s));
    assert_int_equal(s.slip[0].amount.dong, 1194000); /* 99,5 kg × 12.000 */
    assert_true(str_eq(s.slip[2].mode, S("on_behalf")));
    assert_true(str_eq(s.slip[5].mode, S("bought"))); /* no agreement: bought */
    kit_ok(&k, write(&k, w_intake, &s));
    struct intake_slip *first = s.slip;
    kit_ok(&k, write(&k, w_intake, &s)); /* the same sheet again */
    assert_true(s.slip[0].posted.repeated);
    assert_int_equal(s.slip[5].posted.id, first[5].posted.id);
    kit_ok(&k, write(&k, w_cash_in, &s));
    for (int i = 0; i < 2; i++) {
        int member = i == 0 ? 0 : 3;
        struct payment_part *part = new (&k.mem, struct payment_part, 1);
        s.pay = (struct payment_in){ .org_id = ORG,
                                     .out = true,
                                     .purpose = S("pay_produce"),
                                     .party_id = s.party[member],
                                     .part = part,
                                     .n_part = 1,
                                     .on = { 20260303 },
                                     .request_id = os_uuid7(&k.mem) };
        kit_ok(&k, read(&k, w_payables, &s));
        assert_int_equal(s.n, 1);
        *part = (struct payment_part){ s.payable[0].voucher_id, s.payable[0].open };
        kit_ok(&k, write(&k, w_pay, &s));
    }
    kit_ok(&k, read(&k, w_look, &s));
    assert_int_equal(s.record.paid.dong, 1194000);
    assert_int_equal(s.cash.dong, 10000000 - 1194000 - first[3].amount.dong);
    s.ask = (struct voucher_void){ ORG, first[0].posted.id, { 20260304 }, S("cân nhầm"), os_uuid7(&k.mem), false };
    kit_refused(&k, write(&k, w_void, &s), "voucher.has_dependents");
    s.ask.with_dependents = true;
    kit_ok(&k, write(&k, w_void, &s));
    kit_ok(&k, read(&k, w_look, &s));
    assert_true(s.record.is_void);
    assert_int_equal(s.cash.dong, 10000000 - first[3].amount.dong);
    end(&k);
}

static void test_intake__price_later_settles_the_slip(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    fill_sheet(&k, &s);
    kit_ok(&k, write(&k, w_intake, &s));
    s.price = (struct intake_price){ ORG, s.slip[1].posted.id, { 13000 }, { 20260305 }, os_uuid7(&k.mem), S("") };
    kit_ok(&k, write(&k, w_price, &s));
    kit_ok(&k, write(&k, w_price, &s));
    assert_true(s.posted.repeated);
    s.pay.party_id = s.party[1];
    kit_ok(&k, read(&k, w_payables, &s));
    assert_int_equal(s.payable[0].open.dong, 1456000); /* 112 kg × 13.000 */
    s.price.request_id = os_uuid7(&k.mem);
    kit_refused(&k, write(&k, w_price, &s), "intake.priced");
    end(&k);
}

static void test_intake__every_mistake_of_every_row(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    fill_sheet(&k, &s);
    struct intake_row *r = (struct intake_row *)s.sheet.row;
    r[0].gross.base = 0;
    r[1].tare.base = r[1].gross.base;
    r[2].item = S("KHONGCO");
    r[3].party_id = 0, r[3].member = S("TV999");
    assert_false(read(&k, w_plan, &s).ok);
    assert_int_equal(k.cx.n_errors, 4);
    assert_true(str_eq(k.cx.errors->field, S("row-0-gross")));
    cx_clear_errors(&k.cx);
    end(&k);
}

static void test_payments__cash_is_never_less_than_nothing(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    s.pay = (struct payment_in){ .org_id = ORG,
                                 .out = true,
                                 .purpose = S("pay_expense"),
                                 .amount = { 1 },
                                 .on = { 20260303 },
                                 .request_id = os_uuid7(&k.mem) };
    kit_refused(&k, write(&k, w_pay, &s), "cash.not_enough");
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_intake__six_members_two_paid_one_void),
        cmocka_unit_test(test_intake__price_later_settles_the_slip),
        cmocka_unit_test(test_intake__every_mistake_of_every_row),
        cmocka_unit_test(test_payments__cash_is_never_less_than_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

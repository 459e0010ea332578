/* The spine on a real store: posting, voiding, numbers, sums, idempotency, months. */
#include "tests/kit/kit.h"

#include "base/uuid.h"
#include "os/os.h"
#include "vouchers/canon.h"
#include "vouchers/record.h"
#include "vouchers/voucher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { ORG = 1 };

static const struct voucher_kind journal = { .code = "journal", .book = "PKT", .name = "Journal voucher" };
static const struct voucher_kind cash = { .code = "cash", .book = "PC", .name = "Payment", .money = true };
static const struct voucher_kind *const kinds[] = { &journal, &cash };

static const struct account_row chart[] = {
    { .code = LIT("111"), .name_vi = LIT("Tiền mặt"), .name_en = LIT("Cash"), .nature = LIT("debit") },
    { .code = LIT("1111"), .parent = LIT("111"), .name_vi = LIT("VND"), .name_en = LIT("VND"), .nature = LIT("debit") },
    { .code = LIT("156"), .name_vi = LIT("Hàng hóa"), .name_en = LIT("Goods"), .nature = LIT("debit") },
    { .code = LIT("331"), .name_vi = LIT("Phải trả"), .name_en = LIT("Payable"), .nature = LIT("both") },
    { .code = LIT("5118"), .name_vi = LIT("Doanh thu"), .name_en = LIT("Revenue"), .nature = LIT("credit") },
    { .code = LIT("003"),
      .name_vi = LIT("Bán hộ"),
      .name_en = LIT("Consigned"),
      .nature = LIT("debit"),
      .off_balance = true },
};

static result add_org(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(chart_load(cx, db, &(struct chart){ S("test"), S("test"), { 20250101 }, chart, sizeof chart / sizeof *chart }));
    TRY(org_lock_add(cx, db, ORG));
    return org_lock_add(cx, db, ORG + 1);
}

static void begin(struct kit *k)
{
    kit_begin(k);
    voucher_set_kinds(kinds, 2);
    kit_store(k);
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, add_org, NULL));
}

static void end(struct kit *k)
{
    kit_check_invariants(k, voucher_invariants, n_voucher_invariants);
    kit_end(k);
}

/* ---- work functions ---- */

struct act {
    struct voucher v;
    struct voucher_void ask;
    struct posted p;
    struct voucher_record record;
    struct balance *balance;
    struct dependent *dep;
    int n;
    int month;
    str state, reason;
};

static result w_post(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_post(cx, db, &a->v, &a->p);
}
static result w_void(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_void(cx, db, a->ask, &a->p);
}
static result w_load(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_load(cx, db, ORG, a->p.id, &a->record);
}
static result w_verify(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_verify(cx, db, ORG, a->p.id);
}
static result w_balance(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_balances(cx, db, (struct sum_query){ ORG, 202601, 202612, S("") }, &a->balance, &a->n);
}
static result w_period(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return period_set(cx, db, ORG, a->month, a->state, a->reason);
}
static result w_dependents(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_dependents(cx, db, ORG, a->p.id, &a->dep, &a->n);
}

static result write(struct kit *k, db_work_fn fn, struct act *a)
{
    int64_t org = ORG;
    return store_write(k->store, &k->cx, &org, 1, fn, a);
}
static result read(struct kit *k, db_work_fn fn, struct act *a)
{
    return store_read(k->store, &k->cx, DB_SCOPE_ALL, fn, a);
}

static struct voucher simple(struct kit *k, int64_t amount)
{
    struct line *l = new (&k->mem, struct line, 2);
    struct canon c = canon_new(&k->mem);
    canon_i64(&c, amount);
    l[0] = (struct line){ .account = S("1111"), .dr = { amount } };
    l[1] = (struct line){ .account = S("5118"), .cr = { amount }, .side = SIDE_EXTERNAL };
    return (struct voucher){ .kind = S("journal"),
                             .org_id = ORG,
                             .document_on = { 20260302 },
                             .posting_on = { 20260302 },
                             .request_id = os_uuid7(&k->mem),
                             .command = canon_bytes(&c),
                             .line = l,
                             .n_line = 2 };
}

/* Buys qty grams for amount from party 7: stock in, a lot's event, a use. */
static struct voucher purchase(struct kit *k, int64_t qty_g, int64_t amount)
{
    struct voucher v = simple(k, amount);
    struct line *l = new (&k->mem, struct line, 2);
    struct move *m = new (&k->mem, struct move, 1);
    struct event *e = new (&k->mem, struct event, 1);
    struct event_item *it = new (&k->mem, struct event_item, 1);
    struct use *u = new (&k->mem, struct use, 1);
    l[0] = (struct line){ .account = S("156"), .dr = { amount } };
    l[1] = (struct line){ .account = S("331"), .cr = { amount }, .party_id = 7 };
    m[0] = (struct move){
        .item_id = 5, .lot_id = 9, .unit = UNIT_G, .qty = { qty_g }, .value = { amount }, .external = true
    };
    it[0] = (struct event_item){ S("epc"), S("urn:hoptac:lot:abc"), { qty_g }, S("GRM") };
    e[0] = (struct event){ .type = S("ObjectEvent"),
                           .action = S("ADD"),
                           .biz_step = S("receiving"),
                           .disposition = S("active"),
                           .event_at = KIT_NOW,
                           .zone_minutes = ZONE_VN,
                           .read_point = S("urn:hoptac:place:x"),
                           .item = it,
                           .n_item = 1 };
    u[0] = (struct use){ 7, S("sell"), { qty_g }, { amount } };
    v.line = l, v.move = m, v.n_move = 1, v.event = e, v.n_event = 1, v.use = u, v.n_use = 1;
    return v;
}

/* ---- tests ---- */

static void test_voucher__numbers_run_without_gap(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    for (int i = 1; i <= 5; i++) {
        struct act a = { .v = simple(&k, 1000 * i) }, bad = { .v = simple(&k, 5) };
        ((struct line *)bad.v.line)[0].dr.dong = 6;
        kit_refused(&k, write(&k, w_post, &bad), "voucher.unbalanced");
        kit_ok(&k, write(&k, w_post, &a));
        assert_int_equal(a.p.number, i);
        assert_int_equal(a.p.year, 2026);
    }
    end(&k);
}

static void test_voucher__same_request_gives_the_first_answer(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = simple(&k, 1000) }, again = a, other = a;
    kit_ok(&k, write(&k, w_post, &a));
    kit_ok(&k, write(&k, w_post, &again));
    assert_true(again.p.repeated);
    assert_int_equal(again.p.id, a.p.id);
    assert_memory_equal(again.p.leaf.b, a.p.leaf.b, 32);
    other.v.command = S("something else");
    kit_refused(&k, write(&k, w_post, &other), "voucher.request_reused");
    end(&k);
}

static void test_voucher__derived_requests_are_in_order(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    str one = os_uuid7(&k.mem), other = os_uuid7(&k.mem), before = { 0 };
    for (int64_t n = 0; n < 300000; n += n < 5000 ? 1 : 997) {
        str id = voucher_request_derive(&k.cx, one, n);
        assert_true(uuid_valid(id) && id.s[14] == '8');
        assert_true(str_eq(id, voucher_request_derive(&k.cx, one, n)));
        assert_false(str_eq(id, voucher_request_derive(&k.cx, other, n)));
        assert_true(str_cmp(before, id) < 0);
        before = id;
    }
    kit_end(&k);
}

static void test_voucher__memo_is_part_of_the_request(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = simple(&k, 1000) };
    a.v.memo = S("Bán rau cho cô Nga");
    struct act same = a, other = a;
    other.v.memo = S("Bán rau");
    kit_ok(&k, write(&k, w_post, &a));
    kit_ok(&k, write(&k, w_post, &same));
    assert_true(same.p.repeated);
    kit_refused(&k, write(&k, w_post, &other), "voucher.request_reused");
    end(&k);
}

static void test_voucher__every_mistake_is_named_at_once(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct line l[] = { { .account = S("111"), .dr = { 5 } },
                        { .account = S("9999"), .cr = { 4 } },
                        { .account = S("1111"), .dr = { 1 }, .cr = { 1 } },
                        { .account = S("1111"), .dr = { -3 } } };
    struct act a = { .v = simple(&k, 1) };
    a.v.line = l, a.v.n_line = 4;
    assert_false(write(&k, w_post, &a).ok);
    assert_int_equal(k.cx.n_errors, 5);
    kit_expect_code(&k, "line.account_not_leaf");
    end(&k);
}

static void test_voucher__off_balance_is_single_entry(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct line l[] = { { .account = S("003"), .dr = { 700 } } };
    struct act a = { .v = simple(&k, 1) };
    a.v.line = l, a.v.n_line = 1;
    kit_ok(&k, write(&k, w_post, &a));
    kit_ok(&k, read(&k, w_load, &a));
    assert_int_equal(a.record.amount.dong, 0);
    end(&k);
}

static void test_voucher__quantity_is_conserved(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act in = { .v = purchase(&k, 5000, 100000) };
    kit_ok(&k, write(&k, w_post, &in));
    struct move m[] = {
        { .item_id = 5, .lot_id = 9, .unit = UNIT_G, .qty = { -2000 }, .value = { -40000 } },
        { .item_id = 5, .lot_id = 10, .unit = UNIT_G, .qty = { 1999 }, .value = { 40000 } },
    };
    struct act a = { .v = simple(&k, 1) };
    a.v.n_line = 0, a.v.move = m, a.v.n_move = 2;
    kit_refused(&k, write(&k, w_post, &a), "voucher.quantity_lost");
    m[1].qty.base = 2000;
    kit_ok(&k, write(&k, w_post, &a));
    end(&k);
}

static void test_voucher__stock_never_goes_below_nothing(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act in = { .v = purchase(&k, 5000, 100000) }, out = { .v = purchase(&k, -5001, 100000) };
    kit_ok(&k, write(&k, w_post, &in));
    ((struct move *)out.v.move)->value.dong = -100000;
    kit_refused(&k, write(&k, w_post, &out), "stock.negative");
    end(&k);
}

static void test_void__mirrors_every_effect(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = purchase(&k, 5000, 100000) };
    kit_ok(&k, write(&k, w_post, &a));
    int64_t id = a.p.id;
    a.ask = (struct voucher_void){ ORG, id, { 20260303 }, S("cân nhầm"), os_uuid7(&k.mem), false };
    kit_ok(&k, write(&k, w_void, &a));
    assert_string_equal(str_z(&k.mem, a.p.book), "HUY");
    kit_ok(&k, read(&k, w_load, &a));
    assert_int_equal(a.record.reverses_id, id);
    assert_int_equal(a.record.v.line[0].dr.dong, -100000); /* the same side, negative */
    assert_int_equal(a.record.v.move[0].qty.base, -5000);
    assert_true(a.record.v.event[0].error_at != 0);
    assert_int_equal(a.record.v.use[0].value.dong, -100000);
    kit_ok(&k, read(&k, w_balance, &a));
    for (int i = 0; i < a.n; i++)
        assert_int_equal(a.balance[i].turn_dr.dong, 0);
    a.ask.request_id = os_uuid7(&k.mem);
    kit_refused(&k, write(&k, w_void, &a), "voucher.already_void");
    a.ask.voucher_id = a.record.p.id;
    kit_refused(&k, write(&k, w_void, &a), "voucher.void_of_void");
    end(&k);
}

static void test_void__shows_and_takes_what_depends(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act slip = { .v = purchase(&k, 5000, 100000) }, pay = { .v = simple(&k, 100000) };
    kit_ok(&k, write(&k, w_post, &slip));
    pay.v.kind = S("cash");
    pay.v.settles_id = slip.p.id;
    kit_ok(&k, write(&k, w_post, &pay));
    kit_ok(&k, read(&k, w_dependents, &slip));
    assert_int_equal(slip.n, 1);
    assert_int_equal(slip.dep[0].id, pay.p.id);
    slip.ask = (struct voucher_void){ ORG, slip.p.id, { 20260303 }, S("cân nhầm"), os_uuid7(&k.mem), false };
    kit_refused(&k, write(&k, w_void, &slip), "voucher.has_dependents");
    slip.ask.with_dependents = true;
    kit_ok(&k, write(&k, w_void, &slip));
    struct act again = slip;
    kit_ok(&k, write(&k, w_void, &again)); /* the same request: the first answer */
    assert_true(again.p.repeated);
    pay.v.request_id = os_uuid7(&k.mem);
    kit_refused(&k, write(&k, w_post, &pay), "voucher.basis_void");
    end(&k);
}

static void test_void__needs_a_reason_and_a_later_date(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = simple(&k, 1000) };
    kit_ok(&k, write(&k, w_post, &a));
    a.ask = (struct voucher_void){ ORG, a.p.id, { 20260303 }, S("  "), os_uuid7(&k.mem), false };
    kit_refused(&k, write(&k, w_void, &a), "void.reason");
    a.ask.reason = S("nhầm");
    a.ask.posting_on = (date){ 20260301 };
    kit_refused(&k, write(&k, w_void, &a), "void.before_original");
    end(&k);
}

static void test_period__locks_and_opens_with_a_reason(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = simple(&k, 1000), .month = 202603, .state = S("closed") };
    kit_ok(&k, write(&k, w_period, &a));
    kit_refused(&k, write(&k, w_post, &a), "period.closed");
    a.state = S("open");
    kit_refused(&k, write(&k, w_period, &a), "period.reason");
    a.reason = S("thiếu phiếu chi");
    kit_ok(&k, write(&k, w_period, &a));
    kit_ok(&k, write(&k, w_post, &a));
    k.cx.now_at += 1000000;
    a.state = S("final");
    kit_ok(&k, write(&k, w_period, &a));
    a.state = S("open");
    kit_refused(&k, write(&k, w_period, &a), "period.final");
    end(&k);
}

static void test_log__every_voucher_verifies(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = purchase(&k, 5000, 100000) };
    a.v.memo = S("có ghi chú");
    int64_t depends[] = { 0, 0 };
    struct act first = { .v = simple(&k, 5) };
    kit_ok(&k, write(&k, w_post, &first));
    depends[0] = depends[1] = first.p.id;
    a.v.depends_id = depends, a.v.n_depends = 2;
    kit_ok(&k, write(&k, w_post, &a));
    kit_ok(&k, read(&k, w_verify, &a));
    kit_ok(&k, read(&k, w_load, &a));
    assert_int_equal(a.record.v.n_depends, 1);
    end(&k);
}

static result w_forget(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    bool erased;
    TRY(voucher_memo_erase(cx, db, ORG, a->p.id, &erased));
    a->n = erased;
    return OK;
}

static void test_log__verifies_without_the_words_it_proved(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = purchase(&k, 5000, 100000) };
    a.v.memo = S("bà Thử Quên nhờ cân hộ");
    struct act again = a;
    kit_ok(&k, write(&k, w_post, &a));
    struct sha256 leaf = a.p.leaf;
    kit_ok(&k, write(&k, w_forget, &a));
    assert_int_equal(a.n, 1);
    kit_ok(&k, read(&k, w_verify, &a));
    kit_ok(&k, read(&k, w_load, &a));
    assert_int_equal(a.record.v.memo.n, 0);
    assert_memory_equal(a.record.p.leaf.b, leaf.b, sizeof leaf.b);
    kit_ok(&k, write(&k, w_forget, &a));
    assert_int_equal(a.n, 0);
    kit_refused(&k, write(&k, w_post, &again), "voucher.request_reused"); /* and is not posted twice */
    end(&k);
}

static result w_tamper(struct cx *cx, struct db *db, void *arg)
{
    struct sha256 none = { 0 };
    struct act *a = arg;
    (void)db;
    a->record.v.document_on.ymd++;
    struct sha256 h = sha256_leaf(voucher_bytes(cx, &a->record, &none));
    return (result){ memcmp(h.b, a->record.p.leaf.b, 32) != 0 };
}

static void test_log__bytes_cover_every_field(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    struct act a = { .v = simple(&k, 1000) };
    kit_ok(&k, write(&k, w_post, &a));
    kit_ok(&k, read(&k, w_load, &a));
    kit_ok(&k, read(&k, w_tamper, &a));
    end(&k);
}

static void test_log__golden_bytes(void **state)
{
    struct kit k;
    struct sha256 none = { 0 };
    (void)state;
    kit_begin(&k);
    voucher_set_kinds(kinds, 2);
    struct voucher_record r = { .v = purchase(&k, 412500, 4950000),
                                .posted_by = 3,
                                .recorded_at = KIT_NOW,
                                .p = { .book = S("PNK"), .year = 2026, .number = 12 } };
    r.v.request_id = S("019509d0-0000-7000-8000-000000000001");
    r.v.event[0].event_id = S("urn:uuid:019509d0-0000-7000-8000-000000000002");
    str hex = str_to_hex(&k.mem, sha256_leaf(voucher_bytes(&k.cx, &r, &none)).b, 32);
    assert_string_equal(str_z(&k.mem, hex), "eec521feb33947c4b6039a7fbe9f29c60bb90be560405f204a59331adde3af96");
    r.posted_for = 4; /* by delegation: the second format, which names both */
    hex = str_to_hex(&k.mem, sha256_leaf(voucher_bytes(&k.cx, &r, &none)).b, 32);
    assert_string_equal(str_z(&k.mem, hex), "83436ed0948460f2c9d31f9ea2cafd7f92e376654f7a91495f04c57672ccb2e8");
    kit_end(&k);
}

static void test_sums__random_work_agrees_with_a_model(void **state)
{
    struct kit k;
    (void)state;
    begin(&k);
    for_all (r, 1) {
        int64_t cash_model = 0, ids[60];
        int n = 0;
        for (int i = 0; i < 60; i++) {
            size_t mark = arena_mark(&k.mem);
            struct act a = { .v = simple(&k, 1 + (int64_t)prop_below(&r, 1000000)) };
            bool voiding = n > 3 && prop_below(&r, 4) == 0;
            if (voiding) {
                struct act old = { .p = { .id = ids[n - 1] } };
                kit_ok(&k, read(&k, w_load, &old));
                a.ask = (struct voucher_void){ ORG, ids[--n], { 20260401 }, S("x"), os_uuid7(&k.mem), false };
                kit_ok(&k, write(&k, w_void, &a));
                cash_model -= old.record.amount.dong;
            } else {
                kit_ok(&k, write(&k, w_post, &a));
                cash_model += a.v.line[0].dr.dong;
                ids[n++] = a.p.id;
            }
            arena_reset(&k.mem, mark);
        }
        struct act b = { 0 };
        kit_ok(&k, read(&k, w_balance, &b));
        assert_int_equal(b.balance[0].turn_dr.dong, cash_model);
    }
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_voucher__numbers_run_without_gap),
        cmocka_unit_test(test_voucher__same_request_gives_the_first_answer),
        cmocka_unit_test(test_voucher__derived_requests_are_in_order),
        cmocka_unit_test(test_voucher__memo_is_part_of_the_request),
        cmocka_unit_test(test_voucher__every_mistake_is_named_at_once),
        cmocka_unit_test(test_voucher__off_balance_is_single_entry),
        cmocka_unit_test(test_voucher__quantity_is_conserved),
        cmocka_unit_test(test_voucher__stock_never_goes_below_nothing),
        cmocka_unit_test(test_void__mirrors_every_effect),
        cmocka_unit_test(test_void__shows_and_takes_what_depends),
        cmocka_unit_test(test_void__needs_a_reason_and_a_later_date),
        cmocka_unit_test(test_period__locks_and_opens_with_a_reason),
        cmocka_unit_test(test_log__every_voucher_verifies),
        cmocka_unit_test(test_log__verifies_without_the_words_it_proved),
        cmocka_unit_test(test_log__bytes_cover_every_field),
        cmocka_unit_test(test_log__golden_bytes),
        cmocka_unit_test(test_sums__random_work_agrees_with_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

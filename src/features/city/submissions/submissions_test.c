/* Two installations: a cooperative's, and the city's, which know each other by files only. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/books/accounting/accounting.h"
#include "features/city/submissions/submissions_parts.h"
#include "features/people/organisations/organisations.h"
#include "vouchers/voucher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct kit kit;
static struct store *coop, *city;
static int64_t coop_org, city_org;

struct work {
    struct org_in in;
    struct organisation org;
    int64_t org_id, number;
    struct submission_values *value;
    struct submission_by_number row;
    int n;
    bool found;
};

static result add_org(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(db_next_id(db, 0) < 0 ? FAILED : OK); /* the two installations number differently */
    return org_add(cx, db, &w->in, &w->org);
}

static result values_of(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    (void)cx;
    TRY(submission_by_number(
        db, (struct submission_by_number_args){ .org_id = w->org_id, .direction = S("received"), .number = w->number },
        &w->row, &w->found));
    return submission_values(db, (struct submission_values_args){ .org_id = w->org_id, .submission_id = w->row.id },
                             &w->value, &w->n);
}

static int64_t make_org(struct store *s, const char *code)
{
    struct work w = { .in = { .code = str_of(code),
                              .kind = S("cooperative"),
                              .name = str_fmt(&kit.mem, "Hợp tác xã Thử gửi %s", code),
                              .commune_code = S("00577") } };
    kit_ok(&kit, store_write(s, &kit.cx, NULL, 0, add_org, &w));
    return w.org.org_id;
}

static int begin(void **state)
{
    (void)state;
    app_register_kinds();
    kit_begin(&kit);
    coop = kit_store(&kit);
    kit_ok(&kit, organisations_feature.load_reference(&kit.cx, coop));
    coop_org = make_org(coop, "GUI-1");
    city = kit_store(&kit);
    kit_ok(&kit, organisations_feature.load_reference(&kit.cx, city));
    (void)make_org(city, "KHAC");
    city_org = make_org(city, "GUI-1");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, submissions_feature.invariants, submissions_feature.n_invariants); /* the city's */
    kit_end(&kit);
    return 0;
}

static struct submission_made make(int first, int last)
{
    struct submission_made m;
    kit_ok(&kit, submission_make(&kit.cx, coop, (struct submission_ask){ coop_org, first, last, false }, &m));
    return m;
}

static struct work look(int64_t number)
{
    struct work w = { .org_id = city_org, .number = number };
    kit_ok(&kit, store_read(city, &kit.cx, DB_SCOPE_ALL, values_of, &w));
    return w;
}

static int n_live(const struct work *w)
{
    int n = 0;
    for (int i = 0; i < w->n; i++)
        n += w->value[i].superseded_by_id == 0;
    return n;
}

static str with_byte(str file, const char *at, ptrdiff_t skip)
{
    str copy = str_dup(&kit.mem, file);
    ptrdiff_t i = str_find(copy, str_of(at));
    assert_true(i >= 0);
    char *p = (char *)(uintptr_t)copy.s + i + skip;
    *p = *p == '1' ? '2' : '1';
    return copy;
}

/* ---- figures ---- */

struct entry {
    const char *debit, *credit;
    int64_t vnd;
};

static int64_t post(const char *on, struct entry e)
{
    static int serial;
    struct posted p;
    int64_t org;
    str json = str_fmt(&kit.mem,
                       "{\"kind\":\"journal\",\"org\":\"GUI-1\",\"posting_on\":\"%s\",\"request_id\":"
                       "\"00000000-0000-7000-8000-%012d\",\"lines\":[{\"account\":\"%s\",\"dr_vnd\":%lld},"
                       "{\"account\":\"%s\",\"cr_vnd\":%lld}],\"moves\":[]}",
                       on, ++serial, e.debit, (long long)e.vnd, e.credit, (long long)e.vnd);
    kit_ok(&kit, accounting_post_json(&kit.cx, coop, json, &p, &org));
    return p.id;
}

static result void_it(struct cx *cx, struct db *db, void *arg)
{
    struct voucher_void *v = arg;
    struct posted p;
    return voucher_void(cx, db, *v, &p);
}

static int64_t value_of(const struct submission_package *p, int64_t month, enum submission_code c)
{
    for (int i = 0; i < p->n; i++)
        if (p->value[i].month == month && p->value[i].code == c)
            return p->value[i].value;
    fail_msg("no figure");
    return 0;
}

static void test_figures__come_from_the_books_and_survive_voids_and_closing(void **state)
{
    struct submission_envelope e;
    struct submission_package p;
    (void)state;
    kit_ok(&kit, accounting_feature.load_reference(&kit.cx, coop));
    post("2026-01-10", (struct entry){ "1111", "5118", 900000 });
    post("2026-01-11", (struct entry){ "1111", "5121", 300000 });
    post("2026-01-12", (struct entry){ "521", "1111", 50000 });
    post("2026-01-13", (struct entry){ "6111", "1111", 400000 });
    post("2026-01-14", (struct entry){ "1111", "558", 70000 });
    post("2026-01-31", (struct entry){ "5118", "9111", 900000 }); /* closing */
    post("2026-01-31", (struct entry){ "9111", "6111", 400000 });
    struct voucher_void v = { .org_id = coop_org,
                              .voucher_id = post("2026-02-01", (struct entry){ "1111", "5118", 111 }),
                              .posting_on = { 20260201 },
                              .reason = S("gõ nhầm"),
                              .request_id = S("00000000-0000-7000-8000-999999999999") };
    kit_ok(&kit, store_write(coop, &kit.cx, &coop_org, 1, void_it, &v));
    struct submission_made m = make(202601, 202602);
    kit_ok(&kit, submission_envelope_read(&kit.cx, m.file, &e));
    kit_ok(&kit, submission_package_read(&kit.cx, e.package, &p));
    assert_int_equal(value_of(&p, 202601, SUBMISSION_REVENUE), 1150000);
    assert_int_equal(value_of(&p, 202601, SUBMISSION_PROFIT), 820000);
    assert_int_equal(value_of(&p, 202602, SUBMISSION_REVENUE), 0);
    assert_int_equal(value_of(&p, 202602, SUBMISSION_PROFIT), 0);
}

/* ---- receiving ---- */

static void test_receive__a_file_from_elsewhere_once_and_twice(void **state)
{
    struct submission_made m = make(202601, 202603);
    struct submission_receipt r;
    (void)state;
    assert_int_equal(m.number, 1);
    assert_true(str_eq(m.file_name, S("HOPTAC-GUI-1-1.json")));
    kit_ok(&kit, submission_receive(&kit.cx, city, m.file, &r));
    assert_false(r.repeated);
    assert_true(r.pinned);
    assert_int_equal(r.first_month, 202601);
    struct work w = look(1);
    assert_int_equal(w.n, 3 * SUBMISSION_CODE_COUNT);
    assert_int_equal(n_live(&w), w.n);
    kit_ok(&kit, submission_receive(&kit.cx, city, m.file, &r));
    assert_true(r.repeated);
    assert_int_equal(r.n_superseded, 0);
    struct work again = look(1);
    assert_int_equal(again.row.id, w.row.id);
    assert_int_equal(again.row.received_at, w.row.received_at);
    assert_int_equal(n_live(&again), w.n);
}

static void test_receive__refuses_altered_bytes(void **state)
{
    struct submission_made m = make(202601, 202601);
    struct submission_receipt r;
    (void)state;
    kit_refused(&kit, submission_receive(&kit.cx, city, with_byte(m.file, "\"value\":", 8), &r), "submission.altered");
    kit_refused(&kit, submission_receive(&kit.cx, city, str_sub(m.file, 0, m.file.n - 9), &r), "submission.format");
    kit_refused(&kit, submission_receive(&kit.cx, city, S("{}"), &r), "submission.format");
    kit_refused(&kit, submission_receive(&kit.cx, city, S(""), &r), "submission.format");
    struct work w = look(1);
    assert_false(w.found);
}

/* Whoever alters the figures can compute the digest anew, but not the signature. */
static void test_receive__refuses_a_wrong_signature(void **state)
{
    struct submission_made m = make(202601, 202601);
    struct submission_envelope e;
    struct submission_receipt r;
    (void)state;
    kit_ok(&kit, submission_envelope_read(&kit.cx, m.file, &e));
    e.package = with_byte(e.package, "\"value\":", 8);
    kit_refused(&kit, submission_receive(&kit.cx, city, submission_envelope_text(&kit.mem, &e), &r),
                "submission.signature");
    uint8_t seed[KEY_BYTES] = { 7 };
    kit_ok(&kit, submission_envelope_read(&kit.cx, m.file, &e));
    e.signature = submission_sign(&kit.mem, e.package, seed);
    kit_refused(&kit, submission_receive(&kit.cx, city, submission_envelope_text(&kit.mem, &e), &r),
                "submission.signature");
}

static void test_receive__refuses_another_key_until_the_old_is_forgotten(void **state)
{
    struct submission_made m = make(202601, 202601), other;
    struct submission_receipt r;
    (void)state;
    kit_ok(&kit, submission_receive(&kit.cx, city, m.file, &r));
    struct store *thief = kit_store(&kit);
    kit_ok(&kit, organisations_feature.load_reference(&kit.cx, thief));
    int64_t org = make_org(thief, "GUI-1");
    for (int i = 0; i < 2; i++)
        kit_ok(&kit, submission_make(&kit.cx, thief, (struct submission_ask){ org, 202601, 202601, false }, &other));
    kit.store = city;
    kit_refused(&kit, submission_receive(&kit.cx, city, other.file, &r), "submission.key");
}

static void test_receive__refuses_a_number_used_before(void **state)
{
    struct submission_made m = make(202601, 202601);
    struct submission_envelope e;
    struct submission_package p;
    struct submission_receipt r;
    uint8_t seed[KEY_BYTES] = { 1 };
    (void)state;
    kit_ok(&kit, submission_envelope_read(&kit.cx, m.file, &e));
    kit_ok(&kit, submission_package_read(&kit.cx, e.package, &p));
    for (int i = 0; i < 2; i++) {
        p.value[0].value = i;
        e.package = submission_package_text(&kit.mem, &p);
        e.signature = submission_sign(&kit.mem, e.package, seed);
        e.key = submission_public(&kit.mem, seed);
        str file = submission_envelope_text(&kit.mem, &e);
        if (i == 0)
            kit_ok(&kit, submission_receive(&kit.cx, city, file, &r));
        else
            kit_refused(&kit, submission_receive(&kit.cx, city, file, &r), "submission.number_taken");
    }
}

static void test_receive__the_higher_number_counts_in_any_order(void **state)
{
    struct submission_made m[3] = { make(202601, 202602), make(202602, 202603), make(202601, 202601) };
    struct submission_receipt r;
    (void)state;
    for_all (p, 6) {
        kit.store = city = kit_store(&kit);
        kit_ok(&kit, organisations_feature.load_reference(&kit.cx, city));
        city_org = make_org(city, "GUI-1");
        int first = (int)prop_below(&p, 3), step = 1 + (int)prop_below(&p, 2);
        for (int i = 0; i < 3; i++)
            kit_ok(&kit, submission_receive(&kit.cx, city, m[(first + i * step) % 3].file, &r));
        struct work one = look(1), two = look(2), three = look(3);
        assert_int_equal(n_live(&one), 0);
        assert_int_equal(n_live(&two), 2 * SUBMISSION_CODE_COUNT);
        assert_int_equal(n_live(&three), SUBMISSION_CODE_COUNT);
        assert_true(str_eq(one.row.state, S("superseded")));
        kit_check_invariants(&kit, submissions_feature.invariants, submissions_feature.n_invariants);
        if (kit.n_opened == KIT_STORES)
            break;
    }
}

static void test_withdraw__takes_the_figures_back_in_any_order(void **state)
{
    struct submission_made m = make(202601, 202602), back;
    struct submission_receipt r;
    (void)state;
    kit_ok(&kit, submission_withdraw(&kit.cx, coop, (struct submission_ask){ .org_id = coop_org }, 1, &back));
    assert_int_equal(back.number, 2);
    kit_refused(&kit, submission_withdraw(&kit.cx, coop, (struct submission_ask){ .org_id = coop_org }, 1, &back),
                "submission.withdrawn");
    kit_ok(&kit, submission_receive(&kit.cx, city, back.file, &r));
    kit_ok(&kit, submission_receive(&kit.cx, city, m.file, &r));
    struct work w = look(1);
    assert_int_equal(n_live(&w), 0);
    assert_true(str_eq(w.row.state, S("withdrawn")));
}

static void test_make__refuses_months_that_cannot_be(void **state)
{
    struct submission_made m;
    (void)state;
    kit_refused(&kit, submission_make(&kit.cx, coop, (struct submission_ask){ coop_org, 202603, 202601, false }, &m),
                "submission.months");
    kit_refused(&kit, submission_make(&kit.cx, coop, (struct submission_ask){ coop_org, 202601, 202604, false }, &m),
                "submission.future");
    kit_refused(&kit, submission_make(&kit.cx, coop, (struct submission_ask){ coop_org, 202201, 202603, false }, &m),
                "submission.too_long");
}

static void test_receive__refuses_whom_the_register_does_not_know(void **state)
{
    struct submission_made m;
    struct submission_receipt r;
    int64_t stranger = make_org(coop, "GUI-2");
    (void)state;
    kit_ok(&kit, submission_make(&kit.cx, coop, (struct submission_ask){ stranger, 202601, 202601, false }, &m));
    kit_refused(&kit, submission_receive(&kit.cx, city, m.file, &r), "submission.organisation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_figures__come_from_the_books_and_survive_voids_and_closing, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__a_file_from_elsewhere_once_and_twice, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__refuses_altered_bytes, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__refuses_a_wrong_signature, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__refuses_another_key_until_the_old_is_forgotten, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__refuses_a_number_used_before, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__the_higher_number_counts_in_any_order, begin, end),
        cmocka_unit_test_setup_teardown(test_withdraw__takes_the_figures_back_in_any_order, begin, end),
        cmocka_unit_test_setup_teardown(test_make__refuses_months_that_cannot_be, begin, end),
        cmocka_unit_test_setup_teardown(test_receive__refuses_whom_the_register_does_not_know, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A voucher's paper stays as it was first printed: byte for byte after later changes of names and addresses, with a
   stamp once it is void; outsiders neither see nor make a first print. Read back with pdftotext. On both databases. */
#include "tests/kit/kit.h"
#include "tests/kit/place.h"
#include "tests/kit/visit.h"

#include "features/books/payments/payments.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/prints/prints.h"
#include "os/os.h"
#include "prints.sql.h"
#include "web/print/forms.h"
#include "web/print/print_json.h"

static struct kit kit;
static struct app app;
static struct visitor clerk, city;
static struct organisation org;
static struct payment_record pay;
static struct party party;

/* ---- the demo's first payment to somebody ---- */

static result take_first(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &org));
    for (int64_t id = 1; id < 4000 && !pay.party_id; id++)
        if (!payment_get(cx, db, org.org_id, id, &pay).ok)
            cx_clear_errors(cx);
        else if (!pay.party_id || pay.is_void || !pay.out)
            pay = (struct payment_record){ 0 };
    return party_read(cx, db, org.org_id, pay.party_id, &party);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, take_first, NULL));
    assert_true(pay.party_id > 0);
    clerk = visit(&kit, &app);
    visit_login(&clerk, "ketoan.rau");
    city = visit(&kit, &app);
    visit_login(&city, "canbo.tp");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, prints_feature.invariants, prints_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return S("");
}

static struct response paper(struct visitor *who, const char *more)
{
    str path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/payments/%lld/voucher.pdf%s", (long long)pay.voucher_id, more);
    struct response rs = visit_get(who, path);
    visit_expect(&rs, 200);
    assert_str(rs.content_type, "application/pdf");
    return rs;
}

static str text_of(str pdf)
{
    static int n_text;
    str folder = kit_folder(&kit), out;
    const char *path = str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/p.pdf", STR_ARG(folder)));
    const char *log = str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/p%d.txt", STR_ARG(folder), n_text++));
    kit_ok(&kit, os_write_file_durable(&kit.cx, str_of(path), pdf));
    assert_int_equal(place_run((const char *const[]){ "/usr/bin/pdftotext", "-layout", path, "-", NULL }, 0, 0, log),
                     0);
    kit_ok(&kit, os_read_file(&kit.cx, str_of(log), 1 << 20, &out));
    return out;
}

static void rename_party(void)
{
    str path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/edit", (long long)party.id);
    struct response rs = visit_get(&clerk, path);
    visit_expect(&rs, 200);
    rs = visit_post(&clerk, path,
                    str_fmt(&kit.mem,
                            "code=" STR_FMT "&full_name=Ng%%C6%%B0%%E1%%BB%%9Di+DEMO+%%C4%%90%%E1%%BB%%95i+T%%C3%%AAn"
                            "&address=N%%C6%%A1i+DEMO+Kh%%C3%%A1c&reason=DEMO&duplicate_ok=1",
                            STR_ARG(party.code)));
    visit_expect(&rs, 303);
}

/* ---- tests, in this order ---- */

static void test_outsider__makes_no_first_print(void **state)
{
    (void)state;
    struct response rs = paper(&city, "");
    assert_str(header_of(&rs, "Hoptac-First-Print"), "");
    assert_true(str_find(text_of(rs.body), party.full_name) < 0);
}

static void test_first__stays_to_the_byte(void **state)
{
    (void)state;
    struct response first = paper(&clerk, "");
    assert_str(header_of(&first, "Hoptac-First-Print"), "kept");
    assert_true(str_find(text_of(first.body), party.full_name) >= 0);
    struct response again = paper(&clerk, "");
    assert_str(header_of(&again, "Hoptac-First-Print"), "same");
    assert_true(str_eq(first.body, again.body));
    rename_party();
    again = paper(&clerk, "");
    assert_str(header_of(&again, "Hoptac-First-Print"), "same");
    assert_true(str_eq(first.body, again.body));
    /* what is printed for the first time only now says what is so now */
    struct response english = paper(&clerk, "?in=en");
    assert_str(header_of(&english, "Hoptac-First-Print"), "kept");
    str text = text_of(english.body);
    assert_true(str_find(text, S("Người DEMO Đổi Tên")) >= 0 && str_find(text, S("PAYMENT VOUCHER")) >= 0);
    assert_true(str_find(text, money_words(&kit.mem, pay.amount, true)) >= 0);
    assert_true(str_find(text_of(first.body), money_words(&kit.mem, pay.amount, false)) >= 0);
    assert_true(str_find(text, S("Page 1/1")) >= 0);
}

static void test_batch__of_the_selected(void **state)
{
    (void)state;
    str path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/payments?format=pdf&id=%lld", (long long)pay.voucher_id);
    struct response rs = visit_get(&clerk, path);
    visit_expect(&rs, 200);
    assert_true(str_eq(rs.body, paper(&clerk, "").body));
    assert_int_equal(visit_get(&clerk, S("/orgs/DEMO-RAU/payments?format=pdf")).status, 404);
    assert_int_equal(visit_get(&clerk, S("/orgs/DEMO-RAU/payments?format=pdf&id=1")).status, 404);
    path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers?format=pdf&id=%lld", (long long)pay.voucher_id);
    rs = visit_get(&clerk, path);
    visit_expect(&rs, 200);
    path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers/%lld?format=pdf", (long long)pay.voucher_id);
    struct response one = visit_get(&clerk, path);
    assert_true(str_eq(rs.body, one.body));
    rs = visit_get(&clerk, S("/orgs/DEMO-RAU/intake?format=slips"));
    visit_expect(&rs, 200);
    struct response twice = visit_get(&clerk, S("/orgs/DEMO-RAU/intake?format=slips"));
    assert_true(str_eq(rs.body, twice.body));
}

/* Each voucher has a paper, each bought slip is goods received too. */
static void test_papers__of_vouchers_and_slips(void **state)
{
    (void)state;
    str path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers/%lld?format=pdf", (long long)pay.voucher_id);
    struct response rs = visit_get(&clerk, path), again = visit_get(&clerk, path);
    visit_expect(&rs, 200);
    assert_str(header_of(&rs, "Hoptac-First-Print"), "same"); /* with the selected ones, before */
    assert_true(str_eq(rs.body, again.body));
    str text = text_of(rs.body);
    assert_true(str_find(text, S("PHIẾU KẾ TOÁN")) >= 0 && str_find(text, S("1111")) >= 0);
    assert_true(str_find(text, money_words(&kit.mem, pay.amount, false)) >= 0);
    assert_true(str_find(text, pay.number_text) >= 0);
    rs = visit_get(&clerk, str_fmt(&kit.mem, STR_FMT "&in=en", STR_ARG(path)));
    assert_true(str_find(text_of(rs.body), S("ACCOUNTING VOUCHER")) >= 0);
    str body = visit_get(&clerk, S("/orgs/DEMO-RAU/intake?per=200")).body, mark = S("/orgs/DEMO-RAU/intake/");
    int n_receipt = 0;
    for (ptrdiff_t at; !n_receipt && (at = str_find(body, mark)) >= 0; body = str_sub(body, at + mark.n, body.n)) {
        str slip = str_cut(str_sub(body, at, body.n), '"').head;
        if (slip.s[slip.n - 1] < '0' || slip.s[slip.n - 1] > '9')
            continue;
        rs = visit_get(&clerk, str_fmt(&kit.mem, STR_FMT "/slip.pdf?form=receipt", STR_ARG(slip)));
        if (rs.status != 200)
            continue; /* not bought: nothing entered the own store */
        text = text_of(rs.body);
        assert_true(str_find(text, S("PHIẾU NHẬP KHO")) >= 0 && str_find(text, S("01-VT")) >= 0);
        assert_str(header_of(&rs, "Hoptac-First-Print"), "kept");
        n_receipt++;
    }
    assert_int_equal(n_receipt, 1);
}

struct erasing {
    struct person who;
    int n;
};

static result erase_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    return prints_feature.erase_person(cx, db, &e->who, &e->n);
}

/* While the law wants the voucher its paper stays; afterwards the name goes from it. */
static void test_erasing__waits_for_the_law(void **state)
{
    struct erasing e = { .who = { .org_id = org.org_id,
                                  .party_id = party.id,
                                  .full_name = party.full_name,
                                  .phone = S("0999000111"),
                                  .kept_from = { 20200101 } } };
    (void)state;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, erase_work, &e));
    assert_int_equal(e.n, 0);
    e.who.kept_from = (date){ 0 };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, erase_work, &e));
    assert_true(e.n >= 1);
    struct response rs = paper(&clerk, "");
    assert_str(header_of(&rs, "Hoptac-First-Print"), "redrawn");
    assert_true(str_find(text_of(rs.body), party.full_name) < 0);
}

static result void_work(struct cx *cx, struct db *db, void *arg)
{
    struct posted out;
    (void)arg;
    return voucher_void(cx, db,
                        (struct voucher_void){ .org_id = org.org_id,
                                               .voucher_id = pay.voucher_id,
                                               .posting_on = date_of_instant(cx->now_at, ZONE_VN),
                                               .reason = S("DEMO"),
                                               .request_id = os_uuid7(cx->mem),
                                               .with_dependents = true },
                        &out);
}

static void test_void__is_stamped(void **state)
{
    (void)state;
    str before = paper(&clerk, "").body;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, void_work, NULL));
    str after = paper(&clerk, "").body;
    assert_false(str_eq(before, after));
    assert_true(str_find(text_of(after), tr_lang(LANG_VI, "VOID")) >= 0);
}

/* ---- the value ---- */

static void same_paper(const struct print_doc *doc)
{
    struct print_doc back;
    str one, two, json = print_doc_json(&kit.mem, doc);
    assert_true(print_doc_read(&kit.mem, json, &back));
    kit_ok(&kit, print_pdf(&kit.cx, doc, 1, &one));
    kit_ok(&kit, print_pdf(&kit.cx, &back, 1, &two));
    assert_true(str_eq(one, two));
    assert_true(str_eq(json, print_doc_json(&kit.mem, &back)));
}

static void test_json__draws_the_same(void **state)
{
    struct form_head head = { .paper = PRINT_A4,
                              .demo = true,
                              .org = { S("HTX DEMO \"Mầm\""), S("Thôn <Bãi>"), S("01") },
                              .form_code = S("Mẫu số 06-VT"),
                              .number = S("1"),
                              .on = { 20260302 },
                              .from = { 20260301 },
                              .to = { 20260331 },
                              .created_at = KIT_NOW };
    struct form_book_line line[40];
    (void)state;
    for (int i = 0; i < COUNT(line); i++)
        line[i] = (struct form_book_line){ { 20260302 }, { 20260302 }, S("PC1"), S("Ghi chú, dài"), S("1111"), i,
                                           { 1000 + i }, { 0 } };
    struct print_doc doc[] = {
        form_journal(&kit.cx, &(struct form_journal){ head, line, COUNT(line), { 41000 }, { 0 } }),
        form_cash(&kit.cx, &(struct form_cash){ .head = head, .party = S("A\nB"), .amount = { 5 } }),
        { .title = S("x") },
    };
    for (int i = 0; i < COUNT(doc); i++)
        same_paper(&doc[i]);
    str json = print_doc_json(&kit.mem, &doc[1]);
    for (ptrdiff_t n = 0; n < json.n; n += 7) {
        struct print_doc back;
        assert_false(print_doc_read(&kit.mem, str_sub(json, 0, n), &back));
    }
    static const char *const wrong[] = { "[]", "{}", "[2,0,0,true,0,[],[],[]]", "[1,9,0,true,0,[],[],[]]", "null" };
    for (int i = 0; i < COUNT(wrong); i++) {
        struct print_doc back;
        assert_false(print_doc_read(&kit.mem, str_of(wrong[i]), &back));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outsider__makes_no_first_print), cmocka_unit_test(test_first__stays_to_the_byte),
        cmocka_unit_test(test_batch__of_the_selected),         cmocka_unit_test(test_papers__of_vouchers_and_slips),
        cmocka_unit_test(test_erasing__waits_for_the_law),     cmocka_unit_test(test_void__is_stamped),
        cmocka_unit_test(test_json__draws_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

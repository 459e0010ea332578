/* A template filled in, read back, applied, taken back; files that are wrong say so, cell by cell. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/books/accounting/accounting.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/imports/imports_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct story {
    struct organisation org;
    int64_t item_id, id;
    struct import_batch batch;
    struct import_record *row;
    int n;
    struct account_balance *balance;
    int n_balance;
    struct stock_row *stock;
    int n_stock;
    int64_t party, other;
};

static result w_setup(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    struct item_in item = { S("CAIMO"), S("Cải mơ"), S("Mustard greens"), S("kg"), S("156") };
    TRY(org_add(cx, db,
                &(struct org_in){ .code = S("THU-NHAP"),
                                  .kind = S("cooperative"),
                                  .name = S("Hợp tác xã Thử nhập"),
                                  .commune_code = S("00577") },
                &s->org));
    return item_add(cx, db, s->org.org_id, &item, &s->item_id);
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

static int by_row(const void *a, const void *b)
{
    return (int)(((const struct import_record *)a)->row_no - ((const struct import_record *)b)->row_no);
}

/* Good ones and bad ones, in the order of the file. */
static result all_rows(struct cx *cx, struct db *db, struct story *s)
{
    struct import_view v = { s->org.org_id, s->id, true, 1000 };
    struct import_record *bad, *good;
    int n_bad, n_good;
    TRY(import_records(cx, db, &v, &bad, &n_bad));
    v.bad = false;
    TRY(import_records(cx, db, &v, &good, &n_good));
    s->n = n_bad + n_good;
    s->row = new (cx->mem, struct import_record, s->n);
    for (int i = 0; i < s->n; i++)
        s->row[i] = i < n_bad ? bad[i] : good[i - n_bad];
    qsort(s->row, (size_t)s->n, sizeof *s->row, by_row);
    return OK;
}

static result w_look(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    int64_t org = s->org.org_id;
    struct balance_query q = { .org_id = org, .to = { 20261231 } };
    TRY(import_get(cx, db, org, s->id, &s->batch));
    TRY(all_rows(cx, db, s));
    TRY(accounting_balances(cx, db, q, &s->balance, &s->n_balance));
    return stock_on_hand(cx, db, org, 0, &s->stock, &s->n_stock);
}

static void look(struct kit *k, struct story *s) { kit_ok(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, w_look, s)); }

static result w_party(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    return party_by_code(cx, db, s->org.org_id, S("TV001"), &s->party);
}

static bool has_member(struct kit *k, struct story *s)
{
    bool found = store_read(k->store, &k->cx, DB_SCOPE_ALL, w_party, s).ok;
    cx_clear_errors(&k->cx);
    return found;
}

/* A file as a person would send it: the template's headings, then rows of texts ("" = an empty cell). */
static str file_of(struct kit *k, const char *kind, const char *const *cell, int n_row)
{
    struct sheet_out *o;
    str bytes;
    int n;
    const str *title = import_titles(&k->cx, str_of(kind), &n);
    struct sheet_col *col = new (&k->mem, struct sheet_col, n);
    const struct import_kind *kd = import_kind_find(str_of(kind));
    for (int i = 0; i < n; i++)
        col[i] = (struct sheet_col){ .title = title[i], .required = kd->column[i].required };
    kit_ok(k, sheet_begin(&k->cx, (struct sheet_meta){ .title = S("x"), .created_at = KIT_NOW }, &o));
    kit_ok(k, sheet_page(o, S("x"), col, n, 0));
    for (int r = 0; r < n_row; r++) {
        for (int i = 0; i < n; i++)
            sheet_put(o, str_of(cell[r * n + i]));
        kit_ok(k, sheet_row_end(o));
    }
    kit_ok(k, sheet_end(o, 1 << 20, &bytes));
    return bytes;
}

static result preview(struct kit *k, struct story *s, const char *kind, const char *name, str bytes)
{
    struct import_file f = { s->org.org_id, str_of(kind), str_of(name), bytes, { 0 } };
    if (str_eq(f.kind, S("balances")))
        f.on = (date){ 20260101 };
    return import_preview(&k->cx, k->store, &f, &s->id);
}

static result apply(struct kit *k, const struct story *s, bool good_rows)
{
    return import_apply(&k->cx, k->store, &(struct import_apply){ s->org.org_id, s->id, good_rows });
}

static result undo(struct kit *k, const struct story *s)
{
    struct import_undo in = { .org_id = s->org.org_id, .batch_id = s->id, .reason = S("nhầm tệp") };
    return import_undo(&k->cx, k->store, &in);
}

static bool says(str text, const char *what) { return str_find(text, str_of(what)) >= 0; }

static const char *const people[] = {
    "",
    "Người Thử Một",
    "0912345678",
    "02/03/1975",
    "Female",
    "",
    "Thôn Đông",
    "001175001234",
    "10/05/2018",
    "",
    "TT-01",
    "10/05/2018",
    "Sold on the member's behalf",
    "7.5",
    "",
    "Người Thử Hai",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
};
static const char *const balances[] = {
    "1111", "", "",      "",      "10.000.000", "", /* rows 2 to 4 */
    "156",  "", "CAIMO", "412,5", "4950000",    "", "4111", "", "", "", "", "14950000",
};

static void test_imports__members_come_in_and_go_again(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", people, 2)));
    look(&k, &s);
    assert_str(s.row[0].error, "");
    assert_int_equal(s.batch.n_bad, 0);
    assert_int_equal(s.n, 2);
    assert_str(s.row[0].cell[M_NUMBER], "••••••");
    assert_false(has_member(&k, &s)); /* nothing is written yet */
    kit_ok(&k, apply(&k, &s, false));
    assert_true(has_member(&k, &s));
    kit_refused(&k, apply(&k, &s, false), "import.state");
    look(&k, &s);
    assert_int_equal(s.batch.n_applied, 2);
    assert_int_equal(s.row[0].made_id, s.party);
    assert_int_equal(s.row[0].n, 0); /* what was written in the file is gone */
    kit_check_invariants(&k, imports_feature.invariants, imports_feature.n_invariants);
    kit_ok(&k, undo(&k, &s));
    assert_false(has_member(&k, &s));
    kit_refused(&k, undo(&k, &s), "import.state");
    end(&k);
}

static void test_imports__every_mistake_names_its_cell(void **state)
{
    static const char *const bad[] = {
        "",           "",
        "12",         "31/02/1975",
        "",           "",
        "",           "12345",
        "",           "",
        "",           "",
        "",           "",
        "",           "Người Thử Ba",
        "0912000001", "",
        "",           "",
        "",           "",
        "",           "",
        "",           "",
        "",           "",
        "",           "Người Thử Bốn",
        "0912000001", "",
        "",           "",
        "",           "",
        "",           "boss",
        "",           "",
        "",           "nine",
        "",           "Người Thử Năm",
        "0912000001", "",
        "",           "",
        "",           "",
        "",           "",
        "",           "",
        "",           "",
    };
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", bad, 4)));
    look(&k, &s);
    assert_int_equal(s.batch.n_bad, 3);
    assert_true(says(s.row[0].error, "D2: "));
    assert_str(s.row[1].error, "");
    assert_true(says(s.row[2].error, "N4: "));
    assert_true(says(s.row[3].error, "C5: ")); /* the same phone as the row above */
    kit_refused(&k, apply(&k, &s, false), "import.has_errors");
    kit_ok(&k, apply(&k, &s, true));
    look(&k, &s);
    assert_int_equal(s.batch.n_applied, 1);
    assert_int_equal(s.row[0].made_id, 0);
    end(&k);
}

/* ---- partners and items ---- */

static const char *const partners[] = {
    "Supplier",   "",           "Công ty DEMO Phân bón",
    "",           "0100000001", "",
    "",           "", /* row 2 */
    "Khách hàng", "KH-CHO",     "Chợ DEMO",
    "",           "",           "0912000777",
    "Số 1",       "", /* row 3 */
    "employee",   "",           "Người DEMO Làm",
    "",           "",           "",
    "",           "",
};
static const char *const bad_partners[] = {
    "Member",   "",  "Người DEMO Sai",   "",      "", "",   "", "", /* row 2: comes with members */
    "Supplier", "A", "Công ty DEMO Một", "robot", "", "",   "", "",
    "Supplier", "B", "Công ty DEMO Hai", "",      "", "12", "", "",
    "Supplier", "C", "Công ty DEMO Ba",  "",      "", "",   "", "",
    "Supplier", "c", "Công ty DEMO Bốn", "",      "", "",   "", "", /* row 6: the code of row 5 */
};
static const char *const items[] = {
    "PHANLAN", "Phân lân", "Phosphate", "kg", "152", "TRUNG", "Trứng gà", "", "quả", "", "THUOC", "Thuốc", "", "Tạ", "",
};
static const char *const bad_items[] = {
    "CAIMO", "Cải mơ", "",    "kg",  "", "x",  "Sai mã", "",    "kg",      "", "DAU", "", "",
    "thúng", "211",    "MOI", "Mới", "", "kg", "",       "MOI", "Mới nữa", "", "kg",  "",
};

struct found {
    struct story *s;
    struct party party[3];
    struct item item;
};
static result w_partners(struct cx *cx, struct db *db, void *arg)
{
    struct found *f = arg;
    for (int i = 0; i < 3; i++)
        TRY(party_read(cx, db, f->s->org.org_id, f->s->row[i].made_id, &f->party[i]));
    return OK;
}
static result w_item(struct cx *cx, struct db *db, void *arg)
{
    struct found *f = arg;
    return item_by_code(cx, db, f->s->org.org_id, S("THUOC"), &f->item);
}
static result w_price(struct cx *cx, struct db *db, void *arg)
{
    struct found *f = arg;
    return price_set(cx, db, f->s->org.org_id, (struct price_in){ f->item.id, S(""), { 20260101 }, { 1000 } });
}

static void test_imports__partners_come_in_and_go_again(void **state)
{
    struct kit k;
    struct story s;
    struct found f = { .s = &s };
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "partners", "a.xlsx", file_of(&k, "partners", partners, 3)));
    look(&k, &s);
    assert_int_equal(s.batch.n_bad, 0);
    kit_ok(&k, apply(&k, &s, false));
    look(&k, &s);
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_partners, &f));
    assert_str(f.party[0].code, "NCC01");
    assert_false(f.party[0].is_person);
    assert_str(f.party[1].code, "KH-CHO");
    assert_str(f.party[1].kind, "customer");
    assert_true(f.party[2].is_person); /* an employee is a person */
    assert_str(s.row[0].made_table, "party");
    kit_ok(&k, undo(&k, &s));
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_partners, &f), "party.not_found");
    end(&k);
}

static void test_imports__mistakes_of_partners_and_items(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "partners", "a.xlsx", file_of(&k, "partners", bad_partners, 5)));
    look(&k, &s);
    assert_int_equal(s.batch.n_bad, 4);
    assert_true(says(s.row[0].error, "A2: "));
    assert_true(says(s.row[1].error, "D3: "));
    assert_true(says(s.row[2].error, "F4: "));
    assert_str(s.row[3].error, "");
    assert_true(says(s.row[4].error, "B6: "));
    kit_ok(&k, preview(&k, &s, "items", "b.xlsx", file_of(&k, "items", bad_items, 5)));
    look(&k, &s);
    assert_int_equal(s.batch.n_bad, 4);
    assert_true(says(s.row[0].error, "A2: ")); /* here already */
    assert_true(says(s.row[1].error, "A3: "));
    assert_true(says(s.row[2].error, "B4: ") && says(s.row[2].error, "D4: ") && says(s.row[2].error, "E4: "));
    assert_str(s.row[3].error, "");
    assert_true(says(s.row[4].error, "A6: "));
    end(&k);
}

static void test_imports__items_stay_while_something_names_them(void **state)
{
    struct kit k;
    struct story s;
    struct found f = { .s = &s };
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "items", "a.xlsx", file_of(&k, "items", items, 3)));
    kit_ok(&k, apply(&k, &s, false));
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_item, &f));
    assert_str(f.item.shown_unit, "tạ");
    assert_str(f.item.account, "156");
    kit_ok(&k, undo(&k, &s));
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_item, &f), "item.not_found");
    kit_ok(&k, preview(&k, &s, "items", "a.xlsx", file_of(&k, "items", items, 3)));
    kit_ok(&k, apply(&k, &s, false));
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_item, &f));
    kit_ok(&k, store_write(k.store, &k.cx, &s.org.org_id, 1, w_price, &f));
    kit_refused(&k, undo(&k, &s), "import.in_use");
    end(&k);
}

/* A file of its own making: three pages of members. */
enum { MANY = 1200 };
_Static_assert(IMPORT_COLUMNS_MAX == M_FEE + 1, "a row of members has all columns");

static str many(struct kit *k, int n)
{
    const char **cell = new (&k->mem, const char *, n *IMPORT_COLUMNS_MAX);
    for (int i = 0; i < n * IMPORT_COLUMNS_MAX; i++)
        cell[i] = "";
    for (int i = 0; i < n; i++) {
        cell[i * IMPORT_COLUMNS_MAX + M_NAME] = str_z(&k->mem, str_fmt(&k->mem, "Người Thử %d", i));
        cell[i * IMPORT_COLUMNS_MAX + M_PHONE] = str_z(&k->mem, str_fmt(&k->mem, "09%08d", i));
    }
    return file_of(k, "members", cell, n);
}

static result w_codes(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    for (int i = 1; i <= MANY; i++) {
        int64_t id;
        TRY(party_by_code(cx, db, s->org.org_id, str_fmt(cx->mem, "TV%03d", i), &id));
    }
    return party_by_code(cx, db, s->org.org_id, S("TV002"), &s->other);
}

/* Numbers run on over the pages, behind what is there. */
static void test_imports__many_come_and_go_as_one(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", many(&k, 1)));
    kit_ok(&k, apply(&k, &s, false));
    int64_t first = s.id;
    kit_ok(&k, preview(&k, &s, "members", "b.xlsx", many(&k, MANY)));
    look(&k, &s);
    assert_int_equal(s.batch.n_row, MANY);
    assert_int_equal(s.batch.n_bad, 1); /* who came first */
    assert_true(says(s.row[0].error, "C2: ") && says(s.row[0].error, "TV001"));
    kit_ok(&k, apply(&k, &s, true));
    kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_codes, &s));
    look(&k, &s);
    assert_int_equal(s.batch.n_applied, MANY - 1);
    assert_int_equal(s.batch.n_bad, 0);
    kit_ok(&k, undo(&k, &s));
    kit_refused(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_codes, &s), "party.not_found");
    assert_true(has_member(&k, &s)); /* the first file's is still here */
    s.id = first;
    kit_ok(&k, undo(&k, &s));
    assert_false(has_member(&k, &s));
    end(&k);
}

/* Each way in which two rows may be one person; a row with another mistake is nobody yet. */
static void test_imports__rows_are_compared_with_each_other(void **state)
{
    enum { ROWS = 6 };
    const char *cell[ROWS * IMPORT_COLUMNS_MAX];
    struct kit k;
    struct story s;
    (void)state;
    for (int i = 0; i < COUNT(cell); i++)
        cell[i] = "";
#define CELL(row, col) cell[(row)*IMPORT_COLUMNS_MAX + (col)]
    for (int i = 0; i < ROWS; i++)
        CELL(i, M_NAME) = "Người Thử";
    CELL(0, M_CODE) = "TV900", CELL(0, M_PHONE) = "0912000001", CELL(0, M_NUMBER) = "001175001234";
    CELL(0, M_BIRTH) = "02/03/1975";
    CELL(1, M_PHONE) = "0912000001";
    CELL(2, M_NUMBER) = "001175001234";
    CELL(3, M_NAME) = "NGƯỜI  THỬ", CELL(3, M_BIRTH) = "02/03/1975";
    CELL(4, M_CODE) = "tv900", CELL(4, M_CLASS) = "boss", CELL(4, M_PHONE) = "0912000009";
    CELL(5, M_PHONE) = "0912000009";
#undef CELL
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", cell, ROWS)));
    look(&k, &s);
    assert_str(s.row[0].error, "");
    assert_str(s.row[1].error, "C3: Row 2 of the file says the same.");
    assert_str(s.row[2].error, "H4: Row 2 of the file says the same.");
    assert_str(s.row[3].error, "B5: Row 2 of the file says the same.");
    assert_true(says(s.row[4].error, "J6: ") && says(s.row[4].error, "A6: Row 2"));
    assert_str(s.row[5].error, "");
    end(&k);
}

static void test_imports__balances_become_one_voucher(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "balances", "a.xlsx", file_of(&k, "balances", balances, 3)));
    look(&k, &s);
    assert_str(s.batch.error, "");
    assert_int_equal(s.batch.n_bad, 0);
    assert_int_equal(s.n_balance, 0);
    kit_ok(&k, apply(&k, &s, false));
    look(&k, &s);
    assert_int_equal(s.row[0].made_id, s.row[2].made_id);
    assert_int_equal(s.n_balance, 3);
    assert_int_equal(s.balance[0].close_dr.dong, 10000000);
    assert_int_equal(s.n_stock, 1);
    assert_int_equal(s.stock[0].qty.base, 412500);
    assert_int_equal(s.stock[0].value.dong, 4950000);
    kit_ok(&k, undo(&k, &s));
    look(&k, &s);
    assert_int_equal(s.n_stock, 0);
    for (int i = 0; i < s.n_balance; i++)
        assert_int_equal(s.balance[i].close_dr.dong | s.balance[i].close_cr.dong, 0);
    end(&k);
}

static void test_imports__balances_must_balance(void **state)
{
    static const char *const bad[] = {
        "1111", "KHONGCO", "", "", "x", "", "9999", "", "", "", "5", "5", "156", "", "KHONGCO", "1", "5", "",
    };
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "balances", "a.xlsx", file_of(&k, "balances", balances, 2)));
    look(&k, &s);
    assert_true(s.batch.error.n > 0);
    kit_refused(&k, apply(&k, &s, true), "import.has_errors");
    kit_ok(&k, preview(&k, &s, "balances", "a.xlsx", file_of(&k, "balances", bad, 3)));
    look(&k, &s);
    assert_true(says(s.row[0].error, "B2: ") && says(s.row[0].error, "E2: "));
    assert_true(says(s.row[1].error, "E3: "));
    assert_true(says(s.row[2].error, "C4: "));
    kit_ok(&k, undo(&k, &s)); /* dropped */
    end(&k);
}

static result w_name_member(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    struct posted p;
    struct line l[] = { { .account = S("1111"), .dr = { 5000 } },
                        { .account = S("331"), .party_id = s->party, .cr = { 5000 } } };
    struct voucher v = { .kind = S("journal"),
                         .org_id = s->org.org_id,
                         .document_on = { 20260301 },
                         .posting_on = { 20260301 },
                         .request_id = S("01890a5d-ac96-774b-bcce-b302099a8057"),
                         .command = S("i"),
                         .line = l,
                         .n_line = 2 };
    return voucher_post(cx, db, &v, &p);
}

static void test_imports__a_member_in_use_stays(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", people, 2)));
    kit_ok(&k, apply(&k, &s, false));
    assert_true(has_member(&k, &s));
    kit_ok(&k, store_write(k.store, &k.cx, &s.org.org_id, 1, w_name_member, &s));
    assert_false(undo(&k, &s).ok);
    assert_true(says(k.cx.errors->message, "TV001"));
    kit_expect_code(&k, "import.in_use");
    look(&k, &s);
    assert_str(s.batch.state, "applied");
    assert_true(has_member(&k, &s));
    end(&k);
}

static result w_erase(struct cx *cx, struct db *db, void *arg)
{
    struct story *s = arg;
    struct person who = { .org_id = s->org.org_id, .full_name = S("Người Thử Một"), .phone = S("0912345678") };
    return import_erase_person(cx, db, &who, &s->n);
}

static void test_imports__a_person_is_taken_out_of_what_waits(void **state)
{
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "gọi 0912 345 678.xlsx", file_of(&k, "members", people, 2)));
    s.n = 0;
    kit_ok(&k, store_write(k.store, &k.cx, &s.org.org_id, 1, w_erase, &s));
    assert_int_equal(s.n, 2); /* the row, and the name of the file */
    look(&k, &s);
    assert_int_equal(s.row[0].n, 0);
    assert_str(s.row[0].error, "Erased on request.");
    assert_str(s.batch.file_name, "Erased on request.");
    assert_str(s.row[1].cell[M_NAME], "Người Thử Hai");
    kit_refused(&k, apply(&k, &s, false), "import.has_errors");
    kit_ok(&k, apply(&k, &s, true));
    look(&k, &s);
    assert_int_equal(s.batch.n_applied, 1);
    assert_int_equal(s.row[0].made_id, 0);
    end(&k);
}

static void test_imports__what_waits_too_long_is_dropped(void **state)
{
    enum { DAY = 86400 };
    struct kit k;
    struct story s;
    (void)state;
    begin(&k, &s);
    kit_ok(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", people, 2)));
    k.cx.now_at = KIT_NOW + (int64_t)30 * DAY * 1000000;
    kit_ok(&k, import_forget(&k.cx, k.store));
    look(&k, &s);
    assert_str(s.batch.state, "previewed");
    k.cx.now_at++;
    kit_ok(&k, import_forget(&k.cx, k.store));
    look(&k, &s);
    assert_str(s.batch.state, "undone");
    assert_int_equal(s.row[0].n, 0);
    end(&k);
}

static result count_row(void *to, struct cx *cx, const struct sheet_row *row)
{
    (void)cx, (void)row;
    ++*(int *)to;
    return OK;
}

static void test_imports__files_that_cannot_be_read(void **state)
{
    struct kit k;
    struct story s;
    struct sheet_info info;
    str bytes;
    int n = 0;
    (void)state;
    begin(&k, &s);
    kit_refused(&k, preview(&k, &s, "members", "a.xlsx", S("not a workbook")), "sheet.format");
    kit_refused(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "balances", balances, 3)), "import.heading");
    kit_refused(&k, preview(&k, &s, "members", "a.xlsx", file_of(&k, "members", people, 0)), "import.empty");
    kit_refused(&k, preview(&k, &s, "nothing", "a.xlsx", S("")), "import.kind");
    kit_ok(&k, import_template(&k.cx, k.store, &(struct import_template){ s.org.org_id, S("members") }, &bytes));
    kit_ok(&k, sheet_read(&k.cx, (struct sheet_input){ .bytes = bytes }, count_row, &n, &info));
    assert_int_equal(n, 1);
    assert_true(info.n_names >= 2);
    kit_refused(&k, preview(&k, &s, "members", "a.xlsx", bytes), "import.empty");
    kit_ok(&k, preview(&k, &s, "balances", "a.csv",
                       S("Tài khoản;Mã đối tượng;Mã hàng;Số lượng;Nợ;Có\n1111;;;;7.000;\n4111;;;;;7.000\n")));
    look(&k, &s);
    assert_str(s.batch.error, "");
    assert_int_equal(s.batch.n_bad, 0);
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imports__members_come_in_and_go_again),
        cmocka_unit_test(test_imports__every_mistake_names_its_cell),
        cmocka_unit_test(test_imports__partners_come_in_and_go_again),
        cmocka_unit_test(test_imports__mistakes_of_partners_and_items),
        cmocka_unit_test(test_imports__items_stay_while_something_names_them),
        cmocka_unit_test(test_imports__many_come_and_go_as_one),
        cmocka_unit_test(test_imports__rows_are_compared_with_each_other),
        cmocka_unit_test(test_imports__balances_become_one_voucher),
        cmocka_unit_test(test_imports__balances_must_balance),
        cmocka_unit_test(test_imports__a_member_in_use_stays),
        cmocka_unit_test(test_imports__a_person_is_taken_out_of_what_waits),
        cmocka_unit_test(test_imports__what_waits_too_long_is_dropped),
        cmocka_unit_test(test_imports__files_that_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

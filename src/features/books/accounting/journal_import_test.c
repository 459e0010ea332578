/* Journals brought in and taken out again: what comes out of one organisation and goes into another comes out the same,
   the same file again changes nothing, and a file with mistakes posts nothing at all, however late the mistake. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/books/accounting/accounting.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"

static struct kit kit;

struct work {
    str code, text;
    struct organisation org;
    enum export_format format;
    struct buf out;
    int64_t voucher_id;
    int month;
    str state;
};

/* ---- a fresh store with organisations, chart and members ---- */

static void begin(void)
{
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, organisations_feature.load_reference(&kit.cx, kit.store));
    kit_ok(&kit, accounting_feature.load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, members_feature.load_demo(&kit.cx, kit.store));
}

static void end(void)
{
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
}

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return org_by_code(cx, db, w->code, &w->org);
}

static int64_t org(const char *code)
{
    struct work w = { .code = str_of(code) };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &w));
    return w.org.org_id;
}

static result import(const char *code, enum export_format format, str text, struct import_report *rep)
{
    struct import_source in = { .org_id = org(code), .csv = format == EXPORT_CSV, .text = text };
    return accounting_import(&kit.cx, kit.store, &in, rep);
}

static void take(void *arg, str bytes) { buf_put(arg, bytes); }

static result export_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(find_work(cx, db, arg));
    return accounting_export(cx, db, w->org.org_id, w->format, take, &w->out);
}

/* Collected outside of kit.mem: the export gives memory of the context back. */
static str export(const char *code, enum export_format format)
{
    static struct arena apart;
    struct work w = { .code = str_of(code), .format = format };
    if (!apart.base)
        assert_true(arena_init(&apart, ARENA_REQUEST));
    arena_reset(&apart, 0);
    w.out = buf_new(&apart);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, export_work, &w));
    return str_dup(&kit.mem, buf_str(&w.out));
}

static result void_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct posted p;
    return voucher_void(cx, db,
                        (struct voucher_void){ .org_id = w->org.org_id,
                                               .voucher_id = w->voucher_id,
                                               .posting_on = { 20260302 },
                                               .reason = S("ghi nhầm; \"làm lại\""),
                                               .request_id = os_uuid7(cx->mem) },
                        &p);
}

static result period_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return period_set(cx, db, w->org.org_id, w->month, w->state, S("thử"));
}

/* ---- a random journal ---- */

static str any_memo(struct prop *r)
{
    static const char *const part[] = {
        "bán \"rau\"",      "|",        "'",  "\t",          "(x)",      "*", "= 5", "@", "chị Nga, Đông", "#",
        "\xF0\x9F\xA5\xAC", "\xC2\xA0", "  ", "party:TV009", "e\xCC\x82"
    };
    struct buf b = buf_new(&kit.mem);
    for (int n = prop_below(r, 5); n > 0; n--)
        buf_put(&b, str_of(part[prop_below(r, COUNT(part))]));
    return buf_str(&b);
}

static str any_journal(struct prop *r, int entries)
{
    static const char *const account[] = { "1111", "1121", "156", "331", "5111", "5118", "6111", "642", "4111" };
    struct buf b = buf_new(&kit.mem);
    date on = { 20250101 };
    for (int i = 0; i < entries; i++) {
        on = date_add_days(on, prop_below(r, 3));
        str memo = any_memo(r);
        buf_fmt(&b, STR_FMT " (S%d) " STR_FMT "\n", STR_ARG(date_iso(&kit.mem, on)), i, STR_ARG(memo));
        if (prop_below(r, 4) == 0)
            buf_fmt(&b, "  (003)  %d VND\n", 1 + prop_below(r, 1000));
        for (int k = 1 + prop_below(r, 3); k > 0; k--)
            buf_fmt(&b, "  %s  %lld VND%s\n", account[prop_below(r, COUNT(account))],
                    (long long)(prop_u64(r) >> 30 >> prop_below(r, 30)) + 1, prop_below(r, 2) ? "" : "  ; party:TV003");
        buf_put(&b, S("  4118\n\n"));
    }
    return buf_str(&b);
}

static int count(str text, const char *what)
{
    int n = 0;
    str needle = str_of(what);
    for (ptrdiff_t at; (at = str_find(text, needle)) >= 0; n++)
        text = str_sub(text, at + needle.n, text.n);
    return n;
}

static void void_some(struct prop *r, const char *code)
{
    struct work w = { .code = str_of(code) };
    str json = export(code, EXPORT_JSON), needle = S("{\"id\":\"");
    int64_t id;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &w));
    for (ptrdiff_t at; (at = str_find(json, needle)) >= 0;) {
        json = str_sub(json, at + needle.n, json.n);
        assert_true(str_to_i64(str_cut(json, '"').head, &id));
        w.voucher_id = id;
        if (prop_below(r, 5) == 0)
            kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, void_work, &w));
    }
}

/* ---- round trip ---- */

static bool cut_line(str *rest, str *line)
{
    if (!rest->n)
        return false;
    struct str_cut c = str_cut(*rest, '\n');
    *line = c.head, *rest = c.tail;
    return true;
}

/* "2026-03-02 (NEW) OLD memo" where the first had "2026-03-02 (OLD) memo": the number of the source stays in sight. */
static bool same_head(str a, str b)
{
    struct str_cut old = str_cut(str_sub(a, 12, a.n), ')'), new_ = str_cut(str_sub(b, 12, b.n), ')');
    str want = str_fmt(&kit.mem, STR_FMT " " STR_FMT, STR_ARG(old.head), STR_ARG(str_trim(old.tail)));
    return str_eq(str_sub(a, 0, 12), str_sub(b, 0, 12)) && str_starts(new_.head, S("PKT20")) &&
           str_eq(str_trim(want), str_trim(new_.tail));
}

static void same_journal(str a, str b)
{
    str x, y;
    for (int line = 1; cut_line(&a, &x); line++) {
        assert_true(cut_line(&b, &y));
        bool head = x.n > 12 && x.s[0] == '2';
        if (head ? !same_head(x, y) : !str_eq(x, y))
            fail_msg("line %d:\n" STR_FMT "\n" STR_FMT, line, STR_ARG(x), STR_ARG(y));
    }
    assert_false(cut_line(&b, &y));
}

static void test_hledger__comes_out_as_it_went_in(void **state)
{
    (void)state;
    for_all (r, 1) {
        struct import_report rep;
        begin();
        kit_ok(&kit, import("DEMO-RAU", EXPORT_HLEDGER, any_journal(&r, 120), &rep));
        assert_int_equal(rep.n_entry, 120);
        void_some(&r, "DEMO-RAU");
        str first = export("DEMO-RAU", EXPORT_HLEDGER);
        kit_ok(&kit, import("DEMO-CA", EXPORT_HLEDGER, first, &rep));
        assert_int_equal(rep.n_entry, count(first, " (PKT20") + count(first, " (HUY20"));
        assert_true(rep.n_entry > 125);
        str second = export("DEMO-CA", EXPORT_HLEDGER);
        same_journal(first, second);
        end();
    }
}

/* A voided voucher has negative amounts on its sides; what comes in has positive ones on the other. */
static str straight(str csv)
{
    struct buf b = buf_new(&kit.mem);
    str line;
    while (cut_line(&csv, &line)) {
        ptrdiff_t minus = str_find(line, S(",-"));
        bool debit = minus >= 0 && str_find(str_sub(line, minus, line.n), S(",0,")) > 0;
        struct str_cut amount = str_cut(str_sub(line, minus + 2, line.n), ',');
        str before = str_sub(line, 0, minus < 0 ? line.n : minus - (debit ? 0 : 2));
        buf_put(&b, before);
        if (minus >= 0 && debit)
            buf_fmt(&b, ",0," STR_FMT "," STR_FMT, STR_ARG(amount.head), STR_ARG(str_cut(amount.tail, ',').tail));
        else if (minus >= 0)
            buf_fmt(&b, "," STR_FMT ",0," STR_FMT, STR_ARG(amount.head), STR_ARG(amount.tail));
        buf_byte(&b, '\n');
    }
    return buf_str(&b);
}

static str without_numbers(str csv)
{
    struct buf b = buf_new(&kit.mem);
    while (csv.n) {
        bool number = (str_starts(csv, S("PKT202")) || str_starts(csv, S("HUY202"))) && csv.n > 13;
        if (!number)
            buf_byte(&b, csv.s[0]);
        csv = str_sub(csv, number ? 13 : 1, csv.n);
    }
    return buf_str(&b);
}

static void test_csv__comes_out_as_it_went_in(void **state)
{
    struct import_report rep;
    str head = S("date,voucher,account,party,debit_vnd,credit_vnd,memo\r\n");
    (void)state;
    begin();
    str in = str_fmt(&kit.mem,
                     STR_FMT "2026-01-05,,1111,,500,0,\"a, \"\"b\"\"; c\"\r\n2026-01-05,,5118,TV001,0,500,\r\n"
                             "2026-02-28,,156,,7000,0,Đông\r\n2026-02-28,,331,TV002,0,7000,Đông\r\n"
                             "2026-02-28,x,003,,9,0,\r\n",
                     STR_ARG(head));
    kit_ok(&kit, import("DEMO-RAU", EXPORT_CSV, in, &rep));
    assert_int_equal(rep.n_entry, 3);
    assert_int_equal(rep.n_line, 5);
    for_all (r, 1)
        void_some(&r, "DEMO-RAU");
    str first = export("DEMO-RAU", EXPORT_CSV);
    assert_true(str_find(first, S("2026-01-05,PKT2026-00001,1111,,500,0,\"a, \"\"b\"\"; c\"\r\n")) > 0);
    assert_true(str_find(first, S("2026-01-05,PKT2026-00001,5118,TV001,0,500,")) > 0);
    kit_ok(&kit, import("DEMO-CA", EXPORT_CSV, first, &rep));
    str second = export("DEMO-CA", EXPORT_CSV);
    /* the second's memo begins with the number in the first */
    struct buf a = buf_new(&kit.mem), b = buf_new(&kit.mem);
    for (str rest = without_numbers(straight(first)); rest.n; rest = str_sub(rest, 1, rest.n))
        if (rest.s[0] != ' ' && rest.s[0] != '"')
            buf_byte(&a, rest.s[0]);
    for (str rest = without_numbers(straight(second)); rest.n; rest = str_sub(rest, 1, rest.n))
        if (rest.s[0] != ' ' && rest.s[0] != '"')
            buf_byte(&b, rest.s[0]);
    assert_str(buf_str(&b), str_z(&kit.mem, buf_str(&a)));
    end();
}

static void test_import__the_same_file_again_changes_nothing(void **state)
{
    (void)state;
    for_all (r, 1) {
        struct import_report rep;
        begin();
        str text = any_journal(&r, 40);
        kit_ok(&kit, import("DEMO-RAU", EXPORT_HLEDGER, text, &rep));
        assert_int_equal(rep.n_repeated, 0);
        str once = export("DEMO-RAU", EXPORT_JSON);
        kit_ok(&kit, import("DEMO-RAU", EXPORT_HLEDGER, text, &rep));
        assert_int_equal(rep.n_entry, 40);
        assert_int_equal(rep.n_repeated, 40);
        assert_str(export("DEMO-RAU", EXPORT_JSON), str_z(&kit.mem, once));
        /* the same bytes elsewhere are another act */
        kit_ok(&kit, import("DEMO-LUA", EXPORT_HLEDGER, text, &rep));
        assert_int_equal(rep.n_repeated, 0);
        end();
    }
}

/* ---- mistakes ---- */

/* Imports and gives "code@place" of every error; nothing may have been posted. */
static str refused(const char *code, str text)
{
    struct import_report rep;
    struct buf b = buf_new(&kit.mem);
    str before = export(code, EXPORT_JSON);
    assert_false(import(code, EXPORT_HLEDGER, text, &rep).ok);
    for (const struct err *e = kit.cx.errors; e; e = e->next)
        buf_fmt(&b, STR_FMT "@" STR_FMT "\n", STR_ARG(e->code), STR_ARG(e->field));
    cx_clear_errors(&kit.cx);
    assert_str(export(code, EXPORT_JSON), str_z(&kit.mem, before));
    return buf_str(&b);
}

static void test_import__names_every_mistake_and_posts_nothing(void **state)
{
    (void)state;
    begin();
    struct work w = { .code = S("DEMO-RAU"), .month = 202512, .state = S("closed") };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &w));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, period_work, &w));
    str text = S("2026-01-05 tốt\n  1111  500\n  5118\n"
                 "2026-01-05 không cân\n  1111  500\n  5118  -400\n"
                 "2026-01-05 tài khoản\n  1111  500\n  (003)  0\n  999  -500\n"
                 "2026-01-05 không chi tiết\n  111  500\n  5118  -500\n"
                 "2026-01-05 ai\n  1111  500\n  5118  -500  ; party:KHONG-CO\n"
                 "2025-12-31 đã khóa\n  1111  500\n  5118  -500\n"
                 "2036-01-05 quá xa\n  1111  500\n  5118  -500\n"
                 "2026-01-05 quá lớn\n  1111  1000000000000001\n  5118\n"
                 "2026-01-05 lẻ\n  1111  5,5\n  5118\n");
    assert_str(refused("DEMO-RAU", text),
               "voucher.unbalanced@line 4\nline.account_unknown@line 10\nline.account_not_leaf@line 12\n"
               "journal.party_unknown@line 16\nperiod.closed@line 17\nvoucher.posting_on@line 20\n"
               "line.too_large@line 24\njournal.amount@line 27\n");
    kit.cx.lang = LANG_VI;
    str vi = refused("DEMO-RAU", S("2026-01-05 x\n  1111  5\n  999  -5\n"));
    kit.cx.lang = LANG_EN;
    assert_str(vi, "line.account_unknown@dòng 3\n");
    assert_str(refused("DEMO-RAU", S("2026-01-05 \xFF\n  1111  5\n  5118  -5\n")), "journal.encoding@file\n");
    end();
}

/* Posting goes in groups of 2,000: what only the last entry does wrong must be found before the first group. */
static void test_import__a_late_mistake_posts_nothing(void **state)
{
    struct buf b = buf_new(prop_arena());
    struct import_report rep;
    (void)state;
    begin();
    for (int i = 0; i < 2100; i++)
        buf_put(&b, S("2026-01-05 x\n 1111  5\n 5118  -5\n"));
    str many = buf_str(&b);
    assert_str(refused("DEMO-RAU",
                       str_fmt(&kit.mem, STR_FMT "2026-01-06 lớn\n 1111  1000000000000001\n 5118\n", STR_ARG(many))),
               "line.too_large@line 6302\n");
    kit_ok(&kit, import("DEMO-RAU", EXPORT_HLEDGER, many, &rep));
    assert_int_equal(rep.n_entry, 2100);
    assert_int_equal(count(export("DEMO-RAU", EXPORT_HLEDGER), "(PKT2026-"), 2100);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hledger__comes_out_as_it_went_in),
        cmocka_unit_test(test_csv__comes_out_as_it_went_in),
        cmocka_unit_test(test_import__the_same_file_again_changes_nothing),
        cmocka_unit_test(test_import__names_every_mistake_and_posts_nothing),
        cmocka_unit_test(test_import__a_late_mistake_posts_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

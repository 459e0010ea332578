/* Reading journals that other programs wrote: what each text becomes, and which line of it is refused with which code,
   all in one run, in the reader's language. */
#include "tests/kit/kit.h"

#include "features/books/accounting/journal_text.h"

static struct kit kit;

/* "2026-03-02 [PC1] memo | 1111 500 | 331 -500 TV001" a line */
static void show(struct buf *b, const struct text_entry *e)
{
    buf_fmt(b, STR_FMT " [" STR_FMT "] " STR_FMT, STR_ARG(date_iso(&kit.mem, e->on)), STR_ARG(e->code),
            STR_ARG(e->memo));
    for (int i = 0; i < e->n_posting; i++) {
        const struct text_posting *p = &e->posting[i];
        buf_fmt(b, " | " STR_FMT " %lld%s" STR_FMT, STR_ARG(p->account), (long long)p->amount.dong,
                p->party.n ? " " : "", STR_ARG(p->party));
    }
    buf_byte(b, '\n');
}

/* Everything readable, then "code@place" of every error. */
static str read_all(enum journal_format format, const char *text)
{
    struct journal_reader r = journal_reader_new(format, str_of(text));
    struct text_entry *e = new (&kit.mem, struct text_entry, 1);
    struct buf b = buf_new(&kit.mem);
    bool more = true;
    cx_clear_errors(&kit.cx);
    for (int n = 0; more; n++) {
        assert_true(n < 100);
        if (journal_next(&kit.cx, &r, e, &more).ok && more)
            show(&b, e);
    }
    for (const struct err *x = kit.cx.errors; x; x = x->next) {
        assert_true(x->message.n > 0);
        assert_int_equal(x->kind, ERR_INVALID);
        buf_fmt(&b, STR_FMT "@" STR_FMT "\n", STR_ARG(x->code), STR_ARG(x->field));
    }
    return buf_str(&b);
}

struct reading {
    const char *text, *want;
};

static void check(enum journal_format format, const struct reading *c, int n)
{
    for (int i = 0; i < n; i++) {
        str got = read_all(format, c[i].text);
        if (!str_eq(got, str_of(c[i].want)))
            fail_msg("case %d:\n%s\ngave\n" STR_FMT "\nnot\n%s", i, c[i].text, STR_ARG(got), c[i].want);
    }
}

#define PAIR "  1111  500 VND\n  5118  -500 VND\n"
#define IS "1111 500 | 5118 -500\n"

static void test_hledger__headers(void **state)
{
    static const struct reading c[] = {
        { "2026-03-02 bán rau\n" PAIR, "2026-03-02 [] bán rau | " IS },
        { "2026/3/2 x\n" PAIR, "2026-03-02 [] x | " IS },
        { "2026.03.02 x\n" PAIR, "2026-03-02 [] x | " IS },
        { "2026-03-02\n" PAIR, "2026-03-02 []  | " IS },
        { "2026-03-02 * (PKT1) x\n" PAIR, "2026-03-02 [PKT1] x | " IS },
        { "2026-03-02 ! (PKT1)\n" PAIR, "2026-03-02 [PKT1]  | " IS },
        { "2026-03-02 ( PKT 1 )  x  ; chú thích (y)\n" PAIR, "2026-03-02 [PKT 1] x | " IS },
        { "2026-03-02 (a) (b) x\n" PAIR, "2026-03-02 [a] (b) x | " IS },
        { "2026-03-02=2026-03-05 x\n" PAIR, "2026-03-02 [] x | " IS },
        { "Y 2026\n3-2 x\n" PAIR, "2026-03-02 [] x | " IS },
        { "year 2025\n3-2 x\n" PAIR "Y2026\n03/02 y\n" PAIR, "2025-03-02 [] x | " IS "2026-03-02 [] y | " IS },
        { "2024-02-29 x\n" PAIR, "2024-02-29 [] x | " IS },
        { "\xEF\xBB\xBF"
          "2026-03-02 x\r\n  1111  500\r\n  5118  -500\r\n",
          "2026-03-02 [] x | " IS },
    };
    (void)state;
    check(JOURNAL_HLEDGER, c, sizeof c / sizeof *c);
}

static void test_hledger__postings(void **state)
{
    static const struct reading c[] = {
        { "2026-03-02 x\n  1111  500 VND\n  5118\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n  5118\n  1111  200\n  1112  300\n", "2026-03-02 [] x | 5118 -500 | 1111 200 | 1112 300\n" },
        { "2026-03-02 x\n\t111:1111 Tiền Việt Nam\t500 VND\n\t511:5118  -500 VND\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n  1111  500 = 900 VND\n  5118  -500  ; party:KH01\n",
          "2026-03-02 [] x | 1111 500 | 5118 -500 KH01\n" },
        { "2026-03-02 x\n  331  500  ; hạn 5/3, party:TV001, gấp\n  1111  -500  ; nparty:TV002\n",
          "2026-03-02 [] x | 331 500 TV001 | 1111 -500\n" },
        { "2026-03-02 x\n  (003)  70 VND\n" PAIR, "2026-03-02 [] x | 003 70 | " IS },
        { "2026-03-02 x\n  (003)  70\n  1111  500\n  5118\n", "2026-03-02 [] x | 003 70 | " IS },
        { "2026-03-02 x\n  [1111]  500\n  [5118]  -500\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n  * 1111  500\n  ! 5118  -500\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n  ; chú thích\n" PAIR "  ; hết\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n" PAIR "   \n  1112  1\n", "2026-03-02 [] x | " IS },
        { "2026-03-02 x\n" PAIR "2026-03-03 y\n" PAIR, "2026-03-02 [] x | " IS "2026-03-03 [] y | " IS },
    };
    (void)state;
    check(JOURNAL_HLEDGER, c, sizeof c / sizeof *c);
}

static void test_hledger__directives(void **state)
{
    static const struct reading c[] = {
        { "", "" },
        { "; c\n# c\n* org\n\n", "" },
        { "account 1111\n  ; tiền\npayee A\ntag party\nP 2026-01-01 USD 25000 VND\nD 1000 VND\n2026-03-02 x\n" PAIR,
          "2026-03-02 [] x | " IS },
        { "comment\n2026-01-01 không đọc\n  9  9\nend comment\n2026-03-02 x\n" PAIR, "2026-03-02 [] x | " IS },
        { "comment\nkhông khép\n", "" },
        { "decimal-mark ,\n2026-03-02 x\n  1111  1.500\n  5118  -1.500,00\n",
          "2026-03-02 [] x | 1111 1500 | 5118 -1500\n" },
        { "commodity 1,000.00 VND\n2026-03-02 x\n  1111  1,500\n  5118\n",
          "2026-03-02 [] x | 1111 1500 | 5118 -1500\n" },
        { "include khac.journal\n", "journal.directive@line 1\n" },
        { "\napply account 111\nalias a=b\n~ monthly\n    1111  5\n= 1111\n",
          "journal.directive@line 2\njournal.directive@line 3\njournal.directive@line 4\njournal.directive@line 6\n" },
        { "decimal-mark x\n", "journal.directive@line 1\n" },
        { "year 26\nY x\n", "journal.directive@line 1\njournal.directive@line 2\n" },
        { "xin chào\n", "journal.directive@line 1\n" },
    };
    (void)state;
    check(JOURNAL_HLEDGER, c, sizeof c / sizeof *c);
}

/* Every mistake in one run, each with its own line, and the good entries between them. */
static void test_hledger__refusals(void **state)
{
    static const struct reading c[] = {
        { "2026-02-30 x\n" PAIR "2026-13-01 y\n" PAIR "2026-03-02 z\n" PAIR "3-2 không năm\n" PAIR "20260302 w\n" PAIR,
          "2026-03-02 [] z | " IS
          "journal.date@line 1\njournal.date@line 4\njournal.date@line 10\njournal.date@line 13\n" },
        { "2026-03-02 x\n  1111\n  1112\n  5118  5\n", "journal.two_blanks@line 3\n" },
        { "2026-03-02 x\n  1111  5,5\n  1112  1.500\n  1113  5 USD\n  331  1e3\n  5118  -5 VND\n",
          "journal.amount@line 2\njournal.amount@line 3\njournal.amount@line 4\njournal.amount@line 5\n" },
        { "2026-03-02 x\n  1111  9223372036854775808\n  5118\n", "journal.amount@line 2\n" },
        { "2026-03-02 x\n  1111  9223372036854775807\n  1112  1\n  5118\n", "journal.amount@line 1\n" },
        { "2026-03-02 x\n  1111  -9223372036854775807\n  1112  -1\n  5118\n", "journal.amount@line 1\n" },
        { "2026-03-02 x\n  1111  $5\n  5118  --5\n  331  -5 VND 3\n  111  VND\n",
          "journal.amount@line 2\njournal.amount@line 3\njournal.amount@line 4\njournal.amount@line 5\n" },
        { "2026-03-02 x\n  1111  5 @ 2 USD\n  5118  -5\n", "journal.amount@line 2\n" },
    };
    (void)state;
    check(JOURNAL_HLEDGER, c, sizeof c / sizeof *c);
}

static void test_hledger__too_many_lines(void **state)
{
    struct buf b = buf_new(&kit.mem);
    (void)state;
    buf_put(&b, S("2026-03-02 x\n"));
    for (int i = 0; i < POSTINGS_MAX + 2; i++)
        buf_put(&b, S("  1111  0\n"));
    assert_str(read_all(JOURNAL_HLEDGER, str_z(&kit.mem, buf_str(&b))),
               "journal.too_long@line 2002\njournal.too_long@line 2003\n");
}

#define HEAD "date,voucher,account,party,debit_vnd,credit_vnd,memo\n"

static void test_csv__rows_become_transactions(void **state)
{
    static const struct reading c[] = {
        { HEAD "2026-03-02,PC1,1111,,500,0,bán rau\n2026-03-02,PC1,5118,KH01,0,500,bán rau\n",
          "2026-03-02 [PC1] bán rau | 1111 500 | 5118 -500 KH01\n" },
        { HEAD
          "2026-03-02,A,1111,,500,,x\n2026-03-02,A,5118,,,500,x\n2026-03-02,B,1111,,7,,y\n2026-03-02,B,5118,,,7,y\n",
          "2026-03-02 [A] x | " IS "2026-03-02 [B] y | 1111 7 | 5118 -7\n" },
        { HEAD "2026-03-02,A,1111,,500,,x\n2026-03-03,A,5118,,,500,x\n",
          "2026-03-02 [A] x | 1111 500\n2026-03-03 [A] x | 5118 -500\n" },
        { "Date;VOUCHER;account;party;debit_vnd;credit_vnd;memo\r\n2/3/2026; A ; 1111 ; ;1.500.000; ;\"a;\"\"b\"\"\n "
          "c\"\r\n",
          "2026-03-02 [A] a;\"b\"\n c | 1111 1500000\n" },
        { HEAD "2026-03-02,A,1111,,-500,0,hủy\n2026-03-02,A,5118,,0,-500,hủy\n",
          "2026-03-02 [A] hủy | 1111 -500 | 5118 500\n" },
        { HEAD, "" },
    };
    (void)state;
    check(JOURNAL_CSV, c, sizeof c / sizeof *c);
}

static void test_csv__refusals(void **state)
{
    static const struct reading c[] = {
        { "", "journal.header@line 1\n" },
        { "date,voucher,account\n2026-03-02,A,1111\n", "journal.header@line 1\n" },
        { "2026-03-02,A,1111,,500,0,x\n", "journal.header@line 1\n" },
        { HEAD
          "2026-02-30,A,1111,,500,,x\n\n2026-03-02,B,1111,,5.5,,y\n2026-03-02,B,1112,,,1.500,y\n2026-03-02,C,1111,,7\n",
          "journal.date@line 2\njournal.amount@line 4\njournal.amount@line 5\njournal.columns@line 6\n" },
        { HEAD "2026-03-02,A,1111,,500,500,x\n", "journal.one_side@line 2\n" },
        { HEAD "2026-03-02,A,1111,,9223372036854775807,-1,x\n", "journal.one_side@line 2\n" },
        { HEAD "2026-03-02,A,1111,,500,,\"một\nhai\"\n2026-03-02,A,1111,,x,,\n", "journal.amount@line 4\n" },
        { HEAD "2026-03-02,A,1111,,500,,\"chưa khép\n", "journal.csv@line 2\n" },
    };
    (void)state;
    check(JOURNAL_CSV, c, sizeof c / sizeof *c);
}

static void test_line__is_named_in_the_readers_language(void **state)
{
    (void)state;
    kit.cx.lang = LANG_VI;
    str got = read_all(JOURNAL_HLEDGER, "2026-03-02 x\n  1111  5,5\n  5118  -5\n");
    kit.cx.lang = LANG_EN;
    assert_str(got, "journal.amount@dòng 2\n");
    assert_true(str_find(kit.cx.errors->message, S("không phải")) >= 0);
    cx_clear_errors(&kit.cx);
}

/* ---- amounts ---- */

static void test_amount__what_is_whole_dong(void **state)
{
    static const struct {
        const char *text;
        char mark;
        int64_t want; /* INT64_MIN: refused */
    } c[] = {
        { "500", 0, 500 },
        { "-500", 0, -500 },
        { "+500", 0, 500 },
        { "500 VND", 0, 500 },
        { "VND 500", 0, 500 },
        { "VND -500", 0, -500 },
        { "-VND 500", 0, -500 },
        { "-₫500", 0, -500 },
        { "500đ", 0, 500 },
        { "500 Đ", 0, 500 },
        { "500vnd", 0, 500 },
        { "\"VND\" 5", 0, 5 },
        { "1,000,000", 0, 1000000 },
        { "1.000.000 ₫", 0, 1000000 },
        { "1.000.000,00", 0, 1000000 },
        { "1,000,000.00", 0, 1000000 },
        { "500,00", 0, 500 },
        { "500.", 0, 500 },
        { "007", 0, 7 },
        { "1.500", ',', 1500 },
        { "1,500", '.', 1500 },
        { "1.500", '.', INT64_MIN },
        { "1,000", '.', 1000 },
        { "9223372036854775807", 0, INT64_MAX },
        { "-9223372036854775807", 0, -INT64_MAX },
        { "", 0, INT64_MIN },
        { "VND", 0, INT64_MIN },
        { "-", 0, INT64_MIN },
        { "1.500", 0, INT64_MIN },
        { "1,500", 0, INT64_MIN },
        { "5,5", 0, INT64_MIN },
        { "5.05", 0, INT64_MIN },
        { "1.000,000.00", 0, INT64_MIN },
        { "1.000.00", '.', INT64_MIN },
        { "1,2,3", 0, INT64_MIN },
        { "1,0000", '.', INT64_MIN },
        { "12,34.00", 0, INT64_MIN },
        { "--5", 0, INT64_MIN },
        { "-5-", 0, INT64_MIN },
        { "+-5", 0, INT64_MIN },
        { "5 USD", 0, INT64_MIN },
        { "VND 5 VND", 0, INT64_MIN },
        { "5 6", 0, INT64_MIN },
        { ",5", 0, INT64_MIN },
        { "@5", 0, INT64_MIN },
        { "9223372036854775808", 0, INT64_MIN },
        { "-9223372036854775808", 0, INT64_MIN },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        money m = { -77 };
        bool ok = journal_amount(str_of(c[i].text), c[i].mark, &m);
        if (ok != (c[i].want != INT64_MIN) || (ok && m.dong != c[i].want))
            fail_msg("\"%s\" gave %d %lld", c[i].text, ok, (long long)m.dong);
    }
}

static void test_amount__what_is_written_is_read(void **state)
{
    (void)state;
    for_all (r, 2000) {
        int64_t v = prop_i64(&r);
        money m;
        size_t mark = arena_mark(&kit.mem);
        if (v == INT64_MIN)
            continue;
        assert_true(journal_amount(str_fmt(&kit.mem, "%lld VND", (long long)v), 0, &m));
        assert_int_equal(m.dong, v);
        str grouped = money_text(&kit.mem, (money){ v }, prop_below(&r, 2));
        assert_true(journal_amount(grouped, str_find(grouped, S(",")) < 0 ? ',' : '.', &m));
        assert_int_equal(m.dong, v);
        arena_reset(&kit.mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hledger__headers),
        cmocka_unit_test(test_hledger__postings),
        cmocka_unit_test(test_hledger__directives),
        cmocka_unit_test(test_hledger__refusals),
        cmocka_unit_test(test_hledger__too_many_lines),
        cmocka_unit_test(test_csv__rows_become_transactions),
        cmocka_unit_test(test_csv__refusals),
        cmocka_unit_test(test_line__is_named_in_the_readers_language),
        cmocka_unit_test(test_amount__what_is_whole_dong),
        cmocka_unit_test(test_amount__what_is_written_is_read),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

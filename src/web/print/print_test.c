/* Prints are the same byte for byte, their Vietnamese can be searched, books carry their sums over pages, and no text
   breaks a page. Pages are read back with poppler's pdftotext and pdfinfo. */
#include "tests/kit/kit.h"
#include "tests/kit/place.h"

#include "base/text.h"
#include "os/os.h"
#include "web/print/forms.h"
#include "web/print/qr.h"

#include <pthread.h>
#include <unistd.h>

static struct form_head head(str code, enum print_paper paper)
{
    return (struct form_head){
        .paper = paper,
        .demo = true,
        .org = { S("HTX Rau an toàn DEMO"), S("Thôn Bãi, xã Ô Diên, thành phố Hà Nội"), S("0109999999") },
        .form_code = code,
        .form_law = S("(Kèm theo Thông tư số 71/2024/TT-BTC ngày 07/10/2024 của Bộ trưởng Bộ Tài chính)"),
        .number = S("PC2026-00012"),
        .on = { 20260302 },
        .sign = { S("Nguyễn Thị Ứng"), S("Trần Văn Quyết"), S("Đỗ Thị Hợp"), S("Lê Kho"), S("Phạm Quỹ") },
        .qr = S("https://hoptac.example/v/3q2hWc8Yx0aQv1s4ZkLm9A"),
        .footer = S("Hoptac"),
        .created_at = KIT_NOW,
    };
}

static struct print_doc payment(struct cx *cx)
{
    static const struct form_entry debit[] = { { LIT("331"), { 3712500 } }, { LIT("6422"), { 50000 } } };
    static const struct form_entry credit[] = { { LIT("1111"), { 3762500 } } };
    struct form_cash f = {
        .head = head(S("Mẫu số 02-TT"), PRINT_A5_LANDSCAPE), .payment = true, .book_no = S("01"), .debit = debit,
        .n_debit = 2, .credit = credit, .n_credit = 1, .party = S("Nguyễn Thị Hường"),
        .party_address = S("Xóm 3, xã Ô Diên"), .reason = S("Trả tiền rau cải tháng 2/2026"),
        .amount = { 3762500 }, .n_attached = 2,
    };
    return form_cash(cx, &f);
}

/* A journal of n lines; line i has the debit or credit amount 1.000 + i. */
static struct print_doc journal(struct cx *cx, int n)
{
    struct form_book_line *l = new(cx->mem, struct form_book_line, n);
    struct form_journal f = { .head = head(S("Mẫu số S03a-HTX"), PRINT_A4), .line = l, .n_line = n };
    f.head.from = (date){ 20260301 };
    f.head.to = (date){ 20260331 };
    for (int i = 0; i < n; i++) {
        l[i] = (struct form_book_line){
            .posting_on = { 20260302 }, .document_on = { 20260302 }, .number = str_fmt(cx->mem, "PNK2026-%05d", i),
            .explanation = i % 3 ? S("Nhập rau của thành viên")
                                 : S("Mua rau cải xanh của bà Nguyễn Thị Hường, đợt cân buổi sáng, chưa trả tiền"),
            .contra = S("1561"), .journal_line = i + 1, .dr = { i % 2 ? 0 : 1000 + i }, .cr = { i % 2 ? 1000 + i : 0 },
        };
        assert_true(money_add(f.dr, l[i].dr, &f.dr) && money_add(f.cr, l[i].cr, &f.cr));
    }
    return form_journal(cx, &f);
}

static void shell(const char *command, const char *log)
{
    assert_int_equal(place_run((const char *const[]){ "/bin/sh", "-c", command, NULL }, 0, 0, log), 0);
}

/* Runs a poppler tool on the file; what it prints. */
static str poppler(struct kit *k, const char *tool, const char *option, str pdf)
{
    str folder = kit_folder(k);
    const char *path = str_z(&k->mem, str_fmt(&k->mem, STR_FMT "/x.pdf", STR_ARG(folder)));
    const char *log = str_z(&k->mem, str_fmt(&k->mem, STR_FMT "/x.txt", STR_ARG(folder)));
    kit_ok(k, os_write_file_durable(&k->cx, str_of(path), pdf));
    bool text = !strcmp(tool, "pdftotext");
    shell(str_z(&k->mem, str_fmt(&k->mem, "exec %s %s '%s' %s", tool, option, path, text ? "-" : "")), log);
    str out;
    kit_ok(k, os_read_file(&k->cx, str_of(log), 16 << 20, &out));
    return out;
}

static str text_of(struct kit *k, str pdf) { return poppler(k, "pdftotext", "-layout", pdf); }

#define assert_has(text, z)                                                                    \
    do {                                                                                       \
        if (str_find((text), str_of(z)) < 0)                                                   \
            fail_msg("\"%s\" is not in:\n" STR_FMT, (z), STR_ARG(text));                       \
    } while (0)

static int count_of(str text, str what)
{
    int n = 0;
    for (ptrdiff_t i; (i = str_find(text, what)) >= 0; n++)
        text = str_sub(text, i + what.n, text.n);
    return n;
}

static void test_print__vietnamese_comes_out_exactly(void **state)
{
    struct kit *k = *state;
    struct print_doc d = payment(&k->cx);
    str pdf;
    kit_ok(k, print_pdf(&k->cx, &d, 1, &pdf));
    str t = text_of(k, pdf);
    static const char *const want[] = {
        "Đơn vị: HTX Rau an toàn DEMO",
        "Địa chỉ: Thôn Bãi, xã Ô Diên, thành phố Hà Nội",
        "Mã số thuế: 0109999999",
        "Mẫu số 02-TT",
        "PHIẾU CHI",
        "Ngày 02 tháng 03 năm 2026",
        "Quyển số: 01",
        "Số: PC2026-00012",
        "Nợ: 331: 3.712.500",
        "Có: 1111",
        "Họ và tên người nhận tiền: Nguyễn Thị Hường",
        "Số tiền: 3.762.500 đ",
        "Viết bằng chữ: Ba triệu bảy trăm sáu mươi hai nghìn năm trăm đồng",
        "Số chứng từ gốc kèm theo: 02",
        "Kế toán trưởng",
        "(Ký, họ tên)",
        "DEMO – số liệu minh họa, không có giá trị pháp lý",
        "Trang 1/1",
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_has(t, want[i]);
    assert_true(str_eq(text_nfc(&k->mem, t), t));
}

static void test_print__every_vietnamese_letter_is_in_the_font(void **state)
{
    struct kit *k = *state;
    static const char letters[] =
        "aàảãáạ ăằẳẵắặ âầẩẫấậ đ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ "
        "AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ Đ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ "
        "₫ – … “ ” × ² ½ fi ffi";
    struct str_cut c = { .tail = str_of(letters) };
    struct print_pair p[64];
    int n = 0;
    for (bool more = true; more; more = c.found) {
        c = str_cut(c.tail, ' ');
        p[n] = (struct print_pair){ .value = c.head, .strong = n % 2 };
        n++;
    }
    struct print_block b = { .kind = PRINT_PAIRS, .pair = p, .n_pair = n };
    struct print_doc d = { .title = S("Chữ"), .block = &b, .n_block = 1 };
    str pdf;
    kit_ok(k, print_pdf(&k->cx, &d, 1, &pdf));
    str t = text_of(k, pdf);
    for (int i = 0; i < n; i++)
        assert_has(t, str_z(&k->mem, p[i].value));
}

/* ---- the same bytes ---- */

static void test_print__same_input_same_bytes(void **state)
{
    struct kit *k = *state;
    struct print_doc d[2] = { payment(&k->cx), journal(&k->cx, 90) };
    str first, other, again;
    kit_ok(k, print_pdf(&k->cx, d, 1, &first));
    kit_ok(k, print_pdf(&k->cx, d + 1, 1, &other)); /* fills caches in another order */
    kit_ok(k, print_pdf(&k->cx, d, 1, &again));
    assert_true(str_eq(first, again));
    d->created_at += 1000000;
    kit_ok(k, print_pdf(&k->cx, d, 1, &again));
    assert_false(str_eq(first, again));
}

/* `print_test print` writes a file to the standard output and ends. */
static int print_to_stdout(void)
{
    struct arena mem;
    if (!arena_init(&mem, ARENA_REQUEST))
        return 1;
    struct cx cx = cx_new(&mem, LANG_VI, KIT_NOW);
    struct print_doc d[2] = { payment(&cx), journal(&cx, 90) };
    str pdf;
    if (!print_pdf(&cx, d, 2, &pdf).ok || write(1, pdf.s, (size_t)pdf.n) != pdf.n)
        return 1;
    arena_release(&mem);
    return 0;
}

static void test_print__same_bytes_in_another_process_and_environment(void **state)
{
    struct kit *k = *state;
    static const char *const env[] = {
        "LC_ALL=C", "LC_ALL=vi_VN.UTF-8 TZ=Asia/Ho_Chi_Minh FONTCONFIG_FILE=/nowhere HOME=/nowhere"
    };
    str out[2], folder = kit_folder(k);
    for (int i = 0; i < 2; i++) {
        const char *log = str_z(&k->mem, str_fmt(&k->mem, STR_FMT "/%d.pdf", STR_ARG(folder), i));
        char exe[4096];
        ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
        assert_true(n > 0);
        exe[n] = 0;
        const char *cmd = str_z(&k->mem, str_fmt(&k->mem, "exec env %s '%s' print 2>/dev/null", env[i], exe));
        shell(cmd, log);
        kit_ok(k, os_read_file(&k->cx, str_of(log), 16 << 20, &out[i]));
    }
    assert_true(str_starts(out[0], S("%PDF-")));
    assert_true(str_eq(out[0], out[1]));
}

static void *print_in_thread(void *to)
{
    struct arena mem;
    if (!arena_init(&mem, ARENA_REQUEST))
        return NULL;
    struct cx cx = cx_new(&mem, LANG_VI, KIT_NOW);
    struct print_doc d = journal(&cx, 90);
    str pdf;
    *(size_t *)to = print_pdf(&cx, &d, 1, &pdf).ok ? (size_t)pdf.n : 0;
    arena_release(&mem);
    return to;
}

static void test_print__threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t th[6];
    size_t size[6] = { 0 };
    for (int i = 0; i < 6; i++)
        assert_int_equal(pthread_create(&th[i], NULL, print_in_thread, &size[i]), 0);
    for (int i = 0; i < 6; i++)
        pthread_join(th[i], NULL);
    for (int i = 0; i < 6; i++)
        assert_true(size[i] > 1000 && size[i] == size[0]);
}

/* ---- pages ---- */

/* "Số trang trước chuyển sang … 12.345 6.789": the two amounts at the end of the line. */
static void amounts_of(struct kit *k, str line, money m[2])
{
    str part[2] = { 0 };
    line = str_trim(line);
    for (struct str_cut c = { .tail = line, .found = true }; c.found;) {
        c = str_cut(c.tail, ' ');
        if (c.head.n) {
            part[0] = part[1];
            part[1] = c.head;
        }
    }
    (void)k;
    assert_true(money_parse(part[0], &m[0]) && money_parse(part[1], &m[1]));
}

static void test_print__journal_carries_its_sums(void **state)
{
    struct kit *k = *state;
    struct print_doc d = journal(&k->cx, 200);
    str pdf;
    kit_ok(k, print_pdf(&k->cx, &d, 1, &pdf));
    struct str_cut c = { .tail = text_of(k, pdf), .found = true };
    money sum[2] = { 0 }, m[2];
    int carried = 0, brought = 0, lines = 0;
    while (c.found) {
        c = str_cut(c.tail, '\n');
        bool out = str_find(c.head, S("Cộng chuyển sang trang sau")) >= 0;
        bool in = str_find(c.head, S("Số trang trước")) >= 0;
        if (out || in) {
            amounts_of(k, c.head, m);
            assert_true(m[0].dong == sum[0].dong && m[1].dong == sum[1].dong);
            carried += out;
            brought += in;
        } else if (str_find(c.head, S("PNK2026-")) >= 0) {
            sum[lines % 2].dong += 1000 + lines;
            lines++;
        }
    }
    assert_int_equal(lines, 200);
    assert_true(carried > 2 && carried == brought);
}

static void test_print__pages_are_numbered_and_headed(void **state)
{
    struct kit *k = *state;
    struct print_doc d[3] = { payment(&k->cx), journal(&k->cx, 60), payment(&k->cx) };
    str pdf;
    kit_ok(k, print_pdf(&k->cx, d, 3, &pdf));
    str t = text_of(k, pdf);
    int pages = count_of(t, S("\f"));
    assert_true(pages >= 4);
    assert_int_equal(count_of(t, S("Trang 1/1")), 2); /* each document counts for itself */
    assert_has(t, str_z(&k->mem, str_fmt(&k->mem, "Trang %d/%d", pages - 2, pages - 2)));
    assert_int_equal(count_of(t, S("DEMO – số liệu")), pages);
    assert_int_equal(count_of(t, S("Số hiệu")) >= pages - 2, 1); /* the heading comes again */
    str info = poppler(k, "pdfinfo", "-isodates", pdf);
    assert_has(info, "2026-03-02T01:00:00Z");
}

/* The total of a table never stands alone: its last rows go with the signatures. */
static void test_print__signatures_keep_rows_with_them(void **state)
{
    struct kit *k = *state;
    (void)kit_folder(k); /* before the mark: it is kept */
    for (int n = 18; n < 40; n++) {
        size_t mark = arena_mark(&k->mem);
        struct print_doc d = journal(&k->cx, n);
        str pdf;
        kit_ok(k, print_pdf(&k->cx, &d, 1, &pdf));
        str t = text_of(k, pdf), last = t;
        for (ptrdiff_t i; (i = str_find(last, S("\f"))) >= 0 && i + 1 < last.n;)
            last = str_sub(last, i + 1, last.n);
        assert_has(last, "Người ghi sổ");
        assert_has(last, "Cộng số phát sinh trong kỳ");
        assert_has(last, "PNK2026-");
        arena_reset(&k->mem, mark);
    }
}

static void test_print__prints_without_rows_and_without_anything(void **state)
{
    struct kit *k = *state;
    struct print_doc d[2] = { journal(&k->cx, 0), { .lang = LANG_EN } };
    str pdf;
    kit_ok(k, print_pdf(&k->cx, d, 2, &pdf));
    assert_has(text_of(k, pdf), "Page 1/1");
}

/* ---- what people type ---- */

static void test_print__no_text_breaks_a_page(void **state)
{
    struct kit *k = *state;
    char *big = arena_bytes(&k->mem, 60000, 1);
    memset(big, 'W', 60000);
    const str odd[] = {
        S(""), S(" "), S("\xff\xfe"), S("a\x01\x1b[0m"), S("\xe2\x80\xae" "đảo"), S("Nguye\xcc\x82\xcc\x83n"),
        { big, 60000 }, S("漢字 🌾 עברית عربي"), S("a\nb\rc\td"), { "a\0b", 3 }, S("\xed\xa0\x80"),
        S("<b>&amp;</b>"), S("%s%n{1}"),
    };
    int n = (int)(sizeof odd / sizeof *odd);
    struct print_col col[] = { { S("x"), .weight = 1 },
                               { S("y"), .weight = 30 },
                               { S("z"), .weight = 2, .nowrap = true } };
    struct print_row *row = new(&k->mem, struct print_row, n);
    struct print_pair *pair = new(&k->mem, struct print_pair, n);
    for (int i = 0; i < n; i++) {
        str *c = new(&k->mem, str, 3);
        c[0] = c[1] = c[2] = odd[i];
        row[i] = (struct print_row){ .kind = (enum print_row_kind)(i % 4), .cell = c };
        pair[i] = (struct print_pair){ odd[i], odd[n - 1 - i], .strong = i % 2, .half = i % 3 };
    }
    struct print_block b[] = {
        { .kind = PRINT_PAIRS, .pair = pair, .n_pair = n },
        { .kind = PRINT_TABLE, .table = { col, 3, row, n } },
        { .kind = PRINT_TEXT, .text = { big, 60000 } },
        { .kind = PRINT_SIGNS, .n_sign = 2, .sign = (struct print_sign[]){ { odd[6], odd[7] }, { odd[2], odd[5] } } },
    };
    for (int p = PRINT_A4; p <= PRINT_A5_LANDSCAPE; p++) {
        struct print_doc d = { .paper = (enum print_paper)p, .org = { odd[7], odd[5], odd[3] }, .title = odd[4],
                               .footer = odd[8], .stamp = odd[5], .number = odd[9], .block = b,
                               .n_block = 4, .qr = odd[7] };
        str pdf;
        kit_ok(k, print_pdf(&k->cx, &d, 1, &pdf));
        assert_has(text_of(k, pdf), "Nguyễn"); /* decomposed letters are composed */
    }
}

static void test_print__refuses_what_it_cannot_print(void **state)
{
    struct kit *k = *state;
    str pdf;
    struct print_doc d = payment(&k->cx);
    d.qr = (str){ arena_bytes(&k->mem, 5000, 1), 5000 };
    kit_refused(k, print_pdf(&k->cx, &d, 1, &pdf), "print.qr");
    d.qr = (str){ 0 };
    d.block = &(struct print_block){ .kind = PRINT_TABLE, .table = { .n_row = 2000000, .n_col = 1 } };
    d.n_block = 1;
    kit_refused(k, print_pdf(&k->cx, &d, 1, &pdf), "print.too_long");
    kit_refused(k, print_pdf(&k->cx, &d, 0, &pdf), "print.too_long");
    struct form_book_line l[2] = { { .dr = { INT64_MAX } }, { .dr = { 1 } } };
    struct form_journal f = { .head = head(S("S03a"), PRINT_A4), .line = l, .n_line = 2 };
    d = form_journal(&k->cx, &f);
    kit_refused(k, print_pdf(&k->cx, &d, 1, &pdf), "print.overflow");
    struct form_purchase_line pl[2] = { { .amount = { INT64_MAX } }, { .amount = { 1 } } };
    struct form_purchases pu = { .line = pl, .n_line = 2 };
    kit_refused(k, form_purchases(&k->cx, &pu, &d), "print.overflow");
}

/* ---- memory ---- */

/* Wherever the request's memory runs out, the setter of type goes back to its pool: else the third print would wait
   for ever. */
static void test_print__gives_back_what_it_took_when_memory_is_full(void **state)
{
    (void)state;
    struct arena mem;
    assert_true(arena_init(&mem, 4 << 20));
    jmp_buf oom;
    bool done = false;
    int volatile failed = 0;
    for (int64_t volatile i = 1; !done; i++) {
        arena_reset(&mem, 0);
        mem.oom = &oom;
        mem.fail_at = i;
        if (setjmp(oom)) {
            failed++;
            continue;
        }
        struct cx cx = cx_new(&mem, LANG_VI, KIT_NOW);
        struct print_doc d = { .title = S("x") };
        str pdf;
        done = print_pdf(&cx, &d, 1, &pdf).ok;
        failed += !done;
    }
    assert_true(failed > 0);
    arena_release(&mem);
}

/* ---- QR ---- */

static void test_qr__has_finders_and_an_escaped_name(void **state)
{
    struct kit *k = *state;
    struct qr q;
    assert_true(qr_make(&k->mem, S("https://hoptac.example/v/3q2hWc8Yx0aQv1s4ZkLm9A"), &q));
    assert_int_equal(q.n % 4, 1);
    for (int c = 0; c < 3; c++) /* three finder patterns: ring, gap, core */
        for (int i = 0; i < 7; i++) {
            int x = c == 1 ? q.n - 7 : 0, y = c == 2 ? q.n - 7 : 0;
            assert_true(q.dark[y * q.n + x + i] && q.dark[(y + 6) * q.n + x + i]);
            assert_int_equal(q.dark[(y + 3) * q.n + x + i], i != 1 && i != 5);
        }
    str svg;
    assert_true(qr_svg(&k->mem, S("x"), S("a<b & c"), &svg));
    assert_has(svg, "<title>a&lt;b &amp; c</title>");
    assert_false(qr_make(&k->mem, (str){ 0 }, &q));
}

static int set_up(void **state)
{
    static struct kit k;
    kit_begin(&k);
    *state = &k;
    return 0;
}

static int tear_down(void **state)
{
    kit_end(*state);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "print"))
        return print_to_stdout();
#define TEST(test_a__b) cmocka_unit_test_setup_teardown(test_a__b, set_up, tear_down)
    const struct CMUnitTest all[] = {
        TEST(test_print__vietnamese_comes_out_exactly),
        TEST(test_print__every_vietnamese_letter_is_in_the_font),
        TEST(test_print__same_input_same_bytes),
        TEST(test_print__same_bytes_in_another_process_and_environment),
        TEST(test_print__threads_do_not_disturb_each_other),
        TEST(test_print__journal_carries_its_sums),
        TEST(test_print__pages_are_numbered_and_headed),
        TEST(test_print__signatures_keep_rows_with_them),
        TEST(test_print__prints_without_rows_and_without_anything),
        TEST(test_print__no_text_breaks_a_page),
        TEST(test_print__refuses_what_it_cannot_print),
        TEST(test_print__gives_back_what_it_took_when_memory_is_full),
        TEST(test_qr__has_finders_and_an_escaped_name),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

/* What is written is read back the same; what others write is understood; what would hurt is refused. */
#include "tests/kit/kit.h"

#include "os/os.h"
#include "web/sheet/sheet.h"

#include <zip.h>

/* ---- making workbooks by hand ---- */

struct part {
    const char *path;
    str content;
};

static str zip_of(struct kit *k, const struct part *p, int n)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &e);
    assert_non_null(s);
    zip_source_keep(s);
    zip_t *z = zip_open_from_source(s, ZIP_TRUNCATE, &e);
    assert_non_null(z);
    for (int i = 0; i < n; i++) {
        zip_source_t *part = zip_source_buffer(z, p[i].content.s, (zip_uint64_t)p[i].content.n, 0);
        assert_true(zip_file_add(z, p[i].path, part, 0) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    assert_int_equal(zip_source_stat(s, &st), 0);
    char *bytes = arena_bytes(&k->mem, st.size, 1);
    assert_int_equal(zip_source_open(s), 0);
    assert_true(zip_source_read(s, bytes, st.size) == (zip_int64_t)st.size);
    zip_source_close(s);
    zip_source_free(s);
    zip_error_fini(&e);
    return (str){ bytes, (ptrdiff_t)st.size };
}

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define ROOT_RELS                                                                                                      \
    "<Relationships><Relationship Id='r1' Type='" REL "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK_RELS                                                                                                      \
    "<Relationships><Relationship Id='r1' Type='" REL "/worksheet' Target='worksheets/sheet1.xml'/>"                   \
    "<Relationship Id='r2' Type='" REL "/worksheet' Target='/xl/worksheets/sheet2.xml'/>"                              \
    "<Relationship Id='r3' Type='" REL "/sharedStrings' Target='sharedStrings.xml'/>"                                  \
    "<Relationship Id='r4' Type='" REL "/styles' Target='styles.xml'/></Relationships>"
#define STYLES                                                                                                         \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/><numFmt numFmtId='165' "                     \
    "formatCode='[Red]0 &quot;day&quot;'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>"         \
    "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='20'/></cellXfs>"       \
    "</styleSheet>"
#define STRINGS                                                                                                        \
    "<sst><si><t>Cải xanh</t></si><si><r><t>Rau </t></r><r><rPr/><t xml:space='preserve'>muống </t></r>"               \
    "<rPh sb='0' eb='1'><t>no</t></rPh></si><si><t>a_x000D_b_x005F_x41_</t></si></sst>"

struct made {
    const char *rows, *book_pr, *strings, *doctype;
};

static str workbook(struct kit *k, struct made m)
{
    str book = str_fmt(&k->mem,
                       "<?xml version='1.0' encoding='UTF-8'?>%s<x:workbook xmlns:x='x' xmlns:r='r'>%s<x:sheets>"
                       "<x:sheet name='Ẩn' sheetId='1' r:id='r2' state='hidden'/>"
                       "<x:sheet name='Nhập' sheetId='2' r:id='r1'/>"
                       "</x:sheets></x:workbook>",
                       m.doctype ? m.doctype : "", m.book_pr ? m.book_pr : "");
    str sheet = str_fmt(&k->mem, "<worksheet><sheetData>%s</sheetData></worksheet>", m.rows);
    const struct part p[] = {
        { "_rels/.rels", str_of(ROOT_RELS) },
        { "xl/workbook.xml", book },
        { "xl/_rels/workbook.xml.rels", str_of(BOOK_RELS) },
        { "xl/styles.xml", str_of(STYLES) },
        { "xl/sharedStrings.xml", str_of(m.strings ? m.strings : STRINGS) },
        { "xl/worksheets/sheet1.xml", sheet },
        { "xl/worksheets/sheet2.xml", S("<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>") },
    };
    return zip_of(k, p, (int)(sizeof p / sizeof *p));
}

/* ---- taking what is read ---- */

struct taken {
    struct sheet_row row[512];
    int n;
};

static result take(void *to, struct cx *cx, const struct sheet_row *row)
{
    struct taken *t = to;
    assert_true(t->n < 512);
    struct sheet_cell *c = new(cx->mem, struct sheet_cell, row->n);
    for (int i = 0; i < row->n; i++) {
        c[i] = row->cell[i];
        c[i].text = str_dup(cx->mem, c[i].text);
    }
    t->row[t->n++] = (struct sheet_row){ row->number, c, row->n };
    return OK;
}

static result count(void *to, struct cx *cx, const struct sheet_row *row)
{
    (void)cx, (void)row;
    ++*(int *)to;
    return OK;
}

static struct taken *read_made(struct kit *k, struct made m)
{
    struct taken *t = new(&k->mem, struct taken, 1);
    kit_ok(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = workbook(k, m) }, take, t, NULL));
    return t;
}

/* ---- writing and reading ---- */

static const str grades[] = { LIT("Loại 1"), LIT("Loại 2, xanh"), LIT("\"Loại\" 3") };
static const struct sheet_col columns[] = {
    { .title = LIT("Tên"), .required = true, .help = LIT("Họ và tên đầy đủ") },
    { .title = LIT("Số tiền"), .type = SHEET_MONEY },
    { .title = LIT("Khối lượng (kg)"), .type = SHEET_QTY, .per = 1000 },
    { .title = LIT("Ngày"), .type = SHEET_DATE },
    { .title = LIT("Số"), .type = SHEET_INT },
    { .title = LIT("Phẩm cấp"), .choice = grades, .n_choice = 3 },
};
enum { N_COL = sizeof columns / sizeof *columns };

struct record {
    str name, grade;
    money sum;
    qty mass;
    date on;
    int64_t no;
};

static str write_records(struct kit *k, const struct record *r, int n, bool demo)
{
    struct sheet_out *o;
    str bytes;
    struct sheet_meta meta = { .title = S("Danh sách"), .author = S("HTX"), .demo = demo, .created_at = KIT_NOW };
    kit_ok(k, sheet_begin(&k->cx, meta, &o));
    kit_ok(k, sheet_page(o, S("Nhập/kho"), columns, N_COL, 0));
    for (int i = 0; i < n; i++) {
        sheet_put(o, r[i].name);
        sheet_put(o, r[i].sum);
        sheet_put(o, r[i].mass);
        sheet_put(o, r[i].on);
        sheet_put(o, r[i].no);
        sheet_put(o, r[i].grade);
        kit_ok(k, sheet_row_end(o));
    }
    kit_ok(k, sheet_end(o, 16 << 20, &bytes));
    return bytes;
}

static void same_record(struct kit *k, const struct sheet_row *row, const struct record *want)
{
    struct record got;
    kit_ok(k, sheet_get_text(&k->cx, row, 0, &got.name));
    kit_ok(k, sheet_get_money(&k->cx, row, 1, &got.sum));
    kit_ok(k, sheet_get_qty(&k->cx, row, 2, 1000, &got.mass));
    kit_ok(k, sheet_get_date(&k->cx, row, 3, &got.on));
    kit_ok(k, sheet_get_int(&k->cx, row, 4, &got.no));
    kit_ok(k, sheet_get_text(&k->cx, row, 5, &got.grade));
    assert_str(got.name, str_z(&k->mem, want->name));
    assert_str(got.grade, str_z(&k->mem, want->grade));
    assert_true(got.sum.dong == want->sum.dong);
    assert_true(got.mass.base == want->mass.base);
    assert_int_equal(got.on.ymd, want->on.ymd);
    assert_true(got.no == want->no);
}

static void test_sheet__write_then_read_is_identity(void **state)
{
    struct kit *k = *state;
    static const char *const names[] = { "", "Nguyễn Thị Hường", "=1+1", "<b>&\"'", "_x0041_", "0012", "a  b", "漢字 🌾" };
    for_all (p, 20) {
        size_t mark = arena_mark(&k->mem);
        struct record r[40] = { 0 };
        for (int i = 0; i < 40; i++) {
            r[i] = (struct record){ str_of(names[prop_below(&p, 8)]), grades[prop_below(&p, 3)], { prop_i64(&p) },
                                    { prop_i64(&p) }, date_from_days(prop_below(&p, 200000) - 20000), prop_i64(&p) };
            if (prop_below(&p, 4) == 0)
                r[i].on = (date){ 0 };
        }
        struct taken *t = new(&k->mem, struct taken, 1);
        struct sheet_info info;
        struct sheet_input in = { .bytes = write_records(k, r, 40, false) };
        kit_ok(k, sheet_read(&k->cx, in, take, t, &info));
        assert_int_equal(t->n, 41);
        assert_str(info.sheet, "Nhập kho");
        assert_str(t->row[0].cell[2].text, "Khối lượng (kg)");
        for (int i = 0; i < 40; i++)
            same_record(k, &t->row[i + 1], &r[i]);
        arena_reset(&k->mem, mark);
    }
}

static void test_sheet__same_input_same_bytes_and_demo_shows(void **state)
{
    struct kit *k = *state;
    struct record r = { S("Nguyễn Thị Hường"), grades[0], { 1250000 }, { 412500 }, { 20260302 }, 7 };
    str a = write_records(k, &r, 1, false), b = write_records(k, &r, 1, false), demo = write_records(k, &r, 1, true);
    assert_true(str_eq(a, b));
    int n = 0;
    struct sheet_info info;
    kit_ok(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = demo }, count, &n, &info));
    assert_str(info.sheet, "DEMO Nhập kho");
}

static void test_sheet__template_has_lists_help_and_notes(void **state)
{
    struct kit *k = *state;
    struct sheet_out *o;
    str bytes;
    kit_ok(k, sheet_begin(&k->cx, (struct sheet_meta){ .title = S("Mẫu") }, &o));
    kit_ok(k, sheet_page(o, S("Thành viên"), columns, N_COL, 500));
    const str notes[] = { S("# Cách nhập"), S("Mỗi dòng một thành viên.") };
    kit_ok(k, sheet_notes(o, S("Hướng dẫn"), notes, 2));
    kit_ok(k, sheet_end(o, 16 << 20, &bytes));
    struct taken *t = new(&k->mem, struct taken, 1);
    struct sheet_info info;
    kit_ok(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = bytes }, take, t, &info));
    assert_int_equal(t->n, 1);
    assert_str(t->row[0].cell[0].text, "Tên *");
    assert_int_equal(info.n_names, 3);
    t->n = 0;
    kit_ok(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = bytes, .sheet = S("_choices") }, take, t, NULL));
    assert_int_equal(t->n, 3);
    assert_str(t->row[1].cell[0].text, "Loại 2, xanh");
    t->n = 0;
    kit_ok(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = bytes, .sheet = S("Hướng dẫn") }, take, t, NULL));
    assert_str(t->row[0].cell[0].text, "Cách nhập");
    struct sheet_input absent = { .bytes = bytes, .sheet = S("x") };
    kit_refused(k, sheet_read(&k->cx, absent, take, t, NULL), "sheet.missing");
}

static void test_sheet__odd_texts_stay_readable(void **state)
{
    struct kit *k = *state;
    char *big = arena_bytes(&k->mem, 40000, 1);
    memset(big, 'x', 40000);
    struct record r[] = { { .name = S("\xff\xfe") },
                          { .name = S("a\x01" "b") },
                          { .name = S("\xef\xbf\xbf") },
                          { .name = { "a\0b", 3 } } };
    struct sheet_input odd = { .bytes = write_records(k, r, 4, false) };
    int n = 0;
    kit_ok(k, sheet_read(&k->cx, odd, count, &n, NULL));
    assert_int_equal(n, 5);
    struct sheet_out *o;
    kit_ok(k, sheet_begin(&k->cx, (struct sheet_meta){ 0 }, &o));
    kit_ok(k, sheet_page(o, S("x"), columns, N_COL, 0));
    sheet_put(o, ((str){ big, 40000 }));
    kit_refused(k, sheet_row_end(o), "sheet.cell");
    sheet_drop(o);
    kit_ok(k, sheet_begin(&k->cx, (struct sheet_meta){ 0 }, &o));
    kit_ok(k, sheet_page(o, S(""), columns, N_COL, 0));
    kit_ok(k, sheet_page(o, S("x"), columns, N_COL, 0));
    kit_refused(k, sheet_page(o, S("X"), columns, N_COL, 0), "sheet.write"); /* names are unique */
    sheet_drop(o);
}

/* ---- what others write ---- */

static void test_sheet__understands_every_kind_of_cell(void **state)
{
    struct kit *k = *state;
    struct taken *t = read_made(k, (struct made){
        .rows = "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c>"
                "<c t='inlineStr'><is><t>trong </t><r><t>ô</t></r></is></c><c t='str'><f>A1</f><v>kq</v></c>"
                "<c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c t='d'>"
                "<v>2026-03-02T10:00:00</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t='s'><v>2</v></c></row>"
                "<row r='5'/><row><c r='B6'><v>1</v></c><c r='D6' s='1'/></row>" });
    assert_int_equal(t->n, 2);
    const struct sheet_row *r = &t->row[0];
    assert_int_equal(r->number, 2);
    assert_int_equal(r->n, 11);
    assert_str(r->cell[0].text, "Cải xanh");
    assert_int_equal(r->cell[1].type, CELL_EMPTY);
    assert_str(r->cell[2].text, "Rau muống ");
    assert_str(r->cell[3].text, "trong ô");
    assert_str(r->cell[4].text, "kq");
    assert_int_equal(r->cell[5].type, CELL_BOOL);
    assert_int_equal(r->cell[6].fault, SHEET_FORMULA);
    assert_int_equal(r->cell[7].on.ymd, 20260302);
    assert_true(r->cell[8].formula && r->cell[8].integer == 2);
    assert_int_equal(r->cell[9].fault, SHEET_UNCOMPUTED);
    assert_str(r->cell[10].text, "a\rb_x41_");
    assert_int_equal(t->row[1].number, 6);
    assert_int_equal(t->row[1].n, 2); /* the dated empty cell is none */
}

static void test_sheet__numbers_are_exact_or_refused(void **state)
{
    struct kit *k = *state;
    static const struct {
        const char *v, *text;
        enum sheet_cell_type type;
        bool whole;
    } row[] = {
        { "0", "0", CELL_NUMBER, true },
        { "-0", "0", CELL_NUMBER, true },
        { "0012.500", "12.5", CELL_NUMBER, false },
        { "412.49999999999994", "412.5", CELL_NUMBER, false },
        { "0.30000000000000004", "0.3", CELL_NUMBER, false },
        { "999999999999999.96", "1000000000000000", CELL_NUMBER, true },
        { "1.25E+6", "1250000", CELL_NUMBER, true },
        { "1E-3", "0.001", CELL_NUMBER, false },
        { "-2.5e-1", "-0.25", CELL_NUMBER, false },
        { "9007199254740992", "9007199254740992", CELL_NUMBER, true },
        { "-9007199254740992", "-9007199254740992", CELL_NUMBER, true },
        { "9007199254740993", "9007199254740993", CELL_ERROR, false },
        { "1E+300", "1E+300", CELL_ERROR, false },
        { "1E-300", "1E-300", CELL_NUMBER, false },
        { "1E999999999999", "1E999999999999", CELL_ERROR, false },
        { "12a", "12a", CELL_ERROR, false },
        { ".", ".", CELL_ERROR, false },
        { "NaN", "NaN", CELL_ERROR, false },
        { "1.2.3", "1.2.3", CELL_ERROR, false },
    };
    struct buf b = buf_new(&k->mem);
    int n = (int)(sizeof row / sizeof *row);
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "<row><c><v>%s</v></c></row>", row[i].v);
    struct taken *t = read_made(k, (struct made){ .rows = str_z(&k->mem, buf_str(&b)) });
    assert_int_equal(t->n, n);
    for (int i = 0; i < n; i++) {
        const struct sheet_cell *c = &t->row[i].cell[0];
        assert_str(c->text, row[i].text);
        assert_int_equal(c->type, row[i].type);
        assert_int_equal(c->whole, row[i].whole);
    }
}

static void test_sheet__days_in_both_calendars(void **state)
{
    struct kit *k = *state;
    static const struct {
        const char *v;
        int ymd_1900, ymd_1904; /* 0 = no day */
    } row[] = { { "1", 19000101, 19040102 },     { "59", 19000228, 19040229 }, { "60", 0, 19040301 },
                { "61", 19000301, 19040302 },    { "0", 0, 19040101 },         { "46083.75", 20260302, 20300303 },
                { "46083", 20260302, 20300303 }, { "-1", 0, 0 },               { "2958465", 99991231, 0 },
                { "2958466", 0, 0 },             { "0.5", 0, 19040101 } };
    int n = (int)(sizeof row / sizeof *row);
    for (int system = 0; system < 2; system++) {
        struct buf b = buf_new(&k->mem);
        for (int i = 0; i < n; i++)
            buf_fmt(&b, "<row><c s='%d'><v>%s</v></c></row>", 1 + i % 2, row[i].v);
        struct taken *t = read_made(k, (struct made){ .rows = str_z(&k->mem, buf_str(&b)),
                                                      .book_pr = system ? "<x:workbookPr date1904='1'/>" : NULL });
        for (int i = 0; i < n; i++) {
            const struct sheet_cell *c = &t->row[i].cell[0];
            int want = system ? row[i].ymd_1904 : row[i].ymd_1900;
            assert_int_equal(c->type, want ? CELL_DATE : CELL_ERROR);
            assert_int_equal(c->on.ymd * (c->type == CELL_DATE), want);
        }
    }
}

static void test_sheet__only_date_formats_make_dates(void **state)
{
    struct kit *k = *state;
    struct taken *t = read_made(
        k, (struct made){ .rows = "<row><c s='0'><v>5</v></c><c s='1'><v>5</v></c><c s='2'><v>5</v></c>"
                                  "<c s='3'><v>5</v></c><c s='4'><v>0.5</v></c>"
                                  "<c s='99'><v>5</v></c><c s='x'><v>5</v></c></row>" });
    static const enum sheet_cell_type want[] = { CELL_NUMBER, CELL_DATE,   CELL_DATE,  CELL_NUMBER,
                                                 CELL_NUMBER, CELL_NUMBER, CELL_NUMBER };
    for (int i = 0; i < 7; i++)
        assert_int_equal(t->row[0].cell[i].type, want[i]);
}

static void test_sheet__errors_name_the_cell(void **state)
{
    struct kit *k = *state;
    struct taken *t = read_made(
        k, (struct made){ .rows = "<row r='7'><c r='B7'><v>1.5</v></c><c t='e'><v>#REF!</v></c>"
                                  "<c><v>1E+17</v></c><c t='inlineStr'><is><t>1.250.000 đ</t></is></c>"
                                  "<c t='inlineStr'><is><t>hai</t></is></c>"
                                  "<c r='AB7' t='inlineStr'><is><t> 2/3/2026\n</t></is></c></row>" });
    money m;
    date d;
    kit_refused(k, sheet_get_money(&k->cx, &t->row[0], 1, &m), "sheet.cell");
    (void)sheet_get_money(&k->cx, &t->row[0], 1, &m).ok;
    assert_str(k->cx.errors->field, "B7");
    cx_clear_errors(&k->cx);
    kit_refused(k, sheet_get_money(&k->cx, &t->row[0], 2, &m), "sheet.cell");
    kit_refused(k, sheet_get_money(&k->cx, &t->row[0], 3, &m), "sheet.cell");
    kit_ok(k, sheet_get_money(&k->cx, &t->row[0], 4, &m));
    assert_true(m.dong == 1250000);
    kit_refused(k, sheet_get_money(&k->cx, &t->row[0], 5, &m), "sheet.cell");
    kit_ok(k, sheet_get_date(&k->cx, &t->row[0], 27, &d));
    assert_int_equal(d.ymd, 20260302);
    kit_ok(k, sheet_get_money(&k->cx, &t->row[0], 99, &m)); /* beyond the row: empty */
    assert_true(m.dong == 0 && sheet_is_empty(&t->row[0], 99));
    assert_str(sheet_cell_name(&k->mem, 1048576, 16383), "XFD1048576");
}

/* ---- what would hurt ---- */

static void refused(struct kit *k, str bytes, const char *code)
{
    int n = 0;
    kit_refused(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = bytes }, count, &n, NULL), code);
}

static void test_sheet__refuses_what_is_no_workbook(void **state)
{
    struct kit *k = *state;
    refused(k, (str){ 0 }, "sheet.format");
    refused(k, S("a,b,c\n1,2,3\n"), "sheet.format");
    refused(k, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "sheet.format");
    refused(k, S("PK\3\4 this is no archive"), "sheet.damaged");
    refused(k, zip_of(k, &(struct part){ "a.txt", S("a") }, 1), "sheet.damaged");
    str good = workbook(k, (struct made){ .rows = "<row><c><v>1</v></c></row>" });
    refused(k, str_sub(good, 0, good.n / 2), "sheet.damaged");
    static const char *const bad[] = {
        "<row><c><v>1</v></row>",                                     /* not well-formed */
        "<row r='3'/><row r='3'/>",                                   /* rows out of order */
        "<row r='2'><c r='A3'/></row>",                               /* a cell of another row */
        "<row><c r='B1'/><c r='A1'/></row>",                          /* columns out of order */
        "<row><c r='XFE1'/></row>",     "<row><c r='1'/></row>",      "<row r='x'/>",
        "<row r='1048577'/>",           "<c><v>1</v></c>",            "<row><c><c><v>1</v></c></c></row>",
        "<row><row><c><v>1</v></c></row></row>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(k, workbook(k, (struct made){ .rows = bad[i] }), "sheet.damaged");
}

static void test_sheet__refuses_document_types_and_depth(void **state)
{
    struct kit *k = *state;
    static const char *const types[] = { "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>",
                                         "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" };
    for (int i = 0; i < 2; i++)
        refused(k, workbook(k, (struct made){ .rows = "", .doctype = types[i] }), "sheet.unsafe");
    struct buf b = buf_new(&k->mem);
    for (int i = 0; i < 5000; i++)
        buf_put(&b, S("<a>"));
    refused(k, workbook(k, (struct made){ .rows = str_z(&k->mem, buf_str(&b)) }), "sheet.unsafe");
}

static void test_sheet__refuses_a_zip_bomb(void **state)
{
    struct kit *k = *state;
    struct made m = { .rows = "" };
    size_t n = 8 << 20;
    char *spaces = arena_bytes(&k->mem, n + 1, 1);
    memset(spaces, ' ', n);
    spaces[n] = 0;
    m.rows = spaces;
    str bomb = workbook(k, m);
    assert_true(bomb.n < 20000);
    refused(k, bomb, "sheet.unsafe");
    struct sheet_limits small = sheet_limits_default;
    small.ratio = 1000000;
    small.entry_bytes = 1 << 20;
    int rows = 0;
    struct sheet_input in = { .bytes = bomb, .limits = &small };
    kit_refused(k, sheet_read(&k->cx, in, count, &rows, NULL), "sheet.size");
    small.entry_bytes = INT64_MAX;
    small.total_bytes = 1 << 20;
    kit_refused(k, sheet_read(&k->cx, in, count, &rows, NULL), "sheet.size");
}

static void test_sheet__cuts_rows_columns_and_strings(void **state)
{
    struct kit *k = *state;
    struct sheet_limits small = sheet_limits_default;
    small.rows = 3;
    small.cols = 4;
    struct buf b = buf_new(&k->mem);
    for (int i = 0; i < 100; i++)
        buf_put(&b, S("<row><c><v>1</v></c></row><row/>"));
    int n = 0;
    struct sheet_input in = { .limits = &small };
    in.bytes = workbook(k, (struct made){ .rows = str_z(&k->mem, buf_str(&b)) });
    kit_refused(k, sheet_read(&k->cx, in, count, &n, NULL), "sheet.rows");
    assert_int_equal(n, 3);
    in.bytes = workbook(k, (struct made){ .rows = "<row><c r='E1' s='1'/></row>" }); /* formatted, but empty */
    kit_ok(k, sheet_read(&k->cx, in, count, &n, NULL));
    in.bytes = workbook(k, (struct made){ .rows = "<row><c r='E1'><v>1</v></c></row>" });
    kit_refused(k, sheet_read(&k->cx, in, count, &n, NULL), "sheet.columns");
    small.strings = 2;
    kit_refused(k, sheet_read(&k->cx, in, count, &n, NULL), "sheet.size");
    in.limits = NULL;
    in.bytes = workbook(k, (struct made){ .rows = "<row><c t='s'><v>3</v></c><c t='s'><v>-1</v></c></row>" });
    struct taken *t = new(&k->mem, struct taken, 1);
    kit_ok(k, sheet_read(&k->cx, in, take, t, NULL));
    assert_int_equal(t->row[0].cell[0].fault, SHEET_DAMAGED);
    assert_int_equal(t->row[0].cell[1].fault, SHEET_DAMAGED);
}

static result refuse_third(void *to, struct cx *cx, const struct sheet_row *row)
{
    return ++*(int *)to == 3 ? fail(cx, .kind = ERR_CONFLICT, .code = S("test.third"), .message = S("x")) : OK;
    (void)row;
}

static void test_sheet__the_callback_can_end_it(void **state)
{
    struct kit *k = *state;
    int n = 0;
    static const char rows[] = "<row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row>"
                               "<row><c><v>1</v></c></row>";
    str bytes = workbook(k, (struct made){ .rows = rows });
    kit_refused(k, sheet_read(&k->cx, (struct sheet_input){ .bytes = bytes }, refuse_third, &n, NULL), "test.third");
    assert_int_equal(n, 3);
}

/* Wherever the request's memory runs out, archive and parser are freed: the leak checker looks on. */
static void test_sheet__frees_all_when_memory_is_full(void **state)
{
    struct kit *k = *state;
    str bytes = workbook(k, (struct made){ .rows = "<row><c t='s'><v>0</v></c></row><row><c><v>1</v></c></row>" });
    struct arena mem;
    assert_true(arena_init(&mem, 1 << 20));
    jmp_buf oom;
    bool volatile done = false;
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
        struct taken *t = new(&mem, struct taken, 1);
        struct sheet_info info;
        done = sheet_read(&cx, (struct sheet_input){ .bytes = bytes }, take, t, &info).ok;
        failed += !done;
    }
    assert_true(failed > 3);
    arena_release(&mem);
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

int main(void)
{
#define TEST(test_a__b) cmocka_unit_test_setup_teardown(test_a__b, set_up, tear_down)
    const struct CMUnitTest all[] = {
        TEST(test_sheet__write_then_read_is_identity),
        TEST(test_sheet__same_input_same_bytes_and_demo_shows),
        TEST(test_sheet__template_has_lists_help_and_notes),
        TEST(test_sheet__odd_texts_stay_readable),
        TEST(test_sheet__understands_every_kind_of_cell),
        TEST(test_sheet__numbers_are_exact_or_refused),
        TEST(test_sheet__days_in_both_calendars),
        TEST(test_sheet__only_date_formats_make_dates),
        TEST(test_sheet__errors_name_the_cell),
        TEST(test_sheet__refuses_what_is_no_workbook),
        TEST(test_sheet__refuses_document_types_and_depth),
        TEST(test_sheet__refuses_a_zip_bomb),
        TEST(test_sheet__cuts_rows_columns_and_strings),
        TEST(test_sheet__the_callback_can_end_it),
        TEST(test_sheet__frees_all_when_memory_is_full),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

/* Whatever bytes come as a workbook: rows come in order within the limits, every number is exact, every day exists,
   and a refusal says why. Input that begins with PK is a whole archive; else it is the XML of sheet, shared strings
   and styles, with a NUL between, so that the search reaches the parts behind the compression. */
#include "tests/fuzz/fuzz.h"

#include "web/sheet/sheet_part.h"

static const struct sheet_limits limits = {
    .entry_bytes = 1 << 20, .total_bytes = 2 << 20, .ratio = 100, .rows = 1000, .cols = 12, .strings = 1000,
    .string_bytes = 1 << 18, .depth = 16,
};

struct seen {
    int rows, last;
};

static void check_cell(struct arena *mem, const struct sheet_cell *c)
{
    struct sheet_cell again = { 0 };
    FUZZ_EXPECT((c->type == CELL_ERROR) == (c->fault != SHEET_FINE));
    if (c->type == CELL_DATE)
        FUZZ_EXPECT(date_valid(c->on));
    if (c->type == CELL_TEXT)
        FUZZ_EXPECT(c->text.n > 0);
    if (c->type != CELL_NUMBER)
        return;
    value_number(mem, c->text, &again);
    FUZZ_EXPECT(again.type == CELL_NUMBER && again.whole == c->whole && again.integer == c->integer);
    FUZZ_EXPECT(str_eq(again.text, c->text));
    if (c->whole)
        FUZZ_EXPECT(str_eq(c->text, str_from_i64(mem, c->integer)) && c->integer <= INT64_C(9007199254740992));
}

static result check_row(void *to, struct cx *cx, const struct sheet_row *r)
{
    struct seen *s = to;
    FUZZ_EXPECT(r->number > s->last && r->n > 0 && r->n <= limits.cols && ++s->rows <= limits.rows);
    FUZZ_EXPECT(r->cell[r->n - 1].type != CELL_EMPTY);
    s->last = r->number;
    for (int i = 0; i < r->n; i++) {
        int row, col;
        str text;
        money m;
        qty q;
        date d;
        check_cell(cx->mem, &r->cell[i]);
        FUZZ_EXPECT(value_reference(sheet_cell_name(cx->mem, r->number, i), &row, &col));
        FUZZ_EXPECT(row == r->number && col == i);
        (void)sheet_get_text(cx, r, i, &text).ok;
        (void)sheet_get_money(cx, r, i, &m).ok;
        (void)sheet_get_qty(cx, r, i, 1000, &q).ok;
        (void)sheet_get_date(cx, r, i, &d).ok;
        cx_clear_errors(cx);
    }
    return OK;
}

static void add(zip_t *z, const char *path, str s)
{
    zip_int64_t i = zip_file_add(z, path, zip_source_buffer(z, s.s, (zip_uint64_t)s.n, 0), 0);
    FUZZ_EXPECT(i >= 0 && zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_STORE, 0) == 0);
}

#define REL "<Relationship Id='%s' Type='/%s' Target='%s'/>"

/* A stored archive around three texts. */
static str archive(struct arena *mem, str in)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_source_keep(to);
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, &e);
    FUZZ_EXPECT(z);
    struct str_cut sheet = str_cut(in, 0), strings = str_cut(sheet.tail, 0);
    add(z, "_rels/.rels", str_fmt(mem, "<a>" REL "</a>", "r", "officeDocument", "w.xml"));
    add(z, "w.xml", S("<workbook><sheet name='s' r:id='1'/></workbook>"));
    add(z, "_rels/w.xml.rels", str_fmt(mem, "<a>" REL REL REL "</a>", "1", "worksheet", "s.xml", "2", "sharedStrings",
                                       "t.xml", "3", "styles", "f.xml"));
    add(z, "s.xml", sheet.head);
    if (sheet.found)
        add(z, "t.xml", strings.head);
    if (strings.found)
        add(z, "f.xml", strings.tail);
    FUZZ_EXPECT(zip_close(z) == 0);
    zip_stat_t st;
    FUZZ_EXPECT(zip_source_stat(to, &st) == 0 && zip_source_open(to) == 0);
    char *bytes = arena_bytes(mem, st.size, 1);
    FUZZ_EXPECT(zip_source_read(to, bytes, st.size) == (zip_int64_t)st.size);
    zip_source_close(to);
    zip_source_free(to);
    zip_error_fini(&e);
    return (str){ bytes, (ptrdiff_t)st.size };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    struct cx cx = cx_new(mem, LANG_VI, 0);
    struct seen s = { 0 };
    struct sheet_info info;
    str in = fuzz_str(data, size);
    if (!str_starts(in, S("PK")))
        in = archive(mem, in);
    bool ok = sheet_read(&cx, (struct sheet_input){ .bytes = in, .limits = &limits }, check_row, &s, &info).ok;
    FUZZ_EXPECT(ok == (cx.n_errors == 0));
    if (ok)
        FUZZ_EXPECT(info.n_rows == s.rows && info.n_names >= 1);
    return 0;
}

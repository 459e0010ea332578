/* Our pages against bare cairo and pango that put the same words at places known beforehand: the cost of
   measuring, breaking, counting pages and carrying sums. A voucher of 16 lines a file, and a journal of 1,000
   lines in one file; medians of five, taken in turn. */
#include "os/os.h"
#include "web/print/forms.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 5, VOUCHERS = 60, VOUCHER_LINES = 16, JOURNAL_LINES = 1000, ROWS_A_PAGE = 44 };

static struct form_head head(str code)
{
    return (struct form_head){
        .demo = true,
        .org = { S("HTX Rau an toàn DEMO"), S("Thôn Bãi, xã Ô Diên, thành phố Hà Nội"), S("0109999999") },
        .form_code = code,
        .form_law = S("(Kèm theo Thông tư số 71/2024/TT-BTC)"),
        .number = S("PNK2026-00012"),
        .on = { 20260302 },
        .sign = { S("Nguyễn Thị Ứng"), S("Trần Văn Quyết"), S("Đỗ Thị Hợp"), S("Lê Kho"), S("Phạm Quỹ") },
        .footer = S("Hoptac"),
    };
}

static struct print_doc voucher(struct cx *cx)
{
    struct form_stock_line *l = new(cx->mem, struct form_stock_line, VOUCHER_LINES);
    struct form_stock f = { .head = head(S("Mẫu số 01-VT")), .party = S("Nguyễn Thị Hường"), .store = S("Kho chính"),
                            .line = l, .n_line = VOUCHER_LINES, .total = { 59400000 } };
    for (int i = 0; i < VOUCHER_LINES; i++)
        l[i] = (struct form_stock_line){ S("Rau cải xanh loại 1"), S("RCX1"), S("kg"), { 412500 }, { 412000 + i }, 1000,
                                         true, { 9000 }, { 3712500 + i } };
    return form_stock(cx, &f);
}

static struct print_doc journal(struct cx *cx)
{
    struct form_book_line *l = new(cx->mem, struct form_book_line, JOURNAL_LINES);
    struct form_journal f = { .head = head(S("Mẫu số S03a-HTX")), .line = l, .n_line = JOURNAL_LINES };
    for (int i = 0; i < JOURNAL_LINES; i++)
        l[i] = (struct form_book_line){ .posting_on = { 20260302 }, .document_on = { 20260302 },
                                        .number = str_fmt(cx->mem, "PNK2026-%05d", i),
                                        .explanation = S("Nhập rau của thành viên"), .contra = S("1561"),
                                        .journal_line = i + 1, .dr = { i % 2 ? 0 : 1234567 + i },
                                        .cr = { i % 2 ? 1234567 + i : 0 } };
    return form_journal(cx, &f);
}

static double ours(struct cx *cx, const struct print_doc *d, int files, size_t *bytes)
{
    int64_t from = os_monotonic();
    for (int i = 0; i < files; i++) {
        size_t mark = arena_mark(cx->mem);
        str pdf;
        if (!print_pdf(cx, d, 1, &pdf).ok)
            abort();
        *bytes = (size_t)pdf.n;
        arena_reset(cx->mem, mark);
    }
    return (double)(os_monotonic() - from) / files;
}

/* ---- bare ---- */

struct bare {
    cairo_t *cr;
    PangoLayout *layout;
    PangoFontDescription *body, *bold, *small;
    size_t bytes;
};

static cairo_status_t count_bytes(void *to, const unsigned char *p, unsigned n)
{
    (void)p;
    *(size_t *)to += n;
    return CAIRO_STATUS_SUCCESS;
}

static void word(struct bare *b, const PangoFontDescription *d, str s, double x, double y)
{
    pango_layout_set_font_description(b->layout, d);
    pango_layout_set_text(b->layout, s.s ? s.s : "", (int)s.n);
    cairo_move_to(b->cr, x, y);
    pango_cairo_show_layout(b->cr, b->layout);
}

static void rule(struct bare *b, double x0, double y0, double x1, double y1)
{
    cairo_move_to(b->cr, x0, y0);
    cairo_line_to(b->cr, x1, y1);
    cairo_stroke(b->cr);
}

static void grid(struct bare *b, const struct print_table *t, int from, int to)
{
    double w = 520.0 / t->n_col, y = 170;
    cairo_set_line_width(b->cr, 0.35);
    for (int i = 0; i < t->n_col; i++) {
        word(b, b->bold, t->col[i].title, 50 + i * w, y - 40);
        word(b, b->small, t->col[i].mark, 50 + i * w, y - 15);
    }
    for (int r = from; r < to; r++, y += 15) {
        rule(b, 50, y, 570, y);
        for (int i = 0; i < t->n_col; i++)
            if (t->row[r].cell[i].n)
                word(b, b->body, t->row[r].cell[i], 50 + i * w, y);
    }
    for (int i = 0; i <= t->n_col; i++)
        rule(b, 50 + i * w, 130, 50 + i * w, y);
}

/* The words around the tables, once a page. */
static void frame(struct bare *b, const struct print_doc *d)
{
    cairo_save(b->cr);
    cairo_set_source_rgb(b->cr, 0.925, 0.925, 0.925);
    cairo_rotate(b->cr, -0.6);
    cairo_scale(b->cr, 10, 10);
    pango_layout_set_font_description(b->layout, b->bold);
    pango_layout_set_text(b->layout, "DEMO", -1);
    pango_cairo_layout_path(b->cr, b->layout);
    cairo_fill(b->cr);
    cairo_restore(b->cr);
    const str s[] = { d->org.name, d->org.address, d->org.tax_code, d->form_code, d->form_law, d->title, d->subtitle,
                      d->footer };
    for (int i = 0; i < 8; i++)
        word(b, i % 2 ? b->small : b->bold, s[i], 50, 20 + 12 * i);
}

static void blocks(struct bare *b, const struct print_doc *d)
{
    double y = 640;
    for (int i = 0; i < d->n_block; i++) {
        const struct print_block *k = &d->block[i];
        for (int j = 0; k->kind == PRINT_PAIRS && j < k->n_pair; j++, y += 12) {
            word(b, b->body, k->pair[j].label, 50, y);
            word(b, b->bold, k->pair[j].value, 200, y);
        }
        for (int j = 0; k->kind == PRINT_SIGNS && j < k->n_sign; j++) {
            word(b, b->bold, k->sign[j].title, 50 + 100 * j, 740);
            word(b, b->small, S("(Ký, họ tên)"), 50 + 100 * j, 752);
            word(b, b->bold, k->sign[j].name, 50 + 100 * j, 800);
        }
    }
}

static int bare_file(struct bare *b, const struct print_doc *d)
{
    const struct print_table *t = NULL;
    for (int i = 0; i < d->n_block; i++)
        t = d->block[i].kind == PRINT_TABLE ? &d->block[i].table : t;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(count_bytes, &b->bytes, 595, 842);
    b->cr = cairo_create(s);
    b->layout = pango_cairo_create_layout(b->cr);
    pango_context_set_round_glyph_positions(pango_layout_get_context(b->layout), FALSE);
    int pages = 0;
    for (int from = 0; from < t->n_row; from += ROWS_A_PAGE, pages++) {
        frame(b, d);
        grid(b, t, from, from + ROWS_A_PAGE < t->n_row ? from + ROWS_A_PAGE : t->n_row);
        if (from + ROWS_A_PAGE >= t->n_row)
            blocks(b, d);
        cairo_show_page(b->cr);
    }
    g_object_unref(b->layout);
    cairo_destroy(b->cr);
    cairo_surface_finish(s);
    cairo_surface_destroy(s);
    return pages;
}

static double theirs(const struct print_doc *d, int files, size_t *bytes, int *pages)
{
    struct bare b = { .body = pango_font_description_from_string("Liberation Serif 7.5"),
                      .bold = pango_font_description_from_string("Liberation Serif Bold 8"),
                      .small = pango_font_description_from_string("Liberation Serif Italic 6") };
    int64_t from = os_monotonic();
    for (int i = 0; i < files; i++)
        *pages = bare_file(&b, d);
    double us = (double)(os_monotonic() - from) / files;
    *bytes = b.bytes / (size_t)files;
    pango_font_description_free(b.body);
    pango_font_description_free(b.bold);
    pango_font_description_free(b.small);
    return us;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void compare(struct cx *cx, const char *what, const struct print_doc *d, int files)
{
    double us[RUNS], bare_us[RUNS];
    size_t bytes = 0, bare_bytes = 0;
    int pages = 0;
    (void)ours(cx, d, 1, &bytes); /* fonts are opened once in a process */
    (void)theirs(d, 1, &bare_bytes, &pages);
    for (int i = 0; i < RUNS; i++) {
        us[i] = ours(cx, d, files, &bytes);
        bare_us[i] = theirs(d, files, &bare_bytes, &pages);
    }
    qsort(us, RUNS, sizeof *us, by_value);
    qsort(bare_us, RUNS, sizeof *bare_us, by_value);
    printf("%-8s %2d pages in %6.1f ms (%zu bytes)  bare %6.1f ms (%zu bytes)  ratio %.2f\n", what, pages,
           us[RUNS / 2] / 1000, bytes, bare_us[RUNS / 2] / 1000, bare_bytes, bare_us[RUNS / 2] / us[RUNS / 2]);
}

int main(void)
{
    struct arena mem;
    if (!arena_init(&mem, ARENA_REQUEST))
        return 1;
    struct cx cx = cx_new(&mem, LANG_VI, 0);
    struct print_doc v = voucher(&cx), j = journal(&cx);
    compare(&cx, "voucher", &v, VOUCHERS);
    compare(&cx, "journal", &j, 1);
    arena_release(&mem);
    return 0;
}

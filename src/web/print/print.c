/* Documents to PDF: head, title, blocks, signatures, foot; the pages are counted first and then drawn by the same
   code. Nothing between type_take and type_give may allocate from cx->mem: the type must go back to its pool. */
#include "web/print/print.h"

#include "base/date.h"
#include "web/print/flow.h"

#include <cairo-pdf.h>
#include <setjmp.h>

static const double GAP = 6;

struct paper {
    double w, h, left, right, top, bottom;
    enum type_size size;
};
#define MM 2.834645669
static const struct paper papers[] = {
    [PRINT_A4] = { 210 * MM, 297 * MM, 20 * MM, 12 * MM, 14 * MM, 15 * MM, TYPE_A4 },
    [PRINT_A4_LANDSCAPE] = { 297 * MM, 210 * MM, 14 * MM, 14 * MM, 15 * MM, 14 * MM, TYPE_A4 },
    [PRINT_A5] = { 148 * MM, 210 * MM, 12 * MM, 9 * MM, 10 * MM, 11 * MM, TYPE_A5 },
    [PRINT_A5_LANDSCAPE] = { 210 * MM, 148 * MM, 14 * MM, 10 * MM, 10 * MM, 11 * MM, TYPE_A5 },
};

static double larger(double a, double b) { return a > b ? a : b; }
/* Heads and signatures do not break over pages: what is longer than any name is cut. */
static str clean(struct flow *f, str s) { return type_clean(&f->t->scratch, s, TYPE_SHORT_MAX); }
static str clean_long(struct flow *f, str s) { return type_clean(&f->t->scratch, s, TYPE_TEXT_MAX); }

/* ---- the page ---- */

void flow_rule(struct flow *f, double x0, double y0, double x1, double y1, double thick)
{
    if (!f->t->cr)
        return;
    cairo_set_line_width(f->t->cr, thick);
    cairo_move_to(f->t->cr, x0, y0);
    cairo_line_to(f->t->cr, x1, y1);
    cairo_stroke(f->t->cr);
}

static void running_head(struct flow *f)
{
    struct box b = { f->left, f->y, f->width * 0.5 };
    double h = type_line(f->t, TYPE_SMALL);
    type_set_line(f->t, TYPE_SMALL, PRINT_LEFT, clean(f, f->d->org.name), b);
    const str part[] = { f->d->title, f->d->number, f->d->form_code };
    str line = { 0 };
    for (int i = 0; i < 3; i++)
        if (part[i].n)
            line = line.n ? str_join(&f->t->scratch, (const str[]){ line, part[i] }, 2, S(" · ")) : part[i];
    b.x += b.w;
    type_set_line(f->t, TYPE_SMALL, PRINT_RIGHT, clean(f, line), b);
    flow_rule(f, f->left, f->y + h + 1, f->left + f->width, f->y + h + 1, 0.35);
    f->y += h + GAP;
}

void flow_page_begin(struct flow *f)
{
    size_t mark = arena_mark(&f->t->scratch);
    f->page++;
    f->y = f->top;
    if (f->t->cr) {
        cairo_set_source_rgb(f->t->cr, 0, 0, 0);
        if (f->d->demo) {
            type_watermark(f->t, S("DEMO"), f->page_w, f->page_h);
            cairo_set_source_rgb(f->t->cr, 0, 0, 0);
            type_set_line(f->t, TYPE_SMALL_BOLD, PRINT_CENTER, f->words->demo,
                          (struct box){ f->left, f->top - type_line(f->t, TYPE_SMALL_BOLD) - 4, f->width });
        }
    }
    if (f->page > 1)
        running_head(f);
    arena_reset(&f->t->scratch, mark);
}

void flow_page_end(struct flow *f)
{
    if (!f->t->cr)
        return;
    size_t mark = arena_mark(&f->t->scratch);
    struct box b = { f->left, f->bottom + GAP, f->width * 0.8 };
    type_set_line(f->t, TYPE_SMALL_ITALIC, PRINT_LEFT, clean(f, f->d->footer), b);
    str no = tr_fill(&f->t->scratch, f->words->page,
                     (const str[]){ str_from_i64(&f->t->scratch, f->page), str_from_i64(&f->t->scratch, f->pages) }, 2);
    type_set_line(f->t, TYPE_SMALL, PRINT_RIGHT, no, (struct box){ f->left + b.w, b.y, f->width - b.w });
    arena_reset(&f->t->scratch, mark);
    cairo_show_page(f->t->cr);
}

void flow_need(struct flow *f, double h)
{
    if (f->y + h > f->bottom + 0.01 && f->y > f->top + 1)
        flow_page_end(f), flow_page_begin(f);
}

/* ---- head and title ---- */

static double head_line(struct flow *f, enum type_style st, str label, str value, struct box b)
{
    if (!value.n)
        return 0;
    str s = label.n ? str_join(&f->t->scratch, (const str[]){ label, value }, 2, S(": ")) : value;
    return type_set(f->t, st, PRINT_LEFT, clean(f, s), b);
}

static void draw_head(struct flow *f)
{
    const struct print_org *o = &f->d->org;
    struct box l = { f->left, f->y, f->width * 0.54 }, r = { f->left + f->width * 0.58, f->y, f->width * 0.42 };
    l.y += head_line(f, TYPE_BOLD, f->words->organisation, o->name, l);
    l.y += head_line(f, TYPE_SMALL, f->words->address, o->address, l);
    l.y += head_line(f, TYPE_SMALL, f->words->tax_code, o->tax_code, l);
    r.y += type_set(f->t, TYPE_BOLD, PRINT_CENTER, clean(f, f->d->form_code), r);
    r.y += type_set(f->t, TYPE_SMALL_ITALIC, PRINT_CENTER, clean(f, f->d->form_law), r);
    f->y = larger(l.y, r.y) + GAP;
}

static double draw_qr(struct flow *f, double side)
{
    if (!f->qr.n)
        return 0;
    double m = side / f->qr.n;
    for (int y = 0; f->t->cr && y < f->qr.n; y++)
        for (int x = 0, run; x < f->qr.n; x += run ? run : 1) {
            for (run = 0; x + run < f->qr.n && f->qr.dark[y * f->qr.n + x + run]; run++)
                ;
            if (run)
                cairo_rectangle(f->t->cr, f->left + x * m, f->y + y * m, run * m, m);
        }
    if (f->t->cr)
        cairo_fill(f->t->cr);
    return side;
}

static double draw_side(struct flow *f, struct box b)
{
    double y = b.y;
    for (int i = 0; i < f->d->n_side; i++)
        b.y += head_line(f, TYPE_SMALL, f->d->side[i].label, f->d->side[i].value, b);
    return b.y - y;
}

static double draw_stamp(struct flow *f, struct box b)
{
    if (!f->d->stamp.n)
        return 0;
    str s = clean(f, f->d->stamp);
    double h = type_set(f->t, TYPE_BOLD, PRINT_CENTER, s, (struct box){ b.x, b.y + 4, b.w });
    if (f->t->cr) {
        cairo_set_line_width(f->t->cr, 1.2);
        cairo_rectangle(f->t->cr, b.x + b.w * 0.2, b.y + 2, b.w * 0.6, h + 4);
        cairo_stroke(f->t->cr);
    }
    return h + 8;
}

/* Code at the left, title in the middle, book, number, debit and credit at the right. */
static void draw_title(struct flow *f)
{
    double side_w = f->d->n_side || f->qr.n ? f->width * 0.22 : 0;
    struct box b = { f->left + side_w, f->y, f->width - 2 * side_w };
    double qr_h = draw_qr(f, f->t->size == TYPE_A4 ? 22 * MM : 18 * MM);
    double side_h = draw_side(f, (struct box){ f->left + f->width - side_w, f->y, side_w });
    b.y += type_set(f->t, TYPE_TITLE, PRINT_CENTER, clean(f, f->d->title), b);
    b.y += type_set(f->t, TYPE_ITALIC, PRINT_CENTER, clean(f, f->d->subtitle), b);
    b.y += draw_stamp(f, b);
    f->y = larger(larger(b.y, f->y + qr_h), f->y + side_h) + GAP;
}

/* ---- blocks ---- */

static double pair_height(struct flow *f, const struct print_pair *p, struct box b)
{
    if (!p->label.n)
        return type_set(f->t, p->strong ? TYPE_BOLD : TYPE_BODY, PRINT_LEFT, clean_long(f, p->value), b);
    str label = clean(f, p->label);
    str s = str_join(&f->t->scratch, (const str[]){ label, clean_long(f, p->value) }, 2, S(": "));
    return type_set_pair(f->t, TYPE_BODY, s, p->strong ? label.n + 2 : -1, b);
}

/* Pairs from i that share one line; their height. */
static int pairs_line(struct flow *f, const struct print_block *b, int i, double *h)
{
    int n = b->pair[i].half && i + 1 < b->n_pair && b->pair[i + 1].half ? 2 : 1;
    double w = f->width / n;
    *h = 0;
    for (int k = 0; k < n; k++) {
        struct box at = { f->left + k * w, f->y, w - (k + 1 < n ? GAP : 0) };
        *h = larger(*h, pair_height(f, &b->pair[i + k], at));
    }
    *h += 1.5;
    return n;
}

/* Runs `lines` of a block without drawing, to know their height. */
static double pairs_height(struct flow *f, const struct print_block *b)
{
    cairo_t *cr = f->t->cr;
    f->t->cr = NULL;
    double all = 0, h;
    for (int i = 0; i < b->n_pair; all += h)
        i += pairs_line(f, b, i, &h);
    f->t->cr = cr;
    return all + GAP;
}

static void pairs_flow(struct flow *f, const struct print_block *b)
{
    double h = pairs_height(f, b);
    if (h < f->bottom - f->top)
        flow_need(f, h);
    for (int i = 0; i < b->n_pair; f->y += h) {
        flow_need(f, type_line(f->t, TYPE_BODY));
        i += pairs_line(f, b, i, &h);
    }
    f->y += GAP;
}

static double signs_height(struct flow *f, const struct print_block *b)
{
    double title = 0, name = 0, w = f->width / (b->n_sign ? b->n_sign : 1) - 4;
    for (int i = 0; i < b->n_sign; i++) {
        title = larger(title, type_height(f->t, TYPE_SMALL_BOLD, clean(f, b->sign[i].title), w));
        name = larger(name, type_height(f->t, TYPE_SMALL_BOLD, clean(f, b->sign[i].name), w));
    }
    double date_h = b->date_line.n ? type_line(f->t, TYPE_ITALIC) : 0;
    return GAP + date_h + title + type_line(f->t, TYPE_SMALL_ITALIC) + (f->t->size == TYPE_A4 ? 20 * MM : 15 * MM) +
           larger(name, type_line(f->t, TYPE_SMALL_BOLD));
}

static void signs_flow(struct flow *f, const struct print_block *b)
{
    double all = signs_height(f, b);
    flow_need(f, all);
    double y = f->y + GAP, w = f->width / (b->n_sign ? b->n_sign : 1), title = 0, name = 0;
    if (b->date_line.n)
        y += type_set(f->t, TYPE_ITALIC, PRINT_RIGHT, clean(f, b->date_line), (struct box){ f->left, y, f->width });
    for (int i = 0; i < b->n_sign; i++) {
        struct box c = { f->left + i * w + 2, y, w - 4 };
        title = larger(title, type_set(f->t, TYPE_SMALL_BOLD, PRINT_CENTER, clean(f, b->sign[i].title), c));
        name = larger(name, type_height(f->t, TYPE_SMALL_BOLD, clean(f, b->sign[i].name), c.w));
    }
    for (int i = 0; i < b->n_sign; i++) {
        struct box c = { f->left + i * w + 2, y + title, w - 4 };
        type_set(f->t, TYPE_SMALL_ITALIC, PRINT_CENTER, f->words->sign, c);
        c.y = f->y + all - larger(name, type_line(f->t, TYPE_SMALL_BOLD));
        type_set(f->t, TYPE_SMALL_BOLD, PRINT_CENTER, clean(f, b->sign[i].name), c);
    }
    f->y += all + GAP;
}

static void text_flow(struct flow *f, const struct print_block *b)
{
    str rest = b->text;
    for (struct str_cut c; rest.n; rest = c.tail) { /* a line at a time, so that long texts break over pages */
        c = str_cut(rest, '\n');
        str s = clean_long(f, c.head);
        flow_need(f, type_height(f->t, TYPE_BODY, s, f->width));
        double h = type_set(f->t, TYPE_BODY, b->align, s, (struct box){ f->left, f->y, f->width });
        f->y += larger(h, type_line(f->t, TYPE_BODY) * 0.5);
    }
    f->y += GAP;
}

/* Height of the blocks after i when they can stand together on half a page, else 0. */
static double tail_height(struct flow *f, int i)
{
    double h = GAP;
    for (i++; i < f->d->n_block; i++) {
        const struct print_block *b = &f->d->block[i];
        if (b->kind == PRINT_TABLE)
            return 0;
        h += b->kind == PRINT_PAIRS ? pairs_height(f, b)
             : b->kind == PRINT_SIGNS ? signs_height(f, b)
                                      : type_height(f->t, TYPE_BODY, clean_long(f, b->text), f->width) + GAP;
    }
    return h < (f->bottom - f->top) / 2 ? h : 0;
}

static void doc_flow(struct flow *f)
{
    f->page = 0;
    flow_page_begin(f);
    draw_head(f);
    draw_title(f);
    for (int i = 0; i < f->d->n_block; i++) {
        const struct print_block *b = &f->d->block[i];
        switch (b->kind) {
        case PRINT_PAIRS:
            pairs_flow(f, b);
            break;
        case PRINT_TEXT:
            text_flow(f, b);
            break;
        case PRINT_SIGNS:
            signs_flow(f, b);
            break;
        case PRINT_TABLE:
            table_flow(f, &b->table, f->row_h[i], tail_height(f, i));
            f->y += GAP;
            break;
        }
    }
    flow_page_end(f);
}

/* ---- the file ---- */

/* Must not leave through cairo's frames: a full arena is reported, not jumped from. */
static cairo_status_t write_out(void *to, const unsigned char *p, unsigned n)
{
    struct arena *out = &((struct type *)to)->out;
    if (n > out->cap - out->used)
        return CAIRO_STATUS_WRITE_ERROR;
    memcpy(arena_bytes(out, n, 1), p, n);
    return CAIRO_STATUS_SUCCESS;
}

static void flow_size(struct flow *f)
{
    const struct paper *p = &papers[f->d->paper];
    f->page_w = p->w;
    f->page_h = p->h;
    f->left = p->left;
    f->width = p->w - p->left - p->right;
    f->top = p->top;
    f->bottom = p->h - p->bottom;
    f->t->size = p->size;
}

/* Pages drawn; 0 when a sum overflowed. */
static int doc_draw(struct type *t, cairo_t *cr, const struct print_doc *d, const struct print_words *w)
{
    struct flow f = { .t = t, .d = d, .words = w, .surface = cairo_get_target(cr) };
    size_t mark = arena_mark(&t->scratch);
    flow_size(&f);
    t->cr = NULL;
    if (d->qr.n)
        (void)qr_make(&t->scratch, d->qr, &f.qr); /* its length was checked */
    f.row_h = new(&t->scratch, float *, d->n_block + 1);
    for (int i = 0; i < d->n_block; i++)
        if (d->block[i].kind == PRINT_TABLE)
            f.row_h[i] = table_measure(&f, &d->block[i].table);
    doc_flow(&f);
    f.pages = f.page;
    t->cr = cr;
    cairo_pdf_surface_set_size(f.surface, f.page_w, f.page_h);
    doc_flow(&f);
    t->cr = NULL;
    arena_reset(&t->scratch, mark);
    return f.overflow ? 0 : f.pages;
}

static void set_meta(cairo_surface_t *s, struct arena *mem, const struct print_doc *d)
{
    str title = d->number.n ? str_join(mem, (const str[]){ d->title, d->number }, 2, S(" ")) : d->title;
    date on = date_of_instant(d->created_at, 0);
    int64_t in_day = d->created_at / 1000000 - date_days(on) * 86400;
    str at = str_fmt(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ", date_year(on), date_month(on), date_day(on),
                     (int)(in_day / 3600), (int)(in_day / 60 % 60), (int)(in_day % 60));
    title = type_clean(mem, title, TYPE_SHORT_MAX);
    str author = type_clean(mem, d->org.name, TYPE_SHORT_MAX);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_z(mem, title));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, str_z(mem, author));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Hoptac " HOPTAC_VERSION);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, str_z(mem, at));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, str_z(mem, at));
}

static void outline(cairo_surface_t *s, struct arena *mem, const struct print_doc *d, int page)
{
    str name = d->number.n ? str_join(mem, (const str[]){ d->title, d->number }, 2, S(" ")) : d->title;
    const char *to = str_z(mem, str_fmt(mem, "page=%d", page));
    cairo_pdf_surface_add_outline(s, CAIRO_PDF_OUTLINE_ROOT, str_z(mem, type_clean(mem, name, TYPE_SHORT_MAX)), to, 0);
}

/* False when a sum overflowed; *st tells of the file. */
static bool draw_all(struct type *t, const struct print_doc *doc, int n, const struct print_words *w,
                     cairo_status_t *st)
{
    int pages = 0, more = 1;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(write_out, t, papers[doc->paper].w, papers[doc->paper].h);
    cairo_t *cr = cairo_create(s);
    set_meta(s, &t->scratch, doc);
    for (int i = 0; i < n && more; i++, pages += more) {
        more = doc_draw(t, cr, &doc[i], &w[doc[i].lang]);
        if (n > 1)
            outline(s, &t->scratch, &doc[i], pages + 1);
    }
    *st = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    if (*st == CAIRO_STATUS_SUCCESS)
        *st = cairo_surface_status(s);
    cairo_surface_destroy(s);
    return more > 0;
}

static struct print_words words_of(enum lang l)
{
    return (struct print_words){
        .page = tr_lang(l, "Page {1}/{2}"),
        .sign = tr_lang(l, "(Signature, full name)"),
        .carry_out = tr_lang(l, "Carried to next page"),
        .carry_in = tr_lang(l, "Brought forward"),
        .demo = tr_lang(l, "DEMO – invented data, without legal value"),
        .organisation = tr_lang(l, "Organisation [form]"),
        .address = tr_lang(l, "Address"),
        .tax_code = tr_lang(l, "Tax code"),
    };
}

static result too_long(struct cx *cx)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("print.too_long"), .message = tr(cx, "Too many rows for one print"),
                .hint = tr(cx, "Choose a shorter period."));
}

static result check(struct cx *cx, const struct print_doc *doc, int n_doc)
{
    int64_t rows = 0;
    for (int d = 0; d < n_doc; d++) {
        if (doc[d].qr.n > 300)
            (void)fail(cx, .kind = ERR_INVALID, .code = S("print.qr"),
                       .message = tr(cx, "The text of the QR code is too long"));
        for (int i = 0; i < doc[d].n_block; i++)
            if (doc[d].block[i].kind == PRINT_TABLE) {
                const struct print_table *t = &doc[d].block[i].table;
                rows += t->n_row + 1;
                if (t->n_col < 1 || t->n_col > PRINT_COLS_MAX || t->carry_col < 0 || t->carry_col >= t->n_col)
                    return fail(cx, .kind = ERR_BUG, .code = S("print.columns"),
                                .message = tr(cx, "The document cannot be laid out"));
            }
    }
    if (n_doc < 1 || rows > PRINT_ROWS_MAX)
        (void)too_long(cx);
    return cx_result(cx);
}

/* Copies the file into the request's memory. When that is full, the type goes back to its pool first. */
static bool copy_out(struct arena *mem, str file, str *out)
{
    jmp_buf *outer = mem->oom, here;
    bool volatile ok = false;
    if (setjmp(here) == 0) {
        mem->oom = &here;
        *out = str_dup(mem, file);
        ok = true;
    }
    mem->oom = outer;
    return ok;
}

result print_pdf(struct cx *cx, const struct print_doc *doc, int n_doc, str *out)
{
    TRY(check(cx, doc, n_doc));
    struct print_words words[LANG_COUNT];
    for (int l = 0; l < LANG_COUNT; l++)
        words[l] = words_of((enum lang)l);
    struct type *t;
    TRY(type_take(cx, &t));
    cairo_status_t st;
    bool sums = draw_all(t, doc, n_doc, words, &st);
    str file = { t->out.base, (ptrdiff_t)t->out.used };
    bool copied = st == CAIRO_STATUS_SUCCESS && sums && copy_out(cx->mem, file, out);
    type_give(t);
    if (copied)
        return OK;
    if (!sums)
        return fail(cx, .kind = ERR_INVALID, .code = S("print.overflow"),
                    .message = tr(cx, "A sum is too large to print"));
    if (st == CAIRO_STATUS_SUCCESS || st == CAIRO_STATUS_WRITE_ERROR)
        return too_long(cx);
    return fail(cx, .kind = ERR_ENV, .code = S("print.failed"), .message = tr(cx, "The page could not be drawn"));
}

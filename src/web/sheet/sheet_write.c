/* XLSX out, over libxlsxwriter in constant memory mode: a row is on disk when the next begins. Owns no data of the
   caller's and allocates nothing from the request's memory while rows are written. */
#include "web/sheet/sheet_part.h"

#include "base/text.h"
#include "os/os.h"

#include <xlsxwriter.h>

enum {
    ROWS_MAX = 1048576,
    TEXT_MAX = 32767,              /* characters in a cell */
    TEXT_ROOM = TEXT_MAX * 4 + 16, /* bytes */
    NAME_MAX_CHARS = 31,           /* of a sheet's name */
    PAGES_MAX = 16,
    LISTS_MAX = 64,
};
#define WHOLE_MAX ((int64_t)1 << 53)
#define DIGITS_15 INT64_C(1000000000000000) /* readers keep fifteen digits of a fraction */

struct sheet_out {
    struct cx *cx;
    struct arena mem; /* this struct and everything below */
    struct sheet_meta meta;
    lxw_workbook *book;
    lxw_worksheet *page;
    lxw_format *head, *heading, *wrap;
    lxw_format *type[SHEET_INT + 1];
    const struct sheet_col *col;
    int n_col, n_pages;
    int64_t row;
    int at;
    char *text; /* TEXT_ROOM bytes for the cell under way */
    str path;   /* of the file to be: empty until sheet_end, readable by us alone */
    const struct sheet_col *list[LISTS_MAX]; /* columns with choices: one column each of the hidden sheet */
    int n_list;
    bool too_long, failed;
};

/* ---- text ---- */

static bool is_plain(str s)
{
    if (!text_valid_utf8(s))
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xEF)
            return false; /* 0xEF: perhaps a noncharacter, which XML refuses */
    }
    return true;
}

/* A terminated copy that XML can hold, at most max characters. What readers would take for an escape is escaped. */
static const char *plain_z(struct sheet_out *o, str s, int max)
{
    if (text_width(s) > max)
        o->too_long = true;
    if (s.n < TEXT_ROOM && is_plain(s) && str_find(s, S("_x")) < 0) {
        memcpy(o->text, s.s ? s.s : "", (size_t)s.n);
        o->text[s.n] = 0;
        return o->text;
    }
    size_t mark = arena_mark(&o->mem);
    struct buf b = buf_new(&o->mem);
    ptrdiff_t i = 0;
    for (int32_t cp; b.n < TEXT_ROOM - 8 && (cp = text_next(s, &i)) >= 0;) {
        bool bad = (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0);
        if (cp == '_' && value_is_escape(str_sub(s, i - 1, s.n)))
            buf_put(&b, S("_x005F"));
        text_put(&b, bad ? ' ' : (cp & 0xFFFE) == 0xFFFE ? 0xFFFD : cp);
    }
    memcpy(o->text, b.s, (size_t)b.n);
    o->text[b.n] = 0;
    arena_reset(&o->mem, mark);
    return o->text;
}

static char *keep_z(struct sheet_out *o, str s, int max)
{
    s = text_ellipsis(&o->mem, s, max);
    return (char *)(uintptr_t)str_z(&o->mem, str_of(plain_z(o, s, max))); /* libxlsxwriter forgot its const */
}

/* ---- begin ---- */

static lxw_format *format(struct sheet_out *o, const char *number)
{
    lxw_format *f = workbook_add_format(o->book);
    if (f && number)
        format_set_num_format(f, number);
    return f;
}

static void make_formats(struct sheet_out *o)
{
    o->head = format(o, "@");
    format_set_bold(o->head);
    format_set_text_wrap(o->head);
    format_set_align(o->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(o->head, 0xE3F1E5);
    format_set_bottom(o->head, LXW_BORDER_THIN);
    o->heading = format(o, NULL);
    format_set_bold(o->heading);
    format_set_font_size(o->heading, 13);
    o->wrap = format(o, NULL);
    format_set_text_wrap(o->wrap);
    format_set_align(o->wrap, LXW_ALIGN_VERTICAL_TOP);
    o->type[SHEET_TEXT] = format(o, "@"); /* keeps the leading zeros of what is typed later */
    o->type[SHEET_MONEY] = format(o, "#,##0");
    o->type[SHEET_QTY] = format(o, NULL);
    o->type[SHEET_DATE] = format(o, "dd/mm/yyyy");
    o->type[SHEET_INT] = format(o, "0");
}

static result broken(struct cx *cx)
{
    return fail(cx, .kind = ERR_ENV, .code = S("sheet.write"),
                .message = tr(cx, "The spreadsheet could not be written"),
                .hint = tr(cx, "Check free space and permissions, or set TMPDIR."));
}

result sheet_begin(struct cx *cx, struct sheet_meta meta, struct sheet_out **out)
{
    struct arena mem;
    str path;
    TRY(os_temp_file(cx, &path));
    if (!arena_init(&mem, (size_t)8 << 20)) {
        os_remove(path);
        return broken(cx);
    }
    struct sheet_out *o = new(&mem, struct sheet_out, 1);
    o->mem = mem;
    o->cx = cx;
    o->meta = meta;
    o->text = arena_bytes(&o->mem, TEXT_ROOM, 1);
    o->path = str_dup(&o->mem, path);
    o->book = workbook_new_opt(str_z(&o->mem, path), &(lxw_workbook_options){ .constant_memory = LXW_TRUE });
    if (!o->book) {
        sheet_drop(o);
        return broken(cx);
    }
    make_formats(o);
    lxw_doc_properties p = { .title = keep_z(o, meta.title, 200), .author = keep_z(o, meta.author, 200),
                             .company = keep_z(o, meta.demo ? S("DEMO") : (str){ 0 }, 20),
                             .created = (time_t)(meta.created_at / 1000000) };
    workbook_set_properties(o->book, &p);
    *out = o;
    return OK;
}

/* ---- pages ---- */

static lxw_worksheet *add_page(struct sheet_out *o, str name)
{
    struct buf b = buf_new(&o->mem);
    if (o->meta.demo)
        buf_put(&b, S("DEMO "));
    ptrdiff_t i = 0;
    for (int32_t cp; (cp = text_next(name, &i)) >= 0;)
        text_put(&b, cp < 128 && strchr("[]:*?/\\'", (char)cp) ? ' ' : cp);
    char *z = keep_z(o, str_trim(buf_str(&b)), NAME_MAX_CHARS);
    lxw_worksheet *w = workbook_add_worksheet(o->book, *z ? z : NULL);
    if (!w)
        o->failed = true;
    else if (o->meta.demo) {
        worksheet_set_tab_color(w, 0xC62828);
        worksheet_set_header(w, "&C&\"-,Bold\"DEMO");
    }
    return w;
}

static int width_of(const struct sheet_col *c)
{
    static const int by_type[] = { [SHEET_TEXT] = 24, [SHEET_MONEY] = 16, [SHEET_QTY] = 12, [SHEET_DATE] = 12,
                                   [SHEET_INT] = 10 };
    return c->width > 0 ? c->width : by_type[c->type];
}

static void set_columns(struct sheet_out *o)
{
    for (int i = 0; i < o->n_col; i++)
        worksheet_set_column(o->page, (lxw_col_t)i, (lxw_col_t)i, width_of(&o->col[i]), o->type[o->col[i].type]);
}

static void put_headings(struct sheet_out *o, bool template)
{
    for (int i = 0; i < o->n_col; i++) {
        size_t mark = arena_mark(&o->mem);
        str t = o->col[i].title;
        if (template && o->col[i].required)
            t = str_join(&o->mem, (const str[]){ t, S("*") }, 2, S(" "));
        worksheet_write_string(o->page, 0, (lxw_col_t)i, plain_z(o, t, 255), o->head);
        arena_reset(&o->mem, mark);
    }
    worksheet_freeze_panes(o->page, 1, 0);
    worksheet_repeat_rows(o->page, 0, 0);
    worksheet_set_landscape(o->page);
    worksheet_fit_to_pages(o->page, 1, 0);
    worksheet_set_paper(o->page, 9); /* A4 */
}

/* "A", "AB" */
static str column_letters(struct arena *mem, int col)
{
    char z[8];
    int n = 0;
    for (col++; col > 0; col = (col - 1) / 26)
        z[7 - n++] = (char)('A' + (col - 1) % 26);
    return str_dup(mem, (str){ z + 8 - n, n });
}

static str choices_range(struct sheet_out *o, const struct sheet_col *c)
{
    if (o->n_list == LISTS_MAX) {
        o->failed = true;
        return (str){ 0 };
    }
    str l = column_letters(&o->mem, o->n_list);
    o->list[o->n_list++] = c;
    return str_fmt(&o->mem, "_choices!$" STR_FMT "$1:$" STR_FMT "$%d", STR_ARG(l), STR_ARG(l), c->n_choice);
}

/* libxlsxwriter 1.1.4 never frees a list's range, but does free a list given as text. So the range goes in as the
   only text of a list and loses its quotes here; what is written is the same. */
static void text_to_range(lxw_worksheet *w)
{
    lxw_data_val_obj *v, *last = NULL;
    STAILQ_FOREACH(v, w->data_validations, list_pointers)
        last = v;
    size_t n = last && last->value_formula ? strlen(last->value_formula) : 0;
    if (n > 2 && last->value_formula[0] == '"') {
        memmove(last->value_formula, last->value_formula + 1, n - 2);
        last->value_formula[n - 2] = 0;
    }
}

static void prepare_column(struct sheet_out *o, int i, int rows)
{
    const struct sheet_col *c = &o->col[i];
    const struct cx *cx = o->cx;
    char *range[2] = { NULL, NULL };
    lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_ANY, .ignore_blank = LXW_VALIDATION_ON };
    if (c->n_choice > 0) {
        range[0] = keep_z(o, choices_range(o, c), 200);
        v.validate = LXW_VALIDATION_TYPE_LIST;
        v.value_list = range;
        v.error_title = keep_z(o, tr(cx, "Not in the list"), 32);
        v.error_message = keep_z(o, tr(cx, "Choose one from the list."), 255);
    } else if (c->type == SHEET_DATE) {
        v.validate = LXW_VALIDATION_TYPE_DATE;
        v.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN;
        v.value_datetime = (lxw_datetime){ .year = 1900, .month = 1, .day = 1 };
        v.error_title = keep_z(o, tr(cx, "Not a date"), 32);
        v.error_message = keep_z(o, tr(cx, "Enter a date such as 02/03/2026."), 255);
    }
    if (c->help.n) {
        v.input_title = keep_z(o, c->title, 32);
        v.input_message = keep_z(o, c->help, 255);
    }
    if (v.validate == LXW_VALIDATION_TYPE_ANY && !c->help.n)
        return;
    if (worksheet_data_validation_range(o->page, 1, (lxw_col_t)i, (lxw_row_t)rows, (lxw_col_t)i, &v) != LXW_NO_ERROR)
        o->failed = true;
    else if (range[0])
        text_to_range(o->page);
}

static void page_done(struct sheet_out *o)
{
    if (o->page && o->n_col > 0 && o->row > 1)
        worksheet_autofilter(o->page, 0, 0, (lxw_row_t)(o->row - 1), (lxw_col_t)(o->n_col - 1));
    o->page = NULL;
}

result sheet_page(struct sheet_out *o, str name, const struct sheet_col *col, int n_col, int template_rows)
{
    page_done(o);
    o->page = add_page(o, name);
    o->col = col;
    o->n_col = n_col;
    o->row = 1;
    o->at = 0;
    if (o->failed)
        return broken(o->cx);
    set_columns(o);
    put_headings(o, template_rows > 0);
    for (int i = 0; i < n_col && template_rows > 0; i++)
        prepare_column(o, i, template_rows);
    return o->failed ? broken(o->cx) : OK;
}

result sheet_notes(struct sheet_out *o, str name, const str *line, int n)
{
    page_done(o);
    lxw_worksheet *w = add_page(o, name);
    if (o->failed)
        return broken(o->cx);
    worksheet_set_column(w, 0, 0, 100, o->wrap);
    for (int i = 0; i < n; i++) {
        bool heading = str_starts(line[i], S("# "));
        str s = heading ? str_sub(line[i], 2, line[i].n) : line[i];
        worksheet_write_string(w, (lxw_row_t)i, 0, plain_z(o, s, TEXT_MAX), heading ? o->heading : o->wrap);
    }
    return OK;
}

/* ---- cells ---- */

static lxw_format *own_format(struct sheet_out *o, enum sheet_type t)
{
    return o->at < o->n_col && o->col[o->at].type == t ? o->type[t] : t == SHEET_TEXT ? NULL : o->type[t];
}

static bool writable(struct sheet_out *o) { return o->page && o->row < ROWS_MAX; }

static void put_text(struct sheet_out *o, str s)
{
    if (s.n && writable(o) &&
        worksheet_write_string(o->page, (lxw_row_t)o->row, (lxw_col_t)o->at, plain_z(o, s, TEXT_MAX),
                               own_format(o, SHEET_TEXT)) != LXW_NO_ERROR)
        o->failed = true;
    o->at++;
}

static void put_number(struct sheet_out *o, double v, enum sheet_type t)
{
    if (writable(o) &&
        worksheet_write_number(o->page, (lxw_row_t)o->row, (lxw_col_t)o->at, v, own_format(o, t)) != LXW_NO_ERROR)
        o->failed = true;
    o->at++;
}

static void put_whole(struct sheet_out *o, int64_t v, enum sheet_type t)
{
    size_t mark = arena_mark(&o->mem);
    if (v >= -WHOLE_MAX && v <= WHOLE_MAX)
        put_number(o, (double)v, t);
    else
        put_text(o, str_from_i64(&o->mem, v)); /* a double would round it */
    arena_reset(&o->mem, mark);
}

void sheet_put_str(struct sheet_out *o, str s) { put_text(o, s); }
void sheet_put_money(struct sheet_out *o, money m) { put_whole(o, m.dong, SHEET_MONEY); }
void sheet_put_i64(struct sheet_out *o, int64_t v) { put_whole(o, v, SHEET_INT); }
void sheet_skip(struct sheet_out *o) { o->at++; }

void sheet_put_qty(struct sheet_out *o, qty q)
{
    sheet_put_qty_per(o, q, o->at < o->n_col && o->col[o->at].per > 0 ? o->col[o->at].per : 1);
}

void sheet_put_qty_per(struct sheet_out *o, qty q, int64_t per)
{
    size_t mark = arena_mark(&o->mem);
    if (q.base % per == 0)
        put_whole(o, q.base / per, SHEET_QTY);
    else if (q.base > -DIGITS_15 && q.base < DIGITS_15)
        put_number(o, (double)q.base / (double)per, SHEET_QTY);
    else
        put_text(o, qty_text(&o->mem, q, per, o->cx->lang == LANG_EN));
    arena_reset(&o->mem, mark);
}

void sheet_put_date(struct sheet_out *o, date d)
{
    if (d.ymd == 0) {
        sheet_skip(o);
    } else if (date_cmp(d, (date){ 19000301 }) < 0) { /* before Excel's calendar is right */
        size_t mark = arena_mark(&o->mem);
        put_text(o, date_text(&o->mem, d));
        arena_reset(&o->mem, mark);
    } else {
        put_number(o, (double)(date_days(d) + SHEET_DAY_0), SHEET_DATE);
    }
}

result sheet_row_end(struct sheet_out *o)
{
    struct cx *cx = o->cx;
    o->at = 0;
    if (o->row >= ROWS_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("sheet.rows"),
                    .message = TRF(cx, "The spreadsheet would have more than {1} rows",
                                   str_from_i64(cx->mem, ROWS_MAX)),
                    .hint = tr(cx, "Choose fewer rows with a filter."));
    o->row++;
    if (o->too_long)
        return fail(cx, .kind = ERR_INVALID, .code = S("sheet.cell"),
                    .message = TRF(cx, "A cell holds more than {1} letters", str_from_i64(cx->mem, TEXT_MAX)));
    return o->failed ? broken(cx) : OK;
}

/* ---- end ---- */

/* Column by column would be natural, but rows already begun are gone in constant memory mode. */
static void write_choices(struct sheet_out *o)
{
    if (o->n_list == 0)
        return;
    lxw_worksheet *w = workbook_add_worksheet(o->book, "_choices");
    int rows = 0;
    for (int i = 0; i < o->n_list; i++)
        rows = rows > o->list[i]->n_choice ? rows : o->list[i]->n_choice;
    for (int r = 0; w && r < rows; r++)
        for (int i = 0; i < o->n_list; i++)
            if (r < o->list[i]->n_choice)
                worksheet_write_string(w, (lxw_row_t)r, (lxw_col_t)i, plain_z(o, o->list[i]->choice[r], 255), NULL);
    if (w)
        worksheet_hide(w);
    else
        o->failed = true;
}

void sheet_drop(struct sheet_out *o)
{
    if (!o)
        return;
    if (o->book)
        lxw_workbook_free(o->book);
    os_remove(o->path);
    struct arena mem = o->mem;
    arena_release(&mem);
}

static bool finish(struct sheet_out *o)
{
    page_done(o);
    write_choices(o);
    bool ok = !o->failed;
    if (ok) {
        ok = workbook_close(o->book) == LXW_NO_ERROR; /* frees the book, also when it fails */
        o->book = NULL;
    }
    return ok;
}

result sheet_end_fd(struct sheet_out *o, int *fd)
{
    int64_t size;
    result r = finish(o) ? os_open_for_reading(o->cx, o->path, fd, &size) : broken(o->cx);
    sheet_drop(o);
    return r;
}

result sheet_end(struct sheet_out *o, size_t max_bytes, str *bytes)
{
    struct cx *cx = o->cx;
    bool ok = finish(o);
    result r = ok ? os_read_file(cx, o->path, max_bytes, bytes) : broken(cx);
    sheet_drop(o);
    return r;
}

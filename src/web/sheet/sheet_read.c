/* One sheet, row by row, to the callback. A cell becomes a value here; what the values mean is the importer's
   business. The archive and the parser own memory outside of arenas: however the reading ends, sheet_read frees them.
   */
#include "web/sheet/sheet_part.h"

#include <setjmp.h>

const struct sheet_limits sheet_limits_default = {
    .entry_bytes = (int64_t)256 << 20,
    .total_bytes = (int64_t)384 << 20,
    .ratio = 250,
    .rows = 200000,
    .cols = 256,
    .strings = 2000000,
    .string_bytes = (int64_t)64 << 20,
    .depth = 32,
};

/* ---- cells ---- */

static void cell_fault(struct sheet_cell *c, enum sheet_fault f)
{
    c->type = CELL_ERROR;
    c->fault = f;
}

static void cell_shared(struct reader *r, struct sheet_cell *c, str raw)
{
    int64_t i;
    if (!str_to_i64(str_trim(raw), &i) || i < 0 || i >= r->n_string) {
        cell_fault(c, SHEET_DAMAGED);
        return;
    }
    c->text = r->string[i];
    c->type = c->text.n ? CELL_TEXT : CELL_EMPTY;
}

/* The number of days is the part before the point: the part behind it is the time of day. */
static void cell_number(struct reader *r, struct sheet_cell *c, str raw)
{
    value_number(&r->row, raw, c);
    bool dated = r->cell_style >= 0 && r->cell_style < r->n_style && r->is_date[r->cell_style];
    if (c->type != CELL_NUMBER || !dated)
        return;
    int64_t serial = c->integer;
    if (!c->whole && !str_to_i64(str_cut(c->text, '.').head, &serial))
        serial = -1;
    c->type = CELL_DATE;
    if (str_starts(c->text, S("-")) || !value_day(serial, r->from_1904, &c->on))
        cell_fault(c, SHEET_NOT_A_DATE);
}

static void cell_iso(struct sheet_cell *c, str raw)
{
    c->type = CELL_DATE;
    c->text = raw;
    if (!date_parse_iso(str_sub(raw, 0, 10), &c->on) || (raw.n > 10 && raw.s[10] != 'T'))
        cell_fault(c, SHEET_NOT_A_DATE);
}

static void cell_value(struct reader *r, struct sheet_cell *c, str raw)
{
    str t = r->cell_type;
    if (str_eq(t, S("s"))) {
        cell_shared(r, c, raw);
    } else if (str_eq(t, S("inlineStr")) || str_eq(t, S("str"))) {
        c->text = value_unescape(&r->row, raw);
        c->type = c->text.n ? CELL_TEXT : CELL_EMPTY;
    } else if (raw.n == 0) {
        if (c->formula)
            cell_fault(c, SHEET_UNCOMPUTED);
    } else if (str_eq(t, S("b"))) {
        c->text = str_trim(raw);
        c->type = CELL_BOOL;
        if (!str_eq(c->text, S("0")) && !str_eq(c->text, S("1")))
            cell_fault(c, SHEET_DAMAGED);
    } else if (str_eq(t, S("e"))) {
        c->text = raw;
        cell_fault(c, SHEET_FORMULA);
    } else if (str_eq(t, S("d"))) {
        cell_iso(c, raw);
    } else if (t.n == 0 || str_eq(t, S("n"))) {
        cell_number(r, c, raw);
    } else {
        cell_fault(c, SHEET_DAMAGED);
    }
}

/* ---- elements ---- */

static void row_start(struct reader *r, const char **attr)
{
    str number = part_attr(attr, S("r"));
    int64_t n = (int64_t)r->at_row + 1;
    if (r->in_row || (number.n && !str_to_i64(number, &n)) || n <= r->at_row || n > 1048576) {
        part_stop(r, part_damaged(r));
        return;
    }
    for (int i = 0; i < r->n_cell; i++)
        r->cell[i] = (struct sheet_cell){ 0 };
    arena_reset(&r->row, 0);
    r->at_row = (int)n;
    r->at_col = -1;
    r->n_cell = 0;
    r->in_row = true;
}

static void cell_start(struct reader *r, const char **attr)
{
    str name = part_attr(attr, S("r")), style = part_attr(attr, S("s"));
    int row = r->at_row, col = r->at_col + 1;
    bool named = name.n == 0 || value_reference(name, &row, &col);
    if (!named || !r->in_row || r->in_cells || row != r->at_row || col <= r->at_col) {
        part_stop(r, part_damaged(r));
        return;
    }
    r->at_col = col;
    r->in_cells = true;
    r->in_text = r->phonetic = false;
    r->cell_type = str_dup(&r->row, part_attr(attr, S("t")));
    r->cell_style = 0;
    if (style.n && !str_to_i64(style, &r->cell_style))
        r->cell_style = -1;
    r->text = buf_new(&r->row);
    if (col < r->lim.cols)
        r->cell[col] = (struct sheet_cell){ 0 };
}

static void cell_end(struct reader *r)
{
    r->in_cells = false;
    if (r->at_col >= r->lim.cols) {
        if (r->text.n)
            part_stop(r, fail(r->cx, .kind = ERR_INVALID, .code = S("sheet.columns"),
                              .field = sheet_cell_name(r->cx->mem, r->at_row, r->at_col),
                              .message = TRF(r->cx, "The table has more than {1} columns",
                                             str_from_i64(r->cx->mem, r->lim.cols))));
        return;
    }
    struct sheet_cell *c = &r->cell[r->at_col];
    cell_value(r, c, buf_str(&r->text));
    if (c->type != CELL_EMPTY)
        r->n_cell = r->at_col + 1;
}

static void row_end(struct reader *r)
{
    r->in_row = false;
    if (r->n_cell == 0)
        return;
    if (r->n_rows == r->lim.rows) {
        part_stop(r, fail(r->cx, .kind = ERR_INVALID, .code = S("sheet.rows"),
                          .message = TRF(r->cx, "The table has more than {1} rows",
                                         str_from_i64(r->cx->mem, r->lim.rows)),
                          .hint = tr(r->cx, "Split it into several files, or delete sheets that are not needed.")));
        return;
    }
    r->n_rows++;
    result done = r->fn(r->to, r->cx, &(struct sheet_row){ r->at_row, r->cell, r->n_cell });
    if (!done.ok)
        part_stop(r, done);
}

static void sheet_start(struct reader *r, str name, const char **attr)
{
    if (str_eq(name, S("row")))
        row_start(r, attr);
    else if (str_eq(name, S("c")))
        cell_start(r, attr);
    else if (!r->in_cells)
        return;
    else if (str_eq(name, S("v")))
        r->in_text = true;
    else if (str_eq(name, S("f")) && r->at_col < r->lim.cols)
        r->cell[r->at_col].formula = true;
    else
        text_start(r, name);
}

static void sheet_end_element(struct reader *r, str name)
{
    if (str_eq(name, S("row")))
        row_end(r);
    else if (!r->in_cells)
        return;
    else if (str_eq(name, S("c")))
        cell_end(r);
    else if (str_eq(name, S("v")))
        r->in_text = false;
    else
        text_end(r, name);
}

static void sheet_text(struct reader *r, str s)
{
    if (r->in_cells && r->in_text)
        text_more(r, s);
}

/* ---- the whole ---- */

static const struct sheet_ref *choose(struct reader *r, str name)
{
    for (int i = 0; i < r->n_sheet; i++)
        if (name.n ? str_eq(r->sheet[i].name, name) : !r->sheet[i].hidden && r->sheet[i].path.n)
            return &r->sheet[i];
    return NULL;
}

static void tell(struct reader *r, const struct sheet_ref *s, struct sheet_info *info)
{
    struct arena *mem = r->cx->mem;
    *info = (struct sheet_info){ .sheet = str_dup(mem, s->name), .names = new(mem, str, r->n_sheet),
                                 .n_names = r->n_sheet, .n_rows = r->n_rows };
    for (int i = 0; i < r->n_sheet; i++)
        info->names[i] = str_dup(mem, r->sheet[i].name);
}

static result read_all(struct reader *r, const struct sheet_input *in, struct sheet_info *info)
{
    static const struct part_handler h = { sheet_start, sheet_end_element, sheet_text };
    TRY(reader_open(r, in->bytes));
    TRY(book_read(r));
    const struct sheet_ref *s = choose(r, in->sheet);
    if (!s || !part_exists(r, s->path))
        return fail(r->cx, .kind = ERR_INVALID, .code = S("sheet.missing"),
                    .message = in->sheet.n ? TRF(r->cx, "The workbook has no sheet named {1}", in->sheet)
                                           : tr(r->cx, "The workbook has no sheet with a table"));
    r->cell = new(&r->keep, struct sheet_cell, r->lim.cols);
    TRY(part_parse(r, s->path, &h));
    if (info)
        tell(r, s, info);
    return OK;
}

static bool reader_begin(struct reader *r, struct cx *cx, const struct sheet_input *in)
{
    *r = (struct reader){ .cx = cx, .lim = in->limits ? *in->limits : sheet_limits_default };
    size_t keep = (size_t)r->lim.string_bytes + (size_t)r->lim.strings * 16 + ((size_t)4 << 20);
    size_t row = (size_t)r->lim.cols * SHEET_TEXT_BYTES * 2 + ((size_t)1 << 20);
    return arena_init(&r->keep, keep) && arena_init(&r->row, row) &&
           arena_init(&r->index, (size_t)r->lim.strings * sizeof(str) + 4096);
}

result sheet_read(struct cx *cx, struct sheet_input in, sheet_row_fn fn, void *to, struct sheet_info *info)
{
    struct reader r;
    jmp_buf *outer = cx->mem->oom, here;
    result volatile done = FAILED;
    bool volatile full = true;
    if (reader_begin(&r, cx, &in)) {
        r.fn = fn;
        r.to = to;
        r.outside = &here;
        if (setjmp(here) == 0) {
            reader_oom(&r, &here);
            done = read_all(&r, &in, info);
            full = r.full;
        }
    }
    cx->mem->oom = outer;
    reader_close(&r);
    return full ? part_too_large(cx) : (result){ done.ok }; /* what was held outside of arenas is free by now */
}

/* From a file to rows: headings, cells, how a row is kept until it is applied, and errors that name cells. Nothing here
   knows what a member or a balance is. Start with import_read. */
#include "features/trust/imports/imports_parts.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"

/* ---- reading ---- */

struct reading {
    const struct import_kind *kind;
    const struct import_reader *to;
    int n;
    bool has_head;
};

static bool is_heading(struct cx *cx, str text, const char *title)
{
    if (str_ends(text, S("*")))
        text = str_trim(str_sub(text, 0, text.n - 1));
    text = text_fold(cx->mem, text);
    for (int l = 0; l < LANG_COUNT; l++)
        if (str_eq(text, text_fold(cx->mem, tr_lang((enum lang)l, title))))
            return true;
    return false;
}

static result read_head(struct reading *r, struct cx *cx, const struct sheet_row *row)
{
    int before = cx->n_errors;
    r->has_head = true;
    for (int i = 0; i < r->kind->n; i++) {
        str text;
        TRY(sheet_get_text(cx, row, i, &text));
        if (!is_heading(cx, text, r->kind->column[i].title))
            (void)fail(cx, .kind = ERR_INVALID, .code = S("import.heading"),
                       .field = sheet_cell_name(cx->mem, row->number, i),
                       .message = TRF(cx, "The heading here must be “{1}”.", tr(cx, r->kind->column[i].title)),
                       .hint = tr(cx, "Download the template and copy your rows into it."));
    }
    return (result){ cx->n_errors == before };
}

static result take(void *to, struct cx *cx, const struct sheet_row *row)
{
    struct reading *r = to;
    int used = 0;
    struct sheet_row own = { row->number, row->cell, row->n < r->kind->n ? row->n : r->kind->n };
    if (!r->has_head)
        return read_head(r, cx, row);
    for (int i = 0; i < own.n; i++)
        used += !sheet_is_empty(row, i);
    if (used == 0)
        return OK;
    if (r->n++ == r->kind->rows_max)
        return fail(cx, .kind = ERR_INVALID, .code = S("import.rows"), .field = S("file"),
                    .message = TRF(cx, "At most {1} rows at a time.", str_from_i64(cx->mem, r->kind->rows_max)));
    size_t mark = arena_mark(cx->mem);
    TRY(r->to->row(cx, r->to->arg, &own));
    arena_reset(cx->mem, mark);
    r->to->stay(cx, r->to->arg);
    return OK;
}

/* Spreadsheets of older Windows write Vietnamese in its own code page. */
static result as_utf8(struct cx *cx, str bytes, str *text)
{
    *text = bytes;
    if (text_valid_utf8(bytes) || text_from_windows1258(cx->mem, bytes, text))
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("import.encoding"), .field = S("file"),
                .message = tr(cx, "The letters of this file are neither UTF-8 nor Windows Vietnamese."),
                .hint = tr(cx, "Save it as “CSV UTF-8”, or as an Excel file."));
}

static result read_csv(struct cx *cx, str bytes, struct reading *r)
{
    str text;
    TRY(as_utf8(cx, bytes, &text));
    struct csv_reader in = csv_reader_new(cx->mem, text, 0);
    struct csv_row row;
    while (csv_next(&in, &row)) {
        struct sheet_cell *c = new (cx->mem, struct sheet_cell, row.n);
        for (int i = 0; i < row.n; i++)
            c[i] = (struct sheet_cell){ .type = row.cell[i].n ? CELL_TEXT : CELL_EMPTY, .text = row.cell[i] };
        TRY(take(r, cx, &(struct sheet_row){ row.line, c, row.n }));
    }
    if (!in.err.message)
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("import.csv"),
                .field = sheet_cell_name(cx->mem, in.err.line, in.err.column > 0 ? in.err.column - 1 : 0),
                .message = tr(cx, in.err.message));
}

result import_read(struct cx *cx, const struct import_kind *k, const struct import_file *in,
                   const struct import_reader *to)
{
    struct reading r = { .kind = k, .to = to };
    str end = str_sub(in->name, in->name.n - 4, in->name.n);
    if (str_eq_nocase(end, S(".csv")) && !str_starts(in->bytes, S("PK")))
        TRY(read_csv(cx, in->bytes, &r));
    else
        TRY(sheet_read(cx, (struct sheet_input){ .bytes = in->bytes }, take, &r, NULL));
    if (r.n == 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("import.empty"), .field = S("file"),
                    .message = tr(cx, "There is nothing below the headings."));
    return OK;
}

/* ---- keeping ---- */

static bool is_number_column(const struct import_kind *k, int i)
{
    return str_eq(str_of(k->column[i].field), S("personal_number"));
}

/* A card's leading zeros are lost where a spreadsheet took it for a figure. */
static str whole_number(struct arena *mem, const struct sheet_cell *c)
{
    bool lost = c->type == CELL_NUMBER && c->whole && c->text.n >= 10 && c->text.n < 12;
    return lost ? str_fmt(mem, "%012lld", (long long)c->integer) : c->text;
}

str import_cells_write(struct cx *cx, const struct import_kind *k, const struct sheet_row *r,
                       const struct import_apply *at, const struct member_seal *seal)
{
    struct buf b = buf_new(cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < r->n; i++) {
        const struct sheet_cell *c = &r->cell[i];
        if (c->type == CELL_EMPTY)
            json_put_null(&o);
        else if (is_number_column(k, i))
            json_put_str(&o, party_number_wrap(cx, seal, at->org_id, at->batch_id, whole_number(cx->mem, c)));
        else if (c->type == CELL_NUMBER)
            json_put_raw(&o, c->text);
        else
            json_put_str(&o, c->type == CELL_DATE ? date_text(cx->mem, c->on) : c->text);
    }
    json_end_array(&o);
    return buf_str(&b);
}

static result damaged(struct cx *cx)
{
    return fail(cx, .kind = ERR_ENV, .code = S("import.kept"),
                .message = tr(cx, "What was kept of this file cannot be read: drop it and bring it in again."));
}

static struct sheet_cell cell_of(const struct json *v)
{
    struct sheet_cell c = { .type = v->kind == JSON_STRING   ? CELL_TEXT
                                    : v->kind == JSON_NUMBER ? CELL_NUMBER
                                                             : CELL_EMPTY,
                            .text = v->text };
    c.whole = c.type == CELL_NUMBER && json_as_i64(v, &c.integer);
    return c;
}

result import_cells_read(struct cx *cx, const struct import_kind *k, str json, const struct import_apply *at,
                         const struct member_seal *seal, struct sheet_row *out)
{
    struct json *v;
    if (!json_parse(cx->mem, json, &v, NULL) || v->kind != JSON_ARRAY || v->n > k->n)
        return damaged(cx);
    struct sheet_cell *c = new (cx->mem, struct sheet_cell, v->n);
    const struct json *x = v->child;
    for (int i = 0; i < v->n; i++, x = x->next) {
        c[i] = cell_of(x);
        if (!is_number_column(k, i) || c[i].type == CELL_EMPTY)
            continue;
        if (!seal)
            c[i].text = S(IMPORT_HIDDEN);
        else if (!party_number_unwrap(cx, seal, at->org_id, at->batch_id, c[i].text, &c[i].text))
            return damaged(cx);
    }
    out->cell = c;
    out->n = v->n;
    return OK;
}

/* ---- errors ---- */

struct import_mark import_mark(struct cx *cx)
{
    return (struct import_mark){ cx->tail ? cx->tail : &cx->errors, cx->n_errors };
}

void import_name_cells(struct cx *cx, struct import_mark m, const struct import_kind *k, int row_no)
{
    for (struct err *e = cx->n_errors > m.before ? *m.from : NULL; e; e = e->next) {
        int col = import_column_of(k, e->field);
        if (col >= 0)
            e->field = sheet_cell_name(cx->mem, row_no, col);
    }
}

result import_take_errors(struct cx *cx, struct import_mark m, str *text)
{
    struct buf b = buf_new(cx->mem);
    struct err *first = cx->n_errors > m.before ? *m.from : NULL;
    buf_put(&b, *text);
    for (struct err *e = first; e; e = e->next)
        if (e->kind == ERR_BUG || e->kind == ERR_ENV || e->kind == ERR_BUSY)
            return FAILED;
    for (struct err *e = first; e; e = e->next) {
        if (b.n)
            buf_byte(&b, '\n');
        if (e->field.n)
            buf_fmt(&b, STR_FMT ": ", STR_ARG(e->field));
        buf_put(&b, e->message);
    }
    *m.from = NULL;
    cx->tail = m.from;
    cx->n_errors = m.before;
    *text = buf_str(&b);
    return OK;
}

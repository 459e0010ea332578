/* One pass over the bytes, one row at a time. Nothing is guessed but the separator: a stray quotation mark is an error
   with its place, because a guess there would shift every later cell. */
#include "base/csv.h"

#include "base/arena.h"
#include "base/cx.h"
#include "base/text.h"

enum { CELL_MAX = 65536, CELLS_MAX = 1024 };

static bool is_break(char c) { return c == '\n' || c == '\r'; }

/* The candidate that occurs most often in the first row, outside quotation marks. */
static char guess_separator(str a)
{
    static const char candidate[] = { ',', ';', '\t' };
    int count[sizeof candidate] = { 0 };
    bool quoted = false;
    size_t best = 0;
    for (ptrdiff_t i = 0; i < a.n && (quoted || !is_break(a.s[i])); i++) {
        quoted ^= a.s[i] == '"';
        for (size_t k = 0; k < sizeof candidate; k++)
            count[k] += !quoted && a.s[i] == candidate[k];
    }
    for (size_t k = 1; k < sizeof candidate; k++)
        if (count[k] > count[best])
            best = k;
    return candidate[best];
}

/* "sep=;" alone on the first line, a habit of one spreadsheet program. */
static bool names_separator(str a)
{
    return str_eq_nocase(str_sub(a, 0, 4), S("sep=")) && a.n >= 5 && memchr(",;\t|", a.s[4], 4) &&
           (a.n == 5 || is_break(a.s[5]));
}

struct csv_reader csv_reader_new(struct arena *mem, str in, char separator)
{
    struct csv_reader r = { .mem = mem, .in = in, .separator = separator, .line = 1 };
    r.cell_max = CELL_MAX;
    r.cells_max = CELLS_MAX;
    if (str_starts(in, S("\xef\xbb\xbf")))
        r.at = 3;
    str rest = str_sub(in, r.at, in.n);
    if (!separator && names_separator(rest)) {
        r.separator = rest.s[4];
        r.at += 5;
    } else if (!separator) {
        r.separator = guess_separator(rest);
    }
    return r;
}

static bool refuse(struct csv_reader *r, int column, const char *message)
{
    r->err = (struct csv_error){ message, r->row, column, r->line };
    return false;
}

/* A cell in quotation marks; r->at stands behind the opening one. */
static bool quoted_cell(struct csv_reader *r, int column, str *out)
{
    struct buf b = { 0 };
    int opened = r->line;
    for (;;) {
        const char *q = memchr(r->in.s + r->at, '"', (size_t)(r->in.n - r->at));
        if (!q) {
            r->line = opened;
            return refuse(r, column, T("This cell has no closing quotation mark"));
        }
        str part = { r->in.s + r->at, q - (r->in.s + r->at) };
        for (ptrdiff_t i = 0; i < part.n; i++)
            r->line += part.s[i] == '\n' || (part.s[i] == '\r' && (i + 1 == part.n || part.s[i + 1] != '\n'));
        r->at += part.n + 1;
        bool doubled = r->at < r->in.n && r->in.s[r->at] == '"';
        if (!doubled && !b.mem) {
            *out = part;
            break;
        }
        if (!b.mem)
            b = buf_new(r->mem);
        buf_put(&b, part);
        if (!doubled) {
            *out = buf_str(&b);
            break;
        }
        buf_byte(&b, '"');
        r->at++;
    }
    if (r->at < r->in.n && r->in.s[r->at] != r->separator && !is_break(r->in.s[r->at]))
        return refuse(r, column, T("Something stands between the closing quotation mark and the end of the cell"));
    return true;
}

static bool plain_cell(struct csv_reader *r, int column, str *out)
{
    ptrdiff_t from = r->at;
    for (; r->at < r->in.n; r->at++) {
        char c = r->in.s[r->at];
        if (c == r->separator || is_break(c))
            break;
        if (c == '"')
            return refuse(r, column, T("A quotation mark stands inside a cell that is not in quotation marks"));
    }
    *out = str_sub(r->in, from, r->at);
    return true;
}

static bool read_cell(struct csv_reader *r, int column, str *out)
{
    bool quoted = r->at < r->in.n && r->in.s[r->at] == '"';
    r->at += quoted;
    if (!(quoted ? quoted_cell : plain_cell)(r, column, out))
        return false;
    if (out->n > r->cell_max)
        return refuse(r, column, T("This cell is too long"));
    if (out->n && memchr(out->s, 0, (size_t)out->n))
        return refuse(r, column, T("This file is not plain text"));
    if (!text_valid_utf8(*out))
        return refuse(r, column, T("This text is not valid UTF-8"));
    return true;
}

static void skip_break(struct csv_reader *r)
{
    bool cr = r->in.s[r->at] == '\r';
    r->at++;
    if (cr && r->at < r->in.n && r->in.s[r->at] == '\n')
        r->at++;
    r->line++;
}

static void append(struct csv_reader *r, struct csv_row *row, int *cap, str cell)
{
    if (row->n == *cap) {
        *cap = *cap ? *cap * 2 : 16;
        str *more = new(r->mem, str, *cap);
        if (row->n)
            memcpy(more, row->cell, (size_t)row->n * sizeof *more);
        row->cell = more;
    }
    row->cell[row->n++] = cell;
}

bool csv_next(struct csv_reader *r, struct csv_row *out)
{
    int cap = 0;
    if (r->err.message)
        return false;
    while (r->at < r->in.n && is_break(r->in.s[r->at]))
        skip_break(r);
    if (r->at >= r->in.n)
        return false;
    *out = (struct csv_row){ .row = ++r->row, .line = r->line };
    for (;;) {
        str cell;
        if (out->n == r->cells_max)
            return refuse(r, out->n + 1, T("This row has too many cells"));
        if (!read_cell(r, out->n + 1, &cell))
            return false;
        append(r, out, &cap, cell);
        if (r->at >= r->in.n)
            return true;
        if (r->in.s[r->at] != r->separator) {
            skip_break(r);
            return true;
        }
        r->at++;
    }
}

/* ---- writer ------------------------------------------------------------------------------------------------------ */

struct csv_out csv_out_new(struct buf *b, char separator, bool for_people)
{
    if (for_people)
        buf_put(b, S("\xef\xbb\xbf"));
    return (struct csv_out){ .b = b, .separator = separator, .for_people = for_people, .row_at = b->n };
}

/* A signed number is no formula: only digits and separators behind the sign. */
static bool is_signed_number(str a)
{
    if (a.n < 2 || (a.s[0] != '-' && a.s[0] != '+'))
        return false;
    for (ptrdiff_t i = 1; i < a.n; i++)
        if (!((a.s[i] >= '0' && a.s[i] <= '9') || a.s[i] == '.' || a.s[i] == ','))
            return false;
    return true;
}

static bool acts_as_formula(str a) { return a.n && memchr("=+-@\t\r", a.s[0], 6) && !is_signed_number(a); }

/* Any separator is quoted, not only ours, so that a reader that guesses guesses right. */
static bool needs_quotes(const struct csv_out *o, str a)
{
    bool first = o->b->n == o->row_at;
    if (first && (a.n == 0 || str_starts(a, S("\xef\xbb\xbf")) || str_eq_nocase(str_sub(a, 0, 4), S("sep="))))
        return true; /* else it would read as a blank line, a byte order mark or the name of a separator */
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (a.s[i] == o->separator || strchr(",;\t\"\r\n", a.s[i]))
            return true;
    return false;
}

static void begin_cell(struct csv_out *o)
{
    if (o->in_row)
        buf_byte(o->b, o->separator);
    o->in_row = true;
}

void csv_put(struct csv_out *o, str text)
{
    begin_cell(o);
    bool guard = o->for_people && acts_as_formula(text), quotes = needs_quotes(o, text);
    if (quotes)
        buf_byte(o->b, '"');
    if (guard)
        buf_byte(o->b, '\'');
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.s[i] == '"')
            buf_byte(o->b, '"');
        buf_byte(o->b, text.s[i]);
    }
    if (quotes)
        buf_byte(o->b, '"');
}

void csv_put_i64(struct csv_out *o, int64_t v)
{
    begin_cell(o);
    buf_i64(o->b, v);
}

void csv_end_row(struct csv_out *o)
{
    buf_put(o->b, S("\r\n"));
    o->in_row = false;
    o->row_at = o->b->n;
}

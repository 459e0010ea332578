/* Spreadsheets (XLSX, ECMA-376): writing lists and templates, reading what people filled in.

   Writing streams: rows go to temporary files, memory stays flat whatever their number. Reading works on the bytes in
   memory, streams through one sheet and calls back row by row; everything is capped, because a 100 KB file can unfold
   to gigabytes. A number in a cell is a double: whole numbers beyond 2^53 are written as text and refused when read.
   */
#ifndef WEB_SHEET_SHEET_H
#define WEB_SHEET_SHEET_H

#include "base/cx.h"
#include "base/date.h"
#include "base/money.h"

#define SHEET_MIME "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* ---- writing ---- */

enum sheet_type { SHEET_TEXT, SHEET_MONEY, SHEET_QTY, SHEET_DATE, SHEET_INT };

struct sheet_col {
    str title;
    enum sheet_type type;
    int64_t per;       /* SHEET_QTY: base units per shown unit (a power of ten) */
    int width;         /* in characters; 0 = by type */
    bool required;     /* marked in the heading of a template */
    str help;          /* templates: shown beside the cell being filled in */
    const str *choice; /* templates: drop-down list; nothing else is accepted */
    int n_choice;
};

struct sheet_out;

struct sheet_meta {
    str title, author;
    bool demo;          /* DEMO in every sheet's name and printed head */
    int64_t created_at; /* microseconds UTC; the same input gives the same bytes */
};
result sheet_begin(struct cx *cx, struct sheet_meta meta, struct sheet_out **out);
/* Starts a sheet: heading row (styled, frozen, with filter), column widths. template_rows > 0 prepares that many
   empty rows with drop-downs and help. The columns must live until sheet_end. */
result sheet_page(struct sheet_out *o, str name, const struct sheet_col *col, int n_col, int template_rows);
/* A sheet of explanations, a line each; a line that begins with "# " is a heading. */
result sheet_notes(struct sheet_out *o, str name, const str *line, int n);

/* The next cell of the row under way. A value that does not fit its column's type is shown as what it is. */
void sheet_put_str(struct sheet_out *o, str s);
void sheet_put_money(struct sheet_out *o, money m);
void sheet_put_qty(struct sheet_out *o, qty q);
void sheet_put_qty_per(struct sheet_out *o, qty q, int64_t per); /* in a column whose rows have different units */
void sheet_put_date(struct sheet_out *o, date d); /* none: an empty cell */
void sheet_put_i64(struct sheet_out *o, int64_t v);
void sheet_skip(struct sheet_out *o);
#define sheet_put(o, x)          \
    _Generic((x),                \
        str: sheet_put_str,      \
        money: sheet_put_money,  \
        qty: sheet_put_qty,      \
        date: sheet_put_date,    \
        int: sheet_put_i64,      \
        int64_t: sheet_put_i64)((o), (x))
/* Ends the row. Fails once anything of it could not be written: ERR_INVALID "sheet.rows" beyond Excel's 1,048,576. */
result sheet_row_end(struct sheet_out *o);

/* Finishes the file, reads it into cx->mem (ERR_INVALID beyond max_bytes) and removes the temporary
   files. o is gone after it, also when it fails. */
result sheet_end(struct sheet_out *o, size_t max_bytes, str *bytes);
/* The same as an open file that has no name any more; the caller closes it or hands it on. */
result sheet_end_fd(struct sheet_out *o, int *fd);
/* Gives up: removes everything. For error paths; o may be NULL. */
void sheet_drop(struct sheet_out *o);

/* ---- reading ---- */

enum sheet_cell_type { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };
enum sheet_fault {
    SHEET_FINE,
    SHEET_FORMULA,   /* the cell shows an error such as #N/A; text is it */
    SHEET_TOO_LARGE, /* a whole number beyond 2^53: its last digits are lost already */
    SHEET_NOT_A_DATE, /* formatted as a date, but no day of the calendar */
    SHEET_UNCOMPUTED, /* a formula that no spreadsheet program has computed yet */
    SHEET_DAMAGED,   /* not what the file format allows */
};
struct sheet_cell {
    enum sheet_cell_type type;
    enum sheet_fault fault; /* of CELL_ERROR */
    str text;       /* as it stands; a number as an exact decimal ("412.5"); bool "1"/"0"; for the callback only */
    bool whole;     /* CELL_NUMBER without fraction: integer is it */
    int64_t integer;
    date on;        /* CELL_DATE; a time of day is dropped */
    bool formula;   /* the value that the spreadsheet program had computed */
};
struct sheet_row {
    int number; /* 1 = first, as people see it */
    const struct sheet_cell *cell; /* dense from column A */
    int n;
};

struct sheet_limits {
    int64_t entry_bytes, total_bytes; /* unpacked, of one part and of all parts read */
    int ratio;                        /* unpacked : packed, for parts above 1 MiB */
    int rows, cols;                   /* rows with content; columns by position */
    int strings;                      /* shared strings */
    int64_t string_bytes;
    int depth;                        /* of XML elements */
};
extern const struct sheet_limits sheet_limits_default;

struct sheet_input {
    str bytes;
    str sheet;                         /* by name; empty = the first visible one */
    const struct sheet_limits *limits; /* NULL = default */
};
struct sheet_info {
    str sheet;  /* the one read */
    str *names; /* all sheets, in order */
    int n_names;
    int n_rows; /* rows with content */
};
/* Called for each row that has content, in order; may allocate from cx->mem. !ok ends the reading, which then fails.
   */
typedef result (*sheet_row_fn)(void *to, struct cx *cx, const struct sheet_row *row);

/* ERR_INVALID: "sheet.format" (no workbook; old .xls or encrypted is said), "sheet.damaged", "sheet.unsafe" (a
   document type, an archive that unfolds too far), "sheet.size", "sheet.rows", "sheet.columns", "sheet.missing" (no
   such sheet). */
result sheet_read(struct cx *cx, struct sheet_input in, sheet_row_fn fn, void *to, struct sheet_info *info);

/* What a cell of the row says, in the type wanted; an empty or absent cell gives nothing (empty text, zero, no date)
   and OK. Otherwise errors carry the cell's name ("B7") as field. Numbers typed as text are read as people write
   them. */
result sheet_get_text(struct cx *cx, const struct sheet_row *r, int col, str *out); /* NFC, trimmed, in cx->mem */
result sheet_get_money(struct cx *cx, const struct sheet_row *r, int col, money *out);
result sheet_get_qty(struct cx *cx, const struct sheet_row *r, int col, int64_t per, qty *out);
result sheet_get_date(struct cx *cx, const struct sheet_row *r, int col, date *out);
result sheet_get_int(struct cx *cx, const struct sheet_row *r, int col, int64_t *out);
bool sheet_is_empty(const struct sheet_row *r, int col);
/* "B7" of row 7, column 1. */
str sheet_cell_name(struct arena *mem, int row, int col);

#endif

/* Inside of the XLSX reader. Private to web/sheet. */
#ifndef WEB_SHEET_PART_H
#define WEB_SHEET_PART_H

#include "web/sheet/sheet.h"

#include <expat.h>
#include <setjmp.h>
#include <zip.h>

struct sheet_ref {
    str name, relation, path;
    bool hidden;
};

struct reader {
    struct cx *cx;
    struct sheet_limits lim;
    /* owned outside of arenas; reader_close frees them */
    zip_t *zip;
    zip_file_t *file;
    XML_Parser xml;
    struct arena keep;  /* names, styles, texts of shared strings */
    struct arena index; /* str[]: shared strings */
    struct arena row;   /* of the row or string under way */
    int64_t total;      /* bytes unpacked so far */
    /* of the part under way */
    const struct part_handler *handler;
    int depth;
    bool stopped; /* a handler has failed and said why */
    bool full;    /* memory ran out in a handler */
    jmp_buf *outside; /* where full memory jumps to between handlers */
    bool in_cells, in_text, phonetic;
    struct buf text; /* of the string or cell under way, in row */
    /* the workbook */
    str book, strings, styles;
    struct sheet_ref *sheet;
    int n_sheet;
    bool from_1904;
    uint8_t *format;  /* by number format id */
    uint8_t *is_date; /* by cell style */
    int n_style;
    str *string;
    int n_string;
    int64_t string_bytes;
    /* the rows */
    sheet_row_fn fn;
    void *to;
    struct sheet_cell *cell; /* lim.cols of them */
    int n_cell, at_row, at_col, n_rows;
    str cell_type;
    int64_t cell_style;
    bool in_row;
};

enum {
    SHEET_TEXT_BYTES = 32767 * 4, /* of one cell */
    SHEET_DAY_0 = 25569,          /* days from 30/12/1899, on which serial numbers count from 0, to 01/01/1970 */
};

/* Element names come without their prefix. text gets the character data of the innermost element. */
struct part_handler {
    void (*start)(struct reader *r, str name, const char **attr);
    void (*end)(struct reader *r, str name);
    void (*text)(struct reader *r, str s);
};

/* Opens the archive. */
result reader_open(struct reader *r, str bytes);
void reader_close(struct reader *r);
/* Where the request's memory and the reader's jump to when full. */
void reader_oom(struct reader *r, jmp_buf *to);
bool part_exists(struct reader *r, str path);
/* Streams the part through its handler. */
result part_parse(struct reader *r, str path, const struct part_handler *h);
/* Value of the attribute whose name without prefix is this. */
str part_attr(const char **attr, str name);
/* From a handler: ends the parsing. The code "sheet.damaged" says where. */
void part_stop(struct reader *r, result failed);
result part_damaged(struct reader *r);
result part_too_large(struct cx *cx);

/* Text of <t> is gathered in r->text, without readings (<rPh>). */
void text_start(struct reader *r, str name);
void text_end(struct reader *r, str name);
void text_more(struct reader *r, str s);

/* Reads relations, workbook, styles, shared strings. */
result book_read(struct reader *r);

/* ---- values, pure ---- */

/* Turns the text of <v> into a whole number, an exact decimal or a fault. Fractions beyond 15 significant digits are
   rounded to them, as every spreadsheet program shows them. */
void value_number(struct arena *mem, str raw, struct sheet_cell *out);
/* The day of a serial number; false when there is none. */
[[nodiscard]] bool value_day(int64_t serial, bool from_1904, date *out);
bool value_format_is_date(str code);
bool value_builtin_is_date(int64_t id);
/* "B7" → row 7, column 1. False when it is none or outside of Excel's grid. */
[[nodiscard]] bool value_reference(str s, int *row, int *col);
/* _x000D_ and the like → the characters meant, as Excel writes them. */
str value_unescape(struct arena *mem, str s);
bool value_is_escape(str s); /* s begins with one */

#endif

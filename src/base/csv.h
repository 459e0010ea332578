/* Comma-separated values after RFC 4180, as spreadsheets write them: separator , ; or tab, UTF-8 with or without byte
   order mark, any line end, blank lines skipped. Refuses NUL, broken UTF-8 and misplaced quotation marks, with row and
   column. Memory: cells are views into the input, or in the arena when they held doubled quotation marks. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/str.h"

struct csv_error {
    const char *message; /* English sentence for tr(); NULL = no error */
    int row, column;     /* from 1: rows as csv_row counts them, cells in it */
    int line;            /* of the text, from 1 */
};

struct csv_row {
    str *cell;
    int n;
    int row;  /* from 1, blank lines not counted */
    int line; /* of the text where it starts */
};

struct csv_reader {
    struct arena *mem;
    str in;
    ptrdiff_t at;
    char separator;
    int row, line;
    ptrdiff_t cell_max; /* bytes; default 65536 */
    int cells_max;      /* a row; default 1024 */
    struct csv_error err;
};

/* separator 0: found in the first row (or named there: "sep=;"), a comma when it has none. */
struct csv_reader csv_reader_new(struct arena *mem, str in, char separator);
/* The next row; false at the end or after an error (err.message). The caller may reset its arena between rows. */
bool csv_next(struct csv_reader *r, struct csv_row *out);

struct csv_out {
    struct buf *b;
    char separator;
    bool for_people; /* a spreadsheet will open it: begins with a byte order mark, and text is kept from acting as a
                        formula */
    bool in_row;
    ptrdiff_t row_at;
};

struct csv_out csv_out_new(struct buf *b, char separator, bool for_people);
/* For people, text that a spreadsheet would take for a formula (= + - @ tab at the start) gets a leading apostrophe;
   otherwise what is written is read back unchanged. */
void csv_put(struct csv_out *o, str text);
void csv_put_i64(struct csv_out *o, int64_t v);
void csv_end_row(struct csv_out *o); /* CR LF */

#endif

/* Members, partners, items and opening balances from a spreadsheet: previewed, applied, undone as a whole: README.md.
   Memory: results live in cx->mem. Functions that take a store open their own transactions.
   needs: accounting, lots, members, organisations */
#ifndef FEATURES_IMPORTS_H
#define FEATURES_IMPORTS_H

#include "web/feature.h"

extern const struct feature imports_feature;

struct import_file {
    int64_t org_id;
    str kind; /* "members" "partners" "items" "balances" */
    str name; /* as it was called; ".csv" is read as text, all else as XLSX */
    str bytes;
    date on; /* of the opening balances; none for lists */
};
/* Reads and tries every row, keeps the batch with what was found. Fails only when the file cannot be read at all:
   "sheet.*", "import.heading" (the cell as field), "import.empty", "import.rows", "import.kind", "import.on". */
result import_preview(struct cx *cx, struct store *s, const struct import_file *in, int64_t *batch_id);
/* Puts other texts into cells of a file that waits and tries all its rows again; a row that is left without any goes.
   ERR_NOT_FOUND "import.cell" for a cell that no row has. */
struct import_mend_cell {
    str cell, value; /* "B7" */
};
struct import_mend {
    int64_t org_id, batch_id;
    const struct import_mend_cell *cell;
    int n;
    int64_t n_bad; /* rows that still have mistakes */
};
result import_mend(struct cx *cx, struct store *s, struct import_mend *io);
/* ERR_CONFLICT "import.state" when it is not waiting; "import.has_errors" with mistakes unless good_rows, which only
   lists allow. */
struct import_apply {
    int64_t org_id, batch_id;
    bool good_rows;
};
result import_apply(struct cx *cx, struct store *s, const struct import_apply *in);
/* Drops a preview or takes back what was applied: ERR_CONFLICT "import.in_use" for each thing that depends on it. */
struct import_undo {
    int64_t org_id, batch_id;
    date on;    /* of the cancellation; none = the day of the balances */
    str reason; /* needed when balances were applied */
};
result import_undo(struct cx *cx, struct store *s, const struct import_undo *in);

struct import_batch {
    int64_t id, n_row, n_bad, n_applied, made_at;
    str kind, file_name, state; /* "previewed" "applied" "undone" */
    str error;                  /* of the whole: "it does not balance" */
    date on;
};
struct import_record {
    int64_t row_no, made_id;
    str made_table;  /* "party" "item" "voucher" "" */
    const str *cell; /* as written, personal numbers hidden; none after the end */
    int n;
    str error; /* a mistake a line: "B7: …" */
};
result import_get(struct cx *cx, struct db *db, int64_t org_id, int64_t batch_id, struct import_batch *out);
result import_list(struct cx *cx, struct db *db, int64_t org_id, struct import_batch **out, int *n);
/* The first rows with mistakes, or the first without. */
struct import_view {
    int64_t org_id, batch_id;
    bool bad;
    int limit;
};
result import_records(struct cx *cx, struct db *db, const struct import_view *v, struct import_record **out, int *n);

/* An empty workbook to fill in. */
struct import_template {
    int64_t org_id;
    str kind;
};
result import_template(struct cx *cx, struct store *s, const struct import_template *in, str *bytes);
/* The headings of a kind in the reader's language. */
const str *import_titles(struct cx *cx, str kind, int *n);

#endif

/* Mending cells of a file that waits: what was typed goes into the kept rows, then all of them are tried again, lists
   page by page, balances as one voucher. Nothing here decides whether a row is right. Start with import_mend. */
#include "features/trust/imports/imports_parts.h"
#include "imports.sql.h"

#include "vouchers/audit.h"

struct mending {
    struct import_mend *io;
    struct import_apply at;
    struct import_batch_get batch;
    struct member_seal seal;
    struct import_making m;
    struct import_row row; /* under way */
    bool changed;
    int64_t n; /* rows that stay */
};

bool import_cell_parse(str name, int *col, int64_t *row_no)
{
    ptrdiff_t n = 0;
    *col = 0;
    while (n < name.n && n < 3 && name.s[n] >= 'A' && name.s[n] <= 'Z')
        *col = *col * 26 + (name.s[n++] - 'A' + 1);
    --*col;
    return n > 0 && str_to_i64(str_sub(name, n, name.n), row_no) && *row_no > 0;
}

/* ---- one row ---- */

static result put_row(struct cx *cx, struct db *db, const struct mending *k, const struct import_row *r)
{
    return import_row_put(
        db, (struct import_row_put_args){ .cells_json = import_cells_write(cx, k->m.kind, &r->cells, &k->at, &k->seal),
                                          .error_text = r->error,
                                          .org_id = k->at.org_id,
                                          .batch_id = k->at.batch_id,
                                          .row_no = r->cells.number });
}

static bool is_empty(const struct sheet_row *r)
{
    for (int i = 0; i < r->n; i++)
        if (!sheet_is_empty(r, i))
            return false;
    return true;
}

/* Writes the row under way when something in it was changed; an emptied one goes. */
static result end_row(struct cx *cx, struct db *db, struct mending *k)
{
    bool changed = k->changed;
    k->changed = false;
    if (!changed)
        return OK;
    if (!is_empty(&k->row.cells))
        return put_row(cx, db, k, &k->row);
    return import_row_drop(db, (struct import_row_drop_args){
                                   .org_id = k->at.org_id, .batch_id = k->at.batch_id, .row_no = k->row.cells.number });
}

static result no_cell(struct cx *cx, str cell)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("import.cell"), .field = cell,
                .message = TRF(cx, "This file has no cell {1}.", cell));
}

static result begin_row(struct cx *cx, struct db *db, struct mending *k, int64_t row_no, str cell)
{
    struct import_row_page *row;
    int n;
    if (k->row.cells.number == row_no)
        return OK;
    TRY(end_row(cx, db, k));
    TRY(import_row_page(db,
                        (struct import_row_page_args){
                            .org_id = k->at.org_id, .batch_id = k->at.batch_id, .behind_no = row_no - 1, .n_limit = 1 },
                        &row, &n));
    if (!n || row[0].row_no != row_no)
        return no_cell(cx, cell);
    k->row = (struct import_row){ .cells = { .number = (int)row_no } };
    return import_cells_read(cx, k->m.kind, row[0].cells_json, &k->at, &k->seal, &k->row.cells);
}

/* What was not touched keeps its type: a figure stays a figure, a hidden number stays itself. */
static bool is_touched(const struct mending *k, const struct sheet_row *r, int col, str value)
{
    bool hidden = str_eq(str_of(k->m.kind->column[col].field), S("personal_number"));
    if (hidden && str_eq(value, S(IMPORT_HIDDEN)))
        return false;
    return col >= r->n || !str_eq(r->cell[col].text, value) || hidden;
}

static result put_cell(struct cx *cx, struct db *db, struct mending *k, const struct import_mend_cell *c)
{
    struct sheet_row *r = &k->row.cells;
    int64_t row_no;
    int col;
    if (!import_cell_parse(c->cell, &col, &row_no) || col >= k->m.kind->n)
        return no_cell(cx, c->cell);
    TRY(begin_row(cx, db, k, row_no, c->cell));
    if (!is_touched(k, r, col, c->value))
        return OK;
    struct sheet_cell *cell = new (cx->mem, struct sheet_cell, k->m.kind->n);
    if (r->n)
        memcpy(cell, r->cell, sizeof *cell * (size_t)r->n);
    cell[col] = (struct sheet_cell){ .type = c->value.n ? CELL_TEXT : CELL_EMPTY, .text = c->value };
    r->cell = cell;
    r->n = k->m.kind->n;
    k->changed = true;
    return OK;
}

static result put_cells(struct cx *cx, struct db *db, struct mending *k)
{
    int before = cx->n_errors;
    for (int i = 0; i < k->io->n; i++)
        (void)put_cell(cx, db, k, &k->io->cell[i]);
    TRY(end_row(cx, db, k));
    return (result){ cx->n_errors == before };
}

/* ---- all rows ---- */

static result page_of(struct db *db, const struct mending *k, int64_t behind, struct import_row_page **row, int *n)
{
    return import_row_page(
        db,
        (struct import_row_page_args){
            .org_id = k->at.org_id, .batch_id = k->at.batch_id, .behind_no = behind, .n_limit = IMPORT_PAGE },
        row, n);
}

static result try_row(struct cx *cx, struct db *db, struct mending *k, struct import_seen *seen,
                      const struct import_row_page *kept)
{
    struct import_row r = { .cells = { .number = (int)kept->row_no } };
    TRY(import_cells_read(cx, k->m.kind, kept->cells_json, &k->at, &k->seal, &r.cells));
    TRY(import_try_row(cx, db, &k->m, &r, seen));
    k->n++;
    k->io->n_bad += r.error.n > 0;
    return str_eq(r.error, kept->error_text) ? OK : put_row(cx, db, k, &r);
}

static result try_rows(struct cx *cx, struct db *db, struct mending *k)
{
    struct import_seen seen = import_seen_new(cx->mem, k->batch.n_row);
    struct import_row_page *row;
    int64_t behind = 0;
    int n;
    k->n = k->io->n_bad = 0;
    do {
        import_seen_more(&seen, cx->mem, IMPORT_PAGE);
        size_t mark = arena_mark(cx->mem);
        TRY(page_of(db, k, behind, &row, &n));
        for (int i = 0; i < n; i++)
            TRY(try_row(cx, db, k, &seen, &row[i]));
        behind = n ? row[n - 1].row_no : behind;
        arena_reset(cx->mem, mark);
    } while (n);
    return OK;
}

/* Balances are tried as one, outside of this transaction: the rows are taken along. */
static result read_balances(struct cx *cx, struct db *db, struct mending *k)
{
    struct import_row_page *row;
    int64_t behind = 0;
    int n;
    k->m.rows = (struct import_rows){ new (cx->mem, struct import_row, k->m.kind->rows_max), 0 };
    do {
        TRY(page_of(db, k, behind, &row, &n));
        for (int i = 0; i < n; i++) {
            struct import_row *r = &k->m.rows.row[k->m.rows.n++];
            *r = (struct import_row){ .cells = { .number = (int)row[i].row_no } };
            TRY(import_cells_read(cx, k->m.kind, row[i].cells_json, &k->at, &k->seal, &r->cells));
            behind = row[i].row_no;
        }
    } while (n);
    k->n = k->m.rows.n;
    return OK;
}

static result begin(struct cx *cx, struct db *db, struct mending *k)
{
    TRY(import_batch_one(cx, db, k->at.org_id, k->at.batch_id, &k->batch));
    if (!str_eq(k->batch.state, S("previewed")))
        return import_wrong_state(cx);
    k->row = (struct import_row){ 0 };
    k->changed = false;
    k->m = (struct import_making){ .org_id = k->at.org_id,
                                   .kind = import_kind_find(k->batch.kind),
                                   .seal = &k->seal,
                                   .on = k->batch.as_of_on,
                                   .request_id = k->batch.request_id };
    return OK;
}

static result note(struct cx *cx, struct db *db, const struct mending *k)
{
    TRY(import_batch_mended(
        db, (struct import_batch_mended_args){
                .error_text = k->m.error, .n_row = k->n, .org_id = k->at.org_id, .id = k->at.batch_id }));
    return audit_write(
        cx, db,
        (struct audit){ k->at.org_id, S("import.mend"), S("import_batch"), k->at.batch_id, 0, k->m.kind->name });
}

static result mend_work(struct cx *cx, struct db *db, void *arg)
{
    struct mending *k = arg;
    TRY(begin(cx, db, k));
    TRY(put_cells(cx, db, k));
    TRY(k->m.kind->list ? try_rows(cx, db, k) : read_balances(cx, db, k));
    if (k->n == 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("import.empty"), .field = S("file"),
                    .message = tr(cx, "Nothing would be left of the file."), .hint = tr(cx, "Drop the file instead."));
    return note(cx, db, k);
}

static result keep_errors(struct cx *cx, struct db *db, void *arg)
{
    struct mending *k = arg;
    struct import_batch_get now;
    TRY(import_batch_one(cx, db, k->at.org_id, k->at.batch_id, &now));
    if (!str_eq(now.state, S("previewed")))
        return import_wrong_state(cx);
    k->io->n_bad = 0;
    for (int i = 0; i < k->m.rows.n; i++) {
        k->io->n_bad += k->m.rows.row[i].error.n > 0;
        TRY(put_row(cx, db, k, &k->m.rows.row[i]));
    }
    return import_batch_mended(
        db, (struct import_batch_mended_args){
                .error_text = k->m.error, .n_row = k->n, .org_id = k->at.org_id, .id = k->at.batch_id });
}

result import_mend(struct cx *cx, struct store *s, struct import_mend *io)
{
    struct mending k = { .io = io, .at = { .org_id = io->org_id, .batch_id = io->batch_id } };
    TRY(member_seal_get(cx, s, &k.seal));
    TRY(store_write(s, cx, &io->org_id, 1, mend_work, &k));
    if (k.m.kind->list)
        return OK;
    TRY(import_try_balances(cx, s, &k.m));
    return store_write(s, cx, &io->org_id, 1, keep_errors, &k);
}

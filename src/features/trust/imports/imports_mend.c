/* Mending cells of a file that waits: what was typed goes into the kept rows, then all of them are tried again. Nothing
   here decides whether a row is right. Start with import_mend. */
#include "features/trust/imports/imports_parts.h"
#include "imports.sql.h"

#include "vouchers/audit.h"

struct mending {
    struct import_mend *io;
    struct import_batch_get batch;
    struct member_seal seal;
    struct import_making m;
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

/* ---- reading ---- */

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct mending *k = arg;
    struct import_apply at = { .org_id = k->io->org_id, .batch_id = k->io->batch_id };
    struct import_row_all *row;
    TRY(import_batch_one(cx, db, at.org_id, at.batch_id, &k->batch));
    if (!str_eq(k->batch.state, S("previewed")))
        return import_wrong_state(cx);
    k->m = (struct import_making){ .org_id = at.org_id,
                                   .kind = import_kind_find(k->batch.kind),
                                   .seal = &k->seal,
                                   .on = k->batch.as_of_on,
                                   .request_id = k->batch.request_id };
    TRY(import_row_all(db, (struct import_row_all_args){ .org_id = at.org_id, .batch_id = at.batch_id }, &row,
                       &k->m.rows.n));
    k->m.rows.row = new (cx->mem, struct import_row, k->m.rows.n + 1);
    for (int i = 0; i < k->m.rows.n; i++) {
        k->m.rows.row[i].cells.number = (int)row[i].row_no;
        TRY(import_cells_read(cx, k->m.kind, row[i].cells_json, &at, &k->seal, &k->m.rows.row[i].cells));
    }
    return OK;
}

/* ---- changing ---- */

static struct import_row *row_of(struct mending *k, int64_t row_no)
{
    for (int i = 0; i < k->m.rows.n; i++)
        if (k->m.rows.row[i].cells.number == row_no)
            return &k->m.rows.row[i];
    return NULL;
}

/* What was not touched keeps its type: a figure stays a figure, a hidden number stays itself. */
static bool is_touched(const struct mending *k, const struct sheet_row *r, int col, str value)
{
    bool hidden = str_eq(str_of(k->m.kind->column[col].field), S("personal_number"));
    if (hidden && str_eq(value, S(IMPORT_HIDDEN)))
        return false;
    return col >= r->n || !str_eq(r->cell[col].text, value) || hidden;
}

static result put_cell(struct cx *cx, struct mending *k, const struct import_mend_cell *c)
{
    int64_t row_no;
    int col;
    bool named = import_cell_parse(c->cell, &col, &row_no) && col < k->m.kind->n;
    struct import_row *row = named ? row_of(k, row_no) : NULL;
    if (!row)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("import.cell"), .field = c->cell,
                    .message = TRF(cx, "This file has no cell {1}.", c->cell));
    struct sheet_row *r = &row->cells;
    if (!is_touched(k, r, col, c->value))
        return OK;
    struct sheet_cell *cell = new (cx->mem, struct sheet_cell, k->m.kind->n);
    if (r->n)
        memcpy(cell, r->cell, sizeof *cell * (size_t)r->n);
    cell[col] = (struct sheet_cell){ .type = c->value.n ? CELL_TEXT : CELL_EMPTY, .text = c->value };
    r->cell = cell;
    r->n = k->m.kind->n;
    return OK;
}

static bool is_empty(const struct sheet_row *r)
{
    for (int i = 0; i < r->n; i++)
        if (!sheet_is_empty(r, i))
            return false;
    return true;
}

/* Emptied rows stand behind the others from now on; m.rows.n counts those that stay. */
static int set_apart(struct mending *k)
{
    int all = k->m.rows.n, n = 0;
    struct import_row *r = k->m.rows.row;
    for (int i = 0; i < all; i++) {
        struct import_row x = r[i];
        if (is_empty(&x.cells))
            continue;
        r[i] = r[n];
        r[n++] = x;
    }
    k->m.rows.n = n;
    return all;
}

/* ---- keeping ---- */

static result keep_row(struct cx *cx, struct db *db, const struct mending *k, const struct import_row *r)
{
    struct import_apply at = { .org_id = k->io->org_id, .batch_id = k->io->batch_id };
    return import_row_put(
        db, (struct import_row_put_args){ .cells_json = import_cells_write(cx, k->m.kind, &r->cells, &at, &k->seal),
                                          .error_text = r->error,
                                          .org_id = at.org_id,
                                          .batch_id = at.batch_id,
                                          .row_no = r->cells.number });
}

struct keeping {
    struct mending *k;
    int all;
};

static result keep_work(struct cx *cx, struct db *db, void *arg)
{
    const struct keeping *a = arg;
    struct mending *k = a->k;
    struct import_batch_get now;
    TRY(import_batch_one(cx, db, k->io->org_id, k->io->batch_id, &now));
    if (!str_eq(now.state, S("previewed")))
        return import_wrong_state(cx);
    k->io->n_bad = 0;
    for (int i = 0; i < k->m.rows.n; i++) {
        k->io->n_bad += k->m.rows.row[i].error.n > 0;
        TRY(keep_row(cx, db, k, &k->m.rows.row[i]));
    }
    for (int i = k->m.rows.n; i < a->all; i++)
        TRY(import_row_drop(db, (struct import_row_drop_args){ .org_id = k->io->org_id,
                                                               .batch_id = k->io->batch_id,
                                                               .row_no = k->m.rows.row[i].cells.number }));
    TRY(import_batch_mended(
        db, (struct import_batch_mended_args){
                .error_text = k->m.error, .n_row = k->m.rows.n, .org_id = k->io->org_id, .id = k->io->batch_id }));
    return audit_write(
        cx, db,
        (struct audit){ k->io->org_id, S("import.mend"), S("import_batch"), k->io->batch_id, 0, k->m.kind->name });
}

result import_mend(struct cx *cx, struct store *s, struct import_mend *io)
{
    struct mending k = { .io = io };
    struct keeping a = { .k = &k };
    int before = cx->n_errors;
    TRY(member_seal_get(cx, s, &k.seal));
    TRY(store_read(s, cx, DB_SCOPE_ALL, read_work, &k));
    for (int i = 0; i < io->n; i++)
        (void)put_cell(cx, &k, &io->cell[i]);
    if (cx->n_errors > before)
        return FAILED;
    a.all = set_apart(&k);
    if (!k.m.rows.n)
        return fail(cx, .kind = ERR_INVALID, .code = S("import.empty"), .field = S("file"),
                    .message = tr(cx, "Nothing would be left of the file."), .hint = tr(cx, "Drop the file instead."));
    TRY(import_try(cx, s, &k.m));
    return store_write(s, cx, &io->org_id, 1, keep_work, &a);
}

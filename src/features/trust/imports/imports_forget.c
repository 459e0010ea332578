/* Files that nobody applied, and people who want to be forgotten. Nothing here may touch what a batch has made: that is
   the business of the rooms whose records they are. */
#include "features/trust/imports/imports_parts.h"
#include "imports.sql.h"

#define DAY ((int64_t)24 * 3600 * 1000000)
enum { WAITING_DAYS = 30 }; /* as the table of personal fields in imports.c says */

/* ---- a person ---- */

/* The cells hold personal numbers sealed, so a row is found by name or phone. It keeps its place and says why it cannot
   be made. */
static result erase_row(struct cx *cx, struct db *db, const struct person *who, const struct import_row_put_args *row,
                        int *n)
{
    struct import_row_put_args put = *row;
    bool cells = person_named_in(cx->mem, who, row->cells_json);
    if (!cells && !person_named_in(cx->mem, who, row->error_text))
        return OK;
    put.cells_json = cells ? S("") : row->cells_json;
    put.error_text = tr(cx, "Erased on request.");
    ++*n;
    return import_row_put(db, put);
}

static result erase_rows(struct cx *cx, struct db *db, const struct person *who, int64_t batch_id, int *n)
{
    struct import_row_page_args q = { .org_id = who->org_id, .batch_id = batch_id, .n_limit = IMPORT_PAGE };
    struct import_row_page *row;
    int n_row;
    do {
        size_t mark = arena_mark(cx->mem);
        TRY(import_row_page(db, q, &row, &n_row));
        for (int i = 0; i < n_row; i++) {
            struct import_row_put_args one = { .org_id = who->org_id,
                                               .batch_id = batch_id,
                                               .row_no = row[i].row_no,
                                               .cells_json = row[i].cells_json,
                                               .error_text = row[i].error_text };
            TRY(erase_row(cx, db, who, &one, n));
            q.behind_no = row[i].row_no;
        }
        arena_reset(cx->mem, mark);
    } while (n_row);
    return OK;
}

static result erase_words(struct cx *cx, struct db *db, const struct person *who, const struct import_waiting *b,
                          int *n)
{
    bool file = person_named_in(cx->mem, who, b->file_name), error = person_named_in(cx->mem, who, b->error_text);
    if (!file && !error)
        return OK;
    ++*n;
    return import_words_put(
        db, (struct import_words_put_args){ .org_id = who->org_id,
                                            .id = b->id,
                                            .file_name = file ? tr(cx, "Erased on request.") : b->file_name,
                                            .error_text = error ? tr(cx, "Erased on request.") : b->error_text });
}

result import_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct import_waiting *b;
    struct person any = *who;
    int n_batch;
    any.is_alone = true; /* a row of somebody of the same name can be brought in again */
    TRY(import_waiting(db, (struct import_waiting_args){ .org_id = who->org_id }, &b, &n_batch));
    for (int i = 0; i < n_batch; i++) {
        TRY(erase_words(cx, db, who, &b[i], n));
        if (str_eq(b[i].state, S("previewed")))
            TRY(erase_rows(cx, db, &any, b[i].id, n));
    }
    return OK;
}

/* ---- time ---- */

struct stale {
    struct import_stale *row;
    int n;
};

static result stale_work(struct cx *cx, struct db *db, void *arg)
{
    struct stale *s = arg;
    return import_stale(db, (struct import_stale_args){ .before_at = cx->now_at - WAITING_DAYS * DAY }, &s->row, &s->n);
}

result import_forget(struct cx *cx, struct store *s)
{
    struct stale stale = { 0 };
    TRY(store_read(s, cx, DB_SCOPE_ALL, stale_work, &stale));
    for (int i = 0; i < stale.n; i++)
        TRY(import_undo(cx, s, &(struct import_undo){ .org_id = stale.row[i].org_id, .batch_id = stale.row[i].id }));
    return OK;
}

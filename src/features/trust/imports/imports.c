/* imports: see README.md. Batches: read back, applied, undone. What rows mean stands in imports_make.c. Nothing here
   may keep what people wrote longer than until a batch's end, nor hold more rows than a page. Start with import_apply.
 */
#include "features/books/accounting/accounting.h"
#include "features/trust/imports/imports_parts.h"
#include "imports.sql.h"

#include "web/steps.h"

enum { TOLD_MAX = 100 }; /* reasons why not */

/* ---- reading back ---- */

static struct import_batch batch_of(const struct import_batch_get *r)
{
    return (struct import_batch){ .id = r->id,
                                  .n_row = r->n_row,
                                  .n_bad = r->n_bad,
                                  .n_applied = r->n_applied,
                                  .made_at = r->made_at,
                                  .kind = r->kind,
                                  .file_name = r->file_name,
                                  .state = r->state,
                                  .error = r->error_text,
                                  .on = r->as_of_on };
}

result import_batch_one(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct import_batch_get *row)
{
    bool found;
    TRY(import_batch_get(db, (struct import_batch_get_args){ .org_id = org_id, .id = id }, row, &found));
    if (found)
        return OK;
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("import.not_found"), .field = S("id"),
                .message = tr(cx, "There is no such file here."));
}

result import_get(struct cx *cx, struct db *db, int64_t org_id, int64_t batch_id, struct import_batch *out)
{
    struct import_batch_get row;
    TRY(import_batch_one(cx, db, org_id, batch_id, &row));
    *out = batch_of(&row);
    return OK;
}

result import_list(struct cx *cx, struct db *db, int64_t org_id, struct import_batch **out, int *n)
{
    struct import_batch_get *row;
    TRY(import_batch_all(db, (struct import_batch_all_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct import_batch, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = batch_of(&row[i]);
    return OK;
}

static result cells_of(struct cx *cx, const struct import_kind *k, const struct import_apply *at,
                       const struct import_row_page *row, struct import_record *out)
{
    struct sheet_row r = { .number = (int)row->row_no };
    if (!row->cells_json.n)
        return OK;
    TRY(import_cells_read(cx, k, row->cells_json, at, NULL, &r));
    str *cell = new (cx->mem, str, k->n);
    for (int i = 0; i < r.n; i++)
        cell[i] = r.cell[i].text;
    out->cell = cell;
    out->n = k->n;
    return OK;
}

result import_records(struct cx *cx, struct db *db, const struct import_view *v, struct import_record **out, int *n)
{
    struct import_apply at = { .org_id = v->org_id, .batch_id = v->batch_id };
    struct import_batch_get b;
    struct import_row_page *row;
    TRY(import_batch_one(cx, db, v->org_id, v->batch_id, &b));
    TRY(import_row_shown(db,
                         (struct import_row_shown_args){
                             .org_id = v->org_id, .batch_id = v->batch_id, .is_bad = v->bad, .n_limit = v->limit },
                         &row, n));
    *out = new (cx->mem, struct import_record, *n);
    for (int i = 0; i < *n; i++) {
        (*out)[i] = (struct import_record){ .row_no = row[i].row_no,
                                            .made_id = row[i].made_id,
                                            .made_table = row[i].made_table,
                                            .error = row[i].error_text };
        TRY(cells_of(cx, import_kind_find(b.kind), &at, &row[i], &(*out)[i]));
    }
    return OK;
}

/* ---- apply ---- */

struct applying {
    const struct import_apply *in;
    struct member_seal seal;
};

result import_wrong_state(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("import.state"),
                .message = tr(cx, "This file has been applied or dropped already."));
}

static result has_errors(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("import.has_errors"),
                .message = tr(cx, "Some rows have mistakes: correct the file and bring it in again."));
}

/* The next rows to make: those without a mistake. *behind goes on; no rows at all at the end. */
static result rows_of(struct cx *cx, struct db *db, const struct import_apply *in, struct import_making *m,
                      int64_t *behind)
{
    struct import_row_page *row;
    int n;
    TRY(import_row_page(db,
                        (struct import_row_page_args){ .org_id = in->org_id,
                                                       .batch_id = in->batch_id,
                                                       .behind_no = *behind,
                                                       .n_limit = m->kind->list ? IMPORT_PAGE : m->kind->rows_max },
                        &row, &n));
    m->rows = (struct import_rows){ new (cx->mem, struct import_row, n), 0 };
    for (int i = 0; i < n; i++) {
        struct import_row *r = &m->rows.row[m->rows.n];
        *behind = row[i].row_no;
        if (row[i].error_text.n)
            continue;
        r->cells.number = (int)row[i].row_no;
        TRY(import_cells_read(cx, m->kind, row[i].cells_json, in, m->seal, &r->cells));
        m->rows.n++;
    }
    *behind = n ? *behind : -1;
    return OK;
}

/* Something has changed since the preview: say what. */
static result refuse(struct cx *cx, const struct import_making *m)
{
    if (m->error.n)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("import.row"), .message = m->error);
    for (int i = 0; i < m->rows.n; i++) {
        struct str_cut c = str_cut(m->rows.row[i].error, ':');
        if (c.head.n)
            (void)fail(cx, .kind = ERR_CONFLICT, .code = S("import.row"), .field = c.head, .message = str_trim(c.tail));
    }
    return (result){ cx->n_errors == 0 };
}

static result note_made(struct db *db, const struct import_apply *in, const struct import_making *m)
{
    for (int i = 0; i < m->rows.n; i++)
        TRY(import_row_made(
            db, (struct import_row_made_args){ .org_id = in->org_id,
                                               .batch_id = in->batch_id,
                                               .row_no = m->rows.row[i].cells.number,
                                               .made_table = m->kind->list ? str_of(m->kind->list->made) : S("voucher"),
                                               .made_id = m->rows.row[i].made_id }));
    return OK;
}

static result make_page(struct cx *cx, struct db *db, const struct import_apply *in, struct import_making *m,
                        int64_t *behind)
{
    TRY(rows_of(cx, db, in, m, behind));
    if (*behind < 0)
        return OK;
    TRY(m->kind->list ? import_make_rows(cx, db, m) : import_make_balances(cx, db, m));
    TRY(refuse(cx, m));
    return note_made(db, in, m);
}

/* Page by page: the memory is that of one. */
static result make_all(struct cx *cx, struct db *db, const struct import_apply *in, struct import_making *m, int64_t *n)
{
    *n = 0;
    for (int64_t behind = 0; behind >= 0; *n += m->rows.n) {
        size_t mark = arena_mark(cx->mem);
        TRY(make_page(cx, db, in, m, &behind));
        arena_reset(cx->mem, mark);
    }
    return OK;
}

static result apply_work(struct cx *cx, struct db *db, void *arg)
{
    struct applying *a = arg;
    struct import_batch_get b;
    int64_t n;
    TRY(import_batch_one(cx, db, a->in->org_id, a->in->batch_id, &b));
    if (!str_eq(b.state, S("previewed")))
        return import_wrong_state(cx);
    struct import_making m = { .org_id = a->in->org_id,
                               .kind = import_kind_find(b.kind),
                               .seal = &a->seal,
                               .on = b.as_of_on,
                               .request_id = b.request_id };
    if (b.error_text.n || (b.n_bad && !(m.kind->list && a->in->good_rows)) || b.n_bad == b.n_row)
        return has_errors(cx);
    TRY(make_all(cx, db, a->in, &m, &n));
    TRY(import_row_clear(db, (struct import_row_clear_args){ .org_id = m.org_id, .batch_id = b.id }));
    TRY(import_batch_applied(db, (struct import_batch_applied_args){
                                     .org_id = m.org_id, .id = b.id, .n_applied = n, .applied_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ m.org_id, S("import.apply"), S("import_batch"), b.id, 0, m.kind->name });
}

result import_apply(struct cx *cx, struct store *s, const struct import_apply *in)
{
    struct applying a = { .in = in };
    TRY(member_seal_get(cx, s, &a.seal));
    return store_write(s, cx, &in->org_id, 1, apply_work, &a);
}

/* ---- undo ---- */

static result remove_made(struct cx *cx, struct db *db, const struct import_undo *in, const struct import_list *list)
{
    struct import_row_made_id *made;
    int64_t *used, *id;
    int n, n_used, before = cx->n_errors;
    TRY(import_row_made_id(db, (struct import_row_made_id_args){ .org_id = in->org_id, .batch_id = in->batch_id },
                           &made, &n));
    TRY(list->used(cx, db, in->org_id, &used, &n_used));
    id = new (cx->mem, int64_t, n);
    for (int i = 0, k = 0; i < n && cx->n_errors < before + TOLD_MAX; i++) {
        id[i] = made[i].made_id;
        while (k < n_used && used[k] < id[i])
            k++;
        if (k < n_used && used[k] == id[i])
            (void)list->tell(cx, db, in->org_id, id[i]);
    }
    if (cx->n_errors > before)
        return FAILED;
    return list->remove(cx, db, in->org_id, id, n);
}

static result void_balances(struct cx *cx, struct db *db, const struct import_undo *in, int64_t voucher_id, date on)
{
    struct voucher_record v;
    struct dependent *d;
    struct posted p;
    int n;
    TRY(voucher_load(cx, db, in->org_id, voucher_id, &v));
    if (v.reversed_by_id)
        return OK;
    TRY(voucher_dependents(cx, db, in->org_id, voucher_id, &d, &n));
    for (int i = 0; i < n; i++)
        (void)import_in_use(
            cx, TRF(cx, "{1} of {2} stands on these balances.", d[i].number_text, date_text(cx->mem, d[i].posting_on)));
    if (n)
        return FAILED;
    return voucher_void(cx, db,
                        (struct voucher_void){ .org_id = in->org_id,
                                               .voucher_id = voucher_id,
                                               .posting_on = in->on.ymd ? in->on : on,
                                               .reason = in->reason,
                                               .request_id = voucher_request_derive(cx, v.v.request_id, 1) },
                        &p);
}

static result first_voucher(struct cx *cx, struct db *db, const struct import_undo *in, date on)
{
    struct import_row_made_id *made;
    int n;
    TRY(import_row_made_id(db, (struct import_row_made_id_args){ .org_id = in->org_id, .batch_id = in->batch_id },
                           &made, &n));
    return n ? void_balances(cx, db, in, made[0].made_id, on) : OK;
}

static result undo_work(struct cx *cx, struct db *db, void *arg)
{
    const struct import_undo *in = arg;
    struct import_batch_get b;
    TRY(import_batch_one(cx, db, in->org_id, in->batch_id, &b));
    if (str_eq(b.state, S("undone")))
        return import_wrong_state(cx);
    const struct import_kind *k = import_kind_find(b.kind);
    if (str_eq(b.state, S("applied")) && k && k->list)
        TRY(remove_made(cx, db, in, k->list));
    else if (str_eq(b.state, S("applied")))
        TRY(first_voucher(cx, db, in, b.as_of_on));
    TRY(import_row_clear(db, (struct import_row_clear_args){ .org_id = in->org_id, .batch_id = in->batch_id }));
    TRY(import_batch_undone(
        db, (struct import_batch_undone_args){ .org_id = in->org_id, .id = in->batch_id, .undone_at = cx->now_at }));
    return audit_write(cx, db,
                       (struct audit){ in->org_id, S("import.undo"), S("import_batch"), in->batch_id, 0, b.kind });
}

result import_undo(struct cx *cx, struct store *s, const struct import_undo *in)
{
    struct import_undo copy = *in;
    return store_write(s, cx, &in->org_id, 1, undo_work, &copy);
}

/* ---- the room ---- */

static const struct invariant invariants[] = {
    { "import.made", &inv_import_made_stmt },
    { "import.cells", &inv_import_cells_stmt },
};
static const struct menu menu[] = {
    { "/orgs/:org/imports", T("Bring in from Excel"), CAP_IMPORT, 92, true },
};
#define WAITING T("Until the file is applied or dropped, at most thirty days")
#define REGISTER T("Law on Cooperatives 17/2023/QH15: register of members")
#define BRINGER T("Whoever brings the file in")
static const struct personal_field personal[] = {
    { "import_batch", "file_name", T("Name of the file"), T("To recognise what was brought in"), REGISTER, BRINGER,
      T("As long as the organisation keeps its records"), false, .words = true },
    { "import_batch", "error_text", T("Mistakes found in the file"),
      T("To check what a file brings before it is written"), REGISTER, BRINGER, WAITING, false, .words = true },
    { "import_row", "cells_json", T("Rows of the file; personal numbers sealed"),
      T("To check what a file brings before it is written"), REGISTER, BRINGER, WAITING, false, .words = true },
    { "import_row", "error_text", T("Mistakes found in a row"), T("To check what a file brings before it is written"),
      REGISTER, BRINGER, WAITING, false, .words = true },
};

static const struct feature_job jobs[] = {
    { "imports.forget", 24 * 60, import_forget },
};

static const struct first_step steps[] = {
    { T("Bring over the opening balances"), "/orgs/:org/imports", CAP_IMPORT, 40, true, &step_opening_stmt },
};

static const struct feature_event events[] = {
    { "import.applied", "import.apply", T("A file was brought in"), "/orgs/:org/imports/:id" },
    { "import.undone", "import.undo", T("A file that was brought in was taken back"), "/orgs/:org/imports/:id" },
};

const struct feature imports_feature = { .name = "imports",
                                         .routes = imports_routes,
                                         .n_routes = N_IMPORTS_ROUTES,
                                         .commands = imports_commands,
                                         .n_commands = N_IMPORTS_COMMANDS,
                                         .menu = menu,
                                         .n_menu = COUNT(menu),
                                         .steps = steps,
                                         .n_steps = COUNT(steps),
                                         .events = events,
                                         .n_events = COUNT(events),
                                         .invariants = invariants,
                                         .n_invariants = COUNT(invariants),
                                         .jobs = jobs,
                                         .n_jobs = COUNT(jobs),
                                         .erase_person = import_erase_person,
                                         .personal = personal,
                                         .n_personal = COUNT(personal) };

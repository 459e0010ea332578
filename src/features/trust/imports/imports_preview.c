/* What a file would bring. Rows of lists are looked at one by one while the file is read and kept as they stand: memory
   is that of a row and of what tells them apart. Balances are one voucher: all rows are read, posted on trial, taken
   back and kept. Nothing here makes anything. Start with import_preview. */
#include "features/trust/imports/imports_parts.h"
#include "imports.sql.h"

#include "base/hash.h"
#include "os/os.h"
#include "vouchers/audit.h"

#define TRIED "import.tried"
enum { BYTES_A_ROW = 64 };

struct preview {
    const struct import_file *in;
    struct import_making making;
    struct import_apply at; /* the batch */
    struct db *db;
    struct import_seen seen;
    const struct sheet_row *row; /* under way */
    int64_t n;
};

/* ---- keeping ---- */

static result begin_batch(struct cx *cx, struct preview *p)
{
    struct sha256 hash = sha256_of(p->in->bytes);
    p->at = (struct import_apply){ .org_id = p->in->org_id, .batch_id = db_next_id(p->db, p->in->org_id) };
    p->n = 0;
    if (p->at.batch_id < 0)
        return FAILED;
    return import_batch_insert(p->db, (struct import_batch_insert_args){ .org_id = p->at.org_id,
                                                                         .id = p->at.batch_id,
                                                                         .kind = p->making.kind->name,
                                                                         .file_name = p->in->name,
                                                                         .file_hash = sha256_str(&hash),
                                                                         .as_of_on = p->in->on,
                                                                         .request_id = p->making.request_id,
                                                                         .error_text = p->making.error,
                                                                         .user_id = cx->actor.user_id,
                                                                         .made_at = cx->now_at });
}

static result keep_row(struct cx *cx, struct preview *p, const struct import_row *r)
{
    str cells = import_cells_write(cx, p->making.kind, &r->cells, &p->at, p->making.seal);
    p->n++;
    return import_row_insert(p->db, (struct import_row_insert_args){ .org_id = p->at.org_id,
                                                                     .batch_id = p->at.batch_id,
                                                                     .row_no = r->cells.number,
                                                                     .cells_json = cells,
                                                                     .error_text = r->error });
}

static result end_batch(struct cx *cx, struct preview *p)
{
    TRY(import_batch_rows(
        p->db, (struct import_batch_rows_args){ .org_id = p->at.org_id, .id = p->at.batch_id, .n_row = p->n }));
    return audit_write(cx, p->db,
                       (struct audit){ .org_id = p->at.org_id,
                                       .action = S("import.preview"),
                                       .subject = S("import_batch"),
                                       .subject_id = p->at.batch_id,
                                       .detail = p->in->kind });
}

/* ---- lists ---- */

static result list_row(struct cx *cx, void *arg, const struct sheet_row *row)
{
    struct preview *p = arg;
    struct import_row r = { .cells = *row };
    TRY(import_try_row(cx, p->db, &p->making, &r, &p->seen));
    return keep_row(cx, p, &r);
}

static void list_stay(struct cx *cx, void *arg)
{
    struct preview *p = arg;
    import_seen_more(&p->seen, cx->mem, 1);
}

/* A guess: a packed row is seldom shorter. */
static int64_t rows_in(str bytes)
{
    int64_t n = bytes.n / BYTES_A_ROW + 16;
    return n < IMPORT_ROWS_MAX ? n : IMPORT_ROWS_MAX;
}

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct preview *p = arg;
    p->db = db;
    p->seen = import_seen_new(cx->mem, rows_in(p->in->bytes));
    TRY(begin_batch(cx, p));
    TRY(import_read(cx, p->making.kind, p->in, &(struct import_reader){ list_row, list_stay, p }));
    return end_batch(cx, p);
}

/* ---- balances ---- */

static result balance_row(struct cx *cx, void *arg, const struct sheet_row *row)
{
    (void)cx;
    ((struct preview *)arg)->row = row;
    return OK;
}

static void balance_stay(struct cx *cx, void *arg)
{
    struct preview *p = arg;
    const struct sheet_row *row = p->row;
    struct sheet_cell *c = new (cx->mem, struct sheet_cell, row->n);
    for (int i = 0; i < row->n; i++) {
        c[i] = row->cell[i];
        c[i].text = str_dup(cx->mem, c[i].text);
    }
    p->making.rows.row[p->making.rows.n++].cells = (struct sheet_row){ row->number, c, row->n };
}

/* Posts everything and then fails, so that all of it is taken back. */
static result try_work(struct cx *cx, struct db *db, void *arg)
{
    struct import_making *m = arg;
    m->error = S("");
    for (int i = 0; i < m->rows.n; i++)
        m->rows.row[i].error = S("");
    TRY(import_make_balances(cx, db, m));
    return fail(cx, .kind = ERR_CONFLICT, .code = S(TRIED));
}

result import_try_balances(struct cx *cx, struct store *s, struct import_making *m)
{
    struct import_mark mark = import_mark(cx);
    (void)store_write(s, cx, &m->org_id, 1, try_work, m);
    struct err *e = cx->n_errors > mark.before ? *mark.from : NULL;
    if (!e || e->next || !str_eq(e->code, S(TRIED)))
        return FAILED;
    *mark.from = NULL;
    cx->tail = mark.from;
    cx->n_errors = mark.before;
    return OK;
}

static result keep_work(struct cx *cx, struct db *db, void *arg)
{
    struct preview *p = arg;
    p->db = db;
    TRY(begin_batch(cx, p));
    for (int i = 0; i < p->making.rows.n; i++)
        TRY(keep_row(cx, p, &p->making.rows.row[i]));
    return end_batch(cx, p);
}

static result preview_balances(struct cx *cx, struct store *s, struct preview *p)
{
    if (!date_valid(p->in->on))
        return fail(cx, .kind = ERR_INVALID, .code = S("import.on"), .field = S("on"),
                    .message = tr(cx, "Say on which day these balances stand."));
    p->making.rows.row = new (cx->mem, struct import_row, p->making.kind->rows_max);
    TRY(import_read(cx, p->making.kind, p->in, &(struct import_reader){ balance_row, balance_stay, p }));
    TRY(import_try_balances(cx, s, &p->making));
    return store_write(s, cx, &p->in->org_id, 1, keep_work, p);
}

result import_preview(struct cx *cx, struct store *s, const struct import_file *in, int64_t *batch_id)
{
    struct member_seal seal;
    struct preview p = { .in = in };
    p.making = (struct import_making){ .org_id = in->org_id,
                                       .kind = import_kind_find(in->kind),
                                       .seal = &seal,
                                       .on = in->on,
                                       .request_id = os_uuid7(cx->mem) };
    if (!p.making.kind)
        return fail(cx, .kind = ERR_INVALID, .code = S("import.kind"), .field = S("kind"),
                    .message = tr(cx, "Say what the file brings."));
    TRY(member_seal_get(cx, s, &seal));
    if (p.making.kind->list)
        TRY(store_write(s, cx, &in->org_id, 1, list_work, &p));
    else
        TRY(preview_balances(cx, s, &p));
    *batch_id = p.at.batch_id;
    return OK;
}

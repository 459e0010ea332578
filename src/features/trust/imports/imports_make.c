/* Opening balances: all rows together are one voucher. Runs inside a write transaction that is taken back after a
   preview. Nothing here writes a table of its own. Start with import_make_balances. */
#include "features/books/accounting/accounting.h"
#include "features/trust/imports/imports_parts.h"

struct balances {
    struct import_making *m;
    struct line *line;
    struct move *move;
    int *move_row; /* index of the row */
    int n_move;
};

static result bad_cell(struct cx *cx, const struct sheet_row *r, int col, str message)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("import.cell"), .field = sheet_cell_name(cx->mem, r->number, col),
                .message = message);
}

static void read_amounts(struct cx *cx, const struct sheet_row *r, struct line *l)
{
    if (!sheet_get_text(cx, r, B_ACCOUNT, &l->account).ok || !sheet_get_money(cx, r, B_DEBIT, &l->dr).ok ||
        !sheet_get_money(cx, r, B_CREDIT, &l->cr).ok)
        return;
    if (!l->account.n)
        (void)bad_cell(cx, r, B_ACCOUNT, tr(cx, "An account is needed."));
    if ((l->dr.dong != 0) == (l->cr.dong != 0))
        (void)bad_cell(cx, r, B_DEBIT, tr(cx, "Give either a debit or a credit."));
    else if (l->dr.dong < 0 || l->cr.dong < 0)
        (void)bad_cell(cx, r, l->dr.dong ? B_DEBIT : B_CREDIT, tr(cx, "An amount cannot be negative."));
}

static result read_stock(struct cx *cx, struct db *db, struct balances *b, int i)
{
    const struct sheet_row *r = &b->m->rows.row[i].cells;
    const struct line *l = &b->line[i];
    struct item it;
    str code;
    qty q;
    TRY(sheet_get_text(cx, r, B_ITEM, &code));
    if (!code.n)
        return sheet_is_empty(r, B_QTY) ? OK
                                        : bad_cell(cx, r, B_ITEM, tr(cx, "Say of which item this is the quantity."));
    TRY(item_by_code(cx, db, b->m->org_id, code, &it));
    TRY(sheet_get_qty(cx, r, B_QTY, it.per, &q));
    if (q.base <= 0)
        return bad_cell(cx, r, B_QTY, TRF(cx, "Give the quantity in {1}, above zero.", it.shown_unit));
    if (l->account.n && !str_starts(l->account, it.account))
        return bad_cell(cx, r, B_ACCOUNT, TRF(cx, "This item stands on account {1}.", it.account));
    if (l->cr.dong)
        return bad_cell(cx, r, B_CREDIT, tr(cx, "Stock stands on the debit side."));
    b->move_row[b->n_move] = i;
    b->move[b->n_move++] = (struct move){
        .item_id = it.id, .owner = OWNER_OWN, .unit = it.unit, .qty = q, .value = l->dr, .external = true
    };
    return OK;
}

static result read_balance(struct cx *cx, struct db *db, struct balances *b, int i)
{
    struct import_row *r = &b->m->rows.row[i];
    struct import_mark mark = import_mark(cx);
    struct line *l = &b->line[i];
    str party = { 0 };
    read_amounts(cx, &r->cells, l);
    l->side = accounting_side(l->account);
    if (sheet_get_text(cx, &r->cells, B_PARTY, &party).ok && party.n) {
        struct import_mark own = import_mark(cx);
        if (!party_by_code(cx, db, b->m->org_id, party, &l->party_id).ok && *own.from)
            (*own.from)->field = S("party");
    }
    (void)read_stock(cx, db, b, i);
    import_name_cells(cx, mark, b->m->kind, r->cells.number);
    return import_take_errors(cx, mark, &r->error);
}

/* "lines[2].account" → its row and column. */
static struct import_row *row_of(const struct balances *b, str field, str *name)
{
    struct str_cut list = str_cut(field, '['), index = str_cut(list.tail, ']');
    bool move = str_eq(list.head, S("moves"));
    int64_t i;
    *name = str_sub(index.tail, 1, index.tail.n);
    if (!index.found || !str_to_i64(index.head, &i) || i < 0 || i >= (move ? b->n_move : b->m->rows.n))
        return NULL;
    if (move && import_column_of(b->m->kind, *name) < 0)
        *name = S("item");
    return &b->m->rows.row[move ? b->move_row[i] : i];
}

/* Shares out what the voucher's rules refused: to the rows, the rest to the whole. */
static result share_errors(struct cx *cx, struct balances *b, struct import_mark mark)
{
    struct err *next, *e = cx->n_errors > mark.before ? *mark.from : NULL;
    *mark.from = NULL;
    cx->tail = mark.from;
    cx->n_errors = mark.before;
    for (; e; e = next) {
        struct import_mark one = import_mark(cx);
        str name;
        struct import_row *r = row_of(b, e->field, &name);
        next = e->next;
        int col = r ? import_column_of(b->m->kind, name) : -1;
        e->next = NULL;
        e->field = r ? sheet_cell_name(cx->mem, r->cells.number, col < 0 ? 0 : col) : S("");
        (void)cx_fail(cx, *e);
        TRY(import_take_errors(cx, one, r ? &r->error : &b->m->error));
    }
    return OK;
}

result import_make_balances(struct cx *cx, struct db *db, struct import_making *m)
{
    int n = m->rows.n, bad = 0;
    struct balances b = { m, new (cx->mem, struct line, n), new (cx->mem, struct move, n), new (cx->mem, int, n), 0 };
    struct posted p = { 0 };
    for (int i = 0; i < n; i++) {
        TRY(read_balance(cx, db, &b, i));
        bad += m->rows.row[i].error.n > 0;
    }
    struct voucher v = { .kind = S("opening"),
                         .org_id = m->org_id,
                         .document_on = m->on,
                         .posting_on = m->on,
                         .request_id = m->request_id,
                         .prepared_by = cx_preparer(cx),
                         .memo = tr(cx, "Opening balances from a file"),
                         .line = b.line,
                         .n_line = n,
                         .move = b.move,
                         .n_move = b.n_move };
    v.command = journal_command(cx, &v);
    struct import_mark mark = import_mark(cx);
    if (bad == 0 && !voucher_post(cx, db, &v, &p).ok)
        return share_errors(cx, &b, mark);
    for (int i = 0; i < n; i++)
        m->rows.row[i].made_id = p.id;
    return OK;
}

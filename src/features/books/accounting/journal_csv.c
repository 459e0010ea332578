/* The CSV form of a journal: date,voucher,account,party,debit_vnd,credit_vnd,memo, one line a row. Rows that follow
   each other with the same voucher and date are one transaction. */
#include "features/books/accounting/journal_text.h"

#include "base/csv.h"

enum { COL_DATE, COL_VOUCHER, COL_ACCOUNT, COL_PARTY, COL_DEBIT, COL_CREDIT, COL_MEMO, COLS };

static result refuse(struct cx *cx, int line, const char *code, str message)
{
    return fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = journal_line(cx, line), .message = message);
}

/* The next row without moving; false at the end or at a row the reader refuses. */
static bool peek(struct cx *cx, struct journal_reader *r, struct csv_row *row, struct csv_reader *after)
{
    *after = csv_reader_new(cx->mem, str_sub(r->text, r->at, r->text.n), r->separator);
    after->line = r->line_no ? r->line_no : after->line;
    return csv_next(after, row);
}

static void take(struct journal_reader *r, const struct csv_reader *after)
{
    r->at += after->at;
    r->line_no = after->line;
    r->separator = after->separator;
}

static bool header(const struct csv_row *row)
{
    static const char *const names[COLS] = { "date", "voucher", "account", "party", "debit_vnd", "credit_vnd", "memo" };
    if (row->n < COLS)
        return false;
    for (int i = 0; i < COLS; i++)
        if (!str_eq_nocase(str_trim(row->cell[i]), str_of(names[i])))
            return false;
    return true;
}

static result amount(struct cx *cx, int line, str text, money *out)
{
    *out = (money){ 0 };
    if (str_trim(text).n == 0 || journal_amount(text, 0, out))
        return OK;
    return refuse(cx, line, "journal.amount", TRF(cx, "“{1}” is not an amount in whole đồng.", text));
}

static result add_row(struct cx *cx, const struct csv_row *row, int line, struct text_entry *e)
{
    money dr, cr;
    int before = cx->n_errors;
    if (e->n_posting == POSTINGS_MAX)
        return refuse(cx, line, "journal.too_long", tr(cx, "The transaction has too many lines."));
    (void)amount(cx, line, row->cell[COL_DEBIT], &dr);
    (void)amount(cx, line, row->cell[COL_CREDIT], &cr);
    if (cx->n_errors > before)
        return FAILED;
    if (dr.dong && cr.dong)
        return refuse(cx, line, "journal.one_side",
                      tr(cx, "A line has either a debit or a credit, not both and not neither."));
    e->posting[e->n_posting++] = (struct text_posting){ .account = str_trim(row->cell[COL_ACCOUNT]),
                                                        .party = str_trim(row->cell[COL_PARTY]),
                                                        .amount = { dr.dong - cr.dong },
                                                        .line_no = line };
    return OK;
}

static result begin(struct cx *cx, const struct csv_row *row, int line, struct text_entry *e)
{
    e->line_no = line;
    e->n_posting = 0;
    e->code = str_trim(row->cell[COL_VOUCHER]);
    e->memo = str_trim(row->cell[COL_MEMO]);
    if (date_parse(str_trim(row->cell[COL_DATE]), &e->on))
        return OK;
    return refuse(cx, line, "journal.date", TRF(cx, "“{1}” is not a date.", row->cell[COL_DATE]));
}

static result read_header(struct cx *cx, struct journal_reader *r)
{
    struct csv_row row;
    struct csv_reader after;
    r->header_done = true;
    if (!peek(cx, r, &row, &after) || !header(&row)) {
        r->at = r->text.n;
        return refuse(cx, 1, "journal.header",
                      tr(cx, "The first line must be: date,voucher,account,party,debit_vnd,credit_vnd,memo"));
    }
    take(r, &after);
    return OK;
}

static result broken(struct cx *cx, struct journal_reader *r, const struct csv_reader *after)
{
    r->at = r->text.n;
    if (!after->err.message)
        return OK;
    return refuse(cx, after->err.line, "journal.csv", tr(cx, after->err.message));
}

static result columns(struct cx *cx, const struct csv_row *row)
{
    if (row->n >= COLS)
        return OK;
    return refuse(cx, row->line, "journal.columns", tr(cx, "The row has too few columns."));
}

result journal_next_csv(struct cx *cx, struct journal_reader *r, struct text_entry *out, bool *more)
{
    struct csv_row row;
    struct csv_reader after;
    int before = cx->n_errors;
    str date_cell = { 0 };
    *more = false;
    if (!r->header_done)
        TRY(read_header(cx, r));
    for (;;) {
        if (!peek(cx, r, &row, &after)) {
            (void)broken(cx, r, &after);
            break;
        }
        if (*more && row.n >= COLS &&
            (!str_eq(str_trim(row.cell[COL_VOUCHER]), out->code) || !str_eq(row.cell[COL_DATE], date_cell)))
            break;
        take(r, &after);
        if (!columns(cx, &row).ok)
            continue;
        if (!*more) {
            date_cell = row.cell[COL_DATE];
            (void)begin(cx, &row, row.line, out);
        }
        *more = true;
        (void)add_row(cx, &row, row.line, out);
    }
    return (result){ cx->n_errors == before };
}

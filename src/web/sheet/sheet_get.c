/* Cells in the type that an importer wants, with errors that name the cell. */
#include "web/sheet/sheet.h"

#include "base/text.h"

static const struct sheet_cell *cell_of(const struct sheet_row *r, int col)
{
    static const struct sheet_cell none;
    return col >= 0 && col < r->n ? &r->cell[col] : &none;
}

bool sheet_is_empty(const struct sheet_row *r, int col)
{
    const struct sheet_cell *c = cell_of(r, col);
    return c->type == CELL_EMPTY || (c->type == CELL_TEXT && str_trim(c->text).n == 0);
}

static result wrong(struct cx *cx, const struct sheet_row *r, int col, const char *message, const char *hint)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("sheet.cell"), .field = sheet_cell_name(cx->mem, r->number, col),
                .message = tr_lang(cx->lang, message), .hint = hint ? tr_lang(cx->lang, hint) : (str){ 0 });
}

static result faulty(struct cx *cx, const struct sheet_row *r, int col)
{
    const struct sheet_cell *c = cell_of(r, col);
    switch (c->fault) {
    case SHEET_FORMULA:
        return fail(cx, .kind = ERR_INVALID, .code = S("sheet.cell"), .field = sheet_cell_name(cx->mem, r->number, col),
                    .message = TRF(cx, "The formula in this cell gives {1}", str_dup(cx->mem, c->text)),
                    .hint = tr(cx, "Correct the formula, or enter the value."));
    case SHEET_TOO_LARGE:
        return wrong(cx, r, col, T("The number has so many digits that the spreadsheet has lost the last ones"),
                     T("Format the cell as text and enter the number again."));
    case SHEET_NOT_A_DATE:
        return wrong(cx, r, col, T("This is no day of the calendar"), T("Enter a date such as 02/03/2026."));
    case SHEET_UNCOMPUTED:
        return wrong(cx, r, col, T("The formula in this cell has not been computed"),
                     T("Open the file in Excel or LibreOffice, save it, and try again."));
    case SHEET_DAMAGED:
    case SHEET_FINE:
        break;
    }
    return wrong(cx, r, col, T("This cell cannot be read"), T("Enter its value again."));
}

/* ---- text ---- */

/* Line breaks, tabs and no-break spaces inside a cell are spaces to the person who looks at it. */
static str one_line(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    ptrdiff_t i = 0;
    for (int32_t cp; (cp = text_next(s, &i)) >= 0;)
        text_put(&b, cp == '\n' || cp == '\r' || cp == '\t' || cp == 0xA0 ? ' ' : cp);
    return str_trim(buf_str(&b));
}

result sheet_get_text(struct cx *cx, const struct sheet_row *r, int col, str *out)
{
    const struct sheet_cell *c = cell_of(r, col);
    *out = (str){ 0 };
    if (c->type == CELL_EMPTY)
        return OK;
    if (c->type == CELL_ERROR)
        return faulty(cx, r, col);
    if (c->type == CELL_DATE) {
        *out = date_text(cx->mem, c->on);
        return OK;
    }
    if (!text_valid_utf8(c->text))
        return wrong(cx, r, col, T("This cell cannot be read"), T("Enter its value again."));
    enum text_fault f = text_clean(cx->mem, one_line(cx->mem, c->text), false, out);
    return f == TEXT_FINE ? OK : wrong(cx, r, col, text_fault_message(f), NULL);
}

/* What people typed into a cell formatted as text; empty when there is nothing. */
static str typed(struct cx *cx, const struct sheet_cell *c) { return one_line(cx->mem, c->text); }

/* ---- figures ---- */

result sheet_get_money(struct cx *cx, const struct sheet_row *r, int col, money *out)
{
    const struct sheet_cell *c = cell_of(r, col);
    *out = (money){ 0 };
    if (sheet_is_empty(r, col))
        return OK;
    if (c->type == CELL_ERROR)
        return faulty(cx, r, col);
    if (c->type == CELL_NUMBER && c->whole) {
        *out = (money){ c->integer };
        return OK;
    }
    if (c->type == CELL_NUMBER)
        return wrong(cx, r, col, T("An amount is in whole đồng"), T("Round it in the spreadsheet."));
    if (c->type == CELL_TEXT && money_parse(typed(cx, c), out))
        return OK;
    return wrong(cx, r, col, T("This is no amount of money"), T("Enter digits only, such as 1250000."));
}

result sheet_get_qty(struct cx *cx, const struct sheet_row *r, int col, int64_t per, qty *out)
{
    const struct sheet_cell *c = cell_of(r, col);
    *out = (qty){ 0 };
    if (sheet_is_empty(r, col))
        return OK;
    if (c->type == CELL_ERROR)
        return faulty(cx, r, col);
    if (c->type == CELL_NUMBER && c->whole) {
        if (!__builtin_mul_overflow(c->integer, per, &out->base))
            return OK;
    } else if ((c->type == CELL_NUMBER && qty_parse(c->text, per, out)) ||
               (c->type == CELL_TEXT && qty_parse(typed(cx, c), per, out))) {
        return OK;
    }
    *out = (qty){ 0 };
    if (c->type == CELL_NUMBER)
        return wrong(cx, r, col, T("The quantity has more decimals than its unit allows"), NULL);
    return wrong(cx, r, col, T("This is no quantity"), T("Enter a number such as 412.5."));
}

result sheet_get_int(struct cx *cx, const struct sheet_row *r, int col, int64_t *out)
{
    const struct sheet_cell *c = cell_of(r, col);
    *out = 0;
    if (sheet_is_empty(r, col))
        return OK;
    if (c->type == CELL_ERROR)
        return faulty(cx, r, col);
    if ((c->type == CELL_NUMBER && c->whole) || (c->type == CELL_BOOL && str_to_i64(c->text, out))) {
        *out = c->type == CELL_BOOL ? *out : c->integer;
        return OK;
    }
    if (c->type == CELL_TEXT && str_to_i64(typed(cx, c), out))
        return OK;
    return wrong(cx, r, col, T("This is no whole number"), NULL);
}

result sheet_get_date(struct cx *cx, const struct sheet_row *r, int col, date *out)
{
    const struct sheet_cell *c = cell_of(r, col);
    *out = (date){ 0 };
    if (sheet_is_empty(r, col))
        return OK;
    if (c->type == CELL_ERROR)
        return faulty(cx, r, col);
    if (c->type == CELL_DATE) {
        *out = c->on;
        return OK;
    }
    if (c->type == CELL_TEXT && date_parse(typed(cx, c), out))
        return OK;
    return wrong(cx, r, col, T("This is no date"), T("Enter a date such as 02/03/2026."));
}

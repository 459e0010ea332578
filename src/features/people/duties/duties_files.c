/* The list as a file: spreadsheet, CSV, JSON, and the calendar for other programs. */
#include "features/people/duties/duties_parts.h"

#include "base/csv.h"
#include "base/json.h"
#include "web/sheet/sheet.h"

enum { N_COL = 10, BYTES_MAX = 8 << 20 };
enum { COL_DUE = 0, COL_DONE = 4 };

static void heads(const struct cx *cx, str head[N_COL])
{
    const str h[N_COL] = {
        tr(cx, "Last day"), tr(cx, "Duty"),    tr(cx, "Period"), tr(cx, "State"), tr(cx, "Done on"),
        tr(cx, "Note"),     tr(cx, "Voucher"), tr(cx, "Rule"),   tr(cx, "Law"),   tr(cx, "How sure")
    };
    memcpy(head, h, sizeof h);
}

static void cells(struct cx *cx, const struct duty *d, str cell[N_COL])
{
    const str c[N_COL] = { date_text(cx->mem, d->due),
                           d->name,
                           duty_period_text(cx, d->period),
                           duty_state_label(cx, d->state),
                           date_text(cx->mem, d->done_on),
                           d->note,
                           d->voucher_number,
                           d->when,
                           duty_law(cx->mem, d),
                           duty_certainty_label(cx, d->certainty) };
    memcpy(cell, c, sizeof c);
}

static void csv_line(struct csv_out *o, const str cell[N_COL])
{
    for (int i = 0; i < N_COL; i++)
        csv_put(o, cell[i]);
    csv_end_row(o);
}

static result send_csv(struct web *w, const struct duty_export *x)
{
    struct buf b = buf_new(w->cx->mem);
    struct csv_out o = csv_out_new(&b, w->cx->lang == LANG_EN ? ',' : ';', true);
    str cell[N_COL];
    heads(w->cx, cell);
    csv_line(&o, cell);
    for (int i = 0; i < x->n; i++) {
        cells(w->cx, &x->d[i], cell);
        csv_line(&o, cell);
    }
    return web_file(w, S("duties.csv"), S("text/csv; charset=utf-8"), buf_str(&b), false);
}

static result sheet_line(struct cx *cx, struct sheet_out *o, const struct duty *d)
{
    str cell[N_COL];
    cells(cx, d, cell);
    for (int i = 0; i < N_COL; i++)
        if (i == COL_DUE || i == COL_DONE)
            sheet_put(o, i == COL_DUE ? d->due : d->done_on);
        else
            sheet_put(o, cell[i]);
    return sheet_row_end(o);
}

static result sheet_fill(struct cx *cx, struct sheet_out *o, const struct duty_export *x)
{
    struct sheet_col *col = new (cx->mem, struct sheet_col, N_COL);
    str head[N_COL];
    heads(cx, head);
    for (int i = 0; i < N_COL; i++)
        col[i] =
            (struct sheet_col){ .title = head[i], .type = i == COL_DUE || i == COL_DONE ? SHEET_DATE : SHEET_TEXT };
    TRY(sheet_page(o, tr(cx, "Duties"), col, N_COL, 0));
    for (int i = 0; i < x->n; i++)
        TRY(sheet_line(cx, o, &x->d[i]));
    return OK;
}

static result send_sheet(struct web *w, const struct duty_export *x)
{
    struct cx *cx = w->cx;
    struct sheet_meta meta = { .title = tr(cx, "Duties"), .created_at = cx->now_at, .demo = w->org_demo };
    struct sheet_out *o;
    str bytes;
    TRY(sheet_begin(cx, meta, &o));
    if (!sheet_fill(cx, o, x).ok) {
        sheet_drop(o);
        return FAILED;
    }
    TRY(sheet_end(o, BYTES_MAX, &bytes));
    return web_file(w, S("duties.xlsx"), S(SHEET_MIME), bytes, false);
}

static result send_json(struct web *w, const struct duty_export *x)
{
    struct buf b = buf_new(w->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < x->n; i++)
        data_put(w->cx, &o, &duty_data, &x->d[i]);
    json_end_array(&o);
    return web_file(w, S("duties.json"), S("application/json"), buf_str(&b), false);
}

result duties_send(struct web *w, const struct duty_export *x)
{
    if (str_eq(x->format, S("ics")))
        return web_file(w, S("duties.ics"), S("text/calendar; charset=utf-8"),
                        duty_calendar(w->cx, x->org_code, x->org_name, x->d, x->n), false);
    if (str_eq(x->format, S("json")))
        return send_json(w, x);
    return str_eq(x->format, S("csv")) ? send_csv(w, x) : send_sheet(w, x);
}

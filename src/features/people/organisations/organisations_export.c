/* The register as a file, as filtered: CSV and spreadsheet with the same columns. Public fields only. */
#include "base/csv.h"
#include "features/people/organisations/organisations_views.h"
#include "web/sheet/sheet.h"

enum { N_COL = 12, DATE_COL = 7 };
enum { BYTES_MAX = 64 << 20 };

static void heads(struct cx *cx, str head[N_COL])
{
    const str h[N_COL] = { tr(cx, "Code"),
                           tr(cx, "Name"),
                           tr(cx, "Kind"),
                           tr(cx, "Commune or ward"),
                           tr(cx, "Address"),
                           tr(cx, "Tax code"),
                           tr(cx, "Registration number"),
                           tr(cx, "Registered on"),
                           tr(cx, "Sector"),
                           tr(cx, "Size"),
                           tr(cx, "Status"),
                           S("DEMO") };
    memcpy(head, h, sizeof h);
}

static void cells(struct cx *cx, const struct org_row *r, str cell[N_COL])
{
    const str c[N_COL] = { r->code,
                           r->name,
                           org_label(cx, &org_kinds, r->kind),
                           r->commune_name,
                           r->address,
                           r->tax_code,
                           r->registration_no,
                           date_text(cx->mem, r->registered_on),
                           org_label(cx, &org_sectors, r->sector),
                           org_label(cx, &org_sizes, r->size_class),
                           org_label(cx, &org_statuses, r->status),
                           r->is_demo ? S("DEMO") : S("") };
    memcpy(cell, c, sizeof c);
}

static void csv_line(struct csv_out *o, const str cell[N_COL])
{
    for (int i = 0; i < N_COL; i++)
        csv_put(o, cell[i]);
    csv_end_row(o);
}

result orgs_send_csv(struct web *w, const struct org_row *row, int n)
{
    struct cx *cx = w->cx;
    struct buf b = buf_new(cx->mem);
    struct csv_out o = csv_out_new(&b, cx->lang == LANG_EN ? ',' : ';', true);
    str cell[N_COL];
    heads(cx, cell);
    csv_line(&o, cell);
    for (int i = 0; i < n; i++) {
        cells(cx, &row[i], cell);
        csv_line(&o, cell);
    }
    return web_file(w, S("organisations.csv"), S("text/csv; charset=utf-8"), buf_str(&b), false);
}

static result sheet_line(struct cx *cx, struct sheet_out *o, const struct org_row *r)
{
    str cell[N_COL];
    cells(cx, r, cell);
    for (int i = 0; i < N_COL; i++)
        if (i == DATE_COL)
            sheet_put(o, r->registered_on);
        else
            sheet_put(o, cell[i]);
    return sheet_row_end(o);
}

static result sheet_fill(struct cx *cx, struct sheet_out *o, const struct org_row *row, int n)
{
    struct sheet_col *col = new (cx->mem, struct sheet_col, N_COL);
    str head[N_COL];
    heads(cx, head);
    for (int i = 0; i < N_COL; i++)
        col[i] = (struct sheet_col){ .title = head[i], .type = i == DATE_COL ? SHEET_DATE : SHEET_TEXT };
    TRY(sheet_page(o, tr(cx, "Register"), col, N_COL, 0));
    for (int i = 0; i < n; i++)
        TRY(sheet_line(cx, o, &row[i]));
    return OK;
}

result orgs_send_sheet(struct web *w, const struct org_row *row, int n)
{
    struct cx *cx = w->cx;
    struct sheet_meta meta = { .title = tr(cx, "Register of organisations"), .created_at = cx->now_at };
    struct sheet_out *o;
    str bytes;
    for (int i = 0; i < n; i++)
        meta.demo = meta.demo || row[i].is_demo;
    TRY(sheet_begin(cx, meta, &o));
    if (!sheet_fill(cx, o, row, n).ok) {
        sheet_drop(o);
        return FAILED;
    }
    TRY(sheet_end(o, BYTES_MAX, &bytes));
    return web_file(w, S("organisations.xlsx"), S(SHEET_MIME), bytes, false);
}

/* The register of personal fields on a page, as a file, on paper. */
#include "features/trust/privacy/privacy_fields.h"
#include "privacy.html.h"

#include "base/csv.h"
#include "web/data.h"
#include "web/print/print.h"
#include "web/sheet/sheet.h"

enum { N_COL = 8, BYTES_MAX = 8 << 20 };

static void heads(const struct cx *cx, str head[N_COL])
{
    const str h[N_COL] = { tr(cx, "Room"),          tr(cx, "Personal datum"),  tr(cx, "Purpose"),
                           tr(cx, "Legal basis"),   tr(cx, "Readers"),         tr(cx, "Kept for"),
                           tr(cx, "On an erasure"), tr(cx, "Table and column") };
    memcpy(head, h, sizeof h);
}

static void cells(struct cx *cx, const struct privacy_field *r, str cell[N_COL])
{
    str name = r->is_sealed ? TRF(cx, "{1} (sealed)", r->name) : r->name;
    const str c[N_COL] = { r->room_title, name,
                           r->purpose,    r->basis,
                           r->readers,    r->retention,
                           r->erasure,    str_join(cx->mem, (const str[]){ r->table, r->column }, 2, S(".")) };
    memcpy(cell, c, sizeof c);
}

/* ---- files ---- */

static void csv_line(struct csv_out *o, const str cell[N_COL])
{
    for (int i = 0; i < N_COL; i++)
        csv_put(o, cell[i]);
    csv_end_row(o);
}

static result send_csv(struct web *w, const struct privacy_field *row, int n)
{
    struct buf b = buf_new(w->cx->mem);
    struct csv_out o = csv_out_new(&b, w->cx->lang == LANG_EN ? ',' : ';', true);
    str cell[N_COL];
    heads(w->cx, cell);
    csv_line(&o, cell);
    for (int i = 0; i < n; i++) {
        cells(w->cx, &row[i], cell);
        csv_line(&o, cell);
    }
    return web_file(w, S("personal-fields.csv"), S("text/csv; charset=utf-8"), buf_str(&b), false);
}

static result sheet_fill(struct cx *cx, struct sheet_out *o, const struct privacy_field *row, int n)
{
    struct sheet_col *col = new (cx->mem, struct sheet_col, N_COL);
    str cell[N_COL];
    heads(cx, cell);
    for (int i = 0; i < N_COL; i++)
        col[i] = (struct sheet_col){ .title = cell[i], .type = SHEET_TEXT };
    TRY(sheet_page(o, tr(cx, "Personal fields"), col, N_COL, 0));
    for (int i = 0; i < n; i++) {
        cells(cx, &row[i], cell);
        for (int k = 0; k < N_COL; k++)
            sheet_put(o, cell[k]);
        TRY(sheet_row_end(o));
    }
    return OK;
}

static result send_sheet(struct web *w, const struct privacy_field *row, int n)
{
    struct sheet_meta meta = { .title = tr(w->cx, "Register of personal fields"), .created_at = w->cx->now_at };
    struct sheet_out *o;
    str bytes;
    TRY(sheet_begin(w->cx, meta, &o));
    if (!sheet_fill(w->cx, o, row, n).ok) {
        sheet_drop(o);
        return FAILED;
    }
    TRY(sheet_end(o, BYTES_MAX, &bytes));
    return web_file(w, S("personal-fields.xlsx"), S(SHEET_MIME), bytes, false);
}

/* ---- the page ---- */

static struct choice *rooms(struct cx *cx, const struct privacy_field *row, int n, int *n_out)
{
    struct choice *c = new (cx->mem, struct choice, n + 1);
    int k = 0;
    c[k++] = (struct choice){ S(""), tr(cx, "All rooms") };
    for (int i = 0; i < n; i++)
        if (!str_eq(c[k - 1].value, row[i].room))
            c[k++] = (struct choice){ row[i].room, row[i].room_title };
    *n_out = k;
    return c;
}

static struct choice *ends(struct cx *cx)
{
    struct choice *c = new (cx->mem, struct choice, N_PERSONAL_END + 1);
    c[0] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < N_PERSONAL_END; i++)
        c[i + 1] = (struct choice){ str_of(personal_end_name[i]), personal_end_label(cx, (enum personal_end)i) };
    return c;
}

static struct privacy_field_filter filter_of(const struct web *w)
{
    return (struct privacy_field_filter){ .q = request_query(w->rq, S("q")),
                                          .room = request_query(w->rq, S("room")),
                                          .end = request_query(w->rq, S("end")) };
}

result privacy_fields_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct privacy_field_filter f = filter_of(w);
    struct privacy_field *row, *all;
    struct list_state state = list_state_of(w->rq);
    str format = request_query(w->rq, S("format"));
    int n = privacy_fields(cx, &f, &row), n_all = privacy_fields(cx, &(struct privacy_field_filter){ 0 }, &all);
    if (str_eq(format, S("csv")) || str_eq(format, S("xlsx")))
        return str_eq(format, S("csv")) ? send_csv(w, row, n) : send_sheet(w, row, n);
    struct list_filter filter[2] = { { .name = S("room"), .label = tr(cx, "Room") },
                                     { S("end"), tr(cx, "On an erasure"), ends(cx), N_PERSONAL_END + 1 } };
    filter[0].choice = rooms(cx, all, n_all, &filter[0].n);
    int64_t from = list_offset(&state) < n ? list_offset(&state) : 0;
    struct privacy_fields_page m = { .list = { .rq = w->rq,
                                               .state = state,
                                               .total = n,
                                               .search_label = tr(cx, "Datum, purpose or basis"),
                                               .filter = filter,
                                               .n_filter = COUNT(filter),
                                               .can_export = true },
                                     .row = row + from,
                                     .n = n - from < state.per_page ? (int)(n - from) : state.per_page,
                                     .print = S("/privacy/fields/print") };
    if (web_wants_json(w))
        return web_data(w, &m);
    struct html h = html_new(cx);
    privacy_fields_draw(&h, &m);
    return web_page(w, tr(cx, "Register of personal fields"), &h);
}

static const struct data_field page_fields[] = {
    DATA_LIST("rows", privacy_fields_page, row, n, &privacy_field_data),
    DATA_PAGING_INSIDE(privacy_fields_page, list),
};
const struct data privacy_fields_data = DATA_OF(privacy_fields_page, page_fields);

/* ---- paper ---- */

result privacy_fields_print(struct web *w)
{
    static const int weight[N_COL - 1] = { 10, 14, 18, 18, 18, 18, 14 };
    struct cx *cx = w->cx;
    struct privacy_field_filter f = filter_of(w);
    struct privacy_field *field;
    int n = privacy_fields(cx, &f, &field);
    struct print_col col[N_COL - 1];
    struct print_row *row = new (cx->mem, struct print_row, n);
    str head[N_COL], pdf;
    heads(cx, head);
    for (int i = 0; i < N_COL - 1; i++)
        col[i] = (struct print_col){ .title = head[i], .weight = weight[i] };
    for (int i = 0; i < n; i++) {
        str *cell = new (cx->mem, str, N_COL);
        cells(cx, &field[i], cell);
        row[i].cell = cell;
    }
    struct print_block block = { .kind = PRINT_TABLE,
                                 .table = { .col = col, .n_col = N_COL - 1, .row = row, .n_row = n } };
    struct print_doc doc = { .paper = PRINT_A4_LANDSCAPE,
                             .lang = cx->lang,
                             .demo = web_demo_mode(w),
                             .org = { .name = w->home_name },
                             .title = tr(cx, "REGISTER OF PERSONAL FIELDS"),
                             .subtitle = date_text(cx->mem, date_of_instant(cx->now_at, ZONE_VN)),
                             .block = &block,
                             .n_block = 1,
                             .created_at = cx->now_at };
    TRY(print_pdf(cx, &doc, 1, &pdf));
    return web_file(w, S("personal-fields.pdf"), S("application/pdf"), pdf, true);
}

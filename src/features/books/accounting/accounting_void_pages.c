/* Voiding several vouchers that were selected in the list: shown first with what stands on each, then all or none. */
#include "features/books/accounting/accounting_void_pages.h"
#include "accounting_void.html.h"

#include "web/list/list.h"

#define AT(m) offsetof(struct void_many_in, m)
static const struct field fields[] = {
    { .name = "reason", .label = T("Reason"), .type = FIELD_TEXT, .at = AT(reason), .required = true, .max = 300 },
    { .name = "on", .label = T("Date"), .type = FIELD_DATE, .at = AT(on), .required = true },
    { .name = "together",
      .label = T("Void the vouchers that stand on it too"),
      .type = FIELD_BOOL,
      .at = AT(together) },
};
static const struct field row_fields[] = {
    { .name = "id", .label = T("Voucher"), .type = FIELD_ID, .at = offsetof(struct void_id, id), .required = true },
};
const struct form void_many_form = { .name = "void_many",
                                     .fields = fields,
                                     .n_fields = COUNT(fields),
                                     .size = sizeof(struct void_many_in),
                                     .row_fields = row_fields,
                                     .n_row_fields = COUNT(row_fields),
                                     .rows_max = LIST_SELECT_MAX,
                                     .row_size = sizeof(struct void_id),
                                     .rows_at = AT(row),
                                     .n_rows_at = AT(n_row) };

struct many {
    struct web *w;
    int64_t id[LIST_SELECT_MAX];
    int n;
    struct void_row *row;
    struct voucher_void_many ask;
};

static bool is_selected(const struct many *m, int64_t id)
{
    for (int i = 0; i < m->n; i++)
        if (m->id[i] == id)
            return true;
    return false;
}

/* What stands on it and is not selected itself. */
static result take_dependents(struct cx *cx, struct db *db, struct many *m, struct void_row *r)
{
    struct dependent *all;
    int n;
    TRY(voucher_dependents(cx, db, m->w->org_id, r->id, &all, &n));
    r->dep = new (cx->mem, struct dependent, n);
    for (int i = 0; i < n; i++)
        if (!is_selected(m, all[i].id))
            r->dep[r->n_dep++] = all[i];
    return OK;
}

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct many *m = arg;
    for (int i = 0; i < m->n; i++) {
        struct voucher_record r;
        struct void_row *row = &m->row[i];
        TRY(voucher_load(cx, db, m->w->org_id, m->id[i], &r));
        const struct voucher_kind *k = voucher_kind_find(r.v.kind);
        *row = (struct void_row){ .id = m->id[i],
                                  .number_text = r.p.number_text,
                                  .kind = k ? tr(cx, k->name) : r.v.kind,
                                  .posting_on = r.v.posting_on,
                                  .amount = r.amount };
        if (r.reverses_id || r.reversed_by_id)
            row->trouble = r.reverses_id ? tr(cx, "a cancellation") : tr(cx, "void already");
        TRY(take_dependents(cx, db, m, row));
    }
    return OK;
}

/* How many vouchers that nobody selected would go too. */
static int count_more(struct cx *cx, const struct many *m)
{
    int n = 0, most = 0;
    for (int i = 0; i < m->n; i++)
        most += m->row[i].n_dep;
    int64_t *id = new (cx->mem, int64_t, most);
    for (int i = 0; i < m->n; i++)
        for (int k = 0; k < m->row[i].n_dep; k++) {
            int at = 0;
            while (at < n && id[at] != m->row[i].dep[k].id)
                at++;
            if (at == n)
                id[n++] = m->row[i].dep[k].id;
        }
    return n;
}

static str list_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/vouchers", STR_ARG(w->org_code));
}

static void tell_errors(struct cx *cx, struct many *m)
{
    for (const struct err *e = cx->errors; e; e = e->next)
        for (int i = 0; i < m->n; i++)
            if (str_eq(e->field, str_fmt(cx->mem, "row-%d-id", i)))
                m->row[i].trouble = e->message;
}

static result draw(struct web *w, struct many *m)
{
    struct cx *cx = w->cx;
    struct html h = html_new(cx);
    bool post = w->rq->method == METHOD_POST;
    struct void_many_in fresh = { .on = date_of_instant(cx->now_at, ZONE_VN) };
    m->row = new (cx->mem, struct void_row, m->n);
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, read_work, m));
    tell_errors(cx, m);
    struct void_many_page page = { .csrf = web_csrf_fields(w),
                                   .rq = post ? w->rq : NULL,
                                   .in = post ? w->in : &fresh,
                                   .org_code = w->org_code,
                                   .row = m->row,
                                   .n = m->n,
                                   .n_more = count_more(cx, m),
                                   .back = { tr(cx, "Vouchers"), list_path(w), true } };
    for (int i = 0; i < m->n; i++)
        page.total.dong += m->row[i].amount.dong;
    if (web_wants_json(w))
        return web_data(w, &page);
    void_many_draw(&h, &page);
    str title = tr(cx, "Void the selected vouchers");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

result void_many_show(struct web *w)
{
    struct many *m = new (w->cx->mem, struct many, 1);
    m->w = w;
    m->n = list_selected(w, m->id, LIST_SELECT_MAX);
    return draw(w, m);
}

static struct many *asked(struct web *w)
{
    const struct void_many_in *in = w->in;
    struct many *m = new (w->cx->mem, struct many, 1);
    m->w = w;
    for (int i = 0; i < in->n_row; i++)
        if (!is_selected(m, in->row[i].id))
            m->id[m->n++] = in->row[i].id;
    return m;
}

result void_many_again(struct web *w) { return draw(w, asked(w)); }

static result void_work(struct cx *cx, struct db *db, void *arg)
{
    const struct many *m = arg;
    return voucher_void_many(cx, db, &m->ask);
}

result void_many_post(struct web *w)
{
    const struct void_many_in *in = w->in;
    struct many *m = asked(w);
    m->ask = (struct voucher_void_many){ w->org_id, m->id, m->n, in->on, in->reason, w->request_id, in->together };
    result r = store_write(w->store, w->cx, &w->org_id, 1, void_work, m);
    cx_rename_field(w->cx, "posting_on", "on");
    TRY(r);
    web_flash(w, TRF(w->cx, "{1} vouchers are void.", str_from_i64(w->cx->mem, m->n)));
    return web_redirect(w, list_path(w));
}

/* ---- what it says to other programs ---- */

static const struct data_field dependent_fields[] = {
    DATA(dependent, id),
    DATA_AS("number", dependent, number_text),
    DATA(dependent, posting_on),
    DATA_AS("amount_vnd", dependent, amount),
};
static const struct data dependent_data = { .name = "void_dependent",
                                            .field = dependent_fields,
                                            .n_field = COUNT(dependent_fields),
                                            .size = sizeof(struct dependent) };
static const struct data_field void_row_fields[] = {
    DATA(void_row, id),
    DATA_AS("number", void_row, number_text),
    DATA(void_row, kind),
    DATA(void_row, posting_on),
    DATA_AS("amount_vnd", void_row, amount),
    DATA(void_row, trouble),
    DATA_LIST("dependents", void_row, dep, n_dep, &dependent_data),
};
static const struct data void_row_data = DATA_OF(void_row, void_row_fields);
static const struct data_field page_fields[] = {
    DATA_LIST("rows", void_many_page, row, n, &void_row_data),
    DATA(void_many_page, n_more),
    DATA_AS("total_vnd", void_many_page, total),
};
const struct data void_many_data = DATA_OF(void_many_page, page_fields);

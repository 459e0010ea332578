/* The trial balance; on screen, as CSV and on paper. */
#include "features/books/accounting/accounting_pages.h"
#include "features/people/organisations/organisations.h"
#include "accounting.html.h"

#include "base/csv.h"
#include "web/opening.h"
#include "web/print/forms.h"
#include "web/spool.h"

enum { PAPER_LINES = 50000 };

struct book {
    struct web *w;
    struct form_head head;
    struct balance_query q;
    struct account_balance *leaf, *level1, total;
    int n, n_leaf, n_level1;
};

static result head_read(struct cx *cx, struct db *db, struct book *b, str purpose, date to)
{
    return org_form_head(cx, db, b->w->org_id, purpose, to, &b->head);
}

static struct form_head head_of(const struct book *b, date from, date to)
{
    struct form_head h = b->head;
    h.from = from, h.to = to;
    return h;
}

static struct days this_year(const struct web *w)
{
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    return (struct days){ { date_year(today) * 10000 + 101 }, today };
}

/* ---- trial balance ---- */

static result balance_work(struct cx *cx, struct db *db, void *arg)
{
    struct book *b = arg;
    TRY(head_read(cx, db, b, S("statement.trial_balance"), b->q.to));
    TRY(accounting_balances(cx, db, b->q, &b->leaf, &b->n_leaf));
    return accounting_trial_balance(cx, db, b->q, &b->level1, &b->n_level1);
}

static void add_to(struct account_balance *t, const struct account_balance *a)
{
    t->open_dr.dong += a->open_dr.dong, t->open_cr.dong += a->open_cr.dong;
    t->turn_dr.dong += a->turn_dr.dong, t->turn_cr.dong += a->turn_cr.dong;
    t->close_dr.dong += a->close_dr.dong, t->close_cr.dong += a->close_cr.dong;
}

/* First-level rows, each followed by its details where it has any. */
static struct account_balance *interleave(struct cx *cx, struct book *b)
{
    struct account_balance *row = new (cx->mem, struct account_balance, b->n_leaf + b->n_level1);
    int k = 0;
    b->n = 0;
    for (int i = 0; i < b->n_level1; i++) {
        row[b->n++] = b->level1[i];
        if (b->level1[i].code.s[0] != '0')
            add_to(&b->total, &b->level1[i]);
        for (; k < b->n_leaf && str_starts(b->leaf[k].code, b->level1[i].code); k++)
            if (b->leaf[k].code.n > 3)
                row[b->n++] = b->leaf[k];
    }
    return row;
}

static result balance_pdf(struct web *w, struct book *b, const struct account_balance *row)
{
    struct form_balance_line *l = new (w->cx->mem, struct form_balance_line, b->n);
    struct form_balance f = { .head = head_of(b, b->q.from, b->q.to), .line = l, .n_line = b->n };
    struct print_doc doc;
    str pdf;
    for (int i = 0; i < b->n; i++)
        l[i] = (struct form_balance_line){ .account = row[i].code,
                                           .name = row[i].name_vi,
                                           .open_dr = row[i].open_dr,
                                           .open_cr = row[i].open_cr,
                                           .turn_dr = row[i].turn_dr,
                                           .turn_cr = row[i].turn_cr,
                                           .close_dr = row[i].close_dr,
                                           .close_cr = row[i].close_cr,
                                           .strong = row[i].code.n == 3 };
    f.total = (struct form_balance_line){ .open_dr = b->total.open_dr,
                                          .open_cr = b->total.open_cr,
                                          .turn_dr = b->total.turn_dr,
                                          .turn_cr = b->total.turn_cr,
                                          .close_dr = b->total.close_dr,
                                          .close_cr = b->total.close_cr };
    doc = form_balance(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, S("bang-can-doi-tai-khoan.pdf"), S("application/pdf"), pdf, true);
}

static result balance_csv(struct web *w, const struct book *b, const struct account_balance *row)
{
    struct buf out = buf_new(w->cx->mem);
    struct csv_out o = csv_out_new(&out, ',', true);
    const char *const head[] = { T("Account"), T("Name"),   T("Opening debit"), T("Opening credit"),
                                 T("Debit"),   T("Credit"), T("Closing debit"), T("Closing credit") };
    for (int i = 0; i < COUNT(head); i++)
        csv_put(&o, tr(w->cx, head[i]));
    csv_end_row(&o);
    for (int i = 0; i < b->n; i++) {
        csv_put(&o, row[i].code);
        csv_put(&o, w->cx->lang == LANG_EN ? row[i].name_en : row[i].name_vi);
        csv_put_i64(&o, row[i].open_dr.dong);
        csv_put_i64(&o, row[i].open_cr.dong);
        csv_put_i64(&o, row[i].turn_dr.dong);
        csv_put_i64(&o, row[i].turn_cr.dong);
        csv_put_i64(&o, row[i].close_dr.dong);
        csv_put_i64(&o, row[i].close_cr.dong);
        csv_end_row(&o);
    }
    return web_file(w, S("trial-balance.csv"), S("text/csv; charset=utf-8"), buf_str(&out), false);
}

result balance_show(struct web *w)
{
    struct html h = html_new(w->cx);
    str format = request_query(w->rq, S("format"));
    struct days d = this_year(w);
    TRY(books_days(w, &d));
    struct book b = { .w = w, .q = { w->org_id, d.from, d.to, S("") } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, balance_work, &b));
    struct account_balance *row = interleave(w->cx, &b);
    if (str_eq(format, S("pdf")))
        return balance_pdf(w, &b, row);
    if (str_eq(format, S("csv")))
        return balance_csv(w, &b, row);
    struct balance_page m = {
        .org_code = w->org_code, .row = row, .n = b.n, .total = b.total, .from = b.q.from, .to = b.q.to
    };
    if (web_wants_json(w))
        return web_data(w, &m);
    balance_draw(&h, &m);
    return web_page(w, tr(w->cx, "Trial balance"), &h);
}

/* The books: trial balance, ledger of an account, general journal; on screen, as CSV and on paper. */
#include "features/books/accounting/accounting_pages.h"
#include "features/people/organisations/organisations.h"
#include "accounting.html.h"
#include "accounting.sql.h"

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
    struct accounting_ledger_args lq;
    struct accounting_ledger *ledger;
    struct accounting_ledger_opening open;
    struct accounting_ledger_before before;
    struct accounting_ledger_total turn;
    struct accounting_account_name *name;
    int n_name;
    struct accounting_journal_args jq;
    struct accounting_journal *journal;
    struct accounting_journal_total jt;
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

/* ---- ledger of one account ---- */

static result ledger_work(struct cx *cx, struct db *db, void *arg)
{
    struct book *b = arg;
    const struct accounting_ledger_args *q = &b->lq;
    TRY(head_read(cx, db, b, S("book.ledger"), b->lq.to_on));
    TRY(accounting_ledger(db, *q, &b->ledger, &b->n));
    TRY(accounting_ledger_before(db,
                                 (struct accounting_ledger_before_args){ .org_id = q->org_id,
                                                                         .from_account = q->from_account,
                                                                         .to_account = q->to_account,
                                                                         .from_on = q->from_on,
                                                                         .to_on = q->to_on,
                                                                         .party_id = q->party_id,
                                                                         .n_offset = q->n_offset },
                                 &b->before));
    TRY(accounting_ledger_opening(db,
                                  (struct accounting_ledger_opening_args){ .org_id = q->org_id,
                                                                           .from_account = q->from_account,
                                                                           .to_account = q->to_account,
                                                                           .from_on = q->from_on,
                                                                           .party_id = q->party_id },
                                  &b->open));
    TRY(accounting_ledger_total(db,
                                (struct accounting_ledger_total_args){ .org_id = q->org_id,
                                                                       .from_account = q->from_account,
                                                                       .to_account = q->to_account,
                                                                       .from_on = q->from_on,
                                                                       .to_on = q->to_on,
                                                                       .party_id = q->party_id },
                                &b->turn));
    return accounting_account_name(
        db, (struct accounting_account_name_args){ .org_id = q->org_id, .posting_on = q->to_on }, &b->name, &b->n_name);
}

static str account_name(const struct book *b, str code, enum lang lang)
{
    for (int i = 0; i < b->n_name; i++)
        if (str_eq(b->name[i].code, code))
            return lang == LANG_EN ? b->name[i].name_en : b->name[i].name_vi;
    return S("");
}

/* Paper is drawn in memory: what does not fit is refused, not cut off. */
static result fits_paper(struct web *w, int64_t n_line)
{
    if (n_line <= PAPER_LINES)
        return OK;
    return fail(w->cx, .kind = ERR_INVALID, .code = S("book.too_long"), .field = S("from"),
                .message = TRF(w->cx, "The paper would have {1} lines.", str_from_i64(w->cx->mem, n_line)),
                .hint = tr(w->cx, "Choose a shorter period."));
}

static result ledger_pdf(struct web *w, struct book *b, str code, const struct ledger_page *m)
{
    struct form_book_line *l = new (w->cx->mem, struct form_book_line, b->n);
    struct form_ledger f = { .head = head_of(b, m->from, m->to),
                             .account = code,
                             .account_name = account_name(b, code, LANG_VI),
                             .turn_dr = m->turn_dr,
                             .turn_cr = m->turn_cr,
                             .line = l,
                             .n_line = b->n };
    struct print_doc doc;
    str pdf;
    TRY(fits_paper(w, b->turn.n_line));
    f.open_dr.dong = m->open.dong > 0 ? m->open.dong : 0;
    f.open_cr.dong = m->open.dong < 0 ? -m->open.dong : 0;
    f.close_dr.dong = m->close.dong > 0 ? m->close.dong : 0;
    f.close_cr.dong = m->close.dong < 0 ? -m->close.dong : 0;
    for (int i = 0; i < b->n; i++) {
        const struct accounting_ledger *r = &b->ledger[i];
        const struct voucher_kind *k = voucher_kind_find(r->kind);
        l[i] = (struct form_book_line){ .posting_on = r->posting_on,
                                        .document_on = r->posting_on,
                                        .number = voucher_number(w->cx->mem, r->book, r->year, r->number),
                                        .explanation = r->memo.n ? r->memo
                                                       : k       ? tr_lang(LANG_VI, k->name)
                                                                 : r->kind,
                                        .dr = r->dr_vnd,
                                        .cr = r->cr_vnd };
    }
    doc = form_ledger(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, str_fmt(w->cx->mem, "so-cai-" STR_FMT ".pdf", STR_ARG(code)), S("application/pdf"), pdf, true);
}

/* The balance after each row of the page. */
static money *run(struct web *w, const struct book *b, money carried)
{
    money *m = new (w->cx->mem, money, b->n);
    int64_t x = carried.dong;
    for (int i = 0; i < b->n; i++) {
        x += b->ledger[i].dr_vnd.dong - b->ledger[i].cr_vnd.dong;
        m[i] = (money){ x };
    }
    return m;
}

result ledger_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct list_state state = list_state_of(w->rq);
    str code = web_param(w, S("code"));
    bool pdf = str_eq(request_query(w->rq, S("format")), S("pdf"));
    struct days d = this_year(w);
    TRY(books_days(w, &d));
    struct book b = { .w = w,
                      .lq = { .org_id = w->org_id,
                              .from_account = code,
                              .to_account = str_fmt(w->cx->mem, STR_FMT "\x7f", STR_ARG(code)),
                              .from_on = d.from,
                              .to_on = d.to,
                              .n_limit = pdf ? PAPER_LINES : state.per_page,
                              .n_offset = pdf ? 0 : list_offset(&state) } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, ledger_work, &b));
    struct list list = { .rq = w->rq, .state = state, .total = b.turn.n_line };
    money open = { b.open.dr_vnd.dong - b.open.cr_vnd.dong };
    money carried = { open.dong + b.before.dr_vnd.dong - b.before.cr_vnd.dong };
    struct ledger_page m = { .org_code = w->org_code,
                             .account = code,
                             .name = account_name(&b, code, w->cx->lang),
                             .list = &list,
                             .open = open,
                             .carried = carried,
                             .first = b.lq.n_offset == 0,
                             .row = b.ledger,
                             .n = b.n,
                             .turn_dr = b.turn.dr_vnd,
                             .turn_cr = b.turn.cr_vnd,
                             .close = { open.dong + b.turn.dr_vnd.dong - b.turn.cr_vnd.dong },
                             .running = run(w, &b, carried),
                             .from = b.lq.from_on,
                             .to = b.lq.to_on,
                             .w = w };
    if (!m.name.n)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("account.not_found"),
                    .message = tr(w->cx, "There is no such account."));
    if (pdf)
        return ledger_pdf(w, &b, code, &m);
    if (web_wants_json(w))
        return web_data(w, &m);
    ledger_draw(&h, &m);
    return web_page(w, str_fmt(w->cx->mem, STR_FMT " " STR_FMT, STR_ARG(code), STR_ARG(m.name)), &h);
}

/* ---- journal ---- */

static result journal_work(struct cx *cx, struct db *db, void *arg)
{
    struct book *b = arg;
    TRY(head_read(cx, db, b, S("book.journal"), b->jq.to_on));
    TRY(accounting_journal(db, b->jq, &b->journal, &b->n));
    return accounting_journal_total(db,
                                    (struct accounting_journal_total_args){
                                        .org_id = b->jq.org_id, .from_on = b->jq.from_on, .to_on = b->jq.to_on },
                                    &b->jt);
}

static result journal_pdf(struct web *w, struct book *b)
{
    struct form_book_line *l = new (w->cx->mem, struct form_book_line, b->n);
    struct form_journal f = { .head = head_of(b, b->jq.from_on, b->jq.to_on),
                              .line = l,
                              .n_line = b->n,
                              .dr = b->jt.dr_vnd,
                              .cr = b->jt.cr_vnd };
    struct print_doc doc;
    str pdf;
    TRY(fits_paper(w, b->jt.n_line));
    for (int i = 0; i < b->n; i++) {
        const struct accounting_journal *r = &b->journal[i];
        const struct voucher_kind *k = voucher_kind_find(r->kind);
        l[i] = (struct form_book_line){ .posting_on = r->posting_on,
                                        .document_on = r->document_on,
                                        .number = voucher_number(w->cx->mem, r->book, r->year, r->number),
                                        .explanation = r->memo.n ? r->memo
                                                       : k       ? tr_lang(LANG_VI, k->name)
                                                                 : r->kind,
                                        .contra = r->account,
                                        .journal_line = i + 1,
                                        .dr = r->dr_vnd,
                                        .cr = r->cr_vnd };
    }
    doc = form_journal(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, S("nhat-ky-chung.pdf"), S("application/pdf"), pdf, true);
}

/* ---- the journal as a file, however long ---- */

struct filing {
    struct accounting_journal_each_args q;
    struct spool spool;
};

static result file_row(struct cx *cx, void *arg, const struct accounting_journal *r)
{
    struct filing *f = arg;
    size_t mark = arena_mark(cx->mem);
    struct buf b = buf_new(cx->mem);
    struct csv_out o = csv_out_new(&b, ',', false); /* the byte order mark stands at the beginning alone */
    o.for_people = true;
    csv_put(&o, date_text(cx->mem, r->posting_on));
    csv_put(&o, voucher_number(cx->mem, r->book, r->year, r->number));
    csv_put(&o, r->memo);
    csv_put(&o, r->account);
    csv_put_i64(&o, r->dr_vnd.dong);
    csv_put_i64(&o, r->cr_vnd.dong);
    csv_end_row(&o);
    result done = spool_put(cx, &f->spool, buf_str(&b));
    arena_reset(cx->mem, mark);
    return done;
}

static result file_work(struct cx *cx, struct db *db, void *arg)
{
    const char *const head[] = { T("Date"), T("Voucher"), T("Explanation"), T("Account"), T("Debit"), T("Credit") };
    struct filing *f = arg;
    struct buf b = buf_new(cx->mem);
    struct csv_out o = csv_out_new(&b, ',', true);
    for (int i = 0; i < COUNT(head); i++)
        csv_put(&o, tr(cx, head[i]));
    csv_end_row(&o);
    spool_drop(&f->spool);
    f->spool = spool_new(cx);
    TRY(spool_put(cx, &f->spool, buf_str(&b)));
    return accounting_journal_each(db, f->q, file_row, f);
}

static result journal_csv(struct web *w)
{
    struct days d = { .to = DATE_OPEN };
    TRY(books_days(w, &d));
    struct filing f = { .q = { .org_id = w->org_id, .from_on = d.from, .to_on = d.to } };
    result r = store_read(w->store, w->cx, DB_SCOPE_ALL, file_work, &f);
    if (r.ok)
        r = spool_send(w, &f.spool, S("journal.csv"), S("text/csv; charset=utf-8"));
    spool_drop(&f.spool);
    return r;
}

result journal_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct list_state state = list_state_of(w->rq);
    str format = request_query(w->rq, S("format"));
    bool pdf = str_eq(format, S("pdf"));
    struct days d = this_year(w);
    if (str_eq(format, S("csv")))
        return journal_csv(w);
    TRY(books_days(w, &d));
    struct book b = { .w = w,
                      .jq = { .org_id = w->org_id,
                              .from_on = d.from,
                              .to_on = d.to,
                              .n_limit = pdf ? PAPER_LINES : state.per_page,
                              .n_offset = pdf ? 0 : list_offset(&state) } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, journal_work, &b));
    if (pdf)
        return journal_pdf(w, &b);
    struct list list = { .rq = w->rq, .state = state, .total = b.jt.n_line };
    struct journal_page m = { .org_code = w->org_code,
                              .list = &list,
                              .row = b.journal,
                              .n = b.n,
                              .dr = b.jt.dr_vnd,
                              .cr = b.jt.cr_vnd,
                              .from = b.jq.from_on,
                              .to = b.jq.to_on };
    if (web_wants_json(w))
        return web_data(w, &m);
    journal_draw(&h, &m);
    return web_page(w, tr(w->cx, "General journal"), &h);
}

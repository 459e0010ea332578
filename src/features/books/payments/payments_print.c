/* Receipts and payments on paper, 01-TT and 02-TT: one, or those that were selected, as they were first printed. */
#include "features/books/payments/payments_pages.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/prints/prints.h"

#include "web/list/list.h"
#include "web/opening.h"
#include "web/print/forms.h"

struct printing {
    struct web *w;
    const int64_t *id;
    int n;
    struct payment_record *r;
    struct form_head *head;
};

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct printing *p = arg;
    for (int i = 0; i < p->n; i++) {
        struct payment_record *r = &p->r[i];
        TRY(payment_get(cx, db, p->w->org_id, p->id[i], r));
        if (!books_open_on(p->w, r->on))
            return payment_get(cx, db, p->w->org_id, 0, r); /* as if it were not there */
        TRY(org_form_head(cx, db, p->w->org_id, r->out ? S("cash.payment") : S("cash.receipt"), r->on, &p->head[i]));
    }
    return OK;
}

static str purpose_of(const struct payment_record *r, enum lang lang)
{
    for (int i = 0; i < n_payment_purposes; i++)
        if (payment_purposes[i].out == r->out && str_eq(r->account, str_of(payment_purposes[i].account)))
            return tr_lang(lang, payment_purposes[i].label);
    return S("");
}

/* Names the voucher and the beginning of its leaf in the log: whoever has the books can say whether a paper is theirs.
 */
static str code_of(struct web *w, const struct payment_record *r)
{
    return str_fmt(w->cx->mem, "urn:hoptac:voucher:" STR_FMT ":" STR_FMT ":" STR_FMT, STR_ARG(w->org_code),
                   STR_ARG(r->number_text), STR_ARG(str_to_hex(w->cx->mem, r->leaf.b, 8)));
}

static struct print_paper_of paper_of(struct web *w, const struct payment_record *r, const struct form_head *head,
                                      enum lang lang)
{
    struct form_entry *entry = new (w->cx->mem, struct form_entry, 2);
    struct form_cash *f = new (w->cx->mem, struct form_cash, 1);
    entry[0] = (struct form_entry){ S("1111"), r->amount };
    entry[1] = (struct form_entry){ r->account, r->amount };
    *f = (struct form_cash){ .head = *head,
                             .payment = r->out,
                             .debit = &entry[r->out],
                             .n_debit = 1,
                             .credit = &entry[!r->out],
                             .n_credit = 1,
                             .party = web_name_shown(w, r->party_name),
                             .party_address = web_outside(w) ? S("") : r->party_address,
                             .reason = r->memo.n ? r->memo : purpose_of(r, lang),
                             .amount = r->amount };
    f->head.lang = lang;
    f->head.paper = PRINT_A5_LANDSCAPE;
    f->head.number = r->number_text;
    f->head.qr = code_of(w, r);
    return (struct print_paper_of){ .voucher_id = r->voucher_id,
                                    .party_id = r->party_id,
                                    .paper = S("cash"),
                                    .is_void = r->is_void,
                                    .doc = form_cash(w->cx, f) };
}

/* Statutory papers are kept in Vietnamese; ?in=en gives a translation. */
static result print(struct web *w, const int64_t *id, int n)
{
    struct printing p = { w, id, n, new (w->cx->mem, struct payment_record, n), new (w->cx->mem, struct form_head, n) };
    enum lang lang = str_eq(request_query(w->rq, S("in")), S("en")) ? LANG_EN : LANG_VI;
    struct print_paper_of *paper = new (w->cx->mem, struct print_paper_of, n);
    str pdf;
    if (n == 0)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("print.nothing"),
                    .message = tr(w->cx, "There is nothing to print."));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &p));
    for (int i = 0; i < n; i++)
        paper[i] = paper_of(w, &p.r[i], &p.head[i], lang);
    TRY(prints_pdf(w, paper, n, &pdf));
    str name = n == 1 ? str_fmt(w->cx->mem, STR_FMT ".pdf", STR_ARG(p.r->number_text)) : S("phieu-thu-chi.pdf");
    return web_file(w, name, S("application/pdf"), pdf, true);
}

result payment_pdf(struct web *w)
{
    int64_t id = web_param_id(w, S("id"));
    return print(w, &id, 1);
}

result payments_pdf(struct web *w)
{
    int64_t *id = new (w->cx->mem, int64_t, LIST_SELECT_MAX);
    return print(w, id, list_selected(w, id, LIST_SELECT_MAX));
}

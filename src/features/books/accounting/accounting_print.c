/* A voucher on paper: its journal lines, as they were first printed. Money and goods have papers of their own in their
   rooms; this one is for all. */
#include "features/books/accounting/accounting_pages.h"
#include "accounting.sql.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/prints/prints.h"

#include "web/print/forms.h"

enum { FEW_LINES = 6 }; /* fit on half a sheet */

struct heading {
    const struct voucher_page *m;
    struct form_head head;
};

static result head_work(struct cx *cx, struct db *db, void *arg)
{
    struct heading *h = arg;
    return org_form_head(cx, db, h->m->w->org_id, S("accounting.voucher"), h->m->r->v.posting_on, &h->head);
}

static str account_name(const struct voucher_page *m, str code, enum lang lang)
{
    for (int i = 0; i < m->n_account; i++)
        if (str_eq(m->account[i].code, code))
            return lang == LANG_EN ? m->account[i].name_en : m->account[i].name_vi;
    return S("");
}

static str person(const struct voucher_page *m, const struct named *n)
{
    return n ? web_name_shown(m->w, n->name) : S("");
}

static const struct form_voucher_line *lines_of(struct web *w, const struct voucher_page *m, enum lang lang)
{
    const struct voucher *v = &m->r->v;
    struct form_voucher_line *l = new (w->cx->mem, struct form_voucher_line, v->n_line + 1);
    for (int i = 0; i < v->n_line; i++)
        l[i] = (struct form_voucher_line){ .account = v->line[i].account,
                                           .name = account_name(m, v->line[i].account, lang),
                                           .party = person(m, named_find(m->party, m->n_party, v->line[i].party_id)),
                                           .dr = v->line[i].dr,
                                           .cr = v->line[i].cr };
    return l;
}

static result paper_of(struct web *w, const struct voucher_page *m, enum lang lang, struct print_paper_of *out)
{
    struct heading h = { .m = m };
    const struct voucher_record *r = m->r;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, head_work, &h));
    struct form_voucher f = { .head = h.head,
                              .kind = m->kind ? tr_lang(lang, m->kind->name) : r->v.kind,
                              .reason = r->v.memo,
                              .line = lines_of(w, m, lang),
                              .n_line = r->v.n_line,
                              .total = r->amount,
                              .n_attached = r->v.n_attachment };
    f.head.lang = lang;
    f.head.paper = r->v.n_line > FEW_LINES ? PRINT_A4 : PRINT_A5_LANDSCAPE;
    f.head.number = r->p.number_text;
    f.head.sign.preparer = person(m, named_find(m->user, m->n_user, r->v.prepared_by));
    f.head.qr = str_fmt(w->cx->mem, "urn:hoptac:voucher:" STR_FMT ":" STR_FMT ":" STR_FMT, STR_ARG(w->org_code),
                        STR_ARG(r->p.number_text), STR_ARG(str_to_hex(w->cx->mem, r->p.leaf.b, 8)));
    *out = (struct print_paper_of){
        .voucher_id = r->p.id, .paper = S("entry"), .is_void = m->is_void, .doc = form_voucher(w->cx, &f)
    };
    return OK;
}

result voucher_pdf(struct web *w, const struct voucher_page *m, int n)
{
    enum lang lang = str_eq(request_query(w->rq, S("in")), S("en")) ? LANG_EN : LANG_VI;
    struct print_paper_of *paper = new (w->cx->mem, struct print_paper_of, n);
    str pdf;
    if (n == 0)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("print.nothing"),
                    .message = tr(w->cx, "There is nothing to print."));
    for (int i = 0; i < n; i++)
        TRY(paper_of(w, &m[i], lang, &paper[i]));
    TRY(prints_pdf(w, paper, n, &pdf));
    str name = n == 1 ? str_fmt(w->cx->mem, STR_FMT ".pdf", STR_ARG(m->r->p.number_text)) : S("phieu-ke-toan.pdf");
    return web_file(w, name, S("application/pdf"), pdf, true);
}

/* Slips on A5, the purchase list 06-VT on A4. Statutory papers are in Vietnamese whatever the reader's
 * language. */
#include "features/produce/intake/intake_prints.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/intake/intake_pages.h"
#include "features/trust/prints/prints.h"

#include "web/print/forms.h"

#include <stdlib.h>

struct heading {
    int64_t org_id;
    str purpose;
    date on;
    struct form_head head;
};

static result head_work(struct cx *cx, struct db *db, void *arg)
{
    struct heading *h = arg;
    return org_form_head(cx, db, h->org_id, h->purpose, h->on, &h->head);
}

static result head_of(struct web *w, str purpose, date on, struct form_head *out)
{
    struct heading h = { .org_id = w->org_id, .purpose = purpose, .on = on };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, head_work, &h));
    *out = h.head;
    return OK;
}

/* A slip that was priced later is another paper than the one given at the scale. */
static struct print_paper_of slip_paper(struct web *w, const struct form_head *head, const struct intake_record *r)
{
    struct form_slip_line *l = new (w->cx->mem, struct form_slip_line, 1);
    struct form_slip *f = new (w->cx->mem, struct form_slip, 1);
    *l = (struct form_slip_line){ .item = r->item_name,
                                  .grade = r->grade,
                                  .unit = r->shown_unit,
                                  .gross = r->gross,
                                  .tare = r->tare,
                                  .net = r->net,
                                  .per = r->per,
                                  .priced = r->priced,
                                  .price = r->price,
                                  .amount = r->amount };
    *f = (struct form_slip){ .head = *head,
                             .member = web_name_shown(w, r->member_name),
                             .member_code = r->member_code,
                             .line = l,
                             .n_line = 1,
                             .total = r->amount };
    f->head.paper = PRINT_A5;
    f->head.number = r->number_text;
    f->head.on = r->delivered_on;
    f->head.created_at = date_instant(r->delivered_on, ZONE_VN);
    f->head.qr = str_fmt(w->cx->mem, "urn:hoptac:lot:" STR_FMT, STR_ARG(r->lot_token));
    f->agreement = str_eq(r->mode, S("bought"))      ? tr_lang(LANG_VI, "bought")
                   : str_eq(r->mode, S("on_behalf")) ? tr_lang(LANG_VI, "sold on behalf")
                                                     : tr_lang(LANG_VI, "processed");
    str paper = r->price_voucher_id ? str_fmt(w->cx->mem, "slip.%lld", (long long)r->price_voucher_id) : S("slip");
    return (struct print_paper_of){ .voucher_id = r->voucher_id,
                                    .party_id = r->party_id,
                                    .paper = paper,
                                    .is_void = r->is_void,
                                    .doc = form_slip(w->cx, f) };
}

result intake_print_slips(struct web *w, const struct intake_record *r, int n)
{
    struct form_head head;
    struct print_paper_of *paper = new (w->cx->mem, struct print_paper_of, n);
    str pdf;
    if (n == 0)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("print.nothing"),
                    .message = tr(w->cx, "There is nothing to print."));
    TRY(head_of(w, S("goods.weighing_slip"), r[0].delivered_on, &head));
    for (int i = 0; i < n; i++)
        paper[i] = slip_paper(w, &head, &r[i]);
    TRY(prints_pdf(w, paper, n, &pdf));
    return web_file(w, n == 1 ? str_fmt(w->cx->mem, STR_FMT ".pdf", STR_ARG(r->number_text)) : S("phieu-can.pdf"),
                    S("application/pdf"), pdf, true);
}

/* 01-VT: what a bought delivery brought into the store. */
static struct print_paper_of receipt_paper(struct web *w, const struct form_head *head, const struct intake_record *r)
{
    struct form_stock_line *l = new (w->cx->mem, struct form_stock_line, 1);
    struct form_entry *entry = new (w->cx->mem, struct form_entry, 2);
    struct form_stock *f = new (w->cx->mem, struct form_stock, 1);
    *l = (struct form_stock_line){ .item = r->item_name,
                                   .code = r->item_code,
                                   .unit = r->shown_unit,
                                   .actual = r->net,
                                   .per = r->per,
                                   .priced = r->priced,
                                   .price = r->price,
                                   .amount = r->amount };
    entry[0] = (struct form_entry){ r->account, r->amount };
    entry[1] = (struct form_entry){ S("331"), r->amount };
    *f = (struct form_stock){ .head = *head,
                              .debit = &entry[0],
                              .n_debit = r->priced,
                              .credit = &entry[1],
                              .n_credit = r->priced,
                              .party = web_name_shown(w, r->member_name),
                              .line = l,
                              .n_line = 1,
                              .total = r->amount };
    f->head.paper = PRINT_A5_LANDSCAPE;
    f->head.number = r->number_text;
    f->head.created_at = date_instant(r->delivered_on, ZONE_VN);
    f->head.qr = str_fmt(w->cx->mem, "urn:hoptac:lot:" STR_FMT, STR_ARG(r->lot_token));
    str paper =
        r->price_voucher_id ? str_fmt(w->cx->mem, "receipt.%lld", (long long)r->price_voucher_id) : S("receipt");
    return (struct print_paper_of){ .voucher_id = r->voucher_id,
                                    .party_id = r->party_id,
                                    .paper = paper,
                                    .is_void = r->is_void,
                                    .doc = form_stock(w->cx, f) };
}

result intake_print_receipt(struct web *w, const struct intake_record *r)
{
    struct form_head head;
    str pdf;
    if (!str_eq(r->mode, S("bought")))
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("print.nothing"),
                    .message = tr(w->cx, "There is nothing to print."));
    TRY(head_of(w, S("goods.receipt"), r->delivered_on, &head));
    struct print_paper_of paper = receipt_paper(w, &head, r);
    TRY(prints_pdf(w, &paper, 1, &pdf));
    return web_file(w, str_fmt(w->cx->mem, STR_FMT "-nhap-kho.pdf", STR_ARG(r->number_text)), S("application/pdf"), pdf,
                    true);
}

/* By seller, then day, then slip: the form groups neighbours. */
static int by_seller(const void *a, const void *b)
{
    const struct intake_record *x = a, *y = b;
    int c = str_cmp(x->member_code, y->member_code);
    if (c == 0)
        c = date_cmp(x->delivered_on, y->delivered_on);
    return c ? c : str_cmp(x->number_text, y->number_text);
}

result intake_print_purchases(struct web *w, const struct intake_record *r, int n)
{
    struct intake_record *own = new (w->cx->mem, struct intake_record, n);
    struct form_purchase_line *l = new (w->cx->mem, struct form_purchase_line, n);
    struct form_purchases f = { 0 };
    struct print_doc doc;
    str pdf;
    int k = 0;
    for (int i = 0; i < n; i++)
        if (!r[i].is_void && r[i].priced && str_eq(r[i].mode, S("bought")))
            own[k++] = r[i];
    if (k)
        qsort(own, (size_t)k, sizeof *own, by_seller);
    for (int i = 0; i < k; i++)
        l[i] = (struct form_purchase_line){ .seller = web_name_shown(w, own[i].member_name),
                                            .on = own[i].delivered_on,
                                            .number = own[i].number_text,
                                            .item = own[i].item_name,
                                            .unit = own[i].shown_unit,
                                            .qty = own[i].net,
                                            .per = own[i].per,
                                            .price = own[i].price,
                                            .amount = own[i].amount };
    date from = { 0 }, to = { 0 };
    for (int i = 0; i < k; i++) {
        if (!from.ymd || date_cmp(own[i].delivered_on, from) < 0)
            from = own[i].delivered_on;
        if (date_cmp(own[i].delivered_on, to) > 0)
            to = own[i].delivered_on;
    }
    TRY(head_of(w, S("goods.purchases"), to, &f.head));
    f.head.from = from, f.head.to = to;
    f.line = l, f.n_line = k;
    if (k == 0)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("print.nothing"),
                    .message = tr(w->cx, "There is nothing to print."));
    TRY(form_purchases(w->cx, &f, &doc));
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, S("bang-ke-mua-hang.pdf"), S("application/pdf"), pdf, true);
}

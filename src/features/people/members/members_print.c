/* The passbook on paper. What a reader may not see was taken away before. */
#include "features/people/members/members_pages.h"

#include "web/print/forms.h"

result passbook_pdf(struct web *w, const struct party_query *q)
{
    struct form_passbook_line *l = new (w->cx->mem, struct form_passbook_line, q->book.n);
    struct form_passbook f = { .head = { .demo = q->org.is_demo,
                                         .org = { q->org.name, q->org.address, q->org.tax_code },
                                         .on = q->q.to,
                                         .from = q->q.from,
                                         .to = q->q.to,
                                         .created_at = w->cx->now_at },
                               .member = q->party.full_name,
                               .member_code = q->party.code,
                               .place = q->party.hamlet,
                               .open = q->book.open,
                               .owed = q->book.owed,
                               .paid = q->book.paid,
                               .close = q->book.close,
                               .line = l,
                               .n_line = q->book.n };
    str pdf;
    for (int i = 0; i < q->book.n; i++) {
        const struct passbook_line *p = &q->book.line[i];
        const struct voucher_kind *k = voucher_kind_find(p->kind);
        l[i] =
            (struct form_passbook_line){ p->on,   p->number, k ? tr_lang(LANG_VI, k->name) : p->kind, p->goods, p->owed,
                                         p->paid, p->balance };
    }
    struct print_doc doc = form_passbook(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, str_fmt(w->cx->mem, "so-thanh-vien-" STR_FMT ".pdf", STR_ARG(q->party.code)),
                    S("application/pdf"), pdf, true);
}

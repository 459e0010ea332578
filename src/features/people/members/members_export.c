/* Lists as files and the passbook on paper. What a reader may not see was taken away before. */
#include "features/people/members/members_pages.h"

#include "base/csv.h"
#include "web/print/forms.h"
#include "web/sheet/sheet.h"

static const char *const heads[] = { T("Code"),
                                     T("Full name"),
                                     T("Kind of partner"),
                                     T("Phone"),
                                     T("Date of birth"),
                                     T("Gender"),
                                     T("Address"),
                                     T("Hamlet"),
                                     T("Tax code"),
                                     T("Personal number"),
                                     T("Class of membership"),
                                     T("Joined on"),
                                     T("Left after"),
                                     T("Number of the agreement"),
                                     T("How produce is taken in") };
enum { N_HEADS = COUNT(heads) };
#define SHEET_BYTES_MAX ((size_t)32 << 20)

static void cells(struct cx *cx, const struct party *p, str out[N_HEADS])
{
    struct arena *m = cx->mem;
    const str c[N_HEADS] = { p->code,
                             p->full_name,
                             org_label(cx, &party_kinds, p->kind),
                             p->phone,
                             date_text(m, p->birth_on),
                             p->gender.n ? org_label(cx, &party_genders, p->gender) : S(""),
                             p->address,
                             p->hamlet,
                             p->tax_code,
                             party_number_masked(m, p->last_digits),
                             org_label(cx, &member_classes, p->class),
                             date_text(m, p->joined_on),
                             date_text(m, p->left_on),
                             p->agreement_number,
                             org_label(cx, &intake_modes, p->intake_mode) };
    memcpy(out, c, sizeof c);
}

static result export_csv(struct web *w, const struct party_list *l, bool members)
{
    struct buf b = buf_new(w->cx->mem);
    struct csv_out o = csv_out_new(&b, ',', true);
    str cell[N_HEADS];
    for (int i = 0; i < N_HEADS; i++)
        csv_put(&o, tr(w->cx, heads[i]));
    csv_end_row(&o);
    for (int i = 0; i < l->n; i++) {
        cells(w->cx, &l->row[i], cell);
        for (int c = 0; c < N_HEADS; c++)
            csv_put(&o, cell[c]);
        csv_end_row(&o);
    }
    return web_file(w, members ? S("members.csv") : S("partners.csv"), S("text/csv; charset=utf-8"), buf_str(&b),
                    false);
}

static result fill_sheet(struct cx *cx, struct sheet_out *o, const struct party_list *l, str name)
{
    struct sheet_col *col = new (cx->mem, struct sheet_col, N_HEADS);
    str cell[N_HEADS];
    for (int i = 0; i < N_HEADS; i++)
        col[i] = (struct sheet_col){ .title = tr(cx, heads[i]) };
    TRY(sheet_page(o, name, col, N_HEADS, 0));
    for (int i = 0; i < l->n; i++) {
        cells(cx, &l->row[i], cell);
        for (int c = 0; c < N_HEADS; c++)
            sheet_put(o, cell[c]);
        TRY(sheet_row_end(o));
    }
    return OK;
}

static result export_xlsx(struct web *w, const struct party_list *l, bool members)
{
    struct sheet_out *o;
    str bytes, name = members ? tr(w->cx, "Members") : tr(w->cx, "Partners");
    TRY(sheet_begin(
        w->cx,
        (struct sheet_meta){ .title = name, .author = w->org_name, .demo = w->org_demo, .created_at = w->cx->now_at },
        &o));
    if (!fill_sheet(w->cx, o, l, name).ok) {
        sheet_drop(o);
        return FAILED;
    }
    TRY(sheet_end(o, SHEET_BYTES_MAX, &bytes));
    return web_file(w, members ? S("members.xlsx") : S("partners.xlsx"), S(SHEET_MIME), bytes, false);
}

result party_export(struct web *w, const struct party_list *l, bool members)
{
    return str_eq(request_query(w->rq, S("format")), S("xlsx")) ? export_xlsx(w, l, members)
                                                                : export_csv(w, l, members);
}

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

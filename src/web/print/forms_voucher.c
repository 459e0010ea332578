/* The accounting voucher: what a journal entry says, on paper. */
#include "web/print/forms.h"
#include "web/print/forms_part.h"

static const struct col_spec cols[] = {
    { T("Account [form]"), NULL, NULL, 12, PRINT_LEFT, .nowrap = true },
    { T("Account name [form]"), NULL, NULL, 34, PRINT_LEFT },
    { T("Counterparty [form]"), NULL, NULL, 24, PRINT_LEFT },
    { T("Debit amount [form]"), NULL, NULL, 16, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit amount [form]"), NULL, NULL, 16, PRINT_RIGHT, .nowrap = true, .carry = true },
};
enum { N_COL = sizeof cols / sizeof *cols };

static struct rows rows_of(struct draft_doc *d, const struct form_voucher *f)
{
    struct rows r = rows_new(d, N_COL, f->n_line + 1);
    for (int i = 0; i < f->n_line; i++) {
        const struct form_voucher_line *l = &f->line[i];
        str *c = rows_add(&r, PRINT_ROW);
        c[0] = l->account;
        c[1] = l->name;
        c[2] = l->party;
        c[3] = amount(d, l->dr);
        c[4] = amount(d, l->cr);
        rows_sum(&r)[3] = l->dr;
        rows_sum(&r)[4] = l->cr;
    }
    str *c = rows_add(&r, PRINT_ROW_TOTAL);
    c[1] = word(d, T("Total [form]"));
    c[3] = c[4] = amount(d, f->total);
    return r;
}

struct print_doc form_voucher(struct cx *cx, const struct form_voucher *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("ACCOUNTING VOUCHER")));
    const struct form_signers *s = &f->head.sign;
    doc_side(&d, (str){ 0 }, (struct form_entries){ 0 });
    const struct print_pair pair[] = {
        { word(&d, T("Kind of voucher")), f->kind },
        { word(&d, T("Explanation [form]")), f->reason },
    };
    doc_pairs(&d, pair, sizeof pair / sizeof *pair);
    struct rows r = rows_of(&d, f);
    doc_table(&d, cols, &r, 1);
    const struct print_pair words[] = {
        { word(&d, T("In words")), in_words(&d, f->total), .strong = true },
        { word(&d, T("Original documents attached")),
          f->n_attached ? str_fmt(cx->mem, "%02d", f->n_attached) : (str){ 0 } },
    };
    doc_pairs(&d, words, sizeof words / sizeof *words);
    doc_signs(&d,
              (const struct print_sign[]){ { word(&d, T("Prepared by [form]")), s->preparer },
                                           { word(&d, T("Chief accountant")), s->accountant },
                                           { word(&d, T("Director")), s->director } },
              3);
    return doc_done(&d);
}

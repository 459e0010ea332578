/* Books: journal S03a, ledger S03b, trial balance F01, store card S08 and detail book S06, passbook. Only layout. */
#include "web/print/forms.h"

#include "web/print/forms_part.h"

static void book_signs(struct draft_doc *d)
{
    const struct form_signers *s = &d->head->sign;
    doc_signs(d,
              (const struct print_sign[]){ { word(d, T("Bookkeeper")), s->preparer },
                                           { word(d, T("Chief accountant")), s->accountant },
                                           { word(d, T("Legal representative")), s->director } },
              3);
}

static str day(const struct rows *r, date on) { return date_text(r->mem, on); }

/* ---- journal ---- */

static const struct col_spec journal_cols[] = {
    { T("Posting day"), NULL, "A", 12, PRINT_CENTER, .nowrap = true },
    { T("Voucher number"), T("Document [form]"), "B", 16, PRINT_LEFT, .nowrap = true },
    { T("Day, month"), T("Document [form]"), "C", 12, PRINT_CENTER, .nowrap = true },
    { T("Explanation [form]"), NULL, "D", 30, PRINT_LEFT },
    { T("Line no. [form]"), NULL, "G", 6, PRINT_RIGHT, .nowrap = true },
    { T("Account no."), NULL, "H", 9, PRINT_CENTER },
    { T("Debit"), T("Amounts [form]"), "1", 14, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit"), T("Amounts [form]"), "2", 14, PRINT_RIGHT, .nowrap = true, .carry = true },
};

static void book_row(struct draft_doc *d, struct rows *r, const struct form_book_line *l, bool repeat)
{
    str *c = rows_add(r, PRINT_ROW);
    if (!repeat) {
        c[0] = day(r, l->posting_on);
        c[1] = l->number;
        c[2] = day(r, l->document_on);
    }
    c[3] = l->explanation;
    c[4] = l->journal_line ? str_from_i64(r->mem, l->journal_line) : (str){ 0 };
    c[5] = l->contra;
    c[6] = amount(d, l->dr);
    c[7] = amount(d, l->cr);
    money *m = rows_sum(r);
    m[6] = l->dr;
    m[7] = l->cr;
}

static void book_sum(struct draft_doc *d, struct rows *r, const char *what, money dr, money cr)
{
    str *c = rows_add(r, PRINT_ROW_SUBTOTAL);
    c[3] = word(d, what);
    c[6] = amount(d, dr);
    c[7] = amount(d, cr);
}

/* The lines of one voucher show its date and number once. */
static bool same_voucher(const struct form_book_line *l, int i)
{
    return i > 0 && l[i].number.n && str_eq(l[i].number, l[i - 1].number) &&
           !date_cmp(l[i].posting_on, l[i - 1].posting_on);
}

struct print_doc form_journal(struct cx *cx, const struct form_journal *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("GENERAL JOURNAL")));
    struct rows r = rows_new(&d, 8, f->n_line + 1);
    for (int i = 0; i < f->n_line; i++)
        book_row(&d, &r, &f->line[i], same_voucher(f->line, i));
    book_sum(&d, &r, T("Total of the period"), f->dr, f->cr);
    doc_table(&d, journal_cols, &r, 3);
    book_signs(&d);
    return doc_done(&d);
}

/* ---- ledger ---- */

static const struct col_spec ledger_cols[] = {
    { T("Posting day"), NULL, "A", 12, PRINT_CENTER, .nowrap = true },
    { T("Voucher number"), T("Document [form]"), "B", 16, PRINT_LEFT, .nowrap = true },
    { T("Day, month"), T("Document [form]"), "C", 12, PRINT_CENTER, .nowrap = true },
    { T("Explanation [form]"), NULL, "D", 30, PRINT_LEFT },
    { T("Journal line"), NULL, "G", 7, PRINT_RIGHT, .nowrap = true },
    { T("Contra account"), NULL, "H", 10, PRINT_CENTER },
    { T("Debit"), T("Amount of money"), "1", 14, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit"), T("Amount of money"), "2", 14, PRINT_RIGHT, .nowrap = true, .carry = true },
};

struct print_doc form_ledger(struct cx *cx, const struct form_ledger *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("GENERAL LEDGER")));
    const struct print_pair pair[] = {
        { word(&d, T("Account name")), f->account_name, .strong = true, .half = true },
        { word(&d, T("Account no.")), f->account, .strong = true, .half = true },
    };
    doc_pairs(&d, pair, 2);
    struct rows r = rows_new(&d, 8, f->n_line + 3);
    book_sum(&d, &r, T("Opening balance"), f->open_dr, f->open_cr);
    for (int i = 0; i < f->n_line; i++)
        book_row(&d, &r, &f->line[i], false);
    book_sum(&d, &r, T("Turnover of the period [form]"), f->turn_dr, f->turn_cr);
    book_sum(&d, &r, T("Closing balance"), f->close_dr, f->close_cr);
    doc_table(&d, ledger_cols, &r, 3);
    book_signs(&d);
    return doc_done(&d);
}

/* ---- trial balance ---- */

static const struct col_spec balance_cols[] = {
    { T("Account no."), NULL, "A", 8, PRINT_LEFT },
    { T("Account name"), NULL, "B", 30, PRINT_LEFT },
    { T("Debit"), T("Opening balance"), "1", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit"), T("Opening balance"), "2", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Debit"), T("Turnover of the period [form]"), "3", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit"), T("Turnover of the period [form]"), "4", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Debit"), T("Closing balance"), "5", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Credit"), T("Closing balance"), "6", 13, PRINT_RIGHT, .nowrap = true, .carry = true },
};

static void balance_row(struct draft_doc *d, struct rows *r, const struct form_balance_line *l,
                        enum print_row_kind kind)
{
    str *c = rows_add(r, kind);
    const money m[] = { l->open_dr, l->open_cr, l->turn_dr, l->turn_cr, l->close_dr, l->close_cr };
    c[0] = l->account;
    c[1] = l->name;
    for (int i = 0; i < 6; i++)
        c[2 + i] = amount(d, m[i]);
}

struct print_doc form_balance(struct cx *cx, const struct form_balance *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("TRIAL BALANCE")));
    struct rows r = rows_new(&d, 8, f->n_line + 1);
    for (int i = 0; i < f->n_line; i++)
        balance_row(&d, &r, &f->line[i], f->line[i].strong ? PRINT_ROW_SUBTOTAL : PRINT_ROW);
    struct form_balance_line total = f->total;
    total.account = (str){ 0 };
    total.name = word(&d, T("Total [form]"));
    balance_row(&d, &r, &total, PRINT_ROW_TOTAL);
    doc_table(&d, balance_cols, &r, -1); /* accounts and their sub-accounts would be summed twice: nothing is carried */
    book_signs(&d);
    return doc_done(&d);
}

/* ---- stock ---- */

static const struct col_spec card_cols[] = {
    { T("Day, month"), NULL, "B", 12, PRINT_CENTER, .nowrap = true },
    { T("Received [form]"), T("Voucher number"), "C", 16, PRINT_LEFT, .nowrap = true },
    { T("Issued [form]"), T("Voucher number"), "D", 16, PRINT_LEFT, .nowrap = true },
    { T("Explanation [form]"), NULL, "E", 28, PRINT_LEFT },
    { T("Received [form]"), T("Quantity [form]"), "1", 11, PRINT_RIGHT, .nowrap = true },
    { T("Issued [form]"), T("Quantity [form]"), "2", 11, PRINT_RIGHT, .nowrap = true },
    { T("On hand [form]"), T("Quantity [form]"), "3", 11, PRINT_RIGHT, .nowrap = true },
    { T("Accountant's confirmation"), NULL, "G", 13, PRINT_LEFT },
};
static const struct col_spec detail_cols[] = {
    { T("Voucher number"), T("Document [form]"), "A", 13, PRINT_LEFT, .nowrap = true },
    { T("Day, month"), T("Document [form]"), "B", 10, PRINT_CENTER, .nowrap = true },
    { T("Explanation [form]"), NULL, "C", 26, PRINT_LEFT },
    { T("Contra account"), NULL, "D", 8, PRINT_CENTER },
    { T("Quantity [form]"), T("Received [form]"), "1", 9, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), T("Received [form]"), "2", 13, PRINT_RIGHT, .nowrap = true },
    { T("Quantity [form]"), T("Issued [form]"), "3", 9, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), T("Issued [form]"), "4", 13, PRINT_RIGHT, .nowrap = true },
    { T("Quantity [form]"), T("On hand [form]"), "5", 9, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), T("On hand [form]"), "6", 13, PRINT_RIGHT, .nowrap = true },
};

static void card_row(struct draft_doc *d, struct rows *r, const struct form_card *f, const struct form_card_line *l)
{
    str *c = rows_add(r, l->on.ymd ? PRINT_ROW : PRINT_ROW_SUBTOTAL);
    if (!f->values) {
        c[0] = day(r, l->on);
        c[1] = l->number_in;
        c[2] = l->number_out;
        c[3] = l->explanation;
        c[4] = quantity(d, l->in, f->per);
        c[5] = quantity(d, l->out, f->per);
        c[6] = quantity(d, l->left, f->per);
        return;
    }
    c[0] = l->number_in.n ? l->number_in : l->number_out;
    c[1] = day(r, l->on);
    c[2] = l->explanation;
    c[3] = l->contra;
    c[4] = quantity(d, l->in, f->per);
    c[5] = amount(d, l->in_value);
    c[6] = quantity(d, l->out, f->per);
    c[7] = amount(d, l->out_value);
    c[8] = quantity(d, l->left, f->per);
    c[9] = amount(d, l->left_value);
}

struct print_doc form_card(struct cx *cx, const struct form_card *f)
{
    const char *title = f->values ? T("STOCK DETAIL BOOK") : T("STORE CARD");
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, title));
    const struct print_pair pair[] = {
        { word(&d, T("Goods [form]")), f->item, .strong = true, .half = true },
        { word(&d, T("Code [form]")), f->code, .half = true },
        { word(&d, T("Measure [form]")), f->unit, .half = true },
        { word(&d, T("Store [form]")), f->store, .half = true },
    };
    doc_pairs(&d, pair, 4);
    struct rows r = rows_new(&d, f->values ? 10 : 8, f->n_line + 3);
    card_row(&d, &r, f, &(struct form_card_line){ .explanation = word(&d, T("Opening stock")), .left = f->open,
                                                  .left_value = f->open_value });
    for (int i = 0; i < f->n_line; i++)
        card_row(&d, &r, f, &f->line[i]);
    card_row(&d, &r, f, &(struct form_card_line){ .explanation = word(&d, T("Turnover and closing stock")), .in = f->in,
                                                  .out = f->out, .left = f->left, .in_value = f->in_value,
                                                  .out_value = f->out_value, .left_value = f->left_value });
    doc_table(&d, f->values ? detail_cols : card_cols, &r, -1);
    const struct form_signers *s = &f->head.sign;
    doc_signs(&d,
              (const struct print_sign[]){ { word(&d, T("Storekeeper")), s->keeper },
                                           { word(&d, T("Chief accountant")), s->accountant },
                                           { word(&d, T("Legal representative")), s->director } },
              3);
    return doc_done(&d);
}

/* ---- passbook ---- */

static const struct col_spec passbook_cols[] = {
    { T("Day, month"), NULL, NULL, 14, PRINT_CENTER, .nowrap = true },
    { T("Voucher number"), NULL, NULL, 18, PRINT_LEFT, .nowrap = true },
    { T("Explanation [form]"), NULL, NULL, 30, PRINT_LEFT },
    { T("Quantity [form]"), NULL, NULL, 12, PRINT_RIGHT, .nowrap = true },
    { T("Cooperative owes"), NULL, NULL, 14, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Cooperative paid"), NULL, NULL, 14, PRINT_RIGHT, .nowrap = true, .carry = true },
    { T("Still owed"), NULL, NULL, 14, PRINT_RIGHT, .nowrap = true },
};

static void passbook_sum(struct draft_doc *d, struct rows *r, const char *what, const money m[3])
{
    str *c = rows_add(r, PRINT_ROW_SUBTOTAL);
    c[2] = word(d, what);
    for (int i = 0; i < 3; i++)
        c[4 + i] = amount(d, m[i]);
}

struct print_doc form_passbook(struct cx *cx, const struct form_passbook *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("MEMBER'S PASSBOOK")));
    const struct print_pair pair[] = {
        { word(&d, T("Member")), f->member, .strong = true },
        { word(&d, T("Member code [form]")), f->member_code, .half = true },
        { word(&d, T("Address")), f->place, .half = true },
    };
    doc_pairs(&d, pair, 3);
    struct rows r = rows_new(&d, 7, f->n_line + 2);
    passbook_sum(&d, &r, T("Opening balance"), (const money[]){ { 0 }, { 0 }, f->open });
    for (int i = 0; i < f->n_line; i++) {
        const struct form_passbook_line *l = &f->line[i];
        str *c = rows_add(&r, PRINT_ROW);
        c[0] = day(&r, l->on);
        c[1] = l->number;
        c[2] = l->explanation;
        c[3] = l->quantity;
        c[4] = amount(&d, l->owed);
        c[5] = amount(&d, l->paid);
        c[6] = money_text(r.mem, l->balance, d.head->lang == LANG_EN);
        money *m = rows_sum(&r);
        m[4] = l->owed;
        m[5] = l->paid;
    }
    passbook_sum(&d, &r, T("Turnover and closing balance"), (const money[]){ f->owed, f->paid, f->close });
    doc_table(&d, passbook_cols, &r, 2);
    doc_signs(&d,
              (const struct print_sign[]){ { word(&d, T("Member")), f->member },
                                           { word(&d, T("Bookkeeper")), f->head.sign.preparer } },
              2);
    return doc_done(&d);
}

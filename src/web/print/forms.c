/* Vouchers: cash, stock, delivery slip, purchase list. Only layout: every figure comes from the caller, none is
   computed here but the subtotals that the purchase list shows. */
#include "web/print/forms.h"

#include "web/print/forms_part.h"

#define N(a) ((int)(sizeof(a) / sizeof *(a)))

/* "02" */
static str attached(const struct draft_doc *d, int n) { return n > 0 ? str_fmt(d->cx->mem, "%02d", n) : (str){ 0 }; }

struct print_doc form_cash(struct cx *cx, const struct form_cash *f)
{
    const char *title = f->payment ? T("PAYMENT VOUCHER") : T("RECEIPT VOUCHER");
    const str digits = money_text(cx->mem, f->amount, f->head.lang == LANG_EN);
    const str sum = str_join(cx->mem, (const str[]){ digits, S("đ") }, 2, S(" "));
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, title));
    doc_side(&d, f->book_no, (struct form_entries){ f->debit, f->credit, f->n_debit, f->n_credit });
    const struct print_pair pair[] = {
        { word(&d, f->payment ? T("Full name of payee") : T("Full name of payer")), f->party, .strong = true },
        { word(&d, T("Address")), f->party_address },
        { word(&d, f->payment ? T("Reason for payment") : T("Reason for receipt")), f->reason },
        { word(&d, T("Amount of money")), sum, .strong = true },
        { word(&d, T("In words")), in_words(&d, f->amount), .strong = true },
        { word(&d, T("Original documents attached")), attached(&d, f->n_attached) },
    };
    doc_pairs(&d, pair, N(pair));
    const struct form_signers *s = &f->head.sign;
    doc_signs(&d,
              (const struct print_sign[]){
                  { word(&d, T("Director")), s->director },
                  { word(&d, T("Chief accountant")), s->accountant },
                  { word(&d, f->payment ? T("Payee [form]") : T("Payer [form]")), f->party },
                  { word(&d, T("Prepared by [form]")), s->preparer },
                  { word(&d, T("Cashier")), s->cashier },
              },
              5);
    const struct print_pair last[] = {
        { word(&d, T("Received in full (in words)")), in_words(&d, f->amount) },
        { word(&d, T("Exchange rate and converted amount")), f->fx },
    };
    doc_pairs(&d, last, N(last));
    return doc_done(&d);
}

static void words_pair(struct draft_doc *d, money m)
{
    doc_pairs(d, &(struct print_pair){ word(d, T("Total amount in words")), in_words(d, m), .strong = true }, 1);
}

/* ---- stock ---- */

static const struct col_spec stock_receipt_cols[] = {
    { T("Seq."), NULL, "A", 5, PRINT_CENTER },
    { T("Name, mark, specification of goods"), NULL, "B", 30, PRINT_LEFT },
    { T("Code [form]"), NULL, "C", 11, PRINT_LEFT },
    { T("Measure [form]"), NULL, "D", 8, PRINT_CENTER },
    { T("By document"), T("Quantity [form]"), "1", 11, PRINT_RIGHT, .nowrap = true },
    { T("Actually received"), T("Quantity [form]"), "2", 11, PRINT_RIGHT, .nowrap = true },
    { T("Unit price"), NULL, "3", 12, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), NULL, "4", 15, PRINT_RIGHT, .nowrap = true, .carry = true },
};
static const struct col_spec stock_issue_cols[] = {
    { T("Seq."), NULL, "A", 5, PRINT_CENTER },
    { T("Name, mark, specification of goods"), NULL, "B", 30, PRINT_LEFT },
    { T("Code [form]"), NULL, "C", 11, PRINT_LEFT },
    { T("Measure [form]"), NULL, "D", 8, PRINT_CENTER },
    { T("Requested [form]"), T("Quantity [form]"), "1", 11, PRINT_RIGHT, .nowrap = true },
    { T("Actually issued"), T("Quantity [form]"), "2", 11, PRINT_RIGHT, .nowrap = true },
    { T("Unit price"), NULL, "3", 12, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), NULL, "4", 15, PRINT_RIGHT, .nowrap = true, .carry = true },
};

static struct rows stock_rows(struct draft_doc *d, const struct form_stock *f)
{
    struct rows r = rows_new(d, 8, f->n_line + 1);
    for (int i = 0; i < f->n_line; i++) {
        const struct form_stock_line *l = &f->line[i];
        str *c = rows_add(&r, PRINT_ROW);
        c[0] = str_from_i64(r.mem, i + 1);
        c[1] = l->item;
        c[2] = l->code;
        c[3] = l->unit;
        c[4] = quantity(d, l->document, l->per);
        c[5] = quantity(d, l->actual, l->per);
        if (!l->priced)
            continue;
        c[6] = amount(d, l->price);
        c[7] = amount(d, l->amount);
        rows_sum(&r)[7] = l->amount;
    }
    str *c = rows_add(&r, PRINT_ROW_TOTAL);
    c[1] = word(d, T("Total [form]"));
    c[7] = amount(d, f->total);
    return r;
}

static void stock_signs(struct draft_doc *d, const struct form_stock *f)
{
    const struct form_signers *s = &f->head.sign;
    const struct print_sign sign[] = {
        { word(d, T("Prepared by [form]")), s->preparer },
        { word(d, f->issue ? T("Receiver of goods") : T("Deliverer")), f->party },
        { word(d, T("Storekeeper")), s->keeper },
        { word(d, T("Chief accountant")), s->accountant },
        { word(d, T("Director")), s->director },
    };
    doc_signs(d, sign, f->issue ? 5 : 4);
}

struct print_doc form_stock(struct cx *cx, const struct form_stock *f)
{
    const char *title = f->issue ? T("GOODS ISSUE NOTE") : T("GOODS RECEIPT NOTE");
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, title));
    doc_side(&d, (str){ 0 }, (struct form_entries){ f->debit, f->credit, f->n_debit, f->n_credit });
    const struct print_pair pair[] = {
        { word(&d, f->issue ? T("Full name of receiver") : T("Full name of deliverer")), f->party, .strong = true },
        { word(&d, T("Address")), f->party_address },
        { word(&d, f->issue ? T("Reason for issue") : T("On the basis of")), f->basis },
        { word(&d, f->issue ? T("Issued from store") : T("Received into store")), f->store, .half = true },
        { word(&d, T("Location [form]")), f->store_place, .half = true },
    };
    doc_pairs(&d, pair, N(pair));
    struct rows r = stock_rows(&d, f);
    doc_table(&d, f->issue ? stock_issue_cols : stock_receipt_cols, &r, 1);
    const struct print_pair last[] = {
        { word(&d, T("Total amount in words")), f->total.dong ? in_words(&d, f->total) : (str){ 0 }, .strong = true },
        { word(&d, T("Original documents attached")), attached(&d, f->n_attached) },
    };
    doc_pairs(&d, last, N(last));
    stock_signs(&d, f);
    return doc_done(&d);
}

/* ---- delivery slip ---- */

static const struct col_spec slip_cols[] = {
    { T("Goods [form]"), NULL, NULL, 27, PRINT_LEFT },
    { T("Grade [form]"), NULL, NULL, 9, PRINT_CENTER },
    { T("Measure [form]"), NULL, NULL, 8, PRINT_CENTER },
    { T("Gross [form]"), T("Weight [form]"), NULL, 11, PRINT_RIGHT, .nowrap = true },
    { T("Tare [form]"), T("Weight [form]"), NULL, 10, PRINT_RIGHT, .nowrap = true },
    { T("Net [form]"), T("Weight [form]"), NULL, 11, PRINT_RIGHT, .nowrap = true },
    { T("Unit price"), NULL, NULL, 13, PRINT_RIGHT },
    { T("Line amount"), NULL, NULL, 15, PRINT_RIGHT, .nowrap = true, .carry = true },
};

struct print_doc form_slip(struct cx *cx, const struct form_slip *f)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("DELIVERY SLIP")));
    doc_side(&d, (str){ 0 }, (struct form_entries){ 0 });
    const struct print_pair pair[] = {
        { word(&d, T("Member")), f->member, .strong = true },
        { word(&d, T("Member code [form]")), f->member_code, .half = true },
        { word(&d, T("Address")), f->place, .half = true },
        { word(&d, T("Delivered under")), f->agreement },
    };
    doc_pairs(&d, pair, N(pair));
    struct rows r = rows_new(&d, 8, f->n_line + 1);
    for (int i = 0; i < f->n_line; i++) {
        const struct form_slip_line *l = &f->line[i];
        str *c = rows_add(&r, PRINT_ROW);
        c[0] = l->item;
        c[1] = l->grade;
        c[2] = l->unit;
        c[3] = quantity(&d, l->gross, l->per);
        c[4] = quantity(&d, l->tare, l->per);
        c[5] = quantity(&d, l->net, l->per);
        c[6] = l->priced ? amount(&d, l->price) : word(&d, T("price later"));
        c[7] = l->priced ? amount(&d, l->amount) : (str){ 0 };
        rows_sum(&r)[7] = l->priced ? l->amount : (money){ 0 };
    }
    str *c = rows_add(&r, PRINT_ROW_TOTAL);
    c[0] = word(&d, T("Total [form]"));
    c[7] = amount(&d, f->total);
    doc_table(&d, slip_cols, &r, -1);
    if (f->total.dong)
        words_pair(&d, f->total);
    doc_signs(&d,
              (const struct print_sign[]){ { word(&d, T("Weighed by")), f->head.sign.keeper },
                                           { word(&d, T("Delivered by [form]")), f->member } },
              2);
    return doc_done(&d);
}

/* ---- purchase list ---- */

static const struct col_spec purchase_cols[] = {
    { T("Seq."), NULL, "A", 5, PRINT_CENTER },
    { T("Day bought"), NULL, "B", 12, PRINT_CENTER, .nowrap = true },
    { T("Voucher [form]"), NULL, "C", 15, PRINT_LEFT, .nowrap = true },
    { T("Name, mark, specification of goods"), NULL, "D", 26, PRINT_LEFT },
    { T("Measure [form]"), NULL, "E", 7, PRINT_CENTER },
    { T("Quantity [form]"), NULL, "1", 11, PRINT_RIGHT, .nowrap = true },
    { T("Unit price"), NULL, "2", 11, PRINT_RIGHT, .nowrap = true },
    { T("Line amount"), NULL, "3", 15, PRINT_RIGHT, .nowrap = true, .carry = true },
};

static str seller_words(struct draft_doc *d, const struct form_purchase_line *l)
{
    str part[3];
    int n = 0;
    part[n++] = l->seller;
    if (l->seller_address.n)
        part[n++] = l->seller_address;
    if (l->seller_id.n)
        part[n++] = str_join(d->cx->mem, (const str[]){ word(d, T("ID no.")), l->seller_id }, 2, S(" "));
    return str_join(d->cx->mem, part, n, S(" – "));
}

static bool same_seller(const struct form_purchase_line *a, const struct form_purchase_line *b)
{
    return str_eq(a->seller, b->seller) && str_eq(a->seller_id, b->seller_id) &&
           str_eq(a->seller_address, b->seller_address);
}

static void purchase_row(struct draft_doc *d, struct rows *r, const struct form_purchase_line *l, int no)
{
    str *c = rows_add(r, PRINT_ROW);
    c[0] = str_from_i64(r->mem, no);
    c[1] = date_text(r->mem, l->on);
    c[2] = l->number;
    c[3] = l->item;
    c[4] = l->unit;
    c[5] = quantity(d, l->qty, l->per);
    c[6] = amount(d, l->price);
    c[7] = amount(d, l->amount);
    rows_sum(r)[7] = l->amount;
}

static void purchase_sum(struct draft_doc *d, struct rows *r, enum print_row_kind kind, money m)
{
    str *c = rows_add(r, kind);
    c[3] = word(d, kind == PRINT_ROW_TOTAL ? T("Total [form]") : T("Sum of this seller"));
    c[7] = amount(d, m);
}

result form_purchases(struct cx *cx, const struct form_purchases *f, struct print_doc *out)
{
    struct draft_doc d = doc_new(cx, &f->head, tr_lang(f->head.lang, T("PURCHASE LIST")));
    doc_side(&d, (str){ 0 }, (struct form_entries){ 0 });
    doc_pairs(&d, &(struct print_pair){ word(&d, T("Full name of buyer")), f->buyer }, 1);
    struct rows r = rows_new(&d, 8, 3 * f->n_line + 1);
    money total = { 0 }, sub = { 0 };
    for (int i = 0; i < f->n_line; i++) {
        const struct form_purchase_line *l = &f->line[i];
        if (i == 0 || !same_seller(l, l - 1)) {
            rows_add(&r, PRINT_ROW_HEADING)[0] = seller_words(&d, l);
            sub = (money){ 0 };
        }
        purchase_row(&d, &r, l, i + 1);
        if (!money_add(sub, l->amount, &sub) || !money_add(total, l->amount, &total))
            return fail(cx, .kind = ERR_INVALID, .code = S("print.overflow"),
                        .message = tr(cx, "A sum is too large to print"));
        if (i + 1 == f->n_line || !same_seller(l, l + 1))
            purchase_sum(&d, &r, PRINT_ROW_SUBTOTAL, sub);
    }
    purchase_sum(&d, &r, PRINT_ROW_TOTAL, total);
    doc_table(&d, purchase_cols, &r, 3);
    words_pair(&d, total);
    const struct form_signers *s = &f->head.sign;
    doc_signs(&d,
              (const struct print_sign[]){ { word(&d, T("Buyer [form]")), f->buyer },
                                           { word(&d, T("Chief accountant")), s->accountant },
                                           { word(&d, T("Approved by [form]")), s->director } },
              3);
    *out = doc_done(&d);
    return OK;
}

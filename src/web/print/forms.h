/* The statutory vouchers and books as plain structs that rooms fill; each function returns a document for print_pdf,
   several of which may go into one file. Layouts: Circular 71/2024/TT-BTC, Appendices II–IV; the form's code and
   legal reference come with form_head because they are dated data. Memory: views into the struct and cx->mem, alive
   until print_pdf has run. */
#ifndef WEB_PRINT_FORMS_H
#define WEB_PRINT_FORMS_H

#include "base/date.h"
#include "web/print/print.h"

struct form_entry {
    str account;
    money amount;
};

/* Names under the signatures; empty ones stay blank. */
struct form_signers {
    str director, accountant, preparer, keeper, cashier;
};

struct form_head {
    enum lang lang; /* statutory papers are kept in Vietnamese (the zero value) */
    enum print_paper paper; /* A4 is the zero value; vouchers look best on PRINT_A5_LANDSCAPE, slips on PRINT_A5 */
    bool demo;
    str stamp;
    struct print_org org;
    str form_code, form_law; /* "Mẫu số 02-TT", "(Kèm theo Thông tư …)" */
    str number;
    date on;       /* the document's date; of books: the closing date */
    date from, to; /* books: the period; none = no period line */
    struct form_signers sign;
    str qr, footer;
    int64_t created_at;
};

/* 01-TT receipt, 02-TT payment. */
struct form_cash {
    struct form_head head;
    bool payment;
    str book_no;
    const struct form_entry *debit, *credit;
    int n_debit, n_credit;
    str party, party_address, reason;
    money amount;
    int n_attached; /* original documents */
    str fx;         /* rate and foreign amount in words of the form; empty for đồng */
};
struct print_doc form_cash(struct cx *cx, const struct form_cash *f);

/* Any voucher's journal lines, as the cooperative's own paper: the regime has forms for money, goods, labour and
   assets, none for what is left. */
struct form_voucher_line {
    str account, name, party;
    money dr, cr;
};
struct form_voucher {
    struct form_head head;
    str kind, reason;
    const struct form_voucher_line *line;
    int n_line;
    money total;
    int n_attached;
};
struct print_doc form_voucher(struct cx *cx, const struct form_voucher *f);

/* 01-VT goods received, 02-VT goods issued. */
struct form_stock_line {
    str item, code, unit;
    qty document, actual; /* document: by the paper or the request; base = 0 leaves it blank */
    int64_t per;          /* base units per shown unit */
    bool priced;          /* false: price and amount stay blank */
    money price, amount;
};
struct form_stock {
    struct form_head head;
    bool issue;
    const struct form_entry *debit, *credit;
    int n_debit, n_credit;
    str party, party_address, basis; /* deliverer or receiver; "theo …" */
    str store, store_place;
    const struct form_stock_line *line;
    int n_line;
    money total;
    int n_attached;
};
struct print_doc form_stock(struct cx *cx, const struct form_stock *f);

/* A member's delivery slip (the cooperative's own paper). */
struct form_slip_line {
    str item, grade, unit;
    qty gross, tare, net;
    int64_t per;
    bool priced; /* false: "price later" */
    money price, amount;
};
struct form_slip {
    struct form_head head;
    str member, member_code, place;
    str agreement; /* "bought", "sold on the member's behalf" … in the document's language */
    const struct form_slip_line *line;
    int n_line;
    money total; /* of the priced lines */
};
struct print_doc form_slip(struct cx *cx, const struct form_slip *f);

/* 06-VT purchases of a period from people without invoices; lines sorted by seller, who get a heading and a subtotal
   each. */
struct form_purchase_line {
    str seller, seller_address, seller_id; /* identity number: masked unless the reader may see it */
    date on;
    str number, item, unit;
    qty qty;
    int64_t per;
    money price, amount;
};
struct form_purchases {
    struct form_head head;
    str buyer;
    const struct form_purchase_line *line;
    int n_line;
};
/* ERR_INVALID "print.overflow" when the amounts do not add up in int64. */
result form_purchases(struct cx *cx, const struct form_purchases *f, struct print_doc *out);

/* S03a journal; S03b ledger of one account; they share the line. */
struct form_book_line {
    date posting_on, document_on;
    str number, explanation, contra; /* journal: contra is the line's own account */
    int64_t journal_line;            /* 0 = blank */
    money dr, cr;
};
struct form_journal {
    struct form_head head;
    const struct form_book_line *line;
    int n_line;
    money dr, cr; /* totals of the period */
};
struct print_doc form_journal(struct cx *cx, const struct form_journal *f);

struct form_ledger {
    struct form_head head;
    str account, account_name;
    money open_dr, open_cr, turn_dr, turn_cr, close_dr, close_cr;
    const struct form_book_line *line;
    int n_line;
};
struct print_doc form_ledger(struct cx *cx, const struct form_ledger *f);

/* F01 trial balance. */
struct form_balance_line {
    str account, name;
    money open_dr, open_cr, turn_dr, turn_cr, close_dr, close_cr;
    bool strong; /* level-1 account among its sub-accounts */
};
struct form_balance {
    struct form_head head;
    const struct form_balance_line *line;
    struct form_balance_line total;
    int n_line;
};
struct print_doc form_balance(struct cx *cx, const struct form_balance *f);

/* S08 store card (quantities) or S06 detail book (with values). */
struct form_card_line {
    date on;
    str number_in, number_out, explanation, contra;
    qty in, out, left;
    money in_value, out_value, left_value;
};
struct form_card {
    struct form_head head;
    bool values; /* S06 */
    str item, code, unit, store;
    int64_t per;
    qty open, in, out, left; /* opening, turnover, closing */
    money open_value, in_value, out_value, left_value;
    const struct form_card_line *line;
    int n_line;
};
struct print_doc form_card(struct cx *cx, const struct form_card *f);

/* A page of the member's passbook. */
struct form_passbook_line {
    date on;
    str number, explanation, quantity; /* "412,5 kg"; empty = none */
    money owed, paid, balance;         /* what the cooperative comes to owe, what it paid, what it owes then */
};
struct form_passbook {
    struct form_head head;
    str member, member_code, place;
    money open, owed, paid, close;
    const struct form_passbook_line *line;
    int n_line;
};
struct print_doc form_passbook(struct cx *cx, const struct form_passbook *f);

#endif

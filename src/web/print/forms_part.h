/* What the forms share: words, rows, signatures. Private to web/print. */
#ifndef WEB_PRINT_FORMS_PART_H
#define WEB_PRINT_FORMS_PART_H

#include "web/print/forms.h"

/* One form under way. */
struct draft_doc {
    struct cx *cx;
    const struct form_head *head;
    struct print_doc doc;
    struct print_block *block;
    int n_block;
};

struct col_spec {
    const char *title, *group, *mark; /* T("…") */
    int weight;
    enum print_align align;
    bool nowrap, carry;
};

struct rows {
    struct arena *mem;
    struct print_row *row;
    int n, cap, n_col;
};

struct draft_doc doc_new(struct cx *cx, const struct form_head *h, str title);
/* Up to FORM_BLOCKS of them. */
enum { FORM_BLOCKS = 6 };
struct print_block *doc_block(struct draft_doc *d, enum print_block_kind kind);
void doc_pairs(struct draft_doc *d, const struct print_pair *pair, int n);
/* Carries the columns of spec that say so, with the words in column carry_col; -1 = no carrying. */
void doc_table(struct draft_doc *d, const struct col_spec *spec, const struct rows *r, int carry_col);
void doc_signs(struct draft_doc *d, const struct print_sign *sign, int n);
struct print_doc doc_done(struct draft_doc *d);

struct rows rows_new(struct draft_doc *d, int n_col, int cap);
str *rows_add(struct rows *r, enum print_row_kind kind);
/* The amounts behind the row added last, for carrying. */
money *rows_sum(struct rows *r);

str word(const struct draft_doc *d, const char *english);
str amount(const struct draft_doc *d, money m);    /* empty for zero */
str quantity(const struct draft_doc *d, qty q, int64_t per); /* empty for zero */
str day_words(const struct draft_doc *d, date on); /* "Ngày 02 tháng 03 năm 2026" */
str period_words(const struct draft_doc *d);
str in_words(const struct draft_doc *d, money m);
/* The side block: book, number, debit and credit entries. */
struct form_entries {
    const struct form_entry *debit, *credit;
    int n_debit, n_credit;
};
void doc_side(struct draft_doc *d, str book_no, struct form_entries e);

#endif

/* Reading journals that other programs wrote: hledger's plain text and CSV. Pure: text in, transactions out, one at a
   time, so a file of a million transactions needs the memory of one. Amounts are whole đồng. */
#ifndef FEATURES_JOURNAL_TEXT_H
#define FEATURES_JOURNAL_TEXT_H

#include "base/cx.h"
#include "base/date.h"
#include "base/money.h"

enum { POSTINGS_MAX = 2000 };

struct text_posting {
    str account;  /* the code: the last part of "111:1111" or the first word of "1111 Tiền Việt Nam" */
    str party;    /* code from the tag party:CODE or the CSV column; may be empty */
    money amount; /* debit positive */
    int line_no;
};

struct text_entry {
    date on;
    str code; /* voucher number in the source */
    str memo;
    struct text_posting posting[POSTINGS_MAX];
    int n_posting;
    int line_no; /* where it begins, from 1 */
};

enum journal_format { JOURNAL_HLEDGER, JOURNAL_CSV };

struct journal_reader {
    enum journal_format format;
    str text;
    ptrdiff_t at;
    int line_no;
    int year;          /* default year of a `Y` directive */
    char decimal_mark; /* 0 = not said */
    char separator;    /* CSV */
    bool header_done;
};

struct journal_reader journal_reader_new(enum journal_format format, str text);
/* Fills the next entry; *more false at the end. Errors are pushed with the line as field and reading goes on with the
   next entry, so that one run names every mistake: result !ok means this entry is not usable. */
result journal_next(struct cx *cx, struct journal_reader *r, struct text_entry *out, bool *more);

/* "line 12" in the reader's language: the field of every error about a file. */
str journal_line(const struct cx *cx, int line_no);

/* The CSV half of journal_next: date,voucher,account,party,debit_vnd,credit_vnd,memo. */
result journal_next_csv(struct cx *cx, struct journal_reader *r, struct text_entry *out, bool *more);

/* hledger's amount in đồng: "500000 VND", "VND -500000", "1,000,000 ₫". Refuses fractions, a second sign, groups that
   are not of three digits, and a lone separator before three digits unless the decimal mark was declared. Never
   INT64_MIN. */
bool journal_amount(str text, char decimal_mark, money *out);

#endif

/* A printed document is a value; generic code lays it out on pages and returns a PDF. Same input, same bytes: nothing
   here reads the clock, the environment's fonts or chance. Text is Liberation Serif (metric twin of the Times in
   which Vietnamese statutory forms are set), taken by file through a private fontconfig, embedded as subsets with
   exact Unicode mapping. All texts come translated; labels of the frame itself (page, signature hint, carried
   forward) follow doc.lang. */
#ifndef WEB_PRINT_PRINT_H
#define WEB_PRINT_PRINT_H

#include "base/cx.h"
#include "base/money.h"

enum print_paper { PRINT_A4, PRINT_A4_LANDSCAPE, PRINT_A5, PRINT_A5_LANDSCAPE };
enum print_align { PRINT_LEFT, PRINT_CENTER, PRINT_RIGHT };

struct print_org {
    str name, address, tax_code; /* empty ones are left out */
};

struct print_pair {
    str label, value; /* "label: value"; an empty label leaves the value alone */
    bool strong;      /* value in bold */
    bool half;        /* shares its line with the next pair that is half */
};

struct print_col {
    str title;
    str group;    /* neighbours with the same non-empty group share a heading above their titles */
    str mark;     /* the form's own column mark: "A", "1"; a row of marks appears when any is set */
    int weight;   /* share of the table's width */
    enum print_align align;
    bool nowrap;  /* figures: one line, narrowed to fit rather than broken */
    bool carry;   /* summed by print_row.sum and carried over page breaks */
};

enum print_row_kind {
    PRINT_ROW,
    PRINT_ROW_HEADING, /* first cell across the whole width, kept with the next row */
    PRINT_ROW_SUBTOTAL,
    PRINT_ROW_TOTAL,
};
struct print_row {
    enum print_row_kind kind;
    const str *cell;  /* n_col of them */
    const money *sum; /* n_col amounts for the carry columns of a PRINT_ROW; NULL = none */
};

struct print_table {
    const struct print_col *col;
    int n_col;
    const struct print_row *row;
    int n_row;
    bool carry;    /* "carried to next page" and "brought forward" rows where a page breaks */
    int carry_col; /* the column that holds those words */
};

struct print_sign {
    str title, name; /* name empty: left blank to sign by hand */
};

enum print_block_kind {
    PRINT_PAIRS, /* pair, n_pair */
    PRINT_TABLE, /* table */
    PRINT_TEXT,  /* text, align; '\n' breaks lines */
    PRINT_SIGNS, /* date_line at the right, then n_sign columns; never broken over pages */
};
struct print_block {
    enum print_block_kind kind;
    const struct print_pair *pair;
    int n_pair;
    struct print_table table;
    str text;
    enum print_align align;
    str date_line;
    const struct print_sign *sign;
    int n_sign;
};

struct print_doc {
    enum print_paper paper;
    enum lang lang;
    bool demo;  /* DEMO across every page and in its header */
    str stamp;  /* "VOID", "DRAFT" … in a frame under the title; empty = none */
    struct print_org org;
    str form_code;  /* "Mẫu số 02-TT": dated data of the caller */
    str form_law;   /* "(Kèm theo Thông tư số …)" */
    str title;
    str subtitle;   /* date or period, under the title */
    const struct print_pair *side; /* right of the title: book, number, debit, credit */
    int n_side;
    const struct print_block *block;
    int n_block;
    str qr;         /* the record's address or opaque id; empty = no code */
    str footer;     /* at the left of every page's foot */
    str number;     /* for running heads, metadata and outline */
    int64_t created_at; /* microseconds UTC, for the metadata: the record's, not the clock's, to print the same twice */
};

/* Lays the documents out one after the other, each with its own page numbers, and puts the PDF into cx->mem. ERR_ENV
   "print.font" when the font package is missing; ERR_INVALID "print.too_long" beyond PRINT_ROWS_MAX rows or the
   memory of the request, "print.qr" when the code's text is too long, "print.overflow" when a carried sum exceeds
   int64. */
result print_pdf(struct cx *cx, const struct print_doc *doc, int n_doc, str *out);

enum { PRINT_ROWS_MAX = 200000 };

#endif

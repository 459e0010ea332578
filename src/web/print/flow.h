/* The flow of a document over pages. It runs twice with the same code: once without a cairo context to count the
   pages, once to draw them. Private to web/print. Lengths in points, y downwards. */
#ifndef WEB_PRINT_FLOW_H
#define WEB_PRINT_FLOW_H

#include "web/print/qr.h"
#include "web/print/type.h"

enum { PRINT_COLS_MAX = 24 };

/* Labels of the frame in the document's language, looked up before the print begins. */
struct print_words {
    str page, sign, carry_out, carry_in, demo, organisation, address, tax_code;
};

struct flow {
    struct type *t; /* t->cr is NULL while counting */
    const struct print_doc *d;
    const struct print_words *words;
    cairo_surface_t *surface;
    struct qr qr;          /* n = 0: none */
    double page_w, page_h, left, width, top, bottom;
    double y;
    int page, pages;       /* pages is 0 while counting */
    float **row_h;         /* per block; NULL for blocks that are no tables */
    bool overflow;         /* a carried sum left int64 */
};

void flow_page_begin(struct flow *f);
void flow_page_end(struct flow *f);
/* Breaks the page when h does not fit any more. */
void flow_need(struct flow *f, double h);
void flow_rule(struct flow *f, double x0, double y0, double x1, double y1, double thick);

/* Row heights of a table, measured once per print. */
float *table_measure(struct flow *f, const struct print_table *t);
/* tail = height of what must stand under the last rows on the same page. */
void table_flow(struct flow *f, const struct print_table *t, const float *row_h, double tail);

#endif

/* Type for print: the fonts, the styles, measuring and setting text. Private to web/print. Lengths in points. */
#ifndef WEB_PRINT_TYPE_H
#define WEB_PRINT_TYPE_H

#include "web/print/print.h"

#include <cairo.h>
#include <pango/pangocairo.h>

enum type_style {
    TYPE_BODY,
    TYPE_BOLD,
    TYPE_ITALIC,
    TYPE_SMALL,
    TYPE_SMALL_BOLD,
    TYPE_SMALL_ITALIC,
    TYPE_TITLE,
    TYPE_CELL,
    TYPE_CELL_BOLD,
    TYPE_HEAD,
    TYPE_MARK,
    TYPE_STYLES
};
enum type_size { TYPE_A4, TYPE_A5, TYPE_SIZES };

/* One setter of type. Pango's font maps are not for several threads at once, so there is a small pool of them. */
struct type {
    bool ready, busy;
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *desc[TYPE_SIZES][TYPE_STYLES];
    double line_h[TYPE_SIZES][TYPE_STYLES];
    float *advance[TYPE_SIZES][TYPE_STYLES]; /* widths of the code points below TYPE_CP; 0 = not yet measured */
    struct arena kept;    /* advances: lives as long as the pool */
    struct arena scratch; /* of one print */
    struct arena out;     /* the file being written */
    /* the print under way */
    cairo_t *cr;
    enum type_size size;
};
enum { TYPE_CP = 0x2200 }; /* Latin, Vietnamese, punctuation, ₫ */

struct box {
    double x, y, w;
    double h; /* 0 = as high as needed; else longer text ends in "…" */
};

/* Waits for a free one. ERR_ENV "print.font" when the font files are not installed. */
result type_take(struct cx *cx, struct type **out);
void type_give(struct type *t);

/* What can be set: valid UTF-8 in NFC, no control or direction characters, about max bytes. */
enum { TYPE_TEXT_MAX = 4000, TYPE_SHORT_MAX = 300 };
str type_clean(struct arena *mem, str s, ptrdiff_t max);

double type_line(const struct type *t, enum type_style st);
/* Height of s wrapped to width w. */
double type_height(struct type *t, enum type_style st, str s, double w);
/* Sets s wrapped to b.w; returns its height. Nothing is drawn when t->cr is NULL. */
double type_set(struct type *t, enum type_style st, enum print_align al, str s, struct box b);
/* One line, narrowed to fit. */
void type_set_line(struct type *t, enum type_style st, enum print_align al, str s, struct box b);
/* "label: value" with the value bold from byte `from`; from < 0 = all in style st. */
double type_set_pair(struct type *t, enum type_style st, str s, ptrdiff_t from, struct box b);
/* Large letters across the page, as outlines: they do not mix into the searchable text. */
void type_watermark(struct type *t, str s, double w, double h);

#endif

/* Inside of form_draw.c and form_sheet.c: one input with everything that a browser and a screen reader must know
   about it. */
#ifndef WEB_FORM_DRAW_H
#define WEB_FORM_DRAW_H

#include "web/form_parts.h"

struct form_input {
    const struct field *f;
    str name, value;
    const struct choice *c; /* dynamic choices */
    int n_choice;
    str list; /* id of a datalist; empty = none */
};

void form_draw_input(struct html *h, const struct form_input *in);
void form_draw_label(struct html *h, const struct form_input *in);
/* Suggestions for those who have no script; with one, the list searches (assets/src/pick.js). */
void form_draw_list(struct html *h, str id, const struct choice *c, int n);
void form_draw_error(struct html *h, str name);
const struct err *form_error_at(const struct cx *cx, str name);
/* ` name="value"`, escaped. */
void form_attr(struct html *h, const char *name, str value);

/* ---- form_total.c ---- */
/* The foot of a sheet: sums of the columns that ask for one; nothing when none does. value says what a cell shows. */
struct sheet_totals {
    const struct form *f;
    int n; /* rows drawn */
    str (*value)(const void *arg, const struct field *f, int row);
    const void *arg;
};
void sheet_draw_totals(struct html *h, const struct sheet_totals *t);

#endif

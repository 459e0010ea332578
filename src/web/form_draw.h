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
    str list;               /* id of a datalist; empty = none */
};

void form_draw_input(struct html *h, const struct form_input *in);
void form_draw_label(struct html *h, const struct form_input *in);
void form_draw_error(struct html *h, str name);
const struct err *form_error_at(const struct cx *cx, str name);
/* ` name="value"`, escaped. */
void form_attr(struct html *h, const char *name, str value);

#endif

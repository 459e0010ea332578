/* What the room's pages and templates share. */
#ifndef FEATURES_IMPORTS_PAGES_H
#define FEATURES_IMPORTS_PAGES_H

#include "features/trust/imports/imports_parts.h"
#include "web/data.h"
#include "web/widgets.h"

struct import_form_in {
    str kind;
    date on;
    struct upload file;
};
struct import_apply_in {
    bool good_rows;
};
struct import_mend_row {
    str cell, value;
};
struct import_mend_in {
    struct import_mend_row *row;
    int n_row;
};
enum { IMPORT_MEND_ROWS = 25 }; /* so many can be mended on one page */
struct import_undo_in {
    str reason;
    date on;
};
extern const struct form import_form, import_apply_form, import_mend_form, import_undo_form;
extern const struct data imports_data, import_data;

struct imports_page {
    html_safe csrf;
    const struct request *rq; /* of a form that came back */
    const struct import_form_in *in;
    str org_code;
    const struct import_batch *batch;
    int n;
};
struct import_page {
    html_safe csrf;
    const struct request *rq;
    const struct import_undo_in *undo_in;
    str org_code;
    struct import_batch b;
    const struct import_list *list; /* NULL = one voucher */
    bool can_good_rows, can_apply;
    const str *title;
    int n_title;
    const struct import_record *row;
    int n, n_shown, n_mend; /* the first n_mend rows are drawn to be mended */
};

str import_kind_label(const struct cx *cx, str kind);
void import_state(struct html *h, str state);

#endif

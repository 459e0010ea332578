/* Inside of form.h, shared by form.c (urlencoded, multipart), form_json.c, form_value.c and form_draw.c. */
#ifndef WEB_FORM_PARTS_H
#define WEB_FORM_PARTS_H

#include "web/form.h"

/* One value on its way into the struct. */
struct form_at {
    struct cx *cx;
    const struct field *f;
    str name;      /* full name for errors: "row-3-gross" */
    char *to;      /* the struct that f->at counts from */
    bool required; /* an absent value is an error */
};

/* Text as a person typed it, for any type but FIELD_FILE. Absent text is an empty one. */
void form_put_text(const struct form_at *a, str raw);
/* A number that needs no parsing: FIELD_INT, FIELD_ID, FIELD_MONEY, FIELD_QTY. */
void form_put_i64(const struct form_at *a, int64_t v);
void form_put_bool(const struct form_at *a, bool v);
void form_put_upload(const struct form_at *a, const struct upload *u);
void form_put_nothing(const struct form_at *a);
void form_bad(const struct form_at *a, str code, str message, str hint);
/* Trims ASCII space and no-break spaces, which spreadsheets leave behind. */
str form_trim(str s);

str form_label(const struct cx *cx, const struct field *f);

/* What stands in the struct, as a person would type it. Zero of a number, an id or a date is empty. */
str form_value_text(const struct cx *cx, const struct field *f, const void *in);

/* The pairs sorted by name: a sheet has thousands. */
struct form_pairs {
    const struct pair **p;
    int n;
};
struct form_pairs form_pairs_new(struct arena *mem, const struct pair *p, int n);
/* NULL when absent; *twice when there are several. */
const struct pair *form_pairs_find(const struct form_pairs *s, str name, bool *twice);
/* Which rows say anything. n: one more than the highest of them; rows_max + 1 when one lies beyond. */
struct form_used {
    bool *row; /* rows_max of them */
    int n;
};
struct form_used form_rows_used(struct arena *mem, const struct form *f, const struct pair *p, int n);
/* "gross" or "row-3-gross"; NULL when the form has no such field. */
const struct field *form_field_of(const struct form *f, str name);
str form_row_key(struct arena *mem, int row, const char *field);
static inline int form_rows_max(const struct form *f) { return f->rows_max > 0 ? f->rows_max : 200; }

#endif

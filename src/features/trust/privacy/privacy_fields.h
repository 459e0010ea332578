/* The register of personal fields: what every room keeps about people, as its own table declares it (web/feature.h). */
#ifndef FEATURES_PRIVACY_FIELDS_H
#define FEATURES_PRIVACY_FIELDS_H

#include "web/widgets.h"
#include "web/feature.h"

extern const struct data privacy_field_data;

/* A declared field in the reader's words. */
struct privacy_field {
    str room, room_title; /* "members"; the title of its help */
    str table, column, name, purpose, basis, readers, retention, erasure;
    bool is_sealed;
    enum personal_end end;
};
struct privacy_field_filter {
    str q; /* as typed; looks into everything */
    str room, end;
};
/* "goes" "law" "stays" "timed", and what a reader calls each. */
extern const char *const personal_end_name[N_PERSONAL_END];
str personal_end_label(const struct cx *cx, enum personal_end end);

/* In order of rooms; lives in cx->mem. */
int privacy_fields(struct cx *cx, const struct privacy_field_filter *f, struct privacy_field **out);

/* ---- pages ---- */
struct privacy_fields_page {
    const struct list list;
    const struct privacy_field *row;
    int n;
    str print; /* address of the paper */
};
result privacy_fields_show(struct web *w);
result privacy_fields_print(struct web *w);
extern const struct data privacy_fields_data;

#endif

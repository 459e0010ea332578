/* Reading one JSON object field by field, for commands: every mistake is pushed on cx with its place ("on",
   "lines[2].account"), absent fields and null leave the value as it was. */
#ifndef BASE_JSON_FIELDS_H
#define BASE_JSON_FIELDS_H

#include "base/cx.h"
#include "base/date.h"
#include "base/json.h"

struct json_fields {
    struct cx *cx;
    const struct json *o;
    const char *list; /* the list it stands in, NULL = none */
    int i;
};

/* ERR_INVALID at the field. english: T("…"). */
result field_wrong(const struct json_fields *f, const char *name, const char *code, const char *english);
bool field_given(const struct json_fields *f, const char *name);
void field_str(const struct json_fields *f, const char *name, str *out);
void field_i64(const struct json_fields *f, const char *name, int64_t *out);
void field_bool(const struct json_fields *f, const char *name, bool *out);
void field_date(const struct json_fields *f, const char *name, date *out);  /* "2026-03-02" */
void field_id(const struct json_fields *f, const char *name, int64_t *out); /* "12": ids are text */
/* The first item of a list and how many; NULL and 0 when absent. Follow with ->next. */
const struct json *field_list(const struct json_fields *f, const char *name, int *n);
/* Any other field is a mistake: a misspelt one must not be lost in silence. */
void fields_only(const struct json_fields *f, const str *name, int n);
/* The whole text as one object without duplicate keys. ERR_USAGE "command.not_json" with line and column. */
result fields_parse(struct cx *cx, str text, const struct json **out);

#endif

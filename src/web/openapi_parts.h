/* Inside of openapi.h: the schemas of what goes in and what comes out. */
#ifndef WEB_OPENAPI_PARTS_H
#define WEB_OPENAPI_PARTS_H

#include "web/data.h"

#include "base/json.h"

enum { OPENAPI_PARTS_MAX = 512 };

struct openapi {
    struct cx *cx;
    const struct app *app;
    struct json_out o;
    const struct data *data[OPENAPI_PARTS_MAX]; /* described inside others */
    const struct db_stmt *rows[OPENAPI_PARTS_MAX];
    int n_data, n_rows;
};

/* {"$ref":"#/components/schemas/NAME"} */
void openapi_ref(struct openapi *x, const char *kind, str name);
/* Members of components.schemas: every form, every answer, and what these hold. */
void openapi_schemas(struct openapi *x);
/* The schema of a single field as it stands in JSON. */
void openapi_field(struct openapi *x, const struct field *f);
bool openapi_has_file(const struct form *f);
bool openapi_has_pages(const struct data *d);

#endif

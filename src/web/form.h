/* One description draws a form, validates it, and fills a struct: pages, JSON API, CLI help and import templates
   share it. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/cx.h"
#include "base/date.h"
#include "base/money.h"
#include "web/html.h"
#include "web/http.h"

enum field_type {
    FIELD_TEXT,     /* str, NFC, trimmed, control characters refused */
    FIELD_AREA,     /* str, several lines */
    FIELD_INT,      /* int64_t */
    FIELD_ID,       /* int64_t, chosen from options */
    FIELD_MONEY,    /* money */
    FIELD_QTY,      /* qty; .per base units per shown unit */
    FIELD_DATE,     /* date */
    FIELD_BOOL,     /* bool; absent = false */
    FIELD_CHOICE,   /* str, one of options */
    FIELD_PASSWORD, /* str, never shown back */
    FIELD_FILE,     /* struct upload */
};

struct option {
    const char *value, *label; /* T("…") */
};

struct field {
    const char *name, *label; /* T("…") */
    const char *help;         /* T("…") or NULL */
    enum field_type type;
    uint16_t at; /* offsetof in the form's struct */
    bool required;
    bool depends; /* needed or not by what else is filled in, as the use case says: not drawn as optional */
    int64_t min, max; /* value bounds; length bounds for text; both 0 = none (text max defaults to 500) */
    int64_t per;      /* FIELD_QTY: base units per shown unit */
    const struct option *options;
    int n_options;
    /* FIELD_TEXT chosen by typing (web/pick.h): the route that answers, below /orgs/:org/: "intake/pick/members". */
    const char *pick;
    bool total;           /* of a row: its sum stands under the column (numbers; a text is read as a weight) */
    const char *total_by; /* then one sum for each value of this field of the row, for kilos and pieces do not add up */
    bool confirm; /* FIELD_BOOL, "go on all the same": drawn only after a warning, whose code ends in ".similar" or
                     ".duplicate" */
    const char *accept; /* FIELD_FILE: what the browser offers, as media types */
    bool camera;        /* FIELD_FILE: a phone takes a photo at once */
    bool secret;  /* never kept in an unfinished entry (passwords and files never are) */
};

struct form {
    const char *name;
    const struct field *fields;
    int n_fields;
    size_t size;
    /* Repeated rows ("sheet entry"): names are row-N-field; rows with all fields empty are skipped. */
    const struct field *row_fields;
    int n_row_fields, rows_max;
    size_t row_size;             /* rows_max 0 = 200 */
    uint16_t rows_at, n_rows_at; /* offsetof: pointer to the rows array, int count */
};

/* Nothing to fill in: a button. */
extern const struct form form_empty;

/* Fills out (zeroed struct of form->size) from pairs. Pushes every error at its field ("row-3-gross"). From a query
   `required` is not enforced: the first visit has none. */
result form_decode(struct cx *cx, const struct form *f, const struct request *rq, bool from_query, void *out);
/* The same from JSON (object with field names; rows under "rows"; "request_id" is allowed): unknown and duplicate
   keys are errors. Money and quantities (base units) are integers, ids strings, dates ISO strings. */
result form_decode_json(struct cx *cx, const struct form *f, str json, void *out);

/* Draws one field: label, input, what was typed (from rq when it was posted) or the value in `in`, its errors, help. */
void form_field(struct html *h, const struct form *f, const char *name, const void *in, const struct request *rq);
void form_all(struct html *h, const struct form *f, const void *in, const struct request *rq);
/* The error summary on top of a form, with links to the fields. */
void form_errors(struct html *h);
/* Choices known only now: form_select draws the field, also a FIELD_TEXT, as a list of them. */
struct choice {
    str value, label;
};
void form_select(struct html *h, const struct form *f, const char *name, const struct choice *c, int n, str selected);
/* A field with .pick, and what is suggested where no script runs. value: what stands in it when nothing was typed. */
struct form_suggest {
    const char *name;
    const struct choice *c;
    int n;
    str value;
};
void form_pick(struct html *h, const struct form *f, const struct request *rq, const struct form_suggest *s);

/* Sheet entry: the repeated rows as a table that becomes cards on a phone. */
struct sheet {
    int n_blank; /* empty rows after those that are there; never more than rows_max in all */
    /* Dynamic choices by field name: a select for FIELD_ID and FIELD_CHOICE, suggestions (a datalist) for FIELD_TEXT.
     */
    const struct sheet_choice {
        const char *field;
        const struct choice *c;
        int n;
    } * choice;
    int n_choice;
    str caption; /* what the table is, for screen readers and above it; may be empty */
};
void form_sheet(struct html *h, const struct form *f, const void *in, const struct request *rq, const struct sheet *s);
/* One cell of a table that the room draws itself, with its error. value: as a person types it; label: for screen
   readers. */
struct form_cell {
    const char *field;
    int row;
    str value, label;
};
void form_cell(struct html *h, const struct form *f, const struct form_cell *c);
void form_rows(struct html *h, const struct form *f, const void *in, const struct request *rq, int n_blank);
/* The name of a field in the i-th row of the decoded array, as errors need it: empty rows were skipped, so
   "row-4-gross" may be the third. For JSON "rows[2].gross". */
str form_row_name(struct cx *cx, const struct form *f, const struct request *rq, int i, const char *field);

#endif

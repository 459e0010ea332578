/* One table describes the struct that a page draws; the same table writes it as JSON and describes it in OpenAPI. So a
   room gets its API from the model that its page has anyway (docs/api.md):

       static const struct data_field item_fields[] = { DATA(item, id), DATA(item, code), DATA(item, per) };
       const struct data item_data = DATA_OF(item, item_fields);

   How a member is written follows from its C type: str → string; money, qty (base units), int → integer; date → ISO
   date or null; bool. Of the int64_t, `id` and `…_id` become strings of digits (null when 0), `…_at` an instant in ISO
   8601, all others integers. A person's name says so (DATA_NAME): a reader from outside gets initials. */
#ifndef WEB_DATA_H
#define WEB_DATA_H

#include "db/db.h"
#include "web/feature.h"

enum data_type {
    DATA_TEXT,
    DATA_NAME_OF_PERSON,
    DATA_INT64,
    DATA_INT,
    DATA_BOOL,
    DATA_MONEY,
    DATA_QTY,
    DATA_DATE,
    DATA_ENUM,   /* an unsigned or enum, written as one of .word */
    DATA_INSIDE, /* a struct inside, described by .of */
    DATA_LINK,   /* a pointer to one; NULL is null */
    DATA_ARRAY,  /* a pointer to .of and an int count */
    DATA_ROWS,   /* the same, of rows that a statement (sqlgen) read */
    DATA_ONE,    /* a pointer to one such row; NULL is null */
    DATA_TEXTS,  /* a pointer to str and an int count */
    DATA_HASH,   /* 32 bytes, written as 64 hexadecimal digits */
    DATA_PAGES,  /* a pointer to struct list: written as total, page, per_page, and as Link headers */
    DATA_PAGES_INSIDE
};

struct data_field {
    const char *name;
    enum data_type type;
    uint16_t at, n_at; /* offsetof the member, and of the count */
    const struct data *of;
    const struct db_stmt *rows;
    const char *const *word;
    int n_word;
};
struct data {
    const char *name; /* unique over the program */
    const struct data_field *field;
    int n_field;
    size_t size;
};

#define DATA_TYPE_OF(S, m)                                                                                             \
    _Generic(((const struct S *)NULL)->m, str                                                                          \
             : DATA_TEXT, int64_t                                                                                      \
             : DATA_INT64, int                                                                                         \
             : DATA_INT, bool                                                                                          \
             : DATA_BOOL, money                                                                                        \
             : DATA_MONEY, qty                                                                                         \
             : DATA_QTY, date                                                                                          \
             : DATA_DATE)
#define DATA_AS(key, S, m)                                                                                             \
    {                                                                                                                  \
        .name = key, .type = DATA_TYPE_OF(S, m), .at = offsetof(struct S, m)                                           \
    }
#define DATA(S, m) DATA_AS(#m, S, m)
#define DATA_NAME(key, S, m)                                                                                           \
    {                                                                                                                  \
        .name = key, .type = DATA_NAME_OF_PERSON, .at = offsetof(struct S, m)                                          \
    }
#define DATA_WORD(key, S, m, words)                                                                                    \
    {                                                                                                                  \
        .name = key, .type = DATA_ENUM, .at = offsetof(struct S, m), .word = (words), .n_word = COUNT(words)           \
    }
#define DATA_STRUCT(key, S, m, d)                                                                                      \
    {                                                                                                                  \
        .name = key, .type = DATA_INSIDE, .at = offsetof(struct S, m), .of = (d)                                       \
    }
#define DATA_POINTER(key, S, m, d)                                                                                     \
    {                                                                                                                  \
        .name = key, .type = DATA_LINK, .at = offsetof(struct S, m), .of = (d)                                         \
    }
#define DATA_LIST(key, S, m, n, d)                                                                                     \
    {                                                                                                                  \
        .name = key, .type = DATA_ARRAY, .at = offsetof(struct S, m), .n_at = offsetof(struct S, n), .of = (d)         \
    }
#define DATA_STMT(key, S, m, n, st)                                                                                    \
    {                                                                                                                  \
        .name = key, .type = DATA_ROWS, .at = offsetof(struct S, m), .n_at = offsetof(struct S, n), .rows = &(st)      \
    }
#define DATA_ROW(key, S, m, st)                                                                                        \
    {                                                                                                                  \
        .name = key, .type = DATA_ONE, .at = offsetof(struct S, m), .rows = &(st)                                      \
    }
#define DATA_STRS(key, S, m, n)                                                                                        \
    {                                                                                                                  \
        .name = key, .type = DATA_TEXTS, .at = offsetof(struct S, m), .n_at = offsetof(struct S, n)                    \
    }
#define DATA_PAGING(S, m)                                                                                              \
    {                                                                                                                  \
        .name = "", .type = DATA_PAGES, .at = offsetof(struct S, m)                                                    \
    }
#define DATA_PAGING_INSIDE(S, m)                                                                                       \
    {                                                                                                                  \
        .name = "", .type = DATA_PAGES_INSIDE, .at = offsetof(struct S, m)                                             \
    }
#define DATA_SHA256(key, S, m)                                                                                         \
    {                                                                                                                  \
        .name = key, .type = DATA_HASH, .at = offsetof(struct S, m)                                                    \
    }
#define DATA_OF(S, fields)                                                                                             \
    {                                                                                                                  \
        .name = #S, .field = (fields), .n_field = COUNT(fields), .size = sizeof(struct S)                              \
    }

/* An answer that is a file (PDF, XLSX, …) under the API too. */
extern const struct data data_file;
/* What a change answers: {"done":true,"message":"Posted CT2026-00003.","location":"/api/v1/orgs/X/payments/7"}. done
   is false when it was checked only, as for a preview. */
extern const struct data data_done;

/* Answers with the struct that the route's .data describes. Handlers: if (web_wants_json(w)) return web_data(w, &m); */
result web_data(struct web *w, const void *model);

/* The same object for the command line and files: nothing is hidden, pages are left out. */
struct json_out;
void data_put(struct cx *cx, struct json_out *o, const struct data *d, const void *model);

/* How a row's column is written; shared with the description. */
enum data_type data_type_of_column(const struct db_field *f);
enum data_kind { DATA_PLAIN, DATA_IS_ID, DATA_IS_INSTANT };
enum data_kind data_kind_of(const char *name);
static inline bool data_is_pages(const struct data_field *f)
{
    return f->type == DATA_PAGES || f->type == DATA_PAGES_INSIDE;
}

#endif

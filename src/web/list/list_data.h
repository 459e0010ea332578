/* What a list says to other programs: its fields for the room's data table. */
#ifndef WEB_LIST_LIST_DATA_H
#define WEB_LIST_LIST_DATA_H

#include "web/data.h"
#include "web/list/list.h"

/* Of a book: what stood before all that is shown, before this page, and after all. */
struct list_balance {
    money opening, before, closing;
};
/* What the list says to other programs (web/data.h): a page of the query's own rows; Link headers lead to the pages
   beside it. Rows keep every column except those that only order. */
struct list_model {
    const void *row, *totals; /* of everything that is filtered; NULL: more rows than are added up */
    int n, per_page;
    int64_t total;    /* counted up to LIST_COUNT_MAX + 1 or LIST_FOUND_MAX + 1 */
    bool is_more;     /* there are more than are counted */
    date from, to;    /* the days that it is about; null: all */
    const void *more; /* what the room adds (list_view), or a book's balance */
};
extern const struct data list_balance_data;
/* query: the name of the list's query in x.sql. */
#define LIST_MEMBERS(query)                                                                                            \
    DATA_STMT("rows", list_model, row, n, query##_stmt[0][0][0][0]), DATA(list_model, total),                          \
        DATA(list_model, is_more), DATA(list_model, per_page), DATA(list_model, from), DATA(list_model, to),           \
        DATA_ROW("totals", list_model, totals, query##_total_stmt[0])
#define LIST_FIELDS(query)                                                                                             \
    {                                                                                                                  \
        LIST_MEMBERS(query)                                                                                            \
    }
/* The same with what the room adds under a key, and of a book. */
#define LIST_MORE_FIELDS(query, key, data)                                                                             \
    {                                                                                                                  \
        LIST_MEMBERS(query), DATA_POINTER(key, list_model, more, data)                                                 \
    }
#define LIST_RUN_FIELDS(query) LIST_MORE_FIELDS(query, "balance", &list_balance_data)
/* Of an array, each row described by row_data. */
#define LIST_ARRAY_MEMBERS(row_data)                                                                                   \
    DATA_LIST("rows", list_model, row, n, row_data), DATA(list_model, total), DATA(list_model, is_more),               \
        DATA(list_model, per_page)
#define LIST_ARRAY_FIELDS(row_data)                                                                                    \
    {                                                                                                                  \
        LIST_ARRAY_MEMBERS(row_data)                                                                                   \
    }
#define LIST_DATA(data_name, fields)                                                                                   \
    {                                                                                                                  \
        .name = data_name, .field = (fields), .n_field = COUNT(fields), .size = sizeof(struct list_model)              \
    }

#endif

/* The private half of lists: what its files share. */
#ifndef WEB_LIST_LIST_PARTS_H
#define WEB_LIST_LIST_PARTS_H

#include "web/list/list_data.h"

/* ---- cursors: where a page begins ---- */
/* The order asked for, as an index of def->page; the standard one when there is no such order. */
int list_order(const struct list_view *v);
const struct db_stmt *list_stmt(const struct list_view *v, bool flipped, bool behind);
/* The values of a row's order, as one opaque word for a URL. */
str list_cursor(struct arena *mem, const struct db_stmt *behind, const void *row);
/* Into the .behind_x of args. False: not a cursor of this order. */
bool list_cursor_take(struct arena *mem, const struct db_stmt *behind, str cursor, void *args);
void list_limit(const struct db_stmt *st, void *args, int64_t limit);

/* ---- the page ---- */
enum { LIST_TYPING_ROWS = 20 };
struct list_page {
    struct list_view *v;
    struct list_row *row;
    str *cursor; /* of each row */
    char *raw;   /* the rows as the query gave them, for JSON; else NULL */
    int n, limit;
    bool backwards, behind, more; /* came by ?before=, by ?behind=; more rows lie in the direction of reading */
    void *total;                  /* the query's row of totals */
    struct list_cell *sum;        /* of each column */
    int64_t n_all, n_most;        /* counted up to n_most + 1 */
    bool counted, added, summed;  /* added: total is whole; summed: a column shows some of it */
    struct list_balance balance;
    const struct list_saved {
        str name, path;
    } * saved;
    int n_saved;
    html_safe csrf;
};
/* ---- arrays (list_array.c) ---- */
/* The rows that are searched for, in their order: indices of the array. */
int *list_array_order(struct cx *cx, const struct list_view *v, int *n);
void list_array_read(struct cx *cx, struct list_page *p);
bool list_array_sorts(const struct list_view *v, str name);

void list_draw(struct html *h, const struct list_page *p);
void list_draw_rows(struct html *h, const struct list_page *p); /* what stands in #list */

/* ---- words and addresses for the template ---- */
str list_title(const struct list_view *v);
bool list_is_shown(const struct list_view *v, int col);
bool list_narrowed(const struct list_view *v); /* by a search, filter or period */
/* The balance after a row, when the one before it is known. */
money list_run_on(const struct list_run *run, const struct list_row *r, money before);
str list_cell_text(struct cx *cx, const struct list_col *c, const struct list_cell *cell);
str list_page_text(struct cx *cx, const struct list_page *p); /* "312 in all" */
str list_previous_path(const struct list_page *p);            /* empty: none */
str list_next_path(const struct list_page *p);
str list_order_path(const struct list_view *v, const char *sort);
str list_query_text(const struct list_view *v);       /* filters and order, for saving */
bool list_keeps(const struct list_view *v, str name); /* parameters that stay as hidden fields of the toolbar */

/* ---- files ---- */
result list_export(struct list_view *v);

/* ---- what a user keeps (list_keep.c) ---- */
struct list_kept {
    str columns; /* "code,name"; empty: the standard ones */
    struct list_saved *saved;
    int n_saved;
};
result list_kept_read(struct cx *cx, struct db *db, const struct list_view *v, struct list_kept *out);

#endif

/* What a user keeps of lists: columns and named filters, a few rows each. A saved filter is the query string of the
   page; opening it asks for that page again, so it shows nothing that its owner could not see anyway. */
#include "web/list/list_keep.h"

#include "list.sql.h"
#include "web/list/list_parts.h"

result list_kept_read(struct cx *cx, struct db *db, const struct list_view *v, struct list_kept *out)
{
    struct list_kept_rows *row;
    int n;
    str path = str_cut(list_url(cx->mem, v->w->rq, S(""), S("")), '?').head;
    TRY(list_kept_rows(db, (struct list_kept_rows_args){ .user_id = cx->actor.user_id, .list = str_of(v->def->name) },
                       &row, &n));
    out->saved = new (cx->mem, struct list_saved, n);
    for (int i = 0; i < n; i++) {
        if (row[i].name.n)
            out->saved[out->n_saved++] =
                (struct list_saved){ row[i].name,
                                     str_fmt(cx->mem, STR_FMT "?" STR_FMT, STR_ARG(path), STR_ARG(row[i].query_text)) };
        else
            out->columns = row[i].query_text;
    }
    return OK;
}

static result put(struct cx *cx, struct db *db, str list, str name, str query)
{
    return list_kept_put(db, (struct list_kept_put_args){
                                 .user_id = cx->actor.user_id, .list = list, .name = name, .query_text = query });
}

result list_keep_columns(struct cx *cx, struct db *db, str list, str columns)
{
    return columns.n ? put(cx, db, list, S(""), columns) : list_drop_filter(cx, db, list, S(""));
}

result list_keep_filter(struct cx *cx, struct db *db, str list, str name, str query)
{
    struct list_kept_count others;
    if (!name.n)
        return fail(cx, .kind = ERR_INVALID, .code = S("list.name"), .field = S("name"),
                    .message = tr(cx, "Give the filter a name."));
    TRY(list_kept_count(db, (struct list_kept_count_args){ .user_id = cx->actor.user_id, .list = list, .name = name },
                        &others));
    if (others.n_row > LIST_SAVED_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("list.many"), .field = S("name"),
                    .message =
                        TRF(cx, "At most {1} filters of a list are kept.", str_from_i64(cx->mem, LIST_SAVED_MAX)),
                    .hint = tr(cx, "Delete one that is no longer used."));
    return put(cx, db, list, name, query);
}

result list_drop_filter(struct cx *cx, struct db *db, str list, str name)
{
    return list_kept_drop(db, (struct list_kept_drop_args){ .user_id = cx->actor.user_id, .list = list, .name = name });
}

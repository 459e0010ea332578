/* views: see README.md. Carries what a user keeps of lists (web/list) from the forms on every list page; decides
   nothing else. */
#include "features/people/views/views.h"

#include "views.sql.h"
#include "web/list/list_keep.h"

#include <stddef.h>

struct view_in {
    str list, name, query, back, standard, columns;
};
#define HIDDEN(field, most)                                                                                            \
    {                                                                                                                  \
        .name = #field, .label = "", .at = offsetof(struct view_in, field), .max = most                                \
    }
static const struct field columns_field[] = { HIDDEN(list, 40), HIDDEN(back, 2000), HIDDEN(standard, 1),
                                              HIDDEN(columns, 2000) };
static const struct field filter_field[] = {
    HIDDEN(list, 40),
    HIDDEN(back, 2000),
    HIDDEN(query, 2000),
    { .name = "name",
      .label = T("Name of the filter"),
      .at = offsetof(struct view_in, name),
      .required = true,
      .max = 60 },
};
static const struct form columns_form = {
    .name = "view-columns", .fields = columns_field, .n_fields = COUNT(columns_field), .size = sizeof(struct view_in)
};
static const struct form filter_form = {
    .name = "view-filter", .fields = filter_field, .n_fields = COUNT(filter_field), .size = sizeof(struct view_in)
};

struct work {
    const struct view_in *in;
    str columns;
};

static result keep_columns(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return list_keep_columns(cx, db, k->in->list, k->columns);
}

static result keep_filter(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return list_keep_filter(cx, db, k->in->list, k->in->name, k->in->query);
}

static result drop_filter(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return list_drop_filter(cx, db, k->in->list, k->in->name);
}

static result columns_post(struct web *w)
{
    struct work k = { .in = w->in };
    struct buf b = buf_new(w->cx->mem);
    for (int i = 0; i < w->rq->n_form && !k.in->standard.n; i++) {
        const struct pair *p = &w->rq->form[i];
        if (!str_eq(p->name, S("col")) || p->value.n > 60 || b.n > 2000)
            continue;
        buf_put(&b, b.n ? S(",") : S(""));
        buf_put(&b, p->value);
    }
    k.columns = k.in->columns.n ? k.in->columns : buf_str(&b);
    TRY(store_write(w->store, w->cx, NULL, 0, keep_columns, &k));
    return web_redirect(w, k.in->back.n ? k.in->back : S("/"));
}

static result filter_post(struct web *w)
{
    struct work k = { .in = w->in };
    TRY(store_write(w->store, w->cx, NULL, 0, keep_filter, &k));
    web_flash(w, TRF(w->cx, "The filter “{1}” is kept.", k.in->name));
    return web_redirect(w, k.in->back.n ? k.in->back : S("/"));
}

static result delete_post(struct web *w)
{
    struct work k = { .in = w->in };
    TRY(store_write(w->store, w->cx, NULL, 0, drop_filter, &k));
    web_flash(w, TRF(w->cx, "The filter “{1}” is deleted.", k.in->name));
    return web_redirect(w, k.in->back.n ? k.in->back : S("/"));
}

static const struct route routes[] = {
    { METHOD_POST, "/views/columns", CAP_LOGIN, WALL_NONE, &columns_form, columns_post, T("Columns"), NULL },
    { METHOD_POST, "/views/filters", CAP_LOGIN, WALL_NONE, &filter_form, filter_post, T("Saved filters"), NULL },
    { METHOD_POST, "/views/delete", CAP_LOGIN, WALL_NONE, &filter_form, delete_post, T("Saved filters"), NULL },
};

static const struct invariant invariants[] = {
    { "views.owner", &inv_list_kept_owner_stmt },
};

static const struct personal_field personal[] = {
    { "list_kept", "name", T("Name of a saved filter"), T("To open a list again as it was filtered"),
      T("Contract of use"), T("The person"), T("Until the person deletes it"), false, .words = true },
    { "list_kept", "query_text", T("What a saved filter looks for"), T("To open a list again as it was filtered"),
      T("Contract of use"), T("The person"), T("Until the person deletes it"), false, .words = true },
};

const struct feature views_feature = { .name = "views",
                                       .routes = routes,
                                       .n_routes = COUNT(routes),
                                       .invariants = invariants,
                                       .n_invariants = COUNT(invariants),
                                       .personal = personal,
                                       .n_personal = COUNT(personal),
                                       .tell_person = views_tell_person,
                                       .forget_person = views_forget_person };

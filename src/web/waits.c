/* Gathers what the rooms declare and asks each how much there is. Drawing is in waits.html.in. */
#include "web/waits.h"
#include "web/app.h"

#include <assert.h>

enum { WAITS_MAX = 32 };

static void insert(const struct waiting **list, int n, const struct waiting *s)
{
    assert(n < WAITS_MAX);
    for (; n > 0 && list[n - 1]->order > s->order; n--)
        list[n] = list[n - 1];
    list[n] = s;
}

static str path_of(const struct web *w, const char *pattern)
{
    str path = str_of(pattern);
    ptrdiff_t at = str_find(path, S(":org"));
    if (at < 0)
        return path;
    return str_fmt(w->cx->mem, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(path, 0, at)), STR_ARG(w->org_code),
                   STR_ARG(str_sub(path, at + 4, path.n)));
}

result waits_read(struct web *w, struct db *db, struct waits *out)
{
    const struct waiting *list[WAITS_MAX];
    int n = 0;
    for (int f = 0; f < w->app->n_features; f++)
        for (int i = 0; i < w->app->features[f]->n_waits; i++)
            if (cx_can(w->cx, w->app->features[f]->waits[i].cap))
                insert(list, n++, &w->app->features[f]->waits[i]);
    *out = (struct waits){ .wait = new (w->cx->mem, struct wait, n ? n : 1) };
    for (int i = 0; i < n; i++) {
        int64_t how_many = 0;
        TRY(list[i]->count(w, db, &how_many));
        if (!how_many)
            continue;
        str number = str_from_i64(w->cx->mem, how_many);
        out->wait[out->n++] = (struct wait){ tr_fill(w->cx->mem, tr(w->cx, list[i]->label), &number, 1),
                                             path_of(w, list[i]->path), how_many };
    }
    return OK;
}

static const struct data_field fields[] = { DATA(wait, text), DATA(wait, path), DATA(wait, n) };
const struct data wait_data = DATA_OF(wait, fields);

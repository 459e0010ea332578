/* First steps: gathers what the rooms declare and asks each whether it is done. Drawing is in steps.html.in. */
#include "web/steps.h"
#include "web/app.h"

#include <assert.h>

enum { STEPS_MAX = 16 };

static void insert(const struct first_step **list, int n, const struct first_step *s)
{
    assert(n < STEPS_MAX);
    for (; n > 0 && list[n - 1]->order > s->order; n--)
        list[n] = list[n - 1];
    list[n] = s;
}

static result is_done(struct db *db, const struct first_step *s, int64_t org_id, bool *done)
{
    int64_t row[4];
    assert(s->done->n_param == 1 && s->done->row_size <= sizeof row);
    return db_run_one(db, s->done, &org_id, row, done);
}

result steps_read(struct web *w, struct db *db, struct steps *out)
{
    const struct first_step *list[STEPS_MAX];
    int n = 0;
    for (int f = 0; f < w->app->n_features; f++)
        for (int i = 0; i < w->app->features[f]->n_steps; i++) {
            const struct first_step *s = &w->app->features[f]->steps[i];
            if (cx_can(w->cx, s->cap))
                insert(list, n++, s);
        }
    *out = (struct steps){ .step = new (w->cx->mem, struct step, n ? n : 1) };
    for (int i = 0; i < n; i++) {
        struct step *s = &out->step[out->n++];
        str path = str_of(list[i]->path);
        ptrdiff_t at = str_find(path, S(":org"));
        assert(at > 0);
        *s = (struct step){ .label = tr(w->cx, list[i]->label), .optional = list[i]->optional };
        s->path = str_fmt(w->cx->mem, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(path, 0, at)), STR_ARG(w->org_code),
                          STR_ARG(str_sub(path, at + 4, path.n)));
        TRY(is_done(db, list[i], w->org_id, &s->is_done));
        out->waiting = out->waiting || (!s->is_done && !s->optional);
    }
    return OK;
}

static const struct data_field fields[] = {
    DATA(step, label),
    DATA(step, path),
    DATA(step, is_done),
    DATA(step, optional),
};
const struct data step_data = DATA_OF(step, fields);

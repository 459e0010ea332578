/* Items to choose from while one types. An organisation has dozens, so they are searched in memory. */
#include "features/produce/lots/lots.h"

#include "base/text.h"

static bool fits(struct cx *cx, const struct item *it, str fold)
{
    return str_find(text_fold(cx->mem, it->code), fold) >= 0 || str_find(text_fold(cx->mem, it->name_vi), fold) >= 0 ||
           str_find(text_fold(cx->mem, it->name_en), fold) >= 0;
}

static result find(struct cx *cx, struct db *db, struct pick_ask ask, struct choice **out, int *n)
{
    struct item *it;
    int all;
    TRY(item_list(cx, db, ask.org_id, &it, &all));
    *out = new (cx->mem, struct choice, all);
    *n = 0;
    for (int i = 0; i < all && *n < ask.limit; i++)
        if (it[i].is_active && (!ask.fold.n || fits(cx, &it[i], ask.fold)))
            (*out)[(*n)++] =
                (struct choice){ it[i].code, str_fmt(cx->mem, STR_FMT " (" STR_FMT ")", STR_ARG(item_name(cx, &it[i])),
                                                     STR_ARG(it[i].shown_unit)) };
    return OK;
}

static result by_code(struct cx *cx, struct db *db, int64_t org_id, str code, bool *found)
{
    struct item *it;
    int n;
    *found = false;
    TRY(item_list(cx, db, org_id, &it, &n));
    for (int i = 0; i < n; i++)
        *found = *found || str_eq(it[i].code, code);
    return OK;
}

const struct picker item_picker = { find, by_code };

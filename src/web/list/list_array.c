/* Short lists, whose rows a room has read whole: searching, sorting, paging and adding up by what stands in the cells.
   A page begins behind a place in the order. */
#include "base/text.h"
#include "web/list/list_parts.h"

#include <stdlib.h>

struct place {
    str key;
    int64_t number;
    int at;
};

bool list_array_sorts(const struct list_view *v, str name)
{
    for (int i = 0; i < v->def->n_col; i++) {
        const struct list_col *c = &v->def->col[i];
        if (c->sort && (str_eq(name, str_of(c->sort)) || (c->sort_by && str_eq(name, str_of(c->sort_by)))))
            return true;
    }
    return false;
}

static const void *row_at(const struct list_view *v, int i)
{
    return (const char *)v->array->row + v->array->size * (size_t)i;
}

static struct list_row cells_of(struct cx *cx, const struct list_view *v, int i)
{
    struct list_row r = { .cell = new (cx->mem, struct list_cell, v->def->n_col) };
    v->def->cells(v, row_at(v, i), &r);
    return r;
}

/* Does what is searched stand in one of the words? */
static bool matches(struct cx *cx, const struct list_view *v, const struct list_row *r)
{
    bool found = !v->q.n || v->array->is_found;
    for (int i = 0; i < v->def->n_col && !found; i++)
        if (v->def->col[i].type == LIST_TEXT || v->def->col[i].type == LIST_STATE)
            found = str_find(text_fold(cx->mem, r->cell[i].text), v->fold) >= 0;
    return found;
}

static struct place place_of(struct cx *cx, const struct list_view *v, const struct list_row *r, int at)
{
    struct place p = { .at = at };
    for (int i = 0; i < v->def->n_col; i++) {
        const struct list_col *c = &v->def->col[i];
        bool first = c->sort && str_eq(v->sort, str_of(c->sort));
        bool second = c->sort_by && str_eq(v->sort, str_of(c->sort_by));
        if (!first && !second)
            continue;
        if (c->type == LIST_TEXT || c->type == LIST_STATE)
            p.key =
                second ? text_given_name_sort_key(cx->mem, r->cell[i].text) : text_sort_key(cx->mem, r->cell[i].text);
        else
            p.number = r->cell[i].set ? r->cell[i].number : INT64_MIN;
        break;
    }
    return p;
}

static int compare(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int c = str_cmp(x->key, y->key);
    if (!c)
        c = (x->number > y->number) - (x->number < y->number);
    return c ? c : x->at - y->at;
}

int *list_array_order(struct cx *cx, const struct list_view *v, int *n)
{
    struct place *p = new (cx->mem, struct place, v->array->n);
    int *order = new (cx->mem, int, v->array->n);
    *n = 0;
    for (int i = 0; i < v->array->n; i++) {
        struct list_row r = cells_of(cx, v, i);
        if (matches(cx, v, &r))
            p[(*n)++] = place_of(cx, v, &r, i);
    }
    qsort(p, (size_t)*n, sizeof *p, compare);
    for (int i = 0; i < *n; i++)
        order[i] = p[v->desc ? *n - 1 - i : i].at;
    return order;
}

static void add_up(struct cx *cx, struct list_page *p, const int *order, int n)
{
    const struct list_def *def = p->v->def;
    p->sum = new (cx->mem, struct list_cell, def->n_col);
    p->counted = p->added = true;
    p->n_all = n;
    p->n_most = LIST_COUNT_MAX;
    for (int k = 0; k < n; k++) {
        struct list_row r = cells_of(cx, p->v, order[k]);
        for (int i = 0; i < def->n_col; i++)
            if (def->col[i].total)
                p->sum[i] = list_int(p->sum[i].number + r.cell[i].number);
    }
    for (int i = 0; i < def->n_col; i++)
        p->summed |= p->sum[i].set && list_is_shown(p->v, i);
}

static int64_t place_asked(const struct list_view *v, const char *name)
{
    int64_t at;
    return str_to_i64(list_choice(v, name), &at) && at >= 0 ? at : -1;
}

void list_array_read(struct cx *cx, struct list_page *p)
{
    const struct list_view *v = p->v;
    int n, *order = list_array_order(cx, v, &n);
    int64_t behind = place_asked(v, "behind"), before = place_asked(v, "before");
    add_up(cx, p, order, n);
    p->limit = v->typing && v->q.n ? LIST_TYPING_ROWS : v->per;
    int64_t from = behind >= 0 ? behind + 1 : before > p->limit ? before - p->limit : 0;
    int64_t to = behind < 0 && before >= 0 && before < from + p->limit ? before : from + p->limit;
    p->behind = from > 0;
    p->more = to < n;
    p->row = new (cx->mem, struct list_row, p->limit);
    p->cursor = new (cx->mem, str, p->limit);
    p->raw = arena_alloc(cx->mem, (size_t)p->limit, v->array->size);
    for (int64_t i = from; i < to && i < n; i++, p->n++) {
        memcpy(p->raw + v->array->size * (size_t)p->n, row_at(v, order[i]), v->array->size);
        p->row[p->n] = cells_of(cx, v, order[i]);
        p->cursor[p->n] = str_from_i64(cx->mem, i);
    }
    if (!web_wants_json(v->w))
        p->raw = NULL;
}

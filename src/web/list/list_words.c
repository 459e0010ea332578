/* What the list's template asks for: the text of a cell, the addresses of pages, orders and saved filters. Pure. */
#include "web/list/list_parts.h"

str list_title(const struct list_view *v) { return v->title.n ? v->title : tr(v->w->cx, v->def->title); }

str list_cell_text(struct cx *cx, const struct list_col *c, const struct list_cell *cell)
{
    bool english = cx->lang == LANG_EN;
    if (!cell->set)
        return S("");
    switch (c->type) {
    case LIST_DATE:
        return date_text(cx->mem, (date){ (int32_t)cell->number });
    case LIST_MONEY:
    case LIST_INT:
        return money_text(cx->mem, (money){ cell->number }, english);
    case LIST_QTY: {
        str q = qty_text(cx->mem, (qty){ cell->number }, cell->per, english);
        return cell->text.n ? str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(q), STR_ARG(cell->text)) : q;
    }
    default:
        return cell->text;
    }
}

static bool is_place(str name)
{
    static const str place[] = { LIT("behind"), LIT("before"), LIT("page"), LIT("format"), LIT("lang") };
    for (size_t i = 0; i < sizeof place / sizeof *place; i++)
        if (str_eq(name, place[i]))
            return true;
    return false;
}

static bool is_look(str name) { return str_eq(name, S("sort")) || str_eq(name, S("per")) || str_eq(name, S("cols")); }

bool list_narrowed(const struct list_view *v)
{
    for (int i = 0; i < v->w->rq->n_query; i++) {
        const struct pair *p = &v->w->rq->query[i];
        if (p->value.n && !is_place(p->name) && !is_look(p->name))
            return true;
    }
    return false;
}

bool list_keeps(const struct list_view *v, str name)
{
    bool drawn =
        str_eq(name, S("q")) || is_place(name) || (v->period && (str_eq(name, S("from")) || str_eq(name, S("to"))));
    for (int i = 0; i < v->n_filter; i++)
        drawn |= str_eq(name, v->filter[i].name);
    return !drawn;
}

str list_page_text(struct cx *cx, const struct list_page *p)
{
    bool english = cx->lang == LANG_EN;
    if (p->v->typing && p->v->q.n)
        return p->more ? TRF(cx, "The first {1}; type more to narrow it.", str_from_i64(cx->mem, p->n))
                       : TRF(cx, "{1} found", str_from_i64(cx->mem, p->n));
    if (!p->counted)
        return S("");
    if (p->n_all > p->n_most)
        return TRF(cx, p->added ? T("More than {1}") : T("More than {1}; narrow the list to see totals."),
                   money_text(cx->mem, (money){ p->n_most }, english));
    return TRF(cx, "{1} in all", money_text(cx->mem, (money){ p->n_all }, english));
}

str list_previous_path(const struct list_page *p)
{
    bool any = p->n > 0 && (p->behind || (p->backwards && p->more));
    return any ? list_url(p->v->w->cx->mem, p->v->w->rq, S("before"), p->cursor[0]) : S("");
}

str list_next_path(const struct list_page *p)
{
    bool any = p->n > 0 && (p->backwards || p->more);
    return any ? list_url(p->v->w->cx->mem, p->v->w->rq, S("behind"), p->cursor[p->n - 1]) : S("");
}

/* The other way round when the list stands in this order already. */
str list_order_path(const struct list_view *v, const char *sort)
{
    bool turn = str_eq(v->sort, str_of(sort)) && !v->desc;
    str value = str_fmt(v->w->cx->mem, "%s%s", turn ? "-" : "", sort);
    return list_url(v->w->cx->mem, v->w->rq, S("sort"), value);
}

str list_query_text(const struct list_view *v)
{
    str url = list_url(v->w->cx->mem, v->w->rq, S("lang"), S(""));
    return str_cut(url, '?').tail;
}

/* Sums under the columns of a sheet. What cannot be read as a number is left out: its cell says so when it is sent. The
   script (assets/src/total.js) keeps them true while one types; both read numbers alike. */
#include "web/form_draw.h"

#include "base/text.h"

enum { GROUPS_MAX = 12, WEIGHT_PER = 1000 };

struct group {
    str fold, shown;
    int64_t sum;
};
struct summing {
    const struct sheet_totals *t;
    struct cx *cx;
    const struct field *f, *by;
    struct group g[GROUPS_MAX];
    int n;
};

static int64_t per_of(const struct field *f) { return f->per > 0 ? f->per : WEIGHT_PER; }

static bool number_of(const struct field *f, str text, int64_t *out)
{
    money m;
    qty q;
    if (f->type == FIELD_MONEY) {
        bool good = money_parse(text, &m);
        *out = good ? m.dong : 0;
        return good;
    }
    if (f->type == FIELD_INT)
        return str_to_i64(text, out);
    bool good = qty_parse(text, per_of(f), &q);
    *out = good ? q.base : 0;
    return good;
}

static str text_of(struct cx *cx, const struct field *f, int64_t v)
{
    bool english = cx->lang == LANG_EN;
    if (f->type == FIELD_MONEY)
        return money_text(cx->mem, (money){ v }, english);
    return f->type == FIELD_INT ? str_from_i64(cx->mem, v) : qty_text(cx->mem, (qty){ v }, per_of(f), english);
}

/* "CAIMO · Cải mơ" and "caimo" are one. */
static struct group *group_of(struct summing *s, int row)
{
    str text = s->by ? form_trim(s->t->value(s->t->arg, s->by, row)) : S("");
    ptrdiff_t dot = str_find(text, S(" · "));
    str shown = dot < 0 ? text : str_sub(text, 0, dot), fold = text_fold(s->cx->mem, shown);
    for (int i = 0; i < s->n; i++)
        if (str_eq(s->g[i].fold, fold))
            return &s->g[i];
    if (s->n == GROUPS_MAX)
        return NULL;
    s->g[s->n] = (struct group){ .fold = fold, .shown = shown };
    return &s->g[s->n++];
}

static void sum_up(struct summing *s)
{
    int64_t v;
    for (int row = 0; row < s->t->n; row++) {
        str text = form_trim(s->t->value(s->t->arg, s->f, row));
        struct group *g = text.n && number_of(s->f, text, &v) ? group_of(s, row) : NULL;
        if (g && __builtin_add_overflow(g->sum, v, &g->sum))
            g->sum = 0;
    }
}

static const struct field *field_by(const struct form *f, const char *name)
{
    for (int i = 0; name && i < f->n_row_fields; i++)
        if (!strcmp(f->row_fields[i].name, name))
            return &f->row_fields[i];
    return NULL;
}

static void draw_total(struct html *h, const struct sheet_totals *t, const struct field *f)
{
    struct summing s = { .t = t, .cx = h->cx, .f = f, .by = field_by(t->f, f->total_by) };
    sum_up(&s);
    html_raw(h, S("<td class=\"num\""));
    form_attr(h, "data-label", form_label(h->cx, f));
    form_attr(h, "data-total", str_of(f->name));
    form_attr(h, "data-kind", f->type == FIELD_MONEY ? S("money") : S("qty"));
    if (s.by)
        form_attr(h, "data-by", str_of(s.by->name));
    html_raw(h, S(">"));
    for (int i = 0; i < s.n; i++) {
        html_raw(h, S("<span>"));
        if (s.n > 1 && s.g[i].shown.n) {
            html_put(h, s.g[i].shown);
            html_raw(h, S(" "));
        }
        html_put(h, text_of(h->cx, f, s.g[i].sum));
        html_raw(h, S("</span>"));
    }
    html_raw(h, S("</td>"));
}

void sheet_draw_totals(struct html *h, const struct sheet_totals *t)
{
    bool any = false;
    for (int i = 0; i < t->f->n_row_fields; i++)
        any = any || t->f->row_fields[i].total;
    if (!any)
        return;
    html_raw(h, S("<tfoot><tr><th scope=\"row\" class=\"row-no\"><span class=\"unseen\">"));
    html_put(h, tr(h->cx, "Total"));
    html_raw(h, S("</span>Σ</th>"));
    for (int i = 0; i < t->f->n_row_fields; i++)
        if (t->f->row_fields[i].total)
            draw_total(h, t, &t->f->row_fields[i]);
        else
            html_raw(h, S("<td></td>"));
    html_raw(h, S("</tr></tfoot>"));
}

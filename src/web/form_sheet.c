/* The entry sheet: one table row for each thing weighed, paid or counted. Row numbers are what names and errors count
   by, so a sheet that comes back keeps the place of every row, also of the empty ones between. */
#include "web/form_draw.h"

struct drawing {
    struct html *h;
    const struct form *f;
    const struct sheet *s;
    const char *rows; /* decoded; NULL when what was typed is shown */
    struct form_pairs typed;
    bool posted;
    int n;
};

static const struct sheet_choice *choice_of(const struct drawing *d, const struct field *f)
{
    for (int i = 0; i < d->s->n_choice; i++)
        if (!strcmp(d->s->choice[i].field, f->name))
            return &d->s->choice[i];
    return NULL;
}

static bool is_list(const struct field *f) { return f->type == FIELD_TEXT; }

static str list_id(const struct drawing *d, const struct field *f)
{
    return str_fmt(d->h->cx->mem, "l-%s-%s", d->f->name, f->name);
}

static void draw_lists(const struct drawing *d)
{
    struct html *h = d->h;
    for (int i = 0; i < d->f->n_row_fields; i++) {
        const struct field *f = &d->f->row_fields[i];
        const struct sheet_choice *c = choice_of(d, f);
        if (!c || !is_list(f))
            continue;
        form_draw_list(h, list_id(d, f), c->c, c->n);
    }
}

static bool is_number(const struct field *f)
{
    return f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_QTY || f->total;
}

static void draw_head(const struct drawing *d)
{
    struct html *h = d->h;
    if (d->s->caption.n) {
        html_raw(h, S("<caption>"));
        html_put(h, d->s->caption);
        html_raw(h, S("</caption>"));
    }
    html_raw(h, S("<thead><tr><th scope=\"col\" class=\"row-no\">#</th>"));
    for (int i = 0; i < d->f->n_row_fields; i++) {
        html_raw(h, is_number(&d->f->row_fields[i]) ? S("<th scope=\"col\" class=\"num\">") : S("<th scope=\"col\">"));
        html_put(h, form_label(h->cx, &d->f->row_fields[i]));
        html_raw(h, S("</th>"));
    }
    html_raw(h, S("</tr></thead>"));
}

static str value_in(const struct drawing *d, const struct field *f, int row)
{
    bool twice = false;
    if (d->posted) {
        const struct pair *p = form_pairs_find(&d->typed, form_row_key(d->h->cx->mem, row, f->name), &twice);
        return p ? p->value : (str){ 0 };
    }
    return row < d->n ? form_value_text(d->h->cx, f, d->rows + (size_t)row * d->f->row_size) : (str){ 0 };
}

static void draw_cell(const struct drawing *d, const struct field *f, int row)
{
    struct html *h = d->h;
    const struct sheet_choice *c = choice_of(d, f);
    struct form_input in = { .f = f, .name = form_row_key(h->cx->mem, row, f->name), .value = value_in(d, f, row) };
    if (c && is_list(f)) {
        in.list = list_id(d, f);
    } else if (c) {
        in.c = c->c;
        in.n_choice = c->n;
    }
    html_raw(h, S("<td"));
    form_attr(h, "data-label", form_label(h->cx, f));
    html_raw(h, S(">"));
    form_draw_label(h, &in);
    form_draw_input(h, &in);
    form_draw_error(h, in.name);
    html_raw(h, S("</td>"));
}

static void draw_row(const struct drawing *d, int row)
{
    struct html *h = d->h;
    html_raw(h, S("<tr><th scope=\"row\" class=\"row-no\">"));
    html_put(h, row + 1);
    html_raw(h, S("</th>"));
    for (int i = 0; i < d->f->n_row_fields; i++)
        draw_cell(d, &d->f->row_fields[i], row);
    html_raw(h, S("</tr>"));
}

static str value_for_total(const void *arg, const struct field *f, int row) { return value_in(arg, f, row); }

static void find_rows(struct drawing *d, const void *in, const struct request *rq)
{
    d->posted = rq && rq->method == METHOD_POST;
    if (d->posted) {
        d->typed = form_pairs_new(d->h->cx->mem, rq->form, rq->n_form);
        d->n = form_rows_used(d->h->cx->mem, d->f, rq->form, rq->n_form).n;
    } else if (in) {
        memcpy(&d->rows, (const char *)in + d->f->rows_at, sizeof d->rows);
        memcpy(&d->n, (const char *)in + d->f->n_rows_at, sizeof d->n);
    }
}

void form_sheet(struct html *h, const struct form *f, const void *in, const struct request *rq, const struct sheet *s)
{
    struct drawing d = { .h = h, .f = f, .s = s };
    find_rows(&d, in, rq);
    int most = form_rows_max(f), n = d.n + s->n_blank;
    n = n > most ? most : n < 1 ? 1 : n;
    draw_lists(&d);
    html_raw(h, S("<table class=\"sheet\""));
    form_attr(h, "data-rows-max", str_from_i64(h->cx->mem, most));
    html_raw(h, S(">"));
    draw_head(&d);
    html_raw(h, S("<tbody>"));
    for (int row = 0; row < n; row++)
        draw_row(&d, row);
    html_raw(h, S("</tbody>"));
    sheet_draw_totals(h, &(struct sheet_totals){ .f = f, .n = n, .value = value_for_total, .arg = &d });
    html_raw(h, S("</table>"));
}

void form_rows(struct html *h, const struct form *f, const void *in, const struct request *rq, int n_blank)
{
    form_sheet(h, f, in, rq, &(struct sheet){ .n_blank = n_blank });
}

/* Fills a form's struct from name-value pairs. Every mistake is reported at its field, all in one pass; a field given
   twice is one, for then two readers could take different values. Nothing is drawn here. */
#include "web/form.h"

#include "web/form_parts.h"

#include <stdlib.h>

const struct form form_empty = { .name = "empty" };

/* ---- pairs ---- */

static int by_name(const void *a, const void *b)
{
    return str_cmp((*(const struct pair *const *)a)->name, (*(const struct pair *const *)b)->name);
}

struct form_pairs form_pairs_new(struct arena *mem, const struct pair *p, int n)
{
    struct form_pairs s = { new (mem, const struct pair *, n > 0 ? n : 1), n };
    for (int i = 0; i < n; i++)
        s.p[i] = &p[i];
    qsort(s.p, (size_t)n, sizeof *s.p, by_name);
    return s;
}

/* The first with a name not before this one. */
static int lower_bound(const struct form_pairs *s, str name)
{
    int lo = 0, hi = s->n;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (str_cmp(s->p[mid]->name, name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct pair *form_pairs_find(const struct form_pairs *s, str name, bool *twice)
{
    int i = lower_bound(s, name);
    if (i == s->n || !str_eq(s->p[i]->name, name))
        return NULL;
    *twice = i + 1 < s->n && str_eq(s->p[i + 1]->name, name);
    return s->p[i];
}

/* ---- rows ---- */

str form_row_key(struct arena *mem, int row, const char *field) { return str_fmt(mem, "row-%d-%s", row, field); }

/* The number in "row-12-gross", *field the rest; -1 for other names. Huge numbers stay huge. */
static int row_of(str name, str *field)
{
    int v = 0;
    ptrdiff_t i = 4;
    if (!str_starts(name, S("row-")))
        return -1;
    for (; i < name.n && name.s[i] >= '0' && name.s[i] <= '9'; i++)
        v = v < 1000000 ? v * 10 + (name.s[i] - '0') : v;
    bool padded = i > 5 && name.s[4] == '0';
    *field = str_sub(name, i + 1, name.n);
    return i > 4 && !padded && field->n && name.s[i] == '-' ? v : -1;
}

static const struct field *row_field(const struct form *f, str name)
{
    for (int i = 0; i < f->n_row_fields; i++)
        if (str_eq(name, str_of(f->row_fields[i].name)))
            return &f->row_fields[i];
    return NULL;
}

const struct field *form_field_of(const struct form *f, str name)
{
    str rest;
    int row = row_of(name, &rest);
    for (int i = 0; i < f->n_fields; i++)
        if (str_eq(name, str_of(f->fields[i].name)))
            return &f->fields[i];
    return row >= 0 && row < form_rows_max(f) ? row_field(f, rest) : NULL;
}

/* A list that always shows its first entry says nothing about whether the row was used. */
static bool says_something(const struct field *f, str v)
{
    if (f->type == FIELD_CHOICE && f->required && f->n_options)
        return !str_eq(v, str_of(f->options[0].value));
    return v.n > 0;
}

struct form_used form_rows_used(struct arena *mem, const struct form *f, const struct pair *p, int n)
{
    int most = form_rows_max(f);
    struct form_used used = { new (mem, bool, most), 0 };
    for (int i = 0; i < n; i++) {
        str name;
        int row = row_of(p[i].name, &name);
        const struct field *field = row >= 0 ? row_field(f, name) : NULL;
        if (!field || !says_something(field, form_trim(p[i].value)))
            continue;
        if (row < most)
            used.row[row] = true;
        if (row >= used.n)
            used.n = row < most ? row + 1 : most + 1;
    }
    return used;
}

str form_row_name(struct cx *cx, const struct form *f, const struct request *rq, int i, const char *field)
{
    struct form_used used = form_rows_used(cx->mem, f, rq->form, rq->n_form);
    int left = i;
    for (int row = 0; row < used.n && row < form_rows_max(f); row++)
        if (used.row[row] && left-- == 0)
            return form_row_key(cx->mem, row, field);
    return str_fmt(cx->mem, "rows[%d].%s", i, field);
}

/* ---- decoding ---- */

struct decoding {
    struct cx *cx;
    const struct form *form;
    const struct request *rq;
    const struct pair *sent;
    struct form_pairs pairs;
    bool required;
};

static const struct upload *find_upload(const struct request *rq, str name)
{
    for (int i = 0; i < rq->n_upload; i++)
        if (str_eq(rq->upload[i].name, name))
            return &rq->upload[i];
    return NULL;
}

static void decode_field(struct decoding *d, const struct field *f, str name, void *to)
{
    struct form_at at = { d->cx, f, name, to, d->required };
    bool twice = false;
    if (f->type == FIELD_FILE) {
        form_put_upload(&at, find_upload(d->rq, name));
        return;
    }
    const struct pair *p = form_pairs_find(&d->pairs, name, &twice);
    if (twice)
        form_bad(&at, S("form.twice"), TRF(d->cx, "{1} was sent twice.", form_label(d->cx, f)), S(""));
    else if (p)
        form_put_text(&at, p->value);
    else
        form_put_nothing(&at);
}

static void decode_row(struct decoding *d, int row, char *to)
{
    for (int i = 0; i < d->form->n_row_fields; i++)
        decode_field(d, &d->form->row_fields[i], form_row_key(d->cx->mem, row, d->form->row_fields[i].name), to);
}

static void decode_rows(struct decoding *d, char *out)
{
    const struct form *f = d->form;
    if (!f->n_row_fields)
        return;
    struct form_used used = form_rows_used(d->cx->mem, f, d->sent, d->pairs.n);
    int most = form_rows_max(f), rows = used.n, n = 0;
    if (rows > most) {
        (void)fail(d->cx, .kind = ERR_INVALID, .code = S("form.too_many_rows"),
                   .message = TRF(d->cx, "At most {1} rows can be sent at once.", str_from_i64(d->cx->mem, most)));
        rows = most;
    }
    char *array = arena_alloc(d->cx->mem, (size_t)(rows ? rows : 1), f->row_size);
    for (int row = 0; row < rows; row++)
        if (used.row[row])
            decode_row(d, row, array + (size_t)n++ * f->row_size);
    memcpy(out + f->rows_at, &array, sizeof array);
    memcpy(out + f->n_rows_at, &n, sizeof n);
}

result form_decode(struct cx *cx, const struct form *f, const struct request *rq, bool from_query, void *out)
{
    int before = cx->n_errors;
    const struct pair *sent = from_query ? rq->query : rq->form;
    struct form_pairs pairs = form_pairs_new(cx->mem, sent, from_query ? rq->n_query : rq->n_form);
    struct decoding d = { cx, f, rq, sent, pairs, !from_query };
    for (int i = 0; i < f->n_fields; i++)
        decode_field(&d, &f->fields[i], str_of(f->fields[i].name), out);
    decode_rows(&d, out);
    return (result){ cx->n_errors == before };
}

/* Written as arrays, in the order of the structs; a document of another version is not read. */
#include "web/print/print_json.h"

#include "base/json.h"

enum { VERSION = 1 };

/* ---- writing ---- */

static void put_texts(struct json_out *o, const str *s, int n)
{
    json_begin_array(o);
    for (int i = 0; i < n; i++)
        json_put_str(o, s[i]);
    json_end_array(o);
}

static void put_pairs(struct json_out *o, const struct print_pair *p, int n)
{
    json_begin_array(o);
    for (int i = 0; i < n; i++) {
        json_begin_array(o);
        json_put_str(o, p[i].label);
        json_put_str(o, p[i].value);
        json_put_bool(o, p[i].strong);
        json_put_bool(o, p[i].half);
        json_end_array(o);
    }
    json_end_array(o);
}

static void put_col(struct json_out *o, const struct print_col *c)
{
    json_begin_array(o);
    json_put_str(o, c->title);
    json_put_str(o, c->group);
    json_put_str(o, c->mark);
    json_put_i64(o, c->weight);
    json_put_i64(o, c->align);
    json_put_bool(o, c->nowrap);
    json_put_bool(o, c->carry);
    json_end_array(o);
}

static void put_row(struct json_out *o, const struct print_row *r, int n_col)
{
    json_begin_array(o);
    json_put_i64(o, r->kind);
    put_texts(o, r->cell, n_col);
    json_begin_array(o);
    for (int i = 0; r->sum && i < n_col; i++)
        json_put_i64(o, r->sum[i].dong);
    json_end_array(o);
    json_end_array(o);
}

static void put_table(struct json_out *o, const struct print_table *t)
{
    json_begin_array(o);
    json_begin_array(o);
    for (int i = 0; i < t->n_col; i++)
        put_col(o, &t->col[i]);
    json_end_array(o);
    json_begin_array(o);
    for (int i = 0; i < t->n_row; i++)
        put_row(o, &t->row[i], t->n_col);
    json_end_array(o);
    json_put_bool(o, t->carry);
    json_put_i64(o, t->carry_col);
    json_end_array(o);
}

static void put_signs(struct json_out *o, const struct print_block *b)
{
    json_begin_array(o);
    json_put_str(o, b->date_line);
    for (int i = 0; i < b->n_sign; i++)
        put_texts(o, (const str[]){ b->sign[i].title, b->sign[i].name }, 2);
    json_end_array(o);
}

static void put_block(struct json_out *o, const struct print_block *b)
{
    json_begin_array(o);
    json_put_i64(o, b->kind);
    switch (b->kind) {
    case PRINT_PAIRS:
        put_pairs(o, b->pair, b->n_pair);
        break;
    case PRINT_TABLE:
        put_table(o, &b->table);
        break;
    case PRINT_TEXT:
        json_put_str(o, b->text);
        json_put_i64(o, b->align);
        break;
    case PRINT_SIGNS:
        put_signs(o, b);
        break;
    }
    json_end_array(o);
}

str print_doc_json(struct arena *mem, const struct print_doc *d)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    const str text[] = { d->org.name, d->org.address, d->org.tax_code, d->form_code, d->form_law,
                         d->title,    d->subtitle,    d->qr,           d->footer,    d->number };
    json_begin_array(&o);
    json_put_i64(&o, VERSION);
    json_put_i64(&o, d->paper);
    json_put_i64(&o, d->lang);
    json_put_bool(&o, d->demo);
    json_put_i64(&o, d->created_at);
    put_texts(&o, text, (int)(sizeof text / sizeof *text));
    put_pairs(&o, d->side, d->n_side);
    json_begin_array(&o);
    for (int i = 0; i < d->n_block; i++)
        put_block(&o, &d->block[i]);
    json_end_array(&o);
    json_end_array(&o);
    return buf_str(&b);
}

/* ---- reading: each takes the next item and moves on; a wrong one spoils the whole ---- */

struct taking {
    struct arena *mem;
    const struct json *at;
    bool bad;
};

static const struct json *next(struct taking *t)
{
    const struct json *v = t->at;
    t->bad = t->bad || !v;
    t->at = v ? v->next : NULL;
    return v;
}

static str take_text(struct taking *t)
{
    str s = { 0 };
    t->bad = !json_as_str(next(t), &s) || t->bad;
    return s;
}

static int64_t take_number(struct taking *t, int64_t most)
{
    int64_t v = 0;
    t->bad = !json_as_i64(next(t), &v) || t->bad || (most >= 0 && (v < 0 || v > most));
    return t->bad ? 0 : v;
}

static bool take_bool(struct taking *t)
{
    bool b = false;
    t->bad = !json_as_bool(next(t), &b) || t->bad;
    return b;
}

/* The items of the array that comes next. */
static struct taking inside(struct taking *t, int *n)
{
    const struct json *v = next(t);
    bool bad = t->bad || !v || v->kind != JSON_ARRAY;
    *n = bad ? 0 : v->n;
    t->bad = bad;
    return (struct taking){ t->mem, bad ? NULL : v->child, bad };
}

static struct print_pair *take_pairs(struct taking *t, int *n)
{
    struct taking all = inside(t, n);
    struct print_pair *p = new (t->mem, struct print_pair, *n);
    for (int i = 0, k; i < *n; i++) {
        struct taking one = inside(&all, &k);
        p[i].label = take_text(&one);
        p[i].value = take_text(&one);
        p[i].strong = take_bool(&one);
        p[i].half = take_bool(&one);
        all.bad = all.bad || one.bad;
    }
    t->bad = t->bad || all.bad;
    return p;
}

static struct print_col *take_cols(struct taking *t, int *n)
{
    struct taking all = inside(t, n);
    struct print_col *c = new (t->mem, struct print_col, *n);
    for (int i = 0, k; i < *n; i++) {
        struct taking one = inside(&all, &k);
        c[i].title = take_text(&one);
        c[i].group = take_text(&one);
        c[i].mark = take_text(&one);
        c[i].weight = (int)take_number(&one, 10000);
        c[i].align = (enum print_align)take_number(&one, PRINT_RIGHT);
        c[i].nowrap = take_bool(&one);
        c[i].carry = take_bool(&one);
        all.bad = all.bad || one.bad;
    }
    t->bad = t->bad || all.bad;
    return c;
}

static void take_row(struct taking *t, int n_col, struct print_row *r)
{
    int n, n_cell, n_sum;
    struct taking one = inside(t, &n);
    r->kind = (enum print_row_kind)take_number(&one, PRINT_ROW_TOTAL);
    struct taking cells = inside(&one, &n_cell), sums;
    str *cell = new (t->mem, str, n_col);
    for (int i = 0; i < n_col; i++)
        cell[i] = take_text(&cells);
    sums = inside(&one, &n_sum);
    money *sum = n_sum ? new (t->mem, money, n_col) : NULL;
    for (int i = 0; sum && i < n_col; i++)
        sum[i].dong = take_number(&sums, -1);
    r->cell = cell;
    r->sum = sum;
    t->bad = t->bad || one.bad || cells.bad || sums.bad;
}

static void take_table(struct taking *t, struct print_table *table)
{
    int n;
    struct taking one = inside(t, &n);
    table->col = take_cols(&one, &table->n_col);
    struct taking rows = inside(&one, &table->n_row);
    struct print_row *row = new (t->mem, struct print_row, table->n_row);
    for (int i = 0; i < table->n_row; i++)
        take_row(&rows, table->n_col, &row[i]);
    table->row = row;
    table->carry = take_bool(&one);
    table->carry_col = (int)take_number(&one, table->n_col);
    t->bad = t->bad || one.bad || rows.bad;
}

static void take_signs(struct taking *t, struct print_block *b)
{
    int n, k;
    struct taking all = inside(t, &n);
    b->date_line = take_text(&all);
    b->n_sign = n > 0 ? n - 1 : 0;
    struct print_sign *s = new (t->mem, struct print_sign, b->n_sign);
    for (int i = 0; i < b->n_sign; i++) {
        struct taking one = inside(&all, &k);
        s[i].title = take_text(&one);
        s[i].name = take_text(&one);
        all.bad = all.bad || one.bad;
    }
    b->sign = s;
    t->bad = t->bad || all.bad;
}

static void take_block(struct taking *t, struct print_block *b)
{
    int n;
    struct taking one = inside(t, &n);
    b->kind = (enum print_block_kind)take_number(&one, PRINT_SIGNS);
    switch (b->kind) {
    case PRINT_PAIRS:
        b->pair = take_pairs(&one, &b->n_pair);
        break;
    case PRINT_TABLE:
        take_table(&one, &b->table);
        break;
    case PRINT_TEXT:
        b->text = take_text(&one);
        b->align = (enum print_align)take_number(&one, PRINT_RIGHT);
        break;
    case PRINT_SIGNS:
        take_signs(&one, b);
        break;
    }
    t->bad = t->bad || one.bad;
}

static void take_texts(struct taking *t, struct print_doc *d)
{
    int n;
    str *const to[] = { &d->org.name, &d->org.address, &d->org.tax_code, &d->form_code, &d->form_law,
                        &d->title,    &d->subtitle,    &d->qr,           &d->footer,    &d->number };
    struct taking one = inside(t, &n);
    for (size_t i = 0; i < sizeof to / sizeof *to; i++)
        *to[i] = take_text(&one);
    t->bad = t->bad || one.bad;
}

bool print_doc_read(struct arena *mem, str json, struct print_doc *out)
{
    struct json *v;
    if (!json_parse(mem, json, &v, NULL) || v->kind != JSON_ARRAY)
        return false;
    struct taking t = { mem, v->child, false };
    *out = (struct print_doc){ 0 };
    t.bad = take_number(&t, VERSION) != VERSION;
    out->paper = (enum print_paper)take_number(&t, PRINT_A5_LANDSCAPE);
    out->lang = (enum lang)take_number(&t, LANG_COUNT - 1);
    out->demo = take_bool(&t);
    out->created_at = take_number(&t, -1);
    take_texts(&t, out);
    out->side = take_pairs(&t, &out->n_side);
    struct taking blocks = inside(&t, &out->n_block);
    struct print_block *b = new (mem, struct print_block, out->n_block);
    for (int i = 0; i < out->n_block; i++)
        take_block(&blocks, &b[i]);
    out->block = b;
    return !t.bad && !blocks.bad;
}

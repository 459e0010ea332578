/* The parts of which forms are put together. */
#include "web/print/forms_part.h"

str word(const struct draft_doc *d, const char *english) { return tr_lang(d->head->lang, english); }

static bool english(const struct draft_doc *d) { return d->head->lang == LANG_EN; }

str amount(const struct draft_doc *d, money m) { return m.dong ? money_text(d->cx->mem, m, english(d)) : (str){ 0 }; }

str quantity(const struct draft_doc *d, qty q, int64_t per)
{
    return q.base ? qty_text(d->cx->mem, q, per, english(d)) : (str){ 0 };
}

str in_words(const struct draft_doc *d, money m) { return money_words(d->cx->mem, m, english(d)); }

static str two_digits(struct arena *mem, int v) { return str_fmt(mem, "%02d", v); }

str day_words(const struct draft_doc *d, date on)
{
    struct arena *mem = d->cx->mem;
    if (!on.ymd)
        return tr_lang(d->head->lang, "Date …/…/……");
    return tr_fill(mem, tr_lang(d->head->lang, "Date {1}/{2}/{3}"),
                   (const str[]){ two_digits(mem, date_day(on)), two_digits(mem, date_month(on)),
                                  str_from_i64(mem, date_year(on)) },
                   3);
}

str period_words(const struct draft_doc *d)
{
    const struct form_head *h = d->head;
    if (!h->from.ymd)
        return (str){ 0 };
    return tr_fill(d->cx->mem, tr_lang(h->lang, "From {1} to {2}"),
                   (const str[]){ date_text(d->cx->mem, h->from), date_text(d->cx->mem, h->to) }, 2);
}

struct draft_doc doc_new(struct cx *cx, const struct form_head *h, str title)
{
    struct draft_doc d = { .cx = cx, .head = h, .block = new(cx->mem, struct print_block, FORM_BLOCKS) };
    d.doc = (struct print_doc){
        .paper = h->paper, .lang = h->lang, .demo = h->demo, .stamp = h->stamp, .org = h->org,
        .form_code = h->form_code, .form_law = h->form_law, .title = title, .qr = h->qr, .footer = h->footer,
        .number = h->number,
        .created_at = h->created_at,
    };
    d.doc.subtitle = h->from.ymd ? period_words(&d) : h->on.ymd ? day_words(&d, h->on) : (str){ 0 };
    return d;
}

struct print_block *doc_block(struct draft_doc *d, enum print_block_kind kind)
{
    struct print_block *b = &d->block[d->n_block < FORM_BLOCKS - 1 ? d->n_block++ : d->n_block];
    b->kind = kind;
    return b;
}

void doc_pairs(struct draft_doc *d, const struct print_pair *pair, int n)
{
    struct print_pair *p = new(d->cx->mem, struct print_pair, n);
    int k = 0;
    for (int i = 0; i < n; i++)
        if (pair[i].value.n)
            p[k++] = pair[i];
    struct print_block *b = doc_block(d, PRINT_PAIRS);
    b->pair = p;
    b->n_pair = k;
}

struct rows rows_new(struct draft_doc *d, int n_col, int cap)
{
    return (struct rows){ d->cx->mem, new(d->cx->mem, struct print_row, cap), 0, cap, n_col };
}

str *rows_add(struct rows *r, enum print_row_kind kind)
{
    str *cell = new(r->mem, str, r->n_col);
    if (r->n == r->cap) { /* forms know their rows; a miscounted one still prints whole */
        struct print_row *more = new(r->mem, struct print_row, 2 * r->cap + 8);
        memcpy(more, r->row, (size_t)r->n * sizeof *more);
        r->row = more;
        r->cap = 2 * r->cap + 8;
    }
    r->row[r->n++] = (struct print_row){ .kind = kind, .cell = cell };
    return cell;
}

money *rows_sum(struct rows *r)
{
    money *m = new(r->mem, money, r->n_col);
    r->row[r->n - 1].sum = m;
    return m;
}

void doc_table(struct draft_doc *d, const struct col_spec *spec, const struct rows *r, int carry_col)
{
    struct print_col *col = new(d->cx->mem, struct print_col, r->n_col);
    for (int i = 0; i < r->n_col; i++)
        col[i] = (struct print_col){
            .title = word(d, spec[i].title),
            .group = spec[i].group ? word(d, spec[i].group) : (str){ 0 },
            .mark = str_of(spec[i].mark),
            .weight = spec[i].weight,
            .align = spec[i].align,
            .nowrap = spec[i].nowrap,
            .carry = spec[i].carry,
        };
    struct print_block *b = doc_block(d, PRINT_TABLE);
    b->table = (struct print_table){ col, r->n_col, r->row, r->n, carry_col >= 0, carry_col >= 0 ? carry_col : 0 };
}

void doc_signs(struct draft_doc *d, const struct print_sign *sign, int n)
{
    struct print_sign *s = new(d->cx->mem, struct print_sign, n);
    memcpy(s, sign, (size_t)n * sizeof *s);
    struct print_block *b = doc_block(d, PRINT_SIGNS);
    b->sign = s;
    b->n_sign = n;
    b->date_line = day_words(d, d->head->on);
}

struct print_doc doc_done(struct draft_doc *d)
{
    d->doc.block = d->block;
    d->doc.n_block = d->n_block;
    return d->doc;
}

static int side_entries(struct draft_doc *d, struct print_pair *p, str label, const struct form_entry *e, int n)
{
    for (int i = 0; i < n; i++) {
        str both[] = { e[i].account, amount(d, e[i].amount) };
        p[i].label = label;
        p[i].value = n == 1 ? e[i].account : str_join(d->cx->mem, both, 2, S(": ")); /* one takes the form's amount */
    }
    return n;
}

void doc_side(struct draft_doc *d, str book_no, struct form_entries e)
{
    struct print_pair *p = new(d->cx->mem, struct print_pair, 2 + e.n_debit + e.n_credit);
    int n = 0;
    if (book_no.n)
        p[n++] = (struct print_pair){ word(d, T("Book no.")), book_no };
    if (d->head->number.n)
        p[n++] = (struct print_pair){ word(d, T("No. [form]")), d->head->number };
    n += side_entries(d, p + n, word(d, T("Debit")), e.debit, e.n_debit);
    n += side_entries(d, p + n, word(d, T("Credit")), e.credit, e.n_credit);
    d->doc.side = p;
    d->doc.n_side = n;
}

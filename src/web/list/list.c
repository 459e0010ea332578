/* Reading a list: what was asked for, one page behind or before a row, the answer. It draws nothing (list.html.in) and
   knows no room; which rows there are is said by the room's query alone. */
#include "web/list/list_data.h"

#include "base/text.h"
#include "web/list/list_parts.h"
#include "web/opening.h"

enum { SEARCH_FROM = 2 };

str list_choice(const struct list_view *v, const char *name) { return request_query(v->w->rq, str_of(name)); }

static enum list_format format_of(const struct request *rq)
{
    static const char *const name[] = { [LIST_CSV] = "csv", [LIST_XLSX] = "xlsx", [LIST_JSON] = "json" };
    str want = request_query(rq, S("format"));
    for (int i = LIST_CSV; i <= LIST_JSON; i++)
        if (str_eq(want, str_of(name[i])))
            return (enum list_format)i;
    return LIST_PAGE;
}

struct list_view list_begin(struct web *w, const struct list_def *def)
{
    struct list_state s = list_state_of(w->rq);
    struct list_view v = { .w = w, .def = def, .per = s.per_page, .sort = s.sort, .desc = s.desc, .page = def->page };
    v.outside = def->guarded && web_outside(w);
    v.format = format_of(w->rq);
    v.typing = str_eq(request_header(w->rq, S("HX-Request")), S("true")) &&
               !request_header(w->rq, S("HX-History-Restore-Request")).n;
    bool known = !def->page && list_array_sorts(&v, v.sort);
    for (int i = 0; def->page && i < def->page->n_sort; i++)
        known |= str_eq(v.sort, str_of(def->page->sort_name[i]));
    if (!known || v.outside) {
        v.desc = def->sort[0] == '-';
        v.sort = str_of(def->sort + v.desc);
    }
    if (def->run)
        v.desc = false;
    if (def->search && !v.outside && text_width(s.q) >= SEARCH_FROM) {
        v.q = s.q;
        v.fold = text_fold(w->cx->mem, s.q);
    }
    return v;
}

int64_t list_number(str q)
{
    ptrdiff_t at = q.n;
    int64_t v = -1;
    while (at > 0 && q.s[at - 1] >= '0' && q.s[at - 1] <= '9')
        at--;
    return str_to_i64(str_sub(q, at, q.n), &v) ? v : -1;
}

str list_capitals(struct arena *mem, str q)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < q.n; i++)
        buf_byte(&b, q.s[i] >= 'a' && q.s[i] <= 'z' ? (char)(q.s[i] - 'a' + 'A') : q.s[i]);
    return buf_str(&b);
}

result list_period(struct list_view *v, date from, date to)
{
    struct days d = { from, to };
    TRY(books_days(v->w, &d));
    v->period = true;
    v->from = d.from, v->to = d.to;
    return OK;
}

/* ---- columns ---- */

static bool names_column(str list, const char *name)
{
    for (struct str_cut c = { .tail = list, .found = true }; c.found;) {
        c = str_cut(c.tail, ',');
        if (str_eq(c.head, str_of(name)))
            return true;
    }
    return false;
}

/* ?cols=, else what the user keeps, else the standard; files hold everything unless ?cols= says otherwise. The column
   that leads to the row always stays. */
static uint64_t columns(const struct list_view *v, str kept)
{
    str asked = list_choice(v, "cols");
    uint64_t bits = 0, always = 0;
    str chosen = asked.n ? asked : v->format == LIST_PAGE ? kept : S("");
    for (int i = 0; i < v->def->n_col; i++) {
        const struct list_col *c = &v->def->col[i];
        bool standard = v->format != LIST_PAGE || !(c->flags & LIST_OFF);
        if (v->outside && (c->flags & LIST_OWN))
            continue;
        if (c->flags & LIST_KEY)
            always |= UINT64_C(1) << i;
        if (chosen.n ? names_column(chosen, c->name) : standard)
            bits |= UINT64_C(1) << i;
    }
    return bits | always;
}

bool list_is_shown(const struct list_view *v, int col) { return v->shown >> col & 1; }

/* ---- one page ---- */

static str kept_text(struct arena *mem, str s) { return s.n ? str_dup(mem, s) : S(""); }

/* Text of a row lives for one call; what only orders is nobody's business. */
static void keep_raw(struct cx *cx, struct list_page *p, const void *row)
{
    const struct db_stmt *st = list_stmt(p->v, false, false);
    char *to = p->raw + st->row_size * (size_t)p->n;
    memcpy(to, row, st->row_size);
    for (int i = 0; i < st->n_col; i++) {
        str s;
        if (st->col[i].type != DB_TEXT && st->col[i].type != DB_BLOB)
            continue;
        memcpy(&s, to + st->col[i].offset, sizeof s);
        s = str_ends(str_of(st->col[i].name), S("_sort")) ? S("") : kept_text(cx->mem, s);
        memcpy(to + st->col[i].offset, &s, sizeof s);
    }
    if (p->v->outside && p->v->def->hide)
        p->v->def->hide(p->v, to);
}

static result take_row(struct cx *cx, void *arg, const void *row)
{
    struct list_page *p = arg;
    struct list_view *v = p->v;
    if (p->n == p->limit) {
        p->more = true;
        return OK;
    }
    struct list_row *out = &p->row[p->n];
    if (p->raw)
        keep_raw(cx, p, row);
    out->cell = new (cx->mem, struct list_cell, v->def->n_col);
    v->def->cells(v, row, out);
    for (int i = 0; i < v->def->n_col; i++) {
        out->cell[i].text = kept_text(cx->mem, out->cell[i].text);
        out->cell[i].path = kept_text(cx->mem, out->cell[i].path);
    }
    out->path = kept_text(cx->mem, out->path);
    p->cursor[p->n++] = list_cursor(cx->mem, list_stmt(v, false, true), row);
    return OK;
}

static void swap_raw(char *a, char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = a[i];
        a[i] = b[i], b[i] = c;
    }
}

static void turn_round(struct list_page *p)
{
    size_t size = list_stmt(p->v, false, false)->row_size;
    for (int i = 0, k = p->n - 1; i < k; i++, k--) {
        struct list_row r = p->row[i];
        str c = p->cursor[i];
        if (p->raw)
            swap_raw(p->raw + size * (size_t)i, p->raw + size * (size_t)k, size);
        p->row[i] = p->row[k], p->cursor[i] = p->cursor[k];
        p->row[k] = r, p->cursor[k] = c;
    }
}

static result read_page(struct cx *cx, struct db *db, struct list_page *p)
{
    struct list_view *v = p->v;
    const struct db_stmt *key = list_stmt(v, false, true);
    p->limit = v->typing && v->q.n ? LIST_TYPING_ROWS : v->per;
    p->row = new (cx->mem, struct list_row, p->limit);
    p->cursor = new (cx->mem, str, p->limit);
    if (web_wants_json(v->w))
        p->raw = arena_alloc(cx->mem, (size_t)p->limit, key->row_size);
    p->behind = list_cursor_take(cx->mem, key, list_choice(v, "behind"), v->args);
    p->backwards = !p->behind && list_cursor_take(cx->mem, key, list_choice(v, "before"), v->args);
    const struct db_stmt *st = list_stmt(v, p->backwards, p->behind || p->backwards);
    list_limit(st, v->args, p->limit + 1);
    TRY(db_run_each(db, st, v->args, take_row, p));
    if (p->backwards)
        turn_round(p);
    return OK;
}

/* ---- all that is filtered ---- */

static struct list_cell sum_of(const struct list_page *p, const struct list_col *c)
{
    const struct db_stmt *st = &p->v->page->total[0];
    int64_t v;
    for (int i = 0; c->total && i < st->n_col; i++)
        if (strcmp(st->col[i].name, c->total) == 0) {
            memcpy(&v, (const char *)p->total + st->col[i].offset, sizeof v);
            return list_int(v);
        }
    return (struct list_cell){ 0 };
}

static result add_up(struct cx *cx, struct db *db, struct list_page *p)
{
    const struct list_def *def = p->v->def;
    p->added = p->n_all <= p->n_most;
    if (!p->added && def->sums)
        TRY(def->sums(cx, db, p->v, p->total, &p->added));
    for (int i = 0; i < def->n_col && p->added; i++) {
        p->sum[i] = sum_of(p, &def->col[i]);
        p->summed |= p->sum[i].set && list_is_shown(p->v, i);
    }
    return OK;
}

/* Counted before the page is read: where the conditions find few rows, these are sorted; where they find many, reading
   in the order's own index meets some soon. */
static result count(struct cx *cx, struct db *db, struct list_page *p)
{
    struct list_view *v = p->v;
    const struct db_stmt *st = &v->page->total[v->lead = db_page_lead(v->page, v->args)];
    if (v->typing && v->q.n)
        return OK;
    p->total = arena_alloc(cx->mem, 1, st->row_size);
    p->sum = new (cx->mem, struct list_cell, v->def->n_col);
    p->n_most = v->q.n ? LIST_FOUND_MAX : LIST_COUNT_MAX;
    list_limit(st, v->args, p->n_most + 1);
    TRY(db_run_one(db, st, v->args, p->total, NULL));
    memcpy(&p->n_all, (const char *)p->total + st->col[0].offset, sizeof p->n_all);
    p->counted = true;
    if (p->n_all > p->n_most && list_stmt(v, false, false)->sorts)
        v->lead = 0;
    return add_up(cx, db, p);
}

/* ---- books ---- */

money list_run_on(const struct list_run *run, const struct list_row *r, money before)
{
    return (money){ before.dong + r->cell[run->debit].number - r->cell[run->credit].number };
}

static result run_on(struct cx *cx, struct db *db, struct list_page *p)
{
    const struct list_run *run = p->v->def->run;
    struct list_balance *b = &p->balance;
    if (!run)
        return OK;
    TRY(run->before(cx, db, p->v, true, &b->opening));
    b->before = b->opening;
    if (p->n && list_cursor_take(cx->mem, list_stmt(p->v, false, true), p->cursor[0], p->v->args))
        TRY(run->before(cx, db, p->v, false, &b->before));
    money m = b->before;
    for (int i = 0; i < p->n; i++) {
        m = list_run_on(run, &p->row[i], m);
        p->row[i].cell[run->balance] = list_money(m);
    }
    if (p->added)
        b->closing.dong = b->opening.dong + p->sum[run->debit].number - p->sum[run->credit].number;
    return OK;
}

static result page_work(struct cx *cx, struct db *db, void *arg)
{
    struct list_page *p = arg;
    struct list_kept kept = { 0 };
    if (p->v->w->session_id)
        TRY(list_kept_read(cx, db, p->v, &kept));
    p->v->shown = columns(p->v, kept.columns);
    p->saved = kept.saved;
    p->n_saved = kept.n_saved;
    if (p->v->array) {
        list_array_read(cx, p);
        return OK;
    }
    TRY(count(cx, db, p));
    TRY(read_page(cx, db, p));
    return run_on(cx, db, p);
}

static void link_to(struct web *w, const char *rel, str path)
{
    if (path.n)
        response_header(w->rs, S("Link"), str_fmt(w->cx->mem, "<" STR_FMT ">; rel=\"%s\"", STR_ARG(path), rel));
}

static const struct data_field balance_fields[] = {
    DATA_AS("opening_vnd", list_balance, opening),
    DATA_AS("before_vnd", list_balance, before),
    DATA_AS("closing_vnd", list_balance, closing),
};
const struct data list_balance_data = DATA_OF(list_balance, balance_fields);

static result answer_data(struct list_page *p)
{
    link_to(p->v->w, "prev", list_previous_path(p));
    link_to(p->v->w, "next", list_next_path(p));
    return web_data(p->v->w, &(struct list_model){ .row = p->raw,
                                                   .n = p->n,
                                                   .per_page = p->limit,
                                                   .total = p->counted ? p->n_all : p->n,
                                                   .is_more = p->n_all > p->n_most,
                                                   .totals = p->added ? p->total : NULL,
                                                   .from = p->v->from,
                                                   .to = p->v->to,
                                                   .more = p->v->def->run ? &p->balance : p->v->more });
}

result list_show(struct list_view *v)
{
    struct web *w = v->w;
    struct html h = html_new(w->cx);
    struct list_page p = { .v = v };
    if (v->format != LIST_PAGE) {
        v->shown = columns(v, S(""));
        return list_export(v);
    }
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, page_work, &p));
    if (p.raw)
        return answer_data(&p);
    if (w->session_id)
        p.csrf = web_csrf_fields(w);
    if (!v->typing) {
        list_draw(&h, &p);
        return web_page(w, list_title(v), &h);
    }
    list_draw_rows(&h, &p);
    w->rs->status = 200;
    w->rs->content_type = S("text/html; charset=utf-8");
    w->rs->body = buf_str(&h.out);
    return OK;
}

/* ---- what was selected ---- */

static void select_one(int64_t *id, int *n, int n_max, str text)
{
    int64_t v;
    if (*n == n_max || !str_to_i64(text, &v) || v <= 0)
        return;
    for (int i = 0; i < *n; i++)
        if (id[i] == v)
            return;
    id[(*n)++] = v;
}

int list_selected(const struct web *w, int64_t *id, int n_max)
{
    int n = 0;
    for (int i = 0; i < w->rq->n_query; i++)
        if (str_eq(w->rq->query[i].name, S("id")))
            select_one(id, &n, n_max, w->rq->query[i].value);
    for (int i = 0; i < w->rq->n_form; i++)
        if (str_eq(w->rq->form[i].name, S("id")))
            select_one(id, &n, n_max, w->rq->form[i].value);
    return n;
}

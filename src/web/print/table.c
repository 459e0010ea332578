/* Tables over pages: a repeated heading with groups and the form's column marks, wrapped rows, sums carried over page
   breaks, the last rows kept with the signatures. Knows nothing of what the columns mean. */
#include "web/print/flow.h"

static const double PAD_X = 3, PAD_Y = 2, THIN = 0.35, THICK = 0.7;

struct grid {
    const struct print_table *t;
    const float *row_h;
    double x[PRINT_COLS_MAX + 1];
    double group_h, head_h, mark_h; /* head_h includes group_h and mark_h */
    double line_h;                  /* of a carry row */
    double v_from[PRINT_COLS_MAX + 1]; /* where each vertical line under way began */
    money sum[PRINT_COLS_MAX];
};

static bool same_group(const struct print_col *a, const struct print_col *b)
{
    return a->group.n > 0 && str_eq(a->group, b->group);
}

static void columns(struct flow *f, struct grid *g)
{
    int64_t all = 0, so_far = 0;
    for (int i = 0; i < g->t->n_col; i++)
        all += g->t->col[i].weight > 0 ? g->t->col[i].weight : 1;
    g->x[0] = f->left;
    for (int i = 0; i < g->t->n_col; i++) {
        so_far += g->t->col[i].weight > 0 ? g->t->col[i].weight : 1;
        g->x[i + 1] = f->left + f->width * (double)so_far / (double)all;
    }
}

static double inner(const struct grid *g, int from, int to) { return g->x[to] - g->x[from] - 2 * PAD_X; }

static int group_end(const struct grid *g, int i)
{
    int j = i + 1;
    while (j < g->t->n_col && same_group(&g->t->col[i], &g->t->col[j]))
        j++;
    return j;
}

static double larger(double a, double b) { return a > b ? a : b; }

static void measure_head(struct flow *f, struct grid *g)
{
    double grouped = 0, alone = 0;
    for (int i = 0, j; i < g->t->n_col; i = j) {
        j = group_end(g, i);
        if (g->t->col[i].group.n)
            g->group_h =
                larger(g->group_h, type_height(f->t, TYPE_HEAD, g->t->col[i].group, inner(g, i, j)) + 2 * PAD_Y);
        for (int k = i; k < j; k++) {
            double h = type_height(f->t, TYPE_HEAD, g->t->col[k].title, inner(g, k, k + 1)) + 2 * PAD_Y;
            if (g->t->col[k].group.n)
                grouped = larger(grouped, h);
            else
                alone = larger(alone, h);
            if (g->t->col[k].mark.n)
                g->mark_h = type_line(f->t, TYPE_MARK) + 1;
        }
    }
    g->head_h = larger(g->group_h + grouped, alone) + g->mark_h;
}

static struct grid grid_of(struct flow *f, const struct print_table *t, const float *row_h)
{
    struct grid g = { .t = t, .row_h = row_h, .line_h = type_line(f->t, TYPE_CELL) + 2 * PAD_Y };
    columns(f, &g);
    measure_head(f, &g);
    return g;
}

/* ---- rows ---- */

static enum type_style style_of(enum print_row_kind k) { return k == PRINT_ROW ? TYPE_CELL : TYPE_CELL_BOLD; }

/* The column after the cell that starts at i: in headings and totals words run on over empty cells. */
static int cell_end(const struct grid *g, const struct print_row *r, int i)
{
    if (r->kind == PRINT_ROW_HEADING)
        return g->t->n_col;
    int j = i + 1;
    if (r->kind == PRINT_ROW || r->cell[i].n == 0 || g->t->col[i].nowrap)
        return j;
    while (j < g->t->n_col && r->cell[j].n == 0 && !g->t->col[j].carry && !g->t->col[j].nowrap)
        j++;
    return j;
}

static double row_height(struct flow *f, const struct grid *g, const struct print_row *r)
{
    size_t mark = arena_mark(&f->t->scratch);
    double h = type_line(f->t, TYPE_CELL);
    for (int i = 0, j; i < g->t->n_col; i = j) {
        j = cell_end(g, r, i);
        str s = type_clean(&f->t->scratch, r->cell[i], TYPE_TEXT_MAX);
        if (!g->t->col[i].nowrap)
            h = larger(h, type_height(f->t, style_of(r->kind), s, inner(g, i, j)));
    }
    arena_reset(&f->t->scratch, mark);
    return h + 2 * PAD_Y;
}

float *table_measure(struct flow *f, const struct print_table *t)
{
    struct grid g = grid_of(f, t, NULL);
    float *h = new(&f->t->scratch, float, t->n_row + 1);
    double most = f->bottom - f->top - g.head_h - 4 * g.line_h; /* a row is never higher than a page */
    for (int i = 0; i < t->n_row; i++) {
        double x = row_height(f, &g, &t->row[i]);
        h[i] = (float)(x < most ? x : most);
    }
    return h;
}

/* ---- lines ---- */

static void verticals_open(struct grid *g, double y)
{
    for (int i = 0; i <= g->t->n_col; i++)
        g->v_from[i] = y;
}

static void vertical_break(struct flow *f, struct grid *g, int i, double y, double y_next)
{
    if (y > g->v_from[i])
        flow_rule(f, g->x[i], g->v_from[i], g->x[i], y, THIN);
    g->v_from[i] = y_next;
}

static void verticals_close(struct flow *f, struct grid *g, double y)
{
    for (int i = 0; i <= g->t->n_col; i++)
        vertical_break(f, g, i, y, y);
}

static void horizontal(struct flow *f, const struct grid *g, double thick)
{
    flow_rule(f, g->x[0], f->y, g->x[g->t->n_col], f->y, thick);
}

/* ---- drawing ---- */

static void head_text(struct flow *f, str s, struct box b)
{
    double h = type_height(f->t, TYPE_HEAD, s, b.w);
    b.y += (b.h - h) / 2;
    b.h = 0;
    type_set(f->t, TYPE_HEAD, PRINT_CENTER, s, b);
}

static void draw_head(struct flow *f, struct grid *g)
{
    horizontal(f, g, THICK);
    verticals_open(g, f->y);
    double titles = g->head_h - g->mark_h;
    for (int i = 0, j; i < g->t->n_col; i = j) {
        const struct print_col *c = &g->t->col[i];
        j = group_end(g, i);
        double down = c->group.n ? g->group_h : 0;
        if (down > 0) {
            head_text(f, c->group, (struct box){ g->x[i] + PAD_X, f->y, inner(g, i, j), down });
            flow_rule(f, g->x[i], f->y + down, g->x[j], f->y + down, THIN);
        }
        for (int k = i; k < j; k++) {
            if (k > i)
                vertical_break(f, g, k, f->y, f->y + down);
            head_text(f, g->t->col[k].title,
                      (struct box){ g->x[k] + PAD_X, f->y + down, inner(g, k, k + 1), titles - down });
            type_set_line(f->t, TYPE_MARK, PRINT_CENTER, g->t->col[k].mark,
                          (struct box){ g->x[k] + PAD_X, f->y + titles, inner(g, k, k + 1) });
        }
    }
    if (g->mark_h > 0)
        flow_rule(f, g->x[0], f->y + titles, g->x[g->t->n_col], f->y + titles, THIN);
    f->y += g->head_h;
    horizontal(f, g, THICK);
}

static void draw_row(struct flow *f, struct grid *g, const struct print_row *r, double h)
{
    size_t mark = arena_mark(&f->t->scratch);
    enum type_style st = style_of(r->kind);
    for (int i = 0, j; i < g->t->n_col && f->t->cr; i = j) {
        j = cell_end(g, r, i);
        struct box b = { g->x[i] + PAD_X, f->y + PAD_Y, inner(g, i, j), h - 2 * PAD_Y };
        str s = type_clean(&f->t->scratch, r->cell[i], TYPE_TEXT_MAX);
        enum print_align al = r->kind == PRINT_ROW_HEADING ? PRINT_LEFT : g->t->col[i].align;
        if (g->t->col[i].nowrap && r->kind != PRINT_ROW_HEADING)
            type_set_line(f->t, st, al, s, b);
        else
            type_set(f->t, st, al, s, b);
        for (int k = i + 1; k < j; k++)
            vertical_break(f, g, k, f->y, f->y + h);
    }
    arena_reset(&f->t->scratch, mark);
    f->y += h;
    horizontal(f, g, r->kind == PRINT_ROW ? THIN : THICK);
}

static void draw_carry(struct flow *f, struct grid *g, str words)
{
    size_t mark = arena_mark(&f->t->scratch);
    str cell[PRINT_COLS_MAX] = { 0 };
    cell[g->t->carry_col] = words;
    for (int i = 0; i < g->t->n_col; i++)
        if (g->t->col[i].carry)
            cell[i] = money_text(&f->t->scratch, g->sum[i], f->d->lang == LANG_EN);
    draw_row(f, g, &(struct print_row){ PRINT_ROW_SUBTOTAL, cell, NULL }, g->line_h);
    arena_reset(&f->t->scratch, mark);
}

static void add_sums(struct flow *f, struct grid *g, const struct print_row *r)
{
    if (r->kind != PRINT_ROW || !r->sum)
        return;
    for (int i = 0; i < g->t->n_col; i++)
        if (g->t->col[i].carry && !money_add(g->sum[i], r->sum[i], &g->sum[i]))
            f->overflow = true;
}

/* ---- pages ---- */

/* What must still fit on this page for row i to stand on it. */
static double row_needs(const struct grid *g, int i, double tail)
{
    int n = g->t->n_row;
    double h = g->row_h[i];
    if (i + 2 == n)
        return h + g->row_h[n - 1] + tail;
    if (i + 1 == n)
        return h + tail;
    if (g->t->row[i].kind == PRINT_ROW_HEADING)
        h += g->row_h[i + 1];
    return h + (g->t->carry ? g->line_h : 0);
}

static bool fits(const struct flow *f, double h) { return f->y + h <= f->bottom + 0.01; }

void table_flow(struct flow *f, const struct print_table *t, const float *row_h, double tail)
{
    struct grid g = grid_of(f, t, row_h);
    double first = t->n_row ? row_needs(&g, 0, t->n_row <= 2 ? tail : 0) : tail;
    if (!fits(f, g.head_h + first) && f->y > f->top + 1)
        flow_page_end(f), flow_page_begin(f);
    for (int i = 0; i < t->n_row || i == 0;) {
        draw_head(f, &g);
        if (i > 0 && t->carry)
            draw_carry(f, &g, f->words->carry_in);
        int from = i;
        /* the first row of a page is placed whatever it needs: else nothing would ever end */
        for (; i < t->n_row && (i == from || fits(f, row_needs(&g, i, tail))); i++) {
            add_sums(f, &g, &t->row[i]);
            draw_row(f, &g, &t->row[i], row_h[i]);
        }
        if (i < t->n_row && t->carry)
            draw_carry(f, &g, f->words->carry_out);
        verticals_close(f, &g, f->y);
        horizontal(f, &g, THICK);
        if (i >= t->n_row)
            break;
        flow_page_end(f), flow_page_begin(f);
    }
}

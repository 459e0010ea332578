/* The condition half of a list's query in sqlgen: what is written once becomes one constant text for each way that an
   index can lead to the rows. Conditions are the parts of WHERE between its ANDs:

       v.posting_on >= :from_on          a bound; `+v.posting_on` hides it from the index where it would mislead
       (:kind = '' OR v.kind = :kind)    optional; `v.kind = :kind` where -- lead: says that it finds the rows */
#include "sqlgen.h"

struct condition {
    const struct tok *t;
    int n;
    char **put;
    const char *led; /* what the table is called whose index leads; NULL: none */
};

static char *joined(const struct tok *t, int n)
{
    struct txt out = { 0 };
    for (int i = 0; i < n; i++)
        add(&out, "%s", t[i].s);
    return out.s;
}

static const struct tok *optional(const struct condition *c)
{
    bool nothing = c->n > 5 && (!strcmp(c->t[3].s, "''") || !strcmp(c->t[3].s, "0"));
    return nothing && is_op(c->t, "(") && c->t[1].kind == TOK_PARAM && is_op(c->t + 2, "=") && is_word(c->t + 4, "OR")
               ? c->t + 1
               : NULL;
}

/* The parameter of a bound: from below 1, from above -1. */
static const struct tok *bound(const struct condition *c, int *side)
{
    const struct tok *op = c->t + c->n - 2;
    if (c->n < 3 || (c->n != 3 && c->n != 5) || op[1].kind != TOK_PARAM || c->t[0].kind != TOK_WORD)
        return NULL;
    *side = is_op(op, ">") || is_op(op, ">=") ? 1 : is_op(op, "<") || is_op(op, "<=") ? -1 : 0;
    return *side ? op + 1 : NULL;
}

static bool has_lead(const struct query *q, int i, const char *param)
{
    for (int k = 0; k < q->lead[i].n; k++)
        if (!strcmp(q->lead[i].param[k], param))
            return true;
    return false;
}

static bool is_lead(const struct query *q, const char *param)
{
    for (int i = 0; i < q->n_lead; i++)
        if (has_lead(q, i, param))
            return true;
    return false;
}

static bool is_text(const struct query *q, const char *param)
{
    for (int i = 0; i < q->n_param; i++)
        if (!strcmp(q->param[i].name, param))
            return q->param[i].type == TEXT;
    return false;
}

/* Both databases would enter the index at one of "v.posting_on >= :from_on" and "(v.posting_on, v.id) > (…)" only,
   SQLite at the wrong one, and read from the beginning of the list to the page. The row says more than the bound. And
   where nothing leads, the order's own index does, not the bound's. */
static bool misleads(const struct query *q, const struct condition *c, const char *param, int side,
                     const struct shape *sh)
{
    int n_key;
    const struct key *k = sh->sort ? sort_keys(sh->sort->keys, &n_key) : NULL;
    bool leads_order = k && !strcmp(joined(c->t, c->n - 2), k[0].expr);
    if (leads_order && sh->behind && side == (k[0].down != sh->desc ? -1 : 1))
        return true;
    if (sh->lead == 0)
        return k && !leads_order && is_lead(q, param);
    /* SQLite takes a bound for narrower than the rows that belong to one of the table before */
    return c->led && c->n == 5 && strcmp(c->t[0].s, c->led) != 0;
}

static void shape_condition(const struct query *q, const struct condition *c, const struct shape *sh)
{
    int side;
    const struct tok *param = optional(c);
    if (param) {
        for (int i = 1; sh->lead && has_lead(q, sh->lead - 1, param->s + 1) && i < 5; i++)
            c->put[i] = "";
        return;
    }
    param = bound(c, &side);
    if (!param || !misleads(q, c, param->s + 1, side, sh))
        return;
    if (is_text(q, param->s + 1))
        c->put[c->n - 3] = fmt("%s || ''", c->t[c->n - 3].s);
    else
        c->put[0] = fmt("+%s", c->t[0].s);
}

/* The next condition of the outermost WHERE behind *at; false: no more. */
static bool next_condition(const struct tok *t, int n, int *at, struct condition *c)
{
    int depth = 0, from = *at ? *at : -1;
    for (int i = *at; i <= n; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth)
            continue;
        if (from >= 0 && (i == n || is_word(&t[i], "AND") || is_word(&t[i], "ORDER") || is_word(&t[i], "GROUP"))) {
            *at = i < n && is_word(&t[i], "AND") ? i + 1 : n + 1;
            *c = (struct condition){ .t = t + from, .n = i - from };
            return true;
        }
        if (from < 0 && is_word(&t[i], "WHERE"))
            from = i + 1;
    }
    return false;
}

/* Only what the total adds, and neither order nor place. */
static void shape_total(const struct query *q, const struct tok *t, int n, char **put)
{
    struct txt one = { 0 };
    int depth = 0, part = 0, n_key = 0; /* 1: columns, 2: FROM …, 3: ORDER BY …, 4: LIMIT */
    const struct key *k = q->total ? sort_keys(q->total, &n_key) : NULL;
    add(&one, "SELECT %s", n_key ? "" : "1 AS n_one");
    for (int i = 0; i < n_key; i++)
        add(&one, "%s%s AS %s", i ? ", " : "", k[i].expr, k[i].name);
    for (int i = 0; i < n; i++) {
        bool begins = part == 0 && depth == 0 && is_word(&t[i], "SELECT");
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 0)
            part = begins                                 ? 1
                   : part == 1 && is_word(&t[i], "FROM")  ? 2
                   : part == 2 && is_word(&t[i], "ORDER") ? 3
                   : part == 3 && is_word(&t[i], "LIMIT") ? 4
                                                          : part;
        if (part == 1 || part == 3)
            put[i] = begins ? one.s : "";
    }
}

static const char *table_of_index(const char *name)
{
    sqlite3_stmt *st = NULL;
    const char *table = NULL;
    sqlite3_prepare_v2(P.db, fmt("SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = '%s'", name), -1,
                       &st, NULL);
    if (sqlite3_step(st) == SQLITE_ROW)
        table = strdup((const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    return table;
}

/* Where the table of the index stands in FROM or JOIN: its alias is the next token. 0: nowhere. */
static int table_at(const char *index, const struct tok *t, int n)
{
    const char *table = table_of_index(index);
    for (int i = 1, depth = 0; table && i + 1 < n; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 0 && is_word(&t[i], table) && (is_word(&t[i - 1], "FROM") || is_word(&t[i - 1], "JOIN")))
            return i;
    }
    return 0;
}

/* SQLite, which keeps no figures about the rows, would often rather walk through all of an organisation. It opens the
   first table first when the next one is joined by CROSS JOIN. */
static void shape_index(const char *index, const struct tok *t, int n, char **put)
{
    int at = table_at(index, t, n), depth = 0;
    if (!at)
        return;
    put[at + 1] = fmt("%s INDEXED BY %s", t[at + 1].s, index);
    for (int i = at + 2; i < n && is_word(&t[at - 1], "FROM"); i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth || !is_word(&t[i], "JOIN"))
            continue;
        if (!is_word(&t[i - 1], "LEFT") && !is_word(&t[i - 1], "CROSS"))
            put[i] = "CROSS JOIN";
        return;
    }
}

void shape_tokens(const struct query *q, const struct tok *t, int n, const struct shape *sh, char **put)
{
    struct condition c;
    const char *index = sh->lead ? q->lead[sh->lead - 1].index : NULL;
    int table = index ? table_at(index, t, n) : 0;
    if (q->paged)
        for (int at = 0; next_condition(t, n, &at, &c);) {
            c.put = put + (c.t - t);
            c.led = table ? t[table + 1].s : NULL;
            shape_condition(q, &c, sh);
        }
    for (int i = 0; i < n; i++) {
        if (sh->sort && is_param(&t[i], ":sort"))
            put[i] = order_by(q, sh);
        if (is_param(&t[i], ":behind"))
            put[i] = sh->behind ? behind(q, sh) : "1 = 1";
    }
    if (index && !sh->postgres)
        shape_index(index, t, n, put);
    if (sh->total)
        shape_total(q, t, n, put);
}

char *total_text(const struct query *q, const char *rows)
{
    struct txt out = { 0 };
    int n = 0;
    const struct key *k = q->total ? sort_keys(q->total, &n) : NULL;
    add(&out, "SELECT count(*) AS n_row");
    for (int i = 0; i < n; i++)
        add(&out, ", coalesce(sum(t.%s), 0) AS %s", k[i].name, k[i].name);
    add(&out, "\n  FROM (%s) t", rows);
    return out.s;
}

static bool is_condition(const struct query *q, const char *param)
{
    int n, side;
    struct tok *t = tokens(q->sql.s, &n);
    struct condition c;
    for (int at = 0; next_condition(t, n, &at, &c);) {
        const struct tok *p = optional(&c) ? optional(&c) : bound(&c, &side);
        if (p && !strcmp(p->s + 1, param))
            return true;
    }
    return false;
}

void check_leads(const struct query *q)
{
    for (int i = 0; i < q->n_lead; i++) {
        if (q->lead[i].index && !table_of_index(q->lead[i].index))
            mistake(q->file, q->line, q->name, "lead: there is no index %s", q->lead[i].index);
        for (int k = 0; k < q->lead[i].n; k++)
            if (!is_condition(q, q->lead[i].param[k]))
                mistake(q->file, q->line, q->name,
                        "lead: :%s stands in no condition  (:%s = '' OR …)  and bounds no column", q->lead[i].param[k],
                        q->lead[i].param[k]);
    }
}

/* Does an index of another table lead than that of the order? Then the order finds nothing. */
bool is_led_elsewhere(const struct query *q, const struct shape *sh)
{
    const char *index = sh->lead ? q->lead[sh->lead - 1].index : NULL;
    int n, n_key;
    struct tok *t = tokens(q->sql.s, &n);
    int table = index ? table_at(index, t, n) : 0;
    return table && !starts(sort_keys(sh->sort->keys, &n_key)[0].expr, fmt("%s.", t[table + 1].s));
}

/* The ordering half of sqlgen: orders of a list, and the beginning behind a row (:behind) without counting what comes
   before. A condition is made here from the keys of an order, never at run time, and so that an index leads to it. */
#include "sqlgen.h"

static char *trimmed(const char *s, size_t n)
{
    while (n && *s == ' ')
        s++, n--;
    while (n && s[n - 1] == ' ')
        n--;
    return dup_n(s, n);
}

/* "coalesce(p.name, '') AS name", "v.id": the name is what follows AS, or the last dot. */
static struct key key_of(char *text)
{
    struct key k = { .expr = text, .name = text };
    if (ends(text, " DESC")) {
        k.down = true;
        k.expr = k.name = trimmed(text, strlen(text) - 5);
    }
    char *as = strstr(k.expr, " AS "), *dot = strrchr(k.expr, '.');
    if (as) {
        k.name = trimmed(as + 4, strlen(as + 4));
        k.expr = trimmed(k.expr, (size_t)(as - k.expr));
    } else if (dot) {
        k.name = dot + 1;
    }
    return k;
}

struct key *sort_keys(const char *keys, int *n)
{
    struct key *k = NULL;
    int depth = 0;
    *n = 0;
    for (const char *p = keys, *from = keys;; p++) {
        depth += (*p == '(') - (*p == ')');
        if (*p && (*p != ',' || depth))
            continue;
        k = grow(k, *n, sizeof *k);
        k[(*n)++] = key_of(trimmed(from, (size_t)(p - from)));
        from = p + 1;
        if (!*p)
            return k;
    }
}

static char *shown(const struct query *q, const struct shape *sh, const struct key *k)
{
    for (int i = 0; sh->hidden && i < q->n_col; i++)
        if (!strcmp(q->col[i].name, k->name))
            return q->col[i].type == TEXT ? fmt("%s || ''", k->expr) : fmt("+%s", k->expr);
    return k->expr;
}

char *order_by(const struct query *q, const struct shape *sh)
{
    struct txt out = { 0 };
    int n;
    struct key *k = sort_keys(sh->sort->keys, &n);
    for (int i = 0; i < n; i++)
        add(&out, "%s%s%s", i ? ", " : "", shown(q, sh, &k[i]), k[i].down != sh->desc ? " DESC" : "");
    return out.s;
}

char *behind(const struct query *q, const struct shape *sh)
{
    struct txt left = { 0 }, right = { 0 };
    int n;
    struct key *k = sort_keys(sh->sort->keys, &n);
    for (int i = 0; i < n; i++) {
        add(&left, "%s%s", i ? ", " : "", shown(q, sh, &k[i]));
        add(&right, "%s:behind_%s", i ? ", " : "", k[i].name);
    }
    const char *op = k[0].down != sh->desc ? "<" : ">";
    return n == 1 ? fmt("%s %s %s", left.s, op, right.s) : fmt("(%s) %s (%s)", left.s, op, right.s);
}

/* ---- checking ---- */

static void check_key(const struct query *q, const struct sort *s, const struct key *k, bool down)
{
    int type = -1;
    for (int i = 0; i < q->n_col; i++)
        if (!strcmp(q->col[i].name, k->name))
            type = q->col[i].type;
    if (type < 0)
        mistake(q->file, q->line, q->name, "sort %s: the row has no column %s, so nothing could begin behind it",
                s->name, k->name);
    else if (type == BLOB)
        mistake(q->file, q->line, q->name, "sort %s: %s is bytes", s->name, k->name);
    if (k->down != down)
        mistake(q->file, q->line, q->name, "sort %s: with :behind all columns go the same way", s->name);
}

/* The first text was read: columns and parameters are known. */
void check_paged(struct query *q)
{
    int n, limit = 0;
    struct tok *t = tokens(q->sql.s, &n);
    for (int i = 1; i < n; i++) {
        limit |= t[i].kind == TOK_PARAM && !strcmp(t[i].s, ":limit") && is_word(&t[i - 1], "LIMIT");
        if (is_word(&t[i], "OFFSET"))
            mistake(q->file, q->line, q->name, ":behind and OFFSET: one of them");
        if (t[i].kind == TOK_PARAM && !strcmp(t[i].s, ":behind") && !is_word(&t[i - 1], "AND") &&
            !is_word(&t[i - 1], "WHERE"))
            mistake(q->file, q->line, q->name, ":behind stands behind WHERE or AND");
    }
    if (!q->n_sort || !limit || q->kind != EACH)
        mistake(q->file, q->line, q->name, ":behind needs :each, -- sort: … and LIMIT :limit");
    for (int i = 0; i < q->n_sort; i++) {
        int n_key;
        struct key *k = sort_keys(q->sort[i].keys, &n_key);
        for (int j = 0; j < n_key; j++)
            check_key(q, &q->sort[i], &k[j], k[0].down);
    }
    check_leads(q);
}

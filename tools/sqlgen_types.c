/* The type half of sqlgen: what type a column or a parameter has. The schema's storage decides first, then the naming
   rule (docs/sql.md), then what stands beside it in the SQL; what stays unknown is a mistake, never a guess. */
#include "sqlgen.h"

/* ---- types by name ---- */

const char *const type_name[] = { "DB_INT", "DB_MONEY", "DB_QTY", "DB_DATE", "DB_TEXT", "DB_BLOB", "DB_BOOL" };

int type_by_name(const char *n)
{
    static const struct {
        const char *end;
        int type;
    } rule[] = {
        { "_vnd", MONEY }, { "_qty", QTY },     { "_on", DATE },   { "_at", INT },     { "_id", INT },
        { "_hash", BLOB }, { "_bytes", BLOB },  { "_bp", INT },    { "_no", INT },     { "_minor", INT },
        { "_count", INT }, { "_month", INT },   { "_year", INT },  { "_number", INT }, { "_code", TEXT },
        { "_name", TEXT }, { "_text", TEXT },   { "_fold", TEXT }, { "_sort", TEXT },  { "_json", TEXT },
        { "_uri", TEXT },  { "_prefix", TEXT },
    };
    if (starts(n, "is_") || starts(n, "has_"))
        return BOOL;
    if (starts(n, "n_") || in_list(n, " id at n limit offset "))
        return INT;
    if (in_list(n, " qty "))
        return QTY;
    if (in_list(n, " prefix "))
        return TEXT;
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        if (ends(n, rule[i].end))
            return rule[i].type;
    return -1;
}

int type_in_storage(const char *name, const char *storage)
{
    int t = type_by_name(name);
    if (!strcmp(storage, "TEXT"))
        return TEXT;
    if (!strcmp(storage, "BLOB"))
        return BLOB;
    return t == TEXT || t == BLOB ? -1 : t;
}

/* The type that the schema gives a column of this name; -1 when none has it, -2 when tables disagree. */
static int type_in_tables(const char *name, struct table *const *list, int n)
{
    int found = -1;
    for (int i = 0; i < n; i++)
        for (int c = 0; c < list[i]->n_col; c++) {
            if (strcmp(list[i]->col[c].name, name) != 0)
                continue;
            int t = list[i]->col[c].type;
            if (t < 0)
                continue;
            if (found >= 0 && found != t)
                return -2;
            found = t;
        }
    return found;
}

static int type_told(const struct query *q, const char *name)
{
    for (int i = 0; i < q->n_told; i++)
        if (!strcmp(q->told[i].name, name))
            return q->told[i].type;
    return -1;
}

static int type_or_mistake(struct query *q, const char *name, const char *what, int t)
{
    if (t < 0)
        mistake(q->file, q->line, q->name,
                "%s %s: no type follows from the name (%s); use a conventional name (…_id, …_vnd, …_on, …_at, …_qty, "
                "…_text, "
                "n_…, is_…) or say  -- type: %s = …",
                what, name, t == -2 ? "tables differ" : "no table has such a column", name);
    return t < 0 ? INT : t;
}

/* Touched tables, then the naming rule, then all tables. */
static int type_of_name(const struct query *q, const char *name)
{
    int t = type_in_tables(name, q->touch, q->n_touch);
    if (t == -1)
        t = type_by_name(name);
    if (t == -1)
        t = type_in_tables(name, P.table, P.n_table);
    return t;
}

/* "account >= :from_account", ":n < seq": the column beside it. */
static int type_of_neighbour(const struct query *q, const char *name, const struct tok *t, int n)
{
    static const char compare[] = " = <> != < <= > >= ";
    for (int i = 0; i < n; i++) {
        if (t[i].kind != TOK_PARAM || strcmp(t[i].s + 1, name) != 0)
            continue;
        int at = -1;
        if (i >= 2 && in_list(t[i - 1].s, compare) && t[i - 2].kind == TOK_WORD)
            at = i - 2;
        else if (i + 2 < n && in_list(t[i + 1].s, compare) && t[i + 2].kind == TOK_WORD)
            at = i + 3 < n && is_op(&t[i + 3], ".") ? i + 4 : i + 2;
        int type = at < 0 ? -1 : type_in_tables(t[at].s, q->touch, q->n_touch);
        if (type >= 0)
            return type;
    }
    return -1;
}

int type_of_param(struct query *q, const char *name)
{
    int n, t = type_told(q, name);
    if (q->paged && starts(name, "behind_"))
        for (int i = 0; i < q->n_col; i++)
            if (!strcmp(q->col[i].name, name + 7))
                return q->col[i].type;
    if (t < 0)
        t = type_of_name(q, name);
    if (t < 0) {
        struct tok *tok = tokens(q->sql.s, &n);
        int beside = type_of_neighbour(q, name, tok, n);
        t = beside < 0 ? t : beside;
    }
    return type_or_mistake(q, name, "parameter", t);
}

/* What the expression before the outermost `AS name` shows: text when it ends in a text literal, the type of x for
   max(x), an integer for coalesce(…, 0) and CASE … ELSE 0 END. -1: nothing. */
static int type_of_expression(const struct query *q, const char *name, const struct tok *t, int n)
{
    int depth = 0, as = -1;
    for (int i = 0; i + 1 < n && as < 0; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 0 && i > 1 && is_word(&t[i], "AS") && !strcmp(t[i + 1].s, name))
            as = i;
    }
    if (as < 2)
        return -1;
    const struct tok *last = &t[as - 1], *inner = last - 1;
    if (last->kind == TOK_STRING)
        return TEXT;
    if (is_word(last, "END"))
        return inner->kind == TOK_STRING ? TEXT : inner->kind == TOK_NUMBER ? INT : -1;
    int open = as - 1;
    for (depth = 0; is_op(last, ")") && open > 0; open--) {
        depth += is_op(&t[open], ")") - is_op(&t[open], "(");
        if (depth == 0)
            break;
    }
    const struct tok *call = &t[open] - (open > 0);
    if (is_word(call, "coalesce"))
        return inner->kind == TOK_STRING ? TEXT : inner->kind == TOK_NUMBER ? INT : -1;
    if (inner->kind == TOK_WORD && (is_word(call, "max") || is_word(call, "min") || is_word(call, "sum")))
        return type_in_tables(inner->s, q->touch, q->n_touch);
    return -1;
}

int type_of_column(struct query *q, sqlite3_stmt *st, int i, const char *name)
{
    const char *origin = sqlite3_column_origin_name(st, i), *storage = sqlite3_column_decltype(st, i);
    int t = type_told(q, name);
    if (t >= 0)
        return t;
    if (!storage) {
        int n;
        struct tok *tok = tokens(q->sql.s, &n);
        int shown = type_of_expression(q, name, tok, n);
        t = shown == TEXT ? TEXT : type_of_name(q, name);
        return type_or_mistake(q, name, "column", t < 0 && shown >= 0 ? shown : t);
    }
    t = type_in_storage(name, storage);
    if (t < 0 && origin)
        t = type_in_storage(origin, storage);
    return t < 0 ? INT : t;
}

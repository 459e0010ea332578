/* sqlgen OUTDIR FILES…: schema and queries in .sql → typed C. Files whose path contains /schema/ are migrations, run in
   number order into :memory:; all others hold named queries that SQLite itself must accept. docs/sql.md describes the
   syntax. Every mistake is told as `file:line: error: name: …` and all of them are told; nothing is written then. Plain
   C without the house; memory is never freed, the process is short. This file reads and checks. */
#include "sqlgen.h"

#include <ctype.h>

struct program P;

/* ---- schema ---- */

static const char pg_reserved[] =
    " all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation "
    "column "
    "concurrently constraint create cross current_catalog current_date current_role current_schema current_time "
    "current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze "
    "from "
    "full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit "
    "localtime "
    "localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references "
    "returning "
    "right select session_user similar some symmetric table tablesample then to trailing true union unique user using "
    "variadic verbose when where window with ";
static const char c_reserved[] = " auto break case char const continue default do double else enum extern float for "
                                 "goto if inline int long register "
                                 "restrict return short signed sizeof static struct switch typedef union unsigned void "
                                 "volatile while bool true false "
                                 "str money date result sort desc ";

struct table *table_find(const char *name)
{
    for (int i = 0; i < P.n_table; i++)
        if (!strcasecmp(P.table[i]->name, name))
            return P.table[i];
    return NULL;
}

static void check_column(const struct migration *m, const struct table *t, const struct column *c, bool not_null)
{
    static const char *const want[] = { [INT] = "INTEGER", [MONEY] = "INTEGER", [QTY] = "INTEGER", [DATE] = "INTEGER",
                                        [TEXT] = "TEXT",   [BLOB] = "BLOB",     [BOOL] = "INTEGER" };
    int by_name = type_by_name(c->name);
    bool loose = by_name < 0 || by_name == INT || by_name == TEXT; /* a request_id may be text */
    if (!not_null)
        mistake(m->file, 1, t->name, "column %s may be NULL: say NOT NULL, with DEFAULT '' or 0 if need be", c->name);
    if (!in_list(c->storage, " integer text blob "))
        mistake(m->file, 1, t->name, "column %s: type %s; only INTEGER, TEXT and BLOB", c->name, c->storage);
    else if (!loose && strcmp(want[by_name], c->storage) != 0)
        mistake(m->file, 1, t->name, "column %s is %s, but its name says %s", c->name, c->storage, want[by_name]);
    if (in_list(c->name, pg_reserved))
        mistake(m->file, 1, t->name, "column %s: a reserved word of PostgreSQL", c->name);
}

static void read_columns(struct migration *m, struct table *t)
{
    sqlite3_stmt *st;
    char *sql = fmt("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo('%s')", t->name);
    sqlite3_prepare_v2(P.db, sql, -1, &st, NULL);
    t->n_col = t->n_key = 0;
    while (sqlite3_step(st) == SQLITE_ROW) {
        t->col = grow(t->col, t->n_col, sizeof *t->col);
        struct column *c = &t->col[t->n_col++];
        *c = (struct column){ .name = strdup((const char *)sqlite3_column_text(st, 0)),
                              .storage = strdup((const char *)sqlite3_column_text(st, 1)),
                              .key = sqlite3_column_int(st, 3) };
        bool expression = t->view && !*c->storage; /* then only the name tells */
        int type = expression ? type_by_name(c->name) : type_in_storage(c->name, c->storage);
        c->type = type < 0 && !expression ? INT : type;
        t->has_org = t->has_org || !strcmp(c->name, "org_id");
        t->n_key += c->key > 0;
        if (!t->view)
            check_column(m, t, c, sqlite3_column_int(st, 2) || c->key > 0);
    }
    sqlite3_finalize(st);
    if (!t->view && t->n_key == 0)
        mistake(m->file, 1, t->name, "no PRIMARY KEY");
}

/* Tables as they stand after this migration; known ones are read again: ALTER TABLE may have added columns. */
static void read_tables(struct migration *m)
{
    sqlite3_stmt *st;
    sqlite3_prepare_v2(
        P.db,
        "SELECT l.name, l.type, l.strict FROM pragma_table_list l JOIN sqlite_schema s ON s.name = l.name "
        "WHERE l.schema = 'main' AND l.type IN ('table', 'view') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "ORDER BY s.rowid",
        -1, &st, NULL);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(st, 0);
        struct table *t = table_find(name);
        if (!t) {
            P.table = grow(P.table, P.n_table, sizeof *P.table);
            t = P.table[P.n_table++] = need(calloc(1, sizeof *t));
            t->name = strdup(name);
            t->view = !strcmp((const char *)sqlite3_column_text(st, 1), "view");
            if (!t->view && !sqlite3_column_int(st, 2))
                mistake(m->file, 1, name, "the table is not STRICT");
            if (in_list(name, pg_reserved))
                mistake(m->file, 1, name, "a reserved word of PostgreSQL");
        }
        read_columns(m, t);
    }
    sqlite3_finalize(st);
}

static void schema_comment(struct migration *m, const char *from, const char *to, enum only *only)
{
    for (const char *p = from; p < to; p += strcspn(p, "\n"), p += *p == '\n') {
        char name[65] = "";
        while (p < to && isspace((unsigned char)*p))
            p++;
        if (sscanf(p, "-- append-only: %64[a-z0-9_]", name) == 1) {
            m->append_only = grow(m->append_only, m->n_append_only, sizeof *m->append_only);
            m->append_only[m->n_append_only++] = strdup(name);
        } else if (starts(p, "-- only: sqlite"))
            *only = ONLY_SQLITE;
        else if (starts(p, "-- only: postgres"))
            *only = ONLY_POSTGRES;
    }
}

static void check_index_name(const struct migration *m, const struct tok *t, int n, int line)
{
    for (int i = 1; i + 1 < n && i < 3; i++)
        if (is_word(&t[0], "CREATE") && is_word(&t[i], "INDEX") && in_list(t[i + 1].s, pg_reserved))
            mistake(m->file, line, t[i + 1].s, "a reserved word of PostgreSQL");
}

static void schema_statement(struct migration *m, const char *text, struct tok *t, int n, enum only only)
{
    char *sql = dup_n(t[0].at, (size_t)(t[n].at - t[0].at));
    int line = 1 + lines_before(text, t[0].at);
    if (only != ONLY_POSTGRES) {
        bool trigger = is_word(&t[0], "CREATE") && is_word(&t[1], "TRIGGER");
        if (trigger)
            mistake(m->file, line, NULL, "no triggers but those of -- append-only:");
        /* END: what the ';' inside a refused trigger leaves over */
        if (!trigger && !is_word(&t[0], "END") && sqlite3_exec(P.db, sql, NULL, NULL, NULL) != SQLITE_OK) {
            int at = sqlite3_error_offset(P.db);
            mistake(m->file, line + (at > 0 ? lines_before(sql, sql + at) : 0), NULL, "%s", sqlite3_errmsg(P.db));
        }
        plain(&m->sqlite, t, n);
        add(&m->sqlite, ";\n");
    }
    check_index_name(m, t, n, line);
    if (only == ONLY_POSTGRES)
        plain(&m->postgres, t, n);
    else if (only == ONLY_BOTH)
        schema_to_postgres(&m->postgres, t, n);
    if (only != ONLY_SQLITE)
        add(&m->postgres, ";\n");
}

static void append_only_tables(struct migration *m)
{
    for (int i = 0; i < m->n_append_only; i++) {
        const char *n = m->append_only[i];
        struct table *t = table_find(n);
        if (!t) {
            mistake(m->file, 1, n, "append-only: no such table");
            continue;
        }
        t->append_only = true;
        add(&m->sqlite,
            "CREATE TRIGGER %s_no_update BEFORE UPDATE ON %s BEGIN SELECT RAISE(ABORT, 'append-only'); END;\n"
            "CREATE TRIGGER %s_no_delete BEFORE DELETE ON %s BEGIN SELECT RAISE(ABORT, 'append-only'); END;\n",
            n, n, n, n);
    }
}

static void schema_file(struct migration *m)
{
    char *text = read_file(m->file);
    int n, from = 0;
    struct tok *t = tokens(text, &n);
    const char *comment = text;
    SHA256((const unsigned char *)text, strlen(text), m->sha256);
    for (int i = 0; i <= n; i++) {
        enum only only = ONLY_BOTH;
        bool end = i == n;
        if (!end && !is_op(&t[i], ";"))
            continue;
        schema_comment(m, comment, end || i == from ? t[i].at : t[from].at, &only);
        if (end && i > from)
            mistake(m->file, 1 + lines_before(text, t[from].at), NULL, "the statement does not end in ';'");
        else if (i > from)
            schema_statement(m, text, t + from, i - from, only);
        comment = t[i].at + (end ? 0 : 1);
        from = i + 1;
    }
    read_tables(m);
    append_only_tables(m);
}

static int by_number(const void *a, const void *b)
{
    const struct migration *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void schema_files(void)
{
    qsort(P.migration, (size_t)P.n_migration, sizeof *P.migration, by_number);
    for (int i = 0; i < P.n_migration; i++) {
        struct migration *m = &P.migration[i];
        if (i && m->number == m[-1].number)
            mistake(m->file, 1, NULL, "number %04d is taken by %s", m->number, m[-1].file);
        else if (m->number != (i ? m[-1].number + 1 : m->number > 1 ? 1 : m->number))
            mistake(m->file, 1, NULL, "a gap in the numbers before %04d", m->number);
        schema_file(m);
    }
}

/* ---- reading query files ---- */

static struct query *query_find(const char *name)
{
    for (int i = 0; i < P.n_query; i++)
        if (!strcmp(P.query[i]->name, name))
            return P.query[i];
    return NULL;
}

static void read_sorts(struct query *q, const char *p)
{
    while (*p) {
        char name[65], keys[200];
        int used = 0;
        if (sscanf(p, " %64[a-z0-9_] = %199[^;]%n", name, keys, &used) != 2) {
            mistake(q->file, q->line, q->name, "sort: expected  name = column, column; name = …");
            return;
        }
        q->sort = grow(q->sort, q->n_sort, sizeof *q->sort);
        q->sort[q->n_sort++] = (struct sort){ .name = strdup(name), .keys = strdup(keys) };
        p += used;
        p += *p == ';';
        p += strspn(p, " ");
    }
}

static void read_leads(struct query *q, const char *p)
{
    char name[65];
    int used;
    struct lead *l = NULL;
    while (sscanf(p, " %64[a-z0-9_]%n", name, &used) == 1) {
        if (!l) {
            q->lead = grow(q->lead, q->n_lead, sizeof *q->lead);
            l = &q->lead[q->n_lead++];
            *l = (struct lead){ 0 };
        }
        l->param = grow(l->param, l->n, sizeof *l->param);
        l->param[l->n++] = strdup(name);
        p += used;
        if (sscanf(p, " by %64[a-z0-9_]%n", name, &used) == 1) {
            l->index = strdup(name);
            p += used;
        }
        l = *p == ';' ? NULL : l;
        p += *p == ';' || *p == ',';
    }
    if (*p)
        mistake(q->file, q->line, q->name, "lead: expected  parameter by index; parameter, parameter; …");
}

static void read_types(struct query *q, const char *p)
{
    static const char *const word[] = { "int", "money", "qty", "date", "text", "blob", "bool" };
    char name[65], type[17];
    int used;
    while (sscanf(p, " %64[a-z0-9_] = %16[a-z]%n", name, type, &used) == 2) {
        int k = 0;
        while (k < 7 && strcmp(word[k], type) != 0)
            k++;
        if (k == 7)
            mistake(q->file, q->line, q->name, "type: %s; known are int money qty date text blob bool", type);
        q->told = grow(q->told, q->n_told, sizeof *q->told);
        q->told[q->n_told++] = (struct field){ strdup(name), k % 7 };
        p += used;
        p += strspn(p, " ,");
    }
    if (*p)
        mistake(q->file, q->line, q->name, "type: expected  name = type, name = type");
}

static void read_directive(struct query *q, const char *line)
{
    char word[65] = "";
    if (starts(line, "-- wall: none, because "))
        q->no_wall = true;
    else if (starts(line, "-- wall:"))
        mistake(q->file, q->line, q->name, "wall: say  -- wall: none, because …");
    else if (starts(line, "-- sort: "))
        read_sorts(q, line + 9);
    else if (starts(line, "-- lead: "))
        read_leads(q, line + 9);
    else if (starts(line, "-- total: "))
        q->total = q->total ? fmt("%s, %s", q->total, line + 10) : strdup(line + 10);
    else if (starts(line, "-- type: "))
        read_types(q, line + 9);
    else if (sscanf(line, "-- row: %64[a-z0-9_]", word) == 1)
        q->row = strdup(word);
    else if (sscanf(line, "-- only: %64[a-z]", word) == 1) {
        q->only = !strcmp(word, "sqlite") ? ONLY_SQLITE : ONLY_POSTGRES;
        if (q->only == ONLY_POSTGRES && strcmp(word, "postgres") != 0)
            mistake(q->file, q->line, q->name, "only: sqlite or postgres");
    } else
        add(&q->doc, "%s%s", q->doc.n ? "\n" : "", line + 2 + strspn(line + 2, " "));
}

/* `-- name: x :kind`. NULL after a mistake. */
static struct query *read_name(const char *file, int line, const char *head)
{
    static const char *const kinds[] = { "one", "opt", "many", "each", "exec" };
    char name[65] = "", kind[9] = "", more[17] = "";
    int n = sscanf(head, "-- name: %64[a-z0-9_] :%8[a-z] %16s", name, kind, more), k = 0;
    struct query *q = need(calloc(1, sizeof *q));
    *q = (struct query){ .file = file, .line = line, .name = strdup(name) };
    while (k < 5 && strcmp(kinds[k], kind) != 0)
        k++;
    if (n < 2 || k == 5) {
        mistake(file, line, NULL, "expected  -- name: room_verb :one|:opt|:many|:each|:exec");
        return NULL;
    }
    q->kind = (enum kind)k;
    q->changed = q->kind == EXEC && !strcmp(more, "changed");
    if (n == 3 && !q->changed)
        mistake(file, line, name, "%s: only  :exec changed  takes a word", more);
    return q;
}

/* Variants of one name for the two databases become one query. */
static void keep_query(struct query *q)
{
    struct query *old = query_find(q->name);
    if (!old) {
        P.query = grow(P.query, P.n_query, sizeof *P.query);
        P.query[P.n_query++] = q;
    } else if (old->only != ONLY_BOTH && q->only != ONLY_BOTH && old->only != q->only && !old->other &&
               old->kind == q->kind) {
        old->other = q;
        if (old->only == ONLY_POSTGRES) { /* the SQLite text leads */
            struct query lead = *q, tail = *old;
            *old = lead;
            *q = tail;
            q->other = NULL;
            old->other = q;
        }
    } else
        mistake(q->file, q->line, q->name, "the name is taken at %s:%d", old->file, old->line);
}

static void query_file(const char *file)
{
    char *text = read_file(file), *p = text;
    struct query *q = NULL;
    for (int line = 1; *p; line++) {
        size_t n = strcspn(p, "\n");
        char *s = dup_n(p, n);
        p += n + (p[n] == '\n');
        if (starts(s, "-- name:")) {
            if (q)
                keep_query(q);
            q = read_name(file, line, s);
        } else if (q && starts(s, "--") && !q->sql.n)
            read_directive(q, s);
        else if (q && (q->sql.n || s[strspn(s, " \t")])) {
            q->sql_line = q->sql.n ? q->sql_line : line;
            add(&q->sql, "%s\n", s);
        } else if (!q && s[strspn(s, " \t")] && !starts(s, "--"))
            mistake(file, line, NULL, "SQL before the first -- name:");
    }
    if (q)
        keep_query(q);
}

/* ---- checking queries ---- */

static void told(const struct query *q, const struct tok *t, const char *why)
{
    mistake(q->file, q->sql_line + lines_before(q->sql.s, t->at), q->name, "%s: %s", t->s, why);
}

static bool is_amount(const struct tok *t) { return t->kind == TOK_WORD && (ends(t->s, "_vnd") || ends(t->s, "qty")); }

/* What both databases would take differently, or what the house does not want. */
static void check_dialect(const struct query *q, const struct tok *prev, const struct tok *t)
{
    const struct tok *next = t + 1;
    bool is_not = is_word(next, "NOT");
    if (is_op(t, "*") && (is_word(prev, "SELECT") || is_word(prev, "DISTINCT") || is_word(prev, "ALL") ||
                          is_op(prev, ",") || is_op(prev, ".") || is_word(prev, "RETURNING")))
        told(q, t, "name the columns");
    else if (is_op(t, "*") && (is_amount(prev) || is_amount(next) || (is_op(next + 1, ".") && is_amount(next + 2))))
        told(q, t, "products of money and quantities are made in C");
    if (q->only != ONLY_BOTH)
        return;
    if (t->kind == TOK_QUOTED)
        told(q, t, "names need no quotes, text takes single ones");
    if (t->kind == TOK_NUMBER && strchr(t->s, '.'))
        told(q, t, "no fractions");
    if (is_op(t, "=="))
        told(q, t, "write =");
    if (is_word(t, "IS") && !is_word(next + is_not, "NULL") && !is_word(next + is_not, "DISTINCT"))
        told(q, t, "compares only with NULL");
    if ((is_word(t, "INSERT") && is_word(next, "OR")) ||
        (is_word(t, "REPLACE") && is_word(next, "INTO") && !is_word(prev, "OR")))
        told(q, t, "write INSERT … ON CONFLICT");
    if (t->kind == TOK_WORD && in_list(t->s, " glob regexp match rowid _rowid_ oid collate indexed "))
        told(q, t, "not common to both databases");
}

static const char never[] = " date time datetime julianday strftime unixepoch timediff current_date current_time "
                            "current_timestamp random randomblob like ilike now clock_timestamp ";

/* The text for PostgreSQL is not parsed here: its words are looked at, and it must bind what its twin binds. */
static void check_twin(const struct query *q)
{
    int n, n_lite;
    struct tok *t = tokens(q->other->sql.s ? q->other->sql.s : "", &n),
               *lite = tokens(q->sql.s ? q->sql.s : "", &n_lite);
    for (int i = 0; i < n; i++)
        if (t[i].kind == TOK_WORD && in_list(t[i].s, never))
            told(q->other, &t[i], "may not be used here: time, chance and patterns come from C");
    for (int i = 0; i < n_lite; i++) {
        bool bound = lite[i].kind != TOK_PARAM;
        for (int k = 0; k < n && !bound; k++)
            bound = !strcmp(t[k].s, lite[i].s);
        if (!bound)
            mistake(q->other->file, q->other->line, q->name, "parameter %s is not in the PostgreSQL text", lite[i].s);
    }
    for (int i = 0; i < n; i++) {
        bool known = t[i].kind != TOK_PARAM;
        for (int k = 0; k < n_lite && !known; k++)
            known = !strcmp(lite[k].s, t[i].s);
        if (!known)
            told(q->other, &t[i], "only in the PostgreSQL text");
    }
}

static int on_authorize(void *arg, int what, const char *a, const char *b, const char *database, const char *by)
{
    static const char common[] =
        " count sum min max coalesce nullif abs length substr instr replace trim row_number rank dense_rank lag lead "
        "first_value last_value ";
    struct query *q = arg;
    (void)database, (void)by;
    if (what == SQLITE_FUNCTION && b && (in_list(b, never) || (q->only == ONLY_BOTH && !in_list(b, common))))
        mistake(q->file, q->sql_line, q->name, "%s() may not be used here: %s", b,
                in_list(b, never) ? "time, chance and patterns come from C"
                                  : "not among the functions common to both databases");
    if (what != SQLITE_READ && what != SQLITE_INSERT && what != SQLITE_UPDATE && what != SQLITE_DELETE)
        return SQLITE_OK;
    struct table *t = table_find(a);
    if (!t)
        return SQLITE_OK;
    if (t->append_only && (what == SQLITE_UPDATE || what == SQLITE_DELETE) && !q->told_append) {
        q->told_append = true;
        mistake(q->file, q->sql_line, q->name, "%s is append-only: no UPDATE, no DELETE", a);
    }
    for (int i = 0; i < q->n_touch; i++)
        if (q->touch[i] == t)
            return SQLITE_OK;
    q->touch = grow(q->touch, q->n_touch, sizeof *q->touch);
    q->touch[q->n_touch++] = t;
    return SQLITE_OK;
}

static void check_wall(const struct query *q)
{
    const struct table *wanted = NULL;
    bool fenced = q->no_wall;
    for (int i = 0; i < q->n_touch; i++) {
        if (q->touch[i]->has_org && !wanted)
            wanted = q->touch[i];
        fenced = fenced || !strcmp(q->touch[i]->name, "scope_org");
    }
    for (int i = 0; i < q->n_param; i++)
        fenced = fenced || !strcmp(q->param[i].name, "org_id");
    if (wanted && !fenced)
        mistake(q->file, q->line, q->name,
                "no wall: %s has org_id; bind :org_id, join scope_org, or say  -- wall: none, because …", wanted->name);
}

static bool is_name(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!islower((unsigned char)*p) && *p != '_' && (p == name || !isdigit((unsigned char)*p)))
            return false;
    return *name;
}

static void add_field(struct query *q, struct field **list, int *n, const char *name, int type)
{
    if (!is_name(name))
        mistake(q->file, q->line, q->name, "column %s needs a name: … AS lower_case", name);
    if (*n == 64) /* DB_MAX_FIELDS */
        mistake(q->file, q->line, q->name, "more than 64 columns or parameters");
    if (in_list(name, c_reserved))
        mistake(q->file, q->line, q->name, "%s cannot be a name in C", name);
    for (int i = 0; i < *n; i++)
        if (!strcmp((*list)[i].name, name))
            mistake(q->file, q->line, q->name, "two columns are named %s", name);
    *list = grow(*list, *n, sizeof **list);
    (*list)[(*n)++] = (struct field){ strdup(name), type };
}

static bool is_ordered(const struct query *q)
{
    int n, depth = 0;
    struct tok *t = tokens(q->sql.s, &n);
    for (int i = 0; i + 1 < n; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 0 && is_word(&t[i], "ORDER") && is_word(&t[i + 1], "BY"))
            return true;
    }
    return false;
}

static void check_shape(struct query *q)
{
    if (q->kind == EXEC && q->n_col)
        mistake(q->file, q->line, q->name, ":exec gives no rows; use :one, :opt or :many");
    if (q->kind != EXEC && !q->n_col)
        mistake(q->file, q->line, q->name, "the statement gives no columns; use :exec");
    if (q->kind == EXEC && !q->writes)
        mistake(q->file, q->line, q->name, ":exec changes nothing");
    check_wall(q);
    if ((q->kind == MANY || q->kind == EACH) && !q->n_sort && !is_ordered(q))
        mistake(q->file, q->line, q->name, "many rows have an order: ORDER BY columns that make it total");
    if (!q->row)
        return;
    const struct query *r = query_find(q->row);
    bool same = r && r->file == q->file && r->line < q->line && !r->row && r->n_col == q->n_col;
    for (int i = 0; same && i < q->n_col; i++)
        same = !strcmp(r->col[i].name, q->col[i].name) && r->col[i].type == q->col[i].type;
    if (!same)
        mistake(q->file, q->line, q->name, "row: %s must stand above in this file and have the same columns", q->row);
}

/* What one text binds, in its order; new names join those of the query. */
static void read_params(struct query *q, struct text *x, sqlite3_stmt *st)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(st); i++) {
        const char *name = sqlite3_bind_parameter_name(st, i);
        int k = 0;
        if (!name || *name != ':') {
            mistake(q->file, q->sql_line, q->name, "parameters are written :name");
            continue;
        }
        while (k < q->n_param && strcmp(q->param[k].name, name + 1) != 0)
            k++;
        if (k == q->n_param)
            add_field(q, &q->param, &q->n_param, name + 1, type_of_param(q, name + 1));
        x->param = grow(x->param, x->n_param, sizeof *x->param);
        x->param[x->n_param++] = q->param[k];
    }
}

/* Lets SQLite parse one text of the query. The first text also gives columns. */
static void prepare(struct query *q, struct text *x, bool first)
{
    sqlite3_stmt *st = NULL;
    const char *sql = x->sqlite;
    if (sqlite3_prepare_v2(P.db, sql, -1, &st, NULL) != SQLITE_OK) {
        int at = sqlite3_error_offset(P.db);
        mistake(q->file, q->sql_line + (at > 0 ? lines_before(sql, sql + at) : 0), q->name, "%s", sqlite3_errmsg(P.db));
        sqlite3_finalize(st);
        return;
    }
    read_params(q, x, st);
    if (first) {
        q->writes = !sqlite3_stmt_readonly(st);
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const char *name = sqlite3_column_name(st, i);
            add_field(q, &q->col, &q->n_col, name, is_name(name) ? type_of_column(q, st, i, name) : INT);
        }
        check_shape(q);
    }
    sqlite3_finalize(st);
}

/* Cuts the closing ';', refuses others, and puts the text of one order in place of :sort, of one beginning in place of
   :behind. */
static char *query_text(const struct query *whole, const struct query *q, const struct shape *sh)
{
    struct txt out = { 0 };
    int n;
    struct tok *t = tokens(q->sql.s ? q->sql.s : "", &n);
    char **put = need(calloc((size_t)n + 1, sizeof *put));
    bool sorted = false;
    if (n && is_op(&t[n - 1], ";"))
        t[--n].kind = TOK_END;
    for (int i = 0; i < n; i++) {
        bool here = is_param(&t[i], ":sort");
        if (is_op(&t[i], ";"))
            told(q, &t[i], "one statement a name");
        if (here && (i < 2 || !is_word(&t[i - 1], "BY") || !(sh->sort || sh->total)))
            told(q, &t[i], "stands after ORDER BY and needs  -- sort: …");
        sorted = sorted || here;
    }
    if (sh->sort && !sorted)
        mistake(q->file, q->line, q->name, "-- sort: without ORDER BY :sort");
    if (n == 0) {
        mistake(q->file, q->line, q->name, "no SQL");
        return strdup("");
    }
    shape_tokens(whole, t, n, sh, put);
    const char *at = q->sql.s;
    for (int i = 0; i < n; i++) {
        if (put[i]) {
            add(&out, "%.*s%s", (int)(t[i].at - at), at, put[i]);
            at = t[i].at + strlen(t[i].s);
        }
    }
    add(&out, "%.*s", (int)(t[n].at - at), at);
    return out.s;
}

/* What SQLite does first, "SEARCH v USING INDEX …", and whether it has to read all rows and sort them. */
static char *plan_of(const char *sql, bool *sorts)
{
    sqlite3_stmt *st = NULL;
    char *first = NULL;
    if (sqlite3_prepare_v2(P.db, fmt("EXPLAIN QUERY PLAN %s", sql), -1, &st, NULL) == SQLITE_OK)
        while (sqlite3_step(st) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(st, 3);
            first = first ? first : strdup(step);
            *sorts |= sqlite3_column_int(st, 1) == 0 && starts(step, "USE TEMP B-TREE FOR ORDER BY");
        }
    sqlite3_finalize(st);
    return first ? first : "";
}

static char *shaped(const struct query *q, const struct query *from, const struct shape *sh)
{
    char *text = query_text(q, from, sh);
    return sh->total ? total_text(q, text) : text;
}

/* of: the query whose text it is; q itself but for totals. */
static void keep_text(struct query *q, const struct query *of, struct shape sh)
{
    int before = P.n_mistakes;
    q->text = grow(q->text, q->n_text, sizeof *q->text);
    struct text *x = &q->text[q->n_text];
    *x = (struct text){ .sqlite = shaped(of, of, &sh), .id = P.n_stmt++ };
    if (P.n_mistakes == before) {
        q->sql.s = q->sql.s ? q->sql.s : x->sqlite;
        prepare(q, x, q->n_text == 0);
        if (q->paged)
            (void)plan_of(x->sqlite, &x->sorts);
    }
    sh.postgres = true;
    if (of->other || (of->only == ONLY_BOTH && P.n_mistakes == before))
        x->postgres = shaped(of, of->other ? of->other : of, &sh);
    q->n_text++;
}

/* What a list adds up, and how many rows it has. */
static void keep_total(const struct query *of)
{
    struct query *q = need(calloc(1, sizeof *q));
    *q = (struct query){ .file = of->file,
                         .line = of->line,
                         .sql_line = of->sql_line,
                         .kind = ONE,
                         .only = of->only,
                         .name = fmt("%s_total", of->name),
                         .no_wall = of->no_wall,
                         .of = of };
    for (int i = 0; i < of->n_told; i++) {
        q->told = grow(q->told, q->n_told, sizeof *q->told);
        q->told[q->n_told++] = of->told[i];
    }
    for (int i = 0; i < of->n_param; i++) {
        q->param = grow(q->param, q->n_param, sizeof *q->param);
        q->param[q->n_param++] = of->param[i];
    }
    sqlite3_set_authorizer(P.db, on_authorize, q);
    int before = P.n_mistakes;
    for (int i = 0; i <= of->n_lead && P.n_mistakes == before; i++)
        keep_text(q, of, (struct shape){ .total = true, .lead = i });
    keep_query(q);
}

/* Where SQLite enters by the order although something leads, the order is hidden from it: few rows are sorted. */
static bool must_hide(const struct query *q, struct shape sh)
{
    bool sorts = false;
    sh.hidden = false;
    if (is_led_elsewhere(q, &sh))
        return true;
    char *led = query_text(q, q, &sh), *plan = plan_of(led, &sorts);
    sh.lead = 0;
    char *bare = query_text(q, q, &sh);
    return strcmp(led, bare) != 0 && strcmp(plan, plan_of(bare, &sorts)) == 0;
}

static void keep_texts(struct query *q)
{
    int before = P.n_mistakes;
    if (!q->n_sort)
        keep_text(q, q, (struct shape){ 0 });
    for (int i = 0; i < q->n_sort * 2 * (q->n_lead + 1) && P.n_mistakes == before; i++) {
        struct shape sh = { .sort = &q->sort[i / 2 % q->n_sort], .desc = i % 2, .lead = i / 2 / q->n_sort };
        sh.hidden = sh.lead && must_hide(q, sh);
        keep_text(q, q, sh);
        if (i == 0 && q->paged && P.n_mistakes == before)
            check_paged(q);
        sh.behind = true;
        sh.hidden = sh.lead && must_hide(q, sh);
        if (q->paged && P.n_mistakes == before)
            keep_text(q, q, sh);
    }
    if (q->paged && P.n_mistakes == before)
        keep_total(q);
}

static void check_query(struct query *q)
{
    int n;
    if (q->only == ONLY_POSTGRES) {
        mistake(q->file, q->line, q->name, "only: postgres needs a twin  -- only: sqlite  that gives the types");
        return;
    }
    struct tok *t = tokens(q->sql.s ? q->sql.s : "", &n);
    for (int i = 0; i < n; i++)
        check_dialect(q, &t[i ? i - 1 : n], &t[i]);
    sqlite3_set_authorizer(P.db, on_authorize, q);
    if ((q->kind != MANY && q->kind != EACH) && q->n_sort)
        mistake(q->file, q->line, q->name, "sort: only for :many and :each");
    if (q->other)
        check_twin(q);
    for (int i = 0; i < n; i++)
        q->paged = q->paged || is_param(&t[i], ":behind");
    if ((q->n_lead || q->total) && !q->paged)
        mistake(q->file, q->line, q->name, "lead, total: only with :behind");
    keep_texts(q);
    if (q->paged && !q->n_sort)
        check_paged(q);
    sqlite3_set_authorizer(P.db, NULL, NULL);
}

/* ---- all of it ---- */

static void take_file(const char *path)
{
    const char *b = base_name(path);
    if (!strstr(path, "/schema/") && !starts(path, "schema/")) {
        P.file = grow(P.file, P.n_file, sizeof *P.file);
        for (int i = 0; i < P.n_file; i++)
            if (!strcmp(base_name(P.file[i]), b))
                mistake(path, 1, NULL, "another file has the same name: %s", P.file[i]);
        P.file[P.n_file++] = path;
        return;
    }
    int number = -1, used = 0;
    if (sscanf(b, "%4d_%n", &number, &used) != 1 || used != 5 || !ends(b, ".sql"))
        mistake(path, 1, NULL, "a schema file is named NNNN_room.sql");
    P.migration = grow(P.migration, P.n_migration, sizeof *P.migration);
    P.migration[P.n_migration++] =
        (struct migration){ .file = path, .number = number, .name = dup_n(b, strlen(b) - 4) };
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: sqlgen OUTDIR FILES…\n");
        return 2;
    }
    for (int i = 2; i < argc; i++)
        take_file(argv[i]);
    if (sqlite3_open(":memory:", &P.db) != SQLITE_OK || sqlite3_exec(P.db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL))
        return 3;
    schema_files();
    for (int i = 0; i < P.n_file; i++)
        query_file(P.file[i]);
    for (int i = 0; i < P.n_query; i++)
        if (!P.query[i]->of)
            check_query(P.query[i]);
    if (P.n_mistakes == 0)
        emit_all(argv[1]);
    sqlite3_close(P.db);
    return P.n_mistakes != 0;
}

/* The writing half of sqlgen: migrations.c, stmts.c, and a header and a source for each query file. The C that comes
   out is clean under the project's own flags. Nothing here judges the input: sqlgen.c has done that. */
#include "sqlgen.h"

#include <ctype.h>

static const char *const c_type[] = { "int64_t", "money", "qty", "date", "str", "str", "bool" };

static void write_file(const char *dir, const char *name, const struct txt *t)
{
    char *path = fmt("%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(t->s, 1, t->n, f) != t->n || fclose(f) != 0) {
        fprintf(stderr, "sqlgen: %s: %s\n", path, strerror(errno));
        exit(3);
    }
}

static char *upper(const char *s)
{
    char *p = dup_n(s, strlen(s));
    for (char *c = p; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return p;
}

/* A C literal, one line of source for each line of text. */
static void literal(struct txt *o, const char *indent, const char *s)
{
    add(o, "\n%s\"", indent);
    for (; *s; s++) {
        if (*s == '\n')
            add(o, s[1] ? "\\n\"\n%s\"" : "\\n", indent);
        else if (*s == '"' || *s == '\\')
            add(o, "\\%c", *s);
        else
            add(o, "%c", *s);
    }
    add(o, "\"");
}

static void text_or_null(struct txt *o, const char *field, const char *s)
{
    add(o, "        .%s = ", field);
    if (s)
        literal(o, "            ", s);
    else
        add(o, "NULL");
    add(o, ",\n");
}

/* ---- migrations.c ---- */

static const char *key_columns(const struct table *t)
{
    struct txt key = { 0 };
    for (int k = 1; k <= t->n_key; k++)
        for (int i = 0; i < t->n_col; i++)
            if (t->col[i].key == k)
                add(&key, "%s%s", k > 1 ? ", " : "", t->col[i].name);
    return key.s;
}

static void emit_table_statements(struct txt *o, const struct table *t)
{
    struct txt cols = { 0 }, lite = { 0 }, pg = { 0 };
    const char *key = key_columns(t);
    for (int i = 0; i < t->n_col; i++) {
        const char *comma = i ? ", " : "", *n = t->col[i].name;
        const char *cast = t->col[i].type == TEXT ? "text" : t->col[i].type == BLOB ? "bytea" : "bigint";
        add(&cols, "%s%s", comma, n);
        add(&lite, "%s:%s", comma, n);
        add(&pg, "%s$%d::%s", comma, i + 1, cast);
    }
    add(o, "static const struct db_stmt %s_all = { .id = %d, .name = \"%s_all\", .col = %s_slot, .n_col = %d,\n",
        t->name, P.n_stmt++, t->name, t->name, t->n_col);
    add(o, "    .row_size = %d,\n    .sqlite = \"SELECT %s FROM %s ORDER BY %s\",\n", 16 * t->n_col, cols.s, t->name,
        key);
    add(o, "    .postgres = \"SELECT %s FROM %s ORDER BY %s\" };\n", cols.s, t->name, key);
    if (t->has_org) {
        add(o, "static const struct db_stmt %s_org = { .id = %d, .name = \"%s_org\", .col = %s_slot, .n_col = %d,\n",
            t->name, P.n_stmt++, t->name, t->name, t->n_col);
        add(o, "    .param = org_param, .n_param = 1, .row_size = %d,\n", 16 * t->n_col);
        add(o, "    .sqlite = \"SELECT %s FROM %s WHERE org_id = :org_id ORDER BY %s\",\n", cols.s, t->name, key);
        add(o, "    .postgres = \"SELECT %s FROM %s WHERE org_id = $1::bigint ORDER BY %s\" };\n", cols.s, t->name,
            key);
    }
    add(o, "static const struct db_stmt %s_put = { .id = %d, .name = \"%s_put\", .param = %s_slot, .n_param = %d,\n",
        t->name, P.n_stmt++, t->name, t->name, t->n_col);
    add(o, "    .writes = true,\n    .sqlite = \"INSERT INTO %s (%s) VALUES (%s)\",\n", t->name, cols.s, lite.s);
    add(o, "    .postgres = \"INSERT INTO %s (%s) VALUES (%s)\" };\n", t->name, cols.s, pg.s);
}

/* The column that says whose a row is; NULL when nothing does. */
static const char *party_column(const struct table *t)
{
    for (int i = 0; i < t->n_col && t->has_org; i++)
        if (!strcmp(t->col[i].name, "party_id") || ends(t->col[i].name, "_party_id"))
            return t->col[i].name;
    return NULL;
}

/* Rows of one party, and how many there are of each table in one question. */
static void emit_party(struct txt *o, struct txt *count, const struct table *t)
{
    const char *whose = party_column(t);
    struct txt cols = { 0 };
    if (!whose)
        return;
    for (int i = 0; i < t->n_col; i++)
        add(&cols, "%s%s", i ? ", " : "", t->col[i].name);
    add(o, "static const struct db_stmt %s_party = { .id = %d, .name = \"%s_party\", .col = %s_slot, .n_col = %d,\n",
        t->name, P.n_stmt++, t->name, t->name, t->n_col);
    add(o, "    .param = party_param, .n_param = 2, .row_size = %d,\n", 16 * t->n_col);
    add(o, "    .sqlite = \"SELECT %s FROM %s WHERE org_id = :org_id AND %s = :party_id ORDER BY %s\",\n", cols.s,
        t->name, whose, key_columns(t));
    add(o, "    .postgres = \"SELECT %s FROM %s WHERE org_id = $1::bigint AND %s = $2::bigint ORDER BY %s\" };\n",
        cols.s, t->name, whose, key_columns(t));
    add(count, "%s'%s', count(*) FROM %s WHERE org_id = ?1 AND %s = ?2", count->n ? " UNION ALL SELECT " : "SELECT ",
        t->name, t->name, whose);
}

static void emit_party_count(struct txt *o, const struct txt *count)
{
    const char *sql = count->n ? count->s : "SELECT '', 0 WHERE ?1 = ?2 AND ?1 <> ?2";
    struct txt pg = { 0 };
    for (const char *s = sql; *s; s++)
        if (*s == '?')
            add(&pg, "$%c::bigint", *++s);
        else if (!strncmp(s, "SELECT '", 8))
            add(&pg, "SELECT text '"), s += 7;
        else
            add(&pg, "%c", *s);
    add(o, "static const struct db_field count_slot[] = { { \"name\", DB_TEXT, 0 }, { \"n\", DB_INT, 16 } };\n");
    add(o, "const struct db_stmt db_party_count = { .id = %d, .name = \"party_count\", .param = party_param,\n",
        P.n_stmt++);
    add(o, "    .n_param = 2, .col = count_slot, .n_col = 2, .row_size = 24,\n    .sqlite =");
    literal(o, "        ", sql);
    add(o, ",\n    .postgres =");
    literal(o, "        ", pg.s);
    add(o, " };\n");
}

static void emit_table(struct txt *o, struct txt *list, struct txt *count, const struct table *t)
{
    add(o, "\nstatic const struct db_column %s_col[] = {\n", t->name);
    for (int i = 0; i < t->n_col; i++)
        add(o, "    { \"%s\", %s },\n", t->col[i].name, type_name[t->col[i].type]);
    add(o, "};\nstatic const struct db_field %s_slot[] = {\n", t->name);
    for (int i = 0; i < t->n_col; i++)
        add(o, "    { \"%s\", %s, %d },\n", t->col[i].name, type_name[t->col[i].type], 16 * i);
    add(o, "};\nstatic const int %s_key[] = { ", t->name);
    for (int k = 1; k <= t->n_key; k++)
        for (int i = 0; i < t->n_col; i++)
            if (t->col[i].key == k)
                add(o, "%s%d", k > 1 ? ", " : "", i);
    add(o, " };\n");
    emit_table_statements(o, t);
    emit_party(o, count, t);
    add(list, "    { .name = \"%s\", .col = %s_col, .n_col = %d, .key = %s_key, .n_key = %d, .has_org_id = %s,\n",
        t->name, t->name, t->n_col, t->name, t->n_key, t->has_org ? "true" : "false");
    add(list, "      .append_only = %s, .select_all = &%s_all, .select_org = %s%s, .insert = &%s_put,\n",
        t->append_only ? "true" : "false", t->name, t->has_org ? "&" : "NULL", t->has_org ? fmt("%s_org", t->name) : "",
        t->name);
    add(list, "      .select_party = %s%s },\n", party_column(t) ? "&" : "NULL",
        party_column(t) ? fmt("%s_party", t->name) : "");
}

static void emit_migrations(const char *dir)
{
    struct txt o = { 0 }, list = { 0 }, count = { 0 };
    int n_table = 0;
    add(&o, "/* Made by sqlgen from the schema files. */\n#include \"db/db.h\"\n#include \"db/tables.h\"\n\n");
    add(&o, "const struct migration migrations[] = {\n");
    for (int i = 0; i < P.n_migration; i++) {
        const struct migration *m = &P.migration[i];
        add(&o, "    {\n        .number = %d,\n        .name = \"%s\",\n", m->number, m->name);
        text_or_null(&o, "sqlite", m->sqlite.n ? m->sqlite.s : "");
        text_or_null(&o, "postgres", m->postgres.n ? m->postgres.s : "");
        add(&o, "        .sha256 = {");
        for (int k = 0; k < 32; k++)
            add(&o, "%s0x%02x,", k % 16 ? " " : "\n            ", m->sha256[k]);
        add(&o, "\n        },\n    },\n");
    }
    add(&o, "%s};\nconst int n_migrations = %d;\n\n", P.n_migration ? "" : "    { 0 },\n", P.n_migration);
    add(&o, "static const struct db_field org_param[] = { { \"org_id\", DB_INT, 0 } };\n");
    add(&o,
        "static const struct db_field party_param[] = { { \"org_id\", DB_INT, 0 }, { \"party_id\", DB_INT, 8 } };\n");
    for (int i = 0; i < P.n_table; i++)
        if (!P.table[i]->view) {
            emit_table(&o, &list, &count, P.table[i]);
            n_table++;
        }
    emit_party_count(&o, &count);
    add(&o, "\nconst struct db_table db_tables[] = {\n%s};\nconst int n_db_tables = %d;\n",
        n_table ? list.s : "    { 0 },\n", n_table);
    write_file(dir, "migrations.c", &o);
}

/* ---- a query file's header ---- */

static char *args_struct(const struct query *q)
{
    return q->n_param || q->n_sort ? fmt("struct %s_args", q->of ? q->of->name : q->name) : NULL;
}
static const char *row_struct(const struct query *q) { return q->row ? q->row : q->name; }

static char *signature(const struct query *q)
{
    const char *row = row_struct(q);
    char *in = args_struct(q),
         *head = fmt("result %s(struct db *db%s%s%s", q->name, in ? ", " : "", in ? in : "", in ? " in" : "");
    switch (q->kind) {
    case ONE:
        return fmt("%s, struct %s *row)", head, row);
    case OPT:
        return fmt("%s, struct %s *row, bool *found)", head, row);
    case MANY:
        return fmt("%s, struct %s **rows, int *n)", head, row);
    case EACH:
        return fmt("%s,\n    result (*fn)(struct cx *cx, void *arg, const struct %s *row), void *arg)", head, row);
    default:
        return fmt("%s%s)", head, q->changed ? ", int64_t *changed" : "");
    }
}

static void emit_struct(struct txt *o, const char *name, const struct field *f, int n, const struct query *sorted)
{
    add(o, "struct %s {\n", name);
    for (int i = 0; i < n; i++)
        add(o, "    %s %s;\n", c_type[f[i].type], f[i].name);
    if (sorted)
        add(o, "    enum %s_sort sort;\n    bool desc%s;\n", sorted->name, sorted->paged ? ", behind" : "");
    add(o, "};\n");
}

static void emit_sort_enum(struct txt *o, const struct query *q)
{
    char *up = upper(q->name);
    add(o, "enum %s_sort {\n", q->name);
    for (int i = 0; i < q->n_sort; i++)
        add(o, "    %s_%s,\n", up, upper(q->sort[i].name));
    add(o, "    N_%s_SORT\n};\nextern const char *const %s_sort_name[N_%s_SORT];\n", up, q->name, up);
}

static void emit_declaration(struct txt *o, const struct query *q)
{
    add(o, "\n");
    if (q->doc.n)
        add(o, "/* %s */\n", q->doc.s);
    if (q->n_sort)
        emit_sort_enum(o, q);
    if (args_struct(q) && !q->of)
        emit_struct(o, fmt("%s_args", q->name), q->param, q->n_param, q->n_sort ? q : NULL);
    if (q->kind != EXEC && !q->row)
        emit_struct(o, q->name, q->col, q->n_col, NULL);
    if (q->of)
        add(o, "extern const struct db_stmt %s_stmt[%d]; /* [lead] */\n", q->name, q->n_text);
    else if (q->paged)
        add(o, "extern const struct db_stmt %s_stmt[%d][N_%s_SORT][2][2]; /* [lead][sort][desc][behind] */\n", q->name,
            q->n_lead + 1, upper(q->name));
    else if (q->n_sort)
        add(o, "extern const struct db_stmt %s_stmt[N_%s_SORT][2]; /* [sort][desc] */\n", q->name, upper(q->name));
    else
        add(o, "extern const struct db_stmt %s_stmt;\n", q->name);
    if (q->paged)
        add(o, "extern const struct db_page %s_page;\n", q->name);
    if (!q->of)
        add(o, "%s;\n", signature(q));
}

/* ---- a query file's source ---- */

static void emit_fields(struct txt *o, const char *name, const char *in_struct, const struct field *f, int n)
{
    if (!n)
        return;
    add(o, "static const struct db_field %s[] = {\n", name);
    for (int i = 0; i < n; i++)
        add(o, "    { \"%s\", %s, offsetof(struct %s, %s) },\n", f[i].name, type_name[f[i].type], in_struct, f[i].name);
    add(o, "};\n");
}

static void emit_text(struct txt *o, const struct query *whole, const struct text *x)
{
    struct query own = *whole, *q = &own; /* binds what this text binds */
    own.param = x->param;
    own.n_param = x->n_param;
    bool several = whole->paged || whole->of;
    const char *params = several ? fmt("%s_param_%d", q->name, (int)(x - whole->text)) : fmt("%s_param", q->name);
    add(o, "    {\n        .id = %d,\n        .name = \"%s\",\n", x->id, q->name);
    struct txt lite = { 0 }, pg = { 0 };
    int n;
    struct tok *t = tokens(x->sqlite, &n);
    plain(&lite, t, n);
    text_or_null(o, "sqlite", lite.s);
    if (x->postgres) {
        t = tokens(x->postgres, &n);
        query_to_postgres(&pg, t, n, q);
    }
    text_or_null(o, "postgres", pg.s);
    if (q->n_param)
        add(o, "        .param = %s,\n        .n_param = %d,\n", params, q->n_param);
    if (q->n_col)
        add(o, "        .col = %s_col,\n        .n_col = %d,\n        .row_size = sizeof(struct %s),\n", q->name,
            q->n_col, row_struct(q));
    add(o, "        .writes = %s,\n", q->writes ? "true" : "false");
    if (several)
        add(o, "        .anew = true,\n        .sorts = %s,\n", x->sorts ? "true" : "false");
    add(o, "    }");
}

/* "[lead][sort][desc][behind]" of the i-th text, as far as the query has them. */
static char *place(const struct query *q, int i)
{
    if (q->of)
        return fmt("[%d]", i);
    if (!q->paged)
        return fmt("[%d][%d]", i / 2, i % 2);
    return fmt("[%d][%d][%d][%d]", i / 4 / q->n_sort, i / 4 % q->n_sort, i / 2 % 2, i % 2);
}

static void emit_page(struct txt *o, const struct query *q)
{
    for (int i = 0; i < q->n_lead; i++) {
        struct field *f = NULL;
        for (int k = 0; k < q->lead[i].n; k++)
            for (int j = 0; j < q->n_param; j++)
                if (!strcmp(q->param[j].name, q->lead[i].param[k])) {
                    f = grow(f, k, sizeof *f);
                    f[k] = q->param[j];
                }
        emit_fields(o, fmt("%s_lead_%d", q->name, i + 1), fmt("%s_args", q->name), f, q->lead[i].n);
    }
    if (q->n_lead)
        add(o, "static const struct db_lead %s_lead[] = {", q->name);
    for (int i = 0; i < q->n_lead; i++)
        add(o, " { %s_lead_%d, %d },", q->name, i + 1, q->lead[i].n);
    add(o, "%sconst struct db_page %s_page = {\n    &%s_stmt[0][0][0][0], %s_sort_name, N_%s_SORT, ",
        q->n_lead ? " };\n" : "", q->name, q->name, q->name, upper(q->name));
    add(o, "%s, %d, %s_total_stmt\n};\n", q->n_lead ? fmt("%s_lead", q->name) : "NULL", q->n_lead, q->name);
}

static void emit_statement(struct txt *o, const struct query *q)
{
    bool several = q->paged || q->of;
    for (int i = 0; i < (several ? q->n_text : 1); i++)
        emit_fields(o, several ? fmt("%s_param_%d", q->name, i) : fmt("%s_param", q->name),
                    fmt("%s_args", q->of ? q->of->name : q->name), q->text[i].param, q->text[i].n_param);
    emit_fields(o, fmt("%s_col", q->name), row_struct(q), q->col, q->n_col);
    if (!q->n_sort && !q->of) {
        struct txt one = { 0 };
        emit_text(&one, q, &q->text[0]);
        add(o, "const struct db_stmt %s_stmt =\n%s;\n", q->name, one.s);
        return;
    }
    char *up = upper(q->name);
    if (q->n_sort)
        add(o, "const char *const %s_sort_name[N_%s_SORT] = { ", q->name, up);
    for (int i = 0; i < q->n_sort; i++)
        add(o, "%s\"%s\"%s", i ? ", " : "", q->sort[i].name, i + 1 < q->n_sort ? "" : " };\n");
    if (q->of)
        add(o, "const struct db_stmt %s_stmt[%d] = {\n", q->name, q->n_text);
    else if (q->paged)
        add(o, "const struct db_stmt %s_stmt[%d][N_%s_SORT][2][2] = {\n", q->name, q->n_lead + 1, up);
    else
        add(o, "const struct db_stmt %s_stmt[N_%s_SORT][2] = {\n", q->name, up);
    for (int i = 0; i < q->n_text; i++) {
        add(o, "    %s =\n", place(q, i));
        emit_text(o, q, &q->text[i]);
        add(o, ",\n");
    }
    add(o, "};\n");
    if (q->paged)
        emit_page(o, q);
}

static void emit_each_thunk(struct txt *o, const struct query *q)
{
    const char *row = row_struct(q);
    add(o, "struct %s_each {\n    result (*fn)(struct cx *cx, void *arg, const struct %s *row);\n    void *arg;\n};\n",
        q->name, row);
    add(o, "static result %s_row(struct cx *cx, void *arg, const void *row)\n{\n", q->name);
    add(o, "    const struct %s_each *e = arg;\n    return e->fn(cx, e->arg, row);\n}\n", q->name);
}

static void emit_function(struct txt *o, const struct query *q)
{
    const char *order = q->n_sort ? "[in.sort][in.desc]" : "", *name = q->name;
    char *stmt = q->paged ? fmt("&%s_stmt[db_page_lead(&%s_page, &in)]%s[in.behind]", name, name, order)
                          : fmt("&%s_stmt%s", name, order);
    const char *in = args_struct(q) ? "&in" : "NULL";
    if (q->kind == EACH)
        emit_each_thunk(o, q);
    add(o, "%s\n{\n", signature(q));
    if (q->n_sort)
        add(o, "    if (in.sort >= N_%s_SORT)\n        in.sort = 0;\n", upper(q->name));
    switch (q->kind) {
    case ONE:
        add(o, "    return db_run_one(db, %s, %s, row, NULL);\n}\n", stmt, in);
        break;
    case OPT:
        add(o, "    return db_run_one(db, %s, %s, row, found);\n}\n", stmt, in);
        break;
    case MANY:
        add(o,
            "    void *all = NULL;\n    result r = db_run_many(db, %s, %s, &all, n);\n    *rows = all;\n    return "
            "r;\n}\n",
            stmt, in);
        break;
    case EACH:
        add(o, "    struct %s_each each = { fn, arg };\n    return db_run_each(db, %s, %s, %s_row, &each);\n}\n",
            q->name, stmt, in, q->name);
        break;
    default:
        add(o, "    return db_run_exec(db, %s, %s, %s);\n}\n", stmt, in, q->changed ? "changed" : "NULL");
    }
}

static void emit_query_file(const char *dir, const char *file)
{
    const char *b = base_name(file);
    char *guard = upper(b);
    struct txt h = { 0 }, c = { 0 };
    for (char *p = guard; *p; p++)
        if (!isalnum((unsigned char)*p))
            *p = '_';
    add(&h, "/* Made by sqlgen from %s. */\n#ifndef SQLGEN_%s_H\n#define SQLGEN_%s_H\n\n#include \"db/db.h\"\n", b,
        guard, guard);
    add(&c, "/* Made by sqlgen from %s. */\n#include \"%s.h\"\n\n#include <stddef.h>\n", b, b);
    for (int i = 0; i < P.n_query; i++) {
        if (P.query[i]->file != file)
            continue;
        emit_declaration(&h, P.query[i]);
        add(&c, "\n");
        emit_statement(&c, P.query[i]);
        if (!P.query[i]->of)
            emit_function(&c, P.query[i]);
    }
    add(&h, "\n#endif\n");
    write_file(dir, fmt("%s.h", b), &h);
    write_file(dir, fmt("%s.c", b), &c);
}

static void emit_list(const char *dir)
{
    struct txt o = { 0 };
    int n = 0;
    add(&o, "/* Made by sqlgen: every named query. */\n#include \"db/db.h\"\n#include \"db/tables.h\"\n");
    for (int i = 0; i < P.n_file; i++)
        add(&o, "#include \"%s.h\"\n", base_name(P.file[i]));
    add(&o, "\nconst int db_stmt_count = %d;\nconst struct db_stmt *const db_stmts[] = {\n", P.n_stmt);
    for (int i = 0; i < P.n_query; i++)
        for (int k = 0; k < P.query[i]->n_text; k++, n++)
            add(&o, "    &%s_stmt%s,\n", P.query[i]->name,
                P.query[i]->n_sort || P.query[i]->of ? place(P.query[i], k) : "");
    add(&o, "%s};\nconst int n_db_stmts = %d;\n", n ? "" : "    NULL,\n", n);
    write_file(dir, "stmts.c", &o);
}

void emit_all(const char *dir)
{
    emit_migrations(dir);
    for (int i = 0; i < P.n_file; i++)
        emit_query_file(dir, P.file[i]);
    emit_list(dir);
}

/* The text half of sqlgen: small tools, SQL as tokens, and the translation of the common dialect to PostgreSQL.
   It translates words only: what SQLite accepted is not parsed a second time. */
#include "sqlgen.h"

#include <ctype.h>

/* ---- small tools ---- */

void *need(void *p)
{
    if (!p) {
        fprintf(stderr, "sqlgen: out of memory\n");
        exit(3);
    }
    return p;
}

void *grow(void *base, int n, size_t size)
{
    if (n & (n - 1)) /* capacity is the next power of two */
        return base;
    return need(realloc(base, (size_t)(n ? 2 * n : 1) * size));
}

char *dup_n(const char *s, size_t n)
{
    char *p = need(calloc(n + 1, 1));
    return memcpy(p, s, n);
}

char *fmt(const char *f, ...)
{
    char *p = NULL;
    va_list ap;
    va_start(ap, f);
    if (vasprintf(&p, f, ap) < 0)
        p = NULL;
    va_end(ap);
    return need(p);
}

void add(struct txt *t, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    char *p = NULL;
    int n = vasprintf(&p, f, ap);
    va_end(ap);
    need(p);
    t->s = need(realloc(t->s, t->n + (size_t)n + 1));
    memcpy(t->s + t->n, p, (size_t)n + 1);
    t->n += (size_t)n;
    free(p);
}

void mistake(const char *file, int line, const char *name, const char *f, ...)
{
    va_list ap;
    fprintf(stderr, "%s:%d: error: ", file, line);
    if (name)
        fprintf(stderr, "%s: ", name);
    va_start(ap, f);
    vfprintf(stderr, f, ap);
    va_end(ap);
    fputc('\n', stderr);
    P.n_mistakes++;
}

bool starts(const char *s, const char *p) { return strncmp(s, p, strlen(p)) == 0; }

bool ends(const char *s, const char *e)
{
    size_t n = strlen(s), m = strlen(e);
    return n >= m && strcmp(s + n - m, e) == 0;
}

bool in_list(const char *word, const char *list) /* list: " a b c " */
{
    char key[72];
    if (strlen(word) > 64)
        return false;
    snprintf(key, sizeof key, " %s ", word);
    for (char *p = key; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return strstr(list, key) != NULL;
}

char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct txt t = { 0 };
    char buf[8192];
    size_t n;
    if (!f) {
        fprintf(stderr, "sqlgen: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    add(&t, "%s", "");
    while ((n = fread(buf, 1, sizeof buf - 1, f)) > 0) {
        buf[n] = 0;
        add(&t, "%s", buf);
    }
    fclose(f);
    return t.s;
}

int lines_before(const char *text, const char *at)
{
    int n = 0;
    for (const char *p = text; p < at; p++)
        n += *p == '\n';
    return n;
}

const char *base_name(const char *path)
{
    const char *p = strrchr(path, '/');
    return p ? p + 1 : path;
}

/* ---- tokens ---- */

static size_t token_len(const char *s, enum tok_kind *kind)
{
    size_t n = 1;
    bool blob = (*s == 'x' || *s == 'X') && s[1] == '\'';
    if (*s == '\'' || *s == '"' || blob) {
        char q = *s == '"' ? '"' : '\'';
        *kind = blob ? TOK_BLOB : q == '"' ? TOK_QUOTED : TOK_STRING;
        for (n = blob ? 2 : 1; s[n] && (s[n] != q || s[n + 1] == q); n++)
            n += s[n] == q;
        return s[n] ? n + 1 : n;
    }
    if (*s == ':' && (isalpha((unsigned char)s[1]) || s[1] == '_'))
        *kind = TOK_PARAM;
    else if (isalpha((unsigned char)*s) || *s == '_')
        *kind = TOK_WORD;
    else if (isdigit((unsigned char)*s))
        *kind = TOK_NUMBER;
    else {
        *kind = TOK_OP;
        return strchr("|<>=!", *s) && s[1] && strchr("|>=", s[1]) ? 2 : 1;
    }
    while (isalnum((unsigned char)s[n]) || s[n] == '_' || (*kind == TOK_NUMBER && s[n] == '.'))
        n++;
    return n;
}

struct tok *tokens(const char *sql, int *n_out)
{
    struct tok *t = NULL;
    int n = 0;
    bool space = false, line = false;
    for (const char *p = sql; *p;) {
        if (isspace((unsigned char)*p)) {
            space = true;
            line = line || *p == '\n';
            p++;
        } else if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n");
        } else {
            t = grow(t, n, sizeof *t);
            t[n] = (struct tok){ .at = p, .space = space, .line = line };
            size_t len = token_len(p, &t[n].kind);
            t[n++].s = dup_n(p, len);
            p += len;
            space = line = false;
        }
    }
    t = grow(t, n, sizeof *t);
    t[n] = (struct tok){ .kind = TOK_END, .s = "", .at = sql + strlen(sql) };
    *n_out = n;
    return t;
}

bool is_word(const struct tok *t, const char *w) { return t->kind == TOK_WORD && strcasecmp(t->s, w) == 0; }
bool is_op(const struct tok *t, const char *op) { return t->kind == TOK_OP && strcmp(t->s, op) == 0; }
bool is_param(const struct tok *t, const char *name) { return t->kind == TOK_PARAM && strcmp(t->s, name) == 0; }

/* ---- from the common dialect to each database ---- */

static void gap(struct txt *o, const struct tok *t)
{
    if (o->n && t->line)
        add(o, "\n");
    else if (o->n && t->space)
        add(o, " ");
}

void plain(struct txt *o, const struct tok *t, int n)
{
    size_t from = o->n;
    for (int i = 0; i < n; i++) {
        if (o->n > from)
            gap(o, &t[i]);
        add(o, "%s", t[i].s);
    }
}

/* Index of the ')' that closes the '(' at i. */
static int closing(const struct tok *t, int i, int end)
{
    for (int depth = 0; i < end; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 0)
            return i;
    }
    return end - 1;
}

static bool two_arguments(const struct tok *t, int open, int close)
{
    int depth = 0;
    for (int i = open; i < close; i++) {
        depth += is_op(&t[i], "(") - is_op(&t[i], ")");
        if (depth == 1 && is_op(&t[i], ","))
            return true;
    }
    return false;
}

static void param_to_postgres(struct txt *o, const struct tok *t, const struct query *q)
{
    for (int k = 0; q && k < q->n_param; k++) {
        int type = q->param[k].type;
        if (!strcmp(q->param[k].name, t->s + 1)) {
            add(o, "$%d::%s", k + 1, type == TEXT ? "text" : type == BLOB ? "bytea" : "bigint");
            return;
        }
    }
    mistake(q ? q->file : "?", q ? q->line : 0, q ? q->name : NULL, "parameter %s only in the PostgreSQL text", t->s);
}

static void range_to_postgres(struct txt *o, const struct tok *t, int from, int to, const struct query *q);

/* sum(…) [FILTER (…)] [OVER …] is numeric there: cast back as a whole. Returns the index behind. */
static int sum_to_postgres(struct txt *o, const struct tok *t, int i, int end, const struct query *q)
{
    int behind = closing(t, i + 1, end) + 1;
    for (;;) {
        if (behind < end && is_word(&t[behind], "FILTER"))
            behind = closing(t, behind + 1, end) + 1;
        else if (behind < end && is_word(&t[behind], "OVER"))
            behind = is_op(&t[behind + 1], "(") ? closing(t, behind + 1, end) + 1 : behind + 2;
        else
            break;
    }
    add(o, "CAST(sum");
    range_to_postgres(o, t, i + 1, behind, q);
    add(o, " AS bigint)");
    return behind;
}

static int token_to_postgres(struct txt *o, const struct tok *t, int i, int end, const struct query *q)
{
    bool call = i + 1 < end && is_op(&t[i + 1], "(");
    if (call && is_word(&t[i], "sum"))
        return sum_to_postgres(o, t, i, end, q);
    bool two = call && two_arguments(t, i + 1, closing(t, i + 1, end));
    if (t[i].kind == TOK_PARAM)
        param_to_postgres(o, &t[i], q);
    else if (t[i].kind == TOK_BLOB)
        add(o, "'\\x%.*s'::bytea", (int)strlen(t[i].s) - 3, t[i].s + 2);
    else if (two && is_word(&t[i], "max"))
        add(o, "greatest");
    else if (two && is_word(&t[i], "min"))
        add(o, "least");
    else if (call && is_word(&t[i], "instr"))
        add(o, "strpos");
    else if (is_word(&t[i], "INTEGER"))
        add(o, "bigint");
    else if (is_word(&t[i], "BLOB"))
        add(o, "bytea");
    else if (is_word(&t[i], "TEXT"))
        add(o, q ? "text" : "text COLLATE \"C\"");
    else
        add(o, "%s", t[i].s);
    return i + 1;
}

static void range_to_postgres(struct txt *o, const struct tok *t, int from, int to, const struct query *q)
{
    for (int i = from; i < to;) {
        if (i > from)
            gap(o, &t[i]);
        i = token_to_postgres(o, t, i, to, q);
    }
}

void schema_to_postgres(struct txt *o, const struct tok *t, int n)
{
    int to = n;
    if (is_word(&t[0], "CREATE") && is_word(&t[1], "TABLE"))
        for (int i = 0; i < n; i++)
            if (is_op(&t[i], "(")) {
                to = closing(t, i, n) + 1; /* STRICT, WITHOUT ROWID stand behind */
                break;
            }
    range_to_postgres(o, t, 0, to, NULL);
}

void query_to_postgres(struct txt *o, const struct tok *t, int n, const struct query *q)
{
    range_to_postgres(o, t, 0, n, q);
}

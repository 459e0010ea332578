/* tidy's knowledge of SQL: tables are STRICT and without NULL, queries stay in the dialect of both databases. */
#include "tidy.h"

/* Comments -- and slash-star, literals '…' with '' inside, names "…". */
char *sql_map(const char *s, size_t n)
{
    char *map = keep(n + 1);
    for (size_t i = 0, end; i < n; i = end) {
        char kind = IS_CODE;
        end = i + 1;
        if (s[i] == '-' && i + 1 < n && s[i + 1] == '-') {
            kind = IS_COMMENT;
            while (end < n && s[end] != '\n')
                end++;
        } else if (s[i] == '/' && i + 1 < n && s[i + 1] == '*') {
            const char *close = strstr(s + i + 2, "*/");
            kind = IS_COMMENT;
            end = close ? (size_t)(close - s) + 2 : n;
        } else if (s[i] == '\'' || s[i] == '"') {
            kind = IS_STRING;
            while (end < n && s[end] != s[i])
                end++;
            end += end < n;
        }
        memset(map + i, kind, end - i);
    }
    return map;
}

static bool same(const struct source *f, size_t i, size_t n, const char *word)
{
    return n == strlen(word) && !strncasecmp(f->s + i, word, n);
}

static bool same_any(const struct source *f, size_t i, size_t n, const char *const *word)
{
    for (; *word; word++)
        if (same(f, i, n, *word))
            return true;
    return false;
}

static size_t close_of(const struct source *f, size_t open)
{
    int depth = 0;
    for (size_t i = open; i < f->n; i++) {
        if (f->map[i] != IS_CODE)
            continue;
        depth += (f->s[i] == '(') - (f->s[i] == ')');
        if (depth == 0)
            return i;
    }
    return f->n;
}

static bool has_word(const struct source *f, size_t from, size_t to, const char *first, const char *second)
{
    for (size_t i = from; i < to; i++) {
        size_t n = word_at(f, i), next = n ? next_code(f, i + n) : to;
        if (n && same(f, i, n, first) && (!second || (next < to && same(f, next, word_at(f, next), second))))
            return true;
    }
    return false;
}

/* One item between commas of CREATE TABLE (…): a column or a constraint. */
static void check_column(const struct source *f, size_t from, size_t to)
{
    static const char *const constraint[] = { "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT", NULL };
    size_t i = next_code(f, from), n = i < to ? word_at(f, i) : 0;
    if (n && !same_any(f, i, n, constraint) && !has_word(f, i, to, "NOT", "NULL"))
        found(f, line_of(f->s, i), "schema", "column %.*s lacks NOT NULL", (int)n, f->s + i);
}

/* i stands on TABLE of CREATE TABLE. */
static void check_table(const struct source *f, size_t i)
{
    size_t open = i, end, from, semicolon;
    while (open < f->n && (f->map[open] != IS_CODE || (f->s[open] != '(' && f->s[open] != ';')))
        open++;
    if (open == f->n || f->s[open] == ';')
        return;
    end = close_of(f, open);
    from = open + 1;
    for (size_t k = open + 1, depth = 1; k <= end && k < f->n; k++) {
        if (f->map[k] != IS_CODE)
            continue;
        depth += f->s[k] == '(';
        if ((f->s[k] == ',' && depth == 1) || k == end) {
            check_column(f, from, k);
            from = k + 1;
        }
        depth -= f->s[k] == ')';
    }
    semicolon = end;
    while (semicolon < f->n && (f->map[semicolon] != IS_CODE || f->s[semicolon] != ';'))
        semicolon++;
    if (!has_word(f, end, semicolon, "STRICT", NULL))
        found(f, line_of(f->s, i), "schema", "the table is not STRICT");
}

static bool is_money(const struct source *f, size_t i, size_t n)
{
    return n > 4 && !memcmp(f->s + i + n - 4, "_vnd", 4);
}

/* Products and quotients of money are made in C, through 128 bits and with the one rounding. */
static void check_money(const struct source *f, size_t i, size_t n)
{
    size_t next = next_code(f, i + n), before = i;
    while (before && (isspace((unsigned char)f->s[before - 1]) || strchr("._", f->s[before - 1]) ||
                      isalnum((unsigned char)f->s[before - 1])))
        before--;
    bool after = next < f->n && strchr("*/", f->s[next]);
    if (is_money(f, i, n) && (after || (before && strchr("*/", f->s[before - 1]) && f->map[before - 1] == IS_CODE)))
        found(f, line_of(f->s, i), "sql", "%.*s: money is not multiplied or divided in SQL", (int)n, f->s + i);
}

static void check_word(const struct source *f, size_t i, size_t n)
{
    static const char *const date[] = { "date", "time", "datetime", "julianday", "strftime", "unixepoch", "now",
                                        "date_trunc", "date_part", "extract", "to_char", "to_date", "age", NULL };
    static const char *const clock[] = { "current_date", "current_time", "current_timestamp", "localtimestamp", NULL };
    size_t next = next_code(f, i + n);
    bool call = next < f->n && f->s[next] == '(';
    if (same(f, i, n, "like") || same(f, i, n, "ilike") || same(f, i, n, "glob"))
        found(f, line_of(f->s, i), "sql", "%.*s: search columns folded in C instead", (int)n, f->s + i);
    if ((call && same_any(f, i, n, date)) || same_any(f, i, n, clock))
        found(f, line_of(f->s, i), "sql", "%.*s: dates are computed in C", (int)n, f->s + i);
    check_money(f, i, n);
}

void tidy_sql(const struct source *f)
{
    for (size_t i = 0; i < f->n; i++) {
        size_t n = word_at(f, i), next = n ? next_code(f, i + n) : 0;
        if (!n)
            continue;
        check_word(f, i, n);
        if (same(f, i, n, "create") && same(f, next, next < f->n ? word_at(f, next) : 0, "table"))
            check_table(f, next);
    }
}

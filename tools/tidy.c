/* tidy SOURCE_ROOT: the limits and habits of the house, checked. Prints "file:line: rule: …" and fails when it did.

   This half walks the folders and knows the rules of any text; tidy_c.c knows C, tidy_sql.c knows SQL. It must not cry
   wolf: comments and literals are told from code before a rule looks. */
#include "tidy.h"

#include <stdarg.h>

enum { LINE_MAX_COLUMNS = 120, FILE_MAX_LINES = 800, HEADER_MAX_LINES = 200 };

static int findings;

void found(const struct source *f, int line, const char *rule, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("%s:%d: %s: ", f->path, line, rule);
    vprintf(fmt, ap);
    putchar('\n');
    va_end(ap);
    findings++;
}

static void check_line(const struct source *f, int line, const char *s, size_t n)
{
    static const char *const unfinished[] = { "TO" "DO", "FIX" "ME" };
    size_t columns = 0;
    for (size_t i = 0; i < n; i++)
        columns += (s[i] & 0xC0) != 0x80;
    if (columns > LINE_MAX_COLUMNS)
        found(f, line, "long-line", "%zu columns, at most %d", columns, LINE_MAX_COLUMNS);
    if (memchr(s, '\t', n))
        found(f, line, "tab", "indent with four spaces");
    if (n && isspace((unsigned char)s[n - 1]))
        found(f, line, "blank", "blanks at the end of the line");
    for (size_t k = 0; k < sizeof unfinished / sizeof *unfinished; k++) {
        size_t m = strlen(unfinished[k]);
        const char *p = memmem(s, n, unfinished[k], m);
        if (p && (p == s || !word_char(p[-1])) && (p + m == s + n || !word_char(p[m])))
            found(f, line, "unfinished", "%s: finish it or file an issue", unfinished[k]);
    }
}

static void check_text(const struct source *f)
{
    int line = 0, max = ends_with(f->path, ".h") ? HEADER_MAX_LINES : FILE_MAX_LINES;
    for (const char *at = f->s, *end; at < f->s + f->n; at = end + 1) {
        end = memchr(at, '\n', (size_t)(f->s + f->n - at));
        if (!end)
            end = f->s + f->n;
        check_line(f, ++line, at, (size_t)(end - at));
    }
    if (line > max)
        found(f, line, ends_with(f->path, ".h") ? "long-header" : "long-file", "%d lines, at most %d", line, max);
}

/* Templates outside web/ must not reach around the escaping. */
static void check_template(const struct source *f)
{
    const char *p = strstr(f->s, "html_raw");
    if (p && !starts_with(f->path, "src/web/"))
        found(f, line_of(f->s, (size_t)(p - f->s)), "html-raw", "unescaped output belongs to web/ only");
}

static void check_file(const char *root, const char *path)
{
    struct source f = { .root = root, .path = path };
    bool c = ends_with(path, ".c") || ends_with(path, ".h") || ends_with(path, ".def");
    bool sql = ends_with(path, ".sql"), html = ends_with(path, ".html.in");
    if (!c && !sql && !html)
        return;
    f.s = file_need(path_of(root, path), &f.n);
    check_text(&f);
    if (html)
        check_template(&f);
    if (c) {
        f.map = c_map(f.s, f.n);
        tidy_c(&f);
    }
    if (sql) {
        f.map = sql_map(f.s, f.n);
        tidy_sql(&f);
    }
}

int main(int argc, char **argv)
{
    static const char *const dir[] = { "src", "tools", "tests", "bench" };
    struct names files = { 0 };
    if (argc != 2)
        die("usage: tidy SOURCE_ROOT");
    for (size_t i = 0; i < sizeof dir / sizeof *dir; i++)
        walk(argv[1], dir[i], &files, NULL);
    names_sort(&files);
    for (size_t i = 0; i < files.n; i++)
        if (!strstr(files.s[i], "tests/tools/samples/"))
            check_file(argv[1], files.s[i]);
    if (findings)
        fprintf(stderr, "tidy: %d findings\n", findings);
    return findings > 0;
}

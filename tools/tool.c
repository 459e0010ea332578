/* See tool.h. */
#include "tool.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

[[gnu::noreturn, gnu::format(printf, 1, 2)]] void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

struct block {
    struct block *before;
};
static struct block *blocks;

void *keep(size_t n)
{
    struct block *b = calloc(1, sizeof *b + n);
    if (!b)
        die("error: out of memory");
    b->before = blocks;
    blocks = b;
    return b + 1;
}

void *room_for(void *items, size_t n, size_t size)
{
    if (n & (n - 1) || n == 1)
        return items;
    void *more = keep((n ? 2 * n : 2) * size);
    if (n)
        memcpy(more, items, n * size);
    return more;
}

void text_bytes(struct text *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->cap) {
        t->cap = 2 * (t->n + n + 32);
        char *p = keep(t->cap);
        if (t->n)
            memcpy(p, t->s, t->n);
        t->s = p;
    }
    if (n)
        memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = 0;
}

void text_z(struct text *t, const char *z) { text_bytes(t, z, strlen(z)); }

[[gnu::format(printf, 2, 3)]] void text_fmt(struct text *t, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *p = keep((size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    text_bytes(t, p, (size_t)n);
}

void text_literal(struct text *t, const char *s, size_t n)
{
    text_z(t, "\"");
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '\n')
            text_z(t, i + 1 < n ? "\\n\"\n        \"" : "\\n");
        else if (c == '"' || c == '\\')
            text_fmt(t, "\\%c", c);
        else if (c == '?' || c < 32 || c == 127)
            text_fmt(t, "\\%03o", c);
        else
            text_bytes(t, s + i, 1);
    }
    text_z(t, "\"");
}

char *copy_of(const char *s, size_t n)
{
    char *p = keep(n + 1);
    if (n)
        memcpy(p, s, n);
    return p;
}

char *path_of(const char *dir, const char *name)
{
    struct text t = { 0 };
    text_fmt(&t, "%s/%s", dir, name);
    return t.s;
}

char *file_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    struct text t = { 0 };
    char part[1 << 14];
    size_t got;
    if (!f)
        return NULL;
    text_bytes(&t, "", 0);
    while ((got = fread(part, 1, sizeof part, f)) > 0)
        text_bytes(&t, part, got);
    bool bad = ferror(f);
    fclose(f);
    *n = t.n;
    return bad ? NULL : t.s;
}

char *file_need(const char *path, size_t *n)
{
    char *s = file_read(path, n);
    if (!s)
        die("%s:1: error: cannot read: %s", path, strerror(errno));
    return s;
}

void file_write(const char *path, const char *s, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f || (n && fwrite(s, 1, n, f) != n) || fclose(f))
        die("%s: error: cannot write: %s", path, strerror(errno));
}

void names_add(struct names *l, char *s)
{
    l->s = room_for(l->s, l->n, sizeof *l->s);
    l->s[l->n++] = s;
}

static int names_order(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
void names_sort(struct names *l)
{
    if (l->n)
        qsort(l->s, l->n, sizeof *l->s, names_order);
}

bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && memcmp(s + n - m, end, m) == 0;
}
bool starts_with(const char *s, const char *start) { return strncmp(s, start, strlen(start)) == 0; }

void walk(const char *root, const char *dir, struct names *files, struct names *dirs)
{
    char *full = path_of(root, dir);
    DIR *d = opendir(full);
    struct dirent *e;
    if (!d)
        return;
    if (dirs)
        names_add(dirs, full);
    while ((e = readdir(d))) {
        struct stat st;
        if (e->d_name[0] == '.' || strcmp(e->d_name, "node_modules") == 0)
            continue;
        char *rel = path_of(dir, e->d_name);
        if (stat(path_of(root, rel), &st))
            continue;
        if (S_ISDIR(st.st_mode))
            walk(root, rel, files, dirs);
        else if (S_ISREG(st.st_mode))
            names_add(files, rel);
    }
    closedir(d);
}

size_t c_literal_end(const char *s, size_t n, size_t i)
{
    char quote = s[i++];
    while (i < n && s[i] != quote && s[i] != '\n')
        i += s[i] == '\\' && i + 1 < n ? 2 : 1;
    return i < n && s[i] == quote ? i + 1 : i;
}

char *c_map(const char *s, size_t n)
{
    char *map = keep(n + 1);
    for (size_t i = 0, end; i < n; i = end) {
        char kind = IS_CODE;
        end = i + 1;
        if (s[i] == '/' && i + 1 < n && s[i + 1] == '*') {
            const char *close = strstr(s + i + 2, "*/");
            kind = IS_COMMENT;
            end = close ? (size_t)(close - s) + 2 : n;
        } else if (s[i] == '/' && i + 1 < n && s[i + 1] == '/') {
            kind = IS_LINE_COMMENT;
            while (end < n && s[end] != '\n')
                end++;
        } else if (s[i] == '"' || (s[i] == '\'' && (i == 0 || !isdigit((unsigned char)s[i - 1])))) {
            kind = s[i] == '"' ? IS_STRING : IS_CHAR;
            end = c_literal_end(s, n, i);
        }
        memset(map + i, kind, end - i);
    }
    return map;
}

int line_of(const char *s, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += s[i] == '\n';
    return line;
}

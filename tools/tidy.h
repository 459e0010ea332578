/* What tidy's two halves share: one source file, and how a finding is printed. */
#ifndef TOOLS_TIDY_H
#define TOOLS_TIDY_H

#include "tool.h"

struct source {
    const char *root, *path; /* path: "src/base/str.c" */
    const char *s;
    const char *map; /* kind of each byte: IS_CODE … */
    size_t n;
};

/* Prints "path:line: rule: …" and counts. */
[[gnu::format(printf, 4, 5)]] void found(const struct source *f, int line, const char *rule, const char *fmt, ...);

void tidy_c(const struct source *f);   /* .c .h .def */
void tidy_sql(const struct source *f); /* f->map made by sql_map */
char *sql_map(const char *s, size_t n);

/* The word that begins at i, as the length; 0 when none begins there. */
static inline size_t word_at(const struct source *f, size_t i)
{
    size_t end = i;
    if (f->map[i] != IS_CODE || !word_char(f->s[i]) || (i && word_char(f->s[i - 1])))
        return 0;
    while (end < f->n && word_char(f->s[end]) && f->map[end] == IS_CODE)
        end++;
    return end - i;
}
static inline bool word_is(const struct source *f, size_t i, size_t n, const char *word)
{
    return n == strlen(word) && !memcmp(f->s + i, word, n);
}
/* The next byte of code that is not blank; f->n at the end. */
static inline size_t next_code(const struct source *f, size_t i)
{
    while (i < f->n && (f->map[i] == IS_COMMENT || f->map[i] == IS_LINE_COMMENT || isspace((unsigned char)f->s[i])))
        i++;
    return i;
}

#endif

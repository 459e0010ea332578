/* What the build-time programs share: memory that lives as long as the program, growing text, whole files, folders in
   order, and a map of C source into code, comment and literal. They run once and exit, so nothing is freed;
   every block stays reachable. Only tools/ may include this. */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Prints a line to stderr and exits with 1. */
[[gnu::noreturn, gnu::format(printf, 1, 2)]] void die(const char *fmt, ...);

/* Zeroed memory for good. */
void *keep(size_t n);
/* Grows an array of `size`-byte items so that item n exists; returns the (moved) array. */
void *room_for(void *items, size_t n, size_t size);
char *copy_of(const char *s, size_t n);
char *path_of(const char *dir, const char *name); /* dir/name */

struct text {
    char *s; /* terminated once something was added */
    size_t n, cap;
};
void text_bytes(struct text *t, const char *s, size_t n);
void text_z(struct text *t, const char *z);
[[gnu::format(printf, 2, 3)]] void text_fmt(struct text *t, const char *fmt, ...);
/* The bytes as C string literals, one per source line; octal escapes, so that no digit can extend them. */
void text_literal(struct text *t, const char *s, size_t n);

char *file_read(const char *path, size_t *n); /* terminated; NULL when it cannot be read */
char *file_need(const char *path, size_t *n); /* dies instead */
void file_write(const char *path, const char *s, size_t n);

struct names {
    char **s;
    size_t n;
};
void names_add(struct names *l, char *s);
void names_sort(struct names *l);
/* All files below root/dir as "dir/…", without hidden files and node_modules. dirs, if wanted, gets the folders. */
void walk(const char *root, const char *dir, struct names *files, struct names *dirs);

bool starts_with(const char *s, const char *start);
bool ends_with(const char *s, const char *end);
static inline bool word_char(char c) { return isalnum((unsigned char)c) || c == '_'; }
int line_of(const char *s, size_t at); /* 1 = the first */

/* What each byte of a C source is. Quotes belong to their literal, comment marks to their comment. */
enum { IS_CODE = 'c', IS_COMMENT = '*', IS_LINE_COMMENT = '/', IS_STRING = 's', IS_CHAR = 'q' };
char *c_map(const char *s, size_t n);
/* The index after the literal whose opening quote is at i, or of the line's end when it is not closed. */
size_t c_literal_end(const char *s, size_t n, size_t i);

#endif

/* Text as a pointer and a length: views, never terminated, never owned.
   Memory: functions taking an arena allocate there; all others return views into their input. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

typedef struct {
    const char *s;
    ptrdiff_t n;
} str;

#define LIT(l) { "" l "", (ptrdiff_t)sizeof(l) - 1 } /* inside static tables; rejects variables */
#define S(l) ((str)LIT(l))
#define STR_FMT "%.*s"
#define STR_ARG(x) (int)(x).n, (x).s ? (x).s : ""

struct str_cut {
    str head, tail;
    bool found;
};

static inline bool str_empty(str a) { return a.n == 0; }
bool str_eq(str a, str b);
bool str_eq_nocase(str a, str b); /* ASCII letters only */
int str_cmp(str a, str b);        /* byte order, as memcmp, shorter first */
bool str_starts(str a, str prefix);
bool str_ends(str a, str suffix);
ptrdiff_t str_find(str a, str needle); /* -1 when absent */
str str_sub(str a, ptrdiff_t from, ptrdiff_t to); /* clamped */
str str_trim(str a);                              /* ASCII white space on both ends */
struct str_cut str_cut(str a, char at);           /* at the first `at`; tail is empty when absent */
str str_of(const char *z);                        /* of a terminated string; NULL gives empty */
str str_dup(struct arena *mem, str a);
const char *str_z(struct arena *mem, str a);      /* terminated copy; a NUL inside ends it early */
str str_join(struct arena *mem, const str *part, int n, str between);

/* Decimal int64 with optional '-', no spaces, no '+', no leading zeros rule. False on overflow or other bytes. */
bool str_to_i64(str a, int64_t *out);
str str_from_i64(struct arena *mem, int64_t v);
bool str_from_hex(struct arena *mem, str hex, str *out);
str str_to_hex(struct arena *mem, const void *p, size_t n);

/* A growing text in an arena. Never fails: the arena does. */
struct buf {
    struct arena *mem;
    char *s;
    ptrdiff_t n, cap;
};
struct buf buf_new(struct arena *mem);
void buf_put(struct buf *b, str s);
void buf_byte(struct buf *b, char c);
void buf_i64(struct buf *b, int64_t v);
[[gnu::format(printf, 2, 3)]] void buf_fmt(struct buf *b, const char *fmt, ...);
static inline str buf_str(const struct buf *b) { return (str){ b->s, b->n }; }

[[gnu::format(printf, 2, 3)]] str str_fmt(struct arena *mem, const char *fmt, ...);

#endif

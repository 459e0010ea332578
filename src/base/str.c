/* Views on text and the growing buffer. No locale, no terminators. */
#include "base/str.h"

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, (size_t)a.n) == 0); }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (lower(a.s[i]) != lower(b.s[i]))
            return false;
    return true;
}

int str_cmp(str a, str b)
{
    ptrdiff_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, (size_t)n) : 0;
    if (c)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(str a, str p) { return a.n >= p.n && str_eq((str){ a.s, p.n }, p); }
bool str_ends(str a, str p) { return a.n >= p.n && str_eq(str_sub(a, a.n - p.n, a.n), p); }

ptrdiff_t str_find(str a, str needle)
{
    if (needle.n == 0)
        return 0;
    if (a.n < needle.n)
        return -1;
    const char *p = memmem(a.s, (size_t)a.n, needle.s, (size_t)needle.n);
    return p ? p - a.s : -1;
}

str str_sub(str a, ptrdiff_t from, ptrdiff_t to)
{
    if (to > a.n)
        to = a.n;
    if (from < 0)
        from = 0;
    if (from >= to)
        return (str){ a.s, 0 };
    return (str){ a.s + from, to - from };
}

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

str str_trim(str a)
{
    while (a.n && space(a.s[0]))
        a.s++, a.n--;
    while (a.n && space(a.s[a.n - 1]))
        a.n--;
    return a;
}

struct str_cut str_cut(str a, char at)
{
    const char *p = a.n ? memchr(a.s, at, (size_t)a.n) : NULL;
    if (!p)
        return (struct str_cut){ .head = a, .tail = { a.s ? a.s + a.n : NULL, 0 } };
    ptrdiff_t i = p - a.s;
    return (struct str_cut){ .head = { a.s, i }, .tail = { p + 1, a.n - i - 1 }, .found = true };
}

str str_of(const char *z) { return z ? (str){ z, (ptrdiff_t)strlen(z) } : (str){ 0 }; }

str str_dup(struct arena *mem, str a)
{
    if (a.n == 0)
        return (str){ "", 0 };
    char *p = arena_bytes(mem, (size_t)a.n, 1);
    memcpy(p, a.s, (size_t)a.n);
    return (str){ p, a.n };
}

const char *str_z(struct arena *mem, str a)
{
    char *p = arena_bytes(mem, (size_t)a.n + 1, 1);
    if (a.n)
        memcpy(p, a.s, (size_t)a.n);
    p[a.n] = 0;
    return p;
}

str str_join(struct arena *mem, const str *part, int n, str between)
{
    struct buf b = buf_new(mem);
    for (int i = 0; i < n; i++) {
        if (i)
            buf_put(&b, between);
        buf_put(&b, part[i]);
    }
    return buf_str(&b);
}

bool str_to_i64(str a, int64_t *out)
{
    bool neg = a.n && a.s[0] == '-';
    int64_t v = 0;
    if (a.n == neg)
        return false;
    for (ptrdiff_t i = neg; i < a.n; i++) {
        int d = a.s[i] - '0';
        if (d < 0 || d > 9)
            return false;
        /* counted downwards: INT64_MIN has no positive twin */
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, d, &v))
            return false;
    }
    if (!neg && v == INT64_MIN)
        return false;
    *out = neg ? v : -v;
    return true;
}

str str_from_i64(struct arena *mem, int64_t v)
{
    struct buf b = buf_new(mem);
    buf_i64(&b, v);
    return buf_str(&b);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool str_from_hex(struct arena *mem, str hex, str *out)
{
    if (hex.n % 2)
        return false;
    char *p = arena_bytes(mem, (size_t)hex.n / 2 + 1, 1);
    for (ptrdiff_t i = 0; i < hex.n / 2; i++) {
        int hi = hex_digit(hex.s[2 * i]), lo = hex_digit(hex.s[2 * i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        p[i] = (char)(hi * 16 + lo);
    }
    *out = (str){ p, hex.n / 2 };
    return true;
}

str str_to_hex(struct arena *mem, const void *p, size_t n)
{
    static const char digit[] = "0123456789abcdef";
    const unsigned char *b = p;
    char *out = arena_bytes(mem, 2 * n + 1, 1);
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digit[b[i] >> 4];
        out[2 * i + 1] = digit[b[i] & 15];
    }
    return (str){ out, (ptrdiff_t)(2 * n) };
}

struct buf buf_new(struct arena *mem) { return (struct buf){ .mem = mem, .s = "" }; }

static void grow(struct buf *b, ptrdiff_t more)
{
    if (b->n + more <= b->cap)
        return;
    ptrdiff_t cap = b->cap ? b->cap * 2 : 64;
    while (cap < b->n + more)
        cap *= 2;
    if (b->cap && arena_extend(b->mem, b->s, (size_t)b->cap, (size_t)cap)) {
        b->cap = cap;
        return;
    }
    char *p = arena_bytes(b->mem, (size_t)cap, 1);
    if (b->n)
        memcpy(p, b->s, (size_t)b->n);
    b->s = p;
    b->cap = cap;
}

void buf_put(struct buf *b, str s)
{
    if (s.n == 0)
        return;
    grow(b, s.n);
    memcpy(b->s + b->n, s.s, (size_t)s.n);
    b->n += s.n;
}

void buf_byte(struct buf *b, char c)
{
    grow(b, 1);
    b->s[b->n++] = c;
}

void buf_i64(struct buf *b, int64_t v)
{
    char t[20];
    int i = (int)sizeof t;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do
        t[--i] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        buf_byte(b, '-');
    buf_put(b, (str){ t + i, (ptrdiff_t)sizeof t - i });
}

[[gnu::format(printf, 2, 0)]] static void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(n >= 0);
    grow(b, n + 1);
    vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
    b->n += n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(b, fmt, ap);
    va_end(ap);
}

str str_fmt(struct arena *mem, const char *fmt, ...)
{
    struct buf b = buf_new(mem);
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&b, fmt, ap);
    va_end(ap);
    return buf_str(&b);
}

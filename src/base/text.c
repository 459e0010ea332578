/* Unicode through utf8proc's buffer functions, so that all memory comes from the arena. Plain ASCII and text that is
   already composed (all that Vietnamese needs) take a short way without tables. Sort keys are in text_sort.c. */
#include "base/text.h"

#include "base/arena.h"
#include "base/cx.h"

#include <assert.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

/* Table 3-7 of the Unicode standard: what may follow the first byte excludes overlong forms, surrogates and the rest.
 */
ptrdiff_t text_sequence(str a, ptrdiff_t at)
{
    if (at >= a.n)
        return 0;
    const unsigned char *p = (const unsigned char *)a.s + at;
    if (p[0] < 0x80)
        return 1;
    ptrdiff_t n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (p[0] < 0xC2 || p[0] > 0xF4 || n > a.n - at)
        return 0;
    for (ptrdiff_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool outside = (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F);
    return overlong || outside ? 0 : n;
}

int32_t text_next(str a, ptrdiff_t *at)
{
    static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    ptrdiff_t n = text_sequence(a, *at);
    if (*at >= a.n)
        return -1;
    if (n == 0) {
        ++*at;
        return REPLACEMENT;
    }
    int32_t cp = (unsigned char)a.s[*at] & first_bits[n];
    for (ptrdiff_t i = 1; i < n; i++)
        cp = cp << 6 | (a.s[*at + i] & 0x3f);
    *at += n;
    return cp;
}

void text_put(struct buf *b, int32_t cp)
{
    uint8_t t[4];
    if (cp >= 0 && cp < 0x80) {
        buf_byte(b, (char)cp);
        return;
    }
    ptrdiff_t n = utf8proc_encode_char(utf8proc_codepoint_valid(cp) ? cp : REPLACEMENT, t);
    buf_put(b, (str){ (const char *)t, n });
}

/* Length of the leading ASCII part. */
static ptrdiff_t ascii_run(str a)
{
    ptrdiff_t i = 0;
    for (uint64_t w; i + 8 <= a.n; i += 8) {
        memcpy(&w, a.s + i, 8);
        if (w & 0x8080808080808080u)
            break;
    }
    while (i < a.n && !(a.s[i] & 0x80))
        i++;
    return i;
}

bool text_valid_utf8(str a)
{
    for (ptrdiff_t at = ascii_run(a), n; at < a.n; at += n)
        if ((n = text_sequence(a, at)) == 0)
            return false;
    return true;
}

int text_width(str a)
{
    int n = 0;
    for (ptrdiff_t at = 0; text_next(a, &at) >= 0;)
        n++;
    return n;
}

/* The input with each broken byte replaced. Returns the input itself when it is valid. */
static str repaired(struct arena *mem, str a)
{
    if (text_valid_utf8(a))
        return a;
    struct buf b = buf_new(mem);
    for (ptrdiff_t at = 0; at < a.n;)
        text_put(&b, text_next(a, &at));
    return buf_str(&b);
}

/* Nothing below U+0300 and none of the Vietnamese letters at U+1EA0 takes part in composition with what follows, as
   long as no combining mark follows. */
static bool surely_nfc(str a)
{
    for (ptrdiff_t at = ascii_run(a); at < a.n;) {
        int32_t cp = text_next(a, &at);
        if (cp >= 0x300 && !(cp >= 0x1EA0 && cp <= 0x1EF9))
            return false;
    }
    return true;
}

/* Code points of valid UTF-8 after decomposition; *n their number. The buffer has room to be re-encoded in place. */
static int32_t *decompose(struct arena *mem, str a, utf8proc_option_t options, ptrdiff_t *n)
{
    const uint8_t *p = (const uint8_t *)a.s;
    ptrdiff_t need = utf8proc_decompose(p, a.n, NULL, 0, options);
    assert(need >= 0);
    int32_t *cp = (int32_t *)(void *)arena_bytes(mem, ((size_t)need + 1) * sizeof *cp, _Alignof(int32_t));
    *n = utf8proc_decompose(p, a.n, cp, need, options);
    assert(*n == need);
    return cp;
}

str text_nfc(struct arena *mem, str a)
{
    if (text_valid_utf8(a) && surely_nfc(a))
        return str_dup(mem, a);
    ptrdiff_t n;
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    int32_t *cp = decompose(mem, repaired(mem, a), options, &n);
    n = utf8proc_reencode(cp, n, options);
    assert(n >= 0);
    return (str){ (const char *)cp, n };
}

static bool is_space(int32_t cp)
{
    if (cp <= ' ' || cp == 0x7f)
        return true;
    if (cp < 0x80)
        return false;
    utf8proc_category_t c = utf8proc_category(cp);
    return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP ||
           c == UTF8PROC_CATEGORY_CC;
}

/* The folded letter of ASCII and of Vietnamese as it is typed, composed; 0 = only the tables know. */
static char plain(int32_t cp)
{
    static const struct {
        int16_t from, to;
        char letter;
    } range[] = { { 0x1EA0, 0x1EB7, 'a' }, { 0x1EB8, 0x1EC7, 'e' }, { 0x1EC8, 0x1ECB, 'i' }, { 0x1ECC, 0x1EE3, 'o' },
                  { 0x1EE4, 0x1EF1, 'u' }, { 0x1EF2, 0x1EF9, 'y' }, { 0xE0, 0xE3, 'a' },     { 0xE8, 0xEA, 'e' },
                  { 0xEC, 0xED, 'i' },     { 0xF2, 0xF5, 'o' },     { 0xF9, 0xFA, 'u' },     { 0xFD, 0xFD, 'y' },
                  { 0x102, 0x103, 'a' },   { 0x110, 0x111, 'd' },   { 0x128, 0x129, 'i' },   { 0x168, 0x169, 'u' },
                  { 0x1A0, 0x1A1, 'o' },   { 0x1AF, 0x1B0, 'u' } };
    if (cp < 0x80)
        return (char)(cp >= 'A' && cp <= 'Z' ? cp + 'a' - 'A' : cp <= ' ' || cp == 0x7f ? ' ' : cp);
    if (cp >= 0xC0 && cp <= 0xDD && cp != 0xD7)
        cp += 0x20; /* the small one */
    for (size_t i = 0; i < sizeof range / sizeof *range; i++)
        if (cp >= range[i].from && cp <= range[i].to)
            return range[i].letter;
    return 0;
}

/* Most of what is folded needs no table. */
static bool fold_plain(struct arena *mem, str a, str *out)
{
    char *to = arena_bytes(mem, (size_t)a.n + 1, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; at < a.n;) {
        char c = plain(text_next(a, &at));
        if (!c)
            return false;
        if (c != ' ' || (n && to[n - 1] != ' '))
            to[n++] = c;
    }
    *out = (str){ to, n && to[n - 1] == ' ' ? n - 1 : n };
    return true;
}

str text_fold(struct arena *mem, str a)
{
    ptrdiff_t n;
    str quick;
    if (fold_plain(mem, a, &quick))
        return quick;
    int32_t *cp = decompose(mem, repaired(mem, a),
                            UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
                            &n);
    struct buf b = buf_new(mem);
    bool gap = false;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (is_space(cp[i])) {
            gap = b.n > 0;
            continue;
        }
        if (gap)
            buf_byte(&b, ' ');
        gap = false;
        text_put(&b, cp[i] == 0x111 ? 'd' : cp[i]);
    }
    return buf_str(&b);
}

static bool is_mark(int32_t cp)
{
    if (cp < 0x300)
        return false;
    utf8proc_category_t c = utf8proc_category(cp);
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME || cp == 0x200D ||
           (cp >= 0xFE00 && cp <= 0xFE0F);
}

str text_ellipsis(struct arena *mem, str a, int max)
{
    assert(max >= 1);
    ptrdiff_t at = 0, cut = 0; /* cut: end of the longest prefix of at most max - 1 code points, whole letters only */
    for (int n = 0; n < max; n++) {
        ptrdiff_t before = at;
        int32_t cp = text_next(a, &at);
        if (cp < 0)
            return str_dup(mem, a);
        if (!is_mark(cp))
            cut = before;
    }
    if (at == a.n)
        return str_dup(mem, a);
    struct buf b = buf_new(mem);
    buf_put(&b, str_sub(a, 0, cut));
    buf_put(&b, S("…"));
    return buf_str(&b);
}

/* ---- what may be stored ------------------------------------------------------------------------------------------ */

static enum text_fault fault_of(int32_t cp, bool lines)
{
    if (cp == '\t' || cp == '\n' || cp == 0x2028 || cp == 0x2029)
        return lines ? TEXT_FINE : TEXT_LINES;
    if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
        return TEXT_CONTROL;
    if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069))
        return TEXT_CONTROL;
    if ((cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF))
        return TEXT_NONCHARACTER;
    return TEXT_FINE;
}

static str without_cr(struct arena *mem, str a)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (a.s[i] != '\r' || i + 1 == a.n || a.s[i + 1] != '\n')
            buf_byte(&b, a.s[i]);
    return buf_str(&b);
}

enum text_fault text_clean(struct arena *mem, str a, bool lines, str *out)
{
    if (!text_valid_utf8(a))
        return TEXT_NOT_UTF8;
    if (str_find(a, S("\r\n")) >= 0) {
        if (!lines)
            return TEXT_LINES;
        a = without_cr(mem, a);
    }
    for (ptrdiff_t at = 0; at < a.n;) {
        enum text_fault f = fault_of(text_next(a, &at), lines);
        if (f)
            return f;
    }
    *out = text_nfc(mem, a);
    return TEXT_FINE;
}

const char *text_fault_message(enum text_fault f)
{
    switch (f) {
    case TEXT_FINE:
        return NULL;
    case TEXT_NOT_UTF8:
        return T("This text is not valid UTF-8");
    case TEXT_CONTROL:
        return T("This text contains invisible control characters");
    case TEXT_LINES:
        return T("Only one line is allowed here");
    case TEXT_NONCHARACTER:
        return T("This text contains codes that are not characters");
    }
    return NULL;
}

/* ---- Windows-1258 ------------------------------------------------------------------------------------------------ */

/* 0x80..0xFF where the code page differs from ISO 8859-1; 0 = same. -1 = no such character. Source: unicode.org
   CP1258.TXT. */
static const int32_t cp1258[128] = {
    0x20AC,
    -1,
    0x201A,
    0x0192,
    0x201E,
    0x2026,
    0x2020,
    0x2021,
    0x02C6,
    0x2030,
    -1,
    0x2039,
    0x0152,
    -1,
    -1,
    -1,
    -1,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2013,
    0x2014,
    0x02DC,
    0x2122,
    -1,
    0x203A,
    0x0153,
    -1,
    -1,
    0x0178,
    [0x43] = 0x0102,
    [0x4C] = 0x0300,
    [0x50] = 0x0110,
    [0x52] = 0x0309,
    [0x55] = 0x01A0,
    [0x5D] = 0x01AF,
    [0x5E] = 0x0303,
    [0x63] = 0x0103,
    [0x6C] = 0x0301,
    [0x70] = 0x0111,
    [0x72] = 0x0323,
    [0x75] = 0x01A1,
    [0x7D] = 0x01B0,
    [0x7E] = 0x20AB,
};

bool text_from_windows1258(struct arena *mem, str bytes, str *out)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < bytes.n; i++) {
        int32_t c = (unsigned char)bytes.s[i], cp = c < 0x80 ? 0 : cp1258[c - 0x80];
        if (cp < 0)
            return false;
        text_put(&b, cp ? cp : c);
    }
    *out = text_nfc(mem, buf_str(&b));
    return true;
}

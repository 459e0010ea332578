/* Six bits a character, most significant first. */
#include "base/base64url.h"

#include "base/arena.h"

str base64url_encode(struct arena *mem, const void *p, size_t n)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const unsigned char *b = p;
    char *out = arena_bytes(mem, (n * 4 + 2) / 3 + 1, 1);
    ptrdiff_t k = 0;
    unsigned bits = 0, have = 0;
    for (size_t i = 0; i < n; i++) {
        bits = (bits << 8 | b[i]) & 0x3fff;
        for (have += 8; have >= 6;) {
            have -= 6;
            out[k++] = digit[bits >> have & 63];
        }
    }
    if (have)
        out[k++] = digit[bits << (6 - have) & 63];
    return (str){ out, k };
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool base64url_decode(struct arena *mem, str text, str *out)
{
    char *to = arena_bytes(mem, (size_t)text.n * 3 / 4 + 1, 1);
    ptrdiff_t k = 0;
    unsigned bits = 0, have = 0;
    if (text.n % 4 == 1)
        return false;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        int v = value_of(text.s[i]);
        if (v < 0)
            return false;
        bits = (bits << 6 | (unsigned)v) & 0x3fff;
        have += 6;
        if (have >= 8) {
            have -= 8;
            to[k++] = (char)(bits >> have & 0xff);
        }
    }
    if (bits & ((1u << have) - 1))
        return false;
    *out = (str){ to, k };
    return true;
}

/* WebP (RFC 9649) as a sequence of chunks. Kept: the picture and its transparency. Moving pictures are not taken. */
#include "features/trust/files/media_parts.h"

enum { HEAD = 12, CHUNK = 8, FLAGS_KEPT = 0x10 /* transparency */, FLAG_MOVING = 0x02 };

static bool lossy(str body, struct media *m)
{
    if (body.n < 10 || !str_eq(str_sub(body, 3, 6), S("\x9d\x01\x2a")) || (body.s[0] & 1))
        return false; /* a key frame */
    m->width = (int)(number_le(body, 6, 2) & 0x3fff);
    m->height = (int)(number_le(body, 8, 2) & 0x3fff);
    return m->width > 0 && m->height > 0;
}

static bool lossless(str body, struct media *m)
{
    if (body.n < 5 || body.s[0] != 0x2f)
        return false;
    uint32_t bits = number_le(body, 1, 4);
    m->width = (int)(bits & 0x3fff) + 1;
    m->height = (int)(bits >> 14 & 0x3fff) + 1;
    m->by_parts = true;
    return true;
}

static bool canvas(str body, int *width, int *height)
{
    if (body.n != 10 || (body.s[0] & FLAG_MOVING))
        return false;
    *width = (int)number_le(body, 4, 3) + 1;
    *height = (int)number_le(body, 7, 3) + 1;
    return true;
}

struct webp {
    struct media *m;
    int width, height; /* of the canvas; 0 = none */
    bool drawn, kept;
};

static bool chunk(struct webp *w, str type, str body)
{
    bool one = str_eq(type, S("VP8 ")), two = str_eq(type, S("VP8L"));
    w->kept = one || two || str_eq(type, S("VP8X")) || str_eq(type, S("ALPH"));
    if (str_eq(type, S("ANIM")) || str_eq(type, S("ANMF")))
        return false;
    if (str_eq(type, S("VP8X")))
        return !w->drawn && !w->width && canvas(body, &w->width, &w->height);
    if (str_eq(type, S("ALPH")))
        return !w->drawn && w->width > 0;
    if (!one && !two)
        return true;
    if (w->drawn)
        return false;
    w->drawn = true;
    return one ? lossy(body, w->m) : lossless(body, w->m);
}

static void put(struct buf *out, str type, str whole)
{
    ptrdiff_t at = out->n;
    buf_put(out, whole);
    if (str_eq(type, S("VP8X")))
        out->s[at + CHUNK] &= FLAGS_KEPT;
    if (whole.n & 1)
        buf_byte(out, 0);
}

static void put_size(struct buf *out)
{
    uint32_t n = (uint32_t)out->n - 8;
    for (int i = 0; i < 4; i++)
        out->s[4 + i] = (char)(n >> 8 * i);
}

bool webp_walk(str in, struct media *m, struct buf *out)
{
    struct webp w = { .m = m };
    if (in.n < HEAD + CHUNK || (ptrdiff_t)number_le(in, 4, 4) > in.n - 8)
        return false;
    ptrdiff_t end = (ptrdiff_t)number_le(in, 4, 4) + 8, next;
    if (out)
        buf_put(out, str_sub(in, 0, HEAD));
    for (ptrdiff_t at = HEAD; end - at >= CHUNK; at = next) {
        ptrdiff_t n = (ptrdiff_t)number_le(in, at + 4, 4);
        str type = str_sub(in, at, at + 4);
        if (n > end - at - CHUNK || !chunk(&w, type, str_sub(in, at + CHUNK, at + CHUNK + n)))
            return false;
        if (out && w.kept)
            put(out, type, str_sub(in, at, at + CHUNK + n));
        next = at + CHUNK + n + (n & 1);
    }
    if (out)
        put_size(out);
    return w.drawn && (!w.width || (w.width == m->width && w.height == m->height));
}

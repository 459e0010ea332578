/* PNG (W3C, third edition, §5) as a sequence of chunks. Kept: what draws the picture; text, time, Exif, colour
   profiles (compressed, so they can swell) and further frames are not. */
#include "features/trust/files/media_parts.h"

enum { HEAD = 8, CHUNK = 12, IHDR_BYTES = 13, LENGTH_MAX = 0x7fffffff };

static bool is_kept(str type)
{
    static const str kept[] = { LIT("IHDR"), LIT("PLTE"), LIT("IDAT"), LIT("IEND"), LIT("tRNS"), LIT("gAMA"),
                                LIT("cHRM"), LIT("sRGB"), LIT("sBIT"), LIT("bKGD"), LIT("pHYs") };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_eq(type, kept[i]))
            return true;
    return false;
}

static bool is_type(str type)
{
    for (int i = 0; i < 4; i++)
        if ((type.s[i] | 0x20) < 'a' || (type.s[i] | 0x20) > 'z')
            return false;
    return true;
}

static bool header(str body, struct media *m)
{
    if (body.n != IHDR_BYTES || number_be(body, 0, 4) > LENGTH_MAX || number_be(body, 4, 4) > LENGTH_MAX)
        return false;
    m->width = (int)number_be(body, 0, 4);
    m->height = (int)number_be(body, 4, 4);
    m->by_parts = body.s[12] != 0;
    return m->width > 0 && m->height > 0 && body.s[10] == 0 && body.s[11] == 0;
}

bool png_walk(str in, struct media *m, struct buf *out)
{
    bool drawn = false;
    if (out)
        buf_put(out, str_sub(in, 0, HEAD));
    for (ptrdiff_t at = HEAD, first = at; in.n - at >= CHUNK;) {
        ptrdiff_t n = (ptrdiff_t)number_be(in, at, 4);
        str type = str_sub(in, at + 4, at + 8);
        if (n > LENGTH_MAX || n > in.n - at - CHUNK || !is_type(type) || (at == first) != str_eq(type, S("IHDR")))
            return false;
        if (at == first && !header(str_sub(in, at + 8, at + 8 + n), m))
            return false;
        bool kept = is_kept(type), critical = !(type.s[0] & 0x20);
        if (critical && !kept)
            return false;
        if (out && kept)
            buf_put(out, str_sub(in, at, at + CHUNK + n));
        drawn |= str_eq(type, S("IDAT"));
        at += CHUNK + n;
        if (str_eq(type, S("IEND")))
            return drawn && n == 0;
    }
    return false;
}

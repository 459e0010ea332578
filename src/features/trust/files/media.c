/* Which format bytes are, and PDF and HEIC, which are only recognised. Must not decode pictures: thumb.c does. */
#include "features/trust/files/media_parts.h"

#include "base/arena.h"

static const struct {
    str type, ending;
} known[MEDIA_KINDS] = { [MEDIA_NONE] = { LIT("application/octet-stream"), LIT(".bin") },
                         [MEDIA_JPEG] = { LIT("image/jpeg"), LIT(".jpg") },
                         [MEDIA_PNG] = { LIT("image/png"), LIT(".png") },
                         [MEDIA_WEBP] = { LIT("image/webp"), LIT(".webp") },
                         [MEDIA_PDF] = { LIT("application/pdf"), LIT(".pdf") },
                         [MEDIA_HEIC] = { LIT("image/heic"), LIT(".heic") } };

str media_type(enum media_kind k) { return known[k].type; }
str media_ending(enum media_kind k) { return known[k].ending; }

enum media_kind media_of_type(str type)
{
    for (int k = MEDIA_JPEG; k < MEDIA_KINDS; k++)
        if (str_eq(type, known[k].type))
            return (enum media_kind)k;
    return MEDIA_NONE;
}

/* ISO 32000-2 §7.5: a header with the version, an end that says where the table stands. */
static bool is_pdf(str s)
{
    enum { END_WITHIN = 1024 };
    str end = str_sub(s, s.n > END_WITHIN ? s.n - END_WITHIN : 0, s.n);
    bool version = s.n > 8 && (s.s[5] == '1' || s.s[5] == '2') && s.s[6] == '.' && s.s[7] >= '0' && s.s[7] <= '9';
    return str_starts(s, S("%PDF-")) && version && str_find(end, S("%%EOF")) >= 0 && str_find(end, S("startxref")) >= 0;
}

/* ISO/IEC 14496-12 §4.3: a first box "ftyp" that names a still picture of the HEIF family. */
static bool is_heic(str s)
{
    static const str brand[] = { LIT("heic"), LIT("heix"), LIT("heim"), LIT("heis"),
                                 LIT("mif1"), LIT("msf1"), LIT("avif") };
    if (s.n < 16 || !str_eq(str_sub(s, 4, 8), S("ftyp")))
        return false;
    for (size_t i = 0; i < sizeof brand / sizeof *brand; i++)
        if (str_eq(str_sub(s, 8, 12), brand[i]))
            return true;
    return false;
}

typedef bool (*walk_fn)(str in, struct media *m, struct buf *out);
static const walk_fn walk[MEDIA_KINDS] = { [MEDIA_JPEG] = jpeg_walk, [MEDIA_PNG] = png_walk, [MEDIA_WEBP] = webp_walk };

static enum media_kind begins_as(str s)
{
    if (str_starts(s, S("\xff\xd8\xff")))
        return MEDIA_JPEG;
    if (str_starts(s, S("\x89PNG\r\n\x1a\n")))
        return MEDIA_PNG;
    if (str_starts(s, S("RIFF")) && str_eq(str_sub(s, 8, 12), S("WEBP")))
        return MEDIA_WEBP;
    return is_pdf(s) ? MEDIA_PDF : is_heic(s) ? MEDIA_HEIC : MEDIA_NONE;
}

struct media media_of(str bytes)
{
    struct media m = { .kind = begins_as(bytes), .turn = 1 };
    if (walk[m.kind] && !walk[m.kind](bytes, &m, NULL))
        return (struct media){ .turn = 1 };
    return m;
}

str media_clean(struct arena *mem, str bytes, const struct media *m)
{
    struct media again = { .kind = m->kind, .turn = m->turn };
    enum { OWN = 64 }; /* what cleaning adds at most */
    if (!walk[m->kind])
        return bytes;
    struct buf out = { .mem = mem, .s = arena_bytes(mem, (size_t)bytes.n + OWN, 1), .cap = bytes.n + OWN };
    return walk[m->kind](bytes, &again, &out) ? buf_str(&out) : bytes;
}

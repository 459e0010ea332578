/* Whatever bytes come as a picture: what is told about them holds after cleaning, cleaning twice changes nothing more,
   what is taken out is gone, and drawing a small picture ends with one of at most its edge. */
#include "tests/fuzz/fuzz.h"

#include "features/trust/files/thumb.h"

enum { SMALL = 400 * 400 }; /* larger ones are not drawn: the search would crawl */

static void check_small(struct arena *mem, str clean, const struct media *m)
{
    str small;
    if ((int64_t)m->width * m->height > SMALL || thumb_make(mem, clean, m, &small) != THUMB_MADE)
        return;
    struct media t = media_of(small);
    FUZZ_EXPECT(t.kind == MEDIA_JPEG && t.width <= THUMB_EDGE && t.height <= THUMB_EDGE && t.turn == 1);
    int longer = m->width > m->height ? m->width : m->height, drawn = t.width > t.height ? t.width : t.height;
    FUZZ_EXPECT(drawn == (longer < THUMB_EDGE ? longer : THUMB_EDGE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    str in = fuzz_str(data, size);
    struct media m = media_of(in);
    if (!media_is_picture(m.kind)) {
        FUZZ_EXPECT(m.width == 0 && m.height == 0);
        return 0;
    }
    FUZZ_EXPECT(m.width > 0 && m.height > 0 && m.turn >= 1 && m.turn <= 8);
    str clean = media_clean(mem, in, &m);
    struct media after = media_of(clean);
    FUZZ_EXPECT(after.kind == m.kind && after.width == m.width && after.height == m.height && after.turn == m.turn);
    FUZZ_EXPECT(str_eq(media_clean(mem, clean, &after), clean));
    check_small(mem, clean, &after);
    return 0;
}

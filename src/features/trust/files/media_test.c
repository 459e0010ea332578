/* What bytes are; what is taken out of pictures and what stays; small pictures the right way up. */
#include "tests/kit/media_sample.h"
#include "features/trust/files/thumb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena mem;

static int begin(void **state)
{
    (void)state;
    return arena_init(&mem, (size_t)1 << 29) ? 0 : -1;
}

static void expect_media(str bytes, enum media_kind kind, int w, int h)
{
    struct media m = media_of(bytes);
    assert_int_equal(m.kind, kind);
    assert_int_equal(m.width, w);
    assert_int_equal(m.height, h);
}

static void test_media__is_told_by_content(void **state)
{
    (void)state;
    expect_media(sample_jpeg(&mem, 64, 48, false), MEDIA_JPEG, 64, 48);
    expect_media(sample_jpeg(&mem, 64, 48, true), MEDIA_JPEG, 64, 48);
    expect_media(sample_png(&mem, 31, 17), MEDIA_PNG, 31, 17);
    expect_media(sample_webp(&mem, 33, 20, false), MEDIA_WEBP, 33, 20);
    expect_media(sample_webp(&mem, 33, 20, true), MEDIA_WEBP, 33, 20);
    expect_media(sample_webp_with_exif(&mem, 40, 30), MEDIA_WEBP, 40, 30);
    expect_media(SAMPLE_PDF, MEDIA_PDF, 0, 0);
    expect_media(S("\0\0\0\x18"
                   "ftypheic\0\0\0\0mif1heic"),
                 MEDIA_HEIC, 0, 0);
    assert_true(media_of(sample_jpeg(&mem, 64, 48, true)).by_parts);
    assert_false(media_of(sample_jpeg(&mem, 64, 48, false)).by_parts);
}

static void test_media__refuses_what_only_looks_like_it(void **state)
{
    static const str bad[] = { LIT(""),
                               LIT("\xff\xd8\xff"),
                               LIT("\xff\xd8\xff\xd9"),
                               LIT("%PDF-1.4 and nothing more"),
                               LIT("<html>%PDF-1.4 startxref %%EOF"),
                               LIT("GIF89a"),
                               LIT("RIFF\x04\0\0\0WEBP"),
                               LIT("\x89PNG\r\n\x1a\n"),
                               LIT("MZ"),
                               LIT("<svg xmlns='http://www.w3.org/2000/svg'/>") };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(media_of(bad[i]).kind, MEDIA_NONE);
}

static void test_media__a_picture_cut_off_is_none(void **state)
{
    str whole[] = { sample_jpeg(&mem, 64, 48, true), sample_png(&mem, 31, 17), sample_webp(&mem, 33, 20, false) };
    (void)state;
    for (int i = 0; i < 3; i++)
        for (ptrdiff_t n = 0; n < whole[i].n; n++)
            assert_int_equal(media_of(str_sub(whole[i], 0, n)).kind, MEDIA_NONE);
}

static bool tells(str bytes) { return str_find(bytes, S("GPS")) >= 0 || str_find(bytes, S("105.8542")) >= 0; }

static void test_clean__takes_out_where_a_picture_was_taken(void **state)
{
    str in[] = { sample_phone_jpeg(&mem, 64, 48, 6), sample_png_with_text(&mem, 31, 17),
                 sample_webp_with_exif(&mem, 40, 30) };
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct media m = media_of(in[i]), after;
        assert_true(m.kind != MEDIA_NONE && tells(in[i]));
        str clean = media_clean(&mem, in[i], &m), again;
        assert_false(tells(clean));
        after = media_of(clean);
        assert_int_equal(after.kind, m.kind);
        assert_int_equal(after.width, m.width);
        assert_int_equal(after.height, m.height);
        assert_int_equal(after.turn, m.turn);
        again = media_clean(&mem, clean, &after);
        assert_true(str_eq(again, clean));
    }
    assert_int_equal(media_of(in[0]).turn, 6);
}

static void test_clean__leaves_a_plain_picture_and_pdf_alone(void **state)
{
    str in[] = { sample_jpeg(&mem, 64, 48, false), sample_jpeg(&mem, 64, 48, true), SAMPLE_PDF,
                 sample_webp(&mem, 33, 20, true) };
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct media m = media_of(in[i]);
        assert_true(str_eq(media_clean(&mem, in[i], &m), in[i]));
    }
}

/* ---- small pictures ---- */

struct drawn {
    int w, h;
    unsigned char *rgb;
};

static struct drawn draw(str jpeg)
{
    struct drawn d;
    tjhandle tj = tjInitDecompress();
    int sub, space;
    const unsigned char *p = (const unsigned char *)jpeg.s;
    assert_int_equal(tjDecompressHeader3(tj, p, (unsigned long)jpeg.n, &d.w, &d.h, &sub, &space), 0);
    d.rgb = (unsigned char *)arena_bytes(&mem, (size_t)d.w * (size_t)d.h * 3, 1);
    assert_int_equal(tjDecompress2(tj, p, (unsigned long)jpeg.n, d.rgb, d.w, 0, d.h, TJPF_RGB, 0), 0);
    tjDestroy(tj);
    return d;
}

/* r, g, b or w in the middle of a quarter; quarters as they are read. */
static char colour(const struct drawn *d, int quarter)
{
    int x = d->w / 4 + (quarter & 1) * d->w / 2, y = d->h / 4 + (quarter >> 1) * d->h / 2;
    const unsigned char *p = d->rgb + 3 * ((size_t)y * (size_t)d->w + (size_t)x);
    bool r = p[0] > 150, g = p[1] > 150, b = p[2] > 150;
    return r && g && b ? 'w' : r && !g && !b ? 'r' : g && !r && !b ? 'g' : b && !r && !g ? 'b' : '?';
}

static void expect_thumb(str bytes, int w, int h, const char *quarters)
{
    struct media m = media_of(bytes);
    str small;
    assert_int_equal(thumb_make(&mem, bytes, &m, &small), THUMB_MADE);
    struct drawn d = draw(small);
    assert_int_equal(d.w, w);
    assert_int_equal(d.h, h);
    for (int q = 0; q < 4; q++)
        assert_int_equal(colour(&d, q), quarters[q]);
    assert_true(small.n < 40000);
}

static void test_thumb__is_small_and_upright(void **state)
{
    (void)state;
    expect_thumb(sample_jpeg(&mem, 1600, 1200, false), 320, 240, "rgbw");
    expect_thumb(sample_jpeg(&mem, 1600, 1200, true), 320, 240, "rgbw");
    expect_thumb(sample_jpeg(&mem, 100, 60, false), 100, 60, "rgbw");
    expect_thumb(sample_webp(&mem, 1000, 500, false), 320, 160, "rgbw");
    expect_thumb(sample_webp(&mem, 1000, 500, true), 320, 160, "rgbw");
    expect_thumb(sample_png(&mem, 640, 640), 320, 320, "rwww");
}

static void test_thumb__turns_as_the_phone_was_held(void **state)
{
    static const char *const seen[] = { "", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb" };
    (void)state;
    for (int turn = 1; turn <= 8; turn++) {
        bool lying = turn >= 5;
        expect_thumb(sample_phone_jpeg(&mem, 800, 600, turn), lying ? 240 : 320, lying ? 320 : 240, seen[turn]);
    }
}

static void test_thumb__broken_pictures_are_refused(void **state)
{
    str png = sample_png(&mem, 64, 64), webp = sample_webp(&mem, 64, 64, false), small;
    char *p = (char *)str_dup(&mem, png).s, *q = (char *)str_dup(&mem, webp).s;
    (void)state;
    memset(p + 70, 0x55, 20); /* in the compressed rows */
    memset(q + 30, 0xff, (size_t)webp.n - 30);
    struct media m = media_of((str){ p, png.n });
    assert_int_equal(m.kind, MEDIA_PNG);
    assert_int_equal(thumb_make(&mem, (str){ p, png.n }, &m, &small), THUMB_BROKEN);
    m = media_of((str){ q, webp.n });
    assert_int_equal(m.kind, MEDIA_WEBP);
    (void)thumb_make(&mem, (str){ q, webp.n }, &m, &small); /* noise may be a picture; it must end */
}

/* A few bytes that say they are a huge picture. */
static void test_thumb__a_bomb_is_not_decoded(void **state)
{
    str png = sample_png(&mem, 8, 8), small;
    char *p = (char *)str_dup(&mem, png).s;
    (void)state;
    memcpy(p + 16, "\0\0\x4e\x20\0\0\x17\x70", 8); /* 20000 × 6000 */
    struct media m = media_of((str){ p, png.n });
    assert_int_equal(m.width, 20000);
    assert_int_equal(thumb_make(&mem, (str){ p, png.n }, &m, &small), THUMB_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_media__is_told_by_content),
        cmocka_unit_test(test_media__refuses_what_only_looks_like_it),
        cmocka_unit_test(test_media__a_picture_cut_off_is_none),
        cmocka_unit_test(test_clean__takes_out_where_a_picture_was_taken),
        cmocka_unit_test(test_clean__leaves_a_plain_picture_and_pdf_alone),
        cmocka_unit_test(test_thumb__is_small_and_upright),
        cmocka_unit_test(test_thumb__turns_as_the_phone_was_held),
        cmocka_unit_test(test_thumb__broken_pictures_are_refused),
        cmocka_unit_test(test_thumb__a_bomb_is_not_decoded),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}

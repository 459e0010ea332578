/* Pictures for tests, drawn and written here: four quarters in four colours, so that it can be seen how they are held;
   and what phones write beside a picture. */
#ifndef TESTS_KIT_MEDIA_SAMPLE_H
#define TESTS_KIT_MEDIA_SAMPLE_H

#include "features/trust/files/media.h"
#include "tests/kit/kit.h"

#include <cairo.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#define SAMPLE_SECRET "GPS 21.0285 105.8542"

/* red | green over blue | white */
static inline uint8_t *sample_pixels(struct arena *mem, int w, int h)
{
    static const uint8_t quarter[4][3] = { { 220, 20, 20 }, { 20, 200, 20 }, { 20, 20, 220 }, { 255, 255, 255 } };
    uint8_t *rgb = (uint8_t *)arena_bytes(mem, (size_t)w * (size_t)h * 3, 1);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            memcpy(rgb + 3 * ((size_t)y * (size_t)w + (size_t)x), quarter[2 * (y >= h / 2) + (x >= w / 2)], 3);
    return rgb;
}

static inline str sample_jpeg(struct arena *mem, int w, int h, bool progressive)
{
    unsigned long n = tjBufSize(w, h, TJSAMP_444);
    unsigned char *to = (unsigned char *)arena_bytes(mem, n, 1);
    tjhandle tj = tjInitCompress();
    int flags = TJFLAG_NOREALLOC | (progressive ? TJFLAG_PROGRESSIVE : 0);
    assert_int_equal(tjCompress2(tj, sample_pixels(mem, w, h), w, 0, h, TJPF_RGB, &to, &n, TJSAMP_444, 90, flags), 0);
    tjDestroy(tj);
    return (str){ (const char *)to, (ptrdiff_t)n };
}

/* As a phone writes it: Exif with how to hold it and where it was, a comment, a film behind the end. */
static inline str sample_phone_jpeg(struct arena *mem, int w, int h, int turn)
{
    str plain = sample_jpeg(mem, w, h, false);
    struct buf b = buf_new(mem), exif = buf_new(mem);
    buf_put(&exif, S("Exif\0\0II\x2a\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0"));
    buf_byte(&exif, (char)turn);
    buf_put(&exif, S("\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0" SAMPLE_SECRET));
    buf_put(&b, str_sub(plain, 0, 2));
    buf_put(&b, S("\xff\xe1"));
    buf_byte(&b, (char)((exif.n + 2) >> 8));
    buf_byte(&b, (char)(exif.n + 2));
    buf_put(&b, buf_str(&exif));
    buf_put(&b, S("\xff\xfe\x00\x16" SAMPLE_SECRET));
    buf_put(&b, str_sub(plain, 2, plain.n));
    buf_put(&b, S("ftypmp42" SAMPLE_SECRET));
    return buf_str(&b);
}

static inline cairo_status_t sample_write(void *arg, const unsigned char *p, unsigned n)
{
    buf_put(arg, (str){ (const char *)p, (ptrdiff_t)n });
    return CAIRO_STATUS_SUCCESS;
}

static inline str sample_png(struct arena *mem, int w, int h)
{
    struct buf b = buf_new(mem);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w, h);
    cairo_t *c = cairo_create(s);
    cairo_set_source_rgb(c, 0.86, 0.08, 0.08); /* the rest stays transparent: white on paper */
    cairo_rectangle(c, 0, 0, w / 2, h / 2);
    cairo_fill(c);
    assert_int_equal(cairo_surface_write_to_png_stream(s, sample_write, &b), CAIRO_STATUS_SUCCESS);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

/* A text chunk before the picture; its checksum is not looked at, it is not kept. */
static inline str sample_png_with_text(struct arena *mem, int w, int h)
{
    str plain = sample_png(mem, w, h);
    str part[] = { str_sub(plain, 0, 33), S("\0\0\0\x14tEXt" SAMPLE_SECRET "crc?"), str_sub(plain, 33, plain.n),
                   S(SAMPLE_SECRET) };
    return str_join(mem, part, 4, S(""));
}

static inline str sample_webp(struct arena *mem, int w, int h, bool lossless)
{
    uint8_t *to = NULL;
    uint8_t *rgb = sample_pixels(mem, w, h);
    size_t n = lossless ? WebPEncodeLosslessRGB(rgb, w, h, w * 3, &to) : WebPEncodeRGB(rgb, w, h, w * 3, 90, &to);
    assert_true(n > 0);
    str out = str_dup(mem, (str){ (const char *)to, (ptrdiff_t)n });
    WebPFree(to);
    return out;
}

/* The same as an extended file with Exif at its end. */
static inline str sample_webp_with_exif(struct arena *mem, int w, int h)
{
    str plain = sample_webp(mem, w, h, false);
    struct buf b = buf_new(mem);
    buf_put(&b, S("RIFF....WEBPVP8X\x0a\0\0\0\x08\0\0\0"));
    for (int i = 0; i < 3; i++)
        buf_byte(&b, (char)((w - 1) >> 8 * i));
    for (int i = 0; i < 3; i++)
        buf_byte(&b, (char)((h - 1) >> 8 * i));
    buf_put(&b, str_sub(plain, 12, plain.n));
    buf_put(&b, S("EXIF\x14\0\0\0" SAMPLE_SECRET));
    for (int i = 0; i < 4; i++)
        b.s[4 + i] = (char)((b.n - 8) >> 8 * i);
    return buf_str(&b);
}

#define SAMPLE_PDF S("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")

#endif

/* Decodes a picture as small as its library can, averages it down, turns it upright and writes a JPEG. Nothing here
   trusts the picture: sizes were looked at before (media.h), and what the libraries say is compared with them. */
#include "features/trust/files/thumb.h"

#include "base/arena.h"

#include <cairo.h>
#include <pthread.h>
#include <turbojpeg.h>
#include <webp/decode.h>

enum { QUALITY = 82, CHANNELS = 3, OPAQUE = 255 };

/* Rows of RGB. */
struct raster {
    uint8_t *rgb;
    int width, height;
};

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static struct raster raster_new(struct arena *mem, int width, int height)
{
    return (struct raster){ (uint8_t *)arena_bytes(mem, (size_t)width * (size_t)height * CHANNELS, 1), width, height };
}

/* The size within the edge; never larger than it is. */
static void fit(int width, int height, int *w, int *h)
{
    int longer = width > height ? width : height;
    int edge = longer < THUMB_EDGE ? longer : THUMB_EDGE;
    *w = (int)((int64_t)width * edge / longer);
    *h = (int)((int64_t)height * edge / longer);
    *w = *w ? *w : 1;
    *h = *h ? *h : 1;
}

/* ---- averaging, row by row ---- */

struct shrink {
    struct raster to;
    int width, height, y; /* of what comes; the row awaited */
    uint32_t *sum;        /* of the row being gathered: r, g, b, count */
};

static struct shrink shrink_new(struct arena *mem, int width, int height)
{
    struct shrink s = { .width = width, .height = height };
    int w, h;
    fit(width, height, &w, &h);
    s.to = raster_new(mem, w, h);
    s.sum = new (mem, uint32_t, w * (CHANNELS + 1));
    return s;
}

static int row_of(const struct shrink *s, int y) { return (int)((int64_t)y * s->to.height / s->height); }

static void settle(struct shrink *s, int row)
{
    uint8_t *out = s->to.rgb + (size_t)row * (size_t)s->to.width * CHANNELS;
    for (int x = 0; x < s->to.width; x++, out += CHANNELS) {
        uint32_t *c = s->sum + (size_t)x * (CHANNELS + 1), n = c[CHANNELS];
        for (int i = 0; i < CHANNELS; i++)
            out[i] = (uint8_t)((c[i] + n / 2) / n);
    }
    memset(s->sum, 0, sizeof *s->sum * (size_t)s->to.width * (CHANNELS + 1));
}

/* step: bytes of a pixel; the first three are the colour. */
static void shrink_row(struct shrink *s, const uint8_t *p, int step)
{
    int row = row_of(s, s->y);
    for (int x = 0; x < s->width; x++, p += step) {
        uint32_t *c = s->sum + (size_t)((int64_t)x * s->to.width / s->width) * (CHANNELS + 1);
        for (int i = 0; i < CHANNELS; i++)
            c[i] += p[i];
        c[CHANNELS]++;
    }
    if (++s->y == s->height || row_of(s, s->y) != row)
        settle(s, row);
}

/* ---- JPEG ---- */

/* The smallest that the decoder makes by itself and that is still larger than wanted. */
static tjscalingfactor scale_for(const struct media *m)
{
    tjscalingfactor best = { 1, 1 };
    for (int d = 2; d <= 8; d *= 2) {
        tjscalingfactor f = { 1, d };
        int w = TJSCALED(m->width, f), h = TJSCALED(m->height, f);
        if ((w > h ? w : h) >= THUMB_EDGE)
            best = f;
    }
    return best;
}

static enum thumb_made jpeg_decode(struct arena *mem, tjhandle tj, str bytes, const struct media *m, struct raster *out)
{
    int w, h, sub, space;
    const unsigned char *p = (const unsigned char *)bytes.s;
    tjscalingfactor f = scale_for(m);
    if (tjDecompressHeader3(tj, p, (unsigned long)bytes.n, &w, &h, &sub, &space) != 0)
        return THUMB_BROKEN;
    if (w != m->width || h != m->height)
        return THUMB_BROKEN;
    if (space == TJCS_CMYK || space == TJCS_YCCK)
        return THUMB_NONE; /* for presses */
    struct raster big = raster_new(mem, TJSCALED(w, f), TJSCALED(h, f));
    int failed = tjDecompress2(tj, p, (unsigned long)bytes.n, big.rgb, big.width, 0, big.height, TJPF_RGB,
                               TJFLAG_LIMITSCANS | TJFLAG_FASTDCT);
    if (failed && tjGetErrorCode(tj) == TJERR_FATAL)
        return THUMB_BROKEN;
    struct shrink s = shrink_new(mem, big.width, big.height);
    for (int y = 0; y < big.height; y++)
        shrink_row(&s, big.rgb + (size_t)y * (size_t)big.width * CHANNELS, CHANNELS);
    *out = s.to;
    return THUMB_MADE;
}

static enum thumb_made from_jpeg(struct arena *mem, str bytes, const struct media *m, struct raster *out)
{
    tjhandle tj = tjInitDecompress();
    enum thumb_made made = tj ? jpeg_decode(mem, tj, bytes, m, out) : THUMB_NONE;
    if (tj)
        tjDestroy(tj);
    return made;
}

/* ---- PNG ---- */

struct reading {
    str rest;
};

static cairo_status_t read_png(void *arg, unsigned char *to, unsigned n)
{
    struct reading *r = arg;
    if ((ptrdiff_t)n > r->rest.n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, r->rest.s, n);
    r->rest = str_sub(r->rest, (ptrdiff_t)n, r->rest.n);
    return CAIRO_STATUS_SUCCESS;
}

/* A cairo pixel, colours multiplied by alpha, on white. */
static void on_white(uint32_t pixel, bool has_alpha, uint8_t out[CHANNELS])
{
    uint32_t white = has_alpha ? OPAQUE - (pixel >> 24) : 0;
    for (int i = 0; i < CHANNELS; i++)
        out[i] = (uint8_t)((pixel >> (16 - 8 * i) & 0xff) + white);
}

static enum thumb_made png_shrink(struct arena *mem, cairo_surface_t *png, const struct media *m, struct raster *out)
{
    cairo_format_t format = cairo_image_surface_get_format(png);
    int w = cairo_image_surface_get_width(png), h = cairo_image_surface_get_height(png);
    bool alpha = format == CAIRO_FORMAT_ARGB32;
    if (w != m->width || h != m->height)
        return THUMB_BROKEN;
    if (!alpha && format != CAIRO_FORMAT_RGB24)
        return THUMB_NONE; /* sixteen bits a colour */
    struct shrink s = shrink_new(mem, w, h);
    uint8_t *row = (uint8_t *)arena_bytes(mem, (size_t)w * CHANNELS, 1);
    for (int y = 0; y < h; y++) {
        const unsigned char *p =
            cairo_image_surface_get_data(png) + (size_t)y * (size_t)cairo_image_surface_get_stride(png);
        for (int x = 0; x < w; x++) {
            uint32_t pixel;
            memcpy(&pixel, p + 4 * (size_t)x, sizeof pixel);
            on_white(pixel, alpha, row + CHANNELS * (size_t)x);
        }
        shrink_row(&s, row, CHANNELS);
    }
    *out = s.to;
    return THUMB_MADE;
}

static enum thumb_made from_png(struct arena *mem, str bytes, const struct media *m, struct raster *out)
{
    struct reading r = { bytes };
    cairo_surface_t *png = cairo_image_surface_create_from_png_stream(read_png, &r);
    /* any fault of the decoder is told as one of memory */
    bool drawn = cairo_surface_status(png) == CAIRO_STATUS_SUCCESS;
    enum thumb_made made = drawn ? png_shrink(mem, png, m, out) : THUMB_BROKEN;
    cairo_surface_destroy(png);
    return made;
}

/* ---- WebP ---- */

static enum thumb_made from_webp(struct arena *mem, str bytes, const struct media *m, struct raster *out)
{
    WebPDecoderConfig c;
    enum { RGBA = 4 };
    int w, h;
    fit(m->width, m->height, &w, &h);
    size_t n = (size_t)w * (size_t)h * RGBA;
    if (!WebPInitDecoderConfig(&c))
        return THUMB_NONE;
    c.options.use_scaling = 1;
    c.options.scaled_width = w;
    c.options.scaled_height = h;
    c.output.colorspace = MODE_rgbA; /* colours multiplied by alpha */
    c.output.is_external_memory = 1;
    c.output.u.RGBA.rgba = (uint8_t *)arena_bytes(mem, n, 1);
    c.output.u.RGBA.stride = w * RGBA;
    c.output.u.RGBA.size = n;
    VP8StatusCode status = WebPDecode((const uint8_t *)bytes.s, (size_t)bytes.n, &c);
    if (status != VP8_STATUS_OK)
        return status == VP8_STATUS_OUT_OF_MEMORY ? THUMB_NONE : THUMB_BROKEN;
    *out = raster_new(mem, w, h);
    for (size_t i = 0; i < (size_t)w * (size_t)h; i++) {
        const uint8_t *p = c.output.u.RGBA.rgba + i * RGBA;
        for (int k = 0; k < CHANNELS; k++)
            out->rgb[i * CHANNELS + (size_t)k] = (uint8_t)(p[k] + OPAQUE - p[3]);
    }
    return THUMB_MADE;
}

/* ---- upright ---- */

/* Exif 2.32 §4.6.5: where the pixel of the upright picture stands in the stored one. */
static const uint8_t *source(const struct raster *r, int turn, int x, int y)
{
    bool swap = turn >= 5;
    int across = swap ? y : x, down = swap ? x : y;
    bool flip_x = turn == 2 || turn == 3 || turn == 7 || turn == 8,
         flip_y = turn == 3 || turn == 4 || turn == 6 || turn == 7;
    across = flip_x ? r->width - 1 - across : across;
    down = flip_y ? r->height - 1 - down : down;
    return r->rgb + ((size_t)down * (size_t)r->width + (size_t)across) * CHANNELS;
}

static struct raster upright(struct arena *mem, const struct raster *r, int turn)
{
    if (turn <= 1)
        return *r;
    struct raster out = turn >= 5 ? raster_new(mem, r->height, r->width) : raster_new(mem, r->width, r->height);
    uint8_t *to = out.rgb;
    for (int y = 0; y < out.height; y++)
        for (int x = 0; x < out.width; x++, to += CHANNELS)
            memcpy(to, source(r, turn, x, y), CHANNELS);
    return out;
}

static enum thumb_made write_jpeg(struct arena *mem, const struct raster *r, str *out)
{
    unsigned long n = tjBufSize(r->width, r->height, TJSAMP_420);
    unsigned char *to = (unsigned char *)arena_bytes(mem, n, 1);
    tjhandle tj = tjInitCompress();
    if (!tj)
        return THUMB_NONE;
    int failed =
        tjCompress2(tj, r->rgb, r->width, 0, r->height, TJPF_RGB, &to, &n, TJSAMP_420, QUALITY, TJFLAG_NOREALLOC);
    tjDestroy(tj);
    *out = (str){ (const char *)to, (ptrdiff_t)n };
    return failed ? THUMB_NONE : THUMB_MADE;
}

static enum thumb_made decode(struct arena *mem, str bytes, const struct media *m, struct raster *r)
{
    switch (m->kind) {
    case MEDIA_JPEG:
        return from_jpeg(mem, bytes, m, r);
    case MEDIA_PNG:
        return from_png(mem, bytes, m, r);
    case MEDIA_WEBP:
        return from_webp(mem, bytes, m, r);
    default:
        return THUMB_NONE;
    }
}

/* Memory of its own: what runs under the lock may not leave through the caller's. Its bound follows from the limits on
   pictures: an eighth of the widest and highest JPEG, a row of the widest PNG. */
enum { OWN_MEMORY = 32 << 20 };

static enum thumb_made decode_alone(struct arena *mem, str bytes, const struct media *m, struct raster *out)
{
    struct arena own;
    struct raster r = { 0 };
    if (!arena_init(&own, OWN_MEMORY))
        return THUMB_NONE;
    pthread_mutex_lock(&one_at_a_time);
    enum thumb_made made = decode(&own, bytes, m, &r);
    pthread_mutex_unlock(&one_at_a_time);
    if (made == THUMB_MADE) {
        *out = raster_new(mem, r.width, r.height);
        memcpy(out->rgb, r.rgb, (size_t)r.width * (size_t)r.height * CHANNELS);
    }
    arena_release(&own);
    return made;
}

enum thumb_made thumb_make(struct arena *mem, str bytes, const struct media *m, str *jpeg)
{
    struct raster r;
    int64_t pixels = (int64_t)m->width * m->height;
    bool whole = m->by_parts || m->kind == MEDIA_PNG;
    if (!media_is_picture(m->kind) || m->width > PICTURE_EDGE_MAX || m->height > PICTURE_EDGE_MAX ||
        pixels > PICTURE_PIXELS_MAX || (whole && pixels > THUMB_PARTS_MAX))
        return THUMB_NONE;
    enum thumb_made made = decode_alone(mem, bytes, m, &r);
    if (made != THUMB_MADE)
        return made;
    r = upright(mem, &r, m->turn);
    return write_jpeg(mem, &r, jpeg);
}

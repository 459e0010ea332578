/* JPEG (ITU-T T.81 Annex B) as a sequence of segments. Kept: tables, frame, scans, colour profile, Adobe's colour
   transform; of Exif nothing but how to hold the picture. The end is the first picture's end: phones append a film or
   a second picture with a position of its own. */
#include "features/trust/files/media_parts.h"

enum {
    M_SOF0 = 0xC0,
    M_SOF2 = 0xC2,
    M_SOF15 = 0xCF,
    M_DHT = 0xC4,
    M_JPG = 0xC8,
    M_DAC = 0xCC,
    M_RST0 = 0xD0,
    M_RST7 = 0xD7,
    M_SOI = 0xD8,
    M_EOI = 0xD9,
    M_SOS = 0xDA,
    M_DQT = 0xDB,
    M_DRI = 0xDD,
    M_APP0 = 0xE0,
    M_APP1 = 0xE1,
    M_APP2 = 0xE2,
    M_APP14 = 0xEE,
    TURN_TAG = 0x0112,
};

struct jpeg {
    str in;
    ptrdiff_t at;
    struct media *m;
    struct buf *out;
    int turn; /* to write, known from a first look */
    bool framed, scanned, turned;
};

static bool is_frame(int marker)
{
    return marker >= M_SOF0 && marker <= M_SOF15 && marker != M_DHT && marker != M_JPG && marker != M_DAC;
}

/* ---- Exif: one number out of it ---- */

static uint32_t number(str s, ptrdiff_t at, int n, bool big) { return big ? number_be(s, at, n) : number_le(s, at, n); }

/* TIFF 6.0 §2: byte order, 42, where the first directory is; in it the orientation. Broken or absent: 1. */
static int turn_in(str tiff)
{
    bool big = str_starts(tiff, S("MM"));
    if (tiff.n < 10 || (!big && !str_starts(tiff, S("II"))) || number(tiff, 2, 2, big) != 42)
        return 1;
    ptrdiff_t at = (ptrdiff_t)number(tiff, 4, 4, big);
    if (at > tiff.n - 2)
        return 1;
    uint32_t n = number(tiff, at, 2, big);
    for (at += 2; n-- > 0 && at <= tiff.n - 12; at += 12) {
        if (number(tiff, at, 2, big) != TURN_TAG || number(tiff, at + 2, 2, big) != 3)
            continue;
        uint32_t turn = number(tiff, at + 8, 2, big);
        return turn >= 1 && turn <= 8 ? (int)turn : 1;
    }
    return 1;
}

static void put_turn(struct jpeg *j)
{
    static const char head[] = "\xff\xe1\x00\x22"
                               "Exif\0\0"
                               "MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    static const char tail[] = "\0\0\0\0\0\0";
    if (j->turned || j->turn == 1)
        return;
    j->turned = true;
    buf_put(j->out, (str){ head, sizeof head - 1 });
    buf_byte(j->out, (char)j->turn);
    buf_put(j->out, (str){ tail, sizeof tail - 1 });
}

/* ---- segments ---- */

static bool frame(struct jpeg *j, int marker, str body)
{
    if (j->framed || body.n < 6 || body.s[0] != 8)
        return false; /* one frame, eight bits a sample */
    j->framed = true;
    j->m->height = (int)number_be(body, 1, 2);
    j->m->width = (int)number_be(body, 3, 2);
    j->m->by_parts = marker == M_SOF2;
    bool decodable = marker <= M_SOF2;
    return decodable && j->m->width > 0 && j->m->height > 0 && body.n == 6 + 3 * (unsigned char)body.s[5];
}

static bool is_kept(int marker, str body)
{
    if (marker == M_APP0)
        return str_starts(body, S("JFIF\0"));
    if (marker == M_APP2)
        return str_starts(body, S("ICC_PROFILE\0"));
    return is_frame(marker) || marker == M_DHT || marker == M_DAC || marker == M_DQT || marker == M_DRI ||
           marker == M_SOS || marker == M_APP14;
}

/* The coded data behind a scan's head: to the next marker that is neither a stuffed byte nor a restart. */
static bool skip_data(struct jpeg *j)
{
    while (j->at < j->in.n) {
        const char *p = memchr(j->in.s + j->at, 0xff, (size_t)(j->in.n - j->at));
        if (!p || p - j->in.s + 1 >= j->in.n)
            return false;
        int next = (unsigned char)p[1];
        j->at = p - j->in.s;
        if (next != 0 && next != 0xff && (next < M_RST0 || next > M_RST7))
            return true;
        j->at += next == 0xff ? 1 : 2;
    }
    return false;
}

static bool segment(struct jpeg *j, int marker)
{
    ptrdiff_t from = j->at - 2;
    if (j->at + 2 > j->in.n)
        return false;
    ptrdiff_t n = (ptrdiff_t)number_be(j->in, j->at, 2);
    if (n < 2 || n > j->in.n - j->at)
        return false;
    str body = str_sub(j->in, j->at + 2, j->at + n);
    j->at += n;
    if (is_frame(marker) && !frame(j, marker, body))
        return false;
    if (marker == M_APP1 && str_starts(body, S("Exif\0\0")) && !j->framed)
        j->m->turn = turn_in(str_sub(body, 6, body.n));
    if (marker == M_SOS) {
        j->scanned = true;
        if (!j->framed || !skip_data(j))
            return false;
    }
    if (!j->out || !is_kept(marker, body))
        return true;
    if (marker != M_APP0)
        put_turn(j);
    buf_put(j->out, str_sub(j->in, from, j->at));
    return true;
}

/* Leaves j->at behind the marker; fill bytes before it are skipped. */
static int next_marker(struct jpeg *j)
{
    if (j->at >= j->in.n || (unsigned char)j->in.s[j->at] != 0xff)
        return -1;
    while (j->at < j->in.n && (unsigned char)j->in.s[j->at] == 0xff)
        j->at++;
    return j->at < j->in.n ? (unsigned char)j->in.s[j->at++] : -1;
}

bool jpeg_walk(str in, struct media *m, struct buf *out)
{
    struct jpeg j = { .in = in, .at = 2, .m = m, .out = out, .turn = m->turn };
    if (out)
        buf_put(out, S("\xff\xd8"));
    for (int marker; (marker = next_marker(&j)) > 1;) {
        if (marker == M_EOI) {
            if (out)
                buf_put(out, S("\xff\xd9"));
            return j.scanned;
        }
        if ((marker >= M_RST0 && marker <= M_SOI) || !segment(&j, marker))
            return false;
    }
    return false;
}

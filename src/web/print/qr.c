/* QR codes through libqrencode. The library's own memory is copied into the arena and freed at once. */
#include "web/print/qr.h"

#include "base/arena.h"

#include <qrencode.h>

enum { QR_TEXT_MAX = 1000 };

bool qr_make(struct arena *mem, str text, struct qr *out)
{
    if (text.n <= 0 || text.n > QR_TEXT_MAX)
        return false;
    uint8_t *dark = (uint8_t *)arena_bytes(mem, 177 * 177, 1); /* the largest version; taken first, so nothing leaks */
    QRcode *c = QRcode_encodeData((int)text.n, (const unsigned char *)text.s, 0, QR_ECLEVEL_M);
    if (!c)
        return false;
    for (int i = 0; i < c->width * c->width; i++)
        dark[i] = c->data[i] & 1;
    *out = (struct qr){ .n = c->width, .dark = dark };
    QRcode_free(c);
    return true;
}

static void put_escaped(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        buf_put(b, c == '&' ? S("&amp;") : c == '<' ? S("&lt;") : c == '>' ? S("&gt;") : (str){ s.s + i, 1 });
    }
}

bool qr_svg(struct arena *mem, str text, str title, str *out)
{
    struct qr q;
    if (!qr_make(mem, text, &q))
        return false;
    struct buf b = buf_new(mem);
    int side = q.n + 2 * QR_QUIET;
    buf_fmt(&b, "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">", side, side);
    buf_put(&b, S("<title>"));
    put_escaped(&b, title);
    buf_fmt(&b, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
    for (int y = 0; y < q.n; y++)
        for (int x = 0, run; x < q.n; x += run ? run : 1) {
            for (run = 0; x + run < q.n && q.dark[y * q.n + x + run]; run++)
                ;
            if (run)
                buf_fmt(&b, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, run, run);
        }
    buf_put(&b, S("\"/></svg>"));
    *out = buf_str(&b);
    return true;
}

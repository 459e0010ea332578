/* The byte format of the log. Nothing here may ever change meaning: golden files compare. */
#include "vouchers/canon.h"

struct canon canon_new(struct arena *mem) { return (struct canon){ buf_new(mem) }; }

static void leb(struct canon *c, uint64_t u)
{
    while (u >= 0x80) {
        buf_byte(&c->out, (char)(u | 0x80));
        u >>= 7;
    }
    buf_byte(&c->out, (char)u);
}

void canon_i64(struct canon *c, int64_t v)
{
    buf_byte(&c->out, 'i');
    leb(c, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

void canon_text(struct canon *c, str s)
{
    buf_byte(&c->out, 's');
    leb(c, (uint64_t)s.n);
    buf_put(&c->out, s);
}

void canon_hash(struct canon *c, const struct sha256 *h)
{
    buf_byte(&c->out, 'h');
    buf_put(&c->out, sha256_str(h));
}

void canon_count(struct canon *c, int64_t n)
{
    buf_byte(&c->out, '[');
    leb(c, (uint64_t)n);
}

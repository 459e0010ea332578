/* Parsing is the system's inet_pton; the rest compares bits. */
#include "base/address.h"

#include <arpa/inet.h>

enum { TEXT_MAX = 64 };

struct address address_of(const void *bytes, int n)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    struct address a = { .n = n };
    if (n == 16 && memcmp(bytes, mapped, sizeof mapped) == 0)
        return address_of((const uint8_t *)bytes + 12, 4);
    memcpy(a.b, bytes, (size_t)n);
    return a;
}

bool address_parse(str text, struct address *out)
{
    char z[TEXT_MAX];
    uint8_t b[16];
    if (text.n == 0 || text.n >= TEXT_MAX || memchr(text.s, 0, (size_t)text.n))
        return false;
    memcpy(z, text.s, (size_t)text.n);
    z[text.n] = 0;
    if (inet_pton(AF_INET, z, b) == 1)
        *out = address_of(b, 4);
    else if (inet_pton(AF_INET6, z, b) == 1)
        *out = address_of(b, 16);
    else
        return false;
    return true;
}

static bool same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    if (memcmp(a, b, (size_t)whole) != 0)
        return false;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

bool network_has(const struct network *net, const struct address *a)
{
    return net->base.n == a->n && same_bits(net->base.b, a->b, net->bits);
}

static bool rest_is_zero(const struct network *net)
{
    for (int i = net->bits; i < net->base.n * 8; i++)
        if (net->base.b[i / 8] >> (7 - i % 8) & 1)
            return false;
    return true;
}

bool network_parse(str text, struct network *out)
{
    struct str_cut c = str_cut(text, '/');
    int64_t bits;
    if (!address_parse(c.head, &out->base))
        return false;
    bits = out->base.n * 8;
    if (c.found && (!str_to_i64(c.tail, &bits) || bits < 0 || bits > out->base.n * 8))
        return false;
    out->bits = (int)bits;
    return rest_is_zero(out);
}

static bool in_any(const struct address *a, const str *list, int n)
{
    struct network net;
    for (int i = 0; i < n; i++)
        if (network_parse(list[i], &net) && network_has(&net, a))
            return true;
    return false;
}

bool address_is_public(const struct address *a)
{
    static const str special4[] = { LIT("0.0.0.0/8"),      LIT("10.0.0.0/8"),     LIT("100.64.0.0/10"),
                                    LIT("127.0.0.0/8"),    LIT("169.254.0.0/16"), LIT("172.16.0.0/12"),
                                    LIT("192.0.0.0/24"),   LIT("192.0.2.0/24"),   LIT("192.88.99.0/24"),
                                    LIT("192.168.0.0/16"), LIT("198.18.0.0/15"),  LIT("198.51.100.0/24"),
                                    LIT("203.0.113.0/24"), LIT("224.0.0.0/3") };
    /* of IPv6 only this block is given out; in it: protocol assignments and Teredo, documentation, 6to4 */
    static const str given6[] = { LIT("2000::/3") };
    static const str special6[] = { LIT("2001::/23"), LIT("2001:db8::/32"), LIT("2002::/16"), LIT("3fff::/20") };
    if (a->n == 4)
        return !in_any(a, special4, sizeof special4 / sizeof *special4);
    return in_any(a, given6, 1) && !in_any(a, special6, sizeof special6 / sizeof *special6);
}

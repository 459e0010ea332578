/* Addresses of machines and networks of them, IPv4 and IPv6: which ones lead out into the world and which stay inside.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/str.h"

struct address {
    uint8_t b[16];
    int n; /* bytes: 4 or 16 */
};
/* "192.0.2.1", "2001:db8::1"; no name, no port, no brackets. */
bool address_parse(str text, struct address *out);
/* Of 4 or 16 bytes as they stand in a socket's address. An IPv4 address inside IPv6 (::ffff:0:0/96) becomes IPv4. */
struct address address_of(const void *bytes, int n);
/* Reachable by everybody, after the special-purpose registries of IANA (RFC 6890). Loopback, private, link-local,
   shared, documentation, multicast and translated addresses are not. */
bool address_is_public(const struct address *a);

struct network {
    struct address base;
    int bits;
};
/* "10.0.0.0/8", "fd00::/8"; an address alone is a network of one. Bits below the prefix must be zero. */
bool network_parse(str text, struct network *out);
bool network_has(const struct network *net, const struct address *a);

#endif

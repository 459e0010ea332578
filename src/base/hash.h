/* SHA-256 (OpenSSL) in one shot and in parts, and with a key. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

struct sha256 {
    uint8_t b[32];
};

struct sha256_state {
    void *md; /* owned; freed by sha256_end */
};

struct sha256 sha256_of(str data);
struct sha256_state sha256_begin(void);
void sha256_more(struct sha256_state *st, str data);
struct sha256 sha256_end(struct sha256_state *st);
static inline str sha256_str(const struct sha256 *h) { return (str){ (const char *)h->b, 32 }; }
/* RFC 9162 leaf: SHA-256(0x00 ‖ bytes). */
struct sha256 sha256_leaf(str bytes);
/* HMAC-SHA256, RFC 2104. */
struct sha256 hmac_sha256(str key, str data);

#endif

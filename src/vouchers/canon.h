/* Canonical bytes: the exact input of the log leaf. Fixed order, exact integers, NFC text, length-prefixed; golden
   files freeze the format. Every value is tag byte + payload: 'i' zigzag-LEB128, 's' length + bytes, 'h' 32 bytes, '['
   count. */
#ifndef VOUCHERS_CANON_H
#define VOUCHERS_CANON_H

#include "base/hash.h"
#include "base/money.h"
#include "base/date.h"

struct canon {
    struct buf out;
};
struct canon canon_new(struct arena *mem);
void canon_i64(struct canon *c, int64_t v);
void canon_text(struct canon *c, str s); /* codes and enumerations only; never names or free words */
void canon_hash(struct canon *c, const struct sha256 *h);
void canon_count(struct canon *c, int64_t n); /* before a list */
static inline str canon_bytes(const struct canon *c) { return buf_str(&c->out); }

#endif

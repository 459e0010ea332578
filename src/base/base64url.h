/* base64url (RFC 4648 §5) without padding: bytes in URLs, cookies and JSON. */
#ifndef BASE_BASE64URL_H
#define BASE_BASE64URL_H

#include "base/str.h"

str base64url_encode(struct arena *mem, const void *p, size_t n);
/* Strict: one text for each value, so no padding, no white space, no stray bits at the end. */
[[nodiscard]] bool base64url_decode(struct arena *mem, str text, str *out);

#endif

/* One-time codes: RFC 4226 and RFC 6238 with SHA-1, thirty seconds, six digits, as every authenticator speaks them.
   Pure: the clock and the key are arguments. */
#ifndef FEATURES_IDENTITY_SECOND_RULES_H
#define FEATURES_IDENTITY_SECOND_RULES_H

#include "base/cx.h"

enum {
    CODE_KEY = 20,     /* bytes, as RFC 4226 §4 asks */
    CODE_DIGITS = 6,
    CODE_SECONDS = 30,
    CODE_SKEW = 1,     /* steps that a telephone's clock may be off */
    RECOVERY_CODES = 10,
    RECOVERY_BYTES = 10 /* eighty bits: nobody tries them out */
};

/* The code of a counter, at most nine digits. */
uint32_t code_at(str key, int64_t step, int digits);
int64_t code_step(int64_t at); /* of an instant in microseconds */
/* The step within CODE_SKEW of now whose code was typed, later than `used`; 0 = none. As slow whatever was typed. */
int64_t code_find(str key, int64_t now_at, int64_t used, str typed);

/* "JBSW Y3DP …": for who types the key in. */
str code_key_text(struct arena *mem, str key);
/* otpauth://totp/Hoptac:LOGIN?secret=…&issuer=Hoptac: what the QR code holds. */
str code_uri(struct arena *mem, str login, str key);
/* "ABCD-EFGH-IJKL-MNOP" from RECOVERY_BYTES bytes. */
str recovery_text(struct arena *mem, str bytes);
/* Capital letters and digits of what somebody typed; everything else is dropped. */
str code_clean(struct arena *mem, str typed);

#endif

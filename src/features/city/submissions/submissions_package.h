/* The package and the file around it: pure, no database. */
#ifndef FEATURES_SUBMISSIONS_PACKAGE_H
#define FEATURES_SUBMISSIONS_PACKAGE_H

#include "base/hash.h"
#include "features/city/submissions/submissions.h"

enum { SUBMISSION_MONTHS_MAX = 36, SUBMISSION_FILE_MAX = 1 << 20, KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

struct submission_value {
    int64_t month, value;
    enum submission_code code;
};
struct submission_package {
    str org;
    int64_t number, first_month, last_month, made_at;
    int64_t withdraws;              /* 0 = figures; else no values, the months of what is taken back */
    struct submission_value *value; /* by month, then in the order of submission_codes: each code once a month */
    int n;
};
/* One text for each package. */
str submission_package_text(struct arena *mem, const struct submission_package *p);
/* Strict: what is not exactly such a text is refused. */
result submission_package_read(struct cx *cx, str text, struct submission_package *out);

struct submission_envelope {
    str package;   /* the canonical text */
    str key;       /* KEY_BYTES */
    str signature; /* SIGNATURE_BYTES */
};
str submission_envelope_text(struct arena *mem, const struct submission_envelope *e);
/* Refuses what is not such a file, and a package that does not have the SHA-256 the file states. */
result submission_envelope_read(struct cx *cx, str file, struct submission_envelope *out);

/* Ed25519 over a purpose and the package's bytes. seed and key have KEY_BYTES. */
str submission_sign(struct arena *mem, str package, const uint8_t *seed);
str submission_public(struct arena *mem, const uint8_t *seed); /* the key of this seed */
bool submission_verify(struct arena *mem, const struct submission_envelope *e);

bool month_valid(int64_t yyyymm);
int month_next(int yyyymm);
int month_count(int first, int last); /* 202601..202603 = 3 */
/* "AB12 CD34 EF56 7890": the first eight bytes of the key's SHA-256, to be compared by telephone. */
str key_fingerprint(struct arena *mem, str key);

#endif

/* Writes ref_set rows; what a set holds is the business of whoever loads it. */
#include "vouchers/reference.h"

#include "base/hash.h"
#include "vouchers.sql.h"

result reference_begin(struct cx *cx, struct db *db, struct reference r, int64_t *set_id, bool *loaded)
{
    struct sha256 hash = sha256_of(r.bytes);
    str version = str_sub(str_to_hex(cx->mem, hash.b, sizeof hash.b), 0, 12);
    struct ref_set_find known;
    TRY(ref_set_find(db, (struct ref_set_find_args){ .org_id = 0, .set_code = r.set_code, .version = version }, &known,
                     loaded));
    *set_id = *loaded ? known.id : db_next_id(db, 0);
    if (*loaded)
        return OK;
    if (*set_id < 0)
        return FAILED;
    return ref_set_insert(db, (struct ref_set_insert_args){ .org_id = 0,
                                                            .id = *set_id,
                                                            .set_code = r.set_code,
                                                            .version = version,
                                                            .valid_from_on = r.valid_from,
                                                            .source = r.source,
                                                            .content_hash = sha256_str(&hash) });
}

/* Personal numbers: sealed with secretbox under a key for one party, made of the installation's secret and the party's
   own key, which an erasing destroys; found again by a keyed digest. Nothing here may put a number into an error, a log
   or an audit line. Start with party_number_open. */
#include "features/people/identity/identity.h"
#include "features/people/members/members_parts.h"
#include "members.sql.h"

#include "os/os.h"

#include <sodium.h>

enum {
    NONCE = crypto_secretbox_NONCEBYTES,
    MAC = crypto_secretbox_MACBYTES,
    NUMBER_MAX = 64,
    SHOWN = 4,
    OPENINGS_MAX = 100,
    PARTY_KEY = 32
};

result member_seal_get(struct cx *cx, struct store *s, struct member_seal *out)
{
    return secret_get(cx, s, S("seal"), out->key);
}

/* One key per purpose and whom it is for; a person's own key, when there is one, goes into it. */
static void derive(const struct member_seal *seal, const char *purpose, const struct sealed_for *whose, uint8_t key[32])
{
    uint8_t in[24 + PARTY_KEY] = { 0 };
    const int64_t id[] = { whose->org_id, whose->id };
    size_t n = 24 + (size_t)whose->key.n;
    memcpy(in, purpose, strlen(purpose));
    for (int i = 0; i < 2; i++)
        for (int b = 0; b < 8; b++)
            in[8 + 8 * i + b] = (uint8_t)((uint64_t)id[i] >> (8 * b));
    if (whose->key.n)
        memcpy(in + 24, whose->key.s, (size_t)whose->key.n);
    crypto_generichash(key, 32, in, n, seal->key, sizeof seal->key);
    sodium_memzero(in, sizeof in);
}

str seal_close(struct cx *cx, const struct member_seal *seal, const struct sealed_for *whose, str number)
{
    uint8_t key[32];
    size_t n = (size_t)number.n;
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, NONCE + MAC + n, 1);
    derive(seal, "number", whose, key);
    os_random(out, NONCE);
    crypto_secretbox_easy(out + NONCE, (const uint8_t *)number.s, n, out, key);
    sodium_memzero(key, sizeof key);
    return (str){ (const char *)out, (ptrdiff_t)(NONCE + MAC + n) };
}

bool seal_open(struct cx *cx, const struct member_seal *seal, const struct sealed_for *whose, str sealed, str *number)
{
    uint8_t key[32];
    ptrdiff_t n = sealed.n - NONCE - MAC;
    if (n < 0 || n > NUMBER_MAX)
        return false;
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, (size_t)n + 1, 1);
    derive(seal, "number", whose, key);
    int bad = crypto_secretbox_open_easy(out, (const uint8_t *)sealed.s + NONCE, (size_t)(sealed.n - NONCE),
                                         (const uint8_t *)sealed.s, key);
    sodium_memzero(key, sizeof key);
    *number = (str){ (const char *)out, n };
    return bad == 0;
}

/* ---- the key of a person ---- */

result sealed_for_party(struct db *db, int64_t org_id, int64_t party_id, struct sealed_for *out)
{
    struct party_key_get row;
    bool found;
    TRY(party_key_get(db, (struct party_key_get_args){ .org_id = org_id, .party_id = party_id }, &row, &found));
    *out = (struct sealed_for){ org_id, party_id, found && row.key_bytes.n == PARTY_KEY ? row.key_bytes : S("") };
    return OK;
}

/* What was sealed before persons had keys is sealed anew with the first number that comes. */
result sealed_for_party_new(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct sealed_for *out)
{
    uint8_t *fresh = (uint8_t *)arena_bytes(cx->mem, PARTY_KEY, 1);
    TRY(sealed_for_party(db, org_id, party_id, out));
    if (out->key.n)
        return OK;
    os_random(fresh, PARTY_KEY);
    out->key = (str){ (const char *)fresh, PARTY_KEY };
    return party_key_put(db,
                         (struct party_key_put_args){ .org_id = org_id, .party_id = party_id, .key_bytes = out->key });
}

str seal_digest(struct cx *cx, const struct member_seal *seal, int64_t org_id, str number)
{
    uint8_t key[32];
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, 32, 1);
    derive(seal, "digest", &(struct sealed_for){ .org_id = org_id }, key);
    crypto_generichash(out, 32, (const uint8_t *)number.s, (size_t)number.n, key, sizeof key);
    sodium_memzero(key, sizeof key);
    return (str){ (const char *)out, 32 };
}

str party_number_masked(struct arena *mem, str last_digits)
{
    return last_digits.n ? str_fmt(mem, "••••••" STR_FMT, STR_ARG(last_digits)) : S("");
}

result party_number_noted(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id)
{
    return audit_write(
        cx, db,
        (struct audit){
            .org_id = org_id, .action = S("member.number_open"), .subject = S("party"), .subject_id = party_id });
}

result party_number_open(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct member_seal *seal,
                         str *number)
{
    struct party_number_get row;
    struct sealed_for whose;
    bool found;
    if (!cx_can(cx, CAP_MEMBER_ID))
        return fail(cx, .kind = ERR_DENIED, .code = S("party.number_closed"),
                    .message = tr(cx, "You may not see whole personal numbers."));
    TRY(party_number_get(db, (struct party_number_get_args){ .org_id = org_id, .party_id = party_id }, &row, &found));
    *number = S("");
    if (!found)
        return OK;
    TRY(sealed_for_party(db, org_id, party_id, &whose));
    if (!seal_open(cx, seal, &whose, row.sealed_bytes, number))
        return fail(cx, .kind = ERR_ENV, .code = S("party.seal"),
                    .message = tr(cx, "This number was sealed on another installation and cannot be opened here."));
    return party_number_noted(cx, db, org_id, party_id);
}

result party_openings(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct party_opening **out,
                      int *n)
{
    struct party_number_views *row;
    TRY(party_number_views(
        db, (struct party_number_views_args){ .org_id = org_id, .party_id = party_id, .n_limit = OPENINGS_MAX }, &row,
        n));
    *out = new (cx->mem, struct party_opening, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct party_opening){ row[i].at, row[i].user_name };
    return OK;
}

/* Personal numbers: sealed with secretbox under a key for one party, found again by a keyed digest. Nothing here may
   put a number into an error, a log or an audit line. Start with party_number_open. */
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
    OPENINGS_MAX = 100
};

result member_seal_get(struct cx *cx, struct store *s, struct member_seal *out)
{
    return secret_get(cx, s, S("seal"), out->key);
}

/* One key per purpose, organisation and party: an erased or moved row opens nothing else. */
static void derive(const struct member_seal *seal, const char *purpose, const int64_t *id, uint8_t key[32])
{
    uint8_t in[24] = { 0 };
    memcpy(in, purpose, strlen(purpose));
    for (int i = 0; i < 2; i++)
        for (int b = 0; b < 8; b++)
            in[8 + 8 * i + b] = (uint8_t)((uint64_t)id[i] >> (8 * b));
    crypto_generichash(key, 32, in, sizeof in, seal->key, sizeof seal->key);
}

str seal_close(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t party_id, str number)
{
    uint8_t key[32];
    size_t n = (size_t)number.n;
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, NONCE + MAC + n, 1);
    derive(seal, "number", (const int64_t[]){ org_id, party_id }, key);
    os_random(out, NONCE);
    crypto_secretbox_easy(out + NONCE, (const uint8_t *)number.s, n, out, key);
    sodium_memzero(key, sizeof key);
    return (str){ (const char *)out, (ptrdiff_t)(NONCE + MAC + n) };
}

bool seal_open(struct cx *cx, const struct member_seal *seal, int64_t org_id, int64_t party_id, str sealed, str *number)
{
    uint8_t key[32];
    ptrdiff_t n = sealed.n - NONCE - MAC;
    if (n < 0 || n > NUMBER_MAX)
        return false;
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, (size_t)n + 1, 1);
    derive(seal, "number", (const int64_t[]){ org_id, party_id }, key);
    int bad = crypto_secretbox_open_easy(out, (const uint8_t *)sealed.s + NONCE, (size_t)(sealed.n - NONCE),
                                         (const uint8_t *)sealed.s, key);
    sodium_memzero(key, sizeof key);
    *number = (str){ (const char *)out, n };
    return bad == 0;
}

str seal_digest(struct cx *cx, const struct member_seal *seal, int64_t org_id, str number)
{
    uint8_t key[32];
    uint8_t *out = (uint8_t *)arena_bytes(cx->mem, 32, 1);
    derive(seal, "digest", (const int64_t[]){ org_id, 0 }, key);
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
    bool found;
    if (!cx_can(cx, CAP_MEMBER_ID))
        return fail(cx, .kind = ERR_DENIED, .code = S("party.number_closed"),
                    .message = tr(cx, "You may not see whole personal numbers."));
    TRY(party_number_get(db, (struct party_number_get_args){ .org_id = org_id, .party_id = party_id }, &row, &found));
    *number = S("");
    if (!found)
        return OK;
    if (!seal_open(cx, seal, org_id, party_id, row.sealed_bytes, number))
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

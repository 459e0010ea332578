/* One-time codes by OpenSSL's HMAC. Must not know users, clocks or stores. */
#include "features/people/identity/second_rules.h"

#include "web/http.h"

#include <assert.h>
#include <openssl/hmac.h>

uint32_t code_at(str key, int64_t step, int digits)
{
    uint8_t message[8], mac[20];
    unsigned n = sizeof mac;
    uint32_t ten = 1;
    for (int i = 0; i < 8; i++)
        message[i] = (uint8_t)((uint64_t)step >> (8 * (7 - i)));
    const void *made = HMAC(EVP_sha1(), key.s, (int)key.n, message, sizeof message, mac, &n);
    assert(made && n == sizeof mac && digits > 0 && digits < 10);
    (void)made;
    int at = mac[19] & 15; /* RFC 4226 §5.3: where the truncation begins */
    uint32_t v = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16;
    v |= (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    for (int i = 0; i < digits; i++)
        ten *= 10;
    return v % ten;
}

int64_t code_step(int64_t at) { return at / 1000000 / CODE_SECONDS; }

int64_t code_find(str key, int64_t now_at, int64_t used, str typed)
{
    int64_t now = code_step(now_at), found = 0, want = -1;
    bool whole = typed.n == CODE_DIGITS && str_to_i64(typed, &want) && want >= 0;
    for (int64_t step = now - CODE_SKEW; step <= now + CODE_SKEW; step++) {
        bool same = whole && (int64_t)code_at(key, step, CODE_DIGITS) == want;
        found = same && step > used && !found ? step : found;
    }
    return found;
}

/* RFC 4648 §6; whole groups of five bytes need no padding. */
static str base32(struct arena *mem, str bytes, int group, char between)
{
    static const char letter[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf b = buf_new(mem);
    assert(bytes.n % 5 == 0);
    for (ptrdiff_t bit = 0; bit < bytes.n * 8; bit += 5) {
        ptrdiff_t at = bit / 8;
        uint32_t two = (uint32_t)(uint8_t)bytes.s[at] << 8 | (at + 1 < bytes.n ? (uint8_t)bytes.s[at + 1] : 0);
        if (group && bit && bit / 5 % group == 0)
            buf_byte(&b, between);
        buf_byte(&b, letter[two >> (11 - bit % 8) & 31]);
    }
    return buf_str(&b);
}

str code_key_text(struct arena *mem, str key) { return base32(mem, key, 4, ' '); }
str recovery_text(struct arena *mem, str bytes) { return base32(mem, bytes, 4, '-'); }

str code_uri(struct arena *mem, str login, str key)
{
    str secret = base32(mem, key, 0, 0), name = http_url_encode(mem, login);
    return str_fmt(mem, "otpauth://totp/Hoptac:" STR_FMT "?secret=" STR_FMT "&issuer=Hoptac", STR_ARG(name),
                   STR_ARG(secret));
}

str code_clean(struct arena *mem, str typed)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < typed.n; i++) {
        char c = typed.s[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            buf_byte(&b, c);
    }
    return buf_str(&b);
}

/* Writes and reads packages and the files around them, signs and checks. Knows no database; decides nothing about who
   may send what. */
#include "features/city/submissions/submissions_package.h"

#include "base/base64url.h"
#include "base/json.h"

#include <sodium.h>

enum { PACKAGE_VERSION = 1 };
static const str purpose = LIT("hoptac-submission-1\n");
static const str format_name = LIT("hoptac-submission");

const struct submission_code_info submission_codes[SUBMISSION_CODE_COUNT] = {
#define X(id, code, label, is_money) { code, label, is_money },
    SUBMISSION_CODES(X)
#undef X
};

bool month_valid(int64_t m) { return m >= 190001 && m <= 999912 && m % 100 >= 1 && m % 100 <= 12; }
int month_next(int m) { return m % 100 == 12 ? m + 89 : m + 1; }
int month_count(int first, int last) { return (last / 100 - first / 100) * 12 + last % 100 - first % 100 + 1; }

str key_fingerprint(struct arena *mem, str key)
{
    struct sha256 h = sha256_of(key);
    struct buf b = buf_new(mem);
    for (int i = 0; i < 8; i++)
        buf_fmt(&b, "%s%02X", i && i % 2 == 0 ? " " : "", h.b[i]);
    return buf_str(&b);
}

str submission_package_text(struct arena *mem, const struct submission_package *p)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    json_begin_object(&o);
    json_member_i64(&o, S("version"), PACKAGE_VERSION);
    json_member_str(&o, S("org"), p->org);
    json_member_i64(&o, S("number"), p->number);
    json_member_i64(&o, S("first_month"), p->first_month);
    json_member_i64(&o, S("last_month"), p->last_month);
    json_member_i64(&o, S("made_at"), p->made_at);
    json_member_i64(&o, S("withdraws"), p->withdraws);
    json_key(&o, S("values"));
    json_begin_array(&o);
    for (int i = 0; i < p->n; i++) {
        json_begin_object(&o);
        json_member_i64(&o, S("month"), p->value[i].month);
        json_member_str(&o, S("code"), str_of(submission_codes[p->value[i].code].code));
        json_member_i64(&o, S("value"), p->value[i].value);
        json_end_object(&o);
    }
    json_end_array(&o);
    json_end_object(&o);
    return buf_str(&b);
}

/* ---- reading a package ---- */

static bool read_code(struct json_reader *r, enum submission_code *out)
{
    str s;
    if (!json_str(r, &s))
        return false;
    for (int i = 0; i < SUBMISSION_CODE_COUNT; i++)
        if (str_eq(s, str_of(submission_codes[i].code))) {
            *out = (enum submission_code)i;
            return true;
        }
    return json_refuse(r, T("This figure is not known here"));
}

static void read_value(struct json_reader *r, struct submission_value *v)
{
    static const str name[] = { LIT("month"), LIT("code"), LIT("value") };
    uint64_t seen = 0;
    json_enter_object(r);
    for (int f; (f = json_next_field(r, name, COUNT(name), &seen)) >= 0;) {
        if (f == 1)
            read_code(r, &v->code);
        else
            json_i64(r, f ? &v->value : &v->month);
    }
}

static void read_values(struct json_reader *r, struct submission_package *p)
{
    enum { MAX = SUBMISSION_MONTHS_MAX * SUBMISSION_CODE_COUNT };
    p->value = new (r->mem, struct submission_value, MAX);
    for (json_enter_array(r); json_next_item(r);) {
        if (p->n == MAX) {
            json_refuse(r, T("There are too many figures"));
            return;
        }
        read_value(r, &p->value[p->n++]);
    }
}

static int64_t read_fields(struct json_reader *r, struct submission_package *p)
{
    static const str name[] = { LIT("version"),    LIT("org"),     LIT("number"),    LIT("first_month"),
                                LIT("last_month"), LIT("made_at"), LIT("withdraws"), LIT("values") };
    uint64_t seen = 0;
    int64_t version = 0;
    int64_t *at[] = { &version, NULL, &p->number, &p->first_month, &p->last_month, &p->made_at, &p->withdraws };
    json_enter_object(r);
    for (int f; (f = json_next_field(r, name, COUNT(name), &seen)) >= 0;) {
        if (f == 1)
            json_str(r, &p->org);
        else if (f == 7)
            read_values(r, p);
        else
            json_i64(r, at[f]);
    }
    return version;
}

static bool covers_its_months(const struct submission_package *p)
{
    int n = 0;
    if (!month_valid(p->first_month) || !month_valid(p->last_month) || p->first_month > p->last_month ||
        month_count((int)p->first_month, (int)p->last_month) > SUBMISSION_MONTHS_MAX)
        return false;
    if (p->withdraws)
        return p->n == 0;
    for (int m = (int)p->first_month; m <= p->last_month; m = month_next(m))
        for (int c = 0; c < SUBMISSION_CODE_COUNT; c++, n++)
            if (n >= p->n || p->value[n].month != m || (int)p->value[n].code != c)
                return false;
    return n == p->n;
}

result submission_package_read(struct cx *cx, str text, struct submission_package *out)
{
    struct json_reader r = json_reader_new(cx->mem, text);
    *out = (struct submission_package){ 0 };
    int64_t version = read_fields(&r, out);
    if (version > PACKAGE_VERSION)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.version"), .field = S("file"),
                    .message = tr(cx, "This package was made by a newer version of Hoptac."),
                    .hint = tr(cx, "Update this installation, then receive it again."));
    if (!json_end(&r) || version != PACKAGE_VERSION || out->number <= 0 || out->made_at <= 0 || out->withdraws < 0 ||
        out->withdraws >= out->number || !str_eq(submission_package_text(cx->mem, out), text))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.format"), .field = S("file"),
                    .message = tr(cx, "This is not a package of figures."),
                    .hint = tr(cx, "Choose the file HOPTAC-….json that the cooperative downloaded."));
    if (!covers_its_months(out))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.months"), .field = S("file"),
                    .message = tr(cx, "The package does not hold each figure once for each of its months."));
    return OK;
}

/* ---- the file ---- */

str submission_envelope_text(struct arena *mem, const struct submission_envelope *e)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    struct sha256 h = sha256_of(e->package);
    json_begin_object(&o);
    json_member_str(&o, S("format"), format_name);
    json_key(&o, S("package"));
    json_put_raw(&o, e->package);
    json_member_str(&o, S("sha256"), str_to_hex(mem, h.b, sizeof h.b));
    json_member_str(&o, S("key"), base64url_encode(mem, e->key.s, (size_t)e->key.n));
    json_member_str(&o, S("signature"), base64url_encode(mem, e->signature.s, (size_t)e->signature.n));
    json_end_object(&o);
    buf_byte(&b, '\n');
    return buf_str(&b);
}

static bool read_raw(struct json_reader *r, str *out)
{
    (void)json_peek(r);
    ptrdiff_t from = r->at;
    if (!json_skip(r))
        return false;
    *out = str_trim(str_sub(r->in, from, r->at));
    return true;
}

static bool envelope_fields(struct json_reader *r, struct submission_envelope *out, str *hash)
{
    static const str name[] = { LIT("format"), LIT("package"), LIT("sha256"), LIT("key"), LIT("signature") };
    uint64_t seen = 0;
    str format = { 0 }, hex = { 0 }, key = { 0 }, signature = { 0 };
    str *at[] = { &format, NULL, &hex, &key, &signature };
    json_enter_object(r);
    for (int f; (f = json_next_field(r, name, COUNT(name), &seen)) >= 0;) {
        if (f == 1)
            read_raw(r, &out->package);
        else
            json_str(r, at[f]);
    }
    return json_end(r) && str_eq(format, format_name) && str_from_hex(r->mem, hex, hash) &&
           base64url_decode(r->mem, key, &out->key) && base64url_decode(r->mem, signature, &out->signature) &&
           out->key.n == KEY_BYTES && out->signature.n == SIGNATURE_BYTES;
}

result submission_envelope_read(struct cx *cx, str file, struct submission_envelope *out)
{
    struct json_reader r = json_reader_new(cx->mem, file);
    str stated = { 0 };
    *out = (struct submission_envelope){ 0 };
    if (file.n > SUBMISSION_FILE_MAX || !envelope_fields(&r, out, &stated))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.format"), .field = S("file"),
                    .message = tr(cx, "This is not a package of figures."),
                    .hint = tr(cx, "Choose the file HOPTAC-….json that the cooperative downloaded."));
    struct sha256 h = sha256_of(out->package);
    if (!str_eq(stated, sha256_str(&h)))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.altered"), .field = S("file"),
                    .message = tr(cx, "The file was altered or damaged on its way."),
                    .hint = tr(cx, "Ask the cooperative to download the same package again."));
    return OK;
}

/* ---- signatures ---- */

static str signed_bytes(struct arena *mem, str package)
{
    return str_join(mem, (const str[]){ purpose, package }, 2, S(""));
}

str submission_sign(struct arena *mem, str package, const uint8_t *seed)
{
    uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES];
    str m = signed_bytes(mem, package);
    unsigned char *out = new (mem, unsigned char, SIGNATURE_BYTES);
    crypto_sign_seed_keypair(pk, sk, seed);
    crypto_sign_detached(out, NULL, (const unsigned char *)m.s, (unsigned long long)m.n, sk);
    sodium_memzero(sk, sizeof sk);
    return (str){ (const char *)out, SIGNATURE_BYTES };
}

str submission_public(struct arena *mem, const uint8_t *seed)
{
    uint8_t *pk = new (mem, uint8_t, KEY_BYTES), sk[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(pk, sk, seed);
    sodium_memzero(sk, sizeof sk);
    return (str){ (const char *)pk, KEY_BYTES };
}

bool submission_verify(struct arena *mem, const struct submission_envelope *e)
{
    str m = signed_bytes(mem, e->package);
    return e->key.n == KEY_BYTES && e->signature.n == SIGNATURE_BYTES &&
           crypto_sign_verify_detached((const unsigned char *)e->signature.s, (const unsigned char *)m.s,
                                       (unsigned long long)m.n, (const unsigned char *)e->key.s) == 0;
}

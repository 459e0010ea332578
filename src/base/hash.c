/* OpenSSL's EVP interface, because it uses the processor's SHA instructions. */
#include "base/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

struct sha256_state sha256_begin(void)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    assert(md);
    int ok = EVP_DigestInit_ex(md, EVP_sha256(), NULL);
    assert(ok);
    (void)ok;
    return (struct sha256_state){ md };
}

void sha256_more(struct sha256_state *st, str data)
{
    if (data.n)
        EVP_DigestUpdate(st->md, data.s, (size_t)data.n);
}

struct sha256 sha256_end(struct sha256_state *st)
{
    struct sha256 h;
    unsigned n = 0;
    EVP_DigestFinal_ex(st->md, h.b, &n);
    assert(n == sizeof h.b);
    EVP_MD_CTX_free(st->md);
    st->md = NULL;
    return h;
}

struct sha256 sha256_of(str data)
{
    struct sha256_state st = sha256_begin();
    sha256_more(&st, data);
    return sha256_end(&st);
}

struct sha256 sha256_leaf(str bytes)
{
    struct sha256_state st = sha256_begin();
    sha256_more(&st, (str){ "\0", 1 });
    sha256_more(&st, bytes);
    return sha256_end(&st);
}

struct sha256 hmac_sha256(str key, str data)
{
    struct sha256 h;
    unsigned n = 0;
    HMAC(EVP_sha256(), key.s ? key.s : "", (int)key.n, (const unsigned char *)(data.s ? data.s : ""), (size_t)data.n,
         h.b, &n);
    assert(n == sizeof h.b);
    return h;
}

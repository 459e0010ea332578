/* SHA-256 against the vectors of FIPS 180-4, in one shot and in parts; base64url and UUIDs beside it. */
#include "tests/kit/prop.h"

#include "base/base64url.h"
#include "base/hash.h"
#include "base/uuid.h"

static void assert_hash(struct sha256 h, const char *hex)
{
    assert_str(str_to_hex(prop_arena(), h.b, sizeof h.b), hex);
}

static void test_sha256_of__fips_vectors(void **state)
{
    (void)state;
    assert_hash(sha256_of(S("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_hash(sha256_of(S("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_hash(sha256_of(S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = arena_bytes(prop_arena(), 1000000, 1);
    memset(million, 'a', 1000000);
    assert_hash(sha256_of((str){ million, 1000000 }),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_sha256_more__equals_one_shot(void **state)
{
    struct prop p = prop_new("sha256");
    char data[300];
    (void)state;
    for (int round = 0; round < 500; round++) {
        ptrdiff_t n = prop_below(&p, (int)sizeof data);
        for (ptrdiff_t i = 0; i < n; i++)
            data[i] = (char)prop_u64(&p);
        struct sha256_state st = sha256_begin();
        for (ptrdiff_t at = 0, step; at < n; at += step) {
            step = 1 + prop_below(&p, (int)(n - at));
            sha256_more(&st, (str){ data + at, step });
        }
        struct sha256 parts = sha256_end(&st), whole = sha256_of((str){ data, n });
        assert_true(str_eq(sha256_str(&parts), sha256_str(&whole)));
    }
}

static void test_sha256_leaf__is_separated_from_nodes(void **state)
{
    (void)state;
    assert_hash(sha256_leaf(S("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    struct sha256 leaf = sha256_leaf(S("abc")), same = sha256_of(S("\0abc"));
    assert_true(str_eq(sha256_str(&leaf), sha256_str(&same)));
}

static void test_base64url__reads_back(void **state)
{
    static const struct {
        const char *bytes, *text;
    } row[] = { { "", "" },        { "f", "Zg" },        { "fo", "Zm8" },
                { "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "\xfb\xff", "-_8" } };
    struct prop p = prop_new("base64url");
    struct arena *mem = prop_arena();
    str back;
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_str(base64url_encode(mem, row[i].bytes, strlen(row[i].bytes)), row[i].text);
        assert_true(base64url_decode(mem, str_of(row[i].text), &back));
        assert_str(back, row[i].bytes);
    }
    static const char *const bad[] = { "Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm 9", "Zm9v\n", "ZZZZZ" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (base64url_decode(mem, str_of(bad[i]), &back))
            fail_msg("accepted %s", bad[i]);
    for (int round = 0; round < 500; round++) {
        char data[40];
        size_t n = (size_t)prop_below(&p, (int)sizeof data);
        for (size_t i = 0; i < n; i++)
            data[i] = (char)prop_u64(&p);
        assert_true(base64url_decode(mem, base64url_encode(mem, data, n), &back));
        assert_true(str_eq(back, (str){ data, (ptrdiff_t)n }));
    }
}

/* RFC 4231, cases 1, 2, 3 and 6 */
static void test_hmac_sha256__vectors(void **state)
{
    struct arena *mem = prop_arena();
    char long_key[131], key3[20], data3[50];
    (void)state;
    memset(long_key, 0xaa, sizeof long_key);
    memset(key3, 0xaa, sizeof key3);
    memset(data3, 0xdd, sizeof data3);
    const struct {
        str key, data;
        const char *hex;
    } row[] = {
        { S("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"), S("Hi There"),
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { S("Jefe"), S("what do ya want for nothing?"),
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { { key3, sizeof key3 },
          { data3, sizeof data3 },
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
        { { long_key, sizeof long_key },
          S("Test Using Larger Than Block-Size Key - Hash Key First"),
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct sha256 h = hmac_sha256(row[i].key, row[i].data);
        assert_str(str_to_hex(mem, h.b, 32), row[i].hex);
    }
}

static void test_uuid_valid__knows_the_shape(void **state)
{
    (void)state;
    assert_true(uuid_valid(S("0190b6a0-7c3e-7abc-8def-0123456789ab")) &&
                uuid_valid(S("0190B6A0-7C3E-7ABC-8DEF-0123456789AB")));
    static const char *const bad[] = { "",
                                       "0190b6a07c3e7abc8def0123456789ab",
                                       "0190b6a0-7c3e-7abc-8def-0123456789a",
                                       "0190b6a0-7c3e-7abc-8def-0123456789abc",
                                       "0190b6a0-7c3e-7abc-8def-0123456789ag",
                                       "0190b6a0-7c3e-7abc-8def00123456789ab",
                                       "{0190b6a0-7c3e-7abc-8def-0123456789}",
                                       "0190b6a0-7c3e-7abc-8def-0123456789\x01\x10" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (uuid_valid(str_of(bad[i])))
            fail_msg("accepted %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256_of__fips_vectors),
        cmocka_unit_test(test_sha256_more__equals_one_shot),
        cmocka_unit_test(test_sha256_leaf__is_separated_from_nodes),
        cmocka_unit_test(test_hmac_sha256__vectors),
        cmocka_unit_test(test_base64url__reads_back),
        cmocka_unit_test(test_uuid_valid__knows_the_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Which addresses are inside, and networks by their bits. */
#include "tests/kit/prop.h"

#include "base/address.h"

static bool is_public(const char *text)
{
    struct address a;
    assert_true(address_parse(str_of(text), &a));
    return address_is_public(&a);
}

static void test_address__inside_and_outside(void **state)
{
    static const char *const inside[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::",
        "3fff::1",
    };
    static const char *const outside[] = { "1.1.1.1",      "9.255.255.255", "11.0.0.0",        "100.63.255.255",
                                           "100.128.0.0",  "126.0.0.1",     "128.0.0.1",       "172.15.255.255",
                                           "172.32.0.0",   "192.167.1.1",   "223.255.255.255", "2606:4700::1",
                                           "2400:cb00::1", "::ffff:1.1.1.1" };
    (void)state;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (is_public(inside[i]))
            fail_msg("%s is inside", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (!is_public(outside[i]))
            fail_msg("%s is outside", outside[i]);
}

static void test_address__is_written_one_way(void **state)
{
    static const char *const wrong[] = { "",      "localhost", "127.1",     "0x7f.0.0.1", "2130706433", "127.0.0.1:80",
                                         "[::1]", "1.2.3",     "1.2.3.256", "1.2.3.04 ",  "::1%lo",     "1.2.3.4/8" };
    struct address a;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (address_parse(str_of(wrong[i]), &a))
            fail_msg("'%s' is no address", wrong[i]);
    assert_false(address_parse((str){ "127.0.0.1\0.5", 12 }, &a));
}

static bool has(const char *net, const char *address)
{
    struct network n;
    struct address a;
    assert_true(network_parse(str_of(net), &n));
    assert_true(address_parse(str_of(address), &a));
    return network_has(&n, &a);
}

static void test_network__holds_its_addresses(void **state)
{
    (void)state;
    assert_true(has("10.0.0.0/8", "10.255.0.1"));
    assert_false(has("10.0.0.0/8", "11.0.0.0"));
    assert_true(has("192.168.16.0/20", "192.168.31.255"));
    assert_false(has("192.168.16.0/20", "192.168.32.0"));
    assert_true(has("127.0.0.1", "127.0.0.1"));
    assert_false(has("127.0.0.1/32", "127.0.0.2"));
    assert_true(has("fd00::/8", "fdff::1"));
    assert_true(has("0.0.0.0/0", "8.8.8.8"));
    assert_false(has("0.0.0.0/0", "::1"));
    assert_true(has("127.0.0.0/8", "::ffff:127.0.0.1"));
}

static void test_network__refuses_what_is_none(void **state)
{
    static const char *const wrong[] = { "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
                                         "10/8",       "fd00::1/8",   "x/8",         "",
                                         "fd00::/129" };
    struct network n;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (network_parse(str_of(wrong[i]), &n))
            fail_msg("'%s' is no network", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address__inside_and_outside),
        cmocka_unit_test(test_address__is_written_one_way),
        cmocka_unit_test(test_network__holds_its_addresses),
        cmocka_unit_test(test_network__refuses_what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

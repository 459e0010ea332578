/* Addresses, networks and web addresses that somebody typed: what is read as one holds together. */
#include "tests/fuzz/fuzz.h"

#include "base/address.h"
#include "os/send.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    str text = fuzz_str(data, size);
    struct address a;
    struct network net;
    struct send_url u;
    if (address_parse(text, &a)) {
        FUZZ_EXPECT(a.n == 4 || a.n == 16);
        FUZZ_EXPECT(network_parse(text, &net) && net.bits == a.n * 8 && network_has(&net, &a));
        (void)address_is_public(&a);
    }
    if (network_parse(text, &net))
        FUZZ_EXPECT(net.bits >= 0 && net.bits <= net.base.n * 8 && network_has(&net, &net.base));
    if (size < 2000 && send_url_parse(mem, text, &u)) {
        FUZZ_EXPECT(u.host.n > 0 && u.port >= 0 && u.port <= 65535);
        FUZZ_EXPECT(str_find(u.host, S("@")) < 0 && str_find(u.host, S("/")) < 0 && str_find(u.host, S("#")) < 0);
    }
    return 0;
}

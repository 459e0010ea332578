/* What decodes is no longer than its code, and encoding brings back a text that decodes to the same. */
#include "tests/fuzz/fuzz.h"

#include "web/http_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    str in = fuzz_str(data, size), out, back, plain;
    bool good = http_url_decode(mem, in, true, &out);
    FUZZ_EXPECT(good == http_url_decode(mem, in, false, &plain));
    FUZZ_EXPECT(http_url_decode(mem, http_url_encode(mem, in), true, &back) && str_eq(back, in));
    if (!good)
        return 0;
    FUZZ_EXPECT(out.n <= in.n && plain.n == out.n);
    FUZZ_EXPECT(http_url_decode(mem, http_url_encode(mem, out), false, &back) && str_eq(back, out));
    if (http_path_good(out))
        FUZZ_EXPECT(out.s[0] == '/' && str_find(out, S("/../")) < 0 && !memchr(out.s, 0, (size_t)out.n));
    return 0;
}

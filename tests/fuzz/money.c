/* What was read as money and is printed, in either language, reads as the same money again. */
#include "tests/fuzz/fuzz.h"

#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    money m, again;
    if (!money_parse(fuzz_str(data, size), &m))
        return 0;
    for (int english = 0; english < 2; english++) {
        FUZZ_EXPECT(money_parse(money_text(mem, m, english), &again));
        FUZZ_EXPECT(again.dong == m.dong);
        FUZZ_EXPECT(money_words(mem, m, english).n > 0);
    }
    return 0;
}

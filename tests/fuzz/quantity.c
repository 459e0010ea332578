/* What was read as a quantity and is printed reads as the same quantity again, for every unit. */
#include "tests/fuzz/fuzz.h"

#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t unit[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
    struct arena *mem = fuzz_arena();
    qty q, again;
    if (size < 1)
        return 0;
    int64_t per = unit[data[0] % (sizeof unit / sizeof *unit)];
    if (!qty_parse(fuzz_str(data + 1, size - 1), per, &q))
        return 0;
    for (int english = 0; english < 2; english++) {
        FUZZ_EXPECT(qty_parse(qty_text(mem, q, per, english), per, &again));
        FUZZ_EXPECT(again.base == q.base);
    }
    return 0;
}

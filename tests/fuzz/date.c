/* What was read as a date is one, survives the day count, and reads the same again in both of its printed forms. */
#include "tests/fuzz/fuzz.h"

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    date d, again;
    if (!date_parse(fuzz_str(data, size), &d)) {
        FUZZ_EXPECT(!date_parse_iso(fuzz_str(data, size), &d));
        return 0;
    }
    FUZZ_EXPECT(date_valid(d));
    FUZZ_EXPECT(date_cmp(date_from_days(date_days(d)), d) == 0);
    FUZZ_EXPECT(date_parse(date_text(mem, d), &again) && date_cmp(again, d) == 0);
    FUZZ_EXPECT(date_parse_iso(date_iso(mem, d), &again) && date_cmp(again, d) == 0);
    return 0;
}

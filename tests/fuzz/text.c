/* Normal form and search key are fixpoints, keys agree for equal texts, and what may be stored really is clean. */
#include "tests/fuzz/fuzz.h"

#include "base/text.h"

static void check_keys(struct arena *mem, str in, str nfc)
{
    str fold = text_fold(mem, in), key = text_sort_key(mem, in);
    FUZZ_EXPECT(text_valid_utf8(fold) && str_eq(text_fold(mem, fold), fold) && str_eq(text_fold(mem, nfc), fold));
    FUZZ_EXPECT(text_valid_utf8(key) && str_eq(text_sort_key(mem, nfc), key));
    for (ptrdiff_t i = 0; i < key.n; i++)
        FUZZ_EXPECT((unsigned char)key.s[i] >= ' ');
    FUZZ_EXPECT(text_valid_utf8(text_given_name_sort_key(mem, nfc)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    str in = fuzz_str(data, size), clean, twice, old;
    str nfc = text_nfc(mem, in);
    FUZZ_EXPECT(text_valid_utf8(nfc) && str_eq(text_nfc(mem, nfc), nfc));
    check_keys(mem, in, nfc);
    for (int lines = 0; lines < 2; lines++) {
        enum text_fault f = text_clean(mem, in, lines, &clean);
        FUZZ_EXPECT((f == TEXT_NOT_UTF8) == !text_valid_utf8(in));
        FUZZ_EXPECT((text_fault_message(f) == NULL) == (f == TEXT_FINE));
        if (f == TEXT_FINE)
            FUZZ_EXPECT(text_clean(mem, clean, lines, &twice) == TEXT_FINE && str_eq(clean, twice));
    }
    FUZZ_EXPECT(text_width(text_ellipsis(mem, in, 5)) <= 5);
    if (text_from_windows1258(mem, in, &old))
        FUZZ_EXPECT(text_valid_utf8(old) && str_eq(text_nfc(mem, old), old));
    return 0;
}

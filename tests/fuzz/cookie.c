/* A cookie that was found is a piece of the header, and is found again in a header that holds it alone or behind
   others. Input: the name, a line end, the header. Accept lists are read from the same bytes. */
#include "tests/fuzz/fuzz.h"

#include "web/http_parts.h"
#include "web/lang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    struct str_cut cut = str_cut(fuzz_str(data, size), '\n');
    str v, again;
    enum lang lang = LANG_COUNT;
    FUZZ_EXPECT(!lang_accepted(cut.tail, &lang) || lang == LANG_VI || lang == LANG_EN);
    (void)http_list_accepts(cut.tail, cut.head);
    if (!http_cookie(cut.tail, cut.head, &v))
        return 0;
    FUZZ_EXPECT(v.n == 0 || (v.s >= cut.tail.s && v.s + v.n <= cut.tail.s + cut.tail.n));
    FUZZ_EXPECT(v.n == 0 || !memchr(v.s, ';', (size_t)v.n));
    const str part[] = { S("x=1; "), cut.head, S("=\""), v, S("\"; y=2") };
    str alone = str_join(mem, part, 5, S(""));
    bool other = str_eq(cut.head, S("x")) || !http_is_token(cut.head);
    FUZZ_EXPECT(other || (http_cookie(alone, cut.head, &again) && str_eq(again, v)));
    return 0;
}

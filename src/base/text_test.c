/* Vietnamese text: search keys, dictionary order, what may be stored, and the old code page. */
#include "tests/kit/prop.h"

#include "base/text.h"

#include <utf8proc.h>

static void test_text_valid_utf8__is_strict(void **state)
{
    static const char *const good[] = { "", "abc", "Nguyễn Văn Đông ₫", "😀", "\xf4\x8f\xbf\xbf" };
    static const char *const bad[] = { "\x80",         "a\xff",        "\xc0\xaf",
                                       "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                       "12345678\xc3" };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(text_valid_utf8(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_valid_utf8(str_of(bad[i])));
    assert_int_equal(text_width(S("Đông 😀")), 6);
    assert_int_equal(text_width(S("a\xff")), 2);
}

/* Our decoder against utf8proc's: every code point, and random bytes. */
static void test_text_sequence__agrees_with_utf8proc(void **state)
{
    struct prop p = prop_new("text_sequence");
    uint8_t t[4];
    int32_t cp;
    (void)state;
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        ptrdiff_t n = utf8proc_encode_char(c, t), at = 0;
        str one = { (const char *)t, n };
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        if (n == 0)
            continue;
        assert_true(text_sequence(one, 0) == (surrogate ? 0 : n));
        assert_true(surrogate || (text_next(one, &at) == c && at == n && text_next(one, &at) == -1));
    }
    for (int i = 0; i < 300000; i++) {
        uint64_t bits = prop_u64(&p);
        memcpy(t, &bits, 4);
        t[0] |= 0x80 & (uint8_t)(bits >> 32);
        for (int k = 1; k < 4 && bits >> 60; k++)
            t[k] = (uint8_t)((t[k] & 0x3f) | 0x80);
        ptrdiff_t n = 1 + (ptrdiff_t)(bits >> 40 & 3), want = utf8proc_iterate(t, n, &cp);
        assert_true(text_sequence((str){ (const char *)t, n }, 0) == (want < 0 ? 0 : want));
    }
}

static void test_text_nfc__composes(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(text_nfc(mem, S("Nguye\u0302\u0303n")), "Nguyễn");
    assert_str(text_nfc(mem, S("e\u0323\u0302")), "ệ");
    assert_str(text_nfc(mem, S("ê\u0323")), "ệ");
    assert_str(text_nfc(mem, S("Nguyễn")), "Nguyễn");
    assert_str(text_nfc(mem, S("a\xff")), "a\uFFFD");
    assert_str(text_nfc(mem, S("")), "");
}

/* The short way must say what the tables say, which a ligature behind the text makes necessary. */
static void test_text_fold__is_the_same_with_and_without_tables(void **state)
{
    struct arena *mem = prop_arena();
    struct prop p = prop_new("text_fold without tables");
    (void)state;
    for (int32_t i = 0; i < 0x400 + 20000; i++) {
        struct buf b = buf_new(mem);
        int n = i < 0x400 ? 1 : 1 + prop_below(&p, 12);
        for (int k = 0; k < n; k++) {
            int32_t any = prop_below(&p, 2) ? prop_below(&p, 0x250) : 0x1E80 + prop_below(&p, 0x80);
            text_put(&b, i >= 0x400 ? any : i < 0x300 ? i : 0x1E00 + (i & 0xFF));
        }
        str quick = text_fold(mem, buf_str(&b));
        buf_put(&b, S("x\xEF\xAC\x81")); /* fi */
        str slow = text_fold(mem, buf_str(&b));
        bool gap = slow.n == quick.n + 4; /* what ends in a space has one before the x */
        if (!str_eq(str_sub(slow, 0, slow.n - 3 - gap), quick) || (gap && slow.s[quick.n] != ' '))
            fail_msg("\"" STR_FMT "\" or \"" STR_FMT "\"", STR_ARG(quick), STR_ARG(slow));
        arena_reset(mem, 0);
    }
}

static void test_text_fold__finds_without_accents(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(text_fold(mem, S("  NGUYỄN \t Văn\u00a0Đông ")), "nguyen van dong");
    assert_str(text_fold(mem, S("nguye\u0302\u0303n")), "nguyen");
    assert_str(text_fold(mem, S("ƯỚC MƠ, Ăn Â")), "uoc mo, an a");
    assert_str(text_fold(mem, S("đĐ")), "dd");
    assert_str(text_fold(mem, S("Ｆｕｌｌ ﬁ")), "full fi");
    assert_str(text_fold(mem, S(" \n ")), "");
    struct prop p = prop_new("text_fold");
    for (int i = 0; i < 20000; i++) { /* folding what is folded changes nothing */
        size_t mark = arena_mark(mem);
        struct buf b = buf_new(mem);
        for (int n = prop_below(&p, 6); n >= 0; n--)
            text_put(&b, (int32_t)(prop_u64(&p) >> (43 + prop_below(&p, 20))));
        str once = text_fold(mem, buf_str(&b));
        if (!str_eq(text_fold(mem, once), once))
            fail_msg("folding twice differs: " STR_FMT, STR_ARG(buf_str(&b)));
        arena_reset(mem, mark);
    }
}

/* Each entry comes before the next one. */
static void assert_order(const char *const *word, size_t n, str (*key)(struct arena *, str))
{
    struct arena *mem = prop_arena();
    for (size_t i = 0; i + 1 < n; i++) {
        str a = key(mem, str_of(word[i])), b = key(mem, str_of(word[i + 1]));
        if (str_cmp(a, b) >= 0)
            fail_msg("%s [" STR_FMT "] is not before %s [" STR_FMT "]", word[i], STR_ARG(a), word[i + 1], STR_ARG(b));
    }
}

static void test_text_sort_key__is_the_dictionary(void **state)
{
    static const char *const letter[] = { "-", "0", "9", "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f",
                                          "g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q",
                                          "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z", "中" };
    static const char *const tone[] = { "ba", "Ba", "bà", "Bà", "bả", "bã", "bá", "bạ", "bă", "bằ", "bâ", "bấ" };
    static const char *const word[] = { "an",   "An", "án", "an bình", "an  Bình", "anh", "ba 9",
                                        "ba a", "da", "Đa", "đá",      "đi",       "e" };
    (void)state;
    assert_order(letter, sizeof letter / sizeof *letter, text_sort_key);
    assert_order(tone, sizeof tone / sizeof *tone, text_sort_key);
    assert_order(word, sizeof word / sizeof *word, text_sort_key);
    struct arena *mem = prop_arena();
    assert_true(str_eq(text_sort_key(mem, S("Nguyễn")), text_sort_key(mem, S(" Nguye\u0302\u0303n "))));
    assert_true(text_valid_utf8(text_sort_key(mem, S("a\xff 中\u0301"))));
}

static void test_text_given_name_sort_key__is_a_list_of_members(void **state)
{
    static const char *const name[] = { "Trần Văn An",  "Lê Thị Ánh",    "Lê Văn Bình",  "Nguyễn Văn Bình",
                                        "Trần An Bình", "Bùi Văn Dũng",  "Bùi Văn Đông", "Đỗ Mười",
                                        "Vũ",           "Nguyễn Thị Yến" };
    (void)state;
    assert_order(name, sizeof name / sizeof *name, text_given_name_sort_key);
    assert_str(text_given_name_sort_key(prop_arena(), S("")), "      ");
}

static void test_text_ellipsis__keeps_letters_whole(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(text_ellipsis(mem, S("Hợp tác xã"), 10), "Hợp tác xã");
    assert_str(text_ellipsis(mem, S("Hợp tác xã"), 9), "Hợp tác …");
    assert_str(text_ellipsis(mem, S("Hợp tác xã"), 1), "…");
    assert_str(text_ellipsis(mem, S("e\u0302\u0323e\u0302\u0323"), 5), "e\u0302\u0323…");
    assert_str(text_ellipsis(mem, S(""), 1), "");
    struct prop p = prop_new("text_ellipsis");
    for (int i = 0; i < 5000; i++) {
        size_t mark = arena_mark(mem);
        struct buf b = buf_new(mem);
        int max = 1 + prop_below(&p, 5);
        for (int n = prop_below(&p, 8); n > 0; n--)
            text_put(&b, prop_below(&p, 2) ? 'a' : 0x301);
        assert_true(text_width(text_ellipsis(mem, buf_str(&b), max)) <= max);
        arena_reset(mem, mark);
    }
}

static void test_text_clean__refuses_what_cannot_be_shown(void **state)
{
    static const struct {
        const char *text;
        bool lines;
        enum text_fault want;
        const char *out;
    } row[] = { { "Nguyê\u0303n", false, TEXT_FINE, "Nguyễn" },
                { "", false, TEXT_FINE, "" },
                { " a ", false, TEXT_FINE, " a " },
                { "a\nb", false, TEXT_LINES, NULL },
                { "a\tb", false, TEXT_LINES, NULL },
                { "a\r\nb", false, TEXT_LINES, NULL },
                { "a\r\nb\n\tc", true, TEXT_FINE, "a\nb\n\tc" },
                { "a\rb", true, TEXT_CONTROL, NULL },
                { "a\x07", true, TEXT_CONTROL, NULL },
                { "a\x7f", false, TEXT_CONTROL, NULL },
                { "a\xc2\x85", true, TEXT_CONTROL, NULL },
                { "\u202Etxt.exe", false, TEXT_CONTROL, NULL },
                { "\xff", false, TEXT_NOT_UTF8, NULL },
                { "\uFFFE", false, TEXT_NONCHARACTER, NULL },
                { "\U0010FFFF", false, TEXT_NONCHARACTER, NULL },
                { "\uFDD0", false, TEXT_NONCHARACTER, NULL },
                { "<script>alert(1)</script>", false, TEXT_FINE, "<script>alert(1)</script>" },
                { "👩‍👩‍👧 ０", false, TEXT_FINE, "👩‍👩‍👧 ０" } };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        str out = S("untouched");
        enum text_fault got = text_clean(prop_arena(), str_of(row[i].text), row[i].lines, &out);
        if (got != row[i].want)
            fail_msg("row %zu: %d", i, got);
        assert_str(out, row[i].want ? "untouched" : row[i].out);
        assert_true((text_fault_message(got) == NULL) == (got == TEXT_FINE));
    }
    str out = S("untouched");
    assert_int_equal(text_clean(prop_arena(), S("a\0b"), true, &out), TEXT_CONTROL);
}

static void test_text_from_windows1258__joins_tones(void **state)
{
    struct arena *mem = prop_arena();
    str out = S("untouched");
    (void)state;
    assert_true(text_from_windows1258(mem, S("Nguy\xea\xden V\xe3n \xd0\xf4ng"), &out));
    assert_str(out, "Nguyễn Văn Đông");
    assert_true(text_from_windows1258(mem,
                                      S("H\xf5\xf2p t\xe1"
                                        "c xa\xde"),
                                      &out)); /* the tone follows its letter */
    assert_str(out, "Hợp tác xã");
    assert_true(text_from_windows1258(mem, S("50.000 \xfe \x80"), &out));
    assert_str(out, "50.000 ₫ €");
    out = S("untouched");
    assert_false(text_from_windows1258(mem, S("a\x81"), &out));
    assert_str(out, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_valid_utf8__is_strict),
        cmocka_unit_test(test_text_sequence__agrees_with_utf8proc),
        cmocka_unit_test(test_text_nfc__composes),
        cmocka_unit_test(test_text_fold__is_the_same_with_and_without_tables),
        cmocka_unit_test(test_text_fold__finds_without_accents),
        cmocka_unit_test(test_text_sort_key__is_the_dictionary),
        cmocka_unit_test(test_text_given_name_sort_key__is_a_list_of_members),
        cmocka_unit_test(test_text_ellipsis__keeps_letters_whole),
        cmocka_unit_test(test_text_clean__refuses_what_cannot_be_shown),
        cmocka_unit_test(test_text_from_windows1258__joins_tones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

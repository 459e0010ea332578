/* Amounts in words: examples as accountants write them, and a small reader of words that must find the amount again,
   which also shows that no two amounts share their words. */
#include "tests/kit/prop.h"

#include "base/money.h"

static void test_money_words__vietnamese(void **state)
{
    static const struct {
        int64_t dong;
        const char *words;
    } row[] = {
        { 0, "Không đồng" },
        { 5, "Năm đồng" },
        { 10, "Mười đồng" },
        { 11, "Mười một đồng" },
        { 14, "Mười bốn đồng" },
        { 15, "Mười lăm đồng" },
        { 20, "Hai mươi đồng" },
        { 21, "Hai mươi mốt đồng" },
        { 24, "Hai mươi tư đồng" },
        { 55, "Năm mươi lăm đồng" },
        { 100, "Một trăm đồng" },
        { 104, "Một trăm linh bốn đồng" },
        { 105, "Một trăm linh năm đồng" },
        { 115, "Một trăm mười lăm đồng" },
        { 1000, "Một nghìn đồng" },
        { 1005, "Một nghìn không trăm linh năm đồng" },
        { 1015, "Một nghìn không trăm mười lăm đồng" },
        { 21000, "Hai mươi mốt nghìn đồng" },
        { 6187500, "Sáu triệu một trăm tám mươi bảy nghìn năm trăm đồng" },
        { 1000005, "Một triệu không trăm linh năm đồng" },
        { 1005000, "Một triệu không trăm linh năm nghìn đồng" },
        { 2005000000, "Hai tỷ không trăm linh năm triệu đồng" },
        { 1000000000000, "Một nghìn tỷ đồng" },
        { 1234000000000, "Một nghìn hai trăm ba mươi tư tỷ đồng" },
        { 1000000000000000000, "Một tỷ tỷ đồng" },
        { -50000, "Âm năm mươi nghìn đồng" },
        { INT64_MAX,
          "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ tám trăm năm "
          "mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy đồng" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(money_words(prop_arena(), (money){ row[i].dong }, false), row[i].words);
}

static void test_money_words__english(void **state)
{
    static const struct {
        int64_t dong;
        const char *words;
    } row[] = {
        { 0, "Zero dong" },
        { 13, "Thirteen dong" },
        { 21, "Twenty-one dong" },
        { 300, "Three hundred dong" },
        { 6187500, "Six million one hundred eighty-seven thousand five hundred dong" },
        { 1000005, "One million five dong" },
        { -50000, "Minus fifty thousand dong" },
        { INT64_MIN,
          "Minus nine quintillion two hundred twenty-three quadrillion three hundred seventy-two trillion thirty-six "
          "billion eight hundred fifty-four million seven hundred seventy-five thousand eight hundred eight dong" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(money_words(prop_arena(), (money){ row[i].dong }, true), row[i].words);
}

struct word_value {
    const char *word;
    uint64_t value; /* a digit or number, or the scale */
    bool scale;
};

/* Numbers add up in `group`; a scale moves them on. */
struct reading {
    uint64_t total, low, group, digit;
};

static const struct word_value *word_of(const struct word_value *table, str w)
{
    for (const struct word_value *t = table; t->word; t++)
        if (str_eq_nocase(str_of(t->word), w))
            return t;
    fail_msg("no such word: " STR_FMT, STR_ARG(w));
    return NULL;
}

static void read_vi(struct reading *r, str w)
{
    static const struct word_value table[] = {
        { "không", 0, false },   { "một", 1, false },          { "mốt", 1, false },         { "hai", 2, false },
        { "ba", 3, false },      { "bốn", 4, false },          { "tư", 4, false },          { "năm", 5, false },
        { "lăm", 5, false },     { "sáu", 6, false },          { "bảy", 7, false },         { "tám", 8, false },
        { "chín", 9, false },    { "linh", 0, false },         { "mười", 10, false },       { "mươi", 10, true },
        { "trăm", 100, true },   { "nghìn", 1000, true },      { "triệu", 1000000, true },  { "tỷ", 1000000000, true },
        { NULL, 0, false },
    };
    const struct word_value *v = word_of(table, w);
    if (!v->scale && v->value < 10) {
        r->group += r->digit;
        r->digit = v->value;
    } else if (v->value <= 100) {
        r->group += v->scale ? r->digit * v->value : r->digit + v->value;
        r->digit = 0;
    } else {
        r->low += (r->group + r->digit) * (v->value == 1000000000 ? 1 : v->value);
        r->group = r->digit = 0;
        if (v->value == 1000000000) {
            r->total = (r->total + r->low) * 1000000000;
            r->low = 0;
        }
    }
}

static void read_en(struct reading *r, str w)
{
    static const struct word_value table[] = {
        { "zero", 0, false },     { "one", 1, false },         { "two", 2, false },        { "three", 3, false },
        { "four", 4, false },     { "five", 5, false },        { "six", 6, false },        { "seven", 7, false },
        { "eight", 8, false },    { "nine", 9, false },        { "ten", 10, false },       { "eleven", 11, false },
        { "twelve", 12, false },  { "thirteen", 13, false },   { "fourteen", 14, false },  { "fifteen", 15, false },
        { "sixteen", 16, false }, { "seventeen", 17, false },  { "eighteen", 18, false },  { "nineteen", 19, false },
        { "twenty", 20, false },  { "thirty", 30, false },     { "forty", 40, false },     { "fifty", 50, false },
        { "sixty", 60, false },   { "seventy", 70, false },    { "eighty", 80, false },    { "ninety", 90, false },
        { "hundred", 100, true }, { "thousand", 1000, true },  { "million", 1000000, true },
        { "billion", 1000000000, true },                       { "trillion", 1000000000000, true },
        { "quadrillion", 1000000000000000, true },             { "quintillion", 1000000000000000000, true },
        { NULL, 0, false },
    };
    const struct word_value *v = word_of(table, w);
    if (!v->scale) {
        r->group += v->value;
    } else if (v->value == 100) {
        r->group *= 100;
    } else {
        r->total += r->group * v->value;
        r->group = 0;
    }
}

static int64_t amount_of(str words, bool english)
{
    struct reading r = { 0 };
    str rest = str_sub(words, 0, words.n - (english ? S(" dong") : S(" đồng")).n);
    str minus = english ? S("Minus ") : S("Âm ");
    bool neg = str_starts(words, minus);
    if (neg)
        rest = str_sub(rest, minus.n, rest.n);
    for (bool more = true; more;) {
        struct str_cut c = str_cut(rest, ' ');
        struct str_cut two = str_cut(c.head, '-');
        if (english && two.found)
            read_en(&r, two.head);
        (english ? read_en : read_vi)(&r, english && two.found ? two.tail : c.head);
        rest = c.tail;
        more = c.found;
    }
    uint64_t v = r.total + r.low + r.group + r.digit;
    return (int64_t)(neg ? -v : v);
}

/* Often with empty groups inside. */
static int64_t random_amount(struct prop *p)
{
    static const int64_t hole[] = { 1, 1000, 1000000, 1000000000, 1000000000000 };
    int64_t v = prop_i64(p), k = hole[prop_below(p, 5)];
    return k == 1 ? v : v / k * k + (prop_below(p, 2) ? v % 10 : 0);
}

static void test_money_words__read_back(void **state)
{
    struct prop p = prop_new("money_words");
    struct arena *mem = prop_arena();
    (void)state;
    for (int64_t v = -2200; v < 20000; v++) {
        size_t mark = arena_mark(mem);
        int64_t m = v < 2200 ? v : random_amount(&p);
        for (int english = 0; english < 2; english++) {
            str words = money_words(mem, (money){ m }, english);
            if (amount_of(words, english) != m)
                fail_msg("%" PRId64 " is " STR_FMT, m, STR_ARG(words));
        }
        arena_reset(mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money_words__vietnamese),
        cmocka_unit_test(test_money_words__english),
        cmocka_unit_test(test_money_words__read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

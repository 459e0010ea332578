/* Numbers of the reference files as exact integers, and back to words. Pure; nothing here knows what they count. */
#include "features/people/organisations/organisations_rules.h"

/* s × 10^decimals; refuses more decimals, signs inside, empty parts. */
static bool scaled_parse(str s, int decimals, int64_t *out)
{
    bool negative = str_starts(s, S("-"));
    struct str_cut c = str_cut(str_sub(s, negative, s.n), '.');
    int64_t v = 0;
    if (!c.head.n || (c.found && !c.tail.n) || c.tail.n > decimals)
        return false;
    for (ptrdiff_t i = 0; i < c.head.n + decimals; i++) {
        char d = i < c.head.n ? c.head.s[i] : i - c.head.n < c.tail.n ? c.tail.s[i - c.head.n] : '0';
        if (d < '0' || d > '9' || __builtin_mul_overflow(v, (int64_t)10, &v) || __builtin_add_overflow(v, d - '0', &v))
            return false;
    }
    *out = negative ? -v : v;
    return true;
}

bool milli_parse(str s, int64_t *out) { return scaled_parse(s, 3, out); }
bool microdeg_parse(str s, int64_t *out) { return scaled_parse(s, 6, out); }

str milli_text(struct arena *mem, int64_t milli, bool english)
{
    str whole = money_text(mem, (money){ milli / 1000 }, english);
    int64_t rest = milli % 1000 < 0 ? -(milli % 1000) : milli % 1000;
    if (!rest)
        return whole;
    char d[4] = { (char)('0' + rest / 100), (char)('0' + rest / 10 % 10), (char)('0' + rest % 10), 0 };
    for (int i = 2; i > 0 && d[i] == '0'; i--)
        d[i] = 0;
    const char *sign = milli < 0 && milli > -1000 ? "-" : "";
    return str_fmt(mem, "%s" STR_FMT "%s%s", sign, STR_ARG(whole), english ? "." : ",", d);
}

str as_of_text(struct arena *mem, str as_of)
{
    struct str_cut y = str_cut(as_of, '-'), m = str_cut(y.tail, '-');
    if (m.found)
        return str_join(mem, (const str[]){ m.tail, m.head, y.head }, 3, S("/"));
    return y.found ? str_join(mem, (const str[]){ y.tail, y.head }, 2, S("/")) : as_of;
}

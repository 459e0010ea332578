/* Exact arithmetic on đồng and quantities, and their text. Nothing here rounds except mul_div_round.
   Text is bytes: separators are looked at one by one, never through a locale. Amounts in words are in money_words.c. */
#include "base/money.h"

#include "base/arena.h"

#include <assert.h>

__extension__ typedef __int128 i128;
__extension__ typedef unsigned __int128 u128;

enum { DECIMALS_MAX = 12 }; /* per <= 10^12 */

static uint64_t magnitude(int64_t v) { return v < 0 ? -(uint64_t)v : (uint64_t)v; }

/* Sign and magnitude back to int64; false when it does not fit. */
static bool signed_of(u128 m, bool neg, int64_t *out)
{
    if (m > (u128)INT64_MAX + neg)
        return false;
    *out = neg ? (int64_t)-(uint64_t)m : (int64_t)m;
    return true;
}

bool mul_div_round(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    assert(c > 0);
    i128 p = (i128)a * b;
    bool neg = p < 0;
    u128 m = neg ? -(u128)p : (u128)p;
    u128 q = m / (u128)c, rest = m % (u128)c;
    if (rest >= (u128)c - rest)
        q++;
    return signed_of(q, neg, out);
}

bool money_of_qty(qty q, money price, int64_t per, money *out)
{
    return mul_div_round(q.base, price.dong, per, &out->dong);
}

/* One split: part i is floor(total * weight[i] / sum), then one more đồng for the largest remainders. */
struct split {
    u128 total, sum;
    const int64_t *weight;
    int n;
};

static uint64_t split_floor(const struct split *s, int i) { return (uint64_t)(s->total * (u128)s->weight[i] / s->sum); }
static u128 split_rest(const struct split *s, int i) { return s->total * (u128)s->weight[i] % s->sum; }

static int count_rests_from(const struct split *s, u128 least)
{
    int k = 0;
    for (int i = 0; i < s->n; i++)
        k += split_rest(s, i) >= least;
    return k;
}

/* The largest remainder t such that at least `left` parts have one >= t. Bisection instead of sorting: no memory
   needed. */
static u128 split_threshold(const struct split *s, int left)
{
    u128 lo = 0, hi = s->sum;
    while (hi - lo > 1) {
        u128 mid = lo + (hi - lo) / 2;
        if (count_rests_from(s, mid) >= left)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

bool money_split(money total, const int64_t *weight, money *part, int n)
{
    struct split s = { .total = magnitude(total.dong), .weight = weight, .n = n };
    for (int i = 0; i < n; i++) {
        if (weight[i] < 0)
            return false;
        s.sum += (u128)weight[i];
    }
    if (s.sum == 0)
        return false;
    u128 given = 0;
    for (int i = 0; i < n; i++)
        given += split_floor(&s, i);
    int left = (int)(s.total - given);
    assert(left >= 0 && left < n);
    u128 threshold = left ? split_threshold(&s, left) : 0;
    int ties = left ? left - count_rests_from(&s, threshold + 1) : 0;
    for (int i = 0; i < n; i++) {
        uint64_t m = split_floor(&s, i);
        if (left && split_rest(&s, i) > threshold)
            m++;
        else if (ties > 0 && split_rest(&s, i) == threshold)
            m++, ties--;
        part[i].dong = total.dong < 0 ? (int64_t)-m : (int64_t)m;
    }
    return true;
}

/* Groups of three between sep; 0 = no groups. */
static void put_digits(struct buf *b, uint64_t u, char sep)
{
    char t[32];
    int i = (int)sizeof t, digits = 0;
    do {
        if (sep && digits && digits % 3 == 0)
            t[--i] = sep;
        t[--i] = (char)('0' + u % 10);
        digits++;
    } while (u /= 10);
    buf_put(b, (str){ t + i, (ptrdiff_t)sizeof t - i });
}

str money_text(struct arena *mem, money m, bool english)
{
    struct buf b = buf_new(mem);
    if (m.dong < 0)
        buf_byte(&b, '-');
    put_digits(&b, magnitude(m.dong), english ? ',' : '.');
    return buf_str(&b);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* What a typed number consists of: the sign, and how often each separator occurs. */
struct typed {
    str body; /* without sign and unit; spaces inside are one byte ' ' */
    bool neg;
    int dots, commas, spaces;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Hard, narrow and thin spaces too: spreadsheets and other locales group with them. */
static const str spaces[] = { LIT(" "), LIT("\u00a0"), LIT("\u202f"), LIT("\u2009") };
enum { N_SPACES = sizeof spaces / sizeof *spaces };

/* Bytes of the space at the start (or end) of a; 0 when there is none. */
static ptrdiff_t space_at(str a, bool end)
{
    for (int i = 0; i < N_SPACES; i++)
        if (end ? str_ends(a, spaces[i]) : str_starts(a, spaces[i]))
            return spaces[i].n;
    return 0;
}

static str trim_all(str a)
{
    for (ptrdiff_t n; (n = space_at(a, false)) > 0;)
        a = str_sub(a, n, a.n);
    for (ptrdiff_t n; (n = space_at(a, true)) > 0;)
        a = str_sub(a, 0, a.n - n);
    return str_trim(a);
}

static str strip_unit(str a)
{
    static const str unit[] = { LIT("VNĐ"),  LIT("vnđ"), LIT("VND"), LIT("vnd"),
                                LIT("đồng"), LIT("₫"),   LIT("đ"),   LIT("Đ") };
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
        if (str_ends(a, unit[i]))
            return str_sub(a, 0, a.n - unit[i].n);
    return a;
}

/* Copies text into `to` (cap bytes) with plain spaces; false on any byte that no number has. */
static bool typed_read(str text, char *to, int cap, struct typed *out)
{
    str a = trim_all(text);
    *out = (struct typed){ 0 };
    out->neg = str_starts(a, S("-")) || str_starts(a, S("\u2212"));
    if (out->neg)
        a = trim_all(str_sub(a, a.s[0] == '-' ? 1 : 3, a.n));
    int n = 0;
    while (a.n) {
        ptrdiff_t k = space_at(a, false);
        char c = k ? ' ' : a.s[0];
        if (n == cap || !(is_digit(c) || c == ' ' || c == '.' || c == ','))
            return false;
        out->dots += c == '.';
        out->commas += c == ',';
        out->spaces += c == ' ';
        to[n++] = c;
        a = str_sub(a, k ? k : 1, a.n);
    }
    out->body = (str){ to, n };
    return n > 0;
}

/* Digits, or groups of three behind a first group of one to three that is not 0. */
static bool read_grouped(str a, char sep, u128 *out)
{
    u128 v = 0;
    int run = 0, groups = 0;
    if (a.n == 0)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++) {
        if (is_digit(a.s[i])) {
            v = v * 10 + (u128)(a.s[i] - '0');
            run++;
            if (v > (u128)1 << 64)
                return false;
            continue;
        }
        if (a.s[i] != sep || (groups ? run != 3 : run < 1 || run > 3 || a.s[0] == '0'))
            return false;
        groups++;
        run = 0;
    }
    *out = v;
    return groups ? run == 3 : run > 0;
}

bool money_parse(str text, money *out)
{
    char room[64];
    struct typed t;
    if (!typed_read(strip_unit(trim_all(text)), room, (int)sizeof room, &t))
        return false;
    if ((t.dots > 0) + (t.commas > 0) + (t.spaces > 0) > 1)
        return false;
    u128 m;
    if (!read_grouped(t.body, t.dots ? '.' : t.commas ? ',' : ' ', &m))
        return false;
    return signed_of(m, t.neg, &out->dong);
}

/* ---- quantities -------------------------------------------------------------------------------------------------- */

/* Decimals a display unit of per base units needs: the smallest d with 10^d >= per. */
static int decimals_of(int64_t per, int64_t *scale)
{
    int d = 0;
    *scale = 1;
    while (*scale < per) {
        *scale *= 10;
        d++;
    }
    assert(d <= DECIMALS_MAX);
    return d;
}

str qty_text(struct arena *mem, qty q, int64_t per, bool english)
{
    int64_t scale;
    assert(per > 0);
    int d = decimals_of(per, &scale);
    u128 m = magnitude(q.base);
    u128 v = (m * (u128)scale + (u128)per / 2) / (u128)per; /* exact when per is a power of ten */
    uint64_t whole = (uint64_t)(v / (u128)scale); /* at most 2^63: the quantity itself when per is 1 */
    uint64_t part = (uint64_t)(v % (u128)scale);
    struct buf b = buf_new(mem);
    if (q.base < 0)
        buf_byte(&b, '-');
    put_digits(&b, whole, 0);
    while (d > 0 && part % 10 == 0)
        part /= 10, d--;
    if (d == 0)
        return buf_str(&b);
    buf_byte(&b, english ? '.' : ',');
    char digit[DECIMALS_MAX];
    for (int k = d; k-- > 0; part /= 10)
        digit[k] = (char)('0' + part % 10);
    buf_put(&b, (str){ digit, d });
    return buf_str(&b);
}

/* Which byte is the decimal separator (0 = none) and which one groups; false when the text is ambiguous. */
static bool separators_of(const struct typed *t, char *decimal, char *group)
{
    int dots = t->dots, commas = t->commas;
    *decimal = 0;
    *group = ' ';
    if (dots && commas) {
        bool comma_last = memrchr(t->body.s, ',', (size_t)t->body.n) > memrchr(t->body.s, '.', (size_t)t->body.n);
        *decimal = comma_last ? ',' : '.';
        *group = comma_last ? '.' : ',';
        return (comma_last ? commas : dots) == 1 && t->spaces == 0;
    }
    if (dots + commas == 1) {
        *decimal = dots ? '.' : ',';
        return true;
    }
    if (dots + commas > 1) {
        *group = dots ? '.' : ',';
        return t->spaces == 0;
    }
    return true;
}

static bool read_decimals(str a, int max, int64_t *value, int64_t *scale)
{
    *value = 0;
    *scale = 1;
    if (a.n == 0 || a.n > max)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++) {
        if (!is_digit(a.s[i]))
            return false;
        *value = *value * 10 + (a.s[i] - '0');
        *scale *= 10;
    }
    return true;
}

bool qty_parse(str text, int64_t per, qty *out)
{
    char room[64], decimal, group;
    struct typed t;
    int64_t scale, part = 0, part_scale = 1;
    assert(per > 0);
    int d = decimals_of(per, &scale);
    if (!typed_read(text, room, (int)sizeof room, &t) || !separators_of(&t, &decimal, &group))
        return false;
    ptrdiff_t at = decimal ? (const char *)memrchr(t.body.s, decimal, (size_t)t.body.n) - t.body.s : t.body.n;
    u128 whole;
    if (!read_grouped(str_sub(t.body, 0, at), group, &whole))
        return false;
    if (decimal && !read_decimals(str_sub(t.body, at + 1, t.body.n), d, &part, &part_scale))
        return false;
    u128 shown = whole * (u128)part_scale + (u128)part;
    if (shown > ((u128)1 << 126) / (u128)per)
        return false;
    u128 base = (shown * (u128)per + (u128)part_scale / 2) / (u128)part_scale;
    /* A unit that is no power of ten (dozen, sào) takes decimals only if they name a base quantity. */
    if ((base * (u128)part_scale + (u128)per / 2) / (u128)per != shown)
        return false;
    return signed_of(base, t.neg, &out->base);
}

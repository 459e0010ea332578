/* What is in a cell: numbers, days, formats, names of cells. Pure. */
#include "web/sheet/sheet_part.h"

#include "base/text.h"

enum { DIGITS_MAX = 400, SHOWN = 15, GRID_ROWS = 1048576, GRID_COLS = 16384 };
#define WHOLE_MAX ((int64_t)1 << 53)

/* digits × 10^exp */
struct decimal {
    char digit[DIGITS_MAX];
    int n, exp;
    bool neg;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The text after an E: a small signed number. */
static bool read_exponent(str s, int *exp)
{
    int64_t e;
    if (s.n && s.s[0] == '+')
        s = str_sub(s, 1, s.n);
    if (!str_to_i64(s, &e) || e < -400 || e > 400)
        return false;
    *exp += (int)e;
    return true;
}

/* [-+]digits[.digits][E[-+]digits], as XML Schema's double; not INF and NaN. */
static bool read_decimal(str s, struct decimal *d)
{
    bool point = false, any = false;
    ptrdiff_t i = 0;
    *d = (struct decimal){ 0 };
    if (s.n && (s.s[0] == '-' || s.s[0] == '+'))
        d->neg = s.s[i++] == '-';
    for (; i < s.n && (is_digit(s.s[i]) || (s.s[i] == '.' && !point)); i++) {
        if (s.s[i] == '.') {
            point = true;
            continue;
        }
        any = true;
        d->exp -= point;
        if (d->n == 0 && s.s[i] == '0')
            continue;
        if (d->n == DIGITS_MAX)
            return false;
        d->digit[d->n++] = s.s[i];
    }
    if (!any)
        return false;
    if (i < s.n && (s.s[i] == 'e' || s.s[i] == 'E'))
        return read_exponent(str_sub(s, i + 1, s.n), &d->exp);
    return i == s.n;
}

static void strip_zeros(struct decimal *d)
{
    while (d->n && d->digit[d->n - 1] == '0')
        d->n--, d->exp++;
    if (d->n == 0)
        d->exp = 0;
}

static void round_shown(struct decimal *d)
{
    if (d->n <= SHOWN)
        return;
    bool up = d->digit[SHOWN] >= '5';
    d->exp += d->n - SHOWN;
    d->n = SHOWN;
    for (int i = SHOWN - 1; up; i--) {
        if (i < 0) { /* 999…9 → 1 */
            d->digit[0] = '1';
            d->exp += d->n;
            d->n = 1;
            break;
        }
        up = d->digit[i] == '9';
        d->digit[i] = up ? '0' : (char)(d->digit[i] + 1);
    }
    strip_zeros(d);
}

static bool read_whole(const struct decimal *d, int64_t *out)
{
    int64_t v = 0;
    for (int i = 0; i < d->n + d->exp; i++)
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, i < d->n ? d->digit[i] - '0' : 0, &v) ||
            v > WHOLE_MAX)
            return false;
    *out = d->neg ? -v : v;
    return true;
}

/* 4125 × 10^-1 → "412.5" */
static str decimal_text(struct arena *mem, const struct decimal *d)
{
    struct buf b = buf_new(mem);
    int whole = d->n + d->exp; /* digits before the point */
    if (d->neg)
        buf_byte(&b, '-');
    if (whole <= 0)
        buf_put(&b, S("0."));
    for (int i = whole; i < 0; i++)
        buf_byte(&b, '0');
    for (int i = 0; i < d->n; i++) {
        if (i == whole && i > 0)
            buf_byte(&b, '.');
        buf_byte(&b, d->digit[i]);
    }
    return buf_str(&b);
}

void value_number(struct arena *mem, str raw, struct sheet_cell *out)
{
    struct decimal d;
    raw = str_trim(raw);
    out->text = str_dup(mem, raw);
    if (!read_decimal(raw, &d)) {
        out->type = CELL_ERROR;
        out->fault = SHEET_DAMAGED;
        return;
    }
    out->type = CELL_NUMBER;
    strip_zeros(&d);
    if (d.exp < 0)
        round_shown(&d);
    if (d.exp >= 0) {
        out->whole = read_whole(&d, &out->integer);
        if (out->whole) {
            out->text = str_from_i64(mem, out->integer);
        } else {
            out->type = CELL_ERROR;
            out->fault = SHEET_TOO_LARGE;
        }
    } else if (d.n + d.exp > -SHOWN) { /* smaller ones stay as written, in powers of ten */
        out->text = decimal_text(mem, &d);
    }
}

/* ---- days ---- */

bool value_day(int64_t serial, bool from_1904, date *out)
{
    if (serial < (from_1904 ? 0 : 1) || serial > 2958465)
        return false;
    if (!from_1904 && serial == 60) /* 29/02/1900 lives in spreadsheets only */
        return false;
    int64_t days = from_1904 ? date_days((date){ 19040101 }) + serial : serial + (serial < 60) - SHEET_DAY_0;
    if (days > date_days(DATE_OPEN))
        return false;
    *out = date_from_days(days);
    return true;
}

bool value_builtin_is_date(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           id == 57 || id == 58;
}

/* Skips "quoted", \x, _x, *x and [colour]; returns the index of the next letter that means something. */
static ptrdiff_t next_mark(str s, ptrdiff_t i)
{
    while (i < s.n) {
        char c = s.s[i];
        if (c == '\\' || c == '_' || c == '*') {
            i += 2;
        } else if (c == '"' || c == '[') {
            char close = c == '"' ? '"' : ']';
            for (i++; i < s.n && s.s[i] != close; i++)
                ;
            i++;
        } else {
            return i;
        }
    }
    return s.n;
}

bool value_format_is_date(str code)
{
    bool day = false, month = false, clock = false;
    for (ptrdiff_t i = next_mark(code, 0); i < code.n && code.s[i] != ';'; i = next_mark(code, i + 1)) {
        if (str_starts(str_sub(code, i, code.n), S("General"))) {
            i += 6;
            continue;
        }
        char c = (char)(code.s[i] | 0x20);
        day = day || c == 'd' || c == 'y';
        month = month || c == 'm';
        clock = clock || c == 'h' || c == 's';
    }
    return day || (month && !clock);
}

/* ---- names of cells ---- */

bool value_reference(str s, int *row, int *col)
{
    int64_t c = 0, r = 0;
    ptrdiff_t i = 0;
    for (; i < s.n && s.s[i] >= 'A' && s.s[i] <= 'Z' && i < 4; i++)
        c = c * 26 + (s.s[i] - 'A' + 1);
    if (i == 0 || c > GRID_COLS || i >= s.n || !is_digit(s.s[i]) || s.s[i] == '0')
        return false;
    if (!str_to_i64(str_sub(s, i, s.n), &r) || r < 1 || r > GRID_ROWS)
        return false;
    *row = (int)r;
    *col = (int)c - 1;
    return true;
}

str sheet_cell_name(struct arena *mem, int row, int col)
{
    char z[8];
    int n = 0;
    for (col++; col > 0 && n < 7; col = (col - 1) / 26)
        z[7 - n++] = (char)('A' + (col - 1) % 26);
    return str_fmt(mem, STR_FMT "%d", n, z + 8 - n, row);
}

static bool read_escape(str s, int32_t *cp)
{
    *cp = 0;
    if (s.n < 7 || s.s[0] != '_' || s.s[1] != 'x' || s.s[6] != '_')
        return false;
    for (int i = 2; i < 6; i++) {
        char c = s.s[i];
        int v = is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        *cp = *cp * 16 + v;
    }
    return true;
}

bool value_is_escape(str s)
{
    int32_t cp;
    return read_escape(s, &cp);
}

str value_unescape(struct arena *mem, str s)
{
    if (str_find(s, S("_x")) < 0)
        return s;
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n;) {
        int32_t cp;
        if (read_escape(str_sub(s, i, s.n), &cp)) {
            text_put(&b, cp);
            i += 7;
        } else {
            buf_byte(&b, s.s[i++]);
        }
    }
    return buf_str(&b);
}

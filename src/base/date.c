/* The Gregorian calendar by counting days (the era method: 400 years are 146097 days). No time zone database, no libc
   time. */
#include "base/date.h"

#include "base/arena.h"

#include <assert.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 9999 };
static const int64_t MINUTE = 60 * (int64_t)1000000, DAY = 24 * 60 * MINUTE;

static bool leap(int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

static int month_days(int y, int m)
{
    static const int8_t n[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return n[m - 1] + (m == 2 && leap(y));
}

static date make(int y, int m, int d) { return (date){ y * 10000 + m * 100 + d }; }

bool date_make(int y, int m, int d, date *out)
{
    if (y < YEAR_MIN || y > YEAR_MAX || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    *out = make(y, m, d);
    return true;
}

bool date_valid(date d)
{
    date same;
    return d.ymd > 0 && date_make(date_year(d), date_month(d), date_day(d), &same);
}

/* Years begin in March here, so that the leap day is the last of its year. */
int64_t date_days(date d)
{
    assert(date_valid(d));
    int m = date_month(d);
    int64_t y = date_year(d) - (m <= 2);
    int64_t era = y / 400, year = y % 400;
    int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + date_day(d) - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

date date_from_days(int64_t days)
{
    enum { FIRST = -25567, LAST = 2932896 }; /* 1900-01-01, 9999-12-31 */
    if (days > LAST)
        return DATE_OPEN;
    if (days < FIRST)
        return make(YEAR_MIN, 1, 1);
    int64_t n = days + 719468, era = n / 146097, in_era = n % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    int d = (int)(in_year - (153 * month + 2) / 5 + 1), m = (int)(month < 10 ? month + 3 : month - 9);
    return make((int)(era * 400 + year + (m <= 2)), m, d);
}

date date_add_days(date d, int n) { return date_from_days(date_days(d) + n); }

date date_add_months(date d, int n)
{
    assert(date_valid(d));
    int64_t month = (int64_t)date_year(d) * 12 + date_month(d) - 1 + n;
    if (month > YEAR_MAX * 12 + 11)
        return DATE_OPEN;
    if (month < YEAR_MIN * 12)
        return make(YEAR_MIN, 1, 1);
    int y = (int)(month / 12), m = (int)(month % 12) + 1, last = month_days(y, m);
    return make(y, m, date_day(d) < last ? date_day(d) : last);
}

date date_month_first(date d) { return (date){ d.ymd / 100 * 100 + 1 }; }

date date_month_last(date d)
{
    assert(date_valid(d));
    return make(date_year(d), date_month(d), month_days(date_year(d), date_month(d)));
}

int date_weekday(date d) { return (int)((date_days(d) + 25567) % 7); } /* 1900-01-01 was a Monday */

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

/* The local instant; clamped far outside of any calendar. */
static int64_t local_of(int64_t at, int zone_minutes)
{
    int64_t v;
    if (__builtin_add_overflow(at, zone_minutes * MINUTE, &v))
        return at;
    return v;
}

date date_of_instant(int64_t at, int zone_minutes)
{
    return date_from_days(floor_div(local_of(at, zone_minutes), DAY));
}

int64_t date_instant(date d, int zone_minutes) { return date_days(d) * DAY - zone_minutes * MINUTE; }

/* ---- text -------------------------------------------------------------------------------------------------------- */

/* All digits of a as a number; -1 when empty, longer than max or anything else stands in it. */
static int digits(str a, int max)
{
    int v = 0;
    if (a.n == 0 || a.n > max)
        return -1;
    for (ptrdiff_t i = 0; i < a.n; i++) {
        if (a.s[i] < '0' || a.s[i] > '9')
            return -1;
        v = v * 10 + (a.s[i] - '0');
    }
    return v;
}

bool date_parse_iso(str s, date *out)
{
    if (s.n != 10 || s.s[4] != '-' || s.s[7] != '-')
        return false;
    return date_make(digits(str_sub(s, 0, 4), 4), digits(str_sub(s, 5, 7), 2), digits(str_sub(s, 8, 10), 2), out);
}

bool date_parse(str s, date *out)
{
    str a = str_trim(s);
    if (date_parse_iso(a, out))
        return true;
    if (a.n == 8 && digits(a, 8) >= 0)
        return date_make(digits(str_sub(a, 4, 8), 4), digits(str_sub(a, 2, 4), 2), digits(str_sub(a, 0, 2), 2), out);
    static const char sep[] = { '/', '-', '.' };
    for (size_t i = 0; i < sizeof sep; i++) {
        struct str_cut day = str_cut(a, sep[i]);
        struct str_cut month = str_cut(day.tail, sep[i]);
        if (!day.found || !month.found)
            continue;
        int y = digits(month.tail, 4);
        if (month.tail.n == 2 && y >= 0)
            y += 2000;
        return date_make(y, digits(month.head, 2), digits(day.head, 2), out);
    }
    return false;
}

static void pad(struct buf *b, int v, int width)
{
    char t[10];
    for (int i = width; i-- > 0; v /= 10)
        t[i] = (char)('0' + v % 10);
    buf_put(b, (str){ t, width });
}

static void put_iso(struct buf *b, date d)
{
    pad(b, date_year(d), 4);
    buf_byte(b, '-');
    pad(b, date_month(d), 2);
    buf_byte(b, '-');
    pad(b, date_day(d), 2);
}

static void put_text(struct buf *b, date d)
{
    pad(b, date_day(d), 2);
    buf_byte(b, '/');
    pad(b, date_month(d), 2);
    buf_byte(b, '/');
    pad(b, date_year(d), 4);
}

str date_iso(struct arena *mem, date d)
{
    struct buf b = buf_new(mem);
    if (d.ymd)
        put_iso(&b, d);
    return buf_str(&b);
}

str date_text(struct arena *mem, date d)
{
    struct buf b = buf_new(mem);
    if (d.ymd)
        put_text(&b, d);
    return buf_str(&b);
}

static int64_t micros_in_day(int64_t local) { return (local % DAY + DAY) % DAY; }

str instant_iso(struct arena *mem, int64_t at)
{
    struct buf b = buf_new(mem);
    int64_t t = micros_in_day(at);
    put_iso(&b, date_of_instant(at, 0));
    buf_byte(&b, 'T');
    pad(&b, (int)(t / (60 * MINUTE)), 2);
    buf_byte(&b, ':');
    pad(&b, (int)(t / MINUTE % 60), 2);
    buf_byte(&b, ':');
    pad(&b, (int)(t / 1000000 % 60), 2);
    buf_byte(&b, '.');
    pad(&b, (int)(t % 1000000), 6);
    buf_byte(&b, 'Z');
    return buf_str(&b);
}

str instant_text(struct arena *mem, int64_t at, int zone_minutes)
{
    struct buf b = buf_new(mem);
    int64_t local = local_of(at, zone_minutes), t = micros_in_day(local);
    put_text(&b, date_from_days(floor_div(local, DAY)));
    buf_byte(&b, ' ');
    pad(&b, (int)(t / (60 * MINUTE)), 2);
    buf_byte(&b, ':');
    pad(&b, (int)(t / MINUTE % 60), 2);
    return buf_str(&b);
}

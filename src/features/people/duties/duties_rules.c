/* Periods and days, and the calendar file: pure. Nothing here knows a single duty. */
#include "features/people/duties/duties_parts.h"

static bool number(str s, int *out)
{
    int64_t v;
    if (!str_to_i64(s, &v) || v < 0 || v > 9999)
        return false;
    *out = (int)v;
    return true;
}

static bool fixed_day(str due, struct duty_rule *r)
{
    date on;
    return due.n == 5 && due.s[2] == '-' && number(str_sub(due, 0, 2), &r->month) &&
           number(str_sub(due, 3, 5), &r->day) && date_make(2001, r->month, r->day, &on);
}

static bool after_end(str due, str period, struct duty_rule *r)
{
    struct str_cut plus = str_cut(due, '+');
    str tail = plus.tail;
    if (!plus.found || !str_starts(plus.head, period) || !str_eq(str_sub(plus.head, period.n, plus.head.n), S("_end")))
        return false;
    if (str_ends(tail, S("m")))
        return number(str_sub(tail, 0, tail.n - 1), &r->n_months);
    return str_ends(tail, S("d")) && number(str_sub(tail, 0, tail.n - 1), &r->n_days);
}

bool duty_rule_parse(str period, str due, struct duty_rule *out)
{
    static const str name[] = { [DUTY_MONTH] = LIT("month"),
                                [DUTY_QUARTER] = LIT("quarter"),
                                [DUTY_HALF] = LIT("half"),
                                [DUTY_YEAR] = LIT("year"),
                                [DUTY_FOLLOWS] = LIT("event") };
    *out = (struct duty_rule){ 0 };
    for (int i = 0; i < COUNT(name); i++) {
        if (!str_eq(period, name[i]))
            continue;
        out->period = (enum duty_period)i;
        if (i == DUTY_FOLLOWS)
            return due.n == 0;
        return (i == DUTY_YEAR && fixed_day(due, out)) || after_end(due, period, out);
    }
    return false;
}

/* ---- periods ---- */

static int months_of(enum duty_period p)
{
    return p == DUTY_MONTH ? 1 : p == DUTY_QUARTER ? 3 : p == DUTY_HALF ? 6 : 12;
}

static str key_of(struct arena *mem, const struct duty_rule *r, date first)
{
    int y = date_year(first), m = date_month(first);
    switch (r->period) {
    case DUTY_MONTH:
        return str_fmt(mem, "%04d-%02d", y, m);
    case DUTY_QUARTER:
        return str_fmt(mem, "%04d-Q%d", y, (m + 2) / 3);
    case DUTY_HALF:
        return str_fmt(mem, "%04d-H%d", y, (m + 5) / 6);
    case DUTY_YEAR:
    case DUTY_FOLLOWS:
        break;
    }
    return str_fmt(mem, "%04d", y);
}

static date due_of(const struct duty_rule *r, date first, date last)
{
    date due = last;
    if (r->month) {
        (void)date_make(date_year(first), r->month, r->day, &due);
        return due;
    }
    /* four months after 31 December end on 30 April, and after 28 February on 30 June: ends of months */
    if (r->n_months)
        due = date_month_last(date_add_months(date_month_first(last), r->n_months));
    return date_add_days(due, r->n_days);
}

static struct duty_span span_of(struct arena *mem, const struct duty_rule *r, date first)
{
    date last = date_month_last(date_add_months(first, months_of(r->period) - 1));
    return (struct duty_span){ key_of(mem, r, first), first, last, due_of(r, first, last) };
}

/* The month in which a period of this rule begins: quarters are the calendar's, years the organisation's, unless the
   law names a day of the calendar year. */
static int first_month(const struct duty_rule *r, int year_first)
{
    return r->period == DUTY_YEAR && !r->month ? year_first : 1;
}

int duty_spans(struct arena *mem, const struct duty_rule *r, int year_first, date from, date to, struct duty_span **out)
{
    int step = months_of(r->period), n = 0;
    date first = { 0 };
    if (r->period == DUTY_FOLLOWS || date_cmp(from, to) > 0)
        return 0;
    int most = (date_year(to) - date_year(from) + 4) * 12 / step;
    *out = new (mem, struct duty_span, most);
    (void)date_make(date_year(from) - 2, first_month(r, year_first), 1, &first);
    for (; date_cmp(first, to) <= 0 && n < most; first = date_add_months(first, step)) {
        struct duty_span s = span_of(mem, r, first);
        if (date_cmp(s.due, from) >= 0 && date_cmp(s.due, to) <= 0)
            (*out)[n++] = s;
    }
    return n;
}

bool duty_span_of(struct arena *mem, const struct duty_rule *r, int year_first, str key, struct duty_span *out)
{
    int year, step = months_of(r->period);
    date first;
    if (r->period == DUTY_FOLLOWS || key.n < 4 || !number(str_sub(key, 0, 4), &year) ||
        !date_make(year, first_month(r, year_first), 1, &first))
        return false;
    for (int i = 0; i < 12 / step; i++, first = date_add_months(first, step)) {
        *out = span_of(mem, r, first);
        if (str_eq(out->key, key))
            return true;
    }
    return false;
}

enum duty_state duty_state_at(date due, date today)
{
    if (date_cmp(due, today) < 0)
        return DUTY_OVERDUE;
    return date_cmp(due, date_add_days(today, DUTY_SOON_DAYS)) <= 0 ? DUTY_SOON : DUTY_LATER;
}

/* ---- words ---- */

str duty_period_text(const struct cx *cx, str key)
{
    static const char *const roman[] = { "I", "II", "III", "IV" };
    str year = str_sub(key, 0, 4);
    if (key.n < 7)
        return key;
    if (key.s[5] == 'Q')
        return TRF(cx, "quarter {1}/{2}", str_of(roman[(key.s[6] - '1') & 3]), year);
    if (key.s[5] == 'H')
        return TRF(cx, "half-year {1}/{2}", str_of(roman[(key.s[6] - '1') & 1]), year);
    return str_fmt(cx->mem, STR_FMT "/" STR_FMT, STR_ARG(str_sub(key, 5, 7)), STR_ARG(year));
}

str duty_state_label(const struct cx *cx, enum duty_state s)
{
    static const char *const label[DUTY_STATES] = {
        [DUTY_LATER] = T("later"), [DUTY_SOON] = T("due soon"),     [DUTY_OVERDUE] = T("overdue"),
        [DUTY_DONE] = T("done"),   [DUTY_NOT_OURS] = T("not ours"), [DUTY_EVENT] = T("when it happens")
    };
    return tr(cx, label[s]);
}

enum tone duty_tone(enum duty_state s)
{
    static const enum tone tone[DUTY_STATES] = {
        [DUTY_SOON] = TONE_WAIT, [DUTY_OVERDUE] = TONE_BAD, [DUTY_DONE] = TONE_OK
    };
    return tone[s];
}

str duty_certainty_label(const struct cx *cx, str certainty)
{
    static const struct {
        const char *key, *label;
    } word[] = {
        { "text", T("read in the text of the law") },
        { "copy", T("read in a copy that is not official") },
        { "older", T("rests on the law of 2012; not verified that it is still in force") },
        { "own", T("the day is a proposal of Hoptac, not of a law") },
        { "unknown", T("not verified: no day is known here") },
    };
    for (int i = 0; i < COUNT(word); i++)
        if (str_eq(certainty, str_of(word[i].key)))
            return tr(cx, word[i].label);
    return certainty;
}

/* The calendar as a file for other programs, RFC 5545: lines of at most 75 bytes, cut between characters. */
#include "features/people/duties/duties_parts.h"

enum { LINE_BYTES = 75 };

static bool is_inside(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static void line(struct buf *b, str s)
{
    for (int room = LINE_BYTES; s.n > room; room = LINE_BYTES - 1) {
        ptrdiff_t n = room;
        while (is_inside(s.s[n]))
            n--;
        buf_put(b, str_sub(s, 0, n));
        buf_put(b, S("\r\n "));
        s = str_sub(s, n, s.n);
    }
    buf_put(b, s);
    buf_put(b, S("\r\n"));
}

static str escaped(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '\n')
            buf_put(&b, S("\\n"));
        else if (c == '\r')
            continue;
        else if (c == '\\' || c == ';' || c == ',')
            buf_byte(&b, '\\'), buf_byte(&b, c);
        else
            buf_byte(&b, c);
    }
    return buf_str(&b);
}

static str stamp(struct arena *mem, int64_t at)
{
    str iso = instant_iso(mem, at); /* 2026-03-02T01:02:03.000004Z */
    return str_fmt(mem, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso.s, iso.s + 5, iso.s + 8, iso.s + 11, iso.s + 14, iso.s + 17);
}

static void event(struct cx *cx, struct buf *b, str org_code, const struct duty *d)
{
    struct arena *mem = cx->mem;
    str text[] = { d->what, d->when, duty_law(mem, d), duty_certainty_label(cx, d->certainty) };
    bool is_done = d->state == DUTY_DONE || d->state == DUTY_NOT_OURS;
    line(b, S("BEGIN:VEVENT"));
    line(b, str_fmt(mem, "UID:" STR_FMT "-" STR_FMT "-" STR_FMT "@hoptac", STR_ARG(d->code), STR_ARG(d->period),
                    STR_ARG(org_code)));
    line(b, str_fmt(mem, "DTSTAMP:" STR_FMT, STR_ARG(stamp(mem, cx->now_at))));
    line(b, str_fmt(mem, "DTSTART;VALUE=DATE:%d", d->due.ymd));
    line(b, str_fmt(mem, "DTEND;VALUE=DATE:%d", date_add_days(d->due, 1).ymd));
    line(b, S("TRANSP:TRANSPARENT"));
    line(b, str_fmt(mem, "SUMMARY:" STR_FMT "%s (" STR_FMT ")", STR_ARG(escaped(mem, d->name)), is_done ? " ✓" : "",
                    STR_ARG(escaped(mem, duty_period_text(cx, d->period)))));
    line(b, str_fmt(mem, "DESCRIPTION:" STR_FMT, STR_ARG(escaped(mem, str_join(mem, text, COUNT(text), S("\n"))))));
    if (!is_done) {
        line(b, S("BEGIN:VALARM"));
        line(b, S("ACTION:DISPLAY"));
        line(b, S("TRIGGER:-P7D"));
        line(b, str_fmt(mem, "DESCRIPTION:" STR_FMT, STR_ARG(escaped(mem, d->name))));
        line(b, S("END:VALARM"));
    }
    line(b, S("END:VEVENT"));
}

str duty_calendar(struct cx *cx, str org_code, str org_name, const struct duty *d, int n)
{
    struct buf b = buf_new(cx->mem);
    line(&b, S("BEGIN:VCALENDAR"));
    line(&b, S("VERSION:2.0"));
    line(&b, S("PRODID:-//Hoptac//Duties//EN"));
    line(&b, S("CALSCALE:GREGORIAN"));
    line(&b, str_fmt(cx->mem, "X-WR-CALNAME:" STR_FMT, STR_ARG(escaped(cx->mem, org_name))));
    for (int i = 0; i < n; i++)
        if (d[i].due.ymd)
            event(cx, &b, org_code, &d[i]);
    line(&b, S("END:VCALENDAR"));
    return buf_str(&b);
}

/* What the room's files share among themselves. */
#ifndef FEATURES_DUTIES_PARTS_H
#define FEATURES_DUTIES_PARTS_H

#include "duties.sql.h"
#include "features/people/duties/duties.h"
#include "web/data.h"
#include "web/widgets.h"

/* ---- rules (duties_rules.c): pure ---- */

/* When a duty of a period is due: "12-15" of the year, or the end of the period and so many days or months. */
enum duty_period { DUTY_MONTH, DUTY_QUARTER, DUTY_HALF, DUTY_YEAR, DUTY_FOLLOWS };
struct duty_rule {
    enum duty_period period;
    int month, day;       /* a fixed day of the year; 0 = after the end of the period */
    int n_months, n_days; /* after the end */
};
bool duty_rule_parse(str period, str due, struct duty_rule *out);
struct duty_span {
    str key; /* "2026-Q1" */
    date first, last, due;
};
/* The periods whose duty is due in from..to, by day. year_first: month in which the financial year begins. */
int duty_spans(struct arena *mem, const struct duty_rule *r, int year_first, date from, date to,
               struct duty_span **out);
/* The span of a key; false when there is none of this kind. */
bool duty_span_of(struct arena *mem, const struct duty_rule *r, int year_first, str key, struct duty_span *out);
enum duty_state duty_state_at(date due, date today);
/* "quý I/2026", "Q1 2026", "03/2026" */
str duty_period_text(const struct cx *cx, str key);
/* RFC 5545: whole days, a reminder a week before. */
str duty_calendar(struct cx *cx, str org_code, str org_name, const struct duty *d, int n);

/* ---- words ---- */
str duty_state_label(const struct cx *cx, enum duty_state s);
enum tone duty_tone(enum duty_state s);
str duty_law(struct arena *mem, const struct duty *d); /* law and article */
str duty_certainty_label(const struct cx *cx, str certainty);

/* ---- the rest ---- */
result duties_load_reference(struct cx *cx, struct store *s);
struct duty_export {
    str org_code, org_name, format;
    const struct duty *d;
    int n;
};
result duties_send(struct web *w, const struct duty_export *x);

enum { N_DUTY_ROUTES = 5, N_DUTY_COMMANDS = 4 };
extern const struct route duty_routes[N_DUTY_ROUTES];
extern const struct command duty_commands[N_DUTY_COMMANDS];
extern const struct data duty_data;

/* ---- pages ---- */
struct duty_in {
    date done_on;
    str note, voucher;
    bool not_ours;
};
extern const struct form duty_form;

enum { CALENDAR_DAYS = 42 };
struct duty_day {
    date on;
    bool inside, today;   /* of the month that is shown */
    const struct duty *d; /* those due that day */
    int n;
};
struct duties_page {
    const struct web *w;
    str org_code;
    const struct list *list;
    int year, month, n_days;
    struct duty_day day[CALENDAR_DAYS];
    const struct duty *d; /* the list */
    int n;
};
struct duty_page {
    html_safe csrf;
    const struct request *rq;
    const struct duty_in *in;
    str org_code;
    const struct duty *d;
    bool can_mark;
};

#endif

/* Civil dates as YYYYMMDD and instants as microseconds UTC. Proleptic Gregorian; no time zone database:
   an organisation's zone is a fixed offset in minutes (Asia/Ho_Chi_Minh = +420, no summer time since 1975). */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

typedef struct {
    int32_t ymd; /* 20260302; 0 = none */
} date;

#define DATE_OPEN ((date){ 99991231 }) /* end of a validity that has no end */
enum { ZONE_VN = 420 };

static inline int date_cmp(date a, date b) { return (a.ymd > b.ymd) - (a.ymd < b.ymd); }
static inline int date_year(date d) { return d.ymd / 10000; }
static inline int date_month(date d) { return d.ymd / 100 % 100; }
static inline int date_day(date d) { return d.ymd % 100; }
static inline int date_yyyymm(date d) { return d.ymd / 100; }

[[nodiscard]] bool date_make(int y, int m, int d, date *out); /* years 1900..9999 */
bool date_valid(date d);
int64_t date_days(date d); /* since 1970-01-01 */
date date_from_days(int64_t days);
date date_add_days(date d, int n);
date date_add_months(date d, int n); /* clamps to the month's last day */
date date_month_first(date d);
date date_month_last(date d);
int date_weekday(date d); /* 0 = Monday */
date date_of_instant(int64_t at, int zone_minutes);
int64_t date_instant(date d, int zone_minutes); /* midnight */

/* ISO "2026-03-02" only. */
[[nodiscard]] bool date_parse_iso(str s, date *out);
/* What people type: "2/3/2026", "02-03-26"(2000+yy), "2.3.2026", "02032026", ISO. Day first. */
[[nodiscard]] bool date_parse(str s, date *out);
str date_iso(struct arena *mem, date d);  /* "" for none */
str date_text(struct arena *mem, date d); /* 02/03/2026, "" for none */
str instant_iso(struct arena *mem, int64_t at);                     /* 2026-03-02T01:02:03.000004Z */
str instant_text(struct arena *mem, int64_t at, int zone_minutes); /* 02/03/2026 08:02 */

#endif

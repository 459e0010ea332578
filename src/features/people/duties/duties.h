/* What the law and good order ask of an organisation by which day: dated reference data, the duties of a span of days,
   and what was done. Days, articles and how sure they are stand in data/duties.csv.
   Memory: results live in cx->mem. All functions push their errors on cx. needs: organisations, submissions,
   files */
#ifndef FEATURES_DUTIES_H
#define FEATURES_DUTIES_H

#include "web/feature.h"

extern const struct feature duties_feature;

enum duty_state {
    DUTY_LATER, /* more than DUTY_SOON_DAYS ahead */
    DUTY_SOON,
    DUTY_OVERDUE,
    DUTY_DONE,     /* by a mark, or because the program knows */
    DUTY_NOT_OURS, /* marked so, with a reason */
    DUTY_EVENT,    /* no day: it follows what happens */
    DUTY_STATES
};
enum { DUTY_SOON_DAYS = 14, DUTY_REMIND_DAYS = 60 };

/* One duty of one period: "STATEMENTS" of "2025", due 31/03/2026. */
struct duty {
    str code, period; /* "2025" "2026-H1" "2026-Q1" "2026-03"; empty for DUTY_EVENT */
    date due;         /* none for DUTY_EVENT */
    str name, what, when, law, article, source, certainty; /* in the reader's language where there are two */
    enum duty_state state;
    bool is_automatic; /* the program knows by itself when it is done */
    date done_on;
    str note;           /* free words of the mark */
    int64_t voucher_id; /* what shows that it was done; 0 = none */
    str voucher_number;
    int64_t mark_id, marked_by, marked_at; /* 0 = no mark; papers hang on mark_id (features/trust/files) */
};
struct duty_ask {
    int64_t org_id;
    date from, to; /* days by which they are due */
    bool events;   /* those without a day too, last */
};
/* By day, then code. */
result duty_list(struct cx *cx, struct db *db, struct duty_ask ask, struct duty **out, int *n);
/* ERR_NOT_FOUND "duty.not_found". duty_at: the duty that a mark is about. */
result duty_get(struct cx *cx, struct db *db, int64_t org_id, str code, str period, struct duty *out);
result duty_at(struct cx *cx, struct db *db, int64_t org_id, int64_t mark_id, struct duty *out);

struct duty_mark {
    int64_t org_id;
    str code, period;
    date done_on; /* not in the future; none with not_ours */
    str note;     /* required with not_ours: why */
    str voucher;  /* number of a voucher, "PC2026-00012"; may be empty */
    bool not_ours;
};
/* All mistakes at once. The caller locks org_id. Marked again, the newer mark stands. */
result duty_mark(struct cx *cx, struct db *db, const struct duty_mark *in);
/* ERR_NOT_FOUND "duty.not_marked"; ERR_CONFLICT "duty.filed" when papers hang on it. */
result duty_unmark(struct cx *cx, struct db *db, int64_t org_id, str code, str period);

#endif

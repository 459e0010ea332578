/* Yearly plans: targets as decided, what feeds each (live, recorded, nothing yet), and how far it is.
   Live figures come from accepted submissions and the register; recorded ones are entered by one officer and approved
   by another. The two stand side by side and are never mixed. Unknown is never zero. needs: submissions
   (v_submitted_value), organisations, identity (grant_live, v_user) */
#ifndef FEATURES_PLAN_H
#define FEATURES_PLAN_H

#include "web/feature.h"

extern const struct feature plan_feature;

enum plan_state {
    PLAN_NONE,     /* nothing feeds it yet */
    PLAN_RECORDED, /* only what officers record */
    PLAN_KNOWN,    /* computed */
    PLAN_UNKNOWN,  /* cannot be computed: nobody reports */
    PLAN_HIDDEN,   /* made up by too few for this reader */
};
struct plan_figure {
    enum plan_state state;
    int64_t value;              /* PLAN_KNOWN */
    money total;                /* of those reporting */
    int64_t n_reporting, n_all; /* "3 of 4 reporting"; n_all 0 for figures of the register */
    int64_t last_month;         /* figures reach to this month; 0 = not by month */
};
struct plan_recorded {
    bool known;
    int64_t value;
    date as_of;
    str source;
};
struct plan_target {
    str code, name, population, unit, comparator, feed, measure, feed_note, note, source, as_of;
    int64_t low, high, year;
    str decision_no;
    date decision_on;
    struct plan_figure live;
    struct plan_recorded recorded; /* the latest approved */
};
struct plan {
    int64_t year;
    bool is_demo; /* the cooperatives are the invented ones */
    bool whole;   /* the reader may see each cooperative's figures, so nothing needs hiding */
    struct plan_target *target;
    int n;
    int64_t *years;
    int n_year;
};
/* The plan of a year (0 = the newest) as the actor may see it; code "" = all targets. At most six statements.
   ERR_NOT_FOUND "plan.not_found". */
struct plan_query {
    int64_t year;
    str code;
};
result plan_read(struct cx *cx, struct db *db, struct plan_query q, struct plan *out);

struct figure_in {
    str target_code;
    int64_t value;
    date as_of;
    str source;
};
result plan_record(struct cx *cx, struct db *db, const struct figure_in *in);
/* By somebody else than who entered it: ERR_DENIED "plan.own_figure". */
result plan_decide(struct cx *cx, struct db *db, str target_code, int64_t id, bool approve);

#endif

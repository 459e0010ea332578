/* What the room's files share among themselves. */
#ifndef FEATURES_PLAN_PARTS_H
#define FEATURES_PLAN_PARTS_H

#include "features/city/plan/plan.h"
#include "features/people/organisations/organisations.h"
#include "plan.sql.h"
#include "web/data.h"
#include "web/opening.h"
#include "web/widgets.h"

enum { N_PLAN_ROUTES = 4, N_PLAN_COMMANDS = 1, PLAN_CELL_MIN = 5, PLAN_SHARE_MAX = 70 };
extern const struct route plan_routes[N_PLAN_ROUTES];
extern const struct command plan_commands[N_PLAN_COMMANDS];

result plan_load_reference(struct cx *cx, struct store *s);

/* ---- pure ---- */
/* False when n is 0: nobody reports, so there is no average. */
bool plan_average(money total, int64_t n, int64_t *out);
/* Fewer than five, or one of them holds over 70 %: not for readers who may not see each of them. */
bool plan_too_few(int64_t n, money largest, money total);
/* Of the target's lower end, in whole per cent, rounded down; false when that says nothing. */
bool plan_progress(int64_t value, int64_t low, int64_t *percent);
/* "revenue" for revenue_per_cooperative; "" for measures that submissions do not feed. */
str plan_value_code(str measure);
/* "cooperative" for new_cooperatives, "union" for new_unions, "" for others. */
str plan_register_kind(str measure);

/* ---- words ---- */
str plan_value_text(struct cx *cx, str unit, int64_t value);
str plan_target_text(struct cx *cx, const struct plan_target *t);
str plan_live_text(struct cx *cx, const struct plan_target *t); /* "—" for unknown */
str plan_live_note(struct cx *cx, const struct plan_target *t); /* "3 of 4 reporting"; why there is none */
str plan_feed_text(struct cx *cx, const struct plan_target *t);
enum tone plan_feed_tone(const struct plan_target *t);
str plan_month_text(struct arena *mem, int64_t yyyymm);

/* ---- pages ---- */
struct record_in {
    int64_t value;
    date as_of;
    str source;
};
struct decide_in {
    int64_t id;
    str verdict;
};
extern const struct form record_form, decide_form;
extern const struct data plan_data, target_page_data;

struct plan_page {
    const struct plan *plan;
};
struct target_page {
    html_safe csrf;
    const struct request *rq;
    const struct record_in *in;
    const struct plan *plan;
    const struct plan_target *t;
    bool may_drill, can_write, may_open, has_scope;
    const struct opening *opening; /* by which one's books are open; none in the own */
    int n_opening;
    int64_t me;
    const struct plan_communes *commune;
    const str *commune_name;
    int n_commune;
    const struct plan_orgs *org;
    int n_org;
    const struct plan_months *month;
    int n_month;
    const struct plan_new_orgs *fresh;
    int n_fresh;
    const struct recorded_of *recorded;
    int n_recorded;
    str commune_code, place; /* where the list stands; "" = the whole city */
    struct organisation one; /* ?org=; org_id 0 = none */
};
/* May the reader open this cooperative's accounts of these days? */
bool plan_opens(const struct target_page *m, struct days d);

#endif

/* What the pages of targets say to other programs. What is made up by too few stays hidden here too: its total is never
   filled in. */
#include "features/city/plan/plan_parts.h"

static const char *const states[] = { "none", "recorded", "known", "unknown", "hidden" };

static const struct data_field figure_fields[] = {
    DATA_WORD("state", plan_figure, state, states),
    DATA(plan_figure, value),
    DATA_AS("total_vnd", plan_figure, total),
    DATA(plan_figure, n_reporting),
    DATA(plan_figure, n_all),
    DATA(plan_figure, last_month),
};
static const struct data figure_data = DATA_OF(plan_figure, figure_fields);
static const struct data_field recorded_fields[] = {
    DATA(plan_recorded, known),
    DATA(plan_recorded, value),
    DATA(plan_recorded, as_of),
    DATA(plan_recorded, source),
};
static const struct data recorded_data = DATA_OF(plan_recorded, recorded_fields);
static const struct data_field target_fields[] = {
    DATA(plan_target, code),
    DATA(plan_target, name),
    DATA(plan_target, population),
    DATA(plan_target, unit),
    DATA(plan_target, comparator),
    DATA(plan_target, low),
    DATA(plan_target, high),
    DATA(plan_target, year),
    DATA(plan_target, feed),
    DATA(plan_target, measure),
    DATA(plan_target, source),
    DATA(plan_target, decision_no),
    DATA(plan_target, decision_on),
    DATA_STRUCT("live", plan_target, live, &figure_data),
    DATA_STRUCT("recorded", plan_target, recorded, &recorded_data),
};
static const struct data target_data = DATA_OF(plan_target, target_fields);
static const struct data_field plan_fields[] = {
    DATA(plan, year),
    DATA(plan, is_demo),
    DATA_LIST("targets", plan, target, n, &target_data),
};
static const struct data plan_inside = DATA_OF(plan, plan_fields);
static const struct data_field page_fields[] = { DATA_POINTER("plan", plan_page, plan, &plan_inside) };
const struct data plan_data = DATA_OF(plan_page, page_fields);

static const struct data_field entered_fields[] = {
    DATA(recorded_of, id),     DATA(recorded_of, figure), DATA(recorded_of, as_of_on),
    DATA(recorded_of, source), DATA(recorded_of, state),  DATA(recorded_of, entered_at),
};
static const struct data entered_data = DATA_OF(recorded_of, entered_fields);
static const struct data_field one_fields[] = {
    DATA_POINTER("target", target_page, t, &target_data),
    DATA(target_page, may_drill),
    DATA(target_page, commune_code),
    DATA_STMT("communes", target_page, commune, n_commune, plan_communes_stmt),
    DATA_STMT("organisations", target_page, org, n_org, plan_orgs_stmt),
    DATA_STMT("months", target_page, month, n_month, plan_months_stmt),
    DATA_STMT("new", target_page, fresh, n_fresh, plan_new_orgs_stmt),
    DATA_LIST("recorded", target_page, recorded, n_recorded, &entered_data),
};
const struct data target_page_data = DATA_OF(target_page, one_fields);

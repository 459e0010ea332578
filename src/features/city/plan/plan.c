/* A plan read with its live and recorded figures; officers' figures entered and decided. */
#include "features/city/plan/plan_parts.h"

#include "vouchers/audit.h"

struct feeding {
    struct plan_population population;
    struct plan_submitted *sum;
    struct plan_registered *kind;
    struct recorded_latest *latest;
    int n_sum, n_kind, n_latest;
};

static struct plan_target target_of(const struct cx *cx, const struct plan_targets *r)
{
    bool en = cx->lang == LANG_EN;
    struct plan_target t = { .code = r->code,
                             .name = en ? r->name_en : r->name_vi,
                             .population = en ? r->population_en : r->population_vi,
                             .unit = r->unit,
                             .comparator = r->comparator,
                             .feed = r->feed,
                             .feed_note = en ? r->feed_note_en : r->feed_note_vi,
                             .note = en ? r->note_en : r->note_vi,
                             .source = r->source,
                             .as_of = r->as_of,
                             .low = r->target_low,
                             .high = r->target_high,
                             .year = r->year,
                             .decision_no = r->decision_no,
                             .decision_on = r->decision_on };
    if (str_starts(r->feed, S("live:")))
        t.measure = str_sub(r->feed, 5, r->feed.n);
    t.live.state = str_eq(r->feed, S("none")) ? PLAN_NONE : PLAN_RECORDED;
    return t;
}

static void feed_submitted(struct plan_target *t, str code, const struct feeding *f, bool whole)
{
    t->live = (struct plan_figure){ .state = PLAN_UNKNOWN, .n_all = f->population.n_org };
    for (int i = 0; i < f->n_sum; i++) {
        const struct plan_submitted *s = &f->sum[i];
        if (!str_eq(s->code, code))
            continue;
        t->live.n_reporting = s->n_org;
        t->live.last_month = s->last_month;
        if (!whole && plan_too_few(s->n_org, s->largest_vnd, s->total_vnd)) {
            t->live.state = PLAN_HIDDEN;
            return;
        }
        t->live.total = s->total_vnd;
        t->live.state = plan_average(s->total_vnd, s->n_org, &t->live.value) ? PLAN_KNOWN : PLAN_UNKNOWN;
    }
}

/* The register is complete by itself: none registered is a true zero. */
static void feed_registered(struct plan_target *t, str kind, const struct feeding *f)
{
    t->live = (struct plan_figure){ .state = PLAN_KNOWN };
    for (int i = 0; i < f->n_kind; i++)
        if (str_eq(f->kind[i].kind, kind))
            t->live.value = f->kind[i].n_org;
}

static void feed(struct plan_target *t, const struct feeding *f, bool whole)
{
    if (plan_value_code(t->measure).n)
        feed_submitted(t, plan_value_code(t->measure), f, whole);
    else if (plan_register_kind(t->measure).n)
        feed_registered(t, plan_register_kind(t->measure), f);
    for (int i = 0; i < f->n_latest; i++)
        if (str_eq(f->latest[i].target_code, t->code))
            t->recorded = (struct plan_recorded){ .known = true,
                                                  .value = f->latest[i].figure,
                                                  .as_of = f->latest[i].as_of_on,
                                                  .source = f->latest[i].source };
}

static result read_feeds(struct cx *cx, struct db *db, int64_t year, struct feeding *f)
{
    date from = { (int32_t)(year * 10000 + 101) }, to = { (int32_t)(year * 10000 + 1231) };
    TRY(plan_population(db, (struct plan_population_args){ .scope_id = cx->actor.scope_id }, &f->population));
    TRY(plan_submitted(db, (struct plan_submitted_args){ .from_month = year * 100 + 1, .to_month = year * 100 + 12 },
                       &f->sum, &f->n_sum));
    TRY(plan_registered(db, (struct plan_registered_args){ .from_on = from, .to_on = to }, &f->kind, &f->n_kind));
    return recorded_latest(db, &f->latest, &f->n_latest);
}

static result read_years(struct cx *cx, struct db *db, struct plan *out)
{
    struct plan_years *row;
    TRY(plan_years(db, &row, &out->n_year));
    out->years = new (cx->mem, int64_t, out->n_year);
    for (int i = 0; i < out->n_year; i++)
        out->years[i] = row[i].year;
    return OK;
}

result plan_read(struct cx *cx, struct db *db, struct plan_query q, struct plan *out)
{
    struct plan_targets *row;
    struct feeding f;
    *out = (struct plan){ 0 };
    TRY(read_years(cx, db, out));
    out->year = q.year || q.code.n || !out->n_year ? q.year : out->years[0];
    TRY(plan_targets(db, (struct plan_targets_args){ .year = out->year, .code = q.code }, &row, &out->n));
    if (out->n == 0)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("plan.not_found"),
                    .message = tr(cx, "There is no such plan or target."));
    out->year = row[0].year;
    TRY(read_feeds(cx, db, out->year, &f));
    out->is_demo = f.population.is_demo;
    out->whole = cx->actor.local || (cx->actor.user_id && cx_can(cx, CAP_PLAN_READ) && f.population.n_org &&
                                     f.population.n_scope == f.population.n_org);
    out->target = new (cx->mem, struct plan_target, out->n);
    for (int i = 0; i < out->n; i++) {
        out->target[i] = target_of(cx, &row[i]);
        feed(&out->target[i], &f, out->whole);
    }
    return OK;
}

/* ---- recorded figures ---- */

static result check_record(struct cx *cx, const struct figure_in *in)
{
    int before = cx->n_errors;
    if (!date_valid(in->as_of) || date_cmp(in->as_of, date_of_instant(cx->now_at, ZONE_VN)) > 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("plan.as_of"), .field = S("as_of"),
                   .message = tr(cx, "A figure is of a day that has come."));
    if (in->value < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("plan.value"), .field = S("value"),
                   .message = tr(cx, "A figure cannot be negative."));
    if (in->source.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("plan.source"), .field = S("source"),
                   .message = tr(cx, "Say where the figure is from."));
    return cx->n_errors > before ? FAILED : OK;
}

result plan_record(struct cx *cx, struct db *db, const struct figure_in *in)
{
    struct plan_targets *row;
    int n;
    int64_t id;
    TRY(plan_targets(db, (struct plan_targets_args){ .code = in->target_code }, &row, &n));
    if (n == 0 || in->target_code.n == 0)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("plan.not_found"),
                    .message = tr(cx, "There is no such plan or target."));
    TRY(check_record(cx, in));
    id = db_next_id(db, 0);
    if (id < 0)
        return FAILED;
    TRY(recorded_insert(db, (struct recorded_insert_args){ .org_id = 0,
                                                           .id = id,
                                                           .target_code = in->target_code,
                                                           .as_of_on = in->as_of,
                                                           .figure = in->value,
                                                           .source = in->source,
                                                           .entered_by_id = cx->actor.user_id,
                                                           .entered_for_id = cx->actor.behalf_id,
                                                           .entered_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ 0, S("plan.record"), S("recorded_figure"), id, 0, in->target_code });
}

result plan_decide(struct cx *cx, struct db *db, str target_code, int64_t id, bool approve)
{
    struct recorded_get row;
    bool found;
    int64_t changed;
    TRY(recorded_get(db, (struct recorded_get_args){ .id = id, .target_code = target_code }, &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("plan.no_figure"),
                    .message = tr(cx, "There is no such figure."));
    if (!four_eyes(cx, row.entered_by_id, row.entered_for_id))
        return fail(cx, .kind = ERR_DENIED, .code = S("plan.own_figure"),
                    .message = tr(cx, "Somebody else must approve what you entered."));
    TRY(recorded_decide(db,
                        (struct recorded_decide_args){ .state = approve ? S("approved") : S("rejected"),
                                                       .decided_by_id = cx->actor.user_id,
                                                       .decided_for_id = cx->actor.behalf_id,
                                                       .decided_at = cx->now_at,
                                                       .id = id,
                                                       .target_code = target_code },
                        &changed));
    if (!changed)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("plan.decided"),
                    .message = tr(cx, "This figure has been decided already."));
    return audit_write(
        cx, db,
        (struct audit){ 0, approve ? S("plan.approve") : S("plan.reject"), S("recorded_figure"), id, 0, target_code });
}

/* ---- the room ---- */

static const struct invariant invariants[] = {
    { "plan.four_eyes", &inv_recorded_four_eyes_stmt },
    { "plan.recorded_target", &inv_recorded_target_stmt },
};

static const struct menu menu[] = { { "/plan", T("Plan"), CAP_PUBLIC, 10, false } };

const struct feature plan_feature = { .name = "plan",
                                      .routes = plan_routes,
                                      .n_routes = N_PLAN_ROUTES,
                                      .commands = plan_commands,
                                      .n_commands = N_PLAN_COMMANDS,
                                      .menu = menu,
                                      .n_menu = COUNT(menu),
                                      .invariants = invariants,
                                      .n_invariants = COUNT(invariants),
                                      .load_reference = plan_load_reference };

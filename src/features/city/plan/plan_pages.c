/* The cockpit of targets and the page of one: what feeds it, how far it is, and down to one cooperative's months.
   Cooperatives are shown only within the reader's scope; books open only by right or grant. */
#include "features/city/plan/plan_parts.h"
#include "features/people/identity/identity.h"
#include "plan.html.h"

#define AT(m) offsetof(struct record_in, m)
static const struct field record_fields[] = {
    { .name = "value", .label = T("Figure"), .type = FIELD_INT, .at = AT(value), .required = true },
    { .name = "as_of", .label = T("As of"), .type = FIELD_DATE, .at = AT(as_of), .required = true },
    { .name = "source",
      .label = T("Source"),
      .type = FIELD_TEXT,
      .at = AT(source),
      .required = true,
      .max = 200,
      .help = T("The decision or report it stands in, with number and date.") },
};
#undef AT
const struct form record_form = {
    .name = "record", .fields = record_fields, .n_fields = COUNT(record_fields), .size = sizeof(struct record_in)
};
static const struct option verdict_options[] = { { "approve", T("Approve") }, { "reject", T("Reject") } };
static const struct field decide_fields[] = {
    { .name = "id", .label = T("Figure"), .type = FIELD_ID, .at = offsetof(struct decide_in, id), .required = true },
    { .name = "verdict",
      .label = T("Decision"),
      .type = FIELD_CHOICE,
      .at = offsetof(struct decide_in, verdict),
      .required = true,
      .options = verdict_options,
      .n_options = COUNT(verdict_options) },
};
const struct form decide_form = {
    .name = "decide", .fields = decide_fields, .n_fields = COUNT(decide_fields), .size = sizeof(struct decide_in)
};

bool plan_opens(const struct target_page *m, struct days d)
{
    return m->may_open && (!m->n_opening || opening_of(m->opening, m->n_opening, d));
}

struct job {
    struct web *w;
    struct plan_query q;
    struct plan plan;
    struct target_page m;
    str org_code;
    struct figure_in record;
    struct decide_in decide;
};

static result plan_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return plan_read(cx, db, j->q, &j->plan);
}

static result plan_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct job j = { .w = w };
    (void)str_to_i64(request_query(w->rq, S("year")), &j.q.year);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, plan_work, &j));
    struct plan_page m = { .plan = &j.plan };
    if (web_wants_json(w))
        return web_data(w, &m);
    plan_draw(&h, &m);
    return web_page(w, TRF(w->cx, "Plan for {1}", str_from_i64(w->cx->mem, j.plan.year)), &h);
}

/* ---- one target ---- */

static int64_t scope_of(const struct cx *cx) { return cx->actor.local ? -1 : cx->actor.scope_id; }

static result commune_names(struct cx *cx, struct db *db, struct target_page *m)
{
    struct place *p;
    int n;
    str *name = new (cx->mem, str, m->n_commune);
    TRY(place_list(cx, db, &(struct place_filter){ .kind = S("commune"), .demo = true }, &p, &n));
    for (int i = 0; i < m->n_commune; i++) {
        name[i] = m->commune[i].commune_code.n ? m->commune[i].commune_code : tr(cx, "No commune recorded");
        for (int k = 0; k < n; k++)
            if (str_eq(p[k].code, m->commune[i].commune_code))
                name[i] = place_name(cx, &p[k]);
        if (m->commune_code.n && str_eq(m->commune_code, m->commune[i].commune_code))
            m->place = name[i];
    }
    m->commune_name = name;
    return OK;
}

/* One cooperative's months; its books only by own right or a live grant. */
static result one_org(struct cx *cx, struct db *db, struct job *j, str value_code)
{
    struct target_page *m = &j->m;
    int64_t year = j->plan.year;
    bool in = cx->actor.local;
    struct opening *opening = NULL;
    TRY(org_by_code(cx, db, j->org_code, &m->one));
    if (!in)
        TRY(org_in_scope(cx, db, cx->actor.scope_id, m->one.org_id, &in));
    if (!in)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("wall.not_found"),
                    .message = tr(cx, "There is no such organisation here."));
    m->may_open = m->one.org_id == cx->actor.org_id;
    if (!m->may_open)
        TRY(grant_live(cx, db,
                       (struct grant_ask){ m->one.org_id, cx->actor.org_id, date_of_instant(cx->now_at, ZONE_VN) },
                       &opening, &m->n_opening));
    m->opening = opening;
    m->may_open = cx_can(cx, CAP_BOOKS_READ) && (m->may_open || m->n_opening);
    struct plan_months *month;
    TRY(plan_months(db,
                    (struct plan_months_args){ .org_id = m->one.org_id,
                                               .value_code = value_code,
                                               .from_month = year * 100 + 1,
                                               .to_month = year * 100 + 12 },
                    &month, &m->n_month));
    m->month = month;
    return OK;
}

static result drill(struct cx *cx, struct db *db, struct job *j, str value_code)
{
    struct target_page *m = &j->m;
    int64_t year = j->plan.year;
    struct plan_communes *commune;
    struct plan_orgs *org;
    if (j->org_code.n)
        return one_org(cx, db, j, value_code);
    TRY(plan_communes(db,
                      (struct plan_communes_args){ .value_code = value_code,
                                                   .from_month = year * 100 + 1,
                                                   .to_month = year * 100 + 12,
                                                   .scope_id = scope_of(cx) },
                      &commune, &m->n_commune));
    m->commune = commune;
    TRY(commune_names(cx, db, m));
    if (!m->commune_code.n)
        return OK;
    TRY(plan_orgs(db,
                  (struct plan_orgs_args){ .value_code = value_code,
                                           .from_month = year * 100 + 1,
                                           .to_month = year * 100 + 12,
                                           .commune_code = m->commune_code,
                                           .scope_id = scope_of(cx),
                                           .n_limit = 500 },
                  &org, &m->n_org));
    m->org = org;
    return OK;
}

/* What waits or was rejected is for those who decide. */
static int may_see(const struct target_page *m, struct recorded_of *row, int n)
{
    int k = 0;
    for (int i = 0; i < n; i++)
        if (m->can_write || str_eq(row[i].state, S("approved")))
            row[k++] = row[i];
    return k;
}

static result target_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(plan_read(cx, db, j->q, &j->plan));
    const struct plan_target *t = &j->plan.target[0];
    str kind = plan_register_kind(t->measure);
    struct recorded_of *recorded;
    TRY(recorded_of(db, (struct recorded_of_args){ .target_code = t->code }, &recorded, &j->m.n_recorded));
    j->m.n_recorded = may_see(&j->m, recorded, j->m.n_recorded);
    j->m.recorded = recorded;
    if (kind.n) {
        struct plan_new_orgs *fresh;
        TRY(plan_new_orgs(db,
                          (struct plan_new_orgs_args){ .kind = kind,
                                                       .from_on = { (int32_t)(t->year * 10000 + 101) },
                                                       .to_on = { (int32_t)(t->year * 10000 + 1231) } },
                          &fresh, &j->m.n_fresh));
        j->m.fresh = fresh;
    }
    if (!j->m.may_drill || !plan_value_code(t->measure).n)
        return OK;
    return drill(cx, db, j, plan_value_code(t->measure));
}

static result target_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    bool known = w->cx->actor.local || w->cx->actor.user_id;
    struct job j = { .w = w,
                     .q = { .code = web_param(w, S("code")) },
                     .org_code = request_query(w->rq, S("org")),
                     .m = { .csrf = web_csrf_fields(w),
                            .rq = post ? w->rq : NULL,
                            .in = w->route->form == &record_form ? w->in : NULL,
                            .may_drill = known && cx_can(w->cx, CAP_PLAN_READ),
                            .can_write = known && cx_can(w->cx, CAP_PLAN_WRITE),
                            .me = w->cx->actor.user_id,
                            .commune_code = request_query(w->rq, S("commune")) } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, target_work, &j));
    j.m.plan = &j.plan;
    j.m.t = &j.plan.target[0];
    if (web_wants_json(w))
        return web_data(w, &j.m);
    target_draw(&h, &j.m);
    return post ? web_form_again(w, j.m.t->name, &h) : web_page(w, j.m.t->name, &h);
}

static str target_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/plan/" STR_FMT, STR_ARG(web_param(w, S("code"))));
}

static result record_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return plan_record(cx, db, &j->record);
}

static result record_post(struct web *w)
{
    const struct record_in *in = w->in;
    struct job j = { .record = { web_param(w, S("code")), in->value, in->as_of, in->source } };
    TRY(store_write(w->store, w->cx, NULL, 0, record_work, &j));
    web_flash(w, tr(w->cx, "The figure was entered. Somebody else must approve it."));
    return web_redirect(w, target_path(w));
}

static result decide_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return plan_decide(cx, db, j->q.code, j->decide.id, str_eq(j->decide.verdict, S("approve")));
}

static result decide_post(struct web *w)
{
    struct job j = { .q = { .code = web_param(w, S("code")) }, .decide = *(const struct decide_in *)w->in };
    TRY(store_write(w->store, w->cx, NULL, 0, decide_work, &j));
    web_flash(w, str_eq(j.decide.verdict, S("approve")) ? tr(w->cx, "The figure is approved.")
                                                        : tr(w->cx, "The figure is rejected."));
    return web_redirect(w, target_path(w));
}

const struct route plan_routes[N_PLAN_ROUTES] = {
    { METHOD_GET, "/plan", CAP_PUBLIC, WALL_NONE, NULL, plan_show, T("Plan"), NULL, &plan_data },
    { METHOD_GET, "/plan/:code", CAP_PUBLIC, WALL_NONE, NULL, target_show, T("Target"), NULL, &target_page_data },
    { METHOD_POST, "/plan/:code/figures", CAP_PLAN_WRITE, WALL_NONE, &record_form, record_post, T("Target"),
      target_show },
    { METHOD_POST, "/plan/:code/decide", CAP_PLAN_WRITE, WALL_NONE, &decide_form, decide_post, T("Target"), NULL },
};

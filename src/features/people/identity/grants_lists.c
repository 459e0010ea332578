/* The lists: who may look into our books, and who opened what. Reading, drawing and files are web/list's. */
#include "features/people/identity/grants_pages.h"
#include "features/people/identity/identity_parts.h"
#include "grants.html.h"
#include "identity.sql.h"

#include "web/list/list_data.h"

struct reading {
    int64_t org_id;
    struct grant *grant;
    struct grant_use *use;
    int n, n_use;
};

static result grants_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *k = arg;
    TRY(grant_list(cx, db, k->org_id, &k->grant, &k->n));
    return grant_latest_uses(cx, db, k->org_id, &k->use, &k->n_use);
}

static str instant_or_none(struct cx *cx, int64_t at) { return at ? instant_text(cx->mem, at, ZONE_VN) : S(""); }

/* ---- access ---- */

enum { G_WHO, G_PURPOSE, G_DECISION, G_BOOKS, G_FROM, G_UNTIL, G_STATE, G_USES, G_LAST, N_G };
static const struct list_col grant_col[N_G] = {
    [G_WHO] = { "grantee", T("Who"), LIST_TEXT, "by_who", LIST_KEY },
    [G_PURPOSE] = { "purpose", T("Purpose"), LIST_TEXT, "by_purpose" },
    [G_DECISION] = { "decision_number", T("Decision number"), LIST_TEXT, "by_decision" },
    [G_BOOKS] = { "books", T("Books"), LIST_TEXT, NULL },
    [G_FROM] = { "from", T("From"), LIST_DATE, "by_from" },
    [G_UNTIL] = { "until", T("Until"), LIST_DATE, "by_until" },
    [G_STATE] = { "state", T("State"), LIST_STATE, NULL },
    [G_USES] = { "n_use", T("Openings"), LIST_INT, "by_openings" },
    [G_LAST] = { "last_use_at", T("Last opening"), LIST_TEXT, NULL, LIST_OFF },
};

static void grant_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct grant *g = row;
    struct cx *cx = v->w->cx;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)g->id);
    out->cell[G_WHO] = list_text(g->grantee_name);
    out->cell[G_PURPOSE] = list_text(g->purpose);
    out->cell[G_DECISION] = list_text(g->decision_number);
    out->cell[G_BOOKS] = list_text(grant_books_text(cx, g));
    out->cell[G_FROM] = list_date(g->from);
    out->cell[G_UNTIL] = list_date(g->until);
    out->cell[G_STATE] = list_state(grant_tone(g->state), grant_state_label(cx, g->state));
    out->cell[G_USES] = list_int(g->n_use);
    out->cell[G_LAST] = list_text(instant_or_none(cx, g->last_use_at));
}

static const struct list_def grants = {
    .name = "grants",
    .title = T("Access to our books"),
    .sort = "-by_from",
    .col = grant_col,
    .n_col = N_G,
    .cells = grant_cells,
    .search = T("Who, purpose or number"),
    .empty_title = T("Nobody has access"),
    .empty_text = T("Your books are closed to everybody outside."),
};

static const struct data_field use_fields[] = {
    DATA_AS("used_at", grant_use, at), DATA(grant_use, grant_id), DATA(grant_use, who),
    DATA(grant_use, who_org),          DATA(grant_use, action),   DATA(grant_use, detail),
};
static const struct data use_data = DATA_OF(grant_use, use_fields);
static const struct data_field latest_fields[] = { DATA_LIST("rows", latest_openings, use, n, &use_data) };
static const struct data latest_data = DATA_OF(latest_openings, latest_fields);
static const struct data_field grants_fields[] = { LIST_ARRAY_MEMBERS(&grant_data),
                                                   DATA_POINTER("latest", list_model, more, &latest_data) };
const struct data grants_data = LIST_DATA("grants", grants_fields);

static void take_state(const struct list_view *v, struct reading *k)
{
    str state = list_choice(v, "state");
    int n = 0;
    for (int i = 0; i < k->n; i++)
        if (!state.n || str_eq(state, k->grant[i].state))
            k->grant[n++] = k->grant[i];
    k->n = n;
}

static void latest_below(struct html *h, const struct list_view *v) { openings_latest_draw(h, v); }

result grants_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &grants);
    struct reading k = { .org_id = w->org_id };
    struct choice state[] = { { S(""), tr(cx, "All") },
                              { S("live"), grant_state_label(cx, S("live")) },
                              { S("future"), grant_state_label(cx, S("future")) },
                              { S("expired"), grant_state_label(cx, S("expired")) },
                              { S("withdrawn"), grant_state_label(cx, S("withdrawn")) } };
    struct list_filter filter[] = { { S("state"), tr(cx, "State"), state, COUNT(state) } };
    v.base = grants_path(w);
    struct action give = { .label = tr(cx, "Open the books to somebody"),
                           .path = str_fmt(cx->mem, STR_FMT "/new", STR_ARG(v.base)) };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, grants_work, &k));
    take_state(&v, &k);
    struct list_array a = { k.grant, sizeof *k.grant, k.n, false };
    struct latest_openings latest = { k.use, k.n_use };
    v.array = &a;
    v.more = &latest;
    v.below = latest_below;
    v.note = tr(cx, "Your vouchers open only by access given here or by an inspection decision. Every opening is "
                    "listed below.");
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = &give, v.n_action = cx_can(cx, CAP_GRANT);
    v.first = v.n_action ? &give : NULL;
    return list_show(&v);
}

/* ---- who opened what ---- */

enum { O_AT, O_WHO, O_ORG, O_PAGE, N_O };
static const struct list_col opening_col[N_O] = {
    [O_AT] = { "at", T("When"), LIST_TEXT, "by_at" },
    [O_WHO] = { "who", T("Who"), LIST_TEXT, "by_who" },
    [O_ORG] = { "who_org", T("From where"), LIST_TEXT, NULL },
    [O_PAGE] = { "detail", T("Page"), LIST_TEXT, "by_page" },
};

static void opening_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct grant_opening_list *r = row;
    out->id = r->id;
    out->cell[O_AT] = list_text(instant_text(v->w->cx->mem, r->at, ZONE_VN));
    out->cell[O_WHO] = list_text(grant_who(v->w->cx, r->who, r->behalf));
    out->cell[O_ORG] = list_text(r->who_org);
    out->cell[O_PAGE] = list_text(r->detail);
}

static const struct list_def openings = {
    .name = "openings",
    .title = T("Who opened what"),
    .sort = "-by_at",
    .col = opening_col,
    .n_col = N_O,
    .page = &grant_opening_list_page,
    .cells = opening_cells,
    .search = T("Name, organisation or page"),
    .empty_title = T("Nobody has opened anything yet."),
    .empty_text = T("Each page that somebody outside opens by your access is written down here."),
};
static const struct data_field opening_fields[] = LIST_FIELDS(grant_opening_list);
const struct data openings_data = LIST_DATA("grant_openings", opening_fields);

/* Each organisation that was ever given access, once. */
static struct choice *grantees(struct cx *cx, const struct reading *k, int *n)
{
    struct choice *c = new (cx->mem, struct choice, k->n + 1);
    c[0] = (struct choice){ S(""), tr(cx, "All") };
    *n = 1;
    for (int i = 0; i < k->n; i++) {
        str id = str_from_i64(cx->mem, k->grant[i].grantee_org_id);
        int at = 1;
        while (at < *n && !str_eq(c[at].value, id))
            at++;
        c[at] = (struct choice){ id, k->grant[i].grantee_name };
        *n += at == *n;
    }
    return c;
}

result openings_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &openings);
    struct reading k = { .org_id = w->org_id };
    int64_t grantee;
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, grants_work, &k));
    struct list_filter filter[] = { { .name = S("grantee"), .label = tr(cx, "From where") } };
    filter[0].choice = grantees(cx, &k, &filter[0].n);
    struct grant_opening_list_args a = { .org_id = w->org_id,
                                         .from_at = v.from.ymd ? date_instant(v.from, ZONE_VN) : 0,
                                         .to_at = v.to.ymd == DATE_OPEN.ymd
                                                      ? INT64_MAX
                                                      : date_instant(date_add_days(v.to, 1), ZONE_VN),
                                         .grantee_org_id =
                                             str_to_i64(list_choice(&v, "grantee"), &grantee) ? grantee : 0,
                                         .name_fold = v.fold,
                                         .detail = v.q };
    struct action back = { tr(cx, "Access to our books"), grants_path(w), true };
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = &back, v.n_action = 1;
    return list_show(&v);
}

/* The lists of requests, and of who saw personal numbers. Reading, drawing and files are web/list's. */
#include "features/trust/privacy/privacy_pages.h"
#include "privacy.sql.h"

#include "web/list/list_data.h"

enum { C_CODE, C_NAME, C_KIND, C_ASKED, C_DUE, C_STATE, C_TOLD, C_WHO, C_DONE, C_ANSWER, N_C };
static const struct list_col col[N_C] = {
    [C_CODE] = { "party_code", T("Code"), LIST_TEXT, "by_code", LIST_KEY },
    [C_NAME] = { "party_name", T("Full name"), LIST_TEXT, "by_name" },
    [C_KIND] = { "kind", T("What is asked"), LIST_TEXT, NULL },
    [C_ASKED] = { "asked_on", T("Asked on"), LIST_DATE, "by_asked" },
    [C_DUE] = { "due_on", T("Due on"), LIST_DATE, "by_due" },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
    [C_TOLD] = { "told_on", T("Receipt confirmed on"), LIST_DATE, NULL, LIST_OFF },
    [C_WHO] = { "handler_name", T("Handled by"), LIST_TEXT, NULL },
    [C_DONE] = { "done_on", T("Answered on"), LIST_DATE, NULL, LIST_OFF },
    [C_ANSWER] = { "answer", T("What the person was told"), LIST_TEXT, NULL, LIST_OFF },
};

static date today_of(const struct list_view *v) { return date_of_instant(v->w->cx->now_at, ZONE_VN); }

static struct list_cell state_cell(const struct list_view *v, const struct privacy_request_list *r)
{
    struct cx *cx = v->w->cx;
    if (!str_eq(r->state, S("open")))
        return list_state(str_eq(r->state, S("done")) ? TONE_OK : TONE_PLAIN, org_label(cx, &privacy_states, r->state));
    if (r->due_on.ymd && date_cmp(r->due_on, today_of(v)) < 0)
        return list_state(TONE_BAD, tr(cx, "overdue"));
    return list_state(TONE_WAIT, org_label(cx, &privacy_states, r->state));
}

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct privacy_request_list *r = row;
    struct cx *cx = v->w->cx;
    out->id = r->id;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->id);
    out->cell[C_CODE] = list_text(r->party_code);
    out->cell[C_NAME] = list_text(r->party_name);
    out->cell[C_KIND] = list_text(org_label(cx, &privacy_kinds, r->kind));
    out->cell[C_ASKED] = list_date(r->asked_on);
    out->cell[C_DUE] = list_date(r->due_on);
    out->cell[C_STATE] = state_cell(v, r);
    out->cell[C_TOLD] = list_date(r->told_on);
    out->cell[C_WHO] = list_text(r->handler_name);
    out->cell[C_DONE] = list_date(r->done_at ? date_of_instant(r->done_at, ZONE_VN) : (date){ 0 });
    out->cell[C_ANSWER] = list_text(r->answer);
}

static const struct list_def requests = {
    .name = "privacy",
    .title = T("Requests about personal data"),
    .sort = "by_due",
    .col = col,
    .n_col = N_C,
    .page = &privacy_request_list_page,
    .cells = cells,
    .search = T("Name or code"),
    .guarded = true,
    .empty_title = T("Nobody has asked yet"),
    .empty_text =
        T("Members and partners may ask for their data, have them corrected or erased, and object to their use."),
};
static const struct data_field list_fields[] = LIST_FIELDS(privacy_request_list);
const struct data privacy_requests_data = LIST_DATA("privacy_requests", list_fields);

static int as_choices(struct cx *cx, const struct option_list *o, struct choice *c)
{
    int n = 0;
    c[n++] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < o->n; i++)
        c[n++] = (struct choice){ str_of(o->option[i].value), tr(cx, o->option[i].label) };
    return n;
}

str privacy_capitals(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&b, s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 'a' + 'A') : s.s[i]);
    return buf_str(&b);
}

result privacy_requests_show(struct web *w)
{
    struct list_view v = list_begin(w, &requests);
    struct choice state[6], kind[6];
    int n_state = as_choices(w->cx, &privacy_states, state);
    state[n_state++] = (struct choice){ S("late"), tr(w->cx, "overdue") };
    struct list_filter filter[] = { { S("state"), tr(w->cx, "State"), state, n_state },
                                    { S("kind"), tr(w->cx, "What is asked"), kind,
                                      as_choices(w->cx, &privacy_kinds, kind) } };
    v.base = privacy_base(w);
    struct action add = { tr(w->cx, "New request"), str_fmt(w->cx->mem, STR_FMT "/new", STR_ARG(v.base)), false };
    struct privacy_request_list_args a = { .org_id = w->org_id,
                                           .kind = list_choice(&v, "kind"),
                                           .state_code = list_choice(&v, "state"),
                                           .today_on = today_of(&v),
                                           .name_fold = v.fold,
                                           .party_code = privacy_capitals(w->cx->mem, v.q) };
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = v.first = &add, v.n_action = 1;
    return list_show(&v);
}

/* ---- who saw a personal number ---- */

enum { V_AT, V_CODE, V_NAME, V_WHO, N_V };
static const struct list_col view_col[N_V] = {
    [V_AT] = { "at", T("Time"), LIST_TEXT, "by_at" },
    [V_CODE] = { "party_code", T("Code"), LIST_TEXT, "by_code", LIST_KEY },
    [V_NAME] = { "party_name", T("Full name"), LIST_TEXT, NULL },
    [V_WHO] = { "user_name", T("Seen by"), LIST_TEXT, NULL },
};

static void view_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct privacy_view_list *r = row;
    struct cx *cx = v->w->cx;
    out->id = r->id;
    if (cx_can(cx, CAP_MEMBER_READ))
        out->path = str_fmt(cx->mem, "/orgs/" STR_FMT "/%s/%lld", STR_ARG(v->w->org_code),
                            str_eq(r->party_kind, S("member")) ? "members" : "parties", (long long)r->party_id);
    out->cell[V_AT] = list_text(instant_text(cx->mem, r->at, ZONE_VN));
    out->cell[V_CODE] = list_text(r->party_code);
    out->cell[V_NAME] = list_text(r->party_name);
    out->cell[V_WHO] = list_text(r->user_name.n ? r->user_name : tr(cx, "The operator"));
}

static const struct list_def views = {
    .name = "number-views",
    .title = T("Openings of personal numbers"),
    .sort = "-by_at",
    .col = view_col,
    .n_col = N_V,
    .page = &privacy_view_list_page,
    .cells = view_cells,
    .search = T("Name or code"),
    .guarded = true,
    .empty_title = T("Nobody has opened a personal number"),
    .empty_text = T("Whenever somebody sees a whole personal number, it is written down here."),
};
static const struct data_field view_fields[] = LIST_FIELDS(privacy_view_list);
const struct data privacy_views_data = LIST_DATA("privacy_views", view_fields);

result privacy_views_show(struct web *w)
{
    struct list_view v = list_begin(w, &views);
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    struct privacy_view_list_args a = { .org_id = w->org_id,
                                        .from_at = v.from.ymd ? date_instant(v.from, ZONE_VN) : 0,
                                        .to_at = v.to.ymd == DATE_OPEN.ymd
                                                     ? INT64_MAX
                                                     : date_instant(date_add_days(v.to, 1), ZONE_VN),
                                        .name_fold = v.fold,
                                        .party_code = privacy_capitals(w->cx->mem, v.q) };
    v.args = &a;
    return list_show(&v);
}

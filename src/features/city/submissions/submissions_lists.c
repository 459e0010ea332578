/* The lists: what a cooperative sent; which cooperatives have reported to the city, and the packages it received.
   Reading, drawing and files are web/list's. */
#include "features/city/submissions/submissions_parts.h"

#include "web/list/list.h"

static const struct {
    const char *state;
    enum tone tone;
    const char *label;
} states[] = {
    { "accepted", TONE_OK, T("accepted") },
    { "superseded", TONE_PLAIN, T("superseded by a later one") },
    { "withdrawn", TONE_BAD, T("taken back") },
    { "sent", TONE_WAIT, T("made") },
};

static int state_at(str state)
{
    int i = 0;
    while (i < COUNT(states) - 1 && !str_eq(state, str_of(states[i].state)))
        i++;
    return i;
}

enum tone submission_tone(str state) { return states[state_at(state)].tone; }
str submission_state_label(struct cx *cx, str state) { return tr(cx, states[state_at(state)].label); }

static str taken_back(struct cx *cx, int64_t number)
{
    return number ? TRF(cx, "takes back package {1}", str_from_i64(cx->mem, number)) : S("");
}

static str moment(struct cx *cx, int64_t at) { return at ? instant_text(cx->mem, at, ZONE_VN) : S(""); }

/* ---- the cooperative ---- */

result sending_work(struct cx *cx, struct db *db, void *arg)
{
    struct sending *j = arg;
    (void)cx;
    TRY(submission_city_here(db, &j->city));
    TRY(submission_keys(db, (struct submission_keys_args){ .org_id = j->w->org_id }, &j->key, &j->n_key));
    return submission_sent(db, (struct submission_sent_args){ .org_id = j->w->org_id }, &j->row, &j->n);
}

str sending_fingerprint(struct cx *cx, const struct sending *j)
{
    for (int i = 0; i < j->n_key; i++)
        if (j->key[i].is_own && !j->key[i].revoked_at)
            return key_fingerprint(cx->mem, j->key[i].public_bytes);
    return S("");
}

bool may_send(const struct web *w) { return cx_can(w->cx, CAP_SUBMIT) && w->cx->actor.org_id == w->org_id; }

enum { S_NUMBER, S_MONTHS, S_BACK, S_MADE, S_STATE, S_RECEIVED, N_S };
static const struct list_col sent_col[N_S] = {
    [S_NUMBER] = { "number", T("Number"), LIST_INT, "by_number", LIST_KEY },
    [S_MONTHS] = { "months", T("Months"), LIST_TEXT, NULL },
    [S_BACK] = { "withdraws", T("Remark"), LIST_TEXT, NULL },
    [S_MADE] = { "made_at", T("Made"), LIST_TEXT, NULL },
    [S_STATE] = { "state", T("State"), LIST_STATE, "by_state" },
    [S_RECEIVED] = { "received_at", T("Received by the city"), LIST_TEXT, NULL },
};

static void sent_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct submission_sent *r = row;
    const struct sender *sender = v->more;
    struct cx *cx = v->w->cx;
    str state = str_eq(r->state, S("withdrawn")) ? r->state : r->received_state;
    str received = sender->city_here ? tr(cx, "not yet") : tr(cx, "not known here: hand over the file");
    out->path = sent_path(v->w, str_fmt(cx->mem, "/%lld", (long long)r->number));
    out->cell[S_NUMBER] = list_int(r->number);
    out->cell[S_MONTHS] = list_text(months_text(cx->mem, r->first_month, r->last_month));
    out->cell[S_BACK] = list_text(taken_back(cx, r->withdraws_number));
    out->cell[S_MADE] = list_text(moment(cx, r->made_at));
    out->cell[S_STATE] = list_state(submission_tone(state), submission_state_label(cx, state));
    out->cell[S_RECEIVED] = list_text(r->received_at ? moment(cx, r->received_at) : received);
}

static const struct list_def sent = {
    .name = "sent-packages",
    .title = T("Figures sent to the city"),
    .sort = "-by_number",
    .col = sent_col,
    .n_col = N_S,
    .cells = sent_cells,
    .empty_title = T("Nothing has been sent yet"),
    .empty_text = T("The figures are computed from the books; nobody types them."),
};

static str sent_note(struct cx *cx, str fingerprint)
{
    str what = tr(cx, "The city sees these figures and nothing behind them: revenue, profit, members and workers.");
    str walls = tr(cx, "Vouchers open to it only by your grant.");
    if (!fingerprint.n)
        return str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(what), STR_ARG(walls));
    str key = TRF(cx, "Our signing key: {1}. The city may ask for it by telephone.", fingerprint);
    return str_fmt(cx->mem, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(what), STR_ARG(walls), STR_ARG(key));
}

result sent_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &sent);
    struct sending j = { .w = w };
    struct action make = { .label = tr(cx, "Make a package"), .path = sent_path(w, S("/new")) };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, sending_work, &j));
    struct sender sender = { sending_fingerprint(cx, &j), j.city.n_row > 0 };
    struct list_array a = { j.row, sizeof *j.row, j.n, false };
    v.array = &a;
    v.more = &sender;
    v.note = sent_note(cx, sender.fingerprint);
    v.action = &make, v.n_action = may_send(w);
    v.first = v.n_action ? &make : NULL;
    return list_show(&v);
}

/* ---- the city ---- */

static int64_t scope_of(const struct cx *cx) { return cx->actor.local ? -1 : cx->actor.scope_id; }

static void put_tabs(struct list_view *v, bool packages)
{
    struct cx *cx = v->w->cx;
    struct tab *t = new (cx->mem, struct tab, 2);
    struct action *act = new (cx->mem, struct action, 1);
    t[0] = (struct tab){ tr(cx, "Cooperatives"), S("/submissions"), -1, !packages };
    t[1] = (struct tab){ tr(cx, "Packages"), S("/submissions/packages"), -1, packages };
    act[0] = (struct action){ .label = tr(cx, "Receive a file"), .path = S("/submissions/new") };
    v->tab = t, v->n_tab = 2;
    v->action = act, v->n_action = 1;
    v->first = act;
}

enum { C_NAME, C_CODE, C_MONTHS, C_N_MONTH, C_STATE, C_PACKAGES, C_RECEIVED, N_C };
static const struct list_col standing_col[N_C] = {
    [C_NAME] = { "name", T("Cooperative"), LIST_TEXT, "by_name", LIST_KEY },
    [C_CODE] = { "code", T("Code"), LIST_TEXT, "by_code", LIST_OFF },
    [C_MONTHS] = { "months", T("Figures of"), LIST_TEXT, NULL },
    [C_N_MONTH] = { "n_month", T("Months received"), LIST_INT, "by_months", LIST_OFF },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
    [C_PACKAGES] = { "packages", T("Packages"), LIST_TEXT, NULL },
    [C_RECEIVED] = { "received_at", T("Last received"), LIST_TEXT, "by_received" },
};

static struct list_cell standing_state(struct cx *cx, str state)
{
    if (str_eq(state, S("complete")))
        return list_state(TONE_OK, tr(cx, "complete"));
    return list_state(TONE_WAIT, str_eq(state, S("missing")) ? tr(cx, "months are missing")
                                                              : tr(cx, "nothing received"));
}

static void standing_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct submission_standing *r = row;
    struct cx *cx = v->w->cx;
    out->path = str_fmt(cx->mem, "/organisations/" STR_FMT, STR_ARG(r->code));
    out->demo = r->is_demo;
    out->cell[C_NAME] = list_text(r->name);
    out->cell[C_CODE] = list_text(r->code);
    out->cell[C_MONTHS] = list_text(r->n_month ? months_text(cx->mem, r->first_month, r->last_month) : S(""));
    out->cell[C_N_MONTH] = list_int(r->n_month);
    out->cell[C_STATE] = standing_state(cx, r->state);
    if (r->n_package && r->n_package < r->last_no)
        out->cell[C_PACKAGES] = list_text(TRF(cx, "{1} of {2} packages received", str_from_i64(cx->mem, r->n_package),
                                              str_from_i64(cx->mem, r->last_no)));
    else if (r->n_package)
        out->cell[C_PACKAGES] = list_text(str_from_i64(cx->mem, r->n_package));
    out->cell[C_RECEIVED] = list_text(moment(cx, r->received_at));
}

static const struct list_def standing = {
    .name = "reporting",
    .title = T("Figures received"),
    .sort = "by_name",
    .col = standing_col,
    .n_col = N_C,
    .page = &submission_standing_page,
    .cells = standing_cells,
    .search = T("Name or code"),
    .empty_title = T("No cooperative is in your area yet"),
    .empty_text = T("Each active cooperative stands here with the months that it has sent."),
};

struct counting {
    int64_t scope, from, to;
    struct submission_standing_count n;
};

static result count_work(struct cx *cx, struct db *db, void *arg)
{
    struct counting *c = arg;
    (void)cx;
    return submission_standing_count(
        db,
        (struct submission_standing_count_args){ .scope_id = c->scope, .from_month = c->from, .to_month = c->to },
        &c->n);
}

enum { N_YEARS = 5 };

/* The year that was chosen, among the last five. */
static int year_of(const struct list_view *v, int now)
{
    int64_t y;
    return str_to_i64(list_choice(v, "year"), &y) && y > now - N_YEARS && y <= now ? (int)y : now;
}

static str standing_note(struct cx *cx, const struct reporting *of)
{
    str some = TRF(cx, "{1} of {2} active cooperatives have sent figures for {3}.",
                   str_from_i64(cx->mem, of->n_reporting), str_from_i64(cx->mem, of->n_all),
                   str_from_i64(cx->mem, of->year));
    str fair = tr(cx, "Nothing received says nothing about the cooperative itself.");
    return str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(some), STR_ARG(fair));
}

result standing_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &standing);
    date today = date_of_instant(cx->now_at, ZONE_VN);
    int now = date_year(today), year = year_of(&v, now);
    int64_t before = date_yyyymm(date_add_months(date_month_first(today), -1));
    struct counting c = { scope_of(cx), year * 100 + 1, year * 100 + 12, { 0 } };
    struct choice years[N_YEARS], is[] = { { S(""), tr(cx, "All") },
                                           { S("complete"), tr(cx, "complete") },
                                           { S("missing"), tr(cx, "months are missing") },
                                           { S("nothing"), tr(cx, "nothing received") } };
    for (int i = 0; i < N_YEARS; i++) {
        str y = str_from_i64(cx->mem, now - i);
        years[i] = (struct choice){ i ? y : S(""), y };
    }
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, count_work, &c));
    struct reporting of = { year, c.n.n_reporting, c.n.n_row, before < c.to ? before : c.to };
    struct list_filter filter[] = { { S("year"), tr(cx, "Year"), years, N_YEARS },
                                    { S("state"), tr(cx, "State"), is, COUNT(is) } };
    struct submission_standing_args a = { .scope_id = c.scope,
                                          .from_month = c.from,
                                          .to_month = c.to,
                                          .due_month = of.due_month,
                                          .q_fold = v.fold,
                                          .q_code = list_capitals(cx->mem, v.q),
                                          .state = list_choice(&v, "state") };
    v.args = &a;
    v.more = &of;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.note = standing_note(cx, &of);
    put_tabs(&v, false);
    return list_show(&v);
}

enum { P_RECEIVED, P_ORG, P_CODE, P_NUMBER, P_MONTHS, P_BACK, P_MADE, P_STATE, N_P };
static const struct list_col received_col[N_P] = {
    [P_RECEIVED] = { "received_at", T("Received"), LIST_TEXT, "by_received" },
    [P_ORG] = { "org_name", T("Cooperative"), LIST_TEXT, "by_org" },
    [P_CODE] = { "org_code", T("Code"), LIST_TEXT, NULL, LIST_OFF },
    [P_NUMBER] = { "number", T("Number"), LIST_TEXT, "by_number", LIST_KEY },
    [P_MONTHS] = { "months", T("Months"), LIST_TEXT, NULL },
    [P_BACK] = { "withdraws", T("Remark"), LIST_TEXT, NULL },
    [P_MADE] = { "made_at", T("Made"), LIST_TEXT, NULL, LIST_OFF },
    [P_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

static void received_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct submission_received_list *r = row;
    struct cx *cx = v->w->cx;
    out->path = str_fmt(cx->mem, "/submissions/" STR_FMT "/%lld", STR_ARG(r->org_code), (long long)r->number);
    out->demo = r->is_demo;
    out->cell[P_RECEIVED] = list_text(moment(cx, r->received_at));
    out->cell[P_ORG] = list_text(r->org_name);
    out->cell[P_CODE] = list_text(r->org_code);
    out->cell[P_NUMBER] = list_text(TRF(cx, "Package {1}", str_from_i64(cx->mem, r->number)));
    out->cell[P_MONTHS] = list_text(months_text(cx->mem, r->first_month, r->last_month));
    out->cell[P_BACK] = list_text(taken_back(cx, r->withdraws_number));
    out->cell[P_MADE] = list_text(moment(cx, r->made_at));
    out->cell[P_STATE] = list_state(submission_tone(r->state), submission_state_label(cx, r->state));
}

static const struct list_def received = {
    .name = "received-packages",
    .title = T("Packages received"),
    .sort = "-by_received",
    .col = received_col,
    .n_col = N_P,
    .page = &submission_received_list_page,
    .cells = received_cells,
    .search = T("Name or code"),
    .empty_title = T("No package has been received yet."),
    .empty_text = T("What a cooperative sends, directly or as a file, stands here with its number and months."),
};

result received_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &received);
    struct choice is[COUNT(states)] = { { S(""), tr(cx, "All") } };
    for (int i = 1; i < COUNT(is); i++)
        is[i] = (struct choice){ str_of(states[i - 1].state), tr(cx, states[i - 1].label) };
    struct list_filter filter[] = { { S("state"), tr(cx, "State"), is, COUNT(is) } };
    struct submission_received_list_args a = { .scope_id = scope_of(cx),
                                               .q_fold = v.fold,
                                               .q_code = list_capitals(cx->mem, v.q),
                                               .state = list_choice(&v, "state") };
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    put_tabs(&v, true);
    return list_show(&v);
}

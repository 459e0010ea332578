/* Pages of duties: a year as list, a month as calendar, one duty with its mark. */
#include "features/people/duties/duties_parts.h"
#include "features/trust/files/files.h"
#include "duties.html.h"

#include "base/text.h"

#define AT(m) offsetof(struct duty_in, m)
static const struct field fields[] = {
    { .name = "done_on", .label = T("Done on"), .type = FIELD_DATE, .at = AT(done_on) },
    { .name = "voucher",
      .label = T("Voucher"),
      .type = FIELD_TEXT,
      .at = AT(voucher),
      .max = 40,
      .help = T("The number of a voucher that shows it, if there is one.") },
    { .name = "note",
      .label = T("Note"),
      .type = FIELD_AREA,
      .at = AT(note),
      .max = 1000,
      .help = T("Where it was sent, under which number. Name no person.") },
    { .name = "not_ours", .label = T("This is no duty of ours"), .type = FIELD_BOOL, .at = AT(not_ours) },
};
const struct form duty_form = {
    .name = "duty", .fields = fields, .n_fields = COUNT(fields), .size = sizeof(struct duty_in)
};

/* ---- a year ---- */

struct work {
    struct web *w;
    struct duty_ask ask;
    struct duty *d;
    int n;
    struct duty one;
    struct duty_mark mark;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return duty_list(cx, db, k->ask, &k->d, &k->n);
}

static const char *const state_name[DUTY_STATES] = { "later", "soon", "overdue", "done", "not_ours", "event" };

static bool fits(struct cx *cx, const struct duty *d, str fold, str state)
{
    str text[] = { d->name, d->what, d->law, d->note, d->code };
    bool open = d->state == DUTY_SOON || d->state == DUTY_OVERDUE || d->state == DUTY_LATER;
    if (str_eq(state, S("open")) ? !open : state.n && !str_eq(state, str_of(state_name[d->state])))
        return false;
    return !fold.n || str_find(text_fold(cx->mem, str_join(cx->mem, text, COUNT(text), S(" "))), fold) >= 0;
}

static int keep_fitting(struct web *w, struct duty *d, int n)
{
    str fold = text_fold(w->cx->mem, request_query(w->rq, S("q"))), state = request_query(w->rq, S("state"));
    int k = 0;
    for (int i = 0; i < n; i++)
        if (fits(w->cx, &d[i], fold, state))
            d[k++] = d[i];
    return k;
}

static const struct choice *states(struct cx *cx)
{
    struct choice *c = new (cx->mem, struct choice, DUTY_STATES + 2);
    c[0] = (struct choice){ S(""), tr(cx, "All") };
    c[1] = (struct choice){ S("open"), tr(cx, "still to do") };
    for (int i = 0; i < DUTY_STATES; i++)
        c[i + 2] = (struct choice){ str_of(state_name[i]), duty_state_label(cx, (enum duty_state)i) };
    return c;
}

static int year_asked(const struct web *w, date today)
{
    int64_t y;
    bool good = str_to_i64(request_query(w->rq, S("year")), &y) && y >= 1950 && y <= 2200;
    return good ? (int)y : date_year(today);
}

/* This year first, without a word in the address; then those around the one that is shown. */
static const struct choice *years(struct cx *cx, int year, date today, int *n)
{
    struct choice *c = new (cx->mem, struct choice, 6);
    c[0] = (struct choice){ S(""), str_from_i64(cx->mem, date_year(today)) };
    *n = 1;
    for (int y = year + 1; y >= year - 3; y--)
        if (y != date_year(today))
            c[(*n)++] = (struct choice){ str_from_i64(cx->mem, y), str_from_i64(cx->mem, y) };
    return c;
}

/* ---- a month ---- */

static void fill_day(struct duty_day *day, const struct duty *d, int n)
{
    for (int i = 0; i < n; i++)
        if (d[i].due.ymd == day->on.ymd) {
            day->d = day->n ? day->d : &d[i];
            day->n++;
        }
}

/* Whole weeks from Monday that hold the month: 28, 35 or 42 days. */
static void fill_month(struct duties_page *m, date today, const struct duty *d, int n)
{
    date first = { m->year * 10000 + m->month * 100 + 1 }, last = date_month_last(first);
    date on = date_add_days(first, -date_weekday(first));
    for (m->n_days = 0; m->n_days < CALENDAR_DAYS; on = date_add_days(on, 1)) {
        if (m->n_days % 7 == 0 && date_cmp(on, last) > 0)
            break;
        struct duty_day *day = &m->day[m->n_days++];
        *day = (struct duty_day){ .on = on,
                                  .inside = date_yyyymm(on) == date_yyyymm(first),
                                  .today = on.ymd == today.ymd };
        if (day->inside)
            fill_day(day, d, n);
    }
}

static int month_asked(const struct web *w, int year, date today)
{
    int64_t m;
    if (str_to_i64(request_query(w->rq, S("month")), &m) && m >= 1 && m <= 12)
        return (int)m;
    return year == date_year(today) ? date_month(today) : 1;
}

static result duties_show(struct web *w)
{
    struct html h = html_new(w->cx);
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    int year = year_asked(w, today);
    str format = request_query(w->rq, S("format"));
    struct work k = { .w = w,
                      .ask = { .org_id = w->org_id,
                               .from = { year * 10000 + 101 },
                               .to = { year * 10000 + 1231 },
                               .events = !str_eq(format, S("ics")) } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &k));
    k.n = keep_fitting(w, k.d, k.n);
    if (format.n)
        return duties_send(w, &(struct duty_export){ w->org_code, w->org_name, format, k.d, k.n });
    struct list_filter filter[2] = { { .name = S("year"), .label = tr(w->cx, "Year") },
                                     { S("state"), tr(w->cx, "State"), states(w->cx), DUTY_STATES + 2 } };
    filter[0].choice = years(w->cx, year, today, &filter[0].n);
    struct list list = { .rq = w->rq,
                         .state = list_state_of(w->rq),
                         .total = k.n,
                         .search_label = tr(w->cx, "Duty, law or note"),
                         .filter = filter,
                         .n_filter = COUNT(filter),
                         .can_export = true };
    list.state.per_page = k.n + 1; /* a year is one page */
    struct duties_page m = { .w = w,
                             .org_code = w->org_code,
                             .list = &list,
                             .year = year,
                             .month = month_asked(w, year, today),
                             .d = k.d,
                             .n = k.n };
    fill_month(&m, today, k.d, k.n);
    if (web_wants_json(w))
        return web_data(w, &m);
    duties_draw(&h, &m);
    return web_page(w, tr(w->cx, "Duties"), &h);
}

/* ---- one ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    int64_t mark = web_param_id(k->w, S("id"));
    if (mark)
        return duty_at(cx, db, k->w->org_id, mark, &k->one);
    return duty_get(cx, db, k->w->org_id, web_param(k->w, S("code")), web_param(k->w, S("period")), &k->one);
}

static result show_one(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &k));
    struct duty_in start = { .done_on = k.one.done_on.ymd ? k.one.done_on : date_of_instant(w->cx->now_at, ZONE_VN),
                             .note = k.one.note,
                             .voucher = k.one.voucher_number,
                             .not_ours = k.one.state == DUTY_NOT_OURS };
    struct duty_page m = { .csrf = web_csrf_fields(w),
                           .rq = again ? w->rq : NULL,
                           .in = again ? w->in : &start,
                           .org_code = w->org_code,
                           .d = &k.one,
                           .can_mark = cx_can(w->cx, CAP_DUTY) };
    if (web_wants_json(w))
        return web_data(w, &m);
    duty_draw(&h, &m);
    if (k.one.mark_id)
        TRY(files_block(w, &h, "duties", k.one.mark_id));
    return again ? web_form_again(w, tr(w->cx, "Duty"), &h) : web_page(w, tr(w->cx, "Duty"), &h);
}

static result one_show(struct web *w) { return show_one(w, false); }
static result one_again(struct web *w) { return show_one(w, true); }

static result mark_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return duty_mark(cx, db, &k->mark);
}

static str path_of(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/duties", STR_ARG(w->org_code));
}

static result mark_post(struct web *w)
{
    const struct duty_in *in = w->in;
    struct work k = { .mark = { .org_id = w->org_id,
                                .code = web_param(w, S("code")),
                                .period = web_param(w, S("period")),
                                .done_on = in->done_on,
                                .note = in->note,
                                .voucher = in->voucher,
                                .not_ours = in->not_ours } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, mark_work, &k));
    web_flash(w, in->not_ours ? tr(w->cx, "Marked as no duty of ours.") : tr(w->cx, "Marked as done."));
    return web_redirect(w, str_fmt(w->cx->mem, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(path_of(w)),
                                   STR_ARG(k.mark.code), STR_ARG(k.mark.period)));
}

static result open_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return duty_unmark(cx, db, k->w->org_id, web_param(k->w, S("code")), web_param(k->w, S("period")));
}

static result open_post(struct web *w)
{
    struct work k = { .w = w };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, open_work, &k));
    web_flash(w, tr(w->cx, "The mark was taken back."));
    return web_redirect(w, path_of(w));
}

/* ---- tables ---- */

static const struct data_field duty_fields[] = {
    DATA(duty, code),      DATA(duty, period),  DATA(duty, due),        DATA_WORD("state", duty, state, state_name),
    DATA(duty, name),      DATA(duty, what),    DATA(duty, when),       DATA(duty, law),
    DATA(duty, article),   DATA(duty, source),  DATA(duty, certainty),  DATA(duty, is_automatic),
    DATA(duty, done_on),   DATA(duty, note),    DATA(duty, voucher_id), DATA(duty, voucher_number),
    DATA(duty, marked_at), DATA(duty, mark_id),
};
const struct data duty_data = DATA_OF(duty, duty_fields);
static const struct data_field page_fields[] = { DATA(duties_page, year),
                                                 DATA_LIST("rows", duties_page, d, n, &duty_data) };
static const struct data duties_data = DATA_OF(duties_page, page_fields);
static const struct data_field one_fields[] = { DATA_POINTER("duty", duty_page, d, &duty_data) };
static const struct data one_data = DATA_OF(duty_page, one_fields);

#define ONE "/orgs/:org/duties/:code/:period"
const struct route duty_routes[N_DUTY_ROUTES] = {
    { METHOD_GET, "/orgs/:org/duties", CAP_BOOKS_READ, WALL_OWN, NULL, duties_show, T("Duties"), NULL, &duties_data },
    { METHOD_GET, "/orgs/:org/duties/:id", CAP_BOOKS_READ, WALL_OWN, NULL, one_show, T("Duty"), NULL, &one_data },
    { METHOD_GET, ONE, CAP_BOOKS_READ, WALL_OWN, NULL, one_show, T("Duty"), NULL, &one_data },
    { METHOD_POST, ONE, CAP_DUTY, WALL_OWN, &duty_form, mark_post, T("Duty"), one_again },
    { METHOD_POST, ONE "/open", CAP_DUTY, WALL_OWN, &form_empty, open_post, T("Take the mark back"), NULL },
};

/* Pages: what a cooperative sent, what the city received and what is missing. */
#include "features/city/submissions/submissions_parts.h"
#include "features/people/organisations/organisations.h"
#include "submissions.html.h"

static const struct option how_options[] = { { "send", T("Send it to the city now") },
                                             { "file", T("Only make the file") } };
#define AT(m) offsetof(struct send_in, m)
static const struct field send_fields[] = {
    { .name = "first",
      .label = T("First month"),
      .type = FIELD_TEXT,
      .at = AT(first),
      .required = true,
      .max = 7,
      .help = T("Like 01/2026.") },
    { .name = "last", .label = T("Last month"), .type = FIELD_TEXT, .at = AT(last), .required = true, .max = 7 },
    { .name = "how",
      .label = T("How it reaches the city"),
      .type = FIELD_CHOICE,
      .at = AT(how),
      .required = true,
      .options = how_options,
      .n_options = COUNT(how_options) },
};
const struct form send_form = {
    .name = "send", .fields = send_fields, .n_fields = COUNT(send_fields), .size = sizeof(struct send_in)
};
#undef AT
static const struct field number_fields[] = {
    { .name = "number",
      .label = T("Number"),
      .type = FIELD_ID,
      .at = offsetof(struct number_in, number),
      .required = true },
};
const struct form number_form = {
    .name = "number", .fields = number_fields, .n_fields = COUNT(number_fields), .size = sizeof(struct number_in)
};
static const struct field receive_fields[] = {
    { .name = "file",
      .label = T("File HOPTAC-….json"),
      .type = FIELD_FILE,
      .at = offsetof(struct receive_in, file),
      .required = true },
};
const struct form receive_form = {
    .name = "receive", .fields = receive_fields, .n_fields = COUNT(receive_fields), .size = sizeof(struct receive_in)
};

str month_text(struct arena *mem, int64_t m)
{
    return m ? str_fmt(mem, "%02d/%04d", (int)(m % 100), (int)(m / 100)) : S("");
}

str months_text(struct arena *mem, int64_t first, int64_t last)
{
    if (first == last)
        return month_text(mem, first);
    return str_fmt(mem, STR_FMT "–" STR_FMT, STR_ARG(month_text(mem, first)), STR_ARG(month_text(mem, last)));
}

bool month_parse(str text, int *out)
{
    struct str_cut c = str_cut(str_trim(text), '/');
    int64_t y, m;
    bool iso = !c.found;
    if (iso)
        c = str_cut(str_trim(text), '-');
    if (!c.found || !str_to_i64(iso ? c.head : c.tail, &y) || !str_to_i64(iso ? c.tail : c.head, &m) || y < 1900 ||
        y > 9999 || m < 1 || m > 12)
        return false;
    *out = (int)(y * 100 + m);
    return true;
}

/* ---- the cooperative ---- */

struct sending {
    struct web *w;
    struct submission_sent *row;
    struct submission_city_here city;
    struct submission_keys *key;
    struct submission_made made;
    int n, n_key;
    int64_t number;
};

static result sent_work(struct cx *cx, struct db *db, void *arg)
{
    struct sending *j = arg;
    (void)cx;
    TRY(submission_city_here(db, &j->city));
    TRY(submission_keys(db, (struct submission_keys_args){ .org_id = j->w->org_id }, &j->key, &j->n_key));
    return submission_sent(db, (struct submission_sent_args){ .org_id = j->w->org_id }, &j->row, &j->n);
}

static result sent_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct sending j = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, sent_work, &j));
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct send_in fresh = { .first = month_text(w->cx->mem, date_year(today) * 100 + 1),
                             .last = month_text(w->cx->mem, date_yyyymm(today)),
                             .how = j.city.n_row ? S("send") : S("file") };
    struct sent_page m = { .csrf = web_csrf_fields(w),
                           .rq = post ? w->rq : NULL,
                           .in = w->route->form == &send_form ? w->in : &fresh,
                           .org_code = w->org_code,
                           .can_send = cx_can(w->cx, CAP_SUBMIT) && w->cx->actor.org_id == w->org_id,
                           .city_here = j.city.n_row > 0,
                           .row = j.row,
                           .n = j.n };
    for (int i = 0; i < j.n_key; i++)
        if (j.key[i].is_own && !j.key[i].revoked_at)
            m.fingerprint = key_fingerprint(w->cx->mem, j.key[i].public_bytes);
    if (web_wants_json(w))
        return web_data(w, &m);
    sent_draw(&h, &m);
    str title = tr(w->cx, "Figures sent to the city");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static str sent_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/submissions", STR_ARG(w->org_code));
}

static result month_field(struct cx *cx, const char *field, str text, int *out)
{
    if (month_parse(text, out))
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("submission.month"), .field = str_of(field),
                .message = tr(cx, "Write a month like 03/2026."));
}

static result send_post(struct web *w)
{
    const struct send_in *in = w->in;
    struct submission_ask ask = { .org_id = w->org_id, .deliver = str_eq(in->how, S("send")) };
    struct submission_made made;
    result first = month_field(w->cx, "first", in->first, &ask.first_month);
    TRY(month_field(w->cx, "last", in->last, &ask.last_month));
    TRY(first);
    TRY(submission_make(w->cx, w->store, ask, &made));
    str number = str_from_i64(w->cx->mem, made.number);
    web_flash(w, made.delivered ? TRF(w->cx, "Package {1} was sent; the city has it.", number)
                                : TRF(w->cx, "Package {1} was made. Download it and hand it over.", number));
    return web_redirect(w, sent_path(w));
}

static result withdraw_post(struct web *w)
{
    const struct number_in *in = w->in;
    struct submission_made made;
    TRY(submission_withdraw(w->cx, w->store, (struct submission_ask){ .org_id = w->org_id, .deliver = true },
                            in->number, &made));
    web_flash(w, made.delivered ? tr(w->cx, "The package was taken back; the city knows.")
                                : tr(w->cx, "The package was taken back. Hand the withdrawal over as a file, too."));
    return web_redirect(w, sent_path(w));
}

static result deliver_post(struct web *w)
{
    const struct number_in *in = w->in;
    TRY(submission_deliver(w->cx, w->store, w->org_id, in->number));
    web_flash(w, TRF(w->cx, "Package {1} was sent; the city has it.", str_from_i64(w->cx->mem, in->number)));
    return web_redirect(w, sent_path(w));
}

static result file_work(struct cx *cx, struct db *db, void *arg)
{
    struct sending *j = arg;
    return submission_file(cx, db, j->w->org_id, j->number, &j->made);
}

static result file_show(struct web *w)
{
    struct sending j = { .w = w, .number = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, file_work, &j));
    return web_file(w, j.made.file_name, S("application/json"), j.made.file, false);
}

/* ---- the city ---- */

struct city {
    struct web *w;
    struct list_state state;
    int year;
    struct submission_standing_count count;
    struct submission_standing *org;
    struct submission_received *row;
    int n_org, n;
};

static result city_work(struct cx *cx, struct db *db, void *arg)
{
    struct city *c = arg;
    int64_t scope = cx->actor.local ? -1 : cx->actor.scope_id, from = c->year * 100 + 1, to = c->year * 100 + 12;
    TRY(submission_standing_count(
        db, (struct submission_standing_count_args){ .scope_id = scope, .from_month = from, .to_month = to },
        &c->count));
    TRY(submission_standing(db,
                            (struct submission_standing_args){ .scope_id = scope,
                                                               .from_month = from,
                                                               .to_month = to,
                                                               .n_limit = c->state.per_page,
                                                               .n_offset = list_offset(&c->state) },
                            &c->org, &c->n_org));
    return submission_received(db, (struct submission_received_args){ .scope_id = scope, .n_limit = 50 }, &c->row,
                               &c->n);
}

static result city_show(struct web *w)
{
    struct html h = html_new(w->cx);
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct city c = { .w = w, .state = list_state_of(w->rq), .year = date_year(today) };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, city_work, &c));
    struct list list = { .rq = w->rq, .state = c.state, .total = c.count.n_row };
    struct city_page m = { .csrf = web_csrf_fields(w),
                           .rq = post ? w->rq : NULL,
                           .list = &list,
                           .can_receive = cx_can(w->cx, CAP_RECEIVE),
                           .year = c.year,
                           .n_reporting = c.count.n_reporting,
                           .n_all = c.count.n_row,
                           .due_month = date_yyyymm(date_add_months(date_month_first(today), -1)),
                           .org = c.org,
                           .n_org = c.n_org,
                           .row = c.row,
                           .n = c.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    city_draw(&h, &m);
    str title = tr(w->cx, "Figures received");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result receive_post(struct web *w)
{
    const struct receive_in *in = w->in;
    struct submission_receipt r;
    TRY(submission_receive(w->cx, w->store, in->file.data, &r));
    str number = str_from_i64(w->cx->mem, r.number);
    if (r.repeated)
        web_flash(w,
                  TRF(w->cx, "Package {1} of {2} had been received before; nothing was changed.", number, r.org_code));
    else if (r.pinned)
        web_flash(w,
                  TRF(w->cx, "Package {1} of {2} was received. It is the first one: compare the key {3} by telephone.",
                      number, r.org_code, r.fingerprint));
    else
        web_flash(w, TRF(w->cx, "Package {1} of {2} was received.", number, r.org_code));
    return web_redirect(w, S("/submissions"));
}

struct one {
    str code;
    int64_t number;
    struct organisation org;
    struct submission_by_number row;
    bool found, in;
};

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(org_by_code(cx, db, o->code, &o->org));
    if (cx->actor.local)
        o->in = true;
    else
        TRY(org_in_scope(cx, db, cx->actor.scope_id, o->org.org_id, &o->in));
    return submission_by_number(
        db,
        (struct submission_by_number_args){ .org_id = o->org.org_id, .direction = S("received"), .number = o->number },
        &o->row, &o->found);
}

static result package_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct one o = { .code = web_param(w, S("code")), .number = web_param_id(w, S("id")) };
    struct submission_package p;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &o));
    if (!o.found || !o.in)
        return fail(w->cx, .kind = ERR_NOT_FOUND, .code = S("submission.not_found"),
                    .message = tr(w->cx, "There is no package of this number."));
    TRY(submission_package_read(w->cx, o.row.package_bytes, &p));
    struct package_page m = { .package = &p,
                              .org_name = o.org.name,
                              .org_code = o.org.code,
                              .fingerprint = key_fingerprint(w->cx->mem, o.row.public_bytes),
                              .state = o.row.state,
                              .received_at = o.row.received_at };
    if (web_wants_json(w))
        return web_data(w, &m);
    package_draw(&h, &m);
    return web_page(w, TRF(w->cx, "Package {1} of {2}", str_from_i64(w->cx->mem, o.number), o.org.code), &h);
}

const struct route submission_routes[N_SUBMISSION_ROUTES] = {
    { METHOD_GET, "/orgs/:org/submissions", CAP_BOOKS_READ, WALL_OWN, NULL, sent_show, T("Figures sent to the city"),
      NULL, &sent_data },
    { METHOD_POST, "/orgs/:org/submissions", CAP_SUBMIT, WALL_OWN, &send_form, send_post, T("Figures sent to the city"),
      sent_show },
    { METHOD_POST, "/orgs/:org/submissions/withdraw", CAP_SUBMIT, WALL_OWN, &number_form, withdraw_post,
      T("Figures sent to the city"), NULL },
    { METHOD_POST, "/orgs/:org/submissions/deliver", CAP_SUBMIT, WALL_OWN, &number_form, deliver_post,
      T("Figures sent to the city"), NULL },
    { METHOD_GET, "/orgs/:org/submissions/:id/file", CAP_BOOKS_READ, WALL_OWN, NULL, file_show,
      T("Figures sent to the city"), NULL, &data_file },
    { METHOD_GET, "/submissions", CAP_RECEIVE, WALL_NONE, NULL, city_show, T("Figures received"), NULL, &city_data },
    { METHOD_POST, "/submissions", CAP_RECEIVE, WALL_NONE, &receive_form, receive_post, T("Figures received"),
      city_show },
    { METHOD_GET, "/submissions/:code/:id", CAP_RECEIVE, WALL_NONE, NULL, package_show, T("Package of figures"), NULL,
      &package_data },
};

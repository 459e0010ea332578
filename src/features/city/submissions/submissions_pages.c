/* Pages: making a package and looking at it, receiving one. The lists: submissions_lists.c. */
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

str sent_path(const struct web *w, str more)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/submissions" STR_FMT, STR_ARG(w->org_code), STR_ARG(more));
}

static str sent_one(const struct web *w, int64_t number)
{
    return sent_path(w, str_fmt(w->cx->mem, "/%lld", (long long)number));
}

static result send_draw_page(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct sending j = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, sending_work, &j));
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct send_in fresh = { .first = month_text(w->cx->mem, date_year(today) * 100 + 1),
                             .last = month_text(w->cx->mem, date_yyyymm(today)),
                             .how = j.city.n_row ? S("send") : S("file") };
    struct send_page m = { .csrf = web_csrf_fields(w),
                           .rq = again ? w->rq : NULL,
                           .in = again ? w->in : &fresh,
                           .org_code = w->org_code,
                           .fingerprint = sending_fingerprint(w->cx, &j) };
    send_draw(&h, &m);
    str title = tr(w->cx, "Make a package");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result send_show(struct web *w) { return send_draw_page(w, false); }
static result send_again(struct web *w) { return send_draw_page(w, true); }

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
    return web_redirect(w, sent_one(w, made.number));
}

static result withdraw_post(struct web *w)
{
    const struct number_in *in = w->in;
    struct submission_made made;
    TRY(submission_withdraw(w->cx, w->store, (struct submission_ask){ .org_id = w->org_id, .deliver = true },
                            in->number, &made));
    web_flash(w, made.delivered ? tr(w->cx, "The package was taken back; the city knows.")
                                : tr(w->cx, "The package was taken back. Hand the withdrawal over as a file, too."));
    return web_redirect(w, sent_one(w, in->number));
}

static result deliver_post(struct web *w)
{
    const struct number_in *in = w->in;
    TRY(submission_deliver(w->cx, w->store, w->org_id, in->number));
    web_flash(w, TRF(w->cx, "Package {1} was sent; the city has it.", str_from_i64(w->cx->mem, in->number)));
    return web_redirect(w, sent_one(w, in->number));
}

struct filing {
    struct web *w;
    int64_t number;
    struct submission_made made;
};

static result file_work(struct cx *cx, struct db *db, void *arg)
{
    struct filing *j = arg;
    return submission_file(cx, db, j->w->org_id, j->number, &j->made);
}

static result file_show(struct web *w)
{
    struct filing j = { .w = w, .number = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, file_work, &j));
    return web_file(w, j.made.file_name, S("application/json"), j.made.file, false);
}

/* ---- the city ---- */

static result receive_draw_page(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    receive_draw(&h, &(struct receive_page){ .csrf = web_csrf_fields(w), .rq = again ? w->rq : NULL });
    str title = tr(w->cx, "Receive a file");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result receive_show(struct web *w) { return receive_draw_page(w, false); }
static result receive_again(struct web *w) { return receive_draw_page(w, true); }

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
    return web_redirect(w, S("/submissions/packages"));
}

/* ---- one package ---- */

struct one {
    str code;
    int64_t number, org_id;
    struct organisation org;
    struct submission_by_number sent, received;
    struct submission_city_here city;
    bool found, arrived, in;
};

static result numbered(struct db *db, const struct one *o, str direction, struct submission_by_number *row, bool *found)
{
    return submission_by_number(
        db,
        (struct submission_by_number_args){ .org_id = o->org.org_id, .direction = direction, .number = o->number },
        row, found);
}

static result received_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(org_by_code(cx, db, o->code, &o->org));
    if (cx->actor.local)
        o->in = true;
    else
        TRY(org_in_scope(cx, db, cx->actor.scope_id, o->org.org_id, &o->in));
    return numbered(db, o, S("received"), &o->received, &o->found);
}

static result own_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(org_by_code(cx, db, o->code, &o->org));
    TRY(submission_city_here(db, &o->city));
    TRY(numbered(db, o, S("received"), &o->received, &o->arrived));
    return numbered(db, o, S("sent"), &o->sent, &o->found);
}

static result no_package(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("submission.not_found"),
                .message = tr(cx, "There is no package of this number."));
}

static result show_one(struct web *w, const struct one *o, const struct submission_by_number *r, struct package_page *m)
{
    struct html h = html_new(w->cx);
    struct submission_package p;
    TRY(submission_package_read(w->cx, r->package_bytes, &p));
    m->package = &p;
    m->org_name = o->org.name;
    m->org_code = o->org.code;
    m->fingerprint = key_fingerprint(w->cx->mem, r->public_bytes);
    if (web_wants_json(w))
        return web_data(w, m);
    package_draw(&h, m);
    return web_page(w, TRF(w->cx, "Package {1} of {2}", str_from_i64(w->cx->mem, o->number), o->org.code), &h);
}

static result package_show(struct web *w)
{
    struct one o = { .code = web_param(w, S("code")), .number = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, received_work, &o));
    if (!o.found || !o.in)
        return no_package(w->cx);
    struct package_page m = { .state = o.received.state, .received_at = o.received.received_at };
    return show_one(w, &o, &o.received, &m);
}

static result own_show(struct web *w)
{
    struct one o = { .code = w->org_code, .number = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, own_work, &o));
    if (!o.found)
        return no_package(w->cx);
    bool back = str_eq(o.sent.state, S("withdrawn"));
    struct package_page m = { .csrf = web_csrf_fields(w),
                              .own = true,
                              .state = back || !o.arrived ? o.sent.state : o.received.state,
                              .received_at = o.received.received_at,
                              .may_deliver = may_send(w) && o.city.n_row && !o.arrived,
                              .may_withdraw = may_send(w) && !o.sent.withdraws_number && !back };
    return show_one(w, &o, &o.sent, &m);
}

#define SENT T("Figures sent to the city")
#define RECEIVED T("Figures received")
const struct route submission_routes[N_SUBMISSION_ROUTES] = {
    { METHOD_GET, "/orgs/:org/submissions", CAP_BOOKS_READ, WALL_OWN, NULL, sent_show, SENT, NULL, &sent_data },
    { METHOD_GET, "/orgs/:org/submissions/new", CAP_SUBMIT, WALL_OWN, NULL, send_show, T("Make a package") },
    { METHOD_POST, "/orgs/:org/submissions", CAP_SUBMIT, WALL_OWN, &send_form, send_post, T("Make a package"),
      send_again },
    { METHOD_GET, "/orgs/:org/submissions/:id", CAP_BOOKS_READ, WALL_OWN, NULL, own_show, T("Package of figures"),
      NULL, &package_data },
    { METHOD_POST, "/orgs/:org/submissions/withdraw", CAP_SUBMIT, WALL_OWN, &number_form, withdraw_post, SENT, NULL },
    { METHOD_POST, "/orgs/:org/submissions/deliver", CAP_SUBMIT, WALL_OWN, &number_form, deliver_post, SENT, NULL },
    { METHOD_GET, "/orgs/:org/submissions/:id/file", CAP_BOOKS_READ, WALL_OWN, NULL, file_show, SENT, NULL,
      &data_file },
    { METHOD_GET, "/submissions", CAP_RECEIVE, WALL_NONE, NULL, standing_show, RECEIVED, NULL, &standing_data },
    { METHOD_GET, "/submissions/packages", CAP_RECEIVE, WALL_NONE, NULL, received_show, T("Packages received"), NULL,
      &received_data },
    { METHOD_GET, "/submissions/new", CAP_RECEIVE, WALL_NONE, NULL, receive_show, T("Receive a file") },
    { METHOD_POST, "/submissions", CAP_RECEIVE, WALL_NONE, &receive_form, receive_post, T("Receive a file"),
      receive_again },
    { METHOD_GET, "/submissions/:code/:id", CAP_RECEIVE, WALL_NONE, NULL, package_show, T("Package of figures"), NULL,
      &package_data },
};

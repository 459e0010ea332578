/* A member's own page with its papers, and the administrator's page that says whose account a user is. Whose data are
   read follows from the link alone. */
#include "features/people/identity/identity.h"
#include "features/people/passbook/passbook_parts.h"
#include "passbook.html.h"

enum { SLIPS_MAX = 500 };

static const struct field link_fields[] = {
    { .name = "org",
      .label = T("Code of the organisation"),
      .type = FIELD_TEXT,
      .at = offsetof(struct link_in, org),
      .required = true,
      .max = 40 },
    { .name = "member",
      .label = T("Code of the member"),
      .type = FIELD_TEXT,
      .at = offsetof(struct link_in, member),
      .required = true,
      .max = 40,
      .help = T("As it stands in the register, like TV001.") },
};
const struct form link_form = {
    .name = "member_link", .fields = link_fields, .n_fields = COUNT(link_fields), .size = sizeof(struct link_in)
};
static const struct field unlink_fields[] = {
    { .name = "org",
      .label = T("Code of the organisation"),
      .type = FIELD_TEXT,
      .at = offsetof(struct unlink_in, org),
      .required = true,
      .max = 40 },
};
const struct form unlink_form = {
    .name = "member_unlink", .fields = unlink_fields, .n_fields = COUNT(unlink_fields), .size = sizeof(struct unlink_in)
};

/* ---- the own page ---- */

struct own {
    struct web *w;
    struct passbook_query q;
    struct party party;
    struct passbook book;
    struct intake_record *slip;
    struct own_opening *opening;
    int64_t party_id, slip_id;
    int n_slip, n_opening;
};

static result mine_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(own_party(cx, db, o->w->org_id, cx->actor.user_id, &o->party_id));
    o->q.party_id = o->party_id;
    return OK;
}

static result own_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    TRY(mine_work(cx, db, o));
    if (!o->party_id)
        return OK;
    TRY(party_read(cx, db, o->w->org_id, o->party_id, &o->party));
    TRY(passbook_read(cx, db, &o->q, &o->book));
    struct intake_query q = { .org_id = o->w->org_id,
                              .from = o->q.from,
                              .to = o->q.to,
                              .party_id = o->party_id,
                              .limit = SLIPS_MAX };
    TRY(intake_slips(cx, db, &q, &o->slip, &o->n_slip));
    return own_openings(cx, db, o->w->org_id, o->party_id, &o->opening, &o->n_opening);
}

static result own_of(struct web *w, struct own *o)
{
    date today = date_of_instant(w->cx->now_at, ZONE_VN);
    struct days d = { { date_year(today) * 10000 + 101 }, today };
    TRY(books_days(w, &d));
    *o = (struct own){ .w = w, .q = { .org_id = w->org_id, .from = d.from, .to = d.to } };
    return OK;
}

static result own_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct own o;
    TRY(own_of(w, &o));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, own_work, &o));
    struct own_page m = { .org_code = w->org_code,
                          .org_name = w->org_name,
                          .linked = o.party_id != 0,
                          .p = &o.party,
                          .book = &o.book,
                          .from = o.q.from,
                          .to = o.q.to,
                          .slip = o.slip,
                          .n_slip = o.n_slip,
                          .opening = o.opening,
                          .n_opening = o.n_opening };
    TRY(own_sums(w->cx, o.slip, o.n_slip, &m));
    if (web_wants_json(w))
        return web_data(w, &m);
    own_draw(&h, &m);
    return web_page(w, tr(w->cx, "My passbook"), &h);
}

static result not_linked(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("own.none"),
                .message = tr(cx, "This account is not linked to a member yet."));
}

static result own_pdf(struct web *w)
{
    struct own o;
    TRY(own_of(w, &o));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, mine_work, &o));
    return o.party_id ? passbook_print(w, &o.q) : not_linked(w->cx);
}

static result slip_work(struct cx *cx, struct db *db, void *arg)
{
    struct own *o = arg;
    o->slip = new (cx->mem, struct intake_record, 1);
    TRY(mine_work(cx, db, o));
    TRY(intake_get(cx, db, o->w->org_id, o->slip_id, o->slip));
    if (o->party_id && o->slip->party_id == o->party_id)
        return OK;
    return intake_get(cx, db, o->w->org_id, -1, o->slip); /* as if it were not there */
}

static result own_slip(struct web *w)
{
    struct own o = { .w = w, .slip_id = web_param_id(w, S("id")) };
    if (!o.slip_id)
        o.slip_id = -1;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, slip_work, &o));
    return intake_print_slips(w, o.slip, 1);
}

/* ---- whose account a user is ---- */

struct linking {
    int64_t user_id;
    struct user user;
    struct own_link_row *row;
    int n;
    str org, member;
    bool off;
};

static result links_work(struct cx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;
    TRY(user_by_id(cx, db, l->user_id, &l->user));
    return own_link_list(cx, db, l->user_id, &l->row, &l->n);
}

static result links_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct linking l = { .user_id = web_param_id(w, S("id")) };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, links_work, &l));
    struct links_page m = { .csrf = web_csrf_fields(w),
                            .rq = post ? w->rq : NULL,
                            .in = post ? w->in : NULL,
                            .user_id = l.user_id,
                            .login = l.user.login,
                            .full_name = l.user.full_name,
                            .row = l.row,
                            .n = l.n };
    if (web_wants_json(w))
        return web_data(w, &m);
    links_draw(&h, &m);
    str title = TRF(w->cx, "Member of the user {1}", l.user.login);
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* The member's code is looked for in one organisation; its code must be right first. */
static result link_work(struct cx *cx, struct db *db, void *arg)
{
    struct linking *l = arg;
    struct organisation org;
    bool found;
    TRY(user_by_id(cx, db, l->user_id, &l->user));
    TRY(org_find(cx, db, l->org, &org, &found));
    if (!found)
        return fail(cx, .kind = ERR_INVALID, .code = S("link.org"), .field = S("org"),
                    .message = tr(cx, "There is no organisation with this code."));
    return l->off ? own_link_end(cx, db, org.org_id, l->user_id)
                  : own_link_set(cx, db, &(struct own_link){ org.org_id, l->user_id, l->member });
}

static result links_done(struct web *w, struct linking *l)
{
    TRY(store_write(w->store, w->cx, NULL, 0, link_work, l));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, str_fmt(w->cx->mem, "/users/%lld/member", (long long)l->user_id));
}

static result links_post(struct web *w)
{
    const struct link_in *in = w->in;
    return links_done(w,
                      &(struct linking){ .user_id = web_param_id(w, S("id")), .org = in->org, .member = in->member });
}

static result links_end_post(struct web *w)
{
    const struct unlink_in *in = w->in;
    return links_done(w, &(struct linking){ .user_id = web_param_id(w, S("id")), .org = in->org, .off = true });
}

const struct route passbook_routes[N_PASSBOOK_ROUTES] = {
    { METHOD_GET, "/orgs/:org/passbook", CAP_OWN, WALL_OWN, NULL, own_show, T("My passbook"), NULL, &own_data },
    { METHOD_GET, "/orgs/:org/passbook/print", CAP_OWN, WALL_OWN, NULL, own_pdf, T("Print"), NULL, &data_file },
    { METHOD_GET, "/orgs/:org/passbook/slips/:id", CAP_OWN, WALL_OWN, NULL, own_slip, T("Slip"), NULL, &data_file },
    { METHOD_GET, "/users/:id/member", CAP_ADMIN, WALL_NONE, NULL, links_show, T("Member of a user"), NULL,
      &links_data },
    { METHOD_POST, "/users/:id/member", CAP_ADMIN, WALL_NONE, &link_form, links_post, T("Member of a user"),
      links_show },
    { METHOD_POST, "/users/:id/member/end", CAP_ADMIN, WALL_NONE, &unlink_form, links_end_post, T("Member of a user"),
      NULL },
};

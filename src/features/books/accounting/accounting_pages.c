/* Pages of the workspace and of vouchers: overview, list, one voucher with everything it did, voiding. */
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/accounting_cli.h"
#include "features/books/accounting/accounting_void_pages.h"
#include "features/books/accounting/template.h"
#include "features/trust/files/files.h"
#include "web/list/list.h"
#include "web/opening.h"
#include "web/pick.h"
#include "accounting.html.h"
#include "accounting.sql.h"

static const struct field void_fields[] = {
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = offsetof(struct void_in, reason),
      .required = true,
      .max = 300 },
    { .name = "on", .label = T("Date"), .type = FIELD_DATE, .at = offsetof(struct void_in, on), .required = true },
    { .name = "together",
      .label = T("Void the vouchers that stand on it too"),
      .type = FIELD_BOOL,
      .at = offsetof(struct void_in, together) },
};
const struct form void_form = {
    .name = "void", .fields = void_fields, .n_fields = COUNT(void_fields), .size = sizeof(struct void_in)
};

str voucher_number(struct arena *mem, str book, int64_t year, int64_t number)
{
    return str_fmt(mem, STR_FMT "%lld-%05lld", STR_ARG(book), (long long)year, (long long)number);
}

const struct named *named_find(const struct named *list, int n, int64_t id)
{
    for (int i = 0; i < n; i++)
        if (id && list[i].id == id)
            return &list[i];
    return NULL;
}

str named_hands(struct cx *cx, const struct named *list, int n, int64_t id, int64_t behalf_id)
{
    const struct named *who = named_find(list, n, id), *behalf = named_find(list, n, behalf_id);
    str name = who ? who->name : S("");
    return behalf ? TRF(cx, "{1} for {2}", name, behalf->name) : name;
}

/* ---- overview ---- */

struct overview {
    struct web *w;
    struct days days;
    struct accounting_overview o;
    struct accounting_overview_on on;
    struct accounting_voucher_list *row;
    int n;
    struct accounting_cash_month *month;
    int n_month;
    struct steps first;
    struct waits waits;
};
enum { CHART_MONTHS = 12, BEGINNER = 10 };

static result overview_work(struct cx *cx, struct db *db, void *arg)
{
    struct overview *v = arg;
    int64_t org_id = v->w->org_id;
    if (v->w->n_opening)
        TRY(accounting_overview_on(
            db, (struct accounting_overview_on_args){ .org_id = org_id, .last_on = books_last(v->w) }, &v->on));
    else
        TRY(accounting_overview(db, (struct accounting_overview_args){ .org_id = org_id }, &v->o));
    if (cx->actor.org_id == org_id)
        TRY(waits_read(v->w, db, &v->waits));
    TRY(accounting_voucher_latest(
        db,
        (struct accounting_voucher_latest_args){
            .org_id = org_id, .from_on = v->days.from, .to_on = v->days.to, .limit = BEGINNER },
        &v->row, &v->n));
    if (v->w->n_opening)
        return OK; /* sums are whole months: what is open may be less */
    date begin = date_add_months(date_of_instant(cx->now_at, ZONE_VN), 1 - CHART_MONTHS);
    TRY(accounting_cash_month(db,
                              (struct accounting_cash_month_args){ .org_id = org_id, .from_month = begin.ymd / 100 },
                              &v->month, &v->n_month));
    return v->n < BEGINNER ? steps_read(v->w, db, &v->first) : OK;
}

/* What stands in the accounts now or, in another's books, on the last day that is open. */
static void fill_figures(const struct overview *v, struct overview_page *m)
{
    if (m->sees_books)
        m->cash = (money){ v->o.cash_dr_vnd.dong - v->o.cash_cr_vnd.dong + v->on.cash_vnd.dong };
    if (m->sees_stock)
        m->stock = (money){ v->o.stock_vnd.dong + v->on.stock_vnd.dong };
    if (m->sees_owed)
        m->owed = (money){ v->o.owed_cr_vnd.dong - v->o.owed_dr_vnd.dong + v->on.owed_vnd.dong };
}

/* Twelve months, those without cash included; none when there was none at all. */
static void fill_months(struct web *w, const struct overview *v, struct overview_page *m)
{
    date from = date_month_first(date_add_months(date_of_instant(w->cx->now_at, ZONE_VN), 1 - CHART_MONTHS));
    struct cash_month *month = new (w->cx->mem, struct cash_month, CHART_MONTHS);
    for (int i = 0, at = 0; i < CHART_MONTHS; i++, from = date_add_months(from, 1)) {
        month[i].from = from;
        if (at < v->n_month && v->month[at].month == from.ymd / 100)
            month[i].in = v->month[at].in_vnd, month[i].out = v->month[at].out_vnd, at++;
    }
    m->month = month;
    m->n_month = v->n_month ? CHART_MONTHS : 0;
}

static result overview_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct overview v = { .w = w, .days = { .to = DATE_OPEN } };
    bool own = w->cx->actor.org_id == w->org_id;
    TRY(books_days(w, &v.days));
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, overview_work, &v));
    struct overview_page m = { .org_code = w->org_code,
                               .sees_books = cx_can(w->cx, CAP_BOOKS_READ),
                               .sees_stock = cx_can(w->cx, CAP_STOCK_READ),
                               .sees_owed = cx_can(w->cx, CAP_MEMBER_READ),
                               .own = own,
                               .waits = v.waits,
                               .can_weigh = own && cx_can(w->cx, CAP_INTAKE),
                               .can_pay = own && cx_can(w->cx, CAP_PAY),
                               .can_prepare = own && cx_can(w->cx, CAP_PREPARE) };
    if (m.sees_books) {
        m.row = v.row, m.n = v.n;
        fill_months(w, &v, &m);
    }
    if (own)
        m.first = v.first;
    fill_figures(&v, &m);
    if (m.can_prepare)
        m.drafts = v.o.n_draft;
    if (web_wants_json(w))
        return web_data(w, &m);
    overview_draw(&h, &m);
    return web_page(w, tr(w->cx, "Overview"), &h);
}

/* ---- one voucher ---- */

struct one {
    struct web *w;
    int64_t id;
    struct voucher_record r;
    struct named party[64], item[64], user[4];
    int n_party, n_item, n_user, n_account, n_dep;
    bool is_void;
    struct accounting_account_name *account;
    struct dependent *dep;
    struct voucher_void ask;
    struct posted posted;
};

static result name_all(struct cx *cx, struct db *db, struct one *o)
{
    struct accounting_voucher_party *p;
    struct accounting_voucher_item *it;
    struct accounting_user *u;
    int np, ni, nu;
    TRY(accounting_voucher_party(
        db, (struct accounting_voucher_party_args){ .org_id = o->w->org_id, .voucher_id = o->id }, &p, &np));
    for (int i = 0; i < np && i < COUNT(o->party); i++)
        o->party[o->n_party++] = (struct named){ p[i].id, p[i].code, p[i].full_name };
    TRY(accounting_voucher_item(
        db, (struct accounting_voucher_item_args){ .org_id = o->w->org_id, .voucher_id = o->id }, &it, &ni));
    for (int i = 0; i < ni && i < COUNT(o->item); i++)
        o->item[o->n_item++] = (struct named){ it[i].id, it[i].code,
                                               cx->lang == LANG_EN && it[i].name_en.n ? it[i].name_en : it[i].name_vi };
    TRY(accounting_user(db,
                        (struct accounting_user_args){ .prepared_by_id = o->r.v.prepared_by,
                                                       .posted_by_id = o->r.posted_by,
                                                       .prepared_for_id = o->r.v.prepared_for,
                                                       .posted_for_id = o->r.posted_for },
                        &u, &nu));
    for (int i = 0; i < nu && i < COUNT(o->user); i++)
        o->user[o->n_user++] = (struct named){ u[i].id, u[i].login, u[i].full_name };
    return OK;
}

/* Vouchers on days that are not open are not spoken of; only that this one was voided is told. */
static result hide_links(struct db *db, struct one *o)
{
    struct voucher_record *r = &o->r;
    int64_t *link[] = { &r->reverses_id, &r->reversed_by_id, &r->v.settles_id };
    struct accounting_day *day;
    int n, k = 0;
    TRY(accounting_day(db,
                       (struct accounting_day_args){ .org_id = o->w->org_id,
                                                     .reverses_id = r->reverses_id,
                                                     .reversed_by_id = r->reversed_by_id,
                                                     .settles_id = r->v.settles_id,
                                                     .voucher_id = o->id },
                       &day, &n));
    for (int i = 0; i < n; i++) {
        bool seen = opening_of(o->w->opening, o->w->n_opening, (struct days){ day[i].posting_on, day[i].posting_on });
        for (int m = 0; m < COUNT(link); m++)
            *link[m] = *link[m] == day[i].id && !seen ? 0 : *link[m];
        day[k] = day[i];
        k += seen;
    }
    int64_t *depends = new (o->w->cx->mem, int64_t, r->v.n_depends);
    int n_depends = 0;
    for (int i = 0; i < k; i++)
        for (int m = 0; m < r->v.n_depends; m++)
            if (r->v.depends_id[m] == day[i].id)
                depends[n_depends++] = day[i].id;
    r->v.depends_id = depends, r->v.n_depends = n_depends;
    return OK;
}

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    TRY(voucher_load(cx, db, o->w->org_id, o->id, &o->r));
    o->is_void = o->r.reversed_by_id != 0;
    if (!books_open_on(o->w, o->r.v.posting_on))
        return voucher_load(cx, db, o->w->org_id, 0, &o->r); /* as if it were not there */
    if (o->w->n_opening)
        TRY(hide_links(db, o));
    TRY(name_all(cx, db, o));
    TRY(accounting_account_name(
        db, (struct accounting_account_name_args){ .org_id = o->w->org_id, .posting_on = o->r.v.posting_on },
        &o->account, &o->n_account));
    return o->w->n_opening ? OK : voucher_dependents(cx, db, o->w->org_id, o->id, &o->dep, &o->n_dep);
}

static struct voucher_page page_of(struct web *w, const struct one *o)
{
    bool own = w->cx->actor.org_id == w->org_id;
    return (struct voucher_page){ .org_code = w->org_code,
                                  .r = &o->r,
                                  .kind = voucher_kind_find(o->r.v.kind),
                                  .party = o->party,
                                  .n_party = o->n_party,
                                  .item = o->item,
                                  .n_item = o->n_item,
                                  .user = o->user,
                                  .n_user = o->n_user,
                                  .account = o->account,
                                  .n_account = o->n_account,
                                  .dep = o->dep,
                                  .n_dep = o->n_dep,
                                  .w = w,
                                  .is_void = o->is_void,
                                  .can_void =
                                      own && cx_can(w->cx, CAP_VOID) && !o->r.reverses_id && !o->r.reversed_by_id };
}

static result read_one(struct web *w, int64_t id, struct one **out)
{
    *out = new (w->cx->mem, struct one, 1);
    **out = (struct one){ .w = w, .id = id };
    return store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, *out);
}

static result voucher_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct one *o;
    struct void_in fresh = { .on = date_of_instant(w->cx->now_at, ZONE_VN) };
    TRY(read_one(w, web_param_id(w, S("id")), &o));
    struct voucher_page m = page_of(w, o);
    m.csrf = web_csrf_fields(w);
    m.rq = post ? w->rq : NULL;
    m.in = post ? w->in : &fresh;
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return voucher_pdf(w, &m, 1);
    if (web_wants_json(w))
        return web_data(w, &m);
    voucher_draw(&h, &m);
    TRY(files_block(w, &h, "vouchers", o->id));
    voucher_void_draw(&h, &m);
    return post ? web_form_again(w, o->r.p.number_text, &h) : web_page(w, o->r.p.number_text, &h);
}

result vouchers_pdf(struct web *w)
{
    int64_t *id = new (w->cx->mem, int64_t, LIST_SELECT_MAX);
    int n = list_selected(w, id, LIST_SELECT_MAX);
    struct voucher_page *m = new (w->cx->mem, struct voucher_page, n + 1);
    for (int i = 0; i < n; i++) {
        struct one *o;
        TRY(read_one(w, id[i], &o));
        m[i] = page_of(w, o);
    }
    return voucher_pdf(w, m, n);
}

static result void_work(struct cx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    return voucher_void(cx, db, o->ask, &o->posted);
}

static result void_post(struct web *w)
{
    const struct void_in *in = w->in;
    struct one *o = new (w->cx->mem, struct one, 1);
    o->ask =
        (struct voucher_void){ w->org_id, web_param_id(w, S("id")), in->on, in->reason, w->request_id, in->together };
    result r = store_write(w->store, w->cx, &w->org_id, 1, void_work, o);
    cx_rename_field(w->cx, "posting_on", "on");
    TRY(r);
    web_flash(w, TRF(w->cx, "Voided by {1}.", o->posted.number_text));
    return web_redirect(
        w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/vouchers/%lld", STR_ARG(w->org_code), (long long)o->ask.voucher_id));
}

const struct route accounting_routes[N_ACCOUNTING_ROUTES] = {
    { METHOD_GET, "/orgs/:org", CAP_ORG_READ, WALL_GRANT, NULL, overview_show, T("Overview"), NULL, &overview_data },
    { METHOD_GET, "/orgs/:org/vouchers", CAP_BOOKS_READ, WALL_GRANT, NULL, accounting_vouchers_show, T("Vouchers"),
      NULL, &vouchers_data },
    { METHOD_GET, "/orgs/:org/vouchers/void", CAP_VOID, WALL_OWN, NULL, void_many_show,
      T("Void the selected vouchers"), NULL, &void_many_data },
    { METHOD_POST, "/orgs/:org/vouchers/void", CAP_VOID, WALL_OWN, &void_many_form, void_many_post,
      T("Void the selected vouchers"), void_many_again },
    { METHOD_GET, "/orgs/:org/vouchers/:id", CAP_BOOKS_READ, WALL_GRANT, NULL, voucher_show, T("Voucher"), NULL,
      &voucher_data },
    { METHOD_POST, "/orgs/:org/vouchers/:id/void", CAP_VOID, WALL_OWN, &void_form, void_post, T("Void this voucher"),
      voucher_show },
    { METHOD_GET, "/orgs/:org/accounts", CAP_BOOKS_READ, WALL_GRANT, NULL, balance_show, T("Trial balance"), NULL,
      &balance_data },
    { METHOD_GET, "/orgs/:org/accounts/:code", CAP_BOOKS_READ, WALL_GRANT, NULL, ledger_show, T("Ledger"), NULL,
      &ledger_data },
    { METHOD_GET, "/orgs/:org/journal", CAP_BOOKS_READ, WALL_GRANT, NULL, journal_show, T("General journal"), NULL,
      &journal_data },
    { METHOD_GET, "/orgs/:org/journal/new", CAP_PREPARE, WALL_OWN, NULL, journal_new_show, T("Journal voucher"), NULL },
    { METHOD_POST, "/orgs/:org/journal/new", CAP_PREPARE, WALL_OWN, &journal_form, journal_new_post,
      T("Journal voucher"), journal_new_again },
    { METHOD_GET, "/orgs/:org/journal/templates", CAP_PREPARE, WALL_OWN, NULL, templates_show, T("Templates"), NULL,
      &templates_data },
    { METHOD_POST, "/orgs/:org/journal/templates/:id", CAP_PREPARE, WALL_OWN, &form_empty, templates_post,
      T("Templates"), NULL },
    { METHOD_GET, "/orgs/:org/journal/pick/accounts", CAP_PREPARE, WALL_OWN, NULL, journal_pick_accounts, T("Account"),
      NULL, &pick_data },
    { METHOD_GET, "/orgs/:org/journal/pick/parties", CAP_PREPARE, WALL_OWN, NULL, journal_pick_parties, T("Who"), NULL,
      &pick_data },
    { METHOD_GET, "/orgs/:org/drafts", CAP_PREPARE, WALL_OWN, NULL, drafts_show, T("Drafts"), NULL, &drafts_data },
    { METHOD_GET, "/orgs/:org/drafts/:id", CAP_PREPARE, WALL_OWN, NULL, draft_show, T("Draft"), NULL, &draft_data },
    { METHOD_POST, "/orgs/:org/drafts/:id", CAP_PREPARE, WALL_OWN, &draft_form, drafts_post, T("Draft"), draft_show },
    { METHOD_GET, "/orgs/:org/periods", CAP_BOOKS_READ, WALL_OWN, NULL, periods_show, T("Months"), NULL,
      &periods_data },
    { METHOD_POST, "/orgs/:org/periods", CAP_POST, WALL_OWN, &period_form, periods_post, T("Months"), periods_show },
    { METHOD_GET, "/orgs/:org/settings", CAP_ORG_WRITE, WALL_OWN, NULL, settings_show, T("Rules of the books"), NULL,
      &settings_data },
    { METHOD_POST, "/orgs/:org/settings", CAP_ORG_WRITE, WALL_OWN, &settings_form, settings_post,
      T("Rules of the books"), settings_show },
};

/* Pages of cash: who is owed what, receipts and payments, a new one with its preview, the printed voucher. */
#include "features/trust/files/files.h"
#include "features/books/payments/payments_pages.h"
#include "features/books/payments/payments_rules.h"
#include "features/people/organisations/organisations.h"
#include "web/opening.h"
#include "base/text.h"
#include "web/pick.h"
#include "payments.html.h"
#include "payments.sql.h"

#include "web/print/forms.h"

#define ROW(m) offsetof(struct part_in, m)
static const struct field row_fields[] = {
    { .name = "voucher", .label = T("Slip"), .type = FIELD_TEXT, .at = ROW(voucher), .required = true, .max = 20 },
    { .name = "amount", .label = T("Pay now"), .type = FIELD_MONEY, .at = ROW(amount) },
};
#define AT(m) offsetof(struct pay_in, m)
static const struct field pay_fields[] = {
    { .name = "purpose", .label = T("What for"), .type = FIELD_TEXT, .at = AT(purpose), .required = true },
    { .name = "party",
      .label = T("Who"),
      .help = T("Code or name; empty for nobody in particular."),
      .type = FIELD_TEXT,
      .at = AT(party),
      .max = 250,
      .pick = "payments/pick/parties" },
    { .name = "on", .label = T("Date"), .type = FIELD_DATE, .at = AT(on), .required = true },
    { .name = "amount", .label = T("Amount"), .type = FIELD_MONEY, .at = AT(amount) },
    { .name = "memo", .label = T("Explanation"), .type = FIELD_TEXT, .at = AT(memo), .max = 300 },
    { .name = "step", .label = "step", .type = FIELD_TEXT, .at = AT(step), .max = 10 },
    { .name = "out", .label = "out", .type = FIELD_TEXT, .at = AT(out), .max = 1 },
    { .name = "confirmed",
      .label = T("It is right all the same: go on"),
      .type = FIELD_BOOL,
      .at = AT(confirmed),
      .confirm = true },
};
const struct form pay_form = { .name = "payment",
                               .fields = pay_fields,
                               .n_fields = COUNT(pay_fields),
                               .size = sizeof(struct pay_in),
                               .row_fields = row_fields,
                               .n_row_fields = COUNT(row_fields),
                               .rows_max = 200,
                               .row_size = sizeof(struct part_in),
                               .rows_at = AT(row),
                               .n_rows_at = AT(n_row) };

struct paying {
    struct web *w;
    bool out, two_people;
    str party_code, party_name;
    int64_t party_id;
    struct choice *party;
    struct payable *payable;
    struct payment_record one;
    struct payment_in in;
    struct posted posted;
    struct form_head head;
    money cash;
    int n_party, n_payable, n;
    int64_t id;
};

/* ---- a new one ---- */

/* "TV001", a name, "TV001 · Nguyễn Văn Ân" → the party. */
static result means(struct cx *cx, struct db *db, struct paying *p)
{
    int before = cx->n_errors;
    if (!pick_resolve(cx, db, p->w->org_id, &party_picker, S("party"), &p->party_code).ok) {
        p->in.party_id = PAYMENT_PARTY_WRONG;
        return FAILED;
    }
    if (!p->party_code.n || party_by_code(cx, db, p->w->org_id, p->party_code, &p->in.party_id).ok)
        return OK;
    p->in.party_id = PAYMENT_PARTY_WRONG;
    cx_blame_field(cx, before, "party");
    return FAILED;
}

/* The code that was meant, if one can be told: the form is drawn also when nobody fits what was typed, and the error
   stands at its field already. */
static result guess(struct cx *cx, struct db *db, const struct paying *p, str *code, bool *found)
{
    struct choice *c;
    int n;
    ptrdiff_t dot = str_find(p->party_code, S(" · "));
    *code = str_trim(dot < 0 ? p->party_code : str_sub(p->party_code, 0, dot));
    TRY(party_picker.by_code(cx, db, p->w->org_id, *code, found));
    if (*found || dot >= 0)
        return OK;
    TRY(party_picker.find(cx, db, (struct pick_ask){ p->w->org_id, text_fold(cx->mem, *code), 2 }, &c, &n));
    *found = n == 1;
    *code = n == 1 ? c[0].value : *code;
    return OK;
}

static result find_payables(struct cx *cx, struct db *db, struct paying *p)
{
    struct party one;
    bool found = false;
    str code;
    if (!p->party_id && p->party_code.n) {
        TRY(guess(cx, db, p, &code, &found));
        if (found)
            TRY(party_by_code(cx, db, p->w->org_id, code, &p->party_id));
    }
    if (!p->party_id)
        return OK;
    TRY(party_read(cx, db, p->w->org_id, p->party_id, &one));
    p->party_code = one.code;
    p->party_name = one.full_name;
    return p->out ? payables_of(cx, db, p->w->org_id, p->party_id, &p->payable, &p->n_payable) : OK;
}

static result form_work(struct cx *cx, struct db *db, void *arg)
{
    struct paying *p = arg;
    TRY(cash_balance(cx, db, p->w->org_id, &p->cash));
    TRY(four_eyes_needed(cx, db, p->w->org_id, p->out ? S("payment.out") : S("payment.in"), &p->two_people));
    TRY(party_picker.find(cx, db, (struct pick_ask){ p->w->org_id, S(""), PICK_LIST }, &p->party, &p->n_party));
    return find_payables(cx, db, p);
}

static void fill_choices(struct web *w, const struct paying *p, struct pay_page *m)
{
    struct choice *what = new (w->cx->mem, struct choice, n_payment_purposes);
    for (int i = 0; i < n_payment_purposes; i++)
        if (payment_purposes[i].out == p->out)
            what[m->n_purpose++] =
                (struct choice){ str_of(payment_purposes[i].key), tr(w->cx, payment_purposes[i].label) };
    m->party = p->party;
    m->n_party = p->n_party;
    m->purpose = what;
}

static result draw(struct web *w, struct paying *p, bool again)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct pay_in fresh = { .on = date_of_instant(w->cx->now_at, ZONE_VN) };
    struct pay_in in = post ? *(const struct pay_in *)w->in : fresh;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, form_work, p));
    if (!in.party.n && p->party_code.n)
        in.party = str_fmt(w->cx->mem, STR_FMT " · " STR_FMT, STR_ARG(p->party_code), STR_ARG(p->party_name));
    struct pay_page m = { .csrf = web_csrf_fields(w),
                          .rq = post ? w->rq : NULL,
                          .in = &in,
                          .org_code = w->org_code,
                          .party_name = p->party_name,
                          .payable = p->payable,
                          .n_payable = p->n_payable,
                          .cash = p->cash,
                          .amount = p->in.amount,
                          .two_people = p->two_people,
                          .preview = post && !again };
    fill_choices(w, p, &m);
    if (!in.purpose.n)
        in.purpose = m.purpose[0].value; /* paying produce, or money for goods: what is done most */
    for (int i = 0; i < p->in.n_part; i++)
        m.amount.dong = (i ? m.amount.dong : 0) + p->in.part[i].amount.dong;
    const struct payment_purpose *purpose = payment_purpose_find(in.purpose);
    m.account = purpose ? str_of(purpose->account) : S("");
    pay_draw(&h, &m);
    str title = p->out ? tr(w->cx, "Money out") : tr(w->cx, "Money in");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result new_show(struct web *w)
{
    struct paying p = { .w = w, .out = !str_eq(request_query(w->rq, S("out")), S("0")) };
    (void)str_to_i64(request_query(w->rq, S("party")), &p.party_id);
    return draw(w, &p, false);
}

static struct paying asked(struct web *w)
{
    const struct pay_in *in = w->in;
    return (struct paying){ .w = w, .out = str_eq(in->out, S("1")), .party_code = in->party };
}

static result new_again(struct web *w)
{
    struct paying p = asked(w);
    return draw(w, &p, true);
}

/* Rows left empty are paid another time. */
static void take_parts(struct web *w, const struct pay_in *in, struct paying *p)
{
    struct payment_part *part = new (w->cx->mem, struct payment_part, in->n_row);
    int n = 0;
    for (int i = 0; i < in->n_row; i++)
        if (in->row[i].amount.dong && str_to_i64(in->row[i].voucher, &part[n].voucher_id)) {
            part[n].row_no = i;
            part[n++].amount = in->row[i].amount;
        }
    p->in.part = part;
    p->in.n_part = n;
}

static result check_work(struct cx *cx, struct db *db, void *arg)
{
    struct paying *p = arg;
    bool ok = means(cx, db, p).ok;
    return (result){ payment_check(cx, db, &p->in).ok && ok };
}

static result pay_work(struct cx *cx, struct db *db, void *arg)
{
    struct paying *p = arg;
    if (means(cx, db, p).ok)
        return payment_post_warning(cx, db, &p->in, &p->posted);
    (void)payment_check(cx, db, &p->in);
    return FAILED;
}

/* Where two people are needed, the second posts it from the drafts. */
static result draft_work(struct cx *cx, struct db *db, void *arg)
{
    struct paying *p = arg;
    TRY(check_work(cx, db, p));
    struct draft d = { .org_id = p->w->org_id,
                       .kind = p->out ? S("payment.out") : S("payment.in"),
                       .command_json = payment_command_json(cx, &p->in, p->w->org_code, p->party_code),
                       .note = p->in.memo };
    return draft_save(cx, db, &d);
}

static result new_post(struct web *w)
{
    const struct pay_in *in = w->in;
    struct paying p = asked(w);
    p.in = (struct payment_in){ .org_id = w->org_id,
                                .out = p.out,
                                .purpose = in->purpose,
                                .amount = in->amount,
                                .on = in->on,
                                .memo = in->memo,
                                .request_id = w->request_id,
                                .confirmed = in->confirmed };
    if (p.out)
        take_parts(w, in, &p);
    if (str_eq(in->step, S("draft"))) {
        TRY(store_write(w->store, w->cx, &w->org_id, 1, draft_work, &p));
        web_flash(w, tr(w->cx, "The draft is kept."));
        return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/drafts", STR_ARG(w->org_code)));
    }
    if (!str_eq(in->step, S("post"))) {
        TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, check_work, &p));
        return draw(w, &p, false);
    }
    TRY(store_write(w->store, w->cx, &w->org_id, 1, pay_work, &p));
    web_flash(w, TRF(w->cx, "Posted {1}.", p.posted.number_text));
    return web_redirect(
        w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/payments/%lld", STR_ARG(w->org_code), (long long)p.posted.id));
}

/* ---- one ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct paying *p = arg;
    TRY(payment_get(cx, db, p->w->org_id, p->id, &p->one));
    if (!books_open_on(p->w, p->one.on))
        return payment_get(cx, db, p->w->org_id, 0, &p->one); /* as if it were not there */
    return OK;
}

static str purpose_of(const struct cx *cx, const struct payment_record *r)
{
    for (int i = 0; i < n_payment_purposes; i++)
        if (payment_purposes[i].out == r->out && str_eq(r->account, str_of(payment_purposes[i].account)))
            return tr(cx, payment_purposes[i].label);
    return r->account;
}

static result one_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct paying p = { .w = w, .id = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &p));
    struct payment_page m = { .org_code = w->org_code,
                              .r = &p.one,
                              .party_shown = web_name_shown(w, p.one.party_name),
                              .purpose = purpose_of(w->cx, &p.one) };
    if (web_wants_json(w))
        return web_data(w, &m);
    payment_draw(&h, &m);
    TRY(files_block(w, &h, "payments", p.id));
    return web_page(w, p.one.number_text, &h);
}

static result pick_parties(struct web *w) { return web_pick(w, &party_picker); }

const struct route payments_routes[N_PAYMENTS_ROUTES] = {
    { METHOD_GET, "/orgs/:org/payables", CAP_MEMBER_READ, WALL_GRANT, NULL, payables_show, T("Owed to sellers"), NULL,
      &payables_data },
    { METHOD_GET, "/orgs/:org/payables/pay", CAP_PAY, WALL_OWN, NULL, pay_many_show, T("Pay the selected people"), NULL,
      &pay_many_data },
    { METHOD_POST, "/orgs/:org/payables/pay", CAP_PAY, WALL_OWN, &pay_many_form, pay_many_post,
      T("Pay the selected people"), pay_many_again },
    { METHOD_GET, "/orgs/:org/payments", CAP_MEMBER_READ, WALL_GRANT, NULL, payments_show,
      T("Cash receipts and payments"), NULL, &payments_data },
    { METHOD_GET, "/orgs/:org/payments/new", CAP_PAY, WALL_OWN, NULL, new_show, T("Money out"), NULL },
    { METHOD_POST, "/orgs/:org/payments", CAP_PAY, WALL_OWN, &pay_form, new_post, T("Money out"), new_again },
    { METHOD_GET, "/orgs/:org/payments/pick/parties", CAP_PAY, WALL_OWN, NULL, pick_parties, T("Who"), NULL,
      &pick_data },
    { METHOD_GET, "/orgs/:org/payments/:id", CAP_MEMBER_READ, WALL_GRANT, NULL, one_show, T("Receipt or payment"), NULL,
      &payment_data },
    { METHOD_GET, "/orgs/:org/payments/:id/voucher.pdf", CAP_MEMBER_READ, WALL_GRANT, NULL, payment_pdf, T("Print"),
      NULL, &data_file },
};

/* Paying those who were selected in the list of whom the cooperative owes: shown first, then all or none. */
#include "features/books/payments/payments_pages.h"
#include "payments_many.html.h"

#include "web/list/list.h"

#define AT(m) offsetof(struct pay_many_in, m)
static const struct field fields[] = {
    { .name = "on", .label = T("Date"), .type = FIELD_DATE, .at = AT(on), .required = true },
    { .name = "memo", .label = T("Explanation"), .type = FIELD_TEXT, .at = AT(memo), .max = 300 },
    { .name = "step", .label = "step", .type = FIELD_TEXT, .at = AT(step), .max = 10 },
    { .name = "confirmed",
      .label = T("It is right all the same: go on"),
      .type = FIELD_BOOL,
      .at = AT(confirmed),
      .confirm = true },
};
static const struct field row_fields[] = {
    { .name = "party",
      .label = T("Who"),
      .type = FIELD_ID,
      .at = offsetof(struct pay_row_in, party),
      .required = true },
    { .name = "amount", .label = T("Pay now"), .type = FIELD_MONEY, .at = offsetof(struct pay_row_in, amount) },
};
const struct form pay_many_form = { .name = "pay_many",
                                    .fields = fields,
                                    .n_fields = COUNT(fields),
                                    .size = sizeof(struct pay_many_in),
                                    .row_fields = row_fields,
                                    .n_row_fields = COUNT(row_fields),
                                    .rows_max = LIST_SELECT_MAX,
                                    .row_size = sizeof(struct pay_row_in),
                                    .rows_at = AT(row),
                                    .n_rows_at = AT(n_row) };

struct asking {
    struct pay_many in;
    money cash;
    bool two_people;
};

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    TRY(cash_balance(cx, db, k->in.org_id, &k->cash));
    TRY(four_eyes_needed(cx, db, k->in.org_id, S("payment.out"), &k->two_people));
    return pay_many_read(cx, db, k->in.org_id, k->in.one, k->in.n);
}

static str list_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/payables", STR_ARG(w->org_code));
}

/* What the errors say about each, and who is owed nothing. */
static str *troubles(struct cx *cx, const struct pay_many *in)
{
    str *t = new (cx->mem, str, in->n);
    for (int i = 0; i < in->n; i++)
        t[i] = in->one[i].n_part ? S("") : tr(cx, "No slip of this person is owed.");
    for (const struct err *e = cx->errors; e; e = e->next)
        for (int i = 0; i < in->n; i++)
            if (str_eq(e->field, str_fmt(cx->mem, "row-%d-amount", i)))
                t[i] = e->message;
    return t;
}

static result draw(struct web *w, struct asking *k)
{
    struct cx *cx = w->cx;
    struct html h = html_new(cx);
    bool post = w->rq->method == METHOD_POST;
    struct pay_many_in fresh = { .on = date_of_instant(cx->now_at, ZONE_VN) };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, read_work, k));
    struct pay_many_page m = { .csrf = web_csrf_fields(w),
                               .rq = post ? w->rq : NULL,
                               .in = post ? w->in : &fresh,
                               .org_code = w->org_code,
                               .one = k->in.one,
                               .trouble = troubles(cx, &k->in),
                               .n = k->in.n,
                               .cash = k->cash,
                               .two_people = k->two_people,
                               .back = { tr(cx, "Owed to sellers"), list_path(w), true } };
    for (int i = 0; i < m.n; i++)
        m.total.dong += m.one[i].owed.dong;
    if (web_wants_json(w))
        return web_data(w, &m);
    pay_many_draw(&h, &m);
    str title = tr(cx, "Pay the selected people");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

result pay_many_show(struct web *w)
{
    struct asking k = { .in = { .org_id = w->org_id } };
    int64_t id[LIST_SELECT_MAX];
    k.in.n = list_selected(w, id, LIST_SELECT_MAX);
    k.in.one = new (w->cx->mem, struct pay_one, k.in.n);
    for (int i = 0; i < k.in.n; i++)
        k.in.one[i].party_id = id[i];
    return draw(w, &k);
}

static struct asking asked(struct web *w)
{
    const struct pay_many_in *in = w->in;
    struct asking k = { .in = { .org_id = w->org_id,
                                .org_code = w->org_code,
                                .on = in->on,
                                .memo = in->memo,
                                .request_id = w->request_id,
                                .one = new (w->cx->mem, struct pay_one, in->n_row),
                                .confirmed = in->confirmed,
                                .draft = str_eq(in->step, S("draft")) } };
    for (int i = 0; i < in->n_row; i++) {
        bool twice = false;
        for (int j = 0; j < k.in.n; j++)
            twice |= k.in.one[j].party_id == in->row[i].party;
        if (!twice)
            k.in.one[k.in.n++] = (struct pay_one){ .party_id = in->row[i].party, .amount = in->row[i].amount };
    }
    return k;
}

result pay_many_again(struct web *w)
{
    struct asking k = asked(w);
    return draw(w, &k);
}

static result pay_work(struct cx *cx, struct db *db, void *arg)
{
    const struct asking *k = arg;
    return pay_many(cx, db, &k->in);
}

result pay_many_post(struct web *w)
{
    struct cx *cx = w->cx;
    struct asking k = asked(w);
    money total = { 0 };
    TRY(store_write(w->store, cx, &w->org_id, 1, pay_work, &k));
    for (int i = 0; i < k.in.n; i++)
        total.dong += k.in.one[i].amount.dong;
    if (k.in.draft) {
        web_flash(w, tr(cx, "The drafts are kept."));
        return web_redirect(w, str_fmt(cx->mem, "/orgs/" STR_FMT "/drafts", STR_ARG(w->org_code)));
    }
    web_flash(w, TRF(cx, "{1} people were paid {2} đ.", str_from_i64(cx->mem, k.in.n),
                     money_text(cx->mem, total, cx->lang == LANG_EN)));
    return web_redirect(w, str_fmt(cx->mem, "/orgs/" STR_FMT "/payments", STR_ARG(w->org_code)));
}

/* ---- what it says to other programs ---- */

static const struct data_field one_fields[] = {
    DATA(pay_one, party_id),
    DATA(pay_one, code),
    DATA_NAME("full_name", pay_one, full_name),
    DATA_AS("n_slip", pay_one, n_part),
    DATA_AS("owed_vnd", pay_one, owed),
};
static const struct data one_data = DATA_OF(pay_one, one_fields);
static const struct data_field page_fields[] = {
    DATA_LIST("rows", pay_many_page, one, n, &one_data),
    DATA_AS("total_vnd", pay_many_page, total),
    DATA_AS("cash_vnd", pay_many_page, cash),
    DATA(pay_many_page, two_people),
};
const struct data pay_many_data = DATA_OF(pay_many_page, page_fields);

/* The list of whom the cooperative owes, where the selected ones are paid together. Reading, drawing and files are
   web/list's. */
#include "features/books/payments/payments_pages.h"
#include "web/opening.h"
#include "payments.sql.h"

#include "web/list/list_data.h"

enum { C_CODE, C_NAME, C_OWED, N_C };
static const struct list_col col[N_C] = {
    [C_CODE] = { "code", T("Code"), LIST_TEXT, "by_code", LIST_KEY },
    [C_NAME] = { "full_name", T("Name"), LIST_TEXT, "by_name" },
    [C_OWED] = { "owed", T("Owed"), LIST_MONEY, "by_owed", .total = "owed_vnd" },
};

static bool may_pay(const struct web *w) { return cx_can(w->cx, CAP_PAY) && w->cx->actor.org_id == w->org_id; }

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct payment_owed *r = row;
    out->id = r->party_id;
    if (may_pay(v->w))
        out->path = str_fmt(v->w->cx->mem, STR_FMT "/new?party=%lld", STR_ARG(v->base), (long long)r->party_id);
    out->cell[C_CODE] = list_text(r->code);
    out->cell[C_NAME] = list_text(web_name_shown(v->w, r->full_name));
    out->cell[C_OWED] = list_money(r->owed_vnd);
}

static const struct list_def owed = {
    .name = "payables",
    .title = T("Owed to sellers"),
    .sort = "-by_owed",
    .col = col,
    .n_col = N_C,
    .page = &payment_owed_page,
    .cells = cells,
    .search = T("Name, phone or code"),
    .guarded = true,
    .empty_title = T("Nothing is owed"),
    .empty_text = T("Deliveries that were bought and priced appear here until they are paid."),
};

struct asking {
    const struct list_view *v;
    int64_t org_id;
    date last;
    struct party_seek who;
    struct payables_cash cash;
    struct payment_owed_on_args then;
};

static result ask(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    TRY(cash_balance_on(cx, db, k->org_id, k->last, &k->cash.cash));
    return k->v->q.n ? party_seek(cx, db, k->org_id, k->v->fold, &k->who) : OK;
}

result payables_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &owed);
    struct asking k = { .v = &v, .org_id = w->org_id, .last = books_last(w) };
    struct list_act many[] = { { tr(cx, "Pay in cash"),
                                 str_fmt(cx->mem, "/orgs/" STR_FMT "/payables/pay", STR_ARG(w->org_code)), S(""),
                                 S("") } };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, ask, &k));
    struct payment_owed_args now = { .org_id = w->org_id,
                                     .word_from = k.who.from,
                                     .word_to = k.who.to,
                                     .rest = k.who.rest,
                                     .rest_more = k.who.rest_more };
    k.then = (struct payment_owed_on_args){ .org_id = w->org_id,
                                            .last_on = k.last,
                                            .word_from = k.who.from,
                                            .word_to = k.who.to,
                                            .rest = k.who.rest,
                                            .rest_more = k.who.rest_more };
    v.args = &now;
    if (date_cmp(k.last, DATE_OPEN) < 0)
        v.args = &k.then, v.page = &payment_owed_on_page;
    v.base = str_fmt(cx->mem, "/orgs/" STR_FMT "/payments", STR_ARG(w->org_code));
    v.note = TRF(cx, "In cash: {1} đ.", money_text(cx->mem, k.cash.cash, cx->lang == LANG_EN));
    v.more = &k.cash;
    v.act = many, v.n_act = may_pay(w) ? COUNT(many) : 0;
    return list_show(&v);
}

/* ---- what it says to other programs ---- */

static const struct data_field cash_fields[] = { DATA_AS("cash_vnd", payables_cash, cash) };
static const struct data cash_data = DATA_OF(payables_cash, cash_fields);
static const struct data_field owed_fields[] = LIST_MORE_FIELDS(payment_owed, "cash", &cash_data);
const struct data payables_data = LIST_DATA("payables", owed_fields);

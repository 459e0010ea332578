/* The list of cash receipts and payments. Reading, drawing and files are web/list's. */
#include "features/books/payments/payments_pages.h"
#include "payments.sql.h"

#include "web/list/list.h"
#include "web/opening.h"

enum { C_DATE, C_NUMBER, C_CODE, C_NAME, C_MEMO, C_IN, C_OUT, C_STATE, N_C };
static const struct list_col col[N_C] = {
    [C_DATE] = { "date", T("Date"), LIST_DATE, "by_date" },
    [C_NUMBER] = { "number", T("Number"), LIST_TEXT, "by_number", LIST_KEY },
    [C_CODE] = { "party_code", T("Code"), LIST_TEXT, NULL, LIST_OFF },
    [C_NAME] = { "party_name", T("Who"), LIST_TEXT, "by_name" },
    [C_MEMO] = { "memo", T("Explanation"), LIST_TEXT, NULL },
    [C_IN] = { "in", T("In"), LIST_MONEY, "by_amount", .total = "in_vnd" },
    [C_OUT] = { "out", T("Out"), LIST_MONEY, NULL, .total = "out_vnd" },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct payment_list *r = row;
    struct cx *cx = v->w->cx;
    bool goes_out = str_eq(r->direction, S("out"));
    out->id = r->voucher_id;
    out->voided = out->fixed = r->is_void;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->voucher_id);
    out->cell[C_DATE] = list_date(r->paid_on);
    out->cell[C_NUMBER] =
        list_text(str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book), (long long)r->year, (long long)r->number));
    out->cell[C_CODE] = list_text(r->party_code);
    out->cell[C_NAME] = list_text(web_name_shown(v->w, r->party_name));
    out->cell[C_MEMO] = list_text(r->memo);
    out->cell[goes_out ? C_OUT : C_IN] = list_money(r->amount_vnd);
    out->cell[C_STATE] = list_state(TONE_BAD, r->is_void ? tr(cx, "void") : S(""));
}

static const struct list_def payments = {
    .name = "cash",
    .title = T("Cash receipts and payments"),
    .sort = "-by_date",
    .col = col,
    .n_col = N_C,
    .page = &payment_list_page,
    .cells = cells,
    .search = T("Name or number"),
    .guarded = true,
    .empty_title = T("No money has moved yet"),
    .empty_text = T("Receipts and payments in cash appear here."),
};

struct asking {
    int64_t org_id;
    date last;
    money cash;
};

static result cash_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    return cash_balance_on(cx, db, k->org_id, k->last, &k->cash);
}

result payments_show(struct web *w)
{
    struct list_view v = list_begin(w, &payments);
    struct asking k = { .org_id = w->org_id, .last = books_last(w) };
    struct choice dir[] = { { S(""), tr(w->cx, "All") }, { S("in"), tr(w->cx, "In") }, { S("out"), tr(w->cx, "Out") } };
    struct list_filter filter[] = { { S("direction"), tr(w->cx, "Direction"), dir, COUNT(dir) } };
    struct action act[] = { { tr(w->cx, "Money in"),
                              str_fmt(w->cx->mem, "/orgs/" STR_FMT "/payments/new?out=0", STR_ARG(w->org_code)), true },
                            { tr(w->cx, "Money out"),
                              str_fmt(w->cx->mem, "/orgs/" STR_FMT "/payments/new?out=1", STR_ARG(w->org_code)),
                              false } };
    v.base = str_fmt(w->cx->mem, "/orgs/" STR_FMT "/payments", STR_ARG(w->org_code));
    struct list_act many[] = { { tr(w->cx, "Print"), v.base, S("format"), S("pdf") } };
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return payments_pdf(w);
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    struct payment_list_args a = { .org_id = w->org_id,
                                   .from_on = v.from,
                                   .to_on = v.to,
                                   .direction = list_choice(&v, "direction"),
                                   .name_fold = v.fold,
                                   .number = list_number(v.q) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, cash_work, &k));
    v.args = &a;
    v.note = TRF(w->cx, "In cash: {1} đ.", money_text(w->cx->mem, k.cash, w->cx->lang == LANG_EN));
    v.filter = filter, v.n_filter = COUNT(filter);
    v.act = many, v.n_act = COUNT(many);
    v.action = act, v.n_action = cx_can(w->cx, CAP_PAY) && w->cx->actor.org_id == w->org_id ? COUNT(act) : 0;
    return list_show(&v);
}

/* The list of deliveries, and the papers of what is filtered or selected. Reading, drawing and files are web/list's. */
#include "features/produce/intake/intake_pages.h"
#include "features/produce/intake/intake_prints.h"
#include "intake.sql.h"

#include "web/list/list.h"

enum { PAPERS_MAX = 5000 };
enum {
    C_DATE,
    C_SLIP,
    C_CODE,
    C_MEMBER,
    C_ITEM,
    C_GRADE,
    C_GROSS,
    C_TARE,
    C_NET,
    C_MODE,
    C_PRICE,
    C_AMOUNT,
    C_PAID,
    C_LOT,
    C_STATE,
    N_C
};
static const struct list_col col[N_C] = {
    [C_DATE] = { "date", T("Date"), LIST_DATE, "by_date" },
    [C_SLIP] = { "number", T("Slip"), LIST_TEXT, "by_number", LIST_KEY },
    [C_CODE] = { "member_code", T("Member code"), LIST_TEXT, NULL, LIST_OFF },
    [C_MEMBER] = { "member_name", T("Member"), LIST_TEXT, "by_member" },
    [C_ITEM] = { "item", T("Item"), LIST_TEXT, "by_item" },
    [C_GRADE] = { "grade", T("Grade"), LIST_TEXT, NULL },
    [C_GROSS] = { "gross", T("Gross"), LIST_QTY, NULL, LIST_OFF },
    [C_TARE] = { "tare", T("Tare"), LIST_QTY, NULL, LIST_OFF },
    [C_NET] = { "net", T("Net"), LIST_QTY, "by_net" },
    [C_MODE] = { "mode", T("Mode"), LIST_TEXT, NULL },
    [C_PRICE] = { "price", T("Price"), LIST_MONEY, NULL },
    [C_AMOUNT] = { "amount", T("Amount"), LIST_MONEY, "by_amount", .total = "amount_vnd" },
    [C_PAID] = { "paid", T("Paid"), LIST_MONEY, NULL, LIST_OFF },
    [C_LOT] = { "lot", T("Lot"), LIST_TEXT, NULL, LIST_OFF },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

static struct list_cell state_of(const struct cx *cx, const struct intake_list *r)
{
    if (r->is_void)
        return list_state(TONE_BAD, tr(cx, "void"));
    if (!r->is_priced)
        return list_state(TONE_WAIT, tr(cx, "price later"));
    if (!str_eq(r->mode, S("bought")))
        return list_state(TONE_INFO, tr(cx, "noted"));
    return r->paid_vnd.dong >= r->amount_vnd.dong ? list_state(TONE_OK, tr(cx, "paid"))
                                                  : list_state(TONE_PLAIN, tr(cx, "owed"));
}

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct intake_list *r = row;
    struct cx *cx = v->w->cx;
    out->id = r->voucher_id;
    out->voided = r->is_void;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->voucher_id);
    out->cell[C_DATE] = list_date(r->delivered_on);
    out->cell[C_SLIP] =
        list_text(str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book), (long long)r->year, (long long)r->number));
    out->cell[C_CODE] = list_text(r->member_code);
    out->cell[C_MEMBER] = list_text(web_name_shown(v->w, r->member_name));
    out->cell[C_ITEM] = list_text(cx->lang == LANG_EN && r->name_en.n ? r->name_en : r->name_vi);
    out->cell[C_GRADE] = list_text(r->grade);
    out->cell[C_GROSS] = list_qty(r->gross_qty, r->per, r->shown_unit);
    out->cell[C_TARE] = list_qty(r->tare_qty, r->per, r->shown_unit);
    out->cell[C_NET] = list_qty(r->net_qty, r->per, r->shown_unit);
    out->cell[C_MODE] = list_text(intake_mode_label(cx, r->mode));
    if (r->is_priced) {
        out->cell[C_PRICE] = list_money(r->price_vnd);
        out->cell[C_AMOUNT] = list_money(r->amount_vnd);
        out->cell[C_PAID] = list_money(r->paid_vnd);
    }
    out->cell[C_LOT] = list_text(r->lot_code);
    out->cell[C_STATE] = state_of(cx, r);
}

static const struct list_def deliveries = {
    .name = "deliveries",
    .title = T("Deliveries"),
    .sort = "-by_date",
    .col = col,
    .n_col = N_C,
    .page = &intake_list_page,
    .cells = cells,
    .search = T("Member, item or number"),
    .guarded = true,
    .empty_title = T("Nothing has been weighed in yet"),
    .empty_text = T("Each delivery becomes a slip, stock, a line in the passbook and a lot that can be traced."),
};

/* ---- papers ---- */

struct papers {
    struct web *w;
    struct intake_query q;
    int64_t id[LIST_SELECT_MAX];
    struct intake_record *r;
    int n_id, n;
};

static result papers_work(struct cx *cx, struct db *db, void *arg)
{
    struct papers *p = arg;
    if (!p->n_id)
        return intake_slips(cx, db, &p->q, &p->r, &p->n);
    p->r = new (cx->mem, struct intake_record, p->n_id);
    for (p->n = 0; p->n < p->n_id; p->n++)
        TRY(intake_read(cx, db, p->w, p->id[p->n], &p->r[p->n]));
    return OK;
}

/* Of the selected ones, else of everything that is filtered. */
static result print(struct list_view *v, str format)
{
    struct web *w = v->w;
    struct papers *p = new (w->cx->mem, struct papers, 1);
    p->w = w;
    p->q = (struct intake_query){ .org_id = w->org_id,
                                  .from = v->from,
                                  .to = v->to,
                                  .search = v->q,
                                  .state = list_choice(v, "state"),
                                  .sheet = list_choice(v, "sheet"),
                                  .limit = PAPERS_MAX };
    p->n_id = list_selected(w, p->id, LIST_SELECT_MAX);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, papers_work, p));
    return str_eq(format, S("slips")) ? intake_print_slips(w, p->r, p->n) : intake_print_purchases(w, p->r, p->n);
}

/* ---- the page ---- */

result deliveries_show(struct web *w)
{
    struct list_view v = list_begin(w, &deliveries);
    struct cx *cx = w->cx;
    str format = request_query(w->rq, S("format")), state = list_choice(&v, "state");
    struct choice states[] = { { S(""), tr(cx, "All") },
                               { S("unpriced"), tr(cx, "Price to come") },
                               { S("unpaid"), tr(cx, "Still owed") } };
    struct list_filter filter[] = { { S("state"), tr(cx, "State"), states, COUNT(states) } };
    v.base = str_fmt(cx->mem, "/orgs/" STR_FMT "/intake", STR_ARG(w->org_code));
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    if (str_eq(format, S("slips")) || str_eq(format, S("purchases")))
        return print(&v, format);
    struct action act[] = { { tr(cx, "Weigh in"), str_fmt(cx->mem, STR_FMT "/new", STR_ARG(v.base)), false },
                            { tr(cx, "Print slips"), list_url(cx->mem, w->rq, S("format"), S("slips")), true },
                            { tr(cx, "Purchase list"), list_url(cx->mem, w->rq, S("format"), S("purchases")), true } };
    struct list_act many[] = { { tr(cx, "Print slips"), v.base, S("format"), S("slips") },
                               { tr(cx, "Purchase list"), v.base, S("format"), S("purchases") } };
    struct intake_list_args a = { .org_id = w->org_id,
                                  .from_on = v.from,
                                  .to_on = v.to,
                                  .sheet_key = list_choice(&v, "sheet"),
                                  .name_fold = v.fold,
                                  .number = list_number(v.q),
                                  .member_code = list_capitals(cx->mem, v.q),
                                  .is_unpriced = str_eq(state, S("unpriced")),
                                  .is_unpaid = str_eq(state, S("unpaid")) };
    bool weigh = cx_can(cx, CAP_INTAKE) && cx->actor.org_id == w->org_id;
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = weigh ? act : act + 1, v.n_action = weigh ? 3 : 2;
    v.first = weigh ? act : NULL;
    v.act = many, v.n_act = COUNT(many);
    return list_show(&v);
}

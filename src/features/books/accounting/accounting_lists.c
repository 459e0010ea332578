/* The list of vouchers: columns, filters, what is searched. Reading, drawing and files are web/list's. */
#include "features/books/accounting/accounting_pages.h"
#include "accounting.sql.h"

#include "web/list/list.h"

enum { C_DATE, C_NUMBER, C_KIND, C_MEMO, C_DOCUMENT, C_AMOUNT, C_STATE, N_C };
static const struct list_col voucher_col[N_C] = {
    [C_DATE] = { "date", T("Date"), LIST_DATE, "by_date" },
    [C_NUMBER] = { "number", T("Number"), LIST_TEXT, "by_number", LIST_KEY },
    [C_KIND] = { "kind", T("Kind"), LIST_TEXT, "by_kind" },
    [C_MEMO] = { "memo", T("Explanation"), LIST_TEXT, NULL },
    [C_DOCUMENT] = { "document_date", T("Date of the document"), LIST_DATE, NULL, LIST_OFF },
    [C_AMOUNT] = { "amount", T("Amount"), LIST_MONEY, "by_amount" },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

/* What somebody looks for: "PC2026-00012", "pc 12", "12", a name or a code. */
struct looking {
    str book, fold, code;
    int64_t number;
};

static void voucher_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct accounting_voucher_list *r = row;
    struct cx *cx = v->w->cx;
    const struct voucher_kind *k = voucher_kind_find(r->kind);
    bool voided = r->reversed_by_id != 0;
    out->id = r->id;
    out->fixed = voided || r->reverses_id;
    out->voided = voided;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->id);
    out->cell[C_DATE] = list_date(r->posting_on);
    out->cell[C_NUMBER] = list_text(voucher_number(cx->mem, r->book, r->year, r->number));
    out->cell[C_KIND] = list_text(k ? tr(cx, k->name) : r->kind);
    out->cell[C_MEMO] = list_text(r->memo);
    out->cell[C_DOCUMENT] = list_date(r->document_on);
    out->cell[C_AMOUNT] = list_money(r->amount_vnd);
    out->cell[C_STATE] = list_state(TONE_BAD, voided ? tr(cx, "void") : S(""));
}

static struct looking looking_for(struct arena *mem, str q, str fold)
{
    struct looking l = { .fold = fold };
    struct buf book = buf_new(mem), code = buf_new(mem);
    ptrdiff_t i = 0, at = q.n;
    for (; i < q.n; i++)
        buf_byte(&code, q.s[i] >= 'a' && q.s[i] <= 'z' ? (char)(q.s[i] - 'a' + 'A') : q.s[i]);
    l.code = buf_str(&code);
    for (i = 0; i < l.code.n && l.code.s[i] >= 'A' && l.code.s[i] <= 'Z'; i++)
        buf_byte(&book, l.code.s[i]);
    while (at > 0 && q.s[at - 1] >= '0' && q.s[at - 1] <= '9')
        at--;
    if (str_to_i64(str_sub(q, at, q.n), &l.number))
        l.book = buf_str(&book);
    return l;
}

static result voucher_count(struct cx *cx, struct db *db, const struct list_view *v, struct list_total *out)
{
    const struct accounting_voucher_find_args *a = v->args;
    struct accounting_voucher_total t;
    struct accounting_voucher_found f;
    (void)cx;
    if (v->q.n) {
        TRY(accounting_voucher_found(db,
                                     (struct accounting_voucher_found_args){ .org_id = a->org_id,
                                                                             .number = a->number,
                                                                             .book = a->book,
                                                                             .name_fold = a->name_fold,
                                                                             .party_code = a->party_code,
                                                                             .from_on = a->from_on,
                                                                             .to_on = a->to_on,
                                                                             .kind = a->kind,
                                                                             .account = a->account,
                                                                             .n_most = LIST_COUNT_MAX + 1 },
                                     &f));
        t = (struct accounting_voucher_total){ f.n_voucher, f.total_vnd };
    } else {
        const struct accounting_voucher_list_args *l = v->args;
        TRY(accounting_voucher_total(db,
                                     (struct accounting_voucher_total_args){ .org_id = l->org_id,
                                                                             .from_on = l->from_on,
                                                                             .to_on = l->to_on,
                                                                             .kind = l->kind,
                                                                             .account = l->account,
                                                                             .n_most = LIST_COUNT_MAX + 1 },
                                     &t));
    }
    out->n = t.n_voucher;
    out->sum[C_AMOUNT] = list_money(t.total_vnd);
    return OK;
}

static const struct list_def voucher_list = {
    .name = "vouchers",
    .title = T("Vouchers"),
    .sort = "-by_date",
    .col = voucher_col,
    .n_col = N_C,
    .page = &accounting_voucher_list_page,
    .cells = voucher_cells,
    .count = voucher_count,
    .search = T("Number, member or partner"),
    .guarded = true,
    .empty_title = T("Nothing is booked yet"),
    .empty_text = T("Weigh in a delivery or bring over the opening balances."),
};

static int kind_choices(struct web *w, struct choice *c)
{
    static const char *const codes[] = { "intake.delivery", "intake.price", "payment.in", "payment.out",
                                         "journal",         "opening",      "void" };
    int n = 0;
    c[n++] = (struct choice){ S(""), tr(w->cx, "All") };
    for (int i = 0; i < COUNT(codes); i++) {
        const struct voucher_kind *k = voucher_kind_find(str_of(codes[i]));
        if (k)
            c[n++] = (struct choice){ str_of(codes[i]), tr(w->cx, k->name) };
    }
    return n;
}

result accounting_vouchers_show(struct web *w)
{
    struct list_view v = list_begin(w, &voucher_list);
    struct choice kinds[16];
    struct list_filter filter[] = { { S("kind"), tr(w->cx, "Kind"), kinds, kind_choices(w, kinds) } };
    v.base = str_fmt(w->cx->mem, "/orgs/" STR_FMT "/vouchers", STR_ARG(w->org_code));
    struct action act[] = { { tr(w->cx, "Journal voucher"),
                              str_fmt(w->cx->mem, "/orgs/" STR_FMT "/journal/new", STR_ARG(w->org_code)), true } };
    bool own = w->cx->actor.org_id == w->org_id;
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    struct accounting_voucher_list_args all = { .org_id = w->org_id,
                                                .from_on = v.from,
                                                .to_on = v.to,
                                                .kind = list_choice(&v, "kind"),
                                                .account = list_choice(&v, "account") };
    struct looking l = looking_for(w->cx->mem, v.q, v.fold);
    struct accounting_voucher_find_args some = { .org_id = w->org_id,
                                                 .number = l.number,
                                                 .book = l.book,
                                                 .name_fold = l.fold,
                                                 .party_code = l.code,
                                                 .from_on = v.from,
                                                 .to_on = v.to,
                                                 .kind = all.kind,
                                                 .account = all.account };
    v.args = &all;
    if (v.q.n)
        v.args = &some, v.page = &accounting_voucher_find_page;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = act, v.n_action = own && cx_can(w->cx, CAP_PREPARE) ? COUNT(act) : 0;
    return list_show(&v);
}

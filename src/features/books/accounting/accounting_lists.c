/* The list of vouchers: columns, filters, what is searched. Reading, drawing and files are web/list's. */
#include "features/books/accounting/accounting_pages.h"
#include "features/trust/files/files.h"
#include "accounting.sql.h"

#include "features/people/members/members.h"
#include "web/list/list.h"

enum { C_DATE, C_NUMBER, C_KIND, C_MEMO, C_DOCUMENT, C_AMOUNT, C_STATE, N_C };
static const struct list_col voucher_col[N_C] = {
    [C_DATE] = { "date", T("Date"), LIST_DATE, "by_date" },
    [C_NUMBER] = { "number", T("Number"), LIST_TEXT, "by_number", LIST_KEY },
    [C_KIND] = { "kind", T("Kind"), LIST_TEXT, "by_kind" },
    [C_MEMO] = { "memo", T("Explanation"), LIST_TEXT, NULL },
    [C_DOCUMENT] = { "document_date", T("Date of the document"), LIST_DATE, NULL, LIST_OFF },
    [C_AMOUNT] = { "amount", T("Amount"), LIST_MONEY, "by_amount", .total = "amount_vnd" },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

/* What somebody looks for: "PC2026-00012", "pc 12", "12", a name, a code or a phone. */
struct looking {
    const struct list_view *v;
    int64_t org_id, number;
    str book;
    struct party_seek who;
};
enum { PHONE_FROM = 4 }; /* fewer digits are the number of a voucher, never a person's */

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

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void accounting_number_asked(struct arena *mem, str q, str *book, int64_t *number)
{
    struct buf b = buf_new(mem);
    ptrdiff_t at = q.n;
    for (ptrdiff_t i = 0; i < q.n && is_letter(q.s[i]); i++)
        buf_byte(&b, (char)(q.s[i] & ~0x20));
    while (at > 0 && q.s[at - 1] >= '0' && q.s[at - 1] <= '9')
        at--;
    *number = 0;
    *book = str_to_i64(str_sub(q, at, q.n), number) ? buf_str(&b) : S("");
}

static bool is_short_number(str q)
{
    bool digits = q.n < PHONE_FROM;
    for (ptrdiff_t i = 0; i < q.n; i++)
        digits &= q.s[i] >= '0' && q.s[i] <= '9';
    return digits;
}

static result look(struct cx *cx, struct db *db, void *arg)
{
    struct looking *l = arg;
    accounting_number_asked(cx->mem, l->v->q, &l->book, &l->number);
    return is_short_number(l->v->q) ? OK : party_seek(cx, db, l->org_id, l->v->fold, &l->who);
}

static const struct list_def voucher_list = {
    .name = "vouchers",
    .title = T("Vouchers"),
    .sort = "-by_date",
    .col = voucher_col,
    .n_col = N_C,
    .page = &accounting_voucher_list_page,
    .cells = voucher_cells,
    .search = T("Number, member or partner"),
    .guarded = true,
    .empty_title = T("Nothing is booked yet"),
    .empty_text = T("Weigh in a delivery or bring over the opening balances."),
};

int accounting_kind_choices(struct web *w, struct choice *c)
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
    struct list_filter filter[2] = { { S("kind"), tr(w->cx, "Kind"), kinds, accounting_kind_choices(w, kinds) } };
    str tag = web_outside(w) ? S("") : list_choice(&v, "tag");
    v.n_filter = 1;
    TRY(tags_filter(w, "voucher", filter, &v.n_filter));
    v.base = str_fmt(w->cx->mem, "/orgs/" STR_FMT "/vouchers", STR_ARG(w->org_code));
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return vouchers_pdf(w);
    struct action act[] = { { tr(w->cx, "Journal voucher"),
                              str_fmt(w->cx->mem, "/orgs/" STR_FMT "/journal/new", STR_ARG(w->org_code)), true } };
    bool own = w->cx->actor.org_id == w->org_id;
    TRY(list_period(&v, (date){ 0 }, DATE_OPEN));
    struct accounting_voucher_list_args all = { .org_id = w->org_id,
                                                .from_on = v.from,
                                                .to_on = v.to,
                                                .kind = list_choice(&v, "kind"),
                                                .account = list_choice(&v, "account") };
    struct looking l = { .v = &v, .org_id = w->org_id };
    if (v.q.n)
        TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, look, &l));
    struct accounting_voucher_find_args some = { .org_id = w->org_id,
                                                 .number = l.number,
                                                 .book = l.book,
                                                 .word_from = l.who.from,
                                                 .word_to = l.who.to,
                                                 .rest = l.who.rest,
                                                 .rest_more = l.who.rest_more,
                                                 .from_on = v.from,
                                                 .to_on = v.to,
                                                 .kind = all.kind,
                                                 .account = all.account,
                                                 .tag_fold = tag };
    struct accounting_voucher_tagged_args tagged = {
        .org_id = w->org_id, .tag_fold = tag, .from_on = v.from, .to_on = v.to, .kind = all.kind, .account = all.account
    };
    v.args = &all;
    if (tag.n)
        v.args = &tagged, v.page = &accounting_voucher_tagged_page;
    if (v.q.n)
        v.args = &some, v.page = &accounting_voucher_find_page;
    v.filter = filter;
    v.action = act, v.n_action = own && cx_can(w->cx, CAP_PREPARE) ? COUNT(act) : 0;
    struct list_act many[] = { { tr(w->cx, "Print"), v.base, S("format"), S("pdf") },
                               { tr(w->cx, "Void"), str_fmt(w->cx->mem, STR_FMT "/void", STR_ARG(v.base)), S(""),
                                 S("") } };
    v.act = many, v.n_act = own && cx_can(w->cx, CAP_VOID) ? COUNT(many) : 1;
    return list_show(&v);
}

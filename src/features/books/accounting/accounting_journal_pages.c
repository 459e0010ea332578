/* The general journal and the ledger of an account: one query, two lists, and both on paper. Reading, drawing and files
   are web/list's; what stands before a line comes from the sums (accounting_balance_before). */
#include "features/books/accounting/accounting_pages.h"
#include "features/people/organisations/organisations.h"
#include "accounting.sql.h"

#include "web/list/list.h"
#include "web/opening.h"
#include "web/print/forms.h"

enum { PAPER_LINES = 50000, ACCOUNTS_MAX = 400 };
enum { C_DATE, C_NUMBER, C_DOCUMENT, C_KIND, C_MEMO, C_ACCOUNT, C_CODE, C_WHO, C_DEBIT, C_CREDIT, C_BALANCE, N_C };
#define COLUMNS(account, who)                                                                                          \
    {                                                                                                                  \
        [C_DATE] = { "date", T("Date"), LIST_DATE, NULL },                                                             \
        [C_NUMBER] = { "number", T("Voucher"), LIST_TEXT, NULL, LIST_KEY },                                            \
        [C_DOCUMENT] = { "document_date", T("Date of the document"), LIST_DATE, NULL, LIST_OFF },                      \
        [C_KIND] = { "kind", T("Kind"), LIST_TEXT, NULL, LIST_OFF },                                                   \
        [C_MEMO] = { "memo", T("Explanation"), LIST_TEXT, NULL },                                                      \
        [C_ACCOUNT] = { "account", T("Account"), LIST_TEXT, NULL, account },                                           \
        [C_CODE] = { "party_code", T("Code"), LIST_TEXT, NULL, LIST_OFF },                                             \
        [C_WHO] = { "party_name", T("Who"), LIST_TEXT, NULL, who },                                                    \
        [C_DEBIT] = { "debit", T("Debit"), LIST_MONEY, NULL, .total = "dr_vnd" },                                      \
        [C_CREDIT] = { "credit", T("Credit"), LIST_MONEY, NULL, .total = "cr_vnd" },                                   \
        [C_BALANCE] = { "balance", T("Balance"), LIST_MONEY, NULL },                                                   \
    }
static const struct list_col journal_col[N_C] = COLUMNS(0, LIST_OFF), ledger_col[N_C] = COLUMNS(LIST_OFF, 0);

/* What both are asked. */
struct book {
    struct web *w;
    struct accounting_journal_args a;
    str prefix, name; /* of the ledger's account */
    struct accounting_account_used *used;
    int n_used;
    struct accounting_account_name *chart;
    int n_chart;
    /* paper */
    struct form_head head;
    struct form_book_line *line;
    int n_line;
    money open, dr, cr;
};

static struct list_cell amount(money m)
{
    struct list_cell c = list_money(m);
    c.set = m.dong != 0;
    return c;
}

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct accounting_journal *r = row;
    struct cx *cx = v->w->cx;
    const struct voucher_kind *k = voucher_kind_find(r->kind);
    str kind = k ? tr(cx, k->name) : r->kind;
    out->id = r->voucher_id;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)r->voucher_id);
    out->cell[C_DATE] = list_date(r->posting_on);
    out->cell[C_NUMBER] = list_text(voucher_number(cx->mem, r->book, r->year, r->number));
    out->cell[C_DOCUMENT] = list_date(r->document_on);
    out->cell[C_KIND] = list_text(kind);
    out->cell[C_MEMO] = list_text(r->memo.n ? r->memo : kind);
    out->cell[C_ACCOUNT] = list_text(r->account);
    out->cell[C_CODE] = list_text(r->party_code);
    out->cell[C_WHO] = list_text(web_name_shown(v->w, r->party_name));
    out->cell[C_DEBIT] = amount(r->dr_vnd);
    out->cell[C_CREDIT] = amount(r->cr_vnd);
}

/* Of all days and accounts that are asked for, by the maintained sums. */
static result sums(struct cx *cx, struct db *db, const struct list_view *v, void *totals, bool *known)
{
    const struct accounting_journal_args *a = v->args;
    struct accounting_journal_total *t = totals;
    str prefix = a->account.n ? a->account : a->account_from;
    struct account_balance *row;
    int n;
    *known = !a->kind.n && !a->words.n;
    if (!*known)
        return OK;
    t->dr_vnd = t->cr_vnd = (money){ 0 };
    TRY(accounting_balances(cx, db, (struct balance_query){ a->org_id, a->from_on, a->to_on, prefix }, &row, &n));
    for (int i = 0; i < n; i++) {
        if (row[i].code.s[0] == '0' && !a->is_outside)
            continue;
        t->dr_vnd.dong += row[i].turn_dr.dong;
        t->cr_vnd.dong += row[i].turn_cr.dong;
    }
    return OK;
}

static result before(struct cx *cx, struct db *db, const struct list_view *v, bool is_first, money *out)
{
    const struct accounting_journal_args *a = v->args;
    str prefix = ((const struct book *)v->room)->prefix;
    struct accounting_balance_before row;
    struct accounting_balance_before_args q = { .org_id = a->org_id,
                                                .account_from = prefix,
                                                .account_to = str_fmt(cx->mem, STR_FMT "\x7f", STR_ARG(prefix)),
                                                .posting_on = is_first ? a->from_on : a->behind_posting_on,
                                                .voucher_id = is_first ? 0 : a->behind_voucher_id,
                                                .line_no = is_first ? 0 : a->behind_line_no };
    *out = (money){ 0 };
    if (!q.posting_on.ymd)
        return OK;
    q.month = date_yyyymm(q.posting_on);
    q.from_on = date_month_first(q.posting_on);
    TRY(accounting_balance_before(db, q, &row));
    out->dong = row.months_vnd.dong + row.days_vnd.dong;
    return OK;
}

static const struct list_run run = { .debit = C_DEBIT, .credit = C_CREDIT, .balance = C_BALANCE, .before = before };
static const struct list_def journal = {
    .name = "journal",
    .title = T("General journal"),
    .sort = "by_date",
    .col = journal_col,
    .n_col = C_BALANCE,
    .page = &accounting_journal_page,
    .cells = cells,
    .sums = sums,
    .search = T("Words of the explanation, or a number"),
    .guarded = true,
    .empty_title = T("Nothing is booked yet"),
    .empty_text = T("Weigh in a delivery or bring over the opening balances."),
};
static const struct list_def ledger = {
    .name = "ledger",
    .title = T("Ledger"),
    .sort = "by_date",
    .col = ledger_col,
    .n_col = N_C,
    .page = &accounting_journal_page,
    .cells = cells,
    .sums = sums,
    .run = &run,
    .empty_title = T("Nothing is booked yet"),
    .empty_text = T("Weigh in a delivery or bring over the opening balances."),
};

/* ---- which accounts ---- */

static bool is_used(const struct book *b, str code)
{
    for (int i = 0; i < b->n_used; i++)
        if (str_eq(b->used[i].account, code))
            return true;
    return false;
}

/* The account alone when nothing stands below it: its lines are found in order by an index. */
static void ask_account(struct book *b, str code)
{
    int below = 0;
    for (int i = 0; i < b->n_used; i++)
        below += str_starts(b->used[i].account, code);
    b->a.is_outside = code.s[0] == '0';
    if (below == is_used(b, code)) {
        b->a.account = code;
    } else {
        b->a.account_from = code;
        b->a.account_to = str_fmt(b->w->cx->mem, STR_FMT "\x7f", STR_ARG(code));
    }
}

static str account_name(const struct book *b, str code, enum lang lang)
{
    for (int i = 0; i < b->n_chart; i++)
        if (str_eq(b->chart[i].code, code))
            return lang == LANG_EN ? b->chart[i].name_en : b->chart[i].name_vi;
    return S("");
}

static void put_choice(const struct book *b, struct choice *c, int *n, str code)
{
    str name = account_name(b, code, b->w->cx->lang);
    if (*n < ACCOUNTS_MAX)
        c[(*n)++] = (struct choice){ code, str_fmt(b->w->cx->mem, STR_FMT " " STR_FMT, STR_ARG(code), STR_ARG(name)) };
}

/* What has moved, and the first level above it. */
static int account_choices(const struct book *b, struct choice *c)
{
    int n = 0;
    str last = S("");
    c[n++] = (struct choice){ S(""), tr(b->w->cx, "All") };
    for (int i = 0; i < b->n_used; i++) {
        str code = b->used[i].account, level1 = str_sub(code, 0, 3);
        if (code.n > 3 && !str_eq(level1, last) && !is_used(b, level1))
            put_choice(b, c, &n, level1);
        put_choice(b, c, &n, code);
        last = level1;
    }
    return n;
}

static result accounts_work(struct cx *cx, struct db *db, void *arg)
{
    struct book *b = arg;
    (void)cx;
    TRY(accounting_account_used(db, (struct accounting_account_used_args){ .org_id = b->a.org_id }, &b->used,
                                &b->n_used));
    return accounting_account_name(
        db, (struct accounting_account_name_args){ .org_id = b->a.org_id, .posting_on = b->a.to_on }, &b->chart,
        &b->n_chart);
}

/* ---- on paper ---- */

static result paper_line(struct cx *cx, void *arg, const struct accounting_journal *r)
{
    struct book *b = arg;
    const struct voucher_kind *k = voucher_kind_find(r->kind);
    if (b->n_line == PAPER_LINES)
        return fail(cx, .kind = ERR_INVALID, .code = S("book.too_long"), .field = S("from"),
                    .message = TRF(cx, "More than {1} lines do not go on one paper.",
                                   money_text(cx->mem, (money){ PAPER_LINES }, cx->lang == LANG_EN)),
                    .hint = tr(cx, "Choose fewer days, or take the file for Excel."));
    b->line[b->n_line] = (struct form_book_line){ .posting_on = r->posting_on,
                                                  .document_on = r->document_on,
                                                  .number = voucher_number(cx->mem, r->book, r->year, r->number),
                                                  .explanation = r->memo.n ? str_dup(cx->mem, r->memo)
                                                                 : k       ? tr_lang(LANG_VI, k->name)
                                                                           : str_dup(cx->mem, r->kind),
                                                  .contra = b->prefix.n ? S("") : str_dup(cx->mem, r->account),
                                                  .journal_line = b->prefix.n ? 0 : b->n_line + 1,
                                                  .dr = r->dr_vnd,
                                                  .cr = r->cr_vnd };
    b->n_line++;
    if (!r->is_apart) {
        b->dr.dong += r->dr_vnd.dong;
        b->cr.dong += r->cr_vnd.dong;
    }
    return OK;
}

static result paper_work(struct cx *cx, struct db *db, void *arg)
{
    struct book *b = arg;
    struct accounting_journal_args a = b->a;
    struct list_view v = { .w = b->w, .args = &b->a, .room = b };
    a.limit = PAPER_LINES + 1;
    b->line = new (cx->mem, struct form_book_line, PAPER_LINES);
    TRY(org_form_head(cx, db, a.org_id, b->prefix.n ? S("book.ledger") : S("book.journal"), a.to_on, &b->head));
    b->head.from = a.from_on, b->head.to = a.to_on;
    if (b->prefix.n)
        TRY(before(cx, db, &v, true, &b->open));
    return accounting_journal(db, a, paper_line, b);
}

static money positive(int64_t v) { return (money){ v > 0 ? v : 0 }; }

static result ledger_paper(struct web *w, struct book *b)
{
    int64_t close = b->open.dong + b->dr.dong - b->cr.dong;
    struct form_ledger f = { .head = b->head,
                             .account = b->prefix,
                             .account_name = account_name(b, b->prefix, LANG_VI),
                             .open_dr = positive(b->open.dong),
                             .open_cr = positive(-b->open.dong),
                             .turn_dr = b->dr,
                             .turn_cr = b->cr,
                             .close_dr = positive(close),
                             .close_cr = positive(-close),
                             .line = b->line,
                             .n_line = b->n_line };
    struct print_doc doc = form_ledger(w->cx, &f);
    str pdf;
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, str_fmt(w->cx->mem, "so-cai-" STR_FMT ".pdf", STR_ARG(b->prefix)), S("application/pdf"), pdf,
                    true);
}

static result paper(struct web *w, struct book *b)
{
    str pdf;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, paper_work, b));
    if (b->prefix.n)
        return ledger_paper(w, b);
    struct form_journal f = { .head = b->head, .line = b->line, .n_line = b->n_line, .dr = b->dr, .cr = b->cr };
    struct print_doc doc = form_journal(w->cx, &f);
    TRY(print_pdf(w->cx, &doc, 1, &pdf));
    return web_file(w, S("nhat-ky-chung.pdf"), S("application/pdf"), pdf, true);
}

/* ---- the pages ---- */

/* The days, from the beginning of the year on. */
static result begin(struct book *b, struct list_view *v)
{
    date today = date_of_instant(b->w->cx->now_at, ZONE_VN);
    TRY(list_period(v, (date){ date_year(today) * 10000 + 101 }, today));
    b->a = (struct accounting_journal_args){ .org_id = b->w->org_id, .from_on = v->from, .to_on = v->to };
    v->args = &b->a;
    v->room = b;
    v->base = str_fmt(b->w->cx->mem, "/orgs/" STR_FMT "/vouchers", STR_ARG(b->w->org_code));
    return store_read(b->w->store, b->w->cx, DB_SCOPE_ALL, accounts_work, b);
}

result journal_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &journal);
    struct book b = { .w = w };
    struct choice kind[16], *account = new (cx->mem, struct choice, ACCOUNTS_MAX);
    struct action print = { tr(cx, "Print"), list_url(cx->mem, w->rq, S("format"), S("pdf")), true };
    TRY(begin(&b, &v));
    struct list_filter filter[] = { { S("account"), tr(cx, "Account"), account, account_choices(&b, account) },
                                    { S("kind"), tr(cx, "Kind"), kind, accounting_kind_choices(w, kind) } };
    if (list_choice(&v, "account").n)
        ask_account(&b, list_choice(&v, "account"));
    b.a.kind = list_choice(&v, "kind");
    b.a.words = v.fold;
    accounting_number_asked(cx->mem, v.q, &b.a.book, &b.a.number);
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return paper(w, &b);
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = &print, v.n_action = 1;
    return list_show(&v);
}

result ledger_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &ledger);
    struct book b = { .w = w };
    struct action print = { tr(cx, "Print"), list_url(cx->mem, w->rq, S("format"), S("pdf")), true };
    TRY(begin(&b, &v));
    b.prefix = web_param(w, S("code"));
    b.name = account_name(&b, b.prefix, cx->lang);
    if (!b.name.n)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("account.not_found"),
                    .message = tr(cx, "There is no such account."));
    ask_account(&b, b.prefix);
    b.a.is_outside = true;
    if (str_eq(request_query(w->rq, S("format")), S("pdf")))
        return paper(w, &b);
    v.title = str_fmt(cx->mem, STR_FMT " " STR_FMT, STR_ARG(b.prefix), STR_ARG(b.name));
    v.part = b.prefix;
    v.action = &print, v.n_action = 1;
    return list_show(&v);
}

/* Balances: whole months from the sums, the days of a broken month from the lines, names from the chart. */
#include "features/books/accounting/accounting.h"
#include "accounting.sql.h"

struct movement {
    str account;
    int64_t open_dr, open_cr, turn_dr, turn_cr;
};

struct book {
    struct movement *m;
    int n, cap;
};

/* Sorted by account. The list has room for every account of both sources. */
static struct movement *entry(struct book *b, str account)
{
    int lo = 0, hi = b->n;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (str_cmp(b->m[mid].account, account) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < b->n && str_eq(b->m[lo].account, account))
        return &b->m[lo];
    memmove(b->m + lo + 1, b->m + lo, sizeof *b->m * (size_t)(b->n - lo));
    b->m[lo] = (struct movement){ .account = account };
    b->n++;
    return &b->m[lo];
}

static void reserve(struct cx *cx, struct book *b, int more)
{
    struct movement *m = new (cx->mem, struct movement, b->n + more);
    if (b->n)
        memcpy(m, b->m, sizeof *m * (size_t)b->n);
    b->m = m;
    b->cap = b->n + more;
}

/* Adds the lines of single days: sign -1 takes them out again. */
static result add_days(struct cx *cx, struct db *db, struct accounting_line_range_args q, struct book *b, bool opening)
{
    struct accounting_line_range *row;
    int n;
    if (date_cmp(q.from_on, q.to_on) > 0)
        return OK;
    TRY(accounting_line_range(db, q, &row, &n));
    reserve(cx, b, n);
    for (int i = 0; i < n; i++) {
        struct movement *m = entry(b, row[i].account);
        int64_t *dr = opening ? &m->open_dr : &m->turn_dr, *cr = opening ? &m->open_cr : &m->turn_cr;
        if (__builtin_add_overflow(*dr, row[i].dr_vnd.dong, dr) || __builtin_add_overflow(*cr, row[i].cr_vnd.dong, cr))
            return fail(cx, .kind = ERR_BUG, .code = S("money.overflow"),
                        .message = tr(cx, "The amounts are too large."));
    }
    return OK;
}

static result add_months(struct cx *cx, struct db *db, int64_t org_id, int from, int to, struct book *b)
{
    struct balance *row;
    int n;
    TRY(voucher_balances(cx, db, (struct sum_query){ org_id, from, to, S("") }, &row, &n));
    reserve(cx, b, n);
    for (int i = 0; i < n; i++) {
        struct movement *m = entry(b, row[i].account);
        m->open_dr += row[i].open_dr.dong;
        m->open_cr += row[i].open_cr.dong;
        m->turn_dr += row[i].turn_dr.dong;
        m->turn_cr += row[i].turn_cr.dong;
    }
    return OK;
}

static struct accounting_line_range_args days(int64_t org_id, date from, date to)
{
    return (struct accounting_line_range_args){ .org_id = org_id, .from_on = from, .to_on = to };
}

static int month_before(int yyyymm) { return yyyymm % 100 == 1 ? yyyymm - 89 : yyyymm - 1; }
static int month_after(int yyyymm) { return yyyymm % 100 == 12 ? yyyymm + 89 : yyyymm + 1; }

/* Opening = months before from's month (sums) + its days before from; turnover = the rest of from's month, whole
   months, and the begun month of to. */
static result collect(struct cx *cx, struct db *db, struct balance_query q, struct book *b)
{
    int64_t org_id = q.org_id;
    date from = q.from.ymd ? q.from : (date){ 19000101 }, to = q.to;
    int first = date_yyyymm(from), last = date_yyyymm(to);
    bool from_whole = date_day(from) == 1, to_whole = to.ymd == date_month_last(to).ymd;
    int sum_from = from_whole ? first : month_after(first), sum_to = to_whole ? last : month_before(last);
    if (sum_from <= sum_to) {
        TRY(add_months(cx, db, org_id, sum_from, sum_to, b));
        if (!from_whole) {
            /* the sums counted all of from's month as opening: give its later days to the turnover */
            struct book late = { 0 };
            TRY(add_days(cx, db, days(org_id, from, date_month_last(from)), &late, true));
            reserve(cx, b, late.n);
            for (int i = 0; i < late.n; i++) {
                struct movement *m = entry(b, late.m[i].account);
                m->open_dr -= late.m[i].open_dr, m->turn_dr += late.m[i].open_dr;
                m->open_cr -= late.m[i].open_cr, m->turn_cr += late.m[i].open_cr;
            }
        }
        return to_whole ? OK : add_days(cx, db, days(org_id, date_month_first(to), to), b, false);
    }
    /* no whole month inside: opening months from the sums, the rest by days */
    TRY(add_months(cx, db, org_id, first, month_before(first), b));
    TRY(add_days(cx, db, days(org_id, date_month_first(from), date_add_days(from, -1)), b, true));
    return add_days(cx, db, days(org_id, from, to), b, false);
}

static void net(int64_t dr, int64_t cr, money *out_dr, money *out_cr)
{
    *out_dr = (money){ dr > cr ? dr - cr : 0 };
    *out_cr = (money){ cr > dr ? cr - dr : 0 };
}

static struct account_balance figure(const struct movement *m)
{
    struct account_balance a = { .code = m->account, .turn_dr = { m->turn_dr }, .turn_cr = { m->turn_cr } };
    net(m->open_dr, m->open_cr, &a.open_dr, &a.open_cr);
    net(m->open_dr + m->turn_dr, m->open_cr + m->turn_cr, &a.close_dr, &a.close_cr);
    return a;
}

static result name_all(struct cx *cx, struct db *db, int64_t org_id, date on, struct account_balance *a, int n)
{
    struct accounting_account_name *row;
    int n_row;
    (void)cx;
    TRY(accounting_account_name(db, (struct accounting_account_name_args){ .org_id = org_id, .posting_on = on }, &row,
                                &n_row));
    for (int i = 0, k = 0; i < n; i++) {
        while (k < n_row && str_cmp(row[k].code, a[i].code) < 0)
            k++;
        if (k == n_row || !str_eq(row[k].code, a[i].code))
            continue;
        a[i].name_vi = row[k].name_vi;
        a[i].name_en = row[k].name_en;
        a[i].nature = row[k].nature;
        a[i].off_balance = row[k].off_balance;
        a[i].is_own = row[k].is_own;
        a[i].is_leaf = row[k].is_leaf;
    }
    return OK;
}

result accounting_balances(struct cx *cx, struct db *db, struct balance_query q, struct account_balance **out, int *n)
{
    struct book b = { 0 };
    TRY(collect(cx, db, q, &b));
    *out = new (cx->mem, struct account_balance, b.n);
    *n = 0;
    for (int i = 0; i < b.n; i++)
        if (str_starts(b.m[i].account, q.prefix))
            (*out)[(*n)++] = figure(&b.m[i]);
    return name_all(cx, db, q.org_id, q.to, *out, *n);
}

result accounting_trial_balance(struct cx *cx, struct db *db, struct balance_query q, struct account_balance **out,
                                int *n)
{
    struct book b = { 0 };
    int k = 0;
    TRY(collect(cx, db, q, &b));
    *out = new (cx->mem, struct account_balance, b.n);
    for (int i = 0; i < b.n; i++) {
        /* a first-level balance is shown per side: debtors are never set off against creditors of another detail
         * account */
        struct account_balance a = figure(&b.m[i]);
        str level1 = str_sub(a.code, 0, 3);
        if (k == 0 || !str_eq((*out)[k - 1].code, level1))
            (*out)[k++] = (struct account_balance){ .code = level1 };
        struct account_balance *t = &(*out)[k - 1];
        t->open_dr.dong += a.open_dr.dong, t->open_cr.dong += a.open_cr.dong;
        t->turn_dr.dong += a.turn_dr.dong, t->turn_cr.dong += a.turn_cr.dong;
        t->close_dr.dong += a.close_dr.dong, t->close_cr.dong += a.close_cr.dong;
    }
    *n = k;
    return name_all(cx, db, q.org_id, q.to, *out, *n);
}

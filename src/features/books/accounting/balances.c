/* Balances: whole months from the sums, less the days of a broken month from the lines; names from the chart. */
#include "features/books/accounting/accounting.h"
#include "accounting.sql.h"

struct movement {
    str account;
    int64_t open_dr, open_cr, turn_dr, turn_cr;
    bool cut; /* days were taken out */
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

/* Whole months: opening before from, turnover from..to. */
static result add_months(struct cx *cx, struct db *db, struct sum_query q, struct book *b)
{
    struct balance *row;
    int n;
    TRY(voucher_balances(cx, db, q, &row, &n));
    reserve(cx, b, n);
    for (int i = 0; i < n; i++)
        *entry(b, row[i].account) = (struct movement){ .account = row[i].account,
                                                       .open_dr = row[i].open_dr.dong,
                                                       .open_cr = row[i].open_cr.dong,
                                                       .turn_dr = row[i].turn_dr.dong,
                                                       .turn_cr = row[i].turn_cr.dong };
    return OK;
}

/* Takes the lines of single days of one month out of the turnover: into the opening, or out of the question. */
static result take_days(struct cx *cx, struct db *db, struct accounting_line_range_args q, struct book *b, bool opening)
{
    struct accounting_line_range *row;
    int n;
    if (date_cmp(q.from_on, q.to_on) > 0)
        return OK;
    q.month = date_yyyymm(q.from_on);
    TRY(accounting_line_range(db, q, &row, &n));
    reserve(cx, b, n);
    for (int i = 0; i < n; i++) {
        struct movement *m = entry(b, row[i].account);
        int64_t dr = row[i].dr_vnd.dong, cr = row[i].cr_vnd.dong;
        m->turn_dr -= dr, m->turn_cr -= cr;
        if (opening)
            m->open_dr += dr, m->open_cr += cr;
        m->cut = true;
    }
    return OK;
}

/* An account that moved only on days that are not asked for did not move. */
static void drop_unmoved(struct book *b)
{
    int k = 0;
    for (int i = 0; i < b->n; i++) {
        const struct movement *m = &b->m[i];
        if (!m->cut || m->open_dr || m->open_cr || m->turn_dr || m->turn_cr)
            b->m[k++] = *m;
    }
    b->n = k;
}

/* The months of both ends are added whole from the sums, then the days outside are taken out again: for books that end
   today there are none. */
static result collect(struct cx *cx, struct db *db, struct balance_query q, struct book *b)
{
    date from = q.from.ymd ? q.from : (date){ 19000101 };
    date to = date_cmp(from, q.to) > 0 ? date_add_days(from, -1) : q.to;
    struct accounting_line_range_args before = { .org_id = q.org_id,
                                                 .from_on = date_month_first(from),
                                                 .to_on = date_add_days(from, -1) };
    struct accounting_line_range_args after = { .org_id = q.org_id, .to_on = date_month_last(to) };
    TRY(add_months(cx, db, (struct sum_query){ q.org_id, date_yyyymm(from), date_yyyymm(to), S("") }, b));
    if (to.ymd != after.to_on.ymd) {
        after.from_on = date_add_days(to, 1);
        TRY(take_days(cx, db, after, b, false));
    }
    TRY(take_days(cx, db, before, b, true));
    drop_unmoved(b);
    return OK;
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

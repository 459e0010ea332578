/* Balances, trial balance and ledger of random work, voids among it, against lists kept beside the posting: every
   account, any two days, to the đồng. */
#include "tests/kit/kit.h"

#include "accounting.sql.h"
#include "app/app_features.h"
#include "features/books/accounting/accounting.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"
#include "vouchers/canon.h"

enum { VOUCHERS = 150, FACTS_MAX = 4000, WINDOWS = 25 };

static struct kit kit;
static const char *const leaf[] = { "1111", "1112", "1121", "131",  "141", "1561", "1562", "331", "338", "334",
                                    "4111", "5111", "5118", "5121", "558", "6111", "642",  "002", "003", "0041" };
enum { LEAVES = sizeof leaf / sizeof *leaf };

/* One line as it was written; a void adds the same with the other sign. */
struct fact {
    int account;
    date on;
    int64_t dr, cr;
};
static struct fact fact[FACTS_MAX];
static int n_fact;

struct work {
    struct organisation org;
    struct prop *r;
    struct balance_query q;
    struct account_balance *row;
    int n;
    bool level1;
};

static result find(struct cx *cx, struct db *db, void *arg)
{
    return org_by_code(cx, db, S("DEMO-RAU"), &((struct work *)arg)->org);
}

static result open_work(struct cx *cx, struct db *db, void *arg)
{
    static const char *const below[][2] = { { "156", "1561" }, { "156", "1562" }, { "004", "0041" } };
    struct work *w = arg;
    for (int i = 0; i < 3; i++) {
        struct account_row row = { .code = str_of(below[i][1]),
                                   .parent = str_of(below[i][0]),
                                   .name_vi = S("Tiết khoản"),
                                   .name_en = S("Detail"),
                                   .nature = S("both"),
                                   .off_balance = i == 2 };
        TRY(account_add(cx, db, w->org.org_id, row, (date){ 20250101 }));
    }
    return OK;
}

static bool off_balance(int account) { return leaf[account][0] == '0'; }

static date any_day(struct prop *r)
{
    date d = date_add_days((date){ 20250101 }, prop_below(r, 500));
    int where = prop_below(r, 5);
    return where == 0 ? date_month_first(d) : where == 1 ? date_month_last(d) : d;
}

static void remember(int account, date on, int64_t dr, int64_t cr)
{
    assert_true(n_fact < FACTS_MAX);
    fact[n_fact++] = (struct fact){ account, on, dr, cr };
}

static struct line line_of(int account, int64_t amount)
{
    str code = str_of(leaf[account]);
    return (struct line){ .account = code,
                          .side = accounting_side(code),
                          .dr = { amount > 0 ? amount : 0 },
                          .cr = { amount < 0 ? -amount : 0 } };
}

static int any_account(struct prop *r, bool on_balance)
{
    int a;
    do
        a = prop_below(r, LEAVES);
    while (on_balance && off_balance(a));
    return a;
}

static result post_one(struct cx *cx, struct db *db, struct work *w, int i, int64_t *id, date *on)
{
    struct line l[6];
    int account[6], n = 1 + prop_below(w->r, 5);
    int64_t left = 0;
    struct posted p;
    struct canon command = canon_new(cx->mem);
    *on = any_day(w->r);
    for (int k = 0; k < n; k++) {
        int64_t v = 1 + (int64_t)(prop_u64(w->r) >> 24 >> prop_below(w->r, 30));
        account[k] = any_account(w->r, false);
        l[k] = line_of(account[k], prop_below(w->r, 2) ? v : -v);
        left += off_balance(account[k]) ? 0 : l[k].dr.dong - l[k].cr.dong;
    }
    if (left)
        account[n] = any_account(w->r, true), l[n] = line_of(account[n], -left), n++;
    canon_i64(&command, i);
    struct voucher v = { .kind = S("journal"),
                         .org_id = w->org.org_id,
                         .document_on = *on,
                         .posting_on = *on,
                         .request_id = os_uuid7(cx->mem),
                         .command = canon_bytes(&command),
                         .line = l,
                         .n_line = n };
    TRY(voucher_post(cx, db, &v, &p));
    *id = p.id;
    for (int k = 0; k < n; k++)
        remember(account[k], *on, l[k].dr.dong, l[k].cr.dong);
    return OK;
}

/* A void stands on its own day, on the same sides, with negative amounts. */
static result void_one(struct cx *cx, struct db *db, struct work *w, int64_t id, date on, int first)
{
    struct posted p;
    struct voucher_void in = { .org_id = w->org.org_id,
                               .voucher_id = id,
                               .posting_on = date_add_days(on, prop_below(w->r, 70)),
                               .reason = S("ghi nhầm"),
                               .request_id = os_uuid7(cx->mem) };
    TRY(voucher_void(cx, db, in, &p));
    for (int k = first, end = n_fact; k < end; k++)
        remember(fact[k].account, in.posting_on, -fact[k].dr, -fact[k].cr);
    return OK;
}

static result all_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    n_fact = 0;
    for (int i = 0; i < VOUCHERS; i++) {
        int64_t id;
        date on;
        int first = n_fact;
        TRY(post_one(cx, db, w, i, &id, &on));
        if (prop_below(w->r, 5) == 0)
            TRY(void_one(cx, db, w, id, on, first));
    }
    return OK;
}

/* ---- the same figures, added up from the facts ---- */

struct figures {
    int64_t open_dr, open_cr, turn_dr, turn_cr, close_dr, close_cr;
};

static void net(int64_t balance, int64_t *dr, int64_t *cr)
{
    *dr += balance > 0 ? balance : 0;
    *cr += balance < 0 ? -balance : 0;
}

/* Of one leaf, added to t: each keeps its own side. */
static void add_leaf(struct figures *t, int account, date from, date to)
{
    int64_t open = 0, dr = 0, cr = 0;
    for (int i = 0; i < n_fact; i++) {
        const struct fact *f = &fact[i];
        if (f->account != account || date_cmp(f->on, to) > 0)
            continue;
        if (date_cmp(f->on, from) < 0)
            open += f->dr - f->cr;
        else
            dr += f->dr, cr += f->cr;
    }
    net(open, &t->open_dr, &t->open_cr);
    net(open + dr - cr, &t->close_dr, &t->close_cr);
    t->turn_dr += dr, t->turn_cr += cr;
}

static struct figures expected(const struct work *w, str code)
{
    struct figures t = { 0 };
    for (int a = 0; a < LEAVES; a++)
        if (w->level1 ? str_starts(str_of(leaf[a]), code) : str_eq(str_of(leaf[a]), code))
            add_leaf(&t, a, w->q.from, w->q.to);
    return t;
}

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return w->level1 ? accounting_trial_balance(cx, db, w->q, &w->row, &w->n)
                     : accounting_balances(cx, db, w->q, &w->row, &w->n);
}

static result rebuild(struct cx *cx, struct db *db, void *arg)
{
    return voucher_rebuild_sums(cx, db, ((const struct work *)arg)->org.org_id);
}

static void compare(const struct account_balance *b, const struct figures *t)
{
    if (b->open_dr.dong == t->open_dr && b->open_cr.dong == t->open_cr && b->turn_dr.dong == t->turn_dr &&
        b->turn_cr.dong == t->turn_cr && b->close_dr.dong == t->close_dr && b->close_cr.dong == t->close_cr)
        return;
    fail_msg(STR_FMT ": opening %lld %lld turnover %lld %lld closing %lld %lld", STR_ARG(b->code),
             (long long)(b->open_dr.dong - t->open_dr), (long long)(b->open_cr.dong - t->open_cr),
             (long long)(b->turn_dr.dong - t->turn_dr), (long long)(b->turn_cr.dong - t->turn_cr),
             (long long)(b->close_dr.dong - t->close_dr), (long long)(b->close_cr.dong - t->close_cr));
}

/* Every account that has figures is there, once and in order, and nothing else has any. */
static void agree(struct work *w)
{
    struct figures sum = { 0 }, all = { 0 };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_work, w));
    for (int i = 0; i < w->n; i++) {
        const struct account_balance *b = &w->row[i];
        struct figures t = expected(w, b->code);
        compare(b, &t);
        assert_true(i == 0 || str_cmp(w->row[i - 1].code, b->code) < 0);
        assert_int_equal(b->off_balance, b->code.s[0] == '0');
        assert_true(b->name_vi.n > 0);
        sum.turn_dr += b->turn_dr.dong, sum.turn_cr += b->turn_cr.dong;
        sum.close_dr += b->close_dr.dong, sum.open_cr += b->open_cr.dong;
    }
    for (int a = 0; a < LEAVES; a++)
        add_leaf(&all, a, w->q.from, w->q.to);
    assert_int_equal(sum.turn_dr, all.turn_dr);
    assert_int_equal(sum.turn_cr, all.turn_cr);
    assert_int_equal(sum.close_dr, all.close_dr);
    assert_int_equal(sum.open_cr, all.open_cr);
}

static void test_trial_balance__is_what_the_lines_add_up_to(void **state)
{
    (void)state;
    for_all (r, 2) {
        struct work w = { .r = &r };
        kit_begin(&kit);
        app_register_kinds();
        kit_store(&kit);
        kit_ok(&kit, organisations_feature.load_reference(&kit.cx, kit.store));
        kit_ok(&kit, accounting_feature.load_reference(&kit.cx, kit.store));
        kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
        kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find, &w));
        kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, open_work, &w));
        kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, all_work, &w));
        for (int i = 0; i < WINDOWS; i++) {
            date a = any_day(&r), z = any_day(&r);
            bool swap = date_cmp(a, z) > 0;
            w.q = (struct balance_query){ w.org.org_id, swap ? z : a, swap ? a : z, S("") };
            w.level1 = i % 2;
            agree(&w);
        }
        /* the same after the sums were made anew */
        kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, rebuild, &w));
        w.q.from = (date){ 0 }, w.q.to = DATE_OPEN, w.level1 = true;
        agree(&w);
        kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
        kit_end(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trial_balance__is_what_the_lines_add_up_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

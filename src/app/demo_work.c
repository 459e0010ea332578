/* Weeks of work of the demo cooperatives: capital, deliveries, sales, payments to members, expenses. It goes through
   the same use cases as people do, so every book agrees; figures come from one fixed seed, so every demo is the same.
 */
#include "app/demo_work.h"
#include "features/books/payments/payments.h"
#include "features/city/submissions/submissions.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/intake/intake.h"
#include "features/trust/files/files.h"

#include "os/os.h"
#include "vouchers/canon.h"

enum { WEEKS = 10, SHEET = 6 };

static const struct plot {
    const char *org, *login;
    const char *item[3];
    int64_t price[3];  /* of one shown unit, paid to members */
    int64_t low, high; /* base units of one delivery */
    int64_t margin;    /* selling price in percent of the price paid */
    int weeks;         /* back from today */
} plots[] = {
    { "DEMO-RAU", "ketoan.rau", { "CAIMO", "RAUMUONG", "CACHUA" }, { 12000, 9000, 15000 }, 60000, 260000, 128, WEEKS },
    { "DEMO-LUA", "ketoan.lua", { "THOC", "THOC", "THOC" }, { 8500, 8500, 9000 }, 400000, 1800000, 116, 6 },
    { "DEMO-CA", "ketoan.ca", { "CACHEP", "CATRAM", "CACHEP" }, { 52000, 58000, 52000 }, 40000, 220000, 122, 8 },
    { "DEMO-GOM", "ketoan.gom", { "BATGOM", "LOHOA", "BATGOM" }, { 14000, 65000, 14000 }, 40, 300, 150, 5 },
};

struct week {
    const struct plot *plot;
    struct organisation org;
    date on;
    uint64_t seed;
    int index;
    struct intake_slip *slip;
    struct posted posted;
};

/* SplitMix64: small, and the same everywhere. */
static int64_t pick(struct week *w, int64_t low, int64_t high)
{
    uint64_t z = w->seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return low + (int64_t)(z % (uint64_t)(high - low + 1));
}

static result pay(struct cx *cx, struct db *db, struct week *w, struct payment_in in)
{
    in.org_id = w->org.org_id;
    in.on = w->on;
    in.request_id = os_uuid7(cx->mem);
    return payment_post(cx, db, &in, &w->posted);
}

static result capital(struct cx *cx, struct db *db, struct week *w)
{
    for (int i = 1; i <= 4; i++) {
        int64_t party;
        TRY(party_by_code(cx, db, w->org.org_id, str_fmt(cx->mem, "TV%03d", i), &party));
        TRY(pay(cx, db, w,
                (struct payment_in){
                    .purpose = S("capital"), .party_id = party, .amount = { 40000000 }, .memo = S("DEMO góp vốn") }));
    }
    return OK;
}

/* Some weigh in kilograms with a crate, some in pieces without. */
static result deliver(struct cx *cx, struct db *db, struct week *w)
{
    struct intake_row *r = new (cx->mem, struct intake_row, SHEET);
    struct intake_sheet s = { w->org.org_id, w->on, os_uuid7(cx->mem), r, SHEET };
    bool pieces = w->plot->high < 10000;
    for (int i = 0; i < SHEET; i++) {
        int k = (i + w->index) % 3;
        int64_t gross = pick(w, w->plot->low, w->plot->high);
        r[i] = (struct intake_row){ .row_no = i,
                                    .member = str_fmt(cx->mem, "TV%03d", (i * 2 + w->index) % 9 + 1),
                                    .item = str_of(w->plot->item[k]),
                                    .gross = { pieces ? gross : gross / 500 * 500 },
                                    .tare = { pieces ? 0 : 1500 },
                                    .price = { w->plot->price[k] } };
        if (i == SHEET - 1 && w->index < 2)
            r[i].price_later = true, r[i].price.dong = 0;
    }
    return intake_post(cx, db, &s, &w->slip);
}

/* Nine tenths of what was bought this week goes out at once; its cost follows its value. */
static result sell(struct cx *cx, struct db *db, struct week *w)
{
    struct line *l = new (cx->mem, struct line, 2);
    struct move *m = new (cx->mem, struct move, SHEET);
    struct canon c = canon_new(cx->mem);
    int64_t cost = 0, revenue;
    int n = 0;
    for (int i = 0; i < SHEET; i++) {
        const struct intake_slip *s = &w->slip[i];
        int64_t out = s->net.base / 10 * 9, value;
        if (!s->priced || !str_eq(s->mode, S("bought")) || out == 0)
            continue;
        if (!mul_div_round(s->amount.dong, out, s->net.base, &value))
            return FAILED;
        m[n++] = (struct move){ .item_id = s->item.id,
                                .lot_id = s->lot.id,
                                .unit = s->item.unit,
                                .qty = { -out },
                                .value = { -value },
                                .external = true };
        canon_i64(&c, s->lot.id);
        cost += value;
    }
    if (n == 0)
        return OK;
    l[0] = (struct line){ .account = S("6111"), .dr = { cost }, .side = SIDE_EXTERNAL };
    l[1] = (struct line){ .account = S("156"), .cr = { cost } };
    struct voucher v = { .kind = S("journal"),
                         .org_id = w->org.org_id,
                         .document_on = w->on,
                         .posting_on = w->on,
                         .request_id = os_uuid7(cx->mem),
                         .prepared_by = cx_preparer(cx),
                         .memo = S("DEMO xuất kho bán hàng"),
                         .command = canon_bytes(&c),
                         .line = l,
                         .n_line = 2,
                         .move = m,
                         .n_move = n };
    TRY(voucher_post(cx, db, &v, &w->posted));
    if (!mul_div_round(cost, w->plot->margin, 100, &revenue))
        return FAILED;
    return pay(cx, db, w,
               (struct payment_in){
                   .purpose = S("sale_goods"), .amount = { revenue }, .memo = S("DEMO bán hàng trong tuần") });
}

/* Last week's sellers are paid in full, this week's wait: somebody is always owed. */
static result pay_sellers(struct cx *cx, struct db *db, struct week *w)
{
    struct creditor *c;
    int n;
    TRY(creditors(cx, db, w->org.org_id, &c, &n));
    for (int i = 0; i < n && i < 4; i++) {
        struct payable *p;
        struct payment_part part;
        int n_slip;
        TRY(payables_of(cx, db, w->org.org_id, c[i].party_id, &p, &n_slip));
        if (n_slip == 0)
            continue;
        part = (struct payment_part){ p[0].voucher_id, p[0].open };
        TRY(pay(cx, db, w,
                (struct payment_in){
                    .out = true, .purpose = S("pay_produce"), .party_id = c[i].party_id, .part = &part, .n_part = 1 }));
    }
    return pay(cx, db, w,
               (struct payment_in){ .out = true,
                                    .purpose = S("pay_expense"),
                                    .amount = { pick(w, 400, 900) * 1000 },
                                    .memo = S("DEMO điện, xăng xe") });
}

static result week_work(struct cx *cx, struct db *db, void *arg)
{
    struct week *w = arg, start = *w; /* may run again: from the same seed */
    result r = OK;
    if (w->index == w->plot->weeks - 1)
        r = capital(cx, db, w);
    if (r.ok)
        r = pay_sellers(cx, db, w);
    if (r.ok)
        r = deliver(cx, db, w);
    if (r.ok)
        r = sell(cx, db, w);
    *w = start;
    return r;
}

struct who {
    const struct plot *plot;
    struct organisation org;
    struct user user;
};

static result who_work(struct cx *cx, struct db *db, void *arg)
{
    struct who *x = arg;
    bool found;
    TRY(org_by_code(cx, db, str_of(x->plot->org), &x->org));
    return user_by_login(cx, db, str_of(x->plot->login), &x->user, &found);
}

result demo_work(struct cx *cx, struct store *s)
{
    date today = date_of_instant(cx->now_at, ZONE_VN);
    struct actor was = cx->actor;
    for (int i = 0; i < COUNT(plots); i++) {
        struct who x = { .plot = &plots[i] };
        TRY(store_read(s, cx, DB_SCOPE_ALL, who_work, &x));
        cx->actor.user_id = x.user.id;
        for (int k = plots[i].weeks - 1; k >= 0; k--) {
            struct week w = { .plot = &plots[i],
                              .org = x.org,
                              .on = date_add_days(today, -7 * k - 1),
                              .index = k,
                              .seed = (uint64_t)(i * 100 + k + 1) };
            TRY(store_write(s, cx, &x.org.org_id, 1, week_work, &w));
        }
        if (i == 0)
            TRY(files_demo(cx, s, x.org.org_id));
    }
    cx->actor = was;
    return submissions_send_demo(cx, s);
}

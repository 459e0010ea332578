/* The vouchers that the measurements post. */
#include "bench/work.h"

#include "vouchers/canon.h"

enum { PARTIES = 200, ITEMS = 12 };

static const struct voucher_kind journal = { .code = "journal", .book = "PKT", .name = "Journal voucher" };
static const struct voucher_kind weighing = { .code = "intake.delivery", .book = "PNK", .name = "Goods receipt" };
static const struct voucher_kind *const kinds[] = { &journal, &weighing };
static const struct account_row chart[] = {
    { .code = LIT("111"), .name_vi = LIT("Tiền mặt"), .name_en = LIT("Cash"), .nature = LIT("debit") },
    { .code = LIT("1111"), .parent = LIT("111"), .name_vi = LIT("VND"), .name_en = LIT("VND"), .nature = LIT("debit") },
    { .code = LIT("156"), .name_vi = LIT("Hàng hóa"), .name_en = LIT("Goods"), .nature = LIT("debit") },
    { .code = LIT("331"), .name_vi = LIT("Phải trả"), .name_en = LIT("Payable"), .nature = LIT("both") },
    { .code = LIT("5118"), .name_vi = LIT("Doanh thu"), .name_en = LIT("Revenue"), .nature = LIT("credit") },
};

static result add_orgs(struct cx *cx, struct db *db, void *arg)
{
    const int *n = arg;
    TRY(chart_load(cx, db, &(struct chart){ S("bench"), S("bench"), { 20250101 }, chart, 5 }));
    for (int i = 1; i <= *n; i++)
        TRY(org_lock_add(cx, db, i));
    return OK;
}

void work_store(struct bench *b, str url, int n_org)
{
    struct store *s;
    voucher_set_kinds(kinds, 2);
    bench_must(b, store_open(&b->cx, url, &s));
    bench_must(b, store_migrate(&b->cx, s));
    bench_must(b, store_write(s, &b->cx, NULL, 0, add_orgs, &n_org));
    store_close(s);
}

static str request_of(struct cx *cx, const struct work *w)
{
    return voucher_request_derive(cx, S("0195d3a0-0000-7000-8000-000000000000"), w->n * 1000 + w->org_id);
}

static struct voucher begin(struct cx *cx, const struct work *w, str kind, struct canon *command)
{
    canon_i64(command, w->n);
    return (struct voucher){ .kind = kind,
                             .org_id = w->org_id,
                             .document_on = { 20260201 + (int)(w->n % 28) },
                             .posting_on = { 20260201 + (int)(w->n % 28) },
                             .request_id = request_of(cx, w),
                             .prepared_by = 1,
                             .memo = S("Bán rau cho bếp ăn trường học"),
                             .command = canon_bytes(command) };
}

static result post_journal(struct cx *cx, struct db *db, struct work *w)
{
    money a = { 1000 + w->n % 7919 };
    struct line l[] = { { .account = S("1111"), .dr = a },
                        { .account = S("5118"), .cr = a, .side = SIDE_EXTERNAL, .party_id = 1 + w->n % PARTIES } };
    struct canon c = canon_new(cx->mem);
    struct voucher v = begin(cx, w, S("journal"), &c);
    v.line = l;
    v.n_line = 2;
    return voucher_post(cx, db, &v, &w->posted);
}

static result post_weighing(struct cx *cx, struct db *db, struct work *w)
{
    int64_t party = 1 + w->n % PARTIES, item = 1 + w->n % ITEMS;
    money a = { 9000 * (1 + w->n % 400) };
    qty q = { 1000 * (1 + w->n % 400) };
    struct line l[] = { { .account = S("156"), .dr = a }, { .account = S("331"), .cr = a, .party_id = party } };
    struct move m = { .item_id = item, .lot_id = w->n, .qty = q, .value = a, .external = true };
    struct event_item x[] = { { S("epc"), str_fmt(cx->mem, "urn:hoptac:lot:%d:%d", (int)w->org_id, (int)w->n), q,
                                S("KGM") } };
    struct event e = { .type = S("ObjectEvent"),
                       .action = S("ADD"),
                       .biz_step = S("receiving"),
                       .disposition = S("in_progress"),
                       .event_at = BENCH_NOW,
                       .zone_minutes = 420,
                       .read_point = S("urn:hoptac:org:1"),
                       .item = x,
                       .n_item = 1,
                       .event_id = str_fmt(cx->mem, "urn:uuid:" STR_FMT, STR_ARG(request_of(cx, w))) };
    struct use u = { party, S("sell"), q, a };
    struct canon c = canon_new(cx->mem);
    struct voucher v = begin(cx, w, S("intake.delivery"), &c);
    v.line = l, v.n_line = 2;
    v.move = &m, v.n_move = 1;
    v.event = &e, v.n_event = 1;
    v.use = &u, v.n_use = 1;
    return voucher_post(cx, db, &v, &w->posted);
}

result work_post(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return w->n % 2 ? post_weighing(cx, db, w) : post_journal(cx, db, w);
}

static result check_all(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    for (int i = 0; i < n_voucher_invariants; i++) {
        str finding[16];
        int n = 0;
        TRY(db_check_invariant(db, &voucher_invariants[i], finding, &n));
        if (n)
            return fail(cx, .kind = ERR_BUG, .code = S("bench.invariant"), .message = finding[0]);
    }
    return OK;
}

void work_check(struct bench *b, str url)
{
    struct store *s;
    bench_must(b, store_open(&b->cx, url, &s));
    bench_must(b, store_read(s, &b->cx, DB_SCOPE_ALL, check_all, NULL));
    store_close(s);
}

/* Turns an act into calls of the code under test, through the same doors as the rooms use. */
#include "tests/sim/work.h"

#include "base/hash.h"
#include "db/db_private.h"
#include "vouchers/canon.h"
#include "vouchers/voucher.h"

const char *const work_account[ACCOUNTS] = { "1111", "5118", "156", "331" };

static const struct voucher_kind journal = { .code = "journal", .book = "PKT", .name = "Journal voucher" };
static const struct voucher_kind *const kinds[] = { &journal };

void work_register(void) { voucher_set_kinds(kinds, 1); }

#define ROW(c, n)                                                                                                      \
    {                                                                                                                  \
        .code = LIT(c), .name_vi = LIT(n), .name_en = LIT(n), .nature = LIT("both")                                    \
    }
static const struct account_row chart[] = { ROW("1111", "Cash"), ROW("5118", "Revenue"), ROW("156", "Goods"),
                                            ROW("331", "Payable") };

result work_prepare(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(chart_load(cx, db, &(struct chart){ S("sim"), S("sim"), { 20250101 }, chart, ACCOUNTS }));
    for (int i = 0; i < MODEL_ORGS; i++)
        TRY(org_lock_add(cx, db, SIM_ORG_ID(i)));
    return OK;
}

int work_orgs(const struct act *a, int64_t org_id[2])
{
    org_id[0] = SIM_ORG_ID(a->org);
    org_id[1] = SIM_ORG_ID(a->other);
    return a->kind == ACT_PAIR ? 2 : 1;
}

/* ---- vouchers ---- */

static struct line *lines_of(struct cx *cx, const struct act *a)
{
    struct line *l = new (cx->mem, struct line, 2);
    bool goods = a->kind == ACT_PURCHASE || a->kind == ACT_ISSUE;
    str debit = a->kind == ACT_PURCHASE ? S("156") : goods ? S("331") : S("1111");
    str credit = a->kind == ACT_PURCHASE ? S("331") : goods ? S("156") : S("5118");
    l[0] = (struct line){ .account = debit, .dr = { a->amount }, .party_id = a->kind == ACT_ISSUE ? 7 : 0 };
    l[1] = (struct line){ .account = credit, .cr = { a->amount }, .party_id = a->kind == ACT_PURCHASE ? 7 : 0 };
    if (!goods)
        l[1].side = SIDE_EXTERNAL;
    return l;
}

static void add_goods(struct cx *cx, const struct act *a, struct voucher *v)
{
    int64_t sign = a->kind == ACT_PURCHASE ? 1 : -1;
    struct move *m = new (cx->mem, struct move, 1);
    struct event *e = new (cx->mem, struct event, 1);
    struct event_item *item = new (cx->mem, struct event_item, 1);
    struct use *u = new (cx->mem, struct use, 1);
    *m = (struct move){ .item_id = 5, .unit = UNIT_G, .qty = { sign * a->qty }, .value = { sign * a->amount } };
    m->external = true;
    *item = (struct event_item){ S("epc"), S("urn:hoptac:lot:sim"), { a->qty }, S("GRM") };
    *e = (struct event){ .type = S("ObjectEvent"), .action = S("OBSERVE"), .biz_step = S("receiving") };
    e->disposition = S("active");
    e->event_at = cx->now_at;
    e->zone_minutes = ZONE_VN;
    e->read_point = S("urn:hoptac:place:sim");
    e->item = item;
    e->n_item = 1;
    *u = (struct use){ 7, S("sell"), { a->qty }, { a->amount } };
    v->move = m, v->n_move = 1, v->event = e, v->n_event = 1, v->use = u, v->n_use = 1;
}

static struct voucher voucher_of(struct cx *cx, const struct act *a, int part)
{
    struct canon c = canon_new(cx->mem);
    canon_i64(&c, a->amount);
    struct voucher v = { .kind = S("journal"), .org_id = SIM_ORG_ID(part ? a->other : a->org) };
    v.document_on = v.posting_on = model_date(a->month);
    v.request_id = str_of(a->request[part]);
    v.memo = a->qty % 3 ? S("") : S("Bán rau cho cô Nga");
    v.command = canon_bytes(&c);
    v.line = lines_of(cx, a);
    v.n_line = 2;
    if (a->kind == ACT_PURCHASE || a->kind == ACT_ISSUE)
        add_goods(cx, a, &v);
    if (a->kind == ACT_BAD || (part == 1 && a->second_bad))
        ((struct line *)v.line)[0].dr.dong++;
    return v;
}

static void note(struct work *w, int part, const struct posted *p)
{
    w->entry[part].id = p->id;
    w->entry[part].number = p->number;
    memcpy(w->entry[part].leaf, p->leaf.b, sizeof w->entry[part].leaf);
    w->repeated[part] = p->repeated;
}

static result post(struct cx *cx, struct db *db, struct work *w, int part)
{
    struct voucher v = voucher_of(cx, w->act, part);
    struct posted p = { 0 };
    TRY(voucher_post(cx, db, &v, &p));
    note(w, part, &p);
    return OK;
}

/* ---- the acts ---- */

/* As if the failed statements had worked: what is in the transaction stays. */
static result pretend(struct cx *cx, struct db *db, struct work *w, bool tell)
{
    if (tell && cx->errors)
        w->told = str_z(cx->mem, cx->errors->code);
    cx_clear_errors(cx);
    db->failed = false;
    db->conn->trouble = TROUBLE_NONE;
    return OK;
}

static result run_pair(struct cx *cx, struct db *db, struct work *w)
{
    TRY(post(cx, db, w, 0));
    result second = post(cx, db, w, 1);
    return second.ok || w->bug != SIM_NO_ROLLBACK ? second : pretend(cx, db, w, true);
}

static result run_void(struct cx *cx, struct db *db, struct work *w)
{
    const struct act *target = &w->model->act[w->act->target];
    struct posted p = { 0 };
    struct voucher_void ask = { .org_id = SIM_ORG_ID(w->act->org), .voucher_id = target->entry[0].id };
    ask.posting_on = MODEL_VOID_ON;
    ask.reason = S("cân nhầm");
    ask.request_id = str_of(w->act->request[0]);
    TRY(voucher_void(cx, db, ask, &p));
    note(w, 0, &p);
    return OK;
}

static result run_draft(struct cx *cx, struct db *db, struct work *w)
{
    struct draft d = { .org_id = SIM_ORG_ID(w->act->org), .kind = S("journal"), .command_json = S("{}") };
    d.note = str_of(w->act->request[0]); /* how it is found again after a power cut */
    TRY(draft_save(cx, db, &d));
    w->entry[0].id = d.id;
    return OK;
}

static result run_post_draft(struct cx *cx, struct db *db, struct work *w)
{
    int64_t org_id = SIM_ORG_ID(w->act->org), draft_id = w->model->act[w->act->target].entry[0].id;
    TRY(post(cx, db, w, 0));
    if (w->repeated[0] || w->bug == SIM_NO_TRANSACTION)
        return OK;
    return draft_drop(cx, db, org_id, draft_id);
}

static result run_period(struct cx *cx, struct db *db, struct work *w)
{
    int month = date_yyyymm(model_date(w->act->month));
    str state = w->act->closing ? S("closed") : S("open");
    return period_set(cx, db, SIM_ORG_ID(w->act->org), month, state, S("kiểm tra lại"));
}

static result run_kind(struct cx *cx, struct db *db, struct work *w)
{
    switch (w->act->kind) {
    case ACT_VOID:
        return run_void(cx, db, w);
    case ACT_PAIR:
        return run_pair(cx, db, w);
    case ACT_DRAFT:
        return run_draft(cx, db, w);
    case ACT_POST_DRAFT:
        return run_post_draft(cx, db, w);
    case ACT_PERIOD:
        return run_period(cx, db, w);
    default:
        return post(cx, db, w, 0);
    }
}

result work_run(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    w->told = NULL; /* it may run more than once */
    bool broken = w->bug == SIM_IGNORED_ERROR && w->chance % 8 == 0;
    if (broken)
        db_fault.fail_statement = 1 + (int64_t)(w->chance >> 8) % 24;
    result r = run_kind(cx, db, w);
    db_fault.fail_statement = 0;
    if (!r.ok && broken && cx->errors && str_eq(cx->errors->code, S("db.fault")))
        r = pretend(cx, db, w, false);
    w->early = r.ok && w->bug == SIM_EARLY_ANSWER;
    return r;
}

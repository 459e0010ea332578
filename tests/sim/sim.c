/* The writer is driven step by step on one thread, a reader stands open beside it now and then, a second program
   checkpoints. The power goes at a random operation of the disk. Start reading at sim_run. */
#include "tests/sim/sim.h"

#include <sqlite3.h>

#include "os/os.h"
#include "os/os_sim.h"
#include "tests/sim/vfs.h"
#include "vouchers/voucher.h"

#define SIM_PATH "/sim/hoptac.db"
#define SIM_URL S("sqlite:" SIM_PATH "?vfs=sim")

enum { LIVES = 3, STEPS = 14, GROUP = 6, OPERATIONS = 700, SLOT_BYTES = 8 << 20, ERRORS_SHOWN = 400 };

/* One act on its way through the writer. */
struct slot {
    struct arena mem;
    struct cx cx;
    struct work work;
    int64_t org_id[2];
    struct write_request request;
};

struct sim {
    struct prop random;
    enum sim_bug bug;
    struct sim_tally *tally;
    struct store *store;
    struct model model;
    struct act *dropping; /* SIM_NO_TRANSACTION: its draft is dropped in the next step */
    const char *wrong;
};

/* One simulation at a time. */
static struct {
    struct arena image_mem, mem;
    struct disk_image image;
    struct slot slot[GROUP + 1];
    struct sim sim;
    char told[ERRORS_SHOWN];
} all;

static void wrong(struct sim *s, const char *what)
{
    if (!s->wrong)
        s->wrong = what;
}

static void wrong_errors(struct sim *s, const char *what, const struct cx *cx)
{
    if (s->wrong)
        return;
    const struct err *e = cx->errors;
    snprintf(all.told, sizeof all.told, "%s: " STR_FMT " " STR_FMT, what, STR_ARG(e ? e->code : S("(no error)")),
             STR_ARG(e ? e->message : S("")));
    s->wrong = all.told;
}

static struct cx fresh_cx(void)
{
    arena_reset(&all.mem, 0);
    return cx_new(&all.mem, LANG_EN, os_now());
}

/* ---- answers ---- */

static bool is_refusal(const struct cx *cx)
{
    enum err_kind k = cx_kind(cx);
    return k == ERR_INVALID || k == ERR_CONFLICT || k == ERR_NOT_FOUND;
}

static bool has_code(const struct cx *cx, const char *code)
{
    for (const struct err *e = cx->errors; e; e = e->next)
        if (str_eq(e->code, str_of(code)))
            return true;
    return false;
}

static void take_entries(struct act *a, const struct work *w)
{
    memcpy(a->entry, w->entry, sizeof a->entry);
    a->n_entry = a->kind == ACT_PAIR ? 2 : 1;
}

static void accepted(struct sim *s, struct act *a, const struct work *w)
{
    if (model_expects(&s->model, a))
        wrong(s, "what had to be refused was accepted");
    take_entries(a, w);
    const char *found = model_apply(&s->model, a, true);
    if (found)
        wrong(s, found);
    s->tally->saved++;
}

static void refused(struct sim *s, struct act *a, const struct cx *cx, const char *told)
{
    const char *code = model_expects(&s->model, a);
    if (!code || !(told ? strcmp(told, code) == 0 : has_code(cx, code)))
        wrong_errors(s, code ? code : "what had to be accepted was refused", cx);
    a->fate = ACT_REFUSED;
    s->tally->refused++;
}

static void take_answer(struct sim *s, struct slot *x)
{
    struct act *a = x->work.act;
    enum answer got = x->request.answer;
    if (!x->request.done)
        wrong(s, "a request was not answered");
    else if (got == ANSWER_DONE && x->work.told)
        refused(s, a, &x->cx, x->work.told);
    else if (got == ANSWER_DONE || x->work.early)
        accepted(s, a, &x->work);
    else if (got == ANSWER_FAILED && is_refusal(&x->cx))
        refused(s, a, &x->cx, NULL);
    else
        s->tally->uncertain++; /* a->fate stays ACT_UNCERTAIN */
    if (got == ANSWER_FAILED && cx_kind(&x->cx) == ERR_BUG)
        wrong_errors(s, "an error of ours", &x->cx);
}

/* ---- one step: a group of acts through the writer ---- */

static void name_requests(struct act *a)
{
    char bytes[256];
    struct arena mem = { .base = bytes, .cap = sizeof bytes };
    for (int i = 0; i < 2; i++) {
        arena_reset(&mem, 0);
        str u = os_uuid7(&mem);
        memcpy(a->request[i], u.s, (size_t)u.n);
    }
}

static void queue(struct sim *s, struct slot *x, struct act *a)
{
    arena_reset(&x->mem, 0);
    x->cx = cx_new(&x->mem, LANG_EN, os_now());
    x->cx.actor.local = true;
    x->work = (struct work){ .model = &s->model, .act = a, .bug = s->bug, .chance = prop_u64(&s->random) };
    x->request = (struct write_request){ .cx = &x->cx, .org_id = x->org_id, .fn = work_run, .arg = &x->work };
    x->request.n_org = work_orgs(a, x->org_id);
    writer_post(s->store, &x->request);
}

static result drop_later(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    return draft_drop(cx, db, SIM_ORG_ID(s->dropping->org), s->model.act[s->dropping->target].entry[0].id);
}

static void queue_drop(struct sim *s, struct slot *x)
{
    arena_reset(&x->mem, 0);
    x->cx = cx_new(&x->mem, LANG_EN, os_now());
    x->org_id[0] = SIM_ORG_ID(s->dropping->org);
    x->request = (struct write_request){ .cx = &x->cx, .org_id = x->org_id, .n_org = 1, .fn = drop_later, .arg = s };
    writer_post(s->store, &x->request);
}

static void step(struct sim *s)
{
    int n = 1 + prop_below(&s->random, GROUP), queued = 0;
    if (s->dropping)
        queue_drop(s, &all.slot[GROUP]);
    for (; queued < n; queued++) {
        struct act *a = model_next(&s->model, &s->random);
        if (!a)
            break;
        name_requests(a);
        queue(s, &all.slot[queued], a);
    }
    while (writer_step(s->store) > 0)
        ;
    s->dropping = NULL;
    for (int i = 0; i < queued; i++) {
        struct act *a = all.slot[i].work.act;
        take_answer(s, &all.slot[i]);
        if (s->bug == SIM_NO_TRANSACTION && a->kind == ACT_POST_DRAFT && a->fate == ACT_SAVED)
            s->dropping = a;
    }
}

/* ---- a reader beside the writer, a second program ---- */

struct count {
    int64_t n;
};
static const struct db_field count_col[] = { { "n", DB_INT, 0 } };
static const struct db_field org_param[] = { { "org_id", DB_INT, 0 } };
#define COUNT_OF(text)                                                                                                 \
    {                                                                                                                  \
        .id = -1, .name = "sim_count", .sqlite = text, .param = org_param, .n_param = 1, .col = count_col, .n_col = 1, \
        .row_size = sizeof(struct count)                                                                               \
    }
static const struct db_stmt count_vouchers = COUNT_OF("SELECT count(*) AS n FROM voucher WHERE org_id = :org_id");
static const struct db_stmt sum_stock = COUNT_OF("SELECT sum(qty) AS n FROM stock WHERE org_id = :org_id");
static const struct db_stmt count_drafts = COUNT_OF("SELECT count(*) AS n FROM draft WHERE org_id = :org_id");

static result read_while_writing(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    struct count before, after;
    int64_t org_id = 1;
    (void)cx;
    TRY(db_run_one(db, &count_vouchers, &org_id, &before, NULL));
    step(s);
    TRY(db_run_one(db, &count_vouchers, &org_id, &after, NULL));
    if (before.n != after.n)
        wrong(s, "a reader saw a commit inside its transaction");
    return OK;
}

static void checkpoint_outside(struct sim *s)
{
    static const char *const sql[] = { "PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(FULL)",
                                       "PRAGMA wal_checkpoint(TRUNCATE)" };
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(SIM_PATH, &db, SQLITE_OPEN_READWRITE, "sim") == SQLITE_OK)
        sqlite3_exec(db, sql[prop_below(&s->random, 3)], NULL, NULL, NULL);
    sqlite3_close(db);
}

static void one_of_many(struct sim *s)
{
    struct cx cx = fresh_cx();
    if (prop_below(&s->random, 8) == 0)
        checkpoint_outside(s);
    if (prop_below(&s->random, 4))
        step(s);
    else
        (void)!store_read(s->store, &cx, DB_SCOPE_ALL, read_while_writing, s).ok;
}

/* ---- after a power cut ---- */

static struct disk_faults faults_of(struct sim *s)
{
    struct disk_faults f = { .cut_in = 1 + prop_below(&s->random, OPERATIONS) };
    f.ignore_sync = s->bug == SIM_LYING_DISK;
    if (prop_below(&s->random, 2)) {
        f.fail_in = 1 + prop_below(&s->random, (int)f.cut_in);
        f.fail_for = prop_below(&s->random, 4) ? 1 + prop_below(&s->random, 4) : INT64_MAX;
        f.fail_full = prop_below(&s->random, 2);
    }
    if (prop_below(&s->random, 4) == 0)
        f.busy_permille = 20;
    return f;
}

static bool is_whole(void)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    bool ok = sqlite3_open_v2(SIM_PATH, &db, SQLITE_OPEN_READWRITE, "sim") == SQLITE_OK &&
              sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &st, NULL) == SQLITE_OK &&
              sqlite3_step(st) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0;
    sqlite3_finalize(st);
    sqlite3_close(db);
    return ok;
}

static bool open_store(struct sim *s)
{
    struct cx cx = fresh_cx();
    s->store = NULL;
    if (store_open(&cx, SIM_URL, &s->store).ok)
        return true;
    if (!disk_is_cut())
        wrong_errors(s, "the store cannot be opened", &cx);
    return false;
}

static result look_around(struct cx *cx, struct db *db, void *arg)
{
    struct count row;
    int64_t org_id = 1;
    (void)cx, (void)arg;
    return db_run_one(db, &count_vouchers, &org_id, &row, NULL);
}

/* The lights go out again while the store recovers. */
static void cut_while_recovering(struct sim *s)
{
    disk_set_faults((struct disk_faults){ .cut_in = 1 + prop_below(&s->random, 60) });
    if (open_store(s)) {
        struct cx cx = fresh_cx();
        (void)!store_read(s->store, &cx, DB_SCOPE_ALL, look_around, NULL).ok;
    }
    store_close(s->store);
    s->store = NULL;
    disk_power_on();
}

/* Was a toggle of this month to this state asked for and not clearly answered? */
static bool may_have_become(const struct model *m, int org, int month, bool closed)
{
    for (int i = 0; i < m->n; i++) {
        const struct act *a = &m->act[i];
        if (a->kind == ACT_PERIOD && a->fate == ACT_UNCERTAIN && a->org == org && a->month == month &&
            a->closing == closed)
            return true;
    }
    return false;
}

static void settle_month(struct sim *s, int org, int month, bool closed)
{
    bool *known = &s->model.org[org].closed[month];
    if (closed != *known && !may_have_become(&s->model, org, month, closed))
        wrong(s, "a month changed its state by itself");
    *known = closed;
}

static result settle_periods(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    for (int org = 0; org < MODEL_ORGS; org++) {
        struct period_state *p;
        int n;
        bool closed[MODEL_MONTHS] = { false };
        TRY(period_list(cx, db, SIM_ORG_ID(org), &p, &n));
        for (int i = 0; i < n * MODEL_MONTHS; i++)
            if (date_yyyymm(p[i / MODEL_MONTHS].first_on) == date_yyyymm(model_date(i % MODEL_MONTHS)))
                closed[i % MODEL_MONTHS] = str_eq(p[i / MODEL_MONTHS].state, S("closed"));
        for (int m = 0; m < MODEL_MONTHS; m++)
            settle_month(s, org, m, closed[m]);
    }
    return OK;
}

static const struct draft *draft_of(const struct draft *d, int n, const struct act *a)
{
    for (int i = 0; i < n; i++)
        if (str_eq(d[i].note, str_of(a->request[0])))
            return &d[i];
    return NULL;
}

static result settle_drafts(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    for (int org = 0; org < MODEL_ORGS; org++) {
        struct draft *d;
        int n;
        TRY(draft_list(cx, db, SIM_ORG_ID(org), &d, &n));
        for (int i = 0; i < s->model.n; i++) {
            struct act *a = &s->model.act[i];
            const struct draft *found = a->kind == ACT_DRAFT && a->org == org ? draft_of(d, n, a) : NULL;
            if (!found || a->fate != ACT_UNCERTAIN)
                continue;
            a->entry[0].id = found->id;
            (void)model_apply(&s->model, a, false);
        }
    }
    return OK;
}

struct question {
    int64_t org_id;
    str request_key;
};
static const struct db_field question_param[] = { { "org_id", DB_INT, offsetof(struct question, org_id) },
                                                  { "request_key", DB_TEXT, offsetof(struct question, request_key) } };
static const struct db_stmt is_there = {
    .id = -1,
    .name = "sim_is_there",
    .sqlite = "SELECT count(*) AS n FROM voucher WHERE org_id = :org_id AND request_key = :request_key",
    .param = question_param,
    .n_param = 2,
    .col = count_col,
    .n_col = 1,
    .row_size = sizeof(struct count),
};

static result look_for_uncertain(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    (void)cx;
    for (int i = 0; i < s->model.n; i++) {
        struct act *a = &s->model.act[i];
        struct question q = { SIM_ORG_ID(a->org), str_of(a->request[0]) };
        struct count row = { 0 };
        if (a->fate == ACT_UNCERTAIN && model_makes_voucher(a->kind))
            TRY(db_run_one(db, &is_there, &q, &row, NULL));
        a->there = row.n > 0;
    }
    return OK;
}

/* Asks again for what got no clear answer: afterwards it is there once, or refused by a rule. */
static void ask_again(struct sim *s, struct act *a)
{
    struct cx cx = fresh_cx();
    struct work w = { .model = &s->model, .act = a };
    int64_t org_id[2];
    cx.actor.local = true;
    result r = store_write(s->store, &cx, org_id, work_orgs(a, org_id), work_run, &w);
    s->tally->came_back += r.ok && w.repeated[0];
    if (r.ok && w.repeated[0] != a->there)
        wrong(s, "asked again, it was not what it seemed");
    if (r.ok && a->kind == ACT_PAIR && w.repeated[0] != w.repeated[1])
        wrong(s, "half a pair was there");
    if (r.ok && !w.repeated[0] && model_expects(&s->model, a))
        wrong(s, "asked again, what had to be refused was accepted");
    if (r.ok) {
        take_entries(a, &w);
        (void)model_apply(&s->model, a, false);
    } else if (is_refusal(&cx) && model_expects(&s->model, a) && has_code(&cx, model_expects(&s->model, a))) {
        a->fate = ACT_REFUSED;
    } else {
        wrong_errors(s, "asked again", &cx);
    }
}

static void settle(struct sim *s)
{
    struct cx cx = fresh_cx();
    if (!store_read(s->store, &cx, DB_SCOPE_ALL, settle_periods, s).ok ||
        !store_read(s->store, &cx, DB_SCOPE_ALL, settle_drafts, s).ok ||
        !store_read(s->store, &cx, DB_SCOPE_ALL, look_for_uncertain, s).ok)
        wrong_errors(s, "the store cannot be read", &cx);
    /* what is there came before what is asked for now, whatever the order of asking was */
    for (int there = 1; there >= 0; there--)
        for (int i = 0; i < s->model.n && !s->wrong; i++) {
            struct act *a = &s->model.act[i];
            if (a->fate == ACT_UNCERTAIN && model_makes_voucher(a->kind) && a->there == there)
                ask_again(s, a);
        }
    for (int i = 0; i < s->model.n; i++)
        if (s->model.act[i].fate == ACT_UNCERTAIN && !model_makes_voucher(s->model.act[i].kind))
            s->model.act[i].fate = ACT_REFUSED;
}

/* ---- comparing ---- */

struct row {
    int64_t id, number;
    str request_key, leaf_hash;
};
static const struct db_field row_col[] = { { "id", DB_INT, offsetof(struct row, id) },
                                           { "number", DB_INT, offsetof(struct row, number) },
                                           { "request_key", DB_TEXT, offsetof(struct row, request_key) },
                                           { "leaf_hash", DB_BLOB, offsetof(struct row, leaf_hash) } };
static const struct db_stmt vouchers_of = {
    .id = -1,
    .name = "sim_vouchers",
    .sqlite = "SELECT v.id, v.number, v.request_key, l.leaf_hash FROM voucher v "
              "JOIN log_leaf l ON l.org_id = v.org_id AND l.voucher_id = v.id WHERE v.org_id = :org_id ORDER BY v.id",
    .param = org_param,
    .n_param = 1,
    .col = row_col,
    .n_col = 4,
    .row_size = sizeof(struct row),
};

struct comparing {
    struct sim *s;
    int org;
    int64_t expected, met;
};

static result compare_row(struct cx *cx, void *arg, const void *p)
{
    struct comparing *c = arg;
    const struct row *row = p;
    (void)cx;
    c->met++;
    for (int i = 0; i < c->s->model.n; i++) {
        const struct act *a = &c->s->model.act[i];
        for (int part = 0; part < a->n_entry; part++) {
            const struct entry *e = &a->entry[part];
            if ((part ? a->other : a->org) != c->org || !str_eq(row->request_key, str_of(a->request[part])))
                continue;
            if (e->id != row->id || e->number != row->number || !str_eq(row->leaf_hash, (str){ e->leaf, 32 }))
                wrong(c->s, "a saved voucher has another number or leaf");
            return OK;
        }
    }
    wrong(c->s, "a voucher that nobody was told of");
    return OK;
}

static int64_t living_drafts(const struct model *m, int org)
{
    int64_t n = 0;
    for (int i = 0; i < m->n; i++)
        n += m->act[i].kind == ACT_DRAFT && m->act[i].org == org && m->act[i].fate == ACT_SAVED && !m->act[i].gone;
    return n;
}

static result compare_counts(struct db *db, struct comparing *c)
{
    const struct model_org *o = &c->s->model.org[c->org];
    struct count stock, drafts;
    int64_t org_id = SIM_ORG_ID(c->org);
    TRY(db_run_each(db, &vouchers_of, &org_id, compare_row, c));
    TRY(db_run_one(db, &sum_stock, &org_id, &stock, NULL));
    TRY(db_run_one(db, &count_drafts, &org_id, &drafts, NULL));
    if (c->met != o->vouchers)
        wrong(c->s, c->met < o->vouchers ? "an acknowledged voucher is lost" : "there are too many vouchers");
    if (stock.n != o->stock)
        wrong(c->s, "the stock differs");
    if (drafts.n != living_drafts(&c->s->model, c->org))
        wrong(c->s, "the drafts differ");
    return OK;
}

static result compare_balances(struct cx *cx, struct db *db, struct comparing *c)
{
    const struct model_org *o = &c->s->model.org[c->org];
    struct balance *b;
    int n;
    TRY(voucher_balances(cx, db, (struct sum_query){ SIM_ORG_ID(c->org), 202601, 202612, S("") }, &b, &n));
    for (int k = 0; k < ACCOUNTS; k++) {
        int64_t dr = 0, cr = 0;
        for (int i = 0; i < n; i++)
            if (str_eq(b[i].account, str_of(work_account[k]))) {
                dr = b[i].turn_dr.dong;
                cr = b[i].turn_cr.dong;
            }
        if (dr != o->dr[k] || cr != o->cr[k])
            wrong(c->s, "a balance differs");
    }
    return OK;
}

static result compare_invariants(struct cx *cx, struct db *db, struct sim *s)
{
    for (int i = 0; i < n_voucher_invariants; i++) {
        str finding[16];
        int n = 0;
        TRY(db_check_invariant(db, &voucher_invariants[i], finding, &n));
        if (n > 0 && !s->wrong) {
            snprintf(all.told, sizeof all.told, STR_FMT, STR_ARG(finding[0]));
            wrong(s, all.told);
        }
    }
    (void)cx;
    return OK;
}

static result verify_some(struct cx *cx, struct db *db, struct sim *s)
{
    for (int i = 0; i < 8 && s->model.n > 0; i++) {
        const struct act *a = &s->model.act[prop_below(&s->random, s->model.n)];
        if (a->fate == ACT_SAVED && a->n_entry > 0 && model_makes_voucher(a->kind))
            TRY(voucher_verify(cx, db, SIM_ORG_ID(a->org), a->entry[0].id));
    }
    return OK;
}

static result compare(struct cx *cx, struct db *db, void *arg)
{
    struct sim *s = arg;
    TRY(compare_invariants(cx, db, s));
    for (int org = 0; org < MODEL_ORGS; org++) {
        struct comparing c = { .s = s, .org = org };
        TRY(compare_counts(db, &c));
        TRY(compare_balances(cx, db, &c));
    }
    return verify_some(cx, db, s);
}

/* A request that was answered gets the first answer again. */
static void replay_some(struct sim *s)
{
    for (int i = 0; i < 5 && s->model.n > 0 && !s->wrong; i++) {
        struct act *a = &s->model.act[prop_below(&s->random, s->model.n)];
        struct work w = { .model = &s->model, .act = a };
        struct cx cx = fresh_cx();
        int64_t org_id[2];
        cx.actor.local = true;
        if (a->fate != ACT_SAVED || !model_makes_voucher(a->kind))
            continue;
        s->tally->replayed++;
        if (!store_write(s->store, &cx, org_id, work_orgs(a, org_id), work_run, &w).ok)
            wrong_errors(s, "asked once more", &cx);
        else if (!w.repeated[0] || memcmp(w.entry, a->entry, sizeof *w.entry * (size_t)a->n_entry) != 0)
            wrong(s, "asked once more, the answer is another one");
    }
}

static void check(struct sim *s)
{
    settle(s);
    struct cx cx = fresh_cx();
    if (!s->wrong && !store_read(s->store, &cx, DB_SCOPE_ALL, compare, s).ok)
        wrong_errors(s, "the store cannot be compared", &cx);
    const char *numbers = model_numbers(&s->model);
    if (numbers)
        wrong(s, numbers);
    replay_some(s);
}

/* ---- a run ---- */

static void live(struct sim *s)
{
    disk_set_faults(faults_of(s));
    for (int i = 0; i < STEPS && !disk_is_cut() && !s->wrong; i++)
        one_of_many(s);
    if (prop_below(&s->random, 6)) /* else an orderly end, if it came so far */
        disk_cut_now();
    store_close(s->store);
    s->store = NULL;
    s->dropping = NULL;
    s->tally->cuts += disk_is_cut();
    disk_power_on();
    if (prop_below(&s->random, 3) == 0)
        cut_while_recovering(s);
    if (!s->wrong && !is_whole())
        wrong(s, "the file is damaged");
}

const char *sim_run(uint64_t seed, enum sim_bug bug, struct sim_tally *tally)
{
    struct sim *s = &all.sim;
    memset(s, 0, sizeof *s);
    s->random = (struct prop){ seed, seed };
    s->bug = bug;
    s->tally = tally;
    vfs_begin(seed);
    os_sim_begin(seed);
    disk_load(&all.image);
    open_store(s);
    for (int life = 0; life < LIVES && !s->wrong; life++) {
        live(s);
        if (!s->wrong && open_store(s))
            check(s);
    }
    store_close(s->store);
    os_sim_end();
    vfs_end();
    return s->wrong;
}

static void make_image(void)
{
    struct cx cx = fresh_cx();
    struct store *store = NULL;
    vfs_begin(1);
    os_sim_begin(1);
    bool ok = store_open(&cx, SIM_URL, &store).ok && store_migrate(&cx, store).ok &&
              store_write(store, &cx, NULL, 0, work_prepare, NULL).ok;
    if (!ok && cx.errors)
        fprintf(stderr, STR_FMT "\n", STR_ARG(cx.errors->message));
    store_close(store);
    if (!ok)
        abort();
    all.image = disk_save(&all.image_mem);
    os_sim_end();
    vfs_end();
}

void sim_begin(void)
{
    bool ok = arena_init(&all.mem, ARENA_REQUEST) && arena_init(&all.image_mem, ARENA_REQUEST);
    for (int i = 0; i <= GROUP; i++)
        ok = ok && arena_init(&all.slot[i].mem, SLOT_BYTES);
    if (!ok)
        abort();
    work_register();
    make_image();
}

void sim_end(void)
{
    arena_release(&all.mem);
    arena_release(&all.image_mem);
    for (int i = 0; i <= GROUP; i++)
        arena_release(&all.slot[i].mem);
}

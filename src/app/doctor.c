/* Settings, the invariants of the spine and of every room, and each voucher against its log leaf. One finding, one
 * line. */
#include "app/doctor.h"
#include "app/app_features.h"
#include "features/trust/files/content.h"
#include "doctor.sql.h"

#include "base/json.h"
#include "cli/cli.h"

enum { FINDINGS_MAX = 1000, PER_CHECK = 10 };

struct finding {
    str check, detail;
};

struct visit {
    struct finding list[FINDINGS_MAX];
    int n, n_check;
    bool quick;
};

static void add(struct visit *v, str check, str detail)
{
    if (v->n < FINDINGS_MAX)
        v->list[v->n++] = (struct finding){ check, detail };
}

/* Errors pushed by a check become findings: doctor goes on. */
static void take_errors(struct cx *cx, struct visit *v, str check)
{
    for (const struct err *e = cx->errors; e; e = e->next)
        add(v, e->code.n ? e->code : check, e->message);
    cx_clear_errors(cx);
}

static void one_invariant(struct cx *cx, struct db *db, struct visit *v, const struct invariant *inv)
{
    str words[PER_CHECK];
    int n = 0;
    v->n_check++;
    if (!db_check_invariant(db, inv, words, &n).ok)
        take_errors(cx, v, str_of(inv->name));
    for (int i = 0; i < n; i++)
        add(v, str_of(inv->name), words[i]);
}

static result invariants_work(struct cx *cx, struct db *db, void *arg)
{
    struct visit *v = arg;
    for (int i = 0; i < n_voucher_invariants; i++)
        one_invariant(cx, db, v, &voucher_invariants[i]);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_invariants; i++)
            one_invariant(cx, db, v, &features[f]->invariants[i]);
    return OK;
}

static result verify_batch(struct cx *cx, struct db *db, struct visit *v, const struct doctor_vouchers *row, int n)
{
    for (int i = 0; i < n; i++) {
        size_t mark = arena_mark(cx->mem);
        if (voucher_verify(cx, db, row[i].org_id, row[i].id).ok)
            arena_reset(cx->mem, mark);
        else
            take_errors(cx, v, S("log.mismatch"));
    }
    return OK;
}

static result log_work(struct cx *cx, struct db *db, void *arg)
{
    struct visit *v = arg;
    struct doctor_vouchers_args next = { .n_limit = 1000 };
    struct doctor_vouchers *row;
    int n;
    v->n_check++;
    do {
        size_t mark = arena_mark(cx->mem);
        int before = v->n;
        TRY(doctor_vouchers(db, next, &row, &n));
        TRY(verify_batch(cx, db, v, row, n));
        if (n)
            next.after_org_id = row[n - 1].org_id, next.after_id = row[n - 1].id;
        if (v->n == before)
            arena_reset(cx->mem, mark);
    } while (n);
    return OK;
}

static result repair_work(struct cx *cx, struct db *db, void *arg)
{
    return voucher_rebuild_sums(cx, db, *(int64_t *)arg);
}

static result orgs_work(struct cx *cx, struct db *db, void *arg)
{
    struct doctor_orgs **row = arg;
    int n;
    (void)cx;
    return doctor_orgs(db, row, &n); /* ends with organisation 0 */
}

/* Sums only: what is derived may be made again; facts are never touched. */
static result repair(struct cx *cx, struct store *s)
{
    struct doctor_orgs *row;
    TRY(store_read(s, cx, DB_SCOPE_ALL, orgs_work, &row));
    for (; row->org_id; row++)
        TRY(store_write(s, cx, &row->org_id, 1, repair_work, &row->org_id));
    return OK;
}

static result jobs_work(struct cx *cx, struct db *db, void *arg)
{
    struct visit *v = arg;
    struct doctor_jobs *row;
    int n;
    (void)cx;
    v->n_check++;
    TRY(doctor_jobs(db, &row, &n));
    for (int i = 0; i < n; i++)
        add(v, S("job.failed"), row[i].trouble.n ? row[i].trouble : row[i].name);
    return OK;
}

static void look(struct cx *cx, struct store *s, struct visit *v)
{
    v->n_check++;
    if (!store_check_settings(cx, s).ok)
        take_errors(cx, v, S("store.settings"));
    if (!store_read(s, cx, DB_SCOPE_ALL, invariants_work, v).ok)
        take_errors(cx, v, S("invariants"));
}

static result verdict(struct cx *cx, const struct visit *v)
{
    if (v->n == 0)
        return OK;
    return fail(cx, .kind = ERR_BUG, .code = v->list[0].check,
                .message = TRF(cx, "{1} findings, the first: {2}", str_from_i64(cx->mem, v->n), v->list[0].detail));
}

result doctor_invariants(struct cx *cx, struct store *s)
{
    struct visit *v = new (cx->mem, struct visit, 1);
    look(cx, s, v);
    return verdict(cx, v);
}

result doctor_log(struct cx *cx, struct store *s)
{
    struct visit *v = new (cx->mem, struct visit, 1);
    TRY(store_read(s, cx, DB_SCOPE_ALL, log_work, v));
    return verdict(cx, v);
}

static void print_json(struct cli *c, const struct visit *v)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_member_bool(&j, S("ok"), v->n == 0);
    json_member_i64(&j, S("checks"), v->n_check);
    json_key(&j, S("findings"));
    json_begin_array(&j);
    for (int i = 0; i < v->n; i++) {
        json_begin_object(&j);
        json_member_str(&j, S("check"), v->list[i].check);
        json_member_str(&j, S("detail"), v->list[i].detail);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    cli_print(c, buf_str(&b));
}

static void print_text(struct cli *c, const struct visit *v)
{
    for (int i = 0; i < v->n; i++)
        cli_printf(c, STR_FMT ": " STR_FMT "\n", STR_ARG(v->list[i].check), STR_ARG(v->list[i].detail));
    cli_print(c, TRF(c->cx, "{1} checks, {2} findings.", str_from_i64(c->cx->mem, v->n_check),
                     str_from_i64(c->cx->mem, v->n)));
}

int cmd_doctor(struct cli *c)
{
    struct cx *cx = c->cx;
    struct visit *v = new (cx->mem, struct visit, 1);
    bool mend = cli_flag(c, "repair");
    v->quick = cli_flag(c, "quick");
    if (!cli_done(c).ok || !cli_open(c).ok)
        return cli_finish(c, FAILED);
    if (mend && !repair(cx, c->store).ok)
        return cli_finish(c, FAILED);
    look(cx, c->store, v);
    if (!store_read(c->store, cx, DB_SCOPE_ALL, jobs_work, v).ok)
        take_errors(cx, v, S("jobs"));
    if (!v->quick && !store_read(c->store, cx, DB_SCOPE_ALL, log_work, v).ok)
        take_errors(cx, v, S("log"));
    v->n_check++;
    if (!v->quick && !content_check(cx, c->store).ok)
        take_errors(cx, v, S("files"));
    if (c->json)
        print_json(c, v);
    else
        print_text(c, v);
    int code = cli_finish(c, OK);
    return code ? code : v->n ? err_exit_code(ERR_INVALID) : 0;
}

/* Turns of jobs: noted at first sight, taken by lease, settled with how it went. Jobs are idempotent: one that was cut
   off runs again when its lease has ended. Nothing here knows what a job does. */
#include "app/jobs.h"
#include "app/doctor.h"
#include "jobs.sql.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

#define MINUTE ((int64_t)60 * 1000000)
enum { LEASE_MINUTES = 30 };

struct turn {
    const struct feature_job *job;
    int64_t now;
    bool forced, taken, is_ok;
    str trouble;
};

static result note(struct db *db, const struct feature_job *j, int64_t now)
{
    return job_note(db, (struct job_note_args){ .name = str_of(j->name), .due_at = now + j->every_minutes * MINUTE });
}

static result take_work(struct cx *cx, struct db *db, void *arg)
{
    struct turn *t = arg;
    int64_t n;
    (void)cx;
    TRY(note(db, t->job, t->now));
    TRY(job_take(db,
                 (struct job_take_args){ .name = str_of(t->job->name),
                                         .now_at = t->now,
                                         .lease_until_at = t->now + LEASE_MINUTES * MINUTE,
                                         .is_forced = t->forced },
                 &n));
    t->taken = n > 0;
    return OK;
}

static result settle_work(struct cx *cx, struct db *db, void *arg)
{
    const struct turn *t = arg;
    (void)cx;
    return job_settle(db, (struct job_settle_args){ .name = str_of(t->job->name),
                                                    .due_at = t->now + t->job->every_minutes * MINUTE,
                                                    .ended_at = os_now(),
                                                    .is_ok = t->is_ok,
                                                    .trouble = t->trouble });
}

static result run_one(struct cx *cx, struct store *s, struct turn *t)
{
    TRY(store_write(s, cx, NULL, 0, take_work, t));
    if (!t->taken)
        return OK;
    t->is_ok = t->job->run(cx, s).ok && !cx->n_errors;
    if (cx->errors)
        t->trouble = str_fmt(cx->mem, "%s: " STR_FMT, t->job->name, STR_ARG(cx->errors->message));
    cx_clear_errors(cx);
    return store_write(s, cx, NULL, 0, settle_work, t);
}

result jobs_run(struct cx *cx, struct store *s, const struct feature_job *const *job, int n, str forced, int *n_run)
{
    *n_run = 0;
    for (int i = 0; i < n; i++) {
        size_t mark = arena_mark(cx->mem);
        struct turn t = { .job = job[i], .now = cx->now_at, .forced = str_eq(forced, str_of(job[i]->name)) };
        if (forced.n && !t.forced)
            continue;
        TRY(run_one(cx, s, &t));
        *n_run += t.taken;
        arena_reset(cx->mem, mark);
    }
    return OK;
}

/* The program's own: what doctor looks at, without being asked. */
static const struct feature_job own[] = {
    { "doctor.invariants", 24 * 60, doctor_invariants },
    { "doctor.log", 7 * 24 * 60, doctor_log },
};

int jobs_of_features(struct cx *cx, const struct feature_job *const **out)
{
    int n = COUNT(own), k = 0;
    for (int f = 0; f < n_features; f++)
        n += features[f]->n_jobs;
    const struct feature_job **list = new (cx->mem, const struct feature_job *, n);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_jobs; i++)
            list[k++] = &features[f]->jobs[i];
    for (int i = 0; i < COUNT(own); i++)
        list[k++] = &own[i];
    *out = list;
    return n;
}

static result note_work(struct cx *cx, struct db *db, void *arg)
{
    const struct feature_job *const *job;
    int n = jobs_of_features(cx, &job);
    (void)arg;
    for (int i = 0; i < n; i++)
        TRY(note(db, job[i], cx->now_at));
    return OK;
}

result jobs_note(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, note_work, NULL); }

/* ---- the command ---- */

struct listing {
    struct job_all *row;
    int n;
};

static result all_work(struct cx *cx, struct db *db, void *arg)
{
    struct listing *l = arg;
    (void)cx;
    return job_all(db, &l->row, &l->n);
}

static void print_json(struct cli *c, const struct listing *l)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_array(&j);
    for (int i = 0; i < l->n; i++) {
        const struct job_all *r = &l->row[i];
        json_begin_object(&j);
        json_member_str(&j, S("name"), r->name);
        json_member_str(&j, S("due_at"), instant_iso(c->cx->mem, r->due_at));
        json_member_str(&j, S("ended_at"), r->ended_at ? instant_iso(c->cx->mem, r->ended_at) : S(""));
        json_member_bool(&j, S("ok"), r->is_ok);
        json_member_str(&j, S("trouble"), r->trouble);
        json_end_object(&j);
    }
    json_end_array(&j);
    cli_print(c, buf_str(&b));
}

static void print_text(struct cli *c, const struct listing *l)
{
    struct cx *cx = c->cx;
    for (int i = 0; i < l->n; i++) {
        const struct job_all *r = &l->row[i];
        str last = r->ended_at ? instant_text(cx->mem, r->ended_at, ZONE_VN) : S("-");
        cli_print(c, TRF(cx, "{1}: due {2}, last run {3}. {4}", r->name, instant_text(cx->mem, r->due_at, ZONE_VN),
                         last, r->is_ok ? S("") : r->trouble));
    }
}

static int show(struct cli *c)
{
    struct listing l = { 0 };
    result r = store_read(c->store, c->cx, DB_SCOPE_ALL, all_work, &l);
    if (r.ok && c->json)
        print_json(c, &l);
    else if (r.ok)
        print_text(c, &l);
    return cli_finish(c, r);
}

int cmd_jobs(struct cli *c) { return cli_done(c).ok && cli_open(c).ok ? show(c) : cli_finish(c, FAILED); }

int cmd_jobs_run(struct cli *c)
{
    const struct feature_job *const *job;
    str name = cli_positional(c, "NAME");
    int n_run = 0;
    if (!cli_done(c).ok || !cli_open(c).ok)
        return cli_finish(c, FAILED);
    int n = jobs_of_features(c->cx, &job);
    result r = jobs_run(c->cx, c->store, job, n, name, &n_run);
    if (r.ok && n_run == 0)
        r = fail(c->cx, .kind = ERR_NOT_FOUND, .code = S("job.none"), .field = S("name"),
                 .message = TRF(c->cx, "There is no job {1}, or it is running now.", name));
    return r.ok ? show(c) : cli_finish(c, r);
}

/* Sending what waits: take subscriptions by lease, send the first message of each at once, settle, until nothing is
   left or the time is over. A message may arrive twice (power cut between the answer and the settling), never out of
   order. */
#include "features/people/identity/identity.h"
#include "features/trust/hooks/hooks_parts.h"
#include "hooks.sql.h"

#include "os/os.h"
#include "os/send.h"

enum { SECONDS_EACH = 10, JOB_SECONDS = 50, DONE_DAYS = 30, GIVEN_UP_DAYS = 90 };
#define LEASE (180 * HOOK_SECOND)
#define OLD_SECRET_GOOD HOOK_DAY /* after a new one was made */

/* One subscription while it is being sent to. */
struct flight {
    struct hook_due to;
    struct hook_head head;
    bool is_flying, is_over; /* a message is on its way; nothing more this time */
    bool was_taken;
    int64_t wait;
};

struct run {
    struct cx *cx;
    struct hook_sending *ask;
    struct hook_key key;
    struct network *net;
    int n_net;
    struct flight *f;
    int n;
    struct send *send; /* of those flying, in order */
    int n_send;
    int64_t begun, now; /* monotonic; now: instant of this round */
};

static int64_t now_of(const struct run *r) { return r->cx->now_at + os_monotonic() - r->begun; }

/* ---- taking ---- */

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    struct hook_due *row;
    TRY(hook_networks_read(cx, db, &r->net, &r->n_net));
    TRY(hook_due(
        db,
        (struct hook_due_args){
            .now_at = r->now, .only_org_id = r->ask->org_id, .only_hook_id = r->ask->hook_id, .limit = SEND_AT_ONCE },
        &row, &r->n));
    r->f = new (cx->mem, struct flight, r->n + 1);
    for (int i = 0; i < r->n; i++)
        r->f[i].to = row[i];
    return OK;
}

/* The organisations of all flights, ascending, once each. */
static int orgs_of(const struct run *r, int64_t *org)
{
    int n = 0;
    for (int i = 0; i < r->n; i++) {
        int at = 0;
        while (at < n && org[at] < r->f[i].to.org_id)
            at++;
        if (at < n && org[at] == r->f[i].to.org_id)
            continue;
        memmove(org + at + 1, org + at, sizeof *org * (size_t)(n - at));
        org[at] = r->f[i].to.org_id;
        n++;
    }
    return n;
}

static result write_for_all(struct store *s, struct run *r, db_work_fn work)
{
    int64_t org[SEND_AT_ONCE];
    int n = orgs_of(r, org);
    return n ? store_write(s, r->cx, org, n, work, r) : OK;
}

static result lease_work(struct cx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    (void)cx;
    for (int i = 0; i < r->n; i++) {
        int64_t changed;
        TRY(hook_lease(db,
                       (struct hook_lease_args){ .lease_until_at = r->now + LEASE,
                                                 .org_id = r->f[i].to.org_id,
                                                 .id = r->f[i].to.hook_id,
                                                 .now_at = r->now },
                       &changed));
        r->f[i].is_over = changed == 0;
        r->f[i].was_taken = changed != 0;
    }
    return OK;
}

static result release_work(struct cx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    (void)cx;
    for (int i = 0; i < r->n; i++)
        if (r->f[i].was_taken)
            TRY(hook_release(db, (struct hook_release_args){ .org_id = r->f[i].to.org_id, .id = r->f[i].to.hook_id }));
    return OK;
}

/* ---- one round ---- */

static result heads_work(struct cx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    (void)cx;
    for (int i = 0; i < r->n; i++) {
        struct flight *f = &r->f[i];
        bool found;
        if (f->is_over)
            continue;
        TRY(hook_head(db, (struct hook_head_args){ .org_id = f->to.org_id, .hook_id = f->to.hook_id }, &f->head,
                      &found));
        f->is_flying = found;
        f->is_over = !found;
    }
    return OK;
}

static bool may(void *arg, const struct address *a)
{
    const struct run *r = arg;
    return hook_may_connect(r->net, r->n_net, a);
}

static str signature_of(struct run *r, const struct hook_due *to, str body)
{
    struct arena *mem = r->cx->mem;
    const int64_t who[] = { to->org_id, to->hook_id };
    str secret[2] = { hook_secret(mem, &r->key, who, to->secret_no) };
    int n = 1;
    if (to->secret_no > 1 && r->now < to->rotated_at + OLD_SECRET_GOOD)
        secret[n++] = hook_secret(mem, &r->key, who, to->secret_no - 1);
    return hook_signature(mem, r->now / HOOK_SECOND, body, secret, n);
}

static struct send send_of(struct run *r, const struct flight *f)
{
    struct arena *mem = r->cx->mem;
    const struct hook_head *m = &f->head;
    str body = hook_body(mem, &(struct hook_message){ .org_id = f->to.org_id,
                                                      .id = m->id,
                                                      .subject_id = m->subject_id,
                                                      .happened_at = m->happened_at,
                                                      .org_code = f->to.code,
                                                      .event = m->event,
                                                      .subject = m->subject,
                                                      .detail = m->detail,
                                                      .is_demo = f->to.is_demo });
    str *header = new (mem, str, 4);
    header[0] = S("Content-Type: application/json");
    header[1] = str_fmt(mem, "Hoptac-Event: " STR_FMT, STR_ARG(m->event));
    header[2] = str_fmt(mem, "Hoptac-Delivery: %lld-%lld", (long long)f->to.org_id, (long long)m->id);
    header[3] = str_fmt(mem, "Hoptac-Signature: " STR_FMT, STR_ARG(signature_of(r, &f->to, body)));
    return (struct send){ .url = f->to.url, .body = body, .header = header, .n_header = 4, .may = may, .arg = r };
}

static result settle_one(struct db *db, const struct run *r, struct flight *f, const struct send *s)
{
    bool good = s->status >= 200 && s->status < 300;
    str trouble = str_of(s->trouble);
    str state = good ? S("done") : r->now >= f->head.retry_until_at ? S("given_up") : S("waiting");
    TRY(hook_delivery_settle(db, (struct hook_delivery_settle_args){ .state = state,
                                                                     .tried_at = r->now,
                                                                     .answer_status = s->status,
                                                                     .trouble = trouble,
                                                                     .org_id = f->to.org_id,
                                                                     .id = f->head.id }));
    if (!good)
        TRY(hook_delivery_expire(db, (struct hook_delivery_expire_args){
                                         .org_id = f->to.org_id, .hook_id = f->to.hook_id, .now_at = r->now }));
    return hook_settle(db, (struct hook_settle_args){ .n_failed = good ? 0 : f->to.n_failed + 1,
                                                      .due_at = good ? 0 : r->now + f->wait,
                                                      .last_at = r->now,
                                                      .last_status = s->status,
                                                      .last_trouble = trouble,
                                                      .org_id = f->to.org_id,
                                                      .id = f->to.hook_id });
}

static result settle_work(struct cx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    int k = 0;
    (void)cx;
    for (int i = 0; i < r->n; i++)
        if (r->f[i].is_flying)
            TRY(settle_one(db, r, &r->f[i], &r->send[k++]));
    return OK;
}

/* After the transaction: what it wrote may have been written twice, this is counted once. */
static void land(struct run *r)
{
    int k = 0;
    for (int i = 0; i < r->n; i++) {
        struct flight *f = &r->f[i];
        if (!f->is_flying)
            continue;
        const struct send *s = &r->send[k++];
        bool good = s->status >= 200 && s->status < 300;
        f->is_over = !good;
        f->is_flying = false;
        r->ask->n_sent += good;
        r->ask->n_failed += !good;
    }
}

static result round_of(struct store *s, struct run *r)
{
    r->now = now_of(r);
    TRY(store_read(s, r->cx, DB_SCOPE_ALL, heads_work, r));
    r->n_send = 0;
    r->send = new (r->cx->mem, struct send, r->n + 1);
    for (int i = 0; i < r->n; i++) {
        uint32_t random;
        if (!r->f[i].is_flying)
            continue;
        os_random(&random, sizeof random);
        r->f[i].wait = hook_wait(r->f[i].to.n_failed + 1, random);
        r->send[r->n_send++] = send_of(r, &r->f[i]);
    }
    if (!r->n_send)
        return OK;
    TRY(send_all(r->cx, r->send, r->n_send, r->ask->answer_seconds ? r->ask->answer_seconds : SECONDS_EACH));
    r->now = now_of(r);
    TRY(write_for_all(s, r, settle_work));
    land(r);
    return OK;
}

result hook_send(struct cx *cx, struct store *s, struct hook_sending *io)
{
    struct run r = { .cx = cx, .ask = io, .begun = os_monotonic() };
    result done = OK;
    r.now = cx->now_at;
    TRY(store_read(s, cx, DB_SCOPE_ALL, find_work, &r));
    if (!r.n)
        return OK;
    TRY(hook_key_get(cx, s, &r.key));
    TRY(write_for_all(s, &r, lease_work));
    do {
        size_t mark = arena_mark(cx->mem);
        done = round_of(s, &r);
        if (done.ok)
            arena_reset(cx->mem, mark);
    } while (done.ok && r.n_send && os_monotonic() - r.begun < io->seconds * HOOK_SECOND);
    return write_for_all(s, &r, release_work).ok ? done : FAILED;
}

/* ---- jobs ---- */

/* More than fit into one run: the next ones, while there is time. */
result hook_job(struct cx *cx, struct store *s)
{
    struct hook_sending all = { .seconds = JOB_SECONDS };
    return hook_send(cx, s, &all);
}

struct forgetting {
    struct hook_old_orgs *org;
    int n;
    int64_t org_id;
};

static result old_work(struct cx *cx, struct db *db, void *arg)
{
    struct forgetting *f = arg;
    return hook_old_orgs(db,
                         (struct hook_old_orgs_args){ .done_before_at = cx->now_at - DONE_DAYS * HOOK_DAY,
                                                      .given_up_before_at = cx->now_at - GIVEN_UP_DAYS * HOOK_DAY },
                         &f->org, &f->n);
}

static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    const struct forgetting *f = arg;
    return hook_forget(db, (struct hook_forget_args){ .org_id = f->org_id,
                                                      .done_before_at = cx->now_at - DONE_DAYS * HOOK_DAY,
                                                      .given_up_before_at = cx->now_at - GIVEN_UP_DAYS * HOOK_DAY });
}

result hook_job_forget(struct cx *cx, struct store *s)
{
    struct forgetting f = { 0 };
    TRY(store_read(s, cx, DB_SCOPE_ALL, old_work, &f));
    for (int i = 0; i < f.n; i++) {
        f.org_id = f.org[i].org_id;
        TRY(store_write(s, cx, &f.org_id, 1, forget_work, &f));
    }
    return OK;
}

/* Stores: the pool of reading connections, the one writer of SQLite with its group commit, and running a work again
   when the transaction under it was lost. Start reading at store_write.

   A work runs between `begin` and `commit` with the caller's cx; everything else that can fail here speaks to a scratch
   cx and is told to the caller afterwards, on his own thread: his arena may be full, and a longjmp must never cross
   threads. */
#include "db/db_private.h"

#include "os/os.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>

enum { MAX_IDLE = 64, STORE_ARENA = 1 << 20, SCRATCH_ARENA = 1 << 20, ATTEMPTS = 4, MAX_LOCKS = 64 };

struct store {
    const struct backend *backend;
    struct arena mem;
    str url, files;
    pthread_mutex_t lock; /* idle connections, queue */
    struct conn *idle[MAX_IDLE];
    int n_idle;

    pthread_mutex_t write_lock; /* single_writer: whoever uses `writer` */
    struct conn *writer;
    struct arena scratch; /* under write_lock */

    pthread_mutex_t watch_lock;
    struct conn *watch; /* never writes, so that its data_version sees every commit of others */

    pthread_cond_t queued;
    struct write_request *head, **tail;
    pthread_t thread;
    bool running, stop;
};

static _Thread_local bool in_write; /* a work that writes must not call store_write: it would wait for itself */

/* ---- opening and the pool ---- */

static void store_release(struct store *s)
{
    for (int i = 0; i < s->n_idle; i++)
        s->backend->close(s->idle[i]);
    if (s->watch)
        s->backend->close(s->watch);
    if (s->writer)
        s->backend->close(s->writer);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->write_lock);
    pthread_mutex_destroy(&s->watch_lock);
    pthread_cond_destroy(&s->queued);
    arena_release(&s->scratch);
    struct arena mem = s->mem;
    arena_release(&mem);
}

static bool is_postgres(str url) { return str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")); }

result store_open(struct cx *cx, str url, struct store **out)
{
    struct arena mem, scratch;
    if (!arena_init(&mem, STORE_ARENA))
        return fail(cx, .kind = ERR_BUSY, .code = S("memory.full"), .message = tr(cx, "Not enough memory for this."));
    if (!arena_init(&scratch, SCRATCH_ARENA)) {
        arena_release(&mem);
        return fail(cx, .kind = ERR_BUSY, .code = S("memory.full"), .message = tr(cx, "Not enough memory for this."));
    }
    struct store *s = new (&mem, struct store, 1);
    s->backend = is_postgres(url) ? &backend_postgres : &backend_sqlite;
    s->url = str_dup(&mem, url);
    str file = str_cut(str_starts(url, S("sqlite:")) ? str_sub(url, 7, url.n) : url, '?').head;
    s->files = is_postgres(url) ? S("var/files") : str_fmt(&mem, STR_FMT ".files", STR_ARG(file));
    s->mem = mem;
    s->scratch = scratch;
    s->tail = &s->head;
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->write_lock, NULL);
    pthread_mutex_init(&s->watch_lock, NULL);
    pthread_cond_init(&s->queued, NULL);
    /* the writing connection comes first: on SQLite it makes the file and puts it into WAL */
    bool ok = !s->backend->single_writer || s->backend->connect(cx, s->url, CONN_WRITE, &s->writer).ok;
    if (!ok || !schema_not_newer(cx, s).ok) {
        store_release(s);
        return FAILED;
    }
    *out = s;
    return OK;
}

enum store_kind store_kind(const struct store *s) { return s->backend->kind; }
str store_files(const struct store *s) { return s->files; }
void store_set_files(struct store *s, str folder) { s->files = str_dup(&s->mem, folder); }

static result take_conn(struct cx *cx, struct store *s, enum conn_role role, struct conn **out)
{
    *out = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->n_idle)
        *out = s->idle[--s->n_idle];
    pthread_mutex_unlock(&s->lock);
    return *out ? OK : s->backend->connect(cx, s->url, role, out);
}

static void give_conn(struct store *s, struct conn *c)
{
    bool kept = false;
    pthread_mutex_lock(&s->lock);
    if (!c->broken && s->n_idle < MAX_IDLE) {
        s->idle[s->n_idle++] = c;
        kept = true;
    }
    pthread_mutex_unlock(&s->lock);
    if (!kept)
        s->backend->close(c);
}

/* ---- a work, fenced ---- */

static void remember(struct write_request *r)
{
    r->mark = arena_mark(r->cx->mem);
    r->errors = r->cx->errors;
    r->tail = r->cx->tail;
    r->n_errors = r->cx->n_errors;
}

/* As if the work had never run. */
static void forget(struct write_request *r)
{
    r->cx->errors = r->errors;
    r->cx->tail = r->tail;
    r->cx->n_errors = r->n_errors;
    if (r->tail)
        *r->tail = NULL;
    arena_reset(r->cx->mem, r->mark);
    r->answer = ANSWER_DONE;
    r->detail[0] = 0;
}

static result lock_orgs(struct db *db, const int64_t *org_id, int n)
{
    const struct backend *b = db->conn->backend;
    str ticket = n && b->ticket ? b->ticket(db->conn, db->cx->mem, org_id, n) : S("");
    int64_t last = INT64_MIN;
    for (int done = 0; done < n;) { /* ascending without a copy: n is one or two */
        int64_t next = INT64_MAX;
        int same = 0;
        for (int i = 0; i < n; i++)
            if (org_id[i] > last && org_id[i] <= next) {
                same = org_id[i] == next ? same + 1 : 1;
                next = org_id[i];
            }
        TRY(db_lock_one(db, next, ticket));
        last = next;
        done += same;
    }
    return OK;
}

static result locked_work(struct write_request *r, struct db *db)
{
    if (db->write)
        TRY(lock_orgs(db, r->org_id, r->n_org));
    TRY(r->fn(r->cx, db, r->arg));
    return db->failed ? FAILED : OK;
}

/* Runs the work; a full arena ends only this work. The only setjmp of the store: no frame below survives it. */
static enum answer fenced(struct write_request *r, struct db *db)
{
    jmp_buf full, *outer = r->cx->mem->oom;
    volatile enum answer a = ANSWER_MEMORY;
    if (setjmp(full) == 0) {
        r->cx->mem->oom = &full;
        a = locked_work(r, db).ok ? ANSWER_DONE : ANSWER_FAILED;
    }
    r->cx->mem->oom = outer;
    if (a == ANSWER_MEMORY)
        forget(r);
    return a;
}

static enum answer run_work(struct write_request *r, struct conn *c, bool write)
{
    struct db db = { .cx = r->cx, .conn = c, .write = write };
    bool outer = in_write;
    int before = db_statement_count;
    in_write = in_write || write;
    r->answer = fenced(r, &db);
    in_write = outer;
    r->statements += db_statement_count - before;
    return r->answer;
}

/* ---- one work in a transaction of its own ---- */

/* Keeps the first words of the scratch cx for the caller. */
static enum answer control_failed(struct write_request *r, const struct cx *scratch, const struct conn *c)
{
    if (scratch->errors)
        snprintf(r->detail, sizeof r->detail, STR_FMT, STR_ARG(scratch->errors->message));
    switch (c ? c->trouble : TROUBLE_LOST) {
    case TROUBLE_RETRY:
        return ANSWER_BUSY;
    case TROUBLE_UNKNOWN:
        return ANSWER_UNKNOWN;
    default:
        return ANSWER_LOST;
    }
}

static void lose_answer(struct conn *c)
{
    if (db_fault.lose_commit_answer) {
        db_fault.lose_commit_answer = false;
        c->trouble = TROUBLE_UNKNOWN;
    }
}

static enum answer run_alone(struct write_request *r, struct conn *c, struct arena *scratch)
{
    arena_reset(scratch, 0);
    struct cx own = cx_new(scratch, r->cx->lang, r->cx->now_at);
    if (!c->backend->begin_write(&own, c).ok)
        return control_failed(r, &own, c);
    enum answer a = run_work(r, c, true);
    if (a != ANSWER_DONE) {
        enum trouble t = c->trouble;
        c->backend->rollback(c);
        c->trouble = t;
        return a;
    }
    if (!c->backend->commit(&own, c).ok)
        return control_failed(r, &own, c);
    lose_answer(c);
    return c->trouble == TROUBLE_UNKNOWN ? ANSWER_UNKNOWN : ANSWER_DONE;
}

/* ---- the writer of SQLite: many works in one transaction ---- */

struct group {
    struct write_request *r[WRITER_GROUP];
    int n, kept;
};

static bool is_lost(struct conn *c)
{
    return c->trouble == TROUBLE_LOST || c->trouble == TROUBLE_RETRY || !c->backend->in_transaction(c);
}

/* False: the transaction under the whole group is gone. */
static bool run_in_group(struct write_request *r, struct conn *c, struct cx *scratch)
{
    const struct backend *b = c->backend;
    if (!b->savepoint(scratch, c).ok)
        return false;
    enum answer a = run_work(r, c, true);
    if (a == ANSWER_DONE)
        return b->release(scratch, c).ok;
    if (is_lost(c))
        return false;
    c->trouble = TROUBLE_NONE;
    return b->rollback_to(scratch, c).ok;
}

static bool run_group(struct group *g, struct conn *c, struct arena *scratch)
{
    struct cx own = cx_new(scratch, LANG_EN, g->r[0]->cx->now_at);
    arena_reset(scratch, 0);
    if (!c->backend->begin_write(&own, c).ok) {
        /* another process holds the lock and we have waited long: each alone would wait as long again */
        for (int i = 0; i < g->n; i++)
            g->r[i]->answer = ANSWER_BUSY;
        return c->trouble == TROUBLE_RETRY;
    }
    for (int i = 0; i < g->n; i++) {
        if (!run_in_group(g->r[i], c, &own)) {
            c->backend->rollback(c);
            return false;
        }
        g->kept += g->r[i]->answer == ANSWER_DONE;
    }
    if (g->kept == 0) {
        c->backend->rollback(c);
        return true;
    }
    return c->backend->commit(&own, c).ok; /* failing, it has rolled back */
}

static void answer(struct write_request *r)
{
    sem_t *wake = r->wake;
    r->done = true;
    if (wake)
        sem_post(wake); /* r is gone from here on */
}

static int take_group(struct store *s, struct group *g)
{
    pthread_mutex_lock(&s->lock);
    while (s->head && g->n < WRITER_GROUP) {
        g->r[g->n++] = s->head;
        s->head = s->head->next;
    }
    if (!s->head)
        s->tail = &s->head;
    pthread_mutex_unlock(&s->lock);
    return g->n;
}

void writer_post(struct store *s, struct write_request *r)
{
    r->next = NULL;
    r->done = false;
    remember(r);
    pthread_mutex_lock(&s->lock);
    *s->tail = r;
    s->tail = &r->next;
    pthread_cond_signal(&s->queued);
    pthread_mutex_unlock(&s->lock);
}

/* A connection whose transaction cannot be ended is replaced. */
static bool writer_usable(struct store *s, struct arena *scratch)
{
    struct cx own = cx_new(scratch, LANG_EN, 0);
    if (s->writer && !s->writer->broken)
        return true;
    arena_reset(scratch, 0);
    if (s->writer)
        s->backend->close(s->writer);
    s->writer = NULL;
    return s->backend->connect(&own, s->url, CONN_WRITE, &s->writer).ok;
}

static void run_again(struct store *s, struct group *g)
{
    for (int i = 0; i < g->n; i++) {
        forget(g->r[i]);
        g->r[i]->answer = writer_usable(s, &s->scratch) ? run_alone(g->r[i], s->writer, &s->scratch) : ANSWER_LOST;
    }
}

int writer_step(struct store *s)
{
    struct group g = { 0 };
    if (take_group(s, &g) == 0)
        return 0;
    pthread_mutex_lock(&s->write_lock);
    if (!writer_usable(s, &s->scratch) || !run_group(&g, s->writer, &s->scratch))
        run_again(s, &g);
    pthread_mutex_unlock(&s->write_lock);
    for (int i = 0; i < g.n; i++)
        answer(g.r[i]);
    return g.n;
}

static void *writer_main(void *arg)
{
    struct store *s = arg;
    for (;;) {
        pthread_mutex_lock(&s->lock);
        while (!s->head && !s->stop)
            pthread_cond_wait(&s->queued, &s->lock);
        bool end = !s->head && s->stop;
        pthread_mutex_unlock(&s->lock);
        if (end)
            return NULL;
        writer_step(s);
    }
}

result store_start_writer(struct cx *cx, struct store *s)
{
    if (!s->backend->single_writer || s->running)
        return OK;
    if (pthread_create(&s->thread, NULL, writer_main, s) != 0)
        return fail(cx, .kind = ERR_ENV, .code = S("db.thread"), .message = tr(cx, "Not enough memory for this."));
    s->running = true;
    return OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->running) {
        pthread_mutex_lock(&s->lock);
        s->stop = true;
        pthread_cond_signal(&s->queued);
        pthread_mutex_unlock(&s->lock);
        pthread_join(s->thread, NULL);
    }
    assert(!s->head);
    store_release(s);
}

/* ---- writing ---- */

result writer_result(const struct write_request *r)
{
    struct cx *cx = r->cx;
    str detail = str_of(r->detail);
    switch (r->answer) {
    case ANSWER_DONE:
        return OK;
    case ANSWER_FAILED:
        if (cx->n_errors > r->n_errors)
            return FAILED;
        return fail(cx, .kind = ERR_BUG, .code = S("db.no_reason"),
                    .message = tr(cx, "The change was refused without a reason."));
    case ANSWER_MEMORY:
        return fail(cx, .kind = ERR_BUSY, .code = S("memory.full"), .message = tr(cx, "Not enough memory for this."));
    case ANSWER_BUSY:
        return fail(cx, .kind = ERR_BUSY, .code = S("db.busy"),
                    .message = tr(cx, "The database is busy. Try again in a moment."));
    case ANSWER_UNKNOWN:
        return fail(cx, .kind = ERR_BUSY, .code = S("db.unknown"),
                    .message = tr(cx, "It is not known whether this was saved."),
                    .hint = tr(cx, "Send it again: nothing is recorded twice."));
    default:
        return fail(cx, .kind = ERR_ENV, .code = S("db.lost"),
                    .message = TRF(cx, "Nothing of this was saved: {1}", detail));
    }
}

static void write_queued(struct store *s, struct write_request *r)
{
    sem_t wake;
    sem_init(&wake, 0, 0);
    r->wake = &wake;
    writer_post(s, r);
    while (sem_wait(&wake) != 0)
        ; /* a signal woke us */
    sem_destroy(&wake);
    db_statement_count += r->statements;
}

static void write_single(struct store *s, struct write_request *r)
{
    remember(r);
    pthread_mutex_lock(&s->write_lock);
    r->answer = writer_usable(s, &s->scratch) ? run_alone(r, s->writer, &s->scratch) : ANSWER_LOST;
    pthread_mutex_unlock(&s->write_lock);
}

static bool worth_again(const struct conn *c, enum answer a)
{
    return a != ANSWER_DONE && a != ANSWER_UNKNOWN && (c->trouble == TROUBLE_RETRY || c->trouble == TROUBLE_LOST);
}

/* Many writers: the database orders them, and may ask to run again. */
static void write_pooled(struct store *s, struct write_request *r)
{
    struct arena scratch;
    bool again = arena_init(&scratch, SCRATCH_ARENA);
    remember(r);
    r->answer = ANSWER_MEMORY;
    for (int i = 0; again && i < ATTEMPTS; i++) {
        struct cx own = cx_new(&scratch, r->cx->lang, r->cx->now_at);
        struct conn *c;
        forget(r);
        if (!take_conn(&own, s, CONN_WRITE, &c).ok) {
            r->answer = control_failed(r, &own, NULL);
            break;
        }
        r->answer = run_alone(r, c, &scratch);
        again = worth_again(c, r->answer);
        give_conn(s, c);
    }
    arena_release(&scratch);
}

result store_write(struct store *s, struct cx *cx, const int64_t *org_id, int n_org, db_work_fn fn, void *arg)
{
    struct write_request r = { .cx = cx, .org_id = org_id, .n_org = n_org, .fn = fn, .arg = arg };
    if (in_write)
        return fail(cx, .kind = ERR_BUG, .code = S("db.nested"),
                    .message = tr(cx, "A change was begun inside another."));
    if (s->running)
        write_queued(s, &r);
    else if (s->backend->single_writer)
        write_single(s, &r);
    else
        write_pooled(s, &r);
    return writer_result(&r);
}

/* ---- reading ---- */

static enum answer read_once(struct store *s, struct write_request *r, int64_t scope_id, bool *again)
{
    struct conn *c;
    *again = false;
    if (!take_conn(r->cx, s, CONN_READ, &c).ok)
        return ANSWER_FAILED;
    bool begun = s->backend->begin_read(r->cx, c, scope_id).ok;
    enum answer a = begun ? run_work(r, c, false) : ANSWER_FAILED;
    if (begun)
        s->backend->end_read(c);
    /* an idle connection may have died; nothing was read yet */
    *again = !begun && c->broken;
    give_conn(s, c);
    return a;
}

result store_read(struct store *s, struct cx *cx, int64_t scope_id, db_work_fn fn, void *arg)
{
    struct write_request r = { .cx = cx, .fn = fn, .arg = arg };
    bool again = true;
    remember(&r);
    for (int i = 0; again && i < ATTEMPTS; i++) {
        if (i)
            forget(&r);
        r.answer = read_once(s, &r, scope_id, &again);
    }
    return writer_result(&r);
}

/* ---- the rest ---- */

/* The watching connection; NULL when it cannot be had. Under watch_lock. */
static struct conn *watch_conn(struct store *s)
{
    struct arena mem;
    if (s->watch && !s->watch->broken)
        return s->watch;
    if (s->watch)
        s->backend->close(s->watch);
    s->watch = NULL;
    if (!arena_init(&mem, SCRATCH_ARENA))
        return NULL;
    struct cx cx = cx_new(&mem, LANG_EN, 0);
    bool ok = s->backend->connect(&cx, s->url, CONN_READ, &s->watch).ok;
    arena_release(&mem);
    return ok ? s->watch : NULL;
}

int64_t store_data_version(struct store *s)
{
    pthread_mutex_lock(&s->watch_lock);
    struct conn *c = watch_conn(s);
    int64_t v = c ? s->backend->data_version(c) : -1;
    pthread_mutex_unlock(&s->watch_lock);
    return v;
}

result store_check_settings(struct cx *cx, struct store *s)
{
    struct conn *c;
    TRY(take_conn(cx, s, CONN_READ, &c));
    result r = s->backend->check_settings(cx, c);
    give_conn(s, c);
    return r;
}

result store_scrub(struct cx *cx, struct store *s)
{
    if (!s->backend->scrub)
        return OK;
    pthread_mutex_lock(&s->write_lock);
    result r = writer_usable(s, &s->scratch)
                   ? s->backend->scrub(cx, s->writer)
                   : fail(cx, .kind = ERR_ENV, .code = S("db.lost"),
                          .message = TRF(cx, "Nothing of this was saved: {1}", S("scrub")));
    pthread_mutex_unlock(&s->write_lock);
    return r;
}

result store_snapshot(struct cx *cx, struct store *s, str path)
{
    struct conn *c;
    if (!s->backend->snapshot)
        return fail(cx, .kind = ERR_ENV, .code = S("db.no_snapshot"),
                    .message = tr(cx, "This database is not copied as one file."));
    TRY(take_conn(cx, s, CONN_READ, &c));
    result r = s->backend->snapshot(cx, c, path);
    give_conn(s, c);
    return r;
}

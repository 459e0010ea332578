/* kill -9 under load: a process posts from several threads and says aloud what was acknowledged; it is killed at a
   random moment, on PostgreSQL now and then the server too. Whatever it had said must be there, with its number, once.
 */
#include "tests/kit/kit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/os.h"
#include "tests/kit/pg.h"
#include "vouchers/canon.h"
#include "vouchers/voucher.h"

enum { ROUNDS = 6, THREADS = 4, ORGS = 2, ACKS_MAX = 100000, ALIVE_MS = 400, KNOWN = 40 };

/* What goes through the pipe, in one write. */
struct ack {
    char request[KNOWN];
    int64_t org_id, amount, number;
};
_Static_assert(sizeof(struct ack) <= 512, "a write to a pipe is whole up to PIPE_BUF");

struct heard {
    struct ack *ack;
    int n;
};

static const struct voucher_kind journal = { .code = "journal", .book = "PKT", .name = "Journal voucher" };
static const struct voucher_kind *const kinds[] = { &journal };
static const struct account_row chart[] = {
    { .code = LIT("1111"), .name_vi = LIT("Tiền"), .name_en = LIT("Cash"), .nature = LIT("debit") },
    { .code = LIT("5118"), .name_vi = LIT("Thu"), .name_en = LIT("Revenue"), .nature = LIT("credit") },
};

static result add_orgs(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(chart_load(cx, db, &(struct chart){ S("test"), S("test"), { 20250101 }, chart, 2 }));
    for (int i = 1; i <= ORGS; i++)
        TRY(org_lock_add(cx, db, i));
    return OK;
}

/* Posts what the ack describes and fills its number. */
struct posting_of {
    struct ack *ack;
    bool repeated;
};

static result post(struct cx *cx, struct db *db, void *arg)
{
    struct posting_of *p = arg;
    struct posted out = { 0 };
    struct canon c = canon_new(cx->mem);
    struct line l[] = { { .account = S("1111"), .dr = { p->ack->amount } },
                        { .account = S("5118"), .cr = { p->ack->amount }, .side = SIDE_EXTERNAL } };
    canon_i64(&c, p->ack->amount);
    struct voucher v = { .kind = S("journal"), .org_id = p->ack->org_id, .document_on = { 20260302 } };
    v.posting_on = v.document_on;
    v.request_id = str_of(p->ack->request);
    v.command = canon_bytes(&c);
    v.line = l;
    v.n_line = 2;
    TRY(voucher_post(cx, db, &v, &out));
    p->ack->number = out.number;
    p->repeated = out.repeated;
    return OK;
}

/* ---- the process that is killed ---- */

struct worker {
    struct store *store;
    int index, out;
};

static void *post_for_ever(void *arg)
{
    const struct worker *w = arg;
    struct arena mem;
    if (!arena_init(&mem, ARENA_REQUEST))
        abort();
    for (int64_t i = 1;; i++) {
        struct cx cx = cx_new(&mem, LANG_EN, KIT_NOW);
        struct ack a = { .org_id = 1 + (w->index + i) % ORGS, .amount = 1000 * i + w->index + 1 };
        str u = os_uuid7(&mem);
        memcpy(a.request, u.s, (size_t)u.n);
        struct posting_of p = { .ack = &a };
        if (store_write(w->store, &cx, &a.org_id, 1, post, &p).ok && write(w->out, &a, sizeof a) != sizeof a)
            abort();
        arena_reset(&mem, 0);
    }
    return NULL;
}

[[gnu::noreturn]] static void work(struct kit *k, int out)
{
    static struct worker w[THREADS];
    static pthread_t thread[THREADS];
    struct store *store = NULL;
    if (!store_open(&k->cx, k->url, &store).ok || !store_start_writer(&k->cx, store).ok)
        _exit(1);
    for (int i = 0; i < THREADS; i++) {
        w[i] = (struct worker){ store, i, out };
        if (pthread_create(&thread[i], NULL, post_for_ever, &w[i]) != 0)
            _exit(1);
    }
    for (;;)
        pause();
}

/* ---- the one who listens and kills ---- */

/* False at the end of the pipe. */
static bool hear(struct heard *h, int in, int wait_ms)
{
    struct pollfd p = { .fd = in, .events = POLLIN };
    if (poll(&p, 1, wait_ms) <= 0)
        return true;
    assert_true(h->n < ACKS_MAX);
    ssize_t n = read(in, &h->ack[h->n], sizeof *h->ack);
    if (n <= 0)
        return n < 0 && errno == EINTR;
    assert_int_equal(n, sizeof *h->ack);
    h->n++;
    return true;
}

static void live_and_die(struct kit *k, struct heard *h, struct prop *r, bool server_too)
{
    int fd[2];
    assert_int_equal(pipe2(fd, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(fd[0]);
        work(k, fd[1]);
    }
    close(fd[1]);
    int had = h->n;
    /* the clock runs from the first answer: opening takes its time under sanitizers */
    for (int tries = 0; h->n == had && tries < 200; tries++)
        assert_true(hear(h, fd[0], 100));
    int64_t end = os_monotonic() + prop_below(r, ALIVE_MS) * 1000;
    while (os_monotonic() < end)
        assert_true(hear(h, fd[0], 5));
    if (server_too)
        pg_crash_and_restart();
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    while (hear(h, fd[0], 1000))
        ;
    close(fd[0]);
    assert_true(h->n > had);
}

static void expect_all(struct kit *k, const struct heard *h, int from)
{
    for (int i = from; i < h->n; i++) {
        struct ack again = h->ack[i];
        struct posting_of p = { .ack = &again };
        size_t mark = arena_mark(&k->mem);
        kit_ok(k, store_write(k->store, &k->cx, &again.org_id, 1, post, &p));
        if (!p.repeated || again.number != h->ack[i].number) {
            fail_msg("acknowledged voucher %s is lost", h->ack[i].request);
        }
        arena_reset(&k->mem, mark);
    }
}

static void test_kill__loses_nothing_acknowledged(void **state)
{
    struct kit k;
    struct arena mem;
    struct prop r = prop_new(__func__);
    (void)state;
    kit_begin(&k);
    assert_true(arena_init(&mem, (size_t)64 << 20));
    struct heard h = { .ack = new (&mem, struct ack, ACKS_MAX) };
    voucher_set_kinds(kinds, 1);
    kit_store(&k);
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, add_orgs, NULL));
    for (int round = 0; round < ROUNDS; round++) {
        int had = h.n;
        /* an open SQLite must not cross a fork */
        store_close(k.opened[--k.n_opened]);
        live_and_die(&k, &h, &r, kit_on_postgres() && round % 3 == 2);
        k.store = kit_open_again(&k);
        expect_all(&k, &h, had);
        kit_check_invariants(&k, voucher_invariants, n_voucher_invariants);
    }
    printf("%d acknowledged in %d rounds\n", h.n, ROUNDS);
    arena_release(&mem);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_kill__loses_nothing_acknowledged) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

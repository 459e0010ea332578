/* voucher_post against SQLite alone: the same statements with the same values in groups of the same size, WAL with
   synchronous=FULL on both sides. The writer is driven by hand, so that a group is exactly as large as said. */
#include "bench/capture.h"
#include "bench/work.h"
#include "db/backend.h"
#include "os/os.h"

#include <stdio.h>

enum { ORGS = 4 };

static bool show_statements;

struct posting {
    struct arena mem[WRITER_GROUP];
    struct cx cx[WRITER_GROUP];
    struct write_request request[WRITER_GROUP];
    struct work work[WRITER_GROUP];
};

static void post_group(struct bench *b, struct store *s, struct posting *p, int64_t first, int group)
{
    for (int i = 0; i < group; i++) {
        arena_reset(&p->mem[i], 0);
        p->cx[i] = cx_new(&p->mem[i], LANG_EN, BENCH_NOW);
        p->cx[i].actor.local = true;
        p->work[i] = (struct work){ .org_id = 1 + (first + i) % ORGS, .n = first + i };
        p->request[i] = (struct write_request){
            .cx = &p->cx[i], .org_id = &p->work[i].org_id, .n_org = 1, .fn = work_post, .arg = &p->work[i]
        };
        writer_post(s, &p->request[i]);
    }
    writer_step(s);
    for (int i = 0; i < group; i++)
        if (!writer_result(&p->request[i]).ok) {
            b->cx.errors = p->cx[i].errors;
            bench_must(b, FAILED);
        }
}

static double post_all(struct bench *b, struct posting *p, str path, int n, int group)
{
    struct store *s;
    bench_must(b, store_open(&b->cx, path, &s));
    int64_t from = os_monotonic();
    for (int at = 0; at < n; at += group)
        post_group(b, s, p, at, group);
    double seconds = (double)(os_monotonic() - from) / 1e6;
    store_close(s);
    return seconds;
}

static void measure(struct bench *b, struct posting *p, str empty, int n, int group)
{
    double ours[BENCH_RUNS], raw[BENCH_RUNS];
    size_t mark = arena_mark(&b->mem);
    struct capture *c = capture_start(&b->mem);
    post_all(b, p, bench_copy(b, empty, "recorded.db"), n, group);
    capture_stop(c);
    if (show_statements)
        capture_profile(c, bench_copy(b, empty, "raw.db"));
    for (int i = 0; i < BENCH_RUNS; i++) {
        ours[i] = n / post_all(b, p, bench_copy(b, empty, "ours.db"), n, group);
        raw[i] = n / capture_replay(c, bench_copy(b, empty, "raw.db"));
    }
    work_check(b, bench_file(b, "ours.db"));
    work_check(b, bench_file(b, "raw.db"));
    str what = str_fmt(&b->mem, "voucher_post, group of %d, %.1f st.", group, (double)capture_statements(c) / n);
    bench_ratio(b, str_z(&b->mem, what), ours, raw, 0.5);
    arena_reset(&b->mem, mark);
}

int main(int argc, char **argv)
{
    struct bench b;
    static struct posting p;
    (void)argv;
    show_statements = argc > 1;
    bench_begin(&b);
    str empty = bench_file(&b, "empty.db");
    for (int i = 0; i < WRITER_GROUP; i++)
        if (!arena_init(&p.mem[i], ARENA_REQUEST))
            bench_stop("no memory");
    work_store(&b, empty, ORGS);
    measure(&b, &p, empty, 400, 1);
    measure(&b, &p, empty, 8192, 32);
    measure(&b, &p, empty, 16384, 64);
    return bench_end(&b);
}

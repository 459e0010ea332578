/* The vouchers that the measurements post: a journal entry of two lines, and a weighing with stock, trace and use. The
   n-th is always the same, so that two runs on two copies do the same. */
#ifndef BENCH_WORK_H
#define BENCH_WORK_H

#include "bench/bench.h"
#include "vouchers/voucher.h"

/* A migrated store with a chart and organisations 1..n_org, closed again. */
void work_store(struct bench *b, str url, int n_org);

struct work {
    int64_t org_id, n; /* which voucher */
    struct posted posted;
};
/* A db_work_fn; arg is a struct work. */
result work_post(struct cx *cx, struct db *db, void *arg);
/* Every invariant of the spine, among them: numbers without gap. */
void work_check(struct bench *b, str url);

#endif

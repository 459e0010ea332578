/* What every measurement needs: a context, a folder on the real disk, medians, and one line of report that says whether
   the ratio is good enough. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/cx.h"
#include "db/db.h"

enum { BENCH_RUNS = 5 };
#define BENCH_NOW 1772413200000000 /* 2026-03-02T01:00:00Z */

struct bench {
    struct arena mem;
    struct cx cx; /* LANG_EN, local actor */
    str folder;   /* fresh, under HOPTAC_BENCH_DIR or the current folder: fsync must cost what it costs */
    bool missed;
};

void bench_begin(struct bench *b);
int bench_end(struct bench *b); /* the exit status: 1 when a ratio was missed. The folder goes with the process */
/* Prints the errors and ends the program. */
void bench_must(struct bench *b, result r);
[[gnu::noreturn]] void bench_stop(const char *what);
str bench_file(struct bench *b, const char *name);
/* A copy of a closed database under another name. */
str bench_copy(struct bench *b, str from, const char *name);

double bench_median(double *v, int n); /* sorts */
/* "voucher_post  7,812 /s   raw 12,001 /s   ratio 0.65   at least 0.50". per second, higher is better. The ratio is the
   median of the runs' ratios: the two sides of one run stood side by side. */
void bench_ratio(struct bench *b, const char *what, const double ours[BENCH_RUNS], const double raw[BENCH_RUNS],
                 double at_least);
/* Seconds, megabytes: lower is better. */
void bench_most(struct bench *b, const char *what, double v, double at_most);
/* Milliseconds, lower is better. */
void bench_limit(struct bench *b, const char *what, double ms, double at_most);

#endif

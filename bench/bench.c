/* Helpers of the measurements. Nothing here measures. */
#include "bench/bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/os.h"

enum { MEMORY = 1 << 30 };

void bench_stop(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

/* Of the one measurement of this process; a process that it forks leaves by _exit. */
static char folder[512];

static void clean(void)
{
    char path[1024];
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.')
            unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(folder);
}

void bench_begin(struct bench *b)
{
    const char *at = getenv("HOPTAC_BENCH_DIR");
    *b = (struct bench){ 0 };
    if (!arena_init(&b->mem, MEMORY))
        bench_stop("no memory");
    b->cx = cx_new(&b->mem, LANG_EN, BENCH_NOW);
    b->cx.actor.local = true;
    snprintf(folder, sizeof folder, "%s/hoptac-bench-XXXXXX", at ? at : ".");
    if (!mkdtemp(folder))
        bench_stop("no folder to measure in");
    b->folder = str_of(folder);
    atexit(clean);
}

int bench_end(struct bench *b)
{
    arena_release(&b->mem);
    return b->missed;
}

void bench_must(struct bench *b, result r)
{
    if (r.ok && !b->cx.n_errors)
        return;
    for (const struct err *e = b->cx.errors; e; e = e->next)
        fprintf(stderr, "bench: " STR_FMT " [" STR_FMT "] " STR_FMT "\n", STR_ARG(e->code), STR_ARG(e->field),
                STR_ARG(e->message));
    bench_stop("what was to be measured failed");
}

str bench_file(struct bench *b, const char *name) { return str_fmt(&b->mem, STR_FMT "/%s", STR_ARG(b->folder), name); }

str bench_copy(struct bench *b, str from, const char *name)
{
    static const char *const beside[] = { "-wal", "-shm" };
    str to = bench_file(b, name);
    for (int i = 0; i < 2; i++)
        os_remove(str_fmt(&b->mem, STR_FMT "%s", STR_ARG(to), beside[i]));
    os_remove(to);
    bench_must(b, os_copy_file_durable(&b->cx, from, to));
    return to;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, by_value);
    return v[n / 2];
}

void bench_ratio(struct bench *b, const char *what, const double ours[BENCH_RUNS], const double raw[BENCH_RUNS],
                 double at_least)
{
    double o[BENCH_RUNS], r[BENCH_RUNS], q[BENCH_RUNS];
    for (int i = 0; i < BENCH_RUNS; i++) {
        o[i] = ours[i];
        r[i] = raw[i];
        q[i] = ours[i] / raw[i];
    }
    double ratio = bench_median(q, BENCH_RUNS);
    printf("%-34s %8.0f /s   raw %8.0f /s   ratio %.2f (%.2f to %.2f)   at least %.2f%s\n", what,
           bench_median(o, BENCH_RUNS), bench_median(r, BENCH_RUNS), ratio, q[0], q[BENCH_RUNS - 1], at_least,
           ratio < at_least ? "   MISSED" : "");
    fflush(stdout);
    b->missed = b->missed || ratio < at_least;
}

void bench_limit(struct bench *b, const char *what, double ms, double at_most)
{
    printf("%-34s %8.2f ms   at most %.0f ms%s\n", what, ms, at_most, ms > at_most ? "   MISSED" : "");
    fflush(stdout);
    b->missed = b->missed || ms > at_most;
}

void bench_most(struct bench *b, const char *what, double v, double at_most)
{
    printf("%-34s %8.2f      at most %.0f%s\n", what, v, at_most, v > at_most ? "   MISSED" : "");
    fflush(stdout);
    b->missed = b->missed || v > at_most;
}

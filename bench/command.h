/* Running a command and learning what it cost. */
#ifndef BENCH_COMMAND_H
#define BENCH_COMMAND_H

#include "bench/bench.h"

enum { COMMAND_ARGS_MAX = 16 };

struct cost {
    double ms, cpu_ms, peak_mb;
};
/* argv ends with NULL. Output goes to a file of the bench's folder. Ends the program when the command fails. */
struct cost command_run(struct bench *b, const char *const *argv, const char *out_name);
#define COMMAND(b, out, ...) command_run((b), (const char *const[]){ __VA_ARGS__, NULL }, (out))

#endif

/* Clients that keep their connections: a process of its own that sends one request after the other on each. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "base/str.h"

enum { LOAD_CLIENTS_MAX = 64 };

struct load {
    int port, clients, status; /* status: the only answer that is right */
    int64_t n;                 /* requests in all */
    /* Writes the k-th request whole, headers and body, into to; returns its length. Runs in the other process. */
    size_t (*request)(const void *arg, int client, int64_t k, char *to, size_t room);
    const void *arg;
};
struct load_result {
    double seconds, median_ms, p99_ms;
};
/* Ends the program when an answer is another or does not come. */
struct load_result load_run(const struct load *l);

#endif

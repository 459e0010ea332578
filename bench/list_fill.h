/* A cooperative with a million vouchers and a million members, put into a store that has the demo, by SQL alone: the
   rows that posting and entering would leave. And the bare statement: what a list's query costs without the program. */
#ifndef BENCH_LIST_FILL_H
#define BENCH_LIST_FILL_H

#include "bench/bench.h"

struct bare; /* a connection to the database of its own */
struct bare *bare_open(struct bench *b, bool postgres, const char *where);
void bare_close(struct bare *r);
void bare_run(struct bare *r, const char *sql); /* ends the program when it fails */
/* Milliseconds to run the statement and fetch all rows; *n_row: how many. */
double bare_ms(struct bare *r, const struct db_stmt *st, const void *args, int64_t *n_row);

void list_fill(struct bench *b, struct bare *r, int64_t org_id, int64_t n);

#endif

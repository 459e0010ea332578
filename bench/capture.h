/* The raw limit of SQLite: exactly the calls that the program made on its writing connection, made again without the
   program. A measurement that uses this is linked with --wrap for each function of sqlite3 named in capture.c. */
#ifndef BENCH_CAPTURE_H
#define BENCH_CAPTURE_H

#include "base/arena.h"
#include "base/str.h"

struct capture;

/* From here on every statement stepped on the connection that says BEGIN IMMEDIATE is kept, until capture_stop. */
struct capture *capture_start(struct arena *mem);
void capture_stop(struct capture *c);
/* Drops every call whose statement begins with none of these (NULL ends the list). */
void capture_only(struct capture *c, const char *const *begins);
int64_t capture_statements(const struct capture *c);
int64_t capture_commits(const struct capture *c);
/* Runs them on another copy of the same database, with the program's own settings. Seconds. Ends the program when a
   statement fails. */
double capture_replay(const struct capture *c, str path);
/* The same, slower: prints how long each statement took in all. */
void capture_profile(const struct capture *c, str path);

#endif

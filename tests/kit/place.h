/* Temporary places and helper processes of a test, cleaned up by a janitor process that outlives a crash of it. */
#ifndef TESTS_KIT_PLACE_H
#define TESTS_KIT_PLACE_H

#include "base/str.h"

/* The one folder of this test process; made at first use. Valid to the end. Aborts when it cannot be made. */
const char *place_root(void);
/* Runs argv to its end, output into log (a path); the exit status, -1 when it could not run. uid 0 = as we are. */
int place_run(const char *const *argv, unsigned uid, unsigned gid, const char *log);
/* Starts argv and leaves it running; returns its process id or -1. */
int place_start(const char *const *argv, unsigned uid, unsigned gid, const char *log);
void place_print(const char *path); /* a log, to stderr */

#endif

/* A private PostgreSQL for the tests of this process: own folder, unix socket only, unprivileged, gone at exit. */
#ifndef TESTS_KIT_PG_H
#define TESTS_KIT_PG_H

#include "base/arena.h"
#include "base/str.h"

/* Starts the cluster at first use. Aborts with its log when it cannot start.
   A new database owned by the role "hoptac" (not a superuser): its URL. template "" = an empty one. */
str pg_new_database(struct arena *mem, str template, str *name);
/* URL of a database for the superuser of the cluster. */
str pg_superuser_url(struct arena *mem, str name);
/* Stops at once, as a crash would, and starts again. */
void pg_crash_and_restart(void);

#endif

/* The rooms' jobs: what is due runs, one server at a time, and how it went is kept. */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "web/feature.h"

/* Runs each job whose turn has come, or the one named `forced` whatever its turn ("" = none). A job that fails is
   noted, put off, and does not stop the others; its errors are taken off cx. FAILED only when turns cannot be kept.
   Memory of each run is given back. *n_run counts runs. */
result jobs_run(struct cx *cx, struct store *s, const struct feature_job *const *job, int n, str forced, int *n_run);
/* Gives each job of all rooms that has none yet its first turn. At every start. */
result jobs_note(struct cx *cx, struct store *s);
/* All jobs of all rooms, in order, then the program's own. */
int jobs_of_features(struct cx *cx, const struct feature_job *const **job);
/* hoptac jobs, hoptac jobs run NAME */
int cmd_jobs(struct cli *c);
int cmd_jobs_run(struct cli *c);

#endif

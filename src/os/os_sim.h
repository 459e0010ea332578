/* A clock and a random source that answer from one seed, so that a simulated run can be replayed.
   Tests only; one thread. */
#ifndef OS_OS_SIM_H
#define OS_OS_SIM_H

#include <stdint.h>

/* From now on os_now, os_monotonic and os_random follow the seed: the clock starts at 2026-03-02T01:00:00Z and
   every reading moves it forward by 1 µs to about 2 s. */
void os_sim_begin(uint64_t seed);
void os_sim_advance(int64_t microseconds); /* >= 0 */
void os_sim_end(void);                     /* the real world again */

struct os_disk;
/* From now on whole files lie there (os_impl.h), until os_sim_end. */
void os_sim_disk(const struct os_disk *disk);

#endif

/* SQLite on the simulated disk: the VFS "sim", with locks and the shared memory that WAL needs, for any number of
   connections on one thread. It becomes the default VFS, so that SQLite's own random numbers come from the seed too. */
#ifndef TESTS_SIM_VFS_H
#define TESTS_SIM_VFS_H

#include "tests/sim/disk.h"

/* A fresh disk of this seed; SQLite's random numbers start anew. */
void vfs_begin(uint64_t seed);
void vfs_end(void);

#endif

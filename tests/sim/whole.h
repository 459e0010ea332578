/* Whole files on the simulated disk, written as os_linux.c writes them: another name, its bytes synced, renamed, the
   folder synced. For os_sim_disk. */
#ifndef TESTS_SIM_WHOLE_H
#define TESTS_SIM_WHOLE_H

#include "os/os_impl.h"

extern const struct os_disk whole_right;
extern const struct os_disk whole_unsynced; /* a bug: the name is there before its bytes are safe */

#endif

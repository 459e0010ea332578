/* The private face of os/: what can be replaced. Only files of os/ and the simulator include it. */
#ifndef OS_OS_IMPL_H
#define OS_OS_IMPL_H

#include "os/os.h"

struct os_impl {
    int64_t (*now)(void);
    int64_t (*monotonic)(void);
    void (*random)(void *p, size_t n);
};
extern const struct os_impl os_real; /* os_linux.c */

/* In force for the whole process. Changed only by os_sim_begin and os_sim_end, before and after threads run. */
extern const struct os_impl *os_now_in_force;

#endif

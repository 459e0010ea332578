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

/* Whole files elsewhere than on the real disk: the few operations that contents of records need. An int is 0 or an
   errno. */
struct os_disk {
    bool (*exists)(str path);
    int (*replace)(str path, str data); /* as os_write_file_durable promises */
    int (*read)(struct arena *mem, str path, str *out);
    bool (*remove)(str path);
};
extern const struct os_disk *os_disk_in_force; /* NULL: the real one */

/* In force for the whole process. Changed only by os_sim_begin and os_sim_end, before and after threads run. */
extern const struct os_impl *os_now_in_force;

#endif

/* A disk that forgets. Files live in memory twice: as programs see them, and as they would be found after a power cut.
   What was written and not yet synced is kept, dropped or torn, sector by sector, as the seed says; names that were not
   synced with their folder come and go likewise. One disk in a process, used by one thread. */
#ifndef TESTS_SIM_DISK_H
#define TESTS_SIM_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct inode;

enum disk_answer { DISK_OK, DISK_ERROR, DISK_FULL, DISK_SHORT /* read beyond the end; the rest is zeroed */ };

/* Counted in operations (read, write, truncate, sync, create, remove) from the moment they are set. 0 = never. */
struct disk_faults {
    int64_t cut_in;            /* this operation and all after it fail: the power is gone */
    int64_t fail_in, fail_for; /* from here on so many operations fail */
    bool fail_full;            /* with a full disk, writes only, instead of an I/O error */
    int busy_permille;         /* locks refused although nobody holds them */
    bool ignore_sync;          /* a disk that lies */
};

void disk_begin(uint64_t seed); /* an empty disk without faults */
void disk_end(void);
void disk_set_faults(struct disk_faults f);
bool disk_is_cut(void);
void disk_cut_now(void);
int64_t disk_operations(void);
uint64_t disk_random(void); /* the disk's own random numbers: faults do not disturb the workload's */
bool disk_is_busy(void);    /* a lock is refused, as busy_permille says */

/* Decides what survived, forgets all locks, and switches on again without faults. No file may be open. */
void disk_power_on(void);

/* Everything on the disk, synced, in memory of the caller's arena; disk_load puts it on a fresh disk. */
struct disk_image {
    int n;
    str *path, *bytes;
};
struct disk_image disk_save(struct arena *mem);
void disk_load(const struct disk_image *image);

struct inode *disk_find(str path); /* NULL when absent */
enum disk_answer disk_create(str path, struct inode **out);
enum disk_answer disk_remove(str path, bool sync_folder);
/* The file of the first name gets the second, whatever stood there; durable once the folder is synced. */
enum disk_answer disk_rename(str from, str to);
void disk_sync_folder(void);

int64_t disk_size(const struct inode *f);
enum disk_answer disk_read(struct inode *f, int64_t at, void *to, int64_t n);
enum disk_answer disk_write(struct inode *f, int64_t at, const void *from, int64_t n);
enum disk_answer disk_truncate(struct inode *f, int64_t size);
enum disk_answer disk_sync(struct inode *f);

/* What the VFS hangs on a file: locks and shared memory. Zeroed at creation and by disk_power_on. */
void **disk_extra(struct inode *f);
struct arena *disk_memory(void); /* until disk_end or the next disk_begin */

#endif

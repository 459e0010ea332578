/* SQLite's file methods on top of disk.h. Locks follow os_unix.c: one shared count and one writer for the file, eight
   shared-memory locks for WAL. Time is the simulated clock, sleeping moves it. */
#include "tests/sim/vfs.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/arena.h"
#include "os/os.h"
#include "os/os_sim.h"

enum { HANDLES_MAX = 16, REGIONS_MAX = 64, PATH_BYTES = 256 };

struct handle;

/* Hangs on the inode. */
struct shared {
    struct handle *user[HANDLES_MAX]; /* open handles, for both sorts of locks */
    void *region[REGIONS_MAX];
    int n_mapped; /* handles that use the shared memory */
};

struct handle {
    sqlite3_file base;
    struct inode *inode;
    str path;
    int level;                          /* SQLITE_LOCK_* */
    unsigned shm_shared, shm_exclusive; /* bits of WAL locks */
    bool mapped, sync_folder, delete_on_close;
};

static struct handle *handle_of(sqlite3_file *f) { return (struct handle *)f; }

static struct shared *shared_of(struct handle *h)
{
    void **extra = disk_extra(h->inode);
    if (!*extra)
        *extra = new (disk_memory(), struct shared, 1);
    return *extra;
}

static int code(enum disk_answer a, int on_error)
{
    switch (a) {
    case DISK_OK:
        return SQLITE_OK;
    case DISK_FULL:
        return SQLITE_FULL;
    case DISK_SHORT:
        return SQLITE_IOERR_SHORT_READ;
    default:
        return on_error;
    }
}

/* ---- reading and writing ---- */

static int sim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return code(disk_read(handle_of(f)->inode, at, to, n), SQLITE_IOERR_READ);
}

static int sim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    return code(disk_write(handle_of(f)->inode, at, from, n), SQLITE_IOERR_WRITE);
}

static int sim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return code(disk_truncate(handle_of(f)->inode, size), SQLITE_IOERR_TRUNCATE);
}

/* As os_unix.c: the first sync of a new journal or WAL also syncs its folder. */
static int sim_sync(sqlite3_file *f, int flags)
{
    struct handle *h = handle_of(f);
    enum disk_answer a = disk_sync(h->inode);
    (void)flags;
    if (a == DISK_OK && h->sync_folder) {
        disk_sync_folder();
        h->sync_folder = false;
    }
    return code(a, SQLITE_IOERR_FSYNC);
}

static int sim_size(sqlite3_file *f, sqlite3_int64 *size)
{
    *size = disk_size(handle_of(f)->inode);
    return SQLITE_OK;
}

/* ---- locks on the file ---- */

static int highest_other(struct handle *h)
{
    const struct shared *s = shared_of(h);
    int level = SQLITE_LOCK_NONE;
    for (int i = 0; i < HANDLES_MAX; i++)
        if (s->user[i] && s->user[i] != h && s->user[i]->level > level)
            level = s->user[i]->level;
    return level;
}

static int sim_lock(sqlite3_file *f, int level)
{
    struct handle *h = handle_of(f);
    int other = highest_other(h);
    if (h->level >= level)
        return SQLITE_OK;
    if (disk_is_busy())
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_SHARED && other >= SQLITE_LOCK_PENDING)
        return SQLITE_BUSY;
    if (level >= SQLITE_LOCK_RESERVED && other >= SQLITE_LOCK_RESERVED)
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE && other >= SQLITE_LOCK_SHARED) {
        h->level = SQLITE_LOCK_PENDING; /* no new readers */
        return SQLITE_BUSY;
    }
    h->level = level;
    return SQLITE_OK;
}

static int sim_unlock(sqlite3_file *f, int level)
{
    struct handle *h = handle_of(f);
    if (h->level > level)
        h->level = level;
    return SQLITE_OK;
}

static int sim_reserved(sqlite3_file *f, int *yes)
{
    struct handle *h = handle_of(f);
    *yes = h->level >= SQLITE_LOCK_RESERVED || highest_other(h) >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

/* ---- shared memory for WAL ---- */

static int sim_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    struct handle *h = handle_of(f);
    struct shared *s = shared_of(h);
    *out = NULL;
    if (region >= REGIONS_MAX)
        return SQLITE_IOERR_SHMMAP;
    if (!h->mapped) {
        /* the first user finds it empty, as os_unix.c truncates it */
        if (s->n_mapped == 0)
            memset(s->region, 0, sizeof s->region);
        s->n_mapped++;
        h->mapped = true;
    }
    if (!s->region[region] && extend)
        s->region[region] = arena_alloc(disk_memory(), 1, (size_t)size);
    *out = s->region[region];
    return SQLITE_OK;
}

static int sim_shm_lock(sqlite3_file *f, int first, int n, int flags)
{
    struct handle *h = handle_of(f);
    const struct shared *s = shared_of(h);
    unsigned mask = ((1u << n) - 1) << first, taken = 0;
    if (flags & SQLITE_SHM_UNLOCK) {
        h->shm_shared &= ~mask;
        h->shm_exclusive &= ~mask;
        return SQLITE_OK;
    }
    for (int i = 0; i < HANDLES_MAX; i++)
        if (s->user[i] && s->user[i] != h)
            taken |= s->user[i]->shm_exclusive | (flags & SQLITE_SHM_EXCLUSIVE ? s->user[i]->shm_shared : 0);
    if (taken & mask || disk_is_busy())
        return SQLITE_BUSY;
    if (flags & SQLITE_SHM_EXCLUSIVE)
        h->shm_exclusive |= mask;
    else
        h->shm_shared |= mask;
    return SQLITE_OK;
}

static void sim_shm_barrier(sqlite3_file *f) { (void)f; }

static int sim_shm_unmap(sqlite3_file *f, int drop)
{
    struct handle *h = handle_of(f);
    struct shared *s = shared_of(h);
    (void)drop; /* without users it counts as empty anyway */
    h->shm_shared = h->shm_exclusive = 0;
    if (h->mapped)
        s->n_mapped--;
    h->mapped = false;
    return SQLITE_OK;
}

/* ---- the rest of a file ---- */

static int sim_control(sqlite3_file *f, int op, void *arg)
{
    (void)f, (void)op, (void)arg;
    return SQLITE_NOTFOUND;
}

static int sim_sector(sqlite3_file *f)
{
    (void)f;
    return 4096;
}

static int sim_traits(sqlite3_file *f)
{
    (void)f;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int sim_close(sqlite3_file *f)
{
    struct handle *h = handle_of(f);
    struct shared *s = shared_of(h);
    sim_shm_unmap(f, 0);
    for (int i = 0; i < HANDLES_MAX; i++)
        if (s->user[i] == h)
            s->user[i] = NULL;
    if (h->delete_on_close)
        disk_remove(h->path, false);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* no memory mapping: the simulated disk must see every access */
    .xClose = sim_close,
    .xRead = sim_read,
    .xWrite = sim_write,
    .xTruncate = sim_truncate,
    .xSync = sim_sync,
    .xFileSize = sim_size,
    .xLock = sim_lock,
    .xUnlock = sim_unlock,
    .xCheckReservedLock = sim_reserved,
    .xFileControl = sim_control,
    .xSectorSize = sim_sector,
    .xDeviceCharacteristics = sim_traits,
    .xShmMap = sim_shm_map,
    .xShmLock = sim_shm_lock,
    .xShmBarrier = sim_shm_barrier,
    .xShmUnmap = sim_shm_unmap,
};

/* ---- the file system ---- */

static bool join(struct handle *h)
{
    struct shared *s = shared_of(h);
    for (int i = 0; i < HANDLES_MAX; i++)
        if (!s->user[i]) {
            s->user[i] = h;
            return true;
        }
    return false;
}

static int sim_open(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *out)
{
    struct handle *h = handle_of(f);
    (void)v;
    *h = (struct handle){ 0 };
    str name = path ? str_of(path) : str_fmt(disk_memory(), "temporary-%llx", (unsigned long long)disk_random());
    h->path = str_dup(disk_memory(), name);
    h->inode = disk_find(h->path);
    if (!h->inode && (!(flags & SQLITE_OPEN_CREATE) || disk_create(h->path, &h->inode) != DISK_OK))
        return SQLITE_CANTOPEN;
    else if (flags & SQLITE_OPEN_CREATE)
        h->sync_folder = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL);
    h->delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
    if (!join(h))
        return SQLITE_CANTOPEN;
    f->pMethods = &methods;
    if (out)
        *out = flags;
    return SQLITE_OK;
}

static int sim_delete(sqlite3_vfs *v, const char *path, int sync_folder)
{
    (void)v;
    if (!disk_find(str_of(path)))
        return SQLITE_IOERR_DELETE_NOENT;
    return code(disk_remove(str_of(path), sync_folder), SQLITE_IOERR_DELETE);
}

static int sim_access(sqlite3_vfs *v, const char *path, int flags, int *yes)
{
    (void)v, (void)flags;
    *yes = disk_find(str_of(path)) != NULL;
    return SQLITE_OK;
}

static int sim_full_path(sqlite3_vfs *v, const char *path, int n, char *out)
{
    (void)v;
    snprintf(out, (size_t)n, "%s", path);
    return SQLITE_OK;
}

static int sim_random(sqlite3_vfs *v, int n, char *out)
{
    (void)v;
    for (int i = 0; i < n; i++)
        out[i] = (char)disk_random();
    return n;
}

static int sim_sleep(sqlite3_vfs *v, int microseconds)
{
    (void)v;
    os_sim_advance(microseconds);
    return microseconds;
}

static int sim_time(sqlite3_vfs *v, sqlite3_int64 *julian_ms)
{
    (void)v;
    *julian_ms = os_now() / 1000 + 210866760000000; /* 1970-01-01 as a Julian day in milliseconds */
    return SQLITE_OK;
}

static int sim_last_error(sqlite3_vfs *v, int n, char *out)
{
    (void)v, (void)n, (void)out;
    return 0;
}

static sqlite3_vfs vfs = {
    .iVersion = 2,
    .szOsFile = sizeof(struct handle),
    .mxPathname = PATH_BYTES,
    .zName = "sim",
    .xOpen = sim_open,
    .xDelete = sim_delete,
    .xAccess = sim_access,
    .xFullPathname = sim_full_path,
    .xRandomness = sim_random,
    .xSleep = sim_sleep,
    .xCurrentTimeInt64 = sim_time,
    .xGetLastError = sim_last_error,
};

void vfs_begin(uint64_t seed)
{
    disk_begin(seed);
    sqlite3_vfs_register(&vfs, 1);
    sqlite3_randomness(0, NULL);
}

void vfs_end(void)
{
    sqlite3_vfs_unregister(&vfs);
    disk_end();
}

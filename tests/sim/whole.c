/* See whole.h. Every step passes the disk's gate, so that the power can go at each of them. */
#include "tests/sim/whole.h"

#include <errno.h>

#include "base/arena.h"
#include "tests/sim/disk.h"

static int replace(str path, str data, bool sync)
{
    struct inode *f;
    str temp = str_fmt(disk_memory(), STR_FMT ".tmp", STR_ARG(path));
    if (disk_create(temp, &f) != DISK_OK || disk_write(f, 0, data.s, data.n) != DISK_OK)
        return EIO;
    if ((sync && disk_sync(f) != DISK_OK) || disk_rename(temp, path) != DISK_OK)
        return EIO;
    disk_sync_folder();
    return disk_is_cut() ? EIO : 0;
}

static int replace_synced(str path, str data) { return replace(path, data, true); }
static int replace_unsynced(str path, str data) { return replace(path, data, false); }
static bool exists(str path) { return disk_find(path) != NULL; }

static int read_whole(struct arena *mem, str path, str *out)
{
    struct inode *f = disk_find(path);
    if (!f)
        return ENOENT;
    int64_t n = disk_size(f);
    char *to = arena_bytes(mem, (size_t)n + 1, 1);
    if (disk_read(f, 0, to, n) != DISK_OK)
        return EIO;
    *out = (str){ to, (ptrdiff_t)n };
    return 0;
}

/* Gone for programs at once, for the disk whenever its folder is synced next. */
static bool remove_name(str path) { return disk_find(path) && disk_remove(path, false) == DISK_OK; }

const struct os_disk whole_right = { exists, replace_synced, read_whole, remove_name };
const struct os_disk whole_unsynced = { exists, replace_unsynced, read_whole, remove_name };

/* The model of the disk. It must stay pessimistic: whatever a real disk with a volatile cache may do at a power cut,
   this one does in some seed. It knows nothing of databases. */
#include "tests/sim/disk.h"

#include <stdlib.h>

#include "base/arena.h"

enum { SECTOR = 512, NAMES_MAX = 64 };
static const size_t disk_bytes = (size_t)4 << 30; /* reserved, touched lazily */

struct bytes {
    char *p;
    int64_t n, cap;
};

/* Written and not yet synced. data NULL: truncated to `at`. */
struct change {
    int64_t at, n;
    const char *data;
    struct change *next;
};

struct inode {
    struct bytes now, kept;
    struct change *first, **last;
    void *extra;
};

struct name {
    str path;
    struct inode *now, *kept; /* NULL: not there */
};

static struct {
    struct arena mem;
    uint64_t random;
    struct disk_faults faults;
    int64_t failing, operations;
    bool cut;
    struct name name[NAMES_MAX];
    int n_name;
} disk;

/* ---- chance ---- */

uint64_t disk_random(void) /* splitmix64 */
{
    uint64_t z = disk.random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

bool disk_is_busy(void)
{
    int permille = disk.faults.busy_permille;
    return permille > 0 && !disk.cut && disk_random() % 1000 < (uint64_t)permille;
}

/* Every operation passes here once. */
static enum disk_answer gate(bool writes)
{
    struct disk_faults *f = &disk.faults;
    if (disk.cut)
        return DISK_ERROR;
    disk.operations++;
    if (f->cut_in > 0 && --f->cut_in == 0) {
        disk.cut = true;
        return DISK_ERROR;
    }
    if (f->fail_in > 0 && --f->fail_in == 0)
        disk.failing = f->fail_for;
    if (disk.failing == 0)
        return DISK_OK;
    disk.failing--;
    if (f->fail_full)
        return writes ? DISK_FULL : DISK_OK;
    return DISK_ERROR;
}

/* ---- bytes ---- */

static void bytes_resize(struct bytes *b, int64_t n)
{
    if (n > b->cap) {
        int64_t cap = b->cap ? b->cap : 8192;
        while (cap < n)
            cap *= 2;
        char *more = arena_bytes(&disk.mem, (size_t)cap, 16);
        if (b->n)
            memcpy(more, b->p, (size_t)b->n);
        b->p = more;
        b->cap = cap;
    }
    if (n > b->n)
        memset(b->p + b->n, 0, (size_t)(n - b->n));
    b->n = n;
}

static void bytes_write(struct bytes *b, int64_t at, const char *from, int64_t n)
{
    if (n == 0)
        return;
    if (at + n > b->n)
        bytes_resize(b, at + n);
    memcpy(b->p + at, from, (size_t)n);
}

static void bytes_copy(struct bytes *to, const struct bytes *from)
{
    to->n = 0;
    bytes_resize(to, from->n);
    if (from->n)
        memcpy(to->p, from->p, (size_t)from->n);
}

/* ---- files ---- */

static void remember(struct inode *f, int64_t at, const void *data, int64_t n)
{
    struct change *c = new (&disk.mem, struct change, 1);
    c->at = at;
    c->n = n;
    if (data) {
        char *copy = arena_bytes(&disk.mem, (size_t)(n ? n : 1), 1);
        memcpy(copy, data, (size_t)n);
        c->data = copy;
    }
    *f->last = c;
    f->last = &c->next;
}

static void forget_changes(struct inode *f)
{
    f->first = NULL;
    f->last = &f->first;
}

int64_t disk_size(const struct inode *f) { return f->now.n; }
void **disk_extra(struct inode *f) { return &f->extra; }
struct arena *disk_memory(void) { return &disk.mem; }

enum disk_answer disk_read(struct inode *f, int64_t at, void *to, int64_t n)
{
    enum disk_answer a = gate(false);
    int64_t have = at < f->now.n ? f->now.n - at : 0;
    if (a != DISK_OK)
        return a;
    if (have > n)
        have = n;
    if (have)
        memcpy(to, f->now.p + at, (size_t)have);
    memset((char *)to + have, 0, (size_t)(n - have));
    return have < n ? DISK_SHORT : DISK_OK;
}

/* The write under way at the cut is as uncertain as those before it. A failed one may have been done in part. */
enum disk_answer disk_write(struct inode *f, int64_t at, const void *from, int64_t n)
{
    bool was_cut = disk.cut;
    enum disk_answer a = gate(true);
    if (a == DISK_OK) {
        remember(f, at, from, n);
        bytes_write(&f->now, at, from, n);
    } else if (disk.cut && !was_cut) {
        remember(f, at, from, n);
    } else if (!disk.cut) {
        int64_t part = n * (int64_t)(disk_random() % 4) / 4;
        remember(f, at, from, part);
        bytes_write(&f->now, at, from, part);
    }
    return a;
}

enum disk_answer disk_truncate(struct inode *f, int64_t size)
{
    enum disk_answer a = gate(false);
    if (a != DISK_OK)
        return a;
    remember(f, size, NULL, 0);
    bytes_resize(&f->now, size);
    return DISK_OK;
}

enum disk_answer disk_sync(struct inode *f)
{
    enum disk_answer a = gate(false);
    if (a != DISK_OK || disk.faults.ignore_sync)
        return a;
    for (const struct change *c = f->first; c; c = c->next)
        if (c->data)
            bytes_write(&f->kept, c->at, c->data, c->n);
        else
            bytes_resize(&f->kept, c->at);
    forget_changes(f);
    return DISK_OK;
}

/* ---- names ---- */

static struct name *name_of(str path)
{
    for (int i = 0; i < disk.n_name; i++)
        if (str_eq(disk.name[i].path, path))
            return &disk.name[i];
    return NULL;
}

static struct name *name_made(str path)
{
    struct name *n = name_of(path);
    if (n)
        return n;
    if (disk.n_name == NAMES_MAX)
        abort();
    n = &disk.name[disk.n_name++];
    *n = (struct name){ .path = str_dup(&disk.mem, path) };
    return n;
}

static struct inode *inode_new(void)
{
    struct inode *f = new (&disk.mem, struct inode, 1);
    forget_changes(f);
    return f;
}

struct inode *disk_find(str path)
{
    struct name *n = name_of(path);
    return n ? n->now : NULL;
}

enum disk_answer disk_create(str path, struct inode **out)
{
    enum disk_answer a = gate(true);
    if (a != DISK_OK)
        return a;
    struct name *n = name_made(path);
    n->now = *out = inode_new();
    return DISK_OK;
}

enum disk_answer disk_remove(str path, bool sync_folder)
{
    enum disk_answer a = gate(false);
    struct name *n = name_of(path);
    if (a != DISK_OK)
        return a;
    if (n)
        n->now = NULL;
    if (sync_folder)
        disk_sync_folder();
    return DISK_OK;
}

enum disk_answer disk_rename(str from, str to)
{
    enum disk_answer a = gate(true);
    if (a != DISK_OK)
        return a;
    struct name *old = name_of(from), *n = name_made(to); /* names do not move in memory */
    n->now = old ? old->now : NULL;
    if (old)
        old->now = NULL;
    return DISK_OK;
}

void disk_sync_folder(void)
{
    for (int i = 0; i < disk.n_name && !disk.faults.ignore_sync; i++)
        disk.name[i].kept = disk.name[i].now;
}

/* ---- the power cut ---- */

enum fate { FATE_ALL, FATE_NONE, FATE_MIXED };

static void sector_survives(struct inode *f, const struct change *c, int64_t from, int64_t to, enum fate fate)
{
    int64_t n = to - from;
    if (fate == FATE_MIXED) {
        uint64_t r = disk_random() % 8;
        if (r < 3)
            return;
        if (r == 3)
            n = (int64_t)(disk_random() % (uint64_t)(n + 1)); /* torn */
    }
    bytes_write(&f->kept, from, c->data + (from - c->at), n);
}

static void change_survives(struct inode *f, const struct change *c, enum fate fate)
{
    if (!c->data) {
        if (fate == FATE_ALL || disk_random() % 2)
            bytes_resize(&f->kept, c->at);
        return;
    }
    for (int64_t from = c->at, end = c->at + c->n; from < end;) {
        int64_t to = (from / SECTOR + 1) * SECTOR;
        if (to > end)
            to = end;
        sector_survives(f, c, from, to, fate);
        from = to;
    }
}

static void inode_survives(struct inode *f)
{
    enum fate fate = (enum fate)(disk_random() % 4); /* mixed twice as often */
    for (const struct change *c = f->first; c && fate != FATE_NONE; c = c->next)
        change_survives(f, c, fate > FATE_MIXED ? FATE_MIXED : fate);
    forget_changes(f);
    bytes_copy(&f->now, &f->kept);
    f->extra = NULL;
}

void disk_power_on(void)
{
    for (int i = 0; i < disk.n_name; i++) {
        struct name *n = &disk.name[i];
        if (n->now)
            inode_survives(n->now);
        if (n->kept && n->kept != n->now)
            inode_survives(n->kept);
        if (n->now != n->kept && disk_random() % 2)
            n->kept = n->now;
        n->now = n->kept;
    }
    disk_set_faults((struct disk_faults){ 0 });
    disk.cut = false;
}

bool disk_is_cut(void) { return disk.cut; }
void disk_cut_now(void) { disk.cut = true; }
int64_t disk_operations(void) { return disk.operations; }

void disk_set_faults(struct disk_faults f)
{
    disk.faults = f;
    disk.failing = 0;
}

/* ---- beginning and images ---- */

void disk_begin(uint64_t seed)
{
    struct arena mem = disk.mem;
    if (!mem.base && !arena_init(&mem, disk_bytes))
        abort();
    arena_reset(&mem, 0);
    memset(&disk, 0, sizeof disk);
    disk.mem = mem;
    disk.random = seed ^ 0x5851f42d4c957f2du;
}

void disk_end(void)
{
    struct arena mem = disk.mem;
    arena_release(&mem);
    memset(&disk, 0, sizeof disk);
}

struct disk_image disk_save(struct arena *mem)
{
    struct disk_image image = { .path = new (mem, str, NAMES_MAX), .bytes = new (mem, str, NAMES_MAX) };
    for (int i = 0; i < disk.n_name; i++) {
        const struct inode *f = disk.name[i].now;
        if (!f)
            continue;
        image.path[image.n] = str_dup(mem, disk.name[i].path);
        image.bytes[image.n++] = str_dup(mem, (str){ f->now.p, (ptrdiff_t)f->now.n });
    }
    return image;
}

void disk_load(const struct disk_image *image)
{
    for (int i = 0; i < image->n; i++) {
        struct name *n = name_made(image->path[i]);
        n->now = n->kept = inode_new();
        bytes_write(&n->now->now, 0, image->bytes[i].s, image->bytes[i].n);
        bytes_write(&n->now->kept, 0, image->bytes[i].s, image->bytes[i].n);
    }
}

/* Linux behind os.h. What is written durably is on the disk, file and folder both, before the function returns.
   Must not know anything of the house above base/. */
#include "os/os.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "os/os_impl.h"

enum { COPY_BYTES = 1 << 16, READ_BYTES = 1 << 14, TOKEN_BYTES = 16, UUID_BYTES = 16 };

/* ---- clock and randomness ---- */

static int64_t clock_us(clockid_t which)
{
    struct timespec t;
    if (clock_gettime(which, &t) != 0)
        abort();
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t real_now(void) { return clock_us(CLOCK_REALTIME); }
static int64_t real_monotonic(void) { return clock_us(CLOCK_MONOTONIC); }

static void real_random(void *p, size_t n)
{
    char *at = p;
    while (n > 0) {
        ssize_t got = getrandom(at, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort(); /* no secret may ever come from a weaker source */
        at += got;
        n -= (size_t)got;
    }
}

const struct os_impl os_real = { .now = real_now, .monotonic = real_monotonic, .random = real_random };
const struct os_impl *os_now_in_force = &os_real;
const struct os_disk *os_disk_in_force;

int64_t os_now(void) { return os_now_in_force->now(); }
int64_t os_monotonic(void) { return os_now_in_force->monotonic(); }
void os_random(void *p, size_t n) { os_now_in_force->random(p, n); }

/* RFC 9562 §5.7, with the part of the millisecond in rand_a (§6.2 method 3). */
str os_uuid7(struct arena *mem)
{
    uint8_t b[UUID_BYTES];
    int64_t at = os_now();
    uint64_t ms = (uint64_t)(at / 1000), part = (uint64_t)(at % 1000) * 4096 / 1000;
    os_random(b, sizeof b);
    for (int i = 0; i < 6; i++)
        b[i] = (uint8_t)(ms >> (40 - 8 * i));
    b[6] = (uint8_t)(0x70 | part >> 8);
    b[7] = (uint8_t)part;
    b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
    str hex = str_to_hex(mem, b, sizeof b);
    return str_fmt(mem, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.s, hex.s + 8, hex.s + 12, hex.s + 16, hex.s + 20);
}

str os_token(struct arena *mem)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t b[TOKEN_BYTES + 2] = { 0 };
    struct buf out = buf_new(mem);
    os_random(b, TOKEN_BYTES);
    for (int bit = 0; bit < TOKEN_BYTES * 8; bit += 6) {
        int two = b[bit / 8] << 8 | b[bit / 8 + 1];
        buf_byte(&out, digit[two >> (10 - bit % 8) & 63]);
    }
    return buf_str(&out);
}

/* ---- errors and paths ---- */

static str reason(struct cx *cx, int e)
{
    switch (e) {
    case ENOENT:
        return tr(cx, "it does not exist");
    case EACCES:
    case EPERM:
        return tr(cx, "permission was denied");
    case ENOSPC:
    case EDQUOT:
        return tr(cx, "the disk is full");
    case EROFS:
        return tr(cx, "the disk is read-only");
    case EISDIR:
        return tr(cx, "it is a folder");
    case ENOTDIR:
        return tr(cx, "a part of the path is not a folder");
    case EEXIST:
        return tr(cx, "it is there already");
    case ENAMETOOLONG:
        return tr(cx, "the path is too long");
    case EIO:
        return tr(cx, "the disk reported an error");
    default:
        return str_dup(cx->mem, str_of(strerror(e)));
    }
}

static result cannot_read(struct cx *cx, str path, int e)
{
    return fail(cx, .kind = ERR_ENV, .code = S("os.read"),
                .message = TRF(cx, "Cannot read {1}: {2}.", path, reason(cx, e)));
}

static result cannot_write(struct cx *cx, str path, int e)
{
    return fail(cx, .kind = ERR_ENV, .code = S("os.write"),
                .message = TRF(cx, "Cannot write {1}: {2}.", path, reason(cx, e)));
}

/* 0 or an errno. A NUL inside would silently name another file. */
static int path_z(char z[PATH_MAX], str path)
{
    if (path.n <= 0)
        return ENOENT;
    if (path.n >= PATH_MAX)
        return ENAMETOOLONG;
    if (memchr(path.s, 0, (size_t)path.n))
        return EINVAL;
    memcpy(z, path.s, (size_t)path.n);
    z[path.n] = 0;
    return 0;
}

static int open_path(str path, int flags)
{
    char z[PATH_MAX];
    int e = path_z(z, path), fd;
    if (e) {
        errno = e;
        return -1;
    }
    do
        fd = open(z, flags | O_CLOEXEC, 0600);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static str folder_of(str path)
{
    ptrdiff_t n = path.n;
    while (n > 0 && path.s[n - 1] != '/')
        n--;
    if (n == 0)
        return S(".");
    return n == 1 ? S("/") : str_sub(path, 0, n - 1);
}

/* ---- reading ---- */

static result too_large(struct cx *cx, str path, size_t max_bytes)
{
    return fail(cx, .kind = ERR_INVALID, .code = S("os.too_large"),
                .message = TRF(cx, "{1} is larger than {2} bytes.", path, str_from_i64(cx->mem, (int64_t)max_bytes)));
}

/* Memory grows with what comes, not with the cap. */
static result read_all(struct cx *cx, int fd, str path, size_t max_bytes, str *out)
{
    struct buf b = buf_new(cx->mem);
    char part[READ_BYTES];
    for (;;) {
        ssize_t n = read(fd, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cannot_read(cx, path, errno);
        if (n == 0)
            break;
        if ((size_t)b.n + (size_t)n > max_bytes)
            return too_large(cx, path, max_bytes);
        buf_put(&b, (str){ part, n });
    }
    *out = buf_str(&b);
    return OK;
}

static result read_elsewhere(struct cx *cx, str path, size_t max_bytes, str *out)
{
    int e = os_disk_in_force->read(cx->mem, path, out);
    if (e)
        return cannot_read(cx, path, e);
    return (size_t)out->n > max_bytes ? too_large(cx, path, max_bytes) : OK;
}

result os_read_file(struct cx *cx, str path, size_t max_bytes, str *out)
{
    if (os_disk_in_force)
        return read_elsewhere(cx, path, max_bytes, out);
    int fd = open_path(path, O_RDONLY);
    if (fd < 0)
        return cannot_read(cx, path, errno);
    result r = read_all(cx, fd, path, max_bytes, out);
    close(fd);
    return r;
}

result os_read_stdin(struct cx *cx, size_t max_bytes, str *out)
{
    return read_all(cx, STDIN_FILENO, tr(cx, "The standard input"), max_bytes, out);
}

/* ---- writing ---- */

static int sync_folder(str folder)
{
    int fd = open_path(folder, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return errno;
    int e = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return e;
}

static int write_all(int fd, str data)
{
    while (data.n > 0) {
        ssize_t n = write(fd, data.s, (size_t)data.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        data = str_sub(data, n, data.n);
    }
    return 0;
}

static int copy_all(int from, int to)
{
    char part[COPY_BYTES];
    for (;;) {
        ssize_t n = read(from, part, sizeof part);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : 0;
        int e = write_all(to, (str){ part, n });
        if (e)
            return e;
    }
}

static int rename_into(str temp, str path)
{
    char from[PATH_MAX], to[PATH_MAX];
    int e = path_z(from, temp);
    if (!e)
        e = path_z(to, path);
    if (!e && rename(from, to) != 0)
        e = errno;
    return e ? e : sync_folder(folder_of(path));
}

/* Either the old content or the whole new one stands at path, also after a power cut. `from` < 0: data is written. */
static result replace(struct cx *cx, str path, int from, str data)
{
    uint64_t r;
    os_random(&r, sizeof r);
    str temp = str_fmt(cx->mem, STR_FMT ".%016llx.tmp", STR_ARG(path), (unsigned long long)r);
    int fd = open_path(temp, O_WRONLY | O_CREAT | O_EXCL);
    if (fd < 0)
        return cannot_write(cx, path, errno);
    int e = from < 0 ? write_all(fd, data) : copy_all(from, fd);
    if (!e && fsync(fd) != 0)
        e = errno;
    if (close(fd) != 0 && !e)
        e = errno;
    if (!e)
        e = rename_into(temp, path);
    if (!e)
        return OK;
    os_remove(temp);
    return cannot_write(cx, path, e);
}

result os_write_file_durable(struct cx *cx, str path, str data)
{
    int e = os_disk_in_force ? os_disk_in_force->replace(path, data) : 0;
    if (e)
        return cannot_write(cx, path, e);
    return os_disk_in_force ? OK : replace(cx, path, -1, data);
}

result os_copy_file_durable(struct cx *cx, str from, str to)
{
    int fd = open_path(from, O_RDONLY);
    if (fd < 0)
        return cannot_read(cx, from, errno);
    result r = replace(cx, to, fd, (str){ 0 });
    close(fd);
    return r;
}

result os_scratch_keep(struct cx *cx, int fd, str path)
{
    if (lseek(fd, 0, SEEK_SET) != 0)
        return cannot_write(cx, path, errno);
    return replace(cx, path, fd, (str){ 0 });
}

/* ---- folders ---- */

static int make_folder(str path)
{
    char z[PATH_MAX];
    struct stat st;
    int e = path_z(z, path);
    if (e)
        return e;
    if (mkdir(z, 0700) == 0)
        return sync_folder(folder_of(path));
    if (errno != EEXIST)
        return errno;
    if (stat(z, &st) != 0)
        return errno;
    return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
}

void os_keep_private(void) { umask(S_IRWXG | S_IRWXO); }

result os_mkdirs(struct cx *cx, str path)
{
    if (os_disk_in_force)
        return OK; /* it has names, no folders */
    for (ptrdiff_t i = 1; i <= path.n; i++) {
        if (i < path.n && path.s[i] != '/')
            continue;
        int e = make_folder(str_sub(path, 0, i));
        if (e)
            return cannot_write(cx, path, e);
    }
    return path.n > 0 ? OK : cannot_write(cx, path, ENOENT);
}

struct names {
    str *name;
    int n, cap;
};

static void names_add(struct arena *mem, struct names *all, str name)
{
    if (all->n == all->cap) {
        int cap = all->cap ? 2 * all->cap : 64;
        str *more = new (mem, str, cap);
        if (all->n > 0)
            memcpy(more, all->name, (size_t)all->n * sizeof *more);
        all->name = more;
        all->cap = cap;
    }
    all->name[all->n++] = str_dup(mem, name);
}

static int by_name(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

result os_list_dir(struct cx *cx, str path, str **names, int *n)
{
    struct names all = { 0 };
    struct dirent *entry;
    int fd = open_path(path, O_RDONLY | O_DIRECTORY);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        int e = errno;
        if (fd >= 0)
            close(fd);
        return cannot_read(cx, path, e);
    }
    errno = 0;
    while ((entry = readdir(dir))) {
        str name = str_of(entry->d_name);
        if (!str_eq(name, S(".")) && !str_eq(name, S("..")))
            names_add(cx->mem, &all, name);
        errno = 0;
    }
    int e = errno;
    closedir(dir);
    if (e)
        return cannot_read(cx, path, e);
    if (all.n > 1)
        qsort(all.name, (size_t)all.n, sizeof *all.name, by_name);
    *names = all.name;
    *n = all.n;
    return OK;
}

bool os_exists(str path)
{
    char z[PATH_MAX];
    if (os_disk_in_force)
        return os_disk_in_force->exists(path);
    return path_z(z, path) == 0 && access(z, F_OK) == 0;
}

bool os_remove(str path)
{
    char z[PATH_MAX];
    if (os_disk_in_force)
        return os_disk_in_force->remove(path);
    return path_z(z, path) == 0 && unlink(z) == 0;
}

str os_env(struct arena *mem, const char *name) { return str_dup(mem, str_of(getenv(name))); }

/* Private temporary files: with a path for libraries that insist on one, without a name for answers too large for
   memory. */
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

result os_temp_file(struct cx *cx, str *path)
{
    str folder = os_env(cx->mem, "TMPDIR");
    if (folder.n == 0)
        folder = S("/tmp");
    str made = str_join(cx->mem, (const str[]){ folder, S("hoptac-XXXXXX") }, 2, S("/"));
    char *z = arena_bytes(cx->mem, (size_t)made.n + 1, 1);
    memcpy(z, made.s, (size_t)made.n);
    z[made.n] = 0;
    int fd = mkostemp(z, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return fail(cx, .kind = ERR_ENV, .code = S("os.temp"),
                    .message = TRF(cx, "Cannot make a temporary file in {1}.", folder),
                    .hint = tr(cx, "Check free space and permissions, or set TMPDIR."));
    close(fd);
    *path = (str){ z, made.n };
    return OK;
}

result os_scratch_open(struct cx *cx, int *fd)
{
    str path;
    TRY(os_temp_file(cx, &path));
    *fd = open(str_z(cx->mem, path), O_RDWR | O_CLOEXEC);
    os_remove(path);
    return *fd >= 0 ? OK
                    : fail(cx, .kind = ERR_ENV, .code = S("os.temp"),
                           .message = TRF(cx, "The file {1} cannot be read.", path));
}

static result scratch_broken(struct cx *cx)
{
    return fail(cx, .kind = ERR_ENV, .code = S("os.temp"),
                .message = tr(cx, "A temporary file could not be written or read."),
                .hint = tr(cx, "Check free space and permissions, or set TMPDIR."));
}

result os_scratch_write(struct cx *cx, int fd, str data)
{
    for (ptrdiff_t at = 0; at < data.n;) {
        ssize_t n = write(fd, data.s + at, (size_t)(data.n - at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return scratch_broken(cx);
        at += n;
    }
    return OK;
}

result os_scratch_read(struct cx *cx, int fd, size_t max, str *out, bool *all)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return scratch_broken(cx);
    *all = (size_t)st.st_size <= max;
    if (!*all)
        return OK;
    char *to = arena_bytes(cx->mem, (size_t)st.st_size + 1, 1);
    for (off_t at = 0; at < st.st_size;) {
        ssize_t n = pread(fd, to + at, (size_t)(st.st_size - at), at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return scratch_broken(cx);
        at += n;
    }
    *out = (str){ to, st.st_size };
    return OK;
}

void os_close(int fd) { close(fd); }

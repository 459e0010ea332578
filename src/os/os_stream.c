/* Files that are not read into memory: handed on as a descriptor, for answers that are streamed, which the caller (or
   the library it gives it to) closes; or mapped. */
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

result os_open_for_reading(struct cx *cx, str path, int *fd, int64_t *size)
{
    struct stat st;
    int f = open(str_z(cx->mem, path), O_RDONLY | O_CLOEXEC);
    if (f >= 0 && fstat(f, &st) == 0 && S_ISREG(st.st_mode)) {
        *fd = f;
        *size = st.st_size;
        return OK;
    }
    if (f >= 0)
        close(f);
    return fail(cx, .kind = ERR_ENV, .code = S("os.open"), .field = path,
                .message = TRF(cx, "The file {1} cannot be read.", path));
}

result os_map_file(struct cx *cx, str path, str *out)
{
    int fd;
    int64_t size;
    *out = (str){ 0 };
    TRY(os_open_for_reading(cx, path, &fd, &size));
    void *p = size ? mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (p == MAP_FAILED)
        return fail(cx, .kind = ERR_ENV, .code = S("os.open"), .field = path,
                    .message = TRF(cx, "The file {1} cannot be read.", path));
    *out = (str){ p, size };
    return OK;
}

void os_unmap(str bytes)
{
    if (bytes.n)
        munmap((void *)(uintptr_t)bytes.s, (size_t)bytes.n);
}

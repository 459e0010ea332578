/* A file handed on as a descriptor, for answers that are streamed. The caller (or the library it gives it to) closes
   it. */
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
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

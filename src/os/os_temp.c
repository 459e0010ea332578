/* A private temporary file for libraries that insist on a path. The caller removes it with os_remove. */
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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

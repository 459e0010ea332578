/* All rows through one buffer into a scratch file: memory stays flat whatever their number. The buffer is made before
   the first row, because the writer gives its memory back after each. */
#include "features/trust/backup/backup.h"

#include "os/os.h"

enum { BUFFER = 256 << 10 };

struct filing {
    int64_t org_id;
    str org_code;
    char *at;
    ptrdiff_t n;
    int fd;
};

static result flush(struct cx *cx, struct filing *f)
{
    TRY(os_scratch_write(cx, f->fd, (str){ f->at, f->n }));
    f->n = 0;
    return OK;
}

static result keep(struct cx *cx, void *arg, str bytes)
{
    struct filing *f = arg;
    if (f->n + bytes.n > BUFFER)
        TRY(flush(cx, f));
    if (bytes.n > BUFFER)
        return os_scratch_write(cx, f->fd, bytes);
    memcpy(f->at + f->n, bytes.s, (size_t)bytes.n);
    f->n += bytes.n;
    return OK;
}

static result rows_work(struct cx *cx, struct db *db, void *arg)
{
    struct filing *f = arg;
    TRY(backup_write_rows(cx, db, f->org_id, f->org_code, keep, f));
    return flush(cx, f);
}

result backup_rows_file(struct cx *cx, struct store *s, int64_t org_id, str org_code, int *fd)
{
    struct filing f = { .org_id = org_id, .org_code = org_code, .at = arena_bytes(cx->mem, BUFFER, 1) };
    TRY(os_scratch_open(cx, &f.fd));
    result r = store_read(s, cx, DB_SCOPE_ALL, rows_work, &f);
    if (r.ok)
        *fd = f.fd;
    else
        os_close(f.fd);
    return r;
}

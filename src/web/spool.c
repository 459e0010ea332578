/* See spool.h. */
#include "web/spool.h"

#include "os/os.h"

enum { BUFFER = 256 << 10 };

struct spool spool_new(struct cx *cx) { return (struct spool){ .at = arena_bytes(cx->mem, BUFFER, 1) }; }

static result flush(struct cx *cx, struct spool *s)
{
    if (!s->fd)
        TRY(os_scratch_open(cx, &s->fd));
    TRY(os_scratch_write(cx, s->fd, (str){ s->at, s->n }));
    s->n = 0;
    return OK;
}

result spool_put(struct cx *cx, struct spool *s, str bytes)
{
    while (bytes.n > BUFFER - s->n) {
        ptrdiff_t room = BUFFER - s->n;
        memcpy(s->at + s->n, bytes.s, (size_t)room);
        s->n = BUFFER;
        bytes = str_sub(bytes, room, bytes.n);
        TRY(flush(cx, s));
    }
    if (bytes.n)
        memcpy(s->at + s->n, bytes.s, (size_t)bytes.n);
    s->n += bytes.n;
    return OK;
}

result spool_send(struct web *w, struct spool *s, str file_name, str content_type)
{
    if (s->fd)
        TRY(flush(w->cx, s));
    TRY(web_file(w, file_name, content_type, (str){ s->at, s->n }, false));
    w->rs->file_fd = s->fd;
    s->fd = 0;
    return OK;
}

void spool_drop(struct spool *s)
{
    if (s->fd)
        os_close(s->fd);
    s->fd = 0;
}

/* The door to the world: clock, randomness, files, processes. os_linux.c is the real one; os_sim.c answers
   from one seed. Nothing outside os/ calls time(), random(), open() or their kin. */
#ifndef OS_OS_H
#define OS_OS_H

#include "base/cx.h"

int64_t os_now(void);       /* microseconds UTC, wall clock */
int64_t os_monotonic(void); /* microseconds, for intervals */
void os_random(void *p, size_t n);
str os_uuid7(struct arena *mem); /* "0190…-7…": time-ordered, lower case */
str os_token(struct arena *mem); /* 22 characters of base64url: 128 random bits, for URLs, QR and sessions */

/* Files. All fail with ERR_ENV and the path in the message. Paths are views. */
result os_read_file(struct cx *cx, str path, size_t max_bytes, str *out); /* larger than max: ERR_INVALID */
result os_write_file_durable(struct cx *cx, str path, str data); /* temp + fsync + rename + fsync dir; mode 0600 */
result os_mkdirs(struct cx *cx, str path);                       /* 0700 */
/* Splits the process before any thread or store exists. In the copy: *copy = true, and it goes on to serve. The
   original returns only at the end, with *copy = false and in *code what its last copy exited with: it passes SIGINT
   and SIGTERM on and, when a copy dies of any other signal, says so on standard error and splits again, after 1, 2, 4 …
   30 seconds (a copy that lived a minute starts this anew). Copies die with the original. ERR_ENV when it cannot split.
 */
result os_supervise(struct cx *cx, bool *copy, int *code);
void os_keep_private(void); /* whatever this process creates from now on, only its user may open */
/* A regular file as a descriptor that the caller closes, and its size. For answers that are streamed. */
result os_open_for_reading(struct cx *cx, str path, int *fd, int64_t *size);
result os_list_dir(struct cx *cx, str path, str **names, int *n); /* sorted, without . and .. */
result os_copy_file_durable(struct cx *cx, str from, str to);
/* A new empty private file under TMPDIR or /tmp, for libraries that want a path; the caller removes it. */
result os_temp_file(struct cx *cx, str *path);
/* A private file without a name, for answers too large for memory: it is gone when closed. The caller closes it, or
   hands it on (struct response.file_fd). */
result os_scratch_open(struct cx *cx, int *fd);
result os_scratch_write(struct cx *cx, int fd, str data);
/* Everything in it when that is at most max bytes; else *all = false and nothing is read. */
result os_scratch_read(struct cx *cx, int fd, size_t max, str *out, bool *all);
/* All of it as a file at path, durable as os_write_file_durable. The descriptor stays open. */
result os_scratch_keep(struct cx *cx, int fd, str path);
void os_close(int fd);
/* A file of any size as bytes to read, without reading it: pages come as they are touched. Ends with os_unmap. */
result os_map_file(struct cx *cx, str path, str *out);
void os_unmap(str bytes);
bool os_exists(str path);
bool os_remove(str path);
result os_read_stdin(struct cx *cx, size_t max_bytes, str *out);
str os_env(struct arena *mem, const char *name); /* empty when unset */

#endif

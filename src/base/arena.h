/* A region of memory freed all at once. Address space is reserved, pages are touched lazily, the cap is hard.
   new() zeroes and never returns NULL: when the region is full, the arena leaves through `*oom` (the only
   longjmp of the program) or, without one, aborts. Debug builds poison the unused rest. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    char *base;
    size_t used, cap, touched;
    jmp_buf *oom;
    int64_t fail_at; /* tests: the fail_at-th allocation from now fails; 0 = never */
};

#define ARENA_REQUEST ((size_t)64 << 20)

/* Reserves cap bytes. False when the system refuses. Release with arena_release. */
bool arena_init(struct arena *a, size_t cap);
void arena_release(struct arena *a);

/* Forgets everything since mark; memory touched beyond a generous bound goes back to the system. */
size_t arena_mark(const struct arena *a);
void arena_reset(struct arena *a, size_t mark);

/* n items of size bytes, zeroed, aligned to 16. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
/* Raw bytes, not zeroed; align is a power of two. */
char *arena_bytes(struct arena *a, size_t n, size_t align);
/* Grows the newest block in place; false when p is not the newest. */
bool arena_extend(struct arena *a, const void *p, size_t old_n, size_t new_n);

#define new(a, T, n) ((T *)arena_alloc((a), (size_t)(n), sizeof(T)))

#endif

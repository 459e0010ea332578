/* mmap-backed regions. The kernel gives zero pages lazily, so a 64 MiB cap costs nothing until used. */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { KEEP = 1 << 20 }; /* bytes an idle arena may hold on to */

bool arena_init(struct arena *a, size_t cap)
{
    assert(cap > 0);
    void *p = mmap(NULL, cap, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return false;
    *a = (struct arena){ .base = p, .cap = cap };
    POISON(p, cap);
    return true;
}

void arena_release(struct arena *a)
{
    if (!a->base)
        return;
    UNPOISON(a->base, a->cap);
    munmap(a->base, a->cap);
    *a = (struct arena){ 0 };
}

size_t arena_mark(const struct arena *a) { return a->used; }

void arena_reset(struct arena *a, size_t mark)
{
    assert(mark <= a->used);
    a->used = mark;
    POISON(a->base + mark, a->touched - mark);
    if (mark == 0 && a->touched > KEEP) {
        madvise(a->base + KEEP, a->touched - KEEP, MADV_DONTNEED);
        a->touched = KEEP;
    }
}

[[gnu::noreturn]] static void full(struct arena *a)
{
    if (a->oom)
        longjmp(*a->oom, 1);
    abort();
}

char *arena_bytes(struct arena *a, size_t n, size_t align)
{
    size_t at = (a->used + align - 1) & ~(align - 1);
    if (a->fail_at && --a->fail_at == 0)
        full(a);
    if (at > a->cap || n > a->cap - at)
        full(a);
    a->used = at + n;
    if (a->used > a->touched)
        a->touched = a->used;
    UNPOISON(a->base + at, n);
    return a->base + at;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        full(a);
    return memset(arena_bytes(a, bytes, 16), 0, bytes);
}

bool arena_extend(struct arena *a, const void *p, size_t old_n, size_t new_n)
{
    const char *b = p;
    if (b < a->base || b + old_n != a->base + a->used || new_n - old_n > a->cap - a->used)
        return false;
    (void)arena_bytes(a, new_n - old_n, 1);
    return true;
}

/* What every fuzz target shares: an arena that is empty again for each input, and what a broken property does. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline struct arena *fuzz_arena(void)
{
    static struct arena mem;
    if (!mem.base && !arena_init(&mem, ARENA_REQUEST))
        abort();
    arena_reset(&mem, 0);
    return &mem;
}

static inline str fuzz_str(const uint8_t *data, size_t size) { return (str){ (const char *)data, (ptrdiff_t)size }; }

#define FUZZ_EXPECT(what)                                                          \
    do {                                                                           \
        if (!(what)) {                                                             \
            fprintf(stderr, "%s:%d: property: %s\n", __FILE__, __LINE__, #what);   \
            abort();                                                               \
        }                                                                          \
    } while (0)

#endif

/* Property tests: a small random source whose seed is printed, so that a failure can be replayed with HOPTAC_SEED=….
   cmocka wants its includes in a fixed order, so this header brings them. */
#ifndef TESTS_KIT_PROP_H
#define TESTS_KIT_PROP_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>
/* cx.h has its own fail(cx, …); cmocka's fail_msg goes through the name. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                           \
    do {                                                        \
        print_error("ERROR: " __VA_ARGS__);                     \
        print_error("\n");                                      \
        _fail(__FILE__, __LINE__);                              \
    } while (0)

#include "base/arena.h"
#include "base/str.h"

struct prop {
    uint64_t state, seed;
};

static inline struct prop prop_new(const char *what)
{
    const char *given = getenv("HOPTAC_SEED");
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)t.tv_sec * 1000003 + (uint64_t)t.tv_nsec;
    printf("%s: HOPTAC_SEED=%" PRIu64 "\n", what, seed);
    return (struct prop){ seed, seed };
}

static inline uint64_t prop_u64(struct prop *p) /* splitmix64 */
{
    uint64_t z = p->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0..n-1 */
static inline int prop_below(struct prop *p, int n) { return (int)(prop_u64(p) % (uint64_t)n); }

/* Any int64, all magnitudes equally likely, the ends included. */
static inline int64_t prop_i64(struct prop *p)
{
    static const int64_t edge[] = { 0, 1, -1, INT64_MAX, INT64_MIN, 1000, -1000 };
    if (prop_below(p, 16) == 0)
        return edge[prop_below(p, (int)(sizeof edge / sizeof *edge))];
    return (int64_t)prop_u64(p) >> prop_below(p, 64);
}

/* One arena for a test's main. */
static inline struct arena *prop_arena(void)
{
    static struct arena a;
    if (!a.base && !arena_init(&a, ARENA_REQUEST))
        abort();
    return &a;
}

#define assert_str(a, z)                                                                                 \
    do {                                                                                                 \
        str got_ = (a), want_ = str_of(z);                                                               \
        if (!str_eq(got_, want_)) {                                                                      \
            fail_msg("got \"" STR_FMT "\"\nnot \"" STR_FMT "\"", STR_ARG(got_), STR_ARG(want_));           \
        }                                                                                                \
    } while (0)

#endif

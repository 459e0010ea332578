/* The simulated clock and randomness. Must not read anything from the world: two runs of one seed are the same run. */
#include "os/os_sim.h"

#include <assert.h>

#include "os/os_impl.h"

enum { STEP_BITS_MAX = 21 };                      /* about 2 s */
static const int64_t start_at = 1772413200000000; /* 2026-03-02T01:00:00Z */

/* Test state: one simulated world in a process, used by one thread. */
static struct {
    uint64_t state;
    int64_t at;
} sim;

static uint64_t next(void) /* splitmix64 */
{
    uint64_t z = sim.state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static int64_t sim_now(void)
{
    uint64_t bits = next() % (STEP_BITS_MAX + 1);
    sim.at += 1 + (int64_t)(next() & ((1u << bits) - 1));
    return sim.at;
}

static void sim_random(void *p, size_t n)
{
    char *at = p;
    while (n > 0) {
        uint64_t r = next();
        size_t part = n < sizeof r ? n : sizeof r;
        memcpy(at, &r, part);
        at += part;
        n -= part;
    }
}

static const struct os_impl os_simulated = { .now = sim_now, .monotonic = sim_now, .random = sim_random };

void os_sim_begin(uint64_t seed)
{
    sim.state = seed;
    sim.at = start_at;
    os_now_in_force = &os_simulated;
}

void os_sim_advance(int64_t microseconds)
{
    assert(microseconds >= 0);
    sim.at += microseconds;
}

void os_sim_disk(const struct os_disk *disk) { os_disk_in_force = disk; }

void os_sim_end(void)
{
    os_now_in_force = &os_real;
    os_disk_in_force = NULL;
}

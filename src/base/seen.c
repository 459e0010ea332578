/* See seen.h. Open addressing, at most half full. */
#include "base/seen.h"

#include <assert.h>

static uint64_t mix(uint64_t z) /* splitmix64 */
{
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint64_t seen_i64(uint64_t key, int64_t v) { return mix(key ^ mix((uint64_t)v)); }

uint64_t seen_text(uint64_t key, str s)
{
    key = seen_i64(key, s.n);
    for (ptrdiff_t i = 0; i < s.n; i++)
        key = (key ^ (unsigned char)s.s[i]) * 0x100000001b3u;
    return mix(key);
}

struct seen seen_new(struct arena *mem, int64_t room)
{
    struct seen t = { .mask = 15 };
    while (t.mask + 1 < (uint64_t)room * 2)
        t.mask = t.mask * 2 + 1;
    t.slot = new (mem, struct seen_slot, t.mask + 1);
    return t;
}

static struct seen_slot *place(const struct seen *t, uint64_t key)
{
    uint64_t at = key & t->mask;
    while (t->slot[at].key && t->slot[at].key != key)
        at = (at + 1) & t->mask;
    return &t->slot[at];
}

static uint64_t never_zero(uint64_t key) { return key ? key : 1; }

void seen_grow(struct seen *t, struct arena *mem, int64_t more)
{
    if ((uint64_t)(t->n + more) * 2 <= t->mask + 1)
        return;
    struct seen big = seen_new(mem, (t->n + more) * 2);
    for (uint64_t i = 0; i <= t->mask; i++)
        if (t->slot[i].key)
            seen_put(&big, t->slot[i].key, t->slot[i].value);
    *t = big;
}

int64_t seen_find(const struct seen *t, uint64_t key)
{
    const struct seen_slot *s = place(t, never_zero(key));
    return s->key ? s->value : 0;
}

void seen_put(struct seen *t, uint64_t key, int64_t value)
{
    struct seen_slot *s = place(t, never_zero(key));
    assert((uint64_t)t->n < t->mask);
    t->n += s->key == 0;
    *s = (struct seen_slot){ never_zero(key), value };
}

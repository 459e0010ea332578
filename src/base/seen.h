/* What has been seen before: texts by a 64-bit digest, each with a number. Constant time, sixteen bytes a text. Two
   different texts with one digest are as likely as one in 2^64 for each pair. */
#ifndef BASE_SEEN_H
#define BASE_SEEN_H

#include "base/arena.h"
#include "base/str.h"

struct seen {
    struct seen_slot {
        uint64_t key; /* 0 = empty */
        int64_t value;
    } * slot;
    uint64_t mask; /* slots - 1, a power of two */
    int64_t n;
};

/* Digests of several things are those of one after the other: seen_text(seen_i64(0, day), name). */
uint64_t seen_i64(uint64_t key, int64_t v);
uint64_t seen_text(uint64_t key, str s);

/* Room for so many; more need seen_grow. */
struct seen seen_new(struct arena *mem, int64_t room);
/* Makes room for `more` when they do not fit any more; the old slots stay behind in the arena. */
void seen_grow(struct seen *t, struct arena *mem, int64_t more);
/* The number that came with it; 0 = not seen. */
int64_t seen_find(const struct seen *t, uint64_t key);
void seen_put(struct seen *t, uint64_t key, int64_t value);

#endif

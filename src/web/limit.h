/* How often somebody may try: a bucket of tokens for each key (a login, an address) in fixed memory. Keys are hashed
   under a random secret, so nobody can aim at another's bucket. When there are more keys than buckets, the fullest
   bucket is forgotten, which can only make the limit more generous to its owner. */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include "base/str.h"

#include <pthread.h>

enum { LIMIT_SETS = 512, LIMIT_WAYS = 8 };

struct limit {
    pthread_mutex_t lock;
    uint8_t secret[16];
    int64_t burst;       /* tokens of a full bucket */
    int64_t refill_us;   /* one token comes back in this time */
    struct limit_bucket {
        uint64_t key;    /* 0 = unused */
        int64_t full_at; /* when the bucket will be full again: all that has to be kept */
    } bucket[LIMIT_SETS][LIMIT_WAYS];
};

void limit_init(struct limit *l, int burst, int64_t refill_us);
void limit_release(struct limit *l);
/* Takes a token; false when there is none. *wait_us (may be NULL): how long until there is one. now: monotonic µs. */
bool limit_take(struct limit *l, str key, int64_t now, int64_t *wait_us);
/* A successful log-in forgives what came before. */
void limit_forgive(struct limit *l, str key);

#endif

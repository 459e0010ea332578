/* Token buckets, each one number: the time at which it will be full again. No allocation, no growth, one short lock. */
#include "web/limit.h"

#include "os/os.h"

#include <sodium.h>

void limit_init(struct limit *l, int burst, int64_t refill_us)
{
    *l = (struct limit){ .burst = burst > 0 ? burst : 1, .refill_us = refill_us > 0 ? refill_us : 1 };
    pthread_mutex_init(&l->lock, NULL);
    os_random(l->secret, sizeof l->secret);
}

void limit_release(struct limit *l) { pthread_mutex_destroy(&l->lock); }

static uint64_t hash(const struct limit *l, str key)
{
    _Static_assert(crypto_shorthash_BYTES == sizeof(uint64_t) && crypto_shorthash_KEYBYTES == 16, "SipHash-2-4");
    uint64_t h;
    const unsigned char *in = (const unsigned char *)(key.s ? key.s : "");
    crypto_shorthash((unsigned char *)&h, in, (unsigned long long)key.n, l->secret);
    return h ? h : 1;
}

/* The bucket of this key, or the one to give up for it. */
static struct limit_bucket *bucket_for(struct limit *l, uint64_t key)
{
    struct limit_bucket *set = l->bucket[key % LIMIT_SETS], *fullest = set;
    for (int i = 0; i < LIMIT_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].full_at < fullest->full_at)
            fullest = &set[i];
    }
    *fullest = (struct limit_bucket){ key, 0 };
    return fullest;
}

bool limit_take(struct limit *l, str key, int64_t now, int64_t *wait_us)
{
    uint64_t h = hash(l, key);
    pthread_mutex_lock(&l->lock);
    struct limit_bucket *b = bucket_for(l, h);
    int64_t full_at = (b->full_at > now ? b->full_at : now) + l->refill_us;
    int64_t late = full_at - now - l->burst * l->refill_us;
    if (late <= 0)
        b->full_at = full_at;
    pthread_mutex_unlock(&l->lock);
    if (wait_us)
        *wait_us = late > 0 ? late : 0;
    return late <= 0;
}

void limit_forgive(struct limit *l, str key)
{
    uint64_t h = hash(l, key);
    pthread_mutex_lock(&l->lock);
    bucket_for(l, h)->full_at = 0;
    pthread_mutex_unlock(&l->lock);
}

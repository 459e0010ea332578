/* Workers: each takes a complete request, decodes it, lets the application answer, and hands the answer back. After
   MHD_resume_connection a worker never touches connection or slot again: the event loop owns them. */
#include "base/arena.h"
#include "os/os.h"
#include "web/http_server.h"

enum {
    SLOTS_EXTRA = 48,
    SLOTS_PER_WORKER = 16,
    HEAD_ROOM = 1 << 20, /* of a slot's memory, for headers and their table */
    BODIES = 8,          /* largest bodies held at once, as a multiple of body_max */
};

static struct MHD_Response *answer(struct worker *w, struct slot *slot)
{
    struct http_server *s = slot->server;
    jmp_buf oom;
    w->mem.oom = &oom;
    if (setjmp(oom)) {
        slot->status = 503;
        return reply_refusal(503);
    }
    struct cx cx = cx_new(&w->mem, LANG_VI, os_now());
    struct response rs = { .status = 200 };
    int refused = slot_decode(slot, &w->mem);
    if (refused) {
        slot->status = refused;
        return reply_refusal(refused);
    }
    s->fn(s->app, &cx, &slot->rq, &rs);
    slot->status = rs.status;
    struct MHD_Response *reply = reply_make(&cx, &slot->rq, &rs);
    if (!reply)
        slot->status = 503;
    return reply ? reply : reply_refusal(503);
}

static void work(struct worker *w, struct slot *slot)
{
    struct MHD_Connection *mhd = slot->mhd;
    slot->reply = answer(w, slot);
    slot->done = true;
    w->mem.oom = NULL;
    arena_reset(&w->mem, 0);
    MHD_resume_connection(mhd);
}

static struct slot *wait_for_work(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->first && !p->stop)
        pthread_cond_wait(&p->ready, &p->lock);
    struct slot *slot = p->first;
    if (slot) {
        p->first = slot->next;
        if (!p->first)
            p->last = NULL;
    }
    pthread_mutex_unlock(&p->lock);
    return slot;
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    for (struct slot *slot; (slot = wait_for_work(&w->server->pool));)
        work(w, slot);
    return NULL;
}

bool pool_start(struct pool *p, struct arena *mem, struct http_server *s)
{
    *p = (struct pool){ .n_workers = s->cfg.workers, .body_bytes_max = s->cfg.body_max * BODIES };
    p->n_all = p->n_workers * SLOTS_PER_WORKER + SLOTS_EXTRA;
    p->uploading_max = p->n_all * 3 / 4;
    p->all = new(mem, struct slot, p->n_all);
    p->worker = new(mem, struct worker, p->n_workers);
    for (int i = 0; i < p->n_all; i++) {
        p->all[i].server = s;
        p->all[i].next = p->free;
        p->free = &p->all[i];
    }
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->ready, NULL);
    for (; p->n_started < p->n_workers; p->n_started++) {
        struct worker *w = &p->worker[p->n_started];
        w->server = s;
        if (!arena_init(&w->mem, ARENA_REQUEST) || pthread_create(&w->thread, NULL, worker_main, w))
            return false;
    }
    return true;
}

void pool_stop(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->ready);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_started; i++)
        pthread_join(p->worker[i].thread, NULL);
    for (int i = 0; i < p->n_workers; i++)
        arena_release(&p->worker[i].mem);
}

void pool_release(struct pool *p)
{
    for (int i = 0; i < p->n_all; i++)
        arena_release(&p->all[i].mem);
    pthread_cond_destroy(&p->ready);
    pthread_mutex_destroy(&p->lock);
}

struct slot *pool_take(struct pool *p, bool upload)
{
    pthread_mutex_lock(&p->lock);
    bool full = p->stop || (upload && p->n_uploading >= p->uploading_max);
    struct slot *slot = full ? NULL : p->free;
    if (slot) {
        p->free = slot->next;
        p->n_used++;
        p->n_uploading += upload;
    }
    pthread_mutex_unlock(&p->lock);
    if (!slot)
        return NULL;
    struct arena mem = slot->mem;
    *slot = (struct slot){ .server = slot->server, .mem = mem, .uploading = upload };
    if (!slot->mem.base && !arena_init(&slot->mem, slot->server->cfg.body_max + HEAD_ROOM)) {
        pool_give_back(slot);
        return NULL;
    }
    return slot;
}

void pool_upload_ended(struct slot *slot)
{
    struct pool *p = &slot->server->pool;
    pthread_mutex_lock(&p->lock);
    p->n_uploading -= slot->uploading;
    slot->uploading = false;
    pthread_mutex_unlock(&p->lock);
}

void pool_give_back(struct slot *slot)
{
    struct pool *p = &slot->server->pool;
    if (slot->reply)
        MHD_destroy_response(slot->reply); /* nobody was left to read it */
    slot->reply = NULL;
    if (slot->mem.base)
        arena_reset(&slot->mem, 0);
    pthread_mutex_lock(&p->lock);
    p->n_uploading -= slot->uploading;
    p->body_bytes -= slot->body_n;
    p->n_used--;
    slot->next = p->free;
    p->free = slot;
    pthread_mutex_unlock(&p->lock);
}

bool pool_may_store(struct pool *p, size_t bytes)
{
    pthread_mutex_lock(&p->lock);
    bool may = p->body_bytes + bytes <= p->body_bytes_max;
    p->body_bytes += may ? bytes : 0;
    pthread_mutex_unlock(&p->lock);
    return may;
}

bool pool_submit(struct slot *slot)
{
    struct pool *p = &slot->server->pool;
    slot->next = NULL;
    pthread_mutex_lock(&p->lock);
    if (p->stop) {
        pthread_mutex_unlock(&p->lock);
        return false;
    }
    if (p->last)
        p->last->next = slot;
    else
        p->first = slot;
    p->last = slot;
    pthread_cond_signal(&p->ready);
    pthread_mutex_unlock(&p->lock);
    return true;
}

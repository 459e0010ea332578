/* Time limits of connections. libmicrohttpd 0.9.75 knows only inactivity, so a client that sends a byte now and then
   holds its connection for ever; here every state has an absolute end, checked once a second, and shutdown(2) makes
   the library close. It must not close descriptors itself: they belong to the library until watch_close. */
#include "os/os.h"
#include "web/http_server.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <sys/socket.h>

enum {
    SECOND = 1000000,
    PACE = 16384,      /* bytes a second that count as decent */
    IDLE_SECONDS = 60, /* between requests, unless the deadline is shorter */
    SLACK = 64,        /* connections cut but not yet closed */
};

/* Without lingering, so that the kernel keeps nothing for somebody who does not read. */
static void cut(struct conn *c, int64_t now)
{
    struct linger none = { .l_onoff = 1 };
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    shutdown(c->fd, SHUT_RDWR);
    c->deadline = now + SECOND; /* and again, should it still be there */
}

/* Bytes that the other end has taken since the connection began; 0 when the kernel does not say. */
static int64_t taken(int fd)
{
    struct tcp_info info = { 0 };
    socklen_t n = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 ? (int64_t)info.tcpi_bytes_acked : 0;
}

/* A reader that keeps a decent pace may go on, however much there is to read. */
static bool reads_on(struct conn *c, int64_t now)
{
    if (c->state != CONN_WRITING || c->since < 0)
        return false;
    c->deadline = c->since + c->watch->read_us + (taken(c->fd) - c->taken_before) * SECOND / PACE;
    return c->deadline > now;
}

static void check(struct watch *w)
{
    int64_t now = os_monotonic();
    for (int i = 0; i < w->n_all; i++) {
        struct conn *c = &w->all[i];
        if (c->state != CONN_FREE && c->deadline && c->deadline <= now && !reads_on(c, now))
            cut(c, now);
    }
}

static void *watch_main(void *arg)
{
    struct watch *w = arg;
    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        int64_t until = os_monotonic() + SECOND;
        struct timespec ts = { .tv_sec = until / SECOND, .tv_nsec = until % SECOND * 1000 };
        pthread_cond_timedwait(&w->wake, &w->lock, &ts);
        check(w);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

bool watch_start(struct watch *w, struct arena *mem, const struct http_config *cfg)
{
    pthread_condattr_t attr;
    *w = (struct watch){ .n_max = cfg->connections_max, .n_all = cfg->connections_max + SLACK };
    w->per_address = w->n_max / 4 > 8 ? w->n_max / 4 : 8;
    w->read_us = (int64_t)cfg->deadline_seconds * SECOND;
    w->idle_us = w->read_us < (int64_t)IDLE_SECONDS * SECOND ? w->read_us : (int64_t)IDLE_SECONDS * SECOND;
    w->all = new(mem, struct conn, w->n_all);
    for (int i = w->n_all; i--;) {
        w->all[i].watch = w;
        w->all[i].next = w->free;
        w->free = &w->all[i];
    }
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attr);
    pthread_condattr_destroy(&attr);
    return pthread_create(&w->thread, NULL, watch_main, w) == 0;
}

void watch_stop(struct watch *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
}

/* ---- who has to go ---- */

/* The longest in that state; of one address when it is given. */
static struct conn *oldest(struct watch *w, enum conn_state state, const char *address)
{
    struct conn *found = NULL;
    for (int i = 0; i < w->n_all; i++) {
        struct conn *c = &w->all[i];
        bool here = c->state == state && (!address || !memcmp(c->address, address, sizeof c->address));
        if (here && (!found || c->since < found->since))
            found = c;
    }
    return found;
}

static int idle_of(const struct watch *w, const char *address)
{
    int n = 0;
    for (int i = 0; i < w->n_all; i++)
        n += w->all[i].state == CONN_IDLE && !memcmp(w->all[i].address, address, sizeof w->all[i].address);
    return n;
}

/* The one cut is counted out at once, although its descriptor closes a moment later. */
static void evict(struct watch *w, struct conn *c)
{
    if (!c)
        return;
    cut(c, os_monotonic());
    c->state = CONN_WRITING;
    w->n_used--;
    c->since = -1;
}

static void make_room(struct watch *w, const char *address)
{
    if (idle_of(w, address) >= w->per_address)
        evict(w, oldest(w, CONN_IDLE, address));
    if (w->n_used < w->n_max)
        return;
    struct conn *c = oldest(w, CONN_IDLE, NULL);
    evict(w, c ? c : oldest(w, CONN_READING, NULL));
}

/* ---- states ---- */

static void name_peer(struct conn *c, const struct sockaddr *sa)
{
    static const char v4_mapped[12] = { [10] = (char)0xff, [11] = (char)0xff };
    memset(c->address, 0, sizeof c->address);
    c->peer[0] = 0;
    if (sa->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)sa;
        memcpy(c->address, v4_mapped, 12);
        memcpy(c->address + 12, &in->sin_addr, 4);
    } else if (sa->sa_family == AF_INET6) {
        memcpy(c->address, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, 16);
    }
    if (!memcmp(c->address, v4_mapped, 12))
        inet_ntop(AF_INET, c->address + 12, c->peer, sizeof c->peer);
    else
        inet_ntop(AF_INET6, c->address, c->peer, sizeof c->peer);
}

static void enter(struct conn *c, enum conn_state state, int64_t allowed)
{
    pthread_mutex_lock(&c->watch->lock);
    if (c->since >= 0) { /* not evicted */
        c->state = state;
        c->since = os_monotonic();
        c->deadline = allowed ? c->since + allowed : 0;
    }
    pthread_mutex_unlock(&c->watch->lock);
}

struct conn *watch_open(struct watch *w, int fd, const struct sockaddr *sa)
{
    struct conn named;
    name_peer(&named, sa);
    pthread_mutex_lock(&w->lock);
    make_room(w, named.address);
    struct conn *c = w->free;
    if (c) {
        w->free = c->next;
        w->n_used++;
        memcpy(c->address, named.address, sizeof c->address);
        memcpy(c->peer, named.peer, sizeof c->peer);
        c->fd = fd;
        c->state = CONN_IDLE;
        c->since = os_monotonic();
        c->deadline = c->since + w->read_us;
    }
    pthread_mutex_unlock(&w->lock);
    return c;
}

void watch_close(struct conn *c)
{
    struct watch *w = c->watch;
    pthread_mutex_lock(&w->lock);
    w->n_used -= c->since >= 0;
    c->state = CONN_FREE;
    c->since = 0;
    c->next = w->free;
    w->free = c;
    pthread_mutex_unlock(&w->lock);
}

void watch_idle(struct conn *c) { enter(c, CONN_IDLE, c->watch->idle_us); }
void watch_reading(struct conn *c) { enter(c, CONN_READING, c->watch->read_us); }
void watch_working(struct conn *c) { enter(c, CONN_WORKING, 0); }

void watch_writing(struct conn *c)
{
    c->taken_before = taken(c->fd);
    enter(c, CONN_WRITING, c->watch->read_us);
}

void watch_received(struct conn *c, int64_t bytes)
{
    pthread_mutex_lock(&c->watch->lock);
    if (c->since >= 0 && c->state == CONN_READING)
        c->deadline += bytes * SECOND / PACE;
    pthread_mutex_unlock(&c->watch->lock);
}

void watch_cut_slowest_reader(struct watch *w)
{
    pthread_mutex_lock(&w->lock);
    struct conn *c = oldest(w, CONN_READING, NULL);
    if (c && os_monotonic() - c->since > SECOND)
        evict(w, c);
    pthread_mutex_unlock(&w->lock);
}

int watch_busy(struct watch *w)
{
    int n = 0;
    pthread_mutex_lock(&w->lock);
    for (int i = 0; i < w->n_all; i++)
        n += w->all[i].since >= 0 && (w->all[i].state == CONN_WORKING || w->all[i].state == CONN_WRITING);
    pthread_mutex_unlock(&w->lock);
    return n;
}

/* One connection at a time would let a silent one hold up the others, so each has a thread of its own, ended by its
   socket's time limit. */
#include "tests/kit/receiver.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SILENCE_SECONDS = 3 };

struct talk {
    struct receiver *r;
    int fd;
};

static bool whole(const char *s, size_t n)
{
    const char *head = memmem(s, n, "\r\n\r\n", 4), *length = memmem(s, n, "Content-Length: ", 16);
    if (!head)
        return false;
    return n - (size_t)(head + 4 - s) >= (length ? strtoul(length + 16, NULL, 10) : 0);
}

static void keep(struct receiver *r, const char *s, int *answer)
{
    pthread_mutex_lock(&r->lock);
    if (r->n_got < RECEIVED_MAX)
        strcpy(r->got[r->n_got], s);
    *answer = r->n_got < r->n_plan ? r->plan[r->n_got] : 200;
    r->n_got++;
    pthread_mutex_unlock(&r->lock);
}

static void say(int fd, const char *s, size_t n)
{
    for (ssize_t k; n > 0 && (k = send(fd, s, n, MSG_NOSIGNAL)) > 0; s += k)
        n -= (size_t)k;
}

static void reply(int fd, int answer)
{
    char head[200];
    int n = snprintf(head, sizeof head, "HTTP/1.1 %d X\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: %d\r\n\r\n",
                     answer == ANSWER_LONG ? 200 : answer, answer == ANSWER_LONG ? 1 << 20 : 2);
    if (answer == ANSWER_NEVER) {
        struct pollfd p = { .fd = fd, .events = POLLIN };
        (void)poll(&p, 1, SILENCE_SECONDS * 1000);
        return;
    }
    if (answer == ANSWER_CUT)
        return;
    say(fd, head, (size_t)n);
    for (int i = 0; answer == ANSWER_LONG && i < 1 << 10; i++) {
        char block[1 << 10] = { 0 };
        say(fd, block, sizeof block);
    }
    say(fd, "ok", 2);
}

static void *talk(void *arg)
{
    struct talk *t = arg;
    char s[RECEIVED_BYTES] = "";
    size_t n = 0;
    int answer;
    struct timeval limit = { .tv_sec = SILENCE_SECONDS };
    setsockopt(t->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(t->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    for (ssize_t k; !whole(s, n) && n < sizeof s - 1 && (k = recv(t->fd, s + n, sizeof s - 1 - n, 0)) > 0;)
        n += (size_t)k;
    if (whole(s, n)) {
        keep(t->r, s, &answer);
        reply(t->fd, answer);
    }
    close(t->fd);
    free(t);
    return NULL;
}

static void *listen_on(void *arg)
{
    struct receiver *r = arg;
    while (!__atomic_load_n(&r->stopping, __ATOMIC_SEQ_CST)) {
        struct pollfd p = { .fd = r->listener, .events = POLLIN };
        pthread_t thread;
        if (poll(&p, 1, 50) <= 0)
            continue;
        struct talk *t = malloc(sizeof *t);
        *t = (struct talk){ r, accept(r->listener, NULL, NULL) };
        if (t->fd >= 0 && pthread_create(&thread, NULL, talk, t) == 0)
            pthread_detach(thread);
    }
    return NULL;
}

void receiver_start(struct receiver *r)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    memset(r, 0, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(r->listener >= 0);
    assert_int_equal(bind(r->listener, (struct sockaddr *)&at, n), 0);
    assert_int_equal(listen(r->listener, 16), 0);
    assert_int_equal(getsockname(r->listener, (struct sockaddr *)&at, &n), 0);
    r->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&r->thread, NULL, listen_on, r), 0);
}

void receiver_stop(struct receiver *r)
{
    __atomic_store_n(&r->stopping, true, __ATOMIC_SEQ_CST);
    pthread_join(r->thread, NULL);
    close(r->listener);
}

void receiver_plan(struct receiver *r, const int *answer, int n)
{
    pthread_mutex_lock(&r->lock);
    memcpy(r->plan, answer, sizeof *answer * (size_t)n);
    r->n_plan = n;
    r->n_got = 0;
    pthread_mutex_unlock(&r->lock);
}

int receiver_count(struct receiver *r)
{
    pthread_mutex_lock(&r->lock);
    int n = r->n_got;
    pthread_mutex_unlock(&r->lock);
    return n;
}

str receiver_got(struct receiver *r, int i)
{
    assert_true(i < receiver_count(r) && i < RECEIVED_MAX);
    return str_of(r->got[i]);
}

str receiver_header(struct receiver *r, int i, const char *name)
{
    str head = receiver_got(r, i);
    for (struct str_cut c = str_cut(head, '\n'); c.head.n > 1; c = str_cut(c.tail, '\n')) {
        struct str_cut pair = str_cut(c.head, ':');
        if (str_eq_nocase(pair.head, str_of(name)))
            return str_trim(pair.tail);
    }
    return S("");
}

str receiver_body(struct receiver *r, int i)
{
    str s = receiver_got(r, i);
    ptrdiff_t at = str_find(s, S("\r\n\r\n"));
    return str_sub(s, at + 4, s.n);
}

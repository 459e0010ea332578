/* One thread, all connections in one poll: the client must not take the processor that the server needs. */
#include "bench/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/os.h"

enum { REQUEST_ROOM = 4096, ANSWER_ROOM = 16384 };

struct client {
    int fd;
    int64_t sent_at;
    char answer[ANSWER_ROOM];
    size_t got;
};

struct running {
    const struct load *l;
    struct client client[LOAD_CLIENTS_MAX];
    double *ms;
    int64_t sent, done;
};

static int connect_to(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
        bench_stop("the server does not take the connection");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void send_next(struct running *r, int i)
{
    char request[REQUEST_ROOM];
    struct client *c = &r->client[i];
    if (r->sent == r->l->n)
        return;
    size_t n = r->l->request(r->l->arg, i, r->sent++, request, sizeof request);
    c->got = 0;
    c->sent_at = os_monotonic();
    for (size_t at = 0; at < n;) {
        ssize_t w = write(c->fd, request + at, n - at);
        if (w <= 0)
            bench_stop("the server closed a connection");
        at += (size_t)w;
    }
}

/* Bytes of the answer in all, once its headers are there; else 0. */
static size_t answer_length(const struct client *c)
{
    const char *end = memmem(c->answer, c->got, "\r\n\r\n", 4);
    const char *length = end ? memmem(c->answer, c->got, "Content-Length: ", 16) : NULL;
    if (!end)
        return 0;
    return (size_t)(end - c->answer) + 4 + (length && length < end ? (size_t)strtoul(length + 16, NULL, 10) : 0);
}

static void take(struct running *r, int i)
{
    struct client *c = &r->client[i];
    ssize_t n = read(c->fd, c->answer + c->got, ANSWER_ROOM - 1 - c->got);
    if (n <= 0)
        bench_stop("the server closed a connection");
    c->got += (size_t)n;
    size_t whole = answer_length(c);
    if (!whole || c->got < whole)
        return;
    c->answer[c->got] = 0;
    if (strtol(c->answer + 9, NULL, 10) != r->l->status) {
        fprintf(stderr, "%s\n", c->answer);
        bench_stop("an answer was not the expected one");
    }
    r->ms[r->done++] = (double)(os_monotonic() - c->sent_at) / 1e3;
    send_next(r, i);
}

static struct load_result run_all(const struct load *l)
{
    static struct running r;
    struct pollfd p[LOAD_CLIENTS_MAX];
    r = (struct running){ .l = l, .ms = calloc((size_t)l->n, sizeof(double)) };
    for (int i = 0; i < l->clients; i++)
        p[i] = (struct pollfd){ .fd = r.client[i].fd = connect_to(l->port), .events = POLLIN };
    int64_t from = os_monotonic();
    for (int i = 0; i < l->clients; i++)
        send_next(&r, i);
    while (r.done < l->n) {
        if (poll(p, (nfds_t)l->clients, 60000) <= 0)
            bench_stop("the server does not answer");
        for (int i = 0; i < l->clients; i++)
            if (p[i].revents)
                take(&r, i);
    }
    struct load_result out = { .seconds = (double)(os_monotonic() - from) / 1e6 };
    out.median_ms = bench_median(r.ms, (int)l->n);
    out.p99_ms = r.ms[l->n * 99 / 100];
    return out;
}

struct load_result load_run(const struct load *l)
{
    struct load_result out = { 0 };
    int fd[2], status = 0;
    if (pipe(fd) != 0)
        bench_stop("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        out = run_all(l);
        _exit(write(fd[1], &out, sizeof out) != sizeof out);
    }
    close(fd[1]);
    ssize_t n = pid > 0 ? read(fd[0], &out, sizeof out) : -1;
    close(fd[0]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (n != sizeof out || status != 0)
        bench_stop("the clients ended early");
    return out;
}

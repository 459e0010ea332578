/* A real server on 127.0.0.1 against clients that trickle, lie, flood and vanish; each test is bounded in time. The
   parsers have tests of their own in http_parse_test.c. */
#include "tests/kit/kit.h"

#include "os/os.h"
#include "web/http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

enum { DEADLINE = 2, BODY_MAX = 64 * 1024, CONNECTIONS = 300, STUCK = 16 << 20, SECOND = 1000000 };

static struct kit kit;
static struct http_server *server;
static int port;
static atomic_int n_handled;

/* ---- the application ---- */

static void answer_text(struct response *rs, str body)
{
    rs->content_type = S("text/plain; charset=utf-8");
    rs->body = body;
}

static void answer_big(struct cx *cx, struct response *rs, int n)
{
    struct buf b = buf_new(cx->mem);
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "<p>line %d</p>\n", i);
    rs->body = buf_str(&b);
}

static void handle(void *app, struct cx *cx, const struct request *rq, struct response *rs)
{
    (void)app;
    atomic_fetch_add(&n_handled, 1);
    if (str_eq(rq->path, S("/big")))
        answer_big(cx, rs, 2000);
    else if (str_eq(rq->path, S("/stuck")))
        answer_text(rs, (str){ arena_alloc(cx->mem, 1, STUCK), STUCK });
    else if (str_eq(rq->path, S("/oom")))
        memset(arena_bytes(cx->mem, ARENA_REQUEST, 1), 0, 1);
    else if (str_eq(rq->path, S("/slow")))
        usleep(200000);
    else if (str_eq(rq->path, S("/evil-header")))
        response_header(rs, S("X-Evil"), S("a\r\nX-Injected: 1"));
    else if (str_eq(rq->path, S("/file")))
        rs->file_path = str_fmt(cx->mem, STR_FMT "/streamed", STR_ARG(kit_folder(&kit)));
    else if (str_eq(rq->path, S("/no-file")))
        rs->file_path = S("/nowhere/at/all");
    else
        answer_text(rs, str_fmt(cx->mem, "path=" STR_FMT " q=" STR_FMT " form=" STR_FMT " n=%d body=%d peer=" STR_FMT,
                                STR_ARG(rq->path), STR_ARG(request_query(rq, S("q"))),
                                STR_ARG(request_form(rq, S("a"))), rq->n_form, (int)rq->body.n, STR_ARG(rq->peer)));
}

/* ---- clients ---- */

static int dial(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    struct timeval patience = { .tv_sec = 10 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static bool say(int fd, str s) { return send(fd, s.s, (size_t)s.n, MSG_NOSIGNAL) == s.n; }

/* Everything until the other end closes. */
static str hear_all(int fd)
{
    struct buf b = buf_new(&kit.mem);
    char piece[16384];
    for (ssize_t n; (n = recv(fd, piece, sizeof piece, 0)) > 0;)
        buf_put(&b, (str){ piece, n });
    return buf_str(&b);
}

static str ask(str request)
{
    int fd = dial();
    say(fd, request);
    str answer = hear_all(fd);
    close(fd);
    return answer;
}

static str get(const char *path, const char *more)
{
    return ask(str_fmt(&kit.mem, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", path, more));
}

static void assert_status(str answer, int status)
{
    str want = str_fmt(&kit.mem, "HTTP/1.1 %d ", status);
    if (!str_starts(answer, want))
        fail_msg("wanted %d, got \"" STR_FMT "\"", status, STR_ARG(str_sub(answer, 0, 300)));
}

static bool holds(str s, const char *what) { return str_find(s, str_of(what)) >= 0; }

static str body_of(str answer)
{
    ptrdiff_t at = str_find(answer, S("\r\n\r\n"));
    return at < 0 ? (str){ 0 } : str_sub(answer, at + 4, answer.n);
}

/* Has the server closed it? Reads away what there is. */
static bool is_cut(int fd)
{
    char c[512];
    struct pollfd p = { .fd = fd, .events = POLLIN };
    return poll(&p, 1, 0) > 0 && recv(fd, c, sizeof c, 0) <= 0;
}

/* ---- what normal clients get ---- */

static void test_http__answers_get(void **state)
{
    (void)state;
    str a = get("/caf%C3%A9?q=a+b%26c&x", "");
    assert_status(a, 200);
    assert_str(body_of(a), "path=/caf\xC3\xA9 q=a b&c form= n=0 body=0 peer=127.0.0.1");
    assert_true(holds(a, "X-Content-Type-Options: nosniff"));
    assert_true(holds(a, "Content-Security-Policy: default-src 'none';"));
    assert_true(holds(a, "Referrer-Policy: same-origin"));
    assert_true(holds(a, "Permissions-Policy: "));
    assert_true(holds(a, "Cache-Control: no-store"));
    assert_false(holds(a, "Strict-Transport-Security"));
}

static void test_http__believes_a_proxy_on_this_machine(void **state)
{
    (void)state;
    str a = get("/", "X-Real-IP: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n");
    assert_true(holds(a, "peer=203.0.113.7"));
    assert_true(holds(a, "Strict-Transport-Security: max-age="));
}

static void test_http__reads_forms(void **state)
{
    (void)state;
    str a = ask(S("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\n\r\na=1%2B2&b"));
    assert_status(a, 200);
    assert_true(holds(a, "form=1+2 n=2 body=9"));
    str m = S("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nxyz\r\n--B--\r\n");
    a = ask(str_fmt(&kit.mem,
                    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n"
                    "Content-Type: multipart/form-data; boundary=B\r\n\r\n" STR_FMT,
                    (int)m.n, STR_ARG(m)));
    assert_status(a, 200);
    assert_true(holds(a, "form=xyz n=1"));
}

static void test_http__reads_chunked_bodies(void **state)
{
    (void)state;
    str a = ask(S("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                  "Content-Type: application/x-www-form-urlencoded\r\n\r\n3\r\na=z\r\n2\r\nzz\r\n0\r\n\r\n"));
    assert_status(a, 200);
    assert_true(holds(a, "form=zzz n=1 body=5"));
}

static void test_http__keeps_alive_and_pipelines(void **state)
{
    (void)state;
    str a = ask(S("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
                  "POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                  "GET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    ptrdiff_t at = 0;
    for (int i = 1; i <= 4; i++) {
        ptrdiff_t next = str_find(str_sub(a, at, a.n), str_fmt(&kit.mem, "path=/%d", i));
        assert_true(next >= 0);
        at += next;
    }
}

static void test_http__head_has_no_body(void **state)
{
    (void)state;
    str a = ask(S("HEAD /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    assert_status(a, 200);
    assert_int_equal(body_of(a).n, 0);
    assert_true(holds(a, "Content-Length: "));
}

static void test_http__compresses_when_accepted(void **state)
{
    (void)state;
    static unsigned char plain[1 << 17];
    str raw = get("/big", ""), zipped = get("/big", "Accept-Encoding: br, gzip;q=0.8\r\n");
    str body = body_of(zipped);
    assert_false(holds(raw, "Content-Encoding"));
    assert_true(holds(zipped, "Content-Encoding: gzip"));
    assert_true(holds(zipped, "Vary: Accept-Encoding"));
    assert_true(body.n * 4 < body_of(raw).n);
    z_stream z = { .next_in = (unsigned char *)(uintptr_t)body.s,
                   .avail_in = (uInt)body.n,
                   .next_out = plain,
                   .avail_out = sizeof plain };
    assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    assert_true(str_eq((str){ (char *)plain, (ptrdiff_t)z.total_out }, body_of(raw)));
    assert_false(holds(get("/big", "Accept-Encoding: gzip;q=0\r\n"), "Content-Encoding"));
    assert_false(holds(get("/", "Accept-Encoding: gzip\r\n"), "Content-Encoding"));
}

static void test_http__streams_files(void **state)
{
    (void)state;
    str data = { arena_alloc(&kit.mem, 1, 300000), 300000 };
    str path = str_fmt(&kit.mem, STR_FMT "/streamed", STR_ARG(kit_folder(&kit)));
    kit_ok(&kit, os_write_file_durable(&kit.cx, path, data));
    str a = get("/file", "");
    assert_status(a, 200);
    assert_true(str_eq(body_of(a), data));
    assert_status(get("/no-file", ""), 503);
}

static void test_http__headers_cannot_be_split(void **state)
{
    (void)state;
    str a = get("/evil-header", "");
    assert_status(a, 200);
    assert_false(holds(a, "X-Injected"));
}

static void test_http__out_of_memory_is_503_and_passes(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_status(get("/oom", ""), 503);
    assert_status(get("/", ""), 200);
}

/* ---- malformed and ambiguous requests ---- */

static void test_http__refuses_what_two_readers_could_read_differently(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a/%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?q=%f HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 3\r\n\r\n--B",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\na%",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int before = atomic_load(&n_handled);
        str a = ask(str_of(bad[i]));
        if (!str_starts(a, S("HTTP/1.1 400 ")))
            fail_msg("%s\n→ " STR_FMT, bad[i], STR_ARG(str_sub(a, 0, 200)));
        assert_int_equal(atomic_load(&n_handled), before);
    }
}

static void test_http__a_coding_it_does_not_know_is_501(void **state)
{
    (void)state;
    assert_status(ask(S("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")), 501);
}

static void test_http__giant_headers_are_refused(void **state)
{
    (void)state;
    int n = 200000;
    char *z = arena_bytes(&kit.mem, (size_t)n, 1);
    memset(z, 'a', (size_t)n);
    str a = ask(str_fmt(&kit.mem, "GET / HTTP/1.1\r\nHost: x\r\nX-Big: %.*s\r\n\r\n", n, z));
    assert_true(str_starts(a, S("HTTP/1.1 431 ")) || a.n == 0);
    int fd = dial(); /* the same, read while it is being sent, so that a reset cannot swallow the answer */
    say(fd, S("GET / HTTP/1.1\r\nHost: x\r\nX-Big: "));
    for (int i = 0; i < 40; i++)
        (void)!send(fd, z, 1000, MSG_NOSIGNAL);
    assert_status(hear_all(fd), 431);
    close(fd);
}

/* Many small ones, one endless line, an endless name: none reaches the application, and the next client is served. */
static void test_http__headers_are_bounded_in_every_way(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct buf many = buf_new(&kit.mem);
    int before = atomic_load(&n_handled);
    char *z = arena_bytes(&kit.mem, 10 * N, 1);
    memset(z, 'a', 10 * N);
    buf_put(&many, S("GET / HTTP/1.1\r\nHost: x\r\n"));
    for (int i = 0; i < N; i++)
        buf_fmt(&many, "X-%d: 1\r\n", i);
    buf_put(&many, S("\r\n"));
    const str request[] = { buf_str(&many), str_fmt(&kit.mem, "GET /%.*s HTTP/1.1\r\nHost: x\r\n\r\n", 10 * N, z),
                            str_fmt(&kit.mem, "GET / HTTP/1.1\r\nHost: x\r\n%.*s: 1\r\n\r\n", 10 * N, z),
                            str_fmt(&kit.mem, "%.*s", 10 * N, z) };
    for (size_t i = 0; i < sizeof request / sizeof *request; i++) {
        str a = ask(request[i]);
        if (a.n && !str_starts(a, S("HTTP/1.1 4")))
            fail_msg("%zu: " STR_FMT, i, STR_ARG(str_sub(a, 0, 200)));
        assert_status(get("/", ""), 200);
    }
    assert_int_equal(atomic_load(&n_handled), before + (int)(sizeof request / sizeof *request));
}

static void test_http__huge_bodies_are_refused(void **state)
{
    (void)state;
    int before = atomic_load(&n_handled);
    assert_status(ask(S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4294967296\r\n\r\nabc")), 413);
    assert_status(ask(S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\nabc")), 413);
    struct buf b = buf_new(&kit.mem);
    buf_put(&b, S("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
    for (int i = 0; i < 70; i++)
        buf_fmt(&b, "400\r\n%01024d\r\n", i);
    buf_put(&b, S("0\r\n\r\n"));
    assert_status(ask(buf_str(&b)), 413);
    assert_int_equal(atomic_load(&n_handled), before);
    assert_status(get("/", ""), 200);
}

/* The length that is announced, and one that only turns out. */
static void test_http__an_address_may_take_less(void **state)
{
    (void)state;
    int before = atomic_load(&n_handled);
    assert_status(ask(S("POST /narrow HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\nabc")), 413);
    struct buf b = buf_new(&kit.mem);
    buf_put(&b, S("POST /narrow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
    buf_fmt(&b, "64\r\n%0100d\r\n8\r\n12345678\r\n0\r\n\r\n", 1);
    assert_status(ask(buf_str(&b)), 413);
    assert_int_equal(atomic_load(&n_handled), before);
    b.n = 0;
    buf_fmt(&b, "POST /narrow HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nConnection: close\r\n\r\n%0100d", 1);
    assert_status(ask(buf_str(&b)), 200);
}

/* ---- slow and vanishing clients ---- */

/* A normal client is served all the while. */
static void test_http__trickling_is_cut_at_the_deadline(void **state)
{
    (void)state;
    enum { WAYS = 5 };
    static const struct {
        const char *begin, *drop;
    } way[WAYS] = { { "", "a" },
                    { "GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", "a" },
                    { "GET / HTTP/1.1\r\nHost: x\r\n", "A: 1\r\n" },
                    { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", "a" },
                    { "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n" } };
    int fd[WAYS], open = WAYS;
    int64_t began = os_monotonic();
    for (int i = 0; i < WAYS; i++) {
        fd[i] = dial();
        say(fd[i], str_of(way[i].begin));
    }
    while (open) {
        int64_t age = os_monotonic() - began;
        assert_true(age < (int64_t)(DEADLINE + 4) * SECOND);
        int64_t asked = os_monotonic();
        assert_status(get("/", ""), 200);
        assert_true(os_monotonic() - asked < SECOND);
        for (int i = 0; i < WAYS; i++) {
            if (fd[i] >= 0 && is_cut(fd[i])) {
                assert_true(age >= (int64_t)DEADLINE * SECOND - SECOND / 10);
                close(fd[i]);
                fd[i] = -1;
                open--;
            } else if (fd[i] >= 0) {
                (void)!send(fd[i], way[i].drop, strlen(way[i].drop), MSG_NOSIGNAL);
            }
        }
        usleep(100000);
    }
}

static void test_http__a_steady_upload_may_take_longer(void **state)
{
    (void)state;
    char piece[6000];
    memset(piece, 'x', sizeof piece);
    int fd = dial();
    say(fd, S("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n"));
    for (int i = 0; i < 10; i++) { /* 3 s in all, 20 kB/s */
        usleep(300000);
        assert_true(say(fd, (str){ piece, sizeof piece }));
    }
    assert_status(hear_all(fd), 200);
    close(fd);
}

/* The answer fits no socket buffer, and the client reads nothing of it. */
static void test_http__readers_that_do_not_read_are_cut(void **state)
{
    (void)state;
    int small = 4096, fd = dial();
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    say(fd, S("GET /stuck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    usleep((DEADLINE + 3) * SECOND);
    str a = hear_all(fd);
    assert_true(a.n > 0 && a.n < STUCK);
    close(fd);
}

static void test_http__clients_that_vanish_cost_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        int fd = dial();
        if (i % 2)
            say(fd, S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"));
        else
            say(fd, S("GET /slow HTTP/1.1\r\nHo"));
        close(fd);
    }
    for (int i = 0; i < 4; i++) {
        int fd = dial();
        say(fd, S("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
        close(fd);
    }
    assert_status(get("/", ""), 200);
}

static void raise_descriptors(void)
{
    struct rlimit lim;
    getrlimit(RLIMIT_NOFILE, &lim);
    if (lim.rlim_cur < 4096) {
        lim.rlim_cur = lim.rlim_max < 4096 ? lim.rlim_max : 4096;
        setrlimit(RLIMIT_NOFILE, &lim);
    }
}

/* Closes what the server has cut, and forgets it. */
static int count_cut(int *fd, int n)
{
    int cut = 0;
    for (int i = 0; i < n; i++) {
        if (fd[i] >= 0 && is_cut(fd[i])) {
            close(fd[i]);
            fd[i] = -1;
        }
        cut += fd[i] < 0;
    }
    return cut;
}

/* A thousand that say nothing, or half a request: all but a few are cut at once to let others in, the rest when their
   time is over. */
static void test_http__idle_crowds_are_cut_while_others_are_served(void **state)
{
    (void)state;
    enum { CROWD = 1000 };
    static int fd[CROWD];
    raise_descriptors();
    for (int i = 0; i < CROWD; i++) {
        fd[i] = dial();
        if (i % 2)
            say(fd[i], S("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx"));
        if (i % 50)
            continue;
        int64_t began = os_monotonic();
        assert_status(get("/", ""), 200);
        assert_true(os_monotonic() - began < SECOND);
    }
    int at_once = 0; /* closing takes a moment */
    for (int64_t end = os_monotonic() + SECOND; at_once < CROWD - CONNECTIONS && os_monotonic() < end; usleep(10000))
        at_once = count_cut(fd, CROWD);
    assert_true(at_once >= CROWD - CONNECTIONS);
    for (int64_t end = os_monotonic() + (DEADLINE + 4) * SECOND; count_cut(fd, CROWD) < CROWD;) {
        assert_true(os_monotonic() < end);
        assert_status(get("/", ""), 200);
        usleep(50000);
    }
}

static void test_http__a_flood_is_answered_or_refused(void **state)
{
    (void)state;
    enum { FLOOD = 200 };
    int fd[FLOOD], served = 0, refused = 0;
    for (int i = 0; i < FLOOD; i++) {
        fd[i] = dial();
        say(fd[i], S("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }
    for (int i = FLOOD; i--;) {
        str a = hear_all(fd[i]);
        close(fd[i]);
        served += str_starts(a, S("HTTP/1.1 200 "));
        refused += str_starts(a, S("HTTP/1.1 503 "));
    }
    assert_int_equal(served + refused, FLOOD);
    assert_true(served > 0 && refused > 0);
    assert_status(get("/", ""), 200);
}

/* ---- the end ---- */

static void *ask_slowly(void *out)
{
    int fd = dial();
    say(fd, S("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    char c[16] = { 0 };
    (void)!recv(fd, c, 12, MSG_WAITALL);
    memcpy(out, c, sizeof c);
    close(fd);
    return NULL;
}

static size_t body_cap(void *arg, struct arena *mem, enum method method, str path)
{
    (void)arg, (void)mem;
    return method == METHOD_POST && str_eq(path, S("/narrow")) ? 100 : (size_t)1 << 40;
}

static struct http_config config(int at)
{
    return (struct http_config){ .address = S("127.0.0.1"),
                                 .port = at,
                                 .workers = 4,
                                 .body_max = BODY_MAX,
                                 .deadline_seconds = DEADLINE,
                                 .connections_max = CONNECTIONS,
                                 .body_cap = body_cap };
}

static void test_http__stop_answers_what_is_in_flight(void **state)
{
    (void)state;
    char got[16];
    pthread_t t;
    pthread_create(&t, NULL, ask_slowly, got);
    usleep(100000);
    int idle = dial();
    http_stop(server);
    pthread_join(t, NULL);
    close(idle);
    assert_memory_equal(got, "HTTP/1.1 200", 12);
    kit_ok(&kit, http_start(&kit.cx, config(0), handle, NULL, &server, &port));
}

static void test_http__a_taken_port_is_explained(void **state)
{
    (void)state;
    struct http_server *second;
    int p;
    kit_refused(&kit, http_start(&kit.cx, config(port), handle, NULL, &second, &p), "http.listen");
    struct http_config odd = config(0);
    odd.address = S("not an address");
    kit_refused(&kit, http_start(&kit.cx, odd, handle, NULL, &second, &p), "http.listen");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http__answers_get),
        cmocka_unit_test(test_http__believes_a_proxy_on_this_machine),
        cmocka_unit_test(test_http__reads_forms),
        cmocka_unit_test(test_http__reads_chunked_bodies),
        cmocka_unit_test(test_http__keeps_alive_and_pipelines),
        cmocka_unit_test(test_http__head_has_no_body),
        cmocka_unit_test(test_http__compresses_when_accepted),
        cmocka_unit_test(test_http__streams_files),
        cmocka_unit_test(test_http__headers_cannot_be_split),
        cmocka_unit_test(test_http__out_of_memory_is_503_and_passes),
        cmocka_unit_test(test_http__refuses_what_two_readers_could_read_differently),
        cmocka_unit_test(test_http__a_coding_it_does_not_know_is_501),
        cmocka_unit_test(test_http__giant_headers_are_refused),
        cmocka_unit_test(test_http__headers_are_bounded_in_every_way),
        cmocka_unit_test(test_http__huge_bodies_are_refused),
        cmocka_unit_test(test_http__an_address_may_take_less),
        cmocka_unit_test(test_http__trickling_is_cut_at_the_deadline),
        cmocka_unit_test(test_http__a_steady_upload_may_take_longer),
        cmocka_unit_test(test_http__readers_that_do_not_read_are_cut),
        cmocka_unit_test(test_http__clients_that_vanish_cost_nothing),
        cmocka_unit_test(test_http__idle_crowds_are_cut_while_others_are_served),
        cmocka_unit_test(test_http__a_flood_is_answered_or_refused),
        cmocka_unit_test(test_http__stop_answers_what_is_in_flight),
        cmocka_unit_test(test_http__a_taken_port_is_explained),
    };
    kit_begin(&kit);
    kit_ok(&kit, http_start(&kit.cx, config(0), handle, NULL, &server, &port));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    http_stop(server);
    kit_end(&kit);
    return failed;
}

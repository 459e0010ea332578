/* The demo as a person walks it: every page that can be reached by links, for each of several people, five times.
   Server time is what the program itself says in Server-Timing. Then memory at rest and the time from exec to the first
   page. Argument: the program hoptac. With HOPTAC_SOURCE set also the second start of ./run. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "features/people/identity/identity.h"
#include "os/os.h"

enum { PORT = 18765, PAGES_MAX = 1200, PATTERNS_MAX = 600, PER_PATTERN = 3, SAMPLES = PER_PATTERN * BENCH_RUNS * 8 };
enum { ANSWER_ROOM = 8 << 20, START_MS = 20000 };

struct pattern {
    str text;
    int pages, n;
    double ms[SAMPLES], median;
};

struct walk {
    struct bench *b;
    str token; /* empty: nobody */
    str page[PAGES_MAX];
    int n_page;
    struct pattern *pattern;
    int n_pattern, n_fetched;
    char *answer;
    size_t n;
};

/* ---- one request ---- */

static int try_connect(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons(PORT),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    close(fd);
    return -1;
}

/* The status, 0 when nobody answers. The whole answer stands in w->answer. */
static int get(struct walk *w, str path)
{
    char ask[2048];
    int fd = try_connect();
    if (fd < 0)
        return 0;
    int n = snprintf(ask, sizeof ask, "GET " STR_FMT " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n",
                     STR_ARG(path), PORT);
    if (w->token.n)
        n += snprintf(ask + n, sizeof ask - (size_t)n, "Authorization: Bearer " STR_FMT "\r\n", STR_ARG(w->token));
    n += snprintf(ask + n, sizeof ask - (size_t)n, "\r\n");
    bool sent = write(fd, ask, (size_t)n) == n;
    w->n = 0;
    for (ssize_t got = 1; sent && got > 0 && w->n<ANSWER_ROOM - 1; w->n += got> 0 ? (size_t)got : 0)
        got = read(fd, w->answer + w->n, ANSWER_ROOM - 1 - w->n);
    close(fd);
    w->answer[w->n] = 0;
    return w->n > 12 ? (int)strtol(w->answer + 9, NULL, 10) : 0;
}

static const char *header(const struct walk *w, const char *name)
{
    const char *end = strstr(w->answer, "\r\n\r\n"), *p = strstr(w->answer, name);
    return p && end && p < end ? p + strlen(name) : NULL;
}

/* ---- the walk ---- */

static str pattern_of(struct arena *mem, str page)
{
    struct buf b = buf_new(mem);
    struct str_cut c = str_cut(page, '?');
    bool digit = false;
    for (ptrdiff_t i = 0; i < c.head.n; i++) {
        bool d = c.head.s[i] >= '0' && c.head.s[i] <= '9';
        if (!d || !digit)
            buf_byte(&b, d ? '#' : c.head.s[i]);
        digit = d;
    }
    for (struct str_cut q = str_cut(c.tail, '&'); q.head.n; q = str_cut(q.tail, '&')) {
        buf_byte(&b, '?');
        buf_put(&b, str_cut(q.head, '=').head);
    }
    return buf_str(&b);
}

static struct pattern *pattern_find(struct walk *w, str text)
{
    for (int i = 0; i < w->n_pattern; i++)
        if (str_eq(w->pattern[i].text, text))
            return &w->pattern[i];
    if (w->n_pattern == PATTERNS_MAX)
        bench_stop("too many kinds of pages");
    w->pattern[w->n_pattern] = (struct pattern){ .text = text };
    return &w->pattern[w->n_pattern++];
}

static bool leads_on(str page)
{
    return str_starts(page, S("/")) && !str_starts(page, S("/assets/")) && str_find(page, S("lang=")) < 0 &&
           str_find(page, S("logout")) < 0 && page.n < 500;
}

static str plain(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        buf_byte(&b, s.s[i]);
        if (str_starts(str_sub(s, i, s.n), S("&amp;")))
            i += 4;
    }
    return str_cut(buf_str(&b), '#').head;
}

static void take_links(struct walk *w, int *taken_of)
{
    for (const char *p = w->answer; (p = strstr(p, "href=\"")); p++) {
        const char *end = strchr(p + 6, '"');
        str page = plain(&w->b->mem, (str){ p + 6, end ? end - p - 6 : 0 });
        bool known = !leads_on(page) || w->n_page == PAGES_MAX;
        for (int i = 0; i < w->n_page && !known; i++)
            known = str_eq(w->page[i], page);
        if (known)
            continue;
        int *taken = &taken_of[pattern_find(w, pattern_of(&w->b->mem, page)) - w->pattern];
        if ((*taken)++ < PER_PATTERN)
            w->page[w->n_page++] = page;
    }
}

static void measure_page(struct walk *w, str page, int *taken_of)
{
    struct pattern *p = pattern_find(w, pattern_of(&w->b->mem, page));
    for (int i = 0; i < BENCH_RUNS; i++) {
        int status = get(w, page);
        const char *type = header(w, "Content-Type: "), *ms = header(w, "Server-Timing: app;dur=");
        if (status >= 500 || status == 0) {
            fprintf(stderr, "bench: " STR_FMT ": %d\n", STR_ARG(page), status);
            bench_stop("a page failed");
        }
        if (status != 200 || !type || strncmp(type, "text/html", 9) != 0 || !ms)
            return;
        if (p->n < SAMPLES)
            p->ms[p->n++] = strtod(ms, NULL);
        if (i == 0)
            take_links(w, taken_of);
    }
    w->n_fetched++;
}

static void walk_as(struct walk *w, str token)
{
    static int taken_of[PATTERNS_MAX];
    memset(taken_of, 0, sizeof taken_of);
    w->token = token;
    w->page[0] = S("/");
    w->n_page = 1;
    for (int i = 0; i < w->n_page; i++)
        measure_page(w, w->page[i], taken_of);
}

static int by_median(const void *a, const void *b)
{
    double x = ((const struct pattern *)a)->median, y = ((const struct pattern *)b)->median;
    return (x < y) - (x > y);
}

static void report_pages(struct bench *b, struct walk *w)
{
    static double all[PATTERNS_MAX];
    int n = 0;
    for (int i = 0; i < w->n_pattern; i++) {
        struct pattern *p = &w->pattern[i];
        p->median = p->n ? bench_median(p->ms, p->n) : 0;
        if (p->n)
            all[n++] = p->median;
    }
    qsort(w->pattern, (size_t)w->n_pattern, sizeof *w->pattern, by_median);
    printf("%d kinds of pages, %d pages, each %d times; the slowest kinds:\n", n, w->n_fetched, BENCH_RUNS);
    for (int i = 0; i < 8 && i < n; i++)
        printf("  %8.2f ms  " STR_FMT "\n", w->pattern[i].median, STR_ARG(w->pattern[i].text));
    bench_limit(b, "page, median of all kinds", bench_median(all, n), 5);
    bench_limit(b, "page, the slowest kind", w->pattern[0].median, 5);
}

/* ---- the server ---- */

static pid_t start(const char *const *argv)
{
    char port[16];
    snprintf(port, sizeof port, "%d", PORT);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* a bench that stops leaves no server behind */
    int out = open("/dev/null", O_WRONLY);
    dup2(out, 1);
    setenv("PORT", port, 1);
    execv(argv[0], (char *const *)argv);
    _exit(127);
}

static void stop(pid_t pid)
{
    kill(pid, SIGTERM);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Milliseconds from exec to the first page. */
static double until_first_page(struct walk *w, const char *const *argv, pid_t *pid)
{
    int64_t from = os_monotonic();
    *pid = start(argv);
    while (get(w, S("/login")) != 200) {
        if (os_monotonic() - from > START_MS * 1000 || waitpid(*pid, NULL, WNOHANG) == *pid)
            bench_stop("the server does not come up");
        usleep(1000);
    }
    return (double)(os_monotonic() - from) / 1e3;
}

static double resident_mb(struct bench *b, pid_t pid)
{
    char path[64];
    str text;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    char *p = arena_alloc(&b->mem, 8192, 1);
    size_t n = f ? fread(p, 1, 8191, f) : 0;
    if (f)
        fclose(f);
    text = (str){ p, (ptrdiff_t)n };
    ptrdiff_t at = str_find(text, S("VmRSS:"));
    return at < 0 ? 0 : strtod(p + at + 6, NULL) / 1024;
}

static void starts(struct bench *b, struct walk *w, const char *what, const char *const *argv, double at_most)
{
    double ms[BENCH_RUNS];
    for (int i = 0; i < BENCH_RUNS; i++) {
        pid_t pid;
        ms[i] = until_first_page(w, argv, &pid);
        stop(pid);
    }
    bench_limit(b, what, bench_median(ms, BENCH_RUNS), at_most);
}

static str token_of(struct bench *b, str db, const char *login)
{
    struct store *s;
    struct login_done done;
    struct login in = { .login = str_of(login), .peer = S("127.0.0.1"), .demo = true };
    b->cx.now_at = os_now();
    bench_must(b, store_open(&b->cx, db, &s));
    bench_must(b, login_start(&b->cx, s, &in, &done));
    store_close(s);
    return done.token;
}

int main(int argc, char **argv)
{
    static const char *const people[] = {
        "ketoan.rau", "giamdoc.lua", "thukho.rau", "canbo.tp", "canbo.xa", "quantri"
    };
    static struct walk w;
    struct bench b;
    pid_t pid;
    str token[COUNT(people)];
    if (argc < 2)
        bench_stop("usage: pages_bench path/to/hoptac");
    signal(SIGPIPE, SIG_IGN);
    bench_begin(&b);
    w = (struct walk){ .b = &b,
                       .answer = malloc(ANSWER_ROOM),
                       .pattern = calloc(PATTERNS_MAX, sizeof(struct pattern)) };
    const char *db = str_z(&b.mem, bench_file(&b, "demo.db")), *source = getenv("HOPTAC_SOURCE");
    const char *const serve[] = { argv[1], "serve", "--demo", "--db", db, NULL };
    printf("%-34s %8.0f ms\n", "first start, with the demo made", until_first_page(&w, serve, &pid));
    stop(pid);
    starts(&b, &w, "cold start to the first page", serve, 300);
    for (int i = 0; i < COUNT(people); i++)
        token[i] = token_of(&b, str_of(db), people[i]);
    until_first_page(&w, serve, &pid);
    sleep(1);
    double rest = resident_mb(&b, pid);
    walk_as(&w, (str){ 0 });
    for (int i = 0; i < COUNT(people); i++)
        walk_as(&w, token[i]);
    report_pages(&b, &w);
    sleep(2);
    printf("%-34s %8.1f MB   at most 50 MB%s\n", "memory at rest", rest, rest > 50 ? "   MISSED" : "");
    printf("%-34s %8.1f MB\n", "memory after the walk", resident_mb(&b, pid));
    b.missed = b.missed || rest > 50;
    stop(pid);
    if (source) {
        const char *const run[] = { str_z(&b.mem, str_fmt(&b.mem, "%s/run", source)), "--db", db, NULL };
        until_first_page(&w, run, &pid);
        stop(pid);
        starts(&b, &w, "second start of ./run", run, 1000);
    }
    return bench_end(&b);
}

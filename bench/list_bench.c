/* Lists of a million rows on both databases: whole pages as the program answers them, counted, drawn and said in words,
   beside the bare statement that gives the page its rows. PostgreSQL is a private server; its folder is where the test
   kit puts it. HOPTAC_BENCH_ENTRIES makes the lists shorter. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "accounting.sql.h"
#include "app/app_features.h"
#include "base/text.h"
#include "bench/list_fill.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"
#include "party_search.sql.h"
#include "tests/kit/pg.h"
#include "web/app.h"

enum { ROWS = 1000000, PAGE_MS = 100, SEARCH_MS = 50, ALL_ROWS = 100000000 };
#define LIMIT .limit = 26 /* a page and one more */

struct lists {
    struct bench b;
    struct app app;
    struct store *store;
    struct bare *bare;
    const char *database; /* "SQLite" */
    int64_t n;
    struct arena mem; /* of one request */
};
static struct organisation home;

static result read_home(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &home);
}

static result session(struct web *w, str token)
{
    (void)token;
    w->session_id = 1;
    w->user_name = S("DEMO");
    w->cx->actor = (struct actor){ .user_id = 7, .org_id = home.org_id, .caps = ~UINT64_C(0) };
    return OK;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    (void)wall, (void)code;
    w->org_id = home.org_id;
    w->org_code = home.code;
    w->org_name = home.name;
    w->org_demo = true;
    return OK;
}

/* ---- asking the program ---- */

/* Milliseconds of one page. */
static double page_ms(struct lists *l, const char *path, struct response *rs)
{
    bool typing = str_find(str_of(path), S("&q=")) > 0; /* as the browser asks while somebody types */
    struct pair header[] = { { S("Authorization"), S("Bearer x") },
                             { S("Host"), S("localhost") },
                             { S("HX-Request"), S("true") } };
    struct str_cut cut = str_cut(str_of(path), '?');
    struct request rq = { .method = METHOD_GET, .path = cut.head, .header = header, .n_header = typing ? 3 : 2 };
    arena_reset(&l->mem, 0);
    struct cx cx = cx_new(&l->mem, LANG_VI, BENCH_NOW);
    if (cut.found && !http_parse_form(&l->mem, cut.tail, &rq.query, &rq.n_query))
        bench_stop("an address is wrong");
    *rs = (struct response){ 0 };
    int64_t from = os_monotonic();
    web_dispatch(&l->app, &cx, &rq, rs);
    double ms = (double)(os_monotonic() - from) / 1e3;
    if (rs->status != 200) {
        fprintf(stderr, "bench: %s: %d\n%.*s\n", path, rs->status, (int)rs->body.n, rs->body.s);
        bench_stop("a page was refused");
    }
    return ms;
}

struct asked {
    const char *what, *path;
    const struct db_stmt *bare; /* the statement that gives the rows */
    const void *args;
    double at_most;
};

static void page(struct lists *l, const struct asked *a)
{
    double ours[BENCH_RUNS], raw[BENCH_RUNS];
    int64_t n = 0;
    struct response rs;
    for (int i = -1; i < BENCH_RUNS; i++) { /* the first is not counted: it reads the disk */
        double o = page_ms(l, a->path, &rs), r = bare_ms(l->bare, a->bare, a->args, &n);
        if (i >= 0)
            ours[i] = o, raw[i] = r;
    }
    double ms = bench_median(ours, BENCH_RUNS);
    printf("%-32s %-10s %8.2f ms   at most %3.0f ms   bare statement %8.2f ms   %lld rows%s\n", a->what, l->database,
           ms, a->at_most, bench_median(raw, BENCH_RUNS), (long long)n, ms > a->at_most ? "   MISSED" : "");
    fflush(stdout);
    l->b.missed |= ms > a->at_most;
}

/* ---- what is asked ---- */

#define VOUCHERS(to, ...)                                                                                              \
    &(struct accounting_voucher_list_args) { .org_id = home.org_id, .to_on = { to }, __VA_ARGS__ }
#define FOUND(...)                                                                                                     \
    &(struct accounting_voucher_find_args) { .org_id = home.org_id, .to_on = DATE_OPEN, LIMIT, __VA_ARGS__ }
#define MEMBERS(...)                                                                                                   \
    &(struct party_list_args) { .org_id = home.org_id, .members = 1, .on_on = { 20260302 }, LIMIT, __VA_ARGS__ }
#define NAMED(...)                                                                                                     \
    &(struct party_find_args) { .org_id = home.org_id, .members = 1, .on_on = { 20260302 }, LIMIT, __VA_ARGS__ }
#define V "/orgs/DEMO-RAU/vouchers?lang=vi"
#define M "/orgs/DEMO-RAU/members?lang=vi"
#define END "\xF4\x8F\xBF\xBF"

/* The part of the address behind which the next page of the path begins. */
static const char *behind(struct lists *l, const char *path)
{
    struct response rs;
    page_ms(l, path, &rs);
    ptrdiff_t next = str_find(rs.body, S("rel=\"next\"")), at = next;
    while (at > 0 && !str_starts(str_sub(rs.body, at, next), S("behind=")))
        at--;
    str cursor = str_sub(rs.body, at, next);
    if (next < 0 || !cursor.n)
        bench_stop("there is no next page");
    return str_z(&l->b.mem, str_cut(str_cut(cursor, '"').head, '&').head);
}

static const char *deep(struct lists *l, const char *path, const char *near)
{
    return str_z(&l->b.mem, str_fmt(&l->b.mem, "%s&%s", path, behind(l, near)));
}

static void vouchers(struct lists *l)
{
    int64_t middle = l->n / 6 * 3, day = middle * 730 / (l->n + 1);
    const char *number = str_z(&l->b.mem, str_fmt(&l->b.mem, V "&q=pc%lld", (long long)middle));
    const struct db_stmt(*st)[N_ACCOUNTING_VOUCHER_LIST_SORT][2][2] = accounting_voucher_list_stmt;
    const struct db_stmt *find = &accounting_voucher_find_stmt[0][ACCOUNTING_VOUCHER_FIND_BY_DATE][1][0];
    const struct asked asked[] = {
        { "vouchers, first page", V, &st[0][0][1][0], VOUCHERS(99991231, LIMIT), PAGE_MS },
        { "vouchers, in the middle", deep(l, V, V "&to=1/1/2026"), &st[0][0][1][1],
          VOUCHERS(99991231, LIMIT, .behind_posting_on = date_add_days((date){ 20250101 }, (int)day),
                   .behind_id = 30000000 + middle),
          PAGE_MS },
        { "vouchers by number", V "&sort=-by_number", &st[0][1][1][0], VOUCHERS(99991231, LIMIT), PAGE_MS },
        { "vouchers by amount", V "&sort=-by_amount", &st[0][2][1][0], VOUCHERS(99991231, LIMIT), PAGE_MS },
        { "vouchers of a rare kind", V "&kind=opening", &st[1][0][1][0],
          VOUCHERS(99991231, LIMIT, .kind = S("opening")), PAGE_MS },
        { "a month of vouchers by amount", V "&from=1/3/2026&to=31/3/2026&sort=-by_amount", &st[0][2][1][0],
          VOUCHERS(20260331, LIMIT, .from_on = { 20260301 }), PAGE_MS },
        { "a voucher by its number", number, find, FOUND(.number = middle, .book = S("PC")), SEARCH_MS },
        { "vouchers of a member by code", V "&q=tv0012345", find,
          FOUND(.word_from = S("tv0012345"), .word_to = S("tv0012345" END)), SEARCH_MS },
        { "vouchers of members by name", V "&q=nguyen+van+an", find,
          FOUND(.word_from = S("nguyen van an"), .word_to = S("nguyen van an" END)), SEARCH_MS },
    };
    for (int i = 0; i < COUNT(asked); i++)
        page(l, &asked[i]);
}

static void members(struct lists *l)
{
    long long hundred = l->n / 200;
    const char *near = str_z(&l->b.mem, str_fmt(&l->b.mem, M "&sort=code&q=tv%05lld", hundred));
    const struct db_stmt(*st)[N_PARTY_LIST_SORT][2][2] = party_list_stmt;
    const struct db_stmt *find = &party_find_stmt[0][PARTY_FIND_FOUND][0][0];
    const struct asked asked[] = {
        { "members, first page", M, &st[0][0][0][0], MEMBERS(), PAGE_MS },
        { "members, in the middle", deep(l, M "&sort=code", near), &st[0][0][0][1],
          MEMBERS(.behind_code = str_fmt(&l->b.mem, "TV%05lld24", hundred)), PAGE_MS },
        { "members by given name", M "&sort=given", &st[0][PARTY_LIST_GIVEN][0][0], MEMBERS(), PAGE_MS },
        { "members of a hamlet", M "&hamlet=X%C3%B3m+7", &st[1][0][0][0], MEMBERS(.hamlet = S("Xóm 7")), PAGE_MS },
        { "members of a rare class", M "&class=affiliate_use", &st[2][0][0][0], MEMBERS(.class = S("affiliate_use")),
          PAGE_MS },
        { "members who have left", M "&state=left", &st[3][0][0][0], MEMBERS(.is_left = true), PAGE_MS },
        { "members by two letters", M "&q=ng", find, NAMED(.word_from = S("ng"), .word_to = S("ng" END)), SEARCH_MS },
        { "members by a whole name", M "&q=nguyen+van+an", find,
          NAMED(.word_from = S("nguyen van an"), .word_to = S("nguyen van an" END)), SEARCH_MS },
        { "members by words apart", M "&q=an+nguyen+van", find,
          NAMED(.word_from = S("an"), .word_to = S("an" END), .rest = S("nguyen"), .rest_more = S("van")),
          SEARCH_MS },
        { "a member by phone", M "&q=0904321", find, NAMED(.word_from = S("0904321"), .word_to = S("0904321" END)),
          SEARCH_MS },
    };
    for (int i = 0; i < COUNT(asked); i++)
        page(l, &asked[i]);
}

static double peak_mb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static void files(struct lists *l)
{
    static const char *const format[] = { "csv", "json", "xlsx" };
    const struct accounting_voucher_list_args *part = VOUCHERS(20260331, .limit = ALL_ROWS, .from_on = { 20260101 });
    int64_t n = 0;
    for (int k = 0; k < COUNT(format); k++) {
        double ours[BENCH_RUNS], raw[BENCH_RUNS], before = peak_mb();
        struct response rs;
        const char *path = str_z(&l->b.mem, str_fmt(&l->b.mem, V "&from=1/1/2026&to=31/3/2026&format=%s", format[k]));
        for (int i = 0; i < BENCH_RUNS; i++) {
            raw[i] = bare_ms(l->bare, &accounting_voucher_list_stmt[0][0][1][0], part, &n);
            ours[i] = page_ms(l, path, &rs);
            if (rs.file_fd)
                os_close(rs.file_fd);
        }
        double ms = bench_median(ours, BENCH_RUNS);
        printf("vouchers as %-20s %-10s %8.0f rows/s   bare statement %8.0f rows/s   %lld rows, %.0f MB more\n",
               format[k], l->database, 1e3 * (double)n / ms, 1e3 * (double)n / bench_median(raw, BENCH_RUNS),
               (long long)n, peak_mb() - before);
        fflush(stdout);
    }
}

/* ---- one database ---- */

static void measure(bool postgres)
{
    static struct lists l;
    const char *z = getenv("HOPTAC_BENCH_ENTRIES");
    str name = S("");
    l.database = postgres ? "PostgreSQL" : "SQLite";
    l.n = z ? strtoll(z, NULL, 10) : ROWS;
    bench_begin(&l.b);
    str url = postgres ? pg_new_database(&l.b.mem, S(""), &name) : bench_file(&l.b, "lists.db");
    if (!arena_init(&l.mem, 64 << 20))
        bench_stop("no memory");
    bench_must(&l.b, store_open(&l.b.cx, url, &l.store));
    bench_must(&l.b, store_migrate(&l.b.cx, l.store));
    bench_must(&l.b, app_load_reference(&l.b.cx, l.store));
    bench_must(&l.b, app_load_demo(&l.b.cx, l.store));
    bench_must(&l.b, store_read(l.store, &l.b.cx, DB_SCOPE_ALL, read_home, NULL));
    l.bare = bare_open(&l.b, postgres, str_z(&l.b.mem, postgres ? pg_superuser_url(&l.b.mem, name) : url));
    int64_t from = os_monotonic();
    list_fill(&l.b, l.bare, home.org_id, l.n);
    printf("%lld vouchers and members in %s: %.0f s\n", (long long)l.n, l.database,
           (double)(os_monotonic() - from) / 1e6);
    fflush(stdout);
    l.app =
        (struct app){ .store = l.store, .features = features, .n_features = n_features, .auth = { session, wall_of } };
    bench_must(&l.b, app_build_router(&l.b.cx, &l.app));
    vouchers(&l);
    members(&l);
    files(&l);
    bare_close(l.bare);
    store_close(l.store);
    if (l.b.missed)
        exit(1);
}

int main(int argc, char **argv)
{
    app_register_kinds();
    if (argc < 2 || strcmp(argv[1], "postgres") != 0)
        measure(false);
    else
        measure(true);
    return 0;
}

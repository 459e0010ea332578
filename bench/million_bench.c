/* One million transactions, two million lines: bringing them in, balances in process and as a command, and hledger and
   ledger on the exported journal, which must come to the same balances to the đồng. Argument: the program hoptac.
   HOPTAC_BENCH_ENTRIES makes it smaller. */
#include "bench/command.h"

#include <stdio.h>
#include <stdlib.h>

#include "features/books/accounting/accounting.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"

enum { ENTRIES = 1000000, DAYS = 730 };

static const char org_code[] = "NGHIN-TRANG";

static int64_t entries(void)
{
    const char *z = getenv("HOPTAC_BENCH_ENTRIES");
    return z ? strtoll(z, NULL, 10) : ENTRIES;
}

/* ---- the journal ---- */

static void write_journal(struct bench *b, str path, int64_t n)
{
    static const char *const debit[] = { "1111", "1121", "131", "152",  "154",  "156", "6111",
                                         "6121", "642",  "331", "5111", "2111", "141" };
    static const char *const credit[] = { "5118", "5128", "5112", "331",  "1111", "1121",
                                          "131",  "334",  "558",  "4111", "156" };
    FILE *f = fopen(str_z(&b->mem, path), "w");
    uint64_t r = 88172645463325252u; /* xorshift64: the same file every time */
    if (!f)
        bench_stop("the journal cannot be written");
    for (int64_t i = 0; i < n; i++) {
        r ^= r << 13, r ^= r >> 7, r ^= r << 17;
        const char *dr = debit[r % COUNT(debit)], *cr = credit[r / 64 % COUNT(credit)];
        long long amount = 1000 + (long long)(r / 4096 % 50000000);
        date d = date_add_days((date){ 20250101 }, (int)(i * DAYS / n));
        fprintf(f, "%04d-%02d-%02d (C%07lld) Bút toán thử %lld\n    %s  %lld VND\n    %s  %lld VND\n\n", date_year(d),
                date_month(d), date_day(d), (long long)i, (long long)(r % 1000), dr, amount, cr, -amount);
    }
    if (fclose(f) != 0)
        bench_stop("the journal cannot be written");
}

/* ---- balances in process ---- */

struct asking {
    struct balance_query q;
    struct account_balance *balance, *trial;
    int n, n_trial;
    double ms;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, str_of(org_code), &o));
    a->q.org_id = o.org_id;
    return OK;
}

static result ask_balance(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return accounting_balances(cx, db, a->q, &a->balance, &a->n);
}

static result ask_trial(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return accounting_trial_balance(cx, db, a->q, &a->trial, &a->n_trial);
}

static double median_of(struct bench *b, struct store *s, db_work_fn fn, struct asking *a)
{
    double ms[BENCH_RUNS];
    for (int i = 0; i < BENCH_RUNS; i++) {
        int64_t from = os_monotonic();
        bench_must(b, store_read(s, &b->cx, DB_SCOPE_ALL, fn, a));
        ms[i] = (double)(os_monotonic() - from) / 1e3;
    }
    return bench_median(ms, BENCH_RUNS);
}

static void in_process(struct bench *b, str db, struct asking *a)
{
    struct store *s;
    bench_must(b, store_open(&b->cx, db, &s));
    bench_must(b, store_read(s, &b->cx, DB_SCOPE_ALL, find_org, a));
    a->q.to = (date){ 20261015 };
    a->q.from = (date){ 20260105 };
    printf("%-34s %8.2f ms   (days of two broken months are added up from their lines)\n", "balance between two days",
           median_of(b, s, ask_balance, a));
    a->q.from = (date){ 20260101 };
    a->q.to = (date){ 20261231 };
    bench_limit(b, "trial balance of a year", median_of(b, s, ask_trial, a), 50);
    a->q.from = (date){ 0 };
    a->q.to = DATE_OPEN;
    bench_limit(b, "trial balance", median_of(b, s, ask_trial, a), 50);
    bench_limit(b, "balance, in process", median_of(b, s, ask_balance, a), 10);
    store_close(s);
}

/* ---- the others ---- */

/* Lines "1111,-500" or "1111 -500": code, then the amount, perhaps with the currency behind it. */
static void compare(struct bench *b, const char *who, const char *file, const struct asking *a)
{
    str text;
    int same = 0;
    bench_must(b, os_read_file(&b->cx, bench_file(b, file), 1 << 20, &text));
    for (struct str_cut line = str_cut(text, '\n'); line.head.n; line = str_cut(line.tail, '\n')) {
        struct str_cut c = str_cut(line.head, ' ');
        str amount = str_cut(c.tail, ' ').head;
        int64_t v;
        int i = 0;
        while (i < a->n && !str_eq(a->balance[i].code, c.head))
            i++;
        if (i == a->n || !str_to_i64(amount, &v) || v != a->balance[i].close_dr.dong - a->balance[i].close_cr.dong) {
            fprintf(stderr, "bench: %s says: " STR_FMT "\n", who, STR_ARG(line.head));
            bench_stop("the balances differ");
        }
        same += v != 0;
    }
    for (int i = 0; i < a->n; i++)
        same -= a->balance[i].close_dr.dong != a->balance[i].close_cr.dong;
    if (same != 0)
        bench_stop("an account is missing");
    printf("%-34s the same balances of %d accounts to the đồng\n", who, a->n);
}

static void others(struct bench *b, const struct asking *a)
{
    const char *journal = str_z(&b->mem, bench_file(b, "export.journal"));
    struct cost h = COMMAND(b, "hledger.csv", "hledger", "-f", journal, "balance", "--flat", "-N", "-O", "csv");
    struct cost l = COMMAND(b, "ledger.txt", "ledger", "-f", journal, "balance", "--flat", "--no-total", "--format",
                            "%(account) %(quantity(scrub(display_total)))\n");
    struct cost awk = COMMAND(b, "hledger.txt", "awk", "-F", "\"", "NR > 1 { split($4, a, \" \"); print $2, a[1] }",
                              str_z(&b->mem, bench_file(b, "hledger.csv")));
    (void)awk;
    compare(b, "hledger", "hledger.txt", a);
    compare(b, "ledger", "ledger.txt", a);
    printf("%-34s %8.0f ms   %6.0f MB\n", "hledger balance", h.ms, h.peak_mb);
    printf("%-34s %8.0f ms   %6.0f MB\n", "ledger balance", l.ms, l.peak_mb);
}

static void as_command(struct bench *b, const char *hoptac, const char *db)
{
    double ms[BENCH_RUNS], mb = 0;
    for (int i = 0; i < BENCH_RUNS; i++) {
        struct cost c = COMMAND(b, "balance.json", hoptac, "balance", "--org", org_code, "--json", "--db", db);
        ms[i] = c.ms;
        mb = c.peak_mb;
    }
    bench_limit(b, "hoptac balance", bench_median(ms, BENCH_RUNS), 30);
    printf("%-34s %8.0f MB\n", "hoptac balance, memory", mb);
}

int main(int argc, char **argv)
{
    struct bench b;
    struct asking a = { 0 };
    int64_t n = entries();
    if (argc < 2)
        bench_stop("usage: million_bench path/to/hoptac");
    bench_begin(&b);
    const char *hoptac = argv[1], *db = str_z(&b.mem, bench_file(&b, "m.db"));
    const char *journal = str_z(&b.mem, bench_file(&b, "m.journal"));
    write_journal(&b, str_of(journal), n);
    COMMAND(&b, "init.txt", hoptac, "init", "--empty", "--db", db);
    COMMAND(&b, "org.txt", hoptac, "org", "add", "--code", org_code, "--name", "Hợp tác xã Nghìn Trang", "--kind",
            "cooperative", "--commune", "00004", "--db", db);
    struct cost in = COMMAND(&b, "import.txt", hoptac, "import", "journal", "--org", org_code, journal, "--db", db);
    printf("%-34s %8.0f lines/s in all, %.0f s   %6.0f MB\n", "hoptac import journal", 2e3 * (double)n / in.ms,
           in.ms / 1e3, in.peak_mb);
    fflush(stdout);
    in_process(&b, str_of(db), &a);
    as_command(&b, hoptac, db);
    struct cost out = COMMAND(&b, "export.journal", hoptac, "export", "journal", "--org", org_code, "--format",
                              "hledger", "--db", db);
    printf("%-34s %8.0f ms   %6.0f MB\n", "hoptac export journal", out.ms, out.peak_mb);
    fflush(stdout);
    others(&b, &a);
    return bench_end(&b);
}

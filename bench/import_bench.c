/* `import journal` against bare INSERTs of the same rows: the rows of vouchers, memos, lines and leaves with the values
   that the import gave them, in transactions of the same size. Ours reads the text twice, checks every entry, numbers,
   hashes and keeps the sums. */
#include "bench/capture.h"
#include "bench/work.h"
#include "features/books/accounting/accounting.h"
#include "os/os.h"

#include <stdio.h>

enum { ENTRIES = 30000, LINES = 2 * ENTRIES };

static str journal_text(struct arena *mem)
{
    struct buf t = buf_new(mem);
    for (int i = 0; i < ENTRIES; i++) {
        int day = 1 + i / (ENTRIES / 28 + 1), amount = 10000 + i * 37 % 900000;
        bool sale = i % 3;
        buf_fmt(&t, "2026-02-%02d (C%05d) %s\n    %s  %d VND\n    %s  %d VND\n\n", day, i,
                sale ? "Bán rau cho bếp ăn" : "Nhập rau của thành viên", sale ? "1111" : "156", amount,
                sale ? "5118" : "331", -amount);
    }
    return buf_str(&t);
}

static double import(struct bench *b, str path, str text)
{
    struct store *s;
    struct import_report report;
    size_t mark = arena_mark(&b->mem);
    bench_must(b, store_open(&b->cx, path, &s));
    int64_t from = os_monotonic();
    bench_must(b, accounting_import(&b->cx, s, &(struct import_source){ .org_id = 1, .text = text }, &report));
    double seconds = (double)(os_monotonic() - from) / 1e6;
    store_close(s);
    if (report.n_line != LINES)
        bench_stop("not every line was brought in");
    arena_reset(&b->mem, mark);
    return seconds;
}

int main(int argc, char **argv)
{
    (void)argv;
    static const char *const rows[] = { "INSERT INTO voucher (",
                                        "INSERT INTO voucher_memo",
                                        "INSERT INTO line (",
                                        "INSERT INTO log_leaf",
                                        "BEGIN",
                                        "COMMIT",
                                        NULL };
    struct bench b;
    double ours[BENCH_RUNS], raw[BENCH_RUNS];
    bench_begin(&b);
    str empty = bench_file(&b, "empty.db"), text = journal_text(&b.mem);
    work_store(&b, empty, 1);
    struct arena kept;
    if (!arena_init(&kept, (size_t)2 << 30))
        bench_stop("no memory");
    struct capture *c = capture_start(&kept);
    import(&b, bench_copy(&b, empty, "recorded.db"), text);
    capture_stop(c);
    printf("%.1f statements an entry\n", (double)capture_statements(c) / ENTRIES);
    if (argc > 1)
        capture_profile(c, bench_copy(&b, empty, "raw.db"));
    capture_only(c, rows);
    for (int i = 0; i < BENCH_RUNS; i++) {
        ours[i] = LINES / import(&b, bench_copy(&b, empty, "ours.db"), text);
        raw[i] = LINES / capture_replay(c, bench_copy(&b, empty, "raw.db"));
    }
    work_check(&b, bench_file(&b, "ours.db"));
    bench_ratio(&b, "import journal, lines", ours, raw, 0.4);
    arena_release(&kept);
    return bench_end(&b);
}

/* A hundred thousand members from a spreadsheet: read, tried and kept, applied, and taken back. The peer reads the same
   workbook with bare libzip and expat and makes bare INSERTs of the rows that applying made. Argument: the program
   hoptac, for the memory. HOPTAC_BENCH_MEMBERS makes it smaller. */
#include "bench/capture.h"
#include "bench/command.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#include "features/people/organisations/organisations.h"
#include "features/trust/imports/imports.h"
#include "os/os.h"
#include "web/sheet/sheet.h"

enum { MEMBERS = 100000, FILE_MAX = 64 << 20 };

static const char org_code[] = "NGHIN-NGUOI";

static int members(void)
{
    const char *z = getenv("HOPTAC_BENCH_MEMBERS");
    return z ? atoi(z) : MEMBERS;
}

/* ---- the workbook ---- */

static str name_of(struct arena *mem, int i)
{
    static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô" };
    static const char *const middle[] = { "Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh" };
    static const char *const given[] = { "An",   "Bình", "Chi",  "Dũng",  "Đông", "Giang", "Hà",    "Hùng",
                                         "Lan",  "Long", "Mai",  "Nam",   "Oanh", "Phúc",  "Quyên", "Sơn",
                                         "Thảo", "Uyên", "Việt", "Xuân",  "Yến",  "Ánh",   "Kiên" };
    return str_fmt(mem, "%s %s %s", family[i % 10], middle[i / 10 % 7], given[i / 70 % 23]);
}

static str workbook(struct bench *b, int n)
{
    static const enum sheet_type type[] = { SHEET_TEXT, SHEET_TEXT, SHEET_TEXT, SHEET_DATE, SHEET_TEXT,
                                            SHEET_TEXT, SHEET_TEXT, SHEET_TEXT, SHEET_DATE, SHEET_TEXT,
                                            SHEET_TEXT, SHEET_DATE, SHEET_TEXT, SHEET_QTY };
    struct sheet_col col[COUNT(type)];
    struct sheet_out *o;
    int n_title;
    const str *title = import_titles(&b->cx, S("members"), &n_title);
    str bytes;
    if (n_title != COUNT(type))
        bench_stop("the columns have changed");
    for (int i = 0; i < n_title; i++)
        col[i] = (struct sheet_col){ .title = title[i], .type = type[i], .per = type[i] == SHEET_QTY ? 100 : 0 };
    bench_must(b, sheet_begin(&b->cx, (struct sheet_meta){ .title = S("Thành viên"), .created_at = BENCH_NOW }, &o));
    bench_must(b, sheet_page(o, S("Thành viên"), col, n_title, 0));
    for (int i = 0; i < n; i++) {
        size_t mark = arena_mark(&b->mem);
        bool agreed = i % 4 != 0;
        sheet_skip(o);
        sheet_put_str(o, name_of(&b->mem, i));
        sheet_put_str(o, str_fmt(&b->mem, "09%08d", i));
        sheet_put_date(o, date_add_days((date){ 19450101 }, i * 7919 % 20000));
        sheet_put_str(o, i % 7 < 3 ? S("Nam") : S("Nữ"));
        sheet_put_str(o, str_fmt(&b->mem, "Ngõ %d", i % 300));
        sheet_put_str(o, str_fmt(&b->mem, "Thôn %d", i % 40));
        sheet_put_str(o, str_fmt(&b->mem, "001%09d", i));
        sheet_put_date(o, date_add_days((date){ 20150101 }, i % 3000));
        sheet_skip(o);
        if (agreed) {
            sheet_put_str(o, str_fmt(&b->mem, "%d/TTHT", i));
            sheet_put_date(o, (date){ 20250101 });
            sheet_put_str(o, S("bought"));
        }
        bench_must(b, sheet_row_end(o));
        arena_reset(&b->mem, mark);
    }
    bench_must(b, sheet_end(o, FILE_MAX, &bytes));
    return bytes;
}

/* ---- the peer's reading ---- */

static void on_text(void *arg, const char *s, int n)
{
    (void)s;
    *(int64_t *)arg += n;
}

static int64_t read_part(zip_t *z, const char *name)
{
    char part[65536];
    int64_t letters = 0;
    zip_file_t *f = zip_fopen(z, name, 0);
    if (!f)
        return 0; /* a workbook need not have it */
    XML_Parser p = XML_ParserCreate(NULL);
    if (!p)
        bench_stop("the workbook cannot be read");
    XML_SetUserData(p, &letters);
    XML_SetCharacterDataHandler(p, on_text);
    for (zip_int64_t n; (n = zip_fread(f, part, sizeof part)) > 0;)
        if (XML_Parse(p, part, (int)n, 0) != XML_STATUS_OK)
            bench_stop("the workbook is damaged");
    XML_Parse(p, "", 0, 1);
    XML_ParserFree(p);
    zip_fclose(f);
    return letters;
}

static double read_raw(str file)
{
    int64_t from = os_monotonic();
    int e;
    zip_t *z = zip_open(file.s, ZIP_RDONLY, &e);
    if (!z || read_part(z, "xl/sharedStrings.xml") + read_part(z, "xl/worksheets/sheet1.xml") == 0)
        bench_stop("the workbook cannot be opened");
    zip_close(z);
    return (double)(os_monotonic() - from) / 1e6;
}

/* ---- ours ---- */

struct asking {
    int64_t org_id;
    struct import_batch batch;
    int64_t id;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, str_of(org_code), &o));
    a->org_id = o.org_id;
    return OK;
}

static result look(struct cx *cx, struct db *db, void *arg)
{
    struct asking *a = arg;
    return import_get(cx, db, a->org_id, a->id, &a->batch);
}

static double since(int64_t from) { return (double)(os_monotonic() - from) / 1e6; }

static void must_have(struct bench *b, struct store *s, struct asking *a, const char *state, int n)
{
    bench_must(b, store_read(s, &b->cx, DB_SCOPE_ALL, look, a));
    if (a->batch.n_bad || a->batch.n_row != n || !str_eq(a->batch.state, str_of(state)))
        bench_stop("not every row was good");
}

struct times {
    double preview, apply, undo;
};

/* keep: record what applying writes, and leave it there. */
static struct times import(struct bench *b, str db, str bytes, struct arena *keep, struct capture **c)
{
    struct store *s;
    struct asking a;
    struct times t;
    size_t mark = arena_mark(&b->mem);
    bench_must(b, store_open(&b->cx, db, &s));
    bench_must(b, store_read(s, &b->cx, DB_SCOPE_ALL, find_org, &a));
    struct import_file in = { .org_id = a.org_id, .kind = S("members"), .name = S("m.xlsx"), .bytes = bytes };
    int n = members();
    int64_t from = os_monotonic();
    bench_must(b, import_preview(&b->cx, s, &in, &a.id));
    t.preview = since(from);
    must_have(b, s, &a, "previewed", n);
    if (keep)
        *c = capture_start(keep);
    from = os_monotonic();
    bench_must(b, import_apply(&b->cx, s, &(struct import_apply){ .org_id = a.org_id, .batch_id = a.id }));
    t.apply = since(from);
    must_have(b, s, &a, "applied", n);
    if (keep)
        capture_stop(*c);
    from = os_monotonic();
    if (!keep)
        bench_must(b, import_undo(&b->cx, s, &(struct import_undo){ .org_id = a.org_id, .batch_id = a.id }));
    t.undo = since(from);
    store_close(s);
    arena_reset(&b->mem, mark);
    return t;
}

static double peak_of(struct bench *b, const char *hoptac, str empty, str file)
{
    const char *db = str_z(&b->mem, bench_copy(b, empty, "command.db"));
    struct cost c = COMMAND(b, "members.json", hoptac, "import", "members", "--org", org_code, "--json", "--db", db,
                            str_z(&b->mem, file));
    printf("%-34s %8.2f s   %6.0f MB\n", "hoptac import members", c.ms / 1e3, c.peak_mb);
    return c.peak_mb;
}

int main(int argc, char **argv)
{
    struct bench b;
    int n = members();
    double both[BENCH_RUNS], undo[BENCH_RUNS], ours[BENCH_RUNS], raw[BENCH_RUNS];
    if (argc < 2)
        bench_stop("usage: members_bench path/to/hoptac");
    bench_begin(&b);
    const char *hoptac = argv[1];
    str empty = bench_file(&b, "empty.db"), file = bench_file(&b, "members.xlsx"), bytes = workbook(&b, n);
    bench_must(&b, os_write_file_durable(&b.cx, file, bytes));
    const char *path = str_z(&b.mem, empty);
    COMMAND(&b, "init.txt", hoptac, "init", "--empty", "--db", path);
    COMMAND(&b, "org.txt", hoptac, "org", "add", "--code", org_code, "--name", "Hợp tác xã Nghìn Người", "--kind",
            "cooperative", "--commune", "00004", "--db", path);
    bench_most(&b, "memory, MB", peak_of(&b, hoptac, empty, file), 150);
    struct arena kept;
    if (!arena_init(&kept, (size_t)8 << 30))
        bench_stop("no memory");
    struct capture *c;
    import(&b, bench_copy(&b, empty, "recorded.db"), bytes, &kept, &c);
    if (argc > 2) {
        capture_profile(c, bench_copy(&b, empty, "raw.db"));
        return 0;
    }
    static const char *const rows[] = { "INSERT INTO party", "INSERT INTO member", "BEGIN", "COMMIT", NULL };
    capture_only(c, rows);
    for (int i = 0; i < BENCH_RUNS; i++) {
        struct times t = import(&b, bench_copy(&b, empty, "ours.db"), bytes, NULL, NULL);
        printf("%-34s %8.2f s   apply %.2f s   undo %.2f s\n", "preview", t.preview, t.apply, t.undo);
        fflush(stdout);
        both[i] = t.preview + t.apply, undo[i] = t.undo;
        ours[i] = n / both[i];
        raw[i] = n / (read_raw(file) + capture_replay(c, bench_copy(&b, empty, "raw.db")));
    }
    bench_ratio(&b, "members from a workbook", ours, raw, 0);
    bench_most(&b, "preview and apply, s", bench_median(both, BENCH_RUNS), 10);
    bench_most(&b, "undo, s", bench_median(undo, BENCH_RUNS), 5);
    arena_release(&kept);
    return bench_end(&b);
}

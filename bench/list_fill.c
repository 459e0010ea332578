/* Filling and the bare statement, for both databases. Texts are the same but for bytes. */
#include "bench/list_fill.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "os/os.h"

struct bare {
    struct bench *b;
    sqlite3 *lite;
    PGconn *pg;
};

static void check(bool ok, const char *words)
{
    if (ok)
        return;
    fprintf(stderr, "bench: %s\n", words);
    bench_stop("the bare database refused");
}

struct bare *bare_open(struct bench *b, bool postgres, const char *where)
{
    struct bare *r = new (&b->mem, struct bare, 1);
    r->b = b;
    if (postgres) {
        r->pg = PQconnectdb(where);
        check(PQstatus(r->pg) == CONNECTION_OK, PQerrorMessage(r->pg));
    } else {
        check(sqlite3_open(where, &r->lite) == SQLITE_OK, "open");
        bare_run(r, "PRAGMA synchronous=OFF; PRAGMA mmap_size=268435456; PRAGMA cache_size=-4096");
    }
    return r;
}

void bare_close(struct bare *r)
{
    sqlite3_close(r->lite);
    PQfinish(r->pg);
}

void bare_run(struct bare *r, const char *sql)
{
    if (r->lite) {
        bool ok = sqlite3_exec(r->lite, sql, NULL, NULL, NULL) == SQLITE_OK;
        check(ok, sqlite3_errmsg(r->lite));
        return;
    }
    PGresult *res = PQexec(r->pg, sql);
    ExecStatusType s = PQresultStatus(res);
    check(s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK, PQerrorMessage(r->pg));
    PQclear(res);
}

/* ---- one statement with the program's arguments ---- */

static int64_t number(const struct db_field *f, const char *at)
{
    int64_t v;
    if (f->type == DB_DATE)
        return ((const date *)(const void *)at)->ymd;
    if (f->type == DB_BOOL)
        return *at != 0;
    memcpy(&v, at, sizeof v);
    return v;
}

static int64_t lite_rows(struct bare *r, const struct db_stmt *st, const char *args)
{
    sqlite3_stmt *q;
    int64_t n = 0;
    bool ok = sqlite3_prepare_v2(r->lite, st->sqlite, -1, &q, NULL) == SQLITE_OK;
    check(ok, sqlite3_errmsg(r->lite));
    for (int i = 0; i < st->n_param; i++) {
        const char *at = args + st->param[i].offset;
        const str *s = (const str *)(const void *)at;
        if (st->param[i].type == DB_TEXT)
            sqlite3_bind_text(q, i + 1, s->n ? s->s : "", (int)s->n, SQLITE_STATIC);
        else
            sqlite3_bind_int64(q, i + 1, number(&st->param[i], at));
    }
    for (; sqlite3_step(q) == SQLITE_ROW; n++)
        for (int i = 0; i < st->n_col; i++)
            (void)sqlite3_column_text(q, i);
    ok = sqlite3_finalize(q) == SQLITE_OK;
    check(ok, sqlite3_errmsg(r->lite));
    return n;
}

static int64_t pg_rows(struct bare *r, const struct db_stmt *st, const char *args)
{
    const char *value[64];
    struct arena *mem = &r->b->mem;
    for (int i = 0; i < st->n_param; i++) {
        const char *at = args + st->param[i].offset;
        value[i] = st->param[i].type == DB_TEXT ? str_z(mem, *(const str *)(const void *)at)
                                                : str_z(mem, str_from_i64(mem, number(&st->param[i], at)));
    }
    PGresult *res = PQexecParams(r->pg, st->postgres, st->n_param, NULL, value, NULL, NULL, 0);
    check(PQresultStatus(res) == PGRES_TUPLES_OK, PQerrorMessage(r->pg));
    int64_t n = PQntuples(res);
    PQclear(res);
    return n;
}

double bare_ms(struct bare *r, const struct db_stmt *st, const void *args, int64_t *n_row)
{
    size_t mark = arena_mark(&r->b->mem);
    int64_t from = os_monotonic();
    *n_row = r->lite ? lite_rows(r, st, args) : pg_rows(r, st, args);
    double ms = (double)(os_monotonic() - from) / 1e3;
    arena_reset(&r->b->mem, mark);
    return ms;
}

/* ---- filling ---- */

static const char *const name[3][20] = {
    { "Nguyễn", "Trần", "Lê",    "Phạm", "Hoàng", "Phan", "Vũ",  "Đặng", "Bùi",  "Đỗ",
      "Hồ",     "Ngô",  "Dương", "Lý",   "Đinh",  "Đào",  "Mai", "Tạ",   "Kiều", "Chử" },
    { "Văn",  "Thị", "Đức",   "Minh", "Thu",  "Quang", "Ngọc",   "Hữu",  "Xuân",  "Bá",
      "Hồng", "Kim", "Thanh", "Đình", "Công", "Gia",   "Phương", "Bích", "Trọng", "Khắc" },
    { "An",    "Bình",  "Cường", "Dũng", "Giang", "Hà",  "Hải", "Hạnh", "Hiền", "Hùng",
      "Hương", "Khánh", "Lan",   "Long", "Mai",   "Nam", "Nga", "Phúc", "Sơn",  "Tuấn" },
};

struct fill {
    struct bench *b;
    struct bare *r;
    const char *org, *n, *bytes;
};

/* {o} the organisation, {n} how many, {b} one byte. */
static void put(const struct fill *f, const char *sql)
{
    struct buf b = buf_new(&f->b->mem);
    for (const char *p = sql; *p; p++) {
        bool mark = p[0] == '{' && p[1] && p[2] == '}';
        const char *word = !mark ? NULL : p[1] == 'o' ? f->org : p[1] == 'n' ? f->n : f->bytes;
        if (word)
            buf_put(&b, str_of(word));
        else
            buf_byte(&b, *p);
        p += mark ? 2 : 0;
    }
    bare_run(f->r, str_z(&f->b->mem, buf_str(&b)));
}

static void put_names(const struct fill *f)
{
    put(f, "CREATE TEMP TABLE part (k BIGINT, i BIGINT, word TEXT, fold TEXT)");
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 20; i++)
            bare_run(f->r,
                     str_z(&f->b->mem, str_fmt(&f->b->mem, "INSERT INTO part VALUES (%d, %d, '%s', '" STR_FMT "')", k,
                                               i, name[k][i], STR_ARG(text_fold(&f->b->mem, str_of(name[k][i]))))));
    put(f, "CREATE TEMP TABLE one AS WITH RECURSIVE s (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM s "
           "WHERE i < {n}) "
           "SELECT s.i AS i, a.word || ' ' || b.word || ' ' || c.word AS word, a.fold || ' ' || b.fold || ' ' || "
           "c.fold AS "
           "fold, b.fold || ' ' || c.fold AS tail, c.fold AS given, 'TV' || substr(CAST(10000000 + s.i AS TEXT), 2) AS "
           "code, '09' || substr(CAST(100000000 + s.i * 7919 % 99999989 AS TEXT), 2) AS phone "
           "FROM s JOIN part a ON a.k = 0 AND a.i = s.i * 7 / 3 % 20 JOIN part b ON b.k = 1 AND b.i = s.i / 20 % 20 "
           "JOIN part c ON c.k = 2 AND c.i = s.i * 13 / 11 % 20");
}

static void put_members(const struct fill *f)
{
    static const char *const words[] = { "fold",       "tail", "given", "phone", "substr(code, 3)", "substr(phone, 7)",
                                         "lower(code)" };
    put_names(f);
    put(f, "INSERT INTO party (org_id, id, code, kind, full_name, name_fold, name_sort, given_sort, phone, hamlet, "
           "token, created_at) SELECT {o}, 20000000 + i, code, 'member', word, fold, fold || ' ' || code, given || ' ' "
           "|| fold, phone, 'Xóm ' || CAST(i % 40 AS TEXT), 't' || CAST(i AS TEXT), 0 FROM one");
    put(f,
        "INSERT INTO member (org_id, party_id, joined_on, left_on) SELECT {o}, 20000000 + i, 20200101 + i % 28, CASE "
        "WHEN i % 20000 = 0 THEN 20250630 ELSE 99991231 END FROM one");
    put(f, "INSERT INTO member_class (org_id, party_id, valid_from_on, class) SELECT {o}, 20000000 + i, 20200101, CASE "
           "WHEN i % 1000 = 0 THEN 'affiliate_use' ELSE 'official' END FROM one");
    put(f, "DROP INDEX party_word_word");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put(f, str_z(&f->b->mem, str_fmt(&f->b->mem,
                                         "INSERT INTO party_word (org_id, party_id, word) SELECT {o}, 20000000 + i, %s "
                                         "FROM one WHERE true ON CONFLICT (org_id, party_id, word) DO NOTHING",
                                         words[i])));
    put(f, "CREATE INDEX party_word_word ON party_word (org_id, word, party_id)");
}

static void put_vouchers(const struct fill *f)
{
    put(f, "CREATE TEMP TABLE day (i BIGINT PRIMARY KEY, day BIGINT)");
    for (int i = 0; i < 730; i++)
        bare_run(f->r, str_z(&f->b->mem, str_fmt(&f->b->mem, "INSERT INTO day VALUES (%d, %d)", i,
                                                 date_add_days((date){ 20250101 }, i).ymd)));
    put(f,
        "INSERT INTO voucher (org_id, id, kind, book, year, number, document_on, posting_on, recorded_at, request_key, "
        "request_hash, prepared_by_id, posted_by_id, amount_vnd, memo_hash, command_bytes) SELECT {o}, 30000000 + "
        "one.i, CASE WHEN one.i % 5000 = 0 THEN 'opening' WHEN one.i % 3 = 0 THEN 'payment.out' WHEN one.i % 3 = 1 "
        "THEN 'journal' ELSE "
        "'intake.delivery' END, CASE one.i % 3 WHEN 0 THEN 'PC' WHEN 1 THEN 'NKC' ELSE 'PNK' END, 3000 + d.day / "
        "10000, "
        "one.i, d.day, d.day, one.i, 'bench-' || CAST(one.i AS TEXT), {b}, 1, 1, 1000 + one.i * 7919 % 5000000, {b}, "
        "{b} "
        "FROM one JOIN day d ON d.i = one.i * 730 / ({n} + 1)");
    put(f, "INSERT INTO line (org_id, voucher_id, line_no, posting_on, account, party_id, dr_vnd, cr_vnd) SELECT {o}, "
           "v.id, k.k, v.posting_on, CASE WHEN k.k = 1 THEN '1111' ELSE '5118' END, CASE WHEN k.k = 1 THEN 0 ELSE "
           "20000001 + v.id % {n} END, CASE WHEN k.k = 1 THEN v.amount_vnd ELSE 0 END, CASE WHEN k.k = 2 THEN "
           "v.amount_vnd ELSE 0 END FROM voucher v JOIN (SELECT 1 AS k UNION ALL SELECT 2) k ON 1 = 1 WHERE v.org_id = "
           "{o} AND v.id > 30000000");
    put(f,
        "INSERT INTO voucher_memo (org_id, voucher_id, memo, salt_bytes) SELECT org_id, id, 'Chi tiền mua rau xã viên "
        "lần ' || CAST(id % 997 AS TEXT), {b} FROM voucher WHERE org_id = {o} AND id > 30000000");
    put(f, "INSERT INTO number_series (org_id, book, year, last_number) SELECT org_id, book, year, max(number) FROM "
           "voucher WHERE org_id = {o} AND id > 30000000 GROUP BY org_id, book, year");
}

void list_fill(struct bench *b, struct bare *r, int64_t org_id, int64_t n)
{
    struct fill f = { b, r, str_z(&b->mem, str_from_i64(&b->mem, org_id)), str_z(&b->mem, str_from_i64(&b->mem, n)),
                      r->lite ? "x'00'" : "'\\x00'::bytea" };
    put(&f, "BEGIN");
    put_members(&f);
    put_vouchers(&f);
    put(&f, "COMMIT");
    if (r->pg) {
        put(&f, "VACUUM ANALYZE");
        /* from here on behind the same fence as the program */
        put(&f, "SELECT set_config('role', 'hoptac_app', false), set_config('hoptac.scope', '-1', false)");
    }
}

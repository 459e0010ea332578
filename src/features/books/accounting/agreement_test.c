/* A random cooperative's work, read by other programs: hledger and ledger on the exported journal, CSV and JSON, and
   `hoptac balance` itself give each account the same balance as a list kept beside the posting, to the đồng, at the end
   and in the middle. */
#include "tests/kit/kit.h"
#include "tests/kit/run.h"

#include "accounting.sql.h"
#include "app/app_features.h"
#include "base/csv.h"
#include "base/json.h"
#include "features/books/accounting/accounting.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"
#include "vouchers/canon.h"

enum { VOUCHERS = 120, LINES_MAX = 6, FACTS_MAX = 20000, LEAVES_MAX = 400, PARTIES = 9 };

static struct kit kit;

struct fact {
    str account;
    date on;
    int64_t dr, cr;
};

struct coop {
    str code;
    int64_t org_id;
    str leaf[LEAVES_MAX]; /* sorted */
    int n_leaf;
    int64_t party[PARTIES];
    struct fact fact[FACTS_MAX];
    int n_fact;
    int64_t made[VOUCHERS];
    date made_on[VOUCHERS];
    int n_made;
    struct prop *random;
};

/* ---- the work ---- */

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct coop *c = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, c->code, &o));
    c->org_id = o.org_id;
    for (int i = 0; i < PARTIES; i++)
        TRY(party_by_code(cx, db, c->org_id, str_fmt(cx->mem, "TV%03d", i + 1), &c->party[i]));
    return OK;
}

static result leaves_work(struct cx *cx, struct db *db, void *arg)
{
    struct coop *c = arg;
    struct accounting_account_name *row;
    int n;
    (void)cx;
    TRY(accounting_account_name(
        db, (struct accounting_account_name_args){ .org_id = c->org_id, .posting_on = { 20260101 } }, &row, &n));
    c->n_leaf = 0;
    for (int i = 0; i < n; i++)
        if (row[i].is_leaf) {
            assert_true(c->n_leaf < LEAVES_MAX);
            c->leaf[c->n_leaf++] = str_dup(cx->mem, row[i].code);
        }
    return OK;
}

/* Own sub-accounts below some leaves: those are no leaves any more. */
static result subaccounts_work(struct cx *cx, struct db *db, void *arg)
{
    struct coop *c = arg;
    for (int i = 0; i < 12; i++) {
        str parent = c->leaf[prop_below(c->random, c->n_leaf)];
        for (int k = 1; k <= 2; k++) {
            struct account_row row = { .code = str_fmt(cx->mem, STR_FMT "%d", STR_ARG(parent), k),
                                       .parent = parent,
                                       .name_vi = S("Tiết khoản riêng"),
                                       .name_en = S("Own detail"),
                                       .nature = S("both") };
            if (!account_add(cx, db, c->org_id, row, (date){ 20250101 }).ok)
                cx_clear_errors(cx); /* this parent was chosen before */
        }
    }
    return OK;
}

static date any_day(struct prop *r)
{
    date d = date_add_days((date){ 20250101 }, prop_below(r, 789)); /* to 28 February 2027: its month may be posted */
    int where = prop_below(r, 6);
    return where == 0 ? date_month_first(d) : where == 1 ? date_month_last(d) : d;
}

static str any_memo(struct cx *cx, struct prop *r)
{
    static const char *const part[] = { "bán \"rau\"",
                                        ";",
                                        " ; ",
                                        "|",
                                        "'",
                                        "\n",
                                        "\r\n",
                                        "\t",
                                        "  ",
                                        "(PKT2026-00001)",
                                        "*",
                                        "!",
                                        "= 5 VND",
                                        "@ 2 USD",
                                        "1111  500 VND",
                                        "trả tiền, chị Nga",
                                        "2026-01-01",
                                        "\xF0\x9F\xA5\xAC",
                                        "\xE2\x80\xA8",
                                        "\xC2\xA0",
                                        "\xC2\x85",
                                        "\xE2\x80\xAE",
                                        "party:TV001",
                                        "Đặng Thị Ẩn",
                                        "\\",
                                        "{}[]<>",
                                        "~ %",
                                        "#" };
    struct buf b = buf_new(cx->mem);
    for (int n = prop_below(r, 6); n > 0; n--)
        buf_put(&b, str_of(part[prop_below(r, COUNT(part))]));
    return buf_str(&b);
}

static int64_t any_amount(struct prop *r) { return 1 + (int64_t)(prop_u64(r) >> 24 >> prop_below(r, 36)); }

static struct line line_of(struct coop *c, bool debit, int64_t amount)
{
    str account = c->leaf[prop_below(c->random, c->n_leaf)];
    return (struct line){ .account = account,
                          .party_id = prop_below(c->random, 3) ? 0 : c->party[prop_below(c->random, PARTIES)],
                          .side = accounting_side(account),
                          .dr = { debit ? amount : 0 },
                          .cr = { debit ? 0 : amount } };
}

static bool off_balance(str account) { return str_starts(account, S("0")); }

/* Random lines, and one last that makes them balance. */
static int any_lines(struct coop *c, struct line *l)
{
    int n = 1 + prop_below(c->random, LINES_MAX - 1);
    int64_t left = 0;
    for (int i = 0; i < n; i++) {
        l[i] = line_of(c, prop_below(c->random, 2), any_amount(c->random));
        left += off_balance(l[i].account) ? 0 : l[i].dr.dong - l[i].cr.dong;
    }
    if (left == 0)
        return n;
    do
        l[n] = line_of(c, left < 0, left < 0 ? -left : left);
    while (off_balance(l[n].account));
    return n + 1;
}

static void remember(struct coop *c, const struct line *l, int n, date on)
{
    assert_true(c->n_fact + n <= FACTS_MAX);
    for (int i = 0; i < n; i++)
        c->fact[c->n_fact++] = (struct fact){ l[i].account, on, l[i].dr.dong, l[i].cr.dong };
}

static result post_one(struct cx *cx, struct db *db, struct coop *c)
{
    struct line l[LINES_MAX + 1];
    struct posted p;
    struct canon command = canon_new(cx->mem);
    date on = any_day(c->random);
    canon_i64(&command, c->n_made);
    struct voucher v = { .kind = S("journal"),
                         .org_id = c->org_id,
                         .document_on = on,
                         .posting_on = on,
                         .request_id = os_uuid7(cx->mem),
                         .memo = any_memo(cx, c->random),
                         .command = canon_bytes(&command),
                         .line = l,
                         .n_line = any_lines(c, l) };
    TRY(voucher_post(cx, db, &v, &p));
    remember(c, l, v.n_line, on);
    c->made_on[c->n_made] = on;
    c->made[c->n_made++] = p.id;
    return OK;
}

/* The same sides with negative amounts. */
static result void_one(struct cx *cx, struct db *db, struct coop *c, int i)
{
    struct voucher_record r;
    struct posted p;
    date on = date_add_days(c->made_on[i], prop_below(c->random, 60));
    TRY(voucher_load(cx, db, c->org_id, c->made[i], &r));
    TRY(voucher_void(cx, db,
                     (struct voucher_void){ .org_id = c->org_id,
                                            .voucher_id = c->made[i],
                                            .posting_on = date_cmp(on, (date){ 20270301 }) > 0 ? c->made_on[i] : on,
                                            .reason = S("ghi nhầm; viết lại"),
                                            .request_id = os_uuid7(cx->mem) },
                     &p));
    TRY(voucher_load(cx, db, c->org_id, p.id, &r));
    for (int k = 0; k < r.v.n_line; k++)
        assert_true(r.v.line[k].dr.dong + r.v.line[k].cr.dong < 0);
    remember(c, r.v.line, r.v.n_line, r.v.posting_on);
    return OK;
}

static result all_work(struct cx *cx, struct db *db, void *arg)
{
    struct coop *c = arg;
    for (int i = 0; i < VOUCHERS; i++)
        TRY(post_one(cx, db, c));
    for (int i = 0; i < VOUCHERS; i++)
        if (prop_below(c->random, 6) == 0)
            TRY(void_one(cx, db, c, i));
    return OK;
}

static struct coop *work_of(const char *code, struct prop *r)
{
    struct coop *c = new (&kit.mem, struct coop, 1);
    *c = (struct coop){ .code = str_of(code), .random = r };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, c));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, leaves_work, c));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &c->org_id, 1, subaccounts_work, c));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, leaves_work, c));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &c->org_id, 1, all_work, c));
    return c;
}

/* ---- figures by account ---- */

struct figure {
    str account;
    int64_t vnd;
};

struct figures {
    struct figure f[LEAVES_MAX];
    int n;
};

static void add(struct figures *s, str account, int64_t vnd)
{
    int i = 0;
    while (i < s->n && !str_eq(s->f[i].account, account))
        i++;
    if (i == s->n) {
        assert_true(s->n < LEAVES_MAX);
        s->f[s->n++] = (struct figure){ .account = account };
    }
    s->f[i].vnd += vnd;
}

static int64_t of(const struct figures *s, str account)
{
    for (int i = 0; i < s->n; i++)
        if (str_eq(s->f[i].account, account))
            return s->f[i].vnd;
    return 0;
}

/* Each account of one has the same figure in the other; what one leaves out is 0. */
static void same(const char *who, const struct figures *want, const struct figures *got)
{
    int wrong = 0;
    for (int side = 0; side < 2; side++) {
        const struct figures *s = side ? got : want;
        for (int i = 0; i < s->n; i++) {
            str a = s->f[i].account;
            if (of(want, a) == of(got, a))
                continue;
            print_error("%s: account " STR_FMT " has %lld, not %lld\n", who, STR_ARG(a), (long long)of(got, a),
                        (long long)of(want, a));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static struct figures *expected(const struct coop *c, date from, date to)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    for (int i = 0; i < c->n_fact; i++)
        if (date_cmp(c->fact[i].on, from) >= 0 && date_cmp(c->fact[i].on, to) <= 0)
            add(s, c->fact[i].account, c->fact[i].dr - c->fact[i].cr);
    return s;
}

/* ---- the programs ---- */

static str run(const char *const *argv)
{
    struct ran r = run_program(&kit, argv, S(""));
    if (r.code != 0)
        fail_msg("%s ended with %d: " STR_FMT, argv[0], r.code, STR_ARG(r.err));
    return r.out;
}

static str hoptac(const char *const *argv)
{
    struct ran r = run_hoptac(&kit, argv, S(""));
    if (r.code != 0)
        fail_msg("hoptac %s ended with %d: " STR_FMT, argv[0], r.code, STR_ARG(r.err));
    return r.out;
}

static int64_t number(str s)
{
    int64_t v;
    if (!str_to_i64(s, &v))
        fail_msg("not a number: " STR_FMT, STR_ARG(s));
    return v;
}

static const char *iso(date d) { return str_z(&kit.mem, date_iso(&kit.mem, d)); }

static struct figures *by_hledger(const char *file, date from, date to)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    str out = run((const char *const[]){ "hledger", "-f", file, "balance", "--flat", "-E", "-N", "-O", "csv", "-b",
                                         iso(from), "-e", iso(date_add_days(to, 1)), NULL });
    struct csv_reader r = csv_reader_new(&kit.mem, out, ',');
    struct csv_row row;
    assert_true(csv_next(&r, &row));
    while (csv_next(&r, &row))
        add(s, row.cell[0], number(str_cut(row.cell[1], ' ').head));
    assert_null(r.err.message);
    return s;
}

static struct figures *by_ledger(const char *file, date from, date to)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    str out =
        run((const char *const[]){ "ledger", "--init-file", "/dev/null", "-f", file, "balance", "--flat", "--no-total",
                                   "--empty", "--balance-format", "%(account) %(quantity(display_total))\n", "-b",
                                   iso(from), "-e", iso(date_add_days(to, 1)), NULL });
    for (struct str_cut c = str_cut(out, '\n'); c.head.n; c = str_cut(c.tail, '\n')) {
        struct str_cut f = str_cut(c.head, ' ');
        add(s, f.head, number(f.tail));
    }
    return s;
}

static struct json *json_of(str text)
{
    struct json *j;
    struct json_error e = { 0 };
    if (!json_parse(&kit.mem, text, &j, &e))
        fail_msg("not JSON: %s at %d:%d", e.message, e.line, e.column);
    return j;
}

static int64_t i64_of(const struct json *o, const char *key)
{
    int64_t v;
    if (!json_as_i64(json_get(o, str_of(key)), &v))
        fail_msg("%s is no whole number", key);
    return v;
}

static str str_of_json(const struct json *o, const char *key)
{
    str v;
    if (!json_as_str(json_get(o, str_of(key)), &v))
        fail_msg("%s is no text", key);
    return v;
}

/* turn: the movement between the days, else the balance at the end of the second. */
static struct figures *by_hoptac(const struct coop *c, date from, date to, bool turn)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    str out =
        hoptac((const char *const[]){ "balance", "--db", str_z(&kit.mem, kit.url), "--org", str_z(&kit.mem, c->code),
                                      "--json", "--from", iso(from), "--to", iso(to), NULL });
    for (const struct json *b = json_get(json_of(out), S("balances"))->child; b; b = b->next) {
        int64_t turned = i64_of(b, "debit_vnd") - i64_of(b, "credit_vnd");
        assert_int_equal(i64_of(b, "opening_vnd") + turned, i64_of(b, "balance_vnd"));
        add(s, str_of_json(b, "account"), turn ? turned : i64_of(b, "balance_vnd"));
    }
    return s;
}

static str export(const struct coop *c, const char *format)
{
    return hoptac((const char *const[]){ "export", "journal", "--db", str_z(&kit.mem, kit.url), "--org",
                                         str_z(&kit.mem, c->code), "--format", format, NULL });
}

static struct figures *by_csv(str text, date to)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    struct csv_reader r = csv_reader_new(&kit.mem, text, ',');
    struct csv_row row;
    date on;
    assert_true(csv_next(&r, &row));
    assert_int_equal(row.n, 7);
    while (csv_next(&r, &row)) {
        assert_true(date_parse_iso(row.cell[0], &on));
        if (date_cmp(on, to) <= 0)
            add(s, row.cell[2], number(row.cell[4]) - number(row.cell[5]));
    }
    assert_null(r.err.message);
    return s;
}

static struct figures *by_json(const struct json *list, date to)
{
    struct figures *s = new (&kit.mem, struct figures, 1);
    date on;
    int n = 0;
    for (const struct json *v = list->child; v; v = v->next, n++) {
        assert_true(date_parse_iso(str_of_json(v, "posting_on"), &on));
        for (const struct json *l = json_get(v, S("lines"))->child; l && date_cmp(on, to) <= 0; l = l->next)
            add(s, str_of_json(l, "account"), i64_of(l, "dr_vnd") - i64_of(l, "cr_vnd"));
    }
    assert_true(n > VOUCHERS);
    return s;
}

/* ---- agreement ---- */

/* The other organisation's work must not be in it: the second is compared in all as well. */
static const date begin = { 20250101 }, end = { 20270301 };

static const char *exported(const struct coop *c)
{
    const char *file =
        str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/" STR_FMT ".journal", STR_ARG(kit_folder(&kit)), STR_ARG(c->code)));
    kit_ok(&kit, os_write_file_durable(&kit.cx, str_of(file), export(c, "hledger")));
    return file;
}

static void agree_at_the_end(const struct coop *c, const char *file)
{
    const struct figures *all = expected(c, begin, end);
    same("hoptac", all, by_hoptac(c, begin, end, false));
    same("hledger", all, by_hledger(file, begin, end));
    same("ledger", all, by_ledger(file, begin, end));
}

static void agree_between(const struct coop *c, const char *file)
{
    date from = any_day(c->random), to = any_day(c->random);
    if (date_cmp(from, to) > 0) {
        date x = from;
        from = to, to = x;
    }
    const struct figures *until = expected(c, begin, to), *within = expected(c, from, to);
    same("hoptac in the middle", until, by_hoptac(c, from, to, false));
    same("hledger in the middle", until, by_hledger(file, begin, to));
    same("ledger in the middle", until, by_ledger(file, begin, to));
    same("hoptac between two days", within, by_hoptac(c, from, to, true));
    same("hledger between two days", within, by_hledger(file, from, to));
}

static void agree_as_tables(const struct coop *c)
{
    str csv = export(c, "csv");
    const struct json *json = json_of(export(c, "json"));
    const struct figures *all = expected(c, begin, end), *until = expected(c, begin, c->made_on[0]);
    same("csv", all, by_csv(csv, end));
    same("json", all, by_json(json, end));
    same("csv in the middle", until, by_csv(csv, c->made_on[0]));
    same("json in the middle", until, by_json(json, c->made_on[0]));
}

static void test_agreement__other_programs_find_the_same_balances(void **state)
{
    (void)state;
    for_all (r, 1) {
        kit_begin(&kit);
        app_register_kinds();
        kit_store(&kit);
        kit_ok(&kit, organisations_feature.load_reference(&kit.cx, kit.store));
        kit_ok(&kit, accounting_feature.load_reference(&kit.cx, kit.store));
        kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
        kit_ok(&kit, members_feature.load_demo(&kit.cx, kit.store));
        const struct coop *rau = work_of("DEMO-RAU", &r), *lua = work_of("DEMO-LUA", &r);
        kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
        kit_close(&kit);
        const char *file = exported(rau);
        agree_at_the_end(rau, file);
        agree_between(rau, file);
        agree_as_tables(rau);
        agree_at_the_end(lua, exported(lua));
        kit_end(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agreement__other_programs_find_the_same_balances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

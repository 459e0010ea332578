/* The books over pages, as the demo's accountant uses them: trial balance, ledgers and journal say the same; months
   close and open; a journal voucher with its mistakes, its warning and its draft; voiding. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "base/csv.h"
#include "base/json.h"
#include "features/books/accounting/accounting.h"
#include "db/backend.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"
#include "vouchers/words.h"

static struct kit kit;
static struct app app;
static struct visitor accountant, director;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit.cx.now_at = 1795500000000000; /* 24 November 2026: the demo's weeks lie after its prices begin */
    kit_demo(&kit, &app);
    accountant = visit(&kit, &app);
    director = visit(&kit, &app);
    visit_login(&accountant, "ketoan.rau");
    visit_login(&director, "giamdoc.rau");
    return 0;
}

static result read_home(struct cx *cx, struct db *db, void *arg) { return org_by_code(cx, db, S("DEMO-RAU"), arg); }

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
    return 0;
}

#define ORG "/orgs/DEMO-RAU"

static const struct json *json_of(struct response rs)
{
    struct json *j;
    struct json_error e = { 0 };
    visit_expect(&rs, 200);
    if (!json_parse(&kit.mem, rs.body, &j, &e))
        fail_msg("not JSON: %s at %d:%d", e.message, e.line, e.column);
    return j;
}

static str next; /* page of what data() read last; empty: there is none */

static const struct json *data(str path)
{
    struct response rs = visit_get_json(&accountant, path);
    next = S("");
    for (int i = 0; i < rs.n_header; i++) {
        str v = rs.header[i].value;
        if (!str_eq_nocase(rs.header[i].name, S("Link")) || !str_ends(v, S("rel=\"next\"")))
            continue;
        next = str_cut(str_sub(v, 1, v.n), '>').head;
        if (str_starts(next, S("/api/v1")))
            next = str_sub(next, 7, next.n);
    }
    return json_of(rs);
}

static int64_t number(const struct json *o, const char *key)
{
    int64_t v = 0;
    if (!json_as_i64(json_get(o, str_of(key)), &v))
        fail_msg("%s is not a whole number", key);
    return v;
}

static str text(const struct json *o, const char *key)
{
    str v = { 0 };
    if (!json_as_str(json_get(o, str_of(key)), &v))
        fail_msg("%s is not text", key);
    return v;
}

static int64_t sum_of(const struct json *rows, const char *key)
{
    int64_t sum = 0;
    for (const struct json *r = rows->child; r; r = r->next)
        sum += number(r, key);
    return sum;
}

static void post(struct visitor *v, const char *path, const char *form, int status, const char *holding)
{
    struct response rs = visit_post(v, str_of(path), str_of(form));
    visit_expect(&rs, status);
    if (status != 303 && !holds(&rs, holding))
        fail_msg("%s does not hold \"%s\":\n" STR_FMT, path, holding, STR_ARG(rs.body));
}

static str location(const struct response *rs)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, S("Location")))
            return rs->header[i].value;
    return S("");
}

/* ---- the books say the same ---- */

#define YEAR "from=2026-01-01&to=2026-12-31"

/* Every leaf: its ledger opens, turns and closes as the trial balance says, on each page the balance before it is the
   one after the page before, and all pages together hold all lines. */
static void test_ledger__is_the_row_of_the_trial_balance(void **state)
{
    int n = 0, long_ones = 0;
    (void)state;
    for (const struct json *a = json_get(data(S(ORG "/accounts?" YEAR)), S("rows"))->child; a; a = a->next) {
        bool leaf = false;
        size_t mark = arena_mark(&kit.mem);
        (void)json_as_bool(json_get(a, S("is_leaf")), &leaf);
        if (!leaf)
            continue;
        str path = str_fmt(&kit.mem, ORG "/accounts/" STR_FMT "?per=25&" YEAR, STR_ARG(text(a, "code")));
        int64_t turn = 0, n_row = 0, before = number(a, "open_dr_vnd") - number(a, "open_cr_vnd");
        for (; path.n; path = next) {
            const struct json *l = data(path), *b = json_get(l, S("balance")), *t = json_get(l, S("totals"));
            const struct json *rows = json_get(l, S("rows"));
            assert_int_equal(number(b, "opening_vnd"), number(a, "open_dr_vnd") - number(a, "open_cr_vnd"));
            assert_int_equal(number(b, "before_vnd"), before);
            assert_int_equal(number(t, "dr_vnd"), number(a, "turn_dr_vnd"));
            assert_int_equal(number(t, "cr_vnd"), number(a, "turn_cr_vnd"));
            assert_int_equal(number(b, "closing_vnd"), number(a, "close_dr_vnd") - number(a, "close_cr_vnd"));
            assert_true(rows->n > 0);
            turn = sum_of(rows, "dr_vnd") - sum_of(rows, "cr_vnd");
            before += turn;
            n_row += rows->n;
            if (!next.n)
                assert_int_equal(n_row, number(t, "n_row"));
        }
        assert_int_equal(before, number(a, "close_dr_vnd") - number(a, "close_cr_vnd"));
        long_ones += n_row > 25;
        arena_reset(&kit.mem, mark);
        n++;
    }
    assert_true(n >= 6);
    assert_true(long_ones > 0);
}

/* The balance stands behind each line, also on the second page; the file begins with what was there before. */
static void test_ledger__runs_on(void **state)
{
    (void)state;
    const struct json *l = data(S(ORG "/accounts/1111?per=25&" YEAR));
    str later = next;
    int64_t after = number(json_get(l, S("balance")), "before_vnd") + sum_of(json_get(l, S("rows")), "dr_vnd") -
                    sum_of(json_get(l, S("rows")), "cr_vnd");
    str shown = money_text(&kit.mem, (money){ after }, true);
    struct response first = visit_get(&accountant, S(ORG "/accounts/1111?per=25&" YEAR));
    struct response second = visit_get(&accountant, later);
    visit_expect(&first, 200);
    visit_expect(&second, 200);
    assert_true(holds(&first, "Opening balance"));
    assert_true(holds(&first, str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "</td>\n</tr>\n</tbody>", STR_ARG(shown)))));
    assert_true(holds(&second, "Brought forward"));
    assert_true(holds(&second, str_z(&kit.mem, str_fmt(&kit.mem, "data-label=\"Brought forward\">" STR_FMT "</td>",
                                                       STR_ARG(shown)))));
    struct response csv = visit_get(&accountant, S(ORG "/accounts/1111?lang=en&format=csv&" YEAR));
    struct csv_reader r = csv_reader_new(&kit.mem, csv.body, ',');
    struct csv_row row;
    int64_t balance = 0, dr, cr, said;
    assert_true(csv_next(&r, &row));
    for (int i = 0; csv_next(&r, &row); i++) {
        assert_true(str_to_i64(row.cell[10], &said));
        if (i == 0)
            balance = said;
        else
            balance += (str_to_i64(row.cell[8], &dr) ? dr : 0) - (str_to_i64(row.cell[9], &cr) ? cr : 0);
        assert_int_equal(balance, said);
    }
    assert_int_equal(balance, number(json_get(l, S("balance")), "closing_vnd"));
    struct response pdf = visit_get(&accountant, S(ORG "/accounts/1111?format=pdf&" YEAR));
    assert_true(str_starts(pdf.body, S("%PDF-")));
}

static void test_trial_balance__is_equal_and_comes_as_page_csv_and_paper(void **state)
{
    (void)state;
    const struct json *t = data(S(ORG "/accounts?" YEAR)), *total = json_get(t, S("total"));
    assert_int_equal(number(total, "turn_dr_vnd"), number(total, "turn_cr_vnd"));
    assert_int_equal(number(total, "close_dr_vnd"), number(total, "close_cr_vnd"));
    assert_true(number(total, "turn_dr_vnd") > 1000000);
    struct response page = visit_get(&accountant, S(ORG "/accounts?" YEAR));
    visit_expect(&page, 200);
    assert_true(holds(&page, str_z(&kit.mem, money_text(&kit.mem, (money){ number(total, "turn_dr_vnd") }, true))));
    struct response csv = visit_get(&accountant, S(ORG "/accounts?format=csv&" YEAR));
    struct csv_reader r = csv_reader_new(&kit.mem, csv.body, ',');
    struct csv_row row;
    const struct json *a = json_get(t, S("rows"))->child;
    assert_true(csv_next(&r, &row));
    for (; csv_next(&r, &row); a = a->next) {
        int64_t dr;
        assert_str(row.cell[0], str_z(&kit.mem, text(a, "code")));
        assert_true(str_to_i64(row.cell[4], &dr));
        assert_int_equal(dr, number(a, "turn_dr_vnd"));
    }
    assert_null(a);
    struct response pdf = visit_get(&accountant, S(ORG "/accounts?format=pdf&" YEAR));
    visit_expect(&pdf, 200);
    assert_true(str_starts(pdf.body, S("%PDF-")));
    page = visit_get(&accountant, S(ORG "/accounts/99999"));
    visit_expect(&page, 404);
}

/* All pages together hold every line once, and turn as the total says. */
static void test_journal__pages_hold_every_line_once(void **state)
{
    int64_t dr = 0, cr = 0, n = 0, total = -1;
    (void)state;
    for (str path = S(ORG "/journal?per=50&" YEAR); path.n; path = next) {
        const struct json *j = data(path), *t = json_get(j, S("totals"));
        const struct json *rows = json_get(j, S("rows"));
        total = number(j, "total");
        assert_true(rows->n > 0);
        for (const struct json *l = rows->child; l; l = l->next, n++)
            if (text(l, "account").s[0] != '0') /* what is off balance is single entry */
                dr += number(l, "dr_vnd"), cr += number(l, "cr_vnd");
        if (!next.n) {
            assert_int_equal(dr, number(t, "dr_vnd"));
            assert_int_equal(cr, number(t, "cr_vnd"));
            assert_int_equal(dr, cr);
        }
    }
    assert_int_equal(n, total);
    struct response csv = visit_get(&accountant, S(ORG "/journal?format=csv&" YEAR));
    int lines = 0;
    for (str rest = csv.body; rest.n; rest = str_cut(rest, '\n').tail)
        lines++;
    assert_int_equal(lines, total + 1);
    struct response pdf = visit_get(&accountant, S(ORG "/journal?format=pdf&" YEAR));
    assert_true(str_starts(pdf.body, S("%PDF-")));
}

static int64_t lines_of(const char *more, const char *total)
{
    return number(json_get(data(str_fmt(&kit.mem, ORG "/journal?" YEAR "%s", more)), S("totals")), total);
}

static void test_journal__is_narrowed_by_account_kind_and_words(void **state)
{
    (void)state;
    const struct json *cash = json_get(data(S(ORG "/accounts/1111?" YEAR)), S("totals"));
    assert_int_equal(lines_of("&account=1111", "dr_vnd"), number(cash, "dr_vnd"));
    assert_int_equal(lines_of("&account=1111", "n_row"), number(cash, "n_row"));
    assert_int_equal(lines_of("&account=111", "cr_vnd"), number(cash, "cr_vnd")); /* with all below it */
    assert_int_equal(lines_of("&account=111&kind=payment.out", "cr_vnd"), lines_of("&kind=payment.out", "cr_vnd"));
    assert_true(lines_of("&kind=payment.out", "n_row") > 0);
    assert_int_equal(lines_of("&account=9", "n_row"), 0);
    post(
        &accountant, ORG "/journal/new",
        "on=18/11/2026&step=post&memo=Mua+m%C3%A1y+b%C6%A1m+%C4%90%C3%B4ng+H%E1%BB%93&row-0-account=642&row-0-dr=91.000"
        "&row-1-account=1111&row-1-cr=91.000",
        303, "");
    assert_int_equal(lines_of("&q=m%C3%A1y+b%C6%A1m", "dr_vnd"), 91000);
    assert_int_equal(lines_of("&q=may+bom+dong", "cr_vnd"), 91000);
    assert_int_equal(lines_of("&q=may+bom+dong&account=642", "cr_vnd"), 0);
    assert_int_equal(lines_of("&q=khong+co+tu+nay", "n_row"), 0);
    assert_int_equal(lines_of("&q=PNK2026-00012", "n_row"), lines_of("&q=pnk+12", "n_row"));
    assert_true(lines_of("&q=PNK2026-00012", "n_row") > 0);
}

static result unfold_work(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_exec(db, "UPDATE voucher_memo SET memo_fold = ''");
}

/* As in a database that kept its words before they could be searched. */
static void test_journal__finds_older_words_after_the_job(void **state)
{
    struct organisation o;
    (void)state;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_home, &o));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &o.org_id, 1, unfold_work, NULL));
    assert_int_equal(lines_of("&q=may+bom+dong", "n_row"), 0);
    kit_ok(&kit, voucher_words_fold(&kit.cx, kit.store));
    assert_int_equal(lines_of("&q=may+bom+dong", "n_row"), 2);
}

/* ---- entering ---- */

#define ENTRY "memo=ti%E1%BB%81n+%C4%91i%E1%BB%87n&row-0-account=642&row-0-dr=70.000&row-1-account=1111&row-1-cr=70.000"

static void test_journal_voucher__shows_every_mistake_and_keeps_what_was_typed(void **state)
{
    (void)state;
    struct response rs =
        visit_post(&accountant, S(ORG "/journal/new"),
                   S("on=24/11/2046&memo=gi%E1%BB%AF+l%E1%BA%A1i&step=post&row-0-account=999&row-0-dr=5"
                     "&row-1-account=111&row-1-cr=7&row-2-account=642&row-2-party=KHONG-CO&row-2-dr=1"));
    visit_expect(&rs, 422);
    static const char *const at[] = {
        "id=\"e-on\"",          "id=\"e-row-0-account\"",         "id=\"e-row-1-account\"",
        "id=\"e-row-2-party\"", "Debits are 6 and credits are 7", "value=\"giữ lại\"",
        "value=\"KHONG-CO\""
    };
    for (int i = 0; i < COUNT(at); i++)
        if (!holds(&rs, at[i]))
            fail_msg("no %s in\n" STR_FMT, at[i], STR_ARG(rs.body));
    assert_false(holds(&rs, "name=\"confirmed\""));
}

static void test_journal_voucher__warns_of_a_second_one(void **state)
{
    (void)state;
    struct response rs = visit_post(&accountant, S(ORG "/journal/new"), S("on=20/11/2026&step=post&" ENTRY));
    visit_expect(&rs, 303);
    str first = location(&rs);
    post(&accountant, ORG "/journal/new", "on=20/11/2026&step=post&" ENTRY, 409, "name=\"confirmed\"");
    /* other words are the same entry; another day, amount or order is not */
    post(&accountant, ORG "/journal/new",
         "on=20/11/2026&step=post&memo=khac&row-0-account=1111&row-0-cr=70.000"
         "&row-1-account=642&row-1-dr=70.000",
         409, "name=\"confirmed\"");
    post(&accountant, ORG "/journal/new", "on=19/11/2026&step=post&" ENTRY, 303, "");
    post(&accountant, ORG "/journal/new",
         "on=20/11/2026&step=post&row-0-account=642&row-0-dr=35.000&row-1-account=642&"
         "row-1-dr=35.000&row-2-account=1111&row-2-cr=70.000",
         303, "");
    post(&accountant, ORG "/journal/new", "on=20/11/2026&step=post&confirmed=1&" ENTRY, 303, "");
    /* what is void is no first one */
    post(&accountant, ORG "/journal/new", "on=18/11/2026&step=post&" ENTRY, 303, "");
    rs = visit_post(&accountant, S(ORG "/journal/new"), S("on=18/11/2026&step=post&confirmed=0&" ENTRY));
    visit_expect(&rs, 409);
    const struct json *list = json_get(data(S(ORG "/vouchers?sort=-by_date&from=2026-11-18&to=2026-11-18")), S("rows"));
    int voided = 0;
    for (const struct json *v = list->child; v; v = v->next)
        if (str_eq(text(v, "memo"), S("tiền điện"))) {
            str path = str_fmt(&kit.mem, ORG "/vouchers/" STR_FMT "/void", STR_ARG(text(v, "id")));
            post(&accountant, str_z(&kit.mem, path), "reason=nham&on=24/11/2026", 303, "");
            voided++;
        }
    assert_int_equal(voided, 1);
    post(&accountant, ORG "/journal/new", "on=18/11/2026&step=post&" ENTRY, 303, "");
    assert_true(str_starts(first, S(ORG "/vouchers/")));
}

static str only_draft(void)
{
    const struct json *d = json_get(json_of(visit_get_json(&director, S(ORG "/drafts"))), S("rows"));
    assert_int_equal(d->n, 1);
    return str_fmt(&kit.mem, ORG "/drafts/" STR_FMT, STR_ARG(text(d->child, "id")));
}

/* Who approves is asked as well, unless who prepared was. */
static void test_draft__of_a_second_one_is_asked_again(void **state)
{
    (void)state;
    post(&accountant, ORG "/journal/new", "on=17/11/2026&step=post&" ENTRY, 303, "");
    post(&accountant, ORG "/journal/new", "on=17/11/2026&step=draft&" ENTRY, 303, "");
    const char *draft = str_z(&kit.mem, only_draft());
    struct response rs = visit_get(&director, str_of(draft));
    assert_true(holds(&rs, "tiền điện") && holds(&rs, "70,000") && holds(&rs, "642"));
    assert_false(holds(&rs, "name=\"confirmed\""));
    post(&director, draft, "step=post", 409, "id=\"e-confirmed\"");
    post(&director, draft, "step=post&confirmed=1", 303, "");
    rs = visit_get(&director, str_of(draft));
    visit_expect(&rs, 404);
    post(&accountant, ORG "/journal/new", "on=17/11/2026&step=draft&confirmed=1&" ENTRY, 303, "");
    draft = str_z(&kit.mem, only_draft());
    post(&director, draft, "step=post", 303, "");
    post(&accountant, ORG "/journal/new", "on=16/11/2026&step=draft&" ENTRY, 303, "");
    post(&director, str_z(&kit.mem, only_draft()), "step=drop", 303, "");
}

/* ---- months ---- */

static void test_month__closed_takes_nothing_and_opens_with_a_reason(void **state)
{
    (void)state;
    post(&director, ORG "/periods", "month=13/2026&state=closed", 422, "id=\"e-month\"");
    post(&director, ORG "/periods", "month=x&state=frob", 422, "id=\"e-state\"");
    post(&director, ORG "/periods", "month=01/2026&state=closed", 303, "");
    post(&accountant, ORG "/journal/new", "on=31/01/2026&step=post&" ENTRY, 409, "id=\"e-on\"");
    struct response rs = visit_get(&director, S(ORG "/periods"));
    assert_true(holds(&rs, "01/2026") && holds(&rs, "closed"));
    post(&director, ORG "/periods", "month=01/2026&state=open&reason=+", 422, "id=\"e-reason\"");
    post(&director, ORG "/periods", "month=01/2026&state=open&reason=qu%C3%AAn", 303, "");
    rs = visit_get(&director, S(ORG "/periods"));
    assert_true(holds(&rs, "quên"));
    post(&accountant, ORG "/journal/new", "on=31/01/2026&step=post&" ENTRY, 303, "");
}

/* ---- voiding ---- */

static int64_t command(str json)
{
    struct posted p;
    int64_t org_id;
    kit_ok(&kit, accounting_post_json(&kit.cx, kit.store, json, &p, &org_id));
    return p.id;
}

static void test_void__shows_what_stands_on_it_and_is_one_act(void **state)
{
    (void)state;
    int64_t slip =
        command(S("{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"2026-11-23\",\"member\":\"TV001\","
                  "\"item\":\"SUHAO\",\"gross\":7777,\"tare\":0,\"price_vnd\":9000}"));
    command(str_fmt(&kit.mem,
                    "{\"kind\":\"payment.out\",\"org\":\"DEMO-RAU\",\"on\":\"2026-11-23\",\"purpose\":\"pay_produce\","
                    "\"party\":\"TV001\",\"parts\":[{\"voucher\":\"%lld\",\"amount_vnd\":7}]}",
                    (long long)slip));
    str path = str_fmt(&kit.mem, ORG "/vouchers/%lld", (long long)slip);
    const char *act = str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/void", STR_ARG(path)));
    struct response rs = visit_get(&accountant, path);
    assert_true(holds(&rs, "These vouchers stand on it") && holds(&rs, "name=\"together\""));
    post(&accountant, act, "reason=&on=24/11/2026", 422, "id=\"e-reason\"");
    post(&accountant, act, "reason=nham&on=01/01/2026&together=1", 422, "id=\"e-on\"");
    post(&accountant, act, "reason=nham&on=24/11/2026", 409, "Other vouchers stand on this one");
    str id = os_uuid7(&kit.mem);
    const char *form =
        str_z(&kit.mem, str_fmt(&kit.mem, "reason=nham&on=24/11/2026&together=1&request_id=" STR_FMT, STR_ARG(id)));
    post(&accountant, act, form, 303, "");
    post(&accountant, act, form, 303, ""); /* a second click */
    post(&accountant, act, "reason=nham&on=24/11/2026", 409, "already been voided");
    rs = visit_get(&accountant, path);
    assert_true(holds(&rs, "See the cancellation"));
}

static bool is_void(int64_t id)
{
    str by;
    const struct json *v = json_get(data(str_fmt(&kit.mem, ORG "/vouchers/%lld", (long long)id)), S("voucher"));
    return json_as_str(json_get(v, S("reversed_by_id")), &by);
}

static int64_t slip_of(int gross)
{
    return command(
        str_fmt(&kit.mem,
                "{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"2026-11-22\",\"member\":\"TV001\","
                "\"item\":\"SUHAO\",\"gross\":%d,\"tare\":0,\"price_vnd\":9000}",
                gross));
}

/* Two slips, one of them paid. */
static void test_void__of_several_is_all_or_none(void **state)
{
    const char *act = ORG "/vouchers/void";
    (void)state;
    int64_t a = slip_of(5001), b = slip_of(5002);
    int64_t paid = command(
        str_fmt(&kit.mem,
                "{\"kind\":\"payment.out\",\"org\":\"DEMO-RAU\",\"on\":\"2026-11-23\",\"purpose\":\"pay_produce\","
                "\"party\":\"TV001\",\"parts\":[{\"voucher\":\"%lld\",\"amount_vnd\":9}]}",
                (long long)b));
    str which = str_fmt(&kit.mem, "row-0-id=%lld&row-1-id=%lld", (long long)a, (long long)b);
    struct response rs = visit_get(
        &accountant, str_fmt(&kit.mem, "%s?id=%lld&id=%lld&id=%lld", act, (long long)a, (long long)b, (long long)b));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "name=\"row-1-id\"") && !holds(&rs, "name=\"row-2-id\""));
    assert_true(holds(&rs, "Not selected, but standing on these: 1") && holds(&rs, "name=\"together\""));
    post(&accountant, act, str_z(&kit.mem, str_fmt(&kit.mem, "on=24/11/2026&" STR_FMT, STR_ARG(which))), 422,
         "id=\"e-reason\"");
    str form = str_fmt(&kit.mem, "reason=nham&on=24/11/2026&" STR_FMT, STR_ARG(which));
    post(&accountant, act, str_z(&kit.mem, form), 409, "Other vouchers stand on this one");
    assert_false(is_void(a) || is_void(b) || is_void(paid));
    post(&accountant, act,
         str_z(&kit.mem, str_fmt(&kit.mem, "reason=nham&together=1&on=20/11/2026&" STR_FMT, STR_ARG(which))), 422,
         "before the voucher it cancels");
    const char *whole = str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "&together=1&request_id=" STR_FMT, STR_ARG(form),
                                                STR_ARG(os_uuid7(&kit.mem))));
    post(&accountant, act, whole, 303, "");
    post(&accountant, act, whole, 303, ""); /* a second click */
    assert_true(is_void(a) && is_void(b) && is_void(paid));
    post(&accountant, act, str_z(&kit.mem, form), 409, "already been voided");
    rs = visit_get(&director, S(ORG "/vouchers"));
    visit_expect(&rs, 200);
    rs = visit_get(&accountant, S(ORG "/vouchers/void"));
    assert_true(holds(&rs, "No voucher is selected"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger__is_the_row_of_the_trial_balance),
        cmocka_unit_test(test_ledger__runs_on),
        cmocka_unit_test(test_trial_balance__is_equal_and_comes_as_page_csv_and_paper),
        cmocka_unit_test(test_journal__pages_hold_every_line_once),
        cmocka_unit_test(test_journal__is_narrowed_by_account_kind_and_words),
        cmocka_unit_test(test_journal__finds_older_words_after_the_job),
        cmocka_unit_test(test_journal_voucher__shows_every_mistake_and_keeps_what_was_typed),
        cmocka_unit_test(test_journal_voucher__warns_of_a_second_one),
        cmocka_unit_test(test_draft__of_a_second_one_is_asked_again),
        cmocka_unit_test(test_month__closed_takes_nothing_and_opens_with_a_reason),
        cmocka_unit_test(test_void__shows_what_stands_on_it_and_is_one_act),
        cmocka_unit_test(test_void__of_several_is_all_or_none),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* Every list of every room, in every order: pages that begin behind a row show each row once and in the order of the
   whole, forwards and backwards; files hold the same rows; search, columns and kept filters do what they say. */
#include "tests/kit/kit.h"

#include <libpq-fe.h>

#include "app/app_features.h"
#include "base/json.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "vouchers/audit.h"
#include "web/app.h"

enum { PAGES_MAX = 60 };
static struct kit kit;
static struct app app;
static struct organisation home;
static bool outsider;

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
    w->cx->actor = (struct actor){ .user_id = 7, .org_id = outsider ? 999 : home.org_id, .caps = ~UINT64_C(0) };
    w->cx->actor.local = str_starts(w->rq->path, S("/submissions")); /* sees them all, as a city does */
    return OK;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    (void)wall, (void)code;
    w->org_id = home.org_id;
    w->org_code = home.code;
    w->org_name = home.name;
    w->org_demo = home.is_demo;
    return OK;
}

/* Somebody outside opens more pages than a page of the list shows. */
static result open_pages(struct cx *cx, struct db *db, void *arg)
{
    struct grant *g;
    int n;
    (void)arg;
    TRY(grant_list(cx, db, home.org_id, &g, &n));
    assert_true(n > 0);
    for (int i = 0; i < 60; i++) {
        cx->actor.user_id = i % 7 + 1;
        TRY(audit_write(cx, db,
                        (struct audit){ home.org_id, S("grant.open"), S("page"), 0, g[0].id,
                                        str_fmt(cx->mem, "/orgs/DEMO-RAU/%s", i % 3 ? "vouchers" : "accounts") }));
        cx->now_at += i % 2;
    }
    return OK;
}

/* PostgreSQL does so by itself within a minute. */
static void count_rows(void)
{
    if (!kit_on_postgres())
        return;
    PGconn *c = PQconnectdb(str_z(&kit.mem, kit.url));
    PQclear(PQexec(c, "ANALYZE"));
    PQfinish(c);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, app_load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_home, NULL));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &home.org_id, 1, open_pages, NULL));
    count_rows();
    app = (struct app){
        .store = kit.store, .features = features, .n_features = n_features, .auth = { session, wall_of }
    };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

static struct response dispatch(struct request *rq, str path, bool typing)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Authorization"), S("Bearer x") },
                             { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") },
                             { S("HX-Request"), S("true") } };
    struct response rs = { 0 };
    struct str_cut cut = str_cut(path, '?');
    rq->path = cut.head;
    if (cut.found)
        assert_true(http_parse_form(&kit.mem, cut.tail, &rq->query, &rq->n_query));
    rq->header = header, rq->n_header = typing ? 4 : 3;
    web_dispatch(&app, &cx, rq, &rs);
    return rs;
}

static str get(str path)
{
    struct request rq = { .method = METHOD_GET };
    struct response rs = dispatch(&rq, path, false);
    if (rs.status != 200)
        print_message(STR_FMT ": %d\n" STR_FMT "\n", STR_ARG(path), rs.status, STR_ARG(rs.body));
    assert_int_equal(rs.status, 200);
    return rs.body;
}

static int post(const char *path, str form)
{
    struct request rq = { .method = METHOD_POST };
    assert_true(http_parse_form(&kit.mem, form, &rq.form, &rq.n_form));
    return dispatch(&rq, str_of(path), false).status;
}

static str between(str s, str from, str to)
{
    ptrdiff_t a = str_find(s, from);
    if (a < 0)
        return S("");
    str rest = str_sub(s, a + from.n, s.n);
    ptrdiff_t b = str_find(rest, to);
    return b < 0 ? S("") : str_sub(rest, 0, b);
}

/* The address in <a href="…" rel="next">, entities undone. */
static str neighbour(str page, const char *rel)
{
    str mark = str_fmt(&kit.mem, "\" rel=\"%s\"", rel);
    ptrdiff_t at = str_find(page, mark), from = at;
    struct buf b = buf_new(&kit.mem);
    if (at < 0)
        return S("");
    while (page.s[from - 1] != '"')
        from--;
    for (ptrdiff_t i = from; i < at; i++) {
        buf_byte(&b, page.s[i]);
        if (str_starts(str_sub(page, i, page.n), S("&amp;")))
            i += 4;
    }
    return buf_str(&b);
}

/* Without what stands before them in a book. */
static str rows_of(str page)
{
    str rows = between(page, S("<tbody>"), S("</tbody>")), end = S("</tr>");
    if (str_starts(str_trim(rows), S("<tr class=\"group\">")))
        rows = str_sub(rows, str_find(rows, end) + end.n, rows.n);
    return rows;
}

static int count_of(str s, const char *what)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(s, str_of(what))) >= 0; n++)
        s = str_sub(s, at + 1, s.n);
    return n;
}

/* All rows by following rel; the first page is given back, the last too. */
static str walk(str path, const char *rel, str *last)
{
    struct buf all = buf_new(&kit.mem);
    bool back = strcmp(rel, "prev") == 0;
    for (int i = 0; path.n; i++) {
        assert_true(i < PAGES_MAX);
        str page = get(path), rows = str_trim(rows_of(page)), so_far = buf_str(&all);
        struct buf sum = buf_new(&kit.mem);
        buf_put(&sum, back ? rows : so_far);
        buf_put(&sum, rows.n && so_far.n ? S("\n") : S(""));
        buf_put(&sum, back ? so_far : rows);
        all = sum;
        *last = path;
        path = neighbour(page, rel);
    }
    return buf_str(&all);
}

/* ---- every list ---- */

struct listed {
    const char *path;
    const char *order[8];
    bool book; /* its rows stand in one order, and what stands before them is a row of its own */
};
static const struct listed every[] = {
    { "/orgs/DEMO-RAU/vouchers", { "by_date", "by_number", "by_amount", "by_kind" } },
    { "/orgs/DEMO-RAU/journal?from=1/1/2020&to=31/12/2030", { "by_date" } },
    { "/orgs/DEMO-RAU/accounts/1111?from=1/1/2020&to=31/12/2030", { "by_date" }, .book = true },
    { "/organisations", { "name", "code", "kind", "commune", "status", "registered" } },
    { "/places", { "name", "code", "type", "area", "organisations", "facts", "since" } },
    { "/published", { "name", "kind", "commune" } },
    { "/published/figures", { "name", "code", "as_of", "kind" } },
    { "/orgs/DEMO-RAU/stock",
      { "by_item", "by_code", "by_lot", "by_grade", "by_day", "by_owner", "by_qty", "by_value" } },
    { "/orgs/DEMO-RAU/items", { "by_code", "by_name", "by_unit", "by_account" } },
    { "/orgs/DEMO-RAU/items/prices", { "by_item", "by_code", "by_grade", "by_from", "by_until", "by_price" } },
    { "/orgs/DEMO-RAU/members", { "code", "name", "given", "hamlet", "joined" } },
    { "/orgs/DEMO-RAU/intake", { "by_date", "by_number", "by_member", "by_item", "by_net", "by_amount" } },
    { "/orgs/DEMO-RAU/payments", { "by_date", "by_number", "by_amount", "by_name" } },
    { "/orgs/DEMO-RAU/payables", { "by_owed", "by_code", "by_name" } },
    { "/orgs/DEMO-RAU/parties", { "code", "given" } },
    { "/orgs/DEMO-RAU/submissions", { "by_number", "by_state" } },
    { "/submissions", { "by_name", "by_code", "by_months", "by_received" } },
    { "/submissions/packages", { "by_received", "by_org", "by_number" } },
    { "/users", { "by_login", "by_name", "by_made" } },
    { "/orgs/DEMO-RAU/grants", { "by_who", "by_purpose", "by_decision", "by_from", "by_until", "by_openings" } },
    { "/orgs/DEMO-RAU/grants/openings", { "by_at", "by_who", "by_page" } },
    { "/orgs/DEMO-RAU/tokens", { "by_name", "by_login", "by_made", "by_until" } },
    { "/orgs/DEMO-RAU/privacy", { "by_due", "by_asked", "by_name", "by_code" } },
    { "/orgs/DEMO-RAU/privacy/views", { "by_at", "by_code" } },
};

static str with(const char *path, const char *order, const char *more)
{
    return str_fmt(&kit.mem, "%s%slang=en&sort=%s%s", path, strchr(path, '?') ? "&" : "?", order, more);
}

static void walk_both_ways(const struct listed *l, const char *order)
{
    size_t mark = arena_mark(&kit.mem);
    str last, first, ignored;
    str whole = walk(with(l->path, order, "&per=200"), "next", &ignored);
    str forth = walk(with(l->path, order, "&per=25"), "next", &last);
    str back = walk(last, "prev", &first);
    assert_int_equal(count_of(forth, "<tr"), count_of(whole, "<tr"));
    assert_true(str_eq(forth, whole));
    assert_true(str_eq(back, whole));
    str json = get(with(l->path, order, "&format=json"));
    struct json *tree;
    assert_true(json_parse(&kit.mem, json, &tree, NULL));
    assert_int_equal(json_get(tree, S("rows"))->n, count_of(whole, "<tr"));
    assert_int_equal(count_of(get(with(l->path, order, "&format=csv")), "\r\n"), count_of(whole, "<tr") + 1 + l->book);
    str xlsx = get(with(l->path, order, "&format=xlsx"));
    assert_true(str_starts(xlsx, S("PK")));
    arena_reset(&kit.mem, mark);
}

static void test_lists__show_every_row_once_in_every_order(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(every); i++)
        for (int k = 0; k < 8 && every[i].order[k]; k++) {
            walk_both_ways(&every[i], every[i].order[k]);
            walk_both_ways(&every[i], str_z(&kit.mem, str_fmt(&kit.mem, "-%s", every[i].order[k])));
        }
}

static void test_lists__take_forged_cursors_for_none(void **state)
{
    (void)state;
    str first = rows_of(get(S("/orgs/DEMO-RAU/vouchers?lang=en")));
    assert_true(str_eq(first, rows_of(get(S("/orgs/DEMO-RAU/vouchers?lang=en&behind=AAAA")))));
    assert_true(str_eq(first, rows_of(get(S("/orgs/DEMO-RAU/vouchers?lang=en&before=%00")))));
    assert_true(str_eq(first, rows_of(get(S("/orgs/DEMO-RAU/vouchers?lang=en&sort=nothing")))));
    str bytes = S("/orgs/DEMO-RAU/vouchers?lang=en&sort=by_number&behind=");
    for_all (r, 60) {
        struct buf b = buf_new(&kit.mem);
        buf_put(&b, bytes);
        for (int n = (int)prop_below(&r, 60); n > 0; n--)
            buf_byte(&b, "ABCabc019-_"[prop_below(&r, 11)]);
        (void)get(buf_str(&b));
    }
}

static void test_lists__search_from_two_letters(void **state)
{
    (void)state;
    str all = get(S("/orgs/DEMO-RAU/vouchers?lang=en")), one = get(S("/orgs/DEMO-RAU/vouchers?lang=en&q=1"));
    assert_int_equal(count_of(rows_of(all), "<tr"), count_of(rows_of(one), "<tr"));
    str number = get(S("/orgs/DEMO-RAU/vouchers?lang=en&q=pnk2026-00012"));
    assert_int_equal(count_of(rows_of(number), "<tr"), 1);
    assert_true(str_find(rows_of(number), S("PNK2026-00012")) > 0);
    struct request rq = { .method = METHOD_GET };
    str part = dispatch(&rq, S("/orgs/DEMO-RAU/vouchers?lang=en&q=12"), true).body;
    assert_true(str_starts(part, S("<div id=\"list\">")));
    assert_true(str_find(part, S(" found")) > 0);
}

static int found(const char *what)
{
    return count_of(rows_of(get(str_fmt(&kit.mem, "/orgs/DEMO-RAU/members?lang=en&q=%s", what))), "<tr");
}

static void test_members__are_found_by_any_word(void **state)
{
    (void)state;
    assert_int_equal(found("tv006"), 1);
    assert_int_equal(found("006"), 1);
    assert_int_equal(found("gung"), 1);
    assert_int_equal(found("do%20van%20g"), 1);
    assert_int_equal(found("G%E1%BB%ABng%20%C4%91%E1%BB%97"), 1); /* not in this order: every word counts */
    assert_int_equal(found("ung"), 0);                            /* words are found from their beginning */
    assert_int_equal(found("demo"), found("de"));
    assert_int_equal(found("%25"), found(""));
    assert_int_equal(found("xyzzy"), 0);
    str last;
    str whole = walk(with("/orgs/DEMO-RAU/members", "", "&q=demo&per=200"), "next", &last);
    assert_true(count_of(whole, "<tr") > 5);
}

static void test_lists__keep_columns_and_filters(void **state)
{
    (void)state;
    const char *path = "/orgs/DEMO-RAU/vouchers?lang=en";
    assert_int_equal(post("/views/columns", S("list=vouchers&back=/orgs/DEMO-RAU/vouchers&col=amount")), 303);
    str page = get(str_of(path));
    assert_int_equal(count_of(page, "<th scope"), 3); /* to select, and the number: they always stay */
    assert_true(str_find(get(S("/orgs/DEMO-RAU/vouchers?lang=en&cols=kind,memo")), S("Goods receipt</td>")) > 0);
    assert_true(str_find(get(S("/orgs/DEMO-RAU/vouchers?lang=en&cols=memo")), S("Goods receipt</td>")) < 0);
    assert_int_equal(count_of(get(S("/orgs/DEMO-RAU/vouchers?lang=en&cols=kind,memo")), "<th scope"), 4);
    assert_int_equal(post("/views/columns", S("list=vouchers&back=/orgs/DEMO-RAU/vouchers&col=amount&standard=1")),
                     303);
    assert_int_equal(count_of(get(str_of(path)), "<th scope"), 7);
    assert_int_equal(
        post("/views/filters", S("list=vouchers&back=/orgs/DEMO-RAU/vouchers&name=Thu%20chi&query=kind%3Dpayment.out")),
        303);
    assert_true(str_find(get(str_of(path)), S("href=\"/orgs/DEMO-RAU/vouchers?kind=payment.out\">Thu chi</a>")) > 0);
    assert_int_equal(post("/views/filters", S("list=vouchers&back=/&query=x")), 422);
    assert_int_equal(post("/views/delete", S("list=vouchers&back=/orgs/DEMO-RAU/vouchers&name=Thu%20chi")), 303);
    assert_true(str_find(get(str_of(path)), S("Thu chi")) < 0);
}

static void test_lists__hide_from_outsiders_what_tells_names(void **state)
{
    (void)state;
    outsider = true;
    str page = get(S("/orgs/DEMO-RAU/vouchers?lang=en&q=12&sort=by_amount"));
    outsider = false;
    assert_true(str_find(page, S("type=\"search\"")) < 0);
    assert_true(count_of(rows_of(page), "<tr") > 3);
    assert_true(str_find(page, S("aria-sort=\"descending\"")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists__show_every_row_once_in_every_order),
        cmocka_unit_test(test_lists__take_forged_cursors_for_none),
        cmocka_unit_test(test_lists__search_from_two_letters),
        cmocka_unit_test(test_members__are_found_by_any_word),
        cmocka_unit_test(test_lists__keep_columns_and_filters),
        cmocka_unit_test(test_lists__hide_from_outsiders_what_tells_names),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

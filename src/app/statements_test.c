/* The number of SQL statements of a page does not grow with what there is: every page that the demo's people can reach
   is asked twice, before and after everything was made twice as much, and must run as many as before and never more
   than a small bound. The pages come from walking the links, so a new page is covered by being linked. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/demo_work.h"
#include "db/tables.h"
#include "features/books/accounting/accounting.h"
#include "features/city/submissions/submissions.h"
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/produce/lots/lots.h"
#include "os/os.h"
#include "web/route_table.h"

enum { PAGES_MAX = 400, STATEMENTS_MAX = 24, MORE = 30 };

static struct kit kit;
static struct app app;

/* ---- the pages ---- */

struct page {
    const struct route *route;
    str path; /* as a reader comes: at most 200 rows on a page */
    int who, n_before, n_after;
};
static struct page page[PAGES_MAX];
static int n_page;

static const char *const login[] = { "", "ketoan.rau", "giamdoc.rau", "canbo.tp", "quantri", "canbo.xa" };
static struct visitor v[COUNT(login)];

struct walk {
    int who, first; /* first: of its pages in the list */
};

static struct arena keep; /* the walk forgets its pages as it goes */

static void add_page(struct walk *w, str path, enum method method)
{
    struct route_match m = router_match(app.router, &kit.mem, method, path);
    if (method != METHOD_GET || !m.route)
        return;
    for (int i = w->first; i < n_page; i++)
        if (page[i].route == m.route)
            return;
    assert_true(n_page < PAGES_MAX);
    page[n_page++] = (struct page){ .route = m.route, .path = str_dup(&keep, path), .who = w->who };
}

static void offered(void *arg, str path, enum method method) { add_page(arg, path, method); }

static int statements_of(const struct response *rs)
{
    int64_t n = -1;
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, S("X-Statements")))
            assert_true(str_to_i64(rs->header[i].value, &n));
    assert_true(n >= 0);
    return (int)n;
}

static struct response open_page(const struct page *p)
{
    return visit_get(&v[p->who], str_fmt(&kit.mem, STR_FMT "?per=200", STR_ARG(p->path)));
}

static void walk(int who)
{
    static const char *const first[] = { "/", "/plan", "/plan/P26-02", "/orgs/DEMO-RAU" };
    struct walk w = { who, n_page };
    for (int i = 0; i < COUNT(first); i++)
        add_page(&w, str_of(first[i]), METHOD_GET);
    for (int i = w.first; i < n_page; i++) {
        size_t mark = arena_mark(&kit.mem);
        struct response rs = open_page(&page[i]);
        page[i].n_before = statements_of(&rs);
        if (rs.status == 200 && str_starts(rs.content_type, S("text/html")))
            visit_offers(&kit, rs.body, offered, &w);
        arena_reset(&kit.mem, mark);
    }
}

/* ---- twice as much ---- */

struct doubling {
    struct organisation org, city;
    struct member_in member;
    struct party_in party;
    int64_t id;
};

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct doubling *d = arg;
    TRY(org_by_code(cx, db, S("HANOI-DEMO"), &d->city));
    return org_by_code(cx, db, S("DEMO-RAU"), &d->org);
}

static result books_work(struct cx *cx, struct db *db, void *arg)
{
    struct doubling *d = arg;
    int64_t org = d->org.org_id, id;
    for (int i = 0; i < MORE; i++) {
        struct draft draft = { .org_id = org, .kind = S("journal"), .command_json = S("{}"), .note = S("thử") };
        str n = str_from_i64(cx->mem, 100 + i);
        struct member_in member = { .party = { .full_name = str_fmt(cx->mem, "DEMO Thêm Người " STR_FMT, STR_ARG(n)),
                                               .kind = S("member"),
                                               .is_person = true },
                                    .joined_on = { 20250105 } };
        struct party_in buyer = { .full_name = str_fmt(cx->mem, "DEMO Thêm Khách " STR_FMT, STR_ARG(n)),
                                  .kind = S("customer") };
        struct item_in item = { .code = str_fmt(cx->mem, "HANG" STR_FMT, STR_ARG(n)),
                                .name_vi = str_fmt(cx->mem, "DEMO Hàng " STR_FMT, STR_ARG(n)),
                                .name_en = str_fmt(cx->mem, "DEMO Goods " STR_FMT, STR_ARG(n)),
                                .unit = S("kg"),
                                .account = S("156") };
        struct grant_in grant = { .org_id = org,
                                  .grantee_org_id = d->city.org_id,
                                  .purpose = S("thử"),
                                  .from = { 20260401 },
                                  .until = { 20260402 } };
        TRY(draft_save(cx, db, &draft));
        TRY(member_add(cx, db, org, &member, &id));
        TRY(party_add(cx, db, org, &buyer, &id));
        TRY(item_add(cx, db, org, &item, &id));
        TRY(price_set(cx, db, org, (struct price_in){ id, S(""), { 20260101 }, { 9000 } }));
        TRY(grant_give(cx, db, &grant, &id));
        TRY(period_set(cx, db, org, 202301 + i % 12 + i / 12 * 100, S("closed"), S("thử")));
    }
    return OK;
}

static result register_work(struct cx *cx, struct db *db, void *arg)
{
    struct doubling *d = arg;
    struct organisation o;
    for (int i = 0; i < MORE; i++) {
        str n = str_from_i64(cx->mem, 100 + i);
        struct org_in org = { .code = str_fmt(cx->mem, "DEMO-N" STR_FMT, STR_ARG(n)),
                              .kind = S("cooperative"),
                              .name = str_fmt(cx->mem, "HTX DEMO Thêm số " STR_FMT, STR_ARG(n)),
                              .commune_code = S("DEMO1"),
                              .registered_on = { 20260105 },
                              .is_demo = true };
        struct user_in user = { .org_id = d->org.org_id,
                                .login = str_fmt(cx->mem, "them." STR_FMT, STR_ARG(n)),
                                .full_name = str_fmt(cx->mem, "DEMO Thêm " STR_FMT, STR_ARG(n)),
                                .role = S("supervisor"),
                                .is_demo = true };
        TRY(org_add(cx, db, &org, &o));
        TRY(user_add(cx, db, &user, &d->id));
    }
    return OK;
}

static void double_everything(void)
{
    struct doubling d = { 0 };
    kit_ok(&kit, demo_work(&kit.cx, kit.store)); /* weeks of deliveries, payments, sales; figures sent again */
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, find_work, &d));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &d.org.org_id, 1, books_work, &d));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, register_work, &d));
    for (int i = 1; i < COUNT(login); i++)
        for (int k = 0; k < 3; k++) { /* sessions and log-ins */
            struct visitor again = visit(&kit, &app);
            visit_login(&again, login[i]);
        }
}

/* All data of an organisation: each table once. */
static int bound_of(const struct page *p)
{
    bool whole = str_ends(p->path, S("/export"));
    return STATEMENTS_MAX + (whole ? n_db_tables : 0);
}

static void test_pages__statements_do_not_grow(void **state)
{
    (void)state;
    int n_wrong = 0, most = 0;
    for (int i = 0; i < COUNT(login); i++) {
        v[i] = visit(&kit, &app);
        if (i)
            visit_login(&v[i], login[i]);
        walk(i);
    }
    assert_true(n_page > 100);
    double_everything();
    for (int i = 0; i < n_page; i++) {
        struct page *p = &page[i];
        size_t mark = arena_mark(&kit.mem);
        struct response rs = open_page(p);
        p->n_after = statements_of(&rs);
        arena_reset(&kit.mem, mark);
        most = p->n_after > most ? p->n_after : most;
        bool paper = str_ends(p->path, S(".pdf")); /* the first print is kept: the second costs less */
        bool same = p->n_after == p->n_before || (paper && p->n_after < p->n_before);
        if (same && p->n_after <= bound_of(p))
            continue;
        print_error(STR_FMT " as %s: %d statements, then %d\n", STR_ARG(p->path), login[p->who], p->n_before,
                    p->n_after);
        n_wrong++;
    }
    printf("%d pages, at most %d statements\n", n_page, most);
    assert_int_equal(n_wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages__statements_do_not_grow),
    };
    kit_begin(&kit);
    if (!arena_init(&keep, ARENA_REQUEST))
        abort();
    kit_demo(&kit, &app);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

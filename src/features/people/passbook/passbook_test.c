/* A member sees the own passbook whole and nothing of anybody else, wherever the pages lead and whatever address is
   typed; the link to the person decides, and ends with it. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "app/app_features.h"
#include "base/json.h"
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/people/passbook/passbook_parts.h"

enum { PAGES_MAX = 200 };

static struct kit kit;
static struct app app;
static struct visitor member, accountant, admin;

struct work {
    struct organisation org;
    struct user user;
    struct party_rows rows;
    struct own_link link;
    struct person who;
    int64_t party_id, other_id, voucher_id;
    int n;
    struct intake_record *slip;
    struct own_opening *opening;
};

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    bool found;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &w->org));
    TRY(user_by_login(cx, db, S("thanhvien.rau"), &w->user, &found));
    TRY(own_party(cx, db, w->org.org_id, w->user.id, &w->party_id));
    TRY(party_by_code(cx, db, w->org.org_id, S("TV002"), &w->other_id));
    return party_list_read(cx, db, &(struct party_filter){ .org_id = w->org.org_id, .members = true }, &w->rows);
}

static struct work look(void)
{
    struct work w = { 0 };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, read_work, &w));
    return w;
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    member = visit(&kit, &app), accountant = visit(&kit, &app), admin = visit(&kit, &app);
    visit_login(&member, "thanhvien.rau");
    visit_login(&accountant, "ketoan.rau");
    visit_login(&admin, "quantri");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, passbook_feature.invariants, passbook_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static const struct json *data_of(struct visitor *v, str path)
{
    struct response rs = visit_get_json(v, path);
    struct json *tree;
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    return tree;
}

static str text_of(const struct json *v, const char *key)
{
    str s = { 0 };
    (void)json_as_str(json_get(v, str_of(key)), &s);
    return s;
}

static int64_t money_of(const struct json *v, const char *key)
{
    int64_t n = -1;
    assert_true(json_as_i64(json_get(v, str_of(key)), &n));
    return n;
}

#define PERIOD "?from=2020-01-01&to=2026-12-31"

/* ---- the own book ---- */

static void test_own__says_what_the_accountant_sees_of_this_member(void **state)
{
    (void)state;
    struct work w = look();
    str path = str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld" PERIOD, (long long)w.party_id);
    const struct json *theirs = json_get(data_of(&accountant, path), S("passbook"));
    const struct json *page = data_of(&member, S("/orgs/DEMO-RAU/passbook" PERIOD));
    const struct json *mine = json_get(page, S("passbook"));
    static const char *const same[] = { "open_vnd", "owed_vnd", "paid_vnd", "close_vnd" };
    for (int i = 0; i < COUNT(same); i++)
        assert_int_equal(money_of(mine, same[i]), money_of(theirs, same[i]));
    assert_true(money_of(mine, "owed_vnd") > 0 && money_of(mine, "paid_vnd") > 0);
    assert_str(text_of(json_get(page, S("member")), "code"), "TV001");
    assert_true(text_of(json_get(page, S("member")), "agreement_number").n > 0);
    int n = 0;
    for (const struct json *s = json_get(page, S("slips"))->child; s; s = s->next, n++)
        assert_true(text_of(s, "item_name").n > 0);
    assert_true(n > 2);
}

static void expect(struct visitor *v, str path, int status)
{
    struct response rs = visit_get(v, path);
    visit_expect(&rs, status);
}

static result slips_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct intake_query q = { .org_id = w->org.org_id, .to = DATE_OPEN, .party_id = w->other_id, .limit = 5 };
    return intake_slips(cx, db, &q, &w->slip, &w->n);
}

static void test_own__opens_own_slips_and_papers_and_no_others(void **state)
{
    (void)state;
    struct work w = look();
    const struct json *page = data_of(&member, S("/orgs/DEMO-RAU/passbook" PERIOD));
    str id = text_of(json_get(page, S("slips"))->child, "id");
    expect(&member, str_fmt(&kit.mem, "/orgs/DEMO-RAU/passbook/slips/" STR_FMT, STR_ARG(id)), 200);
    expect(&member, S("/orgs/DEMO-RAU/passbook/print"), 200);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, slips_work, &w));
    assert_true(w.n > 0);
    str theirs = str_fmt(&kit.mem, "/orgs/DEMO-RAU/passbook/slips/%lld", (long long)w.slip[0].voucher_id);
    struct response hidden = visit_get_json(&member, theirs);
    struct response never = visit_get_json(&member, S("/orgs/DEMO-RAU/passbook/slips/987654321"));
    assert_int_equal(hidden.status, 404);
    assert_true(str_eq(hidden.body, never.body));
    expect(&member, S("/orgs/DEMO-RAU/passbook/slips/0"), 404);
    expect(&member, S("/orgs/DEMO-LUA/passbook"), 404);
}

/* ---- nothing of others ---- */

struct walk {
    str page[PAGES_MAX];
    int n;
};

static void offered(void *arg, str path, enum method method)
{
    struct walk *w = arg;
    if (method != METHOD_GET)
        return;
    for (int i = 0; i < w->n; i++)
        if (str_eq(w->page[i], path))
            return;
    assert_true(w->n < PAGES_MAX);
    w->page[w->n++] = path;
}

static void test_own__no_page_that_a_member_reaches_names_another(void **state)
{
    (void)state;
    struct work w = look();
    struct walk walk = { .n = 2, .page = { LIT("/orgs/DEMO-RAU/passbook" PERIOD), LIT("/") } };
    int n_pages = 0;
    for (int i = 0; i < walk.n; i++) {
        struct response rs = visit_get(&member, walk.page[i]);
        if (!str_starts(rs.content_type, S("text/html")))
            continue;
        n_pages++;
        for (int k = 0; k < w.rows.n; k++) {
            const struct party *p = &w.rows.row[k];
            if (p->id != w.party_id && (str_find(rs.body, p->full_name) >= 0 || str_find(rs.body, p->code) >= 0))
                fail_msg(STR_FMT " names " STR_FMT, STR_ARG(walk.page[i]), STR_ARG(p->code));
        }
        visit_offers(&kit, rs.body, offered, &walk);
    }
    assert_true(n_pages > 3);
    struct response mine = visit_get(&member, walk.page[0]);
    assert_true(holds(&mine, "TV001"));
}

static void test_own__rooms_of_the_cooperative_are_closed(void **state)
{
    static const char *const closed[] = { "", "/members", "/members/1", "/vouchers", "/intake", "/payments",
                                          "/payables", "/stock", "/accounts", "/journal", "/grants", "/drafts" };
    (void)state;
    for (int i = 0; i < COUNT(closed); i++)
        expect(&member, str_fmt(&kit.mem, "/orgs/DEMO-RAU%s", closed[i]), 403);
}

/* ---- who opened it ---- */

static bool told(const char *words)
{
    struct response rs = visit_get(&member, S("/orgs/DEMO-RAU/passbook"));
    visit_expect(&rs, 200);
    return holds(&rs, words);
}

static void test_own__tells_who_opened_it_by_permission(void **state)
{
    (void)state;
    struct work w = look();
    struct visitor city = visit(&kit, &app);
    visit_login(&city, "canbo.tp");
    expect(&city, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)w.other_id), 200);
    assert_false(told("opened your page by permission of the cooperative"));
    expect(&city, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)w.party_id), 200);
    assert_true(told("opened your page by permission of the cooperative"));
    const struct json *page = data_of(&member, S("/orgs/DEMO-RAU/passbook" PERIOD));
    str id = text_of(json_get(page, S("slips"))->child, "id");
    assert_false(told("opened one of your slips"));
    expect(&city, str_fmt(&kit.mem, "/orgs/DEMO-RAU/intake/" STR_FMT, STR_ARG(id)), 200);
    assert_true(told("opened one of your slips"));
}

/* ---- the link ---- */

static result link_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return own_link_set(cx, db, &w->link);
}

static void test_link__is_one_person_and_one_user(void **state)
{
    (void)state;
    struct work w = look();
    w.link = (struct own_link){ w.org.org_id, w.user.id, S("TV999") };
    kit_refused(&kit, store_write(kit.store, &kit.cx, NULL, 0, link_work, &w), "link.party");
    w.link = (struct own_link){ w.org.org_id, w.user.id + 1, S("TV001") };
    kit_refused(&kit, store_write(kit.store, &kit.cx, NULL, 0, link_work, &w), "link.taken");
}

static result erase_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    w->n = 0;
    return passbook_feature.erase_person(cx, db, &w->who, &w->n);
}

static void test_link__is_made_and_ended_by_the_administrator(void **state)
{
    (void)state;
    struct work w = look();
    str path = str_fmt(&kit.mem, "/users/%lld/member", (long long)w.user.id);
    struct response rs = visit_get(&admin, path);
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "TV001"));
    rs = visit_post(&admin, str_fmt(&kit.mem, STR_FMT "/end", STR_ARG(path)), S("org=DEMO-RAU"));
    visit_expect(&rs, 303);
    expect(&member, S("/orgs/DEMO-RAU/passbook"), 403); /* the role went with the link */
    rs = visit_post(&admin, path, S("org=DEMO-RAU&member=TV999"));
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "value=\"TV999\""));
    rs = visit_post(&admin, path, S("org=KHONG-CO&member=TV001"));
    visit_expect(&rs, 422);
    rs = visit_post(&admin, path, S("org=DEMO-RAU&member=TV002"));
    visit_expect(&rs, 303);
    assert_str(text_of(json_get(data_of(&member, S("/orgs/DEMO-RAU/passbook")), S("member")), "code"), "TV002");
    rs = visit_post(&admin, path, S("org=DEMO-RAU&member=TV001"));
    visit_expect(&rs, 303);
    /* forgetting the person ends it; the role alone opens an empty page */
    w.who = (struct person){ .org_id = w.org.org_id, .party_id = w.party_id };
    kit_ok(&kit, store_write(kit.store, &kit.cx, &w.org.org_id, 1, erase_work, &w));
    assert_int_equal(w.n, 1);
    rs = visit_get(&member, S("/orgs/DEMO-RAU/passbook"));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "not linked to a member"));
    expect(&member, S("/orgs/DEMO-RAU/passbook/print"), 404);
    w.link = (struct own_link){ w.org.org_id, w.user.id, S("TV001") };
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, link_work, &w));
}

/* ---- adding up ---- */

static void test_sums__by_item_without_what_was_voided(void **state)
{
    (void)state;
    struct own_page p = { 0 };
#define SLIP(item, n, is_priced, vnd)                                                                                  \
    {                                                                                                                  \
        .item_name = S(item), .shown_unit = S("kg"), .per = 1000, .net = { n }, .priced = is_priced, .amount = { vnd } \
    }
    struct intake_record r[] = { SLIP("Cải", 2000, true, 30), SLIP("Bí", 500, false, 0) /* price later */,
                                 SLIP("Cải", 1000, true, 12), SLIP("Cải", 9, true, 9) };
    r[3].is_void = true;
    kit_ok(&kit, own_sums(&kit.cx, r, COUNT(r), &p));
    assert_int_equal(p.n_sum, 2);
    assert_int_equal(p.sum[0].net.base, 3000);
    assert_int_equal(p.sum[0].amount.dong, 42);
    assert_int_equal(p.sum[1].net.base, 500);
    assert_int_equal(p.delivered.dong, 42);
    r[0].amount.dong = INT64_MAX;
    p = (struct own_page){ 0 };
    kit_refused(&kit, own_sums(&kit.cx, r, COUNT(r), &p), "money.overflow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own__says_what_the_accountant_sees_of_this_member),
        cmocka_unit_test(test_own__opens_own_slips_and_papers_and_no_others),
        cmocka_unit_test(test_own__no_page_that_a_member_reaches_names_another),
        cmocka_unit_test(test_own__rooms_of_the_cooperative_are_closed),
        cmocka_unit_test(test_own__tells_who_opened_it_by_permission),
        cmocka_unit_test(test_link__is_one_person_and_one_user),
        cmocka_unit_test(test_link__is_made_and_ended_by_the_administrator),
        cmocka_unit_test(test_sums__by_item_without_what_was_voided),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

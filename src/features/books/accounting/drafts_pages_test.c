/* A payment that needs two people, over pages: the first sends it, reads it as kept, cannot approve it; another can. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "base/json_fields.h"
#include "features/books/accounting/accounting.h"
#include "features/books/payments/payments.h"
#include "features/people/organisations/organisations.h"
#include "os/os.h"
#include "vouchers/ledger.h"
#include "web/app.h"

static struct kit kit;
static struct app app;
static struct organisation home; /* DEMO-RAU */

static result open_home(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &home);
}

/* The token is the user's number. */
static result session(struct web *w, str token)
{
    w->session_id = 1;
    w->cx->actor = (struct actor){ .org_id = home.org_id,
                                   .caps = CAP_BIT(CAP_PREPARE) | CAP_BIT(CAP_POST) | CAP_BIT(CAP_PAY) |
                                           CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_ORG_WRITE) };
    return str_to_i64(token, &w->cx->actor.user_id) ? OK : FAILED;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    (void)wall, (void)code;
    w->org_id = home.org_id;
    w->org_code = home.code;
    return OK;
}

static result put_cash(struct cx *cx, struct db *db, void *arg)
{
    const struct json *o;
    struct posted p;
    (void)arg;
    TRY(fields_parse(cx,
                     S("{\"kind\":\"journal\",\"org\":\"DEMO-RAU\",\"posting_on\":\"2026-02-02\",\"lines\":["
                       "{\"account\":\"1111\",\"dr_vnd\":900000},{\"account\":\"5118\",\"cr_vnd\":900000}]}"),
                     &o));
    return voucher_kind_find(S("journal"))->post(cx, db, o, &p);
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &accounting_feature, &payments_feature };
    (void)state;
    kit_begin(&kit);
    app_register_kinds();
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_feature.load_demo(&kit.cx, kit.store));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, open_home, NULL));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &home.org_id, 1, put_cash, NULL));
    app = (struct app){ .store = kit.store, .features = rooms, .n_features = 2, .auth = { session, wall_of } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, payments_feature.invariants, payments_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

static struct response ask(const char *path, const char *form, const char *user)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Authorization"), str_fmt(&kit.mem, "Bearer %s", user) },
                             { S("Host"), S("localhost") },
                             { S("Accept-Language"), S("en") } };
    struct request rq = {
        .method = form ? METHOD_POST : METHOD_GET, .path = str_of(path), .header = header, .n_header = 3
    };
    struct response rs = { 0 };
    if (form)
        assert_true(http_parse_form(&kit.mem, str_of(form), &rq.form, &rq.n_form));
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static void expect(const char *path, const char *form, const char *user, int status, const char *text)
{
    struct response rs = ask(path, form, user);
    if (rs.status != status || str_find(rs.body, str_of(text)) < 0)
        fail_msg("%s answered %d, not %d with \"%s\":\n" STR_FMT, path, rs.status, status, text, STR_ARG(rs.body));
}

#define PAY "out=1&purpose=pay_expense&on=02/03/2026&amount=50000&memo=petrol"

static void test_payment__that_needs_two_people(void **state)
{
    (void)state;
    expect("/orgs/DEMO-RAU/settings", "four_eyes=money&negative_stock=refuse", "7", 303, "");
    expect("/orgs/DEMO-RAU/payments", PAY "&step=preview", "7", 200, "Send for approval");
    expect("/orgs/DEMO-RAU/payments", PAY "&step=post", "7", 409, "Somebody else must approve");
    expect("/orgs/DEMO-RAU/payments", PAY "&step=draft", "7", 303, "");
    struct response rs = ask("/orgs/DEMO-RAU/drafts", NULL, "8");
    ptrdiff_t at = str_find(rs.body, S("/orgs/DEMO-RAU/drafts/"));
    assert_true(at >= 0);
    const char *draft = str_z(&kit.mem, str_cut(str_sub(rs.body, at, rs.body.n), '"').head);
    expect(draft, NULL, "7", 200, "somebody else approves it");
    expect(draft, "step=post", "7", 409, "Somebody else must approve");
    expect(draft, NULL, "8", 200, "50,000");
    expect(draft, NULL, "8", 200, "petrol");
    expect(draft, NULL, "8", 200, "Pay a business expense");
    expect(draft, "step=post", "8", 303, "");
    expect(draft, NULL, "8", 404, "not here");
    expect("/orgs/DEMO-RAU/payments", NULL, "8", 200, "50,000");
}

static void test_settings__refuse_what_is_no_rule(void **state)
{
    (void)state;
    expect("/orgs/DEMO-RAU/settings", "four_eyes=never&negative_stock=refuse", "7", 422, "Rules of the books");
    expect("/orgs/DEMO-RAU/settings", NULL, "7", 200, "One person may post everything");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_payment__that_needs_two_people),
        cmocka_unit_test(test_settings__refuse_what_is_no_rule),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* Drafts and four eyes on a real store: who prepares does not post, nor void alone, by whichever way in. */
#include "tests/kit/kit.h"

#include "base/json_fields.h"
#include "os/os.h"
#include "vouchers/canon.h"
#include "vouchers/draft.h"
#include "vouchers/ledger.h"
#include "vouchers/record.h"

enum { ORG = 1, ANNA = 11, BINH = 12 };

static struct kit kit;

static struct voucher simple(struct cx *cx, str kind, int64_t amount)
{
    struct line *l = new (cx->mem, struct line, 2);
    struct canon c = canon_new(cx->mem);
    canon_i64(&c, amount);
    l[0] = (struct line){ .account = S("1111"), .dr = { amount } };
    l[1] = (struct line){ .account = S("5118"), .cr = { amount }, .side = SIDE_EXTERNAL };
    return (struct voucher){ .kind = kind,
                             .org_id = ORG,
                             .document_on = { 20260302 },
                             .posting_on = { 20260302 },
                             .request_id = os_uuid7(cx->mem),
                             .prepared_by = cx_preparer(cx),
                             .command = canon_bytes(&c),
                             .line = l,
                             .n_line = 2 };
}

static result post_cash(struct cx *cx, struct db *db, const struct json *command, struct posted *out)
{
    int64_t amount = 0;
    field_i64(&(struct json_fields){ cx, command, NULL, 0 }, "amount", &amount);
    struct voucher v = simple(cx, S("cash"), amount);
    return voucher_post(cx, db, &v, out);
}

static const struct voucher_kind journal = { .code = "journal", .book = "PKT", .name = "Journal voucher" };
static const struct voucher_kind cash = {
    .code = "cash", .book = "PC", .name = "Payment", .money = true, .post = post_cash
};
static const struct voucher_kind *const kinds[] = { &journal, &cash };
static const struct account_row chart[] = {
    { .code = LIT("1111"), .name_vi = LIT("Tiền"), .name_en = LIT("Cash"), .nature = LIT("debit") },
    { .code = LIT("5118"), .name_vi = LIT("Thu"), .name_en = LIT("Revenue"), .nature = LIT("credit") },
};

static result set_up(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(chart_load(cx, db, &(struct chart){ S("test"), S("test"), { 20250101 }, chart, 2 }));
    return org_lock_add(cx, db, ORG);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    voucher_set_kinds(kinds, 2);
    kit_store(&kit);
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, set_up, NULL));
    kit.cx.actor = (struct actor){ .user_id = ANNA };
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    kit_end(&kit);
    return 0;
}

struct act {
    const char *rule, *kind;
    struct draft d;
    struct posted p;
    struct voucher_record record;
    int64_t id;
    int n;
};

static result w_rule(struct cx *cx, struct db *db, void *arg)
{
    return org_setting_set(cx, db, ORG, S("four_eyes"), str_of(((struct act *)arg)->rule));
}

static result w_post(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct voucher v = simple(cx, str_of(a->kind), 500);
    return voucher_post(cx, db, &v, &a->p);
}

static result w_void(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    return voucher_void(cx, db,
                        (struct voucher_void){ .org_id = ORG,
                                               .voucher_id = a->id,
                                               .posting_on = { 20260303 },
                                               .reason = S("wrong"),
                                               .request_id = os_uuid7(cx->mem) },
                        &a->p);
}

static result w_keep(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    a->d = (struct draft){ .org_id = ORG, .kind = S("cash"), .command_json = S("{\"amount\":700}") };
    return draft_save(cx, db, &a->d);
}

static result w_approve(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct draft d;
    const struct json *command;
    TRY(draft_load(cx, db, ORG, a->d.id, &d));
    TRY(fields_parse(cx, d.command_json, &command));
    return draft_post(cx, db, &d, command, &a->p);
}

static result r_load(struct cx *cx, struct db *db, void *arg)
{
    struct act *a = arg;
    struct draft *list;
    TRY(draft_list(cx, db, ORG, &list, &a->n));
    return voucher_load(cx, db, ORG, a->p.id, &a->record);
}

static result write(db_work_fn fn, struct act *a)
{
    int64_t org = ORG;
    return store_write(kit.store, &kit.cx, &org, 1, fn, a);
}

static void rule(const char *which) { kit_ok(&kit, write(w_rule, &(struct act){ .rule = which })); }

static void test_rule__says_which_kinds_need_two(void **state)
{
    static const struct {
        const char *rule, *kind;
        bool two;
    } table[] = { { "off", "journal", false }, { "off", "cash", false },   { "money", "journal", false },
                  { "money", "cash", true },   { "all", "journal", true }, { "all", "cash", true } };
    (void)state;
    for (int i = 0; i < (int)(sizeof table / sizeof *table); i++) {
        struct act a = { .kind = table[i].kind };
        rule(table[i].rule);
        if (table[i].two)
            kit_refused(&kit, write(w_post, &a), "voucher.four_eyes");
        else
            kit_ok(&kit, write(w_post, &a));
    }
}

static void test_draft__is_posted_in_the_name_of_who_prepared_it(void **state)
{
    struct act a = { 0 };
    (void)state;
    rule("money");
    kit_ok(&kit, write(w_keep, &a));
    kit_refused(&kit, write(w_approve, &a), "voucher.four_eyes");
    kit.cx.actor.user_id = BINH;
    kit_ok(&kit, write(w_approve, &a));
    assert_int_equal(kit.cx.actor.for_user_id, 0);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, r_load, &a));
    assert_int_equal(a.record.v.prepared_by, ANNA);
    assert_int_equal(a.record.posted_by, BINH);
    assert_int_equal(a.n, 0); /* the draft is gone */
    kit_refused(&kit, write(w_approve, &a), "draft.not_found");
}

static void test_void__is_not_for_who_prepared(void **state)
{
    struct act a = { 0 };
    (void)state;
    kit_ok(&kit, write(w_keep, &a));
    kit.cx.actor.user_id = BINH;
    kit_ok(&kit, write(w_approve, &a));
    a.id = a.p.id;
    rule("money");
    kit.cx.actor.user_id = ANNA;
    kit_refused(&kit, write(w_void, &a), "voucher.four_eyes");
    kit.cx.actor.user_id = BINH;
    kit_ok(&kit, write(w_void, &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rule__says_which_kinds_need_two, begin, end),
        cmocka_unit_test_setup_teardown(test_draft__is_posted_in_the_name_of_who_prepared_it, begin, end),
        cmocka_unit_test_setup_teardown(test_void__is_not_for_who_prepared, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

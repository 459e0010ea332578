/* Parties and memberships on a real store: adding, warnings, dated changes, sealed numbers, demo. */
#include "tests/kit/kit.h"

#include "app/app_features.h"
#include "features/people/members/members_parts.h"
#include "features/people/organisations/organisations.h"

struct work {
    struct member_in in;
    struct member_dated at;
    struct agreement_in agreement;
    struct party_in party;
    str class, number, code;
    int64_t org_id, id;
    date on;
    struct member_state state;
    struct member_seal seal;
    int n;
    int64_t ids[3];
};

static result w_org(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct organisation o;
    TRY(org_add(cx, db,
                &(struct org_in){ .code = S("THU-TV"),
                                  .commune_code = S("00577"),
                                  .kind = S("cooperative"),
                                  .name = S("Hợp tác xã Thử Việc Tốt") },
                &o));
    w->org_id = o.org_id;
    return OK;
}
static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_add(cx, db, w->org_id, &w->in, &w->id);
}
static result w_update(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return party_update(cx, db, w->org_id, w->id, &w->party, &w->n);
}
static result w_class(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_class_set(cx, db, &w->at, w->class);
}
static result w_agreement(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_agreement_set(cx, db, &w->at, &w->agreement);
}
static result w_leave(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_leave(cx, db, &w->at);
}
static result w_join(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_join(cx, db, w->org_id, w->id, &w->in);
}
static result w_state(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return member_state_on(cx, db, w->org_id, w->id, w->on, &w->state);
}
static result w_number(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return party_number_open(cx, db, w->org_id, w->id, &w->seal, &w->number);
}
static result w_code(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &o));
    w->org_id = o.org_id;
    return party_by_code(cx, db, w->org_id, w->code, &w->id);
}

static result put(struct kit *k, db_work_fn fn, struct work *w)
{
    return store_write(k->store, &k->cx, &w->org_id, 1, fn, w);
}
static void state_on(struct kit *k, struct work *w, int32_t on)
{
    w->on = (date){ on };
    kit_ok(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, w_state, w));
}

static void begin(struct kit *k, struct work *w)
{
    kit_begin(k);
    app_register_kinds();
    kit_store(k);
    kit_ok(k, app_load_reference(&k->cx, k->store));
    *w = (struct work){ 0 };
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, w_org, w));
    kit_ok(k, member_seal_get(&k->cx, k->store, &w->seal));
    w->in = (struct member_in){ .party = { .full_name = S("  Người Thử Việc "),
                                           .phone = S("+84 912 345 678"),
                                           .birth_on = { 19800203 },
                                           .gender = S("f"),
                                           .personal_number = S("001 180 123 456"),
                                           .is_person = true,
                                           .seal = &w->seal },
                                .joined_on = { 20250101 },
                                .agreement = {
                                    .number = S("01/TT"), .signed_on = { 20250101 }, .intake_mode = S("bought") } };
    kit_ok(k, put(k, w_add, w));
    w->at = (struct member_dated){ w->org_id, w->id, { 20260101 }, S("đại hội") };
}

static void end(struct kit *k)
{
    kit_check_invariants(k, members_feature.invariants, members_feature.n_invariants);
    kit_end(k);
}

static void test_member__is_added_whole(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    state_on(&k, &w, 20250101);
    assert_str(w.state.code, "TV001");
    assert_str(w.state.full_name, "Người Thử Việc");
    assert_str(w.state.class, "official");
    assert_true(member_is_internal(&w.state));
    state_on(&k, &w, 20241231);
    assert_false(w.state.is_member);
    end(&k);
}

static void test_member__similar_ones_are_warned_of_until_told(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    assert_false(put(&k, w_add, &w).ok);
    assert_int_equal(k.cx.n_errors, 1);
    assert_str(k.cx.errors->code, "party.duplicate");
    assert_str(k.cx.errors->field, "personal_number");
    cx_clear_errors(&k.cx);
    w.in.party.personal_number = w.in.party.phone = S("");
    w.in.party.full_name = S("NGUOI THU VIEC");
    kit_refused(&k, put(&k, w_add, &w), "party.duplicate");
    w.in.party.duplicate_ok = true;
    kit_ok(&k, put(&k, w_add, &w));
    state_on(&k, &w, 20260101);
    assert_str(w.state.code, "TV002");
    end(&k);
}

static result w_remove(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return parties_remove(cx, db, w->org_id, w->ids, w->n);
}

/* Of three, the first and the third go: who stands between them stays, with all that belongs to him. */
static void test_parties__are_removed_and_nobody_between_them(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    w.ids[0] = w.id;
    for (int i = 1; i < 3; i++) {
        w.in.party.full_name = str_fmt(&k.mem, "Người Khác %d", i);
        w.in.party.phone = w.in.party.personal_number = S("");
        kit_ok(&k, put(&k, w_add, &w));
        w.ids[i] = w.id;
    }
    int64_t middle = w.ids[1];
    w.ids[1] = w.ids[2], w.n = 2;
    kit_ok(&k, put(&k, w_remove, &w));
    kit_refused(&k, put(&k, w_remove, &w), "party.not_found");
    w.id = middle;
    state_on(&k, &w, 20260101);
    assert_str(w.state.code, "TV002");
    assert_true(w.state.is_member && w.state.has_agreement);
    w.ids[0] = middle, w.n = 1;
    kit_ok(&k, put(&k, w_remove, &w));
    end(&k);
}

static void test_member__changes_are_dated_rows(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    w.class = S("affiliate_use");
    kit_ok(&k, put(&k, w_class, &w));
    w.agreement = (struct agreement_in){ S("02/TT"), { 20260101 }, { 0 }, S("on_behalf"), 500 };
    kit_ok(&k, put(&k, w_agreement, &w));
    state_on(&k, &w, 20251231);
    assert_str(w.state.class, "official");
    assert_str(w.state.intake_mode, "bought");
    state_on(&k, &w, 20260101);
    assert_str(w.state.class, "affiliate_use");
    assert_str(w.state.intake_mode, "on_behalf");
    assert_int_equal(w.state.fee_bp, 500);
    w.class = S("official");
    kit_refused(&k, put(&k, w_class, &w), "member.too_early");
    kit_refused(&k, put(&k, w_leave, &w), "member.too_early");
    w.at.from = (date){ 20260201 };
    kit_ok(&k, put(&k, w_leave, &w));
    state_on(&k, &w, 20260131);
    assert_true(w.state.is_member);
    state_on(&k, &w, 20260201);
    assert_false(w.state.is_member);
    assert_false(w.state.has_agreement);
    w.in.joined_on = (date){ 20260131 };
    kit_refused(&k, put(&k, w_join, &w), "member.too_early");
    w.in.joined_on = (date){ 20260301 };
    kit_ok(&k, put(&k, w_join, &w));
    kit_refused(&k, put(&k, w_join, &w), "member.is_member");
    end(&k);
}

static void test_number__is_opened_only_by_who_may(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    kit_ok(&k, put(&k, w_number, &w));
    assert_str(w.number, "001180123456");
    k.cx.actor = (struct actor){ .user_id = 1, .org_id = w.org_id, .caps = CAP_BIT(CAP_MEMBER_READ) };
    kit_refused(&k, put(&k, w_number, &w), "party.number_closed");
    k.cx.actor = (struct actor){ .local = true };
    w.seal.key[0] ^= 1;
    kit_refused(&k, put(&k, w_number, &w), "party.seal");
    end(&k);
}

static void test_party__changes_only_what_differs(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    w.party = w.in.party;
    kit_ok(&k, put(&k, w_update, &w));
    assert_int_equal(w.n, 0);
    w.party.hamlet = S("Xóm 2");
    w.party.personal_number = S("001180123457");
    kit_ok(&k, put(&k, w_update, &w));
    assert_int_equal(w.n, 2);
    kit_ok(&k, put(&k, w_number, &w));
    assert_str(w.number, "001180123457");
    w.id += 1000;
    kit_refused(&k, put(&k, w_update, &w), "party.not_found");
    end(&k);
}

static void test_demo__has_the_codes_that_others_count_on(void **state)
{
    static const char *const codes[] = { "TV001", "TV016", "KH01", "KH02", "NCC01" };
    struct kit k;
    struct work w = { 0 };
    int n[3] = { 0 };
    (void)state;
    kit_begin(&k);
    kit_store(&k);
    kit_ok(&k, app_load_reference(&k.cx, k.store));
    kit_ok(&k, organisations_feature.load_demo(&k.cx, k.store));
    kit_ok(&k, members_feature.load_demo(&k.cx, k.store));
    for (int i = 0; i < COUNT(codes); i++) {
        w.code = str_of(codes[i]);
        kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_code, &w));
        state_on(&k, &w, 20260302);
        assert_true(str_find(w.state.full_name, S("DEMO")) >= 0);
    }
    for (int i = 1; i <= 8; i++) {
        w.code = str_fmt(&k.mem, "TV%03d", i);
        kit_ok(&k, store_read(k.store, &k.cx, DB_SCOPE_ALL, w_code, &w));
        state_on(&k, &w, 20260302);
        n[0] += member_is_internal(&w.state) && str_eq(w.state.intake_mode, S("bought"));
        n[1] += str_eq(w.state.intake_mode, S("on_behalf"));
        n[2] += str_starts(w.state.class, S("affiliate"));
    }
    assert_true(n[0] >= 4 && n[1] >= 2 && n[2] >= 1);
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_member__is_added_whole),
        cmocka_unit_test(test_member__similar_ones_are_warned_of_until_told),
        cmocka_unit_test(test_parties__are_removed_and_nobody_between_them),
        cmocka_unit_test(test_member__changes_are_dated_rows),
        cmocka_unit_test(test_number__is_opened_only_by_who_may),
        cmocka_unit_test(test_party__changes_only_what_differs),
        cmocka_unit_test(test_demo__has_the_codes_that_others_count_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

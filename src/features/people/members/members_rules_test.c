/* The pure rules: numbers, phones, codes, masks, and that all mistakes are told at once. */
#include "tests/kit/kit.h"

#include "features/people/members/members_rules.h"

static void test_number__nine_or_twelve_digits(void **state)
{
    (void)state;
    assert_true(number_valid(S("012345678")));
    assert_true(number_valid(S("001090123456")));
    assert_false(number_valid(S("0010901234567")));
    assert_false(number_valid(S("00109012345")));
    assert_false(number_valid(S("00109012345a")));
    assert_false(number_valid(S("")));
}

static void test_phone__is_written_one_way(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    assert_str(phone_clean(&k.mem, S("+84 912.345-678")), "0912345678");
    assert_str(phone_clean(&k.mem, S(" 0912 345 678 ")), "0912345678");
    assert_str(phone_clean(&k.mem, S("hỏi nhà")), "hỏi nhà");
    assert_true(phone_valid(S("0912345678")));
    assert_false(phone_valid(S("0912")));
    kit_end(&k);
}

static void test_name__initials_keep_the_demo_mark(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    assert_str(name_initials(&k.mem, S("Nguyễn Văn  Ân")), "N.V.Â.");
    assert_str(name_initials(&k.mem, S("DEMO Đỗ Thị Sả")), "DEMO Đ.T.S.");
    assert_str(name_initials(&k.mem, S("")), "");
    kit_end(&k);
}

static void test_code__grows_beyond_its_width(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    assert_str(party_code_make(&k.mem, S("member"), 7), "TV007");
    assert_str(party_code_make(&k.mem, S("member"), 1000), "TV1000");
    assert_str(party_code_make(&k.mem, S("customer"), 2), "KH02");
    kit_end(&k);
}

static void test_party__tells_all_mistakes_at_once(void **state)
{
    struct kit k;
    struct party_in in = { .kind = S("friend"),
                           .code = S("tv 1"),
                           .phone = S("12"),
                           .gender = S("x"),
                           .birth_on = { 20300101 },
                           .personal_number = S("123"),
                           .is_person = true };
    (void)state;
    kit_begin(&k);
    party_clean(&k.cx, &in);
    party_check(&k.cx, &in, (date){ 20260302 });
    assert_int_equal(k.cx.n_errors, 7);
    kit_end(&k);
}

static void test_member__defaults_and_agreement(void **state)
{
    struct kit k;
    struct member_in in = { .agreement = { .signed_on = { 20260101 } } };
    (void)state;
    kit_begin(&k);
    member_check(&k.cx, &in, (date){ 20260302 });
    assert_str(in.class, "official");
    assert_int_equal(in.joined_on.ymd, 20260302);
    kit_expect_code(&k, "agreement.number");
    in.agreement = (struct agreement_in){ S("1"), { 20260101 }, { 0 }, S("bought"), 100 };
    member_check(&k.cx, &in, (date){ 20260302 });
    kit_expect_code(&k, "agreement.fee");
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number__nine_or_twelve_digits),     cmocka_unit_test(test_phone__is_written_one_way),
        cmocka_unit_test(test_name__initials_keep_the_demo_mark), cmocka_unit_test(test_code__grows_beyond_its_width),
        cmocka_unit_test(test_party__tells_all_mistakes_at_once), cmocka_unit_test(test_member__defaults_and_agreement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

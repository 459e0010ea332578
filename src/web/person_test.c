/* What counts as naming a person in free words. */
#include "tests/kit/kit.h"

#include "web/person.h"

static const struct person who = {
    .full_name = LIT("Nguyễn Văn Đông"), .phone = LIT("0912345678"), .number = LIT("001180123456"), .is_alone = true
};

static bool named(const struct person *p, const char *words) { return person_named_in(prop_arena(), p, str_of(words)); }

static void test_named__by_the_whole_name(void **state)
{
    (void)state;
    assert_true(named(&who, "Trả tiền ông Nguyễn Văn Đông, xóm 3"));
    assert_true(named(&who, "tra tien NGUYEN  VAN DONG"));
    assert_true(named(&who, "Nguyễn Văn Đôn, Nguyễn Văn Đông"));
    assert_true(named(&who, "(nguyễn văn đông)"));
    assert_false(named(&who, "Nguyễn Văn Đôngu"));
    assert_false(named(&who, "Nguyễn Văn"));
    assert_false(named(&who, "phía đông"));
    assert_false(named(&who, ""));
}

static void test_named__by_numbers_however_spaced(void **state)
{
    (void)state;
    assert_true(named(&who, "gọi 0912 345 678"));
    assert_true(named(&who, "gọi +84.912.345.678 nhé"));
    assert_true(named(&who, "CCCD 001-180-123456"));
    assert_false(named(&who, "0912 345 679"));
    assert_false(named(&who, "412,5 kg x 12.000 đ"));
}

static void test_named__not_by_what_others_share(void **state)
{
    struct person other = who, none = { .full_name = S("Đông"), .phone = S("123"), .is_alone = true };
    (void)state;
    other.is_alone = false;
    assert_false(named(&other, "Nguyễn Văn Đông"));
    assert_true(named(&other, "Nguyễn Văn Đông 0912345678"));
    assert_false(named(&none, "phía Đông, 123 bó"));
    assert_false(named(&(struct person){ .is_alone = true }, "bất kỳ lời nào"));
}

static void test_named__without_the_mark_of_the_demo(void **state)
{
    struct person demo = { .full_name = S("DEMO Đỗ Văn Gừng"), .is_alone = true };
    (void)state;
    assert_true(named(&demo, "ông Đỗ Văn Gừng nhờ"));
}

/* Folding may leave nothing behind in the arena: this runs over every memo of a book. */
static void test_named__keeps_no_memory(void **state)
{
    size_t before = arena_mark(prop_arena());
    (void)state;
    for (int i = 0; i < 100; i++)
        (void)named(&who, "Trả tiền ông Nguyễn Văn Đông, điện thoại 0912 345 678");
    assert_int_equal(arena_mark(prop_arena()), before);
}

static void test_digits__are_looked_for_alone(void **state)
{
    (void)state;
    assert_true(person_by_digits(prop_arena(), &who, S("gọi 0912 345 678")));
    assert_false(person_by_digits(prop_arena(), &who, who.full_name));
}

static void test_json__loses_only_what_names_the_person(void **state)
{
    str json = str_fmt(prop_arena(), "{\"memo\":\"trả " STR_FMT "\",\"party\":\"TV009\",\"lines\":[1,\"x\"]}",
                       STR_ARG(who.full_name));
    str other = S("{\"memo\":\"giấy\"}"), broken = str_fmt(prop_arena(), "{" STR_FMT, STR_ARG(who.full_name));
    (void)state;
    assert_str(person_blanked(prop_arena(), &who, json), "{\"memo\":\"\",\"party\":\"TV009\",\"lines\":[1,\"x\"]}");
    assert_true(person_blanked(prop_arena(), &who, other).s == other.s);
    assert_true(str_eq(person_blanked(prop_arena(), &who, broken), broken));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits__are_looked_for_alone),
        cmocka_unit_test(test_json__loses_only_what_names_the_person),
        cmocka_unit_test(test_named__by_the_whole_name),
        cmocka_unit_test(test_named__by_numbers_however_spaced),
        cmocka_unit_test(test_named__not_by_what_others_share),
        cmocka_unit_test(test_named__without_the_mark_of_the_demo),
        cmocka_unit_test(test_named__keeps_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

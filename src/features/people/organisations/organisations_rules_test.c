/* The register's rules: codes, names, dates, what changed, and when an invented name meets a real one. */
#include "tests/kit/prop.h"

#include "base/text.h"
#include "features/people/organisations/organisations_rules.h"

static struct cx fresh(void)
{
    struct arena *mem = prop_arena();
    arena_reset(mem, 0);
    return cx_new(mem, LANG_EN, 1780000000000000);
}

static struct org_in good(void)
{
    return (struct org_in){ .code = S("HTX-1"),
                            .kind = S("cooperative"),
                            .name = S("HTX Rau Thử Nghiệm"),
                            .commune_code = S("00577"),
                            .status = S("active"),
                            .year_first_month = 1,
                            .founded_on = { 20240102 },
                            .registered_on = { 20240115 } };
}

static bool refused(struct cx *cx, const char *field, const char *code)
{
    for (const struct err *e = cx->errors; e; e = e->next)
        if (str_eq(e->field, str_of(field)) && str_eq(e->code, str_of(code)))
            return true;
    return false;
}

static void test_code__letters_digits_hyphens(void **state)
{
    (void)state;
    static const char *const right[] = { "AB", "DEMO-RAU", "A1-B2", "123", "ABCDEFGHIJKLMNOPQRSTUVWX" };
    static const char *const wrong[] = { "", "A", "-AB", "AB-", "ab", "A B", "A_B", "Đ1", "ABCDEFGHIJKLMNOPQRSTUVWXY" };
    for (int i = 0; i < COUNT(right); i++)
        assert_true(org_code_valid(str_of(right[i])));
    for (int i = 0; i < COUNT(wrong); i++)
        assert_false(org_code_valid(str_of(wrong[i])));
}

static void test_tax_code__ten_digits_or_a_dependent_unit(void **state)
{
    (void)state;
    assert_true(org_tax_code_valid(S("0101234567")));
    assert_true(org_tax_code_valid(S("0101234567-001")));
    assert_false(org_tax_code_valid(S("010123456")));
    assert_false(org_tax_code_valid(S("01012345678")));
    assert_false(org_tax_code_valid(S("0101234567-")));
    assert_false(org_tax_code_valid(S("0101234567-01")));
    assert_false(org_tax_code_valid(S("0101234567-001-1")));
    assert_false(org_tax_code_valid(S("01O1234567")));
}

static void test_name__forms_fold_alike(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(org_name_fold(mem, S("HTX  Đông Cao")), "hop tac xa dong cao");
    assert_str(org_name_fold(mem, S("Hợp tác xã Đông Cao")), "hop tac xa dong cao");
    assert_str(org_name_fold(mem, S("LHHTX Xanh")), "lien hiep hop tac xa xanh");
    assert_str(org_name_fold(mem, S("Liên hiệp HTX Xanh")), "lien hiep hop tac xa xanh");
    assert_str(org_name_fold(mem, S("THT Bờ Ao")), "to hop tac bo ao");
    assert_str(org_name_fold(mem, S("HTXanh")), "htxanh");
}

static void test_name__core_leaves_what_distinguishes(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(org_name_core(mem, S("HTX DEMO Rau Mầm Biếc")), "mam biec");
    assert_str(org_name_core(mem, S("HTX SXKD dịch vụ nông nghiệp Văn Đức")), "van duc");
    assert_str(org_name_core(mem, S("Gốm sứ Bát Tràng")), "bat trang");
    assert_str(org_name_core(mem, S("HTX nông nghiệp")), "");
}

static void test_names__meet_whatever_the_writing(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_true(org_names_meet(mem, S("HTX DEMO Văn Đức"), S("HTX SXKD dịch vụ nông nghiệp Văn Đức")));
    assert_true(org_names_meet(mem, S("htx demo gom bat trang"), S("Gốm sứ Bát Tràng")));
    assert_true(org_names_meet(mem, S("HTX DEMO Chúc Sơn Vàng"), S("Chuỗi rau an toàn Chúc Sơn")));
    assert_true(org_names_meet(mem, S("Hợp tác xã Ba Chữ"), S("HTX Ba Chữ")));
    assert_false(org_names_meet(mem, S("HTX DEMO Rau Mầm Biếc"), S("HTX nông nghiệp Vân Nam")));
    assert_false(org_names_meet(mem, S("HTX DEMO Rau"), S("HTX rau an toàn Hà Hồi")));
    assert_false(org_names_meet(mem, S("HTX DEMO Vân"), S("Vânxa")));
}

static void test_words_hold__only_whole_words(void **state)
{
    (void)state;
    assert_true(org_words_hold(S("rau chuc son"), S("chuc son")));
    assert_true(org_words_hold(S("(chuc son)"), S("chuc son")));
    assert_false(org_words_hold(S("rau chuc sonha"), S("chuc son")));
    assert_false(org_words_hold(S("rauchuc son"), S("chuc son")));
    assert_false(org_words_hold(S("anything"), S("")));
}

static void test_check__a_good_record_passes(void **state)
{
    struct cx cx = fresh();
    struct org_in in = good();
    (void)state;
    org_clean(&cx, &in);
    org_check(&cx, &in, (date){ 20260301 }, true);
    assert_int_equal(cx.n_errors, 0);
}

static void test_check__every_mistake_at_its_field(void **state)
{
    struct cx cx = fresh();
    struct org_in in = good();
    (void)state;
    in.code = S("x y");
    in.kind = S("club");
    in.name = S("ab");
    in.tax_code = S("12");
    in.founded_on = (date){ 20270101 };
    in.registered_on = (date){ 20260101 };
    in.sector = S("space");
    in.year_first_month = 2;
    org_clean(&cx, &in);
    org_check(&cx, &in, (date){ 20260301 }, true);
    assert_true(refused(&cx, "code", "organisation.code"));
    assert_true(refused(&cx, "kind", "organisation.choice"));
    assert_true(refused(&cx, "name", "organisation.name"));
    assert_true(refused(&cx, "tax_code", "organisation.tax_code"));
    assert_true(refused(&cx, "founded_on", "organisation.future"));
    assert_true(refused(&cx, "registered_on", "organisation.before_founding"));
    assert_true(refused(&cx, "sector", "organisation.choice"));
    assert_true(refused(&cx, "year_first_month", "organisation.year"));
    assert_int_equal(cx.n_errors, 8);
}

static void test_check__name_begins_with_the_legal_form(void **state)
{
    static const struct {
        const char *kind, *name;
        bool right;
    } row[] = {
        { "cooperative", "Hợp tác xã Một", true },
        { "cooperative", "Rau sạch Một", false },
        { "cooperative", "HTXMột", false },
        { "cooperative", "Quỹ tín dụng nhân dân Một", true },
        { "union", "Liên hiệp hợp tác xã Hai", true },
        { "union", "Hợp tác xã Hai", false },
        { "group", "Tổ hợp tác Ba", true },
        { "group", "Hợp tác xã Ba", false },
        { "enterprise", "Công ty Bốn", true },
    };
    (void)state;
    for (int i = 0; i < COUNT(row); i++) {
        struct cx cx = fresh();
        struct org_in in = good();
        in.kind = str_of(row[i].kind);
        in.name = str_of(row[i].name);
        org_check(&cx, &in, (date){ 20260301 }, true);
        assert_int_equal(refused(&cx, "name", "organisation.name_form"), !row[i].right);
    }
}

static void test_check__demo_says_so_and_only_demo(void **state)
{
    struct cx cx = fresh();
    struct org_in in = good();
    (void)state;
    in.is_demo = true;
    org_check(&cx, &in, (date){ 20260301 }, true);
    assert_true(refused(&cx, "name", "organisation.demo_name"));
    cx = fresh();
    in = good();
    in.name = S("HTX DEMO Một");
    org_check(&cx, &in, (date){ 20260301 }, true);
    assert_true(refused(&cx, "name", "organisation.demo_word"));
}

static void test_clean__normal_form_and_defaults(void **state)
{
    struct cx cx = fresh();
    struct org_in in = { .code = S(" demo-rau "), .name = S("  HTX Ra\xCC\x81u ") };
    (void)state;
    org_clean(&cx, &in);
    assert_str(in.code, "DEMO-RAU");
    assert_str(in.name, "HTX Ráu");
    assert_str(in.status, "active");
    assert_int_equal(in.year_first_month, 1);
    in.name = S("a\x01"
                "b");
    org_clean(&cx, &in);
    assert_true(refused(&cx, "name", "organisation.text"));
}

static struct organisation stored(const struct org_in *in)
{
    return (struct organisation){ .kind = in->kind,
                                  .name = in->name,
                                  .short_name = in->short_name,
                                  .address = in->address,
                                  .commune_code = in->commune_code,
                                  .tax_code = in->tax_code,
                                  .status = in->status,
                                  .registration_no = in->registration_no,
                                  .registered_on = in->registered_on,
                                  .founded_on = in->founded_on,
                                  .size_class = in->size_class,
                                  .sector = in->sector,
                                  .year_first_month = (int)in->year_first_month,
                                  .status_on = in->status_on };
}

static void test_diff__tells_each_field_once(void **state)
{
    struct arena *mem = prop_arena();
    struct org_in in = good();
    struct organisation old = stored(&in);
    struct org_change c[ORG_FIELDS_MAX];
    (void)state;
    assert_int_equal(org_diff(mem, &old, &in, c), 0);
    in.name = S("HTX Rau Khác");
    in.registered_on = (date){ 20240201 };
    in.year_first_month = 4;
    assert_int_equal(org_diff(mem, &old, &in, c), 3);
    assert_str(c[0].field, "name");
    assert_str(c[0].before, "HTX Rau Thử Nghiệm");
    assert_str(c[0].after, "HTX Rau Khác");
    assert_str(c[1].before, "2024-01-15");
    assert_str(c[1].after, "2024-02-01");
    assert_str(c[2].field, "year_first_month");
    assert_str(c[2].after, "4");
}

static void test_diff__of_a_form_filled_from_the_record_is_empty(void **state)
{
    struct arena *mem = prop_arena();
    struct org_in in = good();
    struct organisation old = stored(&in);
    struct org_change c[ORG_FIELDS_MAX];
    (void)state;
    in = org_in_of(&old);
    assert_int_equal(org_diff(mem, &old, &in, c), 0);
}

static void test_milli__exact_both_ways(void **state)
{
    struct arena *mem = prop_arena();
    int64_t v = 7;
    (void)state;
    assert_true(milli_parse(S("38.2"), &v) && v == 38200);
    assert_true(milli_parse(S("3200000000"), &v) && v == 3200000000000);
    assert_true(milli_parse(S("-0.005"), &v) && v == -5);
    assert_str(milli_text(mem, 38200, true), "38.2");
    assert_str(milli_text(mem, 38200, false), "38,2");
    assert_str(milli_text(mem, 3200000000000, false), "3.200.000.000");
    assert_str(milli_text(mem, -5, false), "-0,005");
    v = 7;
    assert_false(milli_parse(S(""), &v) || milli_parse(S("1."), &v) || milli_parse(S(".5"), &v) ||
                 milli_parse(S("1.2345"), &v) || milli_parse(S("1e3"), &v) ||
                 milli_parse(S("9223372036854775807"), &v));
    assert_int_equal(v, 7);
    assert_true(microdeg_parse(S("105.83806"), &v) && v == 105838060);
}

static void test_milli__round_trip(void **state)
{
    struct prop p = prop_new("milli");
    (void)state;
    for (int i = 0; i < 20000; i++) {
        arena_reset(prop_arena(), 0);
        int64_t v = prop_i64(&p) / 1000 * (prop_below(&p, 2) ? 1 : -1), back = 0;
        str s = str_fmt(prop_arena(), "%s%" PRId64 ".%03" PRId64, v < 0 ? "-" : "", v < 0 ? -(v / 1000) : v / 1000,
                        v < 0 ? -(v % 1000) : v % 1000);
        assert_true(milli_parse(s, &back));
        assert_true(back == v);
    }
}

static void test_as_of__as_people_write_days(void **state)
{
    struct arena *mem = prop_arena();
    (void)state;
    assert_str(as_of_text(mem, S("2025-11-30")), "30/11/2025");
    assert_str(as_of_text(mem, S("2025-11")), "11/2025");
    assert_str(as_of_text(mem, S("2025")), "2025");
    assert_str(as_of_text(mem, S("")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code__letters_digits_hyphens),
        cmocka_unit_test(test_tax_code__ten_digits_or_a_dependent_unit),
        cmocka_unit_test(test_name__forms_fold_alike),
        cmocka_unit_test(test_name__core_leaves_what_distinguishes),
        cmocka_unit_test(test_names__meet_whatever_the_writing),
        cmocka_unit_test(test_words_hold__only_whole_words),
        cmocka_unit_test(test_check__a_good_record_passes),
        cmocka_unit_test(test_check__every_mistake_at_its_field),
        cmocka_unit_test(test_check__name_begins_with_the_legal_form),
        cmocka_unit_test(test_check__demo_says_so_and_only_demo),
        cmocka_unit_test(test_clean__normal_form_and_defaults),
        cmocka_unit_test(test_diff__tells_each_field_once),
        cmocka_unit_test(test_diff__of_a_form_filled_from_the_record_is_empty),
        cmocka_unit_test(test_milli__exact_both_ways),
        cmocka_unit_test(test_milli__round_trip),
        cmocka_unit_test(test_as_of__as_people_write_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

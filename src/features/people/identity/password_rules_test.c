/* Which passwords are refused as common, and that sentences never are. */
#include "tests/kit/kit.h"

#include "features/people/identity/identity.h"
#include "features/people/identity/password_rules.h"

static bool taken(struct kit *k, str password, const char *login)
{
    bool ok = password_check(&k->cx, password, str_of(login)).ok;
    cx_clear_errors(&k->cx);
    return ok;
}

static void test_password__common_ones_are_refused(void **state)
{
    static const char *const bad[] = {
        "1234567890",      "0987654321",    "01234567890123",    "1111111111",     "abcabcabcabc",
        "12121212121",     "abcdefghijkl",  "qwertyuiop",        "asdfghjkl;",     "1qaz2wsx3edc",
        "qwerty12345",     "zxcvbnm,./",    "password123",       "password pass1", "MatKhau2026!",
        "mật khẩu 123456", "HOPTACXA-2026", "hoptac.hanoi.2026", "anh yêu em 123", "iloveyou!!!!",
        "ketoan.rau2026",  "Ketoan.Rau",    "!!!!!!!!!!!!",      "vietnam1975",    "0912345678",
    };
    struct kit k;
    (void)state;
    kit_begin(&k);
    for (int i = 0; i < COUNT(bad); i++)
        if (taken(&k, str_of(bad[i]), "ketoan.rau"))
            fail_msg("taken: %s", bad[i]);
    kit_end(&k);
}

static void test_password__sentences_and_random_ones_are_taken(void **state)
{
    static const char *const good[] = {
        "con trâu đi trước cái cày", "rau muống luộc chấm tương", "correct horse battery", "x7Kp2mQz9w",
        "ngày mai trời lại mưa",     "一二三四五六七八九十",      "Bốn con vịt bơi ngang", "đường làng quanh co",
    };
    struct kit k;
    (void)state;
    kit_begin(&k);
    for (int i = 0; i < COUNT(good); i++)
        if (!taken(&k, str_of(good[i]), "ketoan.rau"))
            fail_msg("refused: %s", good[i]);
    kit_end(&k);
}

static void test_password__length_is_of_characters_and_has_an_end(void **state)
{
    struct kit k;
    char long_one[PASSWORD_MAX + 2];
    (void)state;
    kit_begin(&k);
    kit_refused(&k, password_check(&k.cx, S("đường lạc"), S("")), "password.length");
    kit_ok(&k, password_check(&k.cx, S("đường lạc!"), S("")));
    for (int i = 0; i < COUNT(long_one); i++)
        long_one[i] = (char)('a' + i * 7 % 26);
    kit_refused(&k, password_check(&k.cx, (str){ long_one, PASSWORD_MAX + 1 }, S("")), "password.length");
    kit_end(&k);
}

/* Whatever digits and signs stand around a common word, it stays one. */
static void test_password__decoration_does_not_help(void **state)
{
    static const char *const word[] = { "matkhau", "Password", "HàNội", "hoptacxa", "welcome" };
    static const char sign[] = "0123456789!@#.-_ ";
    struct kit k;
    (void)state;
    kit_begin(&k);
    for_all (r, 300) {
        char z[64];
        int n = 0, before = (int)prop_below(&r, 4);
        const char *w = word[prop_below(&r, COUNT(word))];
        for (int i = 0; i < before; i++)
            z[n++] = sign[prop_below(&r, sizeof sign - 2)]; /* not a space: the form trims */
        for (const char *c = w; *c; c++)
            z[n++] = *c;
        while (n < 14)
            z[n++] = sign[prop_below(&r, sizeof sign - 2)];
        assert_false(taken(&k, (str){ z, n }, ""));
    }
    kit_end(&k);
}

/* Nobody's random password is refused: 12 of 62 characters, at most one in ten thousand by chance. */
static void test_password__random_ones_pass(void **state)
{
    static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    struct kit k;
    (void)state;
    kit_begin(&k);
    for_all (r, 300) {
        char z[12];
        for (int i = 0; i < COUNT(z); i++)
            z[i] = set[prop_below(&r, sizeof set - 1)];
        assert_true(taken(&k, (str){ z, COUNT(z) }, ""));
    }
    kit_end(&k);
}

/* ---- roles ---- */

static void test_roles__are_told_apart_and_fit_organisations(void **state)
{
    (void)state;
    for (int i = 0; i < n_roles; i++) {
        assert_ptr_equal(role_find(str_of(roles[i].key)), &roles[i]);
        assert_int_equal(roles[i].caps >> CAP_COUNT, 0);
    }
    assert_true(role_fits(role_find(S("accountant")), S("cooperative")));
    assert_false(role_fits(role_find(S("accountant")), S("city")));
    assert_false(role_fits(role_find(S("city_officer")), S("cooperative")));
    assert_false(role_fits(role_find(S("city_officer")), S("")));
    assert_true(role_fits(role_find(S("admin")), S("cooperative")));
}

/* Who may not do what, whatever else changes. */
static void test_role_words__are_the_readers(void **state)
{
    struct cx cx = cx_new(prop_arena(), LANG_VI, 0);
    (void)state;
    assert_str(role_words(&cx, S("accountant, cashier")), "Kế toán, Thủ quỹ");
    cx.lang = LANG_EN;
    assert_str(role_words(&cx, S("admin")), "Administrator");
    assert_str(role_words(&cx, S("")), "");
}

static void test_roles__keep_duties_apart(void **state)
{
    static const struct {
        const char *role;
        uint64_t never;
    } rule[] = {
        { "cashier", CAP_BIT(CAP_POST) | CAP_BIT(CAP_VOID) },
        { "collector", CAP_BIT(CAP_POST) | CAP_BIT(CAP_PAY) | CAP_BIT(CAP_BOOKS_READ) },
        { "warehouse", CAP_BIT(CAP_PAY) | CAP_BIT(CAP_BOOKS_READ) },
        { "supervisor", CAP_BIT(CAP_PREPARE) | CAP_BIT(CAP_POST) | CAP_BIT(CAP_VOID) | CAP_BIT(CAP_PAY) },
        { "auditor", CAP_BIT(CAP_PREPARE) | CAP_BIT(CAP_POST) | CAP_BIT(CAP_VOID) | CAP_BIT(CAP_MEMBER_ID) },
        { "commune_officer", CAP_BIT(CAP_POST) | CAP_BIT(CAP_GRANT) | CAP_BIT(CAP_MEMBER_ID) },
        { "city_officer", CAP_BIT(CAP_POST) | CAP_BIT(CAP_GRANT) | CAP_BIT(CAP_MEMBER_ID) },
        { "registrar", CAP_BIT(CAP_BOOKS_READ) | CAP_BIT(CAP_MEMBER_READ) },
        { "admin", CAP_BIT(CAP_BOOKS_READ) | CAP_BIT(CAP_POST) | CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_MEMBER_ID) },
        { "member", CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_BOOKS_READ) },
        { "buyer", CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_BOOKS_READ) | CAP_BIT(CAP_STOCK_READ) },
        { "privacy_officer", CAP_BIT(CAP_BOOKS_READ) | CAP_BIT(CAP_POST) },
    };
    (void)state;
    for (int i = 0; i < COUNT(rule); i++) {
        const struct role *role = role_find(str_of(rule[i].role));
        assert_non_null(role);
        if (role->caps & rule[i].never)
            fail_msg("%s may do too much", rule[i].role);
    }
}

static void test_capabilities__have_words_and_survive_as_names(void **state)
{
    struct kit k;
    (void)state;
    kit_begin(&k);
    for (int c = 0; c < CAP_COUNT; c++)
        if (str_eq(cap_label(&k.cx, (enum cap)c), str_of(cap_name((enum cap)c))))
            fail_msg("no words for %s in roles.c", cap_name((enum cap)c));
    for_all (r, 200) {
        uint64_t caps = prop_u64(&r) & (CAP_BIT(CAP_COUNT) - 1);
        assert_true(caps_of_names(caps_names(&k.mem, caps)) == caps);
    }
    assert_true(caps_of_names(S("pay,no.such.thing,,intake")) == (CAP_BIT(CAP_PAY) | CAP_BIT(CAP_INTAKE)));
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password__common_ones_are_refused),
        cmocka_unit_test(test_password__sentences_and_random_ones_are_taken),
        cmocka_unit_test(test_password__length_is_of_characters_and_has_an_end),
        cmocka_unit_test(test_password__decoration_does_not_help),
        cmocka_unit_test(test_password__random_ones_pass),
        cmocka_unit_test(test_roles__are_told_apart_and_fit_organisations),
        cmocka_unit_test(test_role_words__are_the_readers),
        cmocka_unit_test(test_roles__keep_duties_apart),
        cmocka_unit_test(test_capabilities__have_words_and_survive_as_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests of the answers: what the frame shows to whom, the sentence that survives one redirect, and where a redirect may
   lead. An invented room gives the menu. */
#include "tests/kit/kit.h"

#include "web/app.h"

static struct kit kit;

static const struct menu menu[] = {
    { "/orgs/:org/stock", "Stock", CAP_STOCK_READ, 30, true },
    { "/orgs/:org/intake", "Weigh in", CAP_INTAKE, 10, true },
    { "/orgs/:org/intake/list", "Slips", CAP_INTAKE, 20, true },
    { "/plan", "City plan", CAP_PUBLIC, 10, false },
    { "/users", "Users", CAP_ADMIN, 20, false },
};
static const struct feature room = { .name = "room", .menu = menu, .n_menu = COUNT(menu) };
static const struct feature *const rooms[] = { &room };

struct scene {
    struct app app;
    struct request rq;
    struct response rs;
    struct pair header[2];
    struct web w;
};

static struct scene *scene_at(const char *path, uint64_t caps)
{
    struct scene *s = new(&kit.mem, struct scene, 1);
    s->app = (struct app){ .features = rooms, .n_features = 1, .secret = { 7 } };
    s->rq = (struct request){ .method = METHOD_GET, .path = str_of(path), .header = s->header };
    kit.cx.actor = (struct actor){ .caps = caps };
    s->w = (struct web){ .app = &s->app, .cx = &kit.cx, .rq = &s->rq, .rs = &s->rs };
    return s;
}

static struct scene *scene_in_org(const char *path, uint64_t caps)
{
    struct scene *s = scene_at(path, caps);
    s->w.org_id = 5;
    s->w.org_code = S("DEMO-RAU");
    s->w.org_name = S("Rau Mẫu");
    s->w.user_name = S("Lan");
    s->w.session_id = 1;
    return s;
}

static str shown(struct scene *s, const char *title)
{
    struct html body = html_new(&kit.cx);
    kit_ok(&kit, web_page(&s->w, str_of(title), &body));
    return s->rs.body;
}

static bool has(str page, const char *text) { return str_find(page, str_of(text)) >= 0; }

static str header_of(const struct response *rs, str name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, name))
            return rs->header[i].value;
    return (str){ 0 };
}

static void test_menu__shows_what_one_may_in_order(void **state)
{
    (void)state;
    str page = shown(scene_in_org("/orgs/DEMO-RAU/stock", CAP_BIT(CAP_STOCK_READ) | CAP_BIT(CAP_INTAKE)), "Stock");
    ptrdiff_t weigh = str_find(page, S("href=\"/orgs/DEMO-RAU/intake\"")), stock = str_find(page, S(">Stock</a>"));
    assert_true(weigh > 0 && stock > weigh);
    assert_true(has(page, "href=\"/orgs/DEMO-RAU/stock\" aria-current=\"page\""));
    assert_false(has(page, ">Users</a>"));
    page = shown(scene_in_org("/orgs/DEMO-RAU/stock", CAP_BIT(CAP_STOCK_READ)), "Stock");
    assert_false(has(page, "Weigh in"));
}

static void test_menu__outside_an_organisation_has_none_of_its_entries(void **state)
{
    (void)state;
    str page = shown(scene_at("/plan", CAP_BIT(CAP_STOCK_READ)), "City plan");
    assert_true(has(page, "href=\"/plan\" aria-current=\"page\""));
    assert_false(has(page, ":org"));
    assert_false(has(page, ">Stock</a>"));
}

static void test_menu__marks_the_longest_path_and_no_namesake(void **state)
{
    (void)state;
    uint64_t caps = CAP_BIT(CAP_INTAKE);
    str page = shown(scene_in_org("/orgs/DEMO-RAU/intake/list/7", caps), "Slip 7");
    assert_true(has(page, "href=\"/orgs/DEMO-RAU/intake/list\" aria-current=\"page\""));
    assert_false(has(page, "href=\"/orgs/DEMO-RAU/intake\" aria-current=\"page\""));
    assert_true(has(page, "<li><a href=\"/orgs/DEMO-RAU/intake/list\">Slips</a></li>\n</ol>"));
    page = shown(scene_in_org("/orgs/DEMO-RAU/intakes", caps), "Else");
    assert_false(has(page, "aria-current"));
}

static void test_title__names_page_and_organisation_once(void **state)
{
    (void)state;
    assert_true(has(shown(scene_in_org("/x", 0), "Stock"), "<title>Stock – Rau Mẫu – Hoptac</title>"));
    assert_true(has(shown(scene_in_org("/x", 0), "Rau Mẫu"), "<title>Rau Mẫu – Hoptac</title>"));
    assert_true(has(shown(scene_at("/x", 0), "Plan"), "<title>Plan – Hoptac</title>"));
}

static void test_page__keeps_the_heading_a_body_brings(void **state)
{
    (void)state;
    struct scene *s = scene_at("/x", 0);
    struct html body = html_new(&kit.cx);
    html_raw(&body, S("<h1>Mine</h1>"));
    kit_ok(&kit, web_page(&s->w, S("Title"), &body));
    assert_false(has(s->rs.body, "<h1>Title</h1>"));
    assert_true(has(shown(scene_at("/x", 0), "Title"), "<h1>Title</h1>"));
    assert_int_equal(s->rs.status, 200);
}

static void test_flash__is_said_on_the_next_page_and_only_there(void **state)
{
    (void)state;
    struct scene *first = scene_at("/x", 0), *next = scene_at("/y", 0);
    web_flash(&first->w, S("Đã ghi <6> phiếu; xong"));
    kit_ok(&kit, web_redirect(&first->w, S("/y")));
    assert_int_equal(first->rs.status, 303);
    str cookie = header_of(&first->rs, S("Set-Cookie"));
    assert_true(has(cookie, "HttpOnly") && has(cookie, "Max-Age=60"));
    next->rq.n_header = 1;
    next->header[0] = (struct pair){ S("Cookie"), str_cut(cookie, ';').head };
    str page = shown(next, "Y");
    assert_true(has(page, "Đã ghi &lt;6&gt; phiếu; xong"));
    assert_true(has(header_of(&next->rs, S("Set-Cookie")), "Max-Age=0"));
    assert_false(has(shown(scene_at("/z", 0), "Z"), "role=\"status\""));
}

static void test_flash__is_said_at_once_when_the_page_follows_at_once(void **state)
{
    (void)state;
    struct scene *s = scene_at("/x", 0);
    web_flash(&s->w, S("Saved."));
    assert_true(has(shown(s, "X"), "<p>Saved.</p>"));
    assert_int_equal(header_of(&s->rs, S("Set-Cookie")).n, 0);
}

static void test_flash__survives_any_cookie(void **state)
{
    (void)state;
    for_all (r, 300) {
        struct scene *s = scene_at("/x", 0);
        char *z = arena_bytes(&kit.mem, 40, 1);
        for (int i = 0; i < 40; i++)
            z[i] = prop_below(&r, 2) ? '%' : (char)prop_u64(&r);
        str name = web_cookie_name(&s->w, "flash");
        s->rq.n_header = 1;
        s->header[0] = (struct pair){ S("Cookie"), str_fmt(&kit.mem, STR_FMT "=%.*s", STR_ARG(name), 40, z) };
        assert_true(has(shown(s, "X"), "</html>"));
    }
}

static void test_redirect__never_leaves_the_site(void **state)
{
    (void)state;
    static const char *const away[] = { "//evil.example", "https://evil.example", "/\\evil.example", "javascript:x",
                                        "" };
    for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
        struct scene *s = scene_at("/x", 0);
        kit_ok(&kit, web_redirect(&s->w, str_of(away[i])));
        assert_str(header_of(&s->rs, S("Location")), "/");
    }
    struct scene *s = scene_at("/x", 0);
    kit_ok(&kit, web_redirect(&s->w, S("/orgs/DEMO-RAU/stock?page=2")));
    assert_str(header_of(&s->rs, S("Location")), "/orgs/DEMO-RAU/stock?page=2");
}

static void test_file__has_a_name_for_old_and_new_browsers(void **state)
{
    (void)state;
    struct scene *s = scene_at("/x", 0);
    kit_ok(&kit, web_file(&s->w, S("Thẻ \"kho\".csv"), S("text/csv"), S("a,b"), false));
    assert_str(header_of(&s->rs, S("Content-Disposition")),
               "attachment; filename=\"Th_____kho_.csv\"; filename*=UTF-8''Th%E1%BA%BB%20%22kho%22.csv");
}

static void test_trouble__has_the_status_of_the_first_error(void **state)
{
    (void)state;
    struct scene *s = scene_at("/x", 0);
    (void)fail(&kit.cx, .kind = ERR_DENIED, .code = S("test.denied"), .message = S("Not you."));
    kit_ok(&(struct kit){ .cx = cx_new(&kit.mem, LANG_EN, 0) }, web_trouble(&s->w));
    assert_int_equal(s->rs.status, 403);
    assert_true(has(s->rs.body, "Not you."));
    cx_clear_errors(&kit.cx);
}

static int setup(void **state)
{
    (void)state;
    kit_begin(&kit);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_menu__shows_what_one_may_in_order),
        cmocka_unit_test(test_menu__outside_an_organisation_has_none_of_its_entries),
        cmocka_unit_test(test_menu__marks_the_longest_path_and_no_namesake),
        cmocka_unit_test(test_title__names_page_and_organisation_once),
        cmocka_unit_test(test_page__keeps_the_heading_a_body_brings),
        cmocka_unit_test(test_flash__is_said_on_the_next_page_and_only_there),
        cmocka_unit_test(test_flash__is_said_at_once_when_the_page_follows_at_once),
        cmocka_unit_test(test_flash__survives_any_cookie),
        cmocka_unit_test(test_redirect__never_leaves_the_site),
        cmocka_unit_test(test_file__has_a_name_for_old_and_new_browsers),
        cmocka_unit_test(test_trouble__has_the_status_of_the_first_error),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

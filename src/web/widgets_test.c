/* Tests of what pages are made of: addresses of lists, sizes of charts, and that no text a person typed becomes
   markup. */
#include "web/widgets_text.h"

#include "page.html.h"
#include "tests/kit/kit.h"
#include "web/page.h"

static struct kit kit;

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

static struct request request_of(const char *path, struct pair *query, int n)
{
    return (struct request){ .method = METHOD_GET, .path = str_of(path), .query = query, .n_query = n };
}

/* ---- lists ---- */

static void test_list_state__takes_sense_from_nonsense(void **state)
{
    (void)state;
    struct pair q[] = { { S("q"), S("  dong ") }, { S("page"), S("-3") }, { S("per"), S("37") },
                        { S("sort"), S("-debt") } };
    struct request rq = request_of("/x", q, 4);
    struct list_state s = list_state_of(&rq);
    assert_str(s.q, "dong");
    assert_int_equal(s.page, 1);
    assert_int_equal(s.per_page, 25);
    assert_str(s.sort, "debt");
    assert_true(s.desc);
    q[1].value = S("99999999999999999999");
    q[2].value = S("100");
    s = list_state_of(&rq);
    assert_int_equal(s.page, 1);
    assert_int_equal(s.per_page, 100);
    q[1].value = S("7");
    s = list_state_of(&rq);
    assert_int_equal(list_offset(&s), 600);
}

static void test_list_url__keeps_the_filters_and_forgets_the_page(void **state)
{
    (void)state;
    struct pair q[] = { { S("q"), S("Đông & Tây") }, { S("page"), S("4") }, { S("hamlet"), S("") },
                        { S("per"), S("50") } };
    struct request rq = request_of("/orgs/DEMO-RAU/members", q, 4);
    assert_str(list_url(&kit.mem, &rq, S("sort"), S("-name")),
               "/orgs/DEMO-RAU/members?q=%C4%90%C3%B4ng%20%26%20T%C3%A2y&per=50&sort=-name");
    assert_str(list_url(&kit.mem, &rq, S("q"), S("")), "/orgs/DEMO-RAU/members?per=50");
    assert_str(list_url(&kit.mem, &rq, S("page"), S("2")),
               "/orgs/DEMO-RAU/members?q=%C4%90%C3%B4ng%20%26%20T%C3%A2y&per=50&page=2");
}

static void test_list_url__encodes_the_path_again(void **state)
{
    (void)state;
    struct request rq = request_of("/tìm/a b?c", NULL, 0);
    assert_str(list_url(&kit.mem, &rq, S("x"), S("")), "/t%C3%ACm/a%20b%3Fc");
}

static void test_sort__turns_round_at_the_second_click(void **state)
{
    (void)state;
    struct request rq = request_of("/m", NULL, 0);
    struct list l = { .rq = &rq, .state = { .page = 1, .per_page = 25, .sort = S("name") }, .total = 1 };
    assert_str(list_sort_url(&kit.mem, &l, S("name")), "/m?sort=-name");
    assert_str(list_sort_url(&kit.mem, &l, S("debt")), "/m?sort=debt");
    l.state.desc = true;
    assert_str(list_sort_url(&kit.mem, &l, S("name")), "/m?sort=name");
}

static void test_list__says_which_rows_are_shown(void **state)
{
    (void)state;
    struct request rq = request_of("/m", NULL, 0);
    struct list l = { .rq = &rq, .state = { .page = 13, .per_page = 25 }, .total = 1312 };
    assert_str(list_count_text(&kit.cx, &l), "301 to 325 of 1,312");
    assert_int_equal(list_last_page(&l), 53);
    l.state.page = 53;
    assert_str(list_count_text(&kit.cx, &l), "1,301 to 1,312 of 1,312");
    l.state.page = 54;
    assert_str(list_count_text(&kit.cx, &l), "No row on this page; 1,312 in all");
    l.total = 3;
    l.state.page = 1;
    assert_str(list_count_text(&kit.cx, &l), "3 in all");
    l.total = 0;
    assert_int_equal(list_last_page(&l), 1);
}

static void test_pager__leads_to_both_neighbours(void **state)
{
    (void)state;
    struct request rq = request_of("/m", NULL, 0);
    struct list l = { .rq = &rq, .state = { .page = 10, .per_page = 25 }, .total = 1000 };
    struct html h = html_new(&kit.cx);
    list_close(&h, &l);
    str s = buf_str(&h.out);
    assert_true(str_find(s, S("href=\"/m?page=9\" rel=\"prev\"")) > 0);
    assert_true(str_find(s, S("href=\"/m?page=11\" rel=\"next\"")) > 0);
    assert_true(str_find(s, S("href=\"/m\"")) > 0);
    assert_true(str_find(s, S("href=\"/m?page=40\"")) > 0);
    assert_int_equal(str_find(s, S("page=20\"")), -1);
}

/* ---- charts ---- */

static void test_chart_share__stays_in_the_box(void **state)
{
    (void)state;
    assert_int_equal(chart_share(0, 10), 0);
    assert_int_equal(chart_share(5, 10), 500);
    assert_int_equal(chart_share(15, 10), 1000);
    assert_int_equal(chart_share(1, INT64_MAX), 2);
    assert_int_equal(chart_share(-4, 10), 0);
    assert_int_equal(chart_share(4, 0), 0);
    for_all (r, 1000) {
        int64_t a = (int64_t)prop_u64(&r), b = (int64_t)prop_u64(&r);
        int w = chart_share(a, b);
        assert_in_range(w, 0, 1000);
    }
}

static void test_chart_points__reach_from_top_to_bottom(void **state)
{
    (void)state;
    const int64_t rising[] = { 0, 50, 100 }, flat[] = { 7, 7 }, wild[] = { INT64_MIN, 0, INT64_MAX };
    assert_str(chart_points(&kit.mem, rising, 3), "0,96 500,50 1000,4");
    assert_str(chart_points(&kit.mem, flat, 2), "0,50 1000,50");
    assert_str(chart_points(&kit.mem, wild, 3), "0,50 500,50 1000,50");
}

/* ---- no text becomes markup ---- */

static void draw_everything(struct html *h, str evil)
{
    struct pair q[] = { { S("q"), evil }, { evil, evil }, { S("sort"), evil } };
    struct request rq = request_of("/m", q, 3);
    struct choice c[] = { { S(""), evil }, { evil, evil } };
    struct list_filter f[] = { { S("place"), evil, c, 2 } };
    struct list l = { .rq = &rq, .state = list_state_of(&rq), .total = 100, .search_label = evil, .filter = f,
                      .n_filter = 1, .can_export = true };
    const int64_t v[] = { 1, 2 };
    list_open(h, &l);
    list_th(h, &l, evil, evil, true);
    list_close(h, &l);
    ui_badge(h, TONE_BAD, evil);
    ui_note(h, TONE_WAIT, evil);
    ui_head(h, evil, &(struct action){ evil, evil, true }, 1);
    ui_empty(h, evil, evil, &(struct action){ evil, evil, false });
    ui_tabs(h, &(struct tab){ evil, evil, 3, true }, 1, evil);
    ui_facts(h, &(struct fact){ evil, evil, evil }, 1);
    ui_progress(h, 1, 2, evil);
    ui_spark(h, v, 2, evil);
    ui_columns(h, &(struct column){ evil, evil, evil, 3, 2 }, 1, evil, evil);
    ui_bars(h, &(struct bar){ evil, evil, evil, 3 }, 1);
    ui_tiles(h, &(struct tile){ .label = evil, .value = evil, .unit = evil, .note = evil, .path = evil }, 1);
    ui_history(h, &(struct moment){ evil, evil, evil, evil, evil, true }, 1);
    ui_effects(h, &(struct effect_line){ evil, evil }, 1);
    ui_trouble(h, ERR_CONFLICT, &(struct err){ .message = evil, .hint = evil });
    struct page_link link = { evil, evil, true };
    struct page_group group[] = { { evil, &link, 1, false, false }, { evil, &link, 1, true, true } };
    page_draw(h, &(struct page_frame){ .title = evil, .tab_title = evil, .org_name = evil, .org_path = evil,
                                       .can_switch = true, .demo_org = true, .user_name = evil, .other_lang_path = evil,
                                       .group = group, .n_group = 2, .crumb = &link, .n_crumb = 1, .flash = evil,
                                       .heading = true });
}

static void test_widgets__never_let_text_become_markup(void **state)
{
    (void)state;
    struct html h = html_new(&kit.cx);
    draw_everything(&h, S("\"'><script>alert(1)</script>javascript:"));
    str s = buf_str(&h.out);
    assert_int_equal(str_find(s, S("<script>alert")), -1);
    assert_int_equal(str_find(s, S("\"'>")), -1);
    assert_int_equal(str_find(s, S("href=\"javascript")), -1);
    struct html u = html_new(&kit.cx);
    draw_everything(&u, S("javascript:alert(1)"));
    assert_int_equal(str_find(buf_str(&u.out), S("href=\"javascript")), -1);
}

static int count(str s, str needle)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(s, needle)) >= 0; n++)
        s = str_sub(s, at + needle.n, s.n);
    return n;
}

static void test_widgets__fit_a_policy_without_inline_style_or_script(void **state)
{
    (void)state;
    struct html h = html_new(&kit.cx);
    draw_everything(&h, S("x"));
    str s = buf_str(&h.out);
    assert_int_equal(str_find(s, S(" style=")), -1);
    assert_int_equal(str_find(s, S("<style")), -1);
    assert_int_equal(str_find(s, S(" onclick")), -1);
    assert_int_equal(count(s, S("<script")), count(s, S("<script src=\"/assets/app.js")));
    assert_int_equal(count(s, S("<script")), 1);
}

/* ---- the frame ---- */

static str frame_with(struct page_frame m)
{
    struct html h = html_new(&kit.cx);
    page_draw(&h, &m);
    return buf_str(&h.out);
}

static void test_frame__marks_what_is_invented(void **state)
{
    (void)state;
    assert_int_equal(str_find(frame_with((struct page_frame){ .title = S("Stock") }), S("DEMO")), -1);
    str mode = frame_with((struct page_frame){ .title = S("Plan"), .demo_mode = true });
    str org = frame_with((struct page_frame){ .title = S("Stock"), .demo_org = true });
    assert_true(str_find(mode, S("class=\"demo-band\"")) > 0 && str_find(mode, S("class=\"demo-sheet\"")) > 0);
    assert_true(str_find(org, S("An invented organisation")) > 0);
}

static void test_frame__offers_log_out_only_to_who_is_in(void **state)
{
    (void)state;
    html_safe csrf = { S("<i>token</i>") };
    str in = frame_with((struct page_frame){ .title = S("Stock"), .user_name = S("Lan"), .csrf = csrf });
    str out = frame_with((struct page_frame){ .title = S("Plan") });
    assert_int_equal(count(in, S("method=\"post\" action=\"/logout\"><i>token</i>")), 2);
    assert_int_equal(count(out, S("/logout")), 0);
    assert_int_equal(count(out, S("href=\"/login\"")), 2);
}

static void test_frame__speaks_the_readers_language(void **state)
{
    (void)state;
    kit.cx.lang = LANG_VI;
    str vi = frame_with((struct page_frame){ .title = S("x"), .heading = true });
    assert_true(str_find(vi, S("<html lang=\"vi\">")) >= 0 && str_find(vi, S("Đến nội dung chính")) > 0);
    assert_true(str_find(vi, S("lang=\"en\">\nEnglish</a>")) > 0);
    kit.cx.lang = LANG_EN;
    str en = frame_with((struct page_frame){ .title = S("x"), .heading = true });
    assert_true(str_find(en, S("<html lang=\"en\">")) >= 0 && str_find(en, S("Skip to the content")) > 0);
    assert_int_equal(count(en, S("<h1>")), 1);
}

static void test_trouble__tells_nothing_of_another_walls_record(void **state)
{
    (void)state;
    struct html h = html_new(&kit.cx);
    ui_trouble(&h, ERR_NOT_FOUND, &(struct err){ .message = S("voucher 17 of DEMO-LUA") });
    assert_int_equal(str_find(buf_str(&h.out), S("DEMO-LUA")), -1);
    for (int k = ERR_INVALID; k <= ERR_BUG; k++)
        assert_true(trouble_title(&kit.cx, (enum err_kind)k).n > 0 && trouble_text(&kit.cx, (enum err_kind)k).n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_state__takes_sense_from_nonsense),
        cmocka_unit_test(test_list_url__keeps_the_filters_and_forgets_the_page),
        cmocka_unit_test(test_list_url__encodes_the_path_again),
        cmocka_unit_test(test_sort__turns_round_at_the_second_click),
        cmocka_unit_test(test_list__says_which_rows_are_shown),
        cmocka_unit_test(test_pager__leads_to_both_neighbours),
        cmocka_unit_test(test_chart_share__stays_in_the_box),
        cmocka_unit_test(test_chart_points__reach_from_top_to_bottom),
        cmocka_unit_test(test_widgets__never_let_text_become_markup),
        cmocka_unit_test(test_widgets__fit_a_policy_without_inline_style_or_script),
        cmocka_unit_test(test_frame__marks_what_is_invented),
        cmocka_unit_test(test_frame__offers_log_out_only_to_who_is_in),
        cmocka_unit_test(test_frame__speaks_the_readers_language),
        cmocka_unit_test(test_trouble__tells_nothing_of_another_walls_record),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

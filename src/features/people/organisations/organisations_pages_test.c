/* The room's pages as a browser meets them: every route answers in both languages, mistakes stand at their fields,
   lists filter and export, and what people typed is never HTML. */
#include "tests/kit/kit.h"

#include "base/json.h"
#include "features/people/organisations/organisations_parts.h"
#include "web/app.h"

static struct kit kit;
static struct app app;
static const struct feature *const rooms[] = { &organisations_feature };

/* ---- somebody who may write the register everywhere ---- */

static result session(struct web *w, str token)
{
    w->session_id = str_eq(token, S("officer")) ? 1 : 0;
    if (w->session_id)
        w->cx->actor = (struct actor){ .user_id = 7,
                                       .scope_id = DB_SCOPE_ALL,
                                       .caps = CAP_BIT(CAP_ORG_READ) | CAP_BIT(CAP_ORG_WRITE) };
    return OK;
}

struct wall_work {
    struct web *w;
    str code;
};

static result open_wall(struct cx *cx, struct db *db, void *arg)
{
    struct wall_work *k = arg;
    struct organisation o;
    TRY(org_by_code(cx, db, k->code, &o));
    k->w->org_id = o.org_id;
    k->w->org_code = o.code;
    k->w->org_name = o.name;
    k->w->org_demo = o.is_demo;
    return OK;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    struct wall_work k = { .w = w, .code = code };
    (void)wall;
    return store_read(w->store, w->cx, DB_SCOPE_ALL, open_wall, &k);
}

/* One store for all: each test brings codes of its own. */
static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, organisations_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, organisations_load_demo(&kit.cx, kit.store));
    app = (struct app){ .store = kit.store, .features = rooms, .n_features = 1, .auth = { session, wall_of } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, org_invariants, N_ORG_INVARIANTS);
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

static struct pair officer[] = { { LIT("Authorization"), LIT("Bearer officer") }, { LIT("Host"), LIT("localhost") } };

static struct response ask(struct request rq)
{
    struct cx cx = cx_new(&kit.mem, LANG_VI, KIT_NOW);
    struct response rs = { 0 };
    str path = rq.path;
    struct str_cut cut = str_cut(path, '?');
    rq.path = cut.head;
    if (cut.found)
        assert_true(http_parse_form(&kit.mem, cut.tail, &rq.query, &rq.n_query));
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static struct response get(const char *path, bool logged_in)
{
    return ask((struct request){
        .method = METHOD_GET, .path = str_of(path), .header = officer, .n_header = logged_in ? 2 : 0 });
}

static struct response post(const char *path, struct pair *form, int n)
{
    return ask((struct request){
        .method = METHOD_POST, .path = str_of(path), .form = form, .n_form = n, .header = officer, .n_header = 2 });
}

static bool holds(const struct response *rs, const char *text) { return str_find(rs->body, str_of(text)) >= 0; }

static void expect(const char *path, int status, bool logged_in)
{
    struct response rs = get(path, logged_in);
    if (rs.status != status)
        fail_msg("%s answered %d\n" STR_FMT, path, rs.status, STR_ARG(rs.body));
}

/* ---- tests ---- */

static void test_pages__all_answer_in_both_languages(void **state)
{
    static const struct {
        const char *path, *vi, *en;
        bool logged_in;
    } page[] = {
        { "/", "Hà Nội qua các con số", "Hanoi at a glance", false },
        { "/places", "Các xã, phường", "Communes and wards", false },
        { "/places/00577", "Được sắp xếp từ", "Made from", false },
        { "/published", "Thông tin đã công bố", "Published facts", false },
        { "/published/figures", "Số liệu", "Figures as published", false },
        { "/organisations", "Sổ đăng ký các đơn vị", "Register of organisations", false },
        { "/organisations/DEMO-RAU", "Đang hoạt động", "Active", false },
        { "/organisations/new", "Thêm đơn vị", "Add an organisation", true },
        { "/organisations/DEMO-RAU/edit", "Lý do", "Reason", true },
        { "/organisations/DEMO-RAU/history", "Chưa có thay đổi nào", "Nothing has been changed", true },
    };
    (void)state;
    for (int i = 0; i < COUNT(page); i++)
        for (int en = 0; en < 2; en++) {
            const char *path = str_z(&kit.mem, str_fmt(&kit.mem, "%s?lang=%s", page[i].path, en ? "en" : "vi"));
            struct response rs = get(path, page[i].logged_in);
            if (rs.status != 200 || !holds(&rs, en ? page[i].en : page[i].vi))
                fail_msg("%s answered %d\n" STR_FMT, path, rs.status, STR_ARG(rs.body));
        }
}

static void test_pages__unknown_is_not_found_and_writing_needs_a_session(void **state)
{
    (void)state;
    expect("/places/99999", 404, false);
    expect("/organisations/NOPE", 404, false);
    expect("/organisations/NOPE/edit", 404, true);
    expect("/organisations/new", 303, false);
    expect("/organisations/DEMO-RAU/history", 303, false);
    expect("/api/v1/organisations/NOPE", 404, false);
}

static void test_home__shows_source_and_date_of_each_figure(void **state)
{
    struct response rs = get("/?lang=vi", false);
    (void)state;
    assert_true(holds(&rs, "trên 2.500"));
    assert_true(holds(&rs, "Nhan Dan (NDO), 11/2024"));
    assert_true(holds(&rs, "126"));
    assert_true(holds(&rs, "2,5 tỷ"));
}

static void test_published__facts_carry_source_and_notice(void **state)
{
    struct response rs = get("/published?q=van+duc&lang=en", false);
    (void)state;
    assert_true(holds(&rs, "HTX SXKD dịch vụ nông nghiệp Văn Đức"));
    assert_true(holds(&rs, "newest figure: 11/2025"));
    assert_true(holds(&rs, "never mixed with demo data"));
    assert_false(holds(&rs, "Ba Chữ"));
    assert_true(holds(&rs, "href=\"https://vietnamnet.vn/giam-doc"));
    assert_true(holds(&rs, "vietnamnet.vn/*-2233954.html"));
    assert_false(holds(&rs, "href=\"https://vietnamnet.vn/*"));
    rs = get("/published?kind=craft_village&per=200&lang=en", false);
    assert_true(holds(&rs, "Gốm sứ Bát Tràng"));
    assert_false(holds(&rs, "HTX Ba Chữ"));
}

static void test_published__no_demo_name_stands_there(void **state)
{
    struct response rs = get("/published?per=200", false);
    (void)state;
    for (int i = 0; i < n_demo_org; i++)
        assert_true(str_find(rs.body, demo_org[i].name) < 0);
}

static void test_register__searches_filters_and_exports_as_filtered(void **state)
{
    struct response rs = get("/organisations?q=gom+ban&lang=vi", false);
    (void)state;
    assert_true(holds(&rs, "HTX DEMO Gốm Bàn Xoay Nâu") && !holds(&rs, "Mầm Biếc"));
    assert_true(holds(&rs, "class=\"badge demo\""));
    rs = get("/organisations?kind=commune&lang=en", false);
    assert_true(holds(&rs, "DEMO-XA") && !holds(&rs, "DEMO-RAU"));
    rs = get("/organisations?kind=cooperative&format=csv&lang=en", false);
    assert_int_equal(rs.status, 200);
    assert_true(holds(&rs, "HTX DEMO Rau an toàn Mầm Biếc,DEMO-RAU,Cooperative"));
    assert_false(holds(&rs, "DEMO-XA"));
    rs = get("/organisations?kind=cooperative&format=xlsx&lang=en", false);
    assert_int_equal(rs.status, 200);
    assert_true(str_starts(rs.body, S("PK")));
    assert_str(rs.content_type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

static void test_register__statements_do_not_grow_with_rows(void **state)
{
    struct pair form[] = { { LIT("code"), { 0 } },
                           { LIT("kind"), LIT("cooperative") },
                           { LIT("name"), { 0 } },
                           { LIT("commune_code"), LIT("00577") },
                           { LIT("status"), LIT("active") } };
    (void)state;
    (void)get("/organisations", false);
    int before = db_statement_count;
    for (int i = 0; i < 15; i++) {
        form[0].value = str_fmt(&kit.mem, "NHIEU-%02d", i);
        form[2].value = str_fmt(&kit.mem, "Hợp tác xã Nhiều %02d", i);
        assert_int_equal(post("/organisations", form, COUNT(form)).status, 303);
    }
    (void)get("/organisations", false);
    assert_int_equal(db_statement_count, before);
    assert_true(before <= 6);
}

static void test_form__every_mistake_at_its_field_and_typed_words_stay(void **state)
{
    struct pair form[] = { { LIT("code"), LIT("x y") },
                           { LIT("kind"), LIT("cooperative") },
                           { LIT("name"), LIT("Rau <b>hay") },
                           { LIT("registered_on"), LIT("31/02/2026") },
                           { LIT("tax_code"), LIT("12") } };
    struct response rs = post("/organisations?lang=en", form, COUNT(form));
    (void)state;
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "31/02/2026") && holds(&rs, "x y"));
    assert_true(holds(&rs, "Rau &lt;b&gt;hay") && !holds(&rs, "<b>hay"));
    form[3].value = S("28/02/2026");
    rs = post("/organisations?lang=en", form, COUNT(form));
    assert_int_equal(rs.status, 422);
    static const char *const said[] = { "2 to 24 capital letters", "does not begin with the legal form",
                                        "Choose the commune of the head office", "A tax code has 10 digits" };
    for (int i = 0; i < COUNT(said); i++)
        if (!holds(&rs, said[i]))
            fail_msg("not said: %s", said[i]);
}

static void test_form__adds_changes_and_tells_the_history(void **state)
{
    struct pair form[] = { { LIT("code"), LIT("moi-1") },          { LIT("kind"), LIT("cooperative") },
                           { LIT("name"), LIT("Hợp tác xã Mới") }, { LIT("commune_code"), LIT("00577") },
                           { LIT("status"), LIT("active") },       { LIT("reason"), LIT("") } };
    struct response rs = post("/organisations", form, 5);
    (void)state;
    assert_int_equal(rs.status, 303);
    form[4].value = S("suspended");
    assert_int_equal(post("/organisations/MOI-1", form + 1, 5).status, 422);
    form[5].value = S("Thông báo 5 \"tạm\"");
    assert_int_equal(post("/organisations/MOI-1", form + 1, 5).status, 303);
    rs = get("/organisations/MOI-1/history?lang=vi", true);
    assert_true(holds(&rs, "Tạm ngừng kinh doanh") && holds(&rs, "Thông báo 5 &quot;tạm&quot;"));
    rs = get("/organisations/MOI-1?lang=vi", false);
    assert_true(holds(&rs, "Tạm ngừng kinh doanh"));
    assert_false(holds(&rs, "Thông báo 5"));
}

static void test_api__is_json_with_code_name_kind_demo(void **state)
{
    struct response rs = get("/api/v1/organisations?kind=cooperative&demo=1", false);
    struct json *tree;
    const struct json *first;
    int64_t total = 0;
    str code;
    bool demo = false;
    (void)state;
    assert_int_equal(rs.status, 200);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_true(json_as_i64(json_get(tree, S("total")), &total) && total == 4);
    first = json_get(tree, S("rows"))->child;
    assert_true(json_as_str(json_get(first, S("code")), &code) && str_starts(code, S("DEMO-")));
    assert_true(json_as_bool(json_get(first, S("is_demo")), &demo) && demo);
    rs = get("/api/v1/organisations/DEMO-CA", false);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_true(json_as_str(json_get(json_get(tree, S("organisation")), S("registered_on")), &code));
    assert_str(code, "2020-10-01");
    rs = get("/api/v1/places?per=200", false);
    assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
    assert_int_equal(json_get(tree, S("rows"))->n, 128);
}

static void test_names__naughty_text_survives_and_stays_text(void **state)
{
    static const char *const naughty[] = { "Hợp tác xã <script>alert(1)</script>", "Hợp tác xã \"&amp;' onload=x",
                                           "Hợp tác xã {{ x }} %s %n", "Hợp tác xã ﷽ 田中さん 👩‍🌾",
                                           "Hợp tác xã '; DROP TABLE organisation; --" };
    struct pair form[] = { { LIT("code"), { 0 } },
                           { LIT("kind"), LIT("cooperative") },
                           { LIT("name"), { 0 } },
                           { LIT("commune_code"), LIT("00577") },
                           { LIT("status"), LIT("active") } };
    (void)state;
    for (int i = 0; i < COUNT(naughty); i++) {
        struct json *tree;
        str name;
        form[0].value = str_fmt(&kit.mem, "HU-%d", i);
        form[2].value = str_of(naughty[i]);
        assert_int_equal(post("/organisations", form, COUNT(form)).status, 303);
        struct response rs = get(str_z(&kit.mem, str_fmt(&kit.mem, "/api/v1/organisations/HU-%d", i)), false);
        assert_true(json_parse(&kit.mem, rs.body, &tree, NULL));
        assert_true(json_as_str(json_get(json_get(tree, S("organisation")), S("name")), &name));
        assert_str(name, naughty[i]);
    }
    struct response rs = get("/organisations?per=200", false);
    assert_false(holds(&rs, "<script>alert"));
    assert_false(holds(&rs, "\" onload="));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages__all_answer_in_both_languages),
        cmocka_unit_test(test_pages__unknown_is_not_found_and_writing_needs_a_session),
        cmocka_unit_test(test_home__shows_source_and_date_of_each_figure),
        cmocka_unit_test(test_published__facts_carry_source_and_notice),
        cmocka_unit_test(test_published__no_demo_name_stands_there),
        cmocka_unit_test(test_register__searches_filters_and_exports_as_filtered),
        cmocka_unit_test(test_register__statements_do_not_grow_with_rows),
        cmocka_unit_test(test_form__every_mistake_at_its_field_and_typed_words_stay),
        cmocka_unit_test(test_form__adds_changes_and_tells_the_history),
        cmocka_unit_test(test_api__is_json_with_code_name_kind_demo),
        cmocka_unit_test(test_names__naughty_text_survives_and_stays_text),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

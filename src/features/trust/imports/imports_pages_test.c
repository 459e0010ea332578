/* Files as people save them, sent through the page: letters, separators, mistakes with links to their cells, mending on
   the page, taking back with a list of what stands in the way. */
#include "tests/kit/kit.h"
#include "tests/kit/visit.h"

#include "features/trust/imports/imports_parts.h"
#include "os/os.h"

static struct kit kit;
static struct app app;
static struct visitor clerk;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    clerk = visit(&kit, &app);
    visit_login(&clerk, "ketoan.rau");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, imports_feature.invariants, imports_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

#define AT "/orgs/DEMO-RAU/imports"

static str page(str path)
{
    struct response rs = visit_get(&clerk, path);
    visit_expect(&rs, 200);
    return rs.body;
}

static bool on(str body, const char *what) { return str_find(body, str_of(what)) >= 0; }

static struct response send(const char *kind, const char *name, str bytes)
{
    struct pair header[] = { visit_header("Accept", "text/html"), visit_header("Sec-Fetch-Site", "same-origin") };
    struct pair form[] = { { S("csrf"), str_of(clerk.csrf) },
                           { S("request_id"), os_uuid7(&kit.mem) },
                           { S("kind"), str_of(kind) },
                           { S("on"), strcmp(kind, "members") ? S("01/01/2026") : S("") } };
    struct upload file = { S("file"), str_of(name), S("text/csv"), bytes };
    struct request rq = { .method = METHOD_POST,
                          .path = S(AT),
                          .header = header,
                          .n_header = 2,
                          .form = form,
                          .n_form = COUNT(form),
                          .upload = &file,
                          .n_upload = 1 };
    (void)page(S(AT));
    form[0].value = str_of(clerk.csrf);
    return visit_send(&clerk, rq);
}

static str location(const struct response *rs)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, S("Location")))
            return rs->header[i].value;
    return S("");
}

/* Sends a file that can be read; its page. */
static str sent(const char *kind, const char *name, str bytes)
{
    struct response rs = send(kind, name, bytes);
    visit_expect(&rs, 303);
    return str_dup(&kit.mem, location(&rs));
}

static const char *const heads_en[] = { "Code",
                                        "Full name",
                                        "Phone",
                                        "Birth date",
                                        "Gender",
                                        "Address",
                                        "Hamlet",
                                        "Personal number",
                                        "Joined on",
                                        "Class of membership",
                                        "Agreement number",
                                        "Agreement date",
                                        "How produce is taken in",
                                        "Fee, %" };

/* Headings and one member a name; a comma in a heading is quoted. */
static str members_file(char separator, const char *const *name, int n)
{
    struct buf b = buf_new(&kit.mem);
    for (int i = 0; i < COUNT(heads_en); i++)
        buf_fmt(&b, "%s\"%s\"", i ? (char[]){ separator, 0 } : "", heads_en[i]);
    for (int r = 0; r < n; r++) {
        buf_put(&b, S("\r\n"));
        for (int i = 0; i < COUNT(heads_en); i++)
            buf_fmt(&b, "%s%s", i ? (char[]){ separator, 0 } : "", i == M_NAME ? name[r] : "");
    }
    return buf_str(&b);
}

/* ---- letters ---- */

static void test_csv__every_way_of_saving_it(void **state)
{
    static const char *const utf8[] = { "Nguyễn Văn DEMO Đông" }, *const windows[] = {
        "Nguy\xea\xden V\xe3n DEMO \xd0\xf4ng"
    };
    static const char separator[] = { ',', ';', '\t' };
    (void)state;
    for (int s = 0; s < COUNT(separator); s++)
        for (int way = 0; way < 3; way++) {
            str text = members_file(separator[s], way == 2 ? windows : utf8, 1);
            if (way == 1)
                text = str_join(&kit.mem, (const str[]){ S("\xef\xbb\xbf"), text }, 2, S(""));
            str path = sent("members", "thanh-vien.csv", text), body = page(path);
            if (!on(body, "Nguyễn Văn DEMO Đông") || !on(body, "No mistake was found."))
                fail_msg("separator %d, way %d", separator[s], way);
            struct response rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/undo", STR_ARG(path)), S("reason=thu"));
            visit_expect(&rs, 303);
        }
}

static void test_csv__says_what_cannot_be_read(void **state)
{
    static const char *const broken[] = { "a\x81" };
    (void)state;
    struct response rs = send("members", "x.csv", members_file(',', broken, 1));
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "neither UTF-8 nor Windows Vietnamese"));
    rs = send("members", "x.csv", S("Code,Name\r\n1,2\r\n"));
    assert_int_equal(rs.status, 422);
    assert_true(holds(&rs, "The heading here must be"));
}

/* ---- mending ---- */

static void test_mend__cells_on_the_page(void **state)
{
    static const char *const name[] = { "Người DEMO Một", "", "Người DEMO Ba" };
    (void)state;
    struct buf b = buf_new(&kit.mem);
    buf_put(&b, members_file(';', name, 1));
    buf_put(&b, S("\r\n;;0912;31/02/1975;;;;;;;;;;\r\n;Người DEMO Ba;;;;;;;;;;;;"));
    str path = sent("members", "ba.csv", buf_str(&b)), body = page(path);
    assert_true(on(body, "href=\"#c-B3\"") && on(body, "id=\"c-B3\""));
    assert_true(on(body, "id=\"c-D3\"") && on(body, "value=\"31/02/1975\"") && on(body, "aria-invalid"));
    assert_false(on(body, "id=\"c-B2\"")); /* a good row is not drawn to be mended */
    str mend = str_fmt(&kit.mem, STR_FMT "/mend", STR_ARG(path));
    struct response rs = visit_post(&clerk, mend, S("row-0-cell=B3&row-0-value=Ng%C6%B0%E1%BB%9Di+DEMO+Hai"));
    visit_expect(&rs, 303);
    body = page(path);
    assert_true(on(body, "Người DEMO Hai") && !on(body, "href=\"#c-B3\"") && on(body, "href=\"#c-D3\""));
    rs = visit_post(&clerk, mend,
                    S("row-0-cell=B3&row-0-value=Ng%C6%B0%E1%BB%9Di+DEMO+Hai&row-1-cell=D3&row-1-value=28%2F02%2F1975"
                      "&row-2-cell=C3&row-2-value=0912345670"));
    visit_expect(&rs, 303);
    body = page(path);
    assert_true(on(body, "No mistake was found.") && !on(body, "/mend\""));
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/apply", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    body = page(S("/orgs/DEMO-RAU/members?q=demo+hai"));
    assert_true(on(body, "Người DEMO Hai"));
    rs = visit_post(&clerk, mend, S("row-0-cell=B3&row-0-value=x"));
    assert_int_equal(rs.status, 409);
}

static void test_mend__empties_rows_and_refuses_others(void **state)
{
    static const char *const name[] = { "Người DEMO Bốn" };
    (void)state;
    str text = str_join(&kit.mem, (const str[]){ members_file(',', name, 1), S("\r\n,,0912,,,,,,,,,,,") }, 2, S(""));
    str path = sent("members", "bon.csv", text);
    str mend = str_fmt(&kit.mem, STR_FMT "/mend", STR_ARG(path));
    (void)page(path);
    struct response rs = visit_post(&clerk, mend, S("row-0-cell=B99&row-0-value=x"));
    assert_int_equal(rs.status, 404);
    rs = visit_post(&clerk, mend, S("row-0-cell=ZZ3&row-0-value=x"));
    assert_int_equal(rs.status, 404);
    (void)page(path);
    rs = visit_post(&clerk, mend, S("row-0-cell=C3&row-0-value="));
    visit_expect(&rs, 303);
    assert_true(on(page(path), "No mistake was found."));
    rs = visit_post(&clerk, mend, S("row-0-cell=B2&row-0-value="));
    assert_int_equal(rs.status, 422);
}

/* What was not touched stays what it was: a number of a spreadsheet, a personal number that nobody sees. */
static void test_mend__leaves_the_rest_alone(void **state)
{
    (void)state;
    struct buf b = buf_new(&kit.mem);
    static const char *const none[] = { "" };
    buf_put(&b, members_file(',', none, 0));
    buf_put(&b, S("\r\n,Người DEMO Năm,,,,,,001175009876,,,,,,\r\n,Người DEMO Sáu,09,,,,,,,,,,,"));
    str path = sent("members", "nam.csv", buf_str(&b)), body = page(path);
    assert_false(on(body, "001175009876"));
    struct response rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/mend", STR_ARG(path)),
                                    S("row-0-cell=C3&row-0-value=&row-1-cell=H2&row-1-value=%E2%80%A2%E2%80%A2%E2%80%"
                                      "A2%E2%80%A2%E2%80%A2%E2%80%A2"));
    visit_expect(&rs, 303);
    assert_true(on(page(path), "No mistake was found."));
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/apply", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    str member = page(S("/orgs/DEMO-RAU/members?q=demo+nam"));
    ptrdiff_t at = str_find(member, S("/orgs/DEMO-RAU/members/"));
    assert_true(at > 0);
}

static void test_mend__balances_that_did_not_balance(void **state)
{
    (void)state;
    str path = sent("balances", "so-du.csv",
                    S("Account,Party code,Item code,Quantity,Debit,Credit\n1111,,,,1.000.000,\n4111,,,,,900.000\n"));
    str body = page(path);
    assert_true(on(body, "Bring it in") == false);
    /* the whole is wrong, not a row: any row can be mended */
    struct response rs =
        visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/mend", STR_ARG(path)), S("row-0-cell=F3&row-0-value=1.000.000"));
    visit_expect(&rs, 303);
    assert_true(on(page(path), "No mistake was found."));
}

/* ---- partners and items ---- */

static void test_lists__have_templates_and_come_in_through_the_page(void **state)
{
    static const char *const kind[] = { "members", "partners", "items", "balances" };
    (void)state;
    for (int i = 0; i < COUNT(kind); i++)
        assert_true(str_starts(page(str_fmt(&kit.mem, AT "/%s.xlsx", kind[i])), S("PK")));
    str path = sent("items", "hang.csv",
                    S("Code;Name in Vietnamese;Name in English;Unit;Account\r\n"
                      "DAUNANH;Đậu nành;;kg;\r\n;Ngô;;kg;\r\n"));
    str body = page(path);
    assert_true(on(body, "href=\"#c-A3\"") && on(body, "Bring in the 1 good rows"));
    struct response rs =
        visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/mend", STR_ARG(path)), S("row-0-cell=A3&row-0-value=NGO-HAT"));
    visit_expect(&rs, 303);
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/apply", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    body = page(path);
    ptrdiff_t at = str_find(body, S("/orgs/DEMO-RAU/stock/"));
    assert_true(at > 0 && on(page(str_cut(str_sub(body, at, body.n), '"').head), "Đậu nành"));
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/undo", STR_ARG(path)), S("reason=thu"));
    visit_expect(&rs, 303);
    assert_false(on(page(S("/orgs/DEMO-RAU/items")), "NGO-HAT"));
    path = sent("partners", "doi-tac.csv",
                S("Kind of partner,Code,Name,Person or organisation,Tax code,Phone,Address,Hamlet\r\n"
                  "Customer,,Bếp DEMO,,,,,\r\n"));
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/apply", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    body = page(path);
    at = str_find(body, S("/orgs/DEMO-RAU/parties/"));
    assert_true(at > 0 && on(page(str_cut(str_sub(body, at, body.n), '"').head), "Bếp DEMO"));
}

/* ---- taking back ---- */

static void test_undo__lists_what_stands_in_the_way(void **state)
{
    static const char *const name[] = { "Người DEMO Bảy" };
    (void)state;
    str path = sent("members", "bay.csv", members_file(',', name, 1));
    struct response rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/apply", STR_ARG(path)), S(""));
    visit_expect(&rs, 303);
    str body = page(path);
    ptrdiff_t at = str_find(body, S("/orgs/DEMO-RAU/members/"));
    str id = str_cut(str_sub(body, at + 23, body.n), '"').head;
    (void)page(S("/orgs/DEMO-RAU/payments/new?out=0"));
    str code = page(str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/" STR_FMT, STR_ARG(id)));
    at = str_find(code, S("TV"));
    assert_true(at > 0);
    str member = str_sub(code, at, at + 5);
    rs = visit_post(&clerk, S("/orgs/DEMO-RAU/payments"),
                    str_fmt(&kit.mem,
                            "out=0&purpose=capital&party=" STR_FMT "&on=2%%2F3%%2F2026&amount=100000&step=post",
                            STR_ARG(member)));
    visit_expect(&rs, 303);
    (void)page(path);
    rs = visit_post(&clerk, str_fmt(&kit.mem, STR_FMT "/undo", STR_ARG(path)), S("reason=nham"));
    assert_int_equal(rs.status, 409);
    assert_true(holds(&rs, "is named in"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__every_way_of_saving_it),
        cmocka_unit_test(test_csv__says_what_cannot_be_read),
        cmocka_unit_test(test_mend__cells_on_the_page),
        cmocka_unit_test(test_mend__empties_rows_and_refuses_others),
        cmocka_unit_test(test_mend__leaves_the_rest_alone),
        cmocka_unit_test(test_mend__balances_that_did_not_balance),
        cmocka_unit_test(test_lists__have_templates_and_come_in_through_the_page),
        cmocka_unit_test(test_undo__lists_what_stands_in_the_way),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

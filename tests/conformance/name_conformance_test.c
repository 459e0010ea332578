/* Hostile and unusual strings as names of persons, the whole way that a browser goes: sent in the form, kept, and read
   back from the page, from the form's own field and from JSON. Each comes back as the normal form of what was typed
   without the blanks around it, or is refused at its field with a sentence. */
#include "tests/conformance/suite.h"

#include "app/app_features.h"
#include "base/json.h"
#include "base/text.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "web/app.h"

enum { NAME_MAX_POINTS = 200 };

static struct kit kit;
static struct app app;
static struct organisation org;

static result w_org(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_add(cx, db,
                   &(struct org_in){ .code = S("THU-TEN"),
                                     .kind = S("cooperative"),
                                     .name = S("Hợp tác xã Thử Tên Lạ"),
                                     .commune_code = S("00577") },
                   &org);
}

static result session(struct web *w, str token)
{
    (void)token;
    w->session_id = 1;
    w->cx->actor = (struct actor){ .user_id = 7,
                                   .org_id = org.org_id,
                                   .caps = CAP_BIT(CAP_MEMBER_READ) | CAP_BIT(CAP_MEMBER_WRITE) };
    return OK;
}

static result wall_of(struct web *w, enum wall wall, str code)
{
    (void)wall;
    assert_str(code, "THU-TEN");
    w->org_id = org.org_id;
    w->org_code = org.code;
    w->org_name = org.name;
    return OK;
}

static int begin(void **state)
{
    static const struct feature *const rooms[] = { &members_feature };
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, app_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, w_org, NULL));
    app = (struct app){ .store = kit.store, .features = rooms, .n_features = 1, .auth = { session, wall_of } };
    kit_ok(&kit, app_build_router(&kit.cx, &app));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, members_feature.invariants, members_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* ---- asking ---- */

static struct response ask(struct request rq)
{
    struct cx cx = cx_new(&kit.mem, LANG_EN, KIT_NOW);
    struct pair header[] = { { S("Authorization"), S("Bearer own") }, { S("Host"), S("localhost") } };
    struct response rs = { 0 };
    rq.header = header, rq.n_header = COUNT(header);
    web_dispatch(&app, &cx, &rq, &rs);
    return rs;
}

static str get(str path)
{
    struct response rs = ask((struct request){ .method = METHOD_GET, .path = path });
    if (rs.status != 200)
        fail_msg(STR_FMT " answered %d", STR_ARG(path), rs.status);
    return rs.body;
}

static str percent(str s)
{
    struct buf b = buf_new(&kit.mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)s.s[i]);
    return buf_str(&b);
}

static struct response send_name(str name)
{
    struct request rq = { .method = METHOD_POST, .path = S("/orgs/THU-TEN/members") };
    str form = str_fmt(&kit.mem, "full_name=" STR_FMT "&joined_on=2026-01-05&class=official&duplicate_ok=1",
                       STR_ARG(percent(name)));
    if (!http_parse_form(&kit.mem, form, &rq.form, &rq.n_form))
        return (struct response){ .status = 400 }; /* as the server answers bytes that are not UTF-8 */
    return ask(rq);
}

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    fail_msg("no header %s", name);
    return S("");
}

static str between(str s, const char *from, const char *to)
{
    ptrdiff_t a = str_find(s, str_of(from));
    assert_true(a >= 0);
    s = str_sub(s, a + (ptrdiff_t)strlen(from), s.n);
    ptrdiff_t z = str_find(s, str_of(to));
    assert_true(z >= 0);
    return str_sub(s, 0, z);
}

/* ---- judging ---- */

static void same(str got, str want, const char *where)
{
    if (!str_eq(got, want))
        fail_msg("%s has \"" STR_FMT "\" instead of \"" STR_FMT "\"", where, STR_ARG(got), STR_ARG(want));
}

static void check_kept(str page, str name)
{
    struct json *one;
    str json = get(str_fmt(&kit.mem, "/api/v1" STR_FMT, STR_ARG(page)));
    str heading = between(get(page), " · ", "</h1>");
    str field = between(between(get(str_fmt(&kit.mem, STR_FMT "/edit", STR_ARG(page))), "name=\"full_name\"", ">"),
                        "value=\"", "\"");
    assert_true(json_parse(&kit.mem, json, &one, NULL));
    same(json_get(json_get(one, S("party")), S("name"))->text, name, "JSON");
    same(suite_unescape(&kit.mem, heading), name, "the heading");
    same(suite_unescape(&kit.mem, field), name, "the form's field");
}

/* What one line of text may not hold, by other means than the house's. */
static bool may_refuse(str typed)
{
    static const char *const line_end[] = { "\n", "\t", "\u2028", "\u2029" };
    str trimmed = str_trim(typed);
    for (int i = 0; i < COUNT(line_end); i++)
        if (str_find(trimmed, str_of(line_end[i])) >= 0)
            return true;
    return !trimmed.n || suite_has_control(typed) || text_width(trimmed) > NAME_MAX_POINTS;
}

static bool check_name(str typed)
{
    struct response rs = send_name(typed);
    if (rs.status == 303) {
        check_kept(header_of(&rs, "Location"), text_nfc(&kit.mem, str_trim(typed)));
        return true;
    }
    if (rs.status != 422 || !may_refuse(typed))
        fail_msg("answered %d to: " STR_FMT, rs.status, STR_ARG(typed));
    assert_true(str_find(rs.body, S("aria-invalid=\"true\"")) >= 0);
    return false;
}

static void test_names__survive_the_form_the_page_and_json(void **state)
{
    struct json *all;
    int kept = 0;
    (void)state;
    assert_true(json_parse(&kit.mem, suite_file(&kit, S("text/naughty_strings.json")), &all, NULL));
    assert_true(all->kind == JSON_ARRAY && all->n > 0);
    for (const struct json *v = all->child; v; v = v->next) {
        size_t mark = arena_mark(&kit.mem);
        kept += check_name(v->text);
        arena_reset(&kit.mem, mark);
    }
    printf("%d names, %d kept, %d refused\n", all->n, kept, all->n - kept);
    assert_true(kept > all->n - kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_names__survive_the_form_the_page_and_json) };
    return suite_given("conformance/text") ? cmocka_run_group_tests(tests, begin, end) : SUITE_SKIPPED;
}

/* The same block on every kind of record: who may read it where, what moves with a draft, what an office keeps about a
   cooperative, how lists are narrowed by tag. On both databases. */
#include "tests/kit/media_sample.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/files/files.h"
#include "os/os.h"

static struct kit kit;
static struct app app;
static struct visitor accountant, director, keeper, cashier, member, city;
static struct organisation org;

static result org_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &org);
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, org_work, NULL));
    accountant = director = keeper = cashier = member = city = visit(&kit, &app);
    visit_login(&accountant, "ketoan.rau");
    visit_login(&director, "giamdoc.rau");
    visit_login(&keeper, "thukho.rau");
    visit_login(&cashier, "thuquy.rau");
    visit_login(&member, "thanhvien.rau");
    visit_login(&city, "canbo.tp");
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, files_feature.invariants, files_feature.n_invariants);
    kit_end(&kit);
    return 0;
}

/* The first id of that name in what a list says to programs. */
static int64_t first_id(const char *list, const char *key)
{
    struct response rs = visit_get_json(&accountant, str_fmt(&kit.mem, "/orgs/DEMO-RAU/%s", list));
    struct json *j;
    str text;
    int64_t id = 0;
    assert_true(json_parse(&kit.mem, rs.body, &j, NULL));
    assert_true(json_as_str(json_get(json_get(j, S("rows"))->child, str_of(key)), &text) && str_to_i64(text, &id));
    return id;
}

static str record_at(const char *place, int64_t id, const char *rest)
{
    return str_fmt(&kit.mem, "/orgs/DEMO-RAU/records/%s/%lld%s", place, (long long)id, rest);
}

static void add_note(struct visitor *v, const char *place, int64_t id, const char *words)
{
    struct response rs = visit_post(v, record_at(place, id, "/notes"), str_fmt(&kit.mem, "words=%s", words));
    visit_expect(&rs, 303);
}

static bool sees(struct visitor *v, str path, const char *what)
{
    struct response rs = visit_get(v, path);
    visit_expect(&rs, 200);
    return holds(&rs, what);
}

static void expect(struct visitor *v, str path, int status)
{
    struct response rs = visit_get(v, path);
    visit_expect(&rs, status);
}

/* ---- places ---- */

static void test_place__every_record_page_shows_what_is_added(void **state)
{
    static const struct {
        const char *place, *list, *key;
    } all[] = { { "vouchers", "vouchers", "id" },         { "intake", "intake", "voucher_id" },
                { "payments", "payments", "voucher_id" }, { "members", "members", "id" },
                { "parties", "parties", "id" },           { "stock", "stock", "item_id" } };
    (void)state;
    for (int i = 0; i < COUNT(all); i++) {
        int64_t id = first_id(all[i].list, all[i].key);
        const char *words = str_z(&kit.mem, str_fmt(&kit.mem, "remark-%s", all[i].place));
        add_note(&accountant, all[i].place, id, words);
        str page = str_fmt(&kit.mem, "/orgs/DEMO-RAU/%s/%lld", all[i].place, (long long)id);
        assert_true(sees(&accountant, page, words));
        assert_true(sees(&accountant, record_at(all[i].place, id, ""), words));
        expect(&accountant, record_at(all[i].place, 999999, ""), 404);
    }
}

/* The keeper reads slips, not the books; the cashier members and payments, not the store. */
static void test_place__opens_to_whom_its_page_opens(void **state)
{
    (void)state;
    int64_t slip = first_id("intake", "voucher_id"), cash = first_id("payments", "voucher_id");
    int64_t item = first_id("stock", "item_id"), party = first_id("members", "id");
    expect(&keeper, record_at("intake", slip, ""), 200);
    expect(&keeper, record_at("vouchers", slip, ""), 404);
    expect(&keeper, record_at("intake", cash, ""), 404); /* no slip */
    expect(&cashier, record_at("payments", cash, ""), 200);
    expect(&cashier, record_at("payments", slip, ""), 404);
    expect(&cashier, record_at("stock", item, ""), 404);
    expect(&cashier, record_at("members", party, ""), 200);
    expect(&member, record_at("members", party, ""), 403);
    struct response rs = visit_post(&keeper, record_at("vouchers", slip, "/notes"), S("words=x"));
    visit_expect(&rs, 404);
    add_note(&keeper, "intake", slip, "scales-checked");
    assert_true(
        sees(&accountant, str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers/%lld", (long long)slip), "scales-checked"));
}

/* Members' records hold names and faces: no grant opens what hangs on them. */
static void test_place__of_persons_is_closed_to_outsiders(void **state)
{
    (void)state;
    int64_t party = first_id("members", "id");
    expect(&city, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)party), 200);
    expect(&city, record_at("members", party, ""), 404);
    assert_false(sees(&city, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)party), "id=\"filed\""));
}

/* ---- organisations ---- */

static void test_organisation__each_keeps_its_own(void **state)
{
    (void)state;
    str city_at = str_fmt(&kit.mem, "/orgs/HANOI-DEMO/records/organisations/%lld", (long long)org.org_id);
    struct response rs = visit_post(&city, str_fmt(&kit.mem, STR_FMT "/notes", STR_ARG(city_at)), S("words=city-says"));
    visit_expect(&rs, 303);
    add_note(&accountant, "organisations", org.org_id, "own-papers");
    assert_true(sees(&city, S("/organisations/DEMO-RAU"), "city-says"));
    assert_true(sees(&city, S("/organisations/DEMO-RAU"), "Only your organisation sees"));
    assert_false(sees(&city, S("/organisations/DEMO-RAU"), "own-papers"));
    assert_true(sees(&accountant, S("/organisations/DEMO-RAU"), "own-papers"));
    assert_false(sees(&accountant, S("/organisations/DEMO-RAU"), "city-says"));
    expect(&accountant, city_at, 404);
    struct visitor nobody = visit(&kit, &app);
    assert_false(sees(&nobody, S("/organisations/DEMO-RAU"), "id=\"filed\""));
}

/* ---- drafts ---- */

static result draft_work(struct cx *cx, struct db *db, void *arg)
{
    struct draft *d = arg;
    str id = os_uuid7(cx->mem);
    *d = (struct draft){ .org_id = org.org_id, .kind = S("journal"), .owner_user_id = cx->actor.user_id };
    d->command_json = str_fmt(cx->mem,
                              "{\"kind\":\"journal\",\"org\":\"DEMO-RAU\",\"posting_on\":\"2026-03-02\","
                              "\"request_id\":\"" STR_FMT "\",\"lines\":[{\"account\":\"1111\",\"dr_vnd\":1000},"
                              "{\"account\":\"5118\",\"cr_vnd\":1000}]}",
                              STR_ARG(id));
    return draft_save(cx, db, d);
}

static void test_draft__takes_its_notes_along(void **state)
{
    struct draft d;
    (void)state;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, draft_work, &d));
    add_note(&accountant, "drafts", d.id, "see-invoice");
    str page = str_fmt(&kit.mem, "/orgs/DEMO-RAU/drafts/%lld", (long long)d.id);
    assert_true(sees(&accountant, page, "see-invoice"));
    struct response rs = visit_post(&director, page, S(""));
    visit_expect(&rs, 303);
    expect(&accountant, record_at("drafts", d.id, ""), 404);
    int64_t posted = first_id("vouchers?sort=-by_date&kind=journal", "id");
    assert_true(sees(&accountant, str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers/%lld", (long long)posted), "see-invoice"));
}

static void test_draft__that_is_dropped_leaves_nothing(void **state)
{
    struct draft d;
    (void)state;
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, draft_work, &d));
    add_note(&accountant, "drafts", d.id, "was-wrong");
    struct response rs =
        visit_post(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/drafts/%lld", (long long)d.id), S("step=drop"));
    visit_expect(&rs, 303); /* the invariants at the end find what would be left */
}

/* ---- tags ---- */

static int64_t rows_of(struct visitor *v, const char *list)
{
    struct response rs = visit_get_json(v, str_fmt(&kit.mem, "/orgs/DEMO-RAU/%s", list));
    struct json *j;
    visit_expect(&rs, 200);
    assert_true(json_parse(&kit.mem, rs.body, &j, NULL));
    return json_get(j, S("rows"))->n;
}

static void tag(const char *place, int64_t id, const char *words)
{
    struct response rs = visit_post(&accountant, record_at(place, id, "/tags"), str_fmt(&kit.mem, "tag=%s", words));
    visit_expect(&rs, 303);
}

static void test_tag__narrows_lists(void **state)
{
    (void)state;
    int64_t voucher = first_id("vouchers", "id"), party = first_id("members", "id");
    assert_true(rows_of(&accountant, "vouchers") > 1 && rows_of(&accountant, "members") > 1);
    tag("vouchers", voucher, "H%E1%BB%8Fi+l%E1%BA%A1i");
    tag("members", party, "H%E1%BB%8Fi+l%E1%BA%A1i");
    assert_int_equal(rows_of(&accountant, "vouchers?tag=hoi+lai"), 1);
    assert_int_equal(rows_of(&accountant, "members?tag=hoi+lai"), 1);
    assert_int_equal(rows_of(&accountant, "vouchers?tag=nothing"), 0);
    assert_int_equal(rows_of(&accountant, "members?tag=nothing"), 0);
    assert_int_equal(rows_of(&accountant, "members?q=TV001&tag=nothing"), 0);
    assert_true(sees(&accountant, S("/orgs/DEMO-RAU/vouchers"), "Hỏi lại"));
    /* tags are internal: they neither show nor filter for others */
    assert_false(sees(&city, S("/orgs/DEMO-RAU/vouchers"), "Hỏi lại"));
    assert_true(rows_of(&city, "vouchers?tag=hoi+lai") > 1);
}

/* ---- programs ---- */

/* A file comes as browsers send it, everything else as JSON. */
static void test_api__adds_and_reads(void **state)
{
    (void)state;
    struct pair header[] = { visit_header("Sec-Fetch-Site", "same-origin"),
                             visit_header("X-CSRF-Token", accountant.csrf),
                             visit_header("Content-Type", "multipart/form-data; boundary=x") };
    str at = str_fmt(&kit.mem, "/api/v1" STR_FMT, STR_ARG(record_at("vouchers", first_id("vouchers", "id"), "")));
    struct upload up = { S("file"), S("a.png"), S("image/png"), sample_png(&kit.mem, 20, 10) };
    struct pair form = { S("caption"), S("by-program") };
    struct request rq = { .method = METHOD_POST, .path = str_fmt(&kit.mem, STR_FMT "/files", STR_ARG(at)) };
    rq.header = header, rq.n_header = 3, rq.form = &form, rq.n_form = 1, rq.upload = &up, rq.n_upload = 1;
    struct response rs = visit_send(&accountant, rq);
    visit_expect(&rs, 200);
    header[2] = visit_header("Content-Type", "application/json");
    rq = (struct request){ .method = METHOD_POST, .path = str_fmt(&kit.mem, STR_FMT "/notes", STR_ARG(at)) };
    rq.header = header, rq.n_header = 3, rq.body = S("{\"words\":\"said-by-program\",\"note_open\":false}");
    rs = visit_send(&accountant, rq);
    visit_expect(&rs, 200);
    rs = visit_get_json(&accountant, at);
    assert_true(holds(&rs, "\"caption\":\"by-program\"") && holds(&rs, "said-by-program"));
    assert_true(holds(&rs, "\"width\":20"));
}

/* ---- how large ---- */

static result limit_work(struct cx *cx, struct db *db, void *arg)
{
    return org_setting_set(cx, db, org.org_id, S("file_mb"), *(const str *)arg);
}

static void test_limit__is_the_organisations(void **state)
{
    (void)state;
    struct file_in in = { .of = { org.org_id, S("voucher"), first_id("vouchers", "id") },
                          .name = S("a.pdf"),
                          .request_id = os_uuid7(&kit.mem) };
    struct file_ready ready;
    struct buf b = buf_new(&kit.mem);
    buf_fmt(&b, "%%PDF-1.4\n%0*d\nstartxref\n9\n%%%%EOF\n", 1500000, 1);
    in.bytes = buf_str(&b);
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, limit_work, &S("1")));
    kit_refused(&kit, file_prepare(&kit.cx, kit.store, &in, "file", &ready), "file.too_large");
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, limit_work, &S("2")));
    kit_ok(&kit, file_prepare(&kit.cx, kit.store, &in, "file", &ready));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place__every_record_page_shows_what_is_added),
        cmocka_unit_test(test_place__opens_to_whom_its_page_opens),
        cmocka_unit_test(test_place__of_persons_is_closed_to_outsiders),
        cmocka_unit_test(test_organisation__each_keeps_its_own),
        cmocka_unit_test(test_draft__takes_its_notes_along),
        cmocka_unit_test(test_draft__that_is_dropped_leaves_nothing),
        cmocka_unit_test(test_tag__narrows_lists),
        cmocka_unit_test(test_api__adds_and_reads),
        cmocka_unit_test(test_limit__is_the_organisations),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

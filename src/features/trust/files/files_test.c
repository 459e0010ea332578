/* Files, notes and tags on a voucher, through the pages as browsers use them: what is kept, who sees it, what is
   refused, and that nobody's bytes get lost. On both databases. */
#include "tests/kit/media_sample.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/files/content.h"
#include "features/trust/files/files.h"
#include "os/os.h"

#define DAY ((int64_t)24 * 3600 * 1000000)

static struct kit kit;
static struct app app;
static struct visitor accountant, other, city;
static struct organisation org;
static int64_t voucher;

static result org_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return org_by_code(cx, db, S("DEMO-RAU"), &org);
}

/* The number behind a text on a page. */
static int64_t number_behind(str page, str before)
{
    int64_t id = 0;
    ptrdiff_t at = str_find(page, before);
    if (at < 0)
        fail_msg("no " STR_FMT " in\n" STR_FMT, STR_ARG(before), STR_ARG(page));
    str rest = str_sub(page, at + before.n, page.n);
    ptrdiff_t n = 0;
    while (n < rest.n && rest.s[n] >= '0' && rest.s[n] <= '9')
        n++;
    assert_true(str_to_i64(str_sub(rest, 0, n), &id));
    return id;
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, org_work, NULL));
    accountant = other = city = visit(&kit, &app);
    visit_login(&accountant, "ketoan.rau");
    visit_login(&other, "ketoan.lua");
    visit_login(&city, "canbo.tp");
    struct response rs = visit_get(&accountant, S("/orgs/DEMO-RAU/vouchers"));
    voucher = number_behind(rs.body, S("href=\"/orgs/DEMO-RAU/vouchers/"));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, files_feature.invariants, files_feature.n_invariants);
    kit_ok(&kit, content_check(&kit.cx, kit.store));
    kit_end(&kit);
    return 0;
}

static str at(const char *rest)
{
    return str_fmt(&kit.mem, "/orgs/DEMO-RAU/records/vouchers/%lld%s", (long long)voucher, rest);
}

static str at_file(int64_t id, const char *rest)
{
    return str_fmt(&kit.mem, "/orgs/DEMO-RAU/records/vouchers/%lld/files/%lld%s", (long long)voucher, (long long)id,
                   rest);
}

static str voucher_page(void)
{
    struct response rs = visit_get(&accountant, str_fmt(&kit.mem, "/orgs/DEMO-RAU/vouchers/%lld", (long long)voucher));
    visit_expect(&rs, 200);
    return rs.body;
}

struct sending {
    str name, bytes, caption, request_id;
    bool open;
};

static struct response send(struct visitor *v, struct sending s)
{
    struct arena *mem = &kit.mem;
    struct pair header[] = { visit_header("Accept", "text/html"), visit_header("Sec-Fetch-Site", "same-origin"),
                             visit_header("Content-Type", "multipart/form-data; boundary=x") };
    struct pair *form = new (mem, struct pair, 4);
    struct upload *up = new (mem, struct upload, 1);
    int n = 0;
    form[n++] = (struct pair){ S("csrf"), str_of(v->csrf) };
    form[n++] = (struct pair){ S("request_id"), s.request_id.n ? s.request_id : os_uuid7(mem) };
    form[n++] = (struct pair){ S("caption"), s.caption };
    if (s.open)
        form[n++] = (struct pair){ S("file_open"), S("1") };
    *up = (struct upload){ S("file"), s.name, S("image/x-whatever"), s.bytes };
    return visit_send(v, (struct request){ .method = METHOD_POST,
                                           .path = at("/files"),
                                           .header = header,
                                           .n_header = 3,
                                           .form = form,
                                           .n_form = n,
                                           .upload = up,
                                           .n_upload = 1 });
}

static str bytes_of(struct response *rs)
{
    str out;
    bool all;
    assert_true(rs->file_fd > 0);
    kit_ok(&kit, os_scratch_read(&kit.cx, rs->file_fd, (size_t)1 << 24, &out, &all));
    assert_true(all);
    os_close(rs->file_fd);
    return out;
}

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return S("");
}

static int64_t newest_file(void)
{
    return number_behind(visit_get_json(&accountant, at("")).body, S("\"files\":[{\"id\":\""));
}

/* ---- adding ---- */

static void test_file__a_photo_is_kept_without_its_place(void **state)
{
    (void)state;
    struct sending s = { S("IMG_1.JPG"), sample_phone_jpeg(&kit.mem, 800, 600, 6), S("Phiếu cân <giấy>"), S(""),
                         false };
    struct response rs = send(&accountant, s);
    visit_expect(&rs, 303);
    int64_t id = newest_file();
    str page = voucher_page();
    assert_true(str_find(page, S("Phiếu cân &lt;giấy&gt;")) >= 0);
    assert_true(str_find(page, S("IMG_1.jpg")) >= 0);
    rs = visit_get(&accountant, at_file(id, ""));
    visit_expect(&rs, 200);
    assert_str(rs.content_type, "image/jpeg");
    assert_true(str_starts(header_of(&rs, "Content-Disposition"), S("inline; filename=\"IMG_1.jpg\"")));
    assert_str(header_of(&rs, "Content-Security-Policy"), "default-src 'none'; sandbox");
    str kept = bytes_of(&rs);
    assert_true(str_find(kept, S("GPS")) < 0);
    assert_int_equal(media_of(kept).turn, 6);
    rs = visit_get(&accountant, at_file(id, "/small"));
    visit_expect(&rs, 200);
    struct media small = media_of(bytes_of(&rs));
    assert_int_equal(small.width, 240);
    assert_int_equal(small.height, 320);
}

static void test_file__the_reader_who_has_it_gets_it_once(void **state)
{
    (void)state;
    struct response rs = visit_get(&accountant, at_file(newest_file(), ""));
    struct pair header[] = { { S("If-None-Match"), header_of(&rs, "ETag") } };
    os_close(rs.file_fd);
    rs = visit_send(
        &accountant,
        (struct request){ .method = METHOD_GET, .path = at_file(newest_file(), ""), .header = header, .n_header = 1 });
    visit_expect(&rs, 304);
    assert_int_equal(rs.file_fd, 0);
}

static void test_file__pdf_is_only_handed_out(void **state)
{
    (void)state;
    struct response rs = send(&accountant, (struct sending){ .name = S("hoá đơn.pdf.exe"), .bytes = SAMPLE_PDF });
    visit_expect(&rs, 303);
    rs = visit_get(&accountant, at_file(newest_file(), ""));
    assert_str(rs.content_type, "application/pdf");
    assert_true(str_starts(header_of(&rs, "Content-Disposition"), S("attachment; ")));
    assert_true(str_eq(bytes_of(&rs), SAMPLE_PDF));
    rs = visit_get(&accountant, at_file(newest_file(), "/small"));
    visit_expect(&rs, 404);
}

static void test_file__what_it_is_called_does_not_count(void **state)
{
    (void)state;
    static const str bad[] = { LIT("<script>alert(1)</script>"), LIT("\xff\xd8\xff\xe0 no picture"),
                               LIT("\0\0\0\x18"
                                   "ftypheic\0\0\0\0mif1heic") };
    static const char *const told[] = { "neither a photo", "neither a photo", "HEIC" };
    for (int i = 0; i < 3; i++) {
        struct response rs =
            send(&accountant, (struct sending){ .name = S("photo.jpg"), .bytes = bad[i], .caption = S("typed") });
        visit_expect(&rs, 422);
        assert_true(holds(&rs, told[i]));
        assert_true(holds(&rs, "value=\"typed\""));
    }
}

static void test_file__too_large_is_said_at_the_field(void **state)
{
    (void)state;
    struct arena big;
    assert_true(arena_init(&big, (size_t)FILE_BYTES_MAX + (1 << 20)));
    str bytes = { arena_bytes(&big, FILE_BYTES_MAX + 1, 1), FILE_BYTES_MAX + 1 };
    memset((char *)bytes.s, 'x', FILE_BYTES_MAX + 1);
    struct response rs = send(&accountant, (struct sending){ .name = S("a.pdf"), .bytes = bytes });
    visit_expect(&rs, 422);
    assert_true(holds(&rs, "the file is too large"));
    arena_release(&big);
}

static void test_file__sent_twice_is_one(void **state)
{
    (void)state;
    str id = os_uuid7(&kit.mem), jpeg = sample_jpeg(&kit.mem, 32, 32, false);
    struct response rs = send(&accountant, (struct sending){ S("a.jpg"), jpeg, S(""), id, false });
    visit_expect(&rs, 303);
    int64_t first = newest_file();
    rs = send(&accountant, (struct sending){ S("a.jpg"), jpeg, S(""), id, false });
    visit_expect(&rs, 303);
    assert_int_equal(newest_file(), first);
    rs = send(&accountant, (struct sending){ S("a.jpg"), sample_jpeg(&kit.mem, 33, 32, false), S(""), id, false });
    visit_expect(&rs, 409);
    rs = send(&accountant, (struct sending){ .name = S("b.jpg"), .bytes = jpeg });
    visit_expect(&rs, 409);
    assert_true(holds(&rs, "has this file already"));
}

static void test_file__only_its_address_takes_large_bodies(void **state)
{
    (void)state;
    static const char *const wide[] = { "/orgs/X/records/vouchers/1/files", "/api/v1/orgs/X/records/vouchers/1/files",
                                        "/orgs/X/records/v%6Fuchers/1/files" };
    static const char *const narrow[] = { "/orgs/X/records/vouchers/1/notes", "/login", "/nowhere", "/%zz" };
    for (int i = 0; i < COUNT(wide); i++)
        assert_true(web_body_cap(&app, &kit.mem, METHOD_POST, str_of(wide[i])) > 2 * (size_t)FILE_BYTES_MAX);
    for (int i = 0; i < COUNT(narrow); i++)
        assert_true(web_body_cap(&app, &kit.mem, METHOD_POST, str_of(narrow[i])) < (size_t)FILE_BYTES_MAX);
    assert_true(web_body_cap(&app, &kit.mem, METHOD_GET, str_of(wide[0])) < (size_t)FILE_BYTES_MAX);
}

/* ---- notes, tags, withdrawing ---- */

static void test_note__is_internal_or_a_comment(void **state)
{
    (void)state;
    struct response rs = visit_post(&accountant, at("/notes"), S("words=internal+remark"));
    visit_expect(&rs, 303);
    rs = visit_post(&accountant, at("/notes"), S("words=open+comment&note_open=1"));
    visit_expect(&rs, 303);
    rs = send(&accountant, (struct sending){ S("open.jpg"), sample_jpeg(&kit.mem, 40, 40, false), S(""), S(""), true });
    visit_expect(&rs, 303);
    int64_t opened = newest_file();
    rs = visit_get_json(&city, at(""));
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "open comment") && holds(&rs, "open.jpg"));
    assert_false(holds(&rs, "internal remark") || holds(&rs, "IMG_1"));
    rs = visit_get(&city, at_file(opened, ""));
    visit_expect(&rs, 200);
    os_close(rs.file_fd);
    rs = visit_get(&city, at_file(opened - 1, ""));
    visit_expect(&rs, 404);
    rs = visit_post(&city, at("/notes"), S("words=x"));
    visit_expect(&rs, 404);
}

static void test_record__another_wall_has_none(void **state)
{
    (void)state;
    struct response rs = visit_get(&other, at(""));
    visit_expect(&rs, 404);
    rs = visit_get(&other, at_file(newest_file(), ""));
    visit_expect(&rs, 404);
    /* the same ids in his own organisation */
    rs = visit_get(&other, str_fmt(&kit.mem, "/orgs/DEMO-LUA/records/vouchers/%lld/files/%lld", (long long)voucher,
                                   (long long)newest_file()));
    visit_expect(&rs, 404);
    rs = visit_get(&accountant, S("/orgs/DEMO-RAU/records/vouchers/999999"));
    visit_expect(&rs, 404);
    rs = visit_get(&accountant, S("/orgs/DEMO-RAU/records/nonsense/1"));
    visit_expect(&rs, 404);
}

static void test_withdraw__keeps_it_with_the_reason(void **state)
{
    (void)state;
    int64_t id = newest_file();
    struct response rs = visit_get(&accountant, at_file(id, "/withdraw"));
    visit_expect(&rs, 200);
    rs = visit_post(&accountant, at_file(id, "/withdraw"), S("reason="));
    visit_expect(&rs, 422);
    rs = visit_post(&accountant, at_file(id, "/withdraw"), S("reason=nh%E1%BA%A7m+phi%E1%BA%BFu"));
    visit_expect(&rs, 303);
    assert_true(str_find(voucher_page(), S("nhầm phiếu")) >= 0);
    rs = visit_get(&accountant, at_file(id, ""));
    visit_expect(&rs, 200);
    os_close(rs.file_fd);
    rs = visit_get(&city, at_file(id, ""));
    visit_expect(&rs, 404);
    rs = visit_post(&accountant, at_file(id, "/withdraw"), S("reason=again"));
    visit_expect(&rs, 409);
}

static void test_tag__comes_and_goes_with_its_history(void **state)
{
    (void)state;
    struct response rs = visit_post(&accountant, at("/tags"), S("tag=C%E1%BA%A7n+xem+l%E1%BA%A1i"));
    visit_expect(&rs, 303);
    rs = visit_post(&accountant, at("/tags"), S("tag=can+xem+lai")); /* the same without accents */
    visit_expect(&rs, 303);
    rs = visit_post(&accountant, at("/tags"), S("tag=%3Cb%3E"));
    visit_expect(&rs, 422);
    rs = visit_get_json(&accountant, at(""));
    assert_true(holds(&rs, "Cần xem lại") && !holds(&rs, "can xem lai"));
    rs = visit_post(&accountant, at("/tags"), S("tag=CAN+XEM+LAI&remove=1"));
    visit_expect(&rs, 303);
    assert_true(str_find(voucher_page(), S("Tag Cần xem lại: added by")) >= 0);
}

/* ---- a person ---- */

#define NAME "DEMO Lê Thị Dền" /* TV003 */

struct erasing {
    struct person who;
    struct file_ready ready;
    struct record_files left;
    int64_t id;
    int n;
    str told;
};

static result person_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    struct note_in on_record = {
        { org.org_id, S("party"), e->who.party_id }, S("about her"), false, os_uuid7(cx->mem)
    };
    struct note_in elsewhere = {
        { org.org_id, S("voucher"), voucher }, S("Bà le thi den xin hoãn"), false, os_uuid7(cx->mem)
    };
    TRY(file_add(cx, db, &e->ready, &e->id));
    TRY(note_add(cx, db, &on_record, &e->id));
    TRY(note_add(cx, db, &elsewhere, &e->id));
    return tag_add(cx, db, on_record.of, S("khó khăn"));
}

static result tell_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    TRY(files_feature.tell_person(cx, db, &e->who, &j));
    json_end_object(&j);
    e->told = buf_str(&b);
    return OK;
}

static result erase_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *e = arg;
    e->n = 0;
    TRY(files_feature.erase_person(cx, db, &e->who, &e->n));
    return record_read(cx, db, (struct record){ org.org_id, S("party"), e->who.party_id }, false, &e->left);
}

static void test_person__is_told_and_forgotten(void **state)
{
    (void)state;
    struct erasing e = { .who = { .org_id = org.org_id, .full_name = S(NAME), .is_alone = true } };
    struct response rs = visit_get_json(&accountant, S("/orgs/DEMO-RAU/members?q=TV003"));
    e.who.party_id = number_behind(rs.body, S("\"id\":\""));
    struct file_in in = { .of = { org.org_id, S("party"), e.who.party_id },
                          .name = S("cccd.jpg"),
                          .bytes = sample_jpeg(&kit.mem, 50, 50, false),
                          .request_id = os_uuid7(&kit.mem) };
    kit_ok(&kit, file_prepare(&kit.cx, kit.store, &in, "file", &e.ready));
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, person_work, &e));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, tell_work, &e));
    assert_true(str_find(e.told, S("cccd.jpg")) >= 0 && str_find(e.told, S("about her")) >= 0);
    assert_true(str_find(e.told, S("khó khăn")) >= 0);
    e.who.kept_from = (date){ 20100101 }; /* all vouchers must be kept */
    int64_t papers = newest_file();
    kit_ok(&kit, store_write(kit.store, &kit.cx, &org.org_id, 1, erase_work, &e));
    assert_int_equal(e.n, 4);
    assert_int_equal(e.left.n_file + e.left.n_note + e.left.n_tag, 0);
    assert_int_equal(newest_file(), papers);
    rs = visit_get_json(&accountant, at(""));
    assert_false(holds(&rs, "le thi den"));
    assert_true(holds(&rs, "internal remark") && holds(&rs, PERSON_GONE));
    /* her photo goes from the disk too */
    str path = content_path(&kit.mem, kit.store, org.org_id, sha256_str(&e.ready.content));
    assert_true(os_exists(path));
    kit.cx.now_at += DAY + 1;
    kit_ok(&kit, content_collect(&kit.cx, kit.store));
    kit.cx.now_at = KIT_NOW;
    assert_false(os_exists(path));
}

/* ---- the disk ---- */

static void test_collect__removes_only_what_nobody_needs(void **state)
{
    (void)state;
    struct sha256 orphan, fresh;
    struct response rs = visit_get(&accountant, at_file(newest_file(), ""));
    str used = bytes_of(&rs);
    struct sha256 kept = sha256_of(used);
    kit_ok(&kit, content_put(&kit.cx, kit.store, org.org_id, S("nobody needs this"), &orphan));
    str path = content_path(&kit.mem, kit.store, org.org_id, sha256_str(&orphan));
    kit_ok(&kit, content_collect(&kit.cx, kit.store));
    assert_true(os_exists(path)); /* not yet a day old */
    kit.cx.now_at += DAY + 1;
    kit_ok(&kit, content_put(&kit.cx, kit.store, org.org_id, S("just put"), &fresh));
    kit_ok(&kit, content_collect(&kit.cx, kit.store));
    assert_false(os_exists(path));
    assert_true(os_exists(content_path(&kit.mem, kit.store, org.org_id, sha256_str(&fresh))));
    assert_true(os_exists(content_path(&kit.mem, kit.store, org.org_id, sha256_str(&kept))));
    /* put again after it was collected: the bytes are there again */
    kit_ok(&kit, content_put(&kit.cx, kit.store, org.org_id, S("nobody needs this"), &orphan));
    assert_true(os_exists(path));
    kit.cx.now_at = KIT_NOW; /* sessions last */
}

static void test_check__finds_what_is_missing_or_damaged(void **state)
{
    (void)state;
    struct response rs = visit_get(&accountant, at_file(newest_file(), ""));
    str used = bytes_of(&rs);
    struct sha256 h = sha256_of(used);
    str path = content_path(&kit.mem, kit.store, org.org_id, sha256_str(&h));
    kit_ok(&kit, content_check(&kit.cx, kit.store));
    kit_ok(&kit, os_write_file_durable(&kit.cx, path, S("rotten")));
    kit_refused(&kit, content_check(&kit.cx, kit.store), "file.damaged");
    assert_true(os_remove(path));
    kit_refused(&kit, content_check(&kit.cx, kit.store), "file.missing");
    kit_ok(&kit, os_write_file_durable(&kit.cx, path, used));
    kit_ok(&kit, content_check(&kit.cx, kit.store));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file__a_photo_is_kept_without_its_place),
        cmocka_unit_test(test_file__the_reader_who_has_it_gets_it_once),
        cmocka_unit_test(test_file__pdf_is_only_handed_out),
        cmocka_unit_test(test_file__what_it_is_called_does_not_count),
        cmocka_unit_test(test_file__too_large_is_said_at_the_field),
        cmocka_unit_test(test_file__sent_twice_is_one),
        cmocka_unit_test(test_file__only_its_address_takes_large_bodies),
        cmocka_unit_test(test_note__is_internal_or_a_comment),
        cmocka_unit_test(test_record__another_wall_has_none),
        cmocka_unit_test(test_withdraw__keeps_it_with_the_reason),
        cmocka_unit_test(test_tag__comes_and_goes_with_its_history),
        cmocka_unit_test(test_person__is_told_and_forgotten),
        cmocka_unit_test(test_collect__removes_only_what_nobody_needs),
        cmocka_unit_test(test_check__finds_what_is_missing_or_damaged),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

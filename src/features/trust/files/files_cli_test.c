/* Files by the command line, and what becomes of them when everything is backed up, exported and brought back: through
   the real verbs, each in a process of its own, on both databases. */
#include "tests/kit/media_sample.h"
#include "tests/kit/run.h"

#include "base/hash.h"
#include "base/json.h"
#include "os/os.h"

static struct kit kit;
static const char *db;

/* With --db, --files beside it and --json. */
#define HOPTAC_AT(url, ...) run_line(&kit, S(""), __VA_ARGS__, "--db", (url), "--files", files_of(url), "--json")
#define HOPTAC(...) HOPTAC_AT(db, __VA_ARGS__)

static const char *in_kit(const char *name)
{
    return str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/%s", STR_ARG(kit_folder(&kit)), name));
}

/* A folder for each database. */
static const char *files_of(const char *url)
{
    struct sha256 h = sha256_of(str_of(url));
    str hex = str_sub(str_to_hex(&kit.mem, h.b, sizeof h.b), 0, 12);
    return in_kit(str_z(&kit.mem, str_fmt(&kit.mem, "files-" STR_FMT, STR_ARG(hex))));
}

static const struct json *answer(struct ran r)
{
    struct json *j;
    if (r.code != 0)
        fail_msg("ended with %d: " STR_FMT STR_FMT, r.code, STR_ARG(r.out), STR_ARG(r.err));
    assert_true(json_parse(&kit.mem, r.out, &j, NULL));
    return j;
}

static void refused(struct ran r, int code, const char *what)
{
    assert_int_equal(r.code, code);
    if (str_find(r.out, str_of(what)) < 0)
        fail_msg("not %s: " STR_FMT, what, STR_ARG(r.out));
}

static const char *text(const struct json *o, const char *key)
{
    str s = { 0 };
    assert_true(json_as_str(json_get(o, str_of(key)), &s));
    return str_z(&kit.mem, s);
}

static int64_t number(const struct json *o, const char *key)
{
    int64_t n = -1;
    assert_true(json_as_i64(json_get(o, str_of(key)), &n));
    return n;
}

static void write_file(const char *name, str bytes)
{
    kit_ok(&kit, os_write_file_durable(&kit.cx, str_of(in_kit(name)), bytes));
}

static str read_back(const char *name)
{
    str bytes;
    kit_ok(&kit, os_read_file(&kit.cx, str_of(in_kit(name)), (size_t)1 << 24, &bytes));
    return bytes;
}

static const char *photo_id;
static int64_t n_demo; /* contents that the demo brings */

#define MEMBER "--org", "DEMO-RAU", "--member", "TV002"
#define VOUCHER "--org", "DEMO-RAU", "--voucher"

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    db = str_z(&kit.mem, kit_new_url(&kit));
    assert_int_equal(HOPTAC("init").code, 0);
    n_demo = number(answer(HOPTAC("backup", in_kit("demo"))), "files");
    assert_true(n_demo >= 2);
    write_file("ảnh.jpg", sample_phone_jpeg(&kit.mem, 400, 300, 1));
    write_file("paper.pdf", SAMPLE_PDF);
    write_file("notes.txt", S("just words"));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* The number of a voucher that the demo has made. */
static const char *a_voucher(void)
{
    const struct json *all = answer(HOPTAC("export", "journal", "--org", "DEMO-RAU", "--format", "json"));
    const struct json *first = all->kind == JSON_ARRAY ? all->child : json_get(all, S("vouchers"))->child;
    return text(first, "number");
}

static void test_file__is_added_listed_and_got(void **state)
{
    (void)state;
    const struct json *j = answer(HOPTAC("file", "add", MEMBER, in_kit("ảnh.jpg"), "--caption", "Đơn xin vào"));
    assert_string_equal(text(j, "name"), "ảnh.jpg");
    assert_string_equal(text(j, "media"), "image/jpeg");
    photo_id = text(j, "id");
    answer(HOPTAC("note", "add", MEMBER, "--words", "đã gọi điện"));
    answer(HOPTAC("tag", "add", MEMBER, "chờ giấy"));
    answer(HOPTAC("tag", "add", MEMBER, "khác"));
    answer(HOPTAC("tag", "remove", MEMBER, "Khac"));
    j = answer(HOPTAC("file", "list", MEMBER));
    assert_string_equal(text(json_get(j, S("files"))->child, "caption"), "Đơn xin vào");
    assert_string_equal(text(json_get(j, S("notes"))->child, "words"), "đã gọi điện");
    assert_int_equal(json_get(j, S("tags"))->n, 2);
    j = answer(HOPTAC("file", "get", MEMBER, "--id", photo_id, "--out", in_kit("back.jpg")));
    str back = read_back("back.jpg");
    assert_int_equal(back.n, number(j, "n_bytes"));
    assert_int_equal(media_of(back).width, 400);
    assert_true(str_find(back, S("GPS")) < 0);
    struct ran raw = HOPTAC("file", "get", MEMBER, "--id", photo_id);
    assert_true(str_eq(raw.out, back));
    answer(HOPTAC("file", "add", VOUCHER, a_voucher(), in_kit("paper.pdf"), "--open"));
}

static void test_file__says_what_is_wrong(void **state)
{
    (void)state;
    refused(HOPTAC("file", "add", MEMBER, in_kit("notes.txt")), 1, "\"file.kind\"");
    refused(HOPTAC("file", "add", MEMBER, in_kit("nothing.jpg")), 4, "\"os.read\"");
    refused(HOPTAC("file", "add", VOUCHER, "PC2026-99999", in_kit("paper.pdf")), 3, "\"record.not_found\"");
    refused(HOPTAC("file", "add", VOUCHER, "nonsense", in_kit("paper.pdf")), 3, "\"record.not_found\"");
    refused(HOPTAC("file", "list", "--org", "DEMO-RAU"), 2, "\"cli.record\"");
    refused(HOPTAC("file", "list", MEMBER, "--item", "CAIMO"), 2, "\"cli.record\"");
    refused(HOPTAC("file", "get", MEMBER, "--id", "7"), 3, "\"record.not_found\"");
    refused(HOPTAC("file", "get", MEMBER, "--id", "x"), 2, "\"cli.number\"");
    refused(HOPTAC("note", "add", MEMBER, "--words", " "), 1, "\"note.empty\"");
    refused(HOPTAC("tag", "add", MEMBER, "<b>"), 1, "\"tag.text\"");
    refused(HOPTAC("file", "list", "--org", "DEMO-LUA", "--member", "TV999"), 3, "\"record.not_found\"");
}

static void expect_whole(const char *url)
{
    struct ran r = HOPTAC_AT(url, "doctor"); /* which misses the demo's places where one organisation came alone */
    assert_true(str_find(r.out, S("\"file.")) < 0);
    answer(HOPTAC_AT(url, "file", "get", MEMBER, "--id", photo_id, "--out", in_kit("again.jpg")));
    assert_true(str_eq(read_back("again.jpg"), read_back("back.jpg")));
}

static void test_backup__brings_files_back(void **state)
{
    (void)state;
    const struct json *j = answer(HOPTAC("backup", in_kit("copy")));
    assert_int_equal(number(j, "files"), n_demo + 3); /* the photo, its small picture, the paper */
    assert_int_equal(number(j, "missing"), 0);
    const char *other = str_z(&kit.mem, kit_new_url(&kit));
    assert_int_equal(number(answer(HOPTAC_AT(other, "restore", in_kit("copy"))), "files"), n_demo + 3);
    expect_whole(other);
}

static void test_export__takes_the_files_of_one_organisation(void **state)
{
    (void)state;
    answer(HOPTAC("file", "add", "--org", "DEMO-LUA", "--member", "TV001", in_kit("paper.pdf")));
    assert_int_equal(number(answer(HOPTAC("export", "--org", "DEMO-RAU", "--out", in_kit("all"))), "files"),
                     n_demo + 3);
    refused(HOPTAC("export", "--org", "DEMO-RAU", "--out", in_kit("all")), 1, "\"backup.exists\"");
    const char *other = str_z(&kit.mem, kit_new_url(&kit));
    assert_int_equal(number(answer(HOPTAC_AT(other, "restore", in_kit("all"))), "files"), n_demo + 3);
    assert_int_equal(HOPTAC_AT(other, "init", "--empty").code, 0); /* reference data */
    expect_whole(other);
    refused(HOPTAC_AT(other, "file", "list", "--org", "DEMO-LUA", "--member", "TV001"), 3, "not_found");
}

/* What doctor and backup say when bytes are gone. */
static void test_backup__goes_on_without_what_is_missing(void **state)
{
    (void)state;
    struct sha256 h = sha256_of(read_back("back.jpg"));
    str hex = str_to_hex(&kit.mem, h.b, sizeof h.b), org, path, bytes = { 0 };
    bool found = false;
    for (int i = 1; i < 10000 && !found; i++) {
        org = str_from_i64(&kit.mem, i);
        path = str_fmt(&kit.mem, "%s/" STR_FMT "/%.2s/%.62s", files_of(db), STR_ARG(org), hex.s, hex.s + 2);
        found = os_exists(path);
    }
    assert_true(found);
    kit_ok(&kit, os_read_file(&kit.cx, path, (size_t)1 << 24, &bytes));
    assert_true(os_remove(path));
    refused(HOPTAC("doctor"), 1, "\"file.missing\"");
    assert_int_equal(number(answer(HOPTAC("backup", in_kit("poor"))), "missing"), 1);
    kit_ok(&kit, os_write_file_durable(&kit.cx, path, bytes));
    answer(HOPTAC("doctor"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file__is_added_listed_and_got),
        cmocka_unit_test(test_file__says_what_is_wrong),
        cmocka_unit_test(test_backup__brings_files_back),
        cmocka_unit_test(test_export__takes_the_files_of_one_organisation),
        cmocka_unit_test(test_backup__goes_on_without_what_is_missing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

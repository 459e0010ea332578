/* What scripts rely on: every verb of the command line with its options, what it prints with --json, and its exit
   code. Runs the real verbs, each in a process of its own, on a database of the demo. */
#include "tests/kit/kit.h"
#include "tests/kit/run.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app_commands.h"
#include "app/app_features.h"
#include "base/json.h"
#include "db/backend.h"
#include "os/os.h"

static struct kit kit;
static const char *db;

/* With --db and --json. */
#define HOPTAC(in, ...) run_line(&kit, (in), __VA_ARGS__, "--db", db, "--json")

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    db = str_z(&kit.mem, kit_new_url(&kit));
    assert_int_equal(HOPTAC(S(""), "init").code, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    struct ran r = HOPTAC(S(""), "doctor");
    if (r.code != 0)
        print_error(STR_FMT, STR_ARG(r.out));
    assert_int_equal(r.code, 0);
    kit_end(&kit);
    return 0;
}

/* ---- reading answers ---- */

static const struct json *json_of(str text)
{
    struct json *j;
    struct json_error e = { 0 };
    if (!json_parse(&kit.mem, text, &j, &e))
        fail_msg("not JSON: %s at %d:%d in " STR_FMT, e.message, e.line, e.column, STR_ARG(text));
    return j;
}

static const struct json *done(struct ran r)
{
    if (r.code != 0)
        fail_msg("ended with %d: " STR_FMT STR_FMT, r.code, STR_ARG(r.out), STR_ARG(r.err));
    assert_int_equal(r.err.n, 0);
    return json_of(r.out);
}

static str text(const struct json *o, const char *key)
{
    str v = { 0 };
    if (!json_as_str(json_get(o, str_of(key)), &v))
        fail_msg("%s is not text", key);
    return v;
}

static int64_t number(const struct json *o, const char *key)
{
    int64_t v = 0;
    if (!json_as_i64(json_get(o, str_of(key)), &v))
        fail_msg("%s is not a whole number", key);
    return v;
}

static bool truth(const struct json *o, const char *key)
{
    bool v = false;
    if (!json_as_bool(json_get(o, str_of(key)), &v))
        fail_msg("%s is neither true nor false", key);
    return v;
}

/* An id is digits as text. */
static str id_of(const struct json *o, const char *key)
{
    int64_t n;
    str v = text(o, key);
    assert_true(str_to_i64(v, &n));
    return v;
}

/* "code@field …" of an answer that must be exactly {"errors":[{"code","field","message","hint"}]}. */
static str errors_of(struct ran r)
{
    static const str names[] = { LIT("code"), LIT("field"), LIT("message"), LIT("hint") };
    struct buf b = buf_new(&kit.mem);
    const struct json *o = json_of(r.out), *list = json_get(o, S("errors"));
    assert_int_equal(o->n, 1);
    assert_true(list && list->kind == JSON_ARRAY && list->n > 0);
    for (const struct json *e = list->child; e; e = e->next) {
        assert_int_equal(e->n, 4);
        assert_null(json_find_unknown(e, names, 4));
        assert_true(text(e, "message").n > 0 && text(e, "hint").n >= 0);
        buf_fmt(&b, "%s" STR_FMT "@" STR_FMT, b.n ? " " : "", STR_ARG(text(e, "code")), STR_ARG(text(e, "field")));
    }
    return buf_str(&b);
}

#define refused(r, exit, errors)                                                                                       \
    do {                                                                                                               \
        struct ran ran_ = (r);                                                                                         \
        assert_str(errors_of(ran_), errors);                                                                           \
        assert_int_equal(ran_.code, exit);                                                                             \
    } while (0)

/* ---- vouchers ---- */

#define POST(json) HOPTAC(str_of(json), "voucher", "post")
#define HEAD "{\"kind\":\"journal\",\"org\":\"DEMO-RAU\",\"posting_on\":\"2026-03-02\","
#define LINES                                                                                                          \
    "\"lines\":[{\"account\":\"1111\",\"dr_vnd\":500000},{\"account\":\"5118\",\"cr_vnd\":500000}],\"moves\":[]}"
#define ID1 "\"request_id\":\"0190b6a0-7c3e-7abc-8def-0123456789ab\","
#define ID3 "\"request_id\":\"0190b6a0-7c3e-7abc-8def-0123456789ad\","
#define ID2 "\"request_id\":\"0190b6a0-7c3e-7abc-8def-0123456789ac\","

static int64_t balance_of(const char *account)
{
    const struct json *o = done(HOPTAC(S(""), "balance", "--org", "DEMO-RAU", "--account", account));
    const struct json *list = json_get(o, S("balances"));
    assert_int_equal(list->n, 1);
    assert_str(text(list->child, "account"), account);
    return number(list->child, "balance_vnd");
}

static void test_post__prints_what_it_posted_and_says_it_again(void **state)
{
    (void)state;
    int64_t cash = balance_of("1111");
    const struct json *first = done(POST(HEAD ID1 LINES)), *again = done(POST(HEAD ID1 LINES));
    assert_str(text(first, "org"), "DEMO-RAU");
    assert_str(text(first, "book"), "PKT");
    assert_int_equal(number(first, "year"), 2026);
    assert_str(text(first, "number"),
               str_z(&kit.mem, str_fmt(&kit.mem, "PKT2026-%05lld", (long long)number(first, "sequence"))));
    assert_int_equal(text(first, "leaf").n, 64);
    assert_false(truth(first, "repeated"));
    assert_true(truth(again, "repeated"));
    assert_str(id_of(again, "id"), str_z(&kit.mem, id_of(first, "id")));
    assert_str(text(again, "number"), str_z(&kit.mem, text(first, "number")));
    assert_str(text(again, "leaf"), str_z(&kit.mem, text(first, "leaf")));
    assert_int_equal(balance_of("1111"), cash + 500000);
    refused(POST(HEAD ID1 "\"memo\":\"khác\"," LINES), 1, "voucher.request_reused@request_id");
    const struct json *other = done(POST(HEAD ID2 LINES));
    assert_int_equal(number(other, "sequence"), number(first, "sequence") + 1);
    /* without an id nobody knows whether this is another one */
    refused(POST(HEAD LINES), 1, "journal.similar@posting_on");
    assert_int_equal(balance_of("1111"), cash + 1000000);
    assert_false(truth(done(POST(HEAD "\"confirmed\":true," LINES)), "repeated"));
}

static void test_post__names_every_mistake_at_once(void **state)
{
    (void)state;
    refused(
        POST(
            "{\"kind\":\"journal\",\"org\":\"DEMO-RAU\",\"posting_on\":\"2026-13-02\",\"request_id\":\"abc\",\"memmo\":"
            "\"\",\"lines\":[{\"account\":\"9999\",\"dr_vnd\":500000},{\"account\":\"111\",\"cr_vnd\":400000},"
            "{\"dr_vnd\":1,\"cr_vnd\":1},{\"account\":\"5118\",\"cr_vnd\":\"7\",\"party\":\"NOBODY\",\"x\":0,\"y\":0}],"
            "\"moves\":[{\"item\":\"NOTHING\",\"qty\":1}]}"),
        1,
        "command.unknown_field@memmo command.not_date@posting_on command.required@lines[2].account "
        "command.unknown_field@lines[3].x command.unknown_field@lines[3].y command.not_integer@lines[3].cr_vnd "
        "command.unknown_code@lines[3].party command.unknown_code@moves[0].item voucher.request_id@request_id "
        "line.account_unknown@lines[0].account line.account_not_leaf@lines[1].account "
        "line.one_side@lines[2].dr_vnd line.one_side@lines[3].dr_vnd voucher.unbalanced@lines");
    refused(POST("{\"kind\":\"journall\",\"org\":\"DEMO-XYZ\"}"), 1,
            "voucher.kind_unknown@kind organisation.not_found@org");
    refused(POST(HEAD "\"request_id\":\"abc\"}"), 1, "voucher.request_id@request_id voucher.empty@lines");
    refused(POST("[]"), 2, "command.not_object@");
    refused(POST("{\"kind\":"), 2, "command.not_json@");
    refused(POST(HEAD "\"org\":\"DEMO-RAU\"," LINES), 1, "command.duplicate_field@org");
    refused(POST(HEAD "\"lines\":[{\"account\":\"1111\",\"dr_vnd\":1,\"dr_vnd\":2}]}"), 1,
            "command.duplicate_field@lines[0].dr_vnd");
    /* money is whole đồng, as a number */
    refused(POST(HEAD "\"lines\":[{\"account\":\"1111\",\"dr_vnd\":0.5},{\"account\":\"5118\",\"cr_vnd\":1e2}]}"), 1,
            "command.not_integer@lines[0].dr_vnd command.not_integer@lines[1].cr_vnd line.one_side@lines[1].dr_vnd");
}

/* The other kinds: a slip, its price, its payment. */
static void test_post__takes_deliveries_prices_and_cash(void **state)
{
    (void)state;
#define SLIP(rest)                                                                                                     \
    "{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"2026-03-02\",\"member\":\"TV001\",\"item\":"          \
    "\"CAIMO\","                                                                                                       \
    "\"gross\":412500,\"tare\":12500,\"price_later\":true" rest "}"
    const struct json *slip = done(POST(SLIP("")));
    refused(POST(SLIP("")), 1, "intake.similar@gross");
    refused(POST(SLIP(",\"confirmed\":\"yes\"")), 1, "command.not_bool@confirmed");
    assert_true(number(done(POST(SLIP(",\"confirmed\":true"))), "sequence") == number(slip, "sequence") + 1);
    refused(
        POST("{\"kind\":\"intake.delivery\",\"org\":\"DEMO-RAU\",\"on\":\"2046-03-02\",\"member\":\"NOBODY\",\"item\":"
             "\"CAIMO\",\"gross\":10,\"tare\":10,\"price_vnd\":-1,\"request_id\":\"x\"}"),
        1,
        "voucher.request_id@request_id voucher.posting_on@on party.not_found@member intake.net@tare "
        "intake.price@price_vnd");
    str id = id_of(slip, "id");
    str price = str_fmt(&kit.mem,
                        "{\"kind\":\"intake.price\",\"org\":\"DEMO-RAU\",\"on\":\"2026-03-03\",\"slip\":\"" STR_FMT
                        "\",\"price_vnd\":11000}",
                        STR_ARG(id));
    assert_str(text(done(HOPTAC(price, "voucher", "post")), "book"), "PDG");
    refused(HOPTAC(price, "voucher", "post"), 1, "intake.priced@price_vnd");
    refused(POST("{\"kind\":\"intake.price\",\"org\":\"DEMO-RAU\",\"slip\":\"999999\",\"price_vnd\":1}"), 3,
            "intake.not_found@slip");
    str pay =
        str_fmt(&kit.mem,
                "{\"kind\":\"payment.out\",\"org\":\"DEMO-RAU\",\"on\":\"2026-03-04\",\"purpose\":\"pay_produce\","
                "\"party\":\"TV001\",\"parts\":[{\"voucher\":\"" STR_FMT "\",\"amount_vnd\":1000}]}",
                STR_ARG(id));
    const struct json *paid = done(HOPTAC(pay, "voucher", "post"));
    refused(HOPTAC(pay, "voucher", "post"), 1, "payment.similar@amount_vnd");
    refused(POST("{\"kind\":\"payment.out\",\"org\":\"DEMO-RAU\",\"on\":\"2046-03-04\",\"purpose\":\"x\",\"party\":"
                 "\"NOBODY\","
                 "\"amount_vnd\":-5,\"request_id\":\"x\"}"),
            1,
            "party.not_found@party payment.purpose@purpose payment.amount@amount_vnd voucher.request_id@request_id "
            "voucher.posting_on@on");
    /* what was paid stands on the slip */
    const char *paper = str_z(&kit.mem, text(slip, "number"));
    refused(HOPTAC(S(""), "voucher", "void", "--org", "DEMO-RAU", paper, "--reason", "nhầm"), 1,
            "voucher.has_dependents@voucher_id");
    const struct json *gone = done(HOPTAC(S(""), "voucher", "void", "--org", "DEMO-RAU", paper, "--reason",
                                          "ghi \"nhầm\"", "--posting-on", "05/03/2026", "--with-dependents"));
    assert_str(text(gone, "book"), "HUY");
    paper = str_z(&kit.mem, text(paid, "number"));
    assert_true(truth(done(HOPTAC(S(""), "voucher", "show", "--org", "DEMO-RAU", paper)), "void"));
}

static void test_void__is_one_act_and_show_tells_all(void **state)
{
    (void)state;
#define VOID(...) HOPTAC(S(""), "voucher", "void", "--org", "DEMO-RAU", paper, __VA_ARGS__)
    const struct json *p = done(POST(HEAD ID3 "\"memo\":\"bán rau\"," LINES));
    const char *paper = str_z(&kit.mem, text(p, "number"));
    refused(VOID("--reason", " ", "--request-id", "x", "--posting-on", "2046-01-01"), 1,
            "void.reason@reason voucher.request_id@request_id voucher.posting_on@posting_on");
    refused(VOID("--reason", "nhầm", "--posting-on", "2026-03-01"), 1, "void.before_original@posting_on");
    const char *id = "0190b6a0-7c3e-7abc-8def-0123456789ff";
    const struct json *v = done(VOID("--reason", "nhầm", "--posting-on", "2026-03-02", "--request-id", id));
    assert_true(truth(done(VOID("--reason", "nhầm", "--posting-on", "2026-03-02", "--request-id", id)), "repeated"));
    refused(VOID("--reason", "khác", "--posting-on", "2026-03-02", "--request-id", id), 1,
            "voucher.request_reused@request_id");
    refused(VOID("--reason", "nhầm"), 1, "voucher.already_void@voucher_id");
    const struct json *o = done(HOPTAC(S(""), "voucher", "show", "--org", "DEMO-RAU", paper));
    assert_str(id_of(o, "id"), str_z(&kit.mem, id_of(p, "id")));
    assert_str(id_of(o, "reversed_by_id"), str_z(&kit.mem, id_of(v, "id")));
    assert_str(text(o, "memo"), "bán rau");
    assert_str(text(o, "posting_on"), "2026-03-02");
    assert_int_equal(number(o, "amount_vnd"), 500000);
    const struct json *line = json_get(o, S("lines"))->child;
    assert_str(text(line, "account"), "1111");
    assert_int_equal(number(line, "dr_vnd"), 500000);
    (void)id_of(line, "party_id");
    /* by id as well, and the cancellation has the negative amounts */
    const char *void_id = str_z(&kit.mem, id_of(v, "id"));
    o = done(HOPTAC(S(""), "voucher", "show", "--org", "DEMO-RAU", void_id));
    assert_int_equal(number(json_get(o, S("lines"))->child, "dr_vnd"), -500000);
    refused(HOPTAC(S(""), "voucher", "void", "--org", "DEMO-RAU", void_id, "--reason", "x"), 1,
            "voucher.void_of_void@voucher_id");
}

/* ---- journals in and out ---- */

static str run(const char *const *argv)
{
    struct ran r = run_program(&kit, argv, S(""));
    if (r.code != 0)
        fail_msg("%s ended with %d: " STR_FMT STR_FMT, argv[0], r.code, STR_ARG(r.out), STR_ARG(r.err));
    return r.out;
}

static str export(const char *org, const char *format)
{
    struct ran r = HOPTAC(S(""), "export", "journal", "--org", org, "--format", format);
    assert_int_equal(r.code, 0);
    return r.out;
}

static const struct json *import(const char *org, const char *format, str journal)
{
    return done(HOPTAC(journal, "import", "journal", "--org", org, "--format", format));
}

static int count(str s, const char *what)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(s, str_of(what))) >= 0; n++)
        s = str_sub(s, at + str_of(what).n, s.n);
    return n;
}

/* An organisation of its own, so that its journal is what was put in. */
static void organisation(const char *code)
{
    done(HOPTAC(S(""), "org", "add", "--code", code, "--name", str_z(&kit.mem, str_fmt(&kit.mem, "HTX DEMO %s", code)),
                "--kind", "cooperative", "--commune", "DEMO1", "--demo"));
}

static void member(const char *org, const char *name)
{
    done(HOPTAC(S(""), "member", "add", "--org", org, "--name", name, "--class", "official"));
}

#define CSV_HEAD "date,voucher,account,party,debit_vnd,credit_vnd,memo\n"

/* What came out goes into another organisation and comes out the same, but for the numbers. */
static void test_journal__goes_out_and_in_and_out_the_same(void **state)
{
    static const char *const csv = CSV_HEAD "2026-02-01,A1,1111,,500000,0,\"bán \"\"rau\"\", chợ\"\n"
                                            "2026-02-01,A1,5118,,0,500000,\n"
                                            "2026-02-02,A2,156,,70000,0,mua cải\n2026-02-02,A2,331,TV001,0,70000,\n"
                                            "2026-02-03,,003,,9,0,gửi bán\n";
    (void)state;
    organisation("DEMO-MOT"), organisation("DEMO-HAI");
    member("DEMO-MOT", "DEMO Trần Văn Một"), member("DEMO-HAI", "DEMO Trần Văn Hai");
    const struct json *in = import("DEMO-MOT", "csv", str_of(csv));
    assert_int_equal(number(in, "vouchers"), 3);
    assert_int_equal(number(in, "lines"), 5);
    assert_int_equal(number(in, "repeated"), 0);
    assert_int_equal(number(import("DEMO-MOT", "csv", str_of(csv)), "repeated"), 3);
    str first = export("DEMO-MOT", "hledger");
    import("DEMO-HAI", "hledger", first);
    str second = export("DEMO-HAI", "hledger");
    assert_int_equal(count(second, "party:TV001"), 1);
    assert_int_equal(count(second, " VND"), count(first, " VND"));
    for (int i = 0; i < 2; i++) {
        str path = str_fmt(&kit.mem, STR_FMT "/%d.journal", STR_ARG(kit_folder(&kit)), i);
        const char *file = str_z(&kit.mem, path);
        kit_ok(&kit, os_write_file_durable(&kit.cx, path, i ? second : first));
        str h = run((const char *const[]){ "hledger", "-f", file, "balance", "--flat", "-N", "-O", "csv", NULL });
        assert_int_equal(count(h, "\"1111\",\"500000 VND\""), 1);
        assert_int_equal(count(h, "\"331\",\"-70000 VND\""), 1);
        h = run((const char *const[]){ "ledger", "--init-file", "/dev/null", "-f", file, "balance", "--flat", NULL });
        assert_int_equal(count(h, "500000 VND  1111"), 1);
    }
    /* the same entries in another file, or by hand, are not another act */
    refused(HOPTAC(str_of(CSV_HEAD "2026-02-02,Z,331,TV001,0,70000,\n2026-02-02,Z,156,,70000,0,\n"), "import",
                   "journal", "--org", "DEMO-HAI", "--format", "csv"),
            1, "journal.similar@line 2");
    const struct json *more =
        done(HOPTAC(str_of(CSV_HEAD "2026-02-02,Z,331,TV001,0,70000,\n2026-02-02,Z,156,,70000,0,\n"), "import",
                    "journal", "--org", "DEMO-HAI", "--format", "csv", "--duplicate-ok"));
    assert_int_equal(number(more, "vouchers"), 1);
    const struct json *list = json_of(export("DEMO-MOT", "json"));
    assert_int_equal(list->n, 3);
    assert_str(text(list->child, "memo"), "A1 bán \"rau\", chợ");
    (void)id_of(list->child, "id");
    assert_int_equal(number(json_get(list->child, S("lines"))->child, "dr_vnd"), 500000);
    assert_int_equal(count(export("DEMO-MOT", "csv"), "\r\n"), 6);
    refused(HOPTAC(str_of(CSV_HEAD "2026-02-30,,1111,,1,0,\n2026-02-03,,9999,,5,0,\n2026-02-03,,331,AI,0,5,\n"),
                   "import", "journal", "--org", "DEMO-HAI", "--format", "csv"),
            1, "journal.date@line 2 journal.party_unknown@line 4 line.account_unknown@line 3");
}

/* ---- the register, people, everything of one organisation ---- */

static void test_org__list_has_what_scripts_read(void **state)
{
    (void)state;
    const struct json *list = done(HOPTAC(S(""), "org", "list"));
    int n_demo = 0, found = 0;
    assert_true(list->kind == JSON_ARRAY && list->n >= 5);
    for (const struct json *o = list->child; o; o = o->next) {
        assert_true(text(o, "code").n > 0 && text(o, "name").n > 0 && text(o, "kind").n > 0);
        n_demo += truth(o, "demo");
        found += str_eq(text(o, "code"), S("DEMO-RAU"));
        (void)id_of(o, "id");
    }
    assert_int_equal(found, 1);
    assert_int_equal(n_demo, done(HOPTAC(S(""), "org", "list", "--demo"))->n);
    assert_true(truth(done(HOPTAC(S(""), "org", "show", "DEMO-RAU")), "demo"));
    const struct json *made = done(HOPTAC(S(""), "org", "add", "--code", "DEMO-MOI", "--name", "HTX \"DEMO\" \\ Mới",
                                          "--kind", "cooperative", "--commune", "DEMO1", "--demo"));
    assert_str(text(made, "name"), "HTX \"DEMO\" \\ Mới");
    assert_str(text(done(HOPTAC(S(""), "org", "set", "DEMO-MOI", "four_eyes", "all")), "four_eyes"), "all");
    refused(HOPTAC(S(""), "org", "show", "DEMO-KHONG"), 3, "organisation.not_found@org");
}

static void test_user__is_added_and_listed(void **state)
{
    (void)state;
#define USER(login, password)                                                                                          \
    HOPTAC(S(password), "user", "add", "--login", login, "--name", "DEMO Người \"Mới\"", "--role", "accountant",       \
           "--org", "DEMO-RAU")
    const struct json *u = done(USER("ke.toan.moi", "mật khẩu dài của riêng tôi\n"));
    assert_str(text(u, "login"), "ke.toan.moi");
    (void)id_of(u, "id");
    assert_int_equal(USER("ke.toan.moi", "mật khẩu dài của riêng tôi\n").code, 1);
    assert_int_equal(USER("ke.toan.hai", "123456\n").code, 1);
    const struct json *list = done(HOPTAC(S(""), "user", "list", "--search", "ke.toan.moi"));
    assert_int_equal(list->n, 1);
    assert_str(text(list->child, "name"), "DEMO Người \"Mới\"");
    assert_str(text(list->child, "org"), "DEMO-RAU");
    done(HOPTAC(S(""), "user", "role", "--login", "ke.toan.moi", "--org", "DEMO-RAU", "--role", "cashier"));
    done(HOPTAC(S("một mật khẩu khác hẳn\n"), "user", "password", "--login", "ke.toan.moi"));
    refused(HOPTAC(S("một mật khẩu khác hẳn\n"), "user", "password", "--login", "khong.ai"), 3, "user.not_found@login");
}

static void test_backup__comes_back_and_export_is_one_organisation(void **state)
{
    (void)state;
    const char *folder = str_z(&kit.mem, str_fmt(&kit.mem, STR_FMT "/sao \"lưu\"", STR_ARG(kit_folder(&kit))));
    const char *was = db;
    int64_t cash = balance_of("1111");
    assert_str(text(done(HOPTAC(S(""), "backup", folder)), "folder"), folder);
    refused(HOPTAC(S(""), "backup", folder), 1, "backup.exists@FOLDER");
    db = str_z(&kit.mem, kit_new_url(&kit));
    done(HOPTAC(S(""), "restore", folder));
    assert_int_equal(balance_of("1111"), cash);
    assert_int_equal(done(HOPTAC(S(""), "doctor"))->n, 3);
    refused(HOPTAC(S(""), "restore", folder), 1, kit_on_postgres() ? "restore.not_empty@db" : "restore.target@db");
    refused(HOPTAC(S(""), "restore", "/nowhere"), 3, "restore.nothing@FOLDER");
    db = was;
    struct ran all = HOPTAC(S(""), "export", "--org", "DEMO-RAU");
    assert_int_equal(all.code, 0);
    int rows = 0;
    for (struct str_cut c = str_cut(all.out, '\n'); c.head.n; c = str_cut(c.tail, '\n'), rows++)
        (void)json_of(c.head);
    assert_true(rows > 500);
    assert_int_equal(count(all.out, "DEMO-LUA"), 0);
}

/* ---- exit codes ---- */

static void test_usage__is_exit_2_and_names_all(void **state)
{
    (void)state;
    refused(HOPTAC(S(""), "voucher", "void", "--posting-on", "gestern", "--frob", "PKT2026-00001"), 2,
            "cli.option_missing@org cli.option_missing@reason cli.date@posting-on cli.argument_unknown@");
    refused(HOPTAC(S(""), "voucher", "show", "--org"), 2, "cli.option_value@org cli.argument_missing@VOUCHER");
    refused(HOPTAC(S(""), "export", "journal", "--org", "DEMO-RAU", "--format", "xml"), 2, "cli.format@format");
    refused(HOPTAC(S(""), "import", "journal", "--org", "DEMO-RAU", "--format", "json"), 2, "cli.format@format");
    refused(HOPTAC(S(""), "serve", "--port", "x"), 2, "serve.port@port");
    refused(HOPTAC(S(""), "serve", "--demo", "--address", "0.0.0.0"), 2, "serve.demo_reach@address");
    refused(HOPTAC(S(""), "serve", "--address", "0.0.0.0"), 2, "serve.plain_reach@address");
    refused(HOPTAC(S(""), "voucher", "frob"), 2, "cli.verb_unknown@");
    refused(HOPTAC(S(""), "jobs", "run", "frob"), 3, "job.none@name");
    struct ran r = run_line(&kit, S(""), "voucher", "frob");
    assert_int_equal(r.code, 2);
    assert_true(r.out.n == 0 && str_find(r.err, S("There is no command voucher frob. [cli.verb_unknown]")) > 0);
    r = run_line(&kit, S(""), "--help");
    assert_int_equal(r.code, 0);
    assert_int_equal(count(r.out, "hoptac import journal"), 1);
    assert_int_equal(run_line(&kit, S(""), "balance", "--help").code, 0);
    kit.cx.lang = LANG_VI;
    r = run_line(&kit, S(""), "balance", "--db", db, "--org", "KHONG", "--lang", "vi");
    kit.cx.lang = LANG_EN;
    assert_int_equal(r.code, 3);
    assert_true(str_find(r.err, S("Không có đơn vị")) > 0);
}

static int argument_of(const struct command *v)
{
    const char *argv[16];
    int n = 0;
    for (struct str_cut w = { .tail = str_of(v->name), .found = true }; w.found; n++) {
        w = str_cut(w.tail, ' ');
        argv[n] = str_z(&kit.mem, w.head);
    }
    const char *const more[] = { "--frob", "--db", db, "--json", NULL };
    memcpy(argv + n, more, sizeof more);
    struct ran r = run_hoptac(&kit, argv, S(""));
    if (str_find(errors_of(r), S("cli.argument_unknown@")) < 0)
        fail_msg("%s: " STR_FMT, v->name, STR_ARG(r.out));
    return r.code;
}

/* Whoever adds a verb gets this for nothing, unless they read options by hand. */
static void test_verbs__take_db_and_json_and_refuse_what_they_do_not_know(void **state)
{
    int n = 0;
    (void)state;
    for (int i = 0; i < n_app_commands; i++, n++)
        assert_int_equal(argument_of(&app_commands[i]), 2);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_commands; i++, n++)
            assert_int_equal(argument_of(&features[f]->commands[i]), 2);
    assert_true(n > 30);
}

static void test_missing__is_exit_3(void **state)
{
    (void)state;
    refused(HOPTAC(S(""), "balance", "--org", "KHONG"), 3, "organisation.not_found@org");
    refused(HOPTAC(S(""), "voucher", "show", "--org", "DEMO-RAU", "PKT2026-99999"), 3, "voucher.not_found@voucher_id");
    refused(HOPTAC(S(""), "voucher", "show", "--org", "DEMO-RAU", "9999999"), 3, "voucher.not_found@voucher_id");
    refused(HOPTAC(S(""), "export", "--org", "KHONG"), 3, "organisation.not_found@org");
    refused(HOPTAC(S(""), "export", "journal", "--org", "KHONG"), 3, "organisation.not_found@org");
    refused(HOPTAC(S(""), "user", "role", "--login", "khong.ai", "--org", "DEMO-RAU", "--role", "cashier"), 3,
            "user.not_found@login");
    refused(POST("{\"kind\":\"journal\",\"org\":\"KHONG\"}"), 3, "organisation.not_found@org");
}

static void test_environment__is_exit_4(void **state)
{
    (void)state;
    const char *was = db, *folder = str_z(&kit.mem, kit_folder(&kit));
    db = str_z(&kit.mem, str_fmt(&kit.mem, "%s/nowhere.db", folder));
    refused(HOPTAC(S(""), "org", "list"), 4, "store.missing@db");
    kit_ok(&kit, os_write_file_durable(&kit.cx, str_of(db), S("this is not a database, whatever its name may say")));
    assert_int_equal(HOPTAC(S(""), "org", "list").code, 4);
    (void)errors_of(HOPTAC(S(""), "init"));
    db = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2";
    assert_int_equal(HOPTAC(S(""), "org", "list").code, 4);
    (void)errors_of(HOPTAC(S(""), "doctor"));
    db = was;
    refused(HOPTAC(S(""), "import", "journal", "--org", "DEMO-RAU", "/nowhere.journal"), 4, "os.read@");
}

/* ---- doctor ---- */

static result break_sum(struct cx *cx, struct db *db_, void *arg)
{
    (void)cx;
    return db_exec(db_, arg);
}

static void spoil(const char *sql)
{
    kit.url = str_of(db);
    kit_open_again(&kit);
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, break_sum, (void *)(uintptr_t)sql));
    kit_close(&kit);
}

static void test_doctor__finds_and_repairs(void **state)
{
    (void)state;
    const struct json *well = done(HOPTAC(S(""), "doctor"));
    assert_true(truth(well, "ok") && number(well, "checks") > 30 && json_get(well, S("findings"))->n == 0);
    spoil("UPDATE sum_account SET dr_vnd = dr_vnd + 1 WHERE account = '1111'");
    struct ran r = HOPTAC(S(""), "doctor");
    assert_int_equal(r.code, 1);
    const struct json *ill = json_of(r.out), *f = json_get(ill, S("findings"));
    assert_false(truth(ill, "ok"));
    assert_true(f->n > 0 && text(f->child, "check").n > 0 && text(f->child, "detail").n > 0);
    assert_true(truth(done(HOPTAC(S(""), "doctor", "--repair")), "ok"));
    assert_true(truth(done(HOPTAC(S(""), "doctor", "--quick")), "ok"));
    spoil("UPDATE voucher_memo SET memo = 'x' WHERE voucher_id = (SELECT max(voucher_id) FROM voucher_memo)");
    assert_int_equal(HOPTAC(S(""), "doctor").code, 1);
    assert_int_equal(HOPTAC(S(""), "doctor", "--quick").code, 0);
    spoil("DELETE FROM voucher_memo WHERE memo = 'x'");
}

/* ---- serve ---- */

static str get(int port, const char *path)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    str rq = str_fmt(&kit.mem, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
    assert_int_equal(write(fd, rq.s, (size_t)rq.n), rq.n);
    struct buf b = buf_new(&kit.mem);
    char part[4096];
    for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;)
        buf_put(&b, (str){ part, n });
    close(fd);
    return buf_str(&b);
}

static void test_serve__answers_until_it_is_told_to_end(void **state)
{
    (void)state;
    const char *const argv[] = { "serve", "--db", db, "--port", "0", "--address", "127.0.0.1", "--json", NULL };
    struct running r = run_begin(&kit, argv);
    int64_t port = 0, end_at = os_monotonic() + 30000000;
    while (!port && os_monotonic() < end_at) {
        str out = run_output(&kit, &r), url = str_ends(out, S("\n")) ? text(json_of(out), "url") : S("");
        if (url.n)
            (void)str_to_i64(str_cut(str_sub(url, str_of("http://127.0.0.1:").n, url.n), '/').head, &port);
        usleep(20000);
    }
    assert_true(port > 0);
    assert_true(str_starts(get((int)port, "/login"), S("HTTP/1.1 200")));
    assert_true(str_starts(get((int)port, "/api/v1/orgs"), S("HTTP/1.1 401")));
    assert_int_equal(run_end(&r), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_post__prints_what_it_posted_and_says_it_again),
        cmocka_unit_test(test_post__names_every_mistake_at_once),
        cmocka_unit_test(test_post__takes_deliveries_prices_and_cash),
        cmocka_unit_test(test_void__is_one_act_and_show_tells_all),
        cmocka_unit_test(test_journal__goes_out_and_in_and_out_the_same),
        cmocka_unit_test(test_org__list_has_what_scripts_read),
        cmocka_unit_test(test_user__is_added_and_listed),
        cmocka_unit_test(test_backup__comes_back_and_export_is_one_organisation),
        cmocka_unit_test(test_usage__is_exit_2_and_names_all),
        cmocka_unit_test(test_verbs__take_db_and_json_and_refuse_what_they_do_not_know),
        cmocka_unit_test(test_missing__is_exit_3),
        cmocka_unit_test(test_environment__is_exit_4),
        cmocka_unit_test(test_doctor__finds_and_repairs),
        cmocka_unit_test(test_serve__answers_until_it_is_told_to_end),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* A person is erased: nothing that names the person is left in any row of any table, nor in any byte of the database's
   file; the books, the log and its proofs stay as they were. What vouchers must say goes when their time is over. */
#include "tests/kit/run.h"
#include "tests/kit/visit.h"

#include "base/json.h"
#include "base/text.h"
#include "db/tables.h"
#include "features/books/accounting/template.h"
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "features/people/passbook/passbook.h"
#include "features/trust/privacy/privacy_erase.h"
#include "features/trust/privacy/privacy_requests.h"
#include "features/trust/unfinished/unfinished.h"
#include "os/os.h"
#include "vouchers/words.h"
#include "web/list/list_keep.h"

#include <stdio.h>

#define BASE "/orgs/DEMO-RAU/privacy"
#define NAME "Hoàng Thị Sả"
#define PHONE "0987654321"
#define NUMBER "001180123456"
#define ADDRESS "Ngõ Kín 77"
#define HAMLET "Xóm Bí Mật"
#define YEAR ((int64_t)366 * 24 * 3600 * 1000000)

static struct kit kit;
static struct app app;
static struct visitor officer, director, accountant, member;
static struct organisation home;
static struct member_seal seal;
static int64_t person_id, keeper_id; /* TV005; the accountant's user */

/* ---- looking for traces ---- */

struct search {
    str needle;
    const struct db_table *table;
    int n;
    bool tell;
};

static result look(struct cx *cx, void *arg, const void *row)
{
    struct search *s = arg;
    (void)cx;
    for (int i = 0; i < s->table->n_col; i++) {
        uint8_t type = s->table->col[i].type;
        const str *v = (const str *)(const void *)((const char *)row + s->table->select_all->col[i].offset);
        if ((type != DB_TEXT && type != DB_BLOB) || str_find(*v, s->needle) < 0)
            continue;
        s->n++;
        if (s->tell)
            print_error("  %s.%s holds “" STR_FMT "”\n", s->table->name, s->table->col[i].name, STR_ARG(s->needle));
    }
    return OK;
}

static result all_tables(struct cx *cx, struct db *db, void *arg)
{
    struct search *s = arg;
    (void)cx;
    for (int i = 0; i < n_db_tables; i++) {
        s->table = &db_tables[i];
        TRY(db_run_each(db, s->table->select_all, NULL, look, s));
    }
    return OK;
}

static int in_file(const char *end, str needle)
{
    str path = str_fmt(&kit.mem, STR_FMT "%s", STR_ARG(kit.url), end), bytes;
    size_t mark = arena_mark(&kit.mem);
    if (!os_exists(path))
        return 0;
    kit_ok(&kit, os_read_file(&kit.cx, path, (size_t)1 << 28, &bytes));
    int n = str_find(bytes, needle) >= 0;
    arena_reset(&kit.mem, mark);
    return n;
}

/* How many cells hold it; with tell, each is named. In SQLite's files it counts as one more. */
static int traces(str needle, bool tell)
{
    struct search s = { .needle = needle, .tell = tell };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, all_tables, &s));
    if (!kit_on_postgres())
        s.n += in_file("", needle) + in_file("-wal", needle);
    return s.n;
}

/* ---- the person, all over the place ---- */

struct work {
    int64_t id;
    struct draft draft;
    struct journal_template template;
    struct posted posted;
    const char *code;
    struct privacy_erase_in in;
    struct privacy_erased done;
    struct privacy_plan plan;
};

static result w_find(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &home));
    return party_by_code(cx, db, home.org_id, str_of(k->code), &k->id);
}

static int64_t id_of(const char *code)
{
    struct work k = { .code = code };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_find, &k));
    return k.id;
}

static result put(db_work_fn fn, struct work *k) { return store_write(kit.store, &kit.cx, &home.org_id, 1, fn, k); }

static str header_of(const struct response *rs, const char *name)
{
    for (int i = 0; i < rs->n_header; i++)
        if (str_eq_nocase(rs->header[i].name, str_of(name)))
            return rs->header[i].value;
    return S("");
}

static str enc(const char *s) { return http_url_encode(&kit.mem, str_of(s)); }

static void member_post(const char *code, const char *act, str form)
{
    struct response rs =
        visit_post(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/%s", (long long)id_of(code), act), form);
    visit_expect(&rs, 303);
}

static result w_draft(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    k->draft = (struct draft){ .org_id = home.org_id,
                               .kind = S("journal"),
                               .command_json = S("{\"memo\":\"trả bà " NAME "\",\"lines\":[]}"),
                               .note = S("hỏi " NAME) };
    return draft_save(cx, db, &k->draft);
}

static result w_template(struct cx *cx, struct db *db, void *arg)
{
    static const struct template_line line = { .account = LIT("642") };
    struct work *k = arg;
    k->template = (struct journal_template){
        .org_id = home.org_id, .name = S("Tiền công " NAME), .memo = S("Trả công " NAME), .line = &line, .n_line = 1
    };
    return template_save(cx, db, &k->template, (date){ 20260301 });
}

static result w_month(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(period_set(cx, db, home.org_id, 202501, S("closed"), S("đã đối chiếu với " NAME)));
    return OK;
}

static result w_filter(struct cx *cx, struct db *db, void *arg)
{
    struct actor was = cx->actor;
    (void)arg;
    cx->actor.user_id = keeper_id;
    TRY(list_keep_filter(cx, db, S("members"), S("bà Sả"), S("q=Ho%C3%A0ng+Th%E1%BB%8B+S%E1%BA%A3")));
    cx->actor = was;
    return OK;
}

static result w_journal(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct passbook b;
    struct passbook_query q = { home.org_id, person_id, { 19000101 }, DATE_OPEN };
    TRY(passbook_read(cx, db, &q, &b));
    struct line l[] = { { .account = S("331"), .party_id = person_id, .dr = b.close },
                        { .account = S("1111"), .cr = b.close } };
    struct voucher v = { .kind = S("journal"),
                         .org_id = home.org_id,
                         .document_on = { 20260302 },
                         .posting_on = { 20260302 },
                         .request_id = os_uuid7(cx->mem),
                         .memo = S("trả hết cho bà Sả"),
                         .command = S("x"),
                         .line = l,
                         .n_line = 2 };
    return voucher_post(cx, db, &v, &k->posted);
}

static result w_other_memo(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct line l[] = { { .account = S("642"), .dr = { 5000 } }, { .account = S("1111"), .cr = { 5000 } } };
    struct voucher v = { .kind = S("journal"),
                         .org_id = home.org_id,
                         .document_on = { 20260302 },
                         .posting_on = { 20260302 },
                         .request_id = os_uuid7(cx->mem),
                         .memo = k->code ? str_of(k->code) : S("nước uống khi họp với bà " NAME),
                         .command = S("x"),
                         .line = l,
                         .n_line = 2 };
    return voucher_post(cx, db, &v, &k->posted);
}

/* The account with which the member looks at the own passbook. */
static result w_account(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return user_add(cx, db,
                    &(struct user_in){ .org_id = home.org_id,
                                       .login = S("sa.thanhvien"),
                                       .full_name = S("DEMO " NAME),
                                       .role = S("member"),
                                       .is_demo = true },
                    &k->id);
}

static result w_link(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return own_link_set(cx, db, &(struct own_link){ home.org_id, k->id, S("TV005") });
}

static void keep_unfinished(void)
{
    struct pair pair[] = { { S("full_name"), S("em bà " NAME) }, { S("hamlet"), S("x") } };
    struct kept k = { S("/orgs/DEMO-RAU/members"), os_uuid7(&kit.mem), pair, 2 };
    int64_t id;
    kit_ok(&kit, unfinished_keep(&kit.cx, kit.store, keeper_id, &k, &id));
    assert_true(id != 0);
}

static result w_keeper(struct cx *cx, struct db *db, void *arg)
{
    struct user u;
    bool found;
    (void)arg;
    TRY(user_by_login(cx, db, S("ketoan.rau"), &u, &found));
    keeper_id = u.id;
    return OK;
}

static struct visitor enter(const char *login)
{
    struct visitor v = visit(&kit, &app);
    visit_login(&v, login);
    return v;
}

/* TV005 stands in every room before the tests begin. */
static int begin(void **state)
{
    struct work k = { 0 };
    (void)state;
    kit_begin(&kit);
    kit_demo(&kit, &app);
    officer = enter("dulieu.rau"), director = enter("giamdoc.rau"), accountant = enter("ketoan.rau");
    person_id = id_of("TV005");
    kit_ok(&kit, member_seal_get(&kit.cx, kit.store, &seal));
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_keeper, &k));
    member_post("TV005", "edit",
                str_fmt(&kit.mem,
                        "full_name=" STR_FMT "&phone=" PHONE "&personal_number=" NUMBER "&address=" STR_FMT
                        "&hamlet=" STR_FMT "&tax_code=8001234567&birth_on=3/1/1968&duplicate_ok=1&reason=" STR_FMT,
                        STR_ARG(enc("DEMO " NAME)), STR_ARG(enc(ADDRESS)), STR_ARG(enc(HAMLET)),
                        STR_ARG(enc("theo lời bà " NAME))));
    member_post("TV009", "edit",
                str_fmt(&kit.mem, "full_name=" STR_FMT "&hamlet=X&duplicate_ok=1&reason=" STR_FMT,
                        STR_ARG(enc("DEMO Lê Văn Khác")), STR_ARG(enc("con bà " NAME ", gọi " PHONE))));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, w_account, &k));
    kit_ok(&kit, put(w_link, &k));
    member = enter("sa.thanhvien");
    kit_ok(&kit, put(w_draft, &k));
    kit_ok(&kit, put(w_template, &k));
    kit_ok(&kit, put(w_month, &k));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, w_filter, &k));
    kit_ok(&kit, put(w_other_memo, &k));
    k.code = "gọi số " PHONE;
    kit_ok(&kit, put(w_other_memo, &k));
    keep_unfinished();
    return 0;
}

static result w_verify(struct cx *cx, void *arg, const struct voucher_words *w)
{
    struct db *db = arg;
    return voucher_verify(cx, db, home.org_id, w->voucher_id);
}

static result w_proofs(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    (void)cx;
    return voucher_words_each(db, home.org_id, 0, w_verify, db);
}

/* The books and the log say what they said. */
static void check_books(void)
{
    kit_check_invariants(&kit, voucher_invariants, n_voucher_invariants);
    for (int f = 0; f < n_features; f++)
        kit_check_invariants(&kit, features[f]->invariants, features[f]->n_invariants);
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_proofs, NULL));
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* ---- the story, in order ---- */

static str page; /* of the request to erase */

static struct response erase(const char *form)
{
    return visit_post(&officer, str_fmt(&kit.mem, STR_FMT "/erase", STR_ARG(page)), str_of(form));
}

static void test_erase__is_refused_while_there_are_duties(void **state)
{
    struct work k = { 0 };
    (void)state;
    struct response rs =
        visit_post(&officer, S(BASE), S("party=TV005&kind=erase&asked_on=2/3/2026&words=t%C3%B4i+" PHONE));
    visit_expect(&rs, 303);
    page = str_dup(&kit.mem, header_of(&rs, "Location"));
    rs = erase("");
    visit_expect(&rs, 409);
    assert_true(holds(&rs, "This person is a member"));
    assert_true(holds(&rs, "stand open"));
    member_post("TV005", "leave", str_fmt(&kit.mem, "from=2/3/2026&reason=" STR_FMT, STR_ARG(enc(NAME " chuyển nhà"))));
    rs = erase("confirmed=1");
    visit_expect(&rs, 409);
    assert_false(holds(&rs, "This person is a member"));
    kit_ok(&kit, put(w_journal, &k));
}

static void test_erase__shows_first_what_goes_and_what_stays(void **state)
{
    (void)state;
    struct response rs = visit_get(&member, S("/orgs/DEMO-RAU/passbook"));
    visit_expect(&rs, 200);
    rs = erase("");
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "Goes by itself after 31/12/2036"));
    assert_true(holds(&rs, "Law on Accounting 88/2015/QH13"));
    assert_true(holds(&rs, "nước uống khi họp"));
    assert_true(holds(&rs, "with the vouchers, until 31/12/2036"));
    assert_true(holds(&rs, "con bà " NAME));
    assert_true(holds(&rs, "Erase for ever"));
    assert_true(traces(S(PHONE), false) > 0);
    struct pair header[] = { visit_header("Content-Type", "application/json"),
                             visit_header("X-CSRF-Token", officer.csrf),
                             visit_header("Sec-Fetch-Site", "same-origin") };
    rs = visit_send(&officer, (struct request){ .method = METHOD_POST,
                                                .path = str_fmt(&kit.mem, "/api/v1" STR_FMT "/erase", STR_ARG(page)),
                                                .header = header,
                                                .n_header = 3,
                                                .body = S("{}") });
    visit_expect(&rs, 200);
    assert_true(holds(&rs, "\"keep_until\":\"2036-12-31\""));
}

static void test_erase__leaves_only_what_vouchers_must_say(void **state)
{
    (void)state;
    assert_true(traces(S(HAMLET), false) > 0);
    struct response rs = erase("confirmed=1");
    visit_expect(&rs, 303);
    assert_int_equal(traces(S(PHONE), true), 0);
    assert_int_equal(traces(S(NUMBER), true), 0);
    assert_int_equal(traces(S(HAMLET), true), 0);
    assert_int_equal(traces(S("sa.thanhvien"), true), 0);
    rs = visit_get(&member, S("/orgs/DEMO-RAU/passbook"));
    visit_expect(&rs, 303); /* to the log-in */
    assert_int_equal(traces(S("hoang thi sa"), true), 0);
    assert_int_equal(traces(S("theo lời"), true), 0);
    assert_int_equal(traces(S("chuyển nhà"), true), 0);
    assert_true(traces(S(NAME), false) > 0); /* on vouchers */
    assert_true(traces(S(ADDRESS), false) > 0);
    rs = visit_get(&officer, page);
    assert_true(holds(&rs, "must be kept until 31/12/2036"));
    check_books();
}

static void test_restricted__nobody_finds_the_person_but_on_vouchers(void **state)
{
    (void)state;
    struct response rs = visit_get(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld", (long long)person_id));
    visit_expect(&rs, 200);
    assert_false(holds(&rs, NAME));
    assert_true(holds(&rs, "Only vouchers still show"));
    rs = visit_get(&director, S("/orgs/DEMO-RAU/members?per=200"));
    assert_false(holds(&rs, NAME));
    rs = visit_get(&director, S("/orgs/DEMO-RAU/members?q=hoang%20thi%20sa&format=csv"));
    assert_false(holds(&rs, "TV005"));
    rs = visit_get(&officer, S(BASE "/pick/parties?q=TV005"));
    assert_false(holds(&rs, "TV005"));
    rs = visit_get(&accountant, S("/orgs/DEMO-RAU/payments?per=200"));
    assert_true(holds(&rs, NAME));
    rs = visit_post(&director, str_fmt(&kit.mem, "/orgs/DEMO-RAU/members/%lld/edit", (long long)person_id),
                    S("full_name=x&hamlet=y&duplicate_ok=1"));
    visit_expect(&rs, 409);
}

static result w_plan(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    k->in = (struct privacy_erase_in){ home.org_id, person_id, 0, &seal };
    return privacy_plan(cx, db, &k->in, &k->plan);
}

static void test_rest__waits_for_its_time(void **state)
{
    struct work k = { 0 };
    (void)state;
    kit_refused(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_plan, &k), "privacy.waits");
    kit.cx.now_at = KIT_NOW + 9 * YEAR;
    kit_ok(&kit, privacy_finish(&kit.cx, kit.store));
    assert_true(traces(S(NAME), false) > 0);
}

static void test_rest__goes_when_vouchers_need_no_longer_be_kept(void **state)
{
    str name = S("DEMO " NAME);
    (void)state;
    kit.cx.now_at = KIT_NOW + 12 * YEAR;
    kit_ok(&kit, privacy_finish(&kit.cx, kit.store));
    assert_int_equal(traces(S(NAME), true), 0);
    assert_int_equal(traces(S("bà Sả"), true), 0); /* in words of the person's own vouchers */
    assert_int_equal(traces(S(ADDRESS), true), 0);
    assert_int_equal(traces(S("8001234567"), true), 0);
    assert_int_equal(traces(text_fold(&kit.mem, name), true), 0);
    assert_int_equal(traces(text_sort_key(&kit.mem, name), true), 0);
    assert_int_equal(traces(text_given_name_sort_key(&kit.mem, name), true), 0);
    assert_int_equal(traces(S("TV005"), false) > 0, 1);
    check_books();
    kit.cx.now_at = KIT_NOW;
}

/* ---- somebody whom no voucher names ---- */

static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct party_in in = { .kind = S("customer"),
                           .full_name = S("Trịnh Công Thoáng"),
                           .phone = S("0911223344"),
                           .is_person = true,
                           .personal_number = S("001080999888"),
                           .seal = &seal };
    struct party p;
    TRY(party_add(cx, db, home.org_id, &in, &k->id));
    TRY(party_read(cx, db, home.org_id, k->id, &p));
    k->code = str_z(cx->mem, p.code);
    return OK;
}

static result erase_now(struct work *k) { return privacy_erase(&kit.cx, kit.store, &k->in, &k->done); }

static void test_erase__takes_all_when_no_voucher_names_the_person(void **state)
{
    struct work k = { 0 };
    (void)state;
    kit_ok(&kit, put(w_add, &k));
    assert_true(traces(S("Trịnh Công Thoáng"), false) > 0);
    k.in = (struct privacy_erase_in){ home.org_id, k.id, 0, &seal };
    kit_ok(&kit, erase_now(&k));
    assert_int_equal(k.done.keep_until.ymd, 0);
    assert_int_equal(traces(S("Trịnh Công Thoáng"), true), 0);
    assert_int_equal(traces(S("trinh cong thoang"), true), 0);
    assert_int_equal(traces(S("0911223344"), true), 0);
    check_books();
    kit_refused(&kit, erase_now(&k), "privacy.erased");
}

static result w_twin(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct party_in in = { .kind = S("customer"), .full_name = S("Đinh Trùng Tên"), .is_person = true };
    return party_add(cx, db, home.org_id, &in, &k->id);
}

/* Words that hold a name two people bear are shown, and left to somebody who knows whom they mean. */
static void test_erase__leaves_words_that_may_mean_somebody_else(void **state)
{
    struct work a = { 0 }, b = { 0 };
    (void)state;
    kit_ok(&kit, put(w_twin, &a));
    kit_ok(&kit, put(w_twin, &b));
    a.code = "tiếp ông Đinh Trùng Tên";
    kit_ok(&kit, put(w_other_memo, &a));
    person_id = a.id;
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, w_plan, &a));
    assert_int_equal(a.plan.n_found, 1);
    assert_false(a.plan.found[0].is_sure);
    kit_ok(&kit, erase_now(&a));
    assert_int_equal(a.done.keep_until.ymd, 0);
    assert_true(traces(S("tiếp ông Đinh Trùng Tên"), false) > 0);
    check_books();
}

/* A row that no hook looks at: as if a room had forgotten its own. */
static result w_forgotten(struct cx *cx, struct db *db, void *arg)
{
    const struct db_table *t = NULL;
    char args[16 * 16] = { 0 };
    (void)arg;
    for (int i = 0; i < n_db_tables; i++)
        if (strcmp(db_tables[i].name, "import_row") == 0)
            t = &db_tables[i];
    assert_non_null(t);
    for (int i = 0; i < t->n_col; i++)
        if (t->col[i].type == DB_TEXT)
            *(str *)(void *)(args + t->insert->param[i].offset) = S("");
    *(int64_t *)(void *)(args + t->insert->param[0].offset) = home.org_id;
    *(int64_t *)(void *)(args + t->insert->param[1].offset) = 999999; /* of no batch that waits */
    *(int64_t *)(void *)(args + t->insert->param[2].offset) = ((struct work *)arg)->id;
    *(str *)(void *)(args + t->insert->param[3].offset) = S("[\"Trịnh Công Sót\"]");
    (void)cx;
    return db_run_exec(db, t->insert, args, NULL);
}

static result w_add_left(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct party_in in = { .kind = S("customer"), .full_name = S("Trịnh Công Sót"), .is_person = true };
    return party_add(cx, db, home.org_id, &in, &k->id);
}

static result w_drop_forgotten(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    static const struct db_stmt st = { .id = -1,
                                       .name = "drop",
                                       .writes = true,
                                       .sqlite = "DELETE FROM import_row WHERE batch_id = 999999",
                                       .postgres = "DELETE FROM import_row WHERE batch_id = 999999" };
    return db_run_exec(db, &st, NULL, NULL);
}

static void test_erase__fails_whole_when_a_room_forgets(void **state)
{
    struct work k = { 0 };
    (void)state;
    kit_ok(&kit, put(w_add_left, &k));
    kit_ok(&kit, put(w_forgotten, &k));
    k.in = (struct privacy_erase_in){ home.org_id, k.id, 0, &seal };
    kit_refused(&kit, erase_now(&k), "privacy.remains");
    assert_true(traces(S("trinh cong sot"), false) > 0); /* nothing was changed */
    kit_ok(&kit, put(w_drop_forgotten, &k));
    kit_ok(&kit, erase_now(&k));
}

static void test_cli__erases_after_saying_what(void **state)
{
    struct work k = { 0 };
    struct json *tree;
    const char *db = str_z(&kit.mem, kit.url);
    (void)state;
    kit_ok(&kit, put(w_add, &k));
    kit_close(&kit);
    struct ran r = run_line(&kit, S(""), "privacy", "erase", "--db", db, "--org", "DEMO-RAU", "TV001");
    assert_int_equal(r.code, 1);
    assert_true(str_find(r.err, S("is a member")) >= 0);
    r = run_line(&kit, S(""), "privacy", "erase", "--db", db, "--org", "DEMO-RAU", k.code);
    assert_int_equal(r.code, 0);
    assert_true(str_find(r.out, S("--confirm")) >= 0);
    r = run_line(&kit, S(""), "privacy", "erase", "--db", db, "--org", "DEMO-RAU", k.code, "--confirm", "--json");
    assert_int_equal(r.code, 0);
    assert_true(json_parse(&kit.mem, r.out, &tree, NULL));
    bool erased = false;
    assert_true(json_as_bool(json_get(tree, S("erased")), &erased) && erased);
    r = run_line(&kit, S(""), "doctor", "--db", db);
    assert_int_equal(r.code, 0);
    (void)kit_open_again(&kit);
    assert_int_equal(traces(S("Trịnh Công Thoáng"), true), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erase__is_refused_while_there_are_duties),
        cmocka_unit_test(test_erase__shows_first_what_goes_and_what_stays),
        cmocka_unit_test(test_erase__leaves_only_what_vouchers_must_say),
        cmocka_unit_test(test_restricted__nobody_finds_the_person_but_on_vouchers),
        cmocka_unit_test(test_rest__waits_for_its_time),
        cmocka_unit_test(test_rest__goes_when_vouchers_need_no_longer_be_kept),
        cmocka_unit_test(test_erase__takes_all_when_no_voucher_names_the_person),
        cmocka_unit_test(test_erase__leaves_words_that_may_mean_somebody_else),
        cmocka_unit_test(test_erase__fails_whole_when_a_room_forgets),
        cmocka_unit_test(test_cli__erases_after_saying_what),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

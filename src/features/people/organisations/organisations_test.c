/* The register's use cases on a real store: adding, changing with history, finding, reference data, demo. */
#include "tests/kit/kit.h"

#include "base/text.h"
#include "features/people/organisations/organisations.h"
#include "features/people/organisations/organisations_parts.h"
#include "features/people/organisations/organisations_rules.h"
#include "organisations.sql.h"

struct work {
    struct org_in in;
    struct org_filter filter;
    struct place_filter places;
    str code, name;
    int64_t org_id, total;
    struct organisation o;
    struct org_row *row;
    struct org_change *change;
    struct place *place;
    int n, n_changed;
    bool flag;
};

static struct work fresh(void)
{
    return (struct work){ .in = { .code = S("THU-1"),
                                  .kind = S("cooperative"),
                                  .name = S("Hợp tác xã Đồng Thử Việc"),
                                  .commune_code = S("00577"),
                                  .sector = S("agriculture"),
                                  .tax_code = S("0101234567"),
                                  .registered_on = { 20240115 } } };
}

static result add(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_add(cx, db, &k->in, &k->o);
}
static result change(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_update(cx, db, k->org_id, &k->in, &k->n_changed);
}
static result list(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_list(cx, db, &k->filter, &k->row, &k->n, &k->total);
}
static result get(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_by_code(cx, db, k->code, &k->o);
}
static result history(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_history(cx, db, k->org_id, &k->change, &k->n);
}
static result places(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return place_list(cx, db, &k->places, &k->place, &k->n);
}
static result is_real(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return organisations_name_is_real(cx, db, k->name, &k->flag);
}

static result write_one(struct kit *k, db_work_fn fn, struct work *w)
{
    return store_write(k->store, &k->cx, w->org_id ? &w->org_id : NULL, w->org_id ? 1 : 0, fn, w);
}
static result read_one(struct kit *k, db_work_fn fn, struct work *w)
{
    return store_read(k->store, &k->cx, DB_SCOPE_ALL, fn, w);
}

static struct kit kit;

/* Two communes are enough for most tests; the whole reference data takes its time. */
static result two_communes(struct cx *cx, struct db *db, void *arg)
{
    static const char *const commune[][2] = { { "00577", "Xã Bát Tràng" }, { "09871", "Xã Sơn Đồng" } };
    (void)arg;
    for (int i = 0; i < COUNT(commune); i++) {
        str name = str_of(commune[i][1]);
        int64_t id = db_next_id(db, 0);
        TRY(place_insert(db, (struct place_insert_args){ .id = id,
                                                         .code = str_of(commune[i][0]),
                                                         .kind = S("commune"),
                                                         .type = S("commune"),
                                                         .name_vi = name,
                                                         .name_en = name,
                                                         .name_fold = text_fold(cx->mem, name),
                                                         .name_sort = text_sort_key(cx->mem, name),
                                                         .source = S("test"),
                                                         .valid_from_on = { 20250701 } }));
    }
    return OK;
}

static result next_regulation(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    int64_t id = db_next_id(db, 0);
    return statutory_form_insert(db, (struct statutory_form_insert_args){ .id = id,
                                                                          .purpose = S("cash.payment"),
                                                                          .code = S("02x-TT"),
                                                                          .law_vi = S("Thông tư thử"),
                                                                          .valid_from_on = { 20400101 },
                                                                          .ref_set_id = 1 });
}

static int begin_small(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, two_communes, NULL));
    return 0;
}

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    kit_ok(&kit, organisations_load_reference(&kit.cx, kit.store));
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_check_invariants(&kit, org_invariants, N_ORG_INVARIANTS);
    kit_end(&kit);
    return 0;
}

struct paper {
    int64_t org_id;
    str purpose;
    date on;
    struct form_head head;
};

static result paper_work(struct cx *cx, struct db *db, void *arg)
{
    struct paper *p = arg;
    return org_form_head(cx, db, p->org_id, p->purpose, p->on, &p->head);
}

/* The later of two rows names a paper from its first day on; before the first row nothing does. */
static void test_form_head__is_that_of_the_day(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, next_regulation, NULL));
    static const struct {
        int on;
        const char *code, *law;
    } days[] = { { 20241231, "", "" },
                 { 20250101, "Mẫu số 02-TT", "(Kèm theo Thông tư số 71/2024/TT-BTC)" },
                 { 20400101, "Mẫu số 02x-TT", "(Kèm theo Thông tư thử)" } };
    for (int i = 0; i < COUNT(days); i++) {
        struct paper p = { .org_id = w.o.org_id, .purpose = S("cash.payment"), .on = { days[i].on } };
        kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, paper_work, &p));
        assert_str(p.head.org.name, "Hợp tác xã Đồng Thử Việc");
        assert_str(p.head.form_code, days[i].code);
        assert_str(p.head.form_law, days[i].law);
    }
    struct paper unknown = { .org_id = w.o.org_id, .purpose = S("no.such"), .on = { 20260101 } };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, paper_work, &unknown));
    assert_int_equal(unknown.head.form_code.n, 0);
}

static void test_add__stores_what_was_given(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    assert_true(w.o.org_id > 0);
    w.code = S("thu-1");
    kit_ok(&kit, read_one(&kit, get, &w));
    assert_str(w.o.name, "Hợp tác xã Đồng Thử Việc");
    assert_str(w.o.commune_name, "Xã Bát Tràng");
    assert_str(w.o.status, "active");
    assert_int_equal(w.o.zone_minutes, 420);
    assert_int_equal(w.o.year_first_month, 1);
    assert_int_equal(w.o.registered_on.ymd, 20240115);
    assert_true(w.o.created_at == KIT_NOW);
    assert_false(w.o.is_demo);
}

static void test_add__refuses_code_commune_and_name_at_once(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.in.commune_code = S("99999");
    w.in.name = S("Rau");
    result r = write_one(&kit, add, &w);
    assert_false(r.ok);
    assert_int_equal(kit.cx.n_errors, 3);
    kit_expect_code(&kit, "organisation.code_taken");
}

static void test_add__warns_of_the_same_name_in_the_commune(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.in.code = S("THU-2");
    w.in.name = S("HTX đồng thử việc");
    kit_refused(&kit, write_one(&kit, add, &w), "organisation.duplicate");
    w.in.duplicate_ok = true;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.in.duplicate_ok = false;
    w.in.code = S("THU-3");
    w.in.commune_code = S("09871");
    kit_ok(&kit, write_one(&kit, add, &w));
}

static void test_update__keeps_history_field_by_field(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.org_id = w.o.org_id;
    w.in = org_in_of(&w.o);
    kit_ok(&kit, write_one(&kit, change, &w));
    assert_int_equal(w.n_changed, 0);
    w.in.name = S("Hợp tác xã Đồng Thử Lại");
    w.in.status = S("suspended");
    kit_refused(&kit, write_one(&kit, change, &w), "organisation.reason");
    w.in.reason = S("Thông báo 12/TB");
    kit_ok(&kit, write_one(&kit, change, &w));
    assert_int_equal(w.n_changed, 3);
    kit_ok(&kit, read_one(&kit, history, &w));
    assert_int_equal(w.n, 3);
    bool named = false;
    for (int i = 0; i < w.n; i++) {
        assert_str(w.change[i].reason, "Thông báo 12/TB");
        if (str_eq(w.change[i].field, S("name"))) {
            named = true;
            assert_str(w.change[i].before, "Hợp tác xã Đồng Thử Việc");
            assert_str(w.change[i].after, "Hợp tác xã Đồng Thử Lại");
        }
    }
    assert_true(named);
    w.code = S("THU-1");
    kit_ok(&kit, read_one(&kit, get, &w));
    assert_str(w.o.status, "suspended");
    assert_int_equal(w.o.status_on.ymd, 20260302);
}

static void test_update__keeps_code_and_demo_mark(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.org_id = w.o.org_id;
    w.in = org_in_of(&w.o);
    w.in.code = S("OTHER");
    w.in.is_demo = true;
    w.in.address = S("Xóm Mới");
    kit_ok(&kit, write_one(&kit, change, &w));
    w.code = S("THU-1");
    kit_ok(&kit, read_one(&kit, get, &w));
    assert_str(w.o.address, "Xóm Mới");
    assert_false(w.o.is_demo);
}

static void test_write__a_commune_office_stays_in_its_commune(void **state)
{
    struct work office = fresh(), w = fresh();
    (void)state;
    office.in.code = S("UBND-BT");
    office.in.kind = S("commune");
    office.in.name = S("Ủy ban nhân dân xã thử");
    kit_ok(&kit, write_one(&kit, add, &office));
    kit.cx.actor = (struct actor){ .user_id = 9, .org_id = office.o.org_id };
    kit_ok(&kit, write_one(&kit, add, &w));
    w.in.code = S("THU-2");
    w.in.commune_code = S("09871");
    kit_refused(&kit, write_one(&kit, add, &w), "organisation.reach");
    kit.cx.actor.local = true;
}

static result scope(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return org_in_scope(cx, db, k->total, k->org_id, &k->flag);
}

static void test_write__a_commune_office_makes_no_city(void **state)
{
    struct work office = fresh(), w = fresh();
    (void)state;
    office.in.code = S("UBND-BT");
    office.in.kind = S("commune");
    office.in.name = S("Ủy ban nhân dân xã thử");
    kit_ok(&kit, write_one(&kit, add, &office));
    kit.cx.actor = (struct actor){ .user_id = 9, .org_id = office.o.org_id };
    w.in.kind = S("city");
    w.in.name = S("Phòng thử");
    kit_refused(&kit, write_one(&kit, add, &w), "organisation.reach");
    kit.cx.actor.local = true;
}

static void test_update__an_organisation_keeps_to_its_own_entry(void **state)
{
    struct work w = fresh(), other = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    other.in.code = S("THU-2");
    other.in.name = S("Hợp tác xã Khác Hẳn");
    kit_ok(&kit, write_one(&kit, add, &other));
    kit.cx.actor = (struct actor){ .user_id = 9, .org_id = w.o.org_id, .caps = CAP_BIT(CAP_ORG_WRITE) };
    w.org_id = w.o.org_id;
    w.in = org_in_of(&w.o);
    w.in.address = S("Xóm Hai");
    kit_ok(&kit, write_one(&kit, change, &w));
    w.in.kind = S("city");
    w.in.status = S("ended");
    w.in.reason = S("tự ghi");
    w.in.commune_code = S("09871");
    assert_false(write_one(&kit, change, &w).ok);
    assert_int_equal(kit.cx.n_errors, 3);
    kit_expect_code(&kit, "organisation.reach");
    other.org_id = other.o.org_id;
    other.in = org_in_of(&other.o);
    other.in.address = S("Xóm Ba");
    kit_refused(&kit, write_one(&kit, change, &other), "organisation.reach");
    kit.cx.actor.local = true;
}

static void test_update__moving_changes_who_sees_it(void **state)
{
    struct work office = fresh(), w = fresh();
    (void)state;
    office.in.code = S("UBND-BT");
    office.in.kind = S("commune");
    office.in.name = S("Ủy ban nhân dân xã thử");
    kit_ok(&kit, write_one(&kit, add, &office));
    kit_ok(&kit, write_one(&kit, add, &w));
    w.org_id = w.o.org_id;
    w.total = office.o.org_id;
    kit_ok(&kit, read_one(&kit, scope, &w));
    assert_true(w.flag);
    w.in = org_in_of(&w.o);
    w.in.commune_code = S("09871");
    kit_ok(&kit, write_one(&kit, change, &w));
    kit_ok(&kit, read_one(&kit, scope, &w));
    assert_false(w.flag);
    w.total = w.org_id;
    kit_ok(&kit, read_one(&kit, scope, &w));
    assert_true(w.flag);
}

static void test_list__finds_without_accents(void **state)
{
    static const struct {
        const char *q;
        int n;
    } row[] = { { "dong thu viec", 1 }, { "ĐỒNG THỬ", 1 }, { "thu-1", 1 },
                { "0101234567", 1 },    { "khong co", 0 }, { "", 1 } };
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    for (int i = 0; i < COUNT(row); i++) {
        w.filter = (struct org_filter){ .q = str_of(row[i].q), .demo = ORG_BOTH };
        kit_ok(&kit, read_one(&kit, list, &w));
        assert_int_equal(w.n, row[i].n);
        assert_int_equal(w.total, row[i].n);
    }
}

static void test_list__pages_sort_and_filter(void **state)
{
    struct work w = fresh();
    (void)state;
    for (int i = 0; i < 30; i++) {
        w.in.code = str_fmt(&kit.mem, "THU-%02d", i);
        w.in.name = str_fmt(&kit.mem, "Hợp tác xã Số %02d", 29 - i);
        kit_ok(&kit, write_one(&kit, add, &w));
    }
    w.filter = (struct org_filter){ .demo = ORG_REAL, .limit = 10, .offset = 20, .sort = S("code") };
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_int_equal(w.n, 10);
    assert_int_equal(w.total, 30);
    assert_str(w.row[0].code, "THU-20");
    w.filter.sort = S("name");
    w.filter.desc = true;
    w.filter.offset = 0;
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_str(w.row[0].code, "THU-00");
    w.filter = (struct org_filter){ .demo = ORG_DEMO };
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_int_equal(w.n, 0);
    w.filter = (struct org_filter){ .demo = ORG_BOTH, .kind = S("union") };
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_int_equal(w.total, 0);
}

static void test_list__statements_do_not_grow_with_rows(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, write_one(&kit, add, &w));
    w.filter = (struct org_filter){ .demo = ORG_BOTH };
    db_statement_count = 0;
    kit_ok(&kit, read_one(&kit, list, &w));
    int one = db_statement_count;
    for (int i = 0; i < 20; i++) {
        w.in.code = str_fmt(&kit.mem, "NHIEU-%02d", i);
        w.in.name = str_fmt(&kit.mem, "Hợp tác xã Nhiều %02d", i);
        kit_ok(&kit, write_one(&kit, add, &w));
    }
    db_statement_count = 0;
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_int_equal(w.n, 21);
    assert_int_equal(db_statement_count, one);
}

/* ---- reference data ---- */

static result count_reference(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    struct place_count c, p;
    struct published_count e;
    struct published_figures *f;
    (void)cx;
    TRY(place_count(db, (struct place_count_args){ .kind = S("commune") }, &c));
    TRY(place_count(db, (struct place_count_args){ .kind = S("province") }, &p));
    TRY(published_count(db, &e));
    TRY(published_figures(db, &f, &k->n));
    assert_int_equal(c.n_row, 126);
    assert_int_equal(p.n_row, 34);
    assert_int_equal(e.n_row, 102);
    assert_int_equal(k->n, 46);
    for (int i = 0; i < k->n; i++)
        if (str_eq(f[i].code, S("F-014")))
            assert_int_equal(f[i].value_milli, 38200);
    return OK;
}

static void test_reference__loads_once(void **state)
{
    struct work w = { 0 };
    (void)state;
    kit_ok(&kit, read_one(&kit, count_reference, &w));
    kit_ok(&kit, organisations_load_reference(&kit.cx, kit.store));
    kit_ok(&kit, read_one(&kit, count_reference, &w));
}

static void test_places__found_by_name_and_by_what_they_were(void **state)
{
    struct work w = { .places = { .kind = S("commune"), .q = S("van duc") } };
    (void)state;
    kit_ok(&kit, read_one(&kit, places, &w));
    assert_int_equal(w.n, 1);
    assert_str(w.place[0].name_vi, "Xã Bát Tràng");
    w.places = (struct place_filter){ .kind = S("commune"), .on = { 20250630 } };
    kit_ok(&kit, read_one(&kit, places, &w));
    assert_int_equal(w.n, 0);
    w.places = (struct place_filter){ .kind = S("commune"), .parent_code = S("01") };
    kit_ok(&kit, read_one(&kit, places, &w));
    assert_int_equal(w.n, 126);
    int64_t area = 0;
    for (int i = 0; i < w.n; i++)
        area += w.place[i].area_m2;
    assert_true(area == 3359770000);
}

/* ---- demo ---- */

static void test_demo__is_marked_and_made_once(void **state)
{
    struct work w = { .filter = { .demo = ORG_DEMO, .sort = S("code") } };
    (void)state;
    kit_ok(&kit, organisations_load_demo(&kit.cx, kit.store));
    kit_ok(&kit, organisations_load_demo(&kit.cx, kit.store));
    kit_ok(&kit, read_one(&kit, list, &w));
    assert_int_equal(w.n, n_demo_org);
    for (int i = 0; i < w.n; i++)
        assert_true(str_find(w.row[i].name, S("DEMO")) >= 0 && w.row[i].is_demo);
    assert_str(w.row[0].code, "DEMO-CA");
}

static void test_demo__no_name_meets_a_real_one(void **state)
{
    struct work w = { 0 };
    (void)state;
    for (int i = 0; i < n_demo_org; i++) {
        w.name = demo_org[i].name;
        kit_ok(&kit, read_one(&kit, is_real, &w));
        if (w.flag)
            fail_msg(STR_FMT " meets a real name", STR_ARG(w.name));
    }
    w.name = S("HTX DEMO rau Văn Đức");
    kit_ok(&kit, read_one(&kit, is_real, &w));
    assert_true(w.flag);
}

static void test_demo__a_real_name_is_refused(void **state)
{
    struct work w = fresh();
    (void)state;
    kit_ok(&kit, organisations_load_demo(&kit.cx, kit.store));
    w.in.is_demo = true;
    w.in.name = S("HTX DEMO Ba Chữ");
    w.in.commune_code = S("DEMO1");
    kit_refused(&kit, write_one(&kit, add, &w), "organisation.real_name");
    w.in.name = S("HTX DEMO Chân Mây Tím");
    w.in.commune_code = S("00577");
    kit_refused(&kit, write_one(&kit, add, &w), "organisation.commune_demo");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_add__stores_what_was_given, begin_small, end),
        cmocka_unit_test_setup_teardown(test_add__refuses_code_commune_and_name_at_once, begin_small, end),
        cmocka_unit_test_setup_teardown(test_add__warns_of_the_same_name_in_the_commune, begin_small, end),
        cmocka_unit_test_setup_teardown(test_update__keeps_history_field_by_field, begin_small, end),
        cmocka_unit_test_setup_teardown(test_update__keeps_code_and_demo_mark, begin_small, end),
        cmocka_unit_test_setup_teardown(test_write__a_commune_office_stays_in_its_commune, begin_small, end),
        cmocka_unit_test_setup_teardown(test_write__a_commune_office_makes_no_city, begin_small, end),
        cmocka_unit_test_setup_teardown(test_update__an_organisation_keeps_to_its_own_entry, begin_small, end),
        cmocka_unit_test_setup_teardown(test_update__moving_changes_who_sees_it, begin_small, end),
        cmocka_unit_test_setup_teardown(test_list__finds_without_accents, begin_small, end),
        cmocka_unit_test_setup_teardown(test_list__pages_sort_and_filter, begin_small, end),
        cmocka_unit_test_setup_teardown(test_list__statements_do_not_grow_with_rows, begin_small, end),
        cmocka_unit_test_setup_teardown(test_reference__loads_once, begin, end),
        cmocka_unit_test_setup_teardown(test_form_head__is_that_of_the_day, begin, end),
        cmocka_unit_test_setup_teardown(test_places__found_by_name_and_by_what_they_were, begin, end),
        cmocka_unit_test_setup_teardown(test_demo__is_marked_and_made_once, begin, end),
        cmocka_unit_test_setup_teardown(test_demo__no_name_meets_a_real_one, begin, end),
        cmocka_unit_test_setup_teardown(test_demo__a_real_name_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

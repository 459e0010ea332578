/* Turns of jobs on a real store: due, leased, failed, forced. */
#include "tests/kit/kit.h"

#include "app/jobs.h"
#include "jobs.sql.h"

enum { HOUR = 60 };
#define MINUTES(n) ((int64_t)(n)*60 * 1000000)

static int n_good, n_bad;

static result good_run(struct cx *cx, struct store *s)
{
    (void)cx, (void)s;
    n_good++;
    return OK;
}

static result bad_run(struct cx *cx, struct store *s)
{
    (void)s;
    n_bad++;
    return fail(cx, .kind = ERR_ENV, .code = S("test.bad"), .message = S("The disk is full."));
}

static const struct feature_job bad = { "test.bad", HOUR, bad_run }, good = { "test.good", HOUR, good_run };
static const struct feature_job *const both[] = { &bad, &good };
static struct kit kit;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    n_good = n_bad = 0;
    return 0;
}

static int end(void **state)
{
    (void)state;
    kit_end(&kit);
    return 0;
}

/* Runs what is due `minutes` after the test began. */
static int run_at(int minutes, str forced)
{
    int n;
    kit.cx.now_at = KIT_NOW + MINUTES(minutes);
    kit_ok(&kit, jobs_run(&kit.cx, kit.store, both, 2, forced, &n));
    return n;
}

struct rows {
    struct job_all *row;
    int n;
};

static result rows_work(struct cx *cx, struct db *db, void *arg)
{
    struct rows *r = arg;
    (void)cx;
    return job_all(db, &r->row, &r->n);
}

static struct rows rows(void)
{
    struct rows r = { 0 };
    kit_ok(&kit, store_read(kit.store, &kit.cx, DB_SCOPE_ALL, rows_work, &r));
    return r;
}

static void test_turn__comes_once_in_an_interval(void **state)
{
    (void)state;
    assert_int_equal(run_at(0, S("")), 0); /* only noted */
    assert_int_equal(run_at(HOUR - 1, S("")), 0);
    assert_int_equal(run_at(HOUR, S("")), 2);
    assert_int_equal(run_at(HOUR + 1, S("")), 0);
    assert_int_equal(run_at(2 * HOUR, S("")), 2);
    assert_int_equal(n_good, 2);
}

static void test_failure__is_kept_and_stops_nobody(void **state)
{
    (void)state;
    (void)run_at(0, S(""));
    assert_int_equal(run_at(HOUR, S("")), 2);
    struct rows r = rows();
    assert_int_equal(r.n, 2);
    assert_str(r.row[0].name, "test.bad");
    assert_false(r.row[0].is_ok);
    assert_str(r.row[0].trouble, "test.bad: The disk is full.");
    assert_true(r.row[1].is_ok);
    assert_int_equal(kit.cx.n_errors, 0);
}

static void test_forced__runs_one_now(void **state)
{
    (void)state;
    assert_int_equal(run_at(0, S("test.good")), 1);
    assert_int_equal(n_good, 1);
    assert_int_equal(n_bad, 0);
    assert_int_equal(run_at(0, S("no.such")), 0);
}

static result take(struct cx *cx, struct db *db, void *arg)
{
    int64_t n;
    (void)cx;
    TRY(job_take(db,
                 (struct job_take_args){ .name = S("test.good"),
                                         .now_at = *(int64_t *)arg,
                                         .lease_until_at = *(int64_t *)arg + MINUTES(30),
                                         .is_forced = true },
                 &n));
    assert_int_equal(n, 1);
    return OK;
}

/* Another server took the turn and died: nobody else runs the job until its lease has ended. */
static void test_lease__of_a_dead_server_ends(void **state)
{
    int64_t taken_at = KIT_NOW + MINUTES(HOUR);
    (void)state;
    (void)run_at(0, S(""));
    kit_ok(&kit, store_write(kit.store, &kit.cx, NULL, 0, take, &taken_at));
    assert_int_equal(run_at(HOUR + 5, S("test.good")), 0);
    assert_int_equal(run_at(HOUR + 30, S("test.good")), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_turn__comes_once_in_an_interval, begin, end),
        cmocka_unit_test_setup_teardown(test_failure__is_kept_and_stops_nobody, begin, end),
        cmocka_unit_test_setup_teardown(test_forced__runs_one_now, begin, end),
        cmocka_unit_test_setup_teardown(test_lease__of_a_dead_server_ends, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

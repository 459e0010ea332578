/* What is kept of log-ins goes when its time is over, and only that. */
#include "tests/kit/kit.h"

#include "features/people/identity/identity_parts.h"

#define DAY ((int64_t)24 * 3600 * 1000000)

struct work {
    int64_t user_id, session_id;
    struct session_row *session;
    struct login_row *attempt;
    int n_session, n_attempt;
};

static result w_user(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    return user_add(
        cx, db,
        &(struct user_in){ .login = S("thu.quen"), .full_name = S("Thử Quên"), .role = S("admin"), .is_demo = true },
        &w->user_id);
}

static result w_look(struct cx *cx, struct db *db, void *arg)
{
    struct work *w = arg;
    TRY(session_list(cx, db, w->user_id, &w->session, &w->n_session));
    return login_history(cx, db, w->user_id, &w->attempt, &w->n_attempt);
}

static result w_revoke(struct cx *cx, struct db *db, void *arg)
{
    const struct work *w = arg;
    return session_revoke(cx, db, w->user_id, w->session_id);
}

static void begin(struct kit *k, struct work *w)
{
    kit_begin(k);
    kit_store(k);
    *w = (struct work){ 0 };
    kit_ok(k, store_write(k->store, &k->cx, NULL, 0, w_user, w));
}

static void log_in_at(struct kit *k, int64_t at)
{
    struct login_done done;
    struct login in = { .login = S("thu.quen"), .peer = S("192.0.2.7"), .demo = true };
    k->cx.now_at = at;
    kit_ok(k, login_start(&k->cx, k->store, &in, &done));
}

/* Sessions are listed as of `at`, where those that have ended since would still be shown if they were there. */
static void look_at(struct kit *k, struct work *w, int64_t at)
{
    k->cx.now_at = at;
    kit_ok(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, w_look, w));
}

static void test_forget__keeps_ninety_days_of_attempts(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    log_in_at(&k, KIT_NOW - 91 * DAY);
    log_in_at(&k, KIT_NOW - 90 * DAY);
    log_in_at(&k, KIT_NOW - 1 * DAY);
    k.cx.now_at = KIT_NOW;
    kit_ok(&k, identity_forget(&k.cx, k.store));
    look_at(&k, &w, KIT_NOW);
    assert_int_equal(w.n_attempt, 2);
    assert_true(w.attempt[1].at == KIT_NOW - 90 * DAY);
    kit_end(&k);
}

static void test_forget__removes_sessions_that_ended(void **state)
{
    struct kit k;
    struct work w;
    (void)state;
    begin(&k, &w);
    log_in_at(&k, KIT_NOW - 8 * DAY);          /* its life is over */
    log_in_at(&k, KIT_NOW - SESSION_IDLE - 1); /* idle too long */
    log_in_at(&k, KIT_NOW - SESSION_IDLE + 1); /* just alive */
    log_in_at(&k, KIT_NOW - 1000);             /* to be revoked */
    look_at(&k, &w, KIT_NOW - 8 * DAY);
    assert_int_equal(w.n_session, 4);
    w.session_id = w.session[0].id;
    kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, w_revoke, &w));
    k.cx.now_at = KIT_NOW;
    kit_ok(&k, identity_forget(&k.cx, k.store));
    kit_ok(&k, identity_forget(&k.cx, k.store));
    look_at(&k, &w, KIT_NOW - 8 * DAY);
    assert_int_equal(w.n_session, 1);
    assert_true(w.session[0].seen_at == KIT_NOW - SESSION_IDLE + 1);
    assert_int_equal(w.n_attempt, 4);
    kit_end(&k);
}

static void test_forget__is_a_job_of_the_room(void **state)
{
    bool found = false;
    (void)state;
    for (int i = 0; i < identity_feature.n_jobs; i++)
        found = found || identity_feature.jobs[i].run == identity_forget;
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forget__keeps_ninety_days_of_attempts),
        cmocka_unit_test(test_forget__removes_sessions_that_ended),
        cmocka_unit_test(test_forget__is_a_job_of_the_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

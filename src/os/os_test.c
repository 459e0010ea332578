/* Files that stay, names that cannot be guessed, a clock that can be replayed. */
#include "tests/kit/prop.h"

#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cx.h"
#include "os/os.h"
#include "os/os_sim.h"

static char folder[] = "/tmp/hoptac-os-XXXXXX";

static struct cx begin(void)
{
    struct arena *mem = prop_arena();
    arena_reset(mem, 0);
    return cx_new(mem, LANG_EN, 0);
}

static str in_folder(struct cx *cx, const char *name) { return str_fmt(cx->mem, "%s/%s", folder, name); }

static void expect_error(struct cx *cx, result r, const char *code, enum err_kind kind)
{
    assert_false(r.ok);
    assert_int_equal(cx->n_errors, 1);
    assert_str(cx->errors->code, code);
    assert_int_equal(cx->errors->kind, kind);
    cx_clear_errors(cx);
}

static void test_file__written_is_read_back(void **state)
{
    struct cx cx = begin();
    struct prop p = prop_new("file");
    str path = in_folder(&cx, "a"), copy = in_folder(&cx, "b"), got;
    struct stat st;
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct buf b = buf_new(cx.mem);
        for (int n = prop_below(&p, 40000); n > 0; n--)
            buf_byte(&b, (char)prop_u64(&p));
        assert_true(os_write_file_durable(&cx, path, buf_str(&b)).ok);
        assert_true(os_read_file(&cx, path, 40000, &got).ok && str_eq(got, buf_str(&b)));
        assert_true(os_copy_file_durable(&cx, path, copy).ok);
        assert_true(os_read_file(&cx, copy, 40000, &got).ok && str_eq(got, buf_str(&b)));
    }
    assert_int_equal(stat(str_z(cx.mem, path), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(os_remove(path) && os_remove(copy) && !os_exists(path) && !os_remove(path));
}

static void test_file__leaves_no_temporary_behind(void **state)
{
    struct cx cx = begin();
    str *name;
    int n;
    (void)state;
    assert_true(os_write_file_durable(&cx, in_folder(&cx, "z"), S("1")).ok);
    assert_true(os_write_file_durable(&cx, in_folder(&cx, "c"), S("2")).ok);
    assert_true(os_mkdirs(&cx, in_folder(&cx, "m/n/o")).ok && os_mkdirs(&cx, in_folder(&cx, "m/n/o/")).ok);
    /* a folder cannot be replaced by a file: the rename fails after the writing */
    expect_error(&cx, os_write_file_durable(&cx, in_folder(&cx, "m"), S("3")), "os.write", ERR_ENV);
    assert_true(os_list_dir(&cx, str_of(folder), &name, &n).ok);
    assert_int_equal(n, 3);
    assert_str(name[0], "c");
    assert_str(name[1], "m");
    assert_str(name[2], "z");
    assert_true(os_remove(in_folder(&cx, "c")) && os_remove(in_folder(&cx, "z")));
}

static void test_file__errors_name_the_path(void **state)
{
    struct cx cx = begin();
    str got, *names, nul = { "a\0b", 3 };
    int n;
    char longest[PATH_MAX + 10];
    (void)state;
    assert_false(os_read_file(&cx, S("/nowhere/x"), 10, &got).ok);
    assert_str(cx.errors->message, "Cannot read /nowhere/x: it does not exist.");
    cx_clear_errors(&cx);
    expect_error(&cx, os_list_dir(&cx, S("/nowhere"), &names, &n), "os.read", ERR_ENV);
    expect_error(&cx, os_write_file_durable(&cx, S("/nowhere/x"), S("1")), "os.write", ERR_ENV);
    expect_error(&cx, os_write_file_durable(&cx, nul, S("1")), "os.write", ERR_ENV);
    expect_error(&cx, os_copy_file_durable(&cx, S("/nowhere/x"), S("/tmp/y")), "os.read", ERR_ENV);
    expect_error(&cx, os_mkdirs(&cx, S("/dev/null/x")), "os.write", ERR_ENV);
    expect_error(&cx, os_mkdirs(&cx, S("")), "os.write", ERR_ENV);
    memset(longest, 'x', sizeof longest);
    expect_error(&cx, os_read_file(&cx, (str){ longest, sizeof longest }, 10, &got), "os.read", ERR_ENV);
    assert_false(os_exists(nul) || os_remove(nul) || os_exists(S("")));
}

static void test_file__refuses_more_than_the_cap(void **state)
{
    struct cx cx = begin();
    str path = in_folder(&cx, "big"), got;
    (void)state;
    assert_true(os_write_file_durable(&cx, path, S("12345")).ok);
    assert_true(os_read_file(&cx, path, 5, &got).ok && str_eq(got, S("12345")));
    expect_error(&cx, os_read_file(&cx, path, 4, &got), "os.too_large", ERR_INVALID);
    expect_error(&cx, os_read_file(&cx, S("/dev/zero"), 100000, &got), "os.too_large", ERR_INVALID);
    assert_true(os_remove(path));
}

static void test_uuid7__has_the_shape_and_the_order_of_time(void **state)
{
    struct cx cx = begin();
    str last = S("");
    (void)state;
    for (int i = 0; i < 2000; i++) {
        str u = os_uuid7(cx.mem);
        assert_int_equal(u.n, 36);
        for (int k = 0; k < 36; k++) {
            bool dash = k == 8 || k == 13 || k == 18 || k == 23;
            assert_true(dash ? u.s[k] == '-' : (u.s[k] >= '0' && u.s[k] <= '9') || (u.s[k] >= 'a' && u.s[k] <= 'f'));
        }
        assert_int_equal(u.s[14], '7');
        assert_non_null(memchr("89ab", u.s[19], 4));
        /* 18 characters hold the time to the quarter millisecond */
        assert_true(str_cmp(str_sub(last, 0, 18), str_sub(u, 0, 18)) <= 0);
        assert_false(str_eq(last, u));
        last = u;
    }
}

static void test_token__is_22_safe_characters(void **state)
{
    struct cx cx = begin();
    bool seen[256] = { 0 };
    int n = 0;
    (void)state;
    for (int i = 0; i < 500; i++) {
        str t = os_token(cx.mem);
        assert_int_equal(t.n, 22);
        for (int k = 0; k < 22; k++) {
            n += !seen[(uint8_t)t.s[k]];
            seen[(uint8_t)t.s[k]] = true;
        }
    }
    assert_int_equal(n, 64);
}

static void test_sim__one_seed_is_one_run(void **state)
{
    struct cx cx = begin();
    str first[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        os_sim_begin(i == 2 ? 8 : 7);
        int64_t at = os_now();
        str u = os_uuid7(cx.mem), t = os_token(cx.mem);
        assert_true(os_now() > at);
        first[i] = str_fmt(cx.mem, "%lld " STR_FMT " " STR_FMT, (long long)at, STR_ARG(u), STR_ARG(t));
    }
    os_sim_end();
    assert_true(str_eq(first[0], first[1]));
    assert_false(str_eq(first[0], first[2]));
    assert_true(os_now() > 1700000000000000 && os_monotonic() <= os_monotonic());
}

static void test_env__is_empty_when_unset(void **state)
{
    struct cx cx = begin();
    (void)state;
    setenv("HOPTAC_OS_TEST", "x", 1);
    assert_str(os_env(cx.mem, "HOPTAC_OS_TEST"), "x");
    unsetenv("HOPTAC_OS_TEST");
    assert_true(str_empty(os_env(cx.mem, "HOPTAC_OS_TEST")));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    struct cx cx = begin();
    (void)state;
    for (const char *const *p = (const char *const[]){ "m/n/o", "m/n", "m", ".", NULL }; *p; p++)
        rmdir(str_z(cx.mem, in_folder(&cx, *p)));
    return rmdir(folder);
}

/* ---- the watched copy ---- */

/* The copy says which one it is; the first one dies as by a crash, the second ends by itself. */
static void copy_lives(int said)
{
    char a, first = 'a', second = 'b';
    if (read(said, &a, 1) != 1)
        _exit(1); /* both copies were already here */
    if (a == first)
        kill(getpid(), SIGKILL);
    _exit(a == second ? 7 : 1);
}

static void test_supervise__a_crashed_copy_is_followed_by_another(void **state)
{
    struct cx cx = begin();
    int lives[2], status, code;
    bool copy;
    (void)state;
    assert_int_equal(pipe(lives), 0);
    assert_int_equal(write(lives[1], "ab", 2), 2);
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stderr) || !os_supervise(&cx, &copy, &code).ok)
            _exit(2);
        if (copy)
            copy_lives(lives[0]);
        _exit(code);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    close(lives[0]);
    close(lives[1]);
}

static void test_supervise__a_signal_to_end_reaches_the_copy(void **state)
{
    struct cx cx = begin();
    int ready[2], status, code;
    bool copy;
    char c;
    (void)state;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t term;
        int sig;
        sigemptyset(&term);
        sigaddset(&term, SIGTERM);
        if (!os_supervise(&cx, &copy, &code).ok)
            _exit(2);
        if (!copy)
            _exit(code);
        sigprocmask(SIG_BLOCK, &term, NULL);
        if (write(ready[1], "r", 1) != 1 || sigwait(&term, &sig) != 0)
            _exit(3);
        _exit(9);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(kill(pid, SIGTERM), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 9);
    close(ready[0]);
    close(ready[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file__written_is_read_back),
        cmocka_unit_test(test_file__leaves_no_temporary_behind),
        cmocka_unit_test(test_file__errors_name_the_path),
        cmocka_unit_test(test_file__refuses_more_than_the_cap),
        cmocka_unit_test(test_uuid7__has_the_shape_and_the_order_of_time),
        cmocka_unit_test(test_token__is_22_safe_characters),
        cmocka_unit_test(test_sim__one_seed_is_one_run),
        cmocka_unit_test(test_env__is_empty_when_unset),
        cmocka_unit_test(test_supervise__a_crashed_copy_is_followed_by_another),
        cmocka_unit_test(test_supervise__a_signal_to_end_reaches_the_copy),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* The kit itself: stores are fresh and apart, and nothing stays behind when a test dies. */
#include "tests/kit/kit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/os.h"
#include "tests/kit/place.h"

enum { WAIT_MS = 20000 };

static result add_org(struct cx *cx, struct db *db, void *arg)
{
    (void)cx, (void)arg;
    return db_next_id(db, 1) == 1 ? OK : FAILED; /* the first of a fresh store */
}

static void test_store__each_is_fresh(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct kit k;
        kit_begin(&k);
        for (int n = 0; n < 2; n++) {
            kit_store(&k);
            kit_ok(&k, store_write(k.store, &k.cx, NULL, 0, add_org, NULL));
        }
        assert_true(store_kind(k.store) == (kit_on_postgres() ? STORE_POSTGRES : STORE_SQLITE));
        kit_end(&k);
    }
}

static void test_for_all__replays_its_seed(void **state)
{
    uint64_t first[2] = { 0 };
    (void)state;
    setenv("HOPTAC_SEED", "12345", 1);
    for (int i = 0; i < 2; i++) {
        int rounds = 0;
        for_all (r, 10) {
            first[i] += prop_u64(&r);
            rounds++;
        }
        assert_int_equal(rounds, 10);
    }
    unsetenv("HOPTAC_SEED");
    assert_true(first[0] == first[1]);
}

/* In a process of its own: makes a store, tells where, and waits to be killed. */
[[gnu::noreturn]] static void die(int fd, bool killed)
{
    struct kit k;
    kit_begin(&k);
    kit_store(&k);
    str root = str_of(place_root());
    if (write(fd, root.s, (size_t)root.n) != root.n)
        _exit(1);
    close(fd);
    if (killed)
        for (;;)
            pause();
    _exit(1); /* without its atexit handlers */
}

static bool is_gone(const char *root)
{
    for (int ms = 0; ms < WAIT_MS; ms += 50) {
        if (!os_exists(str_of(root)))
            return true;
        usleep(50000);
    }
    return false;
}

static void test_place__is_removed_however_the_test_ends(void **state)
{
    (void)state;
    for (int killed = 0; killed < 2; killed++) {
        char root[128] = { 0 };
        int fd[2];
        assert_int_equal(pipe2(fd, O_CLOEXEC), 0);
        pid_t pid = fork();
        if (pid == 0) {
            close(fd[0]);
            die(fd[1], killed);
        }
        close(fd[1]);
        assert_true(read(fd[0], root, sizeof root - 1) > 0);
        close(fd[0]);
        if (killed)
            kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        assert_true(is_gone(root));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place__is_removed_however_the_test_ends), /* first: it forks before there is a place */
        cmocka_unit_test(test_store__each_is_fresh),
        cmocka_unit_test(test_for_all__replays_its_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Power cuts under the spine: 500 seeds or 90 seconds here; HOPTAC_SIM_SEEDS, HOPTAC_SIM_FROM and HOPTAC_SIM_SECONDS
   make it longer or replay one seed. Then five known bugs, each of which must be noticed. */
#include "tests/kit/prop.h"

#include "os/os.h"
#include "tests/sim/sim.h"

enum { SEEDS = 500, SECONDS = 90, SEEDS_TO_CATCH = 300 };

static int64_t from_env(const char *name, int64_t otherwise)
{
    const char *given = getenv(name);
    int64_t v;
    return given && str_to_i64(str_of(given), &v) ? v : otherwise;
}

static void test_sim__nothing_acknowledged_is_lost(void **state)
{
    int64_t from = from_env("HOPTAC_SIM_FROM", 1), n = from_env("HOPTAC_SIM_SEEDS", SEEDS), done = 0;
    int64_t end = os_monotonic() + from_env("HOPTAC_SIM_SECONDS", SECONDS) * 1000000;
    struct sim_tally t = { 0 };
    (void)state;
    for (; done < n && (done == 0 || os_monotonic() < end); done++) {
        const char *found = sim_run((uint64_t)(from + done), SIM_RIGHT, &t);
        if (found) {
            fail_msg("HOPTAC_SIM_FROM=%" PRId64 " HOPTAC_SIM_SEEDS=1: %s", from + done, found);
        }
    }
    printf("%" PRId64 " seeds: %" PRId64 " saved, %" PRId64 " refused, %" PRId64 " without an answer (%" PRId64
           " of them were there), %" PRId64 " power cuts, %" PRId64 " replays\n",
           done, t.saved, t.refused, t.uncertain, t.came_back, t.cuts, t.replayed);
    /* a run that meets nothing proves nothing */
    assert_true(t.saved > 10 * done && t.cuts > done);
    assert_true(done < 50 || (t.refused > 0 && t.uncertain > 0 && t.came_back > 0 && t.replayed > 0));
}

static void test_sim__one_seed_is_one_run(void **state)
{
    struct sim_tally t[2] = { 0 };
    (void)state;
    for (uint64_t seed = 1000; seed < 1005; seed++)
        for (int i = 0; i < 2; i++)
            assert_null(sim_run(seed, SIM_RIGHT, &t[i]));
    assert_memory_equal(&t[0], &t[1], sizeof t[0]);
}

static void test_sim__known_bugs_are_caught(void **state)
{
    struct sim_tally t = { 0 };
    (void)state;
    for (int bug = SIM_RIGHT + 1; bug < SIM_BUGS; bug++) {
        const char *found = NULL;
        uint64_t seed = 0;
        while (!found && seed < SEEDS_TO_CATCH)
            found = sim_run(++seed, (enum sim_bug)bug, &t);
        if (!found) {
            fail_msg("bug %d was never noticed", bug);
        }
        printf("bug %d: seed %d: %s\n", bug, (int)seed, found);
    }
}

static int begin(void **state)
{
    (void)state;
    sim_begin();
    return 0;
}

static int end(void **state)
{
    (void)state;
    sim_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sim__one_seed_is_one_run),
        cmocka_unit_test(test_sim__known_bugs_are_caught),
        cmocka_unit_test(test_sim__nothing_acknowledged_is_lost),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

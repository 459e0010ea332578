/* The simulator tests itself: a tiny book-keeping program on plain SQLite must survive every disaster of the simulated
   disk, and seven known mistakes, switched on one at a time, must be noticed. A simulator that finds nothing proves
   nothing. */
#include "tests/kit/prop.h"

#include <sqlite3.h>

#include "os/os_sim.h"
#include "tests/sim/vfs.h"

enum { SEEDS = 80, SEEDS_TO_CATCH = 400, ACTS_MAX = 400, CUTS = 4, OPERATIONS_MAX = 400 };

enum mistake {
    RIGHT,
    RIGHT_WITH_JOURNAL, /* DELETE + EXTRA: the other right setting */
    LYING_DISK,
    WEAK_SYNC, /* WAL + NORMAL */
    NO_TRANSACTION,
    EARLY_ANSWER,
    IGNORED_ERROR,
    NO_ROLLBACK,
    NO_BUSY_CHECK, /* a busy COMMIT taken for a good one */
    N_MISTAKES
};

enum outcome { SAVED, REFUSED, UNCERTAIN };

struct world {
    struct prop random;
    enum mistake mistake;
    sqlite3 *writer, *reader;
    enum outcome act[ACTS_MAX]; /* what the program told its user */
    int n_act;
    const char *found; /* what is wrong */
};

static int run(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL); }

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;
    int64_t v = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return v;
}

static int with_numbers(sqlite3 *db, const char *sql, int64_t a, int64_t b)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(st, 1, a);
    if (sqlite3_bind_parameter_count(st) > 1)
        sqlite3_bind_int64(st, 2, b);
    sqlite3_step(st);
    return sqlite3_finalize(st);
}

/* ---- the program ---- */

static bool open_one(struct world *w, sqlite3 **db)
{
    bool journal = w->mistake == RIGHT_WITH_JOURNAL || w->mistake == NO_ROLLBACK || w->mistake == NO_BUSY_CHECK;
    bool ok = sqlite3_open_v2("/sim/book.db", db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "sim") == SQLITE_OK;
    sqlite3_extended_result_codes(*db, 1);
    sqlite3_busy_timeout(*db, 200);
    ok = ok && run(*db, journal ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL") == SQLITE_OK;
    const char *sync = w->mistake == WEAK_SYNC ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL";
    ok = ok && run(*db, journal ? "PRAGMA synchronous=EXTRA" : sync) == SQLITE_OK;
    return ok && run(*db, "PRAGMA wal_autocheckpoint=6; PRAGMA cache_size=10") == SQLITE_OK;
}

static bool open_book(struct world *w)
{
    return open_one(w, &w->writer) && open_one(w, &w->reader) &&
           run(w->writer, "CREATE TABLE IF NOT EXISTS entry (act INTEGER, part INTEGER, dong INTEGER, "
                          "PRIMARY KEY (act, part)) WITHOUT ROWID;"
                          "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY, acts INTEGER);"
                          "INSERT OR IGNORE INTO total VALUES (1, 0)") == SQLITE_OK;
}

static void close_book(struct world *w)
{
    sqlite3_close(w->writer);
    sqlite3_close(w->reader);
    w->writer = w->reader = NULL;
}

static int write_parts(struct world *w, int act)
{
    int first = with_numbers(w->writer, "INSERT INTO entry VALUES (?, 1, ?)", act, act * 7);
    if (first != SQLITE_OK && w->mistake != IGNORED_ERROR)
        return first;
    int rc = with_numbers(w->writer, "INSERT INTO entry VALUES (?, 2, ?)", act, -act * 7);
    return rc == SQLITE_OK ? with_numbers(w->writer, "UPDATE total SET acts = acts + ? WHERE id = 1", 1, 0) : rc;
}

static enum outcome commit(struct world *w)
{
    int rc = run(w->writer, "COMMIT");
    if (rc == SQLITE_OK || (rc == SQLITE_BUSY && w->mistake == NO_BUSY_CHECK))
        return SAVED;
    if (w->mistake != NO_ROLLBACK)
        run(w->writer, "ROLLBACK");
    /* a commit that broke in the middle of the disk's work may still come back at the next start */
    return rc == SQLITE_BUSY ? REFUSED : UNCERTAIN;
}

static enum outcome perform(struct world *w, int act)
{
    if (w->mistake == NO_TRANSACTION)
        return write_parts(w, act) == SQLITE_OK ? SAVED : UNCERTAIN;
    bool begun = run(w->writer, "BEGIN IMMEDIATE") == SQLITE_OK;
    if (!begun && w->mistake != NO_ROLLBACK)
        return REFUSED;
    if (write_parts(w, act) != SQLITE_OK) {
        run(w->writer, "ROLLBACK");
        return REFUSED;
    }
    if (w->mistake == EARLY_ANSWER) {
        w->act[act] = SAVED;
        commit(w);
        return SAVED;
    }
    return commit(w);
}

/* A reader's snapshot must not move while it reads. */
static void read_beside(struct world *w, int act)
{
    bool begun = run(w->reader, "BEGIN") == SQLITE_OK;
    int64_t before = number(w->reader, "SELECT acts FROM total");
    w->act[act] = perform(w, act);
    int64_t after = number(w->reader, "SELECT acts FROM total");
    if (begun && before >= 0 && after >= 0 && before != after)
        w->found = "a reader saw a commit inside its transaction";
    run(w->reader, "COMMIT");
}

static struct disk_faults faults_of(struct world *w)
{
    struct disk_faults f = { .cut_in = 1 + prop_below(&w->random, OPERATIONS_MAX) };
    f.ignore_sync = w->mistake == LYING_DISK;
    if (prop_below(&w->random, 2)) {
        f.fail_in = 1 + prop_below(&w->random, (int)f.cut_in);
        f.fail_for = prop_below(&w->random, 4) ? 1 + prop_below(&w->random, 3) : INT64_MAX;
        f.fail_full = prop_below(&w->random, 2);
    }
    if (prop_below(&w->random, 3) == 0)
        f.busy_permille = 30;
    return f;
}

static void work_until_the_cut(struct world *w)
{
    for (int left = ACTS_MAX / CUTS; left > 0 && w->n_act < ACTS_MAX && !disk_is_cut() && !w->found; left--) {
        int act = w->n_act++;
        if (prop_below(&w->random, 4) == 0)
            read_beside(w, act);
        else
            w->act[act] = perform(w, act);
    }
}

/* ---- what must be there ---- */

static const char *wrong_act(struct world *w, int act)
{
    sqlite3_stmt *st = NULL;
    int64_t n = -1, sum = -1;
    sqlite3_prepare_v2(w->writer, "SELECT count(*), coalesce(sum(dong), 0) FROM entry WHERE act = ?", -1, &st, NULL);
    sqlite3_bind_int64(st, 1, act);
    if (sqlite3_step(st) == SQLITE_ROW) {
        n = sqlite3_column_int64(st, 0);
        sum = sqlite3_column_int64(st, 1);
    }
    sqlite3_finalize(st);
    if (n != 0 && (n != 2 || sum != 0))
        return "half an act";
    if (w->act[act] == SAVED && n != 2)
        return "a saved act is lost";
    return w->act[act] == REFUSED && n != 0 ? "a refused act is there" : NULL;
}

static void look(struct world *w)
{
    int64_t acts = number(w->writer, "SELECT count(DISTINCT act) FROM entry");
    if (number(w->writer, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") != 1)
        w->found = "the file is damaged";
    else if (number(w->writer, "SELECT acts FROM total") != acts)
        w->found = "the kept sum is wrong";
    for (int i = 0; i < w->n_act && !w->found; i++)
        w->found = wrong_act(w, i);
}

static const char *simulate(uint64_t seed, enum mistake m)
{
    struct world w = { .random = { seed, seed }, .mistake = m };
    vfs_begin(seed);
    os_sim_begin(seed);
    for (int cut = 0; cut < CUTS && !w.found; cut++) {
        if (open_book(&w)) {
            disk_set_faults(faults_of(&w));
            work_until_the_cut(&w);
        }
        close_book(&w);
        disk_power_on();
        if (!w.found && open_book(&w))
            look(&w);
        else if (!w.found)
            w.found = "the file cannot be opened";
        close_book(&w);
    }
    os_sim_end();
    vfs_end();
    return w.found;
}

static void expect_clean(enum mistake m)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const char *found = simulate(seed, m);
        if (found) {
            fail_msg("seed %d: %s", (int)seed, found);
        }
    }
}

static void expect_caught(enum mistake m)
{
    const char *found = NULL;
    uint64_t seed = 0;
    while (!found && seed < SEEDS_TO_CATCH)
        found = simulate(++seed, m);
    if (!found) {
        fail_msg("mistake %d was never noticed", m);
    }
    printf("mistake %d: seed %d: %s\n", m, (int)seed, found);
}

static void test_disk__the_right_program_survives(void **state)
{
    (void)state;
    expect_clean(RIGHT);
    expect_clean(RIGHT_WITH_JOURNAL);
}

static void test_disk__every_mistake_is_caught(void **state)
{
    (void)state;
    for (int m = LYING_DISK; m < N_MISTAKES; m++)
        expect_caught((enum mistake)m);
}

static void test_disk__a_seed_is_one_run(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        int64_t n[2];
        for (int i = 0; i < 2; i++) {
            struct world w = { .random = { seed, seed }, .mistake = RIGHT };
            vfs_begin(seed);
            os_sim_begin(seed);
            assert_true(open_book(&w));
            work_until_the_cut(&w);
            close_book(&w);
            n[i] = disk_operations() + (int64_t)(disk_random() >> 32);
            os_sim_end();
            vfs_end();
        }
        assert_int_equal(n[0], n[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disk__a_seed_is_one_run),
        cmocka_unit_test(test_disk__the_right_program_survives),
        cmocka_unit_test(test_disk__every_mistake_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Power cuts under the files of records: bytes on the same simulated disk as the database. Whatever row is found after
   a cut has its bytes, whole; what was acknowledged is there; what nobody needs is collected and never more than that.
 */
#include "tests/kit/prop.h"

#include "features/trust/files/content.h"
#include "features/trust/files/files.h"
#include "os/os.h"
#include "os/os_sim.h"
#include "tests/sim/vfs.h"
#include "tests/sim/whole.h"
#include "tests/sim/work.h"
#include "vouchers/voucher.h"

#define SIM_URL S("sqlite:/sim/hoptac.db?vfs=sim")
#define HALF_A_DAY ((int64_t)12 * 3600 * 1000000)

enum { SEEDS = 400, SECONDS = 60, LIVES = 4, ACTS = 20, OPERATIONS = 500, DOCS = 5, SEEDS_TO_CATCH = 300 };
enum fate { NOT_THERE, THERE, UNKNOWN };

static struct {
    struct arena image_mem, mem;
    struct disk_image image;
    struct prop random;
    struct store *store;
    struct record draft;
    int64_t now, saved, cuts, collected;
    enum fate doc[DOCS];
    char wrong[300];
} sim;

static void wrong(const char *what, const struct cx *cx)
{
    str why = cx && cx->errors ? cx->errors->message : S("");
    if (!sim.wrong[0])
        snprintf(sim.wrong, sizeof sim.wrong, "%s: " STR_FMT, what, STR_ARG(why));
}

static struct cx fresh_cx(void)
{
    arena_reset(&sim.mem, 0);
    struct cx cx = cx_new(&sim.mem, LANG_EN, sim.now);
    cx.actor.local = true;
    return cx;
}

static str document(int k)
{
    return str_fmt(&sim.mem, "%%PDF-1.4\n%% number %d %0*d\nstartxref\n9\n%%%%EOF\n", k, 1500 * k + 1, k);
}

/* ---- acts ---- */

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    int64_t id;
    return file_add(cx, db, arg, &id);
}

static void add(void)
{
    struct cx cx = fresh_cx();
    struct file_ready ready;
    int k = prop_below(&sim.random, DOCS);
    struct file_in in = { .of = sim.draft, .name = str_fmt(cx.mem, "%d.pdf", k), .bytes = document(k) };
    in.request_id = os_uuid7(cx.mem);
    if (!file_prepare(&cx, sim.store, &in, "file", &ready).ok)
        return; /* no row was asked for */
    bool ok = store_write(sim.store, &cx, &sim.draft.org_id, 1, add_work, &ready).ok;
    if (ok && sim.doc[k] == THERE)
        wrong("the same content was added twice", &cx);
    if (ok)
        sim.doc[k] = THERE, sim.saved++;
    else if (cx.errors && str_eq(cx.errors->code, S("file.there_already")))
        sim.doc[k] = sim.doc[k] == NOT_THERE ? (wrong("it was not there", &cx), NOT_THERE) : THERE;
    else if (sim.doc[k] == NOT_THERE)
        sim.doc[k] = UNKNOWN;
}

static result drop_work(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    return record_drop(cx, db, sim.draft);
}

static void drop(void)
{
    struct cx cx = fresh_cx();
    bool ok = store_write(sim.store, &cx, &sim.draft.org_id, 1, drop_work, NULL).ok;
    for (int k = 0; k < DOCS; k++)
        if (sim.doc[k] != NOT_THERE)
            sim.doc[k] = ok ? NOT_THERE : UNKNOWN;
}

static void collect(void)
{
    struct cx cx = fresh_cx();
    sim.collected += content_collect(&cx, sim.store).ok;
}

static void act(void)
{
    sim.now += prop_below(&sim.random, 3) * HALF_A_DAY;
    switch (prop_below(&sim.random, 8)) {
    case 0:
        drop();
        break;
    case 1:
    case 2:
        collect();
        break;
    default:
        add();
    }
}

/* ---- after a power cut ---- */

static result read_work(struct cx *cx, struct db *db, void *arg) { return record_read(cx, db, sim.draft, false, arg); }

static void compare(const struct record_files *r)
{
    bool seen[DOCS] = { false };
    for (int i = 0; i < r->n_file; i++)
        seen[r->file[i].name.s[0] - '0'] = true;
    for (int k = 0; k < DOCS; k++) {
        if (seen[k] != (sim.doc[k] == THERE) && sim.doc[k] != UNKNOWN)
            wrong(seen[k] ? "a row that nobody was told of" : "an acknowledged file is lost", NULL);
        sim.doc[k] = seen[k] ? THERE : NOT_THERE;
    }
}

static void check(void)
{
    struct cx cx = fresh_cx();
    struct record_files r = { 0 };
    if (!store_read(sim.store, &cx, DB_SCOPE_ALL, read_work, &r).ok)
        wrong("the store cannot be read", &cx);
    else
        compare(&r);
    cx = fresh_cx();
    if (!content_check(&cx, sim.store).ok)
        wrong("a file's bytes are not there", &cx);
}

static bool open_store(void)
{
    struct cx cx = fresh_cx();
    sim.store = NULL;
    if (store_open(&cx, SIM_URL, &sim.store).ok)
        return true;
    if (!disk_is_cut())
        wrong("the store cannot be opened", &cx);
    return false;
}

static void live(void)
{
    struct disk_faults f = { .cut_in = 1 + prop_below(&sim.random, OPERATIONS) };
    if (prop_below(&sim.random, 2)) {
        f.fail_in = 1 + prop_below(&sim.random, (int)f.cut_in);
        f.fail_for = 1 + prop_below(&sim.random, 4);
        f.fail_full = prop_below(&sim.random, 2);
    }
    disk_set_faults(f);
    for (int i = 0; i < ACTS && !disk_is_cut() && !sim.wrong[0]; i++)
        act();
    disk_cut_now();
    store_close(sim.store);
    sim.store = NULL;
    sim.cuts++;
    disk_power_on();
}

static const char *run(uint64_t seed, const struct os_disk *disk)
{
    sim.random = (struct prop){ seed, seed };
    sim.wrong[0] = 0;
    memset(sim.doc, 0, sizeof sim.doc);
    vfs_begin(seed);
    os_sim_begin(seed);
    os_sim_disk(disk);
    disk_load(&sim.image);
    open_store();
    for (int life = 0; life < LIVES && !sim.wrong[0]; life++) {
        live();
        if (!sim.wrong[0] && open_store())
            check();
    }
    store_close(sim.store);
    os_sim_end();
    vfs_end();
    return sim.wrong[0] ? sim.wrong : NULL;
}

/* ---- the image that every run starts from ---- */

static result image_work(struct cx *cx, struct db *db, void *arg)
{
    struct draft d = { .org_id = SIM_ORG_ID(0), .kind = S("journal"), .command_json = S("{}") };
    TRY(work_prepare(cx, db, arg));
    TRY(draft_save(cx, db, &d));
    sim.draft = (struct record){ d.org_id, S("draft"), d.id };
    return OK;
}

static int begin(void **state)
{
    (void)state;
    assert_true(arena_init(&sim.mem, ARENA_REQUEST) && arena_init(&sim.image_mem, ARENA_REQUEST));
    sim.now = INT64_C(1772413200000000);
    work_register();
    vfs_begin(1);
    os_sim_begin(1);
    struct cx cx = fresh_cx();
    bool ok = store_open(&cx, SIM_URL, &sim.store).ok && store_migrate(&cx, sim.store).ok &&
              store_write(sim.store, &cx, NULL, 0, image_work, NULL).ok;
    store_close(sim.store);
    sim.image = disk_save(&sim.image_mem);
    os_sim_end();
    vfs_end();
    return ok ? 0 : -1;
}

static void test_files__every_row_has_its_bytes_after_a_cut(void **state)
{
    const char *given = getenv("HOPTAC_SIM_FROM");
    int64_t from = 1, done = 0, end = os_monotonic() + (int64_t)SECONDS * 1000000;
    (void)state;
    if (given)
        assert_true(str_to_i64(str_of(given), &from));
    for (; done < SEEDS && (done == 0 || os_monotonic() < end); done++) {
        const char *found = run((uint64_t)(from + done), &whole_right);
        if (found)
            fail_msg("HOPTAC_SIM_FROM=%" PRId64 ": %s", from + done, found);
    }
    printf("%" PRId64 " seeds: %" PRId64 " files saved, %" PRId64 " cuts, %" PRId64 " collections\n", done, sim.saved,
           sim.cuts, sim.collected);
    assert_true(sim.saved > done && sim.cuts > done && sim.collected > done);
}

static void test_files__bytes_that_are_not_synced_are_noticed(void **state)
{
    const char *found = NULL;
    uint64_t seed = 0;
    (void)state;
    while (!found && seed < SEEDS_TO_CATCH)
        found = run(++seed, &whole_unsynced);
    assert_non_null(found);
    printf("unsynced: seed %d: %s\n", (int)seed, found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files__every_row_has_its_bytes_after_a_cut),
        cmocka_unit_test(test_files__bytes_that_are_not_synced_are_noticed),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}

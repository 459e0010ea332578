/* Contexts, stores and expectations for tests. */
#include "tests/kit/kit.h"

#include <unistd.h>

#include "tests/kit/pg.h"
#include "tests/kit/place.h"

void kit_begin(struct kit *k)
{
    *k = (struct kit){ 0 };
    if (!arena_init(&k->mem, ARENA_REQUEST))
        abort();
    k->cx = cx_new(&k->mem, LANG_EN, KIT_NOW);
    k->cx.actor.local = true;
}

void kit_close(struct kit *k)
{
    while (k->n_opened > 0)
        store_close(k->opened[--k->n_opened]);
    k->store = NULL;
}

void kit_end(struct kit *k)
{
    kit_close(k);
    arena_release(&k->mem);
}

bool kit_on_postgres(void)
{
    const char *db = getenv("HOPTAC_TEST_DB");
    return db && strcmp(db, "postgres") == 0;
}

str kit_folder(struct kit *k)
{
    if (str_empty(k->folder)) {
        char *z = (char *)str_z(&k->mem, str_fmt(&k->mem, "%s/XXXXXX", place_root()));
        if (!mkdtemp(z))
            abort();
        k->folder = str_of(z);
    }
    return k->folder;
}

/* ---- stores ---- */

static str fresh_url(struct kit *k, str template)
{
    static int n; /* one name for each store of the process */
    str name;
    if (kit_on_postgres())
        return pg_new_database(&k->mem, template, &name);
    return str_fmt(&k->mem, STR_FMT "/%d.db", STR_ARG(kit_folder(k)), n++);
}

str kit_new_url(struct kit *k) { return fresh_url(k, S("")); }

static struct store *open_store(struct kit *k, str url)
{
    struct store *s = NULL;
    kit_ok(k, store_open(&k->cx, url, &s));
    if (kit_on_postgres()) /* where commands look that run in the kit's folder */
        store_set_files(s, str_fmt(&k->mem, STR_FMT "/var/files", STR_ARG(kit_folder(k))));
    assert_true(k->n_opened < KIT_STORES);
    k->opened[k->n_opened++] = s;
    return s;
}

/* Migrating takes PostgreSQL a while: done once in a process, then copied. */
static str migrated_template(struct kit *k)
{
    static char name[32];
    if (!name[0]) {
        str made;
        struct store *s = NULL;
        kit_ok(k, store_open(&k->cx, pg_new_database(&k->mem, S(""), &made), &s));
        result r = store_migrate(&k->cx, s);
        store_close(s);
        kit_ok(k, r);
        snprintf(name, sizeof name, STR_FMT, STR_ARG(made));
    }
    return str_of(name);
}

struct store *kit_store(struct kit *k)
{
    k->url = kit_on_postgres() ? fresh_url(k, migrated_template(k)) : fresh_url(k, S(""));
    k->store = open_store(k, k->url);
    kit_ok(k, store_migrate(&k->cx, k->store));
    return k->store;
}

struct store *kit_open_again(struct kit *k)
{
    assert_true(k->url.n > 0);
    struct store *s = open_store(k, k->url);
    k->store = k->store ? k->store : s;
    return s;
}

/* ---- expectations ---- */

int kit_errors(const struct kit *k)
{
    for (const struct err *e = k->cx.errors; e; e = e->next)
        print_error("  " STR_FMT " [" STR_FMT "] " STR_FMT " " STR_FMT " (%s:%d)\n", STR_ARG(e->code),
                    STR_ARG(e->field), STR_ARG(e->message), STR_ARG(e->hint), e->file, e->line);
    return k->cx.n_errors;
}

void kit_ok_at(struct kit *k, result r, const char *call, const char *file, int line)
{
    if (r.ok && k->cx.n_errors == 0)
        return;
    print_error("%s: %s\n", r.ok ? "left errors" : "failed", call);
    kit_errors(k);
    _fail(file, line);
}

void kit_refused_at(struct kit *k, result r, const char *code, const char *file, int line)
{
    bool found = false;
    for (const struct err *e = k->cx.errors; e; e = e->next)
        found = found || str_eq(e->code, str_of(code));
    if (r.ok || !found) {
        print_error("expected to be refused with %s, but it %s\n", code, r.ok ? "succeeded" : "failed with:");
        kit_errors(k);
        _fail(file, line);
    }
    cx_clear_errors(&k->cx);
}

/* ---- invariants ---- */

struct checking {
    const struct invariant *list;
    int n, n_finding;
};

static result check_all(struct cx *cx, struct db *db, void *arg)
{
    struct checking *c = arg;
    for (int i = 0; i < c->n; i++) {
        str finding[16];
        int n = 0;
        TRY(db_check_invariant(db, &c->list[i], finding, &n));
        for (int f = 0; f < n; f++)
            print_error("  " STR_FMT "\n", STR_ARG(finding[f]));
        c->n_finding += n;
    }
    return cx_result(cx);
}

void kit_check_invariants_at(struct kit *k, const struct invariant *list, int n, const char *file, int line)
{
    struct checking c = { .list = list, .n = n };
    kit_ok_at(k, store_read(k->store, &k->cx, DB_SCOPE_ALL, check_all, &c), "invariants", file, line);
    if (c.n_finding)
        _fail(file, line);
}

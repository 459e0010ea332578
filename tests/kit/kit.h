/* What every test with a context or a store needs. A store is fresh and migrated: SQLite in a temporary folder, or,
   with HOPTAC_TEST_DB=postgres, a new database in a private PostgreSQL that the kit starts as an unprivileged user.
   Whatever the kit makes is removed when the process ends, however it ends. */
#ifndef TESTS_KIT_KIT_H
#define TESTS_KIT_KIT_H

#include "tests/kit/prop.h"

#include "base/cx.h"
#include "db/db.h"

enum { KIT_STORES = 4 };
#define KIT_NOW 1772413200000000 /* 2026-03-02T01:00:00Z: cx.now_at of every kit */

struct kit {
    struct arena mem;
    struct cx cx; /* LANG_EN, local actor */
    struct store *store;
    str url;    /* of store */
    str folder; /* temporary, of this kit; made by kit_folder or kit_store */
    struct store *opened[KIT_STORES];
    int n_opened;
};

void kit_begin(struct kit *k);
void kit_close(struct kit *k); /* closes the stores; kit_open_again opens them again */
void kit_end(struct kit *k);   /* closes the stores, frees the memory */

bool kit_on_postgres(void);
str kit_folder(struct kit *k);
/* Opens a fresh migrated store and makes it k->store. Fails the test when it cannot. */
struct store *kit_store(struct kit *k);
/* A fresh empty place for a store: nothing is opened or migrated. */
str kit_new_url(struct kit *k);
/* A further handle on the database of kit_store, closed by kit_end; becomes k->store when there is none. */
struct store *kit_open_again(struct kit *k);

/* Prints the errors on the context; returns how many there are. */
int kit_errors(const struct kit *k);
/* The call succeeded and left no error. */
#define kit_ok(k, r) kit_ok_at((k), (r), #r, __FILE__, __LINE__)
void kit_ok_at(struct kit *k, result r, const char *call, const char *file, int line);
/* The call failed and an error with this code is on the context; all errors are then cleared. */
#define kit_refused(k, r, code) kit_refused_at((k), (r), (code), __FILE__, __LINE__)
void kit_refused_at(struct kit *k, result r, const char *code, const char *file, int line);
/* The same for errors that are there already. */
#define kit_expect_code(k, code) kit_refused_at((k), FAILED, (code), __FILE__, __LINE__)

/* Every invariant of the list must return no row in k->store. Prints all findings, then fails the test. */
#define kit_check_invariants(k, list, n) kit_check_invariants_at((k), (list), (n), __FILE__, __LINE__)
void kit_check_invariants_at(struct kit *k, const struct invariant *list, int n, const char *file, int line);

/* for_all (r, 1000) { … prop_below(&r, 10) … }: the seed is printed, HOPTAC_SEED replays it. */
#define for_all(r, times)                                                                                              \
    for (struct prop r = prop_new(__func__), r##_i = { 0 }; r##_i.state < (uint64_t)(times); r##_i.state++)

#endif

/* The acts of the model as works on a store, right or with one deliberate bug. */
#ifndef TESTS_SIM_WORK_H
#define TESTS_SIM_WORK_H

#include "db/backend.h"
#include "tests/sim/model.h"

enum sim_bug {
    SIM_RIGHT,
    SIM_LYING_DISK,     /* sync does nothing */
    SIM_NO_TRANSACTION, /* a draft is dropped in a transaction after the one that posts it */
    SIM_EARLY_ANSWER,   /* the user is told before the commit */
    SIM_IGNORED_ERROR,  /* a failed insert is taken for a good one */
    SIM_NO_ROLLBACK,    /* a refused pair leaves its first half in the transaction */
    SIM_BUGS
};

struct work {
    struct model *model;
    struct act *act;
    enum sim_bug bug;
    uint64_t chance; /* of the bug, from the seed */
    /* out, of the last run */
    struct entry entry[2];
    bool repeated[2], early;
    const char *told; /* the code the user was told although the work says OK */
};

#define SIM_ORG_ID(index) ((int64_t)(index) + 1)

/* db_work_fn; arg is a struct work. */
result work_run(struct cx *cx, struct db *db, void *arg);
/* The organisations an act must lock; returns how many. */
int work_orgs(const struct act *a, int64_t org_id[2]);
/* Chart of accounts and the organisations: once, in the image every run starts from. */
result work_prepare(struct cx *cx, struct db *db, void *arg);
void work_register(void); /* the kinds of vouchers */
extern const char *const work_account[ACCOUNTS];

#endif

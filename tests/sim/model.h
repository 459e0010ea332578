/* What cooperatives did, kept a second time in plain arrays: an independent account that the database is compared with
   after every power cut. It must not know SQL or the code under test. */
#ifndef TESTS_SIM_MODEL_H
#define TESTS_SIM_MODEL_H

#include "base/date.h"
#include "base/str.h"
#include "tests/kit/prop.h"

enum { MODEL_ORGS = 3, MODEL_MONTHS = 3, MODEL_ACTS = 600, REQUEST_BYTES = 40 };
enum book { BOOK_JOURNAL, BOOK_VOID, BOOKS };
enum account { CASH, REVENUE, GOODS, PAYABLE, ACCOUNTS };

enum act_kind {
    ACT_SALE,     /* money in */
    ACT_PURCHASE, /* goods in: lines, a move, an event, a use */
    ACT_ISSUE,    /* goods out, refused when there are not enough */
    ACT_VOID,
    ACT_PAIR,       /* a sale in each of two organisations: both or none */
    ACT_DRAFT,      /* a draft is saved */
    ACT_POST_DRAFT, /* its voucher is posted and the draft dropped: both or none */
    ACT_PERIOD,     /* a month is closed or opened again */
    ACT_BAD,        /* unbalanced: always refused */
    ACT_KINDS
};
enum act_fate { ACT_UNCERTAIN /* asked, no clear answer */, ACT_SAVED, ACT_REFUSED };

struct entry {
    int64_t id, number;
    char leaf[32];
};

struct act {
    enum act_kind kind;
    int org, other, month; /* indexes */
    int64_t amount, qty;
    bool second_bad; /* of a pair */
    bool closing;    /* of a period */
    int target;      /* index of an act: what is voided, which draft is posted */
    char request[2][REQUEST_BYTES];
    enum act_fate fate;
    struct entry entry[2]; /* one for each voucher it made */
    int n_entry;
    bool gone;  /* voided; a draft: posted */
    bool there; /* uncertain, and found after a power cut */
};

struct model_org {
    int64_t last[BOOKS], vouchers;
    int64_t dr[ACCOUNTS], cr[ACCOUNTS], stock;
    bool closed[MODEL_MONTHS];
};

struct model {
    struct act act[MODEL_ACTS];
    int n;
    struct model_org org[MODEL_ORGS];
};

/* Invents the next act and adds it. NULL when the model is full. */
struct act *model_next(struct model *m, struct prop *random);
/* NULL: must be accepted; else the code it must be refused with. */
const char *model_expects(const struct model *m, const struct act *a);
/* The act happened; its entries are filled. NULL, or what is wrong with its numbers. strict: they must be the next
 * ones. */
const char *model_apply(struct model *m, struct act *a, bool strict);
/* Each number from 1 to the last belongs to exactly one voucher. */
const char *model_numbers(const struct model *m);

date model_date(int month);                /* a day in the month of this index */
#define MODEL_VOID_ON ((date){ 20260420 }) /* in a month that is never closed */
enum book model_book(const struct act *a);
bool model_makes_voucher(enum act_kind k);

#endif

/* Erasing a person. Vouchers, entries, sums, leaves and their proofs stay: they speak of a code. What vouchers must say
   by law stays while they must be kept, and goes by itself when that is over. */
#ifndef FEATURES_PRIVACY_ERASE_H
#define FEATURES_PRIVACY_ERASE_H

#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_person.h"

struct privacy_erase_in {
    int64_t org_id, party_id, request_id; /* request_id 0: the open request is looked up, or one is recorded */
    const struct member_seal *seal;
};

enum { FOUND_MAX = 40 };
/* What would come of it. */
struct privacy_found { /* free words that name the person, or somebody of the same name */
    str where, words;
    enum personal_end end;
    bool is_sure; /* nobody else bears the name */
};
struct privacy_plan {
    str code, name;
    date last_on;       /* of the last voucher that speaks of the person; none = none does */
    date keep_until;    /* the last day on which a voucher must be kept; none = all goes at once */
    date restricted_on; /* the first part was done already */
    int64_t years;
    str law; /* that asks for it */
    struct privacy_found found[FOUND_MAX];
    int n_found; /* all of them; the first FOUND_MAX are told */
    struct person who;
};
/* Refuses, with everything that stands against it: "privacy.member" (still a member), "privacy.balance" (money is
   owed), "privacy.erased", "privacy.waits" (only the rest is there, and it is not over). */
result privacy_plan(struct cx *cx, struct db *db, const struct privacy_erase_in *in, struct privacy_plan *out);

struct privacy_erased {
    date keep_until; /* none = nothing is left */
    int n;           /* rows changed */
};
/* What users keep for themselves first, then all the rest or nothing of it; the request is closed with an answer that
   says what stays until when and why; at last the files of the store are wiped (where that is busy, the job does it).
   ERR_BUG "privacy.remains" when a room has left words that name the person: its organisation's rows are as before. */
result privacy_erase(struct cx *cx, struct store *s, const struct privacy_erase_in *in, struct privacy_erased *out);

/* The job: rests whose time is over, then files that still hold freed pages. */
result privacy_finish(struct cx *cx, struct store *s);

/* What the room itself keeps: words of requests. */
result privacy_erase_words(struct cx *cx, struct db *db, const struct person *who, int *n);

#endif

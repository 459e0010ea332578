/* Telling a person everything: one file for machines, one paper for people. */
#ifndef FEATURES_PRIVACY_EXPORT_H
#define FEATURES_PRIVACY_EXPORT_H

#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_person.h"

struct privacy_export {
    int64_t org_id, party_id, request_id; /* request_id 0: without one, from the command line */
    const struct member_seal *seal;
    /* made */
    str json, code;
};
/* In a write transaction: what was told is written down, and noted at the request. */
result privacy_export(struct cx *cx, struct db *db, struct privacy_export *x);

#endif

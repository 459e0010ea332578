/* Telling a person everything: one file for machines, one paper for people. */
#ifndef FEATURES_PRIVACY_EXPORT_H
#define FEATURES_PRIVACY_EXPORT_H

#include "features/people/members/members.h"
#include "features/trust/privacy/privacy_person.h"

struct privacy_export {
    int64_t org_id, party_id, request_id; /* request_id 0: without one, from the command line */
    /* made */
    str json, code;
    struct person who;
    struct member_seal seal;
};
/* Gathers everything, then writes down that it was told, and the whole number when it was. */
result privacy_export(struct cx *cx, struct store *s, struct privacy_export *x);

#endif

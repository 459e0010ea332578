/* What the page of delegations is filled into and draws. */
#ifndef FEATURES_IDENTITY_DELEGATION_PAGES_H
#define FEATURES_IDENTITY_DELEGATION_PAGES_H

#include "features/people/identity/delegation.h"
#include "features/people/identity/identity_forms.h"

struct delegation_form_in {
    str to, reason;
    date from, until;
    bool all; /* whatever the own role allows */
    bool cap[CAP_COUNT];
};
extern const struct form delegation_form;
extern const struct data delegations_data;
/* "cap_POST"; NULL = nobody hands it on. */
const char *delegation_cap_field(enum cap c);

struct delegations_page {
    html_safe csrf;
    const struct request *rq;
    const struct delegation_form_in *in;
    str org_code;
    int64_t me;
    bool sees_all, behalf; /* behalf: acts by delegation, so hands nothing on */
    uint64_t own;          /* what may be handed over */
    const struct delegation *row;
    int n;
    const struct choice *colleague;
    int n_colleague;
};

#endif

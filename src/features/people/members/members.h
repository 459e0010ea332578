/* Members and other parties: who a cooperative deals with, in which class and under which agreement on a date. */
#ifndef FEATURES_MEMBERS_H
#define FEATURES_MEMBERS_H

#include "web/feature.h"

extern const struct feature members_feature;

/* What other rooms must know of a party on a date to post correctly. */
struct member_state {
    int64_t party_id;
    str code, full_name, token;
    bool is_member; /* a membership is running */
    str class;      /* "official" "affiliate_capital" "affiliate_use"; "" when not a member */
    bool has_agreement;
    str intake_mode; /* "bought" "on_behalf" "processing": the agreement's; "bought" without one */
    int64_t fee_bp;  /* the cooperative's fee when it sells on the member's behalf */
};
/* ERR_NOT_FOUND "party.not_found" when the party is not this organisation's. */
result member_state_on(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, date on,
                       struct member_state *out);
/* The party with this code. */
result party_by_code(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *party_id);
/* Internal transactions are those with official members under a written agreement (Law 17/2023 Art 4.1). */
bool member_is_internal(const struct member_state *m);

#endif

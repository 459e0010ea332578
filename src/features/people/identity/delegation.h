/* Delegation: one's own capabilities in an organisation, or some of them, handed to a colleague from one day to
   another. Who acts so acts as "X for Y": everything is recorded with both. */
#ifndef FEATURES_IDENTITY_DELEGATION_H
#define FEATURES_IDENTITY_DELEGATION_H

#include "features/people/identity/identity.h"

/* What nobody hands on: the own passbook, and making users and roles, which would outlast the delegation. */
#define CAPS_NEVER_HANDED (CAP_BIT(CAP_PUBLIC) | CAP_BIT(CAP_LOGIN) | CAP_BIT(CAP_OWN) | CAP_BIT(CAP_ADMIN))

struct delegation_in {
    int64_t org_id, to_user_id;
    uint64_t caps;
    str reason;
    date from, until;
};
/* By the actor, of what the own roles allow. All mistakes at once: "delegation.to", "delegation.caps",
   "delegation.reason", "delegation.dates", "delegation.too_long"; ERR_DENIED "delegation.onward" for who acts by
   delegation. */
result delegation_give(struct cx *cx, struct db *db, const struct delegation_in *in, int64_t *id);
/* By who gave it; by anybody with CAP_GRANT. ERR_NOT_FOUND "delegation.not_found". */
result delegation_withdraw(struct cx *cx, struct db *db, int64_t org_id, int64_t id);

struct delegation {
    int64_t org_id, id, from_user_id, to_user_id;
    str from_name, to_name, org_code, org_name, org_kind, reason, state; /* "live" "future" "expired" "withdrawn" */
    uint64_t caps;
    date from, until;
};
/* user_id 0 = everybody's; else what that one gave or got. Newest first. */
result delegation_list(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, struct delegation **out, int *n);
/* What a user may work under today, with what it opens now: what was handed over and the giver still may. */
result delegation_to(struct cx *cx, struct db *db, int64_t user_id, struct delegation **out, int *n);
/* What somebody's own roles allow there and may be handed on. */
result delegation_own_caps(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, uint64_t *caps);

struct colleague {
    int64_t id;
    str login, full_name;
};
result delegation_colleagues(struct cx *cx, struct db *db, int64_t org_id, struct colleague **out, int *n);

#endif

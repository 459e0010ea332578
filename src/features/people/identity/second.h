/* Two-step log-in: a one-time code besides the password. The key is sealed for its user, recovery codes are digests. */
#ifndef FEATURES_IDENTITY_SECOND_H
#define FEATURES_IDENTITY_SECOND_H

#include "features/people/identity/identity.h"
#include "features/people/identity/second_rules.h"

struct second_seal {
    uint8_t key[32];
};
/* Before the transaction. */
result second_seal_get(struct cx *cx, struct store *s, struct second_seal *out);

struct second {
    bool is_on, is_waiting; /* waiting: a key was made and not confirmed yet */
    int64_t on_at, n_left;  /* recovery codes not used */
};
result second_state(struct cx *cx, struct db *db, int64_t user_id, struct second *out);
/* A new key that waits for its first code; the one that waited is forgotten. ERR_CONFLICT "second.on". */
result second_begin(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal);
/* The key that waits; empty = none. A confirmed one is never shown again. */
result second_key(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str *key);
/* The first code turns it on. ERR_INVALID "second.code". recovery: shown now and never again. */
result second_confirm(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str code,
                      str recovery[RECOVERY_CODES]);
/* Is this the code of now, or a recovery code? Then it is used up. */
result second_take(struct cx *cx, struct db *db, int64_t user_id, const struct second_seal *seal, str typed,
                   bool *good);
/* New recovery codes; those before are void. */
result second_renew(struct cx *cx, struct db *db, int64_t user_id, str recovery[RECOVERY_CODES]);
/* By the person, who showed a code before, or by an administrator; the audit trail says who. ERR_NOT_FOUND "second.off"
   when it is not on. */
result second_end(struct cx *cx, struct db *db, int64_t user_id);
/* Key, recovery codes and log-ins that wait for a code, whether or not there are any; writes nothing on the audit
   trail. */
result second_drop(struct db *db, int64_t user_id);

/* Everything of a user who is forgotten. */
result second_forget(struct cx *cx, struct db *db, int64_t user_id);

/* Does the rule "second_factor" of an organisation ("off", "money", "all") ask for it from who may do this? */
bool second_asked(str rule, uint64_t caps);

#endif

/* Other systems are told what happens here: an organisation names an address and the events it wants to hear of; each
   becomes a signed message, sent until it is taken or three days have passed. See README.md and docs/api.md.
   Memory: results live in cx->mem. All functions push their errors on cx. needs: identity, organisations */
#ifndef FEATURES_HOOKS_H
#define FEATURES_HOOKS_H

#include "vouchers/notice.h"
#include "web/feature.h"

extern const struct feature hooks_feature;

enum { HOOKS_MAX = 20, HOOK_DAYS = 3 };

/* The teller of vouchers/notice.h: a message for every live subscription that wants the event. */
result hook_tell(struct cx *cx, struct db *db, const struct notice *n);

/* The key from which all secrets of this installation follow; before the transaction. */
struct hook_key {
    uint8_t b[32];
};
result hook_key_get(struct cx *cx, struct store *s, struct hook_key *out);

struct hook_in {
    int64_t org_id;
    str url;          /* https; http only to this machine */
    const str *event; /* names of struct feature_event */
    int n_event;
    str request_id; /* the same again: ERR_CONFLICT "hook.made", for the secret itself is shown once */
};
struct hook_made {
    int64_t id;
    str secret; /* "whsec_…": kept nowhere */
};
/* All mistakes at once. The caller locks org_id, here and below. */
result hook_add(struct cx *cx, struct db *db, const struct hook_key *key, const struct hook_in *in,
                struct hook_made *out);
/* A new secret. For a day messages carry a signature of the old one too. */
result hook_rotate_secret(struct cx *cx, struct db *db, const struct hook_key *key, int64_t org_id,
                          struct hook_made *io);
result hook_set_on(struct cx *cx, struct db *db, int64_t org_id, int64_t id, bool on);
/* With every message that it had. */
result hook_remove(struct cx *cx, struct db *db, int64_t org_id, int64_t id);
/* Puts a message "hook.test" behind what waits. */
result hook_test(struct cx *cx, struct db *db, int64_t org_id, int64_t id);
/* Given up ones wait again, for three more days. */
struct hook_again {
    int64_t org_id, hook_id; /* hook_id 0 = of any */
    const int64_t *id;
    int n; /* 0 = all of them */
    int64_t n_again;
};
result hook_send_again(struct cx *cx, struct db *db, struct hook_again *io);

struct hook {
    int64_t id, made_at, secret_no, rotated_at, n_failed, due_at, last_at, last_status, n_waiting, n_given_up;
    str url, events, last_trouble; /* events: names with a space between */
    str state;                     /* "off" "new" "works" "fails" */
    bool is_on;
};
/* id 0 = all. */
result hook_list(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct hook **out, int *n);
/* ERR_NOT_FOUND "hook.not_found". */
result hook_get(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct hook *out);

/* Sends what waits, in order, each subscription by itself, for at most about `seconds`: of everybody, or of one
   subscription at once, whatever its turn was. The job does it each minute. */
struct hook_sending {
    int64_t org_id, hook_id;     /* 0 = all */
    int seconds, answer_seconds; /* for everything; for one answer, 0 = ten */
    int n_sent, n_failed;
};
result hook_send(struct cx *cx, struct store *s, struct hook_sending *io);

/* Networks inside that messages may go to, "10.0.0.0/8"; the operator's business. ERR_INVALID "hook.network". */
result hook_network_allow(struct cx *cx, struct db *db, str network, bool allow);

#endif

/* Requests of persons about their data: recorded, due by a day that dated rules give, met or refused with an answer. */
#ifndef FEATURES_PRIVACY_REQUESTS_H
#define FEATURES_PRIVACY_REQUESTS_H

#include "features/people/organisations/organisations.h"
#include "features/trust/privacy/privacy_parts.h"

extern const struct option_list privacy_kinds, privacy_states; /* "export" …; "open" "done" "refused" */
extern const struct data privacy_request_data;

/* What the law gives on a day; amount 0 = nothing is known to give a time. */
struct privacy_term_rule {
    int64_t amount;
    str unit, law; /* in the reader's language */
};
/* purpose "request.erase" "extension.erase" "request.reply" "retention.voucher" */
result privacy_rule_on(struct cx *cx, struct db *db, str purpose, date on, struct privacy_term_rule *out);

struct privacy_request_in {
    int64_t org_id, party_id;
    str kind, words; /* words: what the person said */
    date asked_on, told_on;
    str request_id;
};
/* All mistakes at once. The same request id gives the same request again. ERR_CONFLICT "privacy.no_person" for an
   organisation, "privacy.erased" for somebody of whom nothing is left. */
result privacy_request_add(struct cx *cx, struct db *db, const struct privacy_request_in *in, int64_t *id);

struct privacy_request {
    int64_t id, org_id, party_id, made_at, done_at, exported_at;
    str kind, state, words, answer, extension_reason, user_name, done_by_name;
    str party_code, party_name, party_kind;
    date asked_on, told_on, reply_by_on, due_on, first_due_on; /* first_due_on: before the extension */
    int64_t n_change;                                          /* of the person's record since it was asked */
    str law;                                                   /* that gives the time */
};
result privacy_request_read(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct privacy_request *out);

struct party_event;
/* Does a change of the record count as one that was asked for? */
bool privacy_is_correction(const struct party_event *e, date asked_on);

/* The person was told that the request has come, and how it goes on. */
result privacy_request_tell(struct cx *cx, struct db *db, int64_t org_id, int64_t id, date told_on);
/* Once, with a reason that the person was told, before the time is over. */
result privacy_request_extend(struct cx *cx, struct db *db, int64_t org_id, int64_t id, str reason);
struct privacy_close {
    int64_t org_id, id;
    str state, answer; /* "done" "refused" */
};
result privacy_request_close(struct cx *cx, struct db *db, const struct privacy_close *c);

#endif

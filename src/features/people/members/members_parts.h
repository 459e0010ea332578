/* What the room's files share among themselves. */
#ifndef FEATURES_MEMBERS_PARTS_H
#define FEATURES_MEMBERS_PARTS_H

#include "features/people/members/members.h"

enum { N_MEMBER_ROUTES = 24, N_MEMBER_COMMANDS = 3 };
extern const struct route member_routes[N_MEMBER_ROUTES];
extern const struct command member_commands[N_MEMBER_COMMANDS];

result members_load_demo(struct cx *cx, struct store *s);

/* ---- seal.c ---- */
/* Whose the sealed bytes are. key: the party's own; empty for what waits to become a party's (a row of a file). */
struct sealed_for {
    int64_t org_id, id;
    str key;
};
result sealed_for_party(struct db *db, int64_t org_id, int64_t party_id, struct sealed_for *out);
/* Makes the party's key when it has none. */
result sealed_for_party_new(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct sealed_for *out);
/* Bytes that only the installation can open, and only while the key is there. */
str seal_close(struct cx *cx, const struct member_seal *seal, const struct sealed_for *whose, str number);
[[nodiscard]] bool seal_open(struct cx *cx, const struct member_seal *seal, const struct sealed_for *whose, str sealed,
                             str *number);
/* Keyed digest: equal inside one organisation, meaningless outside. */
str seal_digest(struct cx *cx, const struct member_seal *seal, int64_t org_id, str number);

/* ---- members_person.c: what the room brings to struct feature ---- */
result member_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
/* "Đã xóa TV001" instead of the name; number, values of the history, words and words of others that name the person. */
result member_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n);

/* ---- history ---- */
struct change {
    int64_t org_id, party_id;
    str field, before, after, reason;
};
result party_change_write(struct cx *cx, struct db *db, const struct change *c);

result party_missing(struct cx *cx);

/* Writes what differs, each field with before and after. n_changed 0 = nothing differed. */
result party_update(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in,
                    int *n_changed);
/* The whole number, for somebody with CAP_MEMBER_ID; each call writes an audit line. "" when none is kept. */
result party_number_open(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct member_seal *seal,
                         str *number);

/* ---- membership over time ---- */
/* Somebody who left comes back, or another party becomes a member: uses all but in->party. */
result member_join(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct member_in *in);
/* From a day on; the one that runs ends the day before. Nothing is overwritten. */
struct member_dated {
    int64_t org_id, party_id;
    date from;
    str reason;
};
result member_class_set(struct cx *cx, struct db *db, const struct member_dated *at, str class);
/* number "" ends the agreement without a new one. */
result member_agreement_set(struct cx *cx, struct db *db, const struct member_dated *at, const struct agreement_in *in);
/* `from` is the first day on which the person is no longer a member; class and agreement end with it. */
result member_leave(struct cx *cx, struct db *db, const struct member_dated *at);

/* Pushes every mistake of a party, those that only the database knows among them. except_id: itself; 0 = a new one. */
result party_check_all(struct cx *cx, struct db *db, int64_t org_id, const struct party_in *in, int64_t except_id);

#endif

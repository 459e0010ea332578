/* How parties are found by what somebody types. */
#ifndef FEATURES_MEMBERS_PARTY_SEARCH_H
#define FEATURES_MEMBERS_PARTY_SEARCH_H

#include "features/people/members/members.h"

/* Writes the words of a new party; in->code is the code it has. */
result party_words_add(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in);
/* The same in place of those it had. */
result party_words_write(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in);
/* The code alone stays findable. */
result party_words_erase(struct db *db, int64_t org_id, int64_t party_id, str code);

#endif

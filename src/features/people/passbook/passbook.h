/* A member's own page: whose account a user is, and what of the register and the books is about that person.
   needs: identity, organisations, members, intake */
#ifndef FEATURES_PASSBOOK_H
#define FEATURES_PASSBOOK_H

#include "web/feature.h"

extern const struct feature passbook_feature;

/* The person that a user is in an organisation; 0 = none. */
result own_party(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, int64_t *party_id);

struct own_link {
    int64_t org_id, user_id;
    str party_code;
};
/* Makes the user the account of this person and gives the role "member"; a link that was there is replaced. Errors:
   "link.user", "link.party" at their fields, ERR_CONFLICT "link.taken" when the person has another user. */
result own_link_set(struct cx *cx, struct db *db, const struct own_link *in);
/* Takes link and role away. ERR_NOT_FOUND "link.none". */
result own_link_end(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id);

struct own_link_row {
    int64_t org_id, linked_at;
    str org_code, org_name, party_code, full_name;
};
result own_link_list(struct cx *cx, struct db *db, int64_t user_id, struct own_link_row **out, int *n);

/* Who opened or changed the person's data, newest first. */
struct own_opening {
    int64_t at;
    str who, who_org, what; /* in the reader's language */
};
result own_openings(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct own_opening **out, int *n);

#endif

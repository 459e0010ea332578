/* What happened, for programs outside that asked to be told: ids and codes only, as in the audit. Who listens to what
   is a room's business; here is only whether anybody does, so that an act of which nobody wants to hear costs nothing.
 */
#ifndef VOUCHERS_NOTICE_H
#define VOUCHERS_NOTICE_H

#include "db/db.h"

struct notice {
    int64_t org_id; /* locked by the caller */
    str action;     /* of audit.h, or "voucher.post", "voucher.void" */
    str subject;    /* "voucher" */
    int64_t subject_id;
    str detail; /* codes and numbers only */
};
/* Writes down, in the same transaction, that somebody must be told; sends nothing. */
typedef result (*notice_fn)(struct cx *cx, struct db *db, const struct notice *n);
void notice_set_teller(notice_fn fn); /* once, by app/ */

/* Tells when anybody listens to this action of this organisation. audit_write does it for every action. */
result notice_tell(struct cx *cx, struct db *db, const struct notice *n);
/* From now on the organisation is listened to for these actions and no others. */
result notice_listen(struct db *db, int64_t org_id, const str *action, int n);

#endif

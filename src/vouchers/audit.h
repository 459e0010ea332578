/* Who did what, and who opened another's record: ids only, no personal data. Append-only. */
#ifndef VOUCHERS_AUDIT_H
#define VOUCHERS_AUDIT_H

#include "db/db.h"

struct audit {
    int64_t org_id; /* whose record it is */
    str action;     /* "member.update" "voucher.open" "grant.use" */
    str subject;    /* "member" */
    int64_t subject_id;
    int64_t grant_id; /* 0 = own right */
    str detail;       /* codes and numbers only */
};
result audit_write(struct cx *cx, struct db *db, struct audit a); /* user and time from cx */

#endif

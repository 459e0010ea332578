/* The private face between posting, voiding and reading back. */
#ifndef VOUCHERS_RECORD_H
#define VOUCHERS_RECORD_H

#include "vouchers/voucher.h"

/* The canonical bytes of a posted voucher: version, kind, organisation, number, dates, request, people, command, memo
   digest, effects in registry order, attachments. */
str voucher_bytes(struct cx *cx, const struct voucher_record *r, const struct sha256 *memo_hash);
/* 32 zero bytes for an empty memo. */
struct sha256 voucher_memo_hash(struct cx *cx, str salt, str memo);
/* Posts without looking the request up; reverses_id 0 = an ordinary voucher. */
result voucher_post_reversing(struct cx *cx, struct db *db, const struct voucher *v, int64_t reverses_id,
                              struct posted *out);
/* notice.h: tells of a voucher just written. */
result notice_voucher(struct cx *cx, struct db *db, const struct voucher_record *r);

#endif

/* What stands in the books already, found by what it says: date and lines, in whatever order. For the import, which
   must not take a journal in a second time from another file. */
#ifndef FEATURES_ACCOUNTING_TWINS_H
#define FEATURES_ACCOUNTING_TWINS_H

#include "base/seen.h"
#include "vouchers/voucher.h"

struct twins_ask {
    int64_t org_id;
    date from, to;
    str act_key; /* how the request ids begin that do not count: voucher_request_derive */
};
/* Living vouchers of these days; nothing is read when there are none. */
result twins_load(struct cx *cx, struct db *db, struct twins_ask ask, struct seen *out);
/* Warns (ERR_CONFLICT "journal.similar", without a field) when one says the same as v. */
result twins_look(struct cx *cx, struct db *db, const struct seen *t, const struct voucher *v);

#endif

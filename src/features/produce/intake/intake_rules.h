/* From a weighed row and what was read to a voucher: pure. */
#ifndef FEATURES_INTAKE_RULES_H
#define FEATURES_INTAKE_RULES_H

#include "features/produce/intake/intake.h"

/* Pushes every mistake of the row. Fills net, priced, price, amount; list_price NULL = there is none. Without an item
   (nobody knows its code) it looks at what is left and fails. */
result intake_work_out(struct cx *cx, struct intake_slip *s, const money *list_price);

/* Everything a slip does, ready to post. lot may still be empty (a preview). */
struct intake_terms {
    int64_t org_id;
    date delivered_on;
    int zone_minutes;
    str read_point; /* opaque place of the organisation */
    str request_id;
};
struct voucher intake_voucher(struct cx *cx, const struct intake_slip *s, const struct intake_terms *t);
struct voucher intake_price_voucher(struct cx *cx, const struct intake_record *r, const struct intake_price *in,
                                    money amount);

#endif

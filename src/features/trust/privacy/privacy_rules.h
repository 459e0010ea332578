/* Pure rules of requests: days, what a request and its answer must hold. Push every mistake on cx. */
#ifndef FEATURES_PRIVACY_RULES_H
#define FEATURES_PRIVACY_RULES_H

#include "features/trust/privacy/privacy_requests.h"

/* Monday to Friday; public holidays are not known here, so an end may come early, never late. */
date privacy_working_days(date from, int64_t n);
/* unit "day" "working_day" "year"; none without a rule (amount 0). */
date privacy_term(date from, const struct privacy_term_rule *rule);
/* The last day on which a voucher of that day must be kept: years are counted from the end of its financial year. */
date privacy_kept_until(date posting_on, int year_first_month, int64_t years);
/* The first day whose vouchers must still be kept today. */
date privacy_kept_from(date today, int year_first_month, int64_t years);

void privacy_request_check(struct cx *cx, const struct privacy_request_in *in, date today);
/* What stands against closing it so. */
void privacy_close_check(struct cx *cx, const struct privacy_request *r, const struct privacy_close *c);
/* Not done, and its day is over. */
bool privacy_is_late(const struct privacy_request *r, date today);

#endif

/* What programs get beyond what pages get: limits, validators for what they have already, keys that never act twice. */
#ifndef WEB_API_GUARD_H
#define WEB_API_GUARD_H

#include "web/feature.h"

enum { API_BURST = 600, API_REFILL_US = 50000 }; /* then 20 requests a second */

struct limit;
struct limit *api_limit_new(struct arena *mem);
/* One request of `who` ("token 5", an address). None left: Retry-After, and an error that answers 429. */
result api_take(struct web *w, str who);
/* Idempotency-Key as a request id: a UUID is taken as it is, any other key becomes one for this user and address. Empty
   without the header. ERR_USAGE "web.idempotency_key" when it is too long. */
result api_request_id(struct web *w, str *id);
/* Gives a JSON answer to GET its ETag, and answers 304 without a body to whoever has it already. */
void api_validate(struct web *w);

#endif

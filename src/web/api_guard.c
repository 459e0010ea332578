/* Limits, ETag and Idempotency-Key of the API (RFC 6585, RFC 9110 §13, draft-ietf-httpapi-idempotency-key-header). */
#include "web/api_guard.h"

#include "base/hash.h"
#include "base/uuid.h"
#include "os/os.h"
#include "web/app.h"
#include "web/limit.h"

enum { KEY_MAX = 200, ETAG_DIGITS = 32 };

struct limit *api_limit_new(struct arena *mem)
{
    struct limit *l = new (mem, struct limit, 1);
    limit_init(l, API_BURST, API_REFILL_US);
    return l;
}

result api_take(struct web *w, str who)
{
    int64_t wait_us = 0;
    if (!w->app->api_limit || limit_take(w->app->api_limit, who, os_monotonic(), &wait_us))
        return OK;
    response_header(w->rs, S("Retry-After"), str_from_i64(w->cx->mem, wait_us / 1000000 + 1));
    return fail(w->cx, .kind = ERR_BUSY, .code = S("web.limit"),
                .message = tr(w->cx, "Too many requests. Wait a little."));
}

result api_request_id(struct web *w, str *id)
{
    str key = request_header(w->rq, S("Idempotency-Key"));
    *id = (str){ 0 };
    if (key.n > KEY_MAX)
        return fail(w->cx, .kind = ERR_USAGE, .code = S("web.idempotency_key"),
                    .message = tr(w->cx, "This Idempotency-Key is too long."));
    if (uuid_valid(key))
        *id = key;
    else if (key.n)
        *id = voucher_request_derive(
            w->cx, str_fmt(w->cx->mem, STR_FMT " " STR_FMT, STR_ARG(w->rq->path), STR_ARG(key)), w->cx->actor.user_id);
    return OK;
}

/* If-None-Match: * or a list; weak and strong ones compare alike. */
static bool has_already(str list, str tag) { return str_eq(str_trim(list), S("*")) || str_find(list, tag) >= 0; }

void api_validate(struct web *w)
{
    bool get = w->rq->method == METHOD_GET || w->rq->method == METHOD_HEAD;
    if (!get || w->rs->status != 200 || !str_starts(w->rs->content_type, S("application/json")))
        return;
    struct sha256 h = sha256_of(w->rs->body);
    str digits = str_sub(str_to_hex(w->cx->mem, h.b, sizeof h.b), 0, ETAG_DIGITS);
    str tag = str_fmt(w->cx->mem, "\"" STR_FMT "\"", STR_ARG(digits));
    /* weak: what is sent compressed is not the same bytes */
    response_header(w->rs, S("ETag"), str_fmt(w->cx->mem, "W/" STR_FMT, STR_ARG(tag)));
    if (!has_already(request_header(w->rq, S("If-None-Match")), tag))
        return;
    w->rs->status = 304;
    w->rs->body = (str){ 0 };
}

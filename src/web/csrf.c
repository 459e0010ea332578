/* Tokens against requests forged by other sites. A token is mask ‖ mask⊕mac, the mac a keyed BLAKE2b of who it is
   for. */
#include "web/csrf.h"

#include "base/base64url.h"
#include "os/os.h"
#include "web/app.h"

#include <sodium.h>

enum { MAC = 16, VISITOR_SECONDS = 0 };

static void mac_of(const struct web *w, unsigned char mac[static MAC])
{
    struct buf b = buf_new(w->cx->mem);
    if (w->session_id)
        buf_fmt(&b, "session %lld", (long long)w->session_id);
    else
        buf_fmt(&b, "visitor " STR_FMT, STR_ARG(w->visitor));
    crypto_generichash(mac, MAC, (const unsigned char *)b.s, (unsigned long long)b.n, w->app->secret,
                       sizeof w->app->secret);
}

str csrf_token(struct web *w)
{
    unsigned char mac[MAC], both[2 * MAC];
    if (w->csrf.n)
        return w->csrf;
    if (!w->session_id && !w->visitor.n) {
        w->visitor = os_token(w->cx->mem);
        web_set_cookie(w, web_cookie_name(w, "visitor"), w->visitor, VISITOR_SECONDS);
    }
    mac_of(w, mac);
    os_random(both, MAC);
    for (int i = 0; i < MAC; i++)
        both[MAC + i] = both[i] ^ mac[i];
    w->csrf = base64url_encode(w->cx->mem, both, sizeof both);
    return w->csrf;
}

bool csrf_token_good(const struct web *w)
{
    unsigned char mac[MAC], sent[MAC];
    str field = request_form(w->rq, S("csrf")), raw;
    str text = field.n ? field : request_header(w->rq, S("X-CSRF-Token"));
    if (!w->session_id && !w->visitor.n)
        return false;
    if (!base64url_decode(w->cx->mem, text, &raw) || raw.n != 2 * MAC)
        return false;
    mac_of(w, mac);
    for (int i = 0; i < MAC; i++)
        sent[i] = (unsigned char)(raw.s[i] ^ raw.s[MAC + i]);
    return sodium_memcmp(mac, sent, MAC) == 0;
}

bool csrf_origin_good(const struct request *rq)
{
    str site = request_header(rq, S("Sec-Fetch-Site")), origin = request_header(rq, S("Origin"));
    if (site.n && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
        return false;
    if (!origin.n)
        return true;
    ptrdiff_t at = str_find(origin, S("://"));
    return at >= 0 && str_eq_nocase(str_sub(origin, at + 3, origin.n), request_header(rq, S("Host")));
}

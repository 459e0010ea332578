/* Rules without side effects: when to try again, what a message says, how it is signed, where it may go. */
#include "features/trust/hooks/hooks_parts.h"

#include "base/base64url.h"
#include "base/json.h"
#include "os/send.h"

enum { WAIT_MAX_MINUTES = 360 };

int64_t hook_wait(int64_t n_failed, uint32_t random)
{
    int64_t minutes = 1;
    for (int64_t i = 1; i < n_failed && minutes < WAIT_MAX_MINUTES; i++)
        minutes *= 2;
    if (minutes > WAIT_MAX_MINUTES)
        minutes = WAIT_MAX_MINUTES;
    int64_t wait = minutes * 60 * HOOK_SECOND;
    return wait + wait / 4 * (int64_t)(random % 1000) / 1000;
}

/* ---- what is sent ---- */

str hook_secret(struct arena *mem, const struct hook_key *key, const int64_t org_and_id[2], int64_t secret_no)
{
    struct sha256 h = hmac_sha256(
        (str){ (const char *)key->b, sizeof key->b },
        str_fmt(mem, "hook/%lld/%lld/%lld", (long long)org_and_id[0], (long long)org_and_id[1], (long long)secret_no));
    return str_fmt(mem, "whsec_" STR_FMT, STR_ARG(base64url_encode(mem, h.b, sizeof h.b)));
}

str hook_signature(struct arena *mem, int64_t t, str body, const str *secret, int n)
{
    struct buf b = buf_new(mem);
    struct buf signed_text = buf_new(mem);
    buf_fmt(&signed_text, "%lld.", (long long)t);
    buf_put(&signed_text, body);
    buf_fmt(&b, "t=%lld", (long long)t);
    for (int i = 0; i < n; i++) {
        struct sha256 h = hmac_sha256(secret[i], buf_str(&signed_text));
        buf_fmt(&b, ",v1=" STR_FMT, STR_ARG(str_to_hex(mem, h.b, sizeof h.b)));
    }
    return buf_str(&b);
}

const struct feature_event *hook_event_find(str name)
{
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++)
            if (str_eq(name, str_of(features[f]->events[i].name)))
                return &features[f]->events[i];
    return NULL;
}

/* "/orgs/:org/vouchers/:id" → "/api/v1/orgs/DEMO-RAU/vouchers/17" */
static str link_of(struct arena *mem, const struct hook_message *m)
{
    const struct feature_event *e = hook_event_find(m->event);
    struct buf b = buf_new(mem);
    if (!e || !e->path)
        return S("");
    buf_put(&b, S("/api/v1"));
    for (str p = str_of(e->path); p.n;) {
        if (str_starts(p, S(":org")) || str_starts(p, S(":id"))) {
            bool org = p.s[1] == 'o';
            buf_put(&b, org ? m->org_code : str_from_i64(mem, m->subject_id));
            p = str_sub(p, org ? 4 : 3, p.n);
        } else {
            buf_byte(&b, p.s[0]);
            p = str_sub(p, 1, p.n);
        }
    }
    return buf_str(&b);
}

str hook_body(struct arena *mem, const struct hook_message *m)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    json_begin_object(&o);
    json_member_str(&o, S("id"), str_fmt(mem, "%lld-%lld", (long long)m->org_id, (long long)m->id));
    json_member_str(&o, S("event"), m->event);
    json_member_str(&o, S("happened_at"), instant_iso(mem, m->happened_at));
    json_member_bool(&o, S("demo"), m->is_demo);
    json_member_str(&o, S("org"), m->org_code);
    json_member_str(&o, S("subject"), m->subject);
    json_member_id(&o, S("subject_id"), m->subject_id);
    json_member_str(&o, S("detail"), m->detail);
    json_member_str(&o, S("link"), link_of(mem, m));
    json_end_object(&o);
    return buf_str(&b);
}

/* ---- where to ---- */

bool hook_may_connect(const struct network *net, int n, const struct address *a)
{
    if (address_is_public(a))
        return true;
    for (int i = 0; i < n; i++)
        if (network_has(&net[i], a))
            return true;
    return false;
}

static bool is_this_machine(str host)
{
    struct address a;
    if (str_eq(host, S("localhost")))
        return true;
    if (!address_parse(host, &a))
        return false;
    return (a.n == 4 && a.b[0] == 127) || (a.n == 16 && str_eq(host, S("::1")));
}

result hook_check_url(struct cx *cx, str url, const struct network *net, int n_net)
{
    struct send_url u;
    struct address a;
    if (!send_url_parse(cx->mem, url, &u))
        return fail(cx, .kind = ERR_INVALID, .code = S("hook.url"), .field = S("url"),
                    .message = tr(cx, "This is not a web address that messages can go to."),
                    .hint = tr(cx, "Write it like https://example.org/hoptac, without user name and password."));
    if (!u.https && !is_this_machine(u.host))
        return fail(cx, .kind = ERR_INVALID, .code = S("hook.plain"), .field = S("url"),
                    .message = tr(cx, "Messages leave this machine by https only."));
    if (address_parse(u.host, &a) && !hook_may_connect(net, n_net, &a))
        return fail(cx, .kind = ERR_INVALID, .code = S("hook.inside"), .field = S("url"),
                    .message = tr(cx, "This address is inside a network that messages may not go to."),
                    .hint = tr(cx, "The operator can allow it: hoptac webhook network add."));
    return OK;
}

/* ---- words ---- */

str hook_event_label(const struct cx *cx, str name)
{
    const struct feature_event *e = hook_event_find(name);
    if (str_eq(name, S(HOOK_TEST)))
        return tr(cx, "A test");
    return e ? tr(cx, e->label) : name;
}

static const struct {
    const char *key, *label;
} words[] = {
    { "waiting", T("waiting") },
    { "done", T("taken") },
    { "given_up", T("given up") },
    { "off", T("switched off") },
    { "new", T("nothing sent yet") },
    { "works", T("works") },
    { "fails", T("fails") },
    { "address", T("the address is inside a network that messages may not go to") },
    { "name", T("the name was not found") },
    { "connect", T("no connection") },
    { "tls", T("the certificate cannot be trusted") },
    { "timeout", T("no answer in time") },
    { "size", T("the answer was too long") },
    { "broken", T("the connection broke") },
};

str hook_state_label(const struct cx *cx, str state)
{
    for (int i = 0; i < COUNT(words); i++)
        if (str_eq(state, str_of(words[i].key)))
            return tr(cx, words[i].label);
    return state;
}

str hook_answer(const struct cx *cx, int64_t status, str trouble)
{
    if (trouble.n)
        return hook_state_label(cx, trouble);
    return status ? TRF(cx, "answer {1}", str_from_i64(cx->mem, status)) : S("");
}

/* The rules of send.h, put to libcurl. Nothing of an answer is kept but its status: what a machine says may not become
   a way to look into a network. */
#include "os/send.h"
#include "os/os.h"

#include <assert.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <unistd.h>

#ifndef HOPTAC_VERSION
#define HOPTAC_VERSION "0"
#endif

static void begin_library(void) { (void)curl_global_init(CURL_GLOBAL_DEFAULT); }

/* ---- taking an address apart ---- */

static str part_of(struct arena *mem, CURLU *u, CURLUPart part, unsigned flags)
{
    char *z = NULL;
    str s = { 0 };
    if (curl_url_get(u, part, &z, flags) == CURLUE_OK)
        s = str_dup(mem, str_of(z));
    curl_free(z);
    return s;
}

static str without_brackets(str host)
{
    return str_starts(host, S("[")) && str_ends(host, S("]")) ? str_sub(host, 1, host.n - 1) : host;
}

static str lower(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&b, s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i]);
    return buf_str(&b);
}

bool send_url_parse(struct arena *mem, str url, struct send_url *out)
{
    CURLU *u = curl_url();
    int64_t port = 0;
    bool good = u && !memchr(url.s ? url.s : "", 0, (size_t)url.n) &&
                curl_url_set(u, CURLUPART_URL, str_z(mem, url), CURLU_DISALLOW_USER) == CURLUE_OK;
    str scheme = good ? part_of(mem, u, CURLUPART_SCHEME, 0) : S("");
    good = good && !part_of(mem, u, CURLUPART_FRAGMENT, 0).n &&
           str_to_i64(part_of(mem, u, CURLUPART_PORT, CURLU_DEFAULT_PORT), &port);
    *out = (struct send_url){ .https = str_eq(scheme, S("https")),
                              .host = good ? lower(mem, without_brackets(part_of(mem, u, CURLUPART_HOST, 0))) : S(""),
                              .port = (int)port };
    curl_url_cleanup(u);
    return good && out->host.n && (out->https || str_eq(scheme, S("http")));
}

/* ---- one request ---- */

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *at)
{
    struct send *s = arg;
    struct address a = { 0 };
    (void)purpose;
    if (at->family == AF_INET)
        a = address_of(&((const struct sockaddr_in *)(const void *)&at->addr)->sin_addr, 4);
    else if (at->family == AF_INET6)
        a = address_of(&((const struct sockaddr_in6 *)(const void *)&at->addr)->sin6_addr, 16);
    if (!a.n || !s->may(s->arg, &a)) {
        s->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

static size_t count_answer(char *p, size_t size, size_t n, void *arg)
{
    struct send *s = arg;
    (void)p;
    s->n_received += (int64_t)(size * n);
    return s->n_received > SEND_ANSWER_MAX ? 0 : size * n;
}

static struct curl_slist *headers_of(struct arena *mem, const struct send *s)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* the body at once */
    for (int i = 0; i < s->n_header; i++)
        list = curl_slist_append(list, str_z(mem, s->header[i]));
    return list;
}

static CURL *request_of(struct arena *mem, struct send *s, int seconds, struct curl_slist *headers)
{
    CURL *c = curl_easy_init();
    if (!c)
        return NULL;
    s->trouble = "", s->status = 0, s->refused = false, s->n_received = 0;
    curl_easy_setopt(c, CURLOPT_URL, str_z(mem, s->url));
    curl_easy_setopt(c, CURLOPT_PRIVATE, s);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)seconds);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)(seconds + 1) / 2);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "Hoptac/" HOPTAC_VERSION);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, s);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, count_answer);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, s);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)s->body.n);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, s->body.s ? s->body.s : "");
    return c;
}

static const char *trouble_of(const struct send *s, CURLcode code)
{
    if (s->refused && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK))
        return "address";
    switch ((int)code) {
    case CURLE_OK:
        return "";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "name";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_OPERATION_TIMEDOUT:
        return "timeout";
    case CURLE_WRITE_ERROR:
        return "size";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
        return "tls";
    default:
        return "broken";
    }
}

/* ---- all of them ---- */

static void collect(CURLM *m)
{
    int left;
    for (CURLMsg *msg; (msg = curl_multi_info_read(m, &left));) {
        struct send *s = NULL;
        long status = 0;
        if (msg->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&s);
        curl_easy_getinfo(msg->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        s->trouble = trouble_of(s, msg->data.result);
        s->status = *s->trouble ? 0 : (int)status;
    }
}

/* Each request has its own end; this loop ends a little after the last of them even when the library does not. */
static void run(CURLM *m, int seconds)
{
    int64_t end = os_monotonic() + (seconds + 2) * (int64_t)1000000;
    int running = 1;
    while (running && os_monotonic() < end) {
        if (curl_multi_perform(m, &running) != CURLM_OK)
            break;
        if (running)
            (void)curl_multi_poll(m, NULL, 0, 200, NULL);
    }
    collect(m);
}

result send_all(struct cx *cx, struct send *s, int n, int seconds)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    CURL *easy[SEND_AT_ONCE] = { 0 };
    struct curl_slist *headers[SEND_AT_ONCE] = { 0 };
    CURLM *m;
    assert(n <= SEND_AT_ONCE);
    pthread_once(&once, begin_library);
    m = curl_multi_init();
    for (int i = 0; m && i < n; i++) {
        headers[i] = headers_of(cx->mem, &s[i]);
        easy[i] = request_of(cx->mem, &s[i], seconds, headers[i]);
        if (easy[i])
            curl_multi_add_handle(m, easy[i]);
        s[i].trouble = "broken"; /* until it is known better */
    }
    if (m)
        run(m, seconds);
    for (int i = 0; i < n; i++) {
        if (m && easy[i])
            curl_multi_remove_handle(m, easy[i]);
        curl_easy_cleanup(easy[i]);
        curl_slist_free_all(headers[i]);
    }
    curl_multi_cleanup(m);
    return m ? OK
             : fail(cx, .kind = ERR_ENV, .code = S("send.library"),
                    .message = tr(cx, "Messages to other systems cannot be sent now."));
}

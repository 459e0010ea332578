/* Posting to other machines over HTTP, several at once: no redirects, no proxy, no cookies, certificates checked,
   bounded in time and size. Each address is asked about when it is about to be connected to, so that a name cannot mean
   one machine when it is looked at and another when it is used. */
#ifndef OS_SEND_H
#define OS_SEND_H

#include "base/address.h"
#include "base/cx.h"

/* A web address taken apart: http or https only, no user, no fragment. */
struct send_url {
    bool https;
    str host; /* lower case, without brackets */
    int port;
};
bool send_url_parse(struct arena *mem, str url, struct send_url *out);

struct send {
    str url, body;
    const str *header; /* "Name: value" */
    int n_header;
    bool (*may)(void *arg, const struct address *a); /* may this address be connected to? Must not fail. */
    void *arg;
    /* what came of it */
    int status; /* 0: no answer */
    const char
        *trouble; /* "" or why there is no whole answer: "address" "name" "connect" "tls" "timeout" "size" "broken" */
    bool refused; /* may said no */
    int64_t n_received;
};
enum { SEND_ANSWER_MAX = 64 << 10, SEND_AT_ONCE = 32 };
/* Fills status and trouble of each; n at most SEND_AT_ONCE. FAILED only when the library cannot start. */
result send_all(struct cx *cx, struct send *s, int n, int seconds);

#endif

/* The HTTP seam. libmicrohttpd stands behind http.c; everything above sees struct request and struct response only.
   Three guards are ours (proved necessary for libmicrohttpd 0.9.75): an absolute deadline for headers and body,
   refusal of duplicate or conflicting Content-Length / Transfer-Encoding / Host, and a body cap. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/cx.h"

enum method { METHOD_OTHER, METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_HEAD };

struct pair {
    str name, value;
};

struct upload {
    str name, file_name, content_type, data;
};

struct request {
    enum method method;
    str path;            /* decoded, begins with '/', no NUL, no ".." */
    struct pair *query;  /* decoded */
    int n_query;
    struct pair *form;   /* urlencoded or multipart text fields, decoded */
    int n_form;
    struct upload *upload;
    int n_upload;
    struct pair *header; /* names as sent */
    int n_header;
    str body;            /* raw, capped */
    str peer;            /* textual address; what a proxy on this machine says in X-Real-IP */
    bool tls;            /* here, or at a proxy on this machine that says X-Forwarded-Proto: https */
};

struct response {
    int status;
    str content_type;
    str body;
    struct pair header[12];
    int n_header;
    str file_path; /* when set, streamed instead of body */
    int file_fd;   /* when > 0, the same with an open file; closed once sent */
};

str request_header(const struct request *r, str name); /* case-insensitive; empty when absent */
str request_query(const struct request *r, str name);
str request_form(const struct request *r, str name);
str request_cookie(const struct request *r, str name);
void response_header(struct response *r, str name, str value);

/* Pure parsers, each with a fuzz target. All false on malformed input. */
[[nodiscard]] bool http_url_decode(struct arena *mem, str s, bool plus_is_space, str *out);
[[nodiscard]] bool http_parse_form(struct arena *mem, str body, struct pair **out, int *n);
[[nodiscard]] bool http_parse_multipart(struct arena *mem, str content_type, str body, struct request *r);
str http_url_encode(struct arena *mem, str s);

struct http_config {
    str address; /* "127.0.0.1" */
    int port;    /* 0 = any free; the chosen one is returned */
    int workers;
    size_t body_max;
    int deadline_seconds;
    int connections_max;
    str tls_cert, tls_key; /* PEM; empty = plain */
    /* The most bytes that the body of one request may have, at most body_max; path as it was sent, mem is scratch.
       NULL: body_max everywhere. Called on the event loop, so it must be quick. */
    size_t (*body_cap)(void *app, struct arena *mem, enum method method, str path);
};
typedef void (*http_handler)(void *app, struct cx *cx, const struct request *rq, struct response *rs);
struct http_server;
result http_start(struct cx *cx, struct http_config cfg, http_handler fn, void *app, struct http_server **out,
                  int *port);
void http_stop(struct http_server *s); /* answers what is in flight, then closes */

#endif

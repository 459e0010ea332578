/* The inside of the HTTP server, shared by http.c (libmicrohttpd), http_watch.c (deadlines, idle connections),
   http_pool.c (workers) and http_reply.c (bytes of an answer). Nobody else includes it.

   A connection is watched in every state. A request holds a slot from the moment its headers are complete until its
   answer is queued; slots are few, so a flood ends in 503 and not in memory. */
#ifndef WEB_HTTP_SERVER_H
#define WEB_HTTP_SERVER_H

#include "web/http.h"

#include <microhttpd.h>
#include <pthread.h>

enum conn_state {
    CONN_FREE,
    CONN_IDLE,    /* waiting for a request line */
    CONN_READING, /* headers or body are coming in */
    CONN_WORKING, /* a worker has it: no deadline */
    CONN_WRITING, /* the answer goes out */
};

struct conn {
    struct watch *watch;
    enum conn_state state;
    int fd;
    int64_t since;    /* when it came into its state; monotonic µs */
    int64_t deadline; /* 0 = none */
    int64_t taken_before; /* bytes the other end had taken before this answer */
    char address[16]; /* IPv4 mapped into IPv6 */
    char peer[48];    /* the same as text */
    struct conn *next; /* free list */
};

/* All connections. One lock; a file descriptor in the table is open as long as the lock is held and its state is not
   FREE. */
struct watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool stop;
    struct conn *all, *free;
    int n_all, n_used, n_max; /* n_all is n_max and some room for those being closed */
    int per_address;          /* idle connections that one address may hold */
    int64_t read_us;          /* request line to end of body */
    int64_t idle_us;          /* between requests */
};

bool watch_start(struct watch *w, struct arena *mem, const struct http_config *cfg);
void watch_stop(struct watch *w);
/* Takes a new connection in, at the price of the longest idle one when there are too many. NULL: no room at all. */
struct conn *watch_open(struct watch *w, int fd, const struct sockaddr *sa);
void watch_close(struct conn *c);
void watch_idle(struct conn *c);
void watch_reading(struct conn *c);                  /* the request line is there */
void watch_received(struct conn *c, int64_t bytes);  /* an upload that keeps a decent pace may go on */
void watch_working(struct conn *c);
void watch_writing(struct conn *c);                  /* readers slower than a decent pace are cut */
/* Cuts the one that has been sending its request for longest (at least a second). */
void watch_cut_slowest_reader(struct watch *w);
int watch_busy(struct watch *w); /* connections being worked for or written to */

/* One request between its headers and its queued answer. */
struct slot {
    struct http_server *server;
    struct conn *conn;
    struct MHD_Connection *mhd;
    struct arena mem; /* address space is reserved at first use */
    struct request rq;
    struct pair *raw_query;
    int n_raw_query;
    str raw_path;
    char *body;
    size_t body_n, body_room, overrun;
    bool uploading, too_large, done;
    struct MHD_Response *reply;
    int status;
    struct slot *next;
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct slot *all, *free, *first, *last; /* first..last: waiting for a worker */
    int n_all, n_used, n_uploading, uploading_max;
    size_t body_bytes, body_bytes_max; /* of all uploads together */
    struct worker *worker;
    int n_workers, n_started;
    bool stop;
};

struct worker {
    struct http_server *server;
    pthread_t thread;
    struct arena mem;
};

bool pool_start(struct pool *p, struct arena *mem, struct http_server *s);
void pool_stop(struct pool *p);    /* joins the workers; what waits is still answered */
void pool_release(struct pool *p); /* when no request is left */
/* NULL: nothing free. upload: a body will follow. */
struct slot *pool_take(struct pool *p, bool upload);
void pool_give_back(struct slot *slot);
void pool_upload_ended(struct slot *slot);
bool pool_may_store(struct pool *p, size_t bytes); /* false: all uploads together are too large */
bool pool_submit(struct slot *slot); /* false: the workers have gone home */

struct http_server {
    struct arena mem;
    struct http_config cfg;
    http_handler fn;
    void *app;
    struct MHD_Daemon *daemon;
    struct watch watch;
    struct pool pool;
};

/* The answer as libmicrohttpd wants it, compressed when the reader takes it. NULL when memory is short. mem is
   scratch. */
struct MHD_Response *reply_make(struct cx *cx, const struct request *rq, const struct response *rs);
/* Answers made without the application: a refusal in one line; the connection closes after it. */
struct MHD_Response *reply_refusal(int status);

/* Decodes what the event loop collected. 0, or the status of a refusal. */
int slot_decode(struct slot *slot, struct arena *mem);

#endif

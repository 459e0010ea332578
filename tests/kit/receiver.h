/* Another system, played by a thread: listens on 127.0.0.1, keeps what it is sent, and answers as planned. Everything
   has an end: a request, a silence, the thread. */
#ifndef TESTS_KIT_RECEIVER_H
#define TESTS_KIT_RECEIVER_H

#include "tests/kit/prop.h"

#include <pthread.h>

enum { RECEIVED_MAX = 64, RECEIVED_BYTES = 8192 };
enum { ANSWER_NEVER = -1, ANSWER_CUT = -2, ANSWER_LONG = -3 }; /* beside status codes */

struct receiver {
    int port, listener;
    pthread_t thread;
    pthread_mutex_t lock;
    bool stopping;
    int plan[RECEIVED_MAX], n_plan; /* then 200 */
    char got[RECEIVED_MAX][RECEIVED_BYTES];
    int n_got;
};
void receiver_start(struct receiver *r);
void receiver_stop(struct receiver *r);
void receiver_plan(struct receiver *r, const int *answer, int n);
int receiver_count(struct receiver *r);
/* The i-th request whole: head and body. */
str receiver_got(struct receiver *r, int i);
/* A header's value, and what stands behind the head. */
str receiver_header(struct receiver *r, int i, const char *name);
str receiver_body(struct receiver *r, int i);

#endif

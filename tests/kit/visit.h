/* The whole program with the demo in it, and visitors who use it as browsers do: they keep cookies, send the token of
   the page they came from, and say that it was this site's page. Answers live in the kit's memory: reset it. */
#ifndef TESTS_KIT_VISIT_H
#define TESTS_KIT_VISIT_H

#include "tests/kit/kit.h"

#include "web/app.h"

/* A fresh store with reference data, the demo and its weeks of work; the app as `hoptac serve --demo` wires it. */
void kit_demo(struct kit *k, struct app *app);

struct visitor {
    struct kit *k;
    struct app *app;
    char session[64], visitor[64]; /* cookies */
    char csrf[64];                 /* token of the last page with a form */
};
struct visitor visit(struct kit *k, struct app *app);
/* Logs in by one click and takes a token of the new session. Fails the test when it cannot. */
void visit_login(struct visitor *v, const char *login);

/* path may hold a query. English. */
struct response visit_get(struct visitor *v, str path);
/* Errors come as JSON with their codes. */
struct response visit_get_json(struct visitor *v, str path);
/* form: urlencoded fields; the token is added, and a request id unless it has one. */
struct response visit_post(struct visitor *v, str path, str form);
/* Anything: cookies, Host and language are added; nothing else is. */
struct response visit_send(struct visitor *v, struct request rq);
struct pair visit_header(const char *name, const char *value);

/* Each address of this site that a page offers, without its query: links with GET, forms with their method. */
typedef void (*offer_fn)(void *arg, str path, enum method method);
void visit_offers(struct kit *k, str body, offer_fn fn, void *arg);

bool holds(const struct response *rs, const char *text);
/* The status, or a failed test with the body. */
#define visit_expect(rs, want) visit_expect_at((rs), (want), __FILE__, __LINE__)
void visit_expect_at(const struct response *rs, int status, const char *file, int line);

#endif

/* What the room's files share among themselves. */
#ifndef FEATURES_HOOKS_PARTS_H
#define FEATURES_HOOKS_PARTS_H

#include "base/address.h"
#include "base/hash.h"
#include "features/trust/hooks/hooks.h"
#include "web/data.h"
#include "web/widgets.h"

#define HOOK_TEST "hook.test"
#define HOOK_SECOND ((int64_t)1000000)
#define HOOK_DAY (86400 * HOOK_SECOND)

/* ---- rules (hooks_rules.c): pure ---- */

/* How long to wait after the n-th failure in a row: 1, 2, 4 … 360 minutes, and up to a quarter more by `random`. */
int64_t hook_wait(int64_t n_failed, uint32_t random);
/* "whsec_…" of one subscription. */
str hook_secret(struct arena *mem, const struct hook_key *key, const int64_t org_and_id[2], int64_t secret_no);
/* "t=1772413200,v1=…,v1=…": HMAC-SHA256 of "t.body" under each secret, in hex. */
str hook_signature(struct arena *mem, int64_t t, str body, const str *secret, int n);
struct hook_message {
    int64_t org_id, id, subject_id, happened_at;
    str org_code, event, subject, detail;
    bool is_demo;
};
str hook_body(struct arena *mem, const struct hook_message *m);
/* Pushes what is wrong at field "url". */
result hook_check_url(struct cx *cx, str url, const struct network *net, int n_net);
bool hook_may_connect(const struct network *net, int n, const struct address *a);
const struct feature_event *hook_event_find(str name);
/* Also knows HOOK_TEST. Empty for an event that no room has any more. */
str hook_event_label(const struct cx *cx, str name);
str hook_state_label(const struct cx *cx, str state);
/* "200", "500", or why there was no answer. */
str hook_answer(const struct cx *cx, int64_t status, str trouble);

/* ---- the rest ---- */
result hook_networks_read(struct cx *cx, struct db *db, struct network **out, int *n);
result hook_job(struct cx *cx, struct store *s);
result hook_job_forget(struct cx *cx, struct store *s);
result hook_not_found(struct cx *cx);

enum { N_HOOK_ROUTES = 10, N_HOOK_COMMANDS = 9 };
extern const struct route hook_routes[N_HOOK_ROUTES];
extern const struct command hook_commands[N_HOOK_COMMANDS];
extern const struct data hook_data;
extern const struct data hook_delivery_data;
result hook_deliveries_show(struct web *w);

/* ---- pages ---- */
struct hook_event_row {
    str event;
    bool on;
};
struct hook_form_in {
    str url;
    struct hook_event_row *row;
    int n_row;
};
extern const struct form hook_form, hook_switch_form, hook_again_form;
struct hook_choice {
    const struct feature_event *e;
    bool ticked;
};
struct hooks_page {
    html_safe csrf;
    const struct request *rq;
    const struct hook_form_in *in;
    str org_code;
    const struct hook *row;
    int n;
    const struct hook_choice *choice;
    int n_choice;
};
struct hook_page {
    html_safe csrf;
    str org_code, fresh; /* the secret just made */
    const struct hook *k;
};
struct hook_again_page {
    html_safe csrf;
    str org_code;
    const int64_t *id;
    int n;
};

#endif

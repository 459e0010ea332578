/* What the room's files share among themselves. */
#ifndef FEATURES_SUBMISSIONS_PARTS_H
#define FEATURES_SUBMISSIONS_PARTS_H

#include "features/city/submissions/submissions_package.h"
#include "submissions.sql.h"
#include "web/data.h"
#include "web/widgets.h"

enum { N_SUBMISSION_ROUTES = 12, N_SUBMISSION_COMMANDS = 4 };
extern const struct route submission_routes[N_SUBMISSION_ROUTES];
extern const struct command submission_commands[N_SUBMISSION_COMMANDS];

/* The figures of the months, from the sums and the memberships: two statements. */
result submission_figures(struct cx *cx, struct db *db, struct submission_ask ask, struct submission_package *p);

/* What seals signing keys, made of the installation's secret. Get it before the transaction. */
struct submission_seal {
    uint8_t key[32];
};
result submission_seal_get(struct cx *cx, struct store *s, struct submission_seal *out);
struct submission_signer {
    str public;
    uint8_t seed[KEY_BYTES];
};
/* The organisation's key pair, made at first use. */
result submission_signer_get(struct cx *cx, struct db *db, int64_t org_id, const struct submission_seal *seal,
                             struct submission_signer *out);

/* Checks a read file for an organisation and writes it; the caller holds the organisation. */
struct receiving {
    str file, text;
    struct submission_envelope envelope;
    struct submission_package package;
    int64_t org_id, id;
    struct submission_receipt receipt;
};
result submission_accept(struct cx *cx, struct db *db, struct receiving *r);
/* store_write with the cities of this installation locked too: their outbox is written when they receive. */
result submission_write(struct cx *cx, struct store *s, int64_t org_id, db_work_fn fn, void *arg);

str month_text(struct arena *mem, int64_t yyyymm); /* 03/2026; "" for 0 */
str months_text(struct arena *mem, int64_t first, int64_t last);
bool month_parse(str text, int *out); /* 2026-03 or 3/2026 */

struct send_in {
    str first, last, how;
};
struct number_in {
    int64_t number;
};
struct receive_in {
    struct upload file;
};
extern const struct form send_form, number_form, receive_form;
extern const struct data sent_data, standing_data, received_data, package_data;

/* The lists (submissions_lists.c). */
result sent_show(struct web *w);
result standing_show(struct web *w);
result received_show(struct web *w);
enum tone submission_tone(str state);
str submission_state_label(struct cx *cx, str state);

struct sending {
    struct web *w;
    struct submission_sent *row;
    struct submission_city_here city;
    struct submission_keys *key;
    int n, n_key;
};
result sending_work(struct cx *cx, struct db *db, void *arg);
str sending_fingerprint(struct cx *cx, const struct sending *j); /* empty: no key yet */
bool may_send(const struct web *w);
str sent_path(const struct web *w, str more);

/* What the lists say beside their rows. */
struct sender {
    str fingerprint;
    bool city_here;
};
struct reporting {
    int year;
    int64_t n_reporting, n_all, due_month;
};

struct send_page {
    html_safe csrf;
    const struct request *rq;
    const struct send_in *in;
    str org_code, fingerprint;
};
struct receive_page {
    html_safe csrf;
    const struct request *rq;
};
struct package_page {
    html_safe csrf;
    const struct submission_package *package;
    str org_name, org_code, fingerprint, state;
    int64_t received_at;
    bool own, may_deliver, may_withdraw; /* own: seen by who sent it */
};

#endif

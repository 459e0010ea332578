/* What a cooperative sends the city: signed, numbered packages of figures, as a file or inside one installation.
   A package is canonical JSON; the file around it carries its SHA-256, the sender's Ed25519 key and signature. The city
   pins a cooperative's key at the first receipt; the same package again changes nothing.
   Memory: results live in cx->mem. All functions push their errors on cx.
   needs: identity (secret_get), organisations, members (v_membership), the spine's sums */
#ifndef FEATURES_SUBMISSIONS_H
#define FEATURES_SUBMISSIONS_H

#include "web/feature.h"

extern const struct feature submissions_feature;

/* The figures of a month. Money in đồng, the others heads on the month's last day. */
#define SUBMISSION_CODES(X)                                                                                            \
    X(REVENUE, "revenue", T("Revenue"), true)                                                                          \
    X(PROFIT, "profit", T("Revenue and income less costs"), true)                                                      \
    X(MEMBERS, "members", T("Members"), false)                                                                         \
    X(WORKERS, "workers", T("Members who work in the cooperative"), false)
enum submission_code {
#define X(id, code, label, is_money) SUBMISSION_##id,
    SUBMISSION_CODES(X)
#undef X
        SUBMISSION_CODE_COUNT
};
struct submission_code_info {
    const char *code, *label;
    bool is_money;
};
extern const struct submission_code_info submission_codes[SUBMISSION_CODE_COUNT];

/* ---- the cooperative's side ---- */
struct submission_ask {
    int64_t org_id;
    int first_month, last_month; /* YYYYMM, at most 36 months, none in the future */
    bool deliver;                /* also hand it to the city when one works in this installation */
};
struct submission_made {
    int64_t number;
    str file_name, file; /* "HOPTAC-DEMO-RAU-3.json" and what is in it */
    bool delivered;
};
/* Computes, numbers, signs and keeps a package. Makes the organisation's key at first use. */
result submission_make(struct cx *cx, struct store *s, struct submission_ask ask, struct submission_made *out);
/* Takes a sent package back: a package of its own, with a number. */
result submission_withdraw(struct cx *cx, struct store *s, struct submission_ask ask, int64_t number,
                           struct submission_made *out);
/* The file of a package sent before. ERR_NOT_FOUND "submission.not_found". */
result submission_file(struct cx *cx, struct db *db, int64_t org_id, int64_t number, struct submission_made *out);
/* Hands a package that waits to the city of this installation. */
result submission_deliver(struct cx *cx, struct store *s, int64_t org_id, int64_t number);

/* ---- the city's side ---- */
struct submission_receipt {
    bool repeated; /* had been received before: nothing changed */
    bool pinned;   /* the first package of this cooperative: its key is trusted from now on */
    str org_code, org_name, fingerprint;
    int64_t number, first_month, last_month, withdraws, n_superseded; /* figures that gave way */
};
/* Refuses with "submission.format", ".version", ".altered", ".signature", ".key", ".number_taken",
   ".organisation", ".months". */
result submission_receive(struct cx *cx, struct store *s, str file, struct submission_receipt *out);
/* Forgets the pinned key, so that the next package's key is pinned anew: after a cooperative lost its machine. */
result submission_key_forget(struct cx *cx, struct db *db, int64_t org_id);

/* Sends the figures of the year so far for the demo cooperatives, but one, which has not reported yet. */
result submissions_send_demo(struct cx *cx, struct store *s);

#endif

/* A voucher (chứng từ) is one act and all its effects. voucher_post and voucher_void are the only writers of journal
   lines, stock moves, traceability events, deliveries, degree of use, maintained sums and the log leaf, all in the
   caller's transaction. Posted rows are never updated or deleted: a void is a voucher of its own that carries the same
   effects with negative amounts.

   Law: Law on Accounting 88/2015 Art 27 (no erasing), Circular 71/2024/TT-BTC Appendices I–III. Leaf: RFC 9162 §2.1. */
#ifndef VOUCHERS_VOUCHER_H
#define VOUCHERS_VOUCHER_H

#include "base/hash.h"
#include "db/db.h"

struct json;

/* No single amount (đồng) or quantity (base units) is larger, on either side of zero: sums of thousands of them stay
   inside int64. */
#define AMOUNT_MAX ((int64_t)1000000000000000)

enum side { SIDE_NONE, SIDE_INTERNAL, SIDE_EXTERNAL }; /* of revenue and cost: Law 17/2023 Art 4.1–4.2 */
enum owner { OWNER_OWN, OWNER_FOR_MEMBER, OWNER_FOR_PROCESSING };
enum unit { UNIT_G, UNIT_ML, UNIT_PIECE, UNIT_MM, UNIT_CM2 }; /* base units, fixed per item */

struct line {
    str account;      /* code of the chart in force or the organisation's own sub-account */
    int64_t party_id; /* 0 = none */
    money dr, cr;     /* exactly one is non-zero */
    enum side side;
    int64_t dim_id; /* interned service, season, plot, fund, chain; 0 = none */
    str currency;   /* "" = VND */
    int64_t amount_fc_minor;
    int contra_group; /* lines of one group balance among themselves; 0 = the whole voucher */
};

struct move {
    int64_t item_id, lot_id, place_id; /* lot 0 = unlotted, place 0 = main store */
    enum owner owner;
    int64_t owner_party_id; /* 0 for OWNER_OWN */
    enum unit unit;
    qty qty;       /* signed, base unit of the item */
    money value;   /* signed, OWNER_OWN only: keeps (value, qty), never a unit price. qty 0 with a value revalues */
    bool external; /* enters from or leaves to the world: not part of conservation inside the voucher */
};

struct event_item {
    str role; /* "epc" "input" "output" "parent" "child" */
    str epc;  /* opaque identifier */
    qty qty;
    str uom; /* UN/ECE Rec 20: KGM, H87 … as recorded from the item */
};

struct event {
    str type, action, biz_step, disposition; /* EPCIS 2.0 / CBV 2.0 bare words */
    int64_t event_at;
    int zone_minutes;
    str read_point; /* opaque location identifier */
    struct event_item *item;
    int n_item;
    str event_id;     /* filled by post: "urn:uuid:…" */
    int64_t error_at; /* set by a void: the error declaration */
    str error_reason; /* "did_not_occur" */
};

struct delivery {
    int64_t contract_id, party_id, item_id;
    qty qty;
    str grade;
};

struct use { /* a member's degree of use, Law 17/2023 Art 4.9 */
    int64_t party_id;
    str service; /* "sell" "buy" "service" "labour": what the charter counts */
    qty qty;
    money value;
};

struct voucher {
    str kind; /* "intake.delivery"; must be in the registry */
    int64_t org_id;
    date document_on, posting_on;
    str request_id;            /* UUID from the device; same id and content → the first answer again */
    int64_t prepared_by;       /* posted_by is cx->actor */
    int64_t prepared_for;      /* in whose name; filled when posting */
    int64_t settles_id;        /* the voucher this one prices or pays; 0 = none */
    const int64_t *depends_id; /* further vouchers it stands on */
    int n_depends;
    str memo;    /* free words; may hold personal data: kept in a correctable row, salted hash in the log */
    str command; /* canonical encoding of the validated command (canon.h), no free text, no names */
    const struct line *line;
    int n_line;
    const struct move *move;
    int n_move;
    struct event *event;
    int n_event;
    const struct delivery *delivery;
    int n_delivery;
    const struct use *use;
    int n_use;
    const struct sha256 *attachment;
    int n_attachment;
};

struct posted {
    int64_t id;
    str book;        /* "PNK" */
    int year;        /* financial year of the posting date */
    int64_t number;  /* gapless per organisation, book and year */
    str number_text; /* "PNK2026-00012" */
    bool repeated;   /* the request id had been posted before: this is the first answer */
    struct sha256 leaf;
};

/* What a kind of voucher is. Rooms declare theirs; the registry is the concatenation in app/. */
struct voucher_kind {
    const char *code; /* "intake.delivery" */
    const char *book; /* number series: "PNK" */
    const char *name; /* T("Goods receipt") */
    bool money;       /* moves money: four-eyes data applies */
    /* The kind's one door for JSON: the command line, the API, drafts. NULL = only through its room. */
    result (*post)(struct cx *cx, struct db *db, const struct json *command, struct posted *out);
    /* A coded value of such a command in the reader's words; NULL = as written. */
    str (*word)(const struct cx *cx, str field, str value);
};
void voucher_set_kinds(const struct voucher_kind *const *list, int n); /* once, by app/ */
const struct voucher_kind *voucher_kind_find(str code);

/* The n-th request id that follows from another: acts of one request (the slips of a sheet, the voids of a chain) stay
   idempotent. A UUID of version 8; those of one request are in the order of n. */
str voucher_request_derive(struct cx *cx, str request_id, int64_t n);

/* Call first in every use case: when the request id was posted before with the same kind, dates, command and memo,
 *fills *out and sets seen; with another content pushes ERR_CONFLICT "voucher.request_reused". v needs only those
 *fields. */
result voucher_seen(struct cx *cx, struct db *db, const struct voucher *v, struct posted *out, bool *seen);
/* Checks everything and pushes all errors: known kind, accounts exist and are leaves on the date, lines balance
   (off-balance 0xx accounts are single entry and apart), amounts, quantity conserved, period open, stock not negative
   where the organisation forbids it, request id. Does not write. The same checks run in post. */
result voucher_check(struct cx *cx, struct db *db, const struct voucher *v);
/* Request id, dates and period alone: for a room whose own rules refuse before there is a voucher to check. */
result voucher_check_head(struct cx *cx, struct db *db, const struct voucher *v);
result voucher_post(struct cx *cx, struct db *db, const struct voucher *v, struct posted *out);

struct voucher_void {
    int64_t org_id, voucher_id;
    date posting_on; /* in an open period */
    str reason;      /* required; kept like a memo */
    str request_id;
    bool with_dependents; /* void what depends on it first, newest first, in the same transaction */
};
struct dependent {
    int64_t id;
    str kind, number_text;
    date posting_on;
    money amount;
};
/* What stands on this voucher and is not voided itself, transitively, newest first. */
result voucher_dependents(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct dependent **out,
                          int *n);
/* Fails with ERR_CONFLICT "voucher.has_dependents" unless with_dependents; "voucher.already_void"; a void cannot be
 * voided. */
result voucher_void(struct cx *cx, struct db *db, struct voucher_void in, struct posted *out);

/* Several in one act, all or none, the newest first. Each that cannot be voided is told at "row-<its place>-id". */
struct voucher_void_many {
    int64_t org_id;
    const int64_t *voucher_id; /* without repeats */
    int n;
    date posting_on;
    str reason, request_id;
    bool with_dependents;
};
result voucher_void_many(struct cx *cx, struct db *db, const struct voucher_void_many *in);

/* ---- reading back: the whole voucher, for pages, prints, JSON ---- */
struct voucher_record {
    struct voucher v;
    struct posted p;
    int64_t posted_by, recorded_at;
    int64_t posted_for;                  /* in whose name; 0 = the own */
    int64_t reverses_id, reversed_by_id; /* 0 = none */
    money amount;                        /* sum of debits on balance accounts */
};
result voucher_load(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct voucher_record *out);
/* Recomputes the canonical bytes of a stored voucher and compares them with the log. ERR_CONFLICT "log.mismatch". */
result voucher_verify(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id);
/* Removes a voucher's free words and their salt; the digest stays in the log, so voucher_verify still succeeds. The
   voucher's request, sent once more, is then refused like one with other words. erased: there were words. */
result voucher_memo_erase(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, bool *erased);

#include "vouchers/audit.h"
#include "vouchers/draft.h"
#include "vouchers/ledger.h"

#endif

/* The books: journal vouchers, balances, journals in and out.
   needs: members (v_party), lots (v_item, v_lot), organisations */
#ifndef FEATURES_ACCOUNTING_H
#define FEATURES_ACCOUNTING_H

#include "web/feature.h"

extern const struct feature accounting_feature;

/* Internal or external by the account itself: 512, 612, 9112, 4212 are internal; 511, 611, 9111, 4211 external
 * (Circular 71/2024). */
enum side accounting_side(str account);
/* Canonical bytes of what the person asked for: lines and moves in fixed order, codes resolved to ids. */
str journal_command(struct cx *cx, const struct voucher *v);

/* Posts any voucher given as JSON: finds the organisation by "org", locks it, lets the kind's own decoder post it. The
   one door behind `voucher post`, the API and approved drafts. Errors: "command.*" for malformed input. */
result accounting_post_json(struct cx *cx, struct store *s, str json, struct posted *out, int64_t *org_id);

/* A balance at the end of a day, from the sums and, inside a month, its single days. */
struct account_balance {
    str code, name_vi, name_en, nature;
    bool off_balance, is_own, is_leaf;
    money open_dr, open_cr; /* one of them 0: net before `from` */
    money turn_dr, turn_cr; /* within from..to */
    money close_dr, close_cr;
};
struct balance_query {
    int64_t org_id;
    date from, to; /* from.ymd 0 = from the beginning */
    str prefix;    /* of the account; "" = all */
};
/* Leaf accounts with movement, ascending by code. */
result accounting_balances(struct cx *cx, struct db *db, struct balance_query q, struct account_balance **out, int *n);
/* The same rolled up to first-level accounts (F01): a debit is never set off against a credit of another detail. */
result accounting_trial_balance(struct cx *cx, struct db *db, struct balance_query q, struct account_balance **out,
                                int *n);

struct import_report {
    int64_t n_entry, n_line, n_repeated;
};
struct import_source {
    int64_t org_id;
    bool csv;          /* else hledger's format */
    bool duplicate_ok; /* the warning about entries that are there already was read */
    str text;
};
/* Reads a whole journal: first checks every entry (all errors with their lines), then posts. Posting again the same
   file changes nothing: request ids are derived from the organisation, the file and the entry's place. Another file
   with what is in the books already warns (ERR_CONFLICT "journal.similar" at its lines) unless duplicate_ok. */
result accounting_import(struct cx *cx, struct store *s, const struct import_source *in, struct import_report *out);

enum export_format { EXPORT_HLEDGER, EXPORT_CSV, EXPORT_JSON };
typedef void (*export_sink)(void *arg, str bytes);
/* Streams every line in posting order in constant memory. */
result accounting_export(struct cx *cx, struct db *db, int64_t org_id, enum export_format format, export_sink sink,
                         void *arg);

/* Warns (ERR_CONFLICT "journal.similar") when another living voucher of the kind has the same date and lines as this
   one, just posted in the same transaction, which the failure takes back. */
result journal_similar(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id);

#endif

/* The maintained sums, months and their locks. All figures of a cooperative are additions over these. */
#ifndef VOUCHERS_LEDGER_H
#define VOUCHERS_LEDGER_H

#include "db/db.h"

/* Opens the books of a new organisation: the row that every write transaction locks. Once per organisation. */
result org_lock_add(struct cx *cx, struct db *db, int64_t org_id);

struct balance {
    str account;
    money open_dr, open_cr, turn_dr, turn_cr; /* movements before `from`, turnover in from..to */
};
/* Months as YYYYMM, from <= to; prefix "" = all accounts; ordered by account; accounts without movement are absent. */
struct sum_query {
    int64_t org_id;
    int from_month, to_month;
    str prefix;
};
result voucher_balances(struct cx *cx, struct db *db, struct sum_query q, struct balance **out, int *n);

/* Recomputes the sums of an organisation from its effects (doctor --repair). The invariants compare the two. */
result voucher_rebuild_sums(struct cx *cx, struct db *db, int64_t org_id);

/* Months. A month without a row is open. "closed" re-opens with a reason; "final" (approved or filed) never does. */
struct period_state {
    date first_on, last_on;
    str state; /* "open" "closed" "final" */
    str reason;
    int64_t changed_at, changed_by_id;
};
result period_set(struct cx *cx, struct db *db, int64_t org_id, int month, str state, str reason);
result period_list(struct cx *cx, struct db *db, int64_t org_id, struct period_state **out, int *n);

/* Settings of the spine: "year_first_month" (1..12), "negative_stock" (refuse, allow), "four_eyes" and
   "second_factor" (off, money, all), "file_mb" (1, 2, 5, 12: of a file on a record). */
result org_setting_set(struct cx *cx, struct db *db, int64_t org_id, str name, str value);
result org_setting_get(struct cx *cx, struct db *db, int64_t org_id, str name, str *value); /* the default when unset */

/* Interned analysis dimension; the same five texts give the same id. All empty gives 0. */
struct dim {
    str service, season, plot, fund, chain;
};
result dim_intern(struct cx *cx, struct db *db, int64_t org_id, struct dim d, int64_t *id);

/* Loads one version of the statutory chart into org 0: rows of code, parent, names… Once per version, never
 * overwritten. */
struct account_row {
    str code, parent, name_vi, name_en, nature, statement, note;
    bool off_balance;
};
struct chart {
    str version, source;
    date valid_from;
    const struct account_row *row;
    int n;
};
result chart_load(struct cx *cx, struct db *db, const struct chart *chart);
/* An organisation's own sub-account under an existing one; the code starts with the parent's. */
result account_add(struct cx *cx, struct db *db, int64_t org_id, struct account_row row, date valid_from);

/* The spine's invariants. */
extern const struct invariant voucher_invariants[];
extern const int n_voucher_invariants;

#endif

/* Journal vouchers kept under a name. The caller locks org_id before it writes. */
#ifndef FEATURES_ACCOUNTING_TEMPLATE_H
#define FEATURES_ACCOUNTING_TEMPLATE_H

#include "features/books/accounting/accounting.h"

enum { TEMPLATE_LINES_MAX = 100 };

struct template_line {
    str account, party; /* codes */
    money dr, cr;       /* both nothing: filled in each time */
};
struct journal_template {
    int64_t org_id, id;
    str name, memo;
    const struct template_line *line;
    int n_line;
    bool monthly;
    date due_on; /* of a monthly one: when the next voucher should stand in the books; DATE_OPEN without */
};
/* first_on: the date of the voucher it was made from; a monthly one is due a month later. id is filled. */
result template_save(struct cx *cx, struct db *db, struct journal_template *t, date first_on);
result template_list(struct cx *cx, struct db *db, int64_t org_id, struct journal_template **out,
                     int *n); /* no lines */
result template_load(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct journal_template *out);
/* A voucher was made from it for that day: the next is due in the month after. Nothing happens to others. */
result template_used(struct cx *cx, struct db *db, int64_t org_id, int64_t id, date on);
result template_drop(struct cx *cx, struct db *db, int64_t org_id, int64_t id);
result template_due(struct cx *cx, struct db *db, int64_t org_id, date today, int64_t *n);

#endif

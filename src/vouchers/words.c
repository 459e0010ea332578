#include "vouchers/words.h"
#include "vouchers.sql.h"

struct each {
    voucher_words_fn fn;
    void *arg;
};

static result one(struct cx *cx, void *arg, const struct voucher_memo_rows *r)
{
    const struct each *e = arg;
    return e->fn(cx, e->arg, &(struct voucher_words){ r->voucher_id, r->posting_on, r->memo, r->is_own });
}

result voucher_words_each(struct db *db, int64_t org_id, int64_t party_id, voucher_words_fn fn, void *arg)
{
    struct each e = { fn, arg };
    return voucher_memo_rows(db, (struct voucher_memo_rows_args){ .org_id = org_id, .party_id = party_id }, one, &e);
}

result voucher_last_of_party(struct db *db, int64_t org_id, int64_t party_id, date *on)
{
    struct voucher_last_on row;
    TRY(voucher_last_on(db, (struct voucher_last_on_args){ .org_id = org_id, .party_id = party_id }, &row));
    *on = row.last_on;
    return OK;
}

result period_reason_erase(struct db *db, int64_t org_id, date first_on)
{
    return period_reason_clear(db, (struct period_reason_clear_args){ .org_id = org_id, .first_on = first_on });
}

#include "vouchers/words.h"
#include "vouchers.sql.h"

#include "base/text.h"

enum { FOLD_ROWS = 500 };

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

/* ---- what finds words ---- */

#define NOT_FOUND S("-") /* empty means: not yet folded */

result voucher_words_hide(struct db *db, int64_t org_id, int64_t voucher_id)
{
    return voucher_memo_fold_set(
        db, (struct voucher_memo_fold_set_args){ .org_id = org_id, .voucher_id = voucher_id, .memo_fold = NOT_FOUND });
}

str voucher_memo_folded(struct arena *mem, str memo)
{
    str fold = text_fold(mem, memo);
    return fold.n ? fold : NOT_FOUND;
}

struct folding {
    struct voucher_memo_unfolded_org *org;
    int n_org, n;
    int64_t org_id;
};

static result orgs_work(struct cx *cx, struct db *db, void *arg)
{
    struct folding *f = arg;
    (void)cx;
    return voucher_memo_unfolded_org(db, &f->org, &f->n_org);
}

static result fold_work(struct cx *cx, struct db *db, void *arg)
{
    struct folding *f = arg;
    struct voucher_memo_unfolded *row;
    TRY(voucher_memo_unfolded(db, (struct voucher_memo_unfolded_args){ .org_id = f->org_id, .limit = FOLD_ROWS }, &row,
                              &f->n));
    for (int i = 0; i < f->n; i++)
        TRY(voucher_memo_fold_set(
            db, (struct voucher_memo_fold_set_args){ .org_id = f->org_id,
                                                     .voucher_id = row[i].voucher_id,
                                                     .memo_fold = voucher_memo_folded(cx->mem, row[i].memo) }));
    return OK;
}

result voucher_words_fold(struct cx *cx, struct store *s)
{
    struct folding f = { 0 };
    TRY(store_read(s, cx, DB_SCOPE_ALL, orgs_work, &f));
    for (int i = 0; i < f.n_org; i++) {
        f.org_id = f.org[i].org_id;
        do {
            size_t mark = arena_mark(cx->mem);
            TRY(store_write(s, cx, &f.org_id, 1, fold_work, &f));
            arena_reset(cx->mem, mark);
        } while (f.n == FOLD_ROWS);
    }
    return OK;
}

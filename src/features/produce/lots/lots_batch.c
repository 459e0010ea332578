/* Many items at once: what a file says is compared with itself and with what is here before anything is written, and
   what it brought is taken back. Nothing here may remove an item that an effect, a lot or a price speaks of. Start with
   item_try. */
#include "features/produce/lots/lots_pages.h"
#include "lots_batch.sql.h"

result item_try(struct cx *cx, struct db *db, int64_t org_id, const struct item_in *in, struct item_batch *b)
{
    int before = cx->n_errors;
    uint64_t code = seen_text(0, in->code);
    int64_t row = in->code.n ? seen_find(&b->code, code) : 0;
    TRY(item_check(cx, db, org_id, in));
    if (row)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("item.in_file"), .field = S("code"),
                   .message = TRF(cx, "Row {1} of the file says the same.", str_from_i64(cx->mem, row)));
    if (cx->n_errors > before)
        return FAILED;
    seen_put(&b->code, code, b->row_no);
    return OK;
}

result items_used(struct cx *cx, struct db *db, int64_t org_id, int64_t **item_id, int *n)
{
    struct item_used *row;
    TRY(item_used(db, (struct item_used_args){ .org_id = org_id }, &row, n));
    *item_id = new (cx->mem, int64_t, *n);
    for (int i = 0; i < *n; i++)
        (*item_id)[i] = row[i].item_id;
    return OK;
}

result item_uses(struct cx *cx, struct db *db, int64_t org_id, int64_t item_id, int64_t *n)
{
    struct item_use_count row;
    (void)cx;
    TRY(item_use_count(db, (struct item_use_count_args){ .org_id = org_id, .item_id = item_id }, &row));
    *n = row.n_use;
    return OK;
}

result items_remove(struct cx *cx, struct db *db, int64_t org_id, const int64_t *item_id, int n)
{
    if (n > 1)
        TRY(db_reserve_ids(db, org_id, n));
    for (int i = 0; i < n; i++) {
        struct item it;
        int64_t uses;
        TRY(item_by_id(cx, db, org_id, item_id[i], &it));
        TRY(item_uses(cx, db, org_id, it.id, &uses));
        if (uses)
            return fail(cx, .kind = ERR_CONFLICT, .code = S("item.in_use"),
                        .message = TRF(cx, "{1} is in use: it cannot be removed.", it.code));
        TRY(item_remove(db, (struct item_remove_args){ .org_id = org_id, .id = it.id }));
        TRY(audit_write(cx, db, (struct audit){ org_id, S("item.remove"), S("item"), it.id, 0, it.code }));
    }
    return OK;
}

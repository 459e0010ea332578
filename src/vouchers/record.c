/* Reading a voucher back whole, and proving that what is stored is what was logged. */
#include "vouchers/record.h"
#include "vouchers/effect.h"
#include "vouchers.sql.h"

static result load_links(struct cx *cx, struct db *db, int64_t id, struct voucher *v)
{
    struct link_of_voucher *link;
    struct attachment_of_voucher *file;
    TRY(link_of_voucher(db, (struct link_of_voucher_args){ .org_id = v->org_id, .voucher_id = id }, &link,
                        &v->n_depends));
    int64_t *d = new (cx->mem, int64_t, v->n_depends);
    for (int i = 0; i < v->n_depends; i++)
        d[i] = link[i].depends_id;
    v->depends_id = d;
    TRY(attachment_of_voucher(db, (struct attachment_of_voucher_args){ .org_id = v->org_id, .voucher_id = id }, &file,
                              &v->n_attachment));
    struct sha256 *h = new (cx->mem, struct sha256, v->n_attachment);
    for (int i = 0; i < v->n_attachment; i++)
        memcpy(h[i].b, file[i].file_hash.s, sizeof h[i].b);
    v->attachment = h;
    return OK;
}

static result load_row(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct voucher_get *row)
{
    bool found;
    TRY(voucher_get(db, (struct voucher_get_args){ .org_id = org_id, .id = id }, row, &found));
    if (found)
        return OK;
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("voucher.not_found"), .field = S("voucher_id"),
                .message = tr(cx, "There is no such voucher."));
}

static result load_from(struct cx *cx, struct db *db, int64_t org_id, const struct voucher_get *row,
                        struct voucher_record *out)
{
    *out = (struct voucher_record){ .v = { .kind = row->kind,
                                           .org_id = org_id,
                                           .document_on = row->document_on,
                                           .posting_on = row->posting_on,
                                           .request_id = row->request_key,
                                           .prepared_by = row->prepared_by_id,
                                           .prepared_for = row->prepared_for_id,
                                           .settles_id = row->settles_id,
                                           .memo = row->memo,
                                           .command = row->command_bytes },
                                    .p = { .id = row->id,
                                           .book = row->book,
                                           .year = (int)row->year,
                                           .number = row->number,
                                           .number_text = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row->book),
                                                                  (long long)row->year, (long long)row->number) },
                                    .posted_by = row->posted_by_id,
                                    .posted_for = row->posted_for_id,
                                    .recorded_at = row->recorded_at,
                                    .reverses_id = row->reverses_id,
                                    .reversed_by_id = row->reversed_by_id,
                                    .amount = row->amount_vnd };
    memcpy(out->p.leaf.b, row->leaf_hash.s, sizeof out->p.leaf.b);
    for (int i = 0; i < n_effects; i++)
        TRY(effects[i]->load(cx, db, row->id, &out->v));
    return load_links(cx, db, row->id, &out->v);
}

result voucher_load(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, struct voucher_record *out)
{
    struct voucher_get row;
    TRY(load_row(cx, db, org_id, voucher_id, &row));
    return load_from(cx, db, org_id, &row, out);
}

result voucher_verify(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id)
{
    struct voucher_get row;
    struct voucher_record r;
    struct sha256 memo;
    TRY(load_row(cx, db, org_id, voucher_id, &row));
    TRY(load_from(cx, db, org_id, &row, &r));
    memcpy(memo.b, row.memo_hash.s, sizeof memo.b);
    str bytes = voucher_bytes(cx, &r, &memo);
    struct sha256 leaf = sha256_leaf(bytes);
    struct sha256 said = voucher_memo_hash(cx, row.salt_bytes, row.memo);
    bool memo_kept = row.has_memo; /* an erased memo leaves only its digest */
    if (str_eq(bytes, row.leaf_bytes) && str_eq(sha256_str(&leaf), row.leaf_hash) &&
        (!memo_kept || str_eq(sha256_str(&said), row.memo_hash)))
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("log.mismatch"), .field = S("voucher_id"),
                .message = TRF(cx, "Voucher {1} no longer matches the log.", r.p.number_text));
}

result voucher_memo_erase(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id, bool *erased)
{
    int64_t n;
    (void)cx;
    TRY(voucher_memo_delete(db, (struct voucher_memo_delete_args){ .org_id = org_id, .voucher_id = voucher_id }, &n));
    *erased = n > 0;
    return OK;
}

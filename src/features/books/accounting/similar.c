/* Has this entry been made before? Only a warning. Writes nothing. */
#include "features/books/accounting/accounting.h"
#include "accounting.sql.h"

result journal_similar(struct cx *cx, struct db *db, int64_t org_id, int64_t voucher_id)
{
    struct accounting_similar row;
    bool found;
    TRY(accounting_similar(db, (struct accounting_similar_args){ .org_id = org_id, .voucher_id = voucher_id }, &row,
                           &found));
    if (!found)
        return OK;
    str number = str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row.book), (long long)row.year, (long long)row.number);
    return fail(cx, .kind = ERR_CONFLICT, .code = S("journal.similar"), .field = S("posting_on"),
                .message = TRF(cx, "{1} has the same date and the same lines.", number),
                .hint = tr(cx, "If this is another one, tick the box under the lines."));
}

/* The list of listeners. Telling itself is what the teller does. */
#include "vouchers/notice.h"
#include "vouchers/record.h"
#include "vouchers.sql.h"

static notice_fn teller;

void notice_set_teller(notice_fn fn) { teller = fn; }

result notice_tell(struct cx *cx, struct db *db, const struct notice *n)
{
    struct listener_get row;
    bool heard;
    if (!teller)
        return OK;
    TRY(listener_get(db, (struct listener_get_args){ .org_id = n->org_id, .action = n->action }, &row, &heard));
    return heard ? teller(cx, db, n) : OK;
}

/* Of a voucher just written; voucher_context has asked already whether anybody listens. */
result notice_voucher(struct cx *cx, struct db *db, const struct voucher_record *r)
{
    bool is_void = r->reverses_id != 0;
    return teller ? teller(cx, db,
                           &(struct notice){ .org_id = r->v.org_id,
                                             .action = is_void ? S("voucher.void") : S("voucher.post"),
                                             .subject = S("voucher"),
                                             .subject_id = is_void ? r->reverses_id : r->p.id,
                                             .detail = r->v.kind })
                  : OK;
}

result notice_listen(struct db *db, int64_t org_id, const str *action, int n)
{
    TRY(listener_clear(db, (struct listener_clear_args){ .org_id = org_id }));
    for (int i = 0; i < n; i++)
        TRY(listener_put(db, (struct listener_put_args){ .org_id = org_id, .action = action[i] }));
    return OK;
}

/* Is a delivery being entered a second time? Only a warning: two baskets of one weight do happen. Writes nothing. */
#include "features/produce/intake/intake.h"
#include "intake.sql.h"

static void warn(struct cx *cx, const struct intake_slip *slip, str message)
{
    (void)fail(cx, .kind = ERR_CONFLICT, .code = S("intake.similar"),
               .field = str_fmt(cx->mem, "row-%d-gross", slip->in.row_no), .message = message,
               .hint = tr(cx, "If it is another delivery, tick the box under the sheet."));
}

static bool alike(const struct intake_slip *a, const struct intake_slip *b)
{
    return a->member.party_id == b->member.party_id && a->item.id == b->item.id && a->net.base == b->net.base;
}

/* The row of this sheet that says the same before it; -1 = none. */
static int row_before(const struct intake_slip *slip, int i)
{
    for (int k = 0; k < i; k++)
        if (alike(&slip[k], &slip[i]))
            return slip[k].in.row_no;
    return -1;
}

result intake_similar(struct cx *cx, struct db *db, const struct intake_sheet *s, const struct intake_slip *slip)
{
    int before = cx->n_errors;
    for (int i = 0; i < s->n; i++) {
        struct intake_same row;
        bool found;
        int twin = row_before(slip, i);
        TRY(intake_same(db,
                        (struct intake_same_args){ .org_id = s->org_id,
                                                   .delivered_on = s->delivered_on,
                                                   .party_id = slip[i].member.party_id,
                                                   .item_id = slip[i].item.id,
                                                   .net_qty = slip[i].net,
                                                   .sheet_key = s->request_id },
                        &row, &found));
        if (found)
            warn(cx, &slip[i],
                 TRF(cx, "Slip {1} of this day has the same member, item and weight.",
                     str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(row.book), (long long)row.year,
                             (long long)row.number)));
        else if (twin >= 0)
            warn(cx, &slip[i],
                 TRF(cx, "Row {1} has the same member, item and weight.", str_from_i64(cx->mem, twin + 1)));
    }
    return (result){ cx->n_errors == before };
}

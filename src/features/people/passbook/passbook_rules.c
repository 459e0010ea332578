/* What was delivered, added up by item. Pure. */
#include "features/people/passbook/passbook_parts.h"

static struct own_sum *sum_of(struct own_sum *s, int *n, const struct intake_record *r)
{
    for (int i = 0; i < *n; i++)
        if (str_eq(s[i].item, r->item_name) && str_eq(s[i].unit, r->shown_unit))
            return &s[i];
    s[*n] = (struct own_sum){ .item = r->item_name, .unit = r->shown_unit, .per = r->per };
    return &s[(*n)++];
}

result own_sums(struct cx *cx, const struct intake_record *r, int n, struct own_page *out)
{
    struct own_sum *sum = new (cx->mem, struct own_sum, n);
    for (int i = 0; i < n; i++) {
        if (r[i].is_void)
            continue;
        struct own_sum *s = sum_of(sum, &out->n_sum, &r[i]);
        money amount = r[i].priced ? r[i].amount : (money){ 0 };
        if (!qty_add(s->net, r[i].net, &s->net) || !money_add(s->amount, amount, &s->amount) ||
            !money_add(out->delivered, amount, &out->delivered))
            return fail(cx, .kind = ERR_BUG, .code = S("money.overflow"),
                        .message = tr(cx, "The sum is too large to be true."));
    }
    out->sum = sum;
    return OK;
}

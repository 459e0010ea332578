/* Accounts that can be posted to, while one types a number or a name: the chart of today in the reader's language. */
#include "features/books/accounting/accounting_pages.h"
#include "accounting.sql.h"

#include "base/text.h"

static result chart(struct cx *cx, struct db *db, int64_t org_id, struct accounting_account_name **a, int *n)
{
    return accounting_account_name(
        db,
        (struct accounting_account_name_args){ .org_id = org_id, .posting_on = date_of_instant(cx->now_at, ZONE_VN) },
        a, n);
}

/* By number or name, its own or that of the account it is part of: "tiền mặt" finds 1111 through 111. */
static bool fits(struct cx *cx, const struct accounting_account_name *a, int n, str code, str fold)
{
    for (int i = 0; i < n && code.n; i++)
        if (str_eq(a[i].code, code))
            return str_starts(code, fold) || str_find(text_fold(cx->mem, a[i].name_vi), fold) >= 0 ||
                   str_find(text_fold(cx->mem, a[i].name_en), fold) >= 0 || fits(cx, a, n, a[i].parent, fold);
    return false;
}

static result find(struct cx *cx, struct db *db, struct pick_ask ask, struct choice **out, int *n)
{
    struct accounting_account_name *a;
    int all;
    TRY(chart(cx, db, ask.org_id, &a, &all));
    *out = new (cx->mem, struct choice, all);
    *n = 0;
    for (int i = 0; i < all && *n < ask.limit; i++) {
        str name = cx->lang == LANG_EN ? a[i].name_en : a[i].name_vi;
        if (a[i].is_leaf && (!ask.fold.n || fits(cx, a, all, a[i].code, ask.fold)))
            (*out)[(*n)++] = (struct choice){ a[i].code, name };
    }
    return OK;
}

static result by_code(struct cx *cx, struct db *db, int64_t org_id, str code, bool *found)
{
    struct accounting_account_name *a;
    int n;
    *found = false;
    TRY(chart(cx, db, org_id, &a, &n));
    for (int i = 0; i < n; i++)
        *found = *found || str_eq(a[i].code, code);
    return OK;
}

const struct picker account_picker = { find, by_code };

/* What a user may do in an organisation today, for whoever acts in his name without a session. */
#include "features/people/identity/second.h"
#include "identity.sql.h"
#include "standing.sql.h"

result user_standing(struct cx *cx, struct db *db, int64_t user_id, int64_t org_id, struct user_standing *out)
{
    struct user_standing_row u;
    struct role_of_user *r;
    bool found;
    int n;
    *out = (struct user_standing){ 0 };
    TRY(user_standing_row(db, (struct user_standing_row_args){ .org_id = org_id, .id = user_id }, &u, &found));
    if (!found || !u.is_active)
        return OK;
    TRY(role_of_user(
        db, (struct role_of_user_args){ .user_id = user_id, .on_on = date_of_instant(cx->now_at, ZONE_VN) }, &r, &n));
    for (int i = 0; i < n; i++) {
        const struct role *role = role_find(r[i].role);
        if (role && r[i].org_id == org_id)
            out->caps |= role->caps | CAP_BIT(CAP_LOGIN);
    }
    if (u.first_password_at || (!u.second_on_at && second_asked(u.second_rule, out->caps)))
        out->caps = 0; /* what must come first did not: log in and see */
    out->full_name = u.full_name;
    out->lang = str_eq(u.lang, S("en")) ? LANG_EN : LANG_VI;
    return OK;
}

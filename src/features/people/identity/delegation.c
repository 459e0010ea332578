/* Delegations given, withdrawn, and what they open at this moment. Never more than the giver may: that is asked anew
   each time. */
#include "features/people/identity/delegation.h"
#include "delegation.sql.h"
#include "identity.sql.h"

enum { MONTHS_MAX = 12 };

static date today(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

result delegation_own_caps(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, uint64_t *caps)
{
    struct role_of_user *r;
    int n;
    *caps = 0;
    TRY(role_of_user(db, (struct role_of_user_args){ .user_id = user_id, .on_on = today(cx) }, &r, &n));
    for (int i = 0; i < n; i++) {
        const struct role *role = role_find(r[i].role);
        *caps |= role && r[i].org_id == org_id ? role->caps : 0;
    }
    *caps &= ~CAPS_NEVER_HANDED;
    return OK;
}

result delegation_colleagues(struct cx *cx, struct db *db, int64_t org_id, struct colleague **out, int *n)
{
    struct delegation_colleague *r;
    TRY(delegation_colleague(
        db,
        (struct delegation_colleague_args){ .org_id = org_id, .user_id = cx->actor.user_id, .on_on = today(cx) }, &r,
        n));
    *out = new (cx->mem, struct colleague, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct colleague){ r[i].id, r[i].login, r[i].full_name };
    return OK;
}

/* ---- giving ---- */

static result check_days(struct cx *cx, const struct delegation_in *in)
{
    bool valid = date_valid(in->from) && date_valid(in->until);
    if (!valid || date_cmp(in->until, in->from) < 0 || date_cmp(in->from, today(cx)) < 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("delegation.dates"), .field = S("until"),
                    .message = tr(cx, "A delegation begins today or later and ends after it begins."));
    if (date_cmp(in->until, date_add_months(today(cx), MONTHS_MAX)) > 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("delegation.too_long"), .field = S("until"),
                    .message = tr(cx, "A delegation lasts at most a year."));
    return OK;
}

static result check_to(struct cx *cx, struct db *db, const struct delegation_in *in)
{
    struct colleague *c;
    int n;
    TRY(delegation_colleagues(cx, db, in->org_id, &c, &n));
    for (int i = 0; i < n; i++)
        if (c[i].id == in->to_user_id)
            return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("delegation.to"), .field = S("to"),
                .message = tr(cx, "Choose a colleague who works here."));
}

static result check(struct cx *cx, struct db *db, const struct delegation_in *in)
{
    uint64_t own;
    int before = cx->n_errors;
    if (cx->actor.behalf_id)
        return fail(cx, .kind = ERR_DENIED, .code = S("delegation.onward"),
                    .message = tr(cx, "What was handed to you cannot be handed on."));
    TRY(delegation_own_caps(cx, db, in->org_id, cx->actor.user_id, &own));
    (void)check_to(cx, db, in);
    if (!in->caps || in->caps & ~own)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("delegation.caps"), .field = S("caps"),
                   .message = tr(cx, "Choose what to hand over: something, and nothing beyond your own role."));
    if (!in->reason.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("delegation.reason"), .field = S("reason"),
                   .message = tr(cx, "Say why."));
    (void)check_days(cx, in);
    return (result){ cx->n_errors == before };
}

result delegation_give(struct cx *cx, struct db *db, const struct delegation_in *in, int64_t *id)
{
    TRY(check(cx, db, in));
    *id = db_next_id(db, in->org_id);
    if (*id < 0)
        return FAILED;
    TRY(delegation_insert(db, (struct delegation_insert_args){ .org_id = in->org_id,
                                                               .id = *id,
                                                               .from_user_id = cx->actor.user_id,
                                                               .to_user_id = in->to_user_id,
                                                               .caps = caps_names(cx->mem, in->caps),
                                                               .reason = in->reason,
                                                               .valid_from_on = in->from,
                                                               .valid_to_on = in->until,
                                                               .given_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ in->org_id, S("delegation.give"), S("delegation"), *id, 0, S("") });
}

result delegation_withdraw(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    int64_t changed;
    bool any = cx_can(cx, CAP_GRANT);
    TRY(delegation_end(db,
                       (struct delegation_end_args){ .withdrawn_at = cx->now_at,
                                                     .withdrawn_by_id = cx->actor.user_id,
                                                     .org_id = org_id,
                                                     .id = id,
                                                     .from_user_id = any ? 0 : cx->actor.user_id },
                       &changed));
    if (!changed)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("delegation.not_found"), .field = S("id"),
                    .message = tr(cx, "There is no such delegation to withdraw."));
    return audit_write(cx, db, (struct audit){ org_id, S("delegation.withdraw"), S("delegation"), id, 0, S("") });
}

/* ---- reading ---- */

static str state_of(const struct delegation_rows *r, date on)
{
    if (r->withdrawn_at)
        return S("withdrawn");
    if (date_cmp(r->valid_to_on, on) < 0)
        return S("expired");
    return date_cmp(r->valid_from_on, on) > 0 ? S("future") : S("live");
}

static struct delegation from_row(const struct cx *cx, const struct delegation_rows *r)
{
    return (struct delegation){ .org_id = r->org_id,
                                .id = r->id,
                                .from_user_id = r->from_user_id,
                                .to_user_id = r->to_user_id,
                                .from_name = r->from_name,
                                .to_name = r->to_name,
                                .org_code = r->org_code,
                                .org_name = r->org_name,
                                .org_kind = r->kind,
                                .reason = r->reason,
                                .state = state_of(r, today(cx)),
                                .caps = caps_of_names(r->caps) & ~CAPS_NEVER_HANDED,
                                .from = r->valid_from_on,
                                .until = r->valid_to_on };
}

result delegation_list(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, struct delegation **out, int *n)
{
    struct delegation_rows *r;
    TRY(delegation_rows(db, (struct delegation_rows_args){ .org_id = org_id, .user_id = user_id }, &r, n));
    *out = new (cx->mem, struct delegation, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = from_row(cx, &r[i]);
    return OK;
}

static uint64_t caps_of_giver(const struct delegation_giver_role *r, int n, const struct delegation *d)
{
    uint64_t caps = 0;
    for (int i = 0; i < n; i++) {
        const struct role *role = role_find(r[i].role);
        caps |= role && r[i].org_id == d->org_id && r[i].id == d->id ? role->caps : 0;
    }
    return caps;
}

result delegation_to(struct cx *cx, struct db *db, int64_t user_id, struct delegation **out, int *n)
{
    struct delegation_rows *r;
    struct delegation_giver_role *giver;
    int n_row, n_giver;
    TRY(delegation_to_me(db, (struct delegation_to_me_args){ .to_user_id = user_id, .on_on = today(cx) }, &r, &n_row));
    TRY(delegation_giver_role(
        db, (struct delegation_giver_role_args){ .to_user_id = user_id, .on_on = today(cx) }, &giver, &n_giver));
    *out = new (cx->mem, struct delegation, n_row);
    *n = 0;
    for (int i = 0; i < n_row; i++) {
        struct delegation d = from_row(cx, &r[i]);
        d.caps &= caps_of_giver(giver, n_giver, &d);
        if (d.caps)
            (*out)[(*n)++] = d;
    }
    return OK;
}

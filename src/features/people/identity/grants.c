/* Opening one's books to somebody outside, for a purpose and a time; an inspection decision does it by its number.
   Every use is in the audit trail, and the cooperative sees it. */
#include "features/people/identity/identity.h"
#include "identity.sql.h"

result grant_give(struct cx *cx, struct db *db, const struct grant_in *in, int64_t *id)
{
    date today = date_of_instant(cx->now_at, ZONE_VN);
    int before = cx->n_errors;
    if (in->purpose.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("grant.purpose"), .field = S("purpose"),
                   .message = tr(cx, "Say what the access is for."));
    if (!in->grantee_org_id || in->grantee_org_id == in->org_id)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("grant.grantee"), .field = S("grantee"),
                   .message = tr(cx, "Choose who may look."));
    if (!date_valid(in->from) || !date_valid(in->until) || date_cmp(in->until, in->from) < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("grant.dates"), .field = S("until"),
                   .message = tr(cx, "Access needs a first and a last day, in this order."));
    else if (date_cmp(in->until, date_add_months(today, 36)) > 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("grant.too_long"), .field = S("until"),
                   .message = tr(cx, "Access lasts at most three years."));
    if (in->books_from.ymd && in->books_to.ymd && date_cmp(in->books_to, in->books_from) < 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("grant.books"), .field = S("books_to"),
                   .message = tr(cx, "The last day of the books lies before their first day."));
    if (cx->n_errors > before)
        return FAILED;
    *id = db_next_id(db, in->org_id);
    if (*id < 0)
        return FAILED;
    TRY(grant_insert(db, (struct grant_insert_args){ .org_id = in->org_id,
                                                     .id = *id,
                                                     .grantee_org_id = in->grantee_org_id,
                                                     .basis = in->decision_number.n ? S("decision") : S("grant"),
                                                     .purpose = in->purpose,
                                                     .decision_number = in->decision_number,
                                                     .books_from_on = in->books_from,
                                                     .books_to_on = in->books_to.ymd ? in->books_to : DATE_OPEN,
                                                     .valid_from_on = in->from,
                                                     .valid_to_on = in->until,
                                                     .given_by_id = cx->actor.user_id,
                                                     .given_at = cx->now_at }));
    return audit_write(cx, db, (struct audit){ in->org_id, S("grant.give"), S("grant"), *id, 0, S("") });
}

result grant_withdraw(struct cx *cx, struct db *db, int64_t org_id, int64_t grant_id)
{
    int64_t changed;
    TRY(grant_withdraw_put(
        db, (struct grant_withdraw_put_args){ .withdrawn_at = cx->now_at, .org_id = org_id, .id = grant_id },
        &changed));
    if (!changed)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("grant.not_found"), .field = S("id"),
                    .message = tr(cx, "There is no such access to withdraw."));
    return audit_write(cx, db, (struct audit){ org_id, S("grant.withdraw"), S("grant"), grant_id, 0, S("") });
}

static str state_of(const struct grant_rows *r, date today)
{
    if (r->withdrawn_at)
        return S("withdrawn");
    if (date_cmp(r->valid_to_on, today) < 0)
        return S("expired");
    return date_cmp(r->valid_from_on, today) > 0 ? S("future") : S("live");
}

static result read_grants(struct cx *cx, struct db *db, struct grant_rows_args a, struct grant **out, int *n)
{
    struct grant_rows *r;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    TRY(grant_rows(db, a, &r, n));
    *out = new (cx->mem, struct grant, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct grant){ .id = r[i].id,
                                    .grantee_org_id = r[i].grantee_org_id,
                                    .n_use = r[i].n_use,
                                    .last_use_at = r[i].last_use_at,
                                    .grantee_name = r[i].grantee_name,
                                    .purpose = r[i].purpose,
                                    .decision_number = r[i].decision_number,
                                    .state = state_of(&r[i], today),
                                    .books_from = r[i].books_from_on,
                                    .books_to = r[i].books_to_on,
                                    .from = r[i].valid_from_on,
                                    .until = r[i].valid_to_on };
    return OK;
}

result grant_list(struct cx *cx, struct db *db, int64_t org_id, struct grant **out, int *n)
{
    return read_grants(cx, db, (struct grant_rows_args){ .org_id = org_id }, out, n);
}

result grant_get(struct cx *cx, struct db *db, int64_t org_id, int64_t grant_id, struct grant *out)
{
    struct grant *g;
    int n = 0;
    if (grant_id)
        TRY(read_grants(cx, db, (struct grant_rows_args){ .org_id = org_id, .id = grant_id }, &g, &n));
    if (!n)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("grant.not_found"), .field = S("id"),
                    .message = tr(cx, "There is no such access."));
    *out = g[0];
    return OK;
}

str grant_who(struct cx *cx, str who, str behalf) { return behalf.n ? TRF(cx, "{1} for {2}", who, behalf) : who; }

struct taking {
    struct grant_use *use;
    int n;
};

static result take_use(struct cx *cx, void *arg, const struct grant_opening_list *r)
{
    struct taking *t = arg;
    t->use[t->n++] = (struct grant_use){ .at = r->at,
                                         .grant_id = r->grant_id,
                                         .who = grant_who(cx, str_dup(cx->mem, r->who), str_dup(cx->mem, r->behalf)),
                                         .who_org = str_dup(cx->mem, r->who_org),
                                         .action = str_dup(cx->mem, r->action),
                                         .detail = str_dup(cx->mem, r->detail) };
    return OK;
}

result grant_latest_uses(struct cx *cx, struct db *db, int64_t org_id, struct grant_use **out, int *n)
{
    struct taking t = { .use = new (cx->mem, struct grant_use, GRANT_LATEST) };
    struct grant_opening_list_args a = { .org_id = org_id,
                                         .to_at = INT64_MAX,
                                         .sort = GRANT_OPENING_LIST_BY_AT,
                                         .desc = true,
                                         .limit = GRANT_LATEST };
    TRY(grant_opening_list(db, a, take_use, &t));
    *out = t.use;
    *n = t.n;
    return OK;
}

result grant_live(struct cx *cx, struct db *db, struct grant_ask q, struct opening **out, int *n)
{
    struct grant_live_rows *r;
    TRY(grant_live_rows(
        db, (struct grant_live_rows_args){ .org_id = q.org_id, .grantee_org_id = q.grantee_org_id, .on_on = q.on }, &r,
        n));
    *out = new (cx->mem, struct opening, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct opening){ r[i].id, r[i].books_from_on, r[i].books_to_on };
    return OK;
}

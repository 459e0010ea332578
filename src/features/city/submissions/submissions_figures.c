/* Figures from the maintained sums, and the keys that sign them. Adds; never recounts vouchers. */
#include "features/city/submissions/submissions_parts.h"
#include "features/people/identity/identity.h"

#include "os/os.h"

#include <sodium.h>

/* Which side of which account's turnover a figure adds (+1) or takes off (-1). One side only: entries that close the
   year into 911 stand on the other side, and a void stands on its original's side with a negative amount. */
static const struct part {
    const char *head;
    bool credit;
    int revenue, profit;
} parts[] = {
    { "511", true, 1, 1 },   { "512", true, 1, 1 },   { "521", false, -1, -1 },
    { "558", true, 0, 1 },   { "611", false, 0, -1 }, { "612", false, 0, -1 },
    { "642", false, 0, -1 }, { "658", false, 0, -1 }, { "659", false, 0, -1 },
};

static struct submission_value *value_at(struct submission_package *p, int64_t month, enum submission_code c)
{
    int i = month_count((int)p->first_month, (int)month) - 1;
    return &p->value[i * SUBMISSION_CODE_COUNT + (int)c];
}

static result add_signed(struct cx *cx, struct submission_value *v, int sign, money m)
{
    money sum = { v->value };
    m = sign < 0 ? money_neg(m) : m;
    if (sign && !money_add(sum, m, &sum))
        return fail(cx, .kind = ERR_BUG, .code = S("money.overflow"), .message = tr(cx, "The figures are too large."));
    v->value = sum.dong;
    return OK;
}

static result add_sum(struct cx *cx, struct submission_package *p, const struct submission_sums *row)
{
    for (int i = 0; i < COUNT(parts); i++) {
        if (!str_eq(row->head_code, str_of(parts[i].head)))
            continue;
        money m = parts[i].credit ? row->cr_vnd : row->dr_vnd;
        TRY(add_signed(cx, value_at(p, row->month, SUBMISSION_REVENUE), parts[i].revenue, m));
        TRY(add_signed(cx, value_at(p, row->month, SUBMISSION_PROFIT), parts[i].profit, m));
    }
    return OK;
}

static result count_membership(struct cx *cx, void *arg, const struct submission_memberships *m)
{
    struct submission_package *p = arg;
    (void)cx;
    for (int month = (int)p->first_month; month <= p->last_month; month = month_next(month)) {
        date last = date_month_last((date){ month * 100 + 1 });
        if (date_cmp(m->joined_on, last) > 0 || date_cmp(m->left_on, last) <= 0)
            continue;
        value_at(p, month, SUBMISSION_MEMBERS)->value++;
        value_at(p, month, SUBMISSION_WORKERS)->value += m->is_worker;
    }
    return OK;
}

result submission_figures(struct cx *cx, struct db *db, struct submission_ask ask, struct submission_package *p)
{
    struct submission_sums *row;
    int n;
    p->first_month = ask.first_month;
    p->last_month = ask.last_month;
    p->n = month_count(ask.first_month, ask.last_month) * SUBMISSION_CODE_COUNT;
    p->value = new (cx->mem, struct submission_value, p->n);
    for (int i = 0, m = ask.first_month; i < p->n; m = month_next(m))
        for (int c = 0; c < SUBMISSION_CODE_COUNT; c++)
            p->value[i++] = (struct submission_value){ .month = m, .code = (enum submission_code)c };
    TRY(submission_sums(db,
                        (struct submission_sums_args){
                            .org_id = ask.org_id, .first_month = ask.first_month, .last_month = ask.last_month },
                        &row, &n));
    for (int i = 0; i < n; i++)
        TRY(add_sum(cx, p, &row[i]));
    return submission_memberships(db, (struct submission_memberships_args){ .org_id = ask.org_id }, count_membership,
                                  p);
}

/* ---- keys ---- */

enum { NONCE = crypto_secretbox_NONCEBYTES, SEALED = NONCE + crypto_secretbox_MACBYTES + KEY_BYTES };

result submission_seal_get(struct cx *cx, struct store *s, struct submission_seal *out)
{
    static const unsigned char use[] = "hoptac submission key";
    uint8_t secret[32];
    TRY(secret_get(cx, s, S("seal"), secret));
    crypto_generichash(out->key, sizeof out->key, use, sizeof use - 1, secret, sizeof secret);
    sodium_memzero(secret, sizeof secret);
    return OK;
}

static result make_key(struct cx *cx, struct db *db, int64_t org_id, const struct submission_seal *seal,
                       struct submission_signer *out)
{
    uint8_t *sealed = new (cx->mem, uint8_t, SEALED);
    os_random(out->seed, KEY_BYTES);
    os_random(sealed, NONCE);
    crypto_secretbox_easy(sealed + NONCE, out->seed, KEY_BYTES, sealed, seal->key);
    out->public = submission_public(cx->mem, out->seed);
    return submission_key_insert(db,
                                 (struct submission_key_insert_args){ .org_id = org_id,
                                                                      .public_bytes = out->public,
                                                                      .sealed_bytes = { (const char *)sealed, SEALED },
                                                                      .added_at = cx->now_at,
                                                                      .added_by_id = cx->actor.user_id });
}

result submission_signer_get(struct cx *cx, struct db *db, int64_t org_id, const struct submission_seal *seal,
                             struct submission_signer *out)
{
    struct submission_key_own row;
    bool found;
    TRY(submission_key_own(db, (struct submission_key_own_args){ .org_id = org_id }, &row, &found));
    if (!found)
        return make_key(cx, db, org_id, seal, out);
    const uint8_t *sealed = (const uint8_t *)row.sealed_bytes.s;
    out->public = row.public_bytes;
    if (row.sealed_bytes.n != SEALED ||
        crypto_secretbox_open_easy(out->seed, sealed + NONCE, SEALED - NONCE, sealed, seal->key) != 0)
        return fail(cx, .kind = ERR_ENV, .code = S("submission.key_broken"),
                    .message = tr(cx, "The signing key of this cooperative cannot be opened here."),
                    .hint = tr(cx, "Restore the installation's secret from the backup it belongs to."));
    return OK;
}

/* The city's side: a package is checked, kept, and takes its place among the figures that count. */
#include "features/city/submissions/submissions_parts.h"
#include "features/people/organisations/organisations.h"

#include "vouchers/audit.h"
#include "vouchers/notice.h"

static result check_key(struct cx *cx, struct db *db, struct receiving *r)
{
    struct submission_keys *k;
    int n;
    bool live = false;
    TRY(submission_keys(db, (struct submission_keys_args){ .org_id = r->org_id }, &k, &n));
    for (int i = 0; i < n; i++) {
        if (k[i].revoked_at)
            continue;
        if (str_eq(k[i].public_bytes, r->envelope.key))
            return OK;
        live = true;
    }
    for (int i = 0; i < n; i++)
        live = live || (k[i].revoked_at && str_eq(k[i].public_bytes, r->envelope.key));
    if (live)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.key"), .field = S("file"),
                    .message = TRF(cx, "{1} signed earlier packages with another key than {2}.", r->package.org,
                                   key_fingerprint(cx->mem, r->envelope.key)),
                    .hint = tr(cx, "Call the cooperative and compare its key. If it lost its machine, forget the old "
                                   "key first."));
    r->receipt.pinned = true;
    return submission_key_insert(db, (struct submission_key_insert_args){ .org_id = r->org_id,
                                                                          .public_bytes = r->envelope.key,
                                                                          .sealed_bytes = S(""),
                                                                          .added_at = cx->now_at,
                                                                          .added_by_id = cx->actor.user_id });
}

/* found: this very package is here already. */
static result check_number(struct cx *cx, struct db *db, struct receiving *r, const struct sha256 *hash)
{
    struct submission_by_number old;
    TRY(submission_by_number(db,
                             (struct submission_by_number_args){
                                 .org_id = r->org_id, .direction = S("received"), .number = r->package.number },
                             &old, &r->receipt.repeated));
    if (r->receipt.repeated && !str_eq(old.package_hash, sha256_str(hash)))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("submission.number_taken"), .field = S("file"),
                    .message = TRF(cx, "Package {1} of {2} was received before with other figures.",
                                   str_from_i64(cx->mem, r->package.number), r->package.org),
                    .hint = tr(cx, "The first one stays. Ask the cooperative to send a package with a new number."));
    return OK;
}

static result insert_package(struct cx *cx, struct db *db, struct receiving *r, const struct sha256 *hash)
{
    r->id = db_next_id(db, r->org_id);
    if (r->id < 0)
        return FAILED;
    return submission_insert(db, (struct submission_insert_args){ .org_id = r->org_id,
                                                                  .id = r->id,
                                                                  .direction = S("received"),
                                                                  .number = r->package.number,
                                                                  .first_month = r->package.first_month,
                                                                  .last_month = r->package.last_month,
                                                                  .made_at = r->package.made_at,
                                                                  .received_at = cx->now_at,
                                                                  .withdraws_number = r->package.withdraws,
                                                                  .package_bytes = r->envelope.package,
                                                                  .package_hash = sha256_str(hash),
                                                                  .signature_bytes = r->envelope.signature,
                                                                  .public_bytes = r->envelope.key,
                                                                  .state = S("accepted"),
                                                                  .user_id = cx->actor.user_id });
}

static int64_t covered_by(const struct submission_later *later, int n, int64_t month)
{
    int64_t id = 0;
    for (int i = 0; i < n; i++)
        if (month >= later[i].first_month && month <= later[i].last_month)
            id = later[i].id;
    return id;
}

/* Earlier packages give way; where a later one came first, these figures give way to it. */
static result insert_values(struct db *db, struct receiving *r)
{
    const struct submission_package *p = &r->package;
    struct submission_later *later;
    struct submission_withdrawal_of back;
    bool withdrawn;
    int n;
    TRY(submission_later(
        db,
        (struct submission_later_args){
            .org_id = r->org_id, .number = p->number, .first_month = p->first_month, .last_month = p->last_month },
        &later, &n));
    TRY(submission_withdrawal_of(db, (struct submission_withdrawal_of_args){ .org_id = r->org_id, .number = p->number },
                                 &back, &withdrawn));
    TRY(submitted_value_supersede(db,
                                  (struct submitted_value_supersede_args){ .by_id = r->id,
                                                                           .org_id = r->org_id,
                                                                           .first_month = p->first_month,
                                                                           .last_month = p->last_month,
                                                                           .number = p->number },
                                  &r->receipt.n_superseded));
    for (int i = 0; i < p->n; i++) {
        const struct submission_value *v = &p->value[i];
        bool is_money = submission_codes[v->code].is_money;
        TRY(submitted_value_insert(db, (struct submitted_value_insert_args){
                                           .org_id = r->org_id,
                                           .submission_id = r->id,
                                           .month = v->month,
                                           .code = str_of(submission_codes[v->code].code),
                                           .value_vnd = { is_money ? v->value : 0 },
                                           .number_value = is_money ? 0 : v->value,
                                           .superseded_by_id = withdrawn ? back.id : covered_by(later, n, v->month) }));
    }
    if (withdrawn)
        TRY(submission_state_put(
            db,
            (struct submission_state_put_args){
                .org_id = r->org_id, .direction = S("received"), .number = p->number, .state = S("withdrawn") },
            &(int64_t){ 0 }));
    return submission_supersede_spent(db, (struct submission_supersede_spent_args){ .org_id = r->org_id });
}

static result take_back(struct db *db, struct receiving *r)
{
    struct submission_by_number old;
    bool found;
    int64_t changed;
    TRY(submission_by_number(db,
                             (struct submission_by_number_args){
                                 .org_id = r->org_id, .direction = S("received"), .number = r->package.withdraws },
                             &old, &found));
    if (!found)
        return OK;
    TRY(submitted_value_withdraw(
        db, (struct submitted_value_withdraw_args){ .by_id = r->id, .org_id = r->org_id, .submission_id = old.id },
        &r->receipt.n_superseded));
    return submission_state_put(
        db,
        (struct submission_state_put_args){
            .org_id = r->org_id, .direction = S("received"), .number = r->package.withdraws, .state = S("withdrawn") },
        &changed);
}

/* The sender hears of it by the audit, the city by its own notice. */
static result tell_cities(struct cx *cx, struct db *db, const struct receiving *r)
{
    struct submission_cities *city;
    int n;
    TRY(submission_cities(db, &city, &n));
    for (int i = 0; i < n; i++)
        TRY(notice_tell(cx, db,
                        &(struct notice){ .org_id = city[i].org_id,
                                          .action = S("submission.receive"),
                                          .subject = S("submission"),
                                          .subject_id = r->package.number,
                                          .detail = r->package.org }));
    return OK;
}

struct cities {
    struct submission_cities *row;
    int n;
};

static result cities_work(struct cx *cx, struct db *db, void *arg)
{
    struct cities *c = arg;
    (void)cx;
    return submission_cities(db, &c->row, &c->n);
}

result submission_write(struct cx *cx, struct store *s, int64_t org_id, db_work_fn fn, void *arg)
{
    struct cities c;
    TRY(store_read(s, cx, DB_SCOPE_ALL, cities_work, &c));
    int64_t *org = new (cx->mem, int64_t, c.n + 1);
    org[0] = org_id;
    for (int i = 0; i < c.n; i++)
        org[i + 1] = c.row[i].org_id;
    return store_write(s, cx, org, c.n + 1, fn, arg);
}

result submission_accept(struct cx *cx, struct db *db, struct receiving *r)
{
    struct organisation org;
    struct sha256 hash;
    r->receipt = (struct submission_receipt){ 0 };
    TRY(submission_envelope_read(cx, r->file, &r->envelope));
    TRY(submission_package_read(cx, r->envelope.package, &r->package));
    TRY(org_get(cx, db, r->org_id, &org));
    if (!str_eq(org.code, r->package.org))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.organisation"), .field = S("file"),
                    .message = tr(cx, "The package is from another cooperative."));
    if (!submission_verify(cx->mem, &r->envelope))
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.signature"), .field = S("file"),
                    .message = tr(cx, "The signature does not fit the figures."),
                    .hint = tr(cx, "Ask the cooperative to download the same package again."));
    hash = sha256_of(r->envelope.package);
    TRY(check_key(cx, db, r));
    TRY(check_number(cx, db, r, &hash));
    r->receipt.org_code = org.code;
    r->receipt.org_name = org.name;
    r->receipt.fingerprint = key_fingerprint(cx->mem, r->envelope.key);
    r->receipt.number = r->package.number;
    r->receipt.first_month = r->package.first_month;
    r->receipt.last_month = r->package.last_month;
    r->receipt.withdraws = r->package.withdraws;
    if (r->receipt.repeated)
        return OK;
    TRY(insert_package(cx, db, r, &hash));
    TRY(r->package.withdraws ? take_back(db, r) : insert_values(db, r));
    TRY(audit_write(
        cx, db, (struct audit){ r->org_id, S("submission.receive"), S("submission"), r->package.number, 0, S("") }));
    return tell_cities(cx, db, r);
}

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct receiving *r = arg;
    struct organisation org;
    bool found;
    TRY(org_find(cx, db, r->package.org, &org, &found));
    if (!found)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.organisation"), .field = S("file"),
                    .message = TRF(cx, "{1} is not in the register here.", r->package.org),
                    .hint = tr(cx, "Add the cooperative to the register first."));
    r->org_id = org.org_id;
    return OK;
}

static result accept_work(struct cx *cx, struct db *db, void *arg) { return submission_accept(cx, db, arg); }

result submission_receive(struct cx *cx, struct store *s, str file, struct submission_receipt *out)
{
    struct receiving r = { .file = file };
    TRY(submission_envelope_read(cx, file, &r.envelope));
    TRY(submission_package_read(cx, r.envelope.package, &r.package));
    TRY(store_read(s, cx, DB_SCOPE_ALL, find_org, &r));
    TRY(submission_write(cx, s, r.org_id, accept_work, &r));
    *out = r.receipt;
    return OK;
}

result submission_key_forget(struct cx *cx, struct db *db, int64_t org_id)
{
    int64_t n;
    TRY(submission_key_revoke(db, (struct submission_key_revoke_args){ .now_at = cx->now_at, .org_id = org_id }, &n));
    if (n == 0)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("submission.no_key"),
                    .message = tr(cx, "No key of this cooperative is pinned here."));
    return audit_write(cx, db, (struct audit){ org_id, S("submission.key_forget"), S("submission"), 0, 0, S("") });
}

/* The cooperative's side: packages made, numbered, signed, kept, handed over, taken back. */
#include "features/city/submissions/submissions_parts.h"
#include "features/people/organisations/organisations.h"

#include "vouchers/audit.h"

struct making {
    struct submission_ask ask;
    struct submission_seal seal;
    struct submission_package package;
    struct submission_made made;
    int64_t withdraws;
};

static str file_name(struct arena *mem, str org, int64_t number)
{
    return str_fmt(mem, "HOPTAC-" STR_FMT "-%lld.json", STR_ARG(org), (long long)number);
}

static result check_months(struct cx *cx, struct submission_ask ask)
{
    int now = date_yyyymm(date_of_instant(cx->now_at, ZONE_VN));
    if (!month_valid(ask.first_month) || !month_valid(ask.last_month) || ask.first_month > ask.last_month)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.months"), .field = S("last"),
                    .message = tr(cx, "Give a first and a last month, in this order."));
    if (ask.last_month > now)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.future"), .field = S("last"),
                    .message = tr(cx, "A month that has not begun has no figures yet."));
    if (month_count(ask.first_month, ask.last_month) > SUBMISSION_MONTHS_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("submission.too_long"), .field = S("first"),
                    .message = tr(cx, "A package holds at most 36 months."));
    return OK;
}

static result hand_over(struct cx *cx, struct db *db, struct making *m)
{
    struct submission_city_here city;
    struct receiving r = { .file = m->made.file, .org_id = m->ask.org_id };
    TRY(submission_city_here(db, &city));
    if (!m->ask.deliver || city.n_row == 0)
        return OK;
    TRY(submission_accept(cx, db, &r));
    m->made.delivered = true;
    return OK;
}

/* Numbers, signs and keeps the package; the organisation is locked. */
static result keep(struct cx *cx, struct db *db, struct making *m)
{
    struct submission_last_number last;
    struct submission_signer signer;
    int64_t id = db_next_id(db, m->ask.org_id);
    if (id < 0)
        return FAILED;
    TRY(submission_last_number(
        db, (struct submission_last_number_args){ .org_id = m->ask.org_id, .direction = S("sent") }, &last));
    TRY(submission_signer_get(cx, db, m->ask.org_id, &m->seal, &signer));
    m->package.number = last.last_no + 1;
    m->package.made_at = cx->now_at;
    m->package.withdraws = m->withdraws;
    struct submission_envelope e = { .package = submission_package_text(cx->mem, &m->package), .key = signer.public };
    struct sha256 hash = sha256_of(e.package);
    e.signature = submission_sign(cx->mem, e.package, signer.seed);
    TRY(submission_insert(db, (struct submission_insert_args){ .org_id = m->ask.org_id,
                                                               .id = id,
                                                               .direction = S("sent"),
                                                               .number = m->package.number,
                                                               .first_month = m->package.first_month,
                                                               .last_month = m->package.last_month,
                                                               .made_at = cx->now_at,
                                                               .withdraws_number = m->withdraws,
                                                               .package_bytes = e.package,
                                                               .package_hash = sha256_str(&hash),
                                                               .signature_bytes = e.signature,
                                                               .public_bytes = signer.public,
                                                               .state = S("sent"),
                                                               .user_id = cx->actor.user_id }));
    m->made = (struct submission_made){ .number = m->package.number,
                                        .file_name = file_name(cx->mem, m->package.org, m->package.number),
                                        .file = submission_envelope_text(cx->mem, &e) };
    TRY(audit_write(cx, db,
                    (struct audit){ m->ask.org_id, m->withdraws ? S("submission.withdraw") : S("submission.send"),
                                    S("submission"), m->package.number, 0, S("") }));
    return hand_over(cx, db, m);
}

static result make_work(struct cx *cx, struct db *db, void *arg)
{
    struct making *m = arg;
    struct organisation org;
    m->package = (struct submission_package){ 0 };
    TRY(org_get(cx, db, m->ask.org_id, &org));
    m->package.org = org.code;
    TRY(submission_figures(cx, db, m->ask, &m->package));
    return keep(cx, db, m);
}

result submission_make(struct cx *cx, struct store *s, struct submission_ask ask, struct submission_made *out)
{
    struct making m = { .ask = ask };
    TRY(check_months(cx, ask));
    TRY(submission_seal_get(cx, s, &m.seal));
    TRY(submission_write(cx, s, ask.org_id, make_work, &m));
    *out = m.made;
    return OK;
}

/* ---- taking back ---- */

static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    struct making *m = arg;
    struct organisation org;
    struct submission_by_number row;
    bool found;
    int64_t changed;
    TRY(submission_by_number(
        db,
        (struct submission_by_number_args){ .org_id = m->ask.org_id, .direction = S("sent"), .number = m->withdraws },
        &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("submission.not_found"), .field = S("number"),
                    .message = tr(cx, "There is no package of this number."));
    if (row.withdraws_number || !str_eq(row.state, S("sent")))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("submission.withdrawn"), .field = S("number"),
                    .message = tr(cx, "This package cannot be taken back: it has been, or it is itself a withdrawal."));
    TRY(org_get(cx, db, m->ask.org_id, &org));
    m->package =
        (struct submission_package){ .org = org.code, .first_month = row.first_month, .last_month = row.last_month };
    TRY(submission_state_put(
        db,
        (struct submission_state_put_args){
            .org_id = m->ask.org_id, .direction = S("sent"), .number = m->withdraws, .state = S("withdrawn") },
        &changed));
    return keep(cx, db, m);
}

result submission_withdraw(struct cx *cx, struct store *s, struct submission_ask ask, int64_t number,
                           struct submission_made *out)
{
    struct making m = { .ask = ask, .withdraws = number };
    TRY(submission_seal_get(cx, s, &m.seal));
    TRY(submission_write(cx, s, ask.org_id, withdraw_work, &m));
    *out = m.made;
    return OK;
}

/* ---- again ---- */

result submission_file(struct cx *cx, struct db *db, int64_t org_id, int64_t number, struct submission_made *out)
{
    struct submission_by_number row;
    struct organisation org;
    bool found;
    TRY(org_get(cx, db, org_id, &org));
    TRY(submission_by_number(
        db, (struct submission_by_number_args){ .org_id = org_id, .direction = S("sent"), .number = number }, &row,
        &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("submission.not_found"), .field = S("number"),
                    .message = tr(cx, "There is no package of this number."));
    struct submission_envelope e = { row.package_bytes, row.public_bytes, row.signature_bytes };
    *out = (struct submission_made){ .number = number,
                                     .file_name = file_name(cx->mem, org.code, number),
                                     .file = submission_envelope_text(cx->mem, &e) };
    return OK;
}

static result deliver_work(struct cx *cx, struct db *db, void *arg)
{
    struct making *m = arg;
    TRY(submission_file(cx, db, m->ask.org_id, m->withdraws, &m->made));
    return hand_over(cx, db, m);
}

result submission_deliver(struct cx *cx, struct store *s, int64_t org_id, int64_t number)
{
    struct making m = { .ask = { .org_id = org_id, .deliver = true }, .withdraws = number };
    TRY(submission_write(cx, s, org_id, deliver_work, &m));
    if (!m.made.delivered)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("submission.no_city"),
                    .message = tr(cx, "No city department works in this installation."),
                    .hint = tr(cx, "Download the package and hand it over as a file."));
    return OK;
}

/* ---- the room ---- */

static const struct invariant invariants[] = {
    { "submissions.live_once", &inv_submitted_value_live_stmt },
    { "submissions.value_source", &inv_submitted_value_source_stmt },
    { "submissions.key", &inv_submission_key_stmt },
};

static const struct menu menu[] = {
    { "/orgs/:org/submissions", T("Figures sent to the city"), CAP_BOOKS_READ, 80, true },
    { "/submissions", T("Figures received"), CAP_RECEIVE, 60, false },
};

static const struct feature_event events[] = {
    { "submission.sent", "submission.send", T("Figures were sent to the city"), "/orgs/:org/submissions/:id/file" },
    { "submission.withdrawn", "submission.withdraw", T("Figures were taken back"), "/orgs/:org/submissions/:id/file" },
    { "submission.received", "submission.receive", T("The city received figures"), NULL },
};

const struct feature submissions_feature = { .name = "submissions",
                                             .routes = submission_routes,
                                             .n_routes = N_SUBMISSION_ROUTES,
                                             .commands = submission_commands,
                                             .n_commands = N_SUBMISSION_COMMANDS,
                                             .menu = menu,
                                             .n_menu = COUNT(menu),
                                             .events = events,
                                             .n_events = COUNT(events),
                                             .invariants = invariants,
                                             .n_invariants = COUNT(invariants) };

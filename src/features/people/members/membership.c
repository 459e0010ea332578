/* Membership over time: joining, class, agreement, leaving. Rows are dated: a new one ends the old the day before,
   nothing is overwritten. Must not touch what a voucher already used. Start with member_add. */
#include "features/people/members/members_parts.h"
#include "features/people/members/members_rules.h"
#include "members.sql.h"

static date day_before(date d) { return date_add_days(d, -1); }
static bool runs(date to) { return to.ymd == DATE_OPEN.ymd; }

static result noted(struct cx *cx, struct db *db, const struct member_dated *at, struct party_diff d)
{
    TRY(party_change_write(cx, db,
                           &(struct change){ at->org_id, at->party_id, d.field, d.before, d.after, at->reason }));
    return audit_write(cx, db,
                       (struct audit){ .org_id = at->org_id,
                                       .action = str_fmt(cx->mem, "member." STR_FMT, STR_ARG(d.field)),
                                       .subject = S("party"),
                                       .subject_id = at->party_id,
                                       .detail = date_iso(cx->mem, at->from) });
}

static result too_early(struct cx *cx, const char *field, date since)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("member.too_early"), .field = str_of(field),
                .message = TRF(cx, "What runs now began on {1}: a change takes effect after that day.",
                               date_text(cx->mem, since)));
}

static result last_membership(struct cx *cx, struct db *db, const struct member_dated *at, struct member_last *row)
{
    bool found;
    TRY(member_last(db, (struct member_last_args){ .org_id = at->org_id, .party_id = at->party_id }, row, &found));
    if (found && runs(row->left_on))
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("member.not_member"),
                .message = tr(cx, "This person is not a member now."));
}

static result check_day(struct cx *cx, const struct member_dated *at)
{
    if (date_valid(at->from))
        return OK;
    return fail(cx, .kind = ERR_INVALID, .code = S("member.from"), .field = S("from"),
                .message = tr(cx, "Say from which day on."));
}

/* ---- class ---- */

result member_class_set(struct cx *cx, struct db *db, const struct member_dated *at, str class)
{
    struct member_last m;
    struct class_last old;
    bool found;
    TRY(check_day(cx, at));
    if (!member_option_known(&member_classes, class))
        return fail(cx, .kind = ERR_INVALID, .code = S("member.class"), .field = S("class"),
                    .message = tr(cx, "Choose one of the list."));
    TRY(last_membership(cx, db, at, &m));
    TRY(class_last(db, (struct class_last_args){ .org_id = at->org_id, .party_id = at->party_id }, &old, &found));
    bool live = found && runs(old.valid_to_on);
    if (live && str_eq(old.class, class))
        return OK;
    if (live && date_cmp(at->from, old.valid_from_on) <= 0)
        return too_early(cx, "from", old.valid_from_on);
    TRY(class_end(db, (struct class_end_args){
                          .org_id = at->org_id, .party_id = at->party_id, .valid_to_on = day_before(at->from) }));
    TRY(class_insert(db,
                     (struct class_insert_args){
                         .org_id = at->org_id, .party_id = at->party_id, .valid_from_on = at->from, .class = class }));
    return noted(cx, db, at, (struct party_diff){ S("class"), live ? old.class : S(""), class });
}

/* ---- agreement ---- */

static result agreement_begin(struct db *db, int64_t org_id, int64_t party_id, const struct agreement_in *in)
{
    return agreement_insert(db, (struct agreement_insert_args){ .org_id = org_id,
                                                                .party_id = party_id,
                                                                .valid_from_on = in->from,
                                                                .number = in->number,
                                                                .signed_on = in->signed_on,
                                                                .intake_mode = in->intake_mode,
                                                                .fee_bp = in->fee_bp });
}

static str agreement_words(struct cx *cx, str number, str mode, int64_t fee_bp)
{
    return number.n ? str_fmt(cx->mem, STR_FMT " " STR_FMT " %lld", STR_ARG(number), STR_ARG(mode), (long long)fee_bp)
                    : S("");
}

result member_agreement_set(struct cx *cx, struct db *db, const struct member_dated *at, const struct agreement_in *in)
{
    struct member_last m;
    struct agreement_last old = { 0 };
    struct agreement_in x = *in;
    bool found;
    int before = cx->n_errors;
    x.from = at->from;
    (void)check_day(cx, at);
    agreement_check(cx, &x);
    if (cx->n_errors > before)
        return FAILED;
    TRY(last_membership(cx, db, at, &m));
    TRY(agreement_last(db, (struct agreement_last_args){ .org_id = at->org_id, .party_id = at->party_id }, &old,
                       &found));
    bool live = found && runs(old.valid_to_on);
    if (!live && !x.number.n)
        return OK;
    if (found && date_cmp(at->from, live ? old.valid_from_on : old.valid_to_on) <= 0)
        return too_early(cx, "from", live ? old.valid_from_on : old.valid_to_on);
    if (date_cmp(at->from, m.joined_on) < 0)
        return too_early(cx, "from", m.joined_on);
    TRY(agreement_end(db, (struct agreement_end_args){
                              .org_id = at->org_id, .party_id = at->party_id, .valid_to_on = day_before(at->from) }));
    if (x.number.n)
        TRY(agreement_begin(db, at->org_id, at->party_id, &x));
    return noted(cx, db, at,
                 (struct party_diff){ S("agreement"),
                                      live ? agreement_words(cx, old.number, old.intake_mode, old.fee_bp) : S(""),
                                      agreement_words(cx, x.number, x.intake_mode, x.fee_bp) });
}

/* ---- joining and leaving ---- */

static result begin(struct cx *cx, struct db *db, const struct member_dated *at, const struct member_in *in)
{
    TRY(member_insert(db, (struct member_insert_args){ .org_id = at->org_id,
                                                       .party_id = at->party_id,
                                                       .joined_on = in->joined_on,
                                                       .is_worker = in->is_worker }));
    TRY(class_insert(
        db, (struct class_insert_args){
                .org_id = at->org_id, .party_id = at->party_id, .valid_from_on = in->joined_on, .class = in->class }));
    if (in->agreement.number.n)
        TRY(agreement_begin(db, at->org_id, at->party_id, &in->agreement));
    return noted(cx, db, at, (struct party_diff){ S("joined"), S(""), date_iso(cx->mem, in->joined_on) });
}

static date date_today(const struct cx *cx) { return date_of_instant(cx->now_at, ZONE_VN); }

result member_add(struct cx *cx, struct db *db, int64_t org_id, const struct member_in *in, int64_t *party_id)
{
    struct member_in x = *in;
    int before = cx->n_errors;
    x.party.kind = S("member");
    member_check(cx, &x, date_today(cx));
    result added = party_add(cx, db, org_id, &x.party, party_id); /* both halves tell all their mistakes */
    if (!added.ok || cx->n_errors > before)
        return FAILED;
    return begin(cx, db, &(struct member_dated){ org_id, *party_id, x.joined_on, x.party.reason }, &x);
}

result member_join(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct member_in *in)
{
    struct member_in x = *in;
    struct party_get p;
    struct member_last m;
    bool found;
    int before = cx->n_errors;
    TRY(party_get(db, (struct party_get_args){ .org_id = org_id, .party_id = party_id }, &p, &found));
    if (!found || p.is_erased || p.restricted_on.ymd)
        return party_missing(cx);
    member_check(cx, &x, date_today(cx));
    TRY(member_last(db, (struct member_last_args){ .org_id = org_id, .party_id = party_id }, &m, &found));
    if (found && runs(m.left_on))
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("member.is_member"),
                   .message = tr(cx, "This person is a member already."));
    else if (found && date_cmp(x.joined_on, m.left_on) <= 0)
        (void)too_early(cx, "joined_on", m.left_on);
    if (cx->n_errors > before)
        return FAILED;
    TRY(party_kind_set(db, (struct party_kind_set_args){ .org_id = org_id, .id = party_id, .kind = S("member") }));
    return begin(cx, db, &(struct member_dated){ org_id, party_id, x.joined_on, x.party.reason }, &x);
}

result member_leave(struct cx *cx, struct db *db, const struct member_dated *at)
{
    struct member_last m;
    struct class_last c;
    struct agreement_last a;
    bool found;
    TRY(check_day(cx, at));
    TRY(last_membership(cx, db, at, &m));
    date last = day_before(at->from), since = m.joined_on;
    TRY(class_last(db, (struct class_last_args){ .org_id = at->org_id, .party_id = at->party_id }, &c, &found));
    since = found && date_cmp(c.valid_from_on, since) > 0 ? c.valid_from_on : since;
    TRY(agreement_last(db, (struct agreement_last_args){ .org_id = at->org_id, .party_id = at->party_id }, &a, &found));
    since = found && date_cmp(a.valid_from_on, since) > 0 ? a.valid_from_on : since;
    if (date_cmp(last, since) < 0)
        return too_early(cx, "from", since);
    TRY(class_end(db, (struct class_end_args){ .org_id = at->org_id, .party_id = at->party_id, .valid_to_on = last }));
    TRY(agreement_end(
        db, (struct agreement_end_args){ .org_id = at->org_id, .party_id = at->party_id, .valid_to_on = last }));
    TRY(member_end(db,
                   (struct member_end_args){
                       .org_id = at->org_id, .party_id = at->party_id, .left_on = last, .left_reason = at->reason }));
    return noted(cx, db, at, (struct party_diff){ S("left"), S(""), date_iso(cx->mem, last) });
}

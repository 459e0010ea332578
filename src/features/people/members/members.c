/* What other rooms ask of a party, and what the room brings. Writing stands in party.c and membership.c. */
#include "features/people/members/members_parts.h"
#include "members.sql.h"

result party_missing(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("party.not_found"), .field = S("party_id"),
                .message = tr(cx, "There is no such person or partner here."));
}

result member_state_on(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, date on,
                       struct member_state *out)
{
    struct member_state_get row;
    bool found;
    TRY(member_state_get(db, (struct member_state_get_args){ .org_id = org_id, .party_id = party_id, .on_on = on },
                         &row, &found));
    if (!found)
        return party_missing(cx);
    *out = (struct member_state){ .party_id = row.party_id,
                                  .code = row.code,
                                  .full_name = row.full_name,
                                  .token = row.token,
                                  .is_member = row.is_member,
                                  .class = row.is_member ? row.class : S(""),
                                  .has_agreement = row.intake_mode.n > 0,
                                  .intake_mode = row.intake_mode.n ? row.intake_mode : S("bought"),
                                  .fee_bp = row.fee_bp };
    return OK;
}

result party_by_code(struct cx *cx, struct db *db, int64_t org_id, str code, int64_t *party_id)
{
    struct party_id_by_code row;
    bool found;
    TRY(party_id_by_code(db, (struct party_id_by_code_args){ .org_id = org_id, .code = code }, &row, &found));
    if (!found)
        return party_missing(cx);
    *party_id = row.id;
    return OK;
}

bool member_is_internal(const struct member_state *m)
{
    return m->is_member && str_eq(m->class, S("official")) && m->has_agreement;
}

static const struct invariant invariants[] = {
    { "member.no_overlap", &inv_member_overlap_stmt },      { "member.one_class", &inv_member_class_stmt },
    { "member.one_agreement", &inv_member_agreement_stmt }, { "member.has_class", &inv_member_has_class_stmt },
    { "party.of_effects", &inv_party_of_effects_stmt },     { "party.of_member", &inv_party_of_member_stmt },
};

const struct feature members_feature = {
    .name = "members", .invariants = invariants, .n_invariants = COUNT(invariants), .load_demo = members_load_demo
};

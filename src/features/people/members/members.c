/* members: see README.md. */
#include "features/people/members/members.h"
#include "members.sql.h"

static result missing(struct cx *cx)
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
        return missing(cx);
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
        return missing(cx);
    *party_id = row.id;
    return OK;
}

bool member_is_internal(const struct member_state *m)
{
    return m->is_member && str_eq(m->class, S("official")) && m->has_agreement;
}

const struct feature members_feature = { .name = "members" };

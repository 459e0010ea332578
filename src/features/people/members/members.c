/* What other rooms ask of a party, and what the room brings. Writing stands in party.c and membership.c. */
#include "features/people/members/members_parts.h"
#include "members.sql.h"
#include "web/steps.h"

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
    { "member.no_overlap", &inv_member_overlap_stmt },
    { "member.one_class", &inv_member_class_stmt },
    { "member.one_agreement", &inv_member_agreement_stmt },
    { "member.has_class", &inv_member_has_class_stmt },
    { "party.of_effects", &inv_party_of_effects_stmt },
    { "party.of_member", &inv_party_of_member_stmt },
    { "party.erased", &inv_party_erased_stmt },
    { "party.restricted", &inv_party_restricted_stmt },
};

static const struct menu menu[] = {
    { "/orgs/:org/members", T("Members"), CAP_MEMBER_READ, 20, true },
    { "/orgs/:org/parties", T("Partners"), CAP_MEMBER_READ, 25, true },
};

#define READERS T("Whoever keeps or reads the members' register of the cooperative; the person")
#define LAW T("Law on Cooperatives 17/2023/QH15: register of members")
#define BOOKS T("Law on Accounting 88/2015/QH13: vouchers name who took part")
#define WHILE_MEMBER T("While a member, then as long as the vouchers are kept; erased earlier on request")
#define AGREED T("Agreement with the person")
#define SEE_CHANGES T("To see what was corrected")
#define SECURITY T("Security of processing")
static const struct personal_field personal[] = {
    { "party", "code", T("Code"), T("To name the person on vouchers without saying who it is"), BOOKS,
      T("Whoever reads a voucher"), T("As long as the vouchers are kept; it stays when the person is erased"), false,
      PERSONAL_STAYS },
    { "party", "full_name", T("Full name"), T("To know who delivered, bought, was paid"), BOOKS,
      T("The cooperative; initials for whoever was granted access"), WHILE_MEMBER, false, PERSONAL_LAW },
    { "party", "phone", T("Phone"), T("To call about deliveries and payments"), AGREED, READERS, WHILE_MEMBER, false },
    { "party", "address", T("Address"), T("To print it on vouchers"), BOOKS, READERS, WHILE_MEMBER, false,
      PERSONAL_LAW },
    { "party", "hamlet", T("Hamlet"), T("To collect and to bill by hamlet"), AGREED, READERS, WHILE_MEMBER, false },
    { "party", "birth_on", T("Date of birth"), T("To tell people of the same name apart; age of a member"), LAW,
      READERS, WHILE_MEMBER, false },
    { "party", "gender", T("Gender"), T("For figures about members"), LAW, READERS, WHILE_MEMBER, false },
    { "party", "tax_code", T("Tax code"), T("For invoices and tax"), T("Law on tax administration"), READERS,
      WHILE_MEMBER, false, PERSONAL_LAW },
    { "party_number", "sealed_bytes", T("Personal number"), T("To name a member in the register without doubt"), LAW,
      T("Masked; whole only for the data protection officer, each time with a note"), WHILE_MEMBER, true },
    { "party_number", "last_digits", T("Last digits of the personal number"), T("To show the number masked"), LAW,
      READERS, WHILE_MEMBER, false },
    { "member", "left_reason", T("Reason for leaving"), T("To settle what is due on leaving"), LAW, READERS,
      WHILE_MEMBER, false, .words = true },
    { "member", "note", T("Note about the membership"), T("To keep the register of members"), LAW, READERS,
      WHILE_MEMBER, false, .words = true },
    { "member_agreement", "number", T("Number of the agreement"), T("To know what was agreed in writing"), LAW, READERS,
      T("As long as the vouchers are kept; it stays when the person is erased"), false, PERSONAL_STAYS },
    { "party_change", "before_text", T("Value before a change"), SEE_CHANGES, SECURITY, READERS, WHILE_MEMBER, false },
    { "party_change", "after_text", T("Value after a change"), SEE_CHANGES, SECURITY, READERS, WHILE_MEMBER, false },
    { "party_change", "reason", T("Reason for the change"), SEE_CHANGES, SECURITY, READERS, WHILE_MEMBER, false,
      .words = true },
};

static const struct first_step steps[] = {
    { T("Add the members"), "/orgs/:org/members/new", CAP_MEMBER_WRITE, 10, false, &step_member_stmt },
};

static const struct feature_event events[] = {
    { "party.added", "party.add", T("A member or partner was added"), "/orgs/:org/members/:id" },
    { "party.changed", "party.update", T("A member or partner was changed"), "/orgs/:org/members/:id" },
};

const struct feature members_feature = { .name = "members",
                                         .routes = member_routes,
                                         .n_routes = N_MEMBER_ROUTES,
                                         .commands = member_commands,
                                         .n_commands = N_MEMBER_COMMANDS,
                                         .menu = menu,
                                         .n_menu = COUNT(menu),
                                         .steps = steps,
                                         .n_steps = COUNT(steps),
                                         .events = events,
                                         .n_events = COUNT(events),
                                         .invariants = invariants,
                                         .n_invariants = COUNT(invariants),
                                         .personal = personal,
                                         .n_personal = COUNT(personal),
                                         .tell_person = member_tell_person,
                                         .erase_person = member_erase_person,
                                         .load_demo = members_load_demo };

/* passbook: see README.md. The link between user and person, and who opened that person's data. */
#include "features/people/passbook/passbook.h"
#include "features/people/identity/identity.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"
#include "features/people/passbook/passbook_parts.h"
#include "passbook.sql.h"

#include "base/json.h"

enum { OPENINGS_MAX = 50 };

result own_party(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id, int64_t *party_id)
{
    struct link_get row;
    bool found;
    (void)cx;
    TRY(link_get(db, (struct link_get_args){ .org_id = org_id, .user_id = user_id }, &row, &found));
    *party_id = found ? row.party_id : 0;
    return OK;
}

static result check_party(struct cx *cx, struct db *db, const struct own_link *in, int64_t *party_id)
{
    struct link_of_party other;
    bool taken;
    if (!party_by_code(cx, db, in->org_id, in->party_code, party_id).ok) {
        cx_clear_errors(cx);
        return fail(cx, .kind = ERR_INVALID, .code = S("link.party"), .field = S("member"),
                    .message = tr(cx, "Nobody in this organisation's register has this code."));
    }
    TRY(link_of_party(db, (struct link_of_party_args){ .org_id = in->org_id, .party_id = *party_id }, &other, &taken));
    if (!taken || other.user_id == in->user_id)
        return OK;
    return fail(cx, .kind = ERR_CONFLICT, .code = S("link.taken"), .field = S("member"),
                .message = TRF(cx, "This person's account is the user {1}.", other.login));
}

result own_link_set(struct cx *cx, struct db *db, const struct own_link *in)
{
    int64_t party_id;
    TRY(check_party(cx, db, in, &party_id));
    TRY(link_put(db, (struct link_put_args){ .org_id = in->org_id,
                                             .user_id = in->user_id,
                                             .party_id = party_id,
                                             .linked_at = cx->now_at,
                                             .linked_by_id = cx->actor.user_id }));
    TRY(user_role_set(cx, db, in->user_id, in->org_id, S("member"), true));
    return audit_write(
        cx, db,
        (struct audit){ in->org_id, S("user.member"), S("party"), party_id, 0, str_from_i64(cx->mem, in->user_id) });
}

result own_link_end(struct cx *cx, struct db *db, int64_t org_id, int64_t user_id)
{
    int64_t party_id, changed;
    TRY(own_party(cx, db, org_id, user_id, &party_id));
    TRY(link_delete(db, (struct link_delete_args){ .org_id = org_id, .user_id = user_id }, &changed));
    if (!changed)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("link.none"), .field = S("org"),
                    .message = tr(cx, "This user is not linked to a member there."));
    TRY(user_role_set(cx, db, user_id, org_id, S("member"), false));
    return audit_write(
        cx, db,
        (struct audit){ org_id, S("user.member_end"), S("party"), party_id, 0, str_from_i64(cx->mem, user_id) });
}

result own_link_list(struct cx *cx, struct db *db, int64_t user_id, struct own_link_row **out, int *n)
{
    struct link_rows *r;
    TRY(link_rows(db, (struct link_rows_args){ .user_id = user_id }, &r, n));
    *out = new (cx->mem, struct own_link_row, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct own_link_row){ r[i].org_id,   r[i].linked_at,  r[i].org_code,
                                           r[i].org_name, r[i].party_code, r[i].full_name };
    return OK;
}

/* ---- who opened it ---- */

static str words_of(const struct cx *cx, const struct opened_rows *r)
{
    static const struct {
        const char *action, *words;
    } table[] = { { "party.add", T("entered you in the register") },
                  { "party.update", T("changed your data") },
                  { "member.joined", T("recorded that you joined") },
                  { "member.class", T("changed your class of membership") },
                  { "member.agreement", T("changed your agreement") },
                  { "member.left", T("recorded that you left") },
                  { "member.number_open", T("looked at your whole personal number") },
                  { "privacy.ask", T("recorded a request of yours about your data") },
                  { "user.member", T("linked this account to you") },
                  { "user.member_end", T("took the link to an account away") } };
    for (int i = 0; i < COUNT(table); i++)
        if (str_eq(r->action, str_of(table[i].action)))
            return tr(cx, table[i].words);
    if (!str_eq(r->action, S("grant.open")))
        return r->action;
    return str_find(r->detail, S("/intake/")) >= 0 ? tr(cx, "opened one of your slips by permission of the cooperative")
                                                   : tr(cx, "opened your page by permission of the cooperative");
}

result own_openings(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, struct own_opening **out, int *n)
{
    struct opened_rows *r;
    TRY(opened_rows(db, (struct opened_rows_args){ .org_id = org_id, .party_id = party_id, .limit = OPENINGS_MAX }, &r,
                    n));
    *out = new (cx->mem, struct own_opening, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct own_opening){ .at = r[i].at,
                                          .who = r[i].behalf.n ? TRF(cx, "{1} for {2}", r[i].who, r[i].behalf)
                                                               : r[i].who,
                                          .who_org = r[i].who_org,
                                          .what = words_of(cx, &r[i]) };
    return OK;
}

/* ---- somebody's data ---- */

static result tell(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct link_of_party row;
    bool found;
    (void)cx;
    TRY(link_of_party(db, (struct link_of_party_args){ .org_id = who->org_id, .party_id = who->party_id }, &row,
                      &found));
    if (found)
        json_member_str(j, S("user_name"), row.login);
    return OK;
}

/* The account goes with the person, unless it is also somebody's elsewhere or was more than a member's. */
static result forget(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct link_of_party row;
    struct own_link_row *link;
    bool found, gone;
    int n_link;
    TRY(link_of_party(db, (struct link_of_party_args){ .org_id = who->org_id, .party_id = who->party_id }, &row,
                      &found));
    if (!found)
        return OK;
    TRY(own_link_list(cx, db, row.user_id, &link, &n_link));
    if (n_link > 1)
        return OK;
    TRY(user_forget(cx, db, row.user_id, &gone));
    *n += gone;
    return OK;
}

static result erase(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    int64_t changed;
    (void)cx;
    TRY(link_delete_party(db, (struct link_delete_party_args){ .org_id = who->org_id, .party_id = who->party_id },
                          &changed));
    *n += (int)changed;
    return OK;
}

/* ---- the demo's member ---- */

struct demo {
    struct organisation org;
    struct user user;
};

static result demo_work(struct cx *cx, struct db *db, void *arg)
{
    struct demo *d = arg;
    bool found;
    TRY(org_by_code(cx, db, S("DEMO-RAU"), &d->org));
    TRY(user_by_login(cx, db, S("thanhvien.rau"), &d->user, &found));
    return found ? own_link_set(cx, db, &(struct own_link){ d->org.org_id, d->user.id, S("TV001") }) : OK;
}

static result load_demo(struct cx *cx, struct store *s)
{
    struct demo d = { 0 };
    return store_write(s, cx, NULL, 0, demo_work, &d);
}

/* ---- the room ---- */

static const struct invariant invariants[] = {
    { "passbook.link_user", &inv_link_user_stmt },
};

static const struct personal_field personal[] = {
    { "user_party", "party_id", T("Which member a user is"), T("To show members their own passbook"),
      T("Law on the protection of personal data 91/2025/QH15: a person sees what is kept about them"),
      T("The person; administrators"), T("Until the link is taken away or the person is erased"), false },
};

static const struct menu menu[] = {
    { "/orgs/:org/passbook", T("My passbook"), CAP_OWN, 4, true },
};

const struct feature passbook_feature = { .name = "passbook",
                                          .routes = passbook_routes,
                                          .n_routes = N_PASSBOOK_ROUTES,
                                          .commands = passbook_commands,
                                          .n_commands = N_PASSBOOK_COMMANDS,
                                          .menu = menu,
                                          .n_menu = COUNT(menu),
                                          .invariants = invariants,
                                          .n_invariants = COUNT(invariants),
                                          .personal = personal,
                                          .n_personal = COUNT(personal),
                                          .tell_person = tell,
                                          .erase_person = erase,
                                          .forget_person = forget,
                                          .load_demo = load_demo };

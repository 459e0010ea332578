/* identity: see README.md. What the room brings. */
#include "features/people/identity/identity_parts.h"
#include "delegation.sql.h"
#include "identity.sql.h"

static const struct menu menu[] = {
    { "/orgs/:org/grants", T("Access to our books"), CAP_BOOKS_READ, 85, true },
    { "/orgs/:org/delegations", T("Delegations"), CAP_LOGIN, 86, true },
    { "/users", T("Users"), CAP_ADMIN, 90, false },
    { "/me", T("My account"), CAP_LOGIN, 95, false },
};

static const struct invariant invariants[] = {
    { "identity.role_holder", &inv_user_role_stmt },
    { "identity.grant_use", &inv_grant_use_stmt },
    { "identity.delegation", &inv_delegation_stmt },
};

static const struct personal_field personal[] = {
    { "app_user", "full_name", T("Name of a user"), T("To show who entered and approved a record"),
      T("Law on Accounting 88/2015/QH13: vouchers are signed"),
      T("Users of the same organisation; whoever reads a voucher"), T("As long as the vouchers are kept"), false,
      PERSONAL_TIMED },
    { "app_user", "login", T("User name"), T("To log in"), T("Contract of use"), T("The person; administrators"),
      T("Until the account is removed"), false, PERSONAL_TIMED },
    { "app_user", "password_hash_text", T("Password, as a hash only"), T("To log in"), T("Contract of use"),
      T("Nobody"), T("Until the account is removed"), false, PERSONAL_TIMED },
    { "second_factor", "sealed_bytes", T("Key of the two-step log-in, sealed"), T("To log in"), T("Contract of use"),
      T("Nobody"), T("Until the two-step log-in is switched off"), true, PERSONAL_TIMED },
    { "delegation", "reason", T("Reason of a delegation"), T("To see why somebody acts for another"),
      T("Law on Accounting 88/2015/QH13: vouchers are signed"), T("Both persons; whoever gives access to the books"),
      T("As long as the vouchers are kept"), false, PERSONAL_TIMED, .words = true },
    { "session", "peer", T("Address of the device that is logged in"), T("To notice misuse of an account"),
      T("Security of processing"), T("The person; administrators"), T("Until the session has ended"), false,
      PERSONAL_TIMED },
    { "login_attempt", "peer", T("Address of the device at each log-in"), T("To notice misuse of an account"),
      T("Security of processing"), T("The person; administrators"), T("Ninety days"), false, PERSONAL_TIMED },
};

static const struct feature_job jobs[] = {
    { "identity.forget", 24 * 60, identity_forget },
};

static const struct feature_event events[] = {
    { "grant.given", "grant.give", T("Access to our books was given"), "/orgs/:org/grants" },
    { "grant.withdrawn", "grant.withdraw", T("Access to our books was withdrawn"), "/orgs/:org/grants" },
    { "grant.used", "grant.open", T("Somebody from outside opened a page of ours"), "/orgs/:org/grants/openings" },
};

const struct feature identity_feature = { .name = "identity",
                                          .routes = identity_routes,
                                          .n_routes = N_IDENTITY_ROUTES,
                                          .commands = identity_commands,
                                          .n_commands = N_IDENTITY_COMMANDS,
                                          .events = events,
                                          .n_events = COUNT(events),
                                          .invariants = invariants,
                                          .n_invariants = COUNT(invariants),
                                          .personal = personal,
                                          .n_personal = COUNT(personal),
                                          .jobs = jobs,
                                          .n_jobs = COUNT(jobs),
                                          .menu = menu,
                                          .n_menu = COUNT(menu),
                                          .load_reference = identity_load_reference,
                                          .load_demo = identity_load_demo };

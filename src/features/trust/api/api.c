/* api: see README.md. What the room brings. */
#include "features/trust/api/api_parts.h"
#include "tokens.sql.h"

static const struct menu menu[] = {
    { "/orgs/:org/tokens", T("Access for programs"), CAP_LOGIN, 95, true },
};
static const struct invariant invariants[] = {
    { "api.token_of_user", &inv_api_token_user_stmt },
};
static const struct personal_field personal[] = {
    { "api_token", "name", T("What a token is for"), T("To know which program to withdraw it from"),
      T("Contract of use"), T("The person; whoever gives access to the books"),
      T("As long as the organisation's records are kept: name no person here"), false, PERSONAL_TIMED, .words = true },
};

const struct feature api_feature = { .name = "api",
                                     .routes = api_routes,
                                     .n_routes = N_API_ROUTES,
                                     .commands = api_commands,
                                     .n_commands = N_API_COMMANDS,
                                     .menu = menu,
                                     .n_menu = COUNT(menu),
                                     .invariants = invariants,
                                     .n_invariants = COUNT(invariants),
                                     .personal = personal,
                                     .n_personal = COUNT(personal) };

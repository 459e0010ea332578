/* What the room exports: routes, menu, verbs, invariants, loaders. Nothing is decided here. */
#include "features/people/organisations/organisations_parts.h"
#include "features/people/organisations/organisations_views.h"

static const struct route routes[] = {
    { METHOD_GET, "/", CAP_PUBLIC, WALL_NONE, NULL, page_home, T("Home"), NULL, &home_data },
    { METHOD_GET, "/places", CAP_PUBLIC, WALL_NONE, NULL, page_places, T("Communes and wards"), NULL, &places_data },
    { METHOD_GET, "/places/:code", CAP_PUBLIC, WALL_NONE, NULL, page_place, T("Commune or ward"), NULL, &place_data },
    { METHOD_GET, "/published", CAP_PUBLIC, WALL_NONE, NULL, page_published, T("Published facts"), NULL,
      &entities_data },
    { METHOD_GET, "/published/figures", CAP_PUBLIC, WALL_NONE, NULL, page_figures, T("Published figures"), NULL,
      &figures_data },
    { METHOD_GET, "/organisations", CAP_PUBLIC, WALL_NONE, NULL, page_orgs, T("Register of organisations"), NULL,
      &orgs_data },
    { METHOD_GET, "/organisations/new", CAP_ORG_WRITE, WALL_NONE, NULL, page_org_new, T("Add an organisation") },
    { METHOD_POST, "/organisations", CAP_ORG_WRITE, WALL_NONE, &org_new_form, page_org_create, T("Add an organisation"),
      page_org_again },
    { METHOD_GET, "/organisations/:code", CAP_PUBLIC, WALL_NONE, NULL, page_org, T("Organisation"), NULL, &org_data },
    { METHOD_GET, "/organisations/:org/edit", CAP_ORG_WRITE, WALL_SCOPE, NULL, page_org_edit, T("Change the entry") },
    { METHOD_POST, "/organisations/:org", CAP_ORG_WRITE, WALL_SCOPE, &org_edit_form, page_org_change,
      T("Change the entry"), page_org_again },
    { METHOD_GET, "/organisations/:org/history", CAP_ORG_READ, WALL_SCOPE, NULL, page_org_history, T("History"), NULL,
      &org_history_data },
};

static const struct menu menu[] = {
    { .path = "/organisations", .label = T("Register"), .cap = CAP_PUBLIC, .order = 20 },
    { .path = "/places", .label = T("Communes and wards"), .cap = CAP_PUBLIC, .order = 30 },
    { .path = "/published", .label = T("Published facts"), .cap = CAP_PUBLIC, .order = 40 },
    { .path = "/organisations/:org", .label = T("Profile"), .cap = CAP_ORG_READ, .order = 90, .for_org = true },
};

static const struct personal_field personal[] = {
    { "org_change", "reason", T("Reason for a change of the register"), T("To see why the register was changed"),
      T("Law on Cooperatives 17/2023/QH15: the register keeps its changes"), T("Officers of the register"),
      T("As long as the register is kept: name no person here"), false, PERSONAL_TIMED, .words = true },
};

const struct feature organisations_feature = {
    .name = "organisations",
    .routes = routes,
    .n_routes = COUNT(routes),
    .commands = org_commands,
    .n_commands = N_ORG_COMMANDS,
    .menu = menu,
    .n_menu = COUNT(menu),
    .invariants = org_invariants,
    .n_invariants = N_ORG_INVARIANTS,
    .personal = personal,
    .n_personal = COUNT(personal),
    .load_reference = organisations_load_reference,
    .load_demo = organisations_load_demo,
};

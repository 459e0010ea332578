/* privacy: see README.md. What the room brings. */
#include "features/trust/privacy/privacy_parts.h"

static const struct personal_field personal[] = {
    { "privacy_request", "answer", T("What the person was told"), T("To prove that the request was answered"),
      T("Law on the protection of personal data 91/2025/QH15"), T("Whoever answers requests; the person"),
      T("As long as the answer may be disputed"), false },
};
static const struct menu menu[] = {
    { "/privacy/fields", T("Personal fields"), CAP_PRIVACY_READ, 93, false },
};

const struct feature privacy_feature = { .name = "privacy",
                                         .routes = privacy_routes,
                                         .n_routes = N_PRIVACY_ROUTES,
                                         .commands = privacy_commands,
                                         .n_commands = N_PRIVACY_COMMANDS,
                                         .menu = menu,
                                         .n_menu = COUNT(menu),
                                         .personal = personal,
                                         .n_personal = COUNT(personal) };

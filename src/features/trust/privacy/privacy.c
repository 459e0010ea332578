/* privacy: see README.md. */
#include "features/trust/privacy/privacy.h"

static const struct personal_field personal[] = {
    { "privacy_request", "answer", T("What the person was told"), T("To prove that the request was answered"),
      T("Law on the protection of personal data 91/2025/QH15"), T("Whoever answers requests; the person"),
      T("As long as the answer may be disputed"), false },
};

const struct feature privacy_feature = { .name = "privacy", .personal = personal, .n_personal = COUNT(personal) };

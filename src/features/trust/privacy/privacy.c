/* privacy: see README.md. */
#include "features/trust/privacy/privacy.h"

const struct feature privacy_feature = { .name = "privacy" };

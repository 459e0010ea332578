/* submissions: see README.md. */
#include "features/city/submissions/submissions.h"

const struct feature submissions_feature = { .name = "submissions" };

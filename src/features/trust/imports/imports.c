/* imports: see README.md. */
#include "features/trust/imports/imports.h"

const struct feature imports_feature = { .name = "imports" };

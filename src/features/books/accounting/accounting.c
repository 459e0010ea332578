/* accounting: see README.md. */
#include "features/books/accounting/accounting.h"

const struct feature accounting_feature = { .name = "accounting" };

/* Uses the other door. */
#include "cli/cli.h"
#include "members.sql.h"
#include "tests/kit/kit.h"

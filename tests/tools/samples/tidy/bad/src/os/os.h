/* Looks up. */
#include "db/db.h"

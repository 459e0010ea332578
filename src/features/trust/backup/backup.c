/* backup: see README.md. */
#include "features/trust/backup/backup.h"

const struct feature backup_feature = { .name = "backup" };

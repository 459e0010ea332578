/* The command table of the room. */
#ifndef FEATURES_BACKUP_CLI_H
#define FEATURES_BACKUP_CLI_H

#include "web/feature.h"

enum { N_BACKUP_COMMANDS = 3 };
extern const struct command backup_commands[N_BACKUP_COMMANDS];

#endif

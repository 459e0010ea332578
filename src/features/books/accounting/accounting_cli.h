/* The command table of the room. */
#ifndef FEATURES_ACCOUNTING_CLI_H
#define FEATURES_ACCOUNTING_CLI_H

#include "features/books/accounting/command.h"

enum { N_ACCOUNTING_COMMANDS = 6 };
extern const struct command accounting_commands[N_ACCOUNTING_COMMANDS];

#endif

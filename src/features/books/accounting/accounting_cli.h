/* The command table of the room. */
#ifndef FEATURES_ACCOUNTING_CLI_H
#define FEATURES_ACCOUNTING_CLI_H

#include "features/books/accounting/command.h"

extern const struct command accounting_commands[];
extern const int n_accounting_commands;

#endif

/* The commands of the program itself: serve, init, doctor. Rooms bring their own. */
#ifndef APP_APP_COMMANDS_H
#define APP_APP_COMMANDS_H

#include "web/feature.h"

extern const struct command app_commands[];
extern const int n_app_commands;

#endif

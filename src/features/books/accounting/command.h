/* JSON commands, shared by the kinds' decoders. */
#ifndef FEATURES_ACCOUNTING_COMMAND_H
#define FEATURES_ACCOUNTING_COMMAND_H

#include "base/json_fields.h"
#include "web/feature.h"

/* Decodes and checks without writing (but interns dimensions: call it inside a write transaction). */
result journal_check_command(struct cx *cx, struct db *db, const struct json *command);
/* The decoder of the kinds "journal" and "opening". */
result journal_post_command(struct cx *cx, struct db *db, const struct json *command, struct posted *out);

#endif

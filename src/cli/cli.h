/* The command line door: verbs in tables, the same use cases as the pages. Every verb takes --db, --json and --lang.
   Exit codes: 0 done, 1 refused by a rule, 2 usage, 3 not found or not allowed, 4 environment (cx.c keeps the table).
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "web/feature.h"

struct json_out;

struct cli {
    struct cx *cx;
    const struct command *command;
    const struct feature *const *features;
    int n_features;
    char **arg; /* what follows the verb; taken ones become NULL */
    int n_arg;
    bool json, db_given, files_given; /* --db, --files stood on the line */
    str db_url;          /* --db, HOPTAC_DB, hoptac.conf, var/hoptac.db */
    struct store *store; /* after cli_open */
    str files;           /* folder of attachments beside the database */
};

/* Options: --name VALUE or --name=VALUE. The first match is taken. */
bool cli_option(struct cli *c, const char *name, str *value);
bool cli_flag(struct cli *c, const char *name);
/* --name as an ISO or dd/mm/yyyy date; pushes ERR_USAGE when malformed; def when absent. */
date cli_date(struct cli *c, const char *name, date def);
/* The next positional argument; pushes ERR_USAGE naming `what` when there is none. */
str cli_positional(struct cli *c, const char *what);
bool cli_has_positional(const struct cli *c);
/* A required --name; pushes ERR_USAGE when absent. */
str cli_required(struct cli *c, const char *name);
/* Pushes ERR_USAGE for each argument nobody took. Call after reading all. */
result cli_done(struct cli *c);

bool cli_db_is_file(const struct cli *c);
/* Opens the database, refusing one that does not exist yet or whose schema is older or newer than this program. */
result cli_open(struct cli *c);
/* Prints a text and a line end. */
void cli_print(struct cli *c, str text);
[[gnu::format(printf, 2, 3)]] void cli_printf(struct cli *c, const char *fmt, ...);
/* Prints one JSON object: what a verb answers with --json. */
struct cli_member {
    const char *key;
    enum { CLI_TEXT, CLI_ID, CLI_NUMBER, CLI_TRUTH } kind; /* CLI_ID: a number as text */
    str text;
    int64_t n;
};
#define CLI_STR(k, v)                                                                                                  \
    {                                                                                                                  \
        k, CLI_TEXT, (v), 0                                                                                            \
    }
#define CLI_I64(k, v)                                                                                                  \
    {                                                                                                                  \
        k, CLI_NUMBER, { 0 }, (v)                                                                                      \
    }
#define CLI_ROW(k, v)                                                                                                  \
    {                                                                                                                  \
        k, CLI_ID, { 0 }, (v)                                                                                          \
    }
#define CLI_BOOL(k, v)                                                                                                 \
    {                                                                                                                  \
        k, CLI_TRUTH, { 0 }, (v)                                                                                       \
    }
#define cli_object(c, ...)                                                                                             \
    cli_print_object((c), (const struct cli_member[]){ __VA_ARGS__ },                                                  \
                     (int)(sizeof((const struct cli_member[]){ __VA_ARGS__ }) / sizeof(struct cli_member)))
void cli_print_object(struct cli *c, const struct cli_member *m, int n);
/* Writes bytes to standard output as they are. */
void cli_write(struct cli *c, str bytes);

/* Ends a verb: prints the errors (JSON on standard output with --json, words on standard error otherwise), closes the
   store and gives the exit code. */
int cli_finish(struct cli *c, result r);

/* Finds the verb and runs it. own: commands of app/ itself. */
int cli_main(struct cx *cx, int argc, char **argv, const struct command *own, int n_own);

#endif

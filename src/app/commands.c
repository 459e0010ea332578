/* The program's own commands. Nothing here knows a room: it walks the list. */
#include "app/app_commands.h"
#include "app/app_features.h"
#include "app/doctor.h"
#include "app/jobs.h"
#include "app/prepare.h"
#include "app/serve.h"
#include "cli/cli.h"

static int cmd_init(struct cli *c)
{
    bool demo = !cli_flag(c, "empty"), fresh = false;
    result r = cli_done(c);
    if (r.ok)
        r = app_open(c, demo, &fresh);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("db", c->db_url), CLI_BOOL("fresh", fresh), CLI_BOOL("demo", fresh && demo));
    else if (r.ok)
        cli_print(
            c, TRF(c->cx,
                   fresh ? T("The database {1} is ready.") : T("The database {1} was there already and is up to date."),
                   c->db_url));
    return cli_finish(c, r);
}

const struct command app_commands[] = {
    { "serve", "[--port N] [--address A] [--data DIR] [--demo|--empty] [--tls-cert F --tls-key F] [--single]",
      T("Serve the pages and the API"), cmd_serve },
    { "init", "[--empty]", T("Make the database, with demo cooperatives unless --empty"), cmd_init },
    { "doctor", "[--quick] [--repair]", T("Check settings, every invariant and the log"), cmd_doctor },
    { "jobs", "", T("Jobs: when each is due and how it went"), cmd_jobs },
    { "jobs run", "NAME", T("Run one job now"), cmd_jobs_run },
};
const int n_app_commands = COUNT(app_commands);

/* privacy fields at the command line. */
#include "features/trust/privacy/privacy_fields.h"
#include "features/trust/privacy/privacy_parts.h"

#include "base/json.h"
#include "cli/cli.h"
#include "web/data.h"

static int cmd_fields(struct cli *c)
{
    struct privacy_field_filter f = { 0 };
    struct privacy_field *row;
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    (void)cli_option(c, "room", &f.room);
    result r = cli_done(c);
    int n = r.ok ? privacy_fields(c->cx, &f, &row) : 0;
    json_begin_array(&o);
    for (int i = 0; i < n; i++) {
        data_put(c->cx, &o, &privacy_field_data, &row[i]);
        if (!c->json)
            cli_printf(c, STR_FMT "." STR_FMT "  " STR_FMT " · " STR_FMT " · " STR_FMT "\n", STR_ARG(row[i].table),
                       STR_ARG(row[i].column), STR_ARG(row[i].name), STR_ARG(row[i].basis), STR_ARG(row[i].retention));
    }
    json_end_array(&o);
    if (r.ok && c->json)
        cli_print(c, buf_str(&b));
    return cli_finish(c, r);
}

const struct command privacy_commands[N_PRIVACY_COMMANDS] = {
    { "privacy fields", "[--room ROOM]", T("Every personal datum that is kept: why, how long, who reads it"),
      cmd_fields },
};

/* backup: see README.md. What the room brings; "give me all my data" for the cooperative itself. */
#include "features/trust/backup/backup.h"
#include "features/trust/backup/backup_cli.h"
#include "web/data.h"

static result export_show(struct web *w)
{
    int fd;
    TRY(backup_zip(w->cx, w->store, w->org_id, w->org_code, &fd));
    return web_file_open(w, str_fmt(w->cx->mem, STR_FMT ".zip", STR_ARG(w->org_code)), S("application/zip"), fd, false);
}

static const struct route routes[] = {
    { METHOD_GET, "/orgs/:org/export", CAP_BACKUP, WALL_OWN, NULL, export_show, T("All our data"), NULL, &data_file },
};
static const struct menu menu[] = {
    { "/orgs/:org/export", T("All our data"), CAP_BACKUP, 96, true },
};

const struct feature backup_feature = { .name = "backup",
                                        .routes = routes,
                                        .n_routes = COUNT(routes),
                                        .commands = backup_commands,
                                        .n_commands = N_BACKUP_COMMANDS,
                                        .menu = menu,
                                        .n_menu = COUNT(menu) };

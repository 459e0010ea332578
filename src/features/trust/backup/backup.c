/* backup: see README.md. What the room brings; "give me all my data" for the cooperative itself. */
#include "features/trust/backup/backup.h"
#include "features/trust/backup/backup_cli.h"
#include "os/os.h"
#include "web/data.h"

enum { IN_MEMORY = 192 << 10 };

static result export_show(struct web *w)
{
    int fd;
    bool all;
    str small = { 0 };
    TRY(backup_rows_file(w->cx, w->store, w->org_id, w->org_code, &fd));
    result r = os_scratch_read(w->cx, fd, IN_MEMORY, &small, &all);
    if (r.ok)
        r = web_file(w, str_fmt(w->cx->mem, STR_FMT ".ndjson", STR_ARG(w->org_code)), S("application/x-ndjson"), small,
                     false);
    if (r.ok && !all)
        w->rs->file_fd = fd;
    else
        os_close(fd);
    return r;
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

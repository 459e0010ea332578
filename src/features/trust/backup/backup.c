/* backup: see README.md. What the room brings; "give me all my data" for the cooperative itself. */
#include "features/trust/backup/backup.h"
#include "features/trust/backup/backup_cli.h"
#include "web/data.h"

struct download {
    struct web *w;
    struct buf out;
};

static result keep(struct cx *cx, void *arg, str bytes)
{
    struct download *d = arg;
    (void)cx;
    buf_put(&d->out, bytes);
    return OK;
}

static result rows_work(struct cx *cx, struct db *db, void *arg)
{
    struct download *d = arg;
    return backup_write_rows(cx, db, d->w->org_id, d->w->org_code, keep, d);
}

/* The rows are gathered in memory of their own: the writer gives its scratch back after each row. */
static result export_show(struct web *w)
{
    struct arena own;
    struct download d = { .w = w };
    if (!arena_init(&own, (size_t)1 << 30))
        return fail(w->cx, .kind = ERR_BUSY, .code = S("backup.memory"),
                    .message = tr(w->cx, "There is not enough memory."));
    d.out = buf_new(&own);
    result r = store_read(w->store, w->cx, DB_SCOPE_ALL, rows_work, &d);
    if (r.ok)
        r = web_file(w, str_fmt(w->cx->mem, STR_FMT ".ndjson", STR_ARG(w->org_code)), S("application/x-ndjson"),
                     str_dup(w->cx->mem, buf_str(&d.out)), false);
    arena_release(&own);
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

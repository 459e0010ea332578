/* backup, restore, export at the command line. A backup is a folder: the database or its rows, and the files that they
   speak of. */
#include "features/trust/backup/backup_cli.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/backup/backup.h"
#include "features/trust/files/files.h"

#include "cli/cli.h"
#include "os/os.h"

struct job {
    struct cli *cli;
    str org_code;
    struct organisation org;
};

static str in_folder(struct cli *c, str folder, const char *name)
{
    return str_fmt(c->cx->mem, STR_FMT "/%s", STR_ARG(folder), name);
}

/* What the rows speak of; what is missing is told and does not stop the rest. */
static result copy_files(struct cli *c, str from, str to, struct content_copy *copy)
{
    copy->from = from, copy->to = to;
    return content_copy(c->cx, c->store, copy);
}

static void tell_missing(struct cli *c, const struct content_copy *copy)
{
    str n = str_from_i64(c->cx->mem, copy->n_missing);
    if (copy->n_missing && !c->json)
        cli_print(c, TRF(c->cx, "{1} files are missing; hoptac doctor names them.", n));
}

static result write_rows(struct cli *c, const struct organisation *org, str folder)
{
    int fd;
    TRY(backup_rows_file(c->cx, c->store, org->org_id, org->code, &fd));
    result r = os_scratch_keep(c->cx, fd, in_folder(c, folder, "hoptac.ndjson"));
    os_close(fd);
    return r;
}

/* On PostgreSQL there is no file to copy: the rows are written instead, and either database can read them. */
/* On PostgreSQL there is no file to copy: the rows are written instead, and either database can read them. */
static result write_database(struct cli *c, str folder)
{
    if (store_kind(c->store) == STORE_SQLITE)
        return store_snapshot(c->cx, c->store, in_folder(c, folder, "hoptac.db"));
    return write_rows(c, &(struct organisation){ 0 }, folder);
}

static result new_folder(struct cli *c, str folder)
{
    if (os_exists(in_folder(c, folder, "hoptac.db")) || os_exists(in_folder(c, folder, "hoptac.ndjson")))
        return fail(c->cx, .kind = ERR_CONFLICT, .code = S("backup.exists"), .field = S("FOLDER"),
                    .message = TRF(c->cx, "There is a backup in {1} already.", folder),
                    .hint = tr(c->cx, "Give each backup a folder of its own."));
    return os_mkdirs(c->cx, folder);
}

/* Files before the database, so that none of which it speaks is collected meanwhile, and once more after it for those
   that came in between. */
static result write_backup(struct cli *c, str folder, struct content_copy *copy)
{
    str files = in_folder(c, folder, "files");
    TRY(new_folder(c, folder));
    TRY(copy_files(c, c->files, files, copy));
    TRY(write_database(c, folder));
    return copy_files(c, c->files, files, copy);
}

static int cmd_backup(struct cli *c)
{
    struct content_copy copy = { 0 };
    str folder = cli_positional(c, "FOLDER");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = write_backup(c, folder, &copy);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("folder", folder), CLI_I64("files", copy.n_copied), CLI_I64("missing", copy.n_missing));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "The backup is in {1}, with {2} files.", folder,
                         str_from_i64(c->cx->mem, copy.n_copied)));
    if (r.ok)
        tell_missing(c, &copy);
    return cli_finish(c, r);
}

static result restore_rows(struct cli *c, str path, int64_t *n)
{
    str text;
    TRY(store_open(c->cx, c->db_url, &c->store));
    store_set_files(c->store, c->files);
    TRY(store_migrate(c->cx, c->store));
    TRY(os_map_file(c->cx, path, &text));
    result r = backup_read_rows(c->cx, c->store, text, n);
    os_unmap(text);
    return r;
}

static result restore_from(struct cli *c, str folder, int64_t *n)
{
    str file = in_folder(c, folder, "hoptac.db"), rows = in_folder(c, folder, "hoptac.ndjson");
    str target = str_starts(c->db_url, S("sqlite:")) ? str_sub(c->db_url, 7, c->db_url.n) : c->db_url;
    if (os_exists(rows))
        return restore_rows(c, rows, n);
    if (!os_exists(file))
        return fail(c->cx, .kind = ERR_NOT_FOUND, .code = S("restore.nothing"), .field = S("FOLDER"),
                    .message = TRF(c->cx, "There is no backup in {1}.", folder));
    if (!cli_db_is_file(c) || os_exists(target))
        return fail(c->cx, .kind = ERR_CONFLICT, .code = S("restore.target"), .field = S("db"),
                    .message = tr(c->cx, "A backup is restored to a new file, never over a database that is there."),
                    .hint = tr(c->cx, "Give --db a path where nothing is."));
    TRY(os_copy_file_durable(c->cx, file, target));
    return cli_open(c);
}

static int cmd_restore(struct cli *c)
{
    struct content_copy copy = { 0 };
    int64_t rows = 0;
    str folder = cli_positional(c, "FOLDER");
    result r = cli_done(c);
    if (r.ok)
        r = restore_from(c, folder, &rows);
    if (r.ok)
        r = copy_files(c, in_folder(c, folder, "files"), c->files, &copy);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("db", c->db_url), CLI_I64("files", copy.n_copied), CLI_I64("missing", copy.n_missing));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "Restored to {1}.", c->db_url));
    if (r.ok)
        tell_missing(c, &copy);
    return cli_finish(c, r);
}

static result to_stdout(struct cx *cx, void *arg, str bytes)
{
    (void)cx;
    cli_write(((struct job *)arg)->cli, bytes);
    return OK;
}

static result org_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return org_by_code(cx, db, j->org_code, &j->org);
}

static result export_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    return backup_write_rows(cx, db, j->org.org_id, j->org.code, to_stdout, j);
}

/* The same lay-out as a backup, of one organisation: hoptac restore reads it. */
static result export_folder(struct cli *c, struct job *j, str folder)
{
    struct content_copy copy = { 0 };
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, org_work, j));
    TRY(new_folder(c, folder));
    TRY(write_rows(c, &j->org, folder));
    copy.org_id = j->org.org_id;
    TRY(copy_files(c, c->files, in_folder(c, folder, "files"), &copy));
    if (c->json)
        cli_object(c, CLI_STR("folder", folder), CLI_I64("files", copy.n_copied), CLI_I64("missing", copy.n_missing));
    else
        cli_print(c, TRF(c->cx, "The data of {1} are in {2}, with {3} files.", j->org.code, folder,
                         str_from_i64(c->cx->mem, copy.n_copied)));
    tell_missing(c, &copy);
    return OK;
}

static int cmd_export(struct cli *c)
{
    struct job j = { .cli = c };
    str folder = { 0 };
    bool out = cli_option(c, "out", &folder);
    j.org_code = cli_required(c, "org");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = out ? export_folder(c, &j, folder) : store_read(c->store, c->cx, DB_SCOPE_ALL, export_work, &j);
    return cli_finish(c, r);
}

const struct command backup_commands[N_BACKUP_COMMANDS] = {
    { "backup", "FOLDER", T("Copy the database and its files into a new folder"), cmd_backup },
    { "restore", "FOLDER --db PATH|URL", T("Bring a backup back into a new database"), cmd_restore },
    { "export", "--org CODE [--out FOLDER]",
      T("Everything of one organisation: rows as lines, or with its files in a folder"), cmd_export },
};

/* import members, partners, items, balances at the command line: preview and apply in one. A file with mistakes changes
   nothing; every mistake is told with its cell. */
#include "features/people/organisations/organisations.h"
#include "features/trust/imports/imports_parts.h"

#include "cli/cli.h"
#include "os/os.h"

enum { FILE_MAX = 16 << 20, TOLD_MAX = 1000 };

struct job {
    struct cli *cli;
    str org_code, path;
    struct organisation org;
    struct import_file file;
    int64_t id;
    struct import_batch batch;
    struct import_record *row;
    int n;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return org_by_code(cx, db, j->org_code, &j->org);
}

static result look(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    struct import_view bad = { j->org.org_id, j->id, true, TOLD_MAX };
    TRY(import_get(cx, db, j->org.org_id, j->id, &j->batch));
    return import_records(cx, db, &bad, &j->row, &j->n);
}

static void tell(struct cx *cx, str errors)
{
    for (struct str_cut c = str_cut(errors, '\n'); c.head.n; c = str_cut(c.tail, '\n')) {
        ptrdiff_t colon = str_find(c.head, S(": "));
        (void)fail(cx, .kind = ERR_INVALID, .code = S("import.row"),
                   .field = colon > 0 ? str_sub(c.head, 0, colon) : S(""),
                   .message = colon > 0 ? str_sub(c.head, colon + 2, c.head.n) : c.head);
    }
}

/* What the preview found becomes the errors of this verb, and the batch is dropped. */
static result give_up(struct cli *c, struct job *j)
{
    struct import_undo undo = { .org_id = j->org.org_id, .batch_id = j->id };
    TRY(import_undo(c->cx, c->store, &undo));
    tell(c->cx, j->batch.error);
    for (int i = 0; i < j->n; i++)
        tell(c->cx, j->row[i].error);
    return FAILED;
}

static result bring_in(struct cli *c, struct job *j, bool good_rows)
{
    TRY(os_read_file(c->cx, j->path, FILE_MAX, &j->file.bytes));
    TRY(cli_open(c));
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, j));
    j->file.org_id = j->org.org_id;
    j->file.name = j->path;
    for (struct str_cut s = str_cut(j->path, '/'); s.found; s = str_cut(s.tail, '/'))
        j->file.name = s.tail;
    TRY(import_preview(c->cx, c->store, &j->file, &j->id));
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, look, j));
    bool bad = j->batch.n_bad > 0 && !(good_rows && j->batch.n_bad < j->batch.n_row);
    if (bad || j->batch.error.n)
        return give_up(c, j);
    struct import_apply apply = { j->org.org_id, j->id, good_rows };
    TRY(import_apply(c->cx, c->store, &apply));
    return store_read(c->store, c->cx, DB_SCOPE_ALL, look, j);
}

static int run(struct cli *c, struct job *j, bool good_rows)
{
    j->path = cli_positional(c, "FILE.xlsx");
    result r = cli_done(c);
    if (r.ok)
        r = bring_in(c, j, good_rows);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("org", j->org.code), CLI_ROW("batch", j->id), CLI_STR("kind", j->file.kind),
                   CLI_I64("rows", j->batch.n_row), CLI_I64("applied", j->batch.n_applied));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "{1} of {2} rows were brought in.", str_from_i64(c->cx->mem, j->batch.n_applied),
                         str_from_i64(c->cx->mem, j->batch.n_row)));
    return cli_finish(c, r);
}

static int cmd_list(struct cli *c, str kind)
{
    struct job j = { .cli = c, .file = { .kind = kind } };
    j.org_code = cli_required(c, "org");
    bool good_rows = cli_flag(c, "good-rows");
    return run(c, &j, good_rows);
}

static int cmd_members(struct cli *c) { return cmd_list(c, S("members")); }
static int cmd_partners(struct cli *c) { return cmd_list(c, S("partners")); }
static int cmd_items(struct cli *c) { return cmd_list(c, S("items")); }

static int cmd_balances(struct cli *c)
{
    struct job j = { .cli = c, .file = { .kind = S("balances") } };
    j.org_code = cli_required(c, "org");
    j.file.on = cli_date(c, "on", (date){ 0 });
    return run(c, &j, false);
}

static int cmd_undo(struct cli *c)
{
    struct job j = { .cli = c };
    struct import_undo in = { 0 };
    j.org_code = cli_required(c, "org");
    in.on = cli_date(c, "on", (date){ 0 });
    (void)cli_option(c, "reason", &in.reason);
    str batch = cli_positional(c, "BATCH");
    result r = cli_done(c);
    if (r.ok && !str_to_i64(batch, &in.batch_id))
        r = fail(c->cx, .kind = ERR_USAGE, .code = S("cli.number"), .field = S("BATCH"),
                 .message = TRF(c->cx, "{1} is not the number of a file.", batch));
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, &j);
    in.org_id = j.org.org_id;
    if (r.ok)
        r = import_undo(c->cx, c->store, &in);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("org", j.org.code), CLI_ROW("batch", in.batch_id), CLI_STR("state", S("undone")));
    else if (r.ok)
        cli_print(c, tr(c->cx, "What the file had brought was taken back."));
    return cli_finish(c, r);
}

const struct command imports_commands[N_IMPORTS_COMMANDS] = {
    { "import members", "--org CODE [--good-rows] FILE.xlsx", T("Bring in members from a spreadsheet"), cmd_members },
    { "import partners", "--org CODE [--good-rows] FILE.xlsx",
      T("Bring in customers, suppliers and employees from a spreadsheet"), cmd_partners },
    { "import items", "--org CODE [--good-rows] FILE.xlsx", T("Bring in items from a spreadsheet"), cmd_items },
    { "import balances", "--org CODE --on DATE FILE.xlsx", T("Bring in opening balances from a spreadsheet"),
      cmd_balances },
    { "import undo", "--org CODE BATCH [--reason TEXT] [--on DATE]", T("Take back what a file has brought"), cmd_undo },
};

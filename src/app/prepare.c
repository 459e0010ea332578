/* The one way to a usable store, for init and serve alike. */
#include "app/prepare.h"
#include "app/jobs.h"
#include "app/app_features.h"
#include "doctor.sql.h"

#include "cli/cli.h"
#include "os/os.h"

static str folder_of(str path)
{
    ptrdiff_t n = path.n;
    while (n > 0 && path.s[n - 1] != '/')
        n--;
    return str_sub(path, 0, n > 1 ? n - 1 : n);
}

static result make_folder(const struct cli *c)
{
    str path = str_starts(c->db_url, S("sqlite:")) ? str_sub(c->db_url, 7, c->db_url.n) : c->db_url;
    str folder = folder_of(str_cut(path, '?').head);
    return cli_db_is_file(c) && folder.n ? os_mkdirs(c->cx, folder) : OK;
}

static result count_orgs(struct cx *cx, struct db *db, void *arg)
{
    struct doctor_orgs *row;
    int *n = arg;
    (void)cx;
    TRY(doctor_orgs(db, &row, n));
    --*n; /* the sentinel */
    return OK;
}

result app_open(struct cli *c, bool demo, bool *fresh)
{
    int n_org = 0;
    TRY(make_folder(c));
    TRY(store_open(c->cx, c->db_url, &c->store));
    store_set_files(c->store, c->files);
    TRY(store_migrate(c->cx, c->store));
    TRY(app_load_reference(c->cx, c->store));
    TRY(jobs_note(c->cx, c->store));
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, count_orgs, &n_org));
    *fresh = n_org == 0;
    return *fresh && demo ? app_load_demo(c->cx, c->store) : OK;
}

/* token add, list, revoke, at the command line. The operator makes tokens for anybody, within what that user may. */
#include "features/people/identity/identity.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/api/api_parts.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

struct job {
    str org_code, login;
    struct organisation org;
    struct token_new in;
    struct token_made made;
    struct token *row;
    int n;
    int64_t id;
};

static result w_find(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    struct user user;
    bool found = true;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    j->in.org_id = j->org.org_id;
    if (!j->login.n)
        return OK;
    TRY(user_by_login(cx, db, j->login, &user, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("user.not_found"), .field = S("user"),
                    .message = tr(cx, "There is no such user."));
    j->in.user_id = user.id;
    return OK;
}

static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return token_add(cx, db, &j->in, &j->made);
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return token_list(cx, db, j->org.org_id, j->in.user_id, &j->row, &j->n);
}

static result w_revoke(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return token_revoke(cx, db, j->org.org_id, 0, j->id);
}

static result open_and_find(struct cli *c, struct job *j)
{
    TRY(cli_done(c));
    TRY(cli_open(c));
    return store_read(c->store, c->cx, DB_SCOPE_ALL, w_find, j);
}

static int cmd_add(struct cli *c)
{
    struct job j = { 0 };
    date standard = date_add_days(date_of_instant(c->cx->now_at, ZONE_VN), 90);
    j.login = cli_required(c, "user");
    j.org_code = cli_required(c, "org");
    j.in.name = cli_required(c, "name");
    j.in.until = cli_date(c, "until", standard);
    j.in.request_id = os_uuid7(c->cx->mem);
    result r = token_scopes_of(c->cx, cli_required(c, "scope"), &j.in.scopes);
    if (r.ok)
        r = open_and_find(c, &j);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, w_add, &j);
    if (r.ok && c->json)
        cli_object(c, CLI_ROW("id", j.made.id), CLI_STR("token", j.made.token));
    else if (r.ok)
        cli_print(c, j.made.token);
    return cli_finish(c, r);
}

static void list_json(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < j->n; i++)
        data_put(c->cx, &o, &token_data, &j->row[i]);
    json_end_array(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_list(struct cli *c)
{
    struct job j = { 0 };
    (void)cli_option(c, "user", &j.login);
    j.org_code = cli_required(c, "org");
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok && c->json)
        list_json(c, &j);
    for (int i = 0; r.ok && !c->json && i < j.n; i++)
        cli_printf(c, "%lld  %-8.*s %.*s  %-16.*s " STR_FMT " (" STR_FMT ")\n", (long long)j.row[i].id,
                   STR_ARG(j.row[i].state), STR_ARG(date_iso(c->cx->mem, j.row[i].until)), STR_ARG(j.row[i].login),
                   STR_ARG(j.row[i].name), STR_ARG(j.row[i].scopes));
    return cli_finish(c, r);
}

static int cmd_revoke(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    str id = cli_positional(c, "id");
    result r = open_and_find(c, &j);
    if (r.ok && !str_to_i64(id, &j.id))
        r = fail(c->cx, .kind = ERR_USAGE, .code = S("token.id"), .field = S("id"),
                 .message = tr(c->cx, "The id is a number; token list says it."));
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, w_revoke, &j);
    if (r.ok)
        cli_print(c, tr(c->cx, "The token is withdrawn."));
    return cli_finish(c, r);
}

const struct command api_commands[N_API_COMMANDS] = {
    { "token add", "--user LOGIN --org CODE --name TEXT --scope \"CAP CAP\" [--until DATE]",
      T("Make a token for a program; it is shown once"), cmd_add },
    { "token list", "--org CODE [--user LOGIN]", T("Tokens of an organisation"), cmd_list },
    { "token revoke", "--org CODE ID", T("Withdraw a token"), cmd_revoke },
};

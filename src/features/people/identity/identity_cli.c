/* user add, list, role, password, at the command line. */
#include "features/people/identity/delegation.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/identity/second.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

struct job {
    struct user_in in;
    str org_code, login, role, search;
    bool off;
    int64_t id;
    struct organisation org;
    struct user *user;
    int n;
};

static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    j->in.org_id = j->org.org_id;
    return user_add(cx, db, &j->in, &j->id);
}

static result read_password(struct cli *c, str login, str *hash)
{
    str password;
    TRY(os_read_stdin(c->cx, 4096, &password));
    return password_prepare(c->cx, str_cut(str_cut(password, '\n').head, '\r').head, login, hash);
}

static int cmd_add(struct cli *c)
{
    struct job j = { 0 };
    result r;
    j.in.login = cli_required(c, "login");
    j.in.full_name = cli_required(c, "name");
    j.in.role = cli_required(c, "role");
    j.org_code = cli_required(c, "org");
    r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = read_password(c, j.in.login, &j.in.hash);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_add, &j);
    if (r.ok && c->json)
        cli_object(c, CLI_ROW("id", j.id), CLI_STR("login", j.in.login));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "User {1} was added.", j.in.login));
    return cli_finish(c, r);
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return user_list(cx, db, j->search, &j->user, &j->n);
}

static void list_json(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < j->n; i++) {
        const struct user *u = &j->user[i];
        json_begin_object(&o);
        json_member_id(&o, S("id"), u->id);
        json_member_str(&o, S("login"), u->login);
        json_member_str(&o, S("name"), u->full_name);
        json_member_str(&o, S("org"), u->org_code);
        json_member_str(&o, S("roles"), u->roles);
        json_member_bool(&o, S("active"), u->is_active);
        json_member_bool(&o, S("demo"), u->is_demo);
        json_end_object(&o);
    }
    json_end_array(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_list(struct cli *c)
{
    struct job j = { 0 };
    (void)cli_option(c, "search", &j.search);
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok && c->json)
        list_json(c, &j);
    for (int i = 0; r.ok && !c->json && i < j.n; i++)
        cli_printf(c, "%-18s %-12s %-30s " STR_FMT "%s\n", str_z(c->cx->mem, j.user[i].login),
                   str_z(c->cx->mem, j.user[i].org_code), str_z(c->cx->mem, j.user[i].roles),
                   STR_ARG(j.user[i].full_name), j.user[i].is_active ? "" : "  [off]");
    return cli_finish(c, r);
}

static result find_user(struct cx *cx, struct db *db, struct job *j)
{
    struct user u;
    bool found;
    TRY(user_by_login(cx, db, j->login, &u, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("user.not_found"), .field = S("login"),
                    .message = tr(cx, "There is no such user."));
    j->id = u.id;
    return OK;
}

static result w_role(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(find_user(cx, db, j));
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    return user_role_set(cx, db, j->id, j->org.org_id, j->role, !j->off);
}

static int cmd_role(struct cli *c)
{
    struct job j = { 0 };
    j.login = cli_required(c, "login");
    j.org_code = cli_required(c, "org");
    j.role = cli_required(c, "role");
    j.off = cli_flag(c, "remove");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_role, &j);
    if (r.ok)
        cli_print(c, c->json ? S("{\"ok\":true}") : tr(c->cx, "Done."));
    return cli_finish(c, r);
}

static result w_password(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(find_user(cx, db, j));
    return user_password_set(cx, db, &(struct user_password){ .user_id = j->id, .hash = j->in.hash });
}

static int cmd_password(struct cli *c)
{
    struct job j = { 0 };
    j.login = cli_required(c, "login");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = read_password(c, j.login, &j.in.hash);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_password, &j);
    if (r.ok)
        cli_print(c, c->json ? S("{\"ok\":true}") : tr(c->cx, "Done."));
    return cli_finish(c, r);
}

struct handing {
    str org_code;
    struct organisation org;
    struct delegation *row;
    int n;
};

static result w_delegations(struct cx *cx, struct db *db, void *arg)
{
    struct handing *k = arg;
    TRY(org_by_code(cx, db, k->org_code, &k->org));
    return delegation_list(cx, db, k->org.org_id, 0, &k->row, &k->n);
}

static void delegations_json(struct cli *c, const struct handing *k)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < k->n; i++) {
        const struct delegation *d = &k->row[i];
        json_begin_object(&o);
        json_member_id(&o, S("id"), d->id);
        json_member_id(&o, S("from_user_id"), d->from_user_id);
        json_member_id(&o, S("to_user_id"), d->to_user_id);
        json_member_str(&o, S("may"), caps_names(c->cx->mem, d->caps));
        json_member_str(&o, S("from"), date_iso(c->cx->mem, d->from));
        json_member_str(&o, S("until"), date_iso(c->cx->mem, d->until));
        json_member_str(&o, S("state"), d->state);
        json_end_object(&o);
    }
    json_end_array(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_delegations(struct cli *c)
{
    struct handing k = { .org_code = cli_required(c, "org") };
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_delegations, &k);
    if (r.ok && c->json)
        delegations_json(c, &k);
    for (int i = 0; r.ok && !c->json && i < k.n; i++)
        cli_print(c, str_fmt(c->cx->mem, STR_FMT " – " STR_FMT "  %-10s " STR_FMT ": " STR_FMT,
                             STR_ARG(date_text(c->cx->mem, k.row[i].from)),
                             STR_ARG(date_text(c->cx->mem, k.row[i].until)), str_z(c->cx->mem, k.row[i].state),
                             STR_ARG(TRF(c->cx, "{1} for {2}", k.row[i].to_name, k.row[i].from_name)),
                             STR_ARG(caps_text(c->cx, k.row[i].caps))));
    return cli_finish(c, r);
}

static result w_second(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(find_user(cx, db, j));
    return second_end(cx, db, j->id);
}

static int cmd_second_off(struct cli *c)
{
    struct job j = { 0 };
    j.login = cli_required(c, "login");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_second, &j);
    if (r.ok)
        cli_print(c, c->json ? S("{\"ok\":true}") : tr(c->cx, "Done."));
    return cli_finish(c, r);
}

const struct command identity_commands[N_IDENTITY_COMMANDS] = {
    { "user add", "--login L --name N --org CODE --role R < password",
      T("Add a user; the password comes from standard input"), cmd_add },
    { "user list", "[--search TEXT]", T("List the users"), cmd_list },
    { "user role", "--login L --org CODE --role R [--remove]", T("Give or take a role"), cmd_role },
    { "user password", "--login L < password", T("Set a first password from standard input"), cmd_password },
    { "user delegations", "--org CODE", T("List who acts for whom"), cmd_delegations },
    { "user second-off", "--login L", T("Take the two-step log-in of a user off"), cmd_second_off },
};

/* user member: whose account a user is, at the command line. */
#include "features/people/identity/identity.h"
#include "features/people/passbook/passbook_parts.h"

#include "cli/cli.h"

struct job {
    str login, org_code, member;
    bool off;
};

static result w_link(struct cx *cx, struct db *db, void *arg)
{
    const struct job *j = arg;
    struct organisation org;
    struct user user;
    bool found;
    TRY(user_by_login(cx, db, j->login, &user, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("user.not_found"), .field = S("login"),
                    .message = tr(cx, "There is no such user."));
    TRY(org_by_code(cx, db, j->org_code, &org));
    return j->off ? own_link_end(cx, db, org.org_id, user.id)
                  : own_link_set(cx, db, &(struct own_link){ org.org_id, user.id, j->member });
}

static int cmd_member(struct cli *c)
{
    struct job j = { 0 };
    j.login = cli_required(c, "login");
    j.org_code = cli_required(c, "org");
    j.off = cli_flag(c, "remove");
    if (!j.off)
        j.member = cli_required(c, "member");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_link, &j);
    if (r.ok)
        cli_print(c, c->json ? S("{\"ok\":true}") : tr(c->cx, "Done."));
    return cli_finish(c, r);
}

const struct command passbook_commands[N_PASSBOOK_COMMANDS] = {
    { "user member", "--login L --org CODE --member CODE | --remove", T("Make a user the account of a member"),
      cmd_member },
};

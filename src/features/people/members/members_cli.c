/* member add, list, show at the command line. */
#include "features/people/members/members_pages.h"

#include "base/json.h"
#include "cli/cli.h"

struct job {
    str org_code, code, money;
    struct organisation org;
    struct member_in in;
    struct member_seal seal;
    struct party_filter f;
    struct party_rows list;
    struct party party;
    struct passbook_query q;
    struct passbook book;
    int64_t id;
};

static void print_json(struct cli *c, const struct party *row, int n, bool one)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    if (!one)
        json_begin_array(&j);
    for (int i = 0; i < n; i++)
        data_put(c->cx, &j, &party_inside, &row[i]);
    if (!one)
        json_end_array(&j);
    cli_print(c, buf_str(&b));
}

static result w_org(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return org_by_code(cx, db, j->org_code, &j->org);
}

static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(member_add(cx, db, j->org.org_id, &j->in, &j->id));
    return party_read(cx, db, j->org.org_id, j->id, &j->party);
}

static void optional(struct cli *c, const char *name, str *out) { (void)cli_option(c, name, out); }

static void read_member(struct cli *c, struct job *j)
{
    struct member_in *in = &j->in;
    str fee = S("");
    j->org_code = cli_required(c, "org");
    in->party.full_name = cli_required(c, "name");
    in->party.is_person = true;
    in->party.seal = &j->seal;
    optional(c, "code", &in->party.code);
    optional(c, "phone", &in->party.phone);
    optional(c, "address", &in->party.address);
    optional(c, "hamlet", &in->party.hamlet);
    optional(c, "gender", &in->party.gender);
    optional(c, "personal-number", &in->party.personal_number);
    optional(c, "class", &in->class);
    optional(c, "agreement", &in->agreement.number);
    optional(c, "intake-mode", &in->agreement.intake_mode);
    optional(c, "fee-bp", &fee);
    in->party.birth_on = cli_date(c, "birth", (date){ 0 });
    in->joined_on = cli_date(c, "joined", (date){ 0 });
    in->agreement.signed_on = cli_date(c, "signed", (date){ 0 });
    in->party.duplicate_ok = cli_flag(c, "duplicate-ok");
    if (fee.n && !str_to_i64(fee, &in->agreement.fee_bp))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.number"), .field = S("fee-bp"),
                   .message = TRF(c->cx, "“{1}” is not a number.", fee));
}

static int cmd_add(struct cli *c)
{
    struct job j = { 0 };
    read_member(c, &j);
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_org, &j);
    if (r.ok)
        r = member_seal_get(c->cx, c->store, &j.seal);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, w_add, &j);
    if (r.ok && c->json)
        print_json(c, &j.party, 1, true);
    else if (r.ok)
        cli_print(c, TRF(c->cx, "{1} was added with the code {2}.", j.party.full_name, j.party.code));
    return cli_finish(c, r);
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(w_org(cx, db, arg));
    j->f.org_id = j->org.org_id;
    return party_list_read(cx, db, &j->f, &j->list);
}

static int cmd_list(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    optional(c, "search", &j.f.q);
    optional(c, "class", &j.f.class);
    optional(c, "hamlet", &j.f.hamlet);
    optional(c, "state", &j.f.state);
    optional(c, "sort", &j.f.sort);
    j.f.members = !cli_flag(c, "partners");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok && c->json)
        print_json(c, j.list.row, j.list.n, false);
    for (int i = 0; r.ok && !c->json && i < j.list.n; i++)
        cli_printf(c, "%-10s %-18s %-11s " STR_FMT "\n", str_z(c->cx->mem, j.list.row[i].code),
                   str_z(c->cx->mem, j.list.row[i].class), str_z(c->cx->mem, j.list.row[i].intake_mode),
                   STR_ARG(j.list.row[i].full_name));
    return cli_finish(c, r);
}

static result w_show(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    date today = date_of_instant(cx->now_at, ZONE_VN);
    TRY(w_org(cx, db, arg));
    TRY(party_by_code(cx, db, j->org.org_id, j->code, &j->id));
    TRY(party_read(cx, db, j->org.org_id, j->id, &j->party));
    j->q = (struct passbook_query){ j->org.org_id, j->id, { date_year(today) * 10000 + 101 }, today };
    return passbook_read(cx, db, &j->q, &j->book);
}

static int cmd_show(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    j.code = cli_positional(c, "CODE");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_show, &j);
    if (r.ok && c->json)
        print_json(c, &j.party, 1, true);
    else if (r.ok) {
        const struct party *p = &j.party;
        cli_print(c, str_fmt(c->cx->mem, STR_FMT "  " STR_FMT, STR_ARG(p->code), STR_ARG(p->full_name)));
        cli_print(c, org_label(c->cx, &member_classes, p->class));
        cli_print(
            c, TRF(c->cx, "The cooperative owes {1} đ.", money_text(c->cx->mem, j.book.close, c->cx->lang == LANG_EN)));
    }
    return cli_finish(c, r);
}

const struct command member_commands[N_MEMBER_COMMANDS] = {
    { "member add",
      "--org CODE --name N [--phone P] [--birth D] [--class C] [--agreement NO --signed D --intake-mode M]",
      T("Add a member"), cmd_add },
    { "member list", "--org CODE [--search TEXT] [--class C] [--hamlet H] [--state active|left] [--partners]",
      T("List the members"), cmd_list },
    { "member show", "--org CODE MEMBER-CODE", T("Show a member"), cmd_show },
};

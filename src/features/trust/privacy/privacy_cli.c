/* privacy fields, requests, export, erase at the command line. */
#include "features/trust/privacy/privacy_erase.h"
#include "features/trust/privacy/privacy_export.h"
#include "features/trust/privacy/privacy_fields.h"
#include "features/trust/privacy/privacy_requests.h"
#include "privacy.sql.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"
#include "web/data.h"

struct job {
    str org_code, code, state;
    struct organisation org;
    struct privacy_request_list *row;
    int n;
    struct member_seal seal;
    struct privacy_export x;
    struct privacy_erase_in in;
    struct privacy_plan plan;
    struct privacy_erased done;
};

static result w_org(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    return j->code.n ? party_by_code(cx, db, j->org.org_id, j->code, &j->x.party_id) : OK;
}

static result open_and_find(struct cli *c, struct job *j)
{
    TRY(cli_done(c));
    TRY(cli_open(c));
    return store_read(c->store, c->cx, DB_SCOPE_ALL, w_org, j);
}

static int cmd_fields(struct cli *c)
{
    struct privacy_field_filter f = { 0 };
    struct privacy_field *row;
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    struct job j = { 0 };
    (void)cli_option(c, "room", &f.room);
    (void)cli_option(c, "org", &j.org_code); /* the same for every organisation; but it must be there */
    result r = j.org_code.n ? open_and_find(c, &j) : cli_done(c);
    int n = r.ok ? privacy_fields(c->cx, &f, &row) : 0;
    json_begin_array(&o);
    for (int i = 0; i < n; i++) {
        data_put(c->cx, &o, &privacy_field_data, &row[i]);
        if (!c->json)
            cli_printf(c, STR_FMT "." STR_FMT "  " STR_FMT " · " STR_FMT " · " STR_FMT "\n", STR_ARG(row[i].table),
                       STR_ARG(row[i].column), STR_ARG(row[i].name), STR_ARG(row[i].basis), STR_ARG(row[i].retention));
    }
    json_end_array(&o);
    if (r.ok && c->json)
        cli_print(c, buf_str(&b));
    return cli_finish(c, r);
}

/* ---- requests ---- */

struct listing {
    struct job *j;
    struct cli *c;
    struct json_out *o;
};

static result take(struct cx *cx, void *arg, const struct privacy_request_list *r)
{
    const struct listing *l = arg;
    struct privacy_request one = { .id = r->id,
                                   .party_id = r->party_id,
                                   .party_code = r->party_code,
                                   .party_name = r->party_name,
                                   .kind = r->kind,
                                   .state = r->state,
                                   .asked_on = r->asked_on,
                                   .told_on = r->told_on,
                                   .reply_by_on = r->reply_by_on,
                                   .due_on = r->due_on,
                                   .answer = r->answer,
                                   .done_at = r->done_at };
    if (l->c->json)
        data_put(cx, l->o, &privacy_request_data, &one);
    else
        cli_printf(l->c, "%lld  %-8.*s %-8.*s " STR_FMT "  " STR_FMT "  " STR_FMT "\n", (long long)r->id,
                   STR_ARG(r->state), STR_ARG(r->kind), STR_ARG(date_iso(cx->mem, r->asked_on)),
                   STR_ARG(date_iso(cx->mem, r->due_on)), STR_ARG(r->party_code));
    return OK;
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    const struct listing *l = arg;
    return privacy_request_list(db,
                                (struct privacy_request_list_args){ .org_id = l->j->org.org_id,
                                                                    .state_code = l->j->state,
                                                                    .today_on = date_of_instant(cx->now_at, ZONE_VN),
                                                                    .limit = INT64_MAX },
                                take, arg);
}

static int cmd_requests(struct cli *c)
{
    struct job j = { 0 };
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    struct listing l = { &j, c, &o };
    j.org_code = cli_required(c, "org");
    (void)cli_option(c, "state", &j.state);
    result r = open_and_find(c, &j);
    json_begin_array(&o);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &l);
    json_end_array(&o);
    if (r.ok && c->json)
        cli_print(c, buf_str(&b));
    return cli_finish(c, r);
}

/* ---- one person ---- */

static result give(struct cli *c, const struct job *j, str pdf_path)
{
    str pdf;
    if (!pdf_path.n) {
        cli_print(c, j->x.json);
        return OK;
    }
    TRY(privacy_paper(c->cx, &(struct privacy_paper){ j->x.json, j->org.name, j->org.is_demo }, &pdf));
    return os_write_file_durable(c->cx, pdf_path, pdf);
}

static int cmd_export(struct cli *c)
{
    struct job j = { 0 };
    str pdf_path = { 0 };
    j.org_code = cli_required(c, "org");
    (void)cli_option(c, "pdf", &pdf_path);
    j.code = cli_positional(c, "CODE");
    result r = open_and_find(c, &j);
    j.x.org_id = j.org.org_id;
    if (r.ok)
        r = privacy_export(c->cx, c->store, &j.x);
    if (r.ok)
        r = give(c, &j, pdf_path);
    return cli_finish(c, r);
}

static result w_plan(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return privacy_plan(cx, db, &j->in, &j->plan);
}

static void tell_erasing(struct cli *c, const struct job *j, bool done)
{
    struct cx *cx = c->cx;
    str until = date_iso(cx->mem, j->plan.keep_until);
    if (c->json) {
        cli_printf(c, "{\"code\":\"" STR_FMT "\",\"erased\":%s,\"keep_until\":%s" STR_FMT "%s,\"rows\":%d}\n",
                   STR_ARG(j->plan.code), done ? "true" : "false", until.n ? "\"" : "null", STR_ARG(until),
                   until.n ? "\"" : "", j->done.n);
        return;
    }
    cli_print(c, !until.n ? TRF(cx, "Nothing of {1} must be kept.", j->plan.code)
                          : TRF(cx, "Name, address and tax code of {1} stay on vouchers until {2}: {3}.", j->plan.code,
                                until, j->plan.law));
    cli_print(c, done ? tr(cx, "Erased.") : tr(cx, "Nothing was erased: say --confirm to do it. It cannot be undone."));
}

static int cmd_erase(struct cli *c)
{
    struct job j = { 0 };
    bool confirmed = cli_flag(c, "confirm");
    j.org_code = cli_required(c, "org");
    j.code = cli_positional(c, "CODE");
    result r = open_and_find(c, &j);
    if (r.ok)
        r = member_seal_get(c->cx, c->store, &j.seal);
    j.in = (struct privacy_erase_in){ j.org.org_id, j.x.party_id, 0, &j.seal };
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_plan, &j);
    if (r.ok && confirmed)
        r = privacy_erase(c->cx, c->store, &j.in, &j.done);
    if (r.ok)
        tell_erasing(c, &j, confirmed);
    return cli_finish(c, r);
}

const struct command privacy_commands[N_PRIVACY_COMMANDS] = {
    { "privacy fields", "[--room ROOM] [--org CODE]",
      T("Every personal datum that is kept: why, how long, who reads it"), cmd_fields },
    { "privacy requests", "--org CODE [--state open|late|done|refused]",
      T("Requests about personal data, and until when"), cmd_requests },
    { "privacy export", "--org CODE CODE-OF-PERSON [--pdf FILE]", T("Everything that is held about a person"),
      cmd_export },
    { "privacy erase", "--org CODE CODE-OF-PERSON [--confirm]",
      T("Erase a person: what goes and what stays, and with --confirm the act"), cmd_erase },
};

/* The books at the command line: voucher post, void, show; balance; import and
 * export of journals. */
#include "features/books/accounting/accounting_cli.h"
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/voucher_json.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

enum { COMMAND_MAX = 64 << 20, JOURNAL_MAX = 900 << 20 };

/* What every verb here works on. */
struct job {
    struct cli *cli;
    str org_code, voucher;
    struct organisation org;
    struct voucher_record record;
    struct voucher_void ask;
    struct posted posted;
    struct balance_query query;
    struct account_balance *balance;
    int n;
    enum export_format format;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return org_by_code(cx, db, j->org_code, &j->org);
}

static int cmd_post(struct cli *c)
{
    str json;
    struct posted p;
    struct job j = { .cli = c };
    result r = cli_done(c);
    if (r.ok)
        r = os_read_stdin(c->cx, COMMAND_MAX, &json);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = accounting_post_json(c->cx, c->store, json, &p, &j.org.org_id);
    if (r.ok && c->json) {
        const struct json *o;
        r = fields_parse(c->cx, json, &o);
        (void)json_as_str(json_get(o, S("org")), &j.org_code);
        cli_print(c, posted_json(c->cx, &p, j.org_code));
    } else if (r.ok) {
        cli_print(c, TRF(c->cx, p.repeated ? T("{1} had been posted before; nothing was changed.") : T("Posted {1}."),
                         p.number_text));
    }
    return cli_finish(c, r);
}

static result do_void(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    j->ask.org_id = j->org.org_id;
    TRY(voucher_id_of(cx, db, j->org.org_id, j->voucher, &j->ask.voucher_id));
    return voucher_void(cx, db, j->ask, &j->posted);
}

static int cmd_void(struct cli *c)
{
    struct job j = { .cli = c };
    result r;
    j.org_code = cli_required(c, "org");
    j.ask.reason = cli_required(c, "reason");
    j.ask.posting_on = cli_date(c, "posting-on", date_of_instant(c->cx->now_at, ZONE_VN));
    j.ask.with_dependents = cli_flag(c, "with-dependents");
    if (!cli_option(c, "request-id", &j.ask.request_id))
        j.ask.request_id = os_uuid7(c->cx->mem);
    j.voucher = cli_positional(c, "VOUCHER");
    r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, &j);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, do_void, &j);
    if (r.ok && c->json)
        cli_print(c, posted_json(c->cx, &j.posted, j.org.code));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "Voided by {1}.", j.posted.number_text));
    return cli_finish(c, r);
}

static result do_show(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    int64_t id;
    TRY(find_org(cx, db, arg));
    TRY(voucher_id_of(cx, db, j->org.org_id, j->voucher, &id));
    return voucher_load(cx, db, j->org.org_id, id, &j->record);
}

static void show_text(struct cli *c, const struct job *j)
{
    const struct voucher *v = &j->record.v;
    cli_printf(c, STR_FMT "  " STR_FMT "  " STR_FMT "%s\n", STR_ARG(j->record.p.number_text), STR_ARG(v->kind),
               STR_ARG(date_text(c->cx->mem, v->posting_on)), j->record.reversed_by_id ? "  [void]" : "");
    for (int i = 0; i < v->n_line; i++)
        cli_printf(c, "  " STR_FMT "  %18s  %18s\n", STR_ARG(v->line[i].account),
                   v->line[i].dr.dong ? str_z(c->cx->mem, money_text(c->cx->mem, v->line[i].dr, false)) : "",
                   v->line[i].cr.dong ? str_z(c->cx->mem, money_text(c->cx->mem, v->line[i].cr, false)) : "");
    if (v->memo.n)
        cli_print(c, v->memo);
}

static int cmd_show(struct cli *c)
{
    struct job j = { .cli = c };
    result r;
    j.org_code = cli_required(c, "org");
    j.voucher = cli_positional(c, "VOUCHER");
    r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, do_show, &j);
    if (r.ok && c->json)
        cli_print(c, voucher_json(c->cx, &j.record, j.org.code));
    else if (r.ok)
        show_text(c, &j);
    return cli_finish(c, r);
}

static result do_balance(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(find_org(cx, db, arg));
    j->query.org_id = j->org.org_id;
    return accounting_balances(cx, db, j->query, &j->balance, &j->n);
}

static void balance_json(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    int64_t dr = 0, cr = 0;
    json_begin_object(&o);
    json_member_str(&o, S("org"), j->org.code);
    json_member_str(&o, S("to"), date_iso(c->cx->mem, j->query.to));
    json_key(&o, S("balances"));
    json_begin_array(&o);
    for (int i = 0; i < j->n; i++) {
        const struct account_balance *a = &j->balance[i];
        json_begin_object(&o);
        json_member_str(&o, S("account"), a->code);
        json_member_str(&o, S("name"), c->cx->lang == LANG_EN ? a->name_en : a->name_vi);
        json_member_i64(&o, S("opening_vnd"), a->open_dr.dong - a->open_cr.dong);
        json_member_i64(&o, S("debit_vnd"), a->turn_dr.dong);
        json_member_i64(&o, S("credit_vnd"), a->turn_cr.dong);
        json_member_i64(&o, S("balance_vnd"), a->close_dr.dong - a->close_cr.dong);
        json_end_object(&o);
        if (!a->off_balance)
            dr += a->turn_dr.dong, cr += a->turn_cr.dong;
    }
    json_end_array(&o);
    json_member_i64(&o, S("total_debit_vnd"), dr);
    json_member_i64(&o, S("total_credit_vnd"), cr);
    json_end_object(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_balance(struct cli *c)
{
    struct job j = { .cli = c };
    result r;
    j.org_code = cli_required(c, "org");
    (void)cli_option(c, "account", &j.query.prefix);
    j.query.from = cli_date(c, "from", (date){ 0 });
    j.query.to = cli_date(c, "to", DATE_OPEN);
    r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, do_balance, &j);
    if (r.ok && c->json)
        balance_json(c, &j);
    for (int i = 0; r.ok && !c->json && i < j.n; i++) {
        const struct account_balance *a = &j.balance[i];
        money m = { a->close_dr.dong - a->close_cr.dong };
        str name = c->cx->lang == LANG_EN ? a->name_en : a->name_vi;
        cli_printf(c, "%20s  %-6s " STR_FMT "\n", str_z(c->cx->mem, money_text(c->cx->mem, m, c->cx->lang == LANG_EN)),
                   str_z(c->cx->mem, a->code), STR_ARG(name));
    }
    return cli_finish(c, r);
}

static int cmd_import(struct cli *c)
{
    struct job j = { .cli = c };
    str format = { 0 }, path, text = { 0 };
    struct import_report rep = { 0 };
    result r;
    j.org_code = cli_required(c, "org");
    (void)cli_option(c, "format", &format);
    bool duplicate_ok = cli_flag(c, "duplicate-ok");
    path = cli_has_positional(c) ? cli_positional(c, "FILE") : S("-");
    if (format.n && !str_eq(format, S("csv")) && !str_eq(format, S("hledger")))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.format"), .field = S("format"),
                   .message = TRF(c->cx, "The format {1} is not known here.", format));
    r = cli_done(c);
    if (r.ok)
        r = str_eq(path, S("-")) ? os_read_stdin(c->cx, JOURNAL_MAX, &text)
                                 : os_read_file(c->cx, path, JOURNAL_MAX, &text);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, &j);
    struct import_source in = { .org_id = j.org.org_id,
                                .csv = format.n ? str_eq(format, S("csv")) : str_ends(path, S(".csv")),
                                .duplicate_ok = duplicate_ok,
                                .text = text };
    if (r.ok)
        r = accounting_import(c->cx, c->store, &in, &rep);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("org", j.org.code), CLI_I64("vouchers", rep.n_entry), CLI_I64("lines", rep.n_line),
                   CLI_I64("repeated", rep.n_repeated));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "{1} vouchers with {2} lines; {3} of them had been there before.",
                         str_from_i64(c->cx->mem, rep.n_entry), str_from_i64(c->cx->mem, rep.n_line),
                         str_from_i64(c->cx->mem, rep.n_repeated)));
    return cli_finish(c, r);
}

static void to_stdout(void *arg, str bytes) { cli_write(arg, bytes); }

static result do_export(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(find_org(cx, db, arg));
    return accounting_export(cx, db, j->org.org_id, j->format, to_stdout, j->cli);
}

static int cmd_export(struct cli *c)
{
    static const str formats[] = { LIT("hledger"), LIT("csv"), LIT("json") };
    struct job j = { .cli = c };
    str format = S("hledger");
    bool known = false;
    result r;
    j.org_code = cli_required(c, "org");
    if (!cli_option(c, "format", &format) && c->json)
        format = S("json");
    for (int i = 0; i < COUNT(formats); i++)
        if (str_eq(format, formats[i]))
            j.format = (enum export_format)i, known = true;
    if (!known)
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.format"), .field = S("format"),
                   .message = TRF(c->cx, "The format {1} is not known here.", format));
    r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, do_export, &j);
    return cli_finish(c, r);
}

const struct command accounting_commands[N_ACCOUNTING_COMMANDS] = {
    { "voucher post", "< COMMAND.json", T("Post a voucher given as JSON on standard input"), cmd_post },
    { "voucher void", "--org CODE VOUCHER --reason TEXT [--posting-on DATE] [--with-dependents]",
      T("Void a voucher, with a reason"), cmd_void },
    { "voucher show", "--org CODE VOUCHER", T("Show a voucher with all its effects"), cmd_show },
    { "balance", "--org CODE [--account PREFIX] [--from DATE] [--to DATE]", T("Balances of all accounts"),
      cmd_balance },
    { "import journal", "--org CODE [--format hledger|csv] [--duplicate-ok] [FILE]",
      T("Bring in a journal from hledger text or CSV"), cmd_import },
    { "export journal", "--org CODE --format hledger|csv|json", T("Write the journal for other programs"), cmd_export },
};

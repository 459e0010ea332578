/* hoptac org add|list|show|set: the register from a shell. The same use cases as the pages. */
#include "base/json.h"
#include "cli/cli.h"
#include "features/people/organisations/organisations_views.h"
#include "vouchers/ledger.h"

static str option_or_empty(struct cli *c, const char *name)
{
    str v = S("");
    (void)cli_option(c, name, &v);
    return v;
}

static void print_org(struct cli *c, const struct organisation *o)
{
    struct cx *cx = c->cx;
    const struct {
        str label, value;
    } f[] = {
        { tr(cx, "Code"), o->code },
        { tr(cx, "Name"), o->name },
        { tr(cx, "Kind"), org_label(cx, &org_kinds, o->kind) },
        { tr(cx, "Status"), org_label(cx, &org_statuses, o->status) },
        { tr(cx, "Commune or ward"), o->commune_name },
        { tr(cx, "Address"), o->address },
        { tr(cx, "Tax code"), o->tax_code },
        { tr(cx, "Registered on"), date_text(cx->mem, o->registered_on) },
        { S("DEMO"), o->is_demo ? tr(cx, "An invented organisation") : S("") },
    };
    for (int i = 0; i < COUNT(f); i++)
        if (f[i].value.n)
            cli_printf(c, STR_FMT ": " STR_FMT "\n", STR_ARG(f[i].label), STR_ARG(f[i].value));
}

static void print_one(struct cli *c, const struct organisation *o)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    if (!c->json) {
        print_org(c, o);
        return;
    }
    data_put(c->cx, &j, &organisation_cli_data, o);
    cli_print(c, buf_str(&b));
}

/* ---- add ---- */

struct add_work {
    struct org_in in;
    struct organisation o;
};

static result add(struct cx *cx, struct db *db, void *arg)
{
    struct add_work *k = arg;
    return org_add(cx, db, &k->in, &k->o);
}

static int run_add(struct cli *c)
{
    struct add_work k = { .in = { .code = cli_required(c, "code"),
                                  .name = cli_required(c, "name"),
                                  .kind = cli_required(c, "kind"),
                                  .commune_code = option_or_empty(c, "commune"),
                                  .short_name = option_or_empty(c, "short-name"),
                                  .address = option_or_empty(c, "address"),
                                  .tax_code = option_or_empty(c, "tax-code"),
                                  .sector = option_or_empty(c, "sector"),
                                  .registration_no = option_or_empty(c, "registration-no"),
                                  .registered_on = cli_date(c, "registered-on", (date){ 0 }),
                                  .founded_on = cli_date(c, "founded-on", (date){ 0 }),
                                  .is_demo = cli_flag(c, "demo"),
                                  .duplicate_ok = cli_flag(c, "duplicate-ok") } };
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, add, &k);
    if (r.ok)
        print_one(c, &k.o);
    return cli_finish(c, r);
}

/* ---- list ---- */

struct list_work {
    struct org_filter filter;
    struct org_row *row;
    int n;
    int64_t total;
};

static result list(struct cx *cx, struct db *db, void *arg)
{
    struct list_work *k = arg;
    return org_list(cx, db, &k->filter, &k->row, &k->n, &k->total);
}

static void print_list(struct cli *c, const struct list_work *k)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    if (!c->json) {
        for (int i = 0; i < k->n; i++)
            cli_printf(c, "%-24.*s %-12.*s " STR_FMT "\n", STR_ARG(k->row[i].code), STR_ARG(k->row[i].kind),
                       STR_ARG(k->row[i].name));
        return;
    }
    json_begin_array(&j);
    for (int i = 0; i < k->n; i++)
        data_put(c->cx, &j, &org_row_cli_data, &k->row[i]);
    json_end_array(&j);
    cli_print(c, buf_str(&b));
}

static int run_list(struct cli *c)
{
    bool demo = cli_flag(c, "demo"), real = cli_flag(c, "real");
    struct list_work k = { .filter = { .q = option_or_empty(c, "q"),
                                       .kind = option_or_empty(c, "kind"),
                                       .commune_code = option_or_empty(c, "commune"),
                                       .status = option_or_empty(c, "status"),
                                       .sort = S("code"),
                                       .demo = demo == real ? ORG_BOTH
                                               : demo       ? ORG_DEMO
                                                            : ORG_REAL } };
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, list, &k);
    if (r.ok)
        print_list(c, &k);
    return cli_finish(c, r);
}

/* ---- show ---- */

struct show_work {
    str code;
    struct organisation o;
};

static result show(struct cx *cx, struct db *db, void *arg)
{
    struct show_work *k = arg;
    return org_by_code(cx, db, k->code, &k->o);
}

static int run_show(struct cli *c)
{
    struct show_work k = { .code = cli_positional(c, "code") };
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, show, &k);
    if (r.ok)
        print_one(c, &k.o);
    return cli_finish(c, r);
}

/* ---- set ---- */

struct set_work {
    str name, value;
    int64_t org_id;
};

static result set(struct cx *cx, struct db *db, void *arg)
{
    const struct set_work *k = arg;
    return org_setting_set(cx, db, k->org_id, k->name, k->value);
}

static int run_set(struct cli *c)
{
    struct show_work k = { .code = cli_positional(c, "CODE") };
    struct set_work s = { .name = cli_positional(c, "name") };
    s.value = cli_positional(c, "value");
    if (!cli_done(c).ok || !cli_open(c).ok || !store_read(c->store, c->cx, DB_SCOPE_ALL, show, &k).ok)
        return cli_finish(c, FAILED);
    s.org_id = k.o.org_id;
    result r = store_write(c->store, c->cx, &s.org_id, 1, set, &s);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("org", k.o.code), CLI_STR(str_z(c->cx->mem, s.name), s.value));
    return cli_finish(c, r);
}

const struct command org_commands[N_ORG_COMMANDS] = {
    { "org add", "--code CODE --name NAME --kind KIND [--commune CODE] [--demo]",
      T("Adds an organisation to the register"), run_add },
    { "org list", "[--q TEXT] [--kind KIND] [--commune CODE] [--status STATUS] [--demo|--real]",
      T("Lists the organisations on record"), run_list },
    { "org show", "CODE", T("Shows one organisation"), run_show },
    { "org set", "CODE four_eyes|negative_stock|second_factor|file_mb VALUE",
      T("Sets a rule of an organisation's books"), run_set },
};

/* duty list, done, open, calendar at the command line. */
#include "features/people/duties/duties_parts.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "cli/cli.h"

struct job {
    str org_code;
    struct organisation org;
    struct duty_ask ask;
    struct duty *d;
    int n;
    struct duty_mark mark;
};

static result w_find(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    j->ask.org_id = j->mark.org_id = j->org.org_id;
    return OK;
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return duty_list(cx, db, j->ask, &j->d, &j->n);
}

static result w_mark(struct cx *cx, struct db *db, void *arg)
{
    const struct job *j = arg;
    return duty_mark(cx, db, &j->mark);
}

static result w_open(struct cx *cx, struct db *db, void *arg)
{
    const struct job *j = arg;
    return duty_unmark(cx, db, j->org.org_id, j->mark.code, j->mark.period);
}

static result open_and_find(struct cli *c, struct job *j)
{
    TRY(cli_done(c));
    TRY(cli_open(c));
    return store_read(c->store, c->cx, DB_SCOPE_ALL, w_find, j);
}

/* --year, else this one */
static void read_year(struct cli *c, struct job *j)
{
    str text = S("");
    int64_t year = date_year(date_of_instant(c->cx->now_at, ZONE_VN));
    if (cli_option(c, "year", &text) && (!str_to_i64(text, &year) || year < 1950 || year > 2200))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("duty.year"), .field = S("year"),
                   .message = TRF(c->cx, "{1} is not a year.", text));
    j->ask.from.ymd = (int)year * 10000 + 101;
    j->ask.to.ymd = (int)year * 10000 + 1231;
}

static void list_json(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < j->n; i++)
        data_put(c->cx, &o, &duty_data, &j->d[i]);
    json_end_array(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_list(struct cli *c)
{
    struct job j = { .ask = { .events = true } };
    j.org_code = cli_required(c, "org");
    read_year(c, &j);
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok && c->json)
        list_json(c, &j);
    for (int i = 0; r.ok && !c->json && i < j.n; i++)
        cli_printf(c, "%-10.*s  %-13.*s %-8.*s " STR_FMT ": " STR_FMT "\n", STR_ARG(date_text(c->cx->mem, j.d[i].due)),
                   STR_ARG(j.d[i].code), STR_ARG(j.d[i].period), STR_ARG(j.d[i].name),
                   STR_ARG(duty_state_label(c->cx, j.d[i].state)));
    return cli_finish(c, r);
}

static int cmd_calendar(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    read_year(c, &j);
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok)
        cli_write(c, duty_calendar(c->cx, j.org.code, j.org.name, j.d, j.n));
    return cli_finish(c, r);
}

static int mark(struct cli *c, db_work_fn fn)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    j.mark.code = cli_positional(c, "code");
    j.mark.period = cli_positional(c, "period");
    if (fn == w_mark) {
        j.mark.done_on = cli_date(c, "on", date_of_instant(c->cx->now_at, ZONE_VN));
        (void)cli_option(c, "note", &j.mark.note);
        (void)cli_option(c, "voucher", &j.mark.voucher);
        j.mark.not_ours = cli_flag(c, "not-ours");
    }
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, fn, &j);
    if (r.ok)
        cli_print(c, tr(c->cx, "Done."));
    return cli_finish(c, r);
}

static int cmd_done(struct cli *c) { return mark(c, w_mark); }
static int cmd_open(struct cli *c) { return mark(c, w_open); }

const struct command duty_commands[N_DUTY_COMMANDS] = {
    { "duty list", "--org CODE [--year YEAR]", T("What is due in a year, and what is done"), cmd_list },
    { "duty calendar", "--org CODE [--year YEAR]", T("The same as a calendar file (.ics)"), cmd_calendar },
    { "duty done", "--org CODE CODE PERIOD [--on DATE] [--voucher NUMBER] [--note TEXT] [--not-ours]",
      T("Mark a duty as done, or as none of ours"), cmd_done },
    { "duty open", "--org CODE CODE PERIOD", T("Take a mark back"), cmd_open },
};

/* plan show: the targets of a year and what feeds them, as the operator sees them. */
#include "base/json.h"
#include "cli/cli.h"
#include "features/city/plan/plan_parts.h"

struct job {
    struct plan_query q;
    struct plan plan;
};

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return plan_read(cx, db, j->q, &j->plan);
}

static void live_json(struct json_out *o, const struct plan_target *t)
{
    const struct plan_figure *f = &t->live;
    json_key(o, S("live"));
    if (t->measure.n == 0) {
        json_put_null(o);
        return;
    }
    json_begin_object(o);
    json_key(o, S("value"));
    if (f->state == PLAN_KNOWN)
        json_put_i64(o, f->value);
    else
        json_put_null(o);
    if (f->n_all) {
        json_member_i64(o, S("n_reporting"), f->n_reporting);
        json_member_i64(o, S("n_all"), f->n_all);
    }
    json_end_object(o);
}

static void target_json(struct json_out *o, struct cx *cx, const struct plan_target *t)
{
    json_begin_object(o);
    json_member_str(o, S("code"), t->code);
    json_member_str(o, S("name"), t->name);
    json_member_str(o, S("unit"), t->unit);
    json_member_str(o, S("comparator"), t->comparator);
    json_member_i64(o, S("target_low"), t->low);
    json_member_i64(o, S("target_high"), t->high);
    json_member_str(o, S("feed"), t->measure.n ? S("live") : t->feed);
    json_member_str(o, S("measure"), t->measure);
    live_json(o, t);
    json_key(o, S("recorded"));
    if (t->recorded.known) {
        json_begin_object(o);
        json_member_i64(o, S("value"), t->recorded.value);
        json_member_str(o, S("as_of"), date_iso(cx->mem, t->recorded.as_of));
        json_member_str(o, S("source"), t->recorded.source);
        json_end_object(o);
    } else {
        json_put_null(o);
    }
    json_member_str(o, S("source"), t->source);
    json_end_object(o);
}

static void plan_json(struct cli *c, const struct plan *p)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_object(&o);
    json_member_i64(&o, S("year"), p->year);
    json_member_str(&o, S("decision_no"), p->target[0].decision_no);
    json_member_bool(&o, S("demo"), p->is_demo);
    json_key(&o, S("targets"));
    json_begin_array(&o);
    for (int i = 0; i < p->n; i++)
        target_json(&o, c->cx, &p->target[i]);
    json_end_array(&o);
    json_end_object(&o);
    cli_print(c, buf_str(&b));
}

static void plan_words(struct cli *c, const struct plan *p)
{
    struct cx *cx = c->cx;
    cli_print(c, TRF(cx, "Plan for {1}", str_from_i64(cx->mem, p->year)));
    if (p->is_demo)
        cli_print(c, tr(cx, "The cooperatives are invented (DEMO)."));
    for (int i = 0; i < p->n; i++) {
        const struct plan_target *t = &p->target[i];
        str note = plan_live_note(cx, t);
        cli_printf(c, STR_FMT "  " STR_FMT ": " STR_FMT " / " STR_FMT "  [" STR_FMT "%s" STR_FMT "]\n",
                   STR_ARG(t->code), STR_ARG(t->name), STR_ARG(plan_live_text(cx, t)), STR_ARG(plan_target_text(cx, t)),
                   STR_ARG(plan_feed_text(cx, t)), note.n ? ": " : "", STR_ARG(note));
    }
}

static int cmd_show(struct cli *c)
{
    struct job j = { 0 };
    str year;
    if (cli_option(c, "year", &year) && !str_to_i64(year, &j.q.year))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.year"), .field = S("year"),
                   .message = tr(c->cx, "A year is a number like 2026."));
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, read_work, &j);
    if (r.ok && c->json)
        plan_json(c, &j.plan);
    else if (r.ok)
        plan_words(c, &j.plan);
    return cli_finish(c, r);
}

const struct command plan_commands[N_PLAN_COMMANDS] = {
    { "plan show", "[--year Y]", T("Show a year's targets and what feeds them"), cmd_show },
};

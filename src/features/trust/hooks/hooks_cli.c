/* webhook …, at the command line: the same use cases as the pages, and the networks, which are the operator's alone. */
#include "features/people/organisations/organisations.h"
#include "features/trust/hooks/hooks_parts.h"
#include "hooks.sql.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

struct job {
    str org_code;
    struct organisation org;
    struct hook_key key;
    struct hook_in in;
    struct hook_made made;
    struct hook *row;
    int n;
    bool on;
    struct hook_again again;
};

static result w_find(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    j->in.org_id = j->org.org_id;
    return OK;
}

static result w_add(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_add(cx, db, &j->key, &j->in, &j->made);
}

static result w_secret(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_rotate_secret(cx, db, &j->key, j->org.org_id, &j->made);
}

static result w_list(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_list(cx, db, j->org.org_id, 0, &j->row, &j->n);
}

static result w_switch(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_set_on(cx, db, j->org.org_id, j->made.id, j->on);
}

static result w_remove(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_remove(cx, db, j->org.org_id, j->made.id);
}

static result w_test(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return hook_test(cx, db, j->org.org_id, j->made.id);
}

static result w_again(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    j->again = (struct hook_again){ .org_id = j->org.org_id, .hook_id = j->made.id };
    return hook_send_again(cx, db, &j->again);
}

static result open_and_find(struct cli *c, struct job *j)
{
    TRY(cli_done(c));
    TRY(cli_open(c));
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, w_find, j));
    return hook_key_get(c->cx, c->store, &j->key);
}

static result write_it(struct cli *c, struct job *j, db_work_fn fn)
{
    return store_write(c->store, c->cx, &j->org.org_id, 1, fn, j);
}

static void read_id(struct cli *c, struct job *j)
{
    str id = cli_positional(c, "id");
    if (id.n && !str_to_i64(id, &j->made.id))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("hook.id"), .field = S("id"),
                   .message = tr(c->cx, "The id is a number; webhook list says it."));
}

static void tell_secret(struct cli *c, const struct job *j)
{
    if (c->json)
        cli_printf(c, "{\"id\":\"%lld\",\"secret\":\"" STR_FMT "\"}\n", (long long)j->made.id, STR_ARG(j->made.secret));
    else
        cli_print(c, j->made.secret);
}

static int cmd_add(struct cli *c)
{
    struct job j = { 0 };
    str event[64];
    j.org_code = cli_required(c, "org");
    j.in.url = cli_required(c, "url");
    j.in.request_id = os_uuid7(c->cx->mem);
    j.in.event = event;
    for (struct str_cut e = str_cut(cli_required(c, "events"), ' '); e.head.n || e.found; e = str_cut(e.tail, ' '))
        if (e.head.n && j.in.n_event < COUNT(event))
            event[j.in.n_event++] = e.head;
    result r = open_and_find(c, &j);
    if (r.ok)
        r = write_it(c, &j, w_add);
    if (r.ok)
        tell_secret(c, &j);
    return cli_finish(c, r);
}

static int cmd_secret(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    read_id(c, &j);
    result r = open_and_find(c, &j);
    if (r.ok)
        r = write_it(c, &j, w_secret);
    if (r.ok)
        tell_secret(c, &j);
    return cli_finish(c, r);
}

static void list_json(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < j->n; i++)
        data_put(c->cx, &o, &hook_data, &j->row[i]);
    json_end_array(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_list(struct cli *c)
{
    struct job j = { 0 };
    j.org_code = cli_required(c, "org");
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_list, &j);
    if (r.ok && c->json)
        list_json(c, &j);
    for (int i = 0; r.ok && !c->json && i < j.n; i++)
        cli_print(c, TRF(c->cx, "{1}  {2}: {3}; {4} waiting, {5} given up ({6})", str_from_i64(c->cx->mem, j.row[i].id),
                         j.row[i].url, hook_state_label(c->cx, j.row[i].state),
                         str_from_i64(c->cx->mem, j.row[i].n_waiting), str_from_i64(c->cx->mem, j.row[i].n_given_up),
                         j.row[i].events));
    return cli_finish(c, r);
}

/* ---- messages ---- */

enum { MESSAGES_SHOWN = 100 };

struct telling {
    struct cli *c;
    struct job *j;
    struct buf b;
    struct json_out o;
};

static result tell_message(struct cx *cx, void *arg, const struct hook_delivery_list *r)
{
    struct telling *t = arg;
    if (t->c->json) {
        json_begin_object(&t->o);
        json_member_id(&t->o, S("id"), r->id);
        json_member_id(&t->o, S("webhook"), r->hook_id);
        json_member_str(&t->o, S("event"), r->event);
        json_member_id(&t->o, S("subject_id"), r->subject_id);
        json_member_str(&t->o, S("happened_at"), instant_iso(cx->mem, r->happened_at));
        json_member_str(&t->o, S("state"), r->state);
        json_member_i64(&t->o, S("n_attempt"), r->n_attempt);
        json_member_i64(&t->o, S("answer_status"), r->answer_status);
        json_member_str(&t->o, S("trouble"), r->trouble);
        json_end_object(&t->o);
        return OK;
    }
    cli_printf(t->c, STR_FMT "  " STR_FMT " %lld  " STR_FMT "  %lld  " STR_FMT "\n",
               STR_ARG(instant_text(cx->mem, r->happened_at, ZONE_VN)), STR_ARG(r->event), (long long)r->subject_id,
               STR_ARG(hook_state_label(cx, r->state)), (long long)r->n_attempt,
               STR_ARG(hook_answer(cx, r->answer_status, r->trouble)));
    return OK;
}

static result w_messages(struct cx *cx, struct db *db, void *arg)
{
    struct telling *t = arg;
    (void)cx;
    return hook_delivery_list(db,
                              (struct hook_delivery_list_args){ .org_id = t->j->org.org_id,
                                                                .hook_id = t->j->made.id,
                                                                .sort = HOOK_DELIVERY_LIST_BY_TIME,
                                                                .desc = true,
                                                                .limit = MESSAGES_SHOWN },
                              tell_message, t);
}

static int cmd_messages(struct cli *c)
{
    struct job j = { 0 };
    struct telling t = { .c = c, .j = &j, .b = buf_new(c->cx->mem) };
    j.org_code = cli_required(c, "org");
    if (cli_has_positional(c))
        read_id(c, &j);
    t.o = json_out_new(&t.b);
    json_begin_array(&t.o);
    result r = open_and_find(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, w_messages, &t);
    json_end_array(&t.o);
    if (r.ok && c->json)
        cli_print(c, buf_str(&t.b));
    return cli_finish(c, r);
}

/* switch, remove, again: one subscription, one sentence */
static int act(struct cli *c, db_work_fn fn, const char *done)
{
    struct job j = { 0 };
    str on = S("on");
    j.org_code = cli_required(c, "org");
    read_id(c, &j);
    if (fn == w_switch)
        on = cli_positional(c, "on");
    j.on = str_eq(on, S("on"));
    if (on.n && !j.on && !str_eq(on, S("off")))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("hook.switch"), .field = S("on"),
                   .message = tr(c->cx, "Say on or off."));
    result r = open_and_find(c, &j);
    if (r.ok)
        r = write_it(c, &j, fn);
    if (r.ok)
        cli_print(c, tr_fill(c->cx->mem, tr(c->cx, done), (str[]){ str_from_i64(c->cx->mem, j.again.n_again) }, 1));
    return cli_finish(c, r);
}

static int cmd_switch(struct cli *c) { return act(c, w_switch, T("Done.")); }
static int cmd_remove(struct cli *c) { return act(c, w_remove, T("The subscription was removed.")); }
static int cmd_again(struct cli *c) { return act(c, w_again, T("{1} messages wait to be sent again.")); }

static int cmd_test(struct cli *c)
{
    struct job j = { 0 };
    struct hook_sending now = { .seconds = 5 };
    j.org_code = cli_required(c, "org");
    read_id(c, &j);
    result r = open_and_find(c, &j);
    if (r.ok)
        r = write_it(c, &j, w_test);
    now.org_id = j.org.org_id, now.hook_id = j.made.id;
    if (r.ok)
        r = hook_send(c->cx, c->store, &now);
    if (r.ok && now.n_failed)
        r = fail(c->cx, .kind = ERR_CONFLICT, .code = S("hook.not_taken"),
                 .message = tr(c->cx, "The test was not taken."),
                 .hint = tr(c->cx, "It is tried again; webhook list says why."));
    if (r.ok)
        cli_print(c, tr(c->cx, "The test was sent and taken."));
    return cli_finish(c, r);
}

/* ---- networks ---- */

struct network_job {
    str network;
    bool add;
};

static result w_network(struct cx *cx, struct db *db, void *arg)
{
    const struct network_job *j = arg;
    return hook_network_allow(cx, db, j->network, j->add);
}

static int cmd_network(struct cli *c)
{
    struct network_job j = { 0 };
    str verb = cli_positional(c, "add");
    j.add = str_eq(verb, S("add"));
    if (verb.n && !j.add && !str_eq(verb, S("remove")))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("hook.network"), .field = S("add"),
                   .message = tr(c->cx, "Say add or remove."));
    j.network = cli_positional(c, "network");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_write(c->store, c->cx, NULL, 0, w_network, &j);
    if (r.ok)
        cli_print(c, tr(c->cx, "Done."));
    return cli_finish(c, r);
}

const struct command hook_commands[N_HOOK_COMMANDS] = {
    { "webhook add", "--org CODE --url URL --events \"NAME NAME\"",
      T("Tell another system what happens; its secret is shown once"), cmd_add },
    { "webhook list", "--org CODE", T("Systems that are told"), cmd_list },
    { "webhook messages", "--org CODE [ID]", T("The last hundred messages and how they went"), cmd_messages },
    { "webhook secret", "--org CODE ID", T("Make a new secret"), cmd_secret },
    { "webhook test", "--org CODE ID", T("Send a test now"), cmd_test },
    { "webhook switch", "--org CODE ID on|off", T("Switch a subscription on or off"), cmd_switch },
    { "webhook again", "--org CODE ID", T("Send again what was given up; ID 0 = of all"), cmd_again },
    { "webhook remove", "--org CODE ID", T("Remove a subscription with its messages"), cmd_remove },
    { "webhook network", "add|remove NETWORK", T("Let messages go to a network inside, like 10.0.0.0/8"), cmd_network },
};

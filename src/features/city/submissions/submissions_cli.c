/* submission make, receive, list, forget-key: the two sides from a shell, where a stick or mail carries the file. */
#include "features/city/submissions/submissions_parts.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

struct job {
    struct organisation org;
    str code;
    struct submission_sent *sent;
    struct submission_received *received;
    int n_sent, n_received;
};

static result find_org(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return org_by_code(cx, db, j->code, &j->org);
}

static int month_option(struct cli *c, const char *name)
{
    str text = cli_required(c, name);
    int m = 0;
    if (text.n && !month_parse(text, &m))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.month"), .field = str_of(name),
                   .message = tr(c->cx, "Write a month like 2026-03."));
    return m;
}

static void made_json(struct cli *c, str org, const struct submission_made *m)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_object(&o);
    json_member_str(&o, S("org"), org);
    json_member_i64(&o, S("number"), m->number);
    json_member_str(&o, S("file_name"), m->file_name);
    json_member_bool(&o, S("delivered"), m->delivered);
    json_key(&o, S("file"));
    json_put_raw(&o, str_trim(m->file));
    json_end_object(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_make(struct cli *c)
{
    struct job j = { .code = cli_required(c, "org") };
    struct submission_ask ask = { .first_month = month_option(c, "from"), .last_month = month_option(c, "to") };
    struct submission_made made;
    ask.deliver = cli_flag(c, "send");
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, &j);
    ask.org_id = j.org.org_id;
    if (r.ok)
        r = submission_make(c->cx, c->store, ask, &made);
    if (r.ok && c->json)
        made_json(c, j.org.code, &made);
    else if (r.ok)
        cli_write(c, made.file);
    return cli_finish(c, r);
}

static void receipt_print(struct cli *c, const struct submission_receipt *r)
{
    struct cx *cx = c->cx;
    struct buf b = buf_new(cx->mem);
    struct json_out o = json_out_new(&b);
    str number = str_from_i64(cx->mem, r->number);
    if (!c->json && r->repeated) {
        cli_print(c, TRF(cx, "Package {1} of {2} had been received before; nothing was changed.", number, r->org_code));
        return;
    }
    if (!c->json) {
        cli_print(c, TRF(cx, "Package {1} of {2} was received.", number, r->org_code));
        if (r->pinned)
            cli_print(c, TRF(cx, "It is the first one: compare the key {1} by telephone.", r->fingerprint));
        if (r->n_superseded)
            cli_print(c, TRF(cx, "{1} earlier figures gave way.", str_from_i64(cx->mem, r->n_superseded)));
        return;
    }
    json_begin_object(&o);
    json_member_str(&o, S("org"), r->org_code);
    json_member_i64(&o, S("number"), r->number);
    json_member_str(&o, S("state"), r->repeated ? S("repeated") : S("accepted"));
    json_member_i64(&o, S("first_month"), r->first_month);
    json_member_i64(&o, S("last_month"), r->last_month);
    json_member_i64(&o, S("withdraws"), r->withdraws);
    json_member_i64(&o, S("superseded"), r->n_superseded);
    json_member_bool(&o, S("pinned"), r->pinned);
    json_member_str(&o, S("key"), r->fingerprint);
    json_end_object(&o);
    cli_print(c, buf_str(&b));
}

static int cmd_receive(struct cli *c)
{
    str path = cli_positional(c, "FILE"), file;
    struct submission_receipt receipt;
    result r = cli_done(c);
    if (r.ok)
        r = str_eq(path, S("-")) ? os_read_stdin(c->cx, SUBMISSION_FILE_MAX, &file)
                                 : os_read_file(c->cx, path, SUBMISSION_FILE_MAX, &file);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = submission_receive(c->cx, c->store, file, &receipt);
    if (r.ok)
        receipt_print(c, &receipt);
    return cli_finish(c, r);
}

/* ---- list ---- */

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    if (j->code.n) {
        TRY(org_by_code(cx, db, j->code, &j->org));
        TRY(submission_sent(db, (struct submission_sent_args){ .org_id = j->org.org_id }, &j->sent, &j->n_sent));
    }
    return submission_received(
        db, (struct submission_received_args){ .org_id = j->org.org_id, .scope_id = -1, .n_limit = 10000 },
        &j->received, &j->n_received);
}

static void one_json(struct json_out *o, str org, str direction, const struct submission_sent *s)
{
    json_begin_object(o);
    json_member_str(o, S("org"), org);
    json_member_str(o, S("direction"), direction);
    json_member_i64(o, S("number"), s->number);
    json_member_i64(o, S("first_month"), s->first_month);
    json_member_i64(o, S("last_month"), s->last_month);
    json_member_i64(o, S("withdraws"), s->withdraws_number);
    json_member_str(o, S("state"), s->state);
    json_end_object(o);
}

static void list_print(struct cli *c, const struct job *j)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < j->n_sent + j->n_received; i++) {
        const struct submission_received *r = i < j->n_sent ? NULL : &j->received[i - j->n_sent];
        struct submission_sent s = r ? (struct submission_sent){ .number = r->number,
                                                                 .first_month = r->first_month,
                                                                 .last_month = r->last_month,
                                                                 .withdraws_number = r->withdraws_number,
                                                                 .state = r->state }
                                     : j->sent[i];
        str org = r ? r->org_code : j->org.code, direction = r ? S("received") : S("sent");
        if (c->json)
            one_json(&o, org, direction, &s);
        else
            cli_printf(c, "%-24.*s %-9.*s %5lld  " STR_FMT "  " STR_FMT "\n", STR_ARG(org), STR_ARG(direction),
                       (long long)s.number, STR_ARG(months_text(c->cx->mem, s.first_month, s.last_month)),
                       STR_ARG(s.state));
    }
    json_end_array(&o);
    if (c->json)
        cli_print(c, buf_str(&b));
}

static int cmd_list(struct cli *c)
{
    struct job j = { 0 };
    (void)cli_option(c, "org", &j.code);
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, list_work, &j);
    if (r.ok)
        list_print(c, &j);
    return cli_finish(c, r);
}

static result forget_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return submission_key_forget(cx, db, j->org.org_id);
}

static int cmd_forget(struct cli *c)
{
    struct job j = { .code = cli_required(c, "org") };
    result r = cli_done(c);
    if (r.ok)
        r = cli_open(c);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, find_org, &j);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.org.org_id, 1, forget_work, &j);
    if (r.ok)
        cli_print(c, c->json ? S("{\"ok\":true}") : tr(c->cx, "Done."));
    return cli_finish(c, r);
}

const struct command submission_commands[N_SUBMISSION_COMMANDS] = {
    { "submission make", "--org CODE --from YYYY-MM --to YYYY-MM [--send] > FILE",
      T("Make a signed package of a cooperative's figures"), cmd_make },
    { "submission receive", "FILE", T("Receive a package of figures; the same one again changes nothing"),
      cmd_receive },
    { "submission list", "[--org CODE]", T("List packages sent and received"), cmd_list },
    { "submission forget-key", "--org CODE", T("Forget the pinned key of a cooperative that lost its machine"),
      cmd_forget },
};

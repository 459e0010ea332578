/* hooks: see README.md. Subscriptions and what the room brings; nothing here sends (hooks_send.c). */
#include "features/trust/hooks/hooks_parts.h"
#include "features/people/identity/identity.h"
#include "hooks.sql.h"

#include "vouchers/audit.h"
#include "web/waits.h"

enum { URL_MAX = 500 };

result hook_key_get(struct cx *cx, struct store *s, struct hook_key *out)
{
    return secret_get(cx, s, S("hooks"), out->b);
}

result hook_not_found(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("hook.not_found"), .field = S("id"),
                .message = tr(cx, "There is no such subscription."));
}

static result audit_hook(struct cx *cx, struct db *db, int64_t org_id, int64_t id, str action)
{
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id, .action = action, .subject = S("hook"), .subject_id = id });
}

/* ---- telling ---- */

/* Whoever is subscribed now is listened for, nobody else. */
static result listen_anew(struct cx *cx, struct db *db, int64_t org_id)
{
    struct hook_heard *row;
    int n, k = 0;
    TRY(hook_heard(db, (struct hook_heard_args){ .org_id = org_id }, &row, &n));
    str *action = new (cx->mem, str, n + 1);
    for (int i = 0; i < n; i++) {
        const struct feature_event *e = hook_event_find(row[i].event);
        if (e)
            action[k++] = str_of(e->action);
    }
    return notice_listen(db, org_id, action, k);
}

static str event_of_action(str action)
{
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++)
            if (str_eq(action, str_of(features[f]->events[i].action)))
                return str_of(features[f]->events[i].name);
    return S("");
}

static result put_delivery(struct cx *cx, struct db *db, const struct notice *n, int64_t hook_id, str event)
{
    int64_t id = db_next_id(db, n->org_id);
    if (id < 0)
        return FAILED;
    return hook_delivery_insert(
        db, (struct hook_delivery_insert_args){ .org_id = n->org_id,
                                                .id = id,
                                                .hook_id = hook_id,
                                                .event = event,
                                                .subject = n->subject,
                                                .subject_id = n->subject_id,
                                                .detail = n->detail,
                                                .happened_at = cx->now_at,
                                                .retry_until_at = cx->now_at + HOOK_DAYS * HOOK_DAY });
}

result hook_tell(struct cx *cx, struct db *db, const struct notice *n)
{
    struct hook_listening *row;
    int n_row;
    str event = event_of_action(n->action);
    TRY(hook_listening(db, (struct hook_listening_args){ .org_id = n->org_id, .event = event }, &row, &n_row));
    for (int i = 0; i < n_row; i++)
        TRY(put_delivery(cx, db, n, row[i].hook_id, event));
    return OK;
}

/* ---- adding ---- */

static result check_events(struct cx *cx, const struct hook_in *in)
{
    int before = cx->n_errors;
    if (!in->n_event)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("hook.events"), .field = S("event"),
                   .message = tr(cx, "Choose what the other system is told of."));
    for (int i = 0; i < in->n_event; i++)
        if (!hook_event_find(in->event[i]))
            (void)fail(cx, .kind = ERR_INVALID, .code = S("hook.event"), .field = S("event"),
                       .message = TRF(cx, "There is no event {1}.", in->event[i]));
    return (result){ cx->n_errors == before };
}

static result check_new(struct cx *cx, struct db *db, const struct hook_in *in)
{
    struct hook_by_request row;
    struct hook_number number;
    struct network *net;
    bool twice;
    int n, before = cx->n_errors;
    TRY(hook_by_request(db, (struct hook_by_request_args){ .org_id = in->org_id, .request_key = in->request_id }, &row,
                        &twice));
    if (twice)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("hook.made"),
                    .message = tr(cx, "This subscription was made already; its secret is not shown again."),
                    .hint = tr(cx, "Make a new secret on its page if you did not keep it."));
    TRY(hook_number(db, (struct hook_number_args){ .org_id = in->org_id }, &number));
    if (number.n_hook >= HOOKS_MAX)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("hook.many"),
                    .message = tr(cx, "There are twenty subscriptions already."),
                    .hint = tr(cx, "Remove one that is not needed any more."));
    TRY(hook_networks_read(cx, db, &net, &n));
    if (in->url.n > URL_MAX)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("hook.url"), .field = S("url"),
                   .message = tr(cx, "This address is too long."));
    else
        (void)hook_check_url(cx, in->url, net, n);
    (void)check_events(cx, in);
    return (result){ cx->n_errors == before };
}

result hook_add(struct cx *cx, struct db *db, const struct hook_key *key, const struct hook_in *in,
                struct hook_made *out)
{
    TRY(check_new(cx, db, in));
    out->id = db_next_id(db, in->org_id);
    if (out->id < 0)
        return FAILED;
    out->secret = hook_secret(cx->mem, key, (const int64_t[]){ in->org_id, out->id }, 1);
    TRY(hook_insert(db, (struct hook_insert_args){ .org_id = in->org_id,
                                                   .id = out->id,
                                                   .url = in->url,
                                                   .request_key = in->request_id,
                                                   .made_by_id = cx->actor.user_id,
                                                   .made_at = cx->now_at }));
    for (int i = 0; i < in->n_event; i++)
        TRY(hook_event_insert(
            db, (struct hook_event_insert_args){ .org_id = in->org_id, .hook_id = out->id, .event = in->event[i] }));
    TRY(listen_anew(cx, db, in->org_id));
    return audit_hook(cx, db, in->org_id, out->id, S("hook.add"));
}

/* ---- changing ---- */

result hook_rotate_secret(struct cx *cx, struct db *db, const struct hook_key *key, int64_t org_id,
                          struct hook_made *io)
{
    struct hook_rotate row;
    bool found;
    TRY(hook_rotate(db, (struct hook_rotate_args){ .rotated_at = cx->now_at, .org_id = org_id, .id = io->id }, &row,
                    &found));
    if (!found)
        return hook_not_found(cx);
    io->secret = hook_secret(cx->mem, key, (const int64_t[]){ org_id, io->id }, row.secret_no);
    return audit_hook(cx, db, org_id, io->id, S("hook.secret"));
}

result hook_set_on(struct cx *cx, struct db *db, int64_t org_id, int64_t id, bool on)
{
    int64_t changed;
    TRY(hook_switch(db, (struct hook_switch_args){ .is_on = on, .org_id = org_id, .id = id }, &changed));
    if (!changed)
        return hook_not_found(cx);
    TRY(listen_anew(cx, db, org_id));
    return audit_hook(cx, db, org_id, id, on ? S("hook.on") : S("hook.off"));
}

result hook_remove(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    int64_t changed;
    TRY(hook_delete(db, (struct hook_delete_args){ .org_id = org_id, .id = id }, &changed));
    if (!changed)
        return hook_not_found(cx);
    TRY(hook_event_clear(db, (struct hook_event_clear_args){ .org_id = org_id, .hook_id = id }));
    TRY(hook_delivery_clear(db, (struct hook_delivery_clear_args){ .org_id = org_id, .hook_id = id }));
    TRY(listen_anew(cx, db, org_id));
    return audit_hook(cx, db, org_id, id, S("hook.remove"));
}

result hook_test(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    struct hook k;
    struct notice n = { .org_id = org_id, .subject = S("hook"), .subject_id = id };
    int64_t changed;
    TRY(hook_get(cx, db, org_id, id, &k));
    if (!k.is_on)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("hook.off"),
                    .message = tr(cx, "This subscription is switched off."), .hint = tr(cx, "Switch it on first."));
    TRY(hook_wake(db, (struct hook_wake_args){ .org_id = org_id, .id = id }, &changed));
    return put_delivery(cx, db, &n, id, S(HOOK_TEST));
}

result hook_send_again(struct cx *cx, struct db *db, struct hook_again *io)
{
    static const int64_t all[] = { 0 };
    const int64_t *id = io->n ? io->id : all;
    int64_t changed;
    io->n_again = 0;
    for (int i = 0; i < (io->n ? io->n : 1); i++) {
        TRY(hook_again(db,
                       (struct hook_again_args){ .retry_until_at = cx->now_at + HOOK_DAYS * HOOK_DAY,
                                                 .org_id = io->org_id,
                                                 .id = id[i],
                                                 .hook_id = io->hook_id },
                       &changed));
        io->n_again += changed;
    }
    TRY(hook_wake_all(db, (struct hook_wake_all_args){ .org_id = io->org_id }));
    return audit_hook(cx, db, io->org_id, io->hook_id, S("hook.again"));
}

/* ---- reading ---- */

static str events_of(struct cx *cx, const struct hook_events *e, int n, int64_t hook_id)
{
    str *name = new (cx->mem, str, n + 1);
    int k = 0;
    for (int i = 0; i < n; i++)
        if (e[i].hook_id == hook_id)
            name[k++] = e[i].event;
    return str_join(cx->mem, name, k, S(" "));
}

static str state_of(const struct hook_all *r)
{
    if (!r->is_on)
        return S("off");
    if (r->n_failed)
        return S("fails");
    return r->last_at ? S("works") : S("new");
}

result hook_list(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct hook **out, int *n)
{
    struct hook_all *r;
    struct hook_events *e;
    int n_event;
    TRY(hook_all(db, (struct hook_all_args){ .org_id = org_id, .id = id }, &r, n));
    TRY(hook_events(db, (struct hook_events_args){ .org_id = org_id }, &e, &n_event));
    *out = new (cx->mem, struct hook, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct hook){ .id = r[i].id,
                                   .made_at = r[i].made_at,
                                   .secret_no = r[i].secret_no,
                                   .rotated_at = r[i].rotated_at,
                                   .n_failed = r[i].n_failed,
                                   .due_at = r[i].n_waiting ? r[i].due_at : 0,
                                   .last_at = r[i].last_at,
                                   .last_status = r[i].last_status,
                                   .last_trouble = r[i].last_trouble,
                                   .n_waiting = r[i].n_waiting,
                                   .n_given_up = r[i].n_given_up,
                                   .url = r[i].url,
                                   .events = events_of(cx, e, n_event, r[i].id),
                                   .state = state_of(&r[i]),
                                   .is_on = r[i].is_on };
    return OK;
}

result hook_get(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct hook *out)
{
    struct hook *row;
    int n = 0;
    if (id > 0)
        TRY(hook_list(cx, db, org_id, id, &row, &n));
    if (n == 0)
        return hook_not_found(cx);
    *out = row[0];
    return OK;
}

/* ---- networks ---- */

result hook_networks_read(struct cx *cx, struct db *db, struct network **out, int *n)
{
    struct hook_networks *row;
    TRY(hook_networks(db, &row, n));
    *out = new (cx->mem, struct network, *n + 1);
    for (int i = 0; i < *n; i++)
        if (!network_parse(row[i].network, &(*out)[i]))
            return fail(cx, .kind = ERR_BUG, .code = S("hook.network"), .message = row[i].network);
    return OK;
}

result hook_network_allow(struct cx *cx, struct db *db, str network, bool allow)
{
    struct network net;
    int64_t changed = 1;
    if (!network_parse(network, &net))
        return fail(cx, .kind = ERR_INVALID, .code = S("hook.network"), .field = S("network"),
                    .message = TRF(cx, "{1} is not a network like 10.0.0.0/8.", network));
    if (allow)
        return hook_network_put(db, (struct hook_network_put_args){ .network_text = network });
    TRY(hook_network_drop(db, (struct hook_network_drop_args){ .network_text = network }, &changed));
    return changed ? OK
                   : fail(cx, .kind = ERR_NOT_FOUND, .code = S("hook.network"), .field = S("network"),
                          .message = TRF(cx, "{1} is not among the allowed networks.", network));
}

/* ---- the room ---- */

/* A system that was away for a moment is nobody's worry. */
static result waits_failing(struct web *w, struct db *db, int64_t *n)
{
    struct hook_failing row;
    TRY(hook_failing(db, (struct hook_failing_args){ .org_id = w->org_id }, &row));
    *n = row.n_hook;
    return OK;
}

static const struct waiting waits[] = {
    { T("{1} other systems do not take our messages"), "/orgs/:org/webhooks", CAP_HOOK, 60, waits_failing },
};
static const struct menu menu[] = {
    { "/orgs/:org/webhooks", T("Webhooks"), CAP_HOOK, 96, true },
};
static const struct invariant invariants[] = {
    { "hooks.delivery_of_hook", &inv_hook_delivery_of_hook_stmt },
    { "hooks.event_of_hook", &inv_hook_event_of_hook_stmt },
    { "hooks.listener", &inv_hook_listener_stmt },
};
static const struct feature_job jobs[] = {
    { "hooks.send", 1, hook_job },
    { "hooks.forget", 24 * 60, hook_job_forget },
};
static const struct personal_field personal[] = {
    { "hook", "url", T("Address of another system"), T("To tell it what happens in the books"), T("Contract of use"),
      T("Whoever connects other systems"), T("Until the subscription is removed: name no person in it"), false,
      PERSONAL_TIMED, .words = true },
};

const struct feature hooks_feature = { .name = "hooks",
                                       .routes = hook_routes,
                                       .n_routes = N_HOOK_ROUTES,
                                       .commands = hook_commands,
                                       .n_commands = N_HOOK_COMMANDS,
                                       .waits = waits,
                                       .n_waits = COUNT(waits),
                                       .menu = menu,
                                       .n_menu = COUNT(menu),
                                       .invariants = invariants,
                                       .n_invariants = COUNT(invariants),
                                       .personal = personal,
                                       .n_personal = COUNT(personal),
                                       .jobs = jobs,
                                       .n_jobs = COUNT(jobs) };

/* Pages of subscriptions: what there is, a new one, one with its secret shown once, what can be done with it. */
#include "features/trust/hooks/hooks_parts.h"
#include "hooks.html.h"

#include "web/list/list.h"

#define AT(m) offsetof(struct hook_form_in, m)
static const struct field fields[] = {
    { .name = "url",
      .label = T("Address"),
      .type = FIELD_TEXT,
      .at = AT(url),
      .required = true,
      .max = 500,
      .help = T("Where messages go: https, without user name and password.") },
};
static const struct field event_fields[] = {
    { .name = "event",
      .label = T("Event"),
      .type = FIELD_TEXT,
      .at = offsetof(struct hook_event_row, event),
      .max = 60 },
    { .name = "on", .label = T("Tell"), .type = FIELD_BOOL, .at = offsetof(struct hook_event_row, on) },
};
const struct form hook_form = { .name = "webhook",
                                .fields = fields,
                                .n_fields = COUNT(fields),
                                .size = sizeof(struct hook_form_in),
                                .row_fields = event_fields,
                                .n_row_fields = COUNT(event_fields),
                                .row_size = sizeof(struct hook_event_row),
                                .rows_at = AT(row),
                                .n_rows_at = AT(n_row) };

struct switch_in {
    bool on;
};
static const struct field switch_fields[] = {
    { .name = "on", .label = T("Switched on"), .type = FIELD_BOOL, .at = offsetof(struct switch_in, on) },
};
const struct form hook_switch_form = { .name = "webhook_switch",
                                       .fields = switch_fields,
                                       .n_fields = COUNT(switch_fields),
                                       .size = sizeof(struct switch_in) };

struct again_row {
    int64_t id;
};
struct again_in {
    struct again_row *row;
    int n_row;
};
static const struct field again_fields[] = {
    { .name = "id", .label = T("Message"), .type = FIELD_ID, .at = offsetof(struct again_row, id) },
};
const struct form hook_again_form = { .name = "webhook_again",
                                      .size = sizeof(struct again_in),
                                      .row_fields = again_fields,
                                      .n_row_fields = COUNT(again_fields),
                                      .row_size = sizeof(struct again_row),
                                      .rows_at = offsetof(struct again_in, row),
                                      .n_rows_at = offsetof(struct again_in, n_row) };

struct work {
    struct web *w;
    struct hook *row;
    int n;
    struct hook one;
    struct hook_key key;
    struct hook_in in;
    struct hook_made made;
    struct hook_again again;
    bool on;
};

static str path_of(const struct web *w, int64_t id)
{
    if (!id)
        return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/webhooks", STR_ARG(w->org_code));
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/webhooks/%lld", STR_ARG(w->org_code), (long long)id);
}

/* ---- all of them ---- */

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_list(cx, db, k->w->org_id, 0, &k->row, &k->n);
}

static bool ticked(const struct hook_form_in *in, const char *event)
{
    for (int i = 0; in && i < in->n_row; i++)
        if (in->row[i].on && str_eq(in->row[i].event, str_of(event)))
            return true;
    return false;
}

static const struct hook_choice *choices_of(struct web *w, const struct hook_form_in *in, int *n)
{
    int most = 0;
    *n = 0;
    for (int f = 0; f < n_features; f++)
        most += features[f]->n_events;
    struct hook_choice *c = new (w->cx->mem, struct hook_choice, most + 1);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_events; i++) {
            const struct feature_event *e = &features[f]->events[i];
            c[(*n)++] = (struct hook_choice){ e, ticked(in, e->name) };
        }
    return c;
}

static result show(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w };
    struct hooks_page m = { .csrf = web_csrf_fields(w), .org_code = w->org_code };
    str title = tr(w->cx, "Webhooks");
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &k));
    m.rq = again ? w->rq : NULL;
    m.in = again ? w->in : NULL;
    m.row = k.row, m.n = k.n;
    m.choice = choices_of(w, m.in, &m.n_choice);
    if (web_wants_json(w))
        return web_data(w, &m);
    hooks_draw(&h, &m);
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result hooks_show(struct web *w) { return show(w, false); }
static result hooks_again(struct web *w) { return show(w, true); }

/* ---- one ---- */

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_get(cx, db, k->w->org_id, k->made.id, &k->one);
}

static result show_one(struct web *w, struct hook_made made)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w, .made = made };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &k));
    struct hook_page m = { .csrf = web_csrf_fields(w), .org_code = w->org_code, .fresh = made.secret, .k = &k.one };
    if (made.secret.n) {
        response_header(w->rs, S("Cache-Control"), S("no-store"));
        if (web_wants_json(w))
            return web_data(w, &made);
    }
    if (web_wants_json(w))
        return web_data(w, m.k);
    hook_draw(&h, &m);
    return web_page(w, tr(w->cx, "Webhook"), &h);
}

static result one_show(struct web *w) { return show_one(w, (struct hook_made){ .id = web_param_id(w, S("id")) }); }

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_add(cx, db, &k->key, &k->in, &k->made);
}

static result hooks_post(struct web *w)
{
    const struct hook_form_in *in = w->in;
    struct work k = { .w = w, .in = { .org_id = w->org_id, .url = in->url, .request_id = w->request_id } };
    str *event = new (w->cx->mem, str, in->n_row + 1);
    for (int i = 0; i < in->n_row; i++)
        if (in->row[i].on)
            event[k.in.n_event++] = in->row[i].event;
    k.in.event = event;
    TRY(hook_key_get(w->cx, w->store, &k.key));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &k));
    return show_one(w, k.made);
}

static result secret_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_rotate_secret(cx, db, &k->key, k->w->org_id, &k->made);
}

static result secret_post(struct web *w)
{
    struct work k = { .w = w, .made = { .id = web_param_id(w, S("id")) } };
    TRY(hook_key_get(w->cx, w->store, &k.key));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, secret_work, &k));
    return show_one(w, k.made);
}

static result test_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_test(cx, db, k->w->org_id, k->made.id);
}

/* What waits before the test goes first; the answer is on the page that comes. */
static result test_post(struct web *w)
{
    struct work k = { .w = w, .made = { .id = web_param_id(w, S("id")) } };
    struct hook_sending now = { .org_id = w->org_id, .hook_id = k.made.id, .seconds = 5 };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, test_work, &k));
    TRY(hook_send(w->cx, w->store, &now));
    web_flash(w, now.n_failed ? tr(w->cx, "The test was not taken.") : tr(w->cx, "The test was sent and taken."));
    return web_redirect(w, path_of(w, k.made.id));
}

static result switch_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_set_on(cx, db, k->w->org_id, k->made.id, k->on);
}

static result switch_post(struct web *w)
{
    struct work k = { .w = w, .made = { .id = web_param_id(w, S("id")) }, .on = ((const struct switch_in *)w->in)->on };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, switch_work, &k));
    web_flash(w, k.on ? tr(w->cx, "Switched on.") : tr(w->cx, "Switched off."));
    return web_redirect(w, path_of(w, k.made.id));
}

static result remove_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_remove(cx, db, k->w->org_id, k->made.id);
}

static result remove_post(struct web *w)
{
    struct work k = { .w = w, .made = { .id = web_param_id(w, S("id")) } };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, remove_work, &k));
    web_flash(w, tr(w->cx, "The subscription was removed."));
    return web_redirect(w, path_of(w, 0));
}

/* ---- again ---- */

static result again_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct hook_again_page m = { .csrf = web_csrf_fields(w), .org_code = w->org_code };
    int64_t *id = new (w->cx->mem, int64_t, LIST_SELECT_MAX);
    m.id = id;
    m.n = list_selected(w, id, LIST_SELECT_MAX);
    hook_again_draw(&h, &m);
    return web_page(w, tr(w->cx, "Send again"), &h);
}

static result again_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return hook_send_again(cx, db, &k->again);
}

static result again_post(struct web *w)
{
    const struct again_in *in = w->in;
    int64_t *id = new (w->cx->mem, int64_t, in->n_row + 1);
    struct work k = { .w = w, .again = { .org_id = w->org_id, .id = id, .n = in->n_row } };
    for (int i = 0; i < in->n_row; i++)
        id[i] = in->row[i].id;
    TRY(store_write(w->store, w->cx, &w->org_id, 1, again_work, &k));
    web_flash(w, TRF(w->cx, "{1} messages wait to be sent again.", str_from_i64(w->cx->mem, k.again.n_again)));
    return web_redirect(w, str_fmt(w->cx->mem, STR_FMT "/deliveries", STR_ARG(path_of(w, 0))));
}

/* ---- tables ---- */

static const struct data_field hook_fields[] = {
    DATA(hook, id),        DATA(hook, url),         DATA(hook, events),       DATA(hook, state),
    DATA(hook, is_on),     DATA(hook, made_at),     DATA(hook, secret_no),    DATA(hook, rotated_at),
    DATA(hook, n_waiting), DATA(hook, n_given_up),  DATA(hook, n_failed),     DATA(hook, due_at),
    DATA(hook, last_at),   DATA(hook, last_status), DATA(hook, last_trouble),
};
const struct data hook_data = DATA_OF(hook, hook_fields);
static const struct data_field page_fields[] = { DATA_LIST("rows", hooks_page, row, n, &hook_data) };
static const struct data hooks_data = DATA_OF(hooks_page, page_fields);
static const struct data_field made_fields[] = { DATA(hook_made, id), DATA(hook_made, secret) };
static const struct data made_data = DATA_OF(hook_made, made_fields);

const struct route hook_routes[N_HOOK_ROUTES] = {
    { METHOD_GET, "/orgs/:org/webhooks", CAP_HOOK, WALL_OWN, NULL, hooks_show, T("Webhooks"), NULL, &hooks_data },
    { METHOD_POST, "/orgs/:org/webhooks", CAP_HOOK, WALL_OWN, &hook_form, hooks_post, T("Webhooks"), hooks_again,
      &made_data },
    { METHOD_GET, "/orgs/:org/webhooks/deliveries", CAP_HOOK, WALL_OWN, NULL, hook_deliveries_show, T("Messages sent"),
      NULL, &hook_delivery_data },
    { METHOD_GET, "/orgs/:org/webhooks/again", CAP_HOOK, WALL_OWN, NULL, again_show, T("Send again"), NULL },
    { METHOD_POST, "/orgs/:org/webhooks/again", CAP_HOOK, WALL_OWN, &hook_again_form, again_post, T("Send again"),
      NULL },
    { METHOD_GET, "/orgs/:org/webhooks/:id", CAP_HOOK, WALL_OWN, NULL, one_show, T("Webhook"), NULL, &hook_data },
    { METHOD_POST, "/orgs/:org/webhooks/:id/test", CAP_HOOK, WALL_OWN, &form_empty, test_post, T("Send a test"), NULL },
    { METHOD_POST, "/orgs/:org/webhooks/:id/secret", CAP_HOOK, WALL_OWN, &form_empty, secret_post, T("New secret"),
      NULL, &made_data },
    { METHOD_POST, "/orgs/:org/webhooks/:id/switch", CAP_HOOK, WALL_OWN, &hook_switch_form, switch_post,
      T("Switch on or off"), NULL },
    { METHOD_POST, "/orgs/:org/webhooks/:id/remove", CAP_HOOK, WALL_OWN, &form_empty, remove_post,
      T("Remove the subscription"), NULL },
};

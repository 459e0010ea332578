/* The list of messages: what was told, to whom, how it went. Reading, drawing and files are web/list's. */
#include "features/trust/hooks/hooks_parts.h"
#include "hooks.sql.h"

#include "web/list/list_data.h"

enum { C_TIME, C_EVENT, C_SUBJECT, C_URL, C_STATE, C_ATTEMPTS, C_TRIED, C_ANSWER, C_NEXT, N_C };
static const struct list_col col[N_C] = {
    [C_TIME] = { "happened_at", T("Happened"), LIST_TEXT, "by_time" },
    [C_EVENT] = { "event", T("Event"), LIST_TEXT, "by_event" },
    [C_SUBJECT] = { "subject", T("About"), LIST_TEXT, NULL },
    [C_URL] = { "url", T("Address"), LIST_TEXT, NULL },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
    [C_ATTEMPTS] = { "n_attempt", T("Attempts"), LIST_INT, NULL },
    [C_TRIED] = { "tried_at", T("Last attempt"), LIST_TEXT, NULL },
    [C_ANSWER] = { "answer", T("Last answer"), LIST_TEXT, NULL },
    [C_NEXT] = { "next_at", T("Next attempt"), LIST_TEXT, NULL, LIST_OFF },
};

static str instant_or_none(struct arena *mem, int64_t at) { return at ? instant_text(mem, at, ZONE_VN) : S(""); }

static enum tone tone_of(str state)
{
    if (str_eq(state, S("done")))
        return TONE_OK;
    return str_eq(state, S("waiting")) ? TONE_WAIT : TONE_BAD;
}

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct hook_delivery_list *r = row;
    struct cx *cx = v->w->cx;
    out->id = r->id;
    out->fixed = !str_eq(r->state, S("given_up"));
    out->cell[C_TIME] = list_text(instant_text(cx->mem, r->happened_at, ZONE_VN));
    out->cell[C_EVENT] = list_text(hook_event_label(cx, r->event));
    out->cell[C_SUBJECT] = list_text(str_fmt(cx->mem, STR_FMT " %lld", STR_ARG(r->subject), (long long)r->subject_id));
    out->cell[C_URL] = list_text(r->url);
    out->cell[C_STATE] = list_state(tone_of(r->state), hook_state_label(cx, r->state));
    out->cell[C_ATTEMPTS] = list_int(r->n_attempt);
    out->cell[C_TRIED] = list_text(instant_or_none(cx->mem, r->tried_at));
    out->cell[C_ANSWER] = list_text(hook_answer(cx, r->answer_status, r->trouble));
    out->cell[C_NEXT] = list_text(instant_or_none(cx->mem, r->next_at));
}

static const struct list_def deliveries = {
    .name = "messages",
    .title = T("Messages sent"),
    .sort = "-by_time",
    .col = col,
    .n_col = N_C,
    .page = &hook_delivery_list_page,
    .cells = cells,
    .empty_title = T("Nothing was told yet"),
    .empty_text = T("Each event that a subscription wants becomes a message here, sent within a minute."),
};

struct asking {
    int64_t org_id;
    struct hook *row;
    int n;
};

static result hooks_work(struct cx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;
    return hook_list(cx, db, k->org_id, 0, &k->row, &k->n);
}

static int64_t id_of(str s)
{
    int64_t id;
    return str_to_i64(s, &id) ? id : 0;
}

static const struct choice *hook_choices(struct cx *cx, const struct asking *k)
{
    struct choice *c = new (cx->mem, struct choice, k->n + 1);
    c[0] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < k->n; i++)
        c[i + 1] = (struct choice){ str_from_i64(cx->mem, k->row[i].id), k->row[i].url };
    return c;
}

result hook_deliveries_show(struct web *w)
{
    struct list_view v = list_begin(w, &deliveries);
    struct cx *cx = w->cx;
    struct asking k = { .org_id = w->org_id };
    struct choice states[] = { { S(""), tr(cx, "All") },
                               { S("waiting"), tr(cx, "waiting") },
                               { S("done"), tr(cx, "taken") },
                               { S("given_up"), tr(cx, "given up") } };
    struct list_act many[] = { { tr(cx, "Send again"),
                                 str_fmt(cx->mem, "/orgs/" STR_FMT "/webhooks/again", STR_ARG(w->org_code)), S(""),
                                 S("") } };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, hooks_work, &k));
    struct list_filter filter[] = { { S("webhook"), tr(cx, "Address"), hook_choices(cx, &k), k.n + 1 },
                                    { S("state"), tr(cx, "State"), states, COUNT(states) } };
    struct hook_delivery_list_args a = { .org_id = w->org_id,
                                         .hook_id = id_of(list_choice(&v, "webhook")),
                                         .state = list_choice(&v, "state"),
                                         .event = S("") };
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.act = many, v.n_act = COUNT(many);
    return list_show(&v);
}

static const struct data_field fields[] = LIST_FIELDS(hook_delivery_list);
const struct data hook_delivery_data = LIST_DATA("webhook_deliveries", fields);

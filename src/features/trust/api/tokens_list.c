/* The list of tokens: short, read whole. Drawing and files are web/list's. */
#include "features/trust/api/api_parts.h"

#include "web/list/list_data.h"

enum { C_NAME, C_LOGIN, C_MAY, C_MADE, C_UNTIL, C_USED, C_STATE, N_C };
static const struct list_col col[N_C] = {
    [C_NAME] = { "name", T("What for"), LIST_TEXT, "by_name", LIST_KEY },
    [C_LOGIN] = { "login", T("User name"), LIST_TEXT, "by_login" },
    [C_MAY] = { "scopes", T("May do"), LIST_TEXT, NULL },
    [C_MADE] = { "made_on", T("Issued on"), LIST_DATE, "by_made" },
    [C_UNTIL] = { "until", T("Until"), LIST_DATE, "by_until" },
    [C_USED] = { "used_at", T("Last used"), LIST_TEXT, NULL },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
};

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct token *t = row;
    struct cx *cx = v->w->cx;
    out->path = str_fmt(cx->mem, STR_FMT "/%lld", STR_ARG(v->base), (long long)t->id);
    out->cell[C_NAME] = list_text(t->name);
    out->cell[C_LOGIN] = list_text(t->login);
    out->cell[C_MAY] = list_text(t->scopes);
    out->cell[C_MADE] = list_date(date_of_instant(t->made_at, ZONE_VN));
    out->cell[C_UNTIL] = list_date(t->until);
    out->cell[C_USED] = list_text(t->used_at ? instant_text(cx->mem, t->used_at, ZONE_VN) : S(""));
    out->cell[C_STATE] =
        list_state(str_eq(t->state, S("live")) ? TONE_OK : TONE_PLAIN, token_state_label(cx, t->state));
}

static const struct list_def tokens = {
    .name = "tokens",
    .title = T("Access for programs"),
    .sort = "-by_made",
    .col = col,
    .n_col = N_C,
    .cells = cells,
    .search = T("What for or user name"),
    .empty_title = T("No program has access"),
    .empty_text = T("Scales, spreadsheets and other systems get theirs here."),
};

static const struct data_field fields[] = LIST_ARRAY_FIELDS(&token_data);
const struct data tokens_data = LIST_DATA("tokens", fields);

struct reading {
    struct web *w;
    struct token *row;
    int n;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct reading *k = arg;
    return token_list(cx, db, k->w->org_id, tokens_whose(k->w), &k->row, &k->n);
}

static void take_state(const struct list_view *v, struct reading *k)
{
    str state = list_choice(v, "state");
    int n = 0;
    for (int i = 0; i < k->n; i++)
        if (!state.n || str_eq(state, k->row[i].state))
            k->row[n++] = k->row[i];
    k->n = n;
}

result tokens_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &tokens);
    struct reading k = { .w = w };
    struct choice state[] = { { S(""), tr(cx, "All") },
                              { S("live"), token_state_label(cx, S("live")) },
                              { S("ended"), token_state_label(cx, S("ended")) },
                              { S("revoked"), token_state_label(cx, S("revoked")) } };
    struct list_filter filter[] = { { S("state"), tr(cx, "State"), state, COUNT(state) } };
    v.base = tokens_path(w);
    struct action act[] = { { tr(cx, "Make a token"), str_fmt(cx->mem, STR_FMT "/new", STR_ARG(v.base)), false },
                            { tr(cx, "Description of the API"), S("/api/v1/openapi.json"), true } };
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, list_work, &k));
    take_state(&v, &k);
    struct list_array a = { k.row, sizeof *k.row, k.n, false };
    v.array = &a;
    v.note = tr(cx, "A token lets a program work in your name, with the rights that you choose and no more.");
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = act, v.n_action = COUNT(act);
    v.first = act;
    return list_show(&v);
}

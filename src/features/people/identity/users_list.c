/* The list of users. Reading, drawing and files are web/list's. */
#include "features/people/identity/identity_forms.h"
#include "features/people/identity/identity_parts.h"
#include "identity.sql.h"

#include "base/text.h"
#include "web/list/list_data.h"

enum { C_LOGIN, C_NAME, C_ORG, C_ROLE, C_STATE, C_SECOND, C_MADE, N_C };
static const struct list_col col[N_C] = {
    [C_LOGIN] = { "login", T("User name"), LIST_TEXT, "by_login", LIST_KEY },
    [C_NAME] = { "full_name", T("Name"), LIST_TEXT, "by_name" },
    [C_ORG] = { "org_name", T("Organisation"), LIST_TEXT, NULL },
    [C_ROLE] = { "role", T("Roles"), LIST_TEXT, NULL },
    [C_STATE] = { "state", T("State"), LIST_STATE, NULL },
    [C_SECOND] = { "second_factor", T("Two-step log-in"), LIST_TEXT, NULL, LIST_OFF },
    [C_MADE] = { "created_on", T("Since"), LIST_DATE, "by_made", LIST_OFF },
};

static void cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct user_page *r = row;
    struct cx *cx = v->w->cx;
    str role = role_words(cx, r->role);
    out->id = r->id;
    out->path = str_fmt(cx->mem, "/users/%lld", (long long)r->id);
    out->cell[C_LOGIN] = list_text(r->login);
    out->cell[C_NAME] = list_text(r->full_name);
    out->cell[C_ORG] = list_text(r->org_name);
    out->cell[C_ROLE] = list_text(
        r->n_role > 1 ? str_fmt(cx->mem, STR_FMT " (+%lld)", STR_ARG(role), (long long)(r->n_role - 1)) : role);
    out->cell[C_STATE] = !r->is_active          ? list_state(TONE_PLAIN, tr(cx, "account locked"))
                         : r->first_password_at ? list_state(TONE_WAIT, tr(cx, "first password"))
                                                : list_state(TONE_OK, tr(cx, "active"));
    out->cell[C_SECOND] = list_text(r->second_on_at ? tr(cx, "on") : tr(cx, "off"));
    out->cell[C_MADE] = list_date(date_of_instant(r->created_at, ZONE_VN));
}

static const struct list_def users = {
    .name = "users",
    .title = T("Users"),
    .sort = "by_login",
    .col = col,
    .n_col = N_C,
    .page = &user_page_page,
    .cells = cells,
    .search = T("Name or user name"),
    .empty_title = T("No users yet"),
    .empty_text = T("Add the people who work with the program."),
};

static const struct data_field list_fields[] = LIST_FIELDS(user_page);
const struct data users_data = LIST_DATA("users", list_fields);

static struct choice *role_choices(struct cx *cx)
{
    struct choice *c = new (cx->mem, struct choice, n_roles + 1);
    c[0] = (struct choice){ S(""), tr(cx, "All") };
    for (int i = 0; i < n_roles; i++)
        c[i + 1] = (struct choice){ str_of(roles[i].key), tr(cx, roles[i].label) };
    return c;
}

result users_show(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &users);
    struct choice states[] = { { S(""), tr(cx, "All") },
                               { S("active"), tr(cx, "active") },
                               { S("locked"), tr(cx, "account locked") },
                               { S("first"), tr(cx, "first password") },
                               { S("one"), tr(cx, "without two-step log-in") } };
    struct list_filter filter[] = { { S("role"), tr(cx, "Role"), role_choices(cx), n_roles + 1 },
                                    { S("state"), tr(cx, "State"), states, COUNT(states) } };
    struct action act[] = { { tr(cx, "Add a user"), S("/users/new"), false } };
    struct user_page_args a = { .name_fold = v.fold,
                                .role = list_choice(&v, "role"),
                                .on_on = date_of_instant(cx->now_at, ZONE_VN),
                                .state_code = list_choice(&v, "state") };
    v.args = &a;
    v.filter = filter, v.n_filter = COUNT(filter);
    v.action = act, v.n_action = COUNT(act);
    return list_show(&v);
}

/* ---- words of users that are older than these columns ---- */

static result words_work(struct cx *cx, struct db *db, void *arg)
{
    struct user_without_words *r;
    int *n = arg;
    TRY(user_without_words(db, &r, n));
    for (int i = 0; i < *n; i++)
        TRY(user_words_put(db, (struct user_words_put_args){ .name_fold = text_fold(cx->mem, r[i].full_name),
                                                             .name_sort = text_sort_key(cx->mem, r[i].full_name),
                                                             .id = r[i].id }));
    return OK;
}

result identity_load_reference(struct cx *cx, struct store *s)
{
    enum { AT_ONCE = 1000 }; /* as the query says */
    for (int n = AT_ONCE; n == AT_ONCE;)
        TRY(store_write(s, cx, NULL, 0, words_work, &n));
    return OK;
}

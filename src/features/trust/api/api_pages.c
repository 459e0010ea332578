/* Tokens on pages: a new one, shown once; one, and withdrawing it. Needs a person: a token makes no tokens. The list:
   tokens_list.c. */
#include "features/people/identity/identity.h"
#include "features/trust/api/api_parts.h"
#include "api.html.h"
#include "web/openapi.h"

/* What people read for each capability that a program may get. */
#define SCOPES(X)                                                                                                      \
    X(ORG_READ, T("See the register"))                                                                                 \
    X(ORG_WRITE, T("Change the register"))                                                                             \
    X(MEMBER_READ, T("See members and partners"))                                                                      \
    X(MEMBER_WRITE, T("Add and change members and partners"))                                                          \
    X(MEMBER_ID, T("See whole personal numbers"))                                                                      \
    X(PREPARE, T("Prepare vouchers"))                                                                                  \
    X(POST, T("Post vouchers"))                                                                                        \
    X(VOID, T("Void vouchers"))                                                                                        \
    X(INTAKE, T("Weigh produce in"))                                                                                   \
    X(STOCK_READ, T("See the store and its prices"))                                                                   \
    X(PAY, T("Take in and pay out cash"))                                                                              \
    X(BOOKS_READ, T("See the books"))                                                                                  \
    X(SUBMIT, T("Send figures to the city"))                                                                           \
    X(RECEIVE, T("Receive figures"))                                                                                   \
    X(PLAN_READ, T("See the plan"))                                                                                    \
    X(PLAN_WRITE, T("Enter figures of the plan"))                                                                      \
    X(GRANT, T("Give access to the books"))                                                                            \
    X(PRIVACY, T("Export and erase personal data"))                                                                    \
    X(PRIVACY_READ, T("See which personal data are kept"))                                                             \
    X(IMPORT, T("Bring in files"))                                                                                     \
    X(BACKUP, T("Export everything"))                                                                                  \
    X(DUTY, T("Mark duties as done"))                                                                                  \
    X(HOOK, T("Tell other systems what happens"))                                                                      \
    X(ATTACH, T("Add files, notes and tags to records"))                                                               \
    X(ADMIN, T("Manage users"))

#define AT(m) offsetof(struct token_in, m)
static const struct field fields[] = {
    { .name = "name",
      .label = T("What for"),
      .type = FIELD_TEXT,
      .at = AT(name),
      .required = true,
      .max = 80,
      .help = T("The program or device, like: scales in the yard.") },
    { .name = "until", .label = T("Until"), .type = FIELD_DATE, .at = AT(until), .required = true },
#define X(id, words) { .name = "scope_" #id, .label = words, .type = FIELD_BOOL, .at = AT(scope[CAP_##id]) },
    SCOPES(X)
#undef X
};
const struct form token_form = {
    .name = "token", .fields = fields, .n_fields = COUNT(fields), .size = sizeof(struct token_in)
};
static const struct field id_fields[] = {
    { .name = "id", .label = "id", .type = FIELD_ID, .at = offsetof(struct token_id_in, id), .required = true },
};
const struct form token_id_form = {
    .name = "token_id", .fields = id_fields, .n_fields = COUNT(id_fields), .size = sizeof(struct token_id_in)
};

const char *token_scope_field(enum cap c)
{
    for (int i = 0; i < COUNT(fields); i++)
        if (fields[i].at == AT(scope) + (size_t)c && fields[i].type == FIELD_BOOL)
            return fields[i].name;
    return NULL;
}

struct work {
    struct web *w;
    struct token_new in;
    struct token_made made;
    struct token one;
    int64_t id;
};

int64_t tokens_whose(const struct web *w) { return cx_can(w->cx, CAP_GRANT) ? 0 : w->cx->actor.user_id; }

str tokens_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/tokens", STR_ARG(w->org_code));
}

str token_state_label(struct cx *cx, str state)
{
    if (str_eq(state, S("live")))
        return tr(cx, "in force");
    return str_eq(state, S("revoked")) ? tr(cx, "withdrawn") : tr(cx, "ended");
}

/* ---- a new one ---- */

static result new_page(struct web *w, bool again)
{
    struct html h = html_new(w->cx);
    struct token_in start = { .until = date_add_days(date_of_instant(w->cx->now_at, ZONE_VN), 90) };
    token_new_draw(&h, &(struct token_new_page){ .csrf = web_csrf_fields(w),
                                                 .rq = again ? w->rq : NULL,
                                                 .in = again ? w->in : &start,
                                                 .path = tokens_path(w),
                                                 .caps = w->cx->actor.caps });
    str title = tr(w->cx, "Make a token");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result new_show(struct web *w) { return new_page(w, false); }
static result new_again(struct web *w) { return new_page(w, true); }

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return token_add(cx, db, &k->in, &k->made);
}

static result tokens_post(struct web *w)
{
    const struct token_in *in = w->in;
    struct work k = { .in = { .org_id = w->org_id,
                              .user_id = w->cx->actor.user_id,
                              .name = in->name,
                              .until = in->until,
                              .request_id = w->request_id } };
    for (int c = CAP_LOGIN + 1; c < CAP_COUNT; c++)
        if (in->scope[c])
            k.in.scopes |= CAP_BIT(c);
    TRY(store_write(w->store, w->cx, &w->org_id, 1, add_work, &k));
    struct html h = html_new(w->cx);
    token_made_draw(&h, k.made.token, tokens_path(w));
    response_header(w->rs, S("Cache-Control"), S("no-store"));
    return web_page(w, tr(w->cx, "Token"), &h);
}

/* ---- one ---- */

static const struct data_field token_fields[] = {
    DATA(token, id),      DATA(token, name),  DATA(token, login),   DATA(token, scopes),     DATA(token, state),
    DATA(token, made_at), DATA(token, until), DATA(token, used_at), DATA(token, revoked_at),
};
const struct data token_data = DATA_OF(token, token_fields);

static str scope_words(struct cx *cx, str names)
{
    uint64_t bits;
    str word[COUNT(fields)];
    int n = 0;
    if (!token_scopes_of(cx, names, &bits).ok)
        return names;
    for (int i = 0; i < COUNT(fields); i++)
        for (int c = CAP_LOGIN + 1; c < CAP_COUNT; c++)
            if (bits & CAP_BIT(c) && fields[i].name == token_scope_field((enum cap)c))
                word[n++] = tr(cx, fields[i].label);
    return str_join(cx->mem, word, n, S("; "));
}

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return token_get(cx, db, k->w->org_id, (struct token_key){ tokens_whose(k->w), k->id }, &k->one);
}

static result token_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w, .id = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &k));
    if (web_wants_json(w))
        return web_data(w, &k.one);
    token_draw(&h, &(struct token_page){ .csrf = web_csrf_fields(w),
                                         .path = tokens_path(w),
                                         .may_do = scope_words(w->cx, k.one.scopes),
                                         .token = k.one });
    return web_page(w, k.one.name, &h);
}

static result revoke_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return token_revoke(cx, db, k->w->org_id, tokens_whose(k->w), k->id);
}

static result revoke_post(struct web *w)
{
    struct work k = { .w = w, .id = ((const struct token_id_in *)w->in)->id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, revoke_work, &k));
    web_flash(w, tr(w->cx, "The token is withdrawn."));
    return web_redirect(w, tokens_path(w));
}

static result openapi_show(struct web *w) { return web_json(w, 200, openapi_of(w->cx, w->app)); }

const struct route api_routes[N_API_ROUTES] = {
    { METHOD_GET, "/api/v1/openapi.json", CAP_PUBLIC, WALL_NONE, NULL, openapi_show, T("Description of the API"), NULL,
      &data_file },
    { METHOD_GET, "/orgs/:org/tokens", CAP_LOGIN, WALL_OWN, NULL, tokens_show, T("Access for programs"), NULL,
      &tokens_data },
    { METHOD_GET, "/orgs/:org/tokens/new", CAP_LOGIN, WALL_OWN, NULL, new_show, T("Make a token"), NULL },
    { METHOD_GET, "/orgs/:org/tokens/:id", CAP_LOGIN, WALL_OWN, NULL, token_show, T("Token"), NULL, &token_data },
    { METHOD_POST, "/orgs/:org/tokens", CAP_LOGIN, WALL_OWN, &token_form, tokens_post, T("Make a token"), new_again },
    { METHOD_POST, "/orgs/:org/tokens/revoke", CAP_LOGIN, WALL_OWN, &token_id_form, revoke_post,
      T("Access for programs"), NULL },
};

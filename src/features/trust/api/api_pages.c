/* Tokens on a page: what there is, a new one shown once, withdrawing. Needs a person: a token makes no tokens. */
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
    struct token *row;
    int n;
    struct token_new in;
    struct token_made made;
    int64_t id;
};

/* Whoever gives access to the books also sees and withdraws other people's tokens. */
static int64_t whose(const struct web *w) { return cx_can(w->cx, CAP_GRANT) ? 0 : w->cx->actor.user_id; }

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return token_list(cx, db, k->w->org_id, whose(k->w), &k->row, &k->n);
}

static result show(struct web *w, str fresh, bool again)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w };
    struct token_in start = { .until = date_add_days(date_of_instant(w->cx->now_at, ZONE_VN), 90) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &k));
    struct tokens_page m = { .csrf = web_csrf_fields(w),
                             .rq = again ? w->rq : NULL,
                             .in = again ? w->in : &start,
                             .org_code = w->org_code,
                             .fresh = fresh,
                             .row = k.row,
                             .n = k.n,
                             .of_all = whose(w) == 0,
                             .caps = w->cx->actor.caps };
    if (web_wants_json(w))
        return web_data(w, &m);
    tokens_draw(&h, &m);
    str title = tr(w->cx, "Access for programs");
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

static result tokens_show(struct web *w) { return show(w, S(""), false); }
static result tokens_again(struct web *w) { return show(w, S(""), true); }

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
    response_header(w->rs, S("Cache-Control"), S("no-store"));
    return show(w, k.made.token, false);
}

static result revoke_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return token_revoke(cx, db, k->w->org_id, whose(k->w), k->id);
}

static result revoke_post(struct web *w)
{
    struct work k = { .w = w, .id = ((const struct token_id_in *)w->in)->id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, revoke_work, &k));
    web_flash(w, tr(w->cx, "The token is withdrawn."));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/tokens", STR_ARG(w->org_code)));
}

static result openapi_show(struct web *w) { return web_json(w, 200, openapi_of(w->cx, w->app)); }

static const struct data_field token_fields[] = {
    DATA(token, id),      DATA(token, name),  DATA(token, login),   DATA(token, scopes),     DATA(token, state),
    DATA(token, made_at), DATA(token, until), DATA(token, used_at), DATA(token, revoked_at),
};
const struct data token_data = DATA_OF(token, token_fields);
static const struct data_field page_fields[] = { DATA_LIST("rows", tokens_page, row, n, &token_data) };
static const struct data tokens_data = DATA_OF(tokens_page, page_fields);

const struct route api_routes[N_API_ROUTES] = {
    { METHOD_GET, "/api/v1/openapi.json", CAP_PUBLIC, WALL_NONE, NULL, openapi_show, T("Description of the API"), NULL,
      &data_file },
    { METHOD_GET, "/orgs/:org/tokens", CAP_LOGIN, WALL_OWN, NULL, tokens_show, T("Access for programs"), NULL,
      &tokens_data },
    { METHOD_POST, "/orgs/:org/tokens", CAP_LOGIN, WALL_OWN, &token_form, tokens_post, T("Access for programs"),
      tokens_again },
    { METHOD_POST, "/orgs/:org/tokens/revoke", CAP_LOGIN, WALL_OWN, &token_id_form, revoke_post,
      T("Access for programs"), NULL },
};

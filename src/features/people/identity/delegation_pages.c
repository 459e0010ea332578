/* Delegations on a page: what I handed over, what was handed to me, a new one. Whoever opens the books to others sees
   and ends those of everybody. */
#include "features/people/identity/delegation_pages.h"
#include "features/people/identity/identity_parts.h"
#include "delegation.html.h"

#define AT(m) offsetof(struct delegation_form_in, m)
static const struct field fields[] = {
    { .name = "to", .label = T("To whom"), .type = FIELD_TEXT, .at = AT(to), .required = true, .max = 40 },
    { .name = "from", .label = T("From"), .type = FIELD_DATE, .at = AT(from), .required = true },
    { .name = "until", .label = T("Until"), .type = FIELD_DATE, .at = AT(until), .required = true },
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = AT(reason),
      .required = true,
      .max = 200,
      .help = T("Like: on leave, at a meeting.") },
    { .name = "all", .label = T("Everything that my role allows"), .type = FIELD_BOOL, .at = AT(all) },
#define CAP_WORDS(id, words) { .name = "cap_" #id, .label = words, .type = FIELD_BOOL, .at = AT(cap[CAP_##id]) },
#include "features/people/identity/caps.def"
#undef CAP_WORDS
};
const struct form delegation_form = {
    .name = "delegation", .fields = fields, .n_fields = COUNT(fields), .size = sizeof(struct delegation_form_in)
};

const char *delegation_cap_field(enum cap c)
{
    for (int i = 0; i < COUNT(fields) && !(CAP_BIT(c) & CAPS_NEVER_HANDED); i++)
        if (fields[i].at == AT(cap) + (size_t)c && fields[i].type == FIELD_BOOL)
            return fields[i].name;
    return NULL;
}

static const struct data_field row_fields[] = {
    DATA(delegation, id),       DATA(delegation, from_user_id), DATA_AS("from_name", delegation, from_name),
    DATA(delegation, to_user_id), DATA_AS("to_name", delegation, to_name), DATA(delegation, reason),
    DATA(delegation, state),    DATA(delegation, from),         DATA(delegation, until),
};
static const struct data row_data = DATA_OF(delegation, row_fields);
static const struct data_field page_fields[] = {
    DATA(delegations_page, behalf),
    DATA_LIST("rows", delegations_page, row, n, &row_data),
};
const struct data delegations_data = DATA_OF(delegations_page, page_fields);

struct work {
    struct web *w;
    struct delegation *row;
    struct colleague *who;
    uint64_t own;
    int n, n_who;
    struct delegation_in in;
    int64_t id;
};

static bool sees_all(const struct web *w) { return cx_can(w->cx, CAP_GRANT) && !w->cx->actor.behalf_id; }

static result show_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    int64_t me = cx->actor.user_id, org_id = k->w->org_id;
    TRY(delegation_list(cx, db, org_id, sees_all(k->w) ? 0 : me, &k->row, &k->n));
    TRY(delegation_own_caps(cx, db, org_id, me, &k->own));
    return delegation_colleagues(cx, db, org_id, &k->who, &k->n_who);
}

static const struct choice *choices(struct cx *cx, const struct work *k)
{
    struct choice *c = new (cx->mem, struct choice, k->n_who + 1);
    c[0] = (struct choice){ S(""), tr(cx, "Choose…") };
    for (int i = 0; i < k->n_who; i++)
        c[i + 1] = (struct choice){ k->who[i].login, k->who[i].full_name };
    return c;
}

result delegations_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct work k = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    struct delegation_form_in fresh = { .from = date_of_instant(w->cx->now_at, ZONE_VN) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, show_work, &k));
    struct delegations_page m = { .csrf = web_csrf_fields(w),
                                  .rq = post ? w->rq : NULL,
                                  .in = post ? w->in : &fresh,
                                  .org_code = w->org_code,
                                  .me = w->cx->actor.user_id,
                                  .sees_all = sees_all(w),
                                  .behalf = w->cx->actor.behalf_id != 0,
                                  .own = k.own,
                                  .row = k.row,
                                  .n = k.n,
                                  .colleague = choices(w->cx, &k),
                                  .n_colleague = k.n_who + 1 };
    if (web_wants_json(w))
        return web_data(w, &m);
    delegations_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Delegations"), &h) : web_page(w, tr(w->cx, "Delegations"), &h);
}

static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct work *k = arg;
    return delegation_give(cx, db, &k->in, &k->id);
}

static result done(struct web *w, db_work_fn fn, struct work *k, str said)
{
    TRY(store_write(w->store, w->cx, NULL, 0, fn, k));
    web_flash(w, said);
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/delegations", STR_ARG(w->org_code)));
}

result delegations_post(struct web *w)
{
    const struct delegation_form_in *in = w->in;
    struct work k = {
        .w = w, .in = { .org_id = w->org_id, .reason = in->reason, .from = in->from, .until = in->until }
    };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, show_work, &k));
    for (int i = 0; i < k.n_who; i++)
        if (str_eq(k.who[i].login, in->to))
            k.in.to_user_id = k.who[i].id;
    k.in.caps = in->all ? k.own : 0;
    for (int c = 0; c < CAP_COUNT; c++)
        k.in.caps |= in->cap[c] ? CAP_BIT(c) : 0;
    return done(w, give_work, &k, tr(w->cx, "Handed over. It ends by itself."));
}

static result end_work(struct cx *cx, struct db *db, void *arg)
{
    const struct work *k = arg;
    return delegation_withdraw(cx, db, k->w->org_id, k->id);
}

result delegations_end_post(struct web *w)
{
    const struct id_in *in = w->in;
    return done(w, end_work, &(struct work){ .w = w, .id = in->id }, tr(w->cx, "The delegation was withdrawn."));
}

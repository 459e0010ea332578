/* Pages: opening the books to somebody, one access, withdrawing it. The lists: grants_lists.c. */
#include "features/people/identity/grants_pages.h"
#include "features/people/identity/identity_parts.h"
#include "features/people/organisations/organisations.h"
#include "grants.html.h"

struct granting {
    struct web *w;
    const struct choice *grantee;
    int n_grantee;
    struct grant_in in;
    str code;
    int64_t id;
    struct grant one;
};

str grants_path(const struct web *w)
{
    return str_fmt(w->cx->mem, "/orgs/" STR_FMT "/grants", STR_ARG(w->org_code));
}

str grant_books_text(struct cx *cx, const struct grant *g)
{
    bool from = g->books_from.ymd != 0, to = g->books_to.ymd != DATE_OPEN.ymd;
    if (!from && !to)
        return tr(cx, "All");
    return str_fmt(cx->mem, STR_FMT " – " STR_FMT, STR_ARG(from ? date_text(cx->mem, g->books_from) : S("…")),
                   STR_ARG(to ? date_text(cx->mem, g->books_to) : S("…")));
}

enum tone grant_tone(str state) { return str_eq(state, S("live")) ? TONE_OK : TONE_PLAIN; }

str grant_state_label(struct cx *cx, str state)
{
    static const struct {
        const char *state, *label;
    } label[] = { { "live", T("open") }, { "future", T("not yet") }, { "expired", T("expired") } };
    for (int i = 0; i < COUNT(label); i++)
        if (str_eq(state, str_of(label[i].state)))
            return tr(cx, label[i].label);
    return tr(cx, "withdrawn");
}

static result choices_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return org_choices(cx, db, g->w->org_id, &g->grantee, &g->n_grantee);
}

result grant_new_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct granting g = { .w = w };
    bool post = w->rq->method == METHOD_POST;
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, choices_work, &g));
    struct grant_new_page m = { .csrf = web_csrf_fields(w),
                                .rq = post ? w->rq : NULL,
                                .in = post ? w->in : NULL,
                                .path = grants_path(w),
                                .grantee = g.grantee,
                                .n_grantee = g.n_grantee };
    grant_new_draw(&h, &m);
    str title = tr(w->cx, "Open the books to somebody");
    return post ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

/* Read before the writing: a transaction that locks one organisation sees only that one. */
static result grantee_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    struct organisation org;
    TRY(org_by_code(cx, db, g->code, &org));
    g->in.grantee_org_id = org.org_id;
    return OK;
}

static result give_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return grant_give(cx, db, &g->in, &g->id);
}

result grants_post(struct web *w)
{
    const struct grant_form_in *in = w->in;
    struct granting g = { .w = w,
                          .code = in->grantee,
                          .in = { .org_id = w->org_id,
                                  .purpose = in->purpose,
                                  .decision_number = in->decision_number,
                                  .books_from = in->books_from,
                                  .books_to = in->books_to,
                                  .from = in->from,
                                  .until = in->until } };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, grantee_work, &g));
    TRY(store_write(w->store, w->cx, &w->org_id, 1, give_work, &g));
    web_flash(w, tr(w->cx, "Access was given."));
    return web_redirect(w, grants_path(w));
}

/* ---- one ---- */

static const struct data_field grant_fields[] = {
    DATA(grant, id),         DATA(grant, grantee_org_id),  DATA_AS("grantee", grant, grantee_name),
    DATA(grant, purpose),    DATA(grant, decision_number), DATA(grant, state),
    DATA(grant, books_from), DATA(grant, books_to),        DATA(grant, from),
    DATA(grant, until),      DATA(grant, n_use),           DATA(grant, last_use_at),
};
const struct data grant_data = DATA_OF(grant, grant_fields);

static result one_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return grant_get(cx, db, g->w->org_id, g->id, &g->one);
}

result grant_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct granting g = { .w = w, .id = web_param_id(w, S("id")) };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, one_work, &g));
    if (web_wants_json(w))
        return web_data(w, &g.one);
    bool open = str_eq(g.one.state, S("live")) || str_eq(g.one.state, S("future"));
    grant_draw(&h, &(struct grant_page){ .csrf = web_csrf_fields(w),
                                         .path = grants_path(w),
                                         .grant = g.one,
                                         .may_withdraw = open && cx_can(w->cx, CAP_GRANT) });
    return web_page(w, TRF(w->cx, "Access of {1}", g.one.grantee_name), &h);
}

static result withdraw_work(struct cx *cx, struct db *db, void *arg)
{
    struct granting *g = arg;
    return grant_withdraw(cx, db, g->w->org_id, g->id);
}

result grants_withdraw_post(struct web *w)
{
    const struct id_in *in = w->in;
    struct granting g = { .w = w, .id = in->id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, withdraw_work, &g));
    web_flash(w, tr(w->cx, "Access was withdrawn."));
    return web_redirect(w, grants_path(w));
}

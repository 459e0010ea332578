/* Erasing on a page: first what goes, what stays and why; then, confirmed, the act. */
#include "features/trust/privacy/privacy_erase.h"
#include "features/trust/privacy/privacy_fields.h"
#include "features/trust/privacy/privacy_pages.h"
#include "privacy_erase.html.h"

struct erasing {
    struct web *w;
    struct privacy_erase_in in;
    struct privacy_request r;
    struct privacy_plan plan;
    struct privacy_erased done;
    struct member_seal seal;
};

static result read_request(struct cx *cx, struct db *db, struct erasing *k)
{
    TRY(privacy_request_read(cx, db, k->w->org_id, web_param_id(k->w, S("id")), &k->r));
    if (!str_eq(k->r.kind, S("erase")) || !str_eq(k->r.state, S("open")))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("privacy.closed"),
                    .message = tr(cx, "This request was answered already."));
    k->in = (struct privacy_erase_in){ k->w->org_id, k->r.party_id, k->r.id, &k->seal };
    return OK;
}

static result plan_work(struct cx *cx, struct db *db, void *arg)
{
    struct erasing *k = arg;
    TRY(read_request(cx, db, k));
    return privacy_plan(cx, db, &k->in, &k->plan);
}

static result request_work(struct cx *cx, struct db *db, void *arg) { return read_request(cx, db, arg); }

/* The names of the data that end so, each once. */
static str names_of(struct cx *cx, enum personal_end end)
{
    struct privacy_field *f;
    struct buf b = buf_new(cx->mem);
    int n = privacy_fields(cx, &(struct privacy_field_filter){ .end = str_of(personal_end_name[end]) }, &f);
    for (int i = 0; i < n; i++) {
        bool told = false;
        for (int k = 0; k < i; k++)
            told = told || str_eq(f[k].name, f[i].name);
        if (told)
            continue;
        buf_put(&b, b.n ? S("; ") : S(""));
        buf_put(&b, f[i].name);
    }
    return buf_str(&b);
}

static result show(struct web *w, struct erasing *k)
{
    struct html h = html_new(w->cx);
    struct erase_page m = { .csrf = web_csrf_fields(w),
                            .plan = &k->plan,
                            .found = k->plan.found,
                            .n_found = k->plan.n_found < FOUND_MAX ? k->plan.n_found : FOUND_MAX,
                            .base = str_fmt(w->cx->mem, STR_FMT "/%lld", STR_ARG(privacy_base(w)), (long long)k->r.id),
                            .goes = names_of(w->cx, PERSONAL_GOES),
                            .law = names_of(w->cx, PERSONAL_LAW),
                            .stays = names_of(w->cx, PERSONAL_STAYS) };
    if (web_wants_json(w))
        return web_data(w, &m);
    erase_draw(&h, &m);
    return web_page(w, tr(w->cx, "Erase personal data"), &h);
}

static str said(struct cx *cx, const struct privacy_erased *e)
{
    if (!e->keep_until.ymd)
        return tr(cx, "Everything is erased.");
    return TRF(cx, "Erased. What vouchers must say goes by itself after {1}.", date_text(cx->mem, e->keep_until));
}

result privacy_erase_post(struct web *w)
{
    const struct act_in *in = w->in;
    struct erasing k = { .w = w };
    TRY(member_seal_get(w->cx, w->store, &k.seal));
    if (!in->confirmed) {
        TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, plan_work, &k));
        return show(w, &k);
    }
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, request_work, &k));
    TRY(privacy_erase(w->cx, w->store, &k.in, &k.done));
    web_flash(w, said(w->cx, &k.done));
    return web_redirect(w, str_fmt(w->cx->mem, STR_FMT "/%lld", STR_ARG(privacy_base(w)), (long long)k.r.id));
}

static const struct data_field found_fields[] = {
    DATA(privacy_found, where),
    DATA(privacy_found, words),
    DATA_WORD("erasure", privacy_found, end, personal_end_name),
    DATA(privacy_found, is_sure),
};
static const struct data found_data = DATA_OF(privacy_found, found_fields);
static const struct data_field plan_fields[] = {
    DATA(privacy_plan, code),
    DATA(privacy_plan, last_on),
    DATA(privacy_plan, keep_until),
    DATA(privacy_plan, law),
};
static const struct data plan_data = DATA_OF(privacy_plan, plan_fields);
static const struct data_field page_fields[] = {
    DATA_POINTER("plan", erase_page, plan, &plan_data),
    DATA_LIST("found", erase_page, found, n_found, &found_data),
};
const struct data privacy_erase_data = DATA_OF(erase_page, page_fields);

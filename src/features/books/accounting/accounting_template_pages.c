/* Templates of journal vouchers: the list, and taking one away. Filling the form from one: accounting_entry_pages.c. */
#include "features/books/accounting/accounting_pages.h"
#include "features/books/accounting/template.h"
#include "accounting.html.h"

struct listing {
    int64_t org_id, id;
    struct journal_template *t;
    int n;
};

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct listing *l = arg;
    return template_list(cx, db, l->org_id, &l->t, &l->n);
}

result templates_show(struct web *w)
{
    struct html h = html_new(w->cx);
    struct listing l = { .org_id = w->org_id };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, list_work, &l));
    struct templates_page m = { .csrf = web_csrf_fields(w),
                                .org_code = w->org_code,
                                .t = l.t,
                                .n = l.n,
                                .today = date_of_instant(w->cx->now_at, ZONE_VN) };
    if (web_wants_json(w))
        return web_data(w, &m);
    templates_draw(&h, &m);
    return web_page(w, tr(w->cx, "Templates"), &h);
}

static result drop_work(struct cx *cx, struct db *db, void *arg)
{
    const struct listing *l = arg;
    return template_drop(cx, db, l->org_id, l->id);
}

result templates_post(struct web *w)
{
    struct listing l = { .org_id = w->org_id, .id = web_param_id(w, S("id")) };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, drop_work, &l));
    web_flash(w, tr(w->cx, "The template was deleted."));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/journal/templates", STR_ARG(w->org_code)));
}

static const struct data_field template_fields[] = {
    DATA(journal_template, id),      DATA(journal_template, name),   DATA(journal_template, memo),
    DATA(journal_template, monthly), DATA(journal_template, due_on),
};
static const struct data template_data = DATA_OF(journal_template, template_fields);
static const struct data_field templates_fields[] = {
    DATA_LIST("templates", templates_page, t, n, &template_data),
};
const struct data templates_data = DATA_OF(templates_page, templates_fields);

/* Rules of the books that an organisation sets for itself. */
#include "features/books/accounting/accounting_pages.h"
#include "accounting.html.h"

static const struct option eyes_options[] = { { "off", T("One person may post everything") },
                                              { "money", T("Money needs two people") },
                                              { "all", T("Every voucher needs two people") } };
static const struct option stock_options[] = { { "refuse", T("Refuse what takes stock below nothing") },
                                               { "allow", T("Let stock go below nothing") } };
static const struct option second_options[] = { { "off", T("Everybody decides for himself") },
                                                { "money", T("Required of whoever posts, pays or voids") },
                                                { "all", T("Required of everybody") } };
static const struct option file_options[] = { { "1", "1 MB" }, { "2", "2 MB" }, { "5", "5 MB" }, { "12", "12 MB" } };
#define AT(m) offsetof(struct settings_in, m)
static const struct field fields[] = {
    { .name = "four_eyes",
      .label = T("Who approves"),
      .type = FIELD_CHOICE,
      .at = AT(four_eyes),
      .required = true,
      .options = eyes_options,
      .n_options = COUNT(eyes_options),
      .help = T("Where two people are needed, the first sends a draft and the second posts it. Nobody voids alone what "
                "he prepared.") },
    { .name = "negative_stock",
      .label = T("Stock"),
      .type = FIELD_CHOICE,
      .at = AT(negative_stock),
      .required = true,
      .options = stock_options,
      .n_options = COUNT(stock_options) },
    { .name = "second_factor",
      .label = T("Two-step log-in"),
      .type = FIELD_CHOICE,
      .at = AT(second_factor),
      .options = second_options,
      .n_options = COUNT(second_options),
      .help = T("Whoever has not set it up is led there at the next page and gets nowhere else before.") },
    { .name = "file_mb",
      .label = T("Largest photo or PDF on a record"),
      .type = FIELD_CHOICE,
      .at = AT(file_mb),
      .options = file_options,
      .n_options = COUNT(file_options),
      .help = T("Where the disk is small or the line slow, choose less.") },
};
#undef AT
const struct form settings_form = {
    .name = "settings", .fields = fields, .n_fields = COUNT(fields), .size = sizeof(struct settings_in)
};

struct setting {
    struct web *w;
    struct settings_in in;
};

static result read_work(struct cx *cx, struct db *db, void *arg)
{
    struct setting *s = arg;
    TRY(org_setting_get(cx, db, s->w->org_id, S("four_eyes"), &s->in.four_eyes));
    TRY(org_setting_get(cx, db, s->w->org_id, S("second_factor"), &s->in.second_factor));
    TRY(org_setting_get(cx, db, s->w->org_id, S("file_mb"), &s->in.file_mb));
    return org_setting_get(cx, db, s->w->org_id, S("negative_stock"), &s->in.negative_stock);
}

static result write_work(struct cx *cx, struct db *db, void *arg)
{
    const struct setting *s = arg;
    TRY(org_setting_set(cx, db, s->w->org_id, S("four_eyes"), s->in.four_eyes));
    if (s->in.second_factor.n) /* programs that do not know this rule leave it alone */
        TRY(org_setting_set(cx, db, s->w->org_id, S("second_factor"), s->in.second_factor));
    if (s->in.file_mb.n)
        TRY(org_setting_set(cx, db, s->w->org_id, S("file_mb"), s->in.file_mb));
    return org_setting_set(cx, db, s->w->org_id, S("negative_stock"), s->in.negative_stock);
}

result settings_show(struct web *w)
{
    struct html h = html_new(w->cx);
    bool post = w->rq->method == METHOD_POST;
    struct setting s = { .w = w };
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_work, &s));
    struct settings_page m = {
        .csrf = web_csrf_fields(w), .rq = post ? w->rq : NULL, .in = &s.in, .org_code = w->org_code
    };
    if (web_wants_json(w))
        return web_data(w, &m);
    settings_draw(&h, &m);
    return post ? web_form_again(w, tr(w->cx, "Rules of the books"), &h)
                : web_page(w, tr(w->cx, "Rules of the books"), &h);
}

result settings_post(struct web *w)
{
    struct setting s = { .w = w, .in = *(const struct settings_in *)w->in };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, write_work, &s));
    web_flash(w, tr(w->cx, "Saved."));
    return web_redirect(w, str_fmt(w->cx->mem, "/orgs/" STR_FMT "/settings", STR_ARG(w->org_code)));
}

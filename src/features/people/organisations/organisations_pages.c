/* The register's pages: list, profile, form, history. The list and the profile show public fields to everybody; change
   and history stand behind capability and wall. Use cases decide, this file only carries. */
#include "features/people/organisations/organisations_views.h"
#include "features/trust/files/files.h"
#include "organisations_register.html.h"

#include <stddef.h>

static result read_communes(struct cx *cx, struct db *db, str first_label, struct choice **out, int *n)
{
    struct place *p;
    TRY(place_list(cx, db, &(struct place_filter){ .kind = S("commune"), .demo = true }, &p, n));
    *out = new (cx->mem, struct choice, *n + 1);
    (*out)[0] = (struct choice){ .label = first_label };
    for (int i = 0; i < *n; i++)
        (*out)[i + 1] = (struct choice){ p[i].code, place_name(cx, &p[i]) };
    ++*n;
    return OK;
}

/* ---- one organisation ---- */

struct org_work {
    str code;
    int64_t scope_id;
    struct org_view *m;
};

static result read_org(struct cx *cx, struct db *db, void *arg)
{
    struct org_work *k = arg;
    struct org_view *m = k->m;
    bool mine = true;
    TRY(org_by_code(cx, db, k->code, &m->o));
    if (k->scope_id > 0)
        TRY(org_in_scope(cx, db, k->scope_id, m->o.org_id, &mine));
    m->can_history = m->can_history && mine;
    m->can_write = m->can_write && mine;
    TRY(organisation_predecessors(db, (struct organisation_predecessors_args){ .org_id = m->o.org_id }, &m->from,
                                  &m->n_from));
    return organisation_successors(db, (struct organisation_successors_args){ .org_id = m->o.org_id }, &m->into,
                                   &m->n_into);
}

result page_org(struct web *w)
{
    struct org_view m = { .can_history = cx_can(w->cx, CAP_ORG_READ), .can_write = cx_can(w->cx, CAP_ORG_WRITE) };
    struct org_work k = { .code = web_param(w, S("code")), .scope_id = w->cx->actor.scope_id, .m = &m };
    struct html h = html_new(w->cx);
    TRY(store_read(w->store, w->cx, DB_SCOPE_ALL, read_org, &k));
    w->org_demo = m.o.is_demo;
    if (web_wants_json(w))
        return web_data(w, &m);
    org_page(&h, &m);
    TRY(files_block_of_home(w, &h, "organisations", m.o.org_id));
    return web_page(w, m.o.name, &h);
}

struct history_work {
    int64_t org_id;
    struct org_change *row;
    int n;
};

static result read_history(struct cx *cx, struct db *db, void *arg)
{
    struct history_work *k = arg;
    return org_history(cx, db, k->org_id, &k->row, &k->n);
}

static struct moment moment_of(const struct web *w, const struct org_change *c)
{
    struct cx *cx = w->cx;
    str who = c->user_name.n ? web_name_shown(w, c->user_name) : tr(cx, "the operator");
    str what = TRF(cx, "{1}: {2} → {3}", field_label(cx, c->field), change_value(cx, c->field, c->before),
                   change_value(cx, c->field, c->after));
    return (
        struct moment){ .when = instant_text(cx->mem, c->at, ZONE_VN), .who = who, .what = what, .note = c->reason };
}

result page_org_history(struct web *w)
{
    struct cx *cx = w->cx;
    struct history_work k = { .org_id = w->org_id };
    struct html h = html_new(cx);
    TRY(store_read(w->store, cx, cx->actor.scope_id, read_history, &k));
    if (web_wants_json(w))
        return web_data(w, &(struct org_history_view){ k.row, k.n });
    struct moment *m = new (cx->mem, struct moment, k.n);
    for (int i = 0; i < k.n; i++)
        m[i] = moment_of(w, &k.row[i]);
    ui_head(&h, TRF(cx, "History of {1}", w->org_name), NULL, 0);
    if (k.n)
        ui_history(&h, m, k.n);
    else
        ui_empty(&h, tr(cx, "Nothing has been changed"),
                 tr(cx, "Every change of the entry will stand here: what, when, by "
                        "whom and why."),
                 NULL);
    return web_page(w, TRF(cx, "History of {1}", w->org_name), &h);
}

/* ---- adding and changing ---- */

#define OPTION(id, code, label) { code, label },
static const struct option kind_option[] = { ORG_KINDS(OPTION) };
static const struct option status_option[] = { ORG_STATUSES(OPTION) };
static const struct option sector_option[] = { { "", T("Not known") }, ORG_SECTORS(OPTION) };
static const struct option size_option[] = { { "", T("Not known") }, ORG_SIZES(OPTION) };
#undef OPTION

#define AT(f) offsetof(struct org_in, f)
#define COMMON_FIELDS                                                                                                  \
    { .name = "kind",                                                                                                  \
      .label = T("Kind"),                                                                                              \
      .type = FIELD_CHOICE,                                                                                            \
      .at = AT(kind),                                                                                                  \
      .required = true,                                                                                                \
      .options = kind_option,                                                                                          \
      .n_options = COUNT(kind_option) },                                                                               \
        { .name = "name",                                                                                              \
          .label = T("Name"),                                                                                          \
          .type = FIELD_TEXT,                                                                                          \
          .at = AT(name),                                                                                              \
          .required = true,                                                                                            \
          .max = 200,                                                                                                  \
          .help = T("As on the registration certificate, with the legal form in front.") },                            \
        { .name = "short_name", .label = T("Short name"), .type = FIELD_TEXT, .at = AT(short_name), .max = 60 },       \
        { .name = "commune_code",                                                                                      \
          .label = T("Commune or ward"),                                                                               \
          .type = FIELD_CHOICE,                                                                                        \
          .at = AT(commune_code),                                                                                      \
          .depends = true,                                                                                             \
          .help = T("Of the head office. Cooperatives, unions, groups and commune offices need one.") },               \
        { .name = "address", .label = T("Address"), .type = FIELD_TEXT, .at = AT(address), .max = 300 },               \
        { .name = "tax_code", .label = T("Tax code"), .type = FIELD_TEXT, .at = AT(tax_code), .max = 14 },             \
        { .name = "registration_no",                                                                                   \
          .label = T("Registration number"),                                                                           \
          .type = FIELD_TEXT,                                                                                          \
          .at = AT(registration_no),                                                                                   \
          .max = 40 },                                                                                                 \
        { .name = "registered_on", .label = T("Registered on"), .type = FIELD_DATE, .at = AT(registered_on) },         \
        { .name = "founded_on", .label = T("Founded on"), .type = FIELD_DATE, .at = AT(founded_on) },                  \
        { .name = "sector",                                                                                            \
          .label = T("Sector"),                                                                                        \
          .type = FIELD_CHOICE,                                                                                        \
          .at = AT(sector),                                                                                            \
          .options = sector_option,                                                                                    \
          .n_options = COUNT(sector_option) },                                                                         \
        { .name = "size_class",                                                                                        \
          .label = T("Size"),                                                                                          \
          .type = FIELD_CHOICE,                                                                                        \
          .at = AT(size_class),                                                                                        \
          .options = size_option,                                                                                      \
          .n_options = COUNT(size_option) },                                                                           \
        { .name = "year_first_month",                                                                                  \
          .label = T("First month of the financial year"),                                                             \
          .type = FIELD_INT,                                                                                           \
          .at = AT(year_first_month),                                                                                  \
          .min = 1,                                                                                                    \
          .max = 12,                                                                                                   \
          .help = T("1 for the calendar year; else 4, 7 or 10.") },                                                    \
        { .name = "status",                                                                                            \
          .label = T("Status"),                                                                                        \
          .type = FIELD_CHOICE,                                                                                        \
          .at = AT(status),                                                                                            \
          .options = status_option,                                                                                    \
          .n_options = COUNT(status_option) },                                                                         \
        { .name = "status_on", .label = T("Status since"), .type = FIELD_DATE, .at = AT(status_on) },                  \
    {                                                                                                                  \
        .name = "duplicate_ok", .label = T("This is another organisation of the same name"), .type = FIELD_BOOL,       \
        .at = AT(duplicate_ok), .confirm = true                                                                        \
    }

static const struct field new_fields[] = {
    { .name = "code",
      .label = T("Code"),
      .type = FIELD_TEXT,
      .at = AT(code),
      .required = true,
      .max = 24,
      .help = T("2 to 24 capital letters, digits or hyphens; it never changes.") },
    COMMON_FIELDS,
};
static const struct field edit_fields[] = {
    COMMON_FIELDS,
    { .name = "reason",
      .label = T("Reason"),
      .type = FIELD_TEXT,
      .at = AT(reason),
      .max = 300,
      .help = T("The decision or notice behind the change; required for a new status.") },
};
const struct form org_new_form = {
    .name = "organisation", .fields = new_fields, .n_fields = COUNT(new_fields), .size = sizeof(struct org_in)
};
const struct form org_edit_form = {
    .name = "organisation_edit", .fields = edit_fields, .n_fields = COUNT(edit_fields), .size = sizeof(struct org_in)
};

struct form_work {
    int64_t org_id; /* 0 = new */
    struct organisation o;
    struct choice *commune;
    int n_commune;
};

static result read_form(struct cx *cx, struct db *db, void *arg)
{
    struct form_work *k = arg;
    TRY(read_communes(cx, db, tr(cx, "None"), &k->commune, &k->n_commune));
    return k->org_id ? org_get(cx, db, k->org_id, &k->o) : OK;
}

/* in: what to fill the fields with; NULL = the record as it is. again: after a refusal, with what was typed. */
static result draw_form(struct web *w, const struct org_in *in, bool again)
{
    struct cx *cx = w->cx;
    struct form_work k = { .org_id = w->org_id };
    bool is_new = !w->org_id;
    struct html h = html_new(cx);
    TRY(store_read(w->store, cx, DB_SCOPE_ALL, read_form, &k));
    struct org_in now = { .kind = S("cooperative"), .status = S("active"), .year_first_month = 1 };
    if (in || !is_new)
        now = in ? *in : org_in_of(&k.o);
    if (again)
        now.commune_code = request_form(w->rq, S("commune_code"));
    str title = is_new ? tr(cx, "Add an organisation") : TRF(cx, "Change {1}", k.o.name);
    str path = is_new ? S("/organisations") : str_fmt(cx->mem, "/organisations/" STR_FMT, STR_ARG(k.o.code));
    struct org_form_view m = { .action = path,
                               .submit = tr(cx, "Save"),
                               .csrf = web_csrf_fields(w),
                               .form = is_new ? &org_new_form : &org_edit_form,
                               .in = &now,
                               .rq = again ? w->rq : NULL,
                               .commune = k.commune,
                               .n_commune = k.n_commune,
                               .is_new = is_new };
    org_form_page(&h, &m);
    return again ? web_form_again(w, title, &h) : web_page(w, title, &h);
}

result page_org_new(struct web *w) { return draw_form(w, NULL, false); }
result page_org_edit(struct web *w) { return draw_form(w, NULL, false); }
result page_org_again(struct web *w) { return draw_form(w, w->in, true); }

struct write_work {
    const struct org_in *in;
    int64_t org_id;
    struct organisation o;
    int n_changed;
};

static result write_new(struct cx *cx, struct db *db, void *arg)
{
    struct write_work *k = arg;
    return org_add(cx, db, k->in, &k->o);
}

static result write_change(struct cx *cx, struct db *db, void *arg)
{
    struct write_work *k = arg;
    TRY(org_update(cx, db, k->org_id, k->in, &k->n_changed));
    return org_get(cx, db, k->org_id, &k->o);
}

static result to_profile(struct web *w, const struct organisation *o, str message)
{
    web_flash(w, message);
    return web_redirect(w, str_fmt(w->cx->mem, "/organisations/" STR_FMT, STR_ARG(o->code)));
}

result page_org_create(struct web *w)
{
    struct write_work k = { .in = w->in };
    TRY(store_write(w->store, w->cx, NULL, 0, write_new, &k));
    return to_profile(w, &k.o, TRF(w->cx, "{1} is on record.", k.o.name));
}

result page_org_change(struct web *w)
{
    struct write_work k = { .in = w->in, .org_id = w->org_id };
    TRY(store_write(w->store, w->cx, &w->org_id, 1, write_change, &k));
    return to_profile(w, &k.o, k.n_changed ? tr(w->cx, "The changes are saved.") : tr(w->cx, "Nothing was different."));
}

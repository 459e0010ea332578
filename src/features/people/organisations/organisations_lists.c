/* The lists of the register and of the public pages: organisations, places, published entities and figures. Public
   fields only, so they look over every wall. Reading, drawing and files are web/list's. */
#include "features/people/organisations/organisations_rules.h"
#include "features/people/organisations/organisations_views.h"

#include "base/text.h"
#include "web/list/list.h"

static result read_public(struct web *w, db_work_fn fn, void *arg)
{
    return store_read(w->store, w->cx, DB_SCOPE_ALL, fn, arg);
}

static struct choice *choices(struct cx *cx, const struct option_list *o, str first, int *n)
{
    struct choice *c = new (cx->mem, struct choice, o->n + 1);
    c[0] = (struct choice){ .label = first };
    for (int i = 0; i < o->n; i++)
        c[i + 1] = (struct choice){ str_of(o->option[i].value), tr(cx, o->option[i].label) };
    *n = o->n + 1;
    return c;
}

static str place_path(struct cx *cx, str code)
{
    return code.n ? str_fmt(cx->mem, "/places/" STR_FMT, STR_ARG(code)) : S("");
}

/* ---- the register ---- */

enum { O_NAME, O_CODE, O_KIND, O_COMMUNE, O_ADDRESS, O_TAX, O_REGNO, O_DATE, O_SECTOR, O_SIZE, O_STATUS, O_DEMO, N_O };
static const struct list_col org_col[N_O] = {
    [O_NAME] = { "name", T("Name"), LIST_TEXT, "name", LIST_KEY },
    [O_CODE] = { "code", T("Code"), LIST_TEXT, "code" },
    [O_KIND] = { "kind", T("Kind"), LIST_TEXT, "kind" },
    [O_COMMUNE] = { "commune", T("Commune or ward"), LIST_TEXT, "commune" },
    [O_ADDRESS] = { "address", T("Address"), LIST_TEXT, NULL, LIST_OFF },
    [O_TAX] = { "tax_code", T("Tax code"), LIST_TEXT, NULL, LIST_OFF },
    [O_REGNO] = { "registration_no", T("Registration number"), LIST_TEXT, NULL, LIST_OFF },
    [O_DATE] = { "registered_on", T("Registered on"), LIST_DATE, "registered" },
    [O_SECTOR] = { "sector", T("Sector"), LIST_TEXT, NULL, LIST_OFF },
    [O_SIZE] = { "size_class", T("Size"), LIST_TEXT, NULL, LIST_OFF },
    [O_STATUS] = { "status", T("Status"), LIST_STATE, "status" },
    [O_DEMO] = { "demo", "DEMO", LIST_TEXT, NULL, LIST_OFF },
};

static void org_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct organisation_page *r = row;
    struct cx *cx = v->w->cx;
    out->path = str_fmt(cx->mem, "/organisations/" STR_FMT, STR_ARG(r->code));
    out->demo = r->is_demo;
    out->cell[O_NAME] = list_text(r->name);
    out->cell[O_CODE] = list_text(r->code);
    out->cell[O_KIND] = list_text(org_label(cx, &org_kinds, r->kind));
    out->cell[O_COMMUNE] = list_link(r->commune_name, place_path(cx, r->commune_code));
    out->cell[O_ADDRESS] = list_text(r->address);
    out->cell[O_TAX] = list_text(r->tax_code);
    out->cell[O_REGNO] = list_text(r->registration_no);
    out->cell[O_DATE] = list_date(r->registered_on);
    out->cell[O_SECTOR] = list_text(org_label(cx, &org_sectors, r->sector));
    out->cell[O_SIZE] = list_text(org_label(cx, &org_sizes, r->size_class));
    out->cell[O_STATUS] = list_state(status_tone(r->status), org_label(cx, &org_statuses, r->status));
    out->cell[O_DEMO] = list_text(r->is_demo ? S("DEMO") : S(""));
}

static const struct list_def organisations = {
    .name = "organisations",
    .title = T("Register of organisations"),
    .sort = "name",
    .col = org_col,
    .n_col = N_O,
    .page = &organisation_list_page,
    .cells = org_cells,
    .search = T("Name, code or tax code"),
    .empty_title = T("No organisation is on record yet"),
    .empty_text =
        T("The register holds cooperatives, unions, groups and offices with their history. Add the first one, "
          "or load many from the command line: hoptac org add."),
};

struct communes {
    struct place *row;
    int n;
};

static result read_communes(struct cx *cx, struct db *db, void *arg)
{
    struct communes *k = arg;
    return place_list(cx, db, &(struct place_filter){ .kind = S("commune"), .demo = true }, &k->row, &k->n);
}

static struct choice *commune_choices(struct cx *cx, const struct communes *k)
{
    struct choice *c = new (cx->mem, struct choice, k->n + 1);
    c[0] = (struct choice){ .label = tr(cx, "All communes and wards") };
    for (int i = 0; i < k->n; i++)
        c[i + 1] = (struct choice){ k->row[i].code, place_name(cx, &k->row[i]) };
    return c;
}

result page_orgs(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &organisations);
    struct communes k = { 0 };
    struct action add = { .label = tr(cx, "Add an organisation"), .path = S("/organisations/new") };
    TRY(read_public(w, read_communes, &k));
    struct list_filter f[3] = {
        { .name = S("kind"), .label = tr(cx, "Kind") },
        { .name = S("commune"), .label = tr(cx, "Commune or ward"), .choice = commune_choices(cx, &k), .n = k.n + 1 },
        { .name = S("status"), .label = tr(cx, "Status") }
    };
    f[0].choice = choices(cx, &org_kinds, tr(cx, "All kinds"), &f[0].n);
    f[2].choice = choices(cx, &org_statuses, tr(cx, "Every status"), &f[2].n);
    str demo = list_choice(&v, "demo");
    struct organisation_list_args a = { .q_fold = v.fold,
                                        .kind = list_choice(&v, "kind"),
                                        .commune_code = list_choice(&v, "commune"),
                                        .status = list_choice(&v, "status"),
                                        .demo = str_eq(demo, S("1"))   ? ORG_DEMO
                                                : str_eq(demo, S("0")) ? ORG_REAL
                                                                       : ORG_BOTH };
    v.args = &a;
    v.filter = f, v.n_filter = COUNT(f);
    v.action = &add, v.n_action = cx_can(cx, CAP_ORG_WRITE);
    v.first = v.n_action ? &add : NULL;
    return list_show(&v);
}

/* ---- places ---- */

enum { P_NAME, P_CODE, P_TYPE, P_FORMER, P_AREA, P_ORGS, P_FACTS, P_SINCE, P_DEMO, N_P };
static const struct list_col place_col[N_P] = {
    [P_NAME] = { "name", T("Name"), LIST_TEXT, "name", LIST_KEY },
    [P_CODE] = { "code", T("Code"), LIST_TEXT, "code", LIST_OFF },
    [P_TYPE] = { "type", T("Type"), LIST_TEXT, "type" },
    [P_FORMER] = { "former_districts", T("Former districts"), LIST_TEXT, NULL },
    [P_AREA] = { "area", T("Area"), LIST_QTY, "area" },
    [P_ORGS] = { "organisations", T("Organisations"), LIST_INT, "organisations", .total = "" },
    [P_FACTS] = { "published_facts", T("Published facts"), LIST_INT, "facts", .total = "" },
    [P_SINCE] = { "valid_from", T("In force since"), LIST_DATE, "since", LIST_OFF },
    [P_DEMO] = { "demo", "DEMO", LIST_TEXT, NULL, LIST_OFF },
};
enum { M2_IN_KM2 = 1000000 };

/* "Huyện A|Quận B" as stored. */
static str districts(struct arena *mem, str stored)
{
    struct buf b = buf_new(mem);
    for (struct str_cut c = str_cut(stored, '|');; c = str_cut(c.tail, '|')) {
        buf_put(&b, c.head);
        if (!c.found)
            return buf_str(&b);
        buf_put(&b, S(", "));
    }
}

static void place_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct place *p = row;
    struct cx *cx = v->w->cx;
    out->path = place_path(cx, p->code);
    out->demo = p->is_demo;
    out->cell[P_NAME] = list_text(place_name(cx, p));
    out->cell[P_CODE] = list_text(p->code);
    out->cell[P_TYPE] = list_text(place_type_label(cx, p->type));
    out->cell[P_FORMER] = list_text(districts(cx->mem, p->former_district));
    if (p->area_m2)
        out->cell[P_AREA] = list_qty((qty){ p->area_m2 }, M2_IN_KM2, S("km²"));
    out->cell[P_ORGS] = list_int(p->n_org);
    out->cell[P_FACTS] = list_int(p->n_published);
    out->cell[P_SINCE] = list_date(p->valid_from);
    out->cell[P_DEMO] = list_text(p->is_demo ? S("DEMO") : S(""));
}

static const struct list_def places = {
    .name = "places",
    .title = T("Communes and wards"),
    .sort = "name",
    .col = place_col,
    .n_col = N_P,
    .cells = place_cells,
    .search = T("Name, or a former commune"),
    .empty_title = T("No place is on record yet"),
    .empty_text = T("Reference data bring the communes and wards."),
};

struct places_work {
    struct place_filter filter;
    struct place *row;
    int n;
};

static result read_places(struct cx *cx, struct db *db, void *arg)
{
    struct places_work *k = arg;
    return place_list(cx, db, &k->filter, &k->row, &k->n);
}

result page_places(struct web *w)
{
    struct list_view v = list_begin(w, &places);
    struct places_work k = { .filter = { .kind = S("commune"), .q = v.q, .demo = true } };
    TRY(read_public(w, read_places, &k));
    struct list_array a = { k.row, sizeof *k.row, k.n, true };
    v.array = &a;
    return list_show(&v);
}

/* ---- published facts ---- */

static void put_tabs(struct list_view *v, bool figures)
{
    struct cx *cx = v->w->cx;
    struct tab *t = new (cx->mem, struct tab, 2);
    t[0] = (struct tab){ tr(cx, "Cooperatives, chains, villages, products"), S("/published"), -1, !figures };
    t[1] = (struct tab){ tr(cx, "Figures"), S("/published/figures"), -1, figures };
    v->tab = t, v->n_tab = 2;
}

enum { E_NAME, E_KIND, E_COMMUNE, E_WHERE, E_FACTS, E_SOURCE, E_DATE, E_CHECKED, N_E };
static const struct list_col entity_col[N_E] = {
    [E_NAME] = { "name", T("Name"), LIST_TEXT, "name" },
    [E_KIND] = { "kind", T("Kind"), LIST_TEXT, "kind" },
    [E_COMMUNE] = { "commune", T("Commune or ward"), LIST_TEXT, "commune" },
    [E_WHERE] = { "place", T("Place as published"), LIST_TEXT, NULL },
    [E_FACTS] = { "facts", T("As published"), LIST_TEXT, NULL },
    [E_SOURCE] = { "source", T("Source"), LIST_TEXT, NULL },
    [E_DATE] = { "as_of", T("As of"), LIST_TEXT, NULL },
    [E_CHECKED] = { "verification", T("Verification"), LIST_TEXT, NULL, LIST_OFF },
};

static void entity_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct entity_view *r = row;
    const struct published_entities *e = r->e;
    struct cx *cx = v->w->cx;
    str part[SOURCE_PARTS_MAX], url = S("");
    for (int i = 0; i < r->n_source; i++) {
        part[i] = r->source[i].text;
        url = url.n ? url : r->source[i].url;
    }
    out->cell[E_NAME] = list_text(e->name);
    out->cell[E_KIND] = list_text(entity_kind_label(cx, e->kind));
    out->cell[E_COMMUNE] = list_link(e->commune_name, place_path(cx, e->commune_code));
    out->cell[E_WHERE] = list_text(e->place_text);
    out->cell[E_FACTS] = list_text(cx->lang == LANG_EN ? e->facts_en : e->facts_vi);
    out->cell[E_SOURCE] = list_link(str_join(cx->mem, part, r->n_source, S("; ")), url);
    out->cell[E_DATE] = list_text(entity_date(cx, e));
    out->cell[E_CHECKED] = list_text(verification_label(cx, e->verification));
}

static const struct list_def entities = {
    .name = "published",
    .title = T("Published facts"),
    .sort = "name",
    .col = entity_col,
    .n_col = N_E,
    .cells = entity_cells,
    .search = T("Name, place or product"),
    .empty_title = T("Nothing is published yet"),
    .empty_text = T("Reference data bring what was published, with source and date."),
};

struct entities_work {
    struct published_entities_args in;
    struct entity_view *row;
    int n;
};

static result read_entities(struct cx *cx, struct db *db, void *arg)
{
    struct entities_work *k = arg;
    struct published_entities *e;
    TRY(published_entities(db, k->in, &e, &k->n));
    return entities_with_sources(cx, db, e, k->n, &k->row);
}

static struct choice *entity_kinds(struct cx *cx, int *n)
{
    static const char *const kind[] = { "cooperative",  "chain",      "craft_village", "production_zone",
                                        "ocop_product", "enterprise", "farm" };
    struct choice *c = new (cx->mem, struct choice, COUNT(kind) + 1);
    c[0] = (struct choice){ .label = tr(cx, "All kinds") };
    for (int i = 0; i < COUNT(kind); i++)
        c[i + 1] = (struct choice){ str_of(kind[i]), entity_kind_label(cx, str_of(kind[i])) };
    *n = COUNT(kind) + 1;
    return c;
}

result page_published(struct web *w)
{
    struct cx *cx = w->cx;
    struct list_view v = list_begin(w, &entities);
    struct list_filter filter = { .name = S("kind"), .label = tr(cx, "Kind") };
    struct entities_work k = {
        .in = { .q_fold = v.fold, .kind = list_choice(&v, "kind"), .commune_code = list_choice(&v, "commune") }
    };
    TRY(read_public(w, read_entities, &k));
    struct list_array a = { k.row, sizeof *k.row, k.n, true };
    filter.choice = entity_kinds(cx, &filter.n);
    put_tabs(&v, false);
    v.note = entities_note(cx);
    v.array = &a;
    v.filter = &filter, v.n_filter = 1;
    return list_show(&v);
}

/* ---- published figures ---- */

enum { F_NAME, F_CODE, F_VALUE, F_UNIT, F_ASOF, F_KIND, F_NOTE, F_SOURCE, F_TITLE, N_F };
static const struct list_col figure_col[N_F] = {
    [F_NAME] = { "name", T("Figure"), LIST_TEXT, "name" },
    [F_CODE] = { "code", T("Code"), LIST_TEXT, "code", LIST_OFF },
    [F_VALUE] = { "value", T("Value"), LIST_TEXT, NULL },
    [F_UNIT] = { "unit", T("Unit"), LIST_TEXT, NULL },
    [F_ASOF] = { "as_of", T("As of"), LIST_TEXT, "as_of" },
    [F_KIND] = { "kind", T("Type"), LIST_TEXT, "kind" },
    [F_NOTE] = { "note", T("Note"), LIST_TEXT, NULL },
    [F_SOURCE] = { "source", T("Source"), LIST_TEXT, NULL },
    [F_TITLE] = { "article", T("Article"), LIST_TEXT, NULL, LIST_OFF },
};

static void figure_cells(const struct list_view *v, const void *row, struct list_row *out)
{
    const struct published_figures *f = row;
    struct cx *cx = v->w->cx;
    out->cell[F_NAME] = list_text(figure_name(cx, f));
    out->cell[F_CODE] = list_text(f->code);
    out->cell[F_VALUE] = list_text(figure_value(cx, f));
    out->cell[F_UNIT] = list_text(unit_label(cx, f->unit));
    out->cell[F_ASOF] = list_text(as_of_text(cx->mem, f->as_of));
    out->cell[F_KIND] = list_text(figure_kind_label(cx, f->kind));
    out->cell[F_NOTE] = list_text(figure_note(cx, f));
    out->cell[F_SOURCE] = list_text(
        str_fmt(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(f->publisher), STR_ARG(as_of_text(cx->mem, f->published))));
    out->cell[F_TITLE] = list_text(f->title);
}

static const struct list_def figures = {
    .name = "figures",
    .title = T("Published figures"),
    .sort = "code",
    .col = figure_col,
    .n_col = N_F,
    .cells = figure_cells,
    .search = T("A word of the figure or its source"),
    .empty_title = T("Nothing is published yet"),
    .empty_text = T("Reference data bring what was published, with source and date."),
};

struct figures_work {
    struct published_figures *row;
    int n;
};

static result read_figures(struct cx *cx, struct db *db, void *arg)
{
    struct figures_work *k = arg;
    (void)cx;
    return published_figures(db, &k->row, &k->n);
}

result page_figures(struct web *w)
{
    struct list_view v = list_begin(w, &figures);
    struct figures_work k = { 0 };
    TRY(read_public(w, read_figures, &k));
    struct list_array a = { k.row, sizeof *k.row, k.n, false };
    put_tabs(&v, true);
    v.note = figures_note(w->cx);
    v.array = &a;
    return list_show(&v);
}

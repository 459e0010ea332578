/* The public pages: home, places, published facts. They read the register's public fields and published facts only, so
   they look over every wall (DB_SCOPE_ALL) and show nothing else. */
#include "base/text.h"
#include "features/people/organisations/organisations_rules.h"
#include "features/people/organisations/organisations_views.h"
#include "organisations_home.html.h"
#include "organisations_places.html.h"
#include "organisations_published.html.h"

static result read_public(struct web *w, db_work_fn fn, void *arg)
{
    return store_read(w->store, w->cx, DB_SCOPE_ALL, fn, arg);
}

/* ---- home ---- */

/* Which figures greet the reader; all others stand on their own page. */
static const char *const greeting[] = { "F-020", "F-001", "F-005", "F-024", "F-007", "F-012", "F-041", "F-027" };

static struct tile tile_of(struct cx *cx, const struct published_figures *f)
{
    str source =
        str_fmt(cx->mem, STR_FMT ", " STR_FMT, STR_ARG(f->publisher), STR_ARG(as_of_text(cx->mem, f->published)));
    return (struct tile){ .label = figure_name(cx, f),
                          .value = figure_value(cx, f),
                          .unit = unit_label(cx, f->unit),
                          .note = TRF(cx, "as of {1} · {2}", as_of_text(cx->mem, f->as_of), source),
                          .path = str_fmt(cx->mem, "/published/figures?q=" STR_FMT, STR_ARG(f->code)) };
}

static result read_home(struct cx *cx, struct db *db, void *arg)
{
    struct home_view *m = arg;
    struct published_figures *f;
    struct place_count place;
    struct organisation_count org;
    struct published_count published;
    int n;
    TRY(published_figures(db, &f, &n));
    m->n_tile = 0;
    for (int g = 0; g < COUNT(greeting); g++)
        for (int i = 0; i < n; i++)
            if (str_eq(f[i].code, str_of(greeting[g])))
                m->tile[m->n_tile++] = tile_of(cx, &f[i]);
    TRY(place_count(db, (struct place_count_args){ .kind = S("commune") }, &place));
    TRY(organisation_count(db, (struct organisation_count_args){ .demo = ORG_BOTH }, &org));
    TRY(published_count(db, &published));
    m->n_commune = place.n_row;
    m->n_org = org.n_row;
    m->n_published = published.n_row;
    return OK;
}

result page_home(struct web *w)
{
    struct home_view m = { 0 };
    struct html h = html_new(w->cx);
    TRY(read_public(w, read_home, &m));
    if (web_wants_json(w))
        return web_data(w, &m);
    home_page(&h, &m);
    return web_page(w, tr(w->cx, "Home"), &h);
}

/* ---- published facts ---- */

result entities_with_sources(struct cx *cx, struct db *db, const struct published_entities *e, int n,
                             struct entity_view **out)
{
    struct published_sources *article;
    int n_article;
    TRY(published_sources(db, &article, &n_article));
    *out = new (cx->mem, struct entity_view, n);
    for (int i = 0; i < n; i++) {
        struct entity_view *v = &(*out)[i];
        v->e = &e[i];
        v->n_source = source_parts(cx->mem, e[i].source, article, n_article, v->source, SOURCE_PARTS_MAX);
    }
    return OK;
}

/* ---- places ---- */

struct place_work {
    str code;
    struct place_view *m;
};

static result read_place(struct cx *cx, struct db *db, void *arg)
{
    struct place_work *k = arg;
    struct place_view *m = k->m;
    struct published_entities *e;
    int64_t total;
    TRY(place_get(cx, db, S("commune"), k->code, &m->place));
    TRY(place_predecessors(db, (struct place_predecessors_args){ .place_id = m->place.id }, &m->former, &m->n_former));
    TRY(org_list(cx, db, &(struct org_filter){ .commune_code = k->code, .demo = ORG_BOTH }, &m->org, &m->n_org,
                 &total));
    TRY(published_entities(db, (struct published_entities_args){ .commune_code = k->code }, &e, &m->n_entity));
    return entities_with_sources(cx, db, e, m->n_entity, &m->entity);
}

result page_place(struct web *w)
{
    struct place_view m = { 0 };
    struct place_work k = { .code = web_param(w, S("code")), .m = &m };
    struct html h = html_new(w->cx);
    TRY(read_public(w, read_place, &k));
    w->org_demo = m.place.is_demo;
    if (web_wants_json(w))
        return web_data(w, &m);
    place_page_body(&h, &m);
    return web_page(w, place_name(w->cx, &m.place), &h);
}

/* What the room's pages show, and the handlers behind the routes. Only this room includes it. */
#ifndef FEATURES_ORGANISATIONS_VIEWS_H
#define FEATURES_ORGANISATIONS_VIEWS_H

#include "features/people/organisations/organisations.h"
#include "organisations.sql.h"
#include "web/data.h"
#include "web/widgets.h"

/* ---- words (organisations_words.c) ---- */
str figure_value(const struct cx *cx, const struct published_figures *f); /* "over 2,500", "65–70" */
str unit_label(const struct cx *cx, str unit);
str figure_name(const struct cx *cx, const struct published_figures *f);
str figure_note(const struct cx *cx, const struct published_figures *f); /* population and note */
str figure_kind_label(const struct cx *cx, str kind);
str entity_kind_label(const struct cx *cx, str kind);
str verification_label(const struct cx *cx, str verification);
str entity_date(const struct cx *cx, const struct published_entities *e); /* with its basis; "date not known" */
str place_type_label(const struct cx *cx, str type);
str event_label(const struct cx *cx, str event); /* merger, division … */
str entities_note(const struct cx *cx);
str figures_note(const struct cx *cx);
str area_text(const struct cx *cx, int64_t area_m2); /* "2,97 km²" */
str field_label(const struct cx *cx, str field);
str change_value(const struct cx *cx, str field, str value); /* labels and dates as people read them */
enum tone status_tone(str status);
/* The article of a code, or the addresses as given. */
struct source_part {
    str text, url; /* url empty = plain text: an address known only in part */
};
int source_parts(struct arena *mem, str source, const struct published_sources *article, int n_article,
                 struct source_part *out, int max);

/* ---- public pages (organisations_public.c) ---- */
struct home_view {
    struct tile tile[8];
    int n_tile;
    int64_t n_commune, n_org, n_published;
};
enum { SOURCE_PARTS_MAX = 6 };
struct entity_view {
    const struct published_entities *e;
    struct source_part source[SOURCE_PARTS_MAX];
    int n_source;
};
struct place_view {
    struct place place;
    struct place_predecessors *former;
    int n_former;
    struct org_row *org;
    int n_org;
    struct entity_view *entity;
    int n_entity;
};

/* ---- the register (organisations_pages.c) ---- */
struct org_view {
    struct organisation o;
    struct organisation_predecessors *from;
    int n_from;
    struct organisation_successors *into;
    int n_into;
    bool can_history, can_write;
};
struct org_history_view {
    const struct org_change *row;
    int n;
};
struct org_form_view {
    str action, submit;
    html_safe csrf;
    const struct form *form;
    const struct org_in *in;
    const struct request *rq; /* NULL on the first showing */
    const struct choice *commune;
    int n_commune;
    bool is_new;
};
extern const struct form org_new_form, org_edit_form;
extern const struct data home_data, figures_data, entities_data, places_data, place_data, orgs_data, org_data,
    org_history_data, org_row_data, org_row_cli_data, organisation_data, organisation_cli_data;

/* Each with the articles it was read in. */
result entities_with_sources(struct cx *cx, struct db *db, const struct published_entities *e, int n,
                             struct entity_view **out);
result page_home(struct web *w);
result page_places(struct web *w);
result page_place(struct web *w);
result page_published(struct web *w);
result page_figures(struct web *w);
result page_orgs(struct web *w);
result page_org(struct web *w);
result page_org_new(struct web *w);
result page_org_create(struct web *w);
result page_org_edit(struct web *w);
result page_org_again(struct web *w);
result page_org_change(struct web *w);
result page_org_history(struct web *w);

/* ---- the command line ---- */
enum { N_ORG_COMMANDS = 4 };
extern const struct command org_commands[N_ORG_COMMANDS];

#endif

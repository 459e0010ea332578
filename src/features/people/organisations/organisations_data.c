/* What the pages of the register say to other programs: its public fields. */
#include "features/people/organisations/organisations_views.h"

#include "web/list/list_data.h"

#define COMMON(S, demo)                                                                                                \
    DATA_AS("id", S, org_id), DATA(S, code), DATA(S, name), DATA(S, short_name), DATA(S, kind),                        \
        DATA_AS(demo, S, is_demo), DATA(S, status), DATA_AS("commune", S, commune_code), DATA(S, commune_name),        \
        DATA(S, address), DATA(S, tax_code), DATA(S, registration_no), DATA(S, registered_on), DATA(S, sector),        \
        DATA(S, size_class)

static const struct data_field row_fields[] = { COMMON(org_row, "is_demo") };
const struct data org_row_data = DATA_OF(org_row, row_fields);
static const struct data_field row_cli_fields[] = { COMMON(org_row, "demo") };
const struct data org_row_cli_data = DATA_OF(org_row, row_cli_fields);
/* The register's list reads rows of its own. */
static const struct data_field listed_fields[] = { COMMON(organisation_page, "is_demo") };
static const struct data listed_data = { .name = "org_listed",
                                         .field = listed_fields,
                                         .n_field = COUNT(listed_fields),
                                         .size = sizeof(struct organisation_page) };
static const struct data_field orgs_fields[] = LIST_ARRAY_FIELDS(&listed_data);
const struct data orgs_data = LIST_DATA("orgs", orgs_fields);

#define ALONE(demo)                                                                                                    \
    COMMON(organisation, demo), DATA(organisation, founded_on), DATA(organisation, status_on),                         \
        DATA(organisation, zone_minutes), DATA(organisation, year_first_month)
static const struct data_field organisation_fields[] = { ALONE("is_demo") };
const struct data organisation_data = DATA_OF(organisation, organisation_fields);
static const struct data_field organisation_cli_fields[] = { ALONE("demo") };
const struct data organisation_cli_data = DATA_OF(organisation, organisation_cli_fields);
static const struct data_field org_fields[] = {
    DATA_STRUCT("organisation", org_view, o, &organisation_data),
    DATA_STMT("predecessors", org_view, from, n_from, organisation_predecessors_stmt),
    DATA_STMT("successors", org_view, into, n_into, organisation_successors_stmt),
};
const struct data org_data = DATA_OF(org_view, org_fields);

static const struct data_field change_fields[] = {
    DATA_AS("changed_at", org_change, at),
    DATA(org_change, user_id),
    DATA_NAME("user_name", org_change, user_name),
    DATA(org_change, field),
    DATA(org_change, before),
    DATA(org_change, after),
    DATA(org_change, reason),
};
static const struct data change_data = DATA_OF(org_change, change_fields);
static const struct data_field history_fields[] = { DATA_LIST("rows", org_history_view, row, n, &change_data) };
const struct data org_history_data = DATA_OF(org_history_view, history_fields);

/* ---- public pages ---- */

static const struct data_field home_fields[] = {
    DATA(home_view, n_commune),
    DATA(home_view, n_org),
    DATA(home_view, n_published),
};
const struct data home_data = DATA_OF(home_view, home_fields);
static const struct data_field figures_fields[] = {
    DATA_STMT("rows", list_model, row, n, published_figures_stmt),
    DATA(list_model, total),
    DATA(list_model, is_more),
    DATA(list_model, per_page),
};
const struct data figures_data = LIST_DATA("figures", figures_fields);

static const struct data_field entity_fields[] = {
    DATA(published_entities, code),         DATA(published_entities, kind),     DATA(published_entities, name),
    DATA(published_entities, commune_code), DATA(published_entities, facts_vi), DATA(published_entities, facts_en),
    DATA(published_entities, source),       DATA(published_entities, as_of),    DATA(published_entities, verification),
};
static const struct data entity_data = DATA_OF(published_entities, entity_fields);
static const struct data_field entity_view_fields[] = { DATA_POINTER("fact", entity_view, e, &entity_data) };
static const struct data entity_view_data = DATA_OF(entity_view, entity_view_fields);
static const struct data_field entities_fields[] = LIST_ARRAY_FIELDS(&entity_view_data);
const struct data entities_data = LIST_DATA("entities", entities_fields);

static const struct data_field place_row_fields[] = {
    DATA(place, code),         DATA(place, kind),       DATA(place, type),    DATA(place, name_vi),
    DATA(place, name_en),      DATA(place, is_demo),    DATA(place, area_m2), DATA(place, lat_microdeg),
    DATA(place, lon_microdeg), DATA(place, valid_from), DATA(place, source),  DATA(place, as_of),
};
static const struct data place_row_data = DATA_OF(place, place_row_fields);
static const struct data_field places_fields[] = LIST_ARRAY_FIELDS(&place_row_data);
const struct data places_data = LIST_DATA("places", places_fields);
static const struct data_field place_fields[] = {
    DATA_STRUCT("place", place_view, place, &place_row_data),
    DATA_STMT("former", place_view, former, n_former, place_predecessors_stmt),
    DATA_LIST("organisations", place_view, org, n_org, &org_row_data),
    DATA_LIST("facts", place_view, entity, n_entity, &entity_view_data),
};
const struct data place_data = DATA_OF(place_view, place_fields);

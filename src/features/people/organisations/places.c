/* Communes and provinces as they stand on a day. Read only: rows come from the reference data and the demo. */
#include "base/text.h"
#include "features/people/organisations/organisations.h"
#include "organisations.sql.h"

static struct place from_page(const struct place_page *r)
{
    return (struct place){ .id = r->id,
                           .code = r->code,
                           .kind = r->kind,
                           .type = r->type,
                           .parent_code = r->parent_code,
                           .name_vi = r->name_vi,
                           .name_en = r->name_en,
                           .former_district = r->former_district,
                           .lat_microdeg = r->lat_microdeg,
                           .lon_microdeg = r->lon_microdeg,
                           .area_m2 = r->area_m2,
                           .source = r->source,
                           .as_of = r->as_of,
                           .valid_from = r->valid_from_on,
                           .is_demo = r->is_demo,
                           .n_org = r->n_org,
                           .n_published = r->n_published };
}

static enum place_page_sort sort_of(str name)
{
    for (int i = 0; i < N_PLACE_PAGE_SORT; i++)
        if (str_eq(str_of(place_page_sort_name[i]), name))
            return (enum place_page_sort)i;
    return PLACE_PAGE_NAME;
}

result place_list(struct cx *cx, struct db *db, const struct place_filter *f, struct place **out, int *n)
{
    struct place_page *row;
    TRY(place_page(db,
                   (struct place_page_args){ .kind = f->kind,
                                             .parent_code = f->parent_code,
                                             .q_fold = text_fold(cx->mem, f->q),
                                             .has_demo = f->demo,
                                             .on = f->on.ymd ? f->on : date_of_instant(cx->now_at, ZONE_VN),
                                             .sort = sort_of(f->sort),
                                             .desc = f->desc },
                   &row, n));
    *out = new (cx->mem, struct place, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = from_page(&row[i]);
    return OK;
}

result place_get(struct cx *cx, struct db *db, str kind, str code, struct place *out)
{
    struct place_by_code r;
    bool found;
    TRY(place_by_code(db, (struct place_by_code_args){ .kind = kind, .code = code }, &r, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("place.not_found"), .field = S("code"),
                    .message = tr(cx, "There is no such place."));
    *out = (struct place){ .id = r.id,
                           .code = r.code,
                           .kind = r.kind,
                           .type = r.type,
                           .parent_code = r.parent_code,
                           .name_vi = r.name_vi,
                           .name_en = r.name_en,
                           .former_district = r.former_district,
                           .lat_microdeg = r.lat_microdeg,
                           .lon_microdeg = r.lon_microdeg,
                           .area_m2 = r.area_m2,
                           .source = r.source,
                           .as_of = r.as_of,
                           .valid_from = r.valid_from_on,
                           .is_demo = r.is_demo };
    return OK;
}

/* Loads places and published facts from data/ (embedded) into dated tables. A file is one set, its version the digest
   of its bytes: the same bytes load once, other bytes make a new version beside the old one. Nothing is overwritten; a
   place that begins anew closes the row before it. Nothing here is shown or computed. */
#include "base/csv.h"
#include "base/embedded.h"
#include "base/text.h"
#include "features/people/organisations/organisations_parts.h"
#include "features/people/organisations/organisations_rules.h"
#include "organisations.sql.h"
#include "vouchers/reference.h"

struct data_file {
    struct cx *cx;
    struct db *db;
    const char *path;
    struct csv_row head, row;
    int64_t set_id;
};

static result bad(struct data_file *s, const char *column)
{
    return fail(s->cx, .kind = ERR_ENV, .code = S("reference.bad"), .field = str_of(column),
                .message = TRF(s->cx, "The reference file {1} is damaged at row {2}.", str_of(s->path),
                               str_from_i64(s->cx->mem, s->row.row)));
}

static result cell(struct data_file *s, const char *column, str *out)
{
    for (int i = 0; i < s->head.n && i < s->row.n; i++)
        if (str_eq(s->head.cell[i], str_of(column))) {
            *out = s->row.cell[i];
            return OK;
        }
    return bad(s, column);
}

static result cell_date(struct data_file *s, const char *column, date *out)
{
    str t;
    TRY(cell(s, column, &t));
    return date_parse_iso(t, out) ? OK : bad(s, column);
}

static result cell_number(struct data_file *s, const char *column, bool (*parse)(str, int64_t *), int64_t *out)
{
    str t;
    *out = 0;
    TRY(cell(s, column, &t));
    return !t.n || parse(t, out) ? OK : bad(s, column);
}

/* An id of org 0 for the next row. */
static result next_id(struct data_file *s, int64_t *id)
{
    *id = db_next_id(s->db, 0);
    return *id < 0 ? FAILED : OK;
}

/* ---- places ---- */

/* known: this very row is there already. An older open row of the code ends the day before. */
static result supersede(struct data_file *s, str kind, str code, date from, bool *known)
{
    struct place_in_version old;
    bool found;
    TRY(place_in_version(s->db, (struct place_in_version_args){ .kind = kind, .code = code }, &old, &found));
    *known = found && date_cmp(old.valid_from_on, from) >= 0;
    if (!found || *known)
        return OK;
    return place_close(s->db, (struct place_close_args){ .id = old.id, .valid_to_on = date_add_days(from, -1) });
}

static result place_cells(struct data_file *s, struct place_insert_args *a)
{
    int64_t milli_km2;
    *a = (struct place_insert_args){ .org_id = 0, .ref_set_id = s->set_id };
    TRY(cell(s, "code", &a->code));
    TRY(cell(s, "type", &a->type));
    TRY(cell(s, "name_vi", &a->name_vi));
    TRY(cell(s, "name_en", &a->name_en));
    TRY(cell(s, "source", &a->source));
    TRY(cell(s, "as_of", &a->as_of));
    TRY(cell_date(s, "valid_from", &a->valid_from_on));
    TRY(cell_number(s, "lat", microdeg_parse, &a->lat_microdeg));
    TRY(cell_number(s, "lon", microdeg_parse, &a->lon_microdeg));
    TRY(cell_number(s, "area_km2", milli_parse, &milli_km2));
    a->area_m2 = milli_km2 * 1000;
    a->name_fold = text_fold(s->cx->mem, a->name_vi);
    a->name_sort = text_sort_key(s->cx->mem, a->name_vi);
    return OK;
}

static result put_province(struct data_file *s)
{
    struct place_insert_args a;
    bool known;
    TRY(place_cells(s, &a));
    a.kind = S("province");
    TRY(supersede(s, a.kind, a.code, a.valid_from_on, &known));
    if (known)
        return OK;
    TRY(next_id(s, &a.id));
    return place_insert(s->db, a);
}

static result put_predecessors(struct data_file *s, int64_t place_id)
{
    str names;
    TRY(cell(s, "predecessors", &names));
    while (names.n) {
        struct str_cut c = str_cut(names, '|');
        int64_t id;
        TRY(next_id(s, &id));
        TRY(place_predecessor_insert(
            s->db, (struct place_predecessor_insert_args){ .org_id = 0,
                                                           .id = id,
                                                           .place_id = place_id,
                                                           .name_vi = c.head,
                                                           .name_fold = text_fold(s->cx->mem, c.head) }));
        names = c.tail;
    }
    return OK;
}

static result put_commune(struct data_file *s)
{
    struct place_insert_args a;
    bool known;
    TRY(place_cells(s, &a));
    TRY(cell(s, "province", &a.parent_code));
    TRY(cell(s, "former_district", &a.former_district));
    a.kind = S("commune");
    TRY(supersede(s, a.kind, a.code, a.valid_from_on, &known));
    if (known)
        return OK;
    TRY(next_id(s, &a.id));
    TRY(place_insert(s->db, a));
    return put_predecessors(s, a.id);
}

static result put_form(struct data_file *s)
{
    struct statutory_form_insert_args a = { .org_id = 0, .ref_set_id = s->set_id };
    TRY(cell(s, "purpose", &a.purpose));
    TRY(cell(s, "code", &a.code));
    TRY(cell(s, "name_vi", &a.name_vi));
    TRY(cell(s, "name_en", &a.name_en));
    TRY(cell(s, "law_vi", &a.law_vi));
    TRY(cell(s, "source", &a.source));
    TRY(cell_date(s, "valid_from", &a.valid_from_on));
    TRY(next_id(s, &a.id));
    return statutory_form_insert(s->db, a);
}

/* ---- published facts ---- */

static result put_source(struct data_file *s)
{
    struct published_source_insert_args a = { .org_id = 0, .ref_set_id = s->set_id };
    str approximate;
    TRY(cell(s, "code", &a.code));
    TRY(cell(s, "title", &a.title));
    TRY(cell(s, "publisher", &a.publisher));
    TRY(cell(s, "published", &a.published));
    TRY(cell(s, "language", &a.language));
    TRY(cell(s, "is_date_approximate", &approximate));
    a.is_date_approximate = str_eq(approximate, S("1"));
    TRY(next_id(s, &a.id));
    return published_source_insert(s->db, a);
}

static result figure_texts(struct data_file *s, struct published_figure_insert_args *a)
{
    TRY(cell(s, "code", &a->code));
    TRY(cell(s, "kind", &a->kind));
    TRY(cell(s, "name_vi", &a->name_vi));
    TRY(cell(s, "name_en", &a->name_en));
    TRY(cell(s, "population_vi", &a->population_vi));
    TRY(cell(s, "population_en", &a->population_en));
    TRY(cell(s, "comparator", &a->comparator));
    TRY(cell(s, "unit", &a->unit));
    TRY(cell(s, "note_vi", &a->note_vi));
    TRY(cell(s, "note_en", &a->note_en));
    TRY(cell(s, "source", &a->source));
    return cell(s, "as_of", &a->as_of);
}

static result put_figure(struct data_file *s)
{
    struct published_figure_insert_args a = { .org_id = 0, .ref_set_id = s->set_id };
    str value;
    TRY(figure_texts(s, &a));
    TRY(cell(s, "value", &value));
    TRY(cell_number(s, "value", milli_parse, &a.value_milli));
    TRY(cell_number(s, "value_low", milli_parse, &a.low_milli));
    TRY(cell_number(s, "value_high", milli_parse, &a.high_milli));
    a.has_value = value.n > 0;
    TRY(next_id(s, &a.id));
    return published_figure_insert(s->db, a);
}

static result put_entity(struct data_file *s)
{
    struct arena *mem = s->cx->mem;
    struct published_entity_insert_args a = { .org_id = 0, .ref_set_id = s->set_id };
    TRY(cell(s, "code", &a.code));
    TRY(cell(s, "kind", &a.kind));
    TRY(cell(s, "name_vi", &a.name));
    TRY(cell(s, "commune_code", &a.commune_code));
    TRY(cell(s, "place_vi", &a.place_text));
    TRY(cell(s, "facts_vi", &a.facts_vi));
    TRY(cell(s, "facts_en", &a.facts_en));
    TRY(cell(s, "source", &a.source));
    TRY(cell(s, "as_of", &a.as_of));
    TRY(cell(s, "as_of_basis", &a.as_of_basis));
    TRY(cell(s, "verification", &a.verification));
    a.name_fold = org_name_fold(mem, a.name);
    a.name_sort = text_sort_key(mem, a.name);
    a.search_fold =
        text_fold(mem, str_join(mem, (const str[]){ a.name, a.place_text, a.facts_vi, a.facts_en }, 4, S(" ")));
    TRY(next_id(s, &a.id));
    return published_entity_insert(s->db, a);
}

/* ---- sets ---- */

static const struct set {
    const char *code, *path, *source;
    date valid_from;
    result (*put)(struct data_file *s);
} sets[] = {
    { "provinces", "data/provinces.csv", "thanglequoc/vietnamese-provinces-database", { 20250701 }, put_province },
    { "hanoi_communes",
      "data/hanoi_communes.csv",
      "thanglequoc/vietnamese-provinces-database",
      { 20250701 },
      put_commune },
    { "statutory_forms", "data/statutory_forms.csv", "data/statutory_forms.csv", { 20250101 }, put_form },
    { "published_sources", "data/published_sources.csv", "data/published_sources.csv", { 20240101 }, put_source },
    { "published_figures", "data/published_figures.csv", "data/published_sources.csv", { 20240101 }, put_figure },
    { "published_entities", "data/published_entities.csv", "data/published_entities.csv", { 20090101 }, put_entity },
};

static result put_rows(struct data_file *s, str text, const struct set *set)
{
    struct csv_reader r = csv_reader_new(s->cx->mem, text, ',');
    if (!csv_next(&r, &s->head))
        return bad(s, "");
    while (csv_next(&r, &s->row))
        TRY(set->put(s));
    return r.err.message ? bad(s, "") : OK;
}

static result load_set(struct cx *cx, struct db *db, const struct set *set)
{
    const struct embedded *e = embedded_find(str_of(set->path));
    struct data_file s = { .cx = cx, .db = db, .path = set->path };
    bool loaded;
    if (!e)
        return bad(&s, "");
    TRY(reference_begin(cx, db,
                        (struct reference){ .set_code = str_of(set->code),
                                            .bytes = embedded_str(e),
                                            .valid_from = set->valid_from,
                                            .source = str_of(set->source) },
                        &s.set_id, &loaded));
    if (loaded)
        return OK;
    return put_rows(&s, embedded_str(e), set);
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    for (int i = 0; i < COUNT(sets); i++)
        TRY(load_set(cx, db, &sets[i]));
    return OK;
}

result organisations_load_reference(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, load, NULL); }

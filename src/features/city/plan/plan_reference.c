/* Loads the plans from data/ (embedded). A file's digest is its version: the same bytes load once, others become a
   newer version of the year's plan beside the old one. */
#include "base/csv.h"
#include "base/embedded.h"
#include "features/city/plan/plan_parts.h"
#include "vouchers/reference.h"

struct loading {
    struct cx *cx;
    struct db *db;
    const char *path;
    struct csv_row head, row;
    int64_t set_id, plan_id;
};

static result bad(struct loading *l, const char *column)
{
    return fail(l->cx, .kind = ERR_ENV, .code = S("reference.bad"), .field = str_of(column),
                .message = TRF(l->cx, "The reference file {1} is damaged at row {2}.", str_of(l->path),
                               str_from_i64(l->cx->mem, l->row.row)));
}

static result cell(struct loading *l, const char *column, str *out)
{
    for (int i = 0; i < l->head.n && i < l->row.n; i++)
        if (str_eq(l->head.cell[i], str_of(column))) {
            *out = l->row.cell[i];
            return OK;
        }
    return bad(l, column);
}

static result cell_i64(struct loading *l, const char *column, int64_t *out)
{
    str t;
    TRY(cell(l, column, &t));
    return str_to_i64(t, out) ? OK : bad(l, column);
}

static result put_plan(struct loading *l)
{
    struct plan_insert_args a = { .org_id = 0, .ref_set_id = l->set_id };
    str on;
    if (l->plan_id)
        return OK;
    TRY(cell_i64(l, "year", &a.year));
    TRY(cell(l, "decision_no", &a.decision_no));
    TRY(cell(l, "decision_on", &on));
    if (on.n && !date_parse_iso(on, &a.decision_on))
        return bad(l, "decision_on");
    a.id = db_next_id(l->db, 0);
    if (a.id < 0)
        return FAILED;
    l->plan_id = a.id;
    return plan_insert(l->db, a);
}

static result put_target(struct loading *l)
{
    struct plan_target_insert_args a = { .org_id = 0, .plan_id = l->plan_id };
    const struct {
        const char *column;
        str *at;
    } text[] = {
        { "code", &a.code },
        { "name_vi", &a.name_vi },
        { "name_en", &a.name_en },
        { "population_vi", &a.population_vi },
        { "population_en", &a.population_en },
        { "unit", &a.unit },
        { "comparator", &a.comparator },
        { "direction", &a.direction },
        { "feed", &a.feed },
        { "feed_note_vi", &a.feed_note_vi },
        { "feed_note_en", &a.feed_note_en },
        { "note_vi", &a.note_vi },
        { "note_en", &a.note_en },
        { "source", &a.source },
        { "as_of", &a.as_of },
    };
    for (int i = 0; i < COUNT(text); i++)
        TRY(cell(l, text[i].column, text[i].at));
    TRY(cell_i64(l, "value_low", &a.target_low));
    TRY(cell_i64(l, "value_high", &a.target_high));
    a.id = db_next_id(l->db, 0);
    return a.id < 0 ? FAILED : plan_target_insert(l->db, a);
}

static result load_file(struct cx *cx, struct db *db, const char *path, date valid_from)
{
    const struct embedded *e = embedded_find(str_of(path));
    struct loading l = { .cx = cx, .db = db, .path = path };
    bool loaded;
    if (!e)
        return bad(&l, "");
    TRY(reference_begin(cx, db,
                        (struct reference){ str_sub(str_of(path), 5, (ptrdiff_t)strlen(path) - 4), embedded_str(e),
                                            valid_from, S("data/published_sources.csv") },
                        &l.set_id, &loaded));
    if (loaded)
        return OK;
    struct csv_reader r = csv_reader_new(cx->mem, embedded_str(e), ',');
    if (!csv_next(&r, &l.head))
        return bad(&l, "");
    while (csv_next(&r, &l.row)) {
        TRY(put_plan(&l));
        TRY(put_target(&l));
    }
    return r.err.message ? bad(&l, "") : OK;
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    (void)arg;
    TRY(load_file(cx, db, "data/plan_2024.csv", (date){ 20240101 }));
    return load_file(cx, db, "data/plan_2026.csv", (date){ 20260101 });
}

result plan_load_reference(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, load, NULL); }

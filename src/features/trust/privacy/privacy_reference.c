/* Loads data/privacy_rules.csv into dated rows: a file is one set, nothing is overwritten. */
#include "features/trust/privacy/privacy_parts.h"
#include "privacy.sql.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "vouchers/reference.h"

#define PATH "data/privacy_rules.csv"
enum { N_COL = 7 };
static const char *const column[N_COL] = { "purpose", "amount", "unit", "law_vi", "law_en", "valid_from", "source" };

static result bad(struct cx *cx, int64_t row)
{
    return fail(cx, .kind = ERR_ENV, .code = S("reference.bad"),
                .message =
                    TRF(cx, "The reference file {1} is damaged at row {2}.", S(PATH), str_from_i64(cx->mem, row)));
}

static bool is_head(const struct csv_row *r)
{
    for (int i = 0; i < N_COL; i++)
        if (r->n != N_COL || !str_eq(r->cell[i], str_of(column[i])))
            return false;
    return true;
}

static result put(struct cx *cx, struct db *db, const struct csv_row *r, int64_t set_id)
{
    struct privacy_rule_insert_args a = { .org_id = 0, .ref_set_id = set_id };
    if (r->n != N_COL || !str_to_i64(r->cell[1], &a.amount) || !date_parse_iso(r->cell[5], &a.valid_from_on))
        return bad(cx, r->row);
    a.purpose = r->cell[0], a.unit = r->cell[2], a.law_vi = r->cell[3], a.law_en = r->cell[4], a.source = r->cell[6];
    a.id = db_next_id(db, 0);
    return a.id < 0 ? FAILED : privacy_rule_insert(db, a);
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    const struct embedded *e = embedded_find(S(PATH));
    struct csv_row row;
    int64_t set_id;
    bool loaded;
    (void)arg;
    if (!e)
        return bad(cx, 0);
    TRY(reference_begin(
        cx, db,
        (struct reference){
            .set_code = S("privacy_rules"), .bytes = embedded_str(e), .valid_from = { 20170101 }, .source = S(PATH) },
        &set_id, &loaded));
    if (loaded)
        return OK;
    struct csv_reader r = csv_reader_new(cx->mem, embedded_str(e), ',');
    if (!csv_next(&r, &row) || !is_head(&row))
        return bad(cx, 1);
    while (csv_next(&r, &row))
        TRY(put(cx, db, &row, set_id));
    return r.err.message ? bad(cx, 0) : OK;
}

result privacy_load_reference(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, load, NULL); }

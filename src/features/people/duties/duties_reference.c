/* Loads data/duties.csv. Its digest is its version: other bytes become a newer version beside the old one, and marks
   keep their codes. */
#include "base/csv.h"
#include "base/embedded.h"
#include "features/people/duties/duties_parts.h"
#include "vouchers/reference.h"

#define DATA_FILE "data/duties.csv"

struct loading {
    struct cx *cx;
    struct db *db;
    struct csv_row head, row;
    int64_t set_id;
};

static result bad(const struct loading *l, const char *column)
{
    return fail(l->cx, .kind = ERR_ENV, .code = S("reference.bad"), .field = str_of(column),
                .message = TRF(l->cx, "The reference file {1} is damaged at row {2}.", S(DATA_FILE),
                               str_from_i64(l->cx->mem, l->row.row)));
}

static result cell(const struct loading *l, const char *column, str *out)
{
    for (int i = 0; i < l->head.n && i < l->row.n; i++)
        if (str_eq(l->head.cell[i], str_of(column))) {
            *out = l->row.cell[i];
            return OK;
        }
    return bad(l, column);
}

static result day(const struct loading *l, const char *column, date standard, date *out)
{
    str s;
    TRY(cell(l, column, &s));
    *out = standard;
    return s.n == 0 || date_parse_iso(s, out) ? OK : bad(l, column);
}

static result put_row(struct loading *l)
{
    struct duty_insert_args a = { .org_id = 0, .ref_set_id = l->set_id };
    struct duty_rule rule;
    const struct {
        const char *column;
        str *at;
    } text[] = {
        { "code", &a.code },       { "who", &a.who },         { "sector", &a.sector },       { "period", &a.period },
        { "due", &a.due },         { "name_vi", &a.name_vi }, { "name_en", &a.name_en },     { "what_vi", &a.what_vi },
        { "what_en", &a.what_en }, { "when_vi", &a.when_vi }, { "when_en", &a.when_en },     { "law", &a.law },
        { "article", &a.article }, { "source", &a.source },   { "certainty", &a.certainty }, { "done_by", &a.done_by },
    };
    for (int i = 0; i < COUNT(text); i++)
        TRY(cell(l, text[i].column, text[i].at));
    TRY(day(l, "valid_from", (date){ 0 }, &a.valid_from_on));
    TRY(day(l, "valid_to", DATE_OPEN, &a.valid_to_on));
    if (!duty_rule_parse(a.period, a.due, &rule))
        return bad(l, "due");
    a.id = db_next_id(l->db, 0);
    return a.id < 0 ? FAILED : duty_insert(l->db, a);
}

static result load(struct cx *cx, struct db *db, void *arg)
{
    const struct embedded *e = embedded_find(S(DATA_FILE));
    struct loading l = { .cx = cx, .db = db };
    bool loaded;
    (void)arg;
    if (!e)
        return bad(&l, "");
    TRY(reference_begin(cx, db,
                        (struct reference){ S("duties"), embedded_str(e), (date){ 20240701 },
                                            S("data/duties.csv: the article of each row") },
                        &l.set_id, &loaded));
    if (loaded)
        return OK;
    struct csv_reader r = csv_reader_new(cx->mem, embedded_str(e), ',');
    if (!csv_next(&r, &l.head))
        return bad(&l, "");
    while (csv_next(&r, &l.row))
        TRY(put_row(&l));
    return r.err.message ? bad(&l, "") : OK;
}

result duties_load_reference(struct cx *cx, struct store *s) { return store_write(s, cx, NULL, 0, load, NULL); }

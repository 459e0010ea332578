/* Counting, searching and telling what is held about a person. Writes nothing but what hooks write down. */
#include "features/trust/privacy/privacy_person.h"
#include "features/people/members/members.h"
#include "features/people/organisations/organisations.h"

#include "base/json.h"
#include "web/data.h"

/* ---- what there is ---- */

/* Made from other tables, which are told. */
static bool is_derived(str table)
{
    static const str name[] = { LIT("party_word"), LIT("sum_party"), LIT("stock") };
    for (int i = 0; i < COUNT(name); i++)
        if (str_eq(table, name[i]))
            return true;
    return false;
}

static int by_number(const struct db_party_row_count *all, int n, struct privacy_held *out, const struct cx *cx)
{
    int k = 0;
    for (int i = 0; i < n; i++)
        if (all[i].n && !is_derived(all[i].name))
            out[k++] = (struct privacy_held){ all[i].name, privacy_key_label(cx, all[i].name), all[i].n };
    return k;
}

result privacy_held(struct cx *cx, struct db *db, const struct db_party_ask *whose, struct privacy_held **out, int *n)
{
    void *rows;
    int n_row;
    TRY(db_run_many(db, &db_party_count, whose, &rows, &n_row));
    *out = new (cx->mem, struct privacy_held, n_row);
    *n = by_number(rows, n_row, *out, cx);
    return OK;
}

/* ---- free words ---- */

enum { WORDS_MAX = 8 };

struct looking {
    const struct person *who;
    const struct db_table *table;
    const struct personal_field *field[WORDS_MAX];
    int at[WORDS_MAX], n, whose; /* columns: of the words, of the party */
    privacy_mention_fn fn;
    void *arg;
};

static int column_of(const struct db_table *t, str name)
{
    for (int i = 0; i < t->n_col; i++)
        if (str_eq(str_of(t->col[i].name), name))
            return i;
    return -1;
}

static bool look_for(struct looking *k, const struct db_table *t)
{
    k->table = t;
    k->n = 0;
    k->whose = column_of(t, S("party_id"));
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal && k->n < WORDS_MAX; i++) {
            const struct personal_field *p = &features[f]->personal[i];
            if (!p->words || strcmp(p->table, t->name) != 0)
                continue;
            k->field[k->n] = p;
            k->at[k->n++] = column_of(t, str_of(p->column));
        }
    return k->n > 0 && t->has_org_id;
}

static const void *value_at(const struct looking *k, const void *row, int column)
{
    return (const char *)row + k->table->select_org->col[column].offset;
}

static result look(struct cx *cx, void *arg, const void *row)
{
    const struct looking *k = arg;
    bool own = k->whose >= 0 && *(const int64_t *)value_at(k, row, k->whose) == k->who->party_id;
    for (int i = 0; i < k->n; i++) {
        struct privacy_mention m = { k->field[i], k->table, *(const str *)value_at(k, row, k->at[i]), { 0 }, own };
        if (person_named_in(cx->mem, k->who, m.words))
            TRY(k->fn(cx, k->arg, &m));
    }
    return OK;
}

result privacy_mentions(struct cx *cx, struct db *db, const struct person *who, privacy_mention_fn fn, void *arg)
{
    struct looking k = { .who = who, .fn = fn, .arg = arg };
    (void)cx;
    for (int i = 0; i < n_db_tables; i++)
        if (look_for(&k, &db_tables[i]))
            TRY(db_run_each(db, db_tables[i].select_org, &who->org_id, look, &k));
    return OK;
}

/* ---- telling ---- */

struct rows {
    const void *row;
    int n;
};

/* Every row that the schema says is the party's. */
static result tell_records(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct db_party_ask whose = { who->org_id, who->party_id };
    struct rows *model = new (cx->mem, struct rows, n_db_tables);
    struct data_field *field = new (cx->mem, struct data_field, n_db_tables);
    struct data d = { .name = "records", .field = field };
    for (int i = 0; i < n_db_tables; i++) {
        const struct db_table *t = &db_tables[i];
        struct rows *r = &model[d.n_field];
        void *all;
        if (!t->select_party || is_derived(str_of(t->name)))
            continue;
        TRY(db_run_many(db, t->select_party, &whose, &all, &r->n));
        if (!r->n)
            continue;
        r->row = all;
        uint16_t at = (uint16_t)(sizeof *r * (size_t)d.n_field);
        field[d.n_field++] = (struct data_field){ .name = t->name,
                                                  .type = DATA_ROWS,
                                                  .at = (uint16_t)(at + offsetof(struct rows, row)),
                                                  .n_at = (uint16_t)(at + offsetof(struct rows, n)),
                                                  .rows = t->select_party };
    }
    json_key(j, S("records"));
    data_put(cx, j, &d, model);
    return OK;
}

static result tell_rooms(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    json_key(j, S("rooms"));
    json_begin_object(j);
    for (int f = 0; f < n_features; f++) {
        if (!features[f]->tell_person)
            continue;
        json_key(j, str_of(features[f]->name));
        json_begin_object(j);
        TRY(features[f]->tell_person(cx, db, who, j));
        json_end_object(j);
    }
    json_end_object(j);
    return OK;
}

static result tell_mention(struct cx *cx, void *arg, const struct privacy_mention *m)
{
    struct json_out *j = arg;
    if (m->is_own) /* told with the row */
        return OK;
    json_begin_object(j);
    json_member_str(j, S("where"), tr(cx, m->field->name));
    json_member_str(j, S("table"), str_of(m->field->table));
    json_member_str(j, S("column"), str_of(m->field->column));
    json_member_str(j, S("words"), m->words);
    json_end_object(j);
    return OK;
}

static result tell_views(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct party_opening *v;
    int n;
    TRY(party_openings(cx, db, who->org_id, who->party_id, &v, &n));
    json_key(j, S("number_views"));
    json_begin_array(j);
    for (int i = 0; i < n; i++) {
        json_begin_object(j);
        json_member_str(j, S("at"), instant_iso(cx->mem, v[i].at));
        json_member_str(j, S("who"), v[i].who);
        json_end_object(j);
    }
    json_end_array(j);
    return OK;
}

/* Why, on what basis, for whom, how long. */
static void tell_fields(struct cx *cx, struct json_out *j)
{
    json_key(j, S("fields"));
    json_begin_array(j);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal; i++) {
            const struct personal_field *p = &features[f]->personal[i];
            if (p->end == PERSONAL_TIMED)
                continue;
            json_begin_object(j);
            json_member_str(j, S("datum"), tr(cx, p->name));
            json_member_str(j, S("purpose"), tr(cx, p->purpose));
            json_member_str(j, S("basis"), tr(cx, p->basis));
            json_member_str(j, S("readers"), tr(cx, p->readers));
            json_member_str(j, S("kept"), tr(cx, p->retention));
            json_end_object(j);
        }
    json_end_array(j);
}

result privacy_tell(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct organisation org;
    TRY(org_get(cx, db, who->org_id, &org));
    json_begin_object(j);
    json_member_str(j, S("hoptac"), S("person"));
    json_member_i64(j, S("version"), 1);
    json_member_bool(j, S("demo"), org.is_demo);
    json_member_str(j, S("org"), org.code);
    json_member_str(j, S("org_name"), org.name);
    json_member_str(j, S("code"), who->code);
    json_member_str(j, S("name"), who->full_name);
    json_member_str(j, S("told_at"), instant_iso(cx->mem, cx->now_at));
    TRY(tell_rooms(cx, db, who, j));
    TRY(tell_records(cx, db, who, j));
    json_key(j, S("mentions"));
    json_begin_array(j);
    TRY(privacy_mentions(cx, db, who, tell_mention, j));
    json_end_array(j);
    TRY(tell_views(cx, db, who, j));
    tell_fields(cx, j);
    json_end_object(j);
    return OK;
}

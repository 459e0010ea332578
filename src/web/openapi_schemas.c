/* Schemas: of a form as JSON wants it, of an answer as web_data writes it. Each follows its writer or reader (data.c,
   form_json.c) type by type; data_test.c holds the two together. */
#include "web/form_parts.h"
#include "web/openapi_parts.h"
#include "web/route_table.h"

static const char id_or_null[] = "{\"type\":[\"string\",\"null\"],\"pattern\":\"^-?[0-9]+$\"}";
static const char instant_or_null[] = "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}";
static const char date_or_null[] = "{\"type\":[\"string\",\"null\"],\"format\":\"date\"}";
static const char integer[] = "{\"type\":\"integer\",\"format\":\"int64\"}";
static const char dong[] = "{\"type\":\"integer\",\"format\":\"int64\",\"description\":\"VND\"}";
static const char base_units[] =
    "{\"type\":\"integer\",\"format\":\"int64\",\"description\":\"g, ml, mm, cm2 or piece\"}";
static const char digest[] = "{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}";

bool openapi_has_file(const struct form *f)
{
    for (int i = 0; i < f->n_fields; i++)
        if (f->fields[i].type == FIELD_FILE)
            return true;
    return false;
}

bool openapi_has_pages(const struct data *d)
{
    for (int i = 0; d && i < d->n_field; i++)
        if (data_is_pages(&d->field[i]))
            return true;
    return false;
}

/* ---- what goes in ---- */

static bool is_number(const struct field *f)
{
    return f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_QTY;
}

static str type_of(const struct field *f)
{
    if (is_number(f))
        return S("integer");
    return f->type == FIELD_BOOL ? S("boolean") : S("string");
}

static void put_options(struct openapi *x, const struct field *f)
{
    bool empty = f->required;
    json_key(&x->o, S("enum"));
    json_begin_array(&x->o);
    for (int i = 0; i < f->n_options; i++) {
        json_put_str(&x->o, str_of(f->options[i].value));
        empty |= !f->options[i].value[0];
    }
    if (!empty)
        json_put_str(&x->o, S(""));
    json_end_array(&x->o);
}

static void put_bounds(struct openapi *x, const struct field *f)
{
    bool text = f->type == FIELD_TEXT || f->type == FIELD_AREA || f->type == FIELD_PASSWORD;
    if (is_number(f) && (f->min || f->max)) {
        json_member_i64(&x->o, S("minimum"), f->required || f->min <= 0 ? f->min : 0);
        json_member_i64(&x->o, S("maximum"), f->max);
    }
    if (text && f->max)
        json_member_i64(&x->o, S("maxLength"), f->max);
    if (text && f->required)
        json_member_i64(&x->o, S("minLength"), f->min > 1 ? f->min : 1);
}

static str about(struct openapi *x, const struct field *f)
{
    if (f->type == FIELD_MONEY)
        return S("VND");
    if (f->type == FIELD_QTY)
        return str_fmt(x->cx->mem, "1/%lld", (long long)f->per);
    return f->help ? tr(x->cx, f->help) : S("");
}

void openapi_field(struct openapi *x, const struct field *f)
{
    struct json_out *o = &x->o;
    str words = about(x, f);
    json_begin_object(o);
    json_member_str(o, S("type"), type_of(f));
    json_member_str(o, S("title"), tr(x->cx, f->label));
    if (words.n)
        json_member_str(o, S("description"), words);
    if (f->type == FIELD_DATE)
        json_member_str(o, S("format"), S("date"));
    if (f->type == FIELD_ID)
        json_member_str(o, S("pattern"), S("^[0-9]+$"));
    if (f->type == FIELD_FILE)
        json_member_str(o, S("contentMediaType"), S("application/octet-stream"));
    if (f->type == FIELD_CHOICE && f->n_options)
        put_options(x, f);
    put_bounds(x, f);
    json_end_object(o);
}

static void put_fields(struct openapi *x, const struct field *f, int n)
{
    for (int i = 0; i < n; i++) {
        json_key(&x->o, str_of(f[i].name));
        openapi_field(x, &f[i]);
    }
}

static void put_required(struct openapi *x, const struct field *f, int n)
{
    int n_required = 0;
    for (int i = 0; i < n; i++)
        n_required += f[i].required;
    if (!n_required)
        return;
    json_key(&x->o, S("required"));
    json_begin_array(&x->o);
    for (int i = 0; i < n; i++)
        if (f[i].required)
            json_put_str(&x->o, str_of(f[i].name));
    json_end_array(&x->o);
}

static void put_form_rows(struct openapi *x, const struct form *f)
{
    struct json_out *o = &x->o;
    json_key(o, S("rows"));
    json_begin_object(o);
    json_member_str(o, S("type"), S("array"));
    json_member_i64(o, S("maxItems"), form_rows_max(f));
    json_key(o, S("items"));
    json_begin_object(o);
    json_member_str(o, S("type"), S("object"));
    put_required(x, f->row_fields, f->n_row_fields);
    json_key(o, S("properties"));
    json_begin_object(o);
    put_fields(x, f->row_fields, f->n_row_fields);
    json_end_object(o);
    json_member_bool(o, S("additionalProperties"), false);
    json_end_object(o);
    json_end_object(o);
}

static void put_form(struct openapi *x, const struct form *f)
{
    struct json_out *o = &x->o;
    json_key(o, str_fmt(x->cx->mem, "%s_form", f->name));
    json_begin_object(o);
    json_member_str(o, S("type"), S("object"));
    put_required(x, f->fields, f->n_fields);
    json_key(o, S("properties"));
    json_begin_object(o);
    put_fields(x, f->fields, f->n_fields);
    if (f->n_row_fields)
        put_form_rows(x, f);
    json_key(o, S("request_id"));
    json_put_raw(o, S("{\"type\":\"string\",\"format\":\"uuid\"}"));
    json_end_object(o);
    json_member_bool(o, S("additionalProperties"), false);
    json_end_object(o);
}

/* ---- what comes out ---- */

static void remember_rows(struct openapi *x, const struct db_stmt *st)
{
    for (int i = 0; i < x->n_rows; i++)
        if (x->rows[i] == st)
            return;
    if (x->n_rows < OPENAPI_PARTS_MAX)
        x->rows[x->n_rows++] = st;
}

static void remember(struct openapi *x, const struct data *d)
{
    for (int i = 0; i < x->n_data; i++)
        if (x->data[i] == d)
            return;
    if (x->n_data < OPENAPI_PARTS_MAX)
        x->data[x->n_data++] = d;
}

static str schema_of_i64(const char *name)
{
    enum data_kind k = data_kind_of(name);
    return str_of(k == DATA_IS_ID ? id_or_null : k == DATA_IS_INSTANT ? instant_or_null : integer);
}

static void put_plain(struct openapi *x, const char *name, enum data_type type)
{
    switch (type) {
    case DATA_INT64:
        json_put_raw(&x->o, schema_of_i64(name));
        return;
    case DATA_INT:
        json_put_raw(&x->o, S("{\"type\":\"integer\"}"));
        return;
    case DATA_BOOL:
        json_put_raw(&x->o, S("{\"type\":\"boolean\"}"));
        return;
    case DATA_MONEY:
        json_put_raw(&x->o, str_of(dong));
        return;
    case DATA_QTY:
        json_put_raw(&x->o, str_of(base_units));
        return;
    case DATA_DATE:
        json_put_raw(&x->o, str_of(date_or_null));
        return;
    case DATA_HASH:
        json_put_raw(&x->o, str_of(digest));
        return;
    default:
        json_put_raw(&x->o, S("{\"type\":\"string\"}"));
    }
}

static void put_enum(struct openapi *x, const struct data_field *f)
{
    json_begin_object(&x->o);
    json_member_str(&x->o, S("type"), S("string"));
    json_key(&x->o, S("enum"));
    json_begin_array(&x->o);
    for (int i = 0; i < f->n_word; i++)
        json_put_str(&x->o, str_of(f->word[i]));
    json_end_array(&x->o);
    json_end_object(&x->o);
}

static void put_array(struct openapi *x, str of)
{
    json_begin_object(&x->o);
    json_member_str(&x->o, S("type"), S("array"));
    json_key(&x->o, S("items"));
    openapi_ref(x, "schemas", of);
    json_end_object(&x->o);
}

static void put_maybe(struct openapi *x, str of)
{
    json_begin_object(&x->o);
    json_key(&x->o, S("oneOf"));
    json_begin_array(&x->o);
    openapi_ref(x, "schemas", of);
    json_put_raw(&x->o, S("{\"type\":\"null\"}"));
    json_end_array(&x->o);
    json_end_object(&x->o);
}

static void put_member(struct openapi *x, const struct data_field *f)
{
    str of = f->of ? str_of(f->of->name) : S("");
    if (f->of)
        remember(x, f->of);
    switch (f->type) {
    case DATA_ENUM:
        put_enum(x, f);
        return;
    case DATA_INSIDE:
        openapi_ref(x, "schemas", of);
        return;
    case DATA_LINK:
        put_maybe(x, of);
        return;
    case DATA_ARRAY:
        put_array(x, of);
        return;
    case DATA_ROWS:
        remember_rows(x, f->rows);
        put_array(x, str_of(f->rows->name));
        return;
    case DATA_ONE:
        remember_rows(x, f->rows);
        put_maybe(x, str_of(f->rows->name));
        return;
    case DATA_TEXTS:
        json_put_raw(&x->o, S("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
        return;
    default:
        put_plain(x, f->name, f->type);
    }
}

static const str page_member[] = { LIT("total"), LIT("page"), LIT("per_page") };

static void put_members(struct openapi *x, const struct data *d)
{
    for (int i = 0; i < d->n_field; i++) {
        bool pages = data_is_pages(&d->field[i]);
        for (int k = 0; pages && k < COUNT(page_member); k++) {
            json_key(&x->o, page_member[k]);
            json_put_raw(&x->o, str_of(integer));
        }
        if (pages)
            continue;
        json_key(&x->o, str_of(d->field[i].name));
        put_member(x, &d->field[i]);
    }
}

/* All members are always there. */
static void put_all_required(struct openapi *x, const struct data *d, bool answer)
{
    json_key(&x->o, S("required"));
    json_begin_array(&x->o);
    if (answer)
        json_put_str(&x->o, S("demo"));
    for (int i = 0; i < d->n_field; i++) {
        bool pages = data_is_pages(&d->field[i]);
        for (int k = 0; pages && k < COUNT(page_member); k++)
            json_put_str(&x->o, page_member[k]);
        if (!pages)
            json_put_str(&x->o, str_of(d->field[i].name));
    }
    json_end_array(&x->o);
}

static void put_data(struct openapi *x, const struct data *d, bool answer)
{
    struct json_out *o = &x->o;
    json_key(o, str_fmt(x->cx->mem, "%s%s", d->name, answer ? "_answer" : ""));
    json_begin_object(o);
    json_member_str(o, S("type"), S("object"));
    put_all_required(x, d, answer);
    json_key(o, S("properties"));
    json_begin_object(o);
    if (answer) {
        json_key(o, S("demo"));
        json_put_raw(o, S("{\"type\":\"boolean\"}"));
    }
    put_members(x, d);
    json_end_object(o);
    json_member_bool(o, S("additionalProperties"), false);
    json_end_object(o);
}

static void put_stmt(struct openapi *x, const struct db_stmt *st)
{
    struct json_out *o = &x->o;
    json_key(o, str_of(st->name));
    json_begin_object(o);
    json_member_str(o, S("type"), S("object"));
    json_key(o, S("required"));
    json_begin_array(o);
    for (int i = 0; i < st->n_col; i++)
        if (st->col[i].type != DB_BLOB)
            json_put_str(o, str_of(st->col[i].name));
    json_end_array(o);
    json_key(o, S("properties"));
    json_begin_object(o);
    for (int i = 0; i < st->n_col; i++)
        if (st->col[i].type != DB_BLOB) {
            json_key(o, str_of(st->col[i].name));
            put_plain(x, st->col[i].name, data_type_of_column(&st->col[i]));
        }
    json_end_object(o);
    json_member_bool(o, S("additionalProperties"), false);
    json_end_object(o);
}

/* ---- all ---- */

struct seen {
    const void *part[OPENAPI_PARTS_MAX];
    int n;
};

static bool fresh(struct seen *s, const void *part)
{
    for (int i = 0; i < s->n; i++)
        if (s->part[i] == part)
            return false;
    if (s->n < OPENAPI_PARTS_MAX)
        s->part[s->n++] = part;
    return true;
}

void openapi_schemas(struct openapi *x)
{
    struct seen *forms = new (x->cx->mem, struct seen, 1), *answers = new (x->cx->mem, struct seen, 1);
    for (int f = 0; f < x->app->n_features; f++)
        for (int i = 0; i < x->app->features[f]->n_routes; i++) {
            const struct route *r = &x->app->features[f]->routes[i];
            if (!route_in_api(r))
                continue;
            if (r->method != METHOD_GET && r->form && fresh(forms, r->form))
                put_form(x, r->form);
            if (r->data && r->data->n_field && fresh(answers, r->data))
                put_data(x, r->data, true);
        }
    for (int i = 0; i < x->n_data; i++) /* grows while it runs */
        put_data(x, x->data[i], false);
    for (int i = 0; i < x->n_rows; i++)
        put_stmt(x, x->rows[i]);
}

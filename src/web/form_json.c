/* Fills a form's struct from JSON: the same fields, the same errors, but values have JSON's types. A key that the
   form does not know, or one given twice, is an error: a misspelt field must not be lost in silence. */
#include "base/json.h"
#include "web/form_parts.h"

enum { NAMES_MAX = 128 };

static result bad_json(struct cx *cx, str code, str field, str message)
{
    return fail(cx, .kind = ERR_USAGE, .code = code, .field = field, .message = message);
}

static void wrong_type(const struct form_at *a)
{
    const char *wanted = T("a text is expected here.");
    if (a->f->type == FIELD_INT || a->f->type == FIELD_MONEY || a->f->type == FIELD_QTY)
        wanted = T("a whole number is expected here.");
    if (a->f->type == FIELD_BOOL)
        wanted = T("true or false is expected here.");
    form_bad(a, S("form.type"), TRF(a->cx, "{1}: {2}", str_of(a->f->name), tr(a->cx, wanted)), S(""));
}

static void put_date(const struct form_at *a, str text)
{
    date d;
    if (date_parse_iso(text, &d))
        form_put_text(a, text);
    else
        form_bad(a, S("form.date"), TRF(a->cx, "{1}: this is not a date.", str_of(a->f->name)),
                 tr(a->cx, "Write it like 2026-03-02."));
}

static void put_value(const struct form_at *a, const struct json *v)
{
    int64_t n;
    str s;
    bool b;
    enum field_type t = a->f->type;
    bool number = t == FIELD_INT || t == FIELD_MONEY || t == FIELD_QTY;
    if (!v || v->kind == JSON_NULL)
        form_put_nothing(a);
    else if (number && json_as_i64(v, &n))
        form_put_i64(a, n);
    else if (t == FIELD_BOOL && json_as_bool(v, &b))
        form_put_bool(a, b);
    else if (!number && t != FIELD_BOOL && t != FIELD_FILE && json_as_str(v, &s))
        t == FIELD_DATE && s.n ? put_date(a, s) : form_put_text(a, s);
    else
        wrong_type(a);
}

static void put_object(struct cx *cx, const struct field *f, int n, const struct json *v, str prefix, void *out)
{
    for (int i = 0; i < n; i++) {
        str name = str_fmt(cx->mem, STR_FMT "%s", STR_ARG(prefix), f[i].name);
        put_value(&(struct form_at){ cx, &f[i], name, out, true }, json_get(v, str_of(f[i].name)));
    }
}

static void check_keys(struct cx *cx, const struct field *f, int n, const struct json *v, bool top)
{
    str name[NAMES_MAX + 2];
    int k = 0;
    for (; k < n && k < NAMES_MAX; k++)
        name[k] = str_of(f[k].name);
    if (top) {
        name[k++] = S("rows");
        name[k++] = S("request_id");
    }
    const struct json *unknown = json_find_unknown(v, name, k);
    if (unknown)
        (void)bad_json(cx, S("json.unknown"), unknown->key, TRF(cx, "There is no field “{1}”.", unknown->key));
}

static void put_rows(struct cx *cx, const struct form *f, const struct json *rows, char *out)
{
    int n = 0, most = form_rows_max(f);
    if (!rows || !f->n_row_fields)
        return;
    if (rows->kind != JSON_ARRAY || rows->n > most) {
        (void)fail(cx, .kind = ERR_INVALID, .code = S("form.too_many_rows"), .field = S("rows"),
                   .message = TRF(cx, "“rows” is a list of at most {1} objects.", str_from_i64(cx->mem, most)));
        return;
    }
    char *array = arena_alloc(cx->mem, (size_t)(rows->n ? rows->n : 1), f->row_size);
    for (const struct json *r = rows->child; r; r = r->next, n++) {
        str row = str_fmt(cx->mem, "rows[%d]", n), prefix = str_fmt(cx->mem, STR_FMT ".", STR_ARG(row));
        if (r->kind != JSON_OBJECT)
            (void)bad_json(cx, S("json.object"), row, tr(cx, "An object { … } is expected."));
        check_keys(cx, f->row_fields, f->n_row_fields, r, false);
        put_object(cx, f->row_fields, f->n_row_fields, r, prefix, array + (size_t)n * f->row_size);
    }
    memcpy(out + f->rows_at, &array, sizeof array);
    memcpy(out + f->n_rows_at, &n, sizeof n);
}

result form_decode_json(struct cx *cx, const struct form *f, str json, void *out)
{
    int before = cx->n_errors;
    struct json *v;
    struct json_error err;
    if (!json_parse(cx->mem, json, &v, &err))
        return fail(cx, .kind = ERR_USAGE, .code = S("json.syntax"), .message = tr(cx, err.message),
                    .hint = TRF(cx, "Line {1}, column {2}.", str_from_i64(cx->mem, err.line),
                                str_from_i64(cx->mem, err.column)));
    if (v->kind != JSON_OBJECT)
        return bad_json(cx, S("json.object"), S(""), tr(cx, "An object { … } is expected."));
    const struct json *twice = json_find_duplicate(cx->mem, v);
    if (twice)
        return bad_json(cx, S("json.twice"), twice->key, TRF(cx, "{1} was sent twice.", twice->key));
    check_keys(cx, f->fields, f->n_fields, v, true);
    put_object(cx, f->fields, f->n_fields, v, S(""), out);
    put_rows(cx, f, json_get(v, S("rows")), out);
    return (result){ cx->n_errors == before };
}

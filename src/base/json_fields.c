/* See json_fields.h. Names the place of every mistake; decides nothing. */
#include "base/json_fields.h"

static str place(const struct json_fields *f, const char *name)
{
    return f->list ? str_fmt(f->cx->mem, "%s[%d].%s", f->list, f->i, name) : str_of(name);
}

result field_wrong(const struct json_fields *f, const char *name, const char *code, const char *english)
{
    return fail(f->cx, .kind = ERR_INVALID, .code = str_of(code), .field = place(f, name),
                .message = tr(f->cx, english));
}

static const struct json *given(const struct json_fields *f, const char *name)
{
    const struct json *v = json_get(f->o, str_of(name));
    return v && v->kind != JSON_NULL ? v : NULL;
}

bool field_given(const struct json_fields *f, const char *name) { return given(f, name) != NULL; }

void field_str(const struct json_fields *f, const char *name, str *out)
{
    const struct json *v = given(f, name);
    if (v && !json_as_str(v, out))
        (void)field_wrong(f, name, "command.not_text", T("This must be text in quotes."));
}

void field_i64(const struct json_fields *f, const char *name, int64_t *out)
{
    const struct json *v = given(f, name);
    if (v && !json_as_i64(v, out))
        (void)field_wrong(f, name, "command.not_integer", T("This must be a whole number without quotes."));
}

void field_bool(const struct json_fields *f, const char *name, bool *out)
{
    const struct json *v = given(f, name);
    if (v && !json_as_bool(v, out))
        (void)field_wrong(f, name, "command.not_bool", T("This must be true or false."));
}

void field_date(const struct json_fields *f, const char *name, date *out)
{
    str s = { 0 };
    field_str(f, name, &s);
    if (s.n && !date_parse_iso(s, out))
        (void)field_wrong(f, name, "command.not_date", T("This must be a date like 2026-03-02."));
}

void field_id(const struct json_fields *f, const char *name, int64_t *out)
{
    str s = { 0 };
    field_str(f, name, &s);
    if (s.n && (!str_to_i64(s, out) || *out <= 0))
        (void)field_wrong(f, name, "command.not_id", T("This must be a number in quotes."));
}

const struct json *field_list(const struct json_fields *f, const char *name, int *n)
{
    const struct json *v = given(f, name);
    *n = 0;
    if (!v)
        return NULL;
    if (v->kind != JSON_ARRAY) {
        (void)field_wrong(f, name, "command.not_list", T("This must be a list in square brackets."));
        return NULL;
    }
    *n = v->n;
    return v->child;
}

static bool is_one_of(str key, const str *name, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(key, name[i]))
            return true;
    return false;
}

void fields_only(const struct json_fields *f, const str *name, int n)
{
    for (const struct json *x = f->o->kind == JSON_OBJECT ? f->o->child : NULL; x; x = x->next)
        if (!is_one_of(x->key, name, n))
            (void)field_wrong(f, str_z(f->cx->mem, x->key), "command.unknown_field", T("There is no such field."));
}

/* Where x stands below v: "lines[2].account". Empty when it does not. */
static str place_of(struct arena *mem, const struct json *v, const struct json *x)
{
    int i = 0;
    for (const struct json *c = v->child; c; c = c->next, i++) {
        str own = v->kind == JSON_ARRAY ? str_fmt(mem, "[%d]", i) : c->key;
        str below = c == x ? S("") : place_of(mem, c, x);
        if (c == x)
            return own;
        if (below.n)
            return str_fmt(mem, STR_FMT "%s" STR_FMT, STR_ARG(own), below.s[0] == '[' ? "" : ".", STR_ARG(below));
    }
    return S("");
}

result fields_parse(struct cx *cx, str text, const struct json **out)
{
    struct json *o;
    struct json_error e;
    if (!json_parse(cx->mem, text, &o, &e))
        return fail(cx, .kind = ERR_USAGE, .code = S("command.not_json"), .field = S(""),
                    .message = TRF(cx, "This is not JSON: {1} (line {2}, column {3}).", tr(cx, e.message),
                                   str_from_i64(cx->mem, e.line), str_from_i64(cx->mem, e.column)));
    if (o->kind != JSON_OBJECT)
        return fail(cx, .kind = ERR_USAGE, .code = S("command.not_object"), .field = S(""),
                    .message = tr(cx, "A command is one JSON object in braces."));
    const struct json *dup = json_find_duplicate(cx->mem, o);
    if (dup)
        return fail(cx, .kind = ERR_INVALID, .code = S("command.duplicate_field"), .field = place_of(cx->mem, o, dup),
                    .message = tr(cx, "This field is given twice."));
    *out = o;
    return OK;
}

/* The frame of the description: paths, parameters, answers, errors, who may. openapi_schemas.c has the bodies. */
#include "web/openapi.h"
#include "web/openapi_parts.h"
#include "web/route_table.h"

#ifndef HOPTAC_VERSION
#define HOPTAC_VERSION "0"
#endif

static const str methods[] = { [METHOD_GET] = LIT("get"),
                               [METHOD_POST] = LIT("post"),
                               [METHOD_PUT] = LIT("put"),
                               [METHOD_PATCH] = LIT("patch"),
                               [METHOD_DELETE] = LIT("delete") };

void openapi_ref(struct openapi *x, const char *kind, str name)
{
    json_begin_object(&x->o);
    json_member_str(&x->o, S("$ref"), str_fmt(x->cx->mem, "#/components/%s/" STR_FMT, kind, STR_ARG(name)));
    json_end_object(&x->o);
}

str openapi_path(struct arena *mem, const struct route *r)
{
    struct buf b = buf_new(mem);
    str path = str_of(r->path);
    if (!str_starts(path, S("/api/v1")))
        buf_put(&b, S("/api/v1"));
    if (str_eq(path, S("/")))
        return buf_str(&b);
    for (struct str_cut c = str_cut(str_sub(path, 1, path.n), '/');; c = str_cut(c.tail, '/')) {
        bool param = c.head.n && c.head.s[0] == ':';
        str name = param ? str_sub(c.head, 1, c.head.n) : c.head;
        buf_fmt(&b, param ? "/{" STR_FMT "}" : "/" STR_FMT, STR_ARG(name));
        if (!c.found)
            return buf_str(&b);
    }
}

/* Paths that differ in the names of their parameters only are one. */
static str shape_of(struct arena *mem, str path)
{
    struct buf b = buf_new(mem);
    bool inside = false;
    for (ptrdiff_t i = 0; i < path.n; i++) {
        inside = path.s[i] == '{' || (inside && path.s[i] != '}');
        if (!inside)
            buf_byte(&b, path.s[i]);
    }
    return buf_str(&b);
}

/* ---- one operation ---- */

static void put_params(struct openapi *x, str path, const struct route *r)
{
    struct json_out *o = &x->o;
    json_key(o, S("parameters"));
    json_begin_array(o);
    for (struct str_cut c = str_cut(path, '{'); c.found; c = str_cut(c.tail, '{')) {
        json_begin_object(o);
        json_member_str(o, S("name"), str_cut(c.tail, '}').head);
        json_member_str(o, S("in"), S("path"));
        json_member_bool(o, S("required"), true);
        json_key(o, S("schema"));
        json_put_raw(o, S("{\"type\":\"string\"}"));
        json_end_object(o);
    }
    for (int i = 0; r->method == METHOD_GET && r->form && i < r->form->n_fields; i++) {
        json_begin_object(o);
        json_member_str(o, S("name"), str_of(r->form->fields[i].name));
        json_member_str(o, S("in"), S("query"));
        json_member_str(o, S("description"), tr(x->cx, r->form->fields[i].label));
        json_key(o, S("schema"));
        json_put_raw(o, S("{\"type\":\"string\"}"));
        json_end_object(o);
    }
    static const str paging[] = { LIT("q"), LIT("page"), LIT("per"), LIT("sort") };
    for (int i = 0; r->method == METHOD_GET && openapi_has_pages(r->data) && i < COUNT(paging); i++)
        openapi_ref(x, "parameters", paging[i]);
    if (r->method == METHOD_GET)
        openapi_ref(x, "parameters", S("if-none-match"));
    else
        openapi_ref(x, "parameters", S("idempotency-key"));
    json_end_array(o);
}

static void put_body(struct openapi *x, const struct form *f)
{
    struct json_out *o = &x->o;
    json_key(o, S("requestBody"));
    json_begin_object(o);
    json_member_bool(o, S("required"), f->n_fields > 0);
    json_key(o, S("content"));
    json_begin_object(o);
    json_key(o, openapi_has_file(f) ? S("multipart/form-data") : S("application/json"));
    json_begin_object(o);
    json_key(o, S("schema"));
    openapi_ref(x, "schemas", str_fmt(x->cx->mem, "%s_form", f->name));
    json_end_object(o);
    json_end_object(o);
    json_end_object(o);
}

static void put_answer(struct openapi *x, str status, const struct data *d)
{
    struct json_out *o = &x->o;
    json_key(o, status);
    json_begin_object(o);
    json_member_str(o, S("description"), S("OK"));
    json_key(o, S("content"));
    json_begin_object(o);
    json_key(o, d == &data_file ? S("*/*") : S("application/json"));
    json_begin_object(o);
    json_key(o, S("schema"));
    if (d == &data_file)
        json_put_raw(o, S("{}"));
    else
        openapi_ref(x, "schemas", str_fmt(x->cx->mem, "%s%s", d->name, d == &data_done ? "" : "_answer"));
    json_end_object(o);
    json_end_object(o);
    json_end_object(o);
}

static void put_answers(struct openapi *x, const struct route *r)
{
    static const str always[] = { LIT("401"), LIT("403"), LIT("404"), LIT("429"), LIT("500"), LIT("503") };
    static const str changing[] = { LIT("400"), LIT("409"), LIT("415"), LIT("422") };
    struct json_out *o = &x->o;
    bool get = r->method == METHOD_GET;
    json_key(o, S("responses"));
    json_begin_object(o);
    put_answer(x, S("200"), r->data ? r->data : &data_done);
    if (!get)
        put_answer(x, S("201"), &data_done);
    else
        json_key(o, S("304")), json_put_raw(o, S("{\"description\":\"Not modified\"}"));
    for (int i = 0; i < COUNT(always); i++) {
        json_key(o, always[i]);
        openapi_ref(x, "responses", S("problem"));
    }
    for (int i = 0; !get && i < COUNT(changing); i++) {
        json_key(o, changing[i]);
        openapi_ref(x, "responses", S("problem"));
    }
    json_end_object(o);
}

static str operation_id(struct openapi *x, str path, enum method m)
{
    struct buf b = buf_new(x->cx->mem);
    buf_put(&b, methods[m]);
    for (ptrdiff_t i = (ptrdiff_t)sizeof "/api/v1" - 1; i < path.n; i++) {
        char c = path.s[i];
        if (c != '{' && c != '}')
            buf_byte(&b, c == '/' || c == '.' || c == '-' ? '_' : c);
    }
    return buf_str(&b);
}

static void put_operation(struct openapi *x, const struct feature *f, const struct route *r, str path)
{
    struct json_out *o = &x->o;
    json_key(o, methods[r->method]);
    json_begin_object(o);
    json_member_str(o, S("operationId"), operation_id(x, path, r->method));
    json_member_str(o, S("summary"), tr(x->cx, r->title));
    json_key(o, S("tags"));
    json_begin_array(o);
    json_put_str(o, str_of(f->name));
    json_end_array(o);
    json_member_str(o, S("x-capability"), str_of(cap_names[r->cap]));
    if (r->cap == CAP_PUBLIC) {
        json_key(o, S("security"));
        json_put_raw(o, S("[{}]"));
    }
    put_params(x, path, r);
    if (r->method != METHOD_GET && r->form)
        put_body(x, r->form);
    put_answers(x, r);
    json_end_object(o);
}

/* ---- paths ---- */

struct entry {
    const struct feature *feature;
    const struct route *route;
    str path, shape;
};

static int entries_of(struct openapi *x, struct entry **out)
{
    int n = 0, most = 0;
    for (int f = 0; f < x->app->n_features; f++)
        most += x->app->features[f]->n_routes;
    *out = new (x->cx->mem, struct entry, most + 1);
    for (int f = 0; f < x->app->n_features; f++)
        for (int i = 0; i < x->app->features[f]->n_routes; i++) {
            const struct route *r = &x->app->features[f]->routes[i];
            if (!route_in_api(r))
                continue;
            str path = openapi_path(x->cx->mem, r);
            (*out)[n++] = (struct entry){ x->app->features[f], r, path, shape_of(x->cx->mem, path) };
        }
    return n;
}

static void put_paths(struct openapi *x)
{
    struct entry *e;
    int n = entries_of(x, &e);
    json_key(&x->o, S("paths"));
    json_begin_object(&x->o);
    for (int i = 0; i < n; i++) {
        bool first = true;
        for (int k = 0; k < i && first; k++)
            first = !str_eq(e[k].shape, e[i].shape);
        if (!first)
            continue;
        json_key(&x->o, e[i].path);
        json_begin_object(&x->o);
        for (int k = i; k < n; k++)
            if (str_eq(e[k].shape, e[i].shape))
                put_operation(x, e[k].feature, e[k].route, e[i].path);
        json_end_object(&x->o);
    }
    json_end_object(&x->o);
}

/* ---- what is told to other systems ---- */

static const char webhook_parameters[] =
    "[{\"name\":\"Hoptac-Event\",\"in\":\"header\",\"required\":true,\"schema\":{\"type\":\"string\"}},"
    "{\"name\":\"Hoptac-Delivery\",\"in\":\"header\",\"required\":true,\"description\":\"The same in every attempt\","
    "\"schema\":{\"type\":\"string\"}},"
    "{\"name\":\"Hoptac-Signature\",\"in\":\"header\",\"required\":true,\"description\":\"t=seconds,v1=HMAC-SHA256 of "
    "t.body\","
    "\"schema\":{\"type\":\"string\"}}]";

static const char webhook_body[] = "{\"required\":true,\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
                                   "\"#/components/schemas/webhook_message\"}}}}";

static const char webhook_answers[] = "{\"2XX\":{\"description\":\"Taken\"},\"default\":{\"description\":\"Sent again "
                                      "later, for up to three days\"}}";

static const char webhook_message[] =
    "{\"type\":\"object\",\"required\":[\"id\",\"event\",\"happened_at\",\"demo\",\"org\",\"subject\",\"subject_id\","
    "\"detail\",\"link\"],\"properties\":{\"id\":{\"type\":\"string\"},\"event\":{\"type\":\"string\"},"
    "\"happened_at\":{\"type\":\"string\",\"format\":\"date-time\"},\"demo\":{\"type\":\"boolean\"},"
    "\"org\":{\"type\":\"string\"},\"subject\":{\"type\":\"string\"},\"subject_id\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\",\"description\":\"Codes and numbers only\"},\"link\":{\"type\":\"string\","
    "\"description\":\"Path of what it is about, on this server\"}}}";

static void put_webhook(struct openapi *x, const struct feature *f, const struct feature_event *e)
{
    struct json_out *o = &x->o;
    json_key(o, str_of(e->name));
    json_begin_object(o);
    json_key(o, S("post"));
    json_begin_object(o);
    json_member_str(o, S("operationId"), str_fmt(x->cx->mem, "webhook_%s", e->name));
    json_member_str(o, S("summary"), tr(x->cx, e->label));
    json_key(o, S("tags"));
    json_begin_array(o);
    json_put_str(o, str_of(f->name));
    json_end_array(o);
    json_key(o, S("security"));
    json_put_raw(o, S("[{}]"));
    json_key(o, S("parameters"));
    json_put_raw(o, str_of(webhook_parameters));
    json_key(o, S("requestBody"));
    json_put_raw(o, str_of(webhook_body));
    json_key(o, S("responses"));
    json_put_raw(o, str_of(webhook_answers));
    json_end_object(o);
    json_end_object(o);
}

static void put_webhooks(struct openapi *x)
{
    json_key(&x->o, S("webhooks"));
    json_begin_object(&x->o);
    for (int f = 0; f < x->app->n_features; f++)
        for (int i = 0; i < x->app->features[f]->n_events; i++)
            put_webhook(x, x->app->features[f], &x->app->features[f]->events[i]);
    json_end_object(&x->o);
}

/* ---- what all share ---- */

static const char frame_parameters[] =
    "{\"q\":{\"name\":\"q\",\"in\":\"query\",\"description\":\"Search\",\"schema\":{\"type\":\"string\"}},"
    "\"page\":{\"name\":\"page\",\"in\":\"query\",\"description\":\"From 1; follow the Link header instead\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1}},"
    "\"per\":{\"name\":\"per\",\"in\":\"query\",\"description\":\"Rows on a page\",\"schema\":{\"type\":\"integer\","
    "\"enum\":[25,50,100,200]}},"
    "\"sort\":{\"name\":\"sort\",\"in\":\"query\",\"description\":\"A column; with - before it, downwards\","
    "\"schema\":{\"type\":\"string\"}},"
    "\"if-none-match\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"description\":\"The ETag of what you have\","
    "\"schema\":{\"type\":\"string\"}},"
    "\"idempotency-key\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":\"The same key never acts "
    "twice\",\"schema\":{\"type\":\"string\",\"maxLength\":200}}}";

static const char frame_problem[] =
    "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"errors\"],\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"minItems\":1,"
    "\"items\":{\"type\":\"object\",\"required\":[\"code\",\"field\",\"message\",\"hint\"],\"properties\":{"
    "\"code\":{\"type\":\"string\"},\"field\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},"
    "\"hint\":{\"type\":\"string\"}},\"additionalProperties\":false}}},\"additionalProperties\":false}";

static const char frame_done[] =
    "{\"type\":\"object\",\"required\":[\"done\",\"message\",\"location\"],\"properties\":{\"done\":{\"type\":"
    "\"boolean\"},\"message\":{\"type\":\"string\"},\"location\":{\"type\":\"string\"}},"
    "\"additionalProperties\":false}";

static const char frame_security[] =
    "{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\",\"description\":\"hoptac token add, or the page My tokens\"}}";

static void put_components(struct openapi *x)
{
    struct json_out *o = &x->o;
    json_key(o, S("components"));
    json_begin_object(o);
    json_key(o, S("securitySchemes"));
    json_put_raw(o, str_of(frame_security));
    json_key(o, S("parameters"));
    json_put_raw(o, str_of(frame_parameters));
    json_key(o, S("responses"));
    json_put_raw(o, S("{\"problem\":{\"description\":\"RFC 9457\",\"content\":{\"application/problem+json\":"
                      "{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}}"));
    json_key(o, S("schemas"));
    json_begin_object(o);
    json_key(o, S("problem"));
    json_put_raw(o, str_of(frame_problem));
    json_key(o, S("done"));
    json_put_raw(o, str_of(frame_done));
    json_key(o, S("webhook_message"));
    json_put_raw(o, str_of(webhook_message));
    openapi_schemas(x);
    json_end_object(o);
    json_end_object(o);
}

static void put_info(struct openapi *x)
{
    struct json_out *o = &x->o;
    json_member_str(o, S("openapi"), S("3.1.0"));
    json_key(o, S("info"));
    json_begin_object(o);
    json_member_str(o, S("title"), S("Hoptac"));
    json_member_str(o, S("version"), S(HOPTAC_VERSION));
    json_member_str(o, S("description"),
                    tr(x->cx, "Everything that a page does. Ids are strings, money and quantities whole numbers."));
    json_key(o, S("license"));
    json_put_raw(o, S("{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}"));
    json_end_object(o);
    json_key(o, S("servers"));
    json_put_raw(o, S("[{\"url\":\"/\"}]"));
    json_key(o, S("security"));
    json_put_raw(o, S("[{\"token\":[]}]"));
    json_key(o, S("tags"));
    json_begin_array(o);
    for (int f = 0; f < x->app->n_features; f++) {
        if (!x->app->features[f]->n_routes)
            continue;
        json_begin_object(o);
        json_member_str(o, S("name"), str_of(x->app->features[f]->name));
        json_end_object(o);
    }
    json_end_array(o);
}

str openapi_of(struct cx *cx, const struct app *app)
{
    struct buf b = buf_new(cx->mem);
    struct openapi *x = new (cx->mem, struct openapi, 1);
    x->cx = cx;
    x->app = app;
    x->o = json_out_new(&b);
    json_begin_object(&x->o);
    put_info(x);
    put_paths(x);
    put_webhooks(x);
    put_components(x);
    json_end_object(&x->o);
    return buf_str(&b);
}

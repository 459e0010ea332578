/* Tests of the two that follow one table: what web_data writes, and how OpenAPI describes it. The last ones look at the
   tables of all real rooms. */
#include "tests/kit/kit.h"

#include "base/json.h"
#include "web/data.h"
#include "web/openapi.h"
#include "web/route_table.h"
#include "web/widgets.h"

static struct kit kit;

/* ---- an invented room ---- */

struct part {
    str full_name;
    qty weight;
};
struct model {
    int64_t id, other_id, made_at, n;
    str code;
    date on, none, open;
    money amount;
    bool good;
    unsigned word;
    struct part inside;
    const struct part *link, *row;
    int n_row;
    const str *text;
    int n_text;
    const struct list *list;
};
static const struct data_field part_fields[] = { DATA_NAME("full_name", part, full_name), DATA(part, weight) };
static const struct data part_data = DATA_OF(part, part_fields);
static const char *const words[] = { "nought", "one" };
static const struct data_field fields[] = {
    DATA(model, id),
    DATA(model, other_id),
    DATA(model, made_at),
    DATA(model, n),
    DATA(model, code),
    DATA(model, on),
    DATA(model, none),
    DATA(model, open),
    DATA_AS("amount_vnd", model, amount),
    DATA(model, good),
    DATA_WORD("word", model, word, words),
    DATA_STRUCT("inside", model, inside, &part_data),
    DATA_POINTER("link", model, link, &part_data),
    DATA_LIST("rows", model, row, n_row, &part_data),
    DATA_STRS("texts", model, text, n_text),
    DATA_PAGING(model, list),
};
static const struct data model_data = DATA_OF(model, fields);

static const struct part parts[] = { { LIT("Nguyễn Văn Ân"), { 412500 } }, { LIT("Lê Thị Bình"), { -1 } } };
static const str texts[] = { LIT("a"), LIT("b\"") };

static result show(struct web *w)
{
    struct list list = { .rq = w->rq, .state = { .page = 2, .per_page = 25 }, .total = 60 };
    return web_data(w, &(struct model){ .id = INT64_MAX,
                                        .made_at = KIT_NOW,
                                        .n = -3,
                                        .code = S("<x>"),
                                        .on = { 20260302 },
                                        .open = DATE_OPEN,
                                        .amount = { 9007199254740993 },
                                        .good = true,
                                        .word = 1,
                                        .inside = parts[0],
                                        .row = parts,
                                        .n_row = 2,
                                        .text = texts,
                                        .n_text = 2,
                                        .list = &list });
}

static const struct route routes[] = {
    { METHOD_GET, "/models/:id", CAP_PUBLIC, WALL_NONE, NULL, show, "Model", NULL, &model_data },
};
static const struct feature room = { .name = "room", .routes = routes, .n_routes = 1 };
static const struct feature *const rooms[] = { &room };

static struct response answer(int64_t org_id)
{
    static struct app app = { .features = rooms, .n_features = 1 };
    static struct request rq = { .method = METHOD_GET, .path = LIT("/api/v1/models/1") };
    struct response rs = { 0 };
    struct web w = { .app = &app, .cx = &kit.cx, .rq = &rq, .rs = &rs, .route = routes, .org_id = org_id, .api = true };
    kit.cx.actor = (struct actor){ .org_id = 5 };
    kit_ok(&kit, show(&w));
    return rs;
}

static void test_data__follows_the_types(void **state)
{
    (void)state;
    struct response rs = answer(0);
    assert_str(rs.body,
               "{\"demo\":false,\"id\":\"9223372036854775807\",\"other_id\":null,\"made_at\":"
               "\"2026-03-02T01:00:00.000000Z\",\"n\":-3,\"code\":\"\\u003cx>\",\"on\":\"2026-03-02\",\"none\":null,"
               "\"open\":null,\"amount_vnd\":9007199254740993,\"good\":true,\"word\":\"one\",\"inside\":{"
               "\"full_name\":\"Nguyễn Văn Ân\",\"weight\":412500},\"link\":null,\"rows\":[{\"full_name\":"
               "\"Nguyễn Văn Ân\",\"weight\":412500},{\"full_name\":\"Lê Thị Bình\",\"weight\":-1}],"
               "\"texts\":[\"a\",\"b\\\"\"],\"total\":60,\"page\":2,\"per_page\":25}");
}

static void test_data__pages_are_linked(void **state)
{
    (void)state;
    struct response rs = answer(0);
    assert_int_equal(rs.n_header, 2);
    assert_str(rs.header[0].name, "Link");
    assert_str(rs.header[0].value, "</api/v1/models/1?page=1>; rel=\"prev\"");
    assert_str(rs.header[1].value, "</api/v1/models/1?page=3>; rel=\"next\"");
}

static void test_data__outside_the_wall_people_are_initials(void **state)
{
    (void)state;
    struct response rs = answer(7);
    assert_true(str_find(rs.body, S("N.V.Â.")) >= 0);
    assert_true(str_find(rs.body, S("Nguyễn")) < 0 && str_find(rs.body, S("Bình")) < 0);
}

/* ---- description ---- */

static const struct json *at(const struct json *v, const char *path)
{
    for (str rest = str_of(path); v && rest.n;) {
        struct str_cut c = str_cut(rest, ' ');
        v = json_get(v, c.head);
        rest = c.tail;
    }
    return v;
}

static struct json *described(const struct feature *const *list, int n)
{
    struct app app = { .features = list, .n_features = n };
    struct json *tree;
    assert_true(json_parse(&kit.mem, openapi_of(&kit.cx, &app), &tree, NULL));
    assert_true(json_find_duplicate(&kit.mem, tree) == NULL);
    return tree;
}

static void test_openapi__describes_what_is_written(void **state)
{
    (void)state;
    struct json *spec = described(rooms, 1), *got;
    const struct json *op = at(spec, "paths /api/v1/models/{id} get");
    assert_non_null(op);
    assert_str(at(op, "operationId")->text, "get_models_id");
    assert_str(at(op, "x-capability")->text, "public");
    const struct json *properties = at(spec, "components schemas model_answer properties");
    assert_true(json_parse(&kit.mem, answer(0).body, &got, NULL));
    assert_int_equal(properties->n, got->n);
    for (const struct json *m = got->child; m; m = m->next)
        assert_non_null(json_get(properties, m->key));
    assert_int_equal(at(spec, "components schemas model_answer required")->n, got->n);
    assert_str(at(properties, "on format")->text, "date");
    assert_str(at(properties, "amount_vnd type")->text, "integer");
}

/* ---- all rooms ---- */

static void check_refs(const struct json *v, const struct json *spec)
{
    str ref;
    if (json_as_str(json_get(v, S("$ref")), &ref)) {
        const struct json *to = spec;
        for (str rest = str_sub(ref, 2, ref.n); rest.n;) {
            struct str_cut c = str_cut(rest, '/');
            to = json_get(to, c.head);
            rest = c.tail;
        }
        if (!to)
            fail_msg("nothing at " STR_FMT, STR_ARG(ref));
    }
    for (const struct json *c = v->child; c; c = c->next)
        check_refs(c, spec);
}

static bool draws_a_form(const struct feature *f, const struct route *r)
{
    for (int i = 0; i < f->n_routes; i++)
        if (f->routes[i].method != METHOD_GET &&
            (f->routes[i].again == r->handler || strcmp(f->routes[i].path, r->path) == 0))
            return true;
    str path = str_of(r->path);
    return str_ends(path, S("/new")) || str_ends(path, S("/edit"));
}

static void test_rooms__every_page_that_tells_something_is_in_the_api(void **state)
{
    (void)state;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++) {
            const struct route *r = &features[f]->routes[i];
            if (r->method == METHOD_GET && !r->data && !draws_a_form(features[f], r))
                fail_msg("%s shows something that the API does not (route.data)", r->path);
        }
}

static void test_rooms__every_route_is_described(void **state)
{
    (void)state;
    static const char *const method[] = { [METHOD_GET] = "get",
                                          [METHOD_POST] = "post",
                                          [METHOD_PUT] = "put",
                                          [METHOD_PATCH] = "patch",
                                          [METHOD_DELETE] = "delete" };
    struct json *spec = described(features, n_features);
    int n = 0, n_described = 0;
    check_refs(spec, spec);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++)
            n += route_in_api(&features[f]->routes[i]);
    for (const struct json *p = at(spec, "paths")->child; p; p = p->next)
        n_described += p->n;
    assert_int_equal(n_described, n);
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_routes; i++) {
            const struct route *r = &features[f]->routes[i];
            if (!route_in_api(r) || strstr(r->path, "organisations/:org"))
                continue; /* two names of one parameter: counted above */
            const struct json *p = json_get(at(spec, "paths"), openapi_path(&kit.mem, r));
            if (!p || !json_get(p, str_of(method[r->method])))
                fail_msg("%s %s is not described", method[r->method], r->path);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data__follows_the_types),
        cmocka_unit_test(test_data__pages_are_linked),
        cmocka_unit_test(test_data__outside_the_wall_people_are_initials),
        cmocka_unit_test(test_openapi__describes_what_is_written),
        cmocka_unit_test(test_rooms__every_page_that_tells_something_is_in_the_api),
        cmocka_unit_test(test_rooms__every_route_is_described),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

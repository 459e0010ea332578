/* Forms: what people type, from pairs and from JSON; every mistake at its field at once; what was typed comes back in
   the page. */
#include "tests/kit/kit.h"

#include "base/json.h"
#include "web/form.h"

static struct kit kit;

struct row {
    str who;
    qty gross;
    money price;
    str grade;
    bool paid;
};

struct in {
    str name, note, password, kind;
    int64_t count, member_id;
    money price;
    qty weight;
    date on;
    bool agreed;
    struct upload file;
    struct row *rows;
    int n_rows;
};

static const struct option kinds[] = { { "bought", "Bought" }, { "sold", "Sold for the member" } };
static const struct option grades[] = { { "1", "One" }, { "2", "Two" } };

#define AT(name) .at = offsetof(struct in, name)
static const struct field fields[] = {
    { .name = "name", .label = "Name", .type = FIELD_TEXT, AT(name), .required = true, .help = "As on the card" },
    { .name = "note", .label = "Note", .type = FIELD_AREA, AT(note), .max = 30 },
    { .name = "password", .label = "Password", .type = FIELD_PASSWORD, AT(password), .min = 3 },
    { .name = "kind", .label = "Kind", .type = FIELD_CHOICE, AT(kind), .options = kinds, .n_options = 2 },
    { .name = "count", .label = "Count", .type = FIELD_INT, AT(count), .min = 1, .max = 1000 },
    { .name = "member_id", .label = "Member", .type = FIELD_ID, AT(member_id) },
    { .name = "price", .label = "Price", .type = FIELD_MONEY, AT(price), .min = 1000 },
    { .name = "weight", .label = "Weight", .type = FIELD_QTY, AT(weight), .per = 1000, .min = 1, .max = 5000000 },
    { .name = "on", .label = "Date", .type = FIELD_DATE, AT(on), .required = true },
    { .name = "agreed", .label = "Agreed", .type = FIELD_BOOL, AT(agreed) },
    { .name = "file", .label = "File", .type = FIELD_FILE, AT(file), .max = 10 },
};
#undef AT

#define AT(name) .at = offsetof(struct row, name)
static const struct field row_fields[] = {
    { .name = "who", .label = "Member", .type = FIELD_TEXT, AT(who), .required = true },
    { .name = "gross", .label = "Gross", .type = FIELD_QTY, AT(gross), .per = 1000, .min = 1, .required = true },
    { .name = "price", .label = "Price", .type = FIELD_MONEY, AT(price) },
    { .name = "grade", .label = "Grade", .type = FIELD_CHOICE, AT(grade), .options = grades, .n_options = 2,
      .required = true },
    { .name = "paid", .label = "Paid", .type = FIELD_BOOL, AT(paid) },
};
#undef AT

static const struct form form = {
    .name = "intake", .fields = fields, .n_fields = 11, .size = sizeof(struct in), .row_fields = row_fields,
    .n_row_fields = 5, .rows_max = 6, .row_size = sizeof(struct row), .rows_at = offsetof(struct in, rows),
    .n_rows_at = offsetof(struct in, n_rows),
};

/* "a=1&b=2" as a posted request. */
static struct request posted(const char *body)
{
    struct request rq = { .method = METHOD_POST };
    assert_true(http_parse_form(&kit.mem, str_of(body), &rq.form, &rq.n_form));
    return rq;
}

static bool decode(const char *body, struct in *in)
{
    struct request rq = posted(body);
    *in = (struct in){ 0 };
    cx_clear_errors(&kit.cx);
    return form_decode(&kit.cx, &form, &rq, false, in).ok;
}

static const struct err *error_at(const char *field)
{
    for (const struct err *e = kit.cx.errors; e; e = e->next)
        if (str_eq(e->field, str_of(field)))
            return e;
    return NULL;
}

static void assert_error(const char *field, const char *code)
{
    const struct err *e = error_at(field);
    if (!e)
        fail_msg("no error at %s", field);
    assert_str(e->code, code);
    assert_true(e->kind == ERR_INVALID);
}

/* ---- decoding ---- */

static void test_form__takes_what_people_type(void **state)
{
    (void)state;
    struct in in;
    assert_true(decode("name=++Nguye%CC%82%CC%83n%C2%A0&note=a%0D%0Ab&password=+p+&kind=sold&count=1.000&member_id=7"
                       "&price=1.234.567+%C4%91&weight=412%2C5&on=2%2F3%2F26&agreed=on&ignored=x&csrf=y",
                       &in));
    assert_str(in.name, "Nguy\xE1\xBB\x85n");
    assert_str(in.note, "a\nb");
    assert_str(in.password, " p ");
    assert_str(in.kind, "sold");
    assert_int_equal(in.count, 1000);
    assert_int_equal(in.member_id, 7);
    assert_int_equal(in.price.dong, 1234567);
    assert_int_equal(in.weight.base, 412500);
    assert_int_equal(in.on.ymd, 20260302);
    assert_true(in.agreed);
}

static void test_form__says_everything_that_is_wrong_at_once(void **state)
{
    (void)state;
    struct in in;
    assert_false(decode("name=+&note=0123456789012345678901234567890&password=ab&kind=stolen&count=1001&member_id=-1"
                        "&price=999&weight=5000%2C001&on=31%2F2%2F2026&agreed=perhaps",
                        &in));
    assert_int_equal(kit.cx.n_errors, 10);
    assert_error("name", "form.required");
    assert_error("note", "form.too_long");
    assert_error("password", "form.too_short");
    assert_error("kind", "form.choice");
    assert_error("count", "form.too_large");
    assert_error("member_id", "form.choice");
    assert_error("price", "form.too_small");
    assert_error("weight", "form.too_large");
    assert_error("on", "form.date");
    assert_error("agreed", "form.choice");
    assert_str(error_at("price")->message, "Price: at least 1,000.");
    assert_str(error_at("weight")->message, "Weight: at most 5000.");
    assert_false(decode("name=a%00b&count=x&price=1%2C5&weight=abc&on=", &in));
    assert_error("name", "form.text");
    assert_error("count", "form.number");
    assert_error("price", "form.money");
    assert_error("weight", "form.qty");
    assert_error("on", "form.required");
}

static void test_form__refuses_a_field_sent_twice(void **state)
{
    (void)state;
    struct in in;
    assert_false(decode("name=a&name=b&on=1%2F1%2F2026", &in));
    assert_error("name", "form.twice");
}

static void test_form__from_a_query_nothing_is_required(void **state)
{
    (void)state;
    struct in in = { 0 };
    struct pair q[] = { { S("count"), S("5") } };
    struct request rq = { .method = METHOD_GET, .query = q, .n_query = 1 };
    cx_clear_errors(&kit.cx);
    kit_ok(&kit, form_decode(&kit.cx, &form, &rq, true, &in));
    assert_int_equal(in.count, 5);
    q[0].value = S("many");
    assert_false(form_decode(&kit.cx, &form, &rq, true, &in).ok);
    assert_error("count", "form.number");
}

static void test_form__takes_files(void **state)
{
    (void)state;
    struct in in = { 0 };
    struct upload u = { S("file"), S("a.csv"), S("text/csv"), S("0123456789") };
    struct request rq = posted("name=a&on=1%2F1%2F2026");
    rq.upload = &u;
    rq.n_upload = 1;
    cx_clear_errors(&kit.cx);
    kit_ok(&kit, form_decode(&kit.cx, &form, &rq, false, &in));
    assert_str(in.file.file_name, "a.csv");
    assert_int_equal(in.file.data.n, 10);
    u.data = S("0123456789a");
    assert_false(form_decode(&kit.cx, &form, &rq, false, &in).ok);
    assert_error("file", "form.file_too_large");
}

/* ---- rows ---- */

static void test_rows__empty_ones_are_skipped_and_the_others_keep_their_names(void **state)
{
    (void)state;
    struct in in;
    const char *body = "name=a&on=1%2F1%2F2026"
                       "&row-0-who=&row-0-gross=&row-0-grade=1"
                       "&row-1-who=An&row-1-gross=10%2C5&row-1-price=12000&row-1-grade=2&row-1-paid=1"
                       "&row-2-who=+&row-2-grade=1"
                       "&row-4-who=Binh&row-4-gross=3&row-4-grade=1";
    assert_true(decode(body, &in));
    assert_int_equal(in.n_rows, 2);
    assert_str(in.rows[0].who, "An");
    assert_int_equal(in.rows[0].gross.base, 10500);
    assert_true(in.rows[0].paid);
    assert_str(in.rows[1].who, "Binh");
    assert_str(in.rows[1].grade, "1");
    struct request rq = posted(body);
    assert_str(form_row_name(&kit.cx, &form, &rq, 0, "gross"), "row-1-gross");
    assert_str(form_row_name(&kit.cx, &form, &rq, 1, "price"), "row-4-price");
}

static void test_rows__mistakes_are_named_by_row(void **state)
{
    (void)state;
    struct in in;
    assert_false(decode("name=a&on=1%2F1%2F2026&row-0-who=An&row-2-gross=x&row-2-grade=9&row-3-grade=2", &in));
    assert_int_equal(in.n_rows, 3);
    assert_error("row-0-gross", "form.required");
    assert_error("row-0-grade", "form.required");
    assert_error("row-2-who", "form.required");
    assert_error("row-2-gross", "form.qty");
    assert_error("row-2-grade", "form.choice");
    assert_error("row-3-who", "form.required"); /* another grade than the first was chosen: somebody meant this row */
}

static void test_rows__there_is_a_cap(void **state)
{
    (void)state;
    struct in in;
    assert_true(decode("name=a&on=1%2F1%2F2026&row-5-who=An&row-5-gross=1&row-5-grade=1", &in));
    assert_false(decode("name=a&on=1%2F1%2F2026&row-6-who=An&row-6-gross=1&row-6-grade=1", &in));
    assert_str(kit.cx.errors->code, "form.too_many_rows");
    assert_false(decode("name=a&on=1%2F1%2F2026&row-99999999999999999999-who=An", &in));
    assert_str(kit.cx.errors->code, "form.too_many_rows");
    assert_true(decode("name=a&on=1%2F1%2F2026&row--who=x&row-x-who=x&row-1=x&rows-1-who=x&row-01-who=x&row-2-x=x",
                       &in));
    assert_int_equal(in.n_rows, 0);
}

/* ---- JSON ---- */

static bool decode_json(const char *json, struct in *in)
{
    *in = (struct in){ 0 };
    cx_clear_errors(&kit.cx);
    return form_decode_json(&kit.cx, &form, str_of(json), in).ok;
}

static void test_json__fills_the_same_struct(void **state)
{
    (void)state;
    struct in in;
    assert_true(decode_json("{\"name\":\"An\",\"on\":\"2026-03-02\",\"price\":1234567,\"weight\":412500,\"count\":5,"
                            "\"member_id\":\"7\",\"agreed\":true,\"kind\":\"bought\",\"note\":null,"
                            "\"request_id\":\"0190a1b2-0000-7000-8000-000000000000\","
                            "\"rows\":[{\"who\":\"B\",\"gross\":1500,\"grade\":\"2\"}]}",
                            &in));
    assert_str(in.name, "An");
    assert_int_equal(in.on.ymd, 20260302);
    assert_int_equal(in.price.dong, 1234567);
    assert_int_equal(in.weight.base, 412500);
    assert_int_equal(in.member_id, 7);
    assert_int_equal(in.n_rows, 1);
    assert_int_equal(in.rows[0].gross.base, 1500);
}

static void test_json__refuses_what_the_form_does_not_know(void **state)
{
    (void)state;
    struct in in;
    assert_false(decode_json("{\"name\":\"a\",\"on\":\"2026-03-02\",\"nmae\":1}", &in));
    assert_str(kit.cx.errors->code, "json.unknown");
    assert_false(decode_json("{\"name\":\"a\",\"on\":\"2026-03-02\",\"name\":\"b\"}", &in));
    assert_str(kit.cx.errors->code, "json.twice");
    assert_false(decode_json("{\"name\":\"a\",", &in));
    assert_str(kit.cx.errors->code, "json.syntax");
    assert_false(decode_json("[]", &in));
    assert_str(kit.cx.errors->code, "json.object");
    assert_false(decode_json("{\"name\":\"a\",\"on\":\"2026-03-02\",\"rows\":[5]}", &in));
    assert_str(kit.cx.errors->code, "json.object");
    assert_false(decode_json("{\"name\":\"a\",\"on\":\"2026-03-02\",\"rows\":[{\"hwo\":1}]}", &in));
    assert_str(kit.cx.errors->code, "json.unknown");
}

static void test_json__wants_the_right_types(void **state)
{
    (void)state;
    struct in in;
    assert_false(decode_json("{\"name\":5,\"on\":\"2/3/2026\",\"price\":\"1234\",\"weight\":1.5,\"agreed\":1}", &in));
    assert_error("name", "form.type");
    assert_error("on", "form.date");
    assert_error("price", "form.type");
    assert_error("weight", "form.type");
    assert_error("agreed", "form.type");
    assert_false(decode_json("{\"rows\":[{\"gross\":0}]}", &in));
    assert_error("name", "form.required");
    assert_error("rows[0].who", "form.required");
    assert_error("rows[0].gross", "form.too_small");
}

/* ---- drawing ---- */

static bool holds(str s, const char *what) { return str_find(s, str_of(what)) >= 0; }

static void assert_holds(str s, const char *what)
{
    if (!holds(s, what))
        fail_msg("no %s in\n" STR_FMT, what, STR_ARG(s));
}

static void test_draw__keeps_what_was_typed_with_its_error(void **state)
{
    (void)state;
    struct in in;
    struct request rq = posted("name=%22%3E%3Cb%3E&price=12x&on=&note=%0Ax%3C%2Ftextarea%3E&kind=sold&password=secret");
    decode("name=%22%3E%3Cb%3E&price=12x&on=&note=%0Ax%3C%2Ftextarea%3E&kind=sold&password=secret", &in);
    struct html h = html_new(&kit.cx);
    form_errors(&h);
    form_all(&h, &form, &in, &rq);
    str s = buf_str(&h.out);
    assert_holds(s, "value=\"&quot;&gt;&lt;b&gt;\"");
    assert_holds(s, "<a href=\"#f-price\">Price: this is not an amount in dong.</a>");
    assert_holds(s, "name=\"price\" id=\"f-price\" aria-invalid=\"true\" aria-describedby=\"e-price\" "
                    "inputmode=\"numeric\" value=\"12x\"");
    assert_holds(s, "<p class=\"field-error\" id=\"e-price\">Price: this is not an amount");
    assert_holds(s, "<label for=\"f-on\">Date</label>");
    assert_holds(s, "aria-required=\"true\" aria-invalid=\"true\" aria-describedby=\"e-on\"");
    assert_holds(s, "aria-describedby=\"h-name\"");
    assert_holds(s, "<p class=\"field-help\" id=\"h-name\">As on the card</p>");
    assert_holds(s, "<span class=\"optional\">(optional)</span>");
    assert_holds(s, ">\n\nx&lt;/textarea&gt;</textarea>");
    assert_holds(s, "<option value=\"sold\" selected>Sold for the member</option>");
    assert_false(holds(s, "secret"));
    assert_holds(s, "role=\"alert\"");
}

static void test_draw__shows_the_stored_value_as_people_write_it(void **state)
{
    (void)state;
    cx_clear_errors(&kit.cx);
    kit.cx.lang = LANG_VI;
    struct in in = { .price = { 1234567 }, .weight = { 412500 }, .on = { 20260302 }, .agreed = true, .member_id = 7 };
    struct choice who[] = { { S("6"), S("An") }, { S("7"), S("Binh") } };
    struct html h = html_new(&kit.cx);
    form_errors(&h);
    form_all(&h, &form, &in, NULL);
    form_select(&h, &form, "member_id", who, 2, str_from_i64(&kit.mem, in.member_id));
    kit.cx.lang = LANG_EN;
    str s = buf_str(&h.out);
    assert_holds(s, "value=\"1.234.567\"");
    assert_holds(s, "value=\"412,5\"");
    assert_holds(s, "value=\"02/03/2026\"");
    assert_holds(s, "id=\"f-agreed\" checked>");
    assert_holds(s, "<option value=\"7\" selected>Binh</option>");
    assert_false(holds(s, "error"));
}

static void test_draw__a_sheet_keeps_every_row_in_its_place(void **state)
{
    (void)state;
    struct in in;
    const char *body = "name=a&on=1%2F1%2F2026&row-0-who=&row-1-who=An&row-1-gross=x&row-1-grade=2&row-1-paid=1"
                       "&row-2-who=&row-2-grade=1&row-3-grade=1";
    struct request rq = posted(body);
    decode(body, &in);
    struct choice people[] = { { S("An"), S("M01 An") } };
    struct sheet_choice c[] = { { "who", people, 1 } };
    struct sheet sheet = { .n_blank = 2, .choice = c, .n_choice = 1, .caption = S("Deliveries") };
    struct html h = html_new(&kit.cx);
    form_sheet(&h, &form, &in, &rq, &sheet);
    str s = buf_str(&h.out);
    assert_holds(s, "<table class=\"sheet\" data-rows-max=\"6\"><caption>Deliveries</caption>");
    assert_holds(s, "<datalist id=\"l-intake-who\"><option value=\"An\">M01 An</option></datalist>");
    assert_holds(s, "<td data-label=\"Gross\"><label for=\"f-row-1-gross\">Gross</label>");
    assert_holds(s, "name=\"row-1-gross\" id=\"f-row-1-gross\" aria-required=\"true\" aria-invalid=\"true\" "
                    "aria-describedby=\"e-row-1-gross\" inputmode=\"decimal\" value=\"x\"");
    assert_holds(s, "list=\"l-intake-who\" value=\"An\"");
    assert_holds(s, "id=\"f-row-1-paid\" checked>");
    assert_holds(s, "name=\"row-3-who\"");
    assert_false(holds(s, "row-4-"));
}

/* What is drawn from a struct, sent back unchanged, gives the struct again. */
static void test_draw__what_is_shown_reads_back_the_same(void **state)
{
    (void)state;
    for_all (p, 300) {
        size_t mark = arena_mark(&kit.mem);
        struct in in = { .name = S("n"), .price = { 1000 + prop_below(&p, 2000000000) },
                         .weight = { 1 + prop_below(&p, 5000000) }, .count = 1 + prop_below(&p, 1000) };
        struct in back = { 0 };
        in.on = date_from_days(prop_below(&p, 40000));
        kit.cx.lang = prop_below(&p, 2) ? LANG_VI : LANG_EN;
        struct html h = html_new(&kit.cx);
        form_all(&h, &form, &in, NULL);
        struct pair pair[16];
        struct request rq = { .method = METHOD_POST, .form = pair };
        for (str rest = buf_str(&h.out); rq.n_form < 16;) {
            ptrdiff_t name = str_find(rest, S(" name=\"")), value;
            if (name < 0)
                break;
            rest = str_sub(rest, name + 7, rest.n);
            str tag = str_cut(rest, '>').head;
            value = str_find(tag, S(" value=\""));
            if (value >= 0 && !str_starts(tag, S("agreed")))
                pair[rq.n_form++] = (struct pair){ str_cut(rest, '"').head,
                                                   str_cut(str_sub(tag, value + 8, tag.n), '"').head };
        }
        cx_clear_errors(&kit.cx);
        kit_ok(&kit, form_decode(&kit.cx, &form, &rq, false, &back));
        assert_true(back.price.dong == in.price.dong && back.weight.base == in.weight.base);
        assert_true(back.count == in.count && back.on.ymd == in.on.ymd);
        arena_reset(&kit.mem, mark);
    }
    kit.cx.lang = LANG_EN;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form__takes_what_people_type),
        cmocka_unit_test(test_form__says_everything_that_is_wrong_at_once),
        cmocka_unit_test(test_form__refuses_a_field_sent_twice),
        cmocka_unit_test(test_form__from_a_query_nothing_is_required),
        cmocka_unit_test(test_form__takes_files),
        cmocka_unit_test(test_rows__empty_ones_are_skipped_and_the_others_keep_their_names),
        cmocka_unit_test(test_rows__mistakes_are_named_by_row),
        cmocka_unit_test(test_rows__there_is_a_cap),
        cmocka_unit_test(test_json__fills_the_same_struct),
        cmocka_unit_test(test_json__refuses_what_the_form_does_not_know),
        cmocka_unit_test(test_json__wants_the_right_types),
        cmocka_unit_test(test_draw__keeps_what_was_typed_with_its_error),
        cmocka_unit_test(test_draw__shows_the_stored_value_as_people_write_it),
        cmocka_unit_test(test_draw__a_sheet_keeps_every_row_in_its_place),
        cmocka_unit_test(test_draw__what_is_shown_reads_back_the_same),
    };
    kit_begin(&kit);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_end(&kit);
    return failed;
}

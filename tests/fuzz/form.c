/* Pairs that were read are written and read back the same; the form above them finds each error a field and never
   more rows than it allows. */
#include "tests/fuzz/fuzz.h"

#include "base/text.h"
#include "web/form.h"

struct row {
    str name;
    qty weight;
    money price;
};

struct in {
    str text;
    int64_t number, id;
    money amount;
    date on;
    bool yes;
    str choice;
    struct row *row;
    int n_row;
};

static const struct option choices[] = { { "a", "A" }, { "b", "B" } };

static const struct field fields[] = {
    { .name = "t", .type = FIELD_AREA, .at = offsetof(struct in, text), .required = true, .max = 20 },
    { .name = "n", .type = FIELD_INT, .at = offsetof(struct in, number), .min = -5, .max = 1000 },
    { .name = "i", .type = FIELD_ID, .at = offsetof(struct in, id) },
    { .name = "m", .type = FIELD_MONEY, .at = offsetof(struct in, amount), .min = 0, .max = 1000000000 },
    { .name = "d", .type = FIELD_DATE, .at = offsetof(struct in, on) },
    { .name = "y", .type = FIELD_BOOL, .at = offsetof(struct in, yes) },
    { .name = "c", .type = FIELD_CHOICE, .at = offsetof(struct in, choice), .options = choices, .n_options = 2 },
};

static const struct field row_fields[] = {
    { .name = "a", .type = FIELD_TEXT, .at = offsetof(struct row, name), .required = true },
    { .name = "w", .type = FIELD_QTY, .at = offsetof(struct row, weight), .per = 1000, .min = 1, .max = 1000000 },
    { .name = "p", .type = FIELD_MONEY, .at = offsetof(struct row, price) },
};

static const struct form form = {
    .name = "fuzz", .fields = fields, .n_fields = 7, .size = sizeof(struct in), .row_fields = row_fields,
    .n_row_fields = 3, .rows_max = 5, .row_size = sizeof(struct row), .rows_at = offsetof(struct in, row),
    .n_rows_at = offsetof(struct in, n_row),
};

static void check_values(const struct in *in)
{
    FUZZ_EXPECT(text_valid_utf8(in->text) && text_width(in->text) <= 20);
    FUZZ_EXPECT(in->number >= -5 && in->number <= 1000 && in->id >= 0);
    FUZZ_EXPECT(in->amount.dong >= 0 && in->amount.dong <= 1000000000);
    FUZZ_EXPECT(in->on.ymd == 0 || date_valid(in->on));
    FUZZ_EXPECT(in->n_row >= 0 && in->n_row <= 5);
    for (int i = 0; i < in->n_row; i++)
        FUZZ_EXPECT(in->row[i].weight.base >= 0 && in->row[i].weight.base <= 1000000);
}

/* Draws it with everything typed: no byte of it may end an attribute or begin a tag. */
static void check_drawing(struct cx *cx, const struct in *in, const struct request *rq)
{
    struct html h = html_new(cx);
    form_errors(&h);
    form_all(&h, &form, in, rq);
    form_rows(&h, &form, in, rq, 1);
    FUZZ_EXPECT(str_find(buf_str(&h.out), S("<script")) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = fuzz_arena();
    struct cx cx = cx_new(mem, LANG_EN, 0);
    struct pair *p, *q;
    int n, m;
    if (!http_parse_form(mem, fuzz_str(data, size), &p, &n))
        return 0;
    struct buf b = buf_new(mem);
    for (int i = 0; i < n; i++) {
        buf_put(&b, http_url_encode(mem, p[i].name));
        buf_byte(&b, '=');
        buf_put(&b, http_url_encode(mem, p[i].value));
        buf_byte(&b, '&');
    }
    FUZZ_EXPECT(http_parse_form(mem, buf_str(&b), &q, &m) && m == n);
    for (int i = 0; i < n; i++)
        FUZZ_EXPECT(str_eq(p[i].name, q[i].name) && str_eq(p[i].value, q[i].value));
    struct request rq = { .method = METHOD_POST, .form = p, .n_form = n };
    struct in in = { 0 };
    bool ok = form_decode(&cx, &form, &rq, false, &in).ok;
    FUZZ_EXPECT(ok == (cx.n_errors == 0));
    for (const struct err *e = cx.errors; e; e = e->next)
        FUZZ_EXPECT(e->message.n && (e->field.n || str_eq(e->code, S("form.too_many_rows"))));
    check_values(&in);
    check_drawing(&cx, &in, &rq);
    return 0;
}

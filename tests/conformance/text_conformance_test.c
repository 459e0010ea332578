/* Hostile and unusual strings: each is stored unchanged (after NFC) or refused with a sentence, and what is stored
   comes back from a page, from JSON and from CSV as it was. */
#include "tests/conformance/suite.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "web/html.h"

static void check_html(struct kit *k, str text)
{
    struct html h = html_new(&k->cx);
    html_put_str(&h, text);
    if (!str_eq(suite_unescape(&k->mem, buf_str(&h.out)), text))
        fail_msg("changed on a page: " STR_FMT, STR_ARG(text));
}

static void check_json(struct kit *k, str text)
{
    struct buf b = buf_new(&k->mem);
    struct json_out o = json_out_new(&b);
    struct json *v;
    json_put_str(&o, text);
    if (!json_parse(&k->mem, buf_str(&b), &v, NULL) || !str_eq(v->text, text))
        fail_msg("changed in JSON: " STR_FMT, STR_ARG(text));
}

static void check_csv(struct kit *k, str text)
{
    struct buf b = buf_new(&k->mem);
    struct csv_out o = csv_out_new(&b, ';', false);
    struct csv_row row;
    csv_put(&o, text);
    csv_put(&o, S("end"));
    csv_end_row(&o);
    struct csv_reader r = csv_reader_new(&k->mem, buf_str(&b), 0);
    if (!csv_next(&r, &row) || row.n != 2 || !str_eq(row.cell[0], text))
        fail_msg("changed in CSV: " STR_FMT, STR_ARG(text));
}

static bool check_string(struct kit *k, str text)
{
    str clean = { 0 };
    enum text_fault f = text_clean(&k->mem, text, true, &clean);
    check_json(k, text); /* also what no field takes */
    if (f) {
        assert_non_null(text_fault_message(f));
        if (!suite_has_control(text))
            fail_msg("refused without need: " STR_FMT, STR_ARG(text));
        return false;
    }
    if (!str_eq(clean, text_nfc(&k->mem, text)) || suite_has_control(text))
        fail_msg("not kept: " STR_FMT, STR_ARG(text));
    assert_true(text_valid_utf8(text_sort_key(&k->mem, clean)) && text_valid_utf8(text_fold(&k->mem, clean)));
    check_html(k, clean);
    check_json(k, clean);
    check_csv(k, clean);
    return true;
}

static void test_text__keeps_or_refuses_every_string(void **state)
{
    struct kit k;
    struct json *all;
    int kept = 0;
    (void)state;
    kit_begin(&k);
    assert_true(json_parse(&k.mem, suite_file(&k, S("text/naughty_strings.json")), &all, NULL));
    assert_true(all->kind == JSON_ARRAY && all->n > 0);
    for (const struct json *v = all->child; v; v = v->next) {
        size_t mark = arena_mark(&k.mem);
        assert_int_equal(v->kind, JSON_STRING);
        kept += check_string(&k, v->text);
        arena_reset(&k.mem, mark);
    }
    printf("%d strings, %d kept, %d refused\n", all->n, kept, all->n - kept);
    assert_true(kept > 0);
    kit_end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_text__keeps_or_refuses_every_string) };
    return suite_given("conformance/text") ? cmocka_run_group_tests(tests, NULL, NULL) : SUITE_SKIPPED;
}

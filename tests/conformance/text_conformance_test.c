/* Hostile and unusual strings: each is stored unchanged (after NFC) or refused with a sentence, and what is stored
   comes back from a page, from JSON and from CSV as it was. */
#include "tests/conformance/suite.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "web/html.h"

/* What a browser makes of escaped text. */
static str unescape(struct arena *mem, str html)
{
    static const struct {
        str entity;
        char c;
    } table[] = { { LIT("&lt;"), '<' },
                  { LIT("&gt;"), '>' },
                  { LIT("&amp;"), '&' },
                  { LIT("&quot;"), '"' },
                  { LIT("&#39;"), '\'' } };
    struct buf b = buf_new(mem);
    for (ptrdiff_t at = 0; at < html.n;) {
        str rest = str_sub(html, at, html.n);
        size_t k = 0;
        assert_true(rest.s[0] != '<' && rest.s[0] != '>' && rest.s[0] != '"' && rest.s[0] != '\'');
        while (k < 5 && !str_starts(rest, table[k].entity))
            k++;
        assert_true(rest.s[0] != '&' || k < 5);
        buf_byte(&b, k < 5 ? table[k].c : rest.s[0]);
        at += k < 5 ? table[k].entity.n : 1;
    }
    return buf_str(&b);
}

static void check_html(struct kit *k, str text)
{
    struct html h = html_new(&k->cx);
    html_put_str(&h, text);
    if (!str_eq(unescape(&k->mem, buf_str(&h.out)), text))
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

/* Whether a text has anything that a person could not see: judged here by other means than text_clean's. */
static bool has_control(str a)
{
    static const char *const invisible[] = { "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066",
                                             "\u2067", "\u2068", "\u2069", "\uFFFE", "\uFFFF" };
    for (ptrdiff_t i = 0; i < a.n; i++) {
        unsigned char c = (unsigned char)a.s[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || (c == 0xC2 && (unsigned char)a.s[i + 1] < 0xA0))
            return true;
    }
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
        if (str_find(a, str_of(invisible[i])) >= 0)
            return true;
    return false;
}

static bool check_string(struct kit *k, str text)
{
    str clean = { 0 };
    enum text_fault f = text_clean(&k->mem, text, true, &clean);
    check_json(k, text); /* also what no field takes */
    if (f) {
        assert_non_null(text_fault_message(f));
        if (!has_control(text))
            fail_msg("refused without need: " STR_FMT, STR_ARG(text));
        return false;
    }
    if (!str_eq(clean, text_nfc(&k->mem, text)) || has_control(text))
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

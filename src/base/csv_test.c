/* CSV: files as spreadsheets write them, refusals with their place, and the round trip. */
#include "tests/kit/prop.h"

#include "base/csv.h"

/* The rows as "cell|cell\n…", then the error, if any, as "!row:column:line". */
static str read_all(str in, char separator)
{
    struct arena *mem = prop_arena();
    struct csv_reader r = csv_reader_new(mem, in, separator);
    struct csv_row row;
    struct buf b = buf_new(mem);
    while (csv_next(&r, &row)) {
        buf_put(&b, str_join(mem, row.cell, row.n, S("|")));
        buf_byte(&b, '\n');
    }
    if (r.err.message)
        buf_fmt(&b, "!%d:%d:%d", r.err.row, r.err.column, r.err.line);
    return buf_str(&b);
}

static void test_csv_next__reads_what_spreadsheets_write(void **state)
{
    static const struct {
        const char *text, *want;
    } row[] = {
        { "a,b\r\n1,2\r\n", "a|b\n1|2\n" },
        { "a;b\n1,5;2", "a|b\n1,5|2\n" },
        { "a\tb\r1\t\"x\ty\"\r", "a|b\n1|x\ty\n" },
        { "\xef\xbb\xbfTên,Tuổi\nAn,\n", "Tên|Tuổi\nAn|\n" },
        { "sep=;\r\na;b,c,d\n", "a|b,c,d\n" },
        { "\"a\"\"b\",\"c\r\nd\",\"\"\n", "a\"b|c\r\nd|\n" },
        { "\n\na\n\n\nb\n\n", "a\nb\n" },
        { ",,\n", "||\n" },
        { "\"\"\n", "\n" },
        { "", "" },
        { "\"a;b\",c", "a;b|c\n" },
        { " a , b ", " a | b \n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(read_all(str_of(row[i].text), 0), row[i].want);
}

static void test_csv_next__refuses_with_the_place(void **state)
{
    static const struct {
        const char *text, *want;
    } row[] = {
        { "a,b\nc,\"d\ne", "a|b\n!2:2:2" }, { "a,b\"c\n", "!1:2:1" }, { "\"a\"b,c\n", "!1:1:1" },
        { "a\n\"x\ny\"z", "a\n!2:1:3" },    { "a,\xff\n", "!1:2:1" }, { "a\n\nb,c,\"\"\"", "a\n!2:3:3" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(read_all(str_of(row[i].text), 0), row[i].want);
    assert_str(read_all(S("a,b\0c\n"), 0), "!1:2:1");
    struct csv_reader r = csv_reader_new(prop_arena(), S("1,2,3\n"), ',');
    struct csv_row out;
    r.cells_max = 2;
    assert_false(csv_next(&r, &out));
    assert_int_equal(r.err.column, 3);
    r = csv_reader_new(prop_arena(), S("12,345\n"), ',');
    r.cell_max = 2;
    assert_false(csv_next(&r, &out));
    assert_int_equal(r.err.column, 2);
}

static void test_csv_put__keeps_formulas_from_acting(void **state)
{
    struct buf b = buf_new(prop_arena());
    struct csv_out o = csv_out_new(&b, ';', true);
    (void)state;
    csv_put(&o, S("=1+1"));
    csv_put(&o, S("@x"));
    csv_put(&o, S("-50.000"));
    csv_put(&o, S("-a;b"));
    csv_put(&o, S("An"));
    csv_put_i64(&o, -5);
    csv_end_row(&o);
    assert_str(buf_str(&b), "\xef\xbb\xbf'=1+1;'@x;-50.000;\"'-a;b\";An;-5\r\n");
}

/* What is written is read back, also by a reader that must find the separator itself. */
static void test_csv__round_trip(void **state)
{
    static const char *const piece[] = { "a", ",", ";", "\t", "\"",   "\n",           "\r",
                                         "=", "-", "ệ", "'",  "sep=", "\xef\xbb\xbf", " " };
    enum { CELLS = 5, PIECES = sizeof piece / sizeof *piece };
    struct prop p = prop_new("csv");
    struct arena *mem = prop_arena();
    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t mark = arena_mark(mem);
        int n = 1 + prop_below(&p, CELLS);
        str cell[3][CELLS];
        struct buf b = buf_new(mem);
        char separator = ",;\t"[prop_below(&p, 3)];
        struct csv_out o = csv_out_new(&b, separator, false);
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < n; k++) {
                struct buf c = buf_new(mem);
                for (int m = prop_below(&p, 4); m > 0; m--)
                    buf_put(&c, str_of(piece[prop_below(&p, PIECES)]));
                cell[i][k] = buf_str(&c);
                csv_put(&o, cell[i][k]);
            }
            csv_end_row(&o);
        }
        struct csv_reader r = csv_reader_new(mem, buf_str(&b), n > 1 && prop_below(&p, 2) ? 0 : separator);
        struct csv_row row;
        for (int i = 0; i < 3; i++) {
            assert_true(csv_next(&r, &row));
            assert_int_equal(row.n, n);
            for (int k = 0; k < n; k++)
                assert_true(str_eq(row.cell[k], cell[i][k]));
        }
        assert_false(csv_next(&r, &row));
        assert_null(r.err.message);
        arena_reset(mem, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_next__reads_what_spreadsheets_write),
        cmocka_unit_test(test_csv_next__refuses_with_the_place),
        cmocka_unit_test(test_csv_put__keeps_formulas_from_acting),
        cmocka_unit_test(test_csv__round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

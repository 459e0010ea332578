/* The statutory chart of accounts, from the embedded data file, and the sides that accounts carry. */
#include "features/books/accounting/accounting.h"
#include "features/books/accounting/chart.h"

#include "base/csv.h"
#include "base/embedded.h"

enum side accounting_side(str account)
{
    static const struct {
        const char *prefix;
        enum side side;
    } sides[] = {
        { "511", SIDE_EXTERNAL },  { "512", SIDE_INTERNAL },  { "611", SIDE_EXTERNAL },  { "612", SIDE_INTERNAL },
        { "9111", SIDE_EXTERNAL }, { "9112", SIDE_INTERNAL }, { "4211", SIDE_EXTERNAL }, { "4212", SIDE_INTERNAL },
    };
    for (int i = 0; i < COUNT(sides); i++)
        if (str_starts(account, str_of(sides[i].prefix)))
            return sides[i].side;
    return SIDE_NONE;
}

enum { ACCOUNTS_MAX = 1000 };

struct loading {
    struct account_row row[ACCOUNTS_MAX];
    int n;
    date valid_from;
    str source;
};

enum { COL_CODE, COL_PARENT, COL_VI, COL_EN, COL_NATURE, COL_OFF, COL_STATEMENT, COL_NOTE, COL_FROM, COL_SOURCE, COLS };

static result broken(struct cx *cx)
{
    return fail(cx, .kind = ERR_BUG, .code = S("chart.file"),
                .message = tr(cx, "The embedded chart of accounts is broken."));
}

static result read_file(struct cx *cx, struct loading *l)
{
    const struct embedded *file = embedded_find(S("data/chart_of_accounts.csv"));
    struct csv_row row;
    if (!file)
        return broken(cx);
    struct csv_reader r = csv_reader_new(cx->mem, embedded_str(file), ',');
    if (!csv_next(&r, &row) || row.n < COLS)
        return broken(cx);
    while (csv_next(&r, &row)) {
        if (row.n < COLS || l->n == ACCOUNTS_MAX || !date_parse_iso(row.cell[COL_FROM], &l->valid_from))
            return broken(cx);
        l->source = row.cell[COL_SOURCE];
        l->row[l->n++] = (struct account_row){ .code = row.cell[COL_CODE],
                                               .parent = row.cell[COL_PARENT],
                                               .name_vi = row.cell[COL_VI],
                                               .name_en = row.cell[COL_EN],
                                               .nature = row.cell[COL_NATURE],
                                               .off_balance = str_eq(row.cell[COL_OFF], S("1")),
                                               .statement = row.cell[COL_STATEMENT],
                                               .note = row.cell[COL_NOTE] };
    }
    return r.err.message ? broken(cx) : OK;
}

static result load_work(struct cx *cx, struct db *db, void *arg)
{
    const struct loading *l = arg;
    return chart_load(cx, db, &(struct chart){ S("71/2024/TT-BTC"), l->source, l->valid_from, l->row, l->n });
}

result chart_load_reference(struct cx *cx, struct store *s)
{
    struct loading *l = new (cx->mem, struct loading, 1);
    TRY(read_file(cx, l));
    return store_write(s, cx, NULL, 0, load_work, l);
}

/* What the databases make of the lists' queries: a page behind a row is entered at that row by an index, never read up
   to it, and its rows come in order without sorting. */
#include "tests/kit/kit.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include "web/feature.h"
#include "accounting.sql.h"
#include "identity.sql.h"
#include "intake.sql.h"
#include "organisations.sql.h"
#include "party_search.sql.h"
#include "payments.sql.h"

static struct kit kit;
static sqlite3 *lite;
static PGconn *link_to;

static int begin(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_store(&kit);
    if (kit_on_postgres()) {
        /* the tables are empty: without these every plan would read them whole */
        static const char only_by_index[] = "SET enable_seqscan = off; SET enable_bitmapscan = off; "
                                            "SET enable_sort = off; SET enable_incremental_sort = off; "
                                            "SET plan_cache_mode = force_generic_plan";
        link_to = PQconnectdb(str_z(&kit.mem, kit.url));
        PQclear(PQexec(link_to, only_by_index));
        assert_int_equal(PQstatus(link_to), CONNECTION_OK);
    } else {
        assert_int_equal(sqlite3_open(str_z(&kit.mem, kit.url), &lite), SQLITE_OK);
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    sqlite3_close(lite);
    PQfinish(link_to);
    kit_end(&kit);
    return 0;
}

static str sqlite_plan(const struct db_stmt *st)
{
    struct buf b = buf_new(&kit.mem);
    sqlite3_stmt *q;
    assert_int_equal(
        sqlite3_prepare_v2(lite, str_z(&kit.mem, str_fmt(&kit.mem, "EXPLAIN QUERY PLAN %s", st->sqlite)), -1, &q, NULL),
        SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        buf_put(&b, str_of((const char *)sqlite3_column_text(q, 3)));
        buf_byte(&b, '\n');
    }
    sqlite3_finalize(q);
    return buf_str(&b);
}

static str postgres_plan(const struct db_stmt *st)
{
    struct buf b = buf_new(&kit.mem), none = buf_new(&kit.mem);
    for (int i = 0; i < st->n_param; i++)
        buf_put(&none, i ? S(", NULL") : S("NULL"));
    PQclear(PQexec(link_to, "DEALLOCATE ALL"));
    PQclear(PQexec(link_to, str_z(&kit.mem, str_fmt(&kit.mem, "PREPARE q AS %s", st->postgres))));
    PGresult *r =
        PQexec(link_to, str_z(&kit.mem, str_fmt(&kit.mem, "EXPLAIN EXECUTE q (" STR_FMT ")", STR_ARG(buf_str(&none)))));
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        print_error("%s", PQerrorMessage(link_to));
    assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(r); i++) {
        buf_put(&b, str_of(PQgetvalue(r, i, 0)));
        buf_byte(&b, '\n');
    }
    PQclear(r);
    return buf_str(&b);
}

/* ---- orders that an index keeps ---- */

static const struct led {
    const struct db_page *page;
    const char *order, *columns; /* of the index, as SQLite says them */
} every[] = {
    { &accounting_voucher_list_page, "by_date", "posting_on,id" },
    { &accounting_voucher_list_page, "by_number", "book,year,number" },
    { &accounting_journal_page, "by_date", "posting_on,voucher_id,line_no" },
    { &party_list_page, "code", "code" },
    { &party_list_page, "name", "name_sort,id" },
    { &party_list_page, "given", "given_sort,id" },
    { &party_find_page, "found", "word,party_id" },
    { &intake_list_page, "by_date", "delivered_on,voucher_id" },
    { &payment_list_page, "by_date", "paid_on,voucher_id" },
    { &grant_opening_list_page, "by_at", "at,id" },
};

static const struct db_stmt *behind(const struct led *l, bool desc)
{
    for (int i = 0; i < l->page->n_sort; i++)
        if (strcmp(l->page->sort_name[i], l->order) == 0)
            return &l->page->stmt[(i * 2 + desc) * 2 + 1] /* lead 0 */;
    fail_msg("no order %s", l->order);
    return NULL;
}

static void enters_at_the_row(const struct led *l, bool desc)
{
    const struct db_stmt *st = behind(l, desc);
    bool pg = kit_on_postgres();
    str plan = pg ? postgres_plan(st) : sqlite_plan(st), spaced = S("");
    for (struct str_cut c = str_cut(str_of(l->columns), ','); c.head.n; c = str_cut(c.tail, ','))
        spaced = str_fmt(&kit.mem, STR_FMT "%s" STR_FMT, STR_ARG(spaced), spaced.n ? ", " : "", STR_ARG(c.head));
    char way = desc ? '<' : '>';
    bool one = !strchr(l->columns, ',');
    str want = one  ? str_fmt(&kit.mem, pg ? "(%s %c $" : "AND %s%c?", l->columns, way)
               : pg ? str_fmt(&kit.mem, "ROW(" STR_FMT ") %c ROW(", STR_ARG(spaced), way)
                    : str_fmt(&kit.mem, "(%s)%c(", l->columns, way);
    str sorts = pg ? S("Sort") : S("TEMP B-TREE FOR ORDER");
    if (str_find(plan, want) < 0 || str_find(plan, sorts) >= 0)
        fail_msg("%s by %s%s is not read behind a row (" STR_FMT "):\n" STR_FMT, st->name, l->order,
                 desc ? ", turned round" : "", STR_ARG(want), STR_ARG(plan));
}

static void test_lists__are_entered_at_the_row_by_an_index(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(every); i++) {
        enters_at_the_row(&every[i], false);
        enters_at_the_row(&every[i], true);
    }
}

/* ---- what a list is narrowed to ---- */

static const struct narrowed {
    const struct db_page *page;
    int lead;
    const char *index; /* the first that SQLite opens, and its condition */
} narrowed[] = {
    { &accounting_voucher_list_page, 1, "voucher_kind (org_id=? AND kind=?" },
    { &accounting_voucher_list_page, 2, "voucher_posting (org_id=? AND " },
    { &accounting_journal_page, 1, "line_account (org_id=? AND account=?" },
    { &accounting_journal_page, 2, "line_account (org_id=? AND account>? AND account<?" },
    { &accounting_journal_page, 3, "voucher_kind (org_id=? AND kind=?" },
    { &organisation_list_page, 1, "organisation_commune (commune_code=?" },
    { &party_list_page, 1, "party_hamlet (org_id=? AND hamlet=?" },
    { &party_list_page, 2, "member_class_class (org_id=? AND class=?)" },
    { &party_list_page, 3, "member_left (org_id=? AND left_on<?)" },
};

/* The rows and their number are found by the index of the condition, in every order. PostgreSQL knows how many there
   are of each kind and decides by that. */
static void test_lists__are_narrowed_by_an_index(void **state)
{
    (void)state;
    if (kit_on_postgres())
        skip();
    for (int i = 0; i < COUNT(narrowed); i++) {
        const struct narrowed *a = &narrowed[i];
        int each = a->page->n_sort * 4;
        for (int k = -1; k < each; k++) {
            const struct db_stmt *st = k < 0 ? &a->page->total[a->lead] : &a->page->stmt[a->lead * each + k];
            str plan = sqlite_plan(st), first = S("");
            for (struct str_cut c = str_cut(plan, '\n'); !first.n && c.head.n; c = str_cut(c.tail, '\n'))
                first = str_find(c.head, S("INDEX")) > 0 || str_find(c.head, S("KEY")) > 0 ? c.head : S("");
            if (str_find(first, str_of(a->index)) < 0)
                fail_msg("%s, lead %d, text %d is not found by %s:\n" STR_FMT, st->name, a->lead, k, a->index,
                         STR_ARG(plan));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists__are_entered_at_the_row_by_an_index),
        cmocka_unit_test(test_lists__are_narrowed_by_an_index),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

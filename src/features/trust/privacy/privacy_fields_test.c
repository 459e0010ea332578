/* Is every column that can hold something about a person declared by a room? The schema is read from what sqlgen found
   in the schema files, so a new column is asked about before anybody uses it: declare it in the room's table of
   personal fields, or say here why it is about nobody. */
#include "tests/kit/kit.h"

#include "db/tables.h"
#include "web/feature.h"

/* Words of column names that make one ask, where the column holds text, bytes or a day of birth. */
static const char *const telling[] = {
    "name",  "login",  "password", "phone",   "email",  "address", "hamlet",  "birth",  "born",  "gender",
    "tax",   "number", "personal", "digits",  "sealed", "peer",    "photo",   "image",  "note",  "memo",
    "words", "text",   "json",     "comment", "remark", "reason",  "purpose", "answer", "asked", "file",
    "fold",  "sort",   "before",   "after",   "detail", "title",   "plot",    "bank",   "iban",  "contact",
};

/* About nobody. "*" = the whole table. */
struct reasoned {
    const char *table, *column, *why;
};
static const struct reasoned nobody[] = {
    { "schema_version", "*", "names of schema files" },
    { "place", "*", "published reference data" },
    { "place_predecessor", "*", "published reference data" },
    { "published_source", "*", "published reference data" },
    { "published_figure", "*", "published reference data" },
    { "published_entity", "*", "organisations, products and places as published" },
    { "plan_target", "*", "published reference data" },
    { "statutory_form", "*", "published reference data" },
    { "privacy_rule", "*", "times that the law gives" },
    { "counter", "*", "names of counters" },
    { "org_setting", "*", "names of settings" },
    { "secret", "*", "names of keys" },
    { "job", "*", "names of jobs" },
    { "account", "*", "names of accounts; a person is a party on the line, never an account" },
    { "item", "*", "names of goods" },
    { "warehouse", "*", "names of stores" },
    { "dim", "*", "codes of services, seasons, plots, funds and chains" },
    { "organisation", "*", "the entry of an organisation in the register" },
    { "org_change", "before", "the entry of an organisation in the register" },
    { "org_change", "after", "the entry of an organisation in the register" },
    { "access_grant", "purpose", "why an organisation may look" },
    { "access_grant", "decision_number", "number of a decision" },
    { "submission_key", "sealed_bytes", "key of an organisation" },
    { "audit", "detail", "codes and numbers only (vouchers/audit.h)" },
    { "duty", "*", "names of what the law asks for" },
    { "hook_delivery", "detail", "codes and numbers only (vouchers/notice.h)" },
    { "event", "error_reason", "a word of the standard" },
    { "voucher", "memo_hash", "a salted digest, whose salt goes with the words" },
    { "voucher_memo", "memo_fold", "made from the words, goes with them or when somebody in them is erased" },
    { "voucher_attachment", "file_hash", "a digest" },
    { "import_batch", "file_hash", "a digest" },
    { "app_user", "name_fold", "made from the name, changed with it" },
    { "app_user", "name_sort", "made from the name, changed with it" },
    { "tag", "tag_fold", "made from the tag, changed with it" },
    { "party", "name_fold", "made from the name, changed with it" },
    { "party", "name_sort", "made from the name, changed with it" },
    { "party", "given_sort", "made from the name, changed with it" },
    { "party_number", "number_hash", "keyed digest of the sealed number, removed with it" },
};

static bool is_birth(str word) { return str_eq(word, S("birth")) || str_eq(word, S("born")); }

static bool is_telling(const struct db_column *c)
{
    bool words = c->type == DB_TEXT || c->type == DB_BLOB;
    if (!words && c->type != DB_DATE)
        return false;
    for (struct str_cut cut = { .tail = str_of(c->name), .found = true }; cut.found;) {
        cut = str_cut(cut.tail, '_');
        for (int i = 0; i < COUNT(telling); i++)
            if (str_eq(cut.head, str_of(telling[i])) && (words || is_birth(cut.head)))
                return true;
    }
    return false;
}

static bool is_about_nobody(const char *table, const char *column)
{
    for (int i = 0; i < COUNT(nobody); i++)
        if (strcmp(nobody[i].table, table) == 0 &&
            (nobody[i].column[0] == '*' || strcmp(nobody[i].column, column) == 0))
            return true;
    return false;
}

/* How often the rooms declare a column; `without` leaves one room out. */
static int declared(const char *table, const char *column, const char *without)
{
    int n = 0;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal; i++) {
            const struct personal_field *p = &features[f]->personal[i];
            bool it = strcmp(p->table, table) == 0 && strcmp(p->column, column) == 0;
            n += it && strcmp(features[f]->name, without) != 0;
        }
    return n;
}

static int undeclared(const struct db_table *t, int n, const char *without, bool tell)
{
    int found = 0;
    for (int k = 0; k < n; k++)
        for (int i = 0; i < t[k].n_col; i++) {
            const char *column = t[k].col[i].name;
            if (!is_telling(&t[k].col[i]) || is_about_nobody(t[k].name, column) || declared(t[k].name, column, without))
                continue;
            found++;
            if (tell)
                print_error("  %s.%s is declared by no room\n", t[k].name, column);
        }
    return found;
}

static const struct db_column *column_find(const char *table, const char *column)
{
    for (int k = 0; k < n_db_tables; k++)
        for (int i = 0; i < db_tables[k].n_col && strcmp(db_tables[k].name, table) == 0; i++)
            if (strcmp(db_tables[k].col[i].name, column) == 0)
                return &db_tables[k].col[i];
    return NULL;
}

static bool has_telling(const char *table)
{
    for (int k = 0; k < n_db_tables; k++)
        for (int i = 0; i < db_tables[k].n_col && strcmp(db_tables[k].name, table) == 0; i++)
            if (is_telling(&db_tables[k].col[i]))
                return true;
    return false;
}

/* Where people write what they like, anybody may be named. */
static bool is_free(const char *column)
{
    static const char *const word[] = { "note",   "memo",    "words",  "reason", "answer", "comment",
                                        "remark", "purpose", "detail", "title",  "json" };
    for (struct str_cut cut = { .tail = str_of(column), .found = true }; cut.found;) {
        cut = str_cut(cut.tail, '_');
        for (int i = 0; i < COUNT(word); i++)
            if (str_eq(cut.head, str_of(word[i])))
                return true;
    }
    return false;
}

/* ---- tests ---- */

static void test_personal__every_telling_column_is_declared(void **state)
{
    (void)state;
    assert_true(n_db_tables > 20);
    assert_int_equal(undeclared(db_tables, n_db_tables, "", true), 0);
}

static void test_personal__a_forgotten_column_is_noticed(void **state)
{
    static const struct db_column col[] = { { "org_id", DB_INT },      { "id", DB_INT },       { "phone", DB_TEXT },
                                            { "birth_on", DB_DATE },   { "left_on", DB_DATE }, { "status", DB_TEXT },
                                            { "guest_name", DB_TEXT }, { "number", DB_INT } };
    static const struct db_table guest = { .name = "guest", .col = col, .n_col = COUNT(col) };
    (void)state;
    assert_int_equal(undeclared(&guest, 1, "", false), 3);
    assert_true(undeclared(db_tables, n_db_tables, "members", false) >= 10);
}

static void test_personal__declares_what_there_is_once_and_whole(void **state)
{
    (void)state;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal; i++) {
            const struct personal_field *p = &features[f]->personal[i];
            const char *const said[] = { p->name, p->purpose, p->basis, p->readers, p->retention };
            if (!column_find(p->table, p->column))
                fail_msg("%s declares %s.%s, which is not there", features[f]->name, p->table, p->column);
            assert_int_equal(declared(p->table, p->column, ""), 1);
            if (is_free(p->column) && !p->words)
                fail_msg("%s does not say that %s.%s is free words", features[f]->name, p->table, p->column);
            for (int k = 0; k < COUNT(said); k++)
                assert_true(said[k] && said[k][0]);
        }
}

/* What goes when a person is erased must be taken away by somebody. */
static void test_personal__is_taken_away_by_its_room(void **state)
{
    (void)state;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_personal; i++) {
            const struct personal_field *p = &features[f]->personal[i];
            bool goes = p->end == PERSONAL_GOES || p->end == PERSONAL_LAW;
            if (goes && !features[f]->erase_person && !features[f]->forget_person)
                fail_msg("%s does not take %s.%s away", features[f]->name, p->table, p->column);
        }
}

static void test_nobody__excuses_only_what_there_is(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(nobody); i++) {
        bool whole = nobody[i].column[0] == '*';
        const struct db_column *c = whole ? NULL : column_find(nobody[i].table, nobody[i].column);
        if (whole ? !has_telling(nobody[i].table) : !c || !is_telling(c))
            fail_msg("%s.%s needs no excuse", nobody[i].table, nobody[i].column);
        assert_true(nobody[i].why[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_personal__every_telling_column_is_declared),
        cmocka_unit_test(test_personal__a_forgotten_column_is_noticed),
        cmocka_unit_test(test_personal__declares_what_there_is_once_and_whole),
        cmocka_unit_test(test_personal__is_taken_away_by_its_room),
        cmocka_unit_test(test_nobody__excuses_only_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

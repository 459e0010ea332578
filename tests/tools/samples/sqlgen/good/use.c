/* Compiled by sqlgen.sh: the shapes that sqlgen promises. */
#include "good.sql.h"

#include "db/tables.h"

static result see(struct cx *cx, void *arg, const struct member_each *row)
{
    (void)cx, (void)arg;
    return (result){ row->id > 0 && row->code.n > 0 };
}

static result see_page(struct cx *cx, void *arg, const struct member_pages *row)
{
    (void)cx, (void)arg;
    return (result){ row->id > 0 };
}

result use(struct db *db, str text);
result use(struct db *db, str text)
{
    struct member_get m;
    struct member_find f;
    struct member_list *list;
    struct member_sums sums;
    struct fact_insert fact;
    struct word_search *word;
    struct share_all *share;
    bool found;
    int n;
    int64_t changed;
    TRY(member_get(db, (struct member_get_args){ .org_id = 7, .id = 1 }, &m));
    money share_vnd = m.share_vnd;
    qty weight = m.weight_qty;
    date joined = m.joined_on;
    bool active = m.is_active;
    str photo = m.photo, request = m.request_id, note = m.note;
    (void)share_vnd, (void)weight, (void)joined, (void)active, (void)photo, (void)request, (void)note;
    TRY(member_find(db, (struct member_find_args){ .org_id = 7, .request_id = text }, &f, &found));
    struct member_list_args in = { .org_id = 7, .prefix = text, .limit = 20, .sort = MEMBER_LIST_BY_CODE, .desc = true };
    TRY(member_list(db, in, &list, &n));
    TRY(member_list_of(db, (struct member_list_of_args){ .scope_id = 3 }, &list, &n));
    TRY(member_each(db, (struct member_each_args){ .org_id = 7, .to_code = text }, see, NULL));
    TRY(member_sums(db, (struct member_sums_args){ .org_id = 7, .name = text }, &sums));
    money run = sums.run_vnd;
    date last = sums.last_on;
    str best = sums.best_id;
    (void)run, (void)last, (void)best;
    TRY(member_insert(db, (struct member_insert_args){ .org_id = 7, .id = 1, .name = text, .is_active = true }));
    TRY(member_drop(db, (struct member_drop_args){ .org_id = 7, .id = 1 }, &changed));
    TRY(fact_insert(db, (struct fact_insert_args){ .org_id = 7, .id = 1, .dr_vnd = { 5 } }, &fact));
    TRY(share_all(db, &share, &n));
    TRY(word_search(db, (struct word_search_args){ .pattern_text = text }, &word, &n));
    struct member_pages_args page = { .org_id = 7, .behind_name_sort = text, .behind_id = 4, .behind_name = text };
    page.behind = page.desc = member_pages_page.n_sort == 3 && member_pages_stmt[0][2][1][1].n_param == 4 && db_page_lead(&member_led_page, &page) == 0;
    TRY(member_pages(db, page, see_page, NULL));
    struct member_led_total total = { .n_row = 2, .share_vnd = { 5 }, .weight_qty = { 6 } };
    (void)total;
    struct word_from_args from = { .start = text, .much = { 1 } };
    return (result){ from.much.dong == 1 && N_MEMBER_LIST_SORT == 2 && member_list_sort_name[0] && n_db_tables > 0 &&
                     member_list_stmt[1][1].id != member_get_stmt.id };
}

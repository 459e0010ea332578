/* Saved filters that look for a person: told, and dropped when the person is erased. A filter can be saved again. */
#include "features/people/views/views.h"
#include "views.sql.h"

#include "base/json.h"

/* The name of a filter, and every value of its query as it was typed. */
static bool looks_for(struct arena *mem, const struct person *who, const struct list_kept_of_org *k)
{
    struct pair *pair;
    int n;
    if (person_named_in(mem, who, k->name))
        return true;
    if (!http_parse_form(mem, k->query_text, &pair, &n))
        return person_named_in(mem, who, k->query_text);
    for (int i = 0; i < n; i++)
        if (person_named_in(mem, who, pair[i].value))
            return true;
    return false;
}

result views_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct list_kept_of_org *k;
    int n;
    TRY(list_kept_of_org(db, (struct list_kept_of_org_args){ .org_id = who->org_id }, &k, &n));
    json_key(j, S("saved_filters"));
    json_begin_array(j);
    for (int i = 0; i < n; i++) {
        if (!looks_for(cx->mem, who, &k[i]))
            continue;
        json_begin_object(j);
        json_member_str(j, S("list"), k[i].list);
        json_member_str(j, S("name"), k[i].name);
        json_member_str(j, S("query"), k[i].query_text);
        json_end_object(j);
    }
    json_end_array(j);
    return OK;
}

result views_forget_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct list_kept_of_org *k;
    int n_row;
    TRY(list_kept_of_org(db, (struct list_kept_of_org_args){ .org_id = who->org_id }, &k, &n_row));
    for (int i = 0; i < n_row; i++) {
        if (!looks_for(cx->mem, who, &k[i]))
            continue;
        TRY(list_kept_erase(
            db, (struct list_kept_erase_args){ .user_id = k[i].user_id, .list = k[i].list, .name = k[i].name }));
        ++*n;
    }
    return OK;
}
